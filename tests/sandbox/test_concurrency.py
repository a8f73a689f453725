"""Many clients, several processes, signals and a kill."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from pathlib import Path

from wizard.sandbox import Quotas, start

from .driver import Driver, groups, request

SERVE = """
import sys
from wizard.sandbox import Quotas, serve
quotas = Quotas().with_settings(sys.argv[2:])
serve(sys.argv[1], quotas=quotas, ready=lambda sandbox: print(sandbox.port, flush=True))
"""
SIGNAL_TO_A_THREAD = """
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


class OtherProcess:
    """A sandbox in its own process."""

    def __init__(self, data_file: Path, *quotas: str, program: str = SERVE) -> None:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [sys.executable, "-c", program, str(data_file), *quotas]
        self.process: subprocess.Popen[str] = subprocess.Popen(command, text=True, **pipes)  # type: ignore
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.api = Driver(self)

    def end(self, number: int) -> tuple[int, str]:
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors


def test_instances_deleted_at_once_are_all_counted(api: Driver) -> None:
    cluster = api.created(request(Groups=groups(g=40)))
    path = f"/clusters/{cluster}/groups/g/instances"
    ids = [item["Id"] for item in api.all(path)]
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda each: api.send("DELETE", f"{path}/{each}"), ids[:30] * 2))
    assert {reply.status for reply in replies} == {200}
    assert api.get(f"/clusters/{cluster}")["Groups"]["g"]["DesiredVMCount"] == 10


def test_processes_that_start_at_once_are_one_service_and_end_at_a_signal(data_file: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        running = list(pool.map(lambda _: OtherProcess(data_file, "MaxClusterCount=8"), range(3)))
    try:
        with ThreadPoolExecutor(12) as pool:
            replies = list(pool.map(lambda n: running[n % 3].api.create(request(), f"t{n // 6}"), range(72)))
        ids = [{reply.json.get("Id") for reply in replies[first : first + 6]} for first in range(0, 72, 6)]
        created = [found for found in ids if found != {None}]
        assert len(created) == 8 and all(len(found) == 1 for found in created)
        assert len({str(each.api.all("/clusters")) for each in running}) == 1
    finally:
        signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        ends = [each.end(number) for each, number in zip(running, signals, strict=True)]
    assert ends == [(0, "")] * 3


def test_a_signal_ends_it_whichever_thread_receives_it(data_file: Path) -> None:
    sandbox = OtherProcess(data_file, program=SIGNAL_TO_A_THREAD)
    sandbox.api.created(request())  # now the main thread only waits
    assert sandbox.process.stdin is not None
    sandbox.process.stdin.write("now\n")
    sandbox.process.stdin.flush()
    try:
        assert sandbox.process.wait(timeout=30) == 0
    finally:
        sandbox.process.kill()
        sandbox.process.communicate()


def test_every_acknowledged_cluster_survives_a_kill_under_load(data_file: Path) -> None:
    acknowledged: dict[str, str] = {}
    for life in range(2):
        sandbox = OtherProcess(data_file)

        def create_many(number: int, life: int = life, sandbox: OtherProcess = sandbox) -> None:
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
            list(pool.map(create_many, range(8)))
        sandbox.process.communicate(timeout=30)
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
