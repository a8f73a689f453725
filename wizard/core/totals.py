"""Totals of a request (instances, vCPU, memory, disk) and of the clusters that are billed."""

from dataclasses import dataclass
from typing import Any

from wizard.catalog import Catalog
from wizard.core.formatting import as_count, format_groups, format_instances
from wizard.document.tree import get
from wizard.i18n import _, join_items, join_label


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of a request."""

    groups: int = 0
    instances: int = 0
    spot: int = 0
    vcpu: int = 0  # virtual CPUs of the instances of known types
    memory_gb: float = 0  # memory in GB of the instances of known types
    disk_gb: int = 0  # system and data disks in GB
    unknown: int = 0


def totals(tree: Any, catalog: Catalog) -> Totals:
    """Return the totals of a request, valid or not; invalid numbers count as 0."""
    groups = get(tree, ("Groups",), {})
    groups = groups if isinstance(groups, dict) else {}
    instances = spot = vcpu = unknown = 0
    memory = 0.0
    for group in groups.values():
        count = as_count(get(group, ("DesiredVMCount",)))
        instances += count
        spot += count if get(group, ("ResourceType",)) == "Spot" else 0
        name = get(group, ("InstanceType",)) or get(tree, ("InstanceType",))
        kind = catalog.instance_types.get(name) if isinstance(name, str) else None
        if kind is None:
            unknown += count
        else:
            vcpu += count * kind.vcpu
            memory += count * kind.memory_gb
    disks = ("Configs", "Disks")
    each = sum(as_count(get(tree, (*disks, name, "Size"))) for name in ("SystemDisk", "DataDisk"))
    return Totals(len(groups), instances, spot, vcpu, memory, instances * each, unknown)


def describe_totals(found: Totals) -> str:
    """Return totals in a sentence, without what the request does not have, such as disks."""
    text = _("{instances} in {groups}").format(
        instances=format_instances(found.instances), groups=format_groups(found.groups)
    )
    size = describe_size(found)
    if not size:
        return text
    return f"{text} {size}" if size.startswith(("(", "（")) else join_label(text, size)


def describe_size(found: Totals) -> str:
    """Return the vCPUs, memory, disks and spot instances of totals, or ``""``."""
    parts = []
    if found.vcpu:
        said = _("{vcpu} vCPU, {memory} GB memory")
        parts.append(said.format(vcpu=f"{found.vcpu:,}", memory=f"{found.memory_gb:,g}"))
    if found.disk_gb:
        parts.append(_("{disk} GB disk").format(disk=f"{found.disk_gb:,}"))
    if found.spot:
        parts.append(_("{spot} of them Spot").format(spot=f"{found.spot:,}"))
    text = join_items(parts)
    if found.unknown:
        unknown = _("({count} of unknown type not counted)").format(count=f"{found.unknown:,}")
        text = f"{text} {unknown}".lstrip()
    return text
