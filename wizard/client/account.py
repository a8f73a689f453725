"""What an account can choose from: instance types, disk types, images, as its target says it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from wizard.client.errors import Refused

__all__ = ["Lists", "OfferedImage", "OfferedType", "Tells", "fetch", "from_record", "to_record"]

_Result = TypeVar("_Result")


class Tells(Protocol):
    """Who is asked; see `wizard.client.client.Client`."""

    def get_quotas(self) -> dict[str, Any]:
        """Names of what the account may use."""

    def get_available(self) -> dict[str, Any]:
        """What the region offers, with sizes."""

    def iter_images(self, *, kind: str | None = None) -> Iterable[dict[str, Any]]:
        """The images of a kind."""


@dataclass(frozen=True, slots=True)
class OfferedType:
    """An instance type that is offered.

    Attributes:
        name: as it stands in a request.
        vcpu: its virtual CPUs, 0 where that was not said.
        memory_gb: its memory in GB, 0 where that was not said.
        classic: whether it can be had in a classic network; None where that was not said.
        vpc: whether it can be had in a VPC; None where that was not said.
    """

    name: str
    vcpu: int = 0
    memory_gb: float = 0
    classic: bool | None = None
    vpc: bool | None = None


@dataclass(frozen=True, slots=True)
class OfferedImage:
    """An image that the account can see.

    Attributes:
        id: as it stands in a request.
        title: what it is called.
        platform: `Linux`, `Windows`, or "".
        own: whether it is the account's own, not an official one.
    """

    id: str
    title: str = ""
    platform: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Lists:
    """What an account can choose from; a list is None where the service did not tell.

    Attributes:
        fetched_at: when it was asked, with its zone.
        instance_types: those that can be had on demand.
        spot_types: names of those that can be had as spot instances.
        resource_types: names.
        system_disk_types: names.
        data_disk_types: names.
        images: official ones and the account's own.
    """

    fetched_at: datetime
    instance_types: tuple[OfferedType, ...] | None = None
    spot_types: tuple[str, ...] | None = None
    resource_types: tuple[str, ...] | None = None
    system_disk_types: tuple[str, ...] | None = None
    data_disk_types: tuple[str, ...] | None = None
    images: tuple[OfferedImage, ...] | None = None


def fetch(client: Tells, *, now: Callable[[], datetime] | None = None) -> Lists:
    """Asks a target what the account can choose from: four lists, one after the other.

    A list that the service refuses to tell is None; the account may lack the right to ask for it.

    Args:
        client: who is asked.
        now: the time; the present by default.

    Raises:
        NoAnswer: no answer came.
        Refused: the service refused all of it.

    Source: GetQuotas, https://help.aliyun.com/document_detail/43086.html; GetAvailableResource and ListImages
    as the official clients read them.
    """
    at = (now or (lambda: datetime.now(UTC)))()
    refusals: list[Refused] = []

    def ask(question: Callable[[], _Result]) -> _Result | None:
        try:
            return question()
        except Refused as error:
            refusals.append(error)
            return None

    quotas, available = ask(client.get_quotas), ask(client.get_available)
    official = ask(lambda: list(client.iter_images(kind="System")))
    own = ask(lambda: list(client.iter_images(kind="Self")))
    if len(refusals) == 4:
        raise refusals[0]
    quotas, available = quotas or {}, available or {}
    return Lists(
        at,
        _types(quotas, available),
        _names(quotas.get("AvailableSpotInstanceType"), available.get("AvailableSpotInstanceType")),
        _names(quotas.get("AvailableClusterResourceType"), available.get("AvailableResourceType")),
        _names(
            quotas.get("AvailableClusterInstanceSystemDiskType"), available.get("AvailableSystemDiskType")
        ),
        _names(quotas.get("AvailableClusterInstanceDataDiskType"), available.get("AvailableDataDiskType")),
        # A part of the images is no list of them: those that it lacks would be doubted.
        None if official is None or own is None else _images(official, own),
    )


def to_record(lists: Lists) -> dict[str, Any]:
    """The lists as JSON has them."""
    return {**asdict(lists), "fetched_at": lists.fetched_at.isoformat()}


def from_record(record: Mapping[str, Any]) -> Lists | None:
    """What `to_record` made; None where the record is something else."""
    try:
        at = datetime.fromisoformat(record["fetched_at"])
        types, images = record["instance_types"], record["images"]
        return Lists(
            at if at.tzinfo is not None else at.replace(tzinfo=UTC),
            None if types is None else tuple(OfferedType(**each) for each in types),
            images=None if images is None else tuple(OfferedImage(**each) for each in images),
            **{name: None if record[name] is None else tuple(map(str, record[name])) for name in _NAMES},
        )
    except (KeyError, TypeError, ValueError):
        return None


_NAMES = ("spot_types", "resource_types", "system_disk_types", "data_disk_types")


def _types(quotas: Mapping[str, Any], available: Mapping[str, Any]) -> tuple[OfferedType, ...] | None:
    """The types of both answers; the second knows their sizes."""
    names = _names(quotas.get("AvailableClusterInstanceType"), available.get("AvailableClusterInstanceType"))
    if names is None:
        return None
    sized: dict[str, OfferedType] = {}
    for key in ("AvailableSpotInstanceType", "AvailableClusterInstanceType"):
        for each in _list(available.get(key)):
            if isinstance(each, dict) and isinstance(each.get("InstanceType"), str):
                sized[each["InstanceType"]] = _type(each)
    return tuple(sized.get(name, OfferedType(name)) for name in names)


def _type(each: Mapping[str, Any]) -> OfferedType:
    network = each.get("Network")
    network = network if isinstance(network, dict) else {}
    return OfferedType(
        each["InstanceType"],
        int(_number(each.get("CpuCore"))),
        _number(each.get("MemorySize")),
        _truth(network.get("Classic")),
        _truth(network.get("Vpc")),
    )


def _images(official: list[dict[str, Any]], own: list[dict[str, Any]]) -> tuple[OfferedImage, ...]:
    found: dict[str, OfferedImage] = {}
    for items, is_own in ((own, True), (official, False)):
        for each in items:
            title = each.get("Description") or each.get("Name") or ""
            platform = each.get("Platform")
            for name in (each.get("Id"), each.get("EcsImageId")):
                if isinstance(name, str) and name and name not in found:
                    shown = platform if isinstance(platform, str) else ""
                    found[name] = OfferedImage(name, str(title), shown, is_own)
    return tuple(found.values())


def _names(*answers: object) -> tuple[str, ...] | None:
    """The names in both answers, be they names or objects with one; None where neither is a list."""
    lists = [each for each in answers if isinstance(each, list)]
    if not lists:
        return None
    names = (
        each.get("InstanceType") if isinstance(each, dict) else each for items in lists for each in items
    )
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e6
    return value if usable and isinstance(value, int | float) else 0


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
