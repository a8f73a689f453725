"""Maps pydantic's errors about the shape of a request to the service's error table.

One table maps a field and a kind of error to the row that the service answers with. Everything else is the
last row, E36, whose code is made of the parameter's name.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from wizard.document.tree import MISSING, Path, get
from wizard.i18n import N_, _, join_names
from wizard.models.cluster import ClusterDescription, fields_by_path, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation import fixes
from wizard.validation.error_codes import SOURCE, fill_in, get_error_code
from wizard.validation.finding import Finding, Severity
from wizard.validation.rule import make_error, shorten

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
    (("Groups", WILDCARD, "InstanceType"), "relation"): 32,
    (("Configs", "Networks", "VPC", "CidrBlock"), "relation"): 27,
    (("Configs", "Networks", "VPC", "OppositeRouterId"), "relation"): 5,
    (("Configs", "Networks", "VPC", "OppositeAccessPointId"), "relation"): 6,
    (("Configs", "Networks", "VPC", "OppositeRegionId"), "relation"): 7,
    (("Configs", "Networks", "VPC", "OppositeRouterType"), "relation"): 31,
    (("Groups",), "quota"): 29,
    (("Groups", WILDCARD, "DesiredVMCount"), "quota"): 30,
}
"""The row of the error table for a field and a kind of error: missing, type, length, pattern, range, values,
or key (of a map); relation for checks across fields and quota for the service's quotas."""

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


def list_error_codes(spec: FieldSpec) -> list[str]:
    """Return the service's codes that a field, or an entry of it, can cause, in the order of the error table.

    ``{key}`` represents the name of an entry.
    """
    paths = (spec.path, (*spec.path, WILDCARD)) if spec.kind == "map" else (spec.path,)
    numbers = {number for (path, _kind), number in ROWS.items() if path in paths}
    found = [get_error_code(number).code for number in sorted(numbers)]
    if (spec.path, "type") not in ROWS:
        name = get_parameter_name(spec.path, spec).replace(WILDCARD, "{key}")
        found.append(fill_in(get_error_code(_E36).code, parameter=name))
        if spec.kind == "map" and spec.item is not None:
            found += list_error_codes(spec.item)
    return list(dict.fromkeys(found))


def get_parameter_name(path: Path, spec: FieldSpec) -> str:
    """Return the name of a parameter in E36 (decision 14 of the specification).

    Fields of groups and the CIDR block have their own names, entries of EnvVars their key, everything else
    its dotted path without indexes.
    """
    if (spec.path[:2] == ("Groups", WILDCARD) and len(spec.path) > 2) or spec.name == "CidrBlock":
        return spec.name
    if spec.path == ("EnvVars", WILDCARD):
        return f"EnvVars.{path[1]}.value"
    return ".".join(key for key in path if isinstance(key, str) and key != WILDCARD)


def validate(tree: Any) -> Iterator[Finding]:
    """Validate the shape of a request with the models, and yield the findings in their order."""
    try:
        ClusterDescription.model_validate(tree)
    except ValidationError as error:
        yield from _to_findings(tree, error)
    user_data = tree.get("UserData") if isinstance(tree, dict) else None
    spec = fields_by_path()[("UserData",)]
    if isinstance(user_data, dict) and len(user_data) > (spec.max_length or 0):
        yield _to_finding(tree, ("UserData",), spec, "length")


def _to_findings(tree: Any, error: ValidationError) -> Iterator[Finding]:
    seen: set[tuple[Path, str]] = set()
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        path, spec, is_key = _locate(each["loc"])
        value, kinds = get(tree, path), ["key" if is_key else _KINDS.get(each["type"], "type")]
        # pydantic stops at the first limit that a string violates
        is_text = kinds == ["length"] and isinstance(value, str)
        if is_text and spec.pattern and not re.fullmatch(spec.pattern, value):
            kinds.append("pattern")
        for kind in kinds:
            if (path, kind) not in seen:
                seen.add((path, kind))
                yield _to_finding(tree, path, spec, kind)


def _locate(location: tuple[str | int, ...]) -> tuple[Path, FieldSpec, bool]:
    """Return the path of pydantic's location, its field, and whether it is about the key of a map."""
    spec = request_spec()
    for depth, key in enumerate(location):
        below = spec.child(key)
        if below is None:  # only pydantic's "[key]" is not a field
            return location[:depth], spec, True
        spec = below
    return location, spec, False


def _to_finding(tree: Any, path: Path, spec: FieldSpec, kind: str) -> Finding:
    value = get(tree, path, MISSING)
    why = _explain(value, path, spec, kind)
    fix = fixes.find_fix(tree, value, path, spec, kind)
    if kind == "missing" and spec.path == ("Groups",):  # decision 5 of the specification
        message = "Groups is mandatory for this action."
        return Finding("MissingGroups", Severity.ERROR, path, message, why, SOURCE, fix, 21)
    number, key = ROWS.get((spec.path, kind), _E36), path[1] if len(path) > 1 else ""
    return make_error(number, path, why, fix, key=key, parameter=get_parameter_name(path, spec))


def _explain(value: Any, path: Path, spec: FieldSpec, kind: str) -> str:
    """Return the cause and the remedy of an error, in the user's language."""
    match kind:
        case "missing":
            return _(_MISSING[spec.name]) if spec.name in _MISSING else _("Required.")
        case "pattern":
            return explain_name(value)
        case "key":
            value, limit = str(path[-1]), fields_by_path()[spec.path[:-1]].key or spec
            message = _("The name of the entry is empty. Enter one.")
            if value:
                message = _("The name of the entry must have at most {maximum:,} characters, not {count:,}.")
            return message.format(maximum=limit.max_length, count=len(value))
        case "length" if spec.kind == "string":
            message = _("Must not be empty.")
            if value:
                message = _("Must have at most {maximum:,} characters, not {count:,}.")
        case "length":
            message = _("Empty. Add at least one instance group.")
            if value:
                message = _("Must have at most {maximum:,} entries, not {count:,}.")
        case "range" if spec.maximum is None:
            message = _("Must be at least {minimum:,}, not {value:,}.")
        case "range":
            message = _("Must be {minimum:,} to {maximum:,}, not {value:,}.")
        case "values" if value == "":
            message = _("Empty. Must be one of {known}.")
        case "values":
            message = _("Must be one of {known}, not {value}.")
        case _ if spec.path == ():
            message = _("The request body must be a JSON object, {{ … }}, not {found}.")
        case _ if spec.path == ("Groups",):
            message = _("Must be an object with an object per group, not {found}.")
        case _:
            message = _(_EXPECTED[spec.kind])
    low, high = (spec.minimum, spec.maximum) if kind == "range" else (spec.min_length, spec.max_length)
    count = len(value) if kind == "length" else 0
    known, found = join_names(filter(None, spec.values or ())), _(TYPE_NAMES[type(value)])
    if kind == "values":
        value = f'"{shorten(value)}"' if isinstance(value, str) else found
    return message.format(minimum=low, maximum=high, count=count, known=known, value=value, found=found)


def explain_name(name: str) -> str:
    """Return why a cluster name is invalid and what it may contain, in the user's language."""
    illegal = list(dict.fromkeys(re.findall(r"[^A-Za-z0-9_-]", name, re.ASCII)))
    if not illegal:
        return _("Starts with a digit. Use letters, digits, _ or -, and do not start with a digit.")
    names = {" ": _("a space"), "\t": _("a tab"), "\n": _("a line break")}
    shown = [names.get(each, f'"{each}"') for each in illegal[:4]] + ["…"] * (len(illegal) > 4)
    message = _("Contains {characters}. Use letters, digits, _ or -, and do not start with a digit.")
    return message.format(characters=join_names(shown))
