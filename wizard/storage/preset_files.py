"""One preset file: its name, reading and writing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from wizard.document.parser import parse
from wizard.document.presets import remove_secret_defaults
from wizard.document.secrets import insert_references
from wizard.document.serializer import to_text
from wizard.errors import AlreadyExistsError, BrokenFileError, InvalidNameError, StorageError
from wizard.i18n import _
from wizard.models.preset import PresetContent, PresetHeader
from wizard.models.stored import FORMAT, InvalidContentError
from wizard.storage.files import read_bytes, write_atomically
from wizard.text import format_path

LONGEST_NAME = 100

Origin = Literal["shipped", "user"]
"""Whether a preset is built-in or the user's own; the words are those of `bcw presets list --format json`."""


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


def load_preset(path: Path, name: str, origin: Origin) -> Preset:
    """Read the preset file of a name. Raises BrokenFileError, whose message names preset and file."""
    try:
        return read_preset(path, origin)
    except BrokenFileError as error:
        message = _("The preset {name} cannot be used: {path}: {reason} The file was left alone.")
        shown = message.format(name=name, path=format_path(path), reason=error)
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
        place = reading.problem.place
        raise BrokenFileError(message.format(line=place.line, column=place.column), path)
    tree = reading.tree
    if not isinstance(tree, dict) or not {"preset", "request"} & tree.keys():
        message = _("It must be a JSON object with the keys preset and request.")
        if isinstance(tree, dict) and {"Name", "ImageId", "Groups"} & tree.keys():
            message = _(
                "It is a request without a preset. Import it (bcw presets import), or open it as a file "
                "(bcw open FILE)."
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


def write_preset(path: Path, name: str, document: Mapping[str, Any], *, overwrite: bool) -> None:
    """Write a preset file; a literal secret becomes a reference to its environment variable.

    Raises AlreadyExistsError: there is such a file, and `overwrite` is false.
    """
    header, request = document["preset"], document["request"]
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
        raise name_taken(name) from error


def name_taken(name: str) -> AlreadyExistsError:
    """Return the error for a name that another preset has."""
    message = _(
        "A preset named {name} already exists and was not overwritten. Choose another name, or overwrite it."
    )
    return AlreadyExistsError(message.format(name=name))
