"""CreateCluster: what is taken, what is refused, in which order, and the tokens."""

import json
import re
from typing import Any

import pytest

from wizard.sandbox import RunningSandbox

from .driver import Driver, FakeClock, groups, request

# The example of CreateCluster's reference page, as it stands there.
EXAMPLE = """{
  "Name": "test-cluster", "Description": "demo", "InstanceType": "ecs.sn1ne.large", "ImageId": "img-ubuntu",
  "Bootstrap": "", "UserData": {"key2": "value2", "key1": "value1"},
  "EnvVars": {"key3": "value3", "key4": "value4"},
  "Notification": {"Topic": {"Name": "test-topic", "Endpoint": "http://[UserId].mns.[Region].aliyuncs.com/",
    "Events": ["OnClusterDeleted", "OnInstanceCreated", "OnInstanceActive"]}},
  "Groups": {"group1": {"DesiredVMCount": 3, "InstanceType": "", "ResourceType": "OnDemand",
    "SpotStrategy": "", "SpotPriceLimit": 0.0}},
  "Configs": {
    "Disks": {"SystemDisk": {"Type": "cloud_efficiency", "Size": 50},
      "DataDisk": {"Type": "cloud_efficiency", "Size": 500, "MountPoint": "/home/my-data-disk"}},
    "Mounts": {"Locale": "GBK", "Lock": false, "CacheSupport": true, "CacheBlockSize": 262144,
      "CacheTotalSize": 536870912,
      "OSS": {"AccessKeyId": "[OSS Access Key Id]", "AccessKeySecret": "[OSS Access Key Id Secret]",
        "SecurityToken": ""},
      "Entries": [
        {"Source": "nas://26a174a62f-sfi98.cn-shenzhen.nas.aliyuncs.com:/",
         "Destination": "/home/admin/mydir1/", "WriteSupport": true},
        {"Source": "oss://my-test-bk/", "Destination": "/home/admin/mydir3/", "WriteSupport": false}]},
    "Networks": {"VPC": {"VpcId": "[Your vpc id]", "CidrBlock": "192.168.0.0/16"},
      "Classic": {"AllowIpAddress": [], "AllowIpAddressEgress": [], "AllowSecurityGroup": [],
        "AllowSecurityGroupEgress": []}}}}"""


def test_the_example_of_the_reference_is_taken_as_it_stands(api: Driver) -> None:
    reply = api.create(EXAMPLE)
    assert reply.status == 201
    assert reply.headers["content-type"] == "application/json"
    assert re.fullmatch(r"cls-[0-9a-z]{22}", reply.json["Id"])
    assert api.get(f"/clusters/{reply.json['Id']}")["Name"] == "test-cluster"


def test_keys_that_the_service_does_not_know_are_no_reason_to_refuse(api: Driver) -> None:
    api.created(request(Nmae="x", Configs={"Mounts": {"NAS": {"AccessGroup": ["a"]}, "Other": None}}))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", (400, "InvalidJsonFormat")),
        (b"{", (400, "InvalidJsonFormat")),
        (b"\xff\xfe", (400, "InvalidJsonFormat")),
        (b'{"Name": NaN}', (400, "InvalidJsonFormat")),
        (b'{"Name": "\\ud800"}', (400, "InvalidJsonFormat")),
        (b"[" * 100_000, (400, "InvalidJsonFormat")),
        (b"[]", (400, "InvalidHttpBody")),
        (b"null", (400, "InvalidHttpBody")),
        (b"{}", (400, "MissingName")),
        (json.dumps(request(Name="1 bad/name")), (400, "InvalidName")),
        (json.dumps(request(Name=None)), (400, "InvalidName")),
        (json.dumps(request(Groups={})), (400, "InvalidGroups")),
        (json.dumps({**request(), "Groups": None}), (400, "InvalidGroups")),
        (
            json.dumps({key: value for key, value in request().items() if key != "Groups"}),
            (400, "MissingGroups"),
        ),
        (json.dumps(request(Groups=groups(g=0))), (400, "InvalidDesiredVMCount")),
        (json.dumps(request(Groups={"组/ 1": 1})), (400, "InvalidGroups.组/ 1")),
        (json.dumps(request(UserData={"k": 1})), (400, "InvalidUserData.k.value")),
        (json.dumps(request(InstanceType="nonsense")), (400, "InvalidInstanceType")),
        (
            json.dumps(request(Configs={"Networks": {"VPC": {"CidrBlock": "8.8.8.0/24"}}})),
            (400, "InvalidCidrBlock"),
        ),
        (
            json.dumps(
                request(
                    Configs={
                        "Networks": {
                            "VPC": {
                                "CidrBlock": "10.0.0.0/16",
                                "OppositeRegionId": "cn-beijing",
                                "OppositeRouterId": "vrt-1",
                                "OppositeAccessPointId": "ap-1",
                                "OppositeRouterType": "XYZ",
                            }
                        }
                    }
                )
            ),
            (403, "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType"),
        ),
    ],
)
def test_a_bad_request_is_refused_by_its_row(api: Driver, body: Any, expected: tuple[int, str]) -> None:
    assert api.create(body).error == expected


def test_of_several_errors_the_first_of_the_table_is_the_answer(api: Driver) -> None:
    wrong = {"Description": 5, "ImageId": "", "Groups": {"g": {"DesiredVMCount": "3"}}}
    reply = api.create(wrong)
    assert reply.error == (400, "MissingName")
    assert reply.json["Message"] == "Name is mandatory for this action."
    reply = api.create({"Name": "a", **wrong})
    assert reply.error == (400, "InvalidDescription")
    assert reply.json["Message"] == "Specified parameter Description is not valid. Its type must be string."


@pytest.mark.parametrize("token", ["a" * 65, "a-b", "%E4%BD%A0", "a%0A", "", "a&IdempotentToken=b", "a+b"])
def test_a_token_of_another_shape_is_refused_before_the_body_is_looked_at(api: Driver, token: str) -> None:
    reply = api.create("no json", token)
    assert reply.error == (400, "InvalidIdempotentToken")
    assert reply.json["Message"] == "Specified parameter IdempotentToken is not valid."


@pytest.mark.parametrize("token", ["a", "a" * 64, "vU7xaM9YCqqAFHAVvRVynoMBZSgD0MPn", "_0_"])
def test_the_same_request_with_the_same_token_is_the_same_cluster(api: Driver, token: str) -> None:
    first = api.created(request(), token)
    again = api.create(request(), token)
    assert (again.status, again.json) == (201, {"Id": first})
    assert len(api.all("/clusters")) == 1


def test_layout_order_of_keys_and_the_way_a_number_is_written_do_not_make_another_request(
    api: Driver,
) -> None:
    group = {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotPriceLimit": 1}
    first = api.created(request(Groups={"g": group}), "t")
    turned = dict(reversed(request(Groups={"g": dict(reversed(group.items()))}).items()))
    assert api.created(json.dumps(turned, indent=7), "t") == first
    assert api.created(request(Groups={"g": group | {"SpotPriceLimit": 1.0}}), "t") == first
    body = json.dumps(request(Groups={"g": group}))
    assert api.created('{"Name": "overridden later", ' + body[1:], "t") == first


@pytest.mark.parametrize(
    "other",
    [
        request(Name="other"),
        request(Description=""),
        request(Unknown=1),
        request(PasswordInherit=1),
        request(Groups={}),
        {},
    ],
)
def test_another_request_with_the_same_token_is_a_mismatch_whatever_else_is_wrong(
    api: Driver, other: dict[str, Any]
) -> None:
    api.created(request(PasswordInherit=True), "t")
    reply = api.create(other, "t")
    assert reply.error == (400, "IdempotentTokenMismatch")
    assert reply.json["Message"] == "Specified idempotent token mismatch."


def test_json_is_looked_at_before_the_token(api: Driver) -> None:
    api.created(request(), "t")
    assert api.create("{", "t").error == (400, "InvalidJsonFormat")
    assert api.create("[]", "t").error == (400, "InvalidHttpBody")


def test_a_refused_request_leaves_its_token_free(api: Driver) -> None:
    assert api.create(request(Name="1"), "t").error == (400, "InvalidName")
    assert api.create("{", "t").error == (400, "InvalidJsonFormat")
    api.created(request(), "t")


def test_a_token_remembers_a_deleted_cluster(api: Driver, clock: FakeClock) -> None:
    first = api.created(request(), "t")
    assert api.send("DELETE", f"/clusters/{first}").status == 200
    assert api.created(request(), "t") == first
    clock.forward(3600)
    assert api.send("GET", f"/clusters/{first}").status == 404
    assert api.created(request(), "t") == first
    assert api.all("/clusters") == []


def test_without_a_token_every_request_is_a_cluster(api: Driver) -> None:
    assert api.created(request()) != api.created(request())


def test_answers_carry_ids_of_their_own(api: Driver, sandbox: RunningSandbox) -> None:
    ids = {api.send("GET", "/clusters").headers["x-acs-request-id"] for _ in range(5)}
    assert len(ids) == 5
