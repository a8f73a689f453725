"""Clusters and their instances: life, lists, changes, and the names of groups; images and resources."""

import ipaddress
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from document.trees import example

from wizard.sandbox import start

from .driver import Driver, FakeClock, groups, request

NOT_FOUND = (404, "InvalidResource.NotFound")


def test_a_cluster_has_what_was_sent_and_what_the_official_clients_read(api: Driver) -> None:
    sent = example()
    reply = api.create(sent)
    assert (reply.status, reply.headers["content-type"]) == (201, "application/json")
    assert re.fullmatch(r"cls-[0-9a-z]{22}", reply.json["Id"])
    found = api.get(f"/clusters/{reply.json['Id']}")
    for key in ("Name", "Description", "InstanceType", "ImageId", "UserData", "EnvVars", "Notification"):
        assert found[key] == sent[key]
    assert (found["CreationTime"], found["State"]) == ("2026-03-01T12:00:00.123456Z", "Active")
    inherited = {"InstanceType": "ecs.sn1ne.large", "Disks": sent["Configs"]["Disks"]}
    defaults = {"ActualVMCount": 0, "SpotStrategy": "", "SpotPriceLimit": 0.0}
    assert found["Groups"] == {"group1": sent["Groups"]["group1"] | inherited | defaults}
    del sent["Configs"]["Mounts"]["OSS"]  # its id alone makes `bcs c` of batchcompute-cli 1.7.7 fail
    assert found["Configs"]["Mounts"] == sent["Configs"]["Mounts"]


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
    cluster = f"/clusters/{api.created(example())}"
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
    ("[]", "InvalidHttpBody"),
    ({"Groups": []}, "InvalidGroups"),
    ({"Groups": {"group": None}}, "InvalidGroups.group"),
    ({"Groups": {"other": {"DesiredVMCount": 1}}}, "InvalidGroups.other"),
    *(
        ({"Groups": {"group": {"DesiredVMCount": count}}}, "InvalidDesiredVMCount")
        for count in (-1, 65537, 2.0, 0.0, False, None)
    ),
    ({"Groups": {"group": {"InstanceType": "nonsense"}}}, "InvalidInstanceType"),
    ({"Groups": {"group": {"SpotPriceLimit": -1}}}, "InvalidSpotPriceLimit"),
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


def test_images_and_resources(api: Driver) -> None:
    assert api.send("GET", "/images/img-none").error == NOT_FOUND
    assert api.send("GET", "/images?Type=Other").error == (400, "InvalidType")
    found = {each["InstanceType"]: each for each in api.get("/available")["AvailableClusterInstanceType"]}
    assert set(found) == set(api.get("/quotas")["AvailableClusterInstanceType"])
    assert found["ecs.sn1ne.large"]["Network"] == {"Classic": True, "Vpc": True}


# -- instances
KEYS = "Id State IpAddress HostName Hint ErrorCode ErrorMessage CreationTime InstancePassword"
NAMES = ["group", "a/b", "with space", "计算组", "100%", "a+b&c=d?#", "组/ 1", ".", "ä|;:@", "😀", "%2F"]


def states(api: Driver, cluster: str) -> list[str]:
    return [item["State"] for item in api.all(f"{cluster}/groups/g/instances")]


def check_counts(api: Driver, cluster: str) -> None:
    """Check that the counts of a cluster agree with the states of its instances."""
    found, listed = api.get(cluster), Counter(states(api, cluster))
    assert found["Groups"]["g"]["ActualVMCount"] == found["Metrics"]["RunningCount"] == listed["Running"]
    assert found["Metrics"]["StartingCount"] == listed["Pending"] + listed["Starting"]
    assert found["Metrics"]["StoppingCount"] == listed["Deleting"]


def create(api: Driver, **counts: int) -> str:
    return f"/clusters/{api.created(request(Groups=groups(**counts)))}"


def test_instances_start_one_after_the_other_within_seconds(api: Driver, clock: FakeClock) -> None:
    many = create(api, g=65536)
    cluster = create(api, g=4)
    seen: list[list[str]] = []
    for _ in range(40):
        seen.append(states(api, cluster))
        check_counts(api, cluster)
        clock.forward(0.25)
    assert seen[0] == ["Pending"] * 4
    assert seen[-1] == ["Running"] * 4
    assert ["Running", "Starting", "Starting", "Starting"] in seen
    clock.forward(20)
    assert api.get(many)["Metrics"]["RunningCount"] == 65536, "within half a minute"


def test_the_speed_can_be_set(data_file: Path, clock: FakeClock) -> None:
    with start(data_file, clock=clock, speed=100.0) as sandbox:
        api = Driver(sandbox, clock)
        cluster = create(api, g=3)
        clock.forward(0.05)
        assert states(api, cluster) == ["Running"] * 3
        api.send("DELETE", cluster)
        clock.forward(0.05)
        assert api.send("GET", cluster).status == 404


def test_an_instance_has_what_the_official_clients_read(api: Driver, clock: FakeClock) -> None:
    body = request(Configs={"Networks": {"VPC": {"CidrBlock": "192.168.1.0/24"}}}, Groups=groups(g=3))
    body["Groups"]["g"]["HostnamePrefix"] = "render"
    path = f"/clusters/{api.created(body)}/groups/g/instances"
    clock.forward(60)
    items = api.get(path)["Items"]
    assert len({item["Id"] for item in items}) == len({item["IpAddress"] for item in items}) == 3
    for item in items:
        assert set(item) == set(KEYS.split())
        assert item["Id"].startswith("ins-")
        assert item["HostName"].startswith("render")
        assert ipaddress.ip_address(item["IpAddress"]) in ipaddress.ip_network("192.168.1.0/24")
        assert item["CreationTime"] == "2026-03-01T12:00:00.123456Z"
        assert api.get(f"{path}/{item['Id']}") == item


def test_deleting_an_instance_lowers_the_desired_number(api: Driver, clock: FakeClock) -> None:
    cluster = create(api, g=3)
    clock.forward(60)
    path = f"{cluster}/groups/g/instances"
    ids = [item["Id"] for item in api.get(path)["Items"]]
    for _ in range(2):  # a second request changes nothing
        reply = api.send("DELETE", f"{path}/{ids[1]}")
        assert (reply.status, reply.json) == (200, {})
        found = api.get(cluster)
        assert found["Groups"]["g"]["DesiredVMCount"] == found["Groups"]["g"]["ActualVMCount"] == 2
        assert found["Metrics"]["StoppingCount"] == 1
    assert states(api, cluster) == ["Running", "Deleting", "Running"]
    assert api.send("POST", f"{path}/{ids[1]}/recreate").error == (409, "StateConflict")
    assert found["OperationLogs"][-1].endswith(f"[g][{ids[1]}]Instance is deleted.")
    clock.forward(60)
    assert [item["Id"] for item in api.get(path)["Items"]] == [ids[0], ids[2]]
    for unknown in (ids[1], ids[0] + "0", ids[0][:-1] + "9"):
        for method, tail in (("GET", ""), ("DELETE", ""), ("POST", "/recreate")):
            assert api.send(method, f"{path}/{unknown}{tail}").error == NOT_FOUND
    for other in ("h/instances", f"h/instances/{ids[0]}"):
        assert api.send("GET", f"{cluster}/groups/{other}").error == NOT_FOUND


def test_a_recreated_instance_starts_anew_with_its_id(api: Driver, clock: FakeClock) -> None:
    cluster = create(api, g=3)
    clock.forward(60)
    path = f"{cluster}/groups/g/instances"
    before = api.get(path)["Items"]
    reply = api.send("POST", f"{path}/{before[1]['Id']}/recreate")
    assert (reply.status, reply.json) == (200, {})
    after = api.get(path)["Items"]
    assert [item["Id"] for item in after] == [item["Id"] for item in before]
    assert [item["State"] for item in after] == ["Running", "Pending", "Running"]
    assert after[1]["CreationTime"] == "2026-03-01T12:01:00.123456Z"
    clock.forward(60)
    assert states(api, cluster) == ["Running"] * 3


def test_a_resized_group_keeps_its_instances(api: Driver, clock: FakeClock) -> None:
    cluster = create(api, g=3)
    instances = f"{cluster}/groups/g/instances"
    ids = [item["Id"] for item in api.get(instances)["Items"]]
    for count, expected in (
        (5, ["Running"] * 3 + ["Pending"] * 2),
        (1, ["Running"] + ["Deleting"] * 4),
        (1, ["Running"]),
        (0, ["Deleting"]),
        (2, ["Pending"] * 2),
    ):
        clock.forward(60)
        check_counts(api, cluster)
        api.send("PUT", cluster, {"Groups": {"g": {"DesiredVMCount": count}}})
        assert states(api, cluster) == expected
        check_counts(api, cluster)
        assert api.send("PUT", cluster, {"UserData": {"k": "v"}}).status == 200, "also without instances"
    assert not {item["Id"] for item in api.get(instances)["Items"]} & set(ids)


@pytest.mark.parametrize("name", [*NAMES, "a//b", "a/instances/b", "a/b/recreate"])
def test_every_operation_accepts_any_name_of_a_group(api: Driver, clock: FakeClock, name: str) -> None:
    cluster = create(api, **{name: 4, "a": 1})
    clock.forward(60)
    path = f"{cluster}/groups/{quote(name, safe='')}/instances"
    items = api.all(path, 2)
    assert len(items) == 4
    # batchcompute 2.1.7 and bcs do not encode a slash in the name
    for tried in {path, f"{cluster}/groups/{name}/instances"} if set(name) <= set("abcdeinrst/") else {path}:
        deleted = api.all(tried, 1)[0]["Id"]
        assert api.get(f"{tried}/{deleted}")["Id"] == deleted
        assert api.send("POST", f"{tried}/{deleted}/recreate").status == 200
        assert api.send("DELETE", f"{tried}/{deleted}").status == 200
        assert api.get(f"{path}/{deleted}")["State"] == "Deleting"
        clock.forward(60)
    changes = {"Groups": {name: {"DesiredVMCount": 5}}}
    assert api.send("PUT", cluster, changes).status == 200
    found = api.get(cluster)
    assert {each: group["DesiredVMCount"] for each, group in found["Groups"].items()} == {name: 5, "a": 1}
    assert any(f"[{name}][" in line for line in found["OperationLogs"])
    other = api.send("GET", f"{cluster}/groups/a/instances/{items[0]['Id']}")
    assert other.error == NOT_FOUND, "an instance belongs to one group"
