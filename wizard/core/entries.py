"""Entries of collections, such as the groups: add, copy and move them; what can be removed from a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wizard.core.steps import describe_path
from wizard.core.values import format_answer, matches
from wizard.document.document import Document, find_free_name
from wizard.document.secrets import mask_secrets
from wizard.document.tree import Path, to_pointer, walk
from wizard.models.cluster import find_spec

Key = str | int
"""The name of an entry of a map, the index of one of a list."""

_MAX_LENGTH = 200
"""The number of characters that are shown of a value."""

_INITIAL: dict[Path, tuple[str, dict[str, Any]]] = {
    ("Groups",): ("group1", {"DesiredVMCount": 1, "ResourceType": "OnDemand"}),
    ("Configs", "Mounts", "Entries"): ("", {"WriteSupport": False}),
}


def make_entry(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the name (in a map) and the value of a new entry of a collection."""
    name, value = _INITIAL.get(path, ("entry1", {}))
    return name, dict(value)


def make_request() -> dict[str, Any]:
    """Return a new request: one group of one instance, as a cluster needs a group."""
    name, value = make_entry(("Groups",))
    return {"Groups": {name: value}}


def is_map(path: Path) -> bool:
    spec = find_spec(path)
    return spec is not None and spec.kind == "map"


def list_keys(entries: Any, *, objects_only: bool = True) -> list[Key]:
    """Return the keys of the entries that are objects, which alone have fields, or of all entries."""
    pairs: Iterable[tuple[Key, Any]] = ()
    if isinstance(entries, dict):
        pairs = entries.items()
    elif isinstance(entries, list):
        pairs = enumerate(entries)
    return [key for key, value in pairs if isinstance(value, dict) or not objects_only]


def apply_to_all(document: Document, path: Path, key: Key, name: str) -> None:
    """Give the value of one entry's field to all entries that are objects, as one undo step."""
    value = document.get((*path, key, name))
    others = [each for each in list_keys(document.get(path)) if each != key]
    document.patch(
        [{"op": "add", "path": to_pointer((*path, other, name)), "value": value} for other in others],
        (*path, key, name),
    )


def add(document: Document, path: Path, *, copied: Key | None = None) -> Key:
    """Add a new entry, or a copy of one, at the end, under a free name, and return its key."""
    name, value = make_entry(path) if copied is None else (str(copied), document.get((*path, copied)))
    entries = document.get(path)
    key: Key
    if is_map(path):
        key = find_free_name(entries if isinstance(entries, dict) else (), name)
    else:
        key = len(entries) if isinstance(entries, list) else 0
    document.set((*path, key), value)
    return key


def move(document: Document, path: Path, key: Key, position: int) -> Key:
    """Move an entry to a position (from 0) among all of them and return its new key."""
    document.move((*path, key), position)
    return key if isinstance(key, str) else position


def find_position(document: Document, path: Path, key: Key) -> int:
    """Return the position of an entry among all of them, from 0."""
    return list_keys(document.get(path), objects_only=False).index(key)


@dataclass(frozen=True, slots=True)
class Removable:
    """An object, list, entry or field that can be removed."""

    path: Path
    title: str
    value: str  # its value, without secrets

    def matches(self, words: str) -> bool:
        """Return whether every word occurs in the title or the key."""
        return matches(words, str(self.path[-1]), self.title)

    def is_named(self, name: str) -> bool:
        """Return whether a name is its title, the last part of that, or its key."""
        names = (self.title, self.title.rpartition(" › ")[2], str(self.path[-1]))
        return name.casefold() in [each.casefold() for each in names]


def list_removable(tree: Any) -> list[Removable]:
    """Return everything that can be removed, in the document's order."""
    return [
        Removable(path, describe_path(path), format_answer(value)[:_MAX_LENGTH])
        for path, value in walk(mask_secrets(tree))
        if path
    ]
