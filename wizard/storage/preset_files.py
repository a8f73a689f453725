"""Files of presets: what one is, how it is read, and what is wrong with one that is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from wizard.storage.errors import StoreError, say
from wizard.storage.files import digest, read_bytes
from wizard.storage.texts import WANTED

Origin = Literal["shipped", "user"]

FORMAT = 1
LONGEST_NAME = 100

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_MEMBERS = (
    ("name", str, "text"),
    ("title", str, "text"),
    ("description", str, "text"),
    ("tags", list, "texts"),
    ("parameters", dict, "object"),
)


@dataclass(frozen=True, slots=True)
class PresetSummary:
    """A preset as lists show it.

    Attributes:
        covers: Whether it stands over one of the same name that comes with the wizard.
    """

    name: str
    title: str
    description: str
    tags: tuple[str, ...]
    origin: Origin
    path: Path
    covers: bool = False


@dataclass(frozen=True, slots=True)
class BrokenPreset:
    """A file among the presets that is none, and why."""

    name: str
    origin: Origin
    path: Path
    reason: str
    covers: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """A preset that was loaded.

    Attributes:
        name: Its name, which is that of its file.
        meta: What the file says about it, keys that this version does not know included.
        request: The request, as it stands in the file.
        origin: Whether it comes with the wizard or is the user's own.
        path: Its file.
        digest: SHA-256 of the file's content, by which a later change on disk is noticed.
    """

    name: str
    meta: Mapping[str, Any]
    request: dict[str, Any]
    origin: Origin
    path: Path
    digest: str

    @property
    def title(self) -> str:
        """What people call it; its name where the file gives no title."""
        return str(self.meta.get("title") or self.name)

    @property
    def description(self) -> str:
        """What it is for, in a sentence or two."""
        return str(self.meta.get("description", ""))

    @property
    def tags(self) -> tuple[str, ...]:
        """Words to find it by."""
        return tuple(self.meta.get("tags", ()))

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The values that it asks for, by name."""
        parameters: Mapping[str, Any] = self.meta.get("parameters", {})
        return parameters


def check_name(name: str) -> None:
    """Judges the name of a preset.

    Raises:
        StoreError: It cannot be one; the message says what can.
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or name.endswith(".json"):
        raise StoreError("preset-name" if name else "preset-unnamed", name=name, longest=LONGEST_NAME)


class BrokenError(Exception):
    """A file is no preset; the message says why."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(say(text, **values))


def read_preset(path: Path, origin: Origin) -> Preset:
    """Reads a preset file.

    Raises:
        BrokenError: It is none.
    """
    from wizard.document.parser import parse

    try:
        check_name(path.stem)
    except StoreError as error:
        raise BrokenError("preset-file-name", problem=error) from error
    try:
        data = read_bytes(path)
    except StoreError as error:
        raise BrokenError(error.text, **error.values) from error
    from wizard.document.presets import upgrade

    reading = parse(data)
    if reading.problem is not None:
        place = reading.problem.place
        raise BrokenError("preset-not-json", line=place.line, column=place.column)
    tree = upgrade(reading.tree)
    meta = _checked(tree)
    return Preset(path.stem, meta, tree["request"], origin, path, digest(data))


def _checked(tree: Any) -> dict[str, Any]:
    """What a preset file says about the preset, its shape judged."""
    if not isinstance(tree, dict) or not {"preset", "request"} & tree.keys():
        raise BrokenError("preset-bare" if _is_request(tree) else "preset-not-object")
    for member in ("preset", "request"):
        if not isinstance(tree.get(member), dict):
            raise BrokenError("preset-member", member=member, wanted=WANTED["object"])
    meta: dict[str, Any] = tree["preset"]
    number = meta.get("format", FORMAT)
    if type(number) is not int or number != FORMAT:
        raise BrokenError("preset-format", format=ascii(number), known=FORMAT)
    if (problem := _wrong_member(meta)) is not None:
        raise BrokenError("preset-member", member=f"preset.{problem[0]}", wanted=WANTED[problem[1]])
    return meta


def _wrong_member(meta: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first member that is not what it has to be, and what that is."""
    for member, kind, wanted in _MEMBERS:
        value = meta.get(member, kind())
        if not isinstance(value, kind) or (kind is list and not all(isinstance(item, str) for item in value)):
            return member, wanted
    return None


def member_problem(meta: Mapping[str, Any]) -> tuple[str, str] | None:
    """What a preset says of itself wrongly: the member, and a sentence; ``None`` where all is well."""
    problem = _wrong_member(meta)
    if problem is None:
        return None
    member, wanted = problem
    return member, say("preset-member", member=f"preset.{member}", wanted=WANTED[wanted])


def _is_request(tree: Any) -> bool:
    return isinstance(tree, dict) and bool({"Name", "ImageId", "Groups"} & tree.keys())
