"""What pydantic says of a request's shape, in the words of the service's error table.

One table maps a path's pattern and the kind of error to the row that the service answers with. What is
not in it is the last row, E36, whose code is made of the parameter's name.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from wizard.document.pointer import Path, child
from wizard.document.tree import MISSING, get
from wizard.request.judge import Problem
from wizard.request.schema import ANY, Limits, Node, by_pattern, root
from wizard.rules import fixes, texts
from wizard.rules.finding import Finding, Severity
from wizard.rules.rows import SOURCE, filled, row

_E36 = 36

# (pattern, kind of error) -> row. Kinds: missing, type, length, pattern, range, values, key.
ROW_OF: dict[tuple[tuple[str, ...], str], int] = {
    ((), "type"): 3,
    (("Name",), "missing"): 4,
    (("Name",), "type"): 8,
    (("Name",), "length"): 9,
    (("Name",), "pattern"): 10,
    (("Description",), "type"): 11,
    (("Description",), "length"): 12,
    (("ImageId",), "missing"): 13,
    (("ImageId",), "type"): 14,
    (("ImageId",), "length"): 15,
    (("UserData",), "type"): 16,
    (("UserData",), "length"): 17,
    (("UserData", ANY), "key"): 18,
    (("UserData", ANY), "type"): 19,
    (("UserData", ANY), "length"): 20,
    (("Groups",), "type"): 21,
    (("Groups", ANY), "type"): 22,
    (("Groups", ANY), "key"): 23,
    (("Groups", ANY, "DesiredVMCount"), "missing"): 24,
    (("Groups", ANY, "DesiredVMCount"), "type"): 25,
    (("Groups", ANY, "DesiredVMCount"), "range"): 26,
    (("InstanceType",), "type"): 33,
    (("Groups", ANY, "InstanceType"), "type"): 33,
    (("Groups", ANY, "ResourceType"), "missing"): 34,
    (("Groups", ANY, "ResourceType"), "values"): 35,
}

# Kinds of pydantic's errors; all that end in _type are "type".
_KIND_OF = {
    "missing": "missing",
    "string_too_long": "length",
    "string_too_short": "length",
    "too_long": "length",
    "too_short": "length",
    "string_pattern_mismatch": "pattern",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "finite_number": "type",
    "literal_error": "values",
    "string_unicode": "surrogate",
}


RELATED: dict[tuple[str, ...], tuple[int, ...]] = {
    ("InstanceType",): (33,),
    ("Groups", ANY, "InstanceType"): (32, 33),
    ("Configs", "Networks", "VPC", "CidrBlock"): (27,),
    ("Configs", "Networks", "VPC", "OppositeRouterId"): (5,),
    ("Configs", "Networks", "VPC", "OppositeAccessPointId"): (6,),
    ("Configs", "Networks", "VPC", "OppositeRegionId"): (7,),
    ("Configs", "Networks", "VPC", "OppositeRouterType"): (31,),
    ("Groups",): (29,),
    ("Groups", ANY, "DesiredVMCount"): (30,),
}
"""Rows that :mod:`wizard.rules.relations` and the service's quotas add, by the field that they are about."""


def codes(node: Node) -> list[str]:
    """The service's codes that a field, or an entry of it, can be the reason for.

    In the order of the error table; ``{key}`` stands for the name of an entry.
    """
    numbers = {number for (pattern, _), number in ROW_OF.items() if _is_about(pattern, node)}
    numbers.update(RELATED.get(node.pattern, ()))
    found = [row(number).code for number in sorted(numbers)]
    if (node.pattern, "type") not in ROW_OF:
        found.append(filled(row(_E36).code, parameter=parameter(_named(node.pattern), node)))
        if node.kind == "map" and node.item is not None:
            found += codes(node.item)
    return list(dict.fromkeys(found))


def _named(pattern: tuple[str, ...]) -> Path:
    """A pattern as a path: ``{key}`` for the keys of maps, an index for items of lists."""
    lists = {at for at, key in enumerate(pattern) if key == ANY and by_pattern()[pattern[:at]].kind == "list"}
    return tuple(0 if at in lists else "{key}" if key == ANY else key for at, key in enumerate(pattern))


def _is_about(pattern: tuple[str, ...], node: Node) -> bool:
    """Whether a row is about a field, or about an entry of the map that it is."""
    return pattern == node.pattern or (node.kind == "map" and pattern == (*node.pattern, ANY))


def shape_findings(tree: Any, problems: Iterable[Problem]) -> Iterator[Finding]:
    """The findings for what pydantic says of the shape of a request, in the same order."""
    seen: set[tuple[Path, str]] = set()
    for word, location in problems:
        path, node, is_key = _place(_real(tree, location))
        kind = _KIND_OF.get(word, "type")
        for each in _kinds(tree, path, node, kind, is_key):
            if (path, each) not in seen:
                seen.add((path, each))
                yield _finding(tree, path, node, each)
        # pydantic passes over the size of a map in which an entry is wrong
        parent = path[:-1]
        if _is_too_large(tree, parent) and (parent, "length") not in seen:
            seen.add((parent, "length"))
            yield _finding(tree, parent, _place(parent)[1], "length")


def _real(tree: Any, location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A location of pydantic's with the keys as they are: it garbles half of a surrogate pair."""
    found: list[str | int] = []
    for key in location:
        if isinstance(tree, dict) and key not in tree:
            key = next((own for own in tree if _as_shown(own) == key), key)
        found.append(key)
        tree = child(tree, key)
    return tuple(found)


def _as_shown(key: str) -> str:
    return key.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _place(location: tuple[str | int, ...]) -> tuple[Path, Node, bool]:
    """The path of pydantic's location, its node, and whether it speaks of a key."""
    node, path = root(), list(location)
    for depth, key in enumerate(location):
        below = node.child(key)
        if below is None:  # only the mark of a key is no attribute
            return tuple(path[:depth]), node, True
        node = below
    return tuple(path), node, False


def _kinds(tree: Any, path: Path, node: Node, kind: str, is_key: bool) -> Iterator[str]:
    """The kinds of error at a place; pydantic stops at the first limit that a text breaks."""
    if kind == "surrogate":  # a relation finds all of these, also where pydantic does not look
        return
    if is_key:
        yield "key"
    else:
        yield kind
        value = get(tree, path)
        limited = kind == "length" and node.limits.pattern and isinstance(value, str)
        if limited and not re.fullmatch(node.limits.pattern or "", value):
            yield "pattern"


def _is_too_large(tree: Any, path: Path) -> bool:
    node = _place(path)[1] if path else None
    if node is None or node.kind != "map" or node.limits.max_length is None:
        return False
    value = get(tree, path)
    return isinstance(value, dict) and len(value) > node.limits.max_length


def _finding(tree: Any, path: Path, node: Node, kind: str) -> Finding:
    value = get(tree, path, MISSING)
    why = _why(value, path, node, kind)
    if kind == "missing" and node.pattern == ("Groups",):
        code, message, number = "MissingGroups", "Groups is mandatory for this action.", 21
    else:
        number = ROW_OF.get((node.pattern, kind), _E36)
        names = {"key": path[1] if len(path) > 1 else "", "parameter": parameter(path, node)}
        code, message = filled(row(number).code, **names), filled(row(number).message, **names)
    return Finding(
        code,
        Severity.ERROR,
        path,
        message,
        why,
        SOURCE,
        fixes.of_shape(tree, value, path, node, kind),
        number,
    )


def parameter(path: Path, node: Node) -> str:
    """What the service calls a parameter in E36.

    A group's field and the CIDR block go by their own names, entries of EnvVars by their key, everything
    else by the dotted path without indexes.
    """
    if node.pattern[:2] == ("Groups", ANY) and len(node.pattern) > 2:
        return node.name
    if node.name == "CidrBlock":
        return node.name
    if node.pattern == ("EnvVars", ANY):
        return f"EnvVars.{path[1]}.value"
    return ".".join(key for key in map(str, (k for k in path if isinstance(k, str))))


def _why(value: Any, path: Path, node: Node, kind: str) -> str:
    limits = node.limits
    match kind:
        case "missing":
            specific = f"missing.{node.name}"
            return texts.text(specific if specific in texts.TEXTS else "missing")
        case "key":
            return _length(str(path[-1]), _key_limits(path), "key")
        case "length" if node.kind in ("map", "list"):
            if not value:
                return texts.text("empty.Groups")
            return texts.text("size.large", maximum=limits.max_length, length=len(value))
        case "length":
            return _length(value, limits, "length")
        case "pattern":
            return texts.text("name.characters", culprits=fixes.culprits(value))
        case "range" if limits.maximum is None:
            return texts.text("range.low", minimum=limits.minimum, value=value)
        case "range":
            return texts.text("range", minimum=limits.minimum, maximum=limits.maximum, value=value)
        case "values":
            known = ", ".join(entry for entry in limits.values or () if entry)
            if value == "":
                return texts.text("values.empty", values=known)
            shown = f"“{value}”" if isinstance(value, str) else texts.kind(value)
            return texts.text("values", values=known, value=shown)
    if node.pattern == ():
        return texts.text("root.type", found=texts.kind(value))
    specific = f"type.{node.name}"
    return texts.text(specific if specific in texts.TEXTS else f"type.{node.kind}", found=texts.kind(value))


def _key_limits(path: Path) -> Limits:
    return _place(path[:-1])[1].key


def _length(text: str, limits: Limits, name: str) -> str:
    if text:
        return texts.text(f"{name}.long", maximum=limits.max_length, length=len(text))
    return texts.text(f"{name}.short", minimum=limits.min_length)
