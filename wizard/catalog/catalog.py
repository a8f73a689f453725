"""The catalog: the known values of fields of the request, each with its meaning.

A field may take other values too: what is missing here is unknown, not wrong.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from wizard.catalog import values
from wizard.i18n import _


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a field is known to take.

    Attributes:
        value: The value in the request, such as ``cloud_ssd``.
        english: Its meaning, in English.
    """

    value: str
    english: str

    @property
    def title(self) -> str:
        """Its meaning, in the user's language."""
        return _(self.english)


@dataclass(frozen=True, slots=True)
class Image(Choice):
    """An image.

    Attributes:
        platform: ``Linux`` or ``Windows``.
        vpc: Whether it is for clusters in a VPC.
    """

    platform: str
    vpc: bool


@dataclass(frozen=True, slots=True)
class InstanceType:
    """An instance type.

    Attributes:
        local_disk_gb: The size of its local disk, or ``None`` if none is known.
        source: The public list that states its size.
    """

    name: str
    vcpu: int
    memory_gb: float
    local_disk_gb: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Catalog:
    """Known values, by the value in the request, in the order in which they are displayed.

    Attributes:
        job_events: Names of events that clusters do not send.
    """

    instance_types: Mapping[str, InstanceType]
    images: Mapping[str, Image]
    regions: Mapping[str, Choice]
    disk_types: Mapping[str, Choice]
    events: Mapping[str, Choice]
    job_events: frozenset[str]
    locales: Mapping[str, Choice]
    isv_services: Mapping[str, Choice]
    schedule_types: Mapping[str, Choice]
    router_types: Mapping[str, Choice]
    resource_types: Mapping[str, Choice]
    spot_strategies: Mapping[str, Choice]


@cache
def load_builtin() -> Catalog:
    """Return the built-in catalog; it is read once."""
    rows = json.loads(Path(__file__).with_name("instance_types.json").read_text(encoding="utf-8"))
    images = [Image(*each) for each in values.IMAGES]
    return Catalog(
        instance_types=MappingProxyType({row["name"]: InstanceType(**row) for row in rows}),
        images=MappingProxyType({image.value: image for image in images}),
        regions=_to_choices(values.REGIONS),
        disk_types=_to_choices(values.DISK_TYPES),
        events=_to_choices(values.CLUSTER_EVENTS),
        job_events=values.JOB_EVENTS,
        locales=_to_choices(values.LOCALES),
        isv_services=_to_choices(values.ISV_SERVICES),
        schedule_types=_to_choices(values.SCHEDULE_TYPES),
        router_types=_to_choices(values.ROUTER_TYPES),
        resource_types=_to_choices(values.RESOURCE_TYPES),
        spot_strategies=_to_choices(values.SPOT_STRATEGIES),
    )


def _to_choices(titles: Mapping[str, str]) -> Mapping[str, Choice]:
    return MappingProxyType({value: Choice(value, english) for value, english in titles.items()})


def describe_instance_type(instance_type: InstanceType) -> str:
    """Return the size of an instance type in one line: ``4 vCPU, 16 GB``."""
    text = _("{vcpu} vCPU, {memory:g} GB")
    if instance_type.local_disk_gb is not None:
        text = _("{vcpu} vCPU, {memory:g} GB, {disk} GB local disk")
    return text.format(
        vcpu=instance_type.vcpu, memory=instance_type.memory_gb, disk=instance_type.local_disk_gb
    )
