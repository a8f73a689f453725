"""What an account can choose from, as its target tells it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.client.account import fetch_lists
from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.client.errors import NoResponse, Refused, TimedOut
from wizard.models.account import AccountLists, OfferedImage, OfferedType

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
# As the official clients' own tests have the answers.
QUOTAS: dict[str, Any] = {
    "AvailableClusterResourceType": ["OnDemand", "Spot"],
    "AvailableClusterInstanceType": ["ecs.a.large", "ecs.b.large"],
    "AvailableSpotInstanceType": ["ecs.a.large"],
    "AvailableClusterInstanceSystemDiskType": ["cloud_efficiency"],
    "AvailableClusterInstanceDataDiskType": ["cloud_ssd"],
}
AVAILABLE: dict[str, Any] = {
    "AvailableClusterInstanceType": [
        {
            "InstanceType": "ecs.a.large",
            "CpuCore": 2,
            "MemorySize": 4.5,
            "Network": {"Classic": False, "Vpc": True},
        }
    ],
    "AvailableSpotInstanceType": [{"InstanceType": "ecs.c.large", "CpuCore": 8, "MemorySize": 16}],
    "AvailableResourceType": ["OnDemand"],
    "AvailableSystemDiskType": ["cloud_ssd"],
    "AvailableDataDiskType": ["cloud_ssd"],
}
IMAGES: dict[str, list[dict[str, Any]]] = {
    "System": [{"Id": "img-ubuntu", "Name": "ubuntu", "Platform": "Linux", "Description": "Ubuntu 14"}],
    "Self": [{"Id": "img-0a1b", "EcsImageId": "m-0a1b", "Name": "mine", "Platform": "Windows"}],
}


class Service:
    """Tells what it is told to; an exception is raised."""

    def __init__(self, quotas: Any = QUOTAS, available: Any = AVAILABLE, images: Any = IMAGES) -> None:
        self.quotas, self.available, self.images = quotas, available, images

    def get_quotas(self) -> Any:
        return told(self.quotas)

    def get_available(self) -> Any:
        return told(self.available)

    def iter_images(self, *, kind: str | None = None) -> Iterable[dict[str, Any]]:
        return iter(told(self.images)[kind])


def told(value: Any) -> Any:
    if isinstance(value, Exception):
        raise value
    return value


def fetched(**answers: Any) -> AccountLists:
    return fetch_lists(Service(**answers), now=NOW)


def refusal() -> Refused:
    return Refused("refused", status=403, code="Forbidden", message="m")


def test_the_lists_of_all_responses_together() -> None:
    assert fetched() == AccountLists(
        fetched_at=NOW,
        instance_types=(
            OfferedType(name="ecs.a.large", vcpu=2, memory_gb=4.5, classic=False, vpc=True),
            OfferedType(name="ecs.b.large"),
        ),
        spot_types=("ecs.a.large", "ecs.c.large"),
        resource_types=("OnDemand", "Spot"),
        system_disk_types=("cloud_efficiency", "cloud_ssd"),
        data_disk_types=("cloud_ssd",),
        images=(
            OfferedImage(id="img-0a1b", title="mine", platform="Windows", own=True),
            OfferedImage(id="m-0a1b", title="mine", platform="Windows", own=True),
            OfferedImage(id="img-ubuntu", title="Ubuntu 14", platform="Linux"),
        ),
    )


def test_a_refused_list_is_unknown() -> None:
    lists = fetched(available=refusal())
    assert lists.instance_types == (OfferedType(name="ecs.a.large"), OfferedType(name="ecs.b.large"))
    assert lists.images is not None
    lists = fetched(quotas=refusal(), images=refusal())
    assert lists.instance_types == (
        OfferedType(name="ecs.a.large", vcpu=2, memory_gb=4.5, classic=False, vpc=True),
    )
    assert lists.images is None
    with pytest.raises(Refused):
        fetched(quotas=refusal(), available=refusal(), images=refusal())


def test_without_a_response_there_are_no_lists() -> None:
    with pytest.raises(NoResponse):
        fetched(images=TimedOut("late"))


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"AvailableClusterInstanceType": None},
        {"AvailableClusterInstanceType": "ecs.a.large"},
        {"AvailableClusterInstanceType": [None, 1, {}, {"InstanceType": 3}, ""]},
        {"AvailableClusterInstanceType": [{"InstanceType": "ecs.a.large", "CpuCore": "2", "Network": []}]},
        {
            "AvailableClusterInstanceType": [
                {"InstanceType": "ecs.a.large", "CpuCore": -1, "MemorySize": 1e99}
            ]
        },
    ],
)
def test_invalid_responses_are_tolerated(nonsense: dict[str, Any]) -> None:
    for answers in (
        {"quotas": nonsense},
        {"available": nonsense},
        {"quotas": nonsense, "available": nonsense},
    ):
        lists = fetched(**answers)
        for each in lists.instance_types or ():
            assert each.name.startswith("ecs.")
            assert 0 <= each.vcpu < 1000
        assert AccountLists.from_record(lists.model_dump(mode="json")) == lists


def test_a_record_is_read_back() -> None:
    assert AccountLists.from_record(fetched().model_dump(mode="json")) == fetched()
    for broken in (
        {},
        {"fetched_at": 3},
        {**fetched().model_dump(mode="json"), "images": [{"x": 1}]},
        {"fetched_at": "x"},
    ):
        assert AccountLists.from_record(broken) is None


def test_over_http(serve: Callable[..., Any]) -> None:
    def respond(seen: Any) -> dict[str, Any]:
        if seen.target == "/quotas":
            return {"json": QUOTAS}
        if seen.target == "/available":
            return {"json": AVAILABLE}
        kind = "System" if "Type=System" in seen.target else "Self"
        return {"json": {"Items": IMAGES[kind], "NextMarker": ""}}

    client = Client(sandbox_profile(serve(respond).url))
    assert fetch_lists(client, now=NOW) == fetched()
