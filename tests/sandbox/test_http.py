"""Signatures, routing, bodies and connections: every client gets a response, whatever it or another sends."""

import base64
import errno
import hashlib
import hmac
import json
import os
import socket
from contextlib import suppress
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from wizard.sandbox import RunningSandbox, server, start
from wizard.sandbox.app import KEYS

from .driver import Driver, FakeClock, parse_response, request, talk

LIMIT = 4 * 1024 * 1024
BODY = json.dumps(request()).encode()


def signed_head(api: Driver, *lines: str) -> bytes:
    """Return the head of a signed POST /clusters with further lines."""
    sent = [f"{name}: {value}" for name, value in api.sign("POST", "/clusters").items()]
    return "\r\n".join(["POST /clusters HTTP/1.1", "Host: x", *sent, *lines, "", ""]).encode()


def test_paths_methods_and_request_ids(api: Driver) -> None:
    paths = ["/", "/Clusters", "/clusters/a/b", "/clusters/a/groups", "/a//b", "/%2e%2e/a", "/clusters%2Fa"]
    for target in paths:
        assert api.send("GET", target).error == (404, "InvalidUrlPattern")
    for line in ("DELETE /clusters", "PATCH /clusters/a", "POST /images", "BREW /jobs", "OPTIONS /clusters"):
        reply = api.send(*line.split())
        assert reply.error == (405, "MethodNotAllowed")
        assert reply.headers["allow"]
    reply = api.send("HEAD", "/jobs")
    assert (reply.status, reply.body) == (200, b"")
    assert len({api.send("GET", "/clusters").headers["x-acs-request-id"] for _ in range(5)}) == 5


def test_a_body_of_4_mib_is_validated_and_a_larger_one_gets_a_bare_413(api: Driver) -> None:
    api.created(b" " * (LIMIT - len(BODY)) + BODY)
    assert api.create(b"[" + b" " * (LIMIT - 1)).error == (400, "InvalidJsonFormat")
    for size in (LIMIT + 1, 3 * LIMIT):
        reply = api.create(b" " * size)
        assert (reply.status, reply.body) == (413, b"")
    assert api.send("GET", "/jobs").status == 200


@pytest.mark.parametrize("announced", ["Content-Length: 99999999999", "Transfer-Encoding: chunked"])
def test_after_a_413_the_connection_is_closed_even_if_the_client_waits(
    api: Driver, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch, announced: str
) -> None:
    monkeypatch.setattr(server.Handler, "timeout", None)
    body = b"%x\r\n" % (LIMIT + 1) + b" " * 100_000
    assert talk(sandbox.port, signed_head(api, announced) + body).startswith(b"HTTP/1.1 413 ")


def test_a_body_is_read_in_chunks_and_after_100_continue(api: Driver, sandbox: RunningSandbox) -> None:
    chunks = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in (BODY[:7], BODY[7:]))
    head = signed_head(api, CHUNKED)
    assert talk(sandbox.port, head + chunks + b"0\r\nTrailer: x\r\n\r\n").startswith(b"HTTP/1.1 201 ")
    head = signed_head(api, "Expect: 100-continue", f"Content-Length: {len(BODY)}")
    response = talk(sandbox.port, head + BODY)
    assert response.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 ")
    assert response.count(b"HTTP/1.1") == 2
    assert len(api.all("/clusters")) == 2


CHUNKED = "Transfer-Encoding: chunked"
CHUNKS = [(b"zz", b"{}"), (b"-5", b"{}"), (b"2", b"{}xx"), (b"2" * 1000, b"")]
LENGTHS = ["-1", "x", "1e3", "٣", "2\r\nContent-Length: 3"]
NO_BODIES = [
    *((CHUNKED, b"%s\r\n%s\r\n0\r\n\r\n" % each, 400, "InvalidHeader.Transfer-Encoding") for each in CHUNKS),
    *((CHUNKED, body, 408, "RequestTimeout") for body in (b"5\r\n{}", b"2\r\n{}\r\n", b"")),
    (f"Content-Length: {len(BODY) + 5}", BODY, 408, "RequestTimeout"),
    *((f"Content-Length: {length}", b"{}", 400, "InvalidHeader.Content-Length") for length in LENGTHS),
    ("X-Other: no length means no body", BODY, 400, "InvalidJsonFormat"),
]


def test_an_incomplete_or_malformed_body_creates_nothing(api: Driver, sandbox: RunningSandbox) -> None:
    for header, body, status, code in NO_BODIES:
        response = talk(sandbox.port, signed_head(api, header) + body, half_close=True)
        assert parse_response(response).error == (status, code), (header, body)
    assert api.all("/clusters") == []


HARDLY_HTTP = [
    (b"GET /jobs HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
    (b"GET /jobs HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n", 431),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    (b"GET /a b c HTTP/1.1\r\n\r\n", 400),
    (b"GET /jobs HTTP/9.9\r\n\r\n", 505),
    (b"GET //[ HTTP/1.1\r\n\r\n", 404),
    (b"GET http://[/jobs HTTP/1.1\r\n\r\n", 404),
    (b"GET \xff\xfe HTTP/1.1\r\n\r\n", 404),
    (b"GET * HTTP/1.1\r\n\r\n", 404),
    (b"GET http://127.0.0.1/jobs HTTP/1.1\r\n\r\n", 400),
    (b"GET /jobs HTTP/1.1\r\nAuthorization: acs \xff:\xff\r\nDate: \xff\r\n\r\n", 404),
    (b"GET /jobs HTTP/1.1\r\nno colon\r\n: empty\r\n\r\n", 400),
]


def test_hardly_http(sandbox: RunningSandbox, api: Driver, capfd: pytest.CaptureFixture[str]) -> None:
    for data, status in HARDLY_HTTP:
        assert parse_response(talk(sandbox.port, data)).error[0] == status, data[:50]
        assert api.send("GET", "/jobs").status == 200
    assert capfd.readouterr() == ("", "")


def test_clients_that_stall_hold_nobody_up(sandbox: RunningSandbox, api: Driver) -> None:
    head = signed_head(api, "Content-Length: 1000")
    connections = []
    try:
        for data in [b"", b"GET /jobs", head[:50], head, head + b"{"] * 10:
            connections.append(socket.create_connection(("127.0.0.1", sandbox.port)))
            connections[-1].sendall(data)
        api.created(request())
    finally:
        for connection in connections:
            connection.close()
    assert len(api.all("/clusters")) == 1


def test_clients_that_never_finish_are_disconnected(
    data_file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "LONGEST", 0.01)
    with start(data_file) as sandbox:
        for data in (b"", b"GET /jobs HT", b"POST /clusters HTTP/1.1\r\nX: y\r\n"):
            with suppress(ConnectionResetError):
                talk(sandbox.port, data)
    assert capfd.readouterr() == ("", "")


def test_without_file_descriptors_the_sandbox_pauses_and_continues(
    api: Driver, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, pauses = server.ThreadedWSGIServer.get_request, list[float]()

    def fail_until_the_third_pause(listening: server.ThreadedWSGIServer) -> Any:
        if len(pauses) < 3:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return accept(listening)

    monkeypatch.setattr(server.ThreadedWSGIServer, "get_request", fail_until_the_third_pause)
    monkeypatch.setattr(server.time, "sleep", pauses.append)
    assert api.all("/clusters") == []
    written = capfd.readouterr().err
    assert written.count("Too many open files") == 1 and "ulimit -n" in written


def test_it_listens_on_loopback_only_and_stops_once(sandbox: RunningSandbox, api: Driver) -> None:
    assert sandbox.url == f"http://127.0.0.1:{sandbox.port}"
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", sandbox.port), timeout=5)
    api.created(request())
    sandbox.stop()
    sandbox.stop()
    with pytest.raises(ConnectionRefusedError):
        api.send("GET", "/jobs")


# -- signatures

DATE = "Sun, 01 Mar 2026 12:00:00 GMT"


def authorized(text: str, secret: bytes = b"sandbox") -> str:
    """An Authorization header, made as the page about signatures says."""
    digest = hmac.new(secret, text.encode(), hashlib.sha1).digest()
    return f"acs sandbox:{base64.b64encode(digest).decode()}"


def test_a_request_without_a_valid_signature_is_rejected(api: Driver) -> None:
    assert api.raw("GET", "/clusters", None, {"Date": DATE}).error == (400, "MissingAuthorization")
    for value in ("Basic c2FuZGJveDpzYW5kYm94", "acs sandbox", "acs sandbox:", "acs :sig", "acs"):
        headers = {"Date": DATE, "Authorization": value}
        assert api.raw("GET", "/clusters", None, headers).error == (400, "InvalidAuthorization")
    nobody = Driver(api.sandbox, api.clock, key="nobody")
    assert nobody.send("GET", "/clusters").error == (404, "InvalidAccessKeyId.NotFound")
    wrong = Driver(api.sandbox, api.clock, secret="wrong")
    reply = wrong.create("no json", "no-token")  # it is checked first
    assert reply.error == (400, "SignatureDoesNotMatch")
    before, colon, text = reply.json["Message"].partition(":")
    assert before and colon
    assert text.startswith("POST\napplication/json\n\napplication/json\n")
    assert text.endswith("\n/clusters?IdempotentToken=no-token")


def test_clusters_and_tokens_belong_to_the_access_key(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KEYS, "another", "secret")
    other = Driver(api.sandbox, api.clock, key="another", secret="secret")
    mine, theirs = api.created(request(Name="mine"), "t"), other.created(request(Name="theirs"), "t")
    assert mine != theirs and [each["Name"] for each in api.all("/clusters")] == ["mine"]
    for method in ("GET", "DELETE"):
        assert api.send(method, f"/clusters/{theirs}").error == (404, "InvalidResource.NotFound")


def test_a_header_changed_on_the_way_breaks_the_signature(api: Driver) -> None:
    assert api.send("GET", "/jobs", security_token="CAES+/=").status == 200
    changes = {"Accept": "x", "Date": "Sun, 01 Mar 2026 12:00:05 GMT", "x-acs-security-token": "other"}
    for name, value in (changes | {"Content-Type": "x", "x-acs-version": "x"}).items():
        reply = api.send("GET", "/jobs", security_token="CAES+/=", headers={name: value})
        assert reply.error == (400, "SignatureDoesNotMatch")


def test_every_official_reading_of_the_resource_is_accepted(api: Driver) -> None:
    for sent, signed in (
        ("/clusters?Marker&MaxItemCount=5", "/clusters?Marker&MaxItemCount=5"),
        ("/clusters?Marker=&MaxItemCount=5", "/clusters?Marker&MaxItemCount=5"),
        ("/clusters?Marker&MaxItemCount=5", "/clusters?Marker=&MaxItemCount=5"),
        ("/clusters?MaxItemCount=5&Marker=", "/clusters?Marker=&MaxItemCount=5"),
        ("/jobs?Name=a%20b", "/jobs?Name=a%20b"),
        ("/jobs?Name=a%20b", "/jobs?Name=a b"),
        ("/jobs?Name=a+b", "/jobs?Name=a b"),
        ("/jobs?Name=%E4%BD%A0", "/jobs?Name=你"),
        ("/images/img%2Dubuntu", "/images/img-ubuntu"),
        ("/images/img%2Dubuntu", "/images/img%2Dubuntu"),
    ):
        authorization = authorized(f"GET\n\n\n\n{DATE}\nx-acs-a:1\nx-acs-b:2\n{signed}")
        headers = {"Date": DATE, "x-acs-b": "2", "X-Acs-A": "1", "Accept": "", "Authorization": authorization}
        assert api.raw("GET", sent, None, headers).status == 200, (sent, signed)


def test_the_date_must_be_valid_and_at_most_fifteen_minutes_off(api: Driver, clock: FakeClock) -> None:
    for minutes in (-14, 14):
        assert api.send("GET", "/jobs", now=clock() + timedelta(minutes=minutes)).status == 200
    for minutes in (-16, 16, -365 * 24 * 60):
        reply = api.send("GET", "/jobs", now=clock() + timedelta(minutes=minutes))
        assert reply.error == (400, "InvalidTimeStamp.Expired")
        assert "Date" in reply.json["Message"]
        assert reply.headers["date"] == DATE, "the response says what time it is"
    for date in ("yesterday", "Thu, 99 Nov 2015 08:00:00 GMT", "0", "Thu, 19 Nov"):
        assert api.send("GET", "/jobs", headers={"Date": date}).error == (400, "InvalidDate")
    headers = {"Authorization": authorized("GET\n\n\n\n\n/jobs")}
    assert api.raw("GET", "/jobs", None, headers).error == (400, "MissingDate")
    east = clock().astimezone(timezone(timedelta(hours=8))).strftime("%a, %d %b %Y %H:%M:%S +0800")
    headers = {"Accept": "", "Date": east, "Authorization": authorized(f"GET\n\n\n\n{east}\n/jobs")}
    assert api.raw("GET", "/jobs", None, headers).status == 200


def test_a_content_md5_is_verified_in_every_official_form(api: Driver) -> None:
    body = b'{"Groups": {}}'
    digest = hashlib.md5(body, usedforsecurity=False)
    cluster = api.created(request())
    forms = (digest.hexdigest(), digest.hexdigest().upper(), base64.b64encode(digest.digest()).decode())
    for md5 in (*forms, hashlib.md5(b"other", usedforsecurity=False).hexdigest()):
        text = f"PUT\n\n{md5}\n\n{DATE}\n/clusters/{cluster}"
        headers = {"Date": DATE, "Content-MD5": md5, "Authorization": authorized(text)}
        reply = api.raw("PUT", f"/clusters/{cluster}", body, headers)
        assert reply.status == (200 if md5 in forms else 400)
    assert reply.error == (400, "InvalidHeader.Content-MD5")
