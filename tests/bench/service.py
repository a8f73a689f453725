"""The sandbox: requests a second, and what is still there after it was killed."""

import http.client
import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wizard.client.signature import attempt_headers

from .places import Place, bcw
from .report import Measure, progress

_BODY = {
    "Name": "bench",
    "ImageId": "img-ubuntu-vpc",
    "InstanceType": "ecs.sn1ne.large",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}


class _Client:
    """One connection that is kept open, and signs what it sends."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)

    def send(self, method: str, target: str, body: dict[str, Any] | None = None) -> Any:
        """Send a request; the answer is what came back as JSON."""
        data = b"" if body is None else json.dumps(body).encode()
        headers = attempt_headers(
            method,
            target,
            access_key_id="sandbox",
            access_key_secret="sandbox",
            region="cn-hangzhou",
        )
        self._connection.request(method, target, body=data or None, headers=headers)
        answer = self._connection.getresponse()
        found = json.loads(answer.read())
        if answer.status >= 300:
            raise RuntimeError(found)
        return found


class _Running:
    """A sandbox in a process of its own."""

    def __init__(self, place: Place, file: Path) -> None:
        command = bcw("sandbox", "--data", str(file), "--quota", "MaxClusterCount=1000000")
        self._process = subprocess.Popen(
            command, env=place.environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def kill(self) -> None:
        """End it as a power switch would end the process."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def _timed(act: Callable[[int], None], count: int) -> list[float]:
    found = []
    for number in range(count):
        begun = time.perf_counter()
        act(number)
        found.append((time.perf_counter() - begun) * 1e3)
    return found


def requests(place: Place, count: int) -> tuple[list[Measure], list[str]]:
    """Creates and reads, over one connection and over four; then a kill, and what is left."""
    file = place.folder / "sandbox.sqlite3"
    running = _Running(place, file)
    made: list[str] = []
    measures = []
    try:
        for clients in (1, 4):
            for what in ("create", "read"):
                progress(f"sandbox: {what}s over {clients} connections")
                measures += _measured(running.url, what, clients, count, made)
    finally:
        running.kill()
    again = _Running(place, file)
    try:
        client = _Client(again.url)
        left = sum(client.send("GET", f"/clusters/{each}")["Id"] == each for each in made)
    finally:
        again.kill()
    said = f"Sandbox: of {len(made)} clusters that were answered for, {left} are there after SIGKILL."
    return measures, [said]


def _measured(url: str, what: str, clients: int, count: int, made: list[str]) -> list[Measure]:
    times: list[float] = []
    known = [*made]

    def work(worker: int) -> None:
        client = _Client(url)

        def create(number: int) -> None:
            token = f"bench_{clients}_{worker}_{number}"
            made.append(client.send("POST", f"/clusters?IdempotentToken={token}", _BODY)["Id"])

        def read(number: int) -> None:
            client.send("GET", f"/clusters/{known[number % len(known)]}")

        times.extend(_timed(create if what == "create" else read, count // clients))

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(clients)]
    begun = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    rate = len(times) / (time.perf_counter() - begun)
    where = "1 connection" if clients == 1 else f"{clients} connections"
    return [
        Measure(f"sandbox, {what}s", where, unit="/s", values=[rate]),
        Measure(f"sandbox, a {what}", where, values=times),
    ]
