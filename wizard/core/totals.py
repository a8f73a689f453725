"""What a request adds up to: machines, vCPU, memory and disk."""

from dataclasses import dataclass
from typing import Any

from wizard.catalog import Catalog
from wizard.core.wording import counted
from wizard.document.tree import get


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


TEXTS = {
    "all": "{machines} in {groups}",
    "power": "{vcpu:,} vCPU, {memory:,g} GB memory",
    "disk": "{disk:,} GB disk",
    "spot": "{spot:,} of them Spot",
    "unknown": " ({count:,} of unknown type not counted)",
}
"""The sentences about totals, as data."""


def totals_in_words(found: Totals) -> str:
    """What a request adds up to, in a sentence; of what it does not name, such as disks, nothing is said."""
    text = TEXTS["all"].format(
        machines=counted(found.machines, "machine"), groups=counted(found.groups, "group")
    )
    parts = []
    if found.vcpu:
        parts.append(TEXTS["power"].format(vcpu=found.vcpu, memory=found.memory_gb))
    if found.disk_gb:
        parts.append(TEXTS["disk"].format(disk=found.disk_gb))
    if found.spot:
        parts.append(TEXTS["spot"].format(spot=found.spot))
    if parts:
        text += ": " + ", ".join(parts)
    return text + (TEXTS["unknown"].format(count=found.unknown) if found.unknown else "")
