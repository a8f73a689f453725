"""An answer that is given up ends its connection and its thread at once; one that is too much is not read."""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.client.errors import Cancelled, InvalidResponse, NoResponse, TimedOut

from .conftest import Faulty

LONG = 30.0
"""Seconds that nothing here takes, unless it waits for what never comes."""
HEAD = b"HTTP/1.1 200 OK\r\n"
BEGINNINGS = {
    "nothing": (b"", b""),
    "half a header": (HEAD + b"X-Half: ", b""),
    "headers without end": (HEAD + b"X-Half: ", b"x"),
    "half a body": (HEAD + b"Content-Length: 100\r\n\r\n{", b""),
    "a body without end": (HEAD + b"\r\n{", b" "),
    "chunks without end": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}
"""How an answer begins, and what it goes on with again and again."""


class Endless:
    """A service that begins an answer and never ends it, until the other side has gone."""

    def __init__(self, beginning: str, certificate: Path | None) -> None:
        self.start, self.more = BEGINNINGS[beginning]
        self.asked, self.left, self._over = threading.Event(), threading.Event(), threading.Event()
        self._context = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        scheme = "http" if certificate is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        if self._context is not None:
            connection = self._context.wrap_socket(connection, server_side=True)
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(self.start)
                self.asked.set()
                connection.settimeout(0.01 if self.more else LONG)
                while True:
                    try:
                        if not connection.recv(65536):
                            break
                    except TimeoutError:
                        if not self.more or self._over.is_set():
                            return
                        connection.sendall(self.more)
            except OSError:
                self.left.set()
            else:
                self.left.set()

    def close(self) -> None:
        self._over.set()
        self._listener.close()
        self._thread.join()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch, self_signed: Path) -> Iterator[Callable[..., Endless]]:
    """Start services that never end their answer."""
    started: list[Endless] = []

    def start(beginning: str, *, tls: bool = False) -> Endless:
        if tls:
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(self_signed))
        started.append(Endless(beginning, self_signed if tls else None))
        return started[-1]

    yield start
    for each in started:
        each.close()


def threads_end() -> bool:
    """Whether every thread of a request ends by itself."""
    for each in threading.enumerate():
        if each.name == "batchcompute-request":
            each.join(LONG / 3)
    return not any(each.name == "batchcompute-request" for each in threading.enumerate())


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_timeout_closes_the_connection(endless: Callable[..., Endless], beginning: str, tls: bool) -> None:
    service = endless(beginning, tls=tls)
    with pytest.raises(NoResponse) as caught:
        Client(sandbox_profile(service.url), read_timeout=LONG, total_timeout=0.2).get_quotas()
    assert isinstance(caught.value, TimedOut)
    assert service.left.wait(LONG / 3)
    assert threads_end()


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_cancelling_closes_the_connection(endless: Callable[..., Endless], beginning: str) -> None:
    service, cancelled = endless(beginning), threading.Event()

    def cancel() -> None:
        service.asked.wait(LONG)
        cancelled.set()

    threading.Thread(target=cancel).start()
    with pytest.raises(Cancelled):
        Client(sandbox_profile(service.url), read_timeout=LONG).create_cluster(
            b"{}", "a_token", cancelled=cancelled
        )
    assert service.left.wait(LONG / 3)
    assert threads_end()


@pytest.mark.parametrize("status", [200, 302, 400, 503])
def test_a_decompression_bomb_is_not_decompressed(serve: Callable[..., Faulty], status: int) -> None:
    packed = gzip.compress(gzip.compress(bytes(2**26), 1), 9)
    headers = {"Content-Encoding": "gzip, gzip", "Location": "/elsewhere"}
    service = serve({"status": status, "headers": headers, "body": packed})
    with pytest.raises(InvalidResponse, match="more than 16 MiB"):
        Client(sandbox_profile(service.url)).get_quotas()


def test_an_endless_redirect_is_not_read(endless: Callable[..., Endless]) -> None:
    service = endless("a body without end")
    service.start = HEAD.replace(b"200 OK", b"302 ResolvedProfile") + b"Location: /elsewhere\r\n\r\n"
    service.more = b" " * 2**20
    with pytest.raises(InvalidResponse):
        Client(sandbox_profile(service.url), total_timeout=LONG).get_quotas()
    assert threads_end()
