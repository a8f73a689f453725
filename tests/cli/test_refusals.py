"""Every row of the error table is shown at the field that it concerns, with its reason and its request id.

The rows are those of the reference. Each answers a valid request: the service can know more than the request.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from wizard.core.actions.service_errors import find_refused_field
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.document.tree import Path
from wizard.sandbox.app import OPERATIONS
from wizard.sandbox.messages import ApiError
from wizard.validation import Severity, check

QUOTA_OF_INSTANCES = "QuotaExhausted.MaxClusterGroupDesiredVMCount"
VPC = ("Configs", "Networks", "VPC")
REQUEST: dict[str, Any] = {
    "Name": "a-cluster",
    "Description": "for a test",
    "ImageId": "img-ubuntu-vpc",
    "InstanceType": "ecs.sn1ne.large",
    "UserData": {"my.key": "v", "my": "v"},
    "EnvVars": {"KEY": "v"},
    "Groups": {
        "my.group": {"DesiredVMCount": 1, "ResourceType": "OnDemand"},
        "large": {"DesiredVMCount": 40, "ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"},
    },
    "Configs": {
        "Networks": {
            "VPC": {
                "CidrBlock": "192.168.0.0/24",
                "OppositeRegionId": "cn-beijing",
                "OppositeRouterId": "vrt-1",
                "OppositeRouterType": "VBR",
                "OppositeAccessPointId": "ap-1",
            }
        },
        "Mounts": {"Entries": [{"Source": "oss://b/", "Destination": "/home/x/", "WriteSupport": False}]},
    },
}

ROWS: list[tuple[str, str, Path]] = [
    ("1", "IdempotentTokenMismatch", ()),
    ("2", "InvalidJsonFormat", ()),
    ("3", "InvalidHttpBody", ()),
    ("4", "MissingName", ("Name",)),
    ("5", "MissingConfigs.Networks.VPC.OppositeRouterId", (*VPC, "OppositeRouterId")),
    ("6", "MissingConfigs.Networks.VPC.OppositeAccessPointId", (*VPC, "OppositeAccessPointId")),
    ("7", "MissingConfigs.Networks.VPC.OppositeRegionId", (*VPC, "OppositeRegionId")),
    ("8 9 10", "InvalidName", ("Name",)),
    ("11 12", "InvalidDescription", ("Description",)),
    ("13", "MissingImageId", ("ImageId",)),
    ("14 15", "InvalidImageId", ("ImageId",)),
    ("16 17", "InvalidUserData", ("UserData",)),
    ("18", "InvalidUserData.my.key", ("UserData", "my.key")),
    ("19 20", "InvalidUserData.my.key.value", ("UserData", "my.key")),
    ("21", "InvalidGroups", ("Groups",)),
    ("22 23", "InvalidGroups.my.group", ("Groups", "my.group")),
    ("24", "MissingDesiredVMCount", ("Groups",)),
    ("25 26", "InvalidDesiredVMCount", ("Groups",)),
    ("27", "InvalidCidrBlock", (*VPC, "CidrBlock")),
    ("28", "QuotaExhausted.MaxClusterCount", ()),
    ("29", "QuotaExhausted.MaxClusterGroupCount", ("Groups",)),
    ("30", QUOTA_OF_INSTANCES, ("Groups", "large", "DesiredVMCount")),
    ("31", "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType", (*VPC, "OppositeRouterType")),
    ("32", "MissingInstanceType", ("InstanceType",)),
    ("33", "InvalidInstanceType", ("InstanceType",)),
    ("34", "MissingResourceType", ("Groups",)),
    ("35", "InvalidResourceType", ("Groups",)),
    ("36", "InvalidSpotStrategy", ("Groups", "large", "SpotStrategy")),
    ("36", "InvalidConfigs.Mounts.Entries.Source", ("Configs", "Mounts", "Entries", 0, "Source")),
    ("36", "InvalidEnvVars.KEY.value", ("EnvVars", "KEY")),
]
"""The rows of the error table, the code for the request, and the field concerned."""


Submit = Callable[[int, str], SubmissionResult]


@pytest.fixture
def submit(monkeypatch: pytest.MonkeyPatch, application: Application) -> Submit:
    """Submit the request to a service that refuses it with a status and a code."""

    def call(status: int, code: str) -> SubmissionResult:
        def refuse(_request: object) -> object:
            raise ApiError(status, code, "This is the reason.")

        monkeypatch.setitem(OPERATIONS, ("POST", "/clusters"), refuse)
        return application.submissions.submit(REQUEST, "token", tell=lambda _: None, stop=threading.Event())

    return call


def test_the_request_is_valid_and_the_table_complete() -> None:
    assert not [each for each in check(REQUEST) if each.severity is Severity.ERROR]
    assert {row for rows, *_ in ROWS for row in rows.split()} == {str(number) for number in range(1, 37)}


@pytest.mark.parametrize(("code", "path"), [pytest.param(code, path, id=code) for _, code, path in ROWS])
def test_a_refusal_is_shown_at_its_field(submit: Submit, code: str, path: Path) -> None:
    result = submit(403 if code.startswith("Quota") else 400, code)
    assert (result.kind, result.code, result.path) == ("refused", code, path)
    assert "This is the reason" in result.text
    assert result.request_id
    assert result.is_of_request is (code != "IdempotentTokenMismatch")
    advice = f"{result.text} {result.advice}"
    assert any(words in advice for words in ("Correct the field", "Delete unused", "new token", "support"))


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, "InvalidTimeStamp.Expired", "clock"),
        (403, "SignatureNotMatch", "secret"),
        (403, "InvalidAccessKeyId.NotFound", "does not know the AccessKey"),
        (403, "Forbidden.RAM", "is not allowed to do this"),
    ],
)
def test_a_problem_of_the_key_or_the_clock_is_not_one_of_the_request(
    submit: Submit, status: int, code: str, words: str
) -> None:
    result = submit(status, code)
    assert (result.kind, result.path, result.is_of_request) == ("refused", (), False)
    assert words in result.text


ONE = {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}}
WITH_TYPE = {"Groups": {"g": {**ONE["g"], "InstanceType": "ecs.sn1ne.large"}}}


@pytest.mark.parametrize(
    ("code", "tree", "path"),
    [
        ("InvalidDesiredVMCount", {"Groups": ONE}, ("Groups", "g", "DesiredVMCount")),
        ("MissingResourceType", {"Groups": {"g": {}}}, ("Groups", "g", "ResourceType")),
        ("InvalidInstanceType", WITH_TYPE, ("Groups", "g", "InstanceType")),
        ("InvalidUserData.a.value", {"UserData": {"a.value": "", "a": ""}}, ("UserData", "a")),
        ("InvalidUserData.a.b.c", {"UserData": {"a": "", "a.b": ""}}, ("UserData", "a.b")),
        ("InvalidUserData.gone", REQUEST, ("UserData",)),
        ("InvalidSomethingNew", REQUEST, ()),
        ("QuotaExhausted.SomethingNew", REQUEST, ()),
        (QUOTA_OF_INSTANCES, {"Groups": {"g": {"DesiredVMCount": "3"}}}, ("Groups",)),
        (QUOTA_OF_INSTANCES, [], ("Groups",)),
        ("InvalidGroups.g", None, ("Groups",)),
        ("", REQUEST, ()),
        ("Forbidden.RAM", REQUEST, ()),
    ],
)
def test_the_field_of_an_ambiguous_code_depends_on_the_request(code: str, tree: Any, path: Path) -> None:
    assert find_refused_field(code, tree) == path
