"""The instances of a cluster: start, lists, deletion, recreation, and the names of their groups."""

import ipaddress
import math
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from wizard.sandbox import SandboxError, start

from .driver import Driver, FakeClock, groups, request

NOT_FOUND = (404, "InvalidResource.NotFound")
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
    for speed in (100.0, math.inf):
        with start(data_file, clock=clock, speed=speed) as sandbox:
            api = Driver(sandbox, clock)
            cluster = create(api, g=3)
            clock.forward(0.05)
            assert states(api, cluster) == ["Running"] * 3
            api.send("DELETE", cluster)
            clock.forward(0.05)
            assert api.send("GET", cluster).status == 404
    for wrong in (0, -1, math.nan):
        with pytest.raises(SandboxError):
            start(data_file, speed=wrong)


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
    for method, tail in (("GET", ""), ("DELETE", ""), ("POST", "/recreate")):
        assert api.send(method, f"{path}/{ids[1]}{tail}").error == NOT_FOUND


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


def test_an_unknown_group_or_instance_is_not_found(api: Driver) -> None:
    cluster = create(api, g=1)
    one = api.get(f"{cluster}/groups/g/instances")["Items"][0]["Id"]
    wrong = ("none", one + "0", one[:-1] + "9")
    for path in ("h/instances", f"h/instances/{one}", *(f"g/instances/{each}" for each in wrong)):
        assert api.send("GET", f"{cluster}/groups/{path}").error == NOT_FOUND
