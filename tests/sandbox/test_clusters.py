"""GetCluster, ListClusters, ModifyCluster, DeleteCluster: what they show and what they change."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from .driver import Driver, FakeClock, groups, request
from .test_create import EXAMPLE


def test_a_cluster_shows_everything_that_the_official_clients_read(api: Driver) -> None:
    found = api.get(f"/clusters/{api.created(EXAMPLE)}")
    sent = json.loads(EXAMPLE)
    for key in ("Name", "Description", "InstanceType", "ImageId", "UserData", "EnvVars", "Notification"):
        assert found[key] == sent[key]
    assert isinstance(found["OwnerId"], int)
    assert found["CreationTime"] == "2026-03-01T12:00:00.123456Z"
    assert found["State"] == "Active"
    assert found["Groups"] == {
        "group1": {
            "DesiredVMCount": 3,
            "ActualVMCount": 0,
            "InstanceType": "ecs.sn1ne.large",
            "ResourceType": "OnDemand",
            "SpotStrategy": "",
            "SpotPriceLimit": 0.0,
            "Disks": sent["Configs"]["Disks"],
        }
    }
    assert found["Metrics"] == {"RunningCount": 0, "StartingCount": 3, "StoppingCount": 0, "StoppedCount": 0}
    assert found["Configs"]["Networks"] == sent["Configs"]["Networks"]
    del sent["Configs"]["Mounts"]["OSS"]  # its id alone makes `bcs c` of batchcompute-cli 1.7.7 fail
    assert found["Configs"]["Mounts"] == sent["Configs"]["Mounts"]


def test_what_a_request_left_out_is_shown_empty_and_never_null(api: Driver) -> None:
    found = api.get(f"/clusters/{api.created(request())}")
    assert (found["UserData"], found["EnvVars"], found["Configs"]) == ({}, {}, {})
    assert found["Notification"] == {"Topic": {}}
    assert (found["Description"], found["Bootstrap"]) == ("", "")
    assert "null" not in json.dumps(found)


def test_operation_logs_are_lines_of_time_group_machine_and_text(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(a=2)))
    clock.forward(60)
    api.send("PUT", f"/clusters/{cluster}", {"Groups": {"a": {"DesiredVMCount": 3}}})
    lines = api.get(f"/clusters/{cluster}")["OperationLogs"]
    for line in lines:
        assert re.fullmatch(r"\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\]\[(a|)\]\[(ins-[^]]+|)\].+", line)
    assert lines == sorted(lines, key=lambda line: line[:29])
    assert lines[0] == "[2026-03-01T12:00:00.123456Z][][]Cluster is created."
    assert lines[-1] == "[2026-03-01T12:01:00.123456Z][a][]DesiredVMCount is changed from 2 to 3."
    assert sum("Instance is running." in line for line in lines) == 2


def test_clusters_are_listed_page_by_page_the_youngest_first(api: Driver) -> None:
    made = [api.created(request(Name=f"c{n}")) for n in range(7)]
    for count in (1, 3, 7, 100):
        assert [item["Id"] for item in api.all("/clusters", count)] == made[::-1]
    whole = api.get("/clusters")
    assert whole["NextMarker"] == "" and len(whole["Items"]) == 7
    assert whole["Items"][0] == api.get(f"/clusters/{made[-1]}")


def test_a_page_holds_fifty_unless_it_is_asked_for_otherwise(api: Driver) -> None:
    for _ in range(51):
        api.created(request())
    page = api.get("/clusters")
    assert len(page["Items"]) == 50
    assert page["NextMarker"] == page["Items"][-1]["Id"]


@pytest.mark.parametrize("query", [f"MaxItemCount={n}" for n in ("0", "101", "-1", "x", "1.0", "%D9%A3")])
def test_a_page_of_no_sense_is_refused(api: Driver, query: str) -> None:
    cluster = api.created(request())
    for path in ("/clusters", f"/clusters/{cluster}/groups/group/instances", "/images", "/jobs"):
        assert api.send("GET", f"{path}?{query}").error == (400, "InvalidMaxItemCount")
        assert api.send("GET", f"{path}?Marker=nonsense").error == (400, "InvalidMarker")


def test_a_marker_goes_on_although_its_cluster_is_gone(api: Driver, clock: FakeClock) -> None:
    made = [api.created(request()) for _ in range(3)]
    marker = api.get("/clusters?MaxItemCount=1")["NextMarker"]
    api.send("DELETE", f"/clusters/{marker}")
    clock.forward(60)
    assert [item["Id"] for item in api.get(f"/clusters?Marker={marker}")["Items"]] == made[:2][::-1]


def test_an_unknown_cluster_is_not_found_by_any_operation(api: Driver) -> None:
    for path in ("cls-none", "cls-none%2F", "%00", "组"):
        path = path.encode().decode("latin-1")
        for method, tail in (
            ("GET", ""),
            ("PUT", ""),
            ("DELETE", ""),
            ("GET", "/groups/g/instances"),
            ("GET", "/groups/g/instances/i"),
            ("DELETE", "/groups/g/instances/i"),
            ("POST", "/groups/g/instances/i/recreate"),
        ):
            if path.isascii():
                reply = api.send(method, f"/clusters/{path}{tail}", {} if method == "PUT" else None)
                assert reply.error == (404, "InvalidResource.NotFound")


def test_a_deleted_cluster_is_deleting_and_then_gone(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(g=4)))
    clock.forward(60)
    reply = api.send("DELETE", f"/clusters/{cluster}")
    assert (reply.status, reply.json) == (200, {})
    found = api.get(f"/clusters/{cluster}")
    assert found["State"] == "Deleting"
    assert found["Metrics"] == {"RunningCount": 0, "StartingCount": 0, "StoppingCount": 4, "StoppedCount": 0}
    assert found["OperationLogs"][-1].endswith("[][]Cluster is being deleted.")
    assert api.send("DELETE", f"/clusters/{cluster}").status == 200
    assert [item["State"] for item in api.all("/clusters")] == ["Deleting"]
    instances = api.all(f"/clusters/{cluster}/groups/g/instances")
    assert {item["State"] for item in instances} == {"Deleting"}
    instance = f"/clusters/{cluster}/groups/g/instances/{instances[0]['Id']}"
    assert api.send("PUT", f"/clusters/{cluster}", {}).error == (409, "StateConflict")
    assert api.send("DELETE", instance).error == (409, "StateConflict")
    assert api.send("POST", f"{instance}/recreate").error == (409, "StateConflict")
    clock.forward(60)
    assert api.send("GET", f"/clusters/{cluster}").error == (404, "InvalidResource.NotFound")
    assert api.send("DELETE", f"/clusters/{cluster}").error == (404, "InvalidResource.NotFound")
    assert api.all("/clusters") == []


def test_a_group_is_shrunk_to_nothing_and_grows_again(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(group=3, other=1)))
    clock.forward(60)
    for count in (0, 2, 0):
        reply = api.send("PUT", f"/clusters/{cluster}", {"Groups": {"group": {"DesiredVMCount": count}}})
        assert (reply.status, reply.json) == (200, {})
        clock.forward(60)
        found = api.get(f"/clusters/{cluster}")
        assert (
            found["Groups"]["group"]["DesiredVMCount"] == found["Groups"]["group"]["ActualVMCount"] == count
        )
        assert found["Metrics"]["RunningCount"] == count + 1
    assert api.send("PUT", f"/clusters/{cluster}", {"UserData": {"k": "v"}}).status == 200
    assert api.create(request(Groups=groups(group=0))).error == (400, "InvalidDesiredVMCount")


def test_what_can_be_changed_is_changed_and_the_rest_stays(api: Driver) -> None:
    cluster = api.created(EXAMPLE)
    before = api.get(f"/clusters/{cluster}")
    spot = {"SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": 0.25}
    mounts = {"Locale": "UTF-8", "OSS": {"AccessKeyId": "LTAI", "AccessKeySecret": "hush-hush"}}
    changes = {
        "Groups": {"group1": {"DesiredVMCount": 5, "InstanceType": "ecs.sn2.large", **spot}},
        "UserData": {"other": "value"},
        "EnvVars": {},
        "ImageId": "img-centos-vpc",
        "Configs": {"Mounts": mounts},
        "Name": "not changed",
    }
    reply = api.send("PUT", f"/clusters/{cluster}", changes)
    assert (reply.status, reply.json) == (200, {})
    after = api.get(f"/clusters/{cluster}")
    assert after["UserData"] == {"other": "value"} and after["EnvVars"] == {}
    assert after["ImageId"] == "img-centos-vpc" and after["Name"] == "test-cluster"
    group = after["Groups"]["group1"]
    assert (group["DesiredVMCount"], group["InstanceType"]) == (5, "ecs.sn2.large")
    assert (group["SpotStrategy"], group["SpotPriceLimit"]) == ("SpotWithPriceLimit", 0.25)
    assert after["Configs"]["Mounts"] == {"Locale": "UTF-8"}
    assert after["Configs"]["Disks"] == before["Configs"]["Disks"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("{", (400, "InvalidJsonFormat")),
        ("", (400, "InvalidJsonFormat")),
        ("[]", (400, "InvalidHttpBody")),
        ({"Groups": []}, (400, "InvalidGroups")),
        ({"Groups": {"group": None}}, (400, "InvalidGroups.group")),
        ({"Groups": {"other": {"DesiredVMCount": 1}}}, (400, "InvalidGroups.other")),
        ({"Groups": {"group": {"DesiredVMCount": -1}}}, (400, "InvalidDesiredVMCount")),
        ({"Groups": {"group": {"DesiredVMCount": 65537}}}, (400, "InvalidDesiredVMCount")),
        ({"Groups": {"group": {"DesiredVMCount": 2.0}}}, (400, "InvalidDesiredVMCount")),
        ({"Groups": {"group": {"DesiredVMCount": 0.0}}}, (400, "InvalidDesiredVMCount")),
        ({"Groups": {"group": {"DesiredVMCount": False}}}, (400, "InvalidDesiredVMCount")),
        ({"Groups": {"group": {"DesiredVMCount": None}}}, (400, "InvalidDesiredVMCount")),
        ({"Groups": {"group": {"InstanceType": "nonsense"}}}, (400, "InvalidInstanceType")),
        ({"Groups": {"group": {"SpotStrategy": "Other"}}}, (400, "InvalidSpotStrategy")),
        ({"Groups": {"group": {"SpotPriceLimit": -1}}}, (400, "InvalidSpotPriceLimit")),
        ({"UserData": {"k": 1}}, (400, "InvalidUserData.k.value")),
        ({"EnvVars": None}, (400, "InvalidEnvVars")),
        ({"ImageId": ""}, (400, "InvalidImageId")),
        ({"Configs": 1}, (400, "InvalidConfigs")),
        ({"Configs": {"Mounts": []}}, (400, "InvalidConfigs.Mounts")),
    ],
)
def test_a_bad_change_is_refused_by_the_rules_of_a_create_and_changes_nothing(
    api: Driver, changes: Any, expected: tuple[int, str]
) -> None:
    cluster = api.created(request())
    before = api.get(f"/clusters/{cluster}")
    assert api.send("PUT", f"/clusters/{cluster}", changes).error == expected
    assert api.get(f"/clusters/{cluster}") == before


@pytest.mark.parametrize("changes", [{}, {"Groups": {}}, {"Groups": {"group": {}}}, {"Configs": {}}])
def test_a_change_of_nothing_is_taken(api: Driver, changes: dict[str, Any]) -> None:
    cluster = api.created(request())
    assert api.send("PUT", f"/clusters/{cluster}", changes).status == 200
    assert api.get(f"/clusters/{cluster}")["Groups"]["group"]["DesiredVMCount"] == 1


def test_the_official_images_are_listed_and_shown(api: Driver) -> None:
    images = api.get("/images?Type=System")["Items"]
    assert {"img-ubuntu", "img-ubuntu-vpc", "img-windows-vpc"} <= {image["Id"] for image in images}
    keys = {
        "Id",
        "Name",
        "EcsImageId",
        "Platform",
        "Type",
        "OwnerId",
        "Description",
        "CreationTime",
    }
    assert all(set(image) == keys for image in images)
    paged = [
        api.get("/images?Type=System&MaxItemCount=2")["Items"],
        api.get("/images?Type=System&MaxItemCount=2&Marker=img-ubuntu-vpc")["Items"],
    ]
    assert paged[0] + paged[1] == images[:4]
    assert api.get("/images") == {"Items": [], "NextMarker": ""}, "the caller has none of their own"
    assert api.get("/images/img-windows")["Platform"] == "Windows"
    assert api.send("GET", "/images/img-none").error == (404, "InvalidResource.NotFound")
    assert api.send("GET", "/images?Type=Other").error == (400, "InvalidType")


def test_quotas_are_lists_of_names(api: Driver) -> None:
    quotas = api.get("/quotas")
    assert set(quotas) == {
        "AvailableClusterResourceType",
        "AvailableClusterInstanceType",
        "AvailableSpotInstanceType",
        "AvailableClusterInstanceSystemDiskType",
        "AvailableClusterInstanceDataDiskType",
    }
    assert set(quotas["AvailableClusterResourceType"]) == {"OnDemand", "Spot"}
    assert "ecs.sn1ne.large" in quotas["AvailableClusterInstanceType"]
    assert "cloud_efficiency" in quotas["AvailableClusterInstanceSystemDiskType"]


def test_available_resources_come_with_numbers(api: Driver) -> None:
    available = api.get("/available")
    types = {each["InstanceType"]: each for each in available["AvailableClusterInstanceType"]}
    assert set(types) == set(api.get("/quotas")["AvailableClusterInstanceType"])
    found = types["ecs.sn1ne.large"]
    assert isinstance(found["CpuCore"], int) and found["MemorySize"] > 0
    assert found["Network"] == {"Classic": True, "Vpc": True}
    assert set(available) == {
        "AvailableClusterInstanceType",
        "AvailableSpotInstanceType",
        "AvailablePrepaidInstanceType",
        "AvailableResourceType",
        "AvailableSystemDiskType",
        "AvailableDataDiskType",
    }


def test_there_are_no_jobs(api: Driver) -> None:
    assert api.get("/jobs?Marker&MaxItemCount=1") == {"Items": [], "NextMarker": ""}


def test_clusters_outlive_the_sandbox(data_file: Path) -> None:
    from wizard.sandbox import start

    clock = FakeClock(datetime(2026, 1, 1, tzinfo=UTC))
    with start(data_file, clock=clock) as sandbox:
        api = Driver(sandbox, clock)
        cluster = api.created(EXAMPLE, "t")
        before = api.get(f"/clusters/{cluster}")
    with start(data_file, clock=clock) as sandbox:
        api = Driver(sandbox, clock)
        assert api.get(f"/clusters/{cluster}") == before
        assert api.created(EXAMPLE, "t") == cluster
