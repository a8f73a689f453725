"""The preset library: the built-in presets, and the user's own, which override them.

A preset is a file ``NAME.json`` that fits :class:`wizard.models.preset.PresetContent`; its name is that of
the file. A file that is not a preset is listed with its problem and left alone. Deleted presets are kept
beside the others as ``trash/NAME/1.json``, ``2.json`` and so on.
"""

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from wizard.document.parser import parse
from wizard.document.presets import remove_secret_defaults
from wizard.document.secrets import insert_references
from wizard.document.serializer import to_text
from wizard.errors import AlreadyExistsError, BrokenFileError, InvalidNameError, NotFoundError, StorageError
from wizard.i18n import _
from wizard.models.preset import PresetContent, PresetHeader
from wizard.models.stored import FORMAT, InvalidContentError
from wizard.storage.files import (
    PATIENCE,
    acquire_lock,
    delete,
    explain,
    list_folder,
    make_folder,
    move,
    read_bytes,
    write_atomically,
)
from wizard.text import format_path

LONGEST_NAME = 100
TRASH = "trash"

Origin = Literal["shipped", "user"]
"""Whether a preset is built-in or the user's own; the words are those of `bcw presets list --format json`."""

_TRASHED = re.compile(r"([1-9][0-9]{0,8})\.json")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A preset file."""

    name: str
    origin: Origin
    path: Path
    header: PresetHeader = field(default_factory=PresetHeader)  # the defaults if the file is broken
    document: dict[str, Any] = field(default_factory=dict)  # the file's content: ``preset``, ``request``
    overrides_builtin: bool = False  # whether it hides a built-in one of the same name; only set in lists
    problem: str = ""  # why the file is not a preset, or ``""``

    @property
    def title(self) -> str:
        """The title, translated if the preset is built-in; the name where the file has none."""
        title = self.header.title or self.name
        return _(title) if self.is_builtin else title

    @property
    def description(self) -> str:
        """The description, translated if the preset is built-in."""
        text = self.header.description
        return _(text) if self.is_builtin else text

    @property
    def tags(self) -> list[str]:
        return self.header.tags

    @property
    def is_builtin(self) -> bool:
        return self.origin == "shipped"


def check_name(name: str) -> None:
    """Check the name of a preset. Raises InvalidNameError, whose message says which names are possible."""
    if _NAME.fullmatch(name) and len(name) <= LONGEST_NAME and not name.endswith(".json"):
        return
    message = _(
        "{name} cannot be the name of a preset. Use at most {longest} of a-z, 0-9, dot, underscore and "
        "hyphen, begin with a letter or a digit, and do not end in .json."
    )
    if not name:
        message = _(
            "Give the preset a name: at most {longest} of a-z, 0-9, dot, underscore and hyphen, beginning "
            "with a letter or a digit."
        )
    raise InvalidNameError(message.format(name=ascii(name), longest=LONGEST_NAME))


def find_header_problem(meta: Mapping[str, Any]) -> tuple[tuple[str | int, ...], str] | None:
    """Return the path and message of the first problem of a preset's header, ``None`` without problems."""
    try:
        PresetContent.parse({"preset": meta, "request": {}})
    except InvalidContentError as error:
        path, message = error.problems[0]
        return path[1:], message
    return None


def load_preset(path: Path, origin: Origin) -> Preset:
    """Read a preset file. Raises BrokenFileError, whose message names preset and file."""
    try:
        return read_preset(path, origin)
    except BrokenFileError as error:
        message = _("The preset {name} cannot be used: {path}: {reason} The file was not changed.")
        shown = message.format(name=path.stem, path=format_path(path), reason=error)
        raise BrokenFileError(shown, path) from error


def read_preset(path: Path, origin: Origin) -> Preset:
    """Read a preset file. Raises BrokenFileError: it is not a preset; the message does not name the file."""
    try:
        check_name(path.stem)
        reading = parse(read_bytes(path))
    except StorageError as error:
        raise BrokenFileError(str(error), path) from error
    if reading.problem is not None:
        message = _("It is not valid JSON: line {line}, column {column}.")
        place = reading.problem.position
        raise BrokenFileError(message.format(line=place.line, column=place.column), path)
    tree = reading.tree
    if not isinstance(tree, dict) or not {"preset", "request"} & tree.keys():
        message = _("It must be a JSON object with the keys preset and request.")
        if isinstance(tree, dict) and {"Name", "ImageId", "Groups"} & tree.keys():
            message = _(
                "It is a request without a preset. Import it (bcw presets import), or open it as a file "
                "(bcw edit FILE)."
            )
        raise BrokenFileError(message, path)
    try:
        content = PresetContent.parse(tree)
    except InvalidContentError as error:
        raise BrokenFileError(str(error), path) from error
    return Preset(name=path.stem, origin=origin, path=path, header=content.preset, document=tree)


def order_header(header: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a header with the known keys in their order, then unknown ones, then the format."""
    known: dict[str, Any] = {
        "name": name,
        "title": header.get("title", ""),
        "description": header.get("description", ""),
        "tags": [*header.get("tags", ())],
        "parameters": header.get("parameters", {}),
    }
    others = {key: value for key, value in header.items() if key not in known and key != "format"}
    return {**known, **others, "format": FORMAT}


def write_preset(path: Path, document: Mapping[str, Any], *, overwrite: bool) -> None:
    """Write a preset file; a literal secret becomes a reference to its environment variable.

    Raises AlreadyExistsError: there is such a file, and `overwrite` is false.
    """
    header, request = order_header(document["preset"], path.stem), document["request"]
    written = {
        **document,
        "preset": remove_secret_defaults(header, request),
        "request": insert_references(request),
    }
    try:
        write_atomically(path, f"{to_text(written)}\n".encode(), overwrite=overwrite)
    except UnicodeEncodeError as error:
        message = _(
            "{path} was not written: a text in it has an unpaired surrogate, which no file can hold. "
            "Remove it, then save again."
        )
        raise StorageError(message.format(path=format_path(path))) from error
    except AlreadyExistsError as error:
        raise _make_taken_error(path.stem) from error


def _make_taken_error(name: str) -> AlreadyExistsError:
    """Return the error for a name that another preset has."""
    message = _(
        "A preset named {name} already exists and was not overwritten. Choose another name, or overwrite it."
    )
    return AlreadyExistsError(message.format(name=name))


class PresetLibrary:
    """The presets in two folders. Neither needs to exist; the user's is created with the first preset.

    Methods raise a StorageError if a file or folder cannot be read or written.
    """

    def __init__(self, user_folder: Path, builtin_folder: Path, *, patience: float = PATIENCE) -> None:
        self.user_folder = user_folder
        self.builtin_folder = builtin_folder
        self._patience = patience

    def list_all(self) -> list[Preset]:
        """Return all presets by name, the user's own first, without the built-in ones that these override."""
        found: dict[str, Preset] = {}
        for folder, origin in self._list_folders():
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

        Raises NotFoundError: there is none; BrokenFileError: the file is not a preset.
        """
        check_name(name)
        for folder, origin in self._list_folders():
            path = folder / f"{name}.json"
            if os.path.lexists(path):
                return load_preset(path, origin)
        raise _make_missing_error(name)

    def save(
        self, name: str, meta: Mapping[str, Any], request: Mapping[str, Any], *, overwrite: bool = False
    ) -> Path:
        """Save one of the user's own presets.

        A literal secret is written as a reference to its environment variable. Unknown keys are kept: those
        of `meta`, and those of a file that is overwritten.

        Args:
            meta: Its header; name and format are filled in.

        Raises:
            AlreadyExistsError: There is one of that name, and `overwrite` is false.
            StorageError: The name is invalid, the file to be replaced is broken, or it cannot be written.
        """
        check_name(name)
        path = self.user_folder / f"{name}.json"
        with self._lock():
            before = load_preset(path, "user").document if overwrite and os.path.lexists(path) else {}
            kept = {key: value for key, value in before.get("preset", {}).items() if key not in meta}
            document = {**before, "preset": {**meta, **kept}, "request": request}
            write_preset(path, document, overwrite=overwrite)
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
            document = load_preset(path, "user").document
            if overwrite and os.path.lexists(renamed):
                load_preset(renamed, "user")
            # A link, or the target of a link of the new name, must not be deleted after writing.
            if path.is_symlink() or renamed.resolve() == path.resolve():
                if os.path.lexists(renamed) and not overwrite:
                    raise _make_taken_error(new)
                move(path, renamed)
                return renamed
            write_preset(renamed, document, overwrite=overwrite)
            delete(path)
        return renamed

    def describe(
        self, name: str, *, add_tags: Iterable[str] = (), drop_tags: Iterable[str] = (), **members: Any
    ) -> Path:
        """Change the header of one of the user's own presets; its request is unchanged."""
        path = self._find_own(name)
        with self._lock():
            document = load_preset(path, "user").document
            header = {**document["preset"], **members}
            dropped = {*drop_tags}
            tags = dict.fromkeys((*header.get("tags", ()), *add_tags))
            header["tags"] = [each for each in tags if each not in dropped]
            write_preset(path, {**document, "preset": header}, overwrite=True)
        return path

    def delete(self, name: str) -> Path:
        """Move one of the user's own presets, or a broken one, to the trash, and return its path there.

        Raises StorageError: it is built-in, or cannot be moved; it is then where it was.
        """
        path = self._find_own(name)
        with self._lock():
            folder = path.parent / TRASH / path.stem
            make_folder(folder)
            number = max(_list_trash_numbers(folder), default=0) + 1
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
                raise _make_taken_error(name)
            move(kept, path)
        return path

    def list_deleted(self) -> list[str]:
        """Return the names of the presets that can be restored."""
        try:
            names = sorted(each.name for each in (self.user_folder / TRASH).iterdir())
        except OSError:
            return []
        return [name for name in names if _list_trash_numbers(self.user_folder / TRASH / name)]

    def find_deleted(self, name: str) -> Path:
        """Return the file of the preset deleted last. Raises NotFoundError: none of that name was deleted."""
        folder = self.user_folder / TRASH / name
        number = max(_list_trash_numbers(folder), default=None)
        if number is None:
            message = _("No preset named {name} was deleted, so there is none to restore.")
            raise NotFoundError(message.format(name=name))
        return folder / f"{number}.json"

    def _lock(self) -> ExitStack:
        return acquire_lock(self.user_folder / ".lock", patience=self._patience)

    def _list_folders(self) -> tuple[tuple[Path, Origin], tuple[Path, Origin]]:
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
        raise _make_missing_error(name)


def _make_missing_error(name: str) -> NotFoundError:
    message = _("There is no preset named {name}. bcw presets list shows the existing ones.")
    return NotFoundError(message.format(name=name))


def _list_trash_numbers(folder: Path) -> list[int]:
    try:
        return [int(match[1]) for each in folder.iterdir() if (match := _TRASHED.fullmatch(each.name))]
    except (OSError, ValueError):
        return []
