"""The library of presets: those that come with the wizard, and the user's own, which stand over them.

A preset is a file `NAME.json` with the objects `preset` (name, title, description, tags, parameters, format)
and `request`; its name is that of the file. A file that is none is listed with its problem and left alone.
"""

import errno
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from wizard.storage import preset_trash
from wizard.storage.errors import AlreadyThere, NotThere, StoreError, from_os_error
from wizard.storage.files import PUBLIC, delete, make_folder, move, read_bytes, write_atomically
from wizard.storage.locks import PATIENCE, acquire
from wizard.storage.preset_files import (
    FORMAT,
    LONGEST_NAME,
    BrokenError,
    BrokenPreset,
    Origin,
    Preset,
    PresetSummary,
    check_name,
    member_problem,
    read_preset,
)

__all__ = [
    "FORMAT",
    "LONGEST_NAME",
    "BrokenPreset",
    "Origin",
    "Preset",
    "PresetLibrary",
    "PresetSummary",
    "check_name",
    "member_problem",
]


class PresetLibrary:
    """The presets in two folders. Neither needs to exist.

    Args:
        user_folder: The user's own presets; made when the first one is saved.
        shipped_folder: Those that come with the wizard; never written to.
        patience: Seconds to wait for another process that changes presets.
    """

    def __init__(self, user_folder: Path, shipped_folder: Path, *, patience: float = PATIENCE) -> None:
        self._patience = patience
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
                above = found.get(path.stem)
                found[path.stem] = _summary(path, origin) if above is None else replace(above, covers=True)
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
                return read_preset(path, origin)
            except BrokenError as broken:
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
        check_name(name)
        path = self.user_folder / f"{name}.json"
        with self._alone():
            before: dict[str, Any] = {}
            if overwrite and _stands(path):
                before = _document(path, name)
            kept = {key: value for key, value in before.get("preset", {}).items() if key not in meta}
            about = _ordered({**meta, **kept}, name)
            data = _to_bytes({**before, "preset": about, "request": request}, path)
            try:
                write_atomically(path, data, mode=PUBLIC, overwrite=overwrite)
            except AlreadyThere as error:
                raise AlreadyThere("preset-exists", name=name) from error
        return path

    def rename(self, old: str, new: str, *, overwrite: bool = False) -> Path:
        """Gives one of the user's own presets another name. Of a link the link; its target stays as it is.

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
        renamed = self.user_folder / f"{new}.json"
        with self._alone():
            document = _document(path, old)
            data = _to_bytes({**document, "preset": _ordered(document["preset"], new)}, path)
            if overwrite and _stands(renamed):
                _document(renamed, new)
            # What is a link here, or what a link of the new name leads to, must not be deleted after writing.
            if path.is_symlink() or renamed.resolve() == path.resolve():
                if _stands(renamed) and not overwrite:
                    raise AlreadyThere("preset-exists", name=new)
                move(path, renamed)
                return renamed
            try:
                write_atomically(renamed, data, mode=PUBLIC, overwrite=overwrite)
            except AlreadyThere as error:
                raise AlreadyThere("preset-exists", name=new) from error
            delete(path)
        return renamed

    def delete(self, name: str) -> Path:
        """Deletes one of the user's own presets, a broken one included. It is kept in the trash.

        Returns:
            Its place there, from which :meth:`restore` brings it back.

        Raises:
            NotThere: There is no such preset.
            StoreError: It is not the user's, or cannot be deleted.
        """
        path = self._own(name)
        with self._alone():
            return preset_trash.keep(path)

    def restore(self, name: str, *, overwrite: bool = False) -> Path:
        """Brings back the preset of a name that was deleted last.

        Returns:
            Its file.

        Raises:
            NotThere: None was deleted.
            AlreadyThere: There is one of that name again, and `overwrite` is false.
            StoreError: The name cannot be one, or the file cannot be read or written.
        """
        if "/" in name or "\0" in name or name in ("", ".", ".."):
            check_name(name)  # a broken one may have had any other name
        if not self.user_folder.is_dir():
            raise NotThere("preset-not-deleted", name=name)
        with self._alone():
            return preset_trash.take_back(self.user_folder, name, overwrite=overwrite)

    def describe(
        self, name: str, *, add_tags: Iterable[str] = (), drop_tags: Iterable[str] = (), **members: Any
    ) -> Path:
        """Changes what one of the user's own presets says of itself; its request stays as it is.

        Args:
            name: The preset.
            add_tags: Tags that it is to have besides those it has.
            drop_tags: Tags that it is to have no longer.
            members: What changes: title, description, tags, parameters.

        Raises:
            NotThere: There is no such preset.
            StoreError: It is not the user's, is broken, or cannot be written.
        """
        path = self._own(name)
        with self._alone():
            document = _document(path, name)
            about = {**document["preset"], **members}
            dropped = {*drop_tags}
            tags = dict.fromkeys((*about.get("tags", ()), *add_tags))
            about["tags"] = [each for each in tags if each not in dropped]
            data = _to_bytes({**document, "preset": _ordered(about, name)}, path)
            write_atomically(path, data, mode=PUBLIC, overwrite=True)
        return path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else changes the user's presets meanwhile: nothing is lost between reading and writing."""
        make_folder(self.user_folder)
        lock = acquire(self.user_folder / ".lock", patience=self._patience)
        try:
            yield
        finally:
            lock.release()

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


def _stands(path: Path) -> bool:
    """Whether a file, or a symbolic link to nowhere, has this name.

    Raises:
        StoreError: That cannot be found out.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last: half a character in the name
        return False
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no file can have it
            return False
        raise from_os_error(error, path, "read") from error
    return True


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
        preset = read_preset(path, origin)
    except BrokenError as broken:
        return BrokenPreset(path.stem, origin, path, str(broken))
    return PresetSummary(preset.name, preset.title, preset.description, preset.tags, origin, path)


def _document(path: Path, name: str) -> dict[str, Any]:
    """The whole content of a preset file that is about to be replaced."""
    from wizard.document.parser import parse
    from wizard.document.presets import upgrade

    try:
        read_preset(path, "user")
    except BrokenError as broken:
        raise StoreError("preset-broken", name=name, path=path, reason=str(broken)) from broken
    document: dict[str, Any] = upgrade(parse(read_bytes(path)).tree)
    return document


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
    from wizard.document.presets import remove_secret_defaults
    from wizard.document.secrets import insert_references
    from wizard.document.serializer import to_text

    preset, request = document["preset"], document["request"]
    document = {
        **document,
        "preset": remove_secret_defaults(preset, request),
        "request": insert_references(request),
    }
    try:
        return f"{to_text(document)}\n".encode()
    except UnicodeEncodeError as error:
        raise StoreError("write-surrogate", path=path) from error
