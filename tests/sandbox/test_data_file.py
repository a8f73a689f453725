"""The data file: what survives, what is never written, and files that cannot be used."""

import logging
import os
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from wizard.sandbox import SandboxError, start
from wizard.sandbox.storage import Storage

from .driver import Driver, FakeClock, request

SECRET, TOKEN = "s3cr3t-0f-0ss", "s3cr3t-t0k3n"


def with_account(**account: Any) -> dict[str, Any]:
    return request(Configs={"Mounts": {"OSS": {"AccessKeyId": "LTAI", **account}}})


def execute(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def test_no_secret_is_written(data_file: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str]) -> None:
    with start(data_file, clock=clock, verbose=True) as sandbox:
        api = Driver(sandbox, clock)
        cluster = f"/clusters/{api.created(with_account(AccessKeySecret=SECRET, SecurityToken=TOKEN), 't')}"
        misspelled = {"AccessKeySecert": SECRET, "SecurityToken": f"[{TOKEN}]"}
        api.created(with_account(**misspelled) | {"AccessKeySecret": SECRET})
        for wrong in ([SECRET], {"a": SECRET}):
            reply = api.create(with_account(AccessKeySecret=wrong))
            assert reply.error == (400, "InvalidConfigs.Mounts.OSS.AccessKeySecret")
            assert SECRET.encode() not in reply.body
        mounts = with_account(AccessKeySecret=SECRET, SecurityToken=TOKEN)["Configs"]
        assert api.send("PUT", cluster, {"Configs": mounts}).status == 200
        assert "OSS" not in api.get(cluster)["Configs"]["Mounts"]
        api.send("GET", "/jobs", security_token=TOKEN)
        responses = api.send("GET", "/clusters").body + api.send("GET", cluster).body
        files = [file.read_bytes() for file in data_file.parent.iterdir()]
    files += [file.read_bytes() for file in data_file.parent.iterdir()]
    written = capfd.readouterr()
    for data in (*files, responses, written.out.encode(), written.err.encode()):
        assert SECRET.encode() not in data and TOKEN.encode() not in data


def test_another_secret_is_another_request(api: Driver) -> None:
    first = api.created(with_account(AccessKeySecret=SECRET), "t")
    assert api.created(with_account(AccessKeySecret=SECRET), "t") == first
    assert api.create(with_account(AccessKeySecret="other"), "t").error == (400, "IdempotentTokenMismatch")


def test_files_and_folders_are_accessible_to_their_owner_only(tmp_path: Path) -> None:
    for umask in (0o000, 0o777):
        file = tmp_path / f"{umask:o}" / os.fsdecode(b"not UTF-8 \xff") / "s"
        before = os.umask(umask)
        try:
            with suppress(SandboxError), start(file) as sandbox:  # such a umask makes new files unwritable
                assert Driver(sandbox).created(request())
                assert not any(each.stat().st_mode & 0o077 for each in file.parent.iterdir())
        finally:
            os.umask(before)
        for folder in (file.parent, file.parent.parent):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_files_that_cannot_be_used_are_reported_and_not_changed(tmp_path: Path) -> None:
    text, foreign, newer = tmp_path / "text", tmp_path / "foreign", tmp_path / "newer"
    text.write_text("not a database, but long enough to look like one might" * 20)
    execute(foreign, "CREATE TABLE theirs (a)")
    start(newer).stop()
    execute(newer, "PRAGMA user_version = 99")
    for file in (text, foreign, newer):
        before = file.read_bytes()
        with pytest.raises(SandboxError, match=file.name):
            start(file)
        assert file.read_bytes() == before
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path, text / "below", tmp_path / "pipe"):
        with pytest.raises(SandboxError):
            start(file)


def test_a_corrupt_file(data_file: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str]) -> None:
    with start(data_file, clock=clock) as sandbox:
        for number in range(9):
            Driver(sandbox, clock).created(request(Name=f"c{number}"))
    data = data_file.read_bytes()
    data_file.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))  # the first page identifies a database
    with start(data_file, clock=clock) as sandbox:
        reply = Driver(sandbox, clock).send("GET", "/clusters")
    assert reply.error == (500, "InternalError")
    for text in (reply.json["Message"], capfd.readouterr().err):
        assert "corrupt" in text and str(data_file) in text and "Move it away" in text
        assert "full" not in text and "Free some space" not in text
    data_file.write_bytes(data[:100] + b"\xa5" * 3996)
    with pytest.raises(SandboxError, match=r"is corrupt .* Move it away"):
        start(data_file)


def test_full_disk(api: Driver, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    kept = api.created(request(), "kept")
    connect = Storage.connect

    def connect_to_full_disk(storage: Storage) -> sqlite3.Connection:
        connection = connect(storage)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(Storage, "connect", connect_to_full_disk)
        assert api.create(request(Bootstrap="x" * 100_000), "t").error == (500, "InternalError")
    written = capfd.readouterr().err
    assert written.count("\n") == 1 and "database or disk is full" in written and "Free some space" in written
    assert [each["Id"] for each in api.all("/clusters")] == [kept]
    assert api.created(request(Bootstrap="x" * 100_000), "t") != kept


def test_an_unexpected_error(api: Driver, data_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    execute(data_file, "DROP TABLE logs")
    reply = api.create(request(Description="private words"), "t")
    assert reply.error == (500, "InternalError")
    written = capfd.readouterr().err
    assert reply.json["RequestId"] in written and "OperationalError" in written
    assert "private words" not in written
    assert api.all("/images") == []


def test_requests_are_logged_only_if_verbose(
    data_file: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with start(data_file, clock=clock) as sandbox:
        Driver(sandbox, clock).send("GET", "/nothing")
    assert capfd.readouterr() == ("", "")
    with start(data_file, clock=clock, verbose=True) as sandbox:
        reply = Driver(sandbox, clock).send("GET", "/clusters?Marker=%1B[31m")
    request_id = reply.headers["x-acs-request-id"]
    assert capfd.readouterr().err == f"GET /clusters?Marker=%1B[31m 400 InvalidMarker {request_id}\n"
    assert caplog.records == []
