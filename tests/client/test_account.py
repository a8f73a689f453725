"""The lists that an account can choose from."""

from collections.abc import Callable
from typing import Any

import pytest

from wizard.client.account import fetch_lists
from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.client.errors import NoResponse, Refused
from wizard.models.account import AccountLists, InstanceType, OfferedImage

from .conftest import Faulty

Fetch = Callable[..., AccountLists]
# As the official clients' own tests have the responses.
QUOTAS: dict[str, Any] = {
    "AvailableClusterResourceType": ["OnDemand", "Spot"],
    "AvailableClusterInstanceType": ["ecs.a.large", "ecs.b.large"],
    "AvailableSpotInstanceType": ["ecs.a.large"],
    "AvailableClusterInstanceSystemDiskType": ["cloud_efficiency"],
    "AvailableClusterInstanceDataDiskType": ["cloud_ssd"],
}
NETWORK = {"Classic": False, "Vpc": True}
AVAILABLE: dict[str, Any] = {
    "AvailableClusterInstanceType": [
        {"InstanceType": "ecs.a.large", "CpuCore": 2, "MemorySize": 4.5, "Network": NETWORK}
    ],
    "AvailableSpotInstanceType": [{"InstanceType": "ecs.c.large", "CpuCore": 8, "MemorySize": 16}],
    "AvailableResourceType": ["OnDemand"],
    "AvailableSystemDiskType": ["cloud_ssd"],
    "AvailableDataDiskType": ["cloud_ssd"],
}
SYSTEM = [{"Id": "img-ubuntu", "Name": "ubuntu", "Platform": "Linux", "Description": "Ubuntu 14"}]
OWN = [{"Id": "img-0a1b", "EcsImageId": "m-0a1b", "Name": "mine", "Platform": "Windows"}]
RESPONSES = {
    "/quotas": {"json": QUOTAS},
    "/available": {"json": AVAILABLE},
    "/images": {"json": {"Items": OWN, "NextMarker": ""}},
    "/images?System": {"json": {"Items": SYSTEM, "NextMarker": ""}},
}
REFUSED = {"status": 403, "json": {"Code": "Forbidden", "Message": "m"}}
LARGE = InstanceType(name="ecs.a.large", vcpu=2, memory_gb=4.5, classic=False, vpc=True)


@pytest.fixture
def fetch(serve: Callable[..., Faulty]) -> Fetch:
    """Fetch the lists from a service, some of whose responses are replaced."""
    responses: dict[str, Any] = {}

    def respond(seen: Any) -> Any:
        kind = "?System" if "Type=System" in seen.target else ""
        return responses[seen.target.partition("?")[0] + kind]

    client = Client(sandbox_profile(serve(respond).url))

    def fetched(replaced: dict[str, Any] | None = None) -> AccountLists:
        responses.update(RESPONSES | (replaced or {}))
        return fetch_lists(client)

    return fetched


def test_the_lists_of_all_responses_are_merged_and_read_back(fetch: Fetch) -> None:
    lists = fetch()
    assert lists == AccountLists(
        fetched_at=lists.fetched_at,
        instance_types=(LARGE, InstanceType(name="ecs.b.large")),
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
    assert AccountLists.model_validate(lists.model_dump(mode="json")) == lists


def test_a_refused_list_is_unknown(fetch: Fetch) -> None:
    lists = fetch({"/available": REFUSED})
    assert lists.instance_types == (InstanceType(name="ecs.a.large"), InstanceType(name="ecs.b.large"))
    assert lists.images is not None
    lists = fetch({"/quotas": REFUSED, "/images": REFUSED})
    assert (lists.instance_types, lists.images) == ((LARGE,), None)
    with pytest.raises(Refused):
        fetch(dict.fromkeys(RESPONSES, REFUSED))
    with pytest.raises(NoResponse):
        fetch({"/images": "close"})


def test_invalid_responses_are_tolerated(fetch: Fetch) -> None:
    for types in (
        None,
        "ecs.a.large",
        [None, 1, {}, {"InstanceType": 3}, ""],
        [{"InstanceType": "ecs.a.large", "CpuCore": "2", "Network": []}],
        [{"InstanceType": "ecs.a.large", "CpuCore": -1, "MemorySize": 1e99}],
    ):
        nonsense = {"json": {"AvailableClusterInstanceType": types}}
        for paths in (["/quotas"], ["/available"], ["/quotas", "/available"]):
            lists = fetch(dict.fromkeys(paths, nonsense))
            for each in lists.instance_types or ():
                assert each.name.startswith("ecs.")
                assert 0 <= each.vcpu < 1000
            assert AccountLists.model_validate(lists.model_dump(mode="json")) == lists
