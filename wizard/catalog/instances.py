"""Instance types as shipped: read from the data file beside this module when first asked for."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from wizard.catalog.values import InstanceType

# What is said of a machine, by what is known of it.
DESCRIPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "instance-type": "{vcpu} vCPU, {memory_gb:g} GB",
        "instance-type-with-local-disk": "{vcpu} vCPU, {memory_gb:g} GB, {local_disk_gb} GB local disk",
    }
)


@cache
def instance_types() -> Mapping[str, InstanceType]:
    """All instance types that are shipped, by name, in the order of the list."""
    import json  # here, because a batch verb that never asks should not pay for them
    from pathlib import Path

    rows = json.loads(Path(__file__).with_name("instance_types.json").read_text(encoding="utf-8"))
    return MappingProxyType({row["name"]: InstanceType(**row) for row in rows})


def describe(instance_type: InstanceType) -> str:
    """Says in one line what a machine has: `4 vCPU, 16 GB`."""
    text = "instance-type" if instance_type.local_disk_gb is None else "instance-type-with-local-disk"
    return DESCRIPTIONS[text].format(
        vcpu=instance_type.vcpu,
        memory_gb=instance_type.memory_gb,
        local_disk_gb=instance_type.local_disk_gb,
    )
