"""The machines of a cluster: how they come up, are listed, deleted and started anew."""

import ipaddress
import json
import math
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from wizard.sandbox import BadSetting, start
from wizard.sandbox.state import Group, Moment, State

from .driver import Driver, FakeClock, groups, request

NAMES = ["group", "a/b", "with space", "计算组", "100%", "a+b&c=d?#", "组/ 1", ".", "ä|;:@", "😀", "%2F"]


def states(api: Driver, cluster: str, group: str = "g") -> list[str]:
    return [item["State"] for item in api.all(f"/clusters/{cluster}/groups/{group}/instances")]


def test_machines_come_up_one_after_the_other_within_seconds(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(g=4)))
    seen: list[tuple[str, ...]] = []
    for _ in range(40):
        now = tuple(states(api, cluster))
        found = api.get(f"/clusters/{cluster}")
        running = now.count("Running")
        assert found["Groups"]["g"]["ActualVMCount"] == running
        assert found["Metrics"]["RunningCount"] == running
        assert found["Metrics"]["StartingCount"] == 4 - running
        if not seen or seen[-1] != now:
            seen.append(now)
        clock.forward(0.25)
    assert seen[0] == ("Pending",) * 4
    assert seen[-1] == ("Running",) * 4
    assert {"Pending", "Starting", "Running"} == {state for row in seen for state in row}
    assert ("Running", "Starting", "Starting", "Starting") in seen


def test_a_thousand_machines_are_up_within_half_a_minute(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(g=65536)))
    clock.forward(30)
    assert api.get(f"/clusters/{cluster}")["Metrics"]["RunningCount"] == 65536


@pytest.mark.parametrize("speed", [100.0, math.inf])
def test_the_speed_can_be_set(data_file: Path, clock: FakeClock, speed: float) -> None:
    with start(data_file, clock=clock, speed=speed) as sandbox:
        api = Driver(sandbox, clock)
        cluster = api.created(request(Groups=groups(g=3)))
        clock.forward(0.05)
        assert states(api, cluster) == ["Running"] * 3
        api.send("DELETE", f"/clusters/{cluster}")
        clock.forward(0.05)
        assert api.send("GET", f"/clusters/{cluster}").status == 404


@pytest.mark.parametrize("speed", [0, -1, math.nan])
def test_a_speed_of_no_sense_is_refused(data_file: Path, speed: float) -> None:
    with pytest.raises(BadSetting):
        start(data_file, speed=speed)


def test_machines_have_what_the_official_clients_read(api: Driver, clock: FakeClock) -> None:
    body = request(
        Groups={"g": {"DesiredVMCount": 3, "ResourceType": "OnDemand", "HostnamePrefix": "render"}},
        Configs={"Networks": {"VPC": {"CidrBlock": "192.168.1.0/24"}}},
    )
    cluster = api.created(body)
    clock.forward(60)
    items = api.get(f"/clusters/{cluster}/groups/g/instances")["Items"]
    assert len({item["Id"] for item in items}) == len({item["IpAddress"] for item in items}) == 3
    for item in items:
        assert set(item) == {
            "Id",
            "State",
            "IpAddress",
            "HostName",
            "Hint",
            "ErrorCode",
            "ErrorMessage",
            "CreationTime",
            "InstancePassword",
        }
        assert item["Id"].startswith("ins-")
        assert item["HostName"].startswith("render")
        assert ipaddress.ip_address(item["IpAddress"]) in ipaddress.ip_network("192.168.1.0/24")
        assert item["CreationTime"] == "2026-03-01T12:00:00.123456Z"
        assert api.get(f"/clusters/{cluster}/groups/g/instances/{item['Id']}") == item


def test_machines_are_listed_page_by_page(api: Driver) -> None:
    cluster = api.created(request(Groups=groups(g=105)))
    path = f"/clusters/{cluster}/groups/g/instances"
    whole = api.all(path, 100)
    assert len({item["Id"] for item in whole}) == 105
    assert api.all(path, 7) == whole
    assert len(api.get(path)["Items"]) == 50


def test_a_deleted_machine_goes_and_the_group_wants_one_less(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(g=3)))
    clock.forward(60)
    path = f"/clusters/{cluster}/groups/g/instances"
    ids = [item["Id"] for item in api.get(path)["Items"]]
    for _ in range(2):  # asked again, nothing more is lost
        reply = api.send("DELETE", f"{path}/{ids[1]}")
        assert (reply.status, reply.json) == (200, {})
        found = api.get(f"/clusters/{cluster}")
        assert found["Groups"]["g"]["DesiredVMCount"] == found["Groups"]["g"]["ActualVMCount"] == 2
        assert found["Metrics"]["StoppingCount"] == 1
    assert states(api, cluster) == ["Running", "Deleting", "Running"]
    assert api.send("POST", f"{path}/{ids[1]}/recreate").error == (409, "StateConflict")
    assert found["OperationLogs"][-1].endswith(f"[g][{ids[1]}]Instance is deleted.")
    clock.forward(60)
    assert [item["Id"] for item in api.get(path)["Items"]] == [ids[0], ids[2]]
    for method, tail in (("GET", ""), ("DELETE", ""), ("POST", "/recreate")):
        reply = api.send(method, f"{path}/{ids[1]}{tail}")
        assert reply.error == (404, "InvalidResource.NotFound")


def test_a_group_that_lost_its_last_machine_can_be_given_others(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(g=1, h=1)))
    path = f"/clusters/{cluster}/groups/g/instances"
    first = api.get(path)["Items"][0]["Id"]
    assert api.send("DELETE", f"{path}/{first}").status == 200
    assert api.send("PUT", f"/clusters/{cluster}", {"UserData": {"a": "b"}}).status == 200
    assert api.get(f"/clusters/{cluster}")["Groups"]["g"]["DesiredVMCount"] == 0
    clock.forward(60)
    assert api.get(path)["Items"] == []
    assert api.send("PUT", f"/clusters/{cluster}", {"Groups": {"g": {"DesiredVMCount": 2}}}).status == 200
    assert first not in {item["Id"] for item in api.get(path)["Items"]}
    assert states(api, cluster) == ["Pending", "Pending"]


def test_a_recreated_machine_starts_anew_under_its_id(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(g=3)))
    clock.forward(60)
    path = f"/clusters/{cluster}/groups/g/instances"
    before = api.get(path)["Items"]
    reply = api.send("POST", f"{path}/{before[1]['Id']}/recreate")
    assert (reply.status, reply.json) == (200, {})
    after = api.get(path)["Items"]
    assert [item["Id"] for item in after] == [item["Id"] for item in before]
    assert [item["State"] for item in after] == ["Running", "Pending", "Running"]
    assert after[1]["CreationTime"] == "2026-03-01T12:01:00.123456Z"
    clock.forward(60)
    assert states(api, cluster) == ["Running"] * 3


def test_a_resized_group_keeps_its_machines(api: Driver, clock: FakeClock) -> None:
    cluster = api.created(request(Groups=groups(g=3)))
    clock.forward(60)
    api.send("PUT", f"/clusters/{cluster}", {"Groups": {"g": {"DesiredVMCount": 5}}})
    assert states(api, cluster) == ["Running"] * 3 + ["Pending"] * 2
    clock.forward(60)
    api.send("PUT", f"/clusters/{cluster}", {"Groups": {"g": {"DesiredVMCount": 1}}})
    assert states(api, cluster) == ["Running"] + ["Deleting"] * 4
    clock.forward(60)
    assert states(api, cluster) == ["Running"]


@pytest.mark.parametrize("name", ["a/b", "a//b", "a/instances/b", "a/b/recreate"])
def test_the_slash_of_a_group_may_come_as_it_is(api: Driver, clock: FakeClock, name: str) -> None:
    # batchcompute 2.1.7 and bcs put the name into the path without encoding it
    cluster = api.created(request(Groups=groups(**{name: 2, "a": 1})))
    clock.forward(60)
    path, encoded = (f"/clusters/{cluster}/groups/{each}/instances" for each in (name, quote(name, safe="")))
    listed = api.all(path, 1)
    assert len(listed) == 2 and listed == api.all(encoded)
    machine = listed[0]["Id"]
    assert api.get(f"{path}/{machine}") == listed[0]
    assert api.send("POST", f"{path}/{machine}/recreate").status == 200
    assert api.send("DELETE", f"{path}/{machine}").status == 200
    found = api.get(f"/clusters/{cluster}")["Groups"]
    assert {each: found[each]["DesiredVMCount"] for each in found} == {name: 1, "a": 1}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_group_goes_through_every_operation(api: Driver, clock: FakeClock, name: str) -> None:
    cluster = api.created(request(Groups={name: groups(g=3)["g"], "other": groups(g=1)["g"]}))
    clock.forward(60)
    assert api.get(f"/clusters/{cluster}")["Groups"][name]["DesiredVMCount"] == 3
    path = f"/clusters/{cluster}/groups/{quote(name, safe='')}/instances"
    items = api.all(path, 2)
    assert len(items) == 3
    assert api.get(f"{path}/{items[0]['Id']}") == items[0]
    assert api.send("DELETE", f"{path}/{items[0]['Id']}").status == 200
    assert api.send("POST", f"{path}/{items[1]['Id']}/recreate").status == 200
    changes = {"Groups": {name: {"DesiredVMCount": 4}}}
    assert api.send("PUT", f"/clusters/{cluster}", changes).status == 200
    assert api.get(f"/clusters/{cluster}")["Groups"][name]["DesiredVMCount"] == 4
    assert any(f"[{name}][" in line for line in api.get(f"/clusters/{cluster}")["OperationLogs"])
    reply = api.send("GET", f"/clusters/{cluster}/groups/other/instances/{items[0]['Id']}")
    assert reply.error == (404, "InvalidResource.NotFound"), "a machine belongs to one group"


def test_an_unknown_group_or_machine_is_not_found(api: Driver) -> None:
    cluster = api.created(request(Groups=groups(g=1)))
    instance = api.get(f"/clusters/{cluster}/groups/g/instances")["Items"][0]["Id"]
    for path in (
        "groups/h/instances",
        f"groups/h/instances/{instance}",
        "groups/g/instances/none",
        f"groups/g/instances/{instance[:-1]}9",
        f"groups/g/instances/{instance}0",
    ):
        reply = api.send("GET", f"/clusters/{cluster}/{path}")
        assert reply.error == (404, "InvalidResource.NotFound")


@pytest.mark.parametrize("speed", [0.37, 1.0, 3.0, math.inf])
@pytest.mark.parametrize("count", [1, 2, 21, 1000])
def test_counts_agree_with_the_states_of_the_machines_at_any_time(count: int, speed: float) -> None:
    group = Group().resize(count, 0).recreate(count // 2, 700_000)
    group = group.delete(count - 1, 900_000).resize(count + 3, 2_000_000).resize(1, 9_000_000)
    for now in range(0, 40_000_000, 1_234_567):
        at = Moment(now, speed)
        found = Counter(phase.state(number, at) for number, phase in group.iter_after(-1, at))
        counts = group.count_states(at)
        assert counts[State.RUNNING] == found[State.RUNNING]
        assert counts[State.STARTING] == found[State.PENDING] + found[State.STARTING]
        assert counts[State.DELETING] == found[State.DELETING]
        assert group.prune(at).count_states(at) == counts
    assert group.desired == 1
    assert Group.from_json(json.loads(json.dumps(group.to_json()))) == group
