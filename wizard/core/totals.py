"""What a request adds up to: machines, vCPU, memory and disk."""

from dataclasses import dataclass
from typing import Any

from wizard.catalog import Catalog
from wizard.document.tree import get
from wizard.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Totals:
    """What a request adds up to.

    Attributes:
        groups: Groups.
        machines: Machines.
        spot: How many of them are bought as Spot.
        vcpu: Virtual CPUs of the machines whose type is known.
        memory_gb: Memory in GB, likewise.
        disk_gb: System and data disks in GB.
        unknown: Machines whose type the catalog does not know.
    """

    groups: int = 0
    machines: int = 0
    spot: int = 0
    vcpu: int = 0
    memory_gb: float = 0
    disk_gb: int = 0
    unknown: int = 0


def totals(tree: Any, catalog: Catalog) -> Totals:
    """Add up a request, valid or not; what is no sensible number counts as nothing."""
    groups = get(tree, ("Groups",), {})
    groups = groups if isinstance(groups, dict) else {}
    machines = spot = vcpu = unknown = 0
    memory = 0.0
    for group in groups.values():
        count = _count(get(group, ("DesiredVMCount",)))
        machines += count
        spot += count if get(group, ("ResourceType",)) == "Spot" else 0
        name = get(group, ("InstanceType",)) or get(tree, ("InstanceType",))
        kind = catalog.instance_types.get(name) if isinstance(name, str) else None
        if kind is None:
            unknown += count
        else:
            vcpu += count * kind.vcpu
            memory += count * kind.memory_gb
    disks = ("Configs", "Disks")
    each = sum(_count(get(tree, (*disks, name, "Size"))) for name in ("SystemDisk", "DataDisk"))
    return Totals(len(groups), machines, spot, vcpu, memory, machines * each, unknown)


_LARGEST = 2**53
"""A number from which nobody means machines or GB any more, and from which floats lose units."""


def _count(value: Any) -> int:
    return value if type(value) is int and 0 < value < _LARGEST else 0


def describe_totals(found: Totals) -> str:
    """Return totals in a sentence; what a request does not name, such as disks, is left out."""
    machines = ngettext("{count} machine", "{count} machines", found.machines).format(
        count=f"{found.machines:,}"
    )
    groups = ngettext("{count} group", "{count} groups", found.groups).format(count=f"{found.groups:,}")
    text = _("{machines} in {groups}").format(machines=machines, groups=groups)
    parts = []
    if found.vcpu:
        said = _("{vcpu} vCPU, {memory} GB memory")
        parts.append(said.format(vcpu=f"{found.vcpu:,}", memory=f"{found.memory_gb:,g}"))
    if found.disk_gb:
        parts.append(_("{disk} GB disk").format(disk=f"{found.disk_gb:,}"))
    if found.spot:
        parts.append(_("{spot} of them Spot").format(spot=f"{found.spot:,}"))
    if parts:
        text += ": " + ", ".join(parts)
    if found.unknown:
        unknown = _("({count} of unknown type not counted)").format(count=f"{found.unknown:,}")
        text += f" {unknown}"
    return text
