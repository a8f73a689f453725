"""A few words about the value of a field: what an instance type is, how many bytes that makes."""

from typing import Any

from wizard.catalog import Catalog, describe_instance_type
from wizard.document.tree import Path, get
from wizard.models.fields import WILDCARD, FieldSpec

_UNITS = ((1024**4, "TB"), (1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))

TEXTS = {
    "inherited": "The cluster's: {value}",
    "machines": "{vcpu:,} vCPU, {memory:,g} GB in all",
}
"""The sentences of these hints, as data."""

_INHERITED = {("Groups", WILDCARD, "InstanceType"), ("Groups", WILDCARD, "ImageId")}
"""Fields of a group that take the cluster's value when they are blank."""

_LARGEST = 2**53
"""A number from which nobody means bytes or machines any more: words would say nothing about it."""


def hint(tree: Any, path: Path, node: FieldSpec, catalog: Catalog) -> str:
    """What the value at a path means, in a few words; ``""`` where there is nothing to add."""
    value = get(tree, path)
    if node.unit == "bytes" and type(value) is int and 1024 <= value < _LARGEST:
        return bytes_in_words(value)
    if node.name == "DesiredVMCount" and type(value) is int and 0 < value < _LARGEST:
        return _machines(tree, path, value, catalog)
    if node.choices is not None and isinstance(value, str) and value:
        return meaning(node.choices, value, catalog)
    if value in (None, "") and node.path in _INHERITED:
        inherited = get(tree, (node.name,))
        if isinstance(inherited, str) and inherited:
            return TEXTS["inherited"].format(value=inherited)
    return ""


def meaning(choices: str, value: str, catalog: Catalog) -> str:
    """What the catalog says of a value, or ``""``."""
    known = getattr(catalog, choices).get(value)
    if known is None:
        return ""
    return describe_instance_type(known) if choices == "instance_types" else known.title


def bytes_in_words(value: int) -> str:
    """A number of bytes as a person says it: ``512 MB``."""
    for size, unit in _UNITS:
        if value >= size:
            return f"{value / size:.10g} {unit}" if value % size == 0 else f"{value / size:.2f} {unit}"
    return f"{value} bytes"


def _machines(tree: Any, path: Path, count: int, catalog: Catalog) -> str:
    name = get(tree, (*path[:-1], "InstanceType")) or get(tree, ("InstanceType",))
    kind = catalog.instance_types.get(name) if isinstance(name, str) else None
    if kind is None:
        return ""
    return TEXTS["machines"].format(vcpu=count * kind.vcpu, memory=count * kind.memory_gb)
