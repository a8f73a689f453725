"""An HTTP server on a free loopback port that misbehaves on request."""

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from wizard.client.credentials import Credentials, Profile

SELF_SIGNED = Path(__file__).with_name("self_signed.pem")  # a certificate for this machine, and its key


@dataclass
class Endless:
    """A response that never ends: `start`, then `more` again and again (or silence) until the client leaves."""

    start: bytes = b""
    more: bytes = b""
    started: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def send(self, connection: socket.socket, over: threading.Event) -> None:
        with suppress(OSError):
            connection.sendall(self.start)
            self.started.set()
            connection.settimeout(0.01)
            while not over.is_set():
                with suppress(TimeoutError):
                    if not connection.recv(1):
                        break
                connection.sendall(self.more)
        if not over.is_set():
            self.left.set()


REAL = Profile(
    "LTAIexample",
    "https://batchcompute.cn-hangzhou.aliyuncs.com",
    "cn-hangzhou",
    Credentials("LTAIexample", "very-secret", "sts-token/+=", "a test"),
)
CREATED = {"status": 201, "json": {"Id": "cls-1"}, "headers": {"x-acs-request-id": "R-1"}}
THROTTLED = {"status": 429, "json": {"Code": "Throttling", "Message": "slow down"}}
FAULTS: list[tuple[Any, str]] = [
    ("close", "broke before the response was complete"),
    ("reset", "broke before the response was complete"),
    (Endless(), "did not respond within"),
    (b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n", "broke before the response was complete"),
    ({**CREATED, "cut": 4}, "broke before the response was complete"),
    ({**CREATED, "cut": 4, "length": False}, "is not from BatchCompute"),
    *(
        ({"status": 201, "json": content}, "is not from BatchCompute")
        for content in (["cls-1"], {"RequestId": "R"}, {"Id": 17}, {"Id": ""}, {"Id": "c\x1b[2J"}, None)
    ),
    *(
        ({"status": 201, "body": body}, "is not from BatchCompute")
        for body in (b"", b'{"Id": "x"} x', b'\xff{"Id": "x"}', b"{" * 99_999)
    ),
    ({"status": 200, "body": b"<html><title>Sign in</title></html>"}, "is not from BatchCompute"),
    ({"status": 404, "body": b"<html></html>"}, "is not from BatchCompute"),
    ({"status": 302, "body": b"", "headers": {"Location": "/elsewhere"}}, "is not from BatchCompute"),
    ({"status": 502, "body": b"<html><title>502 Bad Gateway</title></html>"}, "service failed"),
    ({"status": 503, "body": b"", "headers": {"Retry-After": "1"}}, "service failed"),
    ({"status": 500, "json": {"Code": "InternalError", "Message": "m"}}, "service failed"),
    ({"status": 429, "body": b"<html>busy</html>"}, "overloaded"),
]
"""Behaviours after which the client does not know whether the cluster exists, and what it says."""


@dataclass
class Seen:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Sends a response (dictionary or bytes), or does what its name or `Endless` says: `close`, `reset`."""

    protocol_version = "HTTP/1.1"
    server: "Faulty"

    def serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(seen := Seen(self.command, self.path, headers, body))
        behaviours = self.server.behaviours
        behaviour = behaviours[min(len(self.server.seen), len(behaviours)) - 1]
        self.close_connection = True
        if callable(behaviour):
            behaviour = behaviour(seen)
        if isinstance(behaviour, dict):
            self.answer(behaviour)
        elif isinstance(behaviour, bytes):
            self.wfile.write(behaviour)
        elif isinstance(behaviour, Endless):
            behaviour.send(self.connection, self.server.over)
        elif behaviour == "reset":
            # With no time to linger, closing sends a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            assert behaviour == "close"

    do_GET = do_POST = do_PUT = do_DELETE = do_CONNECT = serve

    def answer(self, behaviour: dict[str, Any]) -> None:
        """Respond with `status`, `headers`, and `json` or `body`, of which `cut` bytes are missing."""
        body = behaviour.get("body", json.dumps(behaviour.get("json", {})).encode())
        cut = behaviour.get("cut", 0)
        self.send_response(behaviour.get("status", 200))
        for name, value in behaviour.get("headers", {}).items():
            self.send_header(name, value)
        if behaviour.get("length", True):
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[: len(body) - cut])

    def log_message(self, *args: Any) -> None:
        """Log nothing."""


class Faulty(ThreadingHTTPServer):
    """The server: its behaviour request by request (the last one for ever), and the requests it received."""

    request_queue_size = 64

    def __init__(self, *behaviours: Any, tls: bool | Path = False) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_port}"
        self.behaviours, self.seen, self.over = behaviours, list[Seen](), threading.Event()
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls if isinstance(tls, Path) else SELF_SIGNED)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that have gone."""


@pytest.fixture
def closed_port() -> Iterator[str]:
    """An address of this machine at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def serve() -> Iterator[Callable[..., Faulty]]:
    """Start servers: `serve(behaviour, …, tls=False)`."""
    running: list[Faulty] = []

    def start(*behaviours: Any, tls: bool | Path = False) -> Faulty:
        server = Faulty(*behaviours, tls=tls)
        running.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return server

    yield start
    for server in running:
        server.over.set()
        server.shutdown()
        server.server_close()


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now, self.waits = 0.0, list[float]()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
