"""The values of fields: formatting, parsing, limits, matching known values, and their meaning."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from wizard.catalog import Catalog, describe_instance_type
from wizard.core.formatting import as_count
from wizard.document.parser import parse
from wizard.document.presets import format_value, parse_value
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import _, join_names, ngettext
from wizard.models.fields import WILDCARD, FieldSpec

_BYTES = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)\s*([kmgt])i?b?", re.ASCII | re.IGNORECASE)
_SCALE = {"k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}
_LINE_END = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"\s*(?:export\s+)?([^=\s][^=]*?)\s*=(.*)")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(c|core|cores|cpu|vcpu|g|gb|gib)", re.IGNORECASE)
_SPACE_BEFORE_UNIT = re.compile(r"([0-9])\s+(?=(?:c|cores?|v?cpu|gi?b?)\b)", re.IGNORECASE)
_BYTE_UNITS = ((1024**4, "TB"), (1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))
_INHERITED = {("Groups", WILDCARD, "InstanceType"), ("Groups", WILDCARD, "ImageId")}
"""Fields of a group that take the cluster's value if they are blank."""


def format_answer(value: Any) -> str:
    """Return a JSON value as the text of a field."""
    return "" if value is MISSING else format_value(value)


def parse_answer(text: str, spec: FieldSpec) -> Any:
    """Return the JSON value of the text of a field; text that is not of its type stays text."""
    if text == "":
        return MISSING
    if spec.kind in ("integer", "number"):
        with suppress(ValueError):
            return parse_value(text, "number")
        if spec.unit == "bytes" and (match := _BYTES.fullmatch(text.strip())):
            count = Fraction(match[1]) * _SCALE[match[2].lower()]
            return int(count) if count.denominator == 1 else text
    return text


def parse_block(text: str) -> dict[str, str] | None:
    """Return the entries of pasted ``KEY=VALUE`` lines or of a pasted JSON object, ``None`` of other text.

    Comments and ``export`` are allowed.
    """
    value = parse(text).tree
    if isinstance(value, dict):
        return {key: format_value(each) for key, each in value.items()}
    found: dict[str, str] = {}
    for line in _LINE_END.split(text):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        entry = match[2].strip()
        is_quoted = len(entry) >= 2 and entry[0] == entry[-1] and entry[0] in "\"'"
        found[match[1]] = entry[1:-1] if is_quoted else entry
    return found or None


def describe_limits(spec: FieldSpec) -> str:
    """Return the limits of a field in words, or ``""``."""
    parts = []
    if spec.values:
        parts.append(join_names(filter(None, spec.values)))
    if spec.minimum is not None:
        text = _("{minimum} or more") if spec.maximum is None else _("{minimum} to {maximum}")
        limits = {"minimum": f"{spec.minimum:,}", "maximum": f"{spec.maximum or 0:,}"}
        parts.append(f"{text.format(**limits)} {_(spec.unit or '')}".rstrip())
    if spec.max_length is not None:
        if spec.kind in ("map", "list"):
            text = ngettext("{minimum} to {maximum} entry", "{minimum} to {maximum} entries", spec.max_length)
        else:
            text = ngettext(
                "{minimum} to {maximum} character", "{minimum} to {maximum} characters", spec.max_length
            )
        parts.append(text.format(minimum=spec.min_length or 0, maximum=f"{spec.max_length:,}"))
    return "; ".join(parts)


@dataclass(slots=True)
class SuggestionSource:
    """The known values at hand, replaced when the account's own lists arrive."""

    catalog: Catalog
    notes: Mapping[str, str] = field(default_factory=dict)
    when: str = ""


def matches(text: str, value: str, title: str) -> bool:
    """Return whether every word of a text occurs in a known value or its title."""
    searched = f"{value} {title}".casefold()
    return all(word in searched for word in text.casefold().split())


def matches_instance_type(text: str, name: str, title: str, catalog: Catalog) -> bool:
    """Return whether a text matches an instance type; ``8c`` and ``32g`` match exactly that size."""
    known = catalog.instance_types.get(name)
    rest = []
    for word in _SPACE_BEFORE_UNIT.sub(r"\1", text).split():
        match = _SIZE.fullmatch(word)
        if match is None:
            rest.append(word)
            continue
        if known is None:
            return False
        size = known.memory_gb if match[2].lower().startswith("g") else known.vcpu
        if size != float(match[1]):
            return False
    return matches(" ".join(rest), name, title)


def describe_value(tree: Any, path: Path, spec: FieldSpec, catalog: Catalog) -> str:
    """Return the meaning of the value at a path, such as ``16 vCPU, 64 GB``, or ``""``."""
    value = get(tree, path)
    count = as_count(value)
    if spec.unit == "bytes" and count >= 1024:
        return format_bytes(count)
    if spec.name == "DesiredVMCount" and count:
        return _describe_instances(tree, path, count, catalog)
    if spec.choices is not None and isinstance(value, str) and value:
        return describe_choice(spec.choices, value, catalog)
    inherited = get_inherited_value(tree, path, spec)
    return _("The cluster's: {value}").format(value=inherited) if inherited else ""


def get_inherited_value(tree: Any, path: Path, spec: FieldSpec) -> str:
    """Return the cluster's value that a blank field of a group takes, or ``""``."""
    if get(tree, path) not in (None, "") or spec.path not in _INHERITED:
        return ""
    inherited = get(tree, (spec.name,))
    return inherited if isinstance(inherited, str) else ""


def describe_choice(choices: str, value: str, catalog: Catalog) -> str:
    """Return the meaning of a value in the catalog, or ``""``."""
    known = getattr(catalog, choices).get(value)
    if known is None:
        return ""
    return describe_instance_type(known) if choices == "instance_types" else known.title


def format_bytes(value: int) -> str:
    """Return a number of bytes with a unit, such as ``512 MB``."""
    for size, unit in _BYTE_UNITS:
        if value >= size:
            return f"{value / size:.10g} {unit}" if value % size == 0 else f"{value / size:.2f} {unit}"
    return _("{count} bytes").format(count=value)


def _describe_instances(tree: Any, path: Path, count: int, catalog: Catalog) -> str:
    name = get(tree, (*path[:-1], "InstanceType")) or get(tree, ("InstanceType",))
    known = catalog.instance_types.get(name) if isinstance(name, str) else None
    if known is None:
        return ""
    total = _("Total: {vcpu} vCPU, {memory} GB")
    return total.format(vcpu=f"{count * known.vcpu:,}", memory=f"{count * known.memory_gb:,g}")
