"""Every row of the error table comes back to the field that it is about, with its reason and its request id.

The rows are those of the reference. Each is answered to a request that is fine: what the service refuses all
the same, because it knows more, is what a person has to be led to.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from wizard.core.actions.service_errors import find_refused_field
from wizard.core.application import Application
from wizard.document.tree import Path
from wizard.validation import Severity, check

from .accounts import save

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
    ("30", "QuotaExhausted.MaxClusterGroupDesiredVMCount", ("Groups", "large", "DesiredVMCount")),
    ("31", "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType", (*VPC, "OppositeRouterType")),
    ("32", "MissingInstanceType", ("InstanceType",)),
    ("33", "InvalidInstanceType", ("InstanceType",)),
    ("34", "MissingResourceType", ("Groups",)),
    ("35", "InvalidResourceType", ("Groups",)),
    ("36", "InvalidSpotStrategy", ("Groups", "large", "SpotStrategy")),
    ("36", "InvalidConfigs.Mounts.Entries.Source", ("Configs", "Mounts", "Entries", 0, "Source")),
    ("36", "InvalidEnvVars.KEY.value", ("EnvVars", "KEY")),
]
"""The rows of the error table, their code for the request, and the field that it is about."""


class Refusing(HTTPServer):
    """A service that refuses every request in the words it is told."""

    answer: tuple[int, str, str] = (400, "", "")


class _Handler(BaseHTTPRequestHandler):
    server: Refusing

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, code, message = self.server.answer
        body = json.dumps({"Code": code, "Message": message}).encode()
        self.send_response(status)
        self.send_header("x-acs-request-id", "1F2E3D4C-ID")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@pytest.fixture(scope="module")
def refusing() -> Iterator[Refusing]:
    """A service that refuses; it serves until the last row was tried."""
    server = Refusing(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_request_is_one_that_the_wizard_lets_through() -> None:
    assert not [each for each in check(REQUEST) if each.severity is Severity.ERROR]
    assert {row for rows, *_ in ROWS for row in rows.split()} == {str(number) for number in range(1, 37)}


@pytest.mark.parametrize(("code", "path"), [pytest.param(code, path, id=code) for _, code, path in ROWS])
def test_a_row_comes_back_to_its_field(refusing: Refusing, code: str, path: Path) -> None:
    save("prod", f"http://127.0.0.1:{refusing.server_port}")
    refusing.answer = (403 if code.startswith("Quota") else 400, code, "This is the reason.")
    outcome = Application({}).submissions.submit(
        REQUEST, "token", tell=lambda _: None, stop=threading.Event()
    )
    assert (outcome.kind, outcome.code, outcome.path) == ("refused", code, path)
    assert "This is the reason" in outcome.text
    assert outcome.request_id == "1F2E3D4C-ID"
    assert outcome.is_of_request is (code != "IdempotentTokenMismatch")
    way_out = f"{outcome.text} {outcome.advice}"
    assert any(words in way_out for words in ("Correct the field", "Delete unused", "new token", "support"))


ONE = {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}}


@pytest.mark.parametrize(
    ("code", "tree", "path"),
    [
        ("InvalidDesiredVMCount", {**REQUEST, "Groups": ONE}, ("Groups", "g", "DesiredVMCount")),
        (
            "MissingResourceType",
            {**REQUEST, "Groups": {"g": {"DesiredVMCount": 1}}},
            ("Groups", "g", "ResourceType"),
        ),
        (
            "InvalidInstanceType",
            {
                "Name": "a",
                "ImageId": "img-ubuntu",
                "Groups": {"g": {**ONE["g"], "InstanceType": "ecs.sn1ne.large"}},
            },
            ("Groups", "g", "InstanceType"),
        ),
        ("InvalidUserData.a.value", {**REQUEST, "UserData": {"a.value": "", "a": ""}}, ("UserData", "a")),
        ("InvalidUserData.a.b.c", {**REQUEST, "UserData": {"a": "", "a.b": ""}}, ("UserData", "a.b")),
        ("InvalidUserData.gone", REQUEST, ("UserData",)),
        ("InvalidSomethingNew", REQUEST, ()),
        ("QuotaExhausted.SomethingNew", REQUEST, ()),
        (
            "QuotaExhausted.MaxClusterGroupDesiredVMCount",
            {"Groups": {"g": {"DesiredVMCount": "3"}}},
            ("Groups",),
        ),
        ("QuotaExhausted.MaxClusterGroupDesiredVMCount", [], ("Groups",)),
        ("InvalidGroups.g", None, ("Groups",)),
        ("", REQUEST, ()),
        ("Forbidden.RAM", REQUEST, ()),
    ],
)
def test_where_the_code_leaves_it_open(code: str, tree: Any, path: Path) -> None:
    assert find_refused_field(code, tree) == path


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, "InvalidTimeStamp.Expired", "clock"),
        (403, "SignatureNotMatch", "secret"),
        (403, "InvalidAccessKeyId.NotFound", "does not know the AccessKey"),
        (403, "Forbidden.RAM", "is not allowed to do this"),
    ],
)
def test_what_is_wrong_with_the_key_or_the_clock_is_not_held_against_the_request(
    refusing: Refusing, status: int, code: str, words: str
) -> None:
    save("prod", f"http://127.0.0.1:{refusing.server_port}")
    refusing.answer = (status, code, "It is refused.")
    outcome = Application({}).submissions.submit(
        REQUEST, "token", tell=lambda _: None, stop=threading.Event()
    )
    assert (outcome.kind, outcome.path, outcome.is_of_request) == ("refused", (), False)
    assert words in outcome.text
