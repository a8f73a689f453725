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

ROWS: list[tuple[str, int, str, str, Path]] = [
    ("E1", 400, "IdempotentTokenMismatch", "Specified idempotent token mismatch.", ()),
    ("E2", 400, "InvalidJsonFormat", "The request body has an invalid json format.", ()),
    ("E3", 400, "InvalidHttpBody", "Specified parameter HttpBody is not valid. Its type must be object.", ()),
    ("E4", 400, "MissingName", "Name is mandatory for this action.", ("Name",)),
    (
        "E5",
        400,
        "MissingConfigs.Networks.VPC.OppositeRouterId",
        "Configs.Networks.VPC.OppositeRouterId is mandatory for this action.",
        (*VPC, "OppositeRouterId"),
    ),
    (
        "E6",
        400,
        "MissingConfigs.Networks.VPC.OppositeAccessPointId",
        "Configs.Networks.VPC.OppositeAccessPointId is mandatory for this action.",
        (*VPC, "OppositeAccessPointId"),
    ),
    (
        "E7",
        400,
        "MissingConfigs.Networks.VPC.OppositeRegionId",
        "Configs.Networks.VPC.OppositeRegionId is mandatory for this action.",
        (*VPC, "OppositeRegionId"),
    ),
    *(
        (row, 400, "InvalidName", f"Specified parameter Name is not valid. {why}", ("Name",))
        for row, why in (
            ("E8", "Its type must be string."),
            ("E9", "Its length must be in [1, 64]."),
            (
                "E10",
                "It must only contain characters within [a-zA-Z0-9_-], and must not start with [0-9].",
            ),
        )
    ),
    *(
        (
            row,
            400,
            "InvalidDescription",
            f"Specified parameter Description is not valid. {why}",
            ("Description",),
        )
        for row, why in (("E11", "Its type must be string."), ("E12", "Its length must be in [0, 1024]."))
    ),
    ("E13", 400, "MissingImageId", "ImageId is mandatory for this action.", ("ImageId",)),
    *(
        (row, 400, "InvalidImageId", f"Specified parameter ImageId is not valid. {why}", ("ImageId",))
        for row, why in (("E14", "Its type must be string."), ("E15", "Its length must be in [1, 256]."))
    ),
    *(
        (row, 400, "InvalidUserData", f"Specified parameter UserData is not valid. {why}", ("UserData",))
        for row, why in (("E16", "Its type must be object."), ("E17", "Its size must be in [0, 64]."))
    ),
    (
        "E18",
        400,
        "InvalidUserData.my.key",
        "Specified parameter UserData.my.key is not valid. Its length must be in [1, 128].",
        ("UserData", "my.key"),
    ),
    *(
        (
            row,
            400,
            "InvalidUserData.my.key.value",
            f"Specified parameter UserData.my.key.value is not valid. {why}",
            ("UserData", "my.key"),
        )
        for row, why in (("E19", "Its type must be string."), ("E20", "Its length must be in [0, 1024]."))
    ),
    (
        "E21",
        400,
        "InvalidGroups",
        "Specified parameter Groups is not valid. Its type must be object.",
        ("Groups",),
    ),
    *(
        (
            row,
            400,
            "InvalidGroups.my.group",
            f"Specified parameter Groups.my.group is not valid. {why}",
            ("Groups", "my.group"),
        )
        for row, why in (("E22", "Its type must be object."), ("E23", "Its size must be in [1, 64]."))
    ),
    ("E24", 400, "MissingDesiredVMCount", "DesiredVMCount is mandatory for this action.", ("Groups",)),
    *(
        (
            row,
            400,
            "InvalidDesiredVMCount",
            f"Specified parameter DesiredVMCount is not valid. {why}",
            ("Groups",),
        )
        for row, why in (("E25", "Its type must be integer."), ("E26", "It must be in [1, 65536]."))
    ),
    (
        "E27",
        400,
        "InvalidCidrBlock",
        "Specified parameter CidrBlock is not valid. Configs.Networks.VPC.CidrBlock is not valid.",
        (*VPC, "CidrBlock"),
    ),
    ("E28", 403, "QuotaExhausted.MaxClusterCount", "The MaxClusterCount (3) quota is exhausted.", ()),
    (
        "E29",
        403,
        "QuotaExhausted.MaxClusterGroupCount",
        "The MaxClusterGroupCount (1) quota is exhausted.",
        ("Groups",),
    ),
    (
        "E30",
        403,
        "QuotaExhausted.MaxClusterGroupDesiredVMCount",
        "The MaxClusterGroupDesiredVMCount (20) quota is exhausted.",
        ("Groups", "large", "DesiredVMCount"),
    ),
    (
        "E31",
        403,
        "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType",
        "The Configs.Networks.VPC.OppositeRouterType (VBR) is forbidden.",
        (*VPC, "OppositeRouterType"),
    ),
    ("E32", 400, "MissingInstanceType", "InstanceType is mandatory for this action.", ("InstanceType",)),
    ("E33", 400, "InvalidInstanceType", "Specified parameter InstanceType is not valid.", ("InstanceType",)),
    ("E34", 400, "MissingResourceType", "ResourceType is mandatory for this action.", ("Groups",)),
    ("E35", 400, "InvalidResourceType", "Specified parameter ResourceType is not valid.", ("Groups",)),
    (
        "E36",
        400,
        "InvalidSpotStrategy",
        "Specified parameter SpotStrategy is not valid.",
        ("Groups", "large", "SpotStrategy"),
    ),
    (
        "E36",
        400,
        "InvalidConfigs.Mounts.Entries.Source",
        "Specified parameter Configs.Mounts.Entries.Source is not valid.",
        ("Configs", "Mounts", "Entries", 0, "Source"),
    ),
    (
        "E36",
        400,
        "InvalidEnvVars.KEY.value",
        "Specified parameter EnvVars.KEY.value is not valid.",
        ("EnvVars", "KEY"),
    ),
]


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
    assert {row for row, *_ in ROWS} == {f"E{number}" for number in range(1, 37)}


@pytest.mark.parametrize(
    ("status", "code", "message", "path"),
    [pytest.param(*each, id=f"{row}-{number}") for number, (row, *each) in enumerate(ROWS)],
)
def test_a_row_comes_back_to_its_field(
    refusing: Refusing, status: int, code: str, message: str, path: Path
) -> None:
    save("prod", f"http://127.0.0.1:{refusing.server_port}")
    refusing.answer = (status, code, message)
    outcome = Application({}).submissions.submit(
        REQUEST, "token", tell=lambda _: None, stop=threading.Event()
    )
    assert (outcome.kind, outcome.code, outcome.path) == ("refused", code, path)
    assert message.rstrip(".") in outcome.text
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
