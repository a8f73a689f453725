"""The preset library: the built-in presets, and the user's own, which override them.

A preset is a file ``NAME.json`` that fits :class:`wizard.models.preset.PresetContent`; its name is that of
the file. A file that is not a preset is listed with its problem and left alone. Deleted presets are kept
beside the others as ``trash/NAME/1.json``, ``2.json`` and so on.
"""

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from wizard.errors import BrokenFileError, NotFoundError, StorageError
from wizard.i18n import _
from wizard.storage.files import PATIENCE, acquire_lock, delete, explain, list_folder, make_folder, move
from wizard.storage.preset_files import (
    Origin,
    Preset,
    check_name,
    load_preset,
    name_taken,
    order_header,
    read_preset,
    write_preset,
)

TRASH = "trash"

_TRASHED = re.compile(r"([1-9][0-9]{0,8})\.json")


class PresetLibrary:
    """The presets in two folders. Neither needs to exist.

    Methods raise a StorageError if a file or folder cannot be read or written.

    Args:
        user_folder: The user's own presets; created when the first one is saved.
    """

    def __init__(self, user_folder: Path, builtin_folder: Path, *, patience: float = PATIENCE) -> None:
        self.user_folder = user_folder
        self.builtin_folder = builtin_folder
        self._patience = patience

    def list_all(self) -> list[Preset]:
        """Return all presets by name, the user's own first, without the built-in ones that these override."""
        found: dict[str, Preset] = {}
        for folder, origin in self._folders():
            for path in list_folder(folder):
                if path.suffix != ".json" or path.name.startswith("."):
                    continue
                if (own := found.get(path.stem)) is not None:
                    found[path.stem] = replace(own, overrides_builtin=True)
                    continue
                try:
                    found[path.stem] = read_preset(path, origin)
                except BrokenFileError as error:
                    found[path.stem] = Preset(name=path.stem, origin=origin, path=path, problem=str(error))
        return [*found.values()]

    def load(self, name: str) -> Preset:
        """Return the preset of a name.

        Raises:
            NotFoundError: There is none.
            BrokenFileError: The file is not a preset.
        """
        check_name(name)
        for folder, origin in self._folders():
            path = folder / f"{name}.json"
            if os.path.lexists(path):
                return load_preset(path, name, origin)
        raise _missing(name)

    def save(
        self, name: str, meta: Mapping[str, Any], request: Mapping[str, Any], *, overwrite: bool = False
    ) -> Path:
        """Save one of the user's own presets.

        A literal secret is written as a reference to its environment variable. Unknown keys are kept: those
        of `meta`, and those of a file that is overwritten.

        Args:
            meta: Its header; name and format are filled in.
            overwrite: Whether a preset of the user's with this name may be replaced.

        Raises:
            AlreadyExistsError: There is one already, and `overwrite` is false.
            StorageError: The name is invalid, the file to be replaced is broken, or it cannot be written.
        """
        check_name(name)
        path = self.user_folder / f"{name}.json"
        with self._lock():
            before = load_preset(path, name, "user").document if overwrite and os.path.lexists(path) else {}
            kept = {key: value for key, value in before.get("preset", {}).items() if key not in meta}
            header = order_header({**meta, **kept}, name)
            write_preset(path, name, {**before, "preset": header, "request": request}, overwrite=overwrite)
        return path

    def rename(self, old: str, new: str, *, overwrite: bool = False) -> Path:
        """Rename one of the user's own presets. Of a link the link is renamed; its target is unchanged.

        Raises:
            AlreadyExistsError: The new name is taken, and `overwrite` is false.
            StorageError: The preset is built-in or broken, the new name is invalid, or it cannot be written.
        """
        path = self._find_own(old)
        check_name(new)
        if new == old:
            return path
        renamed = self.user_folder / f"{new}.json"
        with self._lock():
            document = load_preset(path, old, "user").document
            if overwrite and os.path.lexists(renamed):
                load_preset(renamed, new, "user")
            # A link, or the target of a link of the new name, must not be deleted after writing.
            if path.is_symlink() or renamed.resolve() == path.resolve():
                if os.path.lexists(renamed) and not overwrite:
                    raise name_taken(new)
                move(path, renamed)
                return renamed
            header = order_header(document["preset"], new)
            write_preset(renamed, new, {**document, "preset": header}, overwrite=overwrite)
            delete(path)
        return renamed

    def describe(
        self, name: str, *, add_tags: Iterable[str] = (), drop_tags: Iterable[str] = (), **members: Any
    ) -> Path:
        """Change the header of one of the user's own presets; its request is unchanged."""
        path = self._find_own(name)
        with self._lock():
            document = load_preset(path, name, "user").document
            header = {**document["preset"], **members}
            dropped = {*drop_tags}
            tags = dict.fromkeys((*header.get("tags", ()), *add_tags))
            header["tags"] = [each for each in tags if each not in dropped]
            write_preset(path, name, {**document, "preset": order_header(header, name)}, overwrite=True)
        return path

    def delete(self, name: str) -> Path:
        """Move one of the user's own presets, or a broken one, to the trash.

        Returns:
            Its path there, from which :meth:`restore` brings it back.

        Raises:
            StorageError: It is built-in, or cannot be moved; it is then where it was.
        """
        path = self._find_own(name)
        with self._lock():
            folder = path.parent / TRASH / path.stem
            make_folder(folder)
            number = max(_trash_numbers(folder), default=0) + 1
            kept = folder / f"{number}.json"
            try:
                os.replace(path, kept)
            except OSError as error:
                raise explain(error, path, "delete") from error
            return kept

    def restore(self, name: str, *, overwrite: bool = False) -> Path:
        """Bring back the preset of a name that was deleted last. Raises NotFoundError: none was deleted."""
        if "/" in name or "\0" in name or name in ("", ".", ".."):
            check_name(name)  # a broken one may have had any other name
        kept, path = self.find_deleted(name), self.user_folder / f"{name}.json"
        with self._lock():
            if os.path.lexists(path) and not overwrite:
                raise name_taken(name)
            move(kept, path)
        return path

    def list_deleted(self) -> list[str]:
        """Return the names of the presets that can be restored."""
        try:
            names = sorted(each.name for each in (self.user_folder / TRASH).iterdir())
        except OSError:
            return []
        return [name for name in names if _trash_numbers(self.user_folder / TRASH / name)]

    def find_deleted(self, name: str) -> Path:
        """Return the file of the preset deleted last. Raises NotFoundError: none of that name was deleted."""
        folder = self.user_folder / TRASH / name
        number = max(_trash_numbers(folder), default=None)
        if number is None:
            message = _("No preset named {name} was deleted, so there is none to restore.")
            raise NotFoundError(message.format(name=name))
        return folder / f"{number}.json"

    def _lock(self) -> ExitStack:
        make_folder(self.user_folder)
        return acquire_lock(self.user_folder / ".lock", patience=self._patience)

    def _folders(self) -> tuple[tuple[Path, Origin], tuple[Path, Origin]]:
        return (self.user_folder, "user"), (self.builtin_folder, "shipped")

    def _find_own(self, name: str) -> Path:
        """Return the file of one of the user's own presets."""
        if "/" in name or "\0" in name:
            check_name(name)
        path = self.user_folder / f"{name}.json"
        if os.path.lexists(path):
            return path
        if os.path.lexists(self.builtin_folder / f"{name}.json"):
            message = _(
                "The preset {name} is built-in and cannot be changed. Save a copy under another name."
            )
            raise StorageError(message.format(name=name))
        raise _missing(name)


def _missing(name: str) -> NotFoundError:
    message = _("There is no preset named {name}. bcw presets list shows the existing ones.")
    return NotFoundError(message.format(name=name))


def _trash_numbers(folder: Path) -> list[int]:
    try:
        return [int(match[1]) for each in folder.iterdir() if (match := _TRASHED.fullmatch(each.name))]
    except (OSError, ValueError):
        return []
