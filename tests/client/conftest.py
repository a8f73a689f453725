"""A service that goes wrong on demand, on a free port of this machine."""

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from wizard.models.profile import SavedProfile, Secret
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Faulty:
    """The server: what it is to do, request by request (the last one for ever), and what it saw."""

    url: str
    behaviours: list[Any]
    seen: list[Seen] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, request: Seen) -> Any:
        """Notes a request; what to do with it."""
        with self.lock:
            self.seen.append(request)
            return self.behaviours[min(len(self.seen), len(self.behaviours)) - 1]


class Handler(BaseHTTPRequestHandler):
    """Answers, or does `close`, `reset`, `hang`, `drip`, or sends part of an answer (`cut`)."""

    protocol_version = "HTTP/1.1"
    faulty: Faulty

    def serve(self) -> None:
        """One request."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        behaviour = self.faulty.next(Seen(self.command, self.path, headers, body))
        self.close_connection = True
        if callable(behaviour):
            behaviour = behaviour(self.faulty.seen[-1])
        if isinstance(behaviour, dict):
            self.answer(behaviour)
        elif behaviour == "reset":
            # With no time to linger, closing sends a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif behaviour == "hang":
            self.faulty.over.wait(30)
        elif behaviour == "drip":
            self.wfile.write(b"HTTP/1.1 201 Created\r\n\r\n")
            while not self.faulty.over.wait(0.02):
                self.wfile.write(b" ")
        else:
            assert behaviour == "close"

    do_GET = do_POST = do_PUT = do_DELETE = do_CONNECT = serve

    def answer(self, behaviour: dict[str, Any]) -> None:
        """Answers with `status`, `headers`, and `json` or `body`, of which `cut` bytes are missing."""
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
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """Ends quietly, whatever state its connections are in."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no news."""


@pytest.fixture(autouse=True)
def usual_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the usual certificates, whatever the developer's environment names."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def closed_port() -> Iterator[str]:
    """An address of this machine at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def self_signed() -> Path:
    """A self-signed certificate for this machine, and its key."""
    return Path(__file__).with_name("self_signed.pem")


@pytest.fixture
def serve(self_signed: Path) -> Iterator[Callable[..., Faulty]]:
    """Starts servers: `serve(behaviour, …, tls=False)`; `tls` may be the certificate to show."""
    running: list[tuple[Server, threading.Thread, Faulty]] = []

    def start(*behaviours: Any, tls: bool | Path = False) -> Faulty:
        handler = type("OneHandler", (Handler,), {})
        server = Server(("127.0.0.1", 0), handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls if isinstance(tls, Path) else self_signed)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "https" if tls else "http"
        faulty = Faulty(f"{scheme}://127.0.0.1:{server.server_address[1]}", list(behaviours))
        handler.faulty = faulty
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread, faulty))
        return faulty

    yield start
    for server, thread, faulty in running:
        faulty.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def saved() -> Callable[..., ProfileStore]:
    """Save targets: `saved("prod", "test")`."""

    def save(*names: str, region: str = "cn-beijing", endpoint: str = "") -> ProfileStore:
        file = ProfileStore(locations.profiles_file())
        for name in names:
            file.set_secret(name, Secret(secret=f"secret-of-{name}"))
            file.add(
                SavedProfile(
                    name=name, region=region, endpoint=endpoint, access_key_id=f"LTAI-{name}", keep="file"
                )
            )
        return file

    return save
