"""The catalog: the known values of fields of the request, each with its meaning.

A field may take other values too: what is missing here is unknown, not wrong.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wizard.catalog import values
from wizard.i18n import _
from wizard.models.account import InstanceType


@dataclass(frozen=True, slots=True)
class KnownValue:
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
class Image(KnownValue):
    """An image.

    Attributes:
        platform: ``Linux`` or ``Windows``.
    """

    platform: str


def _known(titles: Mapping[str, str]) -> Any:
    """The default of a list of the catalog: the built-in values with their meanings."""
    return field(default_factory=lambda: {value: KnownValue(value, title) for value, title in titles.items()})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Catalog:
    """Known values, by the value in the request, in the order in which they are displayed.

    Attributes:
        job_events: Names of events that clusters do not send.
    """

    instance_types: Mapping[str, InstanceType]
    images: Mapping[str, Image]
    regions: Mapping[str, KnownValue] = _known(values.REGIONS)
    disk_types: Mapping[str, KnownValue] = _known(values.DISK_TYPES)
    events: Mapping[str, KnownValue] = _known(values.CLUSTER_EVENTS)
    job_events: frozenset[str] = values.JOB_EVENTS
    locales: Mapping[str, KnownValue] = _known(values.LOCALES)
    isv_services: Mapping[str, KnownValue] = _known(values.ISV_SERVICES)
    schedule_types: Mapping[str, KnownValue] = _known(values.SCHEDULE_TYPES)
    router_types: Mapping[str, KnownValue] = _known(values.ROUTER_TYPES)
    resource_types: Mapping[str, KnownValue] = _known(values.RESOURCE_TYPES)
    spot_strategies: Mapping[str, KnownValue] = _known(values.SPOT_STRATEGIES)


@cache
def load_builtin() -> Catalog:
    """Return the built-in catalog; it is read once."""
    rows = json.loads(Path(__file__).with_name("instance_types.json").read_text(encoding="utf-8"))
    types = [
        InstanceType(row["name"], row["vcpu"], row["memory_gb"], local_disk_gb=row.get("local_disk_gb"))
        for row in rows
    ]
    images = [Image(*each) for each in values.IMAGES]
    return Catalog({each.name: each for each in types}, {each.value: each for each in images})


def describe_instance_type(instance_type: InstanceType) -> str:
    """Return the size of an instance type in one line: ``4 vCPU, 16 GB``."""
    text = _("{vcpu} vCPU, {memory:g} GB")
    if instance_type.local_disk_gb is not None:
        text = _("{vcpu} vCPU, {memory:g} GB, {disk} GB local disk")
    return text.format(
        vcpu=instance_type.vcpu, memory=instance_type.memory_gb, disk=instance_type.local_disk_gb
    )
