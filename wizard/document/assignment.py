"""Changing a field by its name and a text, as a command line does: `Groups.group1.DesiredVMCount=5`."""

import re
from typing import Any

from wizard.document.parser import ParseProblem, parse
from wizard.document.presets import parse_value
from wizard.document.secrets import find_secrets
from wizard.document.tree import MISSING, Path, from_pointer, get, set_in, to_pointer
from wizard.models.cluster import fields_by_path, find_spec
from wizard.models.fields import WILDCARD, FieldSpec

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


class AssignmentError(ValueError):
    """A field cannot be changed that way.

    Attributes:
        kind: What is wrong: ``unknown``, ``way``, ``index``, ``secret``, ``duplicate``, ``json``, or the type
            that the field wants.
        near: Where the field is unknown: known ones that may be meant, as dotted paths; of a secret, its own;
            of an index, the list and what was given instead; of a duplicate, the key.
        problem: Why the value is no JSON.
    """

    def __init__(self, kind: str, near: tuple[str, ...] = (), problem: ParseProblem | None = None) -> None:
        super().__init__(kind, near)
        self.kind = kind
        self.near = near
        self.problem = problem


def set_by_name(tree: Any, name: str, text: str) -> tuple[Any, Path]:
    """The request with a field changed, and where that field is.

    Args:
        tree: The request.
        name: The field: names with dots between them, or a JSON Pointer where a name holds a dot.
        text: The value, read as the field's type: what is no text, list or object is written as in JSON.

    Raises:
        NotAssignable: There is no such field, or the text is no value for it.
    """
    path = to_path(name, tree)
    node, before = find_spec(path), get(tree, path, MISSING)
    if node is None and before is MISSING:
        raise AssignmentError("unknown", find_similar_fields(name))
    try:
        made = set_in(tree, path, _value(text, node, before, len(path)))
    except KeyError as error:
        raise AssignmentError("way") from error
    for at, _ in find_secrets(made):
        if at[: len(path)] == path or path[: len(at)] == at:
            raise AssignmentError("secret", (".".join(map(str, at)),))
    return made, path


def to_path(name: str, tree: Any) -> Path:
    """The path that dotted names or a JSON Pointer mean.

    Raises:
        NotAssignable: It is none.
    """
    if name.startswith("/"):
        try:
            path = from_pointer(name, tree)
        except ValueError as error:
            raise AssignmentError("unknown") from error
        return _indexed(path, tree)
    if not name:
        raise AssignmentError("unknown")
    return _indexed(tuple(name.split(".")), tree)


def _indexed(path: Path, tree: Any) -> Path:
    """A path with numbers for the items of lists, also of lists that are not there yet."""
    found: list[str | int] = []
    value = tree
    for key in path:
        node = find_spec(tuple(found))
        is_list = isinstance(value, list) or (value is MISSING and node is not None and node.kind == "list")
        if is_list and isinstance(key, str):
            if key == "-":  # as in a JSON Pointer: behind the last entry
                key = str(len(value) if isinstance(value, list) else 0)
            if not _INDEX.fullmatch(key):
                raise AssignmentError("index", (".".join(map(str, found)), key))
            key = int(key)
        found.append(key)
        value = get(value, (key,), MISSING)
    return tuple(found)


def find_similar_fields(name: str) -> tuple[str, ...]:
    """Known fields whose names are close to one that is not known, or begin with it, as dotted paths.

    Of an entry whose name holds a dot, the JSON Pointer that means it.
    """
    from difflib import get_close_matches

    if entry := _entry_with_a_dot(name):
        return (entry,)
    known = {to_dotted_name(pattern): pattern for pattern in fields_by_path() if pattern}
    lower = {path.lower(): path for path in known}
    wanted = name.strip("/").replace("/", ".").lower()
    last = wanted.rpartition(".")[2]
    by_last = {path.rpartition(".")[2].lower(): path for path in known}
    found = [path for path in known if len(wanted) > 2 and path.lower().startswith(wanted)][:2]
    found += [lower[each] for each in get_close_matches(wanted, lower, n=2, cutoff=0.75)]
    found += [by_last[each] for each in get_close_matches(last, by_last, n=2, cutoff=0.75)]
    return tuple(dict.fromkeys(found))[:3]


def _entry_with_a_dot(name: str) -> str:
    """`UserData.a.b` as a JSON Pointer, where the names before it lead to a map of texts; else ``""``."""
    names = tuple(name.split("."))
    for length in range(1, len(names) - 1):
        node = find_spec(names[:length])
        if node is not None and node.kind == "map" and node.item is not None and node.item.kind == "string":
            return to_pointer((*names[:length], ".".join(names[length:])))
    return ""


def to_dotted_name(pattern: tuple[str, ...]) -> str:
    """A pattern as people write it, ``NAME`` for the keys of maps and ``0`` for the items of lists."""
    names = []
    for depth, key in enumerate(pattern):
        kind = fields_by_path()[pattern[:depth]].kind
        names.append(
            {"list": "0", "map": "NAME"}[kind] if key == WILDCARD and kind in ("list", "map") else key
        )
    return ".".join(names)


def _value(text: str, node: FieldSpec | None, before: Any, depth: int) -> Any:
    kind = node.kind if node is not None else "string" if isinstance(before, str) else "json"
    match kind:
        case "string":
            return text
        case "integer" | "number" | "boolean":
            try:
                return parse_value(text, kind)
            except ValueError as error:
                raise AssignmentError(kind) from error
    reading = parse(text)
    # What is read back later is the whole request: the value counts at the depth at which it stands.
    problem = reading.problem or parse(f"{'[' * depth}{text}{']' * depth}").problem
    if problem is not None:
        raise AssignmentError(kind, problem=problem)
    if duplicates := reading.duplicates:
        raise AssignmentError("duplicate", (str(duplicates[0].path[-1]),))
    if not isinstance(reading.tree, {"list": list, "map": dict, "object": dict}.get(kind, object)):
        raise AssignmentError(kind)
    return reading.tree
