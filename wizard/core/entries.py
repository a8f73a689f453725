"""What can be done with the entries of a collection, such as the groups."""

from typing import Any

from wizard.core.defaults import new_entry
from wizard.document.document import Document, find_free_name
from wizard.document.tree import Path
from wizard.models.cluster import find_spec

Key = str | int
"""The name of an entry of a map, the index of one of a list."""


def is_map(path: Path) -> bool:
    """Whether the entries of a collection have names."""
    node = find_spec(path)
    return node is not None and node.kind == "map"


def keys(entries: Any) -> list[Key]:
    """The keys of the entries that are objects, as only these have fields."""
    match entries:
        case dict():
            return [key for key, value in entries.items() if isinstance(value, dict)]
        case list():
            return [index for index, value in enumerate(entries) if isinstance(value, dict)]
    return []


def add(document: Document, path: Path) -> Key:
    """Add a new entry at the end; the answer is its key."""
    name, value = new_entry(path)
    return _added(document, path, name, value)


def duplicate(document: Document, path: Path, key: Key) -> Key:
    """Add a copy of an entry at the end, under a free name; the answer is its key."""
    return _added(document, path, str(key), document.get((*path, key)))


def _added(document: Document, path: Path, name: str, value: Any) -> Key:
    entries = document.get(path)
    key: Key
    if is_map(path):
        key = find_free_name(entries if isinstance(entries, dict) else (), name)
    else:
        key = len(entries) if isinstance(entries, list) else 0
    document.set((*path, key), value)
    return key


def move(document: Document, path: Path, key: Key, position: int) -> Key:
    """Move an entry to a position, from 0, among all of them; the answer is its key then."""
    document.move((*path, key), position)
    return key if isinstance(key, str) else position


def position(document: Document, path: Path, key: Key) -> int:
    """The position of an entry among all of them, from 0."""
    entries = document.get(path)
    return list(entries).index(key) if isinstance(entries, dict) else int(key)
