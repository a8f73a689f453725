"""CreateCluster: the errors and their order, idempotency tokens, and quotas."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from wizard.sandbox import BadSetting, Quotas, start

from .driver import Driver, FakeClock, groups, request

EXAMPLE = Path(__file__).parents[1].joinpath("cli", "example.json").read_text(encoding="utf-8")
"""The example of the API reference."""

ROUTER = {
    "CidrBlock": "10.0.0.0/16",
    "OppositeRegionId": "cn-beijing",
    "OppositeRouterId": "vrt-1",
    "OppositeAccessPointId": "ap-1",
    "OppositeRouterType": "XYZ",
}
SMALL = Quotas(MaxClusterCount=2, MaxClusterGroupCount=2, MaxClusterGroupDesiredVMCount=10)


def vpc(**fields: str) -> dict[str, Any]:
    return request(Configs={"Networks": {"VPC": fields}})


def test_the_example_of_the_reference_is_accepted(api: Driver) -> None:
    reply = api.create(EXAMPLE)
    assert (reply.status, reply.headers["content-type"]) == (201, "application/json")
    assert re.fullmatch(r"cls-[0-9a-z]{22}", reply.json["Id"])
    assert api.get(f"/clusters/{reply.json['Id']}")["Name"] == "test-cluster"


def test_unknown_keys_are_accepted(api: Driver) -> None:
    api.created(request(Nmae="x", Configs={"Mounts": {"NAS": {"AccessGroup": ["a"]}, "Other": None}}))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "InvalidJsonFormat"),
        (b"{", "InvalidJsonFormat"),
        (b"\xff\xfe", "InvalidJsonFormat"),
        (b'{"Name": NaN}', "InvalidJsonFormat"),
        (b'{"Name": "\\ud800"}', "InvalidJsonFormat"),
        (b"[" * 100_000, "InvalidJsonFormat"),
        (b"[]", "InvalidHttpBody"),
        (b"null", "InvalidHttpBody"),
        (b"{}", "MissingName"),
        (request(Name="1 bad/name"), "InvalidName"),
        (request(Name=None), "InvalidName"),
        (request(Groups={}), "InvalidGroups"),
        (request(Groups=None), "InvalidGroups"),
        ({key: value for key, value in request().items() if key != "Groups"}, "MissingGroups"),
        (request(Groups=groups(g=0)), "InvalidDesiredVMCount"),
        (request(Groups={"组/ 1": 1}), "InvalidGroups.组/ 1"),
        (request(UserData={"k": 1}), "InvalidUserData.k.value"),
        (request(InstanceType="nonsense"), "InvalidInstanceType"),
        (vpc(CidrBlock="8.8.8.0/24"), "InvalidCidrBlock"),
        (vpc(**ROUTER), "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType"),
    ],
)
def test_an_invalid_request_is_rejected_with_its_row_of_the_error_table(
    api: Driver, body: Any, code: str
) -> None:
    assert api.create(body).error == (403 if code.startswith("Quota") else 400, code)


def test_of_several_errors_the_first_of_the_table_is_returned(api: Driver) -> None:
    wrong = {"Description": 5, "ImageId": "", "Groups": {"g": {"DesiredVMCount": "3"}}}
    reply = api.create(wrong)
    assert reply.error == (400, "MissingName")
    assert reply.json["Message"] == "Name is mandatory for this action."
    reply = api.create({"Name": "a", **wrong})
    assert reply.error == (400, "InvalidDescription")
    assert reply.json["Message"] == "Specified parameter Description is not valid. Its type must be string."


@pytest.mark.parametrize("token", ["a" * 65, "a-b", "%E4%BD%A0", "a%0A", "", "a&IdempotentToken=b", "a+b"])
def test_an_invalid_token_is_rejected_before_the_body_is_read(api: Driver, token: str) -> None:
    reply = api.create("no json", token)
    assert reply.error == (400, "InvalidIdempotentToken")
    assert reply.json["Message"] == "Specified parameter IdempotentToken is not valid."


@pytest.mark.parametrize("token", ["a", "a" * 64, "vU7xaM9YCqqAFHAVvRVynoMBZSgD0MPn", "_0_"])
def test_the_same_request_and_token_return_the_same_cluster(api: Driver, token: str) -> None:
    first = api.created(request(), token)
    again = api.create(request(), token)
    assert (again.status, again.json) == (201, {"Id": first})
    assert len(api.all("/clusters")) == 1


def test_without_a_token_every_request_creates_a_cluster(api: Driver) -> None:
    assert api.created(request()) != api.created(request())


def test_layout_key_order_and_the_notation_of_numbers_make_no_difference(api: Driver) -> None:
    group = {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotPriceLimit": 1}
    body = request(Groups={"g": group})
    first = api.created(body, "t")
    turned = dict(reversed(request(Groups={"g": dict(reversed(group.items()))}).items()))
    for same in (
        json.dumps(turned, indent=7),
        request(Groups={"g": group | {"SpotPriceLimit": 1.0}}),
        '{"Name": "overridden later", ' + json.dumps(body)[1:],
    ):
        assert api.created(same, "t") == first


@pytest.mark.parametrize(
    "other", [{"Name": "other"}, {"Description": ""}, {"Unknown": 1}, {"PasswordInherit": 1}, {"Groups": {}}]
)
def test_another_request_with_the_same_token_is_a_mismatch_even_if_invalid(
    api: Driver, other: dict[str, Any]
) -> None:
    api.created(request(PasswordInherit=True), "t")
    for body in (request(**other), {}):
        reply = api.create(body, "t")
        assert reply.error == (400, "IdempotentTokenMismatch")
        assert reply.json["Message"] == "Specified idempotent token mismatch."


def test_json_is_checked_before_the_token_and_errors_leave_a_token_unused(api: Driver) -> None:
    assert api.create(request(Name="1"), "t").error == (400, "InvalidName")
    assert api.create("{", "t").error == (400, "InvalidJsonFormat")
    api.created(request(), "t")
    assert api.create("{", "t").error == (400, "InvalidJsonFormat")
    assert api.create("[]", "t").error == (400, "InvalidHttpBody")


def test_a_token_outlives_its_cluster(api: Driver, clock: FakeClock) -> None:
    first = api.created(request(), "t")
    assert api.send("DELETE", f"/clusters/{first}").status == 200
    assert api.created(request(), "t") == first
    clock.forward(3600)
    assert api.send("GET", f"/clusters/{first}").status == 404
    assert api.created(request(), "t") == first
    assert api.all("/clusters") == []


def test_the_quota_of_clusters(data_file: Path, clock: FakeClock) -> None:
    with start(data_file, quotas=SMALL, clock=clock) as sandbox:
        api = Driver(sandbox, clock)
        first = api.created(request(), "first")
        api.created(request(), "second")
        reply = api.create(request(), "third")
        assert reply.error == (403, "QuotaExhausted.MaxClusterCount")
        assert reply.json["Message"] == "The MaxClusterCount (2) quota is exhausted."
        assert api.create(request(Groups=groups(a=1, b=1, c=1))).error[1] == "QuotaExhausted.MaxClusterCount"
        assert api.created(request(), "first") == first, "the token is looked up before the quota"
        assert api.create(request(Name="1"), "third").error == (400, "InvalidName"), "the rules come first"
        assert api.create(request(Name="x"), "first").error == (400, "IdempotentTokenMismatch")
        assert api.send("DELETE", f"/clusters/{first}").status == 200
        api.created(request(), "third")


def test_the_quotas_of_groups_and_instances(data_file: Path, clock: FakeClock) -> None:
    with start(data_file, quotas=SMALL, clock=clock) as sandbox:
        api = Driver(sandbox, clock)
        reply = api.create(request(Groups=groups(a=1, b=1, c=11)))
        assert reply.error == (403, "QuotaExhausted.MaxClusterGroupCount")
        assert reply.json["Message"] == "The MaxClusterGroupCount (2) quota is exhausted."
        reply = api.create(request(Groups=groups(a=10, b=11)))
        assert reply.error == (403, "QuotaExhausted.MaxClusterGroupDesiredVMCount")
        assert reply.json["Message"] == "The MaxClusterGroupDesiredVMCount (10) quota is exhausted."
        cluster = api.created(request(Groups=groups(a=10, b=10)))
        reply = api.send("PUT", f"/clusters/{cluster}", {"Groups": {"b": {"DesiredVMCount": 11}}})
        assert reply.error == (403, "QuotaExhausted.MaxClusterGroupDesiredVMCount")


def test_the_default_quotas_are_100_clusters_of_64_groups_of_65536_instances(api: Driver) -> None:
    api.created(request(Groups=groups(**{f"g{n}": 65536 for n in range(64)})))
    too_many = request(Groups=groups(**{f"g{n}": 1 for n in range(65)}))
    assert api.create(too_many).error == (403, "QuotaExhausted.MaxClusterGroupCount")
    for _ in range(99):
        api.created(request())
    assert api.create(request()).json["Message"] == "The MaxClusterCount (100) quota is exhausted."


def test_quotas_are_set_by_name() -> None:
    changed = Quotas().with_settings(["MaxClusterCount=3", "MaxClusterGroupCount = 0", "MaxClusterCount=4"])
    assert changed == Quotas(MaxClusterCount=4, MaxClusterGroupCount=0)
    for text in ("MaxClusterCount", "=3", "maxclustercount=3", "MaxClusterCount=-1", "MaxClusterCount=٣", ""):
        with pytest.raises(BadSetting):
            Quotas().with_settings([text])
    with pytest.raises(BadSetting):
        Quotas(MaxClusterCount=-1)
