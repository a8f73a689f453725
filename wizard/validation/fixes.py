"""Corrections: a label and the JSON Patch that applies it.

A fix never discards a value that the user entered: it converts the value, takes the nearest one that is
allowed, or adds what is missing.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Any

from wizard.document.presets import format_value
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path, from_pointer, get, to_pointer
from wizard.i18n import _
from wizard.models.answer import find_meant_name
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.validation.finding import Finding, Fix

LONGEST_NAME = 64
LEAST_SIMILAR = 0.85
"""The similarity from which a key is a misspelt one: one letter of seven differs."""

_NO_NUMBERS = ("InstanceType", "VpcId", "OppositeRouterType", "CidrBlock")
"""Strings whose form no number has."""
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*", re.ASCII)
_NUMBER = re.compile(r"\s*\+?[0-9]{1,18}(\.[0-9]+)?\s*", re.ASCII)
_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def replace(path: Path, value: Any, label: str, *, is_unambiguous: bool = False) -> Fix:
    """Return a fix that replaces the value at a path."""
    edit = {"op": "replace", "path": to_pointer(path), "value": value}
    return Fix(label, (edit,), is_unambiguous)


def add(path: Path, value: Any, label: str) -> Fix:
    """Return a fix that adds a missing value."""
    return Fix(label, ({"op": "add", "path": to_pointer(path), "value": value},))


def change_to(path: Path, value: Any) -> Fix | None:
    """Return a fix that replaces a value by another one; ``None`` for ``None``."""
    if value is None:
        return None
    return replace(path, value, _("Change to {value}").format(value=format_value(value)))


def change_to_closest(path: Path, value: str, known: Iterable[str], cutoff: float = 0.75) -> Fix | None:
    """Return a fix that replaces a misspelt value by the known one that it probably means, or ``None``."""
    return change_to(path, _find_closest(value, tuple(known), cutoff))


@lru_cache(maxsize=1024)
def _find_closest(value: str, known: tuple[str, ...], cutoff: float) -> str | None:
    plain = {_NOT_PLAIN.sub("", name.lower()): name for name in known}
    wanted = _NOT_PLAIN.sub("", value.lower())
    close = get_close_matches(wanted[:100], plain, n=1, cutoff=cutoff) if wanted not in plain else [wanted]
    return plain[close[0]] if close else None


def set_to(path: Path, value: Any, edit: Callable[[Path, Any, str], Fix] = add) -> Fix | None:
    """Return a fix that adds a missing value, or edits it otherwise; ``None`` for ``None``."""
    return None if value is None else edit(path, value, _("Set to {value}").format(value=format_value(value)))


def remove(path: Path) -> Fix:
    """Return a fix that removes the value at a path."""
    return Fix(_("Remove"), ({"op": "remove", "path": to_pointer(path)},))


def rename(path: Path, name: str) -> Fix:
    """Return a fix that renames the key at the end of a path."""
    edit = {"op": "move", "from": to_pointer(path), "path": to_pointer((*path[:-1], name))}
    return Fix(_("Rename to {name}").format(name=name), (edit,), True)


def correct_key(path: Path, name: str) -> Fix:
    """Return a fix that renames a misspelt key; unambiguous if it is hardly a word for something else."""
    own, meant = str(path[-1]).lower(), name.lower()
    is_misspelt = sorted(own) == sorted(meant) or SequenceMatcher(None, own, meant).ratio() >= LEAST_SIMILAR
    return dataclasses.replace(rename(path, name), is_unambiguous=is_misspelt)


def prefer_rename(tree: Any, finding: Finding) -> Finding:
    """Return the finding with a rename as its fix if a misspelt key has the value that is missing."""
    match finding.fix:
        case None:
            missing = finding.path
        case Fix(edits=({"op": "add", "path": pointer},)):
            missing = from_pointer(pointer, tree)
        case _:
            return finding
    places = [missing]
    if finding.rule == "MissingInstanceType":
        places.append(missing[-1:])
    for path in places:
        if path and get(tree, path, "") == "" and (key := _find_misspelt(tree, path)) is not None:
            name = str(path[-1])
            fix = correct_key((*path[:-1], key), name)
            label = _("Rename {key} to {name}").format(key=key, name=name)
            return dataclasses.replace(finding, fix=dataclasses.replace(fix, label=label))
    return finding


def _find_misspelt(tree: Any, path: Path) -> str | None:
    """Return the key beside a missing attribute that is probably a misspelling of it."""
    parent, spec = get(tree, path[:-1]), find_spec(path[:-1])
    if not isinstance(parent, dict) or spec is None or path[-1] not in spec.fields:
        return None
    meant = spec.fields[str(path[-1])]
    keys = [key for key in parent if find_meant_name(key, spec) == meant.name and fits(parent[key], meant)]
    return get_close_matches(str(path[-1]), keys, n=1, cutoff=0)[0] if keys else None


def find_fix(tree: Any, value: Any, path: Path, spec: FieldSpec, kind: str) -> Fix | None:
    """Return the fix of an error that the models report, or ``None``.

    The kind of error is as :mod:`wizard.validation.schema` names it.
    """
    match kind:
        case "missing" if spec.name == "Groups":
            return add(path, *_make_first_group(tree, spec))
        case "missing":
            return set_to(path, _guess_required(tree, path, spec))
        case "type" | "values":
            return _fix_type(tree, value, path, spec)
        case "pattern":
            return _rename_cluster(path, value)
        case "length" if spec.path == ("Name",) and value:
            return _rename_cluster(path, value)
        case "length" if spec.path == ("Groups",) and not value:
            return replace(path, *_make_first_group(tree, spec))
        case "range" if spec.name == "DesiredVMCount" and value < 1:
            return set_to(path, 1, replace)
    return None


def _rename_cluster(path: Path, value: str) -> Fix:
    name = to_legal_name(value)
    is_kept = len(value) < LONGEST_NAME and re.search(r"[A-Za-z0-9]", value) is not None
    return replace(path, name, _("Rename to {name}").format(name=name), is_unambiguous=is_kept)


def _make_first_group(tree: Any, spec: FieldSpec) -> tuple[dict[str, Any], str]:
    """Return a map with one group, with an instance type if the cluster has none, and the label."""
    if get(tree, ("InstanceType",), "") != "":
        return {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}}, _("Add a group of one instance")
    example = spec.item.fields["InstanceType"].example if spec.item is not None else ""
    group = {"DesiredVMCount": 1, "InstanceType": example, "ResourceType": "OnDemand"}
    return {"group1": group}, _("Add a group of one {type} instance").format(type=example)


def _guess_required(tree: Any, path: Path, spec: FieldSpec) -> int | str | None:
    """Return the likeliest value of a required attribute of a group."""
    if spec.name == "DesiredVMCount":
        return 1
    return _guess_billing_method(tree, path) if spec.name == "ResourceType" else None


def _guess_billing_method(tree: Any, path: Path) -> str:
    """Return the likeliest billing method of a group: a bid is for Spot only."""
    strategy = get(tree, (*path[:-1], "SpotStrategy"), "")
    return "Spot" if isinstance(strategy, str) and strategy else "OnDemand"


def _fix_type(tree: Any, value: Any, path: Path, spec: FieldSpec) -> Fix | None:
    if spec.path == ():
        return None
    if value is None:
        return _fix_null(tree, path, spec)
    if spec.values:
        known = tuple(filter(None, spec.values))
        meant = _find_closest(value, known, 0.6) if isinstance(value, str) else None
        if meant is None and spec.name == "ResourceType" and value == "":
            meant = _guess_billing_method(tree, path)
        return change_to(path, meant)
    converted = convert(value, spec)
    if converted is MISSING:
        return set_to(path, _find_nearest(value, spec), replace) if spec.kind == "integer" else None
    if spec.secret is not None:
        label = _("Convert to a string")
    elif spec.kind == "string":
        label = _('Convert to "{value}"').format(value=converted)
    else:
        label = _("Convert to {value}").format(value=to_compact_text(converted))
    return replace(path, converted, label, is_unambiguous=True)


def _fix_null(tree: Any, path: Path, spec: FieldSpec) -> Fix | None:
    if spec.name == "CidrBlock" and not _is_removable(tree, path):
        return set_to(path, spec.example, replace)
    if not spec.required:
        return remove(path) if _is_removable(tree, path) else None
    return set_to(path, _guess_required(tree, path, spec), replace)


def _find_nearest(value: Any, spec: FieldSpec) -> int | None:
    """Return the allowed integer that is nearest to a number below the minimum or between two integers."""
    if isinstance(value, float):
        nearest = round(value)
    elif isinstance(value, str) and _INTEGER.fullmatch(value):
        nearest = int(value)
    else:
        return None
    nearest = max(nearest, int(spec.minimum or 0))
    return nearest if _is_in_range(nearest, spec) else None


def _is_removable(tree: Any, path: Path) -> bool:
    """Return whether removing a value leaves nothing else without what it needs."""
    parent, name = get(tree, path[:-1]), path[-1]
    if path == ("InstanceType",):
        groups = get(tree, ("Groups",))
        named = groups.values() if isinstance(groups, dict) else ()
        return all(get(each, path, "") != "" for each in named)
    if name == "InstanceType":
        return bool(get(tree, ("InstanceType",), "") != "")
    if path[:-1] == ("Groups",):
        return len(parent) > 1
    if name == "CidrBlock":
        return bool(parent.get("VpcId", "") == "")
    if name in ("OppositeRegionId", "OppositeRouterId", "OppositeAccessPointId"):
        return all(
            value == "" for each, value in parent.items() if each.startswith("Opposite") and each != name
        )
    return True


def fits(value: Any, spec: FieldSpec) -> bool:
    """Return whether a value has the type of a field, as have its entries, or can be converted to it."""
    if not spec.has_type(value):
        return convert(value, spec) is not MISSING
    entries = value.values() if isinstance(value, dict) else value
    return spec.item is None or all(fits(each, spec.item) for each in entries)


def convert(value: Any, spec: FieldSpec) -> Any:
    """Return the value in the field's type if it means the same, else ``MISSING``."""
    match spec.kind, value:
        case "string", bool() | int() | float() if spec.name not in _NO_NUMBERS:
            text = to_compact_text(value)
            if spec.path == ("Name",):
                return to_legal_name(text)
            return text if spec.max_length is None or len(text) <= spec.max_length else MISSING
        case "integer", float() if value.is_integer() and _is_in_range(int(value), spec):
            return int(value)
        case "integer", str() if _INTEGER.fullmatch(value) and _is_in_range(int(value), spec):
            return int(value)
        case "number", str() if _NUMBER.fullmatch(value):
            return float(value) if "." in value else int(value)
        case "boolean", str() if value.strip().lower() in _TRUE:
            return True
        case "boolean", str() if value.strip().lower() in _FALSE:
            return False
        case "boolean", 0 | 1 if type(value) is int:
            return bool(value)
        case "list", str() if spec.item is not None and spec.item.kind == "string":
            return [value] if value else []
    return MISSING


def _is_in_range(value: int, spec: FieldSpec) -> bool:
    low, high = spec.minimum, spec.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def to_legal_name(name: str) -> str:
    """Return the valid cluster name that is nearest to an invalid one."""
    legal = re.sub(r"[^A-Za-z0-9_-]+", "-", name, flags=re.ASCII).strip("-")
    if not re.search(r"[A-Za-z0-9]", legal):
        return "cluster"
    if legal[0].isdigit():
        legal = f"c{legal}"
    return legal[:LONGEST_NAME].rstrip("-")
