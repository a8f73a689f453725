"""JSON values as Python writes them: for scripts that people read and change."""

from collections.abc import Mapping
from typing import Any

from wizard.document.serializer import to_compact_text
from wizard.document.tree import Path

DEEPEST = 60
"""Brackets in one another up to which a value is written as a literal; Python's own limit is 200."""


def assigned(tree: Any, names: Mapping[Path, str]) -> tuple[str, str]:
    """A value as the right side of an assignment to ``BODY``, and the statements that complete it.

    Args:
        tree: The value.
        names: Environment variables that stand for values, by path.
    """
    if _depth(tree) <= DEEPEST:
        return literal(tree, {path: f"need({name!r})" for path, name in names.items()}), ""
    lines = [
        f"BODY{''.join(f'[{key!r}]' for key in path)} = need({name!r})\n" for path, name in names.items()
    ]
    return f"json.loads({to_compact_text(tree)!r})", "".join(lines)


def literal(value: Any, code: Mapping[Path, str], path: Path = (), indent: str = "") -> str:
    """A value as a Python literal, an entry a line.

    Args:
        value: The value.
        code: Expressions that stand in place of values, by path.
        path: Where the value stands.
        indent: What its lines begin with.
    """
    if path in code:
        return code[path]
    inner = indent + "    "
    match value:
        case dict() if value:
            lines = [
                f"{inner}{key!r}: {literal(below, code, (*path, key), inner)},\n"
                for key, below in value.items()
            ]
            return "{\n" + "".join(lines) + indent + "}"
        case list() if value:
            lines = [
                f"{inner}{literal(below, code, (*path, index), inner)},\n"
                for index, below in enumerate(value)
            ]
            return "[\n" + "".join(lines) + indent + "]"
    return repr(value)


def _depth(tree: Any) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        value, depth = waiting.pop()
        deepest = max(deepest, depth)
        below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting.extend((each, depth + 1) for each in below)
    return deepest
