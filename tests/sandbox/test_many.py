"""Many clients, several processes, and a death in the middle."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from wizard.sandbox import Quotas, RunningSandbox, start

from .driver import Driver, groups, request

SERVE = """
import sys
from wizard.sandbox import serve
serve(sys.argv[1], ready=lambda sandbox: print(sandbox.port, flush=True))
"""


ASKED_BY_A_THREAD = """
import signal, sys, threading
from wizard.sandbox import serve
def ready(sandbox):
    print(sandbox.port, flush=True)
    def ask():
        sys.stdin.readline()
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        sys.stdin.readline()
    threading.Thread(target=ask, daemon=True).start()
serve(sys.argv[1], ready=ready)
"""


class Elsewhere:
    """A sandbox in a process of its own."""

    def __init__(self, data_file: Path, program: str = SERVE) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(data_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.api = Driver(self)  # type: ignore[arg-type]

    def end(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


def tokens_and_clusters(file: Path) -> tuple[list[str], list[str]]:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        used = [row[0] for row in connection.execute("SELECT cluster FROM tokens")]
        return used, [row[0] for row in connection.execute("SELECT id FROM clusters")]


def test_twenty_clients_with_five_tokens_make_five_clusters(api: Driver) -> None:
    def client(number: int) -> list[str]:
        return [api.created(request(Name=f"c{turn}"), f"t{turn}") for turn in range(5)]

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(client, range(20)))
    assert len({tuple(ids) for ids in found}) == 1
    assert len(api.all("/clusters")) == 5


def test_fifty_clients_lose_none_of_a_thousand_clusters(data_file: Path) -> None:
    with start(data_file, quotas=Quotas(MaxClusterCount=1000)) as sandbox:
        api = Driver(sandbox)
        with ThreadPoolExecutor(50) as pool:
            ids = list(pool.map(lambda n: api.created(request(Name=f"c{n}"), f"t{n}"), range(1000)))
        listed = api.all("/clusters", 100)
        assert {each["Id"]: each["Name"] for each in listed} == {each: f"c{n}" for n, each in enumerate(ids)}
        assert len(listed) == 1000
        assert api.create(request(), "one_more").error == (403, "QuotaExhausted.MaxClusterCount")


def test_twenty_clients_never_get_over_a_quota(data_file: Path) -> None:
    with start(data_file, quotas=Quotas(MaxClusterCount=7)) as sandbox:
        api = Driver(sandbox)
        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda n: api.create(request(), f"t{n}"), range(60)))
        assert sorted(reply.status for reply in replies) == [201] * 7 + [403] * 53
        assert len(api.all("/clusters")) == 7


def test_machines_deleted_at_once_are_all_counted(api: Driver) -> None:
    cluster = api.created(request(Groups=groups(g=40)))
    path = f"/clusters/{cluster}/groups/g/instances"
    ids = [item["Id"] for item in api.all(path)]
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda each: api.send("DELETE", f"{path}/{each}"), ids[:30] * 2))
    assert {reply.status for reply in replies} == {200}
    assert api.get(f"/clusters/{cluster}")["Groups"]["g"]["DesiredVMCount"] == 10


def test_two_sandboxes_on_one_file_are_one_service(data_file: Path) -> None:
    quotas = Quotas(MaxClusterCount=10)
    with start(data_file, quotas=quotas) as one, start(data_file, quotas=quotas) as two:
        apis = [Driver(one), Driver(two)]
        with ThreadPoolExecutor(16) as pool:
            replies = list(pool.map(lambda n: apis[n % 2].create(request(), f"t{n // 4}"), range(80)))
        ids: dict[int, set[Any]] = {}
        for number, reply in enumerate(replies):
            ids.setdefault(number // 4, set()).add(reply.json.get("Id"))
        made = [found for found in ids.values() if found != {None}]
        assert len(made) == 10 and all(len(found) == 1 for found in made)
        assert apis[0].all("/clusters") == apis[1].all("/clusters")


def test_processes_that_start_at_once_on_a_new_file_share_it(data_file: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        running = list(pool.map(lambda _: Elsewhere(data_file), range(3)))
    try:
        with ThreadPoolExecutor(12) as pool:
            ids = list(pool.map(lambda n: running[n % 3].api.created(request(), f"t{n // 6}"), range(48)))
        assert len(set(ids)) == 8
    finally:
        ends = [each.end(signal.SIGTERM) for each in running]
    assert ends == [(0, "")] * 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_in_the_foreground_it_ends_cleanly_when_told_to(data_file: Path, number: int) -> None:
    sandbox = Elsewhere(data_file)
    sandbox.api.created(request())
    assert sandbox.end(number) == (0, "")


def test_a_signal_ends_it_whichever_of_its_threads_gets_it(data_file: Path) -> None:
    sandbox = Elsewhere(data_file, ASKED_BY_A_THREAD)
    sandbox.api.created(request())  # by now its main thread has nothing to do but to wait
    assert sandbox.process.stdin is not None
    sandbox.process.stdin.write("now\n")
    sandbox.process.stdin.flush()
    try:
        assert sandbox.process.wait(timeout=30) == 0
    finally:
        sandbox.process.kill()
        sandbox.process.communicate()


def test_killed_under_load_it_comes_back_with_every_acknowledged_cluster_and_no_half_one(
    data_file: Path,
) -> None:
    acknowledged: dict[str, str] = {}
    for life in range(2):
        sandbox = Elsewhere(data_file)

        def client(number: int, life: int = life, sandbox: Elsewhere = sandbox) -> None:
            for turn in range(1000):
                token = f"life{life}_{number}_{turn}"
                try:
                    reply = sandbox.api.create(request(Description=token), token)
                except (OSError, HTTPException):
                    return
                if reply.status == 201:
                    acknowledged[token] = reply.json["Id"]
                if len(acknowledged) >= 40 * (life + 1):
                    os.kill(sandbox.process.pid, signal.SIGKILL)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(client, range(8)))
        sandbox.process.communicate(timeout=30)
    quotas = Quotas(MaxClusterCount=100_000)
    with start(data_file, quotas=quotas) as again:
        api = Driver(again)
        listed = {item["Id"]: item for item in api.all("/clusters", 100)}
        for token, cluster in acknowledged.items():
            assert listed[cluster]["Description"] == token
        for token in list(acknowledged)[-5:]:
            assert api.created(request(Description=token), token) == acknowledged[token]
        for item in listed.values():
            assert len(item["OperationLogs"]) >= 2
    used, kept = tokens_and_clusters(data_file)
    assert sorted(used) == sorted(kept), "every cluster has its token, and every token its cluster"
    assert set(acknowledged.values()) <= set(kept)


def test_stopping_is_quick_and_can_be_done_twice(data_file: Path) -> None:
    sandbox: RunningSandbox = start(data_file)
    assert sandbox.url == f"http://127.0.0.1:{sandbox.port}"
    Driver(sandbox).created(request())
    sandbox.stop()
    sandbox.stop()
    with pytest.raises(ConnectionRefusedError):
        Driver(sandbox).send("GET", "/jobs")
