"""Secrets of a request: where they stand, and the references that stand for them in files.

A reference is the text ``${env:NAME}`` in a field that is declared secret, and nothing else there. It is
replaced by the variable's value only while a request is sent. A mask never enters a document.
"""

import re
from collections.abc import Mapping
from typing import Any

from wizard.document.pointer import Path
from wizard.document.tree import get, removed, replaced
from wizard.request.answer import SECRETS_OF_ANSWERS
from wizard.request.schema import ANY, by_pattern
from wizard.text import is_quoted

REFERENCE = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}")
MASK = "••••••••"
"""What is shown in place of a secret."""


class MissingVariable(KeyError):
    """A reference names a variable that is not set, or holds what cannot be the secret.

    Attributes:
        name: The variable.
        path: The field that refers to it.
        problem: ``bytes``: its value is not UTF-8; ``quoted``: it is enclosed in quotation marks; ``""``: it
            is not set.
    """

    def __init__(self, name: str, path: Path, problem: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.path = path
        self.problem = problem


def secret_paths() -> list[tuple[Path, str]]:
    """The paths of the fields that hold secrets, each with the variable that stands for it in files."""
    declared = [
        (pattern, node.secret)
        for pattern, node in by_pattern().items()
        if node.secret is not None and ANY not in pattern
    ]
    return [*declared, *SECRETS_OF_ANSWERS]


def is_reference(value: Any) -> bool:
    """Whether a value of a secret field is a reference to a variable."""
    return isinstance(value, str) and REFERENCE.fullmatch(value) is not None


def literal_secrets(tree: Any) -> list[tuple[Path, str]]:
    """The secret fields that hold a secret itself, each with the variable to keep it in.

    An empty text, and a placeholder in brackets that somebody has yet to fill in, is no secret. A value of
    a wrong type may well hold one.
    """
    found = []
    for path, variable in secret_paths():
        value = get(tree, path, "")
        placeholder = isinstance(value, str) and re.fullmatch(r"\[[^\[\]]*\]", value) is not None
        if value not in ("", None) and not is_reference(value) and not placeholder:
            found.append((path, variable))
    return found


def with_references(tree: Any) -> Any:
    """The tree with a reference in place of every literal secret: what may be written into a file."""
    for path, variable in literal_secrets(tree):
        tree = replaced(tree, path, f"${{env:{variable}}}")
    return tree


def without_secrets(tree: Any) -> Any:
    """The tree without its literal secrets; references stay."""
    for path, _ in literal_secrets(tree):
        tree = removed(tree, path)
    return tree


def masked(tree: Any) -> Any:
    """The tree as it may be shown: a mask in place of every literal secret."""
    for path, _ in literal_secrets(tree):
        tree = replaced(tree, path, MASK)
    return tree


def masked_beside(before: Any, after: Any) -> tuple[Any, Any]:
    """Two trees as they may be shown beside each other: a secret that has become another has another mask."""
    one, other = masked(before), masked(after)
    for path, _ in literal_secrets(after):
        if get(one, path) == MASK and get(before, path) != get(after, path):
            other = replaced(other, path, MASK + MASK[0])
    return one, other


def resolved(tree: Any, environ: Mapping[str, str]) -> Any:
    """The tree with the values of the variables in place of the references: only for sending.

    Raises:
        MissingVariable: A variable is not set, empty, not UTF-8, or enclosed in quotation marks.
    """
    for path, _ in secret_paths():
        value = get(tree, path)
        if isinstance(value, str) and (match := REFERENCE.fullmatch(value)):
            secret = environ.get(match[1])
            if not secret:
                raise MissingVariable(match[1], path)
            if any("\ud800" <= char <= "\udfff" for char in secret):  # bytes that are not UTF-8
                raise MissingVariable(match[1], path, "bytes")
            if is_quoted(secret.strip()):
                raise MissingVariable(match[1], path, "quoted")
            tree = replaced(tree, path, secret)
    return tree
