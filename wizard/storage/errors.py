"""Errors of the store: what went wrong with which file, and what to do about it."""

import errno
import os
from pathlib import Path
from typing import Literal

from wizard.storage.texts import TEXTS

Action = Literal["read", "write", "delete"]

_TEXTS: dict[tuple[Action, int], str] = {
    ("read", errno.ENOENT): "read-missing",
    ("read", errno.ENOTDIR): "read-missing",
    ("read", errno.EACCES): "read-denied",
    ("read", errno.EPERM): "read-denied",
    ("read", errno.EISDIR): "read-folder",
    ("write", errno.EACCES): "write-denied",
    ("write", errno.EPERM): "write-denied",
    ("write", errno.EROFS): "write-read-only",
    ("write", errno.ENOSPC): "write-full",
    ("write", errno.EDQUOT): "write-full",
    ("write", errno.ENOENT): "write-no-folder",
    ("write", errno.ENOTDIR): "write-no-folder",
    ("write", errno.EISDIR): "write-folder",
    ("write", errno.ENAMETOOLONG): "write-long",
    ("delete", errno.ENOENT): "delete-missing",
    ("delete", errno.EACCES): "delete-denied",
    ("delete", errno.EPERM): "delete-denied",
    ("delete", errno.EROFS): "delete-denied",
}


class StoreError(Exception):
    """A file of the user could not be read, written or deleted.

    Attributes:
        text: The id of the sentence that says so.
        values: What the sentence names.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text, values)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return say(self.text, **self.values)


class NotThere(StoreError):
    """What was asked for does not exist."""


class AlreadyThere(StoreError):
    """Something stands where the new file would go, and nobody asked to overwrite it."""


def say(text: str, **values: object) -> str:
    """The sentence with an id, its values filled in. Paths are shown readably, whatever bytes they hold."""
    shown = {name: readable(value) if isinstance(value, Path) else value for name, value in values.items()}
    return TEXTS[text].format_map(shown)


def readable(path: Path) -> str:
    """A path as text that any terminal can show: bytes that are no UTF-8 become `�`."""
    return os.fsencode(path).decode(errors="replace")


def from_os_error(error: OSError, path: Path, action: Action) -> StoreError:
    """Turns an error of the operating system into one that says which file, and what to do."""
    text = _TEXTS.get((action, error.errno or 0), f"{action}-failed")
    kind = NotThere if text in ("read-missing", "delete-missing") else StoreError
    reason = os.strerror(error.errno) if error.errno else str(error)
    return kind(text, path=path, folder=path.parent, reason=reason)
