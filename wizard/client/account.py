"""Fetch the instance types, disk types and images of an account."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from wizard.client.errors import Refused
from wizard.models.account import AccountLists, InstanceType, OfferedImage

if TYPE_CHECKING:
    from wizard.client.api import Client

_Result = TypeVar("_Result")


def fetch_lists(client: "Client") -> AccountLists:
    """Fetch the lists of an account.

    A list that the service refuses is None; the account may lack the permission.

    Raises:
        Refused: The service refused all lists.

    Source: GetQuotas, https://help.aliyun.com/document_detail/43086.html; GetAvailableResource and ListImages
    as the official clients read them.
    """
    at = datetime.now(UTC)
    refusals: list[Refused] = []

    def ask(call: Callable[[], _Result]) -> _Result | None:
        try:
            return call()
        except Refused as error:
            refusals.append(error)
            return None

    quotas, available = ask(client.get_quotas), ask(client.get_available)
    official = ask(lambda: list(client.iter_images("System")))
    own = ask(lambda: list(client.iter_images("Self")))
    if len(refusals) == 4:
        raise refusals[0]
    quotas, available = quotas or {}, available or {}

    def collect(in_quotas: str, in_available: str) -> tuple[str, ...] | None:
        return _list_names(quotas.get(in_quotas), available.get(in_available))

    offered = collect("AvailableClusterInstanceType", "AvailableClusterInstanceType")
    sized = _parse_types(available)
    return AccountLists(
        fetched_at=at,
        instance_types=None
        if offered is None
        else tuple(sized.get(name, InstanceType(name=name)) for name in offered),
        spot_types=collect("AvailableSpotInstanceType", "AvailableSpotInstanceType"),
        resource_types=collect("AvailableClusterResourceType", "AvailableResourceType"),
        system_disk_types=collect("AvailableClusterInstanceSystemDiskType", "AvailableSystemDiskType"),
        data_disk_types=collect("AvailableClusterInstanceDataDiskType", "AvailableDataDiskType"),
        # With only some of the images, the others would be reported as unknown.
        images=None if official is None or own is None else _parse_images(official, own),
    )


def _list_names(*answers: object) -> tuple[str, ...] | None:
    """Return the names in all lists (of names, or of objects with one), None without any list."""
    lists = [each for each in answers if isinstance(each, list)]
    if not lists:
        return None
    names = (
        each.get("InstanceType") if isinstance(each, dict) else each for items in lists for each in items
    )
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))


def _parse_types(available: Mapping[str, Any]) -> dict[str, InstanceType]:
    found: dict[str, InstanceType] = {}
    for key in ("AvailableSpotInstanceType", "AvailableClusterInstanceType"):
        items = available.get(key)
        for each in items if isinstance(items, list) else []:
            name = each.get("InstanceType") if isinstance(each, dict) else None
            if isinstance(name, str):
                network = each.get("Network") if isinstance(each.get("Network"), dict) else {}
                found[name] = InstanceType(
                    name=name,
                    vcpu=int(_parse_number(each.get("CpuCore"))),
                    memory_gb=_parse_number(each.get("MemorySize")),
                    classic=_parse_boolean(network.get("Classic")),
                    vpc=_parse_boolean(network.get("Vpc")),
                )
    return found


def _parse_images(official: list[dict[str, Any]], own: list[dict[str, Any]]) -> tuple[OfferedImage, ...]:
    found: dict[str, OfferedImage] = {}
    for each, is_own in [*((each, True) for each in own), *((each, False) for each in official)]:
        title = str(each.get("Description") or each.get("Name") or "")
        platform = each.get("Platform")
        for name in (each.get("Id"), each.get("EcsImageId")):
            if isinstance(name, str) and name and name not in found:
                found[name] = OfferedImage(
                    id=name, title=title, platform=platform if isinstance(platform, str) else "", own=is_own
                )
    return tuple(found.values())


def _parse_number(value: object) -> float:
    return value if isinstance(value, int | float) and type(value) is not bool and 0 <= value < 1e6 else 0


def _parse_boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
