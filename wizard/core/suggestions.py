"""Known values of fields: which ones match a typed text, and what a value means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wizard.catalog import Catalog, describe_instance_type
from wizard.core.formatting import as_count
from wizard.document.tree import Path, get
from wizard.i18n import _
from wizard.models.fields import WILDCARD, FieldSpec

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(c|core|cores|cpu|vcpu|g|gb|gib)", re.IGNORECASE)
_SPACE_BEFORE_UNIT = re.compile(r"([0-9])\s+(?=(?:c|cores?|v?cpu|gi?b?)\b)", re.IGNORECASE)
_BYTE_UNITS = ((1024**4, "TB"), (1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))
_INHERITED = {("Groups", WILDCARD, "InstanceType"), ("Groups", WILDCARD, "ImageId")}
"""Fields of a group that take the cluster's value if they are blank."""


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
    """Return the same for an instance type, of which ``8c`` or ``32g`` mean exactly that size."""
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


def describe_value(tree: Any, path: Path, node: FieldSpec, catalog: Catalog) -> str:
    """Return what the value at a path means, such as ``16 vCPU, 64 GB memory``, or ``""``."""
    value = get(tree, path)
    count = as_count(value)
    if node.unit == "bytes" and count >= 1024:
        return format_bytes(count)
    if node.name == "DesiredVMCount" and count:
        return _describe_instances(tree, path, count, catalog)
    if node.choices is not None and isinstance(value, str) and value:
        return describe_choice(node.choices, value, catalog)
    inherited = inherited_value(tree, path, node)
    return _("The cluster's: {value}").format(value=inherited) if inherited else ""


def inherited_value(tree: Any, path: Path, node: FieldSpec) -> str:
    """Return the cluster's value that a blank field of a group takes, or ``""``."""
    if get(tree, path) not in (None, "") or node.path not in _INHERITED:
        return ""
    inherited = get(tree, (node.name,))
    return inherited if isinstance(inherited, str) else ""


def describe_choice(choices: str, value: str, catalog: Catalog) -> str:
    """Return what the catalog says about a value, or ``""``."""
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
