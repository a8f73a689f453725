"""A response that is given up ends its connection and its thread at once; one that is too large is not read."""

import gzip
import threading
from collections.abc import Callable

import pytest

from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.client.errors import Cancelled, NoResponse, TimedOut

from .conftest import SELF_SIGNED, Endless, Faulty

LONG = 30.0
"""Seconds that nothing here takes, unless it waits for something that never comes."""
HEAD = b"HTTP/1.1 200 OK\r\n"
BEGINNINGS = {
    "nothing": (b"", b""),
    "half a header": (HEAD + b"X-Half: ", b""),
    "headers without end": (HEAD + b"X-Half: ", b"x"),
    "half a body": (HEAD + b"Content-Length: 100\r\n\r\n{", b""),
    "a body without end": (HEAD + b"\r\n{", b" "),
    "chunks without end": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}
"""How a response begins, and what follows again and again."""


def threads_end() -> bool:
    """Whether every thread of a request ends by itself."""
    for each in threading.enumerate():
        if each.name == "batchcompute-request":
            each.join(LONG / 3)
    return not any(each.name == "batchcompute-request" for each in threading.enumerate())


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_timeout_or_cancelling_closes_the_connection(
    serve: Callable[..., Faulty], monkeypatch: pytest.MonkeyPatch, beginning: str, tls: bool
) -> None:
    if tls:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(SELF_SIGNED))
    given_up, cancelled = Endless(*BEGINNINGS[beginning]), Endless(*BEGINNINGS[beginning])
    profile = sandbox_profile(serve(given_up, cancelled, tls=tls).url)
    with pytest.raises(TimedOut):
        Client(profile, read=LONG, total=0.2).get_quotas()
    assert given_up.left.wait(LONG / 3)
    with pytest.raises(Cancelled):
        Client(profile, read=LONG).create_cluster(b"{}", "a_token", cancelled=cancelled.started)
    assert cancelled.left.wait(LONG / 3)
    assert threads_end()


def test_a_decompression_bomb_is_not_decompressed(serve: Callable[..., Faulty]) -> None:
    packed = gzip.compress(gzip.compress(bytes(2**26), 1), 9)
    headers = {"Content-Encoding": "gzip, gzip", "Location": "/elsewhere"}
    for status in (200, 302, 400, 503):
        service = serve({"status": status, "headers": headers, "body": packed})
        with pytest.raises(NoResponse, match="more than 16 MiB"):
            Client(sandbox_profile(service.url)).get_quotas()


def test_an_endless_redirect_is_not_read(serve: Callable[..., Faulty]) -> None:
    redirect = HEAD.replace(b"200 OK", b"302 Found") + b"Location: /elsewhere\r\n\r\n{"
    service = serve(Endless(redirect, b" " * 2**20))
    with pytest.raises(NoResponse, match="not from BatchCompute"):
        Client(sandbox_profile(service.url), total=LONG).get_quotas()
    assert threads_end()
