"""Files that may be lost without harm: the accounts' own lists, and the names of recently used files."""

import contextlib
import hashlib
import json
import os
from pathlib import Path

from wizard.errors import StorageError
from wizard.models.account import AccountLists, CachedLists
from wizard.storage import locations
from wizard.storage.files import PRIVATE, make_folder, read_bytes, write_atomically

MOST_RECENT = 10
"""How many files are remembered."""


def load_lists(key: tuple[str, str, str]) -> AccountLists | None:
    """Return the lists stored for endpoint, region and AccessKey ID; ``None`` without a usable file."""
    try:
        cached = CachedLists.parse(json.loads(read_bytes(_get_file(key))))
    except (StorageError, ValueError, RecursionError):
        return None
    return cached.lists if cached.of == [*key] else None


def save_lists(key: tuple[str, str, str], lists: AccountLists) -> None:
    """Save the lists of an account, if they can be stored."""
    file, data = _get_file(key), CachedLists(of=[*key], lists=lists).model_dump_json().encode()
    with contextlib.suppress(StorageError):
        make_folder(file.parent)
        write_atomically(file, data, mode=PRIVATE)


def _get_file(key: tuple[str, str, str]) -> Path:
    name = hashlib.sha256(json.dumps([*key]).encode()).hexdigest()[:32]
    return locations.accounts_folder() / f"{name}.json"


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
