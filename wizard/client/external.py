"""Credentials of other programs: the profiles of `aliyun` and the configuration of `bcs`. Read-only."""

import json
import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from wizard.client.credentials import Candidate, Credentials, Profile
from wizard.client.errors import ProfileError
from wizard.i18n import _
from wizard.storage import locations
from wizard.text import format_path

MakeProfile: TypeAlias = Callable[[str, Credentials, str], Profile]
"""Returns the profile of a name, a key and a region or ``""``; raises a ProfileError."""

_KEY_MODES = ("", "ak", "ststoken")
_MAX_SIZE = 4 * 2**20


class NoAccessKey(ProfileError):
    """A file without any access key, as left by an unfinished set-up."""


def find_aliyun_profiles(make: MakeProfile, *, current: str | None = None) -> list[Candidate]:
    """Return the profiles of `aliyun`; ``current`` is the one that the environment selects, if it does."""
    path = locations.home_folder() / ".aliyun/config.json"
    shown = display_path(path)
    whole = Candidate("aliyun", _("aliyun configuration ({path})").format(path=shown))
    try:
        data = _read(path)
        if data is None:
            if current is None:
                return []
            text = _("{path} does not exist. Create it with: aliyun configure")
            raise ProfileError(text.format(path=shown))
        try:
            tree = json.loads(data)
        except (ValueError, RecursionError):
            text = _("{path} is not valid JSON. Recreate it with: aliyun configure")
            raise ProfileError(text.format(path=shown)) from None
        profiles = tree.get("profiles") if isinstance(tree, dict) else None
        if not isinstance(profiles, list) or not all(isinstance(each, dict) for each in profiles):
            text = _("{path} has no list of profiles. Recreate it with: aliyun configure")
            raise ProfileError(text.format(path=shown))
    except ProfileError as error:
        return [replace(whole, problem=error)]
    selected = current or _get_text(tree, "current") or "default"
    found = [_parse_profile(each, selected, path, make) for each in profiles if _get_text(each, "name")]
    if (profiles or current) and not any(each.is_current for each in found):
        text = _("{path} has no profile {profile}, which is selected")
        problem = ProfileError(text.format(path=shown, profile=ascii(selected)))
        found.append(replace(whole, problem=problem))
    return found


def find_bcs_profiles(make: MakeProfile) -> list[Candidate]:
    """Return the access key of the official `bcs` CLI; none if it was never set up."""
    path = locations.home_folder() / ".batchcompute/cliconfig"
    shown = display_path(path)
    whole = Candidate("bcs", _("configuration of bcs ({path})").format(path=shown))
    try:
        data = _read(path)
        if data is None:
            return []
        section = _read_common_section(data, path)
    except ProfileError as error:
        return [replace(whole, problem=error)]
    key, secret = section.get("accesskeyid", ""), section.get("accesskeysecret", "")
    notes = describe_permissions(path, secret)
    if section.get("ssl", "").lower() in ("false", "no", "0", "off"):
        notes += (_("{path} has ssl = false, which is ignored: bcw uses HTTPS.").format(path=shown),)

    def make_profile() -> Profile:
        _check_complete(path, key, secret)
        return make("bcs", Credentials(key, secret, source=whole.source), section.get("region", ""))

    return [replace(whole, notes=notes).fill(make_profile)]


def describe_permissions(path: Path, secret: str) -> tuple[str, ...]:
    """Return the note about a file with a secret, if there is one, that other users can read."""
    try:
        is_open = bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return ()
    if not (secret and is_open):
        return ()
    text = _("Other users can read {path}, which contains a secret. Run: chmod 600 {path}")
    return (text.format(path=display_path(path)),)


def display_path(path: Path) -> str:
    """Return a path as text, with ``~`` for the home directory."""
    try:
        return f"~/{format_path(path.relative_to(locations.home_folder()))}"
    except ValueError:
        return format_path(path)


def _parse_profile(profile: Mapping[str, Any], current: str, path: Path, make: MakeProfile) -> Candidate:
    name, mode = _get_text(profile, "name"), _get_text(profile, "mode")
    key, secret = _get_text(profile, "access_key_id"), _get_text(profile, "access_key_secret")
    token = _get_text(profile, "sts_token") if mode.lower() != "ak" else ""
    source = _("aliyun profile {profile} ({path})").format(profile=name, path=display_path(path))

    def make_profile() -> Profile:
        if mode.lower() not in _KEY_MODES:
            text = _(
                "profile {profile} uses mode {mode}. Only AK and StsToken can be used: set the "
                "ALIBABA_CLOUD_… variables to a key pair of that role instead"
            )
            raise ProfileError(text.format(mode=ascii(mode), profile=ascii(name)))
        if mode.lower() == "ststoken" and not token:
            text = _("{path}: profile {profile} uses mode StsToken but has no sts_token")
            raise ProfileError(text.format(path=display_path(path), profile=ascii(name)))
        _check_complete(path, key, secret)
        credentials = Credentials(key, secret, token or None, source)
        return make(f"aliyun:{name}", credentials, _get_text(profile, "region_id"))

    notes = describe_permissions(path, secret or token)
    found = Candidate(f"aliyun:{name}", source, notes=notes, is_current=name == current)
    return found.fill(make_profile)


def _check_complete(path: Path, key: str, secret: str) -> None:
    if key and secret:
        return
    if not key and not secret:
        raise NoAccessKey(_("{path} contains no AccessKey").format(path=display_path(path)))
    text = _("{path} has an AccessKey ID but no AccessKey secret")
    if secret:
        text = _("{path} has an AccessKey secret but no AccessKey ID")
    raise ProfileError(text.format(path=display_path(path)))


def _read(path: Path) -> bytes | None:
    """Return the content of a file, None if it does not exist."""
    text = _("cannot read {path}: {reason}")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ProfileError(text.format(path=display_path(path), reason=_("it is not a regular file")))
        with path.open("rb") as file:
            return file.read(_MAX_SIZE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ProfileError(text.format(path=display_path(path), reason=error.strerror)) from None


def _read_common_section(data: bytes, path: Path) -> Mapping[str, str]:
    from configparser import Error as ConfigError  # few users have the file
    from configparser import RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(data.decode("utf-8-sig"))
    except (ConfigError, ValueError):
        # Not chained: the parser's errors repeat the line, which may be a secret.
        text = _("{path} is not a valid bcs configuration. Recreate it with: bcs login")
        raise ProfileError(text.format(path=display_path(path))) from None
    if not parser.has_section("common"):
        return {}
    return {name: value.strip() for name, value in parser.items("common") if isinstance(value, str)}


def _get_text(tree: Mapping[str, Any], member: str) -> str:
    value = tree.get(member)
    return value.strip() if isinstance(value, str) else ""
