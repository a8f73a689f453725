"""What an action is to work on: a preset or a file."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.core.actions.texts import text
from wizard.document.presets import FileContent
from wizard.errors import BrokenFileError, InvalidNameError, NotFoundError, StorageError
from wizard.models.stored import FORMAT
from wizard.storage.files import LARGEST, PATIENCE, explain, read_bytes
from wizard.text import escape_text as visible

if TYPE_CHECKING:
    from wizard.storage.presets import PresetLibrary

STDIN = "-"


class Unreadable(Exception):
    """A source that cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was read.

    Attributes:
        name: As the person gave it; bytes that are no UTF-8 in it became `�`.
        data: Its bytes.
    """

    name: str
    data: bytes


def library(patience: float = PATIENCE) -> "PresetLibrary":
    """The presets of this installation and of this user.

    Args:
        patience: Seconds to wait for another process that changes presets.

    Raises:
        StorageError: The installation is damaged.
    """
    from wizard.storage import locations
    from wizard.storage.locations import builtin_folder
    from wizard.storage.presets import PresetLibrary

    return PresetLibrary(locations.presets_folder(), builtin_folder("presets"), patience=patience)


def is_file(name: str) -> bool:
    """Whether a name is that of a file: it holds a ``/`` or ends in ``.json``."""
    return "/" in name or name.endswith(".json")


def read_source(name: str, *, wait: bool = True) -> Source:
    """Read a preset or a file; see :func:`read_file` for `wait`.

    Raises:
        Unreadable: It cannot be read, or there is none.
    """
    return read_file(name, wait=wait) if is_file(name) else _read_preset(_given(name))


def read_any_file(name: str, *, wait: bool = True) -> Source:
    """Read what is meant as a file, whatever its name; a preset where there is no such file but a preset is.

    See :func:`read_file` for `wait`.

    Raises:
        Unreadable: It cannot be read, or there is none.
    """
    if is_file(name) or os.path.exists(_given(name)):
        return read_file(name, wait=wait)
    return _read_preset(name, any_file=True)


def _given(name: str) -> str:
    """The name, unless it is empty, as that of a variable that a script never set is."""
    if not name:
        raise Unreadable(text("source.nameless"))
    return name


def read_file(name: str, *, wait: bool = True) -> Source:
    """Read a file.

    Args:
        name: Its path.
        wait: Whether to read a pipe or a device, too, and to wait for what comes out of it.

    Raises:
        Unreadable: It cannot be read.
    """
    path = Path(name)
    try:
        if not wait:
            return Source(decoded(name), read_bytes(path))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # the latter for a NUL in the name
        raise Unreadable(str(explain(error, path, "read"))) from error
    except StorageError as error:
        raise Unreadable(str(error)) from error
    return Source(decoded(name), limited(data, name))


def decoded(name: str) -> str:
    """The name of a file as text that any stream can carry."""
    return os.fsencode(name).decode(errors="replace")


def limited(data: bytes, name: str) -> bytes:
    """The bytes, unless they are more than any request has.

    Raises:
        Unreadable: They are.
    """
    if len(data) > LARGEST:
        raise Unreadable(text("source.large", file=visible(decoded(name)), limit=LARGEST // 1024**2))
    return data


def _read_preset(name: str, *, any_file: bool = False) -> Source:
    """Read the file of a preset; with `any_file` also of a broken one, to be told what is wrong."""
    missing = no_preset if not any_file else _neither
    try:
        path = library().load(name).path
    except NotFoundError as error:
        raise Unreadable(missing(name)) from error
    except StorageError as error:
        if isinstance(error, InvalidNameError):
            raise Unreadable(missing(name)) from error
        if not isinstance(error, BrokenFileError) or not any_file:
            raise Unreadable(str(error)) from error
        return Source(name, read_file(str(error.path), wait=False).data)
    try:
        return Source(name, read_bytes(path))
    except StorageError as error:  # it went between the two
        raise Unreadable(missing(name)) from error


def no_preset(name: str, *, or_file: bool = True) -> str:
    """What to say where there is no preset of a name: which one, or which file, may be meant."""
    parts = [text("source.preset", name=visible(name))]
    if or_file and os.path.isfile(name):
        parts.append(text("source.file", name=visible(name)))
    else:
        parts += _close(name)
    return " ".join([*parts, text("source.presets")])


def _neither(name: str) -> str:
    """What to say where a name is neither that of a file nor that of a preset."""
    parts = [text("source.neither", name=visible(decoded(name))), *_close(name), text("source.presets")]
    return " ".join(parts)


def _close(name: str) -> list[str]:
    from wizard.core.wording import near

    close = near(name, [each.name for each in library().list_all() if each.name != name])
    return [text("verb.close", names=text("or").join(map(visible, close)))] if close else []


def check_preset(name: str, opened: FileContent) -> None:
    """Judge what a preset file says of itself.

    Raises:
        Unreadable: It is of a format that this version does not know.
    """
    number = FORMAT if opened.preset is None else opened.preset.get("format", FORMAT)
    if type(number) is not int or number != FORMAT:
        shown = visible(ascii(number))
        raise Unreadable(text("source.format", file=visible(name), format=shown, known=FORMAT))
