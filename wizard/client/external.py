"""Credentials of other programs: the profiles of `aliyun` and the configuration of `bcs`. Read-only."""

import json
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wizard.client.errors import InvalidCredentials
from wizard.i18n import _
from wizard.text import format_path

ALIYUN_FILE = Path(".aliyun/config.json")
"""The profiles of `aliyun`, in the home directory."""
BCS_FILE = Path(".batchcompute/cliconfig")
"""The configuration of `bcs`, in the home directory."""

_KEY_MODES = ("", "ak", "ststoken")
_MAX_SIZE = 4 * 2**20


class NoAccessKey(InvalidCredentials):
    """A file without any access key, as left by an unfinished set-up."""


@dataclass(frozen=True, slots=True)
class ExternalCredential:
    """An access key that another program stores.

    Attributes:
        name: The name for ``--profile``.
        source: Where it was found, for the user.
        region: Its region, or empty.
        access_key_id: AccessKey ID.
        secret: AccessKey secret.
        token: STS token, or empty.
        is_current: Whether that program would use it itself.
        problem: Why it cannot be used, if so.
        notes: What the user should know about it.
    """

    name: str
    source: str
    region: str = ""
    access_key_id: str = ""
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    is_current: bool = True
    problem: InvalidCredentials | None = None
    notes: tuple[str, ...] = ()


def aliyun_profiles(home: Path, *, current: str | None = None) -> list[ExternalCredential]:
    """Return the profiles of the `aliyun` CLI; none if it was never set up and ``current`` is not given.

    Args:
        current: The profile selected by the environment instead of the file.
    """
    path = home / ALIYUN_FILE
    shown = display_path(path)
    source = _("aliyun configuration ({path})").format(path=shown)
    try:
        data = _read(path)
        if data is None:
            if current is None:
                return []
            raise InvalidCredentials(
                _("{path} does not exist. Create it with: aliyun configure").format(path=shown)
            )
        try:
            tree = json.loads(data)
        except (ValueError, RecursionError):
            text = _("{path} is not valid JSON. Recreate it with: aliyun configure")
            raise InvalidCredentials(text.format(path=shown)) from None
        profiles = tree.get("profiles") if isinstance(tree, dict) else None
        if not isinstance(profiles, list) or not all(isinstance(each, dict) for each in profiles):
            text = _("{path} has no list of profiles. Recreate it with: aliyun configure")
            raise InvalidCredentials(text.format(path=shown))
    except InvalidCredentials as error:
        return [ExternalCredential("aliyun", source, problem=error)]
    selected = current or _text(tree, "current") or "default"
    found = [_aliyun_profile(each, selected, path) for each in profiles if _text(each, "name")]
    if (profiles or current) and not any(each.is_current for each in found):
        text = _("{path} has no profile {profile}, which is selected")
        problem = InvalidCredentials(text.format(path=shown, profile=ascii(selected)))
        found.append(ExternalCredential("aliyun", source, problem=problem))
    return found


def bcs_configuration(home: Path) -> list[ExternalCredential]:
    """Return the access key of the official `bcs` CLI; none if it was never set up."""
    path = home / BCS_FILE
    source = _("configuration of bcs ({path})").format(path=display_path(path))
    try:
        data = _read(path)
        if data is None:
            return []
        section = _common_section(data, path)
    except InvalidCredentials as error:
        return [ExternalCredential("bcs", source, problem=error)]
    key, secret = section.get("accesskeyid", ""), section.get("accesskeysecret", "")
    notes = [*_permission_note(path, secret)]
    if section.get("ssl", "").lower() in ("false", "no", "0", "off"):
        notes.append(
            _("{path} has ssl = false, which is ignored: bcw uses HTTPS.").format(path=display_path(path))
        )
    problem = _find_missing(path, key, secret)
    region = section.get("region", "")
    return [ExternalCredential("bcs", source, region, key, secret, "", True, problem, tuple(notes))]


def is_readable_by_others(path: Path) -> bool:
    """Return whether other users may read a file."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def display_path(path: Path) -> str:
    """Return a path as text, with ``~`` for the home directory."""
    try:
        return f"~/{format_path(path.relative_to(Path.home()))}"
    except (ValueError, RuntimeError):
        return format_path(path)


def warn_readable(path: Path) -> str:
    """Return the note about a file with a secret that other users can read."""
    text = _("Other users can read {path}, which contains a secret. Run: chmod 600 {path}")
    return text.format(path=display_path(path))


def _aliyun_profile(profile: Mapping[str, Any], current: str, path: Path) -> ExternalCredential:
    name, mode = _text(profile, "name"), _text(profile, "mode")
    key, secret = _text(profile, "access_key_id"), _text(profile, "access_key_secret")
    token = _text(profile, "sts_token") if mode.lower() != "ak" else ""
    problem: InvalidCredentials | None
    if mode.lower() not in _KEY_MODES:
        text = _(
            "profile {profile} uses mode {mode}. Only AK and StsToken can be used: set the "
            "ALIBABA_CLOUD_… variables to a key pair of that role instead"
        )
        problem = InvalidCredentials(text.format(mode=ascii(mode), profile=ascii(name)))
    elif mode.lower() == "ststoken" and not token:
        text = _("{path}: profile {profile} uses mode StsToken but has no sts_token")
        problem = InvalidCredentials(text.format(path=display_path(path), profile=ascii(name)))
    else:
        problem = _find_missing(path, key, secret)
    return ExternalCredential(
        f"aliyun:{name}",
        _aliyun_source(name, path),
        _text(profile, "region_id"),
        key,
        secret,
        token,
        name == current,
        problem,
        tuple(_permission_note(path, secret or token)),
    )


def _aliyun_source(profile: str, path: Path) -> str:
    return _("aliyun profile {profile} ({path})").format(profile=profile, path=display_path(path))


def _find_missing(path: Path, key: str, secret: str) -> InvalidCredentials | None:
    if key and secret:
        return None
    if not key and not secret:
        return NoAccessKey(_("{path} contains no access key").format(path=display_path(path)))
    text = _("{path} has an AccessKey ID but no AccessKey secret")
    if secret:
        text = _("{path} has an AccessKey secret but no AccessKey ID")
    return InvalidCredentials(text.format(path=display_path(path)))


def _permission_note(path: Path, secret: str) -> Iterator[str]:
    if secret and is_readable_by_others(path):
        yield warn_readable(path)


def _read(path: Path) -> bytes | None:
    """Return the content of a file, None if it does not exist."""
    text = _("cannot read {path}: {reason}")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InvalidCredentials(
                text.format(path=display_path(path), reason=_("it is not a regular file"))
            )
        with path.open("rb") as file:
            return file.read(_MAX_SIZE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InvalidCredentials(text.format(path=display_path(path), reason=error.strerror)) from None


def _common_section(data: bytes, path: Path) -> Mapping[str, str]:
    from configparser import Error as ConfigError  # few users have the file
    from configparser import RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(data.decode("utf-8-sig"))
    except (ConfigError, ValueError):
        # Not chained: the parser's errors repeat the line, which may be a secret.
        text = _("{path} is not a valid bcs configuration. Recreate it with: bcs login")
        raise InvalidCredentials(text.format(path=display_path(path))) from None
    if not parser.has_section("common"):
        return {}
    return {name: value.strip() for name, value in parser.items("common") if isinstance(value, str)}


def _text(tree: Mapping[str, Any], member: str) -> str:
    value = tree.get(member)
    return value.strip() if isinstance(value, str) else ""
