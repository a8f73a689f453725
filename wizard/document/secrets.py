"""Secrets of a request: where they are, and the references that replace them in files.

A reference is the string ``${env:NAME}`` in a secret field, and nothing else there. It is replaced by the
value of the variable only while a request is sent. A mask never enters a document.
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
"""Shown instead of a secret."""

_PLACEHOLDER = re.compile(r"\[[^\[\]]*\]")
_SECRET_NAME = re.compile(r"secret|securitytoken|^(oss|session|sts)?token$")
_PLAIN = re.compile(r"[^a-z0-9]")
_MALFORMED = re.compile(r"\$\{|^\$(env:)?[A-Za-z_]\w*$|^%\w+%$|^env:\w+$", re.ASCII)
_MASKED = re.compile(r"[•●∙·*＊∗]{3}|^[•●∙·*＊∗]+$")


class MissingVariable(KeyError):
    """A reference names a variable that is not set or contains no secret.

    Attributes:
        path: The field with the reference.
        problem: ``bytes`` if its value is not UTF-8, ``quoted`` if it is enclosed in quotation marks, ``""``
            if it is not set.
    """

    def __init__(self, name: str, path: Path, problem: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.path = path
        self.problem = problem


@cache
def get_secret_paths() -> tuple[tuple[Path, str], ...]:
    """Return the paths of the secret fields, each with the variable that replaces it in files."""
    declared = [
        (path, spec.secret)
        for path, spec in fields_by_path().items()
        if spec.secret is not None and WILDCARD not in path
    ]
    return (*declared, *SECRETS_OF_ANSWERS)


def is_reference(value: Any) -> bool:
    """Return whether the value of a secret field is a reference to a variable."""
    return isinstance(value, str) and REFERENCE.fullmatch(value) is not None


def is_literal(value: Any) -> bool:
    """Return whether the value of a secret field may be a secret itself.

    The empty string, null, a reference and a placeholder in brackets are not; a value of a wrong type may be.
    """
    is_placeholder = isinstance(value, str) and _PLACEHOLDER.fullmatch(value) is not None
    return value not in ("", None) and not is_reference(value) and not is_placeholder


def find_misuse(value: Any) -> Literal["reference", "parameter", "mask"] | None:
    """Return why the value of a secret field is neither a secret nor a reference, but looks like one.

    Returns:
        ``reference`` for a malformed reference, ``parameter`` for a preset's parameter, ``mask`` for what is
        shown instead of a secret; ``None`` for any other value.
    """
    if not isinstance(value, str) or is_reference(value):
        return None
    if _MASKED.search(value):
        return "mask"
    if not _MALFORMED.search(value):
        return None
    return "reference" if "env:" in value or "${" not in value else "parameter"


@lru_cache(maxsize=1024)
def is_secret_name(name: str) -> bool:
    """Return whether a name is that of a secret field, or a misspelling of one."""
    plain = _PLAIN.sub("", name.lower())
    names = [_PLAIN.sub("", str(path[-1]).lower()) for path, _variable in get_secret_paths()]
    return bool(_SECRET_NAME.search(plain) or get_close_matches(plain, names, n=1, cutoff=0.85))


def find_secrets(tree: Any) -> list[tuple[Path, str]]:
    """Return the paths of literal secrets, misplaced ones included, each with the variable to keep it in.

    Text or a list in place of an object with a secret field is a secret as a whole.
    """
    found: dict[Path, str] = {}
    for path, variable in get_secret_paths():
        above = get(tree, path[:-1])
        if is_literal(get(tree, path, "")):
            found[path] = variable
        elif isinstance(above, (str, list)) and above != [] and is_literal(above):
            found.setdefault(path[:-1], variable)
    for path, variable in find_misplaced_secrets(tree):
        if not any(path[: len(above)] == above for above in found):
            found[path] = variable
    return [*found.items()]


def get_secrets(tree: Any) -> list[tuple[Path, Any]]:
    """Return the literal secrets of a request, each with its path."""
    return [(path, get(tree, path)) for path, _variable in find_secrets(tree)]


def find_misplaced_secrets(tree: Any) -> list[tuple[Path, str]]:
    """Return the paths of secrets under a misspelt key or outside fields, each with its variable."""
    known = {path for path, _variable in get_secret_paths()}
    return [
        (path, "OSS_SECURITY_TOKEN" if "token" in str(path[-1]).lower() else "OSS_ACCESS_KEY_SECRET")
        for path in _find_below_unknown(tree, request_spec(), (), [])
        if path not in known
    ]


def _find_below_unknown(value: Any, spec: FieldSpec | None, path: Path, found: list[Path]) -> list[Path]:
    """Add the literals under unknown keys that are named like a secret; the user names the entries of maps."""
    if isinstance(value, list):
        item = None if spec is None else spec.item
        for index, below in enumerate(value):
            if isinstance(below, (dict, list)):
                _find_below_unknown(below, item, (*path, index), found)
        return found
    if not isinstance(value, dict) or (spec is not None and spec.item is not None and not spec.item.fields):
        return found
    fields, entry = ({}, None) if spec is None else (spec.fields, spec.item)
    for key, below in value.items():
        child = fields.get(key, entry)
        if isinstance(below, (dict, list)):
            if child is None or child.secret is None:
                _find_below_unknown(below, child, (*path, key), found)
        elif child is None and is_secret_name(key) and is_literal(below) and not isinstance(below, bool):
            found.append((*path, key))
    return found


def insert_references(tree: Any) -> Any:
    """Return the tree as it may be written to a file: with a reference instead of each literal secret."""
    for path, variable in find_secrets(tree):
        tree = set_in(tree, path, f"${{env:{variable}}}")
    return tree


def remove_secrets(tree: Any) -> Any:
    """Return the tree without its literal secrets; references stay."""
    for path, _variable in find_secrets(tree):
        tree = remove_in(tree, path)
    return tree


def mask_secrets(tree: Any) -> Any:
    """Return the tree as it may be shown: with a mask instead of each literal secret."""
    for path, _variable in find_secrets(tree):
        tree = set_in(tree, path, MASK)
    return tree


def mask_pair(before: Any, after: Any) -> tuple[Any, Any]:
    """Return two trees as their difference may be shown: a secret that changed has another mask."""
    one, other = mask_secrets(before), mask_secrets(after)
    for path, _variable in find_secrets(after):
        if get(one, path) == MASK and get(before, path) != get(after, path):
            other = set_in(other, path, MASK + MASK[0])
    return one, other


def find_references(tree: Any) -> Iterator[tuple[Path, str]]:
    """Yield the secret fields that refer to a variable, each with the variable's name."""
    for path, _variable in get_secret_paths():
        value = get(tree, path)
        if isinstance(value, str) and (match := REFERENCE.fullmatch(value)):
            yield path, match[1]


def resolve_references(tree: Any, environ: Mapping[str, str]) -> Any:
    """Return the tree with the values of the variables instead of the references: only for sending.

    Raises:
        MissingVariable: A variable is not set, empty, not UTF-8, or enclosed in quotation marks.
    """
    for path, name in find_references(tree):
        secret = environ.get(name)
        if not secret:
            raise MissingVariable(name, path)
        if any("\ud800" <= char <= "\udfff" for char in secret):  # bytes that are not UTF-8
            raise MissingVariable(name, path, "bytes")
        if is_quoted(secret.strip()):
            raise MissingVariable(name, path, "quoted")
        tree = set_in(tree, path, secret)
    return tree
