"""The values that the catalog is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a field of the request is known to take.

    Attributes:
        value: The value as it stands in the request, e.g. `cloud_ssd`.
        title: What it means, in a few English words.
    """

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class InstanceType:
    """A type of machine.

    Attributes:
        name: Its name in the request, e.g. `ecs.sn1ne.large`.
        vcpu: Number of virtual CPUs.
        memory_gb: Memory in GB.
        local_disk_gb: Size in GB of the local disk that comes with it, or None where none is known.
        source: The public list that states these numbers.
    """

    name: str
    vcpu: int
    memory_gb: float
    local_disk_gb: int | None = None
    source: str = ""

    @property
    def family(self) -> str:
        """The name without its size: `ecs.sn1ne` for `ecs.sn1ne.large`."""
        return self.name.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Image:
    """An official image.

    Attributes:
        id: Its id in the request, e.g. `img-ubuntu-vpc`.
        title: What it holds, in a few English words.
        platform: `Linux` or `Windows`.
        vpc: Whether it is the variant that is meant for clusters inside a VPC.
    """

    id: str
    title: str
    platform: str
    vpc: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A region that BatchCompute is, or was, offered in.

    Attributes:
        id: Its id, e.g. `cn-beijing`.
        title: Its English name, e.g. `China (Beijing)`.
        source: The public list that names it.
    """

    id: str
    title: str
    source: str
