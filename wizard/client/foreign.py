"""Credentials that other programs keep: the profiles of `aliyun`, the configuration of `bcs`.

Their files are only ever read. What is broken or not usable here comes back with a problem in words.
"""

import json
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wizard.client.texts import Sentence
from wizard.text import format_path

__all__ = ["BCS_FILE", "PROFILES_FILE", "Foreign", "aliyun_profiles", "bcs_configuration", "open_to_others"]

PROFILES_FILE = Path(".aliyun/config.json")
"""Where `aliyun` keeps its profiles, below the home folder."""
BCS_FILE = Path(".batchcompute/cliconfig")
"""Where `bcs` keeps its configuration, below the home folder."""

_KEY_MODES = ("", "ak", "ststoken")
"""Modes that are a key pair; `aliyun` takes them in any letter case."""
_LARGEST = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Foreign:
    """A key that another program keeps.

    Attributes:
        name: what `--target` calls it.
        source: where it was found.
        region: the region that goes with it, or "".
        access_key_id: names the key.
        secret: signs.
        token: that of temporary credentials, or "".
        chosen: whether that program itself would use it.
        problem: why it cannot be used here, or None.
        remarks: what the user should know about it all the same.
    """

    name: str
    source: Sentence
    region: str = ""
    access_key_id: str = ""
    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    chosen: bool = True
    problem: Sentence | None = None
    remarks: tuple[Sentence, ...] = ()


class _Broken(Exception):
    """A file that cannot be used; its sentence says why."""

    def __init__(self, sentence_id: str, **values: object) -> None:
        super().__init__(sentence_id)
        self.sentence = Sentence(sentence_id, values)


def aliyun_profiles(home: Path, *, chosen: str | None = None) -> list[Foreign]:
    """The profiles of the `aliyun` command; none where it was never set up and none is named.

    Args:
        home: the home folder.
        chosen: a profile that the environment names in place of the one that the file names.
    """
    path = home / PROFILES_FILE
    name, source = "aliyun", Sentence("source.aliyun", {"path": _shown(path), "profile": "–"})
    try:
        data = _content(path)
        if data is None:
            if chosen is None:
                return []
            raise _Broken("place.no_file", path=_shown(path))
        try:
            tree = json.loads(data)
        except (ValueError, RecursionError):
            raise _Broken("place.not_json", path=_shown(path)) from None
        profiles = tree.get("profiles") if isinstance(tree, dict) else None
        if not isinstance(profiles, list) or not all(isinstance(each, dict) for each in profiles):
            raise _Broken("place.no_profiles", path=_shown(path))
    except _Broken as broken:
        return [Foreign(name, source, problem=broken.sentence)]
    current = chosen or _text(tree, "current") or "default"
    found = list(_profiles(profiles, current, path))
    if (profiles or chosen) and not any(each.chosen for each in found):
        problem = Sentence("place.no_profile", {"path": _shown(path), "profile": ascii(current)})
        found.append(Foreign(name, source, problem=problem))
    return found


def bcs_configuration(home: Path) -> list[Foreign]:
    """What the official `bcs` command was logged in with; none where it was never set up."""
    path = home / BCS_FILE
    source = Sentence("source.bcs", {"path": _shown(path)})
    try:
        data = _content(path)
        if data is None:
            return []
        section = _common(data, path)
    except _Broken as broken:
        return [Foreign("bcs", source, problem=broken.sentence)]
    key, secret = section.get("accesskeyid", ""), section.get("accesskeysecret", "")
    remarks = [*_open_remark(path, secret)]
    if section.get("ssl", "").lower() in ("false", "no", "0", "off"):
        remarks.append(Sentence("place.bcs_plain", {"path": _shown(path)}))
    problem = _half(path, key, secret)
    region = section.get("region", "")
    return [Foreign("bcs", source, region, key, secret, "", True, problem, tuple(remarks))]


def open_to_others(path: Path) -> bool:
    """Whether people other than its owner may read a file."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def _profiles(profiles: list[dict[str, Any]], current: str, path: Path) -> Iterator[Foreign]:
    for profile in profiles:
        name, mode = _text(profile, "name"), _text(profile, "mode")
        if not name:
            continue
        key, secret = _text(profile, "access_key_id"), _text(profile, "access_key_secret")
        token = _text(profile, "sts_token") if mode.lower() != "ak" else ""
        problem: Sentence | None
        if mode.lower() not in _KEY_MODES:
            problem = Sentence("place.mode", {"mode": ascii(mode), "profile": ascii(name)})
        elif mode.lower() == "ststoken" and not token:
            problem = Sentence("place.no_token", {"path": _shown(path), "profile": ascii(name)})
        else:
            problem = _half(path, key, secret)
        source = Sentence("source.aliyun", {"path": _shown(path), "profile": name})
        remarks = tuple(_open_remark(path, secret or token))
        region = _text(profile, "region_id")
        yield Foreign(f"aliyun:{name}", source, region, key, secret, token, name == current, problem, remarks)


def _half(path: Path, key: str, secret: str) -> Sentence | None:
    if key and secret:
        return None
    if not key and not secret:
        return Sentence("place.empty", {"path": _shown(path)})
    missing = Sentence("credentials.part.secret" if key else "credentials.part.id")
    return Sentence("place.half", {"path": _shown(path), "missing": missing})


def _open_remark(path: Path, secret: str) -> Iterator[Sentence]:
    if secret and open_to_others(path):
        yield Sentence("place.open", {"path": _shown(path)})


def _content(path: Path) -> bytes | None:
    """The content of a file, None where there is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _Broken("place.unreadable", path=_shown(path), reason=Sentence("place.special"))
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _Broken("place.unreadable", path=_shown(path), reason=error.strerror or "?") from None


def _common(data: bytes, path: Path) -> Mapping[str, str]:
    # Few have the file, and everybody would wait for the import.
    from configparser import Error as ConfigError
    from configparser import RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(data.decode("utf-8-sig"))
        # Not chained: the parser's errors repeat the line, and the line may be a secret.
    except (ConfigError, ValueError):
        raise _Broken("place.not_ini", path=_shown(path)) from None
    if not parser.has_section("common"):
        return {}
    return {name: value.strip() for name, value in parser.items("common") if isinstance(value, str)}


def _text(tree: Mapping[str, Any], member: str) -> str:
    value = tree.get(member)
    return value.strip() if isinstance(value, str) else ""


def _shown(path: Path) -> str:
    try:
        return f"~/{format_path(path.relative_to(Path.home()))}"
    except (ValueError, RuntimeError):
        return format_path(path)
