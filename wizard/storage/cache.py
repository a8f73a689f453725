"""Files that may be lost without harm: the accounts' own lists, and the names of recently used files."""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wizard.errors import StorageError
from wizard.models.account import CachedLists
from wizard.models.stored import FORMAT
from wizard.storage import locations
from wizard.storage.files import PRIVATE, make_folder, read_bytes, write_atomically

MOST_RECENT = 10
"""How many files are remembered."""


class AccountCache:
    """The lists of accounts, one file for each profile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, key: tuple[str, ...]) -> dict[str, Any] | None:
        """Return the lists of a profile, or ``None`` if there is no usable file.

        Args:
            key: Endpoint, region and AccessKey ID of the profile.
        """
        try:
            cached = CachedLists.parse(json.loads(read_bytes(self._file(key))))
        except (StorageError, ValueError, RecursionError):
            return None
        return cached.lists if cached.of == [*key] else None

    def save(self, key: tuple[str, ...], lists: Mapping[str, Any]) -> None:
        make_folder(self.folder)
        record = {"format": FORMAT, "of": [*key], "lists": dict(lists)}
        write_atomically(self._file(key), json.dumps(record).encode(), mode=PRIVATE)

    def _file(self, key: tuple[str, ...]) -> Path:
        name = hashlib.sha256(json.dumps([*key]).encode()).hexdigest()[:32]
        return self.folder / f"{name}.json"


def list_recent() -> list[str]:
    """Return the files that were opened or saved last and still exist, the latest first; home as ``~``."""
    home = os.path.join(os.path.expanduser("~"), "")
    return [
        os.path.join("~", path.removeprefix(home)) if path.startswith(home) else path
        for path in _read_recent()
        if os.path.isfile(path)
    ]


def add_recent(path: Path) -> None:
    """Put a file at the head of the recent files, if they can be stored."""
    latest, file = os.path.abspath(path), locations.recent_file()
    paths = [latest, *(each for each in _read_recent() if each != latest)][:MOST_RECENT]
    with contextlib.suppress(StorageError):
        make_folder(file.parent)
        write_atomically(file, json.dumps(paths, indent=2).encode(), mode=PRIVATE)


def _read_recent() -> list[str]:
    try:
        paths = json.loads(read_bytes(locations.recent_file()))
    except (StorageError, ValueError, RecursionError):
        return []
    return [each for each in paths if isinstance(each, str)] if isinstance(paths, list) else []
