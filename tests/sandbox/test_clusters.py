"""GetCluster, ListClusters, ModifyCluster, DeleteCluster, and the lists of images and resources."""

import json
import re
from typing import Any

from .driver import Driver, FakeClock, groups, request
from .test_create import EXAMPLE

NOT_FOUND = (404, "InvalidResource.NotFound")


def test_a_cluster_has_what_was_sent_and_what_the_official_clients_read(api: Driver) -> None:
    found, sent = api.get(f"/clusters/{api.created(EXAMPLE)}"), json.loads(EXAMPLE)
    for key in ("Name", "Description", "InstanceType", "ImageId", "UserData", "EnvVars", "Notification"):
        assert found[key] == sent[key]
    assert (found["CreationTime"], found["State"]) == ("2026-03-01T12:00:00.123456Z", "Active")
    inherited = {"InstanceType": "ecs.sn1ne.large", "Disks": sent["Configs"]["Disks"]}
    defaults = {"ActualVMCount": 0, "SpotStrategy": "", "SpotPriceLimit": 0.0}
    assert found["Groups"] == {"group1": sent["Groups"]["group1"] | inherited | defaults}
    del sent["Configs"]["Mounts"]["OSS"]  # its id alone makes `bcs c` of batchcompute-cli 1.7.7 fail
    assert found["Configs"]["Mounts"] == sent["Configs"]["Mounts"]


def test_absent_fields_are_empty_and_never_null(api: Driver) -> None:
    found = api.get(f"/clusters/{api.created(request())}")
    assert (found["UserData"], found["EnvVars"], found["Configs"]) == ({}, {}, {})
    assert found["Notification"] == {"Topic": {}}
    assert (found["Description"], found["Bootstrap"]) == ("", "")
    assert "null" not in json.dumps(found)


def test_operation_logs_have_time_group_instance_and_text(api: Driver, clock: FakeClock) -> None:
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


def test_clusters_are_listed_in_pages_newest_first(api: Driver, clock: FakeClock) -> None:
    created = [api.created(request(Name=f"c{n}")) for n in range(51)][::-1]
    for count in (7, 51, 100):
        assert [item["Id"] for item in api.all("/clusters", count)] == created
    page = api.get("/clusters")
    assert [item["Id"] for item in page["Items"]] == created[:50]
    assert page["Items"][0] == api.get(f"/clusters/{created[0]}")
    marker = page["NextMarker"]
    assert marker == created[49]
    assert api.get("/clusters?MaxItemCount=51")["NextMarker"] == ""
    api.send("DELETE", f"/clusters/{marker}")
    clock.forward(60)
    rest = [item["Id"] for item in api.get(f"/clusters?Marker={marker}")["Items"]]
    assert rest == created[50:], "the marker is valid although its cluster is gone"


def test_invalid_pages_are_rejected(api: Driver) -> None:
    cluster = api.created(request())
    for path in ("/clusters", f"/clusters/{cluster}/groups/group/instances", "/images", "/jobs"):
        for count in ("0", "101", "-1", "x", "1.0", "%D9%A3"):
            assert api.send("GET", f"{path}?MaxItemCount={count}").error == (400, "InvalidMaxItemCount")
        assert api.send("GET", f"{path}?Marker=nonsense").error == (400, "InvalidMarker")


def test_no_operation_finds_an_unknown_cluster(api: Driver) -> None:
    for cluster in ("cls-none", "cls-none%2F", "%00"):
        for method, path in (
            ("GET", ""),
            ("PUT", ""),
            ("DELETE", ""),
            ("GET", "/groups/g/instances"),
            ("GET", "/groups/g/instances/i"),
            ("DELETE", "/groups/g/instances/i"),
            ("POST", "/groups/g/instances/i/recreate"),
        ):
            body = {} if method == "PUT" else None
            assert api.send(method, f"/clusters/{cluster}{path}", body).error == NOT_FOUND


def test_a_deleted_cluster_is_deleting_and_then_gone(api: Driver, clock: FakeClock) -> None:
    cluster = f"/clusters/{api.created(request(Groups=groups(g=4)))}"
    clock.forward(60)
    reply = api.send("DELETE", cluster)
    assert (reply.status, reply.json) == (200, {})
    found = api.get(cluster)
    assert found["State"] == "Deleting"
    assert found["Metrics"] == {"RunningCount": 0, "StartingCount": 0, "StoppingCount": 4, "StoppedCount": 0}
    assert found["OperationLogs"][-1].endswith("[][]Cluster is being deleted.")
    assert api.send("DELETE", cluster).status == 200
    assert [item["State"] for item in api.all("/clusters")] == ["Deleting"]
    instances = api.all(f"{cluster}/groups/g/instances")
    assert {item["State"] for item in instances} == {"Deleting"}
    instance = f"{cluster}/groups/g/instances/{instances[0]['Id']}"
    assert api.send("PUT", cluster, {}).error == (409, "StateConflict")
    assert api.send("DELETE", instance).error == (409, "StateConflict")
    assert api.send("POST", f"{instance}/recreate").error == (409, "StateConflict")
    clock.forward(60)
    assert api.send("GET", cluster).error == api.send("DELETE", cluster).error == NOT_FOUND
    assert api.all("/clusters") == []


def test_modify_changes_what_it_can_and_keeps_the_rest(api: Driver) -> None:
    cluster = f"/clusters/{api.created(EXAMPLE)}"
    before = api.get(cluster)
    spot = {"SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": 0.25}
    mounts = {"Locale": "UTF-8", "OSS": {"AccessKeyId": "LTAI", "AccessKeySecret": "hush-hush"}}
    group = {"DesiredVMCount": 5, "InstanceType": "ecs.sn2.large", **spot}
    changes = {"UserData": {"other": "value"}, "EnvVars": {}, "ImageId": "img-centos-vpc"}
    others = {"Groups": {"group1": group}, "Configs": {"Mounts": mounts}, "Name": "not changed"}
    reply = api.send("PUT", cluster, changes | others)
    assert (reply.status, reply.json) == (200, {})
    after = api.get(cluster)
    assert changes.items() <= after.items() and after["Name"] == "test-cluster"
    assert group.items() <= after["Groups"]["group1"].items()
    assert after["Configs"] == before["Configs"] | {"Mounts": {"Locale": "UTF-8"}}


INVALID_CHANGES: list[tuple[Any, str]] = [
    ("{", "InvalidJsonFormat"),
    ("", "InvalidJsonFormat"),
    ("[]", "InvalidHttpBody"),
    ({"Groups": []}, "InvalidGroups"),
    ({"Groups": {"group": None}}, "InvalidGroups.group"),
    ({"Groups": {"other": {"DesiredVMCount": 1}}}, "InvalidGroups.other"),
    *(
        ({"Groups": {"group": {"DesiredVMCount": count}}}, "InvalidDesiredVMCount")
        for count in (-1, 65537, 2.0, 0.0, False, None)
    ),
    ({"Groups": {"group": {"InstanceType": "nonsense"}}}, "InvalidInstanceType"),
    ({"Groups": {"group": {"SpotStrategy": "Other"}}}, "InvalidSpotStrategy"),
    ({"Groups": {"group": {"SpotPriceLimit": -1}}}, "InvalidSpotPriceLimit"),
    ({"EnvVars": None}, "InvalidEnvVars"),
    ({"UserData": {"k": 1}}, "InvalidUserData.k.value"),
    ({"ImageId": ""}, "InvalidImageId"),
    ({"Configs": 1}, "InvalidConfigs"),
    ({"Configs": {"Mounts": []}}, "InvalidConfigs.Mounts"),
]


def test_an_invalid_change_is_rejected_as_in_a_create_and_changes_nothing(api: Driver) -> None:
    cluster = f"/clusters/{api.created(request())}"
    before = api.get(cluster)
    for changes, code in INVALID_CHANGES:
        assert api.send("PUT", cluster, changes).error == (400, code)
        assert api.get(cluster) == before
    for nothing in ({}, {"Groups": {}}, {"Groups": {"group": {}}}, {"Configs": {}}):
        assert api.send("PUT", cluster, nothing).status == 200
        assert api.get(cluster)["Groups"] == before["Groups"]


def test_the_official_images(api: Driver) -> None:
    platforms = {image["Id"]: image["Platform"] for image in api.get("/images?Type=System")["Items"]}
    expected = {"img-ubuntu": "Linux", "img-ubuntu-vpc": "Linux", "img-windows-vpc": "Windows"}
    assert expected.items() <= platforms.items()
    assert api.send("GET", "/images/img-none").error == NOT_FOUND
    assert api.send("GET", "/images?Type=Other").error == (400, "InvalidType")


def test_resources(api: Driver) -> None:
    quotas, available = api.get("/quotas"), api.get("/available")
    types = {each["InstanceType"]: each for each in available["AvailableClusterInstanceType"]}
    assert set(types) == set(quotas["AvailableClusterInstanceType"])
    network = {"Classic": True, "Vpc": True}
    expected = {"InstanceType": "ecs.sn1ne.large", "CpuCore": 2, "MemorySize": 4, "Network": network}
    assert types["ecs.sn1ne.large"] == expected
