"""The body of a request, cut up where variables stand for secrets that a script fills in as it runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from wizard.document.secrets import REFERENCE, get_secret_paths
from wizard.document.serializer import is_compact, to_compact_text, to_text
from wizard.document.tree import Path, get, set_in


@dataclass(frozen=True, slots=True)
class Variable:
    """A secret, as a text of JSON, in the place of which a variable stands.

    Attributes:
        name: The environment variable.
    """

    name: str


def references(tree: Any) -> Iterator[tuple[Path, str]]:
    """The secret fields that refer to a variable, each with its name."""
    for path, _ in get_secret_paths():
        value = get(tree, path)
        if isinstance(value, str) and (match := REFERENCE.fullmatch(value)):
            yield path, match[1]


def variables(tree: Any) -> list[str]:
    """The variables that a request's secrets come from, each once."""
    return [*dict.fromkeys(name for _, name in references(tree))]


def pieces(tree: Any, *, ascii_only: bool = False) -> list[str | Variable]:
    """The text that is sent, with a :class:`Variable` in place of each reference.

    Args:
        tree: The request, secrets as references.
        ascii_only: Whether to escape every character beyond ASCII.
    """
    text = to_compact_text(tree) if is_compact(tree) else to_text(tree)
    named = [*references(tree)]
    # Only the reference in the secret field is one: the same text in another field is that text.
    mark = next(mark for number in count() if (mark := f"secret-{number}-") not in text)
    for index, (path, _) in enumerate(named):
        tree = set_in(tree, path, f"{mark}{index}")
    text = to_compact_text(tree) if is_compact(tree) else to_text(tree)
    if ascii_only:
        text = "".join(each if each.isascii() else _escaped(each) for each in text)
    places = sorted((text.index(f'"{mark}{index}"'), index) for index in range(len(named)))
    cut: list[str | Variable] = []
    start = 0
    for at, index in places:
        cut += [text[start:at], Variable(named[index][1])]
        start = at + len(f'"{mark}{index}"')
    return [*cut, text[start:]]


def _escaped(character: str) -> str:
    """A character beyond ASCII as JSON escapes it: in UTF-16."""
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
