"""The library of presets: those that come with the wizard, and the user's own, which stand over them.

A preset is a file `NAME.json` with the objects `preset` (name, title, description, tags, parameters, format)
and `request`; its name is that of the file. A file that is none is listed with its problem and left alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from wizard.store.errors import AlreadyThere, NotThere, StoreError, say
from wizard.store.files import PUBLIC, delete, digest, make_folder, read_bytes, write_atomically
from wizard.store.texts import WANTED

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
    """A preset as lists show it."""

    name: str
    title: str
    description: str
    tags: tuple[str, ...]
    origin: Origin
    path: Path


@dataclass(frozen=True, slots=True)
class BrokenPreset:
    """A file among the presets that is none, and why."""

    name: str
    origin: Origin
    path: Path
    reason: str


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
        raise StoreError("preset-name", name=name, longest=LONGEST_NAME)


class PresetLibrary:
    """The presets in two folders. Neither needs to exist.

    Args:
        user_folder: The user's own presets; made when the first one is saved.
        shipped_folder: Those that come with the wizard; never written to.
    """

    def __init__(self, user_folder: Path, shipped_folder: Path) -> None:
        self.user_folder = user_folder
        self.shipped_folder = shipped_folder

    def list(self) -> list[PresetSummary | BrokenPreset]:
        """All presets by name, the user's own first; a shipped one that one of these covers is left out.

        Raises:
            StoreError: A folder cannot be read.
        """
        found: dict[str, PresetSummary | BrokenPreset] = {}
        for folder, origin in self._folders():
            for path in _preset_files(folder):
                if path.stem not in found:
                    found[path.stem] = _summary(path, origin)
        return [*found.values()]

    def load(self, name: str) -> Preset:
        """The preset with a name.

        Raises:
            NotThere: There is none.
            StoreError: The name is no name of a preset, or its file is broken.
        """
        check_name(name)
        for folder, origin in self._folders():
            path = folder / f"{name}.json"
            if not _stands(path):
                continue
            try:
                return _read(path, origin)
            except _BrokenError as broken:
                raise StoreError("preset-broken", name=name, path=path, reason=str(broken)) from broken
        raise NotThere("preset-missing", name=name)

    def save(
        self, name: str, meta: Mapping[str, Any], request: Mapping[str, Any], *, overwrite: bool = False
    ) -> Path:
        """Saves one of the user's own presets.

        A literal secret is written as a reference to its environment variable. Keys that this version does
        not know survive: those of `meta`, and those of a file that is overwritten.

        Args:
            name: Its name.
            meta: What to say about it (title, description, tags, parameters); name and format are filled in.
            request: The request.
            overwrite: Whether a preset of the user's with this name may be replaced.

        Returns:
            The file.

        Raises:
            AlreadyThere: There is one already, and `overwrite` is false.
            StoreError: The name cannot be one, the file to be replaced is broken, or it cannot be written.
        """
        from wizard.document.secrets import with_references

        check_name(name)
        path = self.user_folder / f"{name}.json"
        before: dict[str, Any] = {}
        if overwrite and _stands(path):
            before = _document(path, name)
        about = {**meta, **{key: value for key, value in before.get("preset", {}).items() if key not in meta}}
        data = _to_bytes(
            {**before, "preset": _ordered(about, name), "request": with_references(request)}, path
        )
        make_folder(self.user_folder)
        try:
            write_atomically(path, data, mode=PUBLIC, overwrite=overwrite)
        except AlreadyThere as error:
            raise AlreadyThere("preset-exists", name=name) from error
        return path

    def rename(self, old: str, new: str, *, overwrite: bool = False) -> Path:
        """Gives one of the user's own presets another name.

        Returns:
            The new file.

        Raises:
            NotThere: There is no such preset.
            AlreadyThere: The new name is taken, and `overwrite` is false.
            StoreError: The preset is not the user's or is broken, the new name cannot be one, or it cannot
                be written.
        """
        path = self._own(old)
        check_name(new)
        if new == old:
            return path
        document = _document(path, old)
        data = _to_bytes({**document, "preset": _ordered(document["preset"], new)}, path)
        renamed = self.user_folder / f"{new}.json"
        if overwrite and _stands(renamed):
            _document(renamed, new)
        try:
            write_atomically(renamed, data, mode=PUBLIC, overwrite=overwrite)
        except AlreadyThere as error:
            raise AlreadyThere("preset-exists", name=new) from error
        delete(path)
        return renamed

    def delete(self, name: str) -> None:
        """Deletes one of the user's own presets, a broken one included.

        Raises:
            NotThere: There is no such preset.
            StoreError: It is not the user's, or cannot be deleted.
        """
        delete(self._own(name))

    def _folders(self) -> tuple[tuple[Path, Origin], tuple[Path, Origin]]:
        return (self.user_folder, "user"), (self.shipped_folder, "shipped")

    def _own(self, name: str) -> Path:
        """The file of one of the user's own presets."""
        if "/" in name or "\0" in name:
            check_name(name)
        path = self.user_folder / f"{name}.json"
        if _stands(path):
            return path
        if _stands(self.shipped_folder / f"{name}.json"):
            raise StoreError("preset-shipped", name=name)
        raise NotThere("preset-missing", name=name)


class _BrokenError(Exception):
    """A file is no preset; the message says why."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(say(text, **values))


def _stands(path: Path) -> bool:
    """Whether a file, or a symbolic link to nowhere, has this name."""
    return path.is_symlink() or path.exists()


def _preset_files(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise StoreError("read-denied", path=folder) from error
    yield from (path for path in entries if path.suffix == ".json" and not path.name.startswith("."))


def _summary(path: Path, origin: Origin) -> PresetSummary | BrokenPreset:
    try:
        preset = _read(path, origin)
    except _BrokenError as broken:
        return BrokenPreset(path.stem, origin, path, str(broken))
    return PresetSummary(preset.name, preset.title, preset.description, preset.tags, origin, path)


def _document(path: Path, name: str) -> dict[str, Any]:
    """The whole content of a preset file that is about to be replaced."""
    from wizard.document.reading import read

    try:
        _read(path, "user")
    except _BrokenError as broken:
        raise StoreError("preset-broken", name=name, path=path, reason=str(broken)) from broken
    document: dict[str, Any] = read(read_bytes(path)).tree
    return document


def _read(path: Path, origin: Origin) -> Preset:
    """Reads a preset file.

    Raises:
        _BrokenError: It is none.
    """
    from wizard.document.reading import read

    try:
        check_name(path.stem)
    except StoreError as error:
        raise _BrokenError("preset-file-name", problem=error) from error
    try:
        data = read_bytes(path)
    except StoreError as error:
        raise _BrokenError(error.text, **error.values) from error
    reading = read(data)
    if reading.problem is not None:
        place = reading.problem.place
        raise _BrokenError("preset-not-json", line=place.line, column=place.column)
    meta = _checked(reading.tree)
    return Preset(path.stem, meta, reading.tree["request"], origin, path, digest(data))


def _checked(tree: Any) -> dict[str, Any]:
    """What a preset file says about the preset, its shape judged."""
    if not isinstance(tree, dict) or not {"preset", "request"} & tree.keys():
        raise _BrokenError("preset-bare" if _is_request(tree) else "preset-not-object")
    for member in ("preset", "request"):
        if not isinstance(tree.get(member), dict):
            raise _BrokenError("preset-member", member=member, wanted=WANTED["object"])
    meta: dict[str, Any] = tree["preset"]
    number = meta.get("format", FORMAT)
    if type(number) is not int or number != FORMAT:
        raise _BrokenError("preset-format", format=number, known=FORMAT)
    for member, kind, wanted in _MEMBERS:
        value = meta.get(member, kind())
        if not isinstance(value, kind) or (kind is list and not all(isinstance(item, str) for item in value)):
            raise _BrokenError("preset-member", member=f"preset.{member}", wanted=WANTED[wanted])
    return meta


def _is_request(tree: Any) -> bool:
    return isinstance(tree, dict) and bool({"Name", "ImageId", "Groups"} & tree.keys())


def _ordered(meta: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a file says about the preset: our keys in our order, then unknown ones, then the format."""
    ours: dict[str, Any] = {
        "name": name,
        "title": meta.get("title", ""),
        "description": meta.get("description", ""),
        "tags": [*meta.get("tags", ())],
        "parameters": meta.get("parameters", {}),
    }
    others = {key: value for key, value in meta.items() if key not in ours and key != "format"}
    return {**ours, **others, "format": FORMAT}


def _to_bytes(document: dict[str, Any], path: Path) -> bytes:
    from wizard.document.writing import to_text

    try:
        return f"{to_text(document)}\n".encode()
    except UnicodeEncodeError as error:
        raise StoreError("write-surrogate", path=path) from error
