"""The catalog: everything that is known to be choosable, in one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from wizard.catalog import choices, places
from wizard.catalog.instances import instance_types
from wizard.catalog.values import Choice, Image, InstanceType, Region


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Catalog:
    """What can be chosen, by the value that stands in the request, in the order that it is best shown in."""

    instance_types: Mapping[str, InstanceType]
    instance_families: Mapping[str, Choice]
    images: Mapping[str, Image]
    regions: Mapping[str, Region]
    disk_types: Mapping[str, Choice]
    events: Mapping[str, Choice]
    job_events: Mapping[str, Choice]
    locales: Mapping[str, Choice]
    isv_services: Mapping[str, Choice]
    schedule_types: Mapping[str, Choice]
    router_types: Mapping[str, Choice]
    resource_types: Mapping[str, Choice]
    spot_strategies: Mapping[str, Choice]


@cache
def built_in() -> Catalog:
    """The catalog that comes with the wizard; made once, from then on the same object."""
    return Catalog(
        instance_types=instance_types(),
        instance_families=choices.INSTANCE_FAMILIES,
        images=places.IMAGES,
        regions=places.REGIONS,
        disk_types=choices.DISK_TYPES,
        events=choices.CLUSTER_EVENTS,
        job_events=choices.JOB_EVENTS,
        locales=choices.LOCALES,
        isv_services=choices.ISV_SERVICES,
        schedule_types=choices.SCHEDULE_TYPES,
        router_types=choices.ROUTER_TYPES,
        resource_types=choices.RESOURCE_TYPES,
        spot_strategies=choices.SPOT_STRATEGIES,
    )
