"""Secrets of a request: where they stand, and the references that stand for them in files.

A reference is the text ``${env:NAME}`` in a field that is declared secret, and nothing else there. It is
replaced by the variable's value only while a request is sent. A mask never enters a document.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, Literal

from wizard.document.tree import Path, get, remove_in, set_in
from wizard.models.answer import SECRETS_OF_ANSWERS
from wizard.models.cluster import fields_by_path, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.text import is_quoted

REFERENCE = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}")
MASK = "••••••••"
"""What is shown in place of a secret."""
_PLACEHOLDER = re.compile(r"\[[^\[\]]*\]")
_SECRET_NAME = re.compile(r"secret|securitytoken|^(oss|session|sts)?token$")
_PLAIN = re.compile(r"[^a-z0-9]")


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


@cache
def get_secret_paths() -> tuple[tuple[Path, str], ...]:
    """The paths of the fields that hold secrets, each with the variable that stands for it in files."""
    declared = [
        (pattern, node.secret)
        for pattern, node in fields_by_path().items()
        if node.secret is not None and WILDCARD not in pattern
    ]
    return (*declared, *SECRETS_OF_ANSWERS)


def is_reference(value: Any) -> bool:
    """Whether a value of a secret field is a reference to a variable."""
    return isinstance(value, str) and REFERENCE.fullmatch(value) is not None


def find_secrets(tree: Any) -> list[tuple[Path, str]]:
    """The secret fields that hold a secret itself, each with the variable to keep it in.

    An empty text, and a placeholder in brackets that somebody has yet to fill in, is no secret. A value of
    a wrong type may well hold one.
    """
    declared = [(path, variable) for path, variable in get_secret_paths() if is_literal(get(tree, path, ""))]
    return [*declared, *find_misplaced_secrets(tree)]


def get_secrets(tree: Any) -> list[tuple[Path, Any]]:
    """The literal secrets of a request, each with its path."""
    return [(path, get(tree, path)) for path, _ in find_secrets(tree)]


def find_misplaced_secrets(tree: Any, node: FieldSpec | None = None, at: Path = ()) -> list[tuple[Path, str]]:
    """The secrets under keys that are misspellings of a secret field, or where no field of that name belongs.

    Args:
        tree: The request, or a part of it.
        node: What the model says of the part.
        at: Where the part stands.

    Returns:
        The path of each, with the variable to keep it in.
    """
    known = {path for path, _ in get_secret_paths()}
    return [
        (path, "OSS_SECURITY_TOKEN" if "token" in str(path[-1]).lower() else "OSS_ACCESS_KEY_SECRET")
        for path in _below_unknown(tree, node or request_spec(), at)
        if path not in known
    ]


_WRITTEN_OTHERWISE = re.compile(r"\$\{|^\$(env:)?[A-Za-z_]\w*$|^%\w+%$|^env:\w+$", re.ASCII)
_HIDDEN = re.compile(r"[•●∙·*＊∗]{3}|^[•●∙·*＊∗]+$")


def find_misuse(value: Any) -> Literal["reference", "parameter", "mask"] | None:
    """Why the text of a secret field is neither a secret nor a reference, though it is meant as one.

    Returns:
        ``reference`` for one that is written wrongly, ``parameter`` for a preset's parameter, ``mask`` for
        what is shown in place of a secret; ``None`` for any other value.
    """
    if not isinstance(value, str) or is_reference(value):
        return None
    if _HIDDEN.search(value):
        return "mask"
    if not _WRITTEN_OTHERWISE.search(value):
        return None
    return "reference" if "env:" in value or "${" not in value else "parameter"


def _below_unknown(value: Any, node: FieldSpec | None, path: Path) -> Iterator[Path]:
    """The literals under unknown keys that are named like a secret; entries of maps are named by the user."""
    if isinstance(value, list):
        item = None if node is None else node.item
        for index, below in enumerate(value):
            if isinstance(below, (dict, list)):
                yield from _below_unknown(below, item, (*path, index))
        return
    if not isinstance(value, dict) or (node is not None and node.item is not None and not node.item.fields):
        return
    known = {} if node is None else node.fields
    for key, below in value.items():
        child = known.get(key) if node is None or node.item is None else node.item
        if isinstance(below, (dict, list)):
            if child is None or child.secret is None:
                yield from _below_unknown(below, child, (*path, key))
        elif child is None and is_secret_name(key) and is_literal(below) and not isinstance(below, bool):
            yield (*path, key)


@lru_cache(maxsize=1024)
def is_secret_name(name: str) -> bool:
    """Whether a name is that of a secret field, or a misspelling of one."""
    plain = _PLAIN.sub("", name.lower())
    names = [_PLAIN.sub("", str(path[-1]).lower()) for path, _ in get_secret_paths()]
    return bool(_SECRET_NAME.search(plain) or get_close_matches(plain, names, n=1, cutoff=0.85))


def is_literal(value: Any) -> bool:
    """Whether the value of a secret field may be a secret itself."""
    placeholder = isinstance(value, str) and _PLACEHOLDER.fullmatch(value) is not None
    return value not in ("", None) and not is_reference(value) and not placeholder


def insert_references(tree: Any) -> Any:
    """The tree with a reference in place of every literal secret: what may be written into a file."""
    for path, variable in find_secrets(tree):
        tree = set_in(tree, path, f"${{env:{variable}}}")
    return tree


def remove_secrets(tree: Any) -> Any:
    """The tree without its literal secrets; references stay."""
    for path, _ in find_secrets(tree):
        tree = remove_in(tree, path)
    return tree


def mask_secrets(tree: Any) -> Any:
    """The tree as it may be shown: a mask in place of every literal secret."""
    for path, _ in find_secrets(tree):
        tree = set_in(tree, path, MASK)
    return tree


def mask_pair(before: Any, after: Any) -> tuple[Any, Any]:
    """Two trees as they may be shown beside each other: a secret that has become another has another mask."""
    one, other = mask_secrets(before), mask_secrets(after)
    for path, _ in find_secrets(after):
        if get(one, path) == MASK and get(before, path) != get(after, path):
            other = set_in(other, path, MASK + MASK[0])
    return one, other


def resolve_references(tree: Any, environ: Mapping[str, str]) -> Any:
    """The tree with the values of the variables in place of the references: only for sending.

    Raises:
        MissingVariable: A variable is not set, empty, not UTF-8, or enclosed in quotation marks.
    """
    for path, _ in get_secret_paths():
        value = get(tree, path)
        if isinstance(value, str) and (match := REFERENCE.fullmatch(value)):
            secret = environ.get(match[1])
            if not secret:
                raise MissingVariable(match[1], path)
            if any("\ud800" <= char <= "\udfff" for char in secret):  # bytes that are not UTF-8
                raise MissingVariable(match[1], path, "bytes")
            if is_quoted(secret.strip()):
                raise MissingVariable(match[1], path, "quoted")
            tree = set_in(tree, path, secret)
    return tree
