"""What one account can choose from, as the service itself said."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account's own lists, handed in by whoever fetched them. A list is None when it is not known.

    Attributes:
        region: The region that the lists are of.
        fetched_at: When they were fetched, with its time zone.
        fetched_in_this_run: Whether this very run fetched them from its target. Only then is an instance
            type that they lack refused; older lists may have gone stale.
        instance_types: Instance types that it may use on demand.
        spot_instance_types: Instance types that it may use as spot instances.
        resource_types: Resource types that it may use.
        system_disk_types: Types of system disk that it may use.
        data_disk_types: Types of data disk that it may use.
        images: Ids of the images that it can see, official and its own.
    """

    region: str
    fetched_at: datetime
    fetched_in_this_run: bool = False
    instance_types: frozenset[str] | None = None
    spot_instance_types: frozenset[str] | None = None
    resource_types: frozenset[str] | None = None
    system_disk_types: frozenset[str] | None = None
    data_disk_types: frozenset[str] | None = None
    images: frozenset[str] | None = None
