"""Whatever comes in: an answer, and the next client gets one too."""

import errno
import json
import logging
import os
import socket
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from wizard.sandbox import BadDataFile, CannotListen, PortTaken, RunningSandbox, server, start
from wizard.sandbox.storage import Storage

from .driver import Driver, FakeClock, request, spoken

LIMIT = 4 * 1024 * 1024


def answer_of(data: bytes) -> tuple[int, dict[str, str]]:
    """Status and body of an answer, which is one of the API's."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert any(line.lower().startswith("x-acs-request-id:") for line in lines)
    found = json.loads(body)
    assert set(found) == {"Code", "Message", "RequestId"}
    return int(lines[0].split()[1]), found


@pytest.mark.parametrize(
    ("method", "target", "expected"),
    [
        ("GET", "/", (404, "InvalidUrlPattern")),
        ("GET", "/Clusters", (404, "InvalidUrlPattern")),
        ("GET", "/clusters/a/b", (404, "InvalidUrlPattern")),
        ("GET", "/clusters/a/groups", (404, "InvalidUrlPattern")),
        ("GET", "/a//b", (404, "InvalidUrlPattern")),
        ("GET", "/%2e%2e/etc/passwd", (404, "InvalidUrlPattern")),
        ("GET", "/clusters%2Fa", (404, "InvalidUrlPattern")),
        ("DELETE", "/clusters", (405, "MethodNotAllowed")),
        ("PATCH", "/clusters/a", (405, "MethodNotAllowed")),
        ("POST", "/images", (405, "MethodNotAllowed")),
        ("BREW", "/jobs", (405, "MethodNotAllowed")),
        ("OPTIONS", "/clusters", (405, "MethodNotAllowed")),
    ],
)
def test_what_the_service_does_not_offer_is_refused_as_such(
    api: Driver, method: str, target: str, expected: tuple[int, str]
) -> None:
    assert api.send(method, target).error == expected
    if expected[0] == 405:
        assert api.send(method, target).headers["allow"]


def test_head_is_a_get_without_a_body(api: Driver) -> None:
    reply = api.send("HEAD", "/jobs")
    assert (reply.status, reply.body) == (200, b"")


def test_four_mebibytes_are_judged(api: Driver) -> None:
    body = json.dumps(request())
    api.created(" " * (LIMIT - len(body)) + body)
    assert api.create(b"[" + b" " * (LIMIT - 1)).error == (400, "InvalidJsonFormat")


@pytest.mark.parametrize("size", [LIMIT + 1, 3 * LIMIT])
def test_more_gets_a_bare_413(api: Driver, size: int) -> None:
    reply = api.create(b" " * size)
    assert (reply.status, reply.body) == (413, b"")
    assert api.send("GET", "/jobs").status == 200


def test_a_body_announced_as_huge_is_refused_without_waiting_for_it(sandbox: RunningSandbox) -> None:
    head = b"POST /clusters HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"
    assert spoken(sandbox.port, head).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("announced", ["Content-Length: 99999999999", "Transfer-Encoding: chunked"])
def test_after_a_413_the_connection_is_closed_though_the_client_goes_on_waiting(
    api: Driver, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch, announced: str
) -> None:
    monkeypatch.setattr(server.Handler, "timeout", None)
    body = b"%x\r\n" % (LIMIT + 1) + b" " * 100_000
    assert spoken(sandbox.port, signed_head(api, announced) + body).startswith(b"HTTP/1.1 413 ")


def test_without_file_descriptors_the_sandbox_pauses_and_then_goes_on(
    api: Driver, sandbox: RunningSandbox, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, seen = server.ThreadedWSGIServer.get_request, []

    def exhausted(listening: server.ThreadedWSGIServer) -> Any:
        seen.append("attempt")
        if seen.count("attempt") <= 3:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return accept(listening)

    monkeypatch.setattr(server.ThreadedWSGIServer, "get_request", exhausted)
    monkeypatch.setattr(server.time, "sleep", lambda seconds: seen.append("pause" if seconds > 0 else "spin"))
    assert api.all("/clusters") == []
    assert seen[:7] == ["attempt", "pause", "attempt", "pause", "attempt", "pause", "attempt"]
    noted = capfd.readouterr().err
    assert noted.count("Too many open files") == 1 and "ulimit -n" in noted


def signed_head(api: Driver, *lines: str, drop: tuple[str, ...] = ()) -> bytes:
    """The head of a signed POST /clusters, with other lines about the body."""
    from wizard.client.signature import attempt_headers

    headers = attempt_headers(
        "POST",
        "/clusters",
        access_key_id="sandbox",
        access_key_secret="sandbox",
        region="cn-hangzhou",
        now=api.clock(),
    )
    shown = [f"{name}: {value}" for name, value in headers.items() if name not in drop]
    return "\r\n".join(["POST /clusters HTTP/1.1", "Host: x", *shown, *lines, "", ""]).encode()


def test_a_body_in_chunks_is_read(api: Driver, sandbox: RunningSandbox) -> None:
    body = json.dumps(request()).encode()
    chunks = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:]))
    head = signed_head(api, "Transfer-Encoding: chunked")
    assert spoken(sandbox.port, head + chunks + b"0\r\nTrailer: x\r\n\r\n").startswith(b"HTTP/1.1 201 ")
    assert len(api.all("/clusters")) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"zz\r\n{}\r\n0\r\n\r\n", 400),
        (b"-5\r\n{}\r\n0\r\n\r\n", 400),
        (b"2\r\n{}xx\r\n0\r\n\r\n", 400),
        (b"2" * 1000, 400),
        (b"5\r\n{}", 408),
        (b"2\r\n{}\r\n", 408),
        (b"", 408),
    ],
)
def test_bad_chunks_are_refused(api: Driver, sandbox: RunningSandbox, body: bytes, status: int) -> None:
    data = signed_head(api, "Transfer-Encoding: chunked") + body
    assert answer_of(spoken(sandbox.port, data, half_close=True))[0] == status
    assert api.all("/clusters") == []


def test_chunks_beyond_the_limit_get_a_bare_413(api: Driver, sandbox: RunningSandbox) -> None:
    data = signed_head(api, "Transfer-Encoding: chunked") + b"%x\r\n" % (LIMIT + 1) + b" " * 1000
    assert spoken(sandbox.port, data, half_close=True).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_ends_too_early_creates_nothing(api: Driver, sandbox: RunningSandbox) -> None:
    body = json.dumps(request()).encode()
    data = signed_head(api, f"Content-Length: {len(body) + 5}") + body
    status, found = answer_of(spoken(sandbox.port, data, half_close=True))
    assert (status, found["Code"]) == (408, "RequestTimeout")
    assert api.all("/clusters") == []


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "٣", "2\r\nContent-Length: 3"])
def test_a_length_that_is_none_is_refused(api: Driver, sandbox: RunningSandbox, length: str) -> None:
    status, found = answer_of(spoken(sandbox.port, signed_head(api, f"Content-Length: {length}") + b"{}"))
    assert (status, found["Code"]) == (400, "InvalidHeader.Content-Length")


def test_a_body_without_a_length_is_none(api: Driver, sandbox: RunningSandbox) -> None:
    status, found = answer_of(spoken(sandbox.port, signed_head(api) + b"{}"))
    assert (status, found["Code"]) == (400, "InvalidJsonFormat")


@pytest.mark.parametrize(
    ("data", "status"),
    [
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
    ],
)
def test_what_is_hardly_http_gets_an_answer_of_the_api(
    sandbox: RunningSandbox, api: Driver, data: bytes, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answer_of(spoken(sandbox.port, data))[0] == status
    assert api.send("GET", "/jobs").status == 200
    assert capfd.readouterr() == ("", "")


def test_clients_that_do_not_go_on_hold_nobody_up(sandbox: RunningSandbox, api: Driver) -> None:
    head = signed_head(api, "Content-Length: 1000")
    beginnings = [b"", b"GET /jobs", head[:50], head, head + b"{"] * 10
    connections = [socket.create_connection(("127.0.0.1", sandbox.port)) for _ in beginnings]
    try:
        for connection, data in zip(connections, beginnings, strict=True):
            connection.sendall(data)
        api.created(request())
    finally:
        for connection in connections:
            connection.close()
    assert len(api.all("/clusters")) == 1


def test_clients_that_never_come_to_an_end_are_left(
    data_file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "LONGEST", 0.01)
    with start(data_file) as sandbox:
        for beginning in (b"", b"GET /jobs HT", b"POST /clusters HTTP/1.1\r\nX: y\r\n"):
            with socket.create_connection(("127.0.0.1", sandbox.port), timeout=20) as connection:
                connection.sendall(beginning)
                with suppress(ConnectionResetError):
                    while connection.recv(65536):
                        pass
    assert capfd.readouterr() == ("", "")


def test_a_client_that_waits_to_be_told_to_go_on_is_told_once(api: Driver, sandbox: RunningSandbox) -> None:
    body = json.dumps(request()).encode()
    data = signed_head(api, "Expect: 100-continue", f"Content-Length: {len(body)}") + body
    answer = spoken(sandbox.port, data)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 ")
    assert answer.count(b"HTTP/1.1") == 2


def test_an_unexpected_error_is_an_answer_and_a_note_without_what_was_sent(
    api: Driver, data_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(data_file) as connection:
        connection.execute("DROP TABLE logs")
    connection.close()
    reply = api.create(request(Description="private words"), "t")
    assert reply.error == (500, "InternalError")
    noted = capfd.readouterr().err
    assert reply.json["RequestId"] in noted and "OperationalError" in noted
    assert "private words" not in noted
    assert api.all("/images") == []


def test_a_disk_that_is_full_is_said_so_and_nothing_is_lost(
    api: Driver, data_file: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = api.created(request(), "kept")
    connect = Storage.connect

    def small(store: Storage) -> sqlite3.Connection:
        connection = connect(store)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(Storage, "connect", small)
        reply = api.create(request(Bootstrap="x" * 100_000), "t")
        assert reply.error == (500, "InternalError")
    noted = capfd.readouterr().err
    assert noted.count("\n") == 1 and "database or disk is full" in noted and "Free some space" in noted
    assert [each["Id"] for each in api.all("/clusters")] == [kept]
    assert api.created(request(Bootstrap="x" * 100_000), "t") != kept


def overwrite_pages(file: Path) -> None:
    """Damage everything but the first page, which says that this is a database."""
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))


def test_a_corrupt_file_is_said_to_be_corrupt_and_what_to_do(
    data_file: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str]
) -> None:
    with start(data_file, clock=clock) as sandbox:
        for number in range(9):
            Driver(sandbox, clock).created(request(Name=f"c{number}"))
    overwrite_pages(data_file)
    with start(data_file, clock=clock) as sandbox:
        reply = Driver(sandbox, clock).send("GET", "/clusters")
    assert reply.error == (500, "InternalError")
    for said in (reply.json["Message"], capfd.readouterr().err):
        assert "corrupt" in said and str(data_file) in said and "Move it away" in said
        assert "full" not in said and "Free some space" not in said


def test_a_file_that_is_corrupt_from_the_beginning_is_said_to_be(data_file: Path) -> None:
    start(data_file).stop()
    data = data_file.read_bytes()
    data_file.write_bytes(data[:100] + b"\xa5" * 3996)
    with pytest.raises(BadDataFile, match=r"is corrupt .* Move it away"):
        start(data_file)


def test_a_pipe_is_no_data_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadDataFile):
        start(tmp_path / "pipe")


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_folders_are_made_for_the_user_alone(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "new" / "below"
    before = os.umask(umask)
    try:
        with suppress(BadDataFile):  # nothing can be written into files made under such a umask
            start(folder / "s").stop()
    finally:
        os.umask(before)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent)] == [0o700, 0o700]


def test_a_path_that_is_not_utf_8_is_one(tmp_path: Path, clock: FakeClock) -> None:
    with start(tmp_path / os.fsdecode(b"\xff") / "s", clock=clock) as sandbox:
        assert Driver(sandbox, clock).created(request())


def test_nothing_is_written_down_unless_it_is_asked_for(
    data_file: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with start(data_file, clock=clock) as sandbox:
        Driver(sandbox, clock).send("GET", "/nothing")
    assert capfd.readouterr() == ("", "")
    with start(data_file, clock=clock, verbose=True) as sandbox:
        reply = Driver(sandbox, clock).send("GET", "/clusters?Marker=%1B[31m")
    noted = capfd.readouterr().err
    request_id = reply.headers["x-acs-request-id"]
    assert noted == f"GET /clusters?Marker=%1B[31m 400 InvalidMarker {request_id}\n"
    assert caplog.records == []


def test_a_taken_port_is_said_to_be(sandbox: RunningSandbox, tmp_path: Path) -> None:
    with pytest.raises(PortTaken, match=str(sandbox.port)):
        start(tmp_path / "other", port=sandbox.port)
    for port in (-1, 65536):
        with pytest.raises(CannotListen):
            start(tmp_path / "other", port=port)
    assert not (tmp_path / "other").exists()


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    text, foreign, newer = tmp_path / "text", tmp_path / "foreign", tmp_path / "newer"
    text.write_text("not a database, but long enough to look like one might" * 20)
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    start(newer).stop()
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for file in (text, foreign, newer):
        before = file.read_bytes()
        with pytest.raises(BadDataFile, match=file.name):
            start(file)
        assert file.read_bytes() == before


def test_a_file_that_cannot_be_opened_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for file in (tmp_path, tmp_path / "file" / "below"):
        with pytest.raises(BadDataFile):
            start(file)


def test_it_listens_on_loopback_only(sandbox: RunningSandbox) -> None:
    assert unquote(sandbox.url).startswith("http://127.0.0.1:")
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", sandbox.port), timeout=5)
