"""Maps pydantic's errors about the shape of a request to the service's error table.

One table maps a field and a kind of error to the row that the service answers with. Everything else is the
last row, E36, whose code is made of the parameter's name.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from wizard.document.tree import MISSING, Path, get
from wizard.i18n import N_, _
from wizard.models.cluster import ClusterDescription, fields_by_path, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation import fixes
from wizard.validation.error_codes import SOURCE, error_code, fill_in
from wizard.validation.finding import Finding, Severity
from wizard.validation.rule import error, shorten

_E36 = 36

ROWS: dict[tuple[tuple[str, ...], str], int] = {
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
    (("UserData", WILDCARD), "key"): 18,
    (("UserData", WILDCARD), "type"): 19,
    (("UserData", WILDCARD), "length"): 20,
    (("Groups",), "type"): 21,
    (("Groups", WILDCARD), "type"): 22,
    (("Groups", WILDCARD), "key"): 23,
    (("Groups", WILDCARD, "DesiredVMCount"), "missing"): 24,
    (("Groups", WILDCARD, "DesiredVMCount"), "type"): 25,
    (("Groups", WILDCARD, "DesiredVMCount"), "range"): 26,
    (("InstanceType",), "type"): 33,
    (("Groups", WILDCARD, "InstanceType"), "type"): 33,
    (("Groups", WILDCARD, "ResourceType"), "missing"): 34,
    (("Groups", WILDCARD, "ResourceType"), "values"): 35,
}
"""The row of the error table for a field and a kind of error: missing, type, length, pattern, range, values,
or key (of a map)."""

_KINDS = {
    "missing": "missing",
    "string_too_long": "length",
    "string_too_short": "length",
    "too_long": "length",
    "too_short": "length",
    "string_pattern_mismatch": "pattern",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "literal_error": "values",
}
"""The kind of error for pydantic's error types; all others are about the type."""

_CROSS_FIELD: dict[tuple[str, ...], tuple[int, ...]] = {
    ("InstanceType",): (33,),
    ("Groups", WILDCARD, "InstanceType"): (32, 33),
    ("Configs", "Networks", "VPC", "CidrBlock"): (27,),
    ("Configs", "Networks", "VPC", "OppositeRouterId"): (5,),
    ("Configs", "Networks", "VPC", "OppositeAccessPointId"): (6,),
    ("Configs", "Networks", "VPC", "OppositeRegionId"): (7,),
    ("Configs", "Networks", "VPC", "OppositeRouterType"): (31,),
    ("Groups",): (29,),
    ("Groups", WILDCARD, "DesiredVMCount"): (30,),
}
"""Rows that checks across fields and the service's quotas add, by field."""

TYPE_NAMES: dict[type, str] = {
    str: N_("a string"),
    bool: N_("a boolean"),
    int: N_("an integer"),
    float: N_("a decimal number"),
    list: N_("a list"),
    dict: N_("an object"),
    type(None): N_("null"),
}

_EXPECTED = {
    "string": N_("Must be a string, not {found}."),
    "integer": N_("Must be an integer, not {found}."),
    "number": N_("Must be a number, not {found}."),
    "boolean": N_("Must be true or false, not {found}."),
    "list": N_("Must be a list, not {found}."),
    "object": N_("Must be an object, not {found}."),
    "map": N_("Must be an object of names and strings, not {found}."),
}
_MISSING = {
    "Name": N_("Required. Enter 1 to 64 of A-Z, a-z, 0-9, _ and -, not starting with a digit."),
    "ImageId": N_("Required. Enter an official image or one of your own (img-… or m-…)."),
    "DesiredVMCount": N_("Required. Enter how many instances the group has, 1 to 65,536."),
    "ResourceType": N_("Required. Select OnDemand (pay-as-you-go) or Spot."),
    "Groups": N_("Required. Add at least one instance group."),
}


def error_codes_of(spec: FieldSpec) -> list[str]:
    """Return the service's codes that a field, or an entry of it, can cause, in the order of the error table.

    ``{key}`` represents the name of an entry.
    """
    paths = (spec.path, (*spec.path, WILDCARD)) if spec.kind == "map" else (spec.path,)
    numbers = {number for (path, _kind), number in ROWS.items() if path in paths}
    numbers.update(_CROSS_FIELD.get(spec.path, ()))
    found = [error_code(number).code for number in sorted(numbers)]
    if (spec.path, "type") not in ROWS:
        kinds = [fields_by_path()[spec.path[:depth]].kind for depth in range(len(spec.path))]
        example = [
            key if key != WILDCARD else "{key}" if kind == "map" else 0
            for key, kind in zip(spec.path, kinds, strict=True)
        ]
        found.append(fill_in(error_code(_E36).code, parameter=parameter_name(tuple(example), spec)))
        if spec.kind == "map" and spec.item is not None:
            found += error_codes_of(spec.item)
    return list(dict.fromkeys(found))


def parameter_name(path: Path, spec: FieldSpec) -> str:
    """Return the name of a parameter in E36 (decision 14 of the specification).

    Fields of groups and the CIDR block have their own names, entries of EnvVars their key, everything else
    its dotted path without indexes.
    """
    if (spec.path[:2] == ("Groups", WILDCARD) and len(spec.path) > 2) or spec.name == "CidrBlock":
        return spec.name
    if spec.path == ("EnvVars", WILDCARD):
        return f"EnvVars.{path[1]}.value"
    return ".".join(key for key in path if isinstance(key, str))


def validate(tree: Any) -> Iterator[Finding]:
    """Validate the shape of a request with the models, and yield the findings in their order."""
    try:
        ClusterDescription.model_validate(tree)
    except ValidationError as error:
        yield from _to_findings(tree, error)
    user_data = tree.get("UserData") if isinstance(tree, dict) else None
    spec = fields_by_path()[("UserData",)]
    # pydantic does not report the size of a map in which an entry is invalid
    if isinstance(user_data, dict) and len(user_data) > (spec.max_length or 0):
        yield _to_finding(tree, ("UserData",), spec, "length")


def _to_findings(tree: Any, error: ValidationError) -> Iterator[Finding]:
    seen: set[tuple[Path, str]] = {(("UserData",), "length")}
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        if each["type"] == "string_unicode":  # unpaired surrogates are reported for the whole request
            continue
        path, spec, is_key = _locate(_restore_keys(tree, each["loc"]))
        for kind in _kinds(tree, path, spec, _KINDS.get(each["type"], "type"), is_key):
            if (path, kind) not in seen:
                seen.add((path, kind))
                yield _to_finding(tree, path, spec, kind)


def _restore_keys(tree: Any, location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A location of pydantic's with the keys of the request: it garbles unpaired surrogates."""
    found: list[str | int] = []
    for key in location:
        if isinstance(tree, dict) and key not in tree:
            key = next((own for own in tree if _garble(own) == key), key)
        found.append(key)
        tree = get(tree, (key,))
    return tuple(found)


def _garble(key: str) -> str:
    return key.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _locate(location: tuple[str | int, ...]) -> tuple[Path, FieldSpec, bool]:
    """The path of pydantic's location, its field, and whether it is about the key of a map."""
    spec, path = request_spec(), list(location)
    for depth, key in enumerate(location):
        below = spec.child(key)
        if below is None:  # only pydantic's "[key]" is not a field
            return tuple(path[:depth]), spec, True
        spec = below
    return tuple(path), spec, False


def _kinds(tree: Any, path: Path, spec: FieldSpec, kind: str, is_key: bool) -> Iterable[str]:
    """The kinds of error at a place: pydantic stops at the first limit that a string violates."""
    if is_key:
        return ("key",)
    value = get(tree, path)
    if kind == "length" and spec.pattern and isinstance(value, str) and not re.fullmatch(spec.pattern, value):
        return (kind, "pattern")
    return (kind,)


def _to_finding(tree: Any, path: Path, spec: FieldSpec, kind: str) -> Finding:
    value = get(tree, path, MISSING)
    why = _explain(value, path, spec, kind)
    fix = fixes.fix_of(tree, value, path, spec, kind)
    if kind == "missing" and spec.path == ("Groups",):  # decision 5 of the specification
        message = "Groups is mandatory for this action."
        return Finding("MissingGroups", Severity.ERROR, path, message, why, SOURCE, fix, 21)
    number, key = ROWS.get((spec.path, kind), _E36), path[1] if len(path) > 1 else ""
    return error(number, path, why, fix, key=key, parameter=parameter_name(path, spec))


def _explain(value: Any, path: Path, spec: FieldSpec, kind: str) -> str:
    """The cause and the remedy of an error, in the user's language."""
    match kind:
        case "missing":
            return _(_MISSING[spec.name]) if spec.name in _MISSING else _("Required.")
        case "key":
            key = (_locate(path[:-1])[1].key if path else None) or spec
            return _explain_length(str(path[-1]), key, is_key=True)
        case "length" if spec.kind in ("map", "list"):
            if not value:
                return _("Empty. Add at least one instance group.")
            return _("Must have at most {maximum:,} entries, not {count:,}.").format(
                maximum=spec.max_length, count=len(value)
            )
        case "length":
            return _explain_length(value, spec)
        case "pattern":
            return explain_name(value)
        case "range" if spec.maximum is None:
            return _("Must be at least {minimum:,}, not {value:,}.").format(minimum=spec.minimum, value=value)
        case "range":
            return _("Must be {minimum:,} to {maximum:,}, not {value:,}.").format(
                minimum=spec.minimum, maximum=spec.maximum, value=value
            )
        case "values":
            known = ", ".join(each for each in spec.values or () if each)
            if value == "":
                return _("Empty. Must be one of {known}.").format(known=known)
            shown = f'"{shorten(value)}"' if isinstance(value, str) else type_name(value)
            return _("Must be one of {known}, not {value}.").format(known=known, value=shown)
    if spec.path == ():
        return _("The request body must be a JSON object, {{ … }}, not {found}.").format(
            found=type_name(value)
        )
    if spec.path == ("Groups",):
        return _("Must be an object with an object per group, not {found}.").format(found=type_name(value))
    return _(_EXPECTED[spec.kind]).format(found=type_name(value))


def _explain_length(text: str, spec: FieldSpec, *, is_key: bool = False) -> str:
    if not text:
        return _("The name of the entry is empty. Enter one.") if is_key else _("Must not be empty.")
    if is_key:
        return _("The name of the entry must have at most {maximum:,} characters, not {count:,}.").format(
            maximum=spec.max_length, count=len(text)
        )
    return _("Must have at most {maximum:,} characters, not {count:,}.").format(
        maximum=spec.max_length, count=len(text)
    )


def explain_name(name: str) -> str:
    """Return why a cluster name is invalid and what it may contain, in the user's language."""
    remedy = _("Use letters, digits, _ or -, and do not start with a digit.")
    illegal = list(dict.fromkeys(re.findall(r"[^A-Za-z0-9_-]", name, re.ASCII)))
    if not illegal:
        return _("Starts with a digit.") + " " + remedy
    names = {" ": _("a space"), "\t": _("a tab"), "\n": _("a line break")}
    shown = ", ".join(names.get(each, f'"{each}"') for each in illegal[:4])
    if len(illegal) > 4:
        shown += ", …"
    return _("Contains {characters}.").format(characters=shown) + " " + remedy


def type_name(value: Any) -> str:
    """Return the JSON type of a value in the user's language, with its article."""
    return _(TYPE_NAMES[type(value)])
