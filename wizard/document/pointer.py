"""Paths into a request: tuples inside the program, JSON Pointers (RFC 6901) outside."""

import re
from typing import Any

Path = tuple[str | int, ...]

_INDEX = re.compile(r"0|[1-9][0-9]*")
_BROKEN_ESCAPE = re.compile(r"~(?![01])")


def to_pointer(path: Path) -> str:
    """The JSON Pointer of a path; ``""`` is the whole document."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in path)


def from_pointer(pointer: str, tree: Any = None) -> Path:
    """The path of a JSON Pointer.

    Args:
        pointer: ``""`` or a text that begins with ``/``.
        tree: The document; it tells an index of a list from a key of an object that looks like a number.
            ``-`` is the place behind the last item of a list.

    Raises:
        ValueError: The text is no JSON Pointer.
    """
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"a JSON Pointer begins with /: {pointer!r}")
    if _BROKEN_ESCAPE.search(pointer):
        raise ValueError(f"in a JSON Pointer ~ is written ~0: {pointer!r}")
    path: list[str | int] = []
    for text in pointer.split("/")[1:]:
        key: str | int = text.replace("~1", "/").replace("~0", "~")
        if isinstance(tree, list):
            if key == "-":
                key = len(tree)
            elif _INDEX.fullmatch(text):
                key = int(text)
        path.append(key)
        tree = child(tree, key)
    return tuple(path)


def child(value: Any, key: str | int, default: Any = None) -> Any:
    """What stands directly below a value at a key or index, or the default."""
    match value:
        case dict():
            return value.get(key, default)
        case list() if isinstance(key, int) and 0 <= key < len(value):
            return value[key]
    return default
