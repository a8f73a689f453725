"""A JSON tree and paths into it: reading, editing, patching and comparing.

A tree is never changed in place: every edit returns a new tree that shares the unchanged subtrees.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final, Literal

from wizard.models.fields import Path as Path

MISSING: Final[Any] = object()
"""The result of a lookup that finds nothing, as ``None`` is a JSON value."""

_INDEX = re.compile(r"0|[1-9][0-9]*")
_BROKEN_ESCAPE = re.compile(r"~(?![01])")


def to_pointer(path: Path) -> str:
    """Return the JSON Pointer (RFC 6901) of a path; ``""`` is the whole document."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in path)


def from_pointer(pointer: str, tree: Any = None) -> Path:
    """Return the path of a JSON Pointer.

    Args:
        pointer: ``""`` or a string that begins with ``/``.
        tree: The document; it distinguishes an index of a list from a key that looks like a number.

    Raises:
        ValueError: A ``~`` is followed by neither 0 nor 1.
    """
    if _BROKEN_ESCAPE.search(pointer):
        raise ValueError(f"in a JSON Pointer ~ is written ~0: {pointer!r}")
    path: list[str | int] = []
    for text in pointer.split("/")[1:]:
        key: str | int = text.replace("~1", "/").replace("~0", "~")
        if isinstance(tree, list) and _INDEX.fullmatch(text):
            key = int(text)
        path.append(key)
        tree = get(tree, (key,))
    return tuple(path)


def get(tree: Any, path: Path, default: Any = None) -> Any:
    """Return the value at a path, or the default."""
    for key in path:
        if isinstance(tree, dict):
            tree = tree.get(key, MISSING)
            if tree is MISSING:
                return default
        elif isinstance(tree, list) and isinstance(key, int) and 0 <= key < len(tree):
            tree = tree[key]
        else:
            return default
    return tree


def has(tree: Any, path: Path) -> bool:
    """Return whether there is a value at a path, ``null`` included."""
    return get(tree, path, MISSING) is not MISSING


def walk(tree: Any) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a tree with its path, parents first, in the document's order."""
    waiting: list[tuple[Path, Any]] = [((), tree)]
    while waiting:
        at, value = waiting.pop()
        yield at, value
        if isinstance(value, dict):
            waiting.extend([((*at, key), below) for key, below in value.items()][::-1])
        elif isinstance(value, list):
            waiting.extend([((*at, index), below) for index, below in enumerate(value)][::-1])


def set_in(tree: Any, path: Path, value: Any, *, like: Any = None) -> Any:
    """Return the tree with a value at a path.

    Missing objects and lists are created. A key that is new to an object is inserted in the order of the API
    reference, or of an earlier tree that this one should be like; keys that neither knows, and entries of
    maps, are appended. An index equal to the length of a list appends.

    Raises:
        KeyError: The path leads through a value that is neither object nor list, past the end of a list, or
            by an index into an object.
    """
    return _set_below(tree, path, 0, value, like)


def _set_below(tree: Any, path: Path, depth: int, value: Any, like: Any) -> Any:
    if depth == len(path):
        return value
    key = path[depth]
    if tree is MISSING:
        tree = [] if isinstance(key, int) else {}
    below = _set_below(get(tree, (key,), MISSING), path, depth + 1, value, get(like, (key,)))
    if isinstance(tree, list) and isinstance(key, int) and 0 <= key <= len(tree):
        return [*tree[:key], below, *tree[key + 1 :]]
    if isinstance(tree, dict) and key in tree:
        return {**tree, key: below}
    if isinstance(tree, dict) and isinstance(key, str):
        return _insert_key(tree, key, below, path[:depth], like)
    raise KeyError(path[: depth + 1])


def _insert_key(tree: dict[str, Any], key: str, value: Any, path: Path, like: Any) -> dict[str, Any]:
    """Return an object with a new key, inserted before the first key that comes later."""
    from wizard.models.cluster import find_spec  # not needed for the first frame of the screens

    spec = find_spec(path)
    known = list(spec.fields) if spec is not None else []
    items = list(tree.items())
    if key in known:
        order = _merge_order(known, like if isinstance(like, dict) else {}, [*tree, key])
        later = set(order[order.index(key) + 1 :])
        items.insert(next((at for at, name in enumerate(tree) if name in later), len(items)), (key, value))
    return {**dict(items), key: value}


def _merge_order(known: list[str], like: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return names in an earlier order, each new one before the first that the reference has later."""
    order = list(like)
    taken = set(order)
    for name in names:
        if name not in taken:
            later = set(known[known.index(name) + 1 :]) if name in known else set()
            order.insert(next((at for at, each in enumerate(order) if each in later), len(order)), name)
    return order


def insert_in(tree: Any, path: Path, value: Any) -> Any:
    """Return the tree with a new item before the one at a path into a list; elsewhere as :func:`set_in`."""
    items = get(tree, path[:-1]) if path else None
    if isinstance(items, list) and isinstance(path[-1], int) and path[-1] <= len(items):
        return set_in(tree, path[:-1], [*items[: path[-1]], value, *items[path[-1] :]])
    return set_in(tree, path, value)


def remove_in(tree: Any, path: Path) -> Any:
    """Return the tree without the value at a path; the same tree if there is none."""
    if not path or not has(tree, path):
        return tree
    parent, key = get(tree, path[:-1]), path[-1]
    if isinstance(parent, list):
        return set_in(tree, path[:-1], [item for index, item in enumerate(parent) if index != key])
    return set_in(tree, path[:-1], {name: value for name, value in parent.items() if name != key})


def rename_in(tree: Any, path: Path, name: str) -> Any:
    """Return the tree with the key at the end of a path renamed; its position among its siblings stays.

    Raises:
        KeyError: There is no such key, or the new name is taken.
    """
    parent, key = get(tree, path[:-1]), path[-1]
    if not isinstance(parent, dict) or key not in parent or (name != key and name in parent):
        raise KeyError(path)
    return set_in(tree, path[:-1], {name if own == key else own: value for own, value in parent.items()})


def move_in(tree: Any, path: Path, position: int) -> Any:
    """Return the tree with the entry at a path moved to a position (from 0) among its siblings.

    Raises:
        KeyError: There is no such entry.
    """
    if not has(tree, path):
        raise KeyError(path)
    parent, key = get(tree, path[:-1]), path[-1]
    if isinstance(parent, list) and isinstance(key, int):
        items = [*parent[:key], *parent[key + 1 :]]
        items.insert(position, parent[key])
        return set_in(tree, path[:-1], items)
    pairs = [(name, value) for name, value in parent.items() if name != key]
    pairs.insert(position, (key, parent[key]))
    return set_in(tree, path[:-1], dict(pairs))


def apply_patch(tree: Any, operations: Iterable[dict[str, Any]]) -> Any:
    """Return the tree after operations of a JSON Patch (RFC 6902) that a fix has.

    These are: add or replace a value, remove one, and move one to another key of the same object.

    Raises:
        KeyError: There is nothing to be moved, or its new key is taken.
    """
    for operation in operations:
        path = from_pointer(operation["path"], tree)
        match operation["op"]:
            case "add" | "replace":
                tree = set_in(tree, path, operation["value"])
            case "remove":
                tree = remove_in(tree, path)
            case "move":
                tree = rename_in(tree, from_pointer(operation["from"], tree), str(path[-1]))
    return tree


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two documents differ, with its old and its new value, or ``MISSING``.

    Attributes:
        kind: ``moved`` if only the order of keys differs.
    """

    kind: Literal["added", "removed", "changed", "moved"]
    path: Path
    before: Any
    after: Any


def diff(before: Any, after: Any, path: Path = ()) -> Iterator[Difference]:
    """Yield the differences of two documents, in the order of the newer one, removed keys last.

    Objects are compared key by key and lists item by item. ``1``, ``1.0`` and ``true`` are different values.
    """
    if before is after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**after, **before}:
            yield from diff(before.get(key, MISSING), after.get(key, MISSING), (*path, key))
        if [key for key in before if key in after] != [key for key in after if key in before]:
            yield Difference("moved", path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        for index, (one, other) in enumerate(zip_longest(before, after, fillvalue=MISSING)):
            if one is not other:  # a list can have a thousand entries
                yield from diff(one, other, (*path, index))
    elif before is MISSING:
        yield Difference("added", path, before, after)
    elif after is MISSING:
        yield Difference("removed", path, before, after)
    elif repr(before) != repr(after):  # 0.0 and -0.0 are equal in Python
        yield Difference("changed", path, before, after)
