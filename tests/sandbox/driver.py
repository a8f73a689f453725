"""A clock for the sandbox, and a client that signs its requests."""

import http.client
import json
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from wizard.client.signing import make_headers
from wizard.sandbox.options import Clock, get_utc_now


@dataclass
class FakeClock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Reply:
    """A response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> tuple[int, str]:
        """Status and code of a complete error response."""
        found = self.json
        assert set(found) == {"Code", "Message", "RequestId"}
        assert found["RequestId"] == self.headers["x-acs-request-id"]
        assert found["Message"]
        return self.status, found["Code"]


def parse_response(data: bytes) -> Reply:
    """Return a response from its bytes."""
    head, _, body = data.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert headers["x-acs-request-id"]
    return Reply(int(status.split()[1]), headers, body)


@dataclass
class Driver:
    """Sends signed requests to a sandbox (anything with a port)."""

    sandbox: Any
    clock: Clock = get_utc_now
    key: str = "sandbox"
    secret: str = "sandbox"

    def sign(self, method: str, target: str, **options: Any) -> dict[str, str]:
        """The headers of a signed request."""
        key = {"access_key_id": self.key, "access_key_secret": self.secret, "region": "cn-hangzhou"}
        return make_headers(method, target, **{"now": self.clock(), **key, **options})

    def send(
        self,
        method: str,
        target: str,
        body: bytes | str | dict[str, Any] | None = None,
        *,
        headers: dict[str, str] | None = None,
        security_token: str | None = None,
        now: datetime | None = None,
    ) -> Reply:
        if isinstance(body, dict):
            body = json.dumps(body)
        signed = self.sign(method, target, security_token=security_token, now=now or self.clock())
        data = body.encode() if isinstance(body, str) else body
        return self.raw(method, target, data, signed | (headers or {}))

    def raw(self, method: str, target: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.port, timeout=30)
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            assert found["x-acs-request-id"]
            return Reply(response.status, found, response.read())
        finally:
            connection.close()

    def create(self, body: Any, token: str | None = None) -> Reply:
        query = "" if token is None else f"?IdempotentToken={token}"
        return self.send("POST", f"/clusters{query}", body)

    def created(self, body: Any, token: str | None = None) -> str:
        reply = self.create(body, token)
        assert reply.status == 201, reply.body
        assert set(reply.json) == {"Id"}
        return str(reply.json["Id"])

    def get(self, target: str) -> Any:
        reply = self.send("GET", target)
        assert reply.status == 200, reply.body
        return reply.json

    def all(self, target: str, count: int = 50) -> list[Any]:
        """Every item of a list, page by page."""
        items: list[Any] = []
        marker = ""
        while True:
            page = self.get(f"{target}?Marker={quote(marker, safe='')}&MaxItemCount={count}")
            assert set(page) == {"Items", "NextMarker"} and len(page["Items"]) <= count
            items += page["Items"]
            marker = page["NextMarker"]
            if not marker:
                return items


def talk(port: int, data: bytes, *, half_close: bool = False) -> bytes:
    """Send bytes that need not be HTTP, and return the response."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(data)
        if half_close:
            connection.shutdown(socket.SHUT_WR)
        response = b""
        while piece := connection.recv(65536):
            response += piece
        return response


def request(**changes: Any) -> dict[str, Any]:
    """The smallest valid request, with changes."""
    return {
        "Name": "small",
        "ImageId": "img-ubuntu-vpc",
        "InstanceType": "ecs.sn1ne.large",
        "Groups": groups(group=1),
    } | changes


def groups(**counts: int) -> dict[str, Any]:
    """Groups with these numbers of instances."""
    return {name: {"DesiredVMCount": n, "ResourceType": "OnDemand"} for name, n in counts.items()}


def with_account(**account: Any) -> dict[str, Any]:
    """A valid request with an account of OSS."""
    return request(Configs={"Mounts": {"OSS": {"AccessKeyId": "LTAI", **account}}})
