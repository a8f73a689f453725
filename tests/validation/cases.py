"""Requests to start from, ways to change them, and the sentences of the service, from the specification."""

import copy
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wizard.document.tree import apply_patch
from wizard.validation import Context, Finding, check
from wizard.validation.finding import Severity

Expected = tuple[str, str, str]
"""Code, message and JSON Pointer of an error."""

Case = tuple[Any, list[Expected]]
"""A request and its errors."""

MINIMAL: dict[str, Any] = {
    "Name": "my-cluster",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
"""A smallest request that the service takes."""

EXAMPLE: dict[str, Any] = json.loads(
    Path(__file__).parents[1].joinpath("cli", "example.json").read_text(encoding="utf-8")
)
"""The example of the API reference."""

OPPOSITE: dict[str, Any] = {
    "CidrBlock": "192.168.0.0/16",
    "OppositeRegionId": "cn-shenzhen",
    "OppositeRouterId": "vrt-1",
    "OppositeAccessPointId": "ap-1",
    "OppositeInterfaceId": "ri-1",
    "OppositeRouterType": "VBR",
}
"""A VPC whose other side is given in full."""

VALUES: dict[str, Any] = {
    "a string": "x",
    "an empty string": "",
    "an integer": 3,
    "a float without fraction": 3.0,
    "a fraction": 2.5,
    "true": True,
    "false": False,
    "null": None,
    "a list": [],
    "an object": {},
}
"""A value of every type JSON knows."""

STRINGS = ("a string", "an empty string")
NUMBERS = ("an integer", "a float without fraction", "a fraction")
FITTING: dict[str, tuple[str, ...]] = {
    "string": STRINGS,
    "integer": ("an integer",),
    "number": NUMBERS,
    "boolean": ("true", "false"),
    "list": ("a list",),
    "object": ("an object",),
}
"""The kinds of a field, and the values that are of it."""


def wrong(kind: str) -> list[Any]:
    """The values that are not of this kind."""
    return [value for name, value in VALUES.items() if name not in FITTING[kind]]


def tokens(pointer: str) -> list[str]:
    """The steps of a JSON Pointer (RFC 6901)."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def pointer(path: Iterable[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def at(place: str, value: Any, base: Any = MINIMAL) -> Any:
    """A copy of a request with a value set; objects on the way that are missing are made."""
    tree = copy.deepcopy(base)
    *way, last = tokens(place)
    node = tree
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
    if isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = copy.deepcopy(value)
    return tree


def without(place: str, base: Any = MINIMAL) -> Any:
    """A copy of a request without what stands at a place."""
    tree = copy.deepcopy(base)
    *way, last = tokens(place)
    node = tree
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    del node[int(last) if isinstance(node, list) else last]
    return tree


def holds(tree: Any, place: str) -> Any:
    """What stands at a place of a request."""
    for step in tokens(place):
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    return tree


def missing(name: str, place: str) -> Expected:
    """The error of a parameter that has to be there."""
    return (f"Missing{name}", f"{name} is mandatory for this action.", place)


def invalid(name: str, place: str, sentence: str = "") -> Expected:
    """The error of a parameter with a bad value; without a further sentence it is the last row's."""
    message = f"Specified parameter {name} is not valid."
    return (f"Invalid{name}", f"{message} {sentence}" if sentence else message, place)


def typed(name: str, kind: str, place: str) -> Expected:
    """The error of a parameter of a wrong type, for the rows that name the type."""
    return invalid(name, place, f"Its type must be {kind}.")


def ranged(name: str, what: str, low: int, high: int, place: str) -> Expected:
    """The error of a parameter whose length or size is out of its range."""
    return invalid(name, place, f"Its {what} must be in [{low}, {high}].")


def accept(place: str, *values: Any, base: Any = MINIMAL) -> list[Case]:
    """Values that the service accepts."""
    return [(at(place, value, base), []) for value in values]


def reject(place: str, errors: Expected | list[Expected], *values: Any, base: Any = MINIMAL) -> list[Case]:
    """Values that the service rejects."""
    expected = errors if isinstance(errors, list) else [errors]
    return [(at(place, value, base), expected) for value in values]


def by_code(cases: list[Case]) -> dict[str, list[Case]]:
    """The cases by the code of their first error, ``""`` for requests without an error."""
    codes = sorted({case[1][0][0] if case[1] else "" for case in cases})
    return {code: [case for case in cases if (case[1][0][0] if case[1] else "") == code] for code in codes}


def errors(findings: Iterable[Finding]) -> list[Expected]:
    """Code, message and pointer of the errors among findings, in their order."""
    return [
        (finding.rule, finding.message, pointer(finding.path))
        for finding in findings
        if finding.severity == Severity.ERROR
    ]


def errors_of(tree: Any) -> list[Expected]:
    """The errors of a request, in the order they are listed."""
    return errors(check(tree))


def found(rule: str, tree: Any, context: Context | None = None) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in check(tree, context) if finding.rule == rule]


def places(rule: str, tree: Any, context: Context | None = None) -> list[str]:
    """Where the findings of one rule stand, as pointers."""
    return [pointer(finding.path) for finding in found(rule, tree, context)]


Warned = tuple[str, Any, list[str]]
"""A rule, a request, and the places that the rule warns about."""


def warn(rule: str, place: str, *values: Any, base: Any = MINIMAL) -> list[Warned]:
    """Values that a rule warns about."""
    return [(rule, at(place, value, base), [place]) for value in values]


def silent(rule: str, place: str, *values: Any, base: Any = MINIMAL) -> list[Warned]:
    """Values that a rule does not warn about."""
    return [(rule, at(place, value, base), []) for value in values]


def fixed(rule: str, tree: Any, context: Context | None = None) -> Any:
    """The request after the fix of the first finding of a rule."""
    fix = found(rule, tree, context)[0].fix
    assert fix is not None
    return apply_patch(tree, fix.edits)


def unfixed(rule: str, tree: Any, context: Context | None = None) -> bool:
    """Whether a rule finds something, and offers no fix for any of it."""
    findings = found(rule, tree, context)
    return bool(findings) and all(finding.fix is None for finding in findings)
