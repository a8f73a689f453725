"""The request body in exported scripts. Environment variables of the script replace secrets."""

import json
import re
import shlex
from typing import Any

from wizard.document.secrets import find_references
from wizard.document.serializer import is_compact, to_compact_text, to_text
from wizard.document.tree import set_in, walk

DEEPEST_LITERAL = 60  # nesting up to which a value is written as a Python literal; Python's own limit is 200


class _Code(str):
    """An expression in a Python literal."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def to_shell(tree: Any, *, ascii_only: bool = False) -> str:
    """Return the body as one word of bash; the script's ``json_string`` encodes the secrets.

    Args:
        tree: The request, secrets as references.
        ascii_only: Whether to escape every non-ASCII character.
    """
    write = to_compact_text if is_compact(tree) else to_text
    text, mark = write(tree), "secret-"
    while mark in text:  # the same text in another field is not a secret
        mark += "-"
    variables: list[str] = []
    for path, variable in find_references(tree):
        tree = set_in(tree, path, f"{mark}{len(variables)}")
        variables.append(variable)
    text = write(tree)
    if ascii_only:
        text = re.sub(r"[^\x00-\x7f]", lambda match: json.dumps(match[0])[1:-1], text)
    parts = re.split(rf'"{mark}(\d+)"', text)  # text and number of a secret alternately
    parts[::2] = map(shlex.quote, parts[::2])
    parts[1::2] = [f'"$(json_string "${variables[int(number)]}")"' for number in parts[1::2]]
    return "".join(parts)


def to_python(tree: Any) -> tuple[str, str]:
    """Return the body as a Python expression, and the statements that then assign the secrets."""
    references = list(find_references(tree))
    if max(len(path) for path, _value in walk(tree)) < DEEPEST_LITERAL:
        for path, name in references:
            tree = set_in(tree, path, _Code(f"need({name!r})"))
        return _to_literal(tree), ""
    assignments = [
        f"BODY{''.join(f'[{key!r}]' for key in path)} = need({name!r})\n" for path, name in references
    ]
    return f"json.loads({to_compact_text(tree)!r})", "".join(assignments)


def _to_literal(value: Any, newline: str = "\n") -> str:
    """Return a value as a Python literal with one entry per line."""
    inner = newline + "    "
    if isinstance(value, dict) and value:
        lines = [f"{inner}{key!r}: {_to_literal(below, inner)}," for key, below in value.items()]
        return "{" + "".join(lines) + newline + "}"
    if isinstance(value, list) and value:
        return "[" + "".join(f"{inner}{_to_literal(below, inner)}," for below in value) + newline + "]"
    return repr(value)
