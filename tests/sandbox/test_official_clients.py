"""Requests of the official clients, to the byte, and what they need to read in the responses.

`official_clients.json` was recorded from the unchanged clients. Each exchange is the call, the head and the body,
and of the response: the status, the code of a rejection, and values by JSON Pointer, from the pages of the API and
from what the clients read. Signatures are verified: the sandbox's clock shows the time of each request.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from wizard.document.tree import from_pointer, get
from wizard.sandbox import start

from .driver import FakeClock, parse_response, talk

RECORDED: dict[str, Any] = json.loads(
    Path(__file__).with_name("official_clients.json").read_text(encoding="utf-8")
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def header(exchange: dict[str, Any], name: str) -> str:
    """A header of a recorded request."""
    lines = (line.partition(": ") for line in exchange["request"][1:])
    return next(value for found, _, value in lines if found.lower() == name)


def sent(exchange: dict[str, Any]) -> bytes:
    """The bytes of a recorded request; kept-alive connections end, so that the answer does."""
    head = "\r\n".join([*exchange["request"], "", ""]).replace("Connection: keep-alive\r\n", "")
    head = head.replace("\r\n", "\r\nConnection: close\r\n", 1)
    return head.encode() + exchange.get("body", "").encode()


@pytest.mark.parametrize("client", RECORDED)
def test_the_recorded_calls_of_an_official_client(client: str, data_file: Path) -> None:
    recorded, clock = RECORDED[client], FakeClock()
    ids: Iterator[str] = iter(recorded["clusters"])
    with start(data_file, clock=clock, new_id=lambda: next(ids)) as sandbox:
        for exchange in recorded["exchanges"]:
            clock.now = parsedate_to_datetime(header(exchange, "date")).astimezone(UTC)
            reply = parse_response(talk(sandbox.port, sent(exchange)))
            body = reply.json
            where = f"{exchange['call']}: {exchange['request'][0]} {body}"
            assert reply.status == exchange["status"], where
            assert reply.headers["content-type"] == "application/json", where
            if "code" in exchange:
                assert reply.error == (exchange["status"], exchange["code"])
            else:
                check_readable(exchange["request"][0], body)
            for pointer, value in exchange.get("reads", {}).items():
                assert get(body, from_pointer(pointer, body)) == value, f"{pointer} of {where}"
            assert "oss-secret" not in json.dumps(body)
    assert next(ids, None) is None


CLUSTER: dict[str, Any] = {
    **dict.fromkeys(("Id", "Name", "Description", "ImageId", "InstanceType", "Bootstrap", "State"), str),
    **dict.fromkeys(("UserData", "EnvVars", "Groups", "Configs", "Metrics", "Notification"), dict),
    **{"OwnerId": int, "OperationLogs": list},
}
GROUP: dict[str, Any] = {
    **dict.fromkeys(("DesiredVMCount", "ActualVMCount"), int),
    **dict.fromkeys(("InstanceType", "ResourceType", "SpotStrategy"), str),
    "SpotPriceLimit": int | float,
}
INSTANCE: dict[str, Any] = {
    **dict.fromkeys(
        ("Id", "State", "HostName", "IpAddress", "Hint", "ErrorMessage", "InstancePassword"), str
    ),
    "ErrorCode": object,
}
IMAGE: dict[str, Any] = {
    **dict.fromkeys(("Id", "Name", "Platform", "EcsImageId", "Type", "Description"), str),
    "OwnerId": int,
}


def check_types(body: Any, types: dict[str, Any]) -> None:
    assert {name: type_ for name, type_ in types.items() if not isinstance(body[name], type_)} == {}


def check_readable(line: str, body: Any) -> None:
    """Check what a client relies on: numbers are numbers, maps never null, times in the SDK's only format."""
    method, target, _ = line.split()
    names = target.partition("?")[0].split("/")[1:]
    if method != "GET":
        assert set(body) <= {"Id"}
    elif names == ["available"]:
        for each in body["AvailableClusterInstanceType"] + body["AvailableSpotInstanceType"]:
            check_types(each, {"CpuCore": int, "MemorySize": int | float, "InstanceType": str})
    elif names == ["quotas"]:
        assert all(name and isinstance(name, str) for kind in body.values() for name in kind)
        assert "ecs.sn1ne.large" in body["AvailableClusterInstanceType"]
    else:
        types = {"clusters": CLUSTER, "images": IMAGE, "jobs": {}}[names[0]]
        if "instances" in names:
            types = INSTANCE
        is_list = len(names) % 2 == 1
        assert not is_list or isinstance(body["NextMarker"], str)
        for each in body["Items"] if is_list else [body]:
            check_types(each, types)
            assert MOMENT.fullmatch(each["CreationTime"])
            if types is CLUSTER:
                assert isinstance(each["Notification"]["Topic"], dict)
                for group in each["Groups"].values():
                    check_types(group, GROUP)
