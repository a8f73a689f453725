"""The data file: what survives many clients, processes, signals and a kill, and what is never written."""

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.client import HTTPException
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cli.driver import end, process

from wizard.sandbox import Quotas, SandboxError, start
from wizard.sandbox.storage import Storage

from .driver import Driver, FakeClock, groups, request, with_account

SECRET, TOKEN = "s3cr3t-0f-0ss", "s3cr3t-t0k3n"


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
        with pytest.raises(SandboxError, match=r"permissions of its folder.*XDG_DATA_HOME"):
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


# -- many clients, several processes, signals and a kill

SIGNAL_TO_A_THREAD = """
import signal, sys, threading
from wizard.sandbox import serve
def ready(sandbox):
    print(sandbox.url, flush=True)
    def ask():
        sys.stdin.readline()
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        sys.stdin.readline()
    threading.Thread(target=ask, daemon=True).start()
serve(sys.argv[1], ready=ready)
"""


def connect(started: Any) -> Driver:
    """A client of a sandbox in another process, which prints its address."""
    return Driver(SimpleNamespace(port=int(started.stdout.readline().rpartition(b":")[2])))


def test_instances_deleted_at_once_are_all_counted(api: Driver) -> None:
    cluster = api.created(request(Groups=groups(g=40)))
    path = f"/clusters/{cluster}/groups/g/instances"
    ids = [item["Id"] for item in api.all(path)]
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda each: api.send("DELETE", f"{path}/{each}"), ids[:30] * 2))
    assert {reply.status for reply in replies} == {200}
    assert api.get(f"/clusters/{cluster}")["Groups"]["g"]["DesiredVMCount"] == 10


def test_processes_that_start_at_once_are_one_service(data_file: Path) -> None:
    with ExitStack() as stack:
        running = [
            stack.enter_context(process("sandbox --quota MaxClusterCount=8 --data", data_file))
            for _ in range(3)
        ]
        apis = [connect(each) for each in running]
        with ThreadPoolExecutor(12) as pool:
            replies = list(pool.map(lambda n: apis[n % 3].create(request(), f"t{n // 6}"), range(72)))
        ids = [{reply.json.get("Id") for reply in replies[first : first + 6]} for first in range(0, 72, 6)]
        created = [found for found in ids if found != {None}]
        assert len(created) == 8 and all(len(found) == 1 for found in created)
        assert len({str(each.all("/clusters")) for each in apis}) == 1
        assert [end(each) for each in running] == [(0, b"", b"")] * 3


def test_a_signal_ends_it_whichever_thread_receives_it(data_file: Path) -> None:
    command = [sys.executable, "-c", SIGNAL_TO_A_THREAD, data_file]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        try:
            connect(started).created(request())  # now the main thread only waits
            assert started.stdin is not None
            started.stdin.write(b"now\n")
            started.stdin.flush()
            assert started.wait(timeout=30) == 0
        finally:
            started.kill()


def test_every_acknowledged_cluster_survives_a_kill_under_load(data_file: Path) -> None:
    acknowledged: dict[str, str] = {}
    for life in range(2):
        with process("sandbox --data", data_file) as started, ThreadPoolExecutor(8) as pool:
            api = connect(started)

            def create_many(number: int, life: int = life, api: Driver = api, started: Any = started) -> None:
                for turn in range(1000):
                    token = f"life{life}_{number}_{turn}"
                    try:
                        reply = api.create(request(Description=token), token)
                    except (OSError, HTTPException):
                        return
                    if reply.status == 201:
                        acknowledged[token] = reply.json["Id"]
                    if len(acknowledged) >= 40 * (life + 1):
                        started.kill()

            list(pool.map(create_many, range(8)))
    with start(data_file, quotas=Quotas(MaxClusterCount=100_000)) as again:
        api = Driver(again)
        listed = {item["Id"]: item for item in api.all("/clusters", 100)}
        for token, cluster in acknowledged.items():
            assert listed[cluster]["Description"] == token
        for token in list(acknowledged)[-5:]:
            assert api.created(request(Description=token), token) == acknowledged[token]
        assert all(len(item["OperationLogs"]) >= 2 for item in listed.values())
    with closing(sqlite3.connect(data_file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with_token = {row[0] for row in connection.execute("SELECT cluster FROM tokens")}
    assert with_token == set(listed)
