"""What an account can choose from, as the service lists it and the cache stores it."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from wizard.models.stored import FORMAT, Format, StoredModel


@dataclass(frozen=True, slots=True)
class InstanceType:
    """An instance type; a size is 0 and a network None where the service did not say.

    Attributes:
        local_disk_gb: The size of its local disk, or ``None`` if none is known; the service does not say it.
    """

    name: str
    vcpu: int = 0
    memory_gb: float = 0
    classic: bool | None = None
    vpc: bool | None = None
    local_disk_gb: Annotated[int | None, Field(exclude=True)] = None


class OfferedImage(BaseModel, frozen=True, defer_build=True):
    """An image that the account can use, official or its own."""

    id: str
    title: str = ""
    platform: str = ""
    own: bool = False


class AccountLists(BaseModel, frozen=True, defer_build=True):
    """What an account can choose from; a list is None where the service did not say.

    Attributes:
        fetched_at: When the service was asked, with time zone.
        instance_types: Types available on demand.
        spot_types: Names of types available as spot instances.
        images: Official images and the account's own.
        fetched_in_this_run: Whether the lists are of this run. Only then is an instance type that they do not
            contain rejected; older lists may be outdated.
    """

    fetched_at: AwareDatetime
    instance_types: tuple[InstanceType, ...] | None = None
    spot_types: tuple[str, ...] | None = None
    resource_types: tuple[str, ...] | None = None
    system_disk_types: tuple[str, ...] | None = None
    data_disk_types: tuple[str, ...] | None = None
    images: tuple[OfferedImage, ...] | None = None
    fetched_in_this_run: bool = Field(default=False, exclude=True)

    @property
    def type_names(self) -> frozenset[str]:
        """The names of the types available on demand."""
        return frozenset(each.name for each in self.instance_types or ())

    @property
    def image_ids(self) -> frozenset[str]:
        """The ids of the images."""
        return frozenset(each.id for each in self.images or ())

    @property
    def since(self) -> str:
        """When the lists were fetched: ``2026-11-28 18:30``."""
        return f"{self.fetched_at:%Y-%m-%d %H:%M}"


class CachedLists(StoredModel):
    """The content of a cache file.

    Attributes:
        of: Endpoint, region and AccessKey ID that the lists belong to.
    """

    format: Format = FORMAT
    of: list[str]
    lists: AccountLists
