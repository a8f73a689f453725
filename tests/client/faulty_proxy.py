"""A proxy that injects network faults at random, and many submissions through it."""

import random
import socket
import struct
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.client.outcome import Created, Outcome, Rejected, Unconfirmed
from wizard.client.sending import submit
from wizard.client.submission import Submission, find_pending, prepare
from wizard.sandbox import Quotas, start
from wizard.storage.journal import Journal

PATIENCE = 0.15
"""Seconds without a byte after which the client here counts the other side as silent."""

HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
BEFORE = ("drop", "reset", "silence", "html", "unavailable", "throttled", "busy", "hello", "redirect")
"""What may happen to a request that the service never sees."""
LOST = ("lose", "lose-reset", "truncate", "truncate-open", "truncate-head", "mute")
INSTEAD = (
    "html-after",
    "unavailable-after",
    "error",
    "redirect-after",
    "list",
    "no-id",
    "id-is-number",
    "zipped",
)
ODD = ("late", "okay", "continued", "twice", "drips")
AFTER = (*LOST, *INSTEAD, *ODD)
"""What may happen to the answer of a service that has acted: lost, replaced, or just unusual."""


def answer(status: str, body: bytes, *headers: str) -> bytes:
    """An answer of HTTP."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


CANNED = {
    "html": answer("502 Bad Gateway", HTML, "Content-Type: text/html"),
    "html-after": answer("502 Bad Gateway", HTML, "Content-Type: text/html"),
    "unavailable": answer("503 Service Unavailable", b"", "Retry-After: 3"),
    "unavailable-after": answer("503 Service Unavailable", b'{"Code": "ServiceUnavailable", "Message": "m"}'),
    "throttled": answer("429 Too Many Requests", b'{"Code": "Throttling", "Message": "slow down"}'),
    "busy": answer("429 Too Many Requests", b"<html>busy</html>", "Content-Type: text/html"),
    "redirect": answer("302 ResolvedProfile", b"", "Location: /elsewhere"),
    "redirect-after": answer("307 Temporary Redirect", b"", "Location: /elsewhere"),
    "error": answer(
        "500 Internal Server Error", b'{"Code": "InternalError", "Message": "m", "RequestId": "r"}'
    ),
    "list": answer("201 Created", b'["cls-1"]'),
    "no-id": answer("201 Created", b'{"RequestId": "r"}'),
    "id-is-number": answer("201 Created", b'{"Id": 17}'),
    "zipped": answer("201 Created", b"\x1f\x8bnonsense", "Content-Encoding: gzip"),
    "hello": answer("200 OK", b"<html>Sign in to the airport's network</html>", "Content-Type: text/html"),
}


@dataclass
class FaultyProxy:
    """Between clients and a service: lets some requests through, and does something to the others."""

    upstream: int
    seed: int
    bad: float = 0.6
    """The part of the exchanges that go wrong."""
    outage: int = 0
    """How many of the first answers are lost, every one of them."""
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random, self._turn = random.Random(self.seed), threading.Lock()
        self._over = threading.Event()
        self.forwarded: set[bytes] = set()
        """The first line of every request that the service saw."""
        self.bodies: dict[bytes, set[bytes]] = {}
        """What came under each first line."""
        self.signed: Counter[bytes] = Counter()
        """Nonces and signatures, and how often each came."""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._exchange, args=(client,), daemon=True).start()

    def _fate(self) -> str:
        with self._turn:
            fate = "fine"
            if self.outage:
                self.outage -= 1
                fate = "lose"
            elif self._random.random() < self.bad:
                fate = self._random.choice(BEFORE + AFTER)
            self.happened[fate] += 1
            return fate

    def _exchange(self, client: socket.socket) -> None:
        with client:
            try:
                self._handle(client, self._fate())
            except OSError:
                return  # the client has gone

    def _handle(self, client: socket.socket, fate: str) -> None:
        request = whole(client)
        self._note(request)
        if fate in BEFORE:
            self._answer(client, fate, b"")
            return
        with socket.create_connection(("127.0.0.1", self.upstream)) as service:
            self.forwarded.add(request.partition(b"\r\n")[0])
            service.sendall(request)
            told = whole(service)
        self._answer(client, fate, told)

    def _note(self, request: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        line, *headers = head.split(b"\r\n")
        with self._turn:
            self.bodies.setdefault(line, set()).add(body)
            names = (b"x-acs-signature-nonce", b"authorization")
            self.signed.update(each for each in headers if each.lower().startswith(names))

    def wrong(self) -> list[str]:
        """What came that a careful client never sends."""
        found = [
            f"{line!r} came with {len(sent)} bodies" for line, sent in self.bodies.items() if len(sent) > 1
        ]
        found += [f"{line!r} came" for line in self.bodies if not line.startswith(b"POST /clusters?Idem")]
        return found + [f"{each!r} came {times} times" for each, times in self.signed.items() if times > 1]

    def _answer(self, client: socket.socket, fate: str, told: bytes) -> None:
        if fate in CANNED:
            client.sendall(CANNED[fate])
        elif fate in ("reset", "lose-reset"):
            # with no time to linger, closing sends a reset
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif fate in ("silence", "mute"):
            self._over.wait(2 * PATIENCE)
        elif fate == "late":
            self._over.wait(PATIENCE / 3)
            client.sendall(told)
        elif fate == "truncate":
            client.sendall(told[: len(told) - 4])
        elif fate == "truncate-open":  # without a length, half an answer looks like a whole one
            head, _, body = told.partition(b"\r\n\r\n")
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
            client.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body[:-4])
        elif fate == "truncate-head":
            client.sendall(told[:40])
        elif fate == "okay":
            client.sendall(told.replace(b"201 CREATED", b"200 OK", 1))
        elif fate == "continued":
            client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" + told)
        elif fate == "drips":
            for place in range(0, len(told), 16):
                client.sendall(told[place : place + 16])
                self._over.wait(PATIENCE / 1000)
        elif fate == "twice":
            client.sendall(told + told)
        elif fate == "fine":
            client.sendall(told)


def whole(connection: socket.socket) -> bytes:
    """A request or an answer as it travels: head, and as much body as it announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError
    return received


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.now += seconds


@dataclass
class Totals:
    """The result of many submissions.

    Attributes:
        runs: How often one was sent or resumed.
        attempts: How many requests that took.
        unknown: How many runs ended without a response.
        wrong: Messages, journal entries and requests that are wrong.
        clusters: How many clusters there are in the end.
        faults: What the proxy did, and how often.
    """

    submissions: int = 0
    runs: int = 0
    attempts: int = 0
    unknown: int = 0
    wrong: list[str] = field(default_factory=list)
    refused: int = 0
    clusters: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def submit_many(count: int, folder: Path, *, seed: int = 1, bad: float = 0.6, outage: int = 0) -> Totals:
    """Submit requests through a faulty proxy, each until it has a result, as a person would."""
    totals, lock = Totals(), threading.Lock()
    with start(folder / "sandbox.sqlite3", quotas=Quotas(MaxClusterCount=10**6)) as sandbox:
        proxy = FaultyProxy(sandbox.port, seed, bad, outage)
        service = Client(sandbox_profile(sandbox.url))

        def work(number: int) -> None:
            journal = Journal(folder / "journal" / str(number))
            before = make(number, proxy.url)
            for _ in range(50):
                # What a new run does: the same request again, and what the journal knows of it.
                submission = find_pending(make(number, proxy.url), journal.pending()) or before
                outcome = send(submission, journal)
                with lock:
                    totals.runs += 1
                    totals.attempts += outcome.attempts
                    if isinstance(outcome, Unconfirmed):
                        totals.unknown += 1
                        line = f"POST /clusters?IdempotentToken={outcome.token} HTTP/1.1".encode()
                        if not outcome.sent and line in proxy.forwarded:
                            totals.wrong.append(f"{number}: reported as not sent")
                if not isinstance(outcome, Unconfirmed):
                    break
            wrong = find_wrong(outcome, journal, service, number)
            with lock:
                totals.submissions += 1
                totals.refused += isinstance(outcome, Rejected)
                totals.wrong += wrong

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(count)))
        names = Counter(cluster["Name"] for cluster in service.iter_clusters())
        proxy.close()
    totals.clusters, totals.faults = names.total(), proxy.happened
    totals.wrong += [
        *proxy.wrong(),
        *(f"{name}: {times} clusters" for name, times in names.items() if times > 1),
    ]
    return totals


def make(number: int, url: str) -> Submission:
    """A submission."""
    request = {
        "Name": name_of(number),
        "ImageId": "img-ubuntu-vpc",
        "InstanceType": "ecs.sn1ne.large",
        "Groups": {"workers": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
        "Configs": {"Mounts": {"OSS": {"AccessKeyId": "id", "AccessKeySecret": f"oss-secret-{number}"}}},
    }
    return prepare(request, sandbox_profile(url), {"OSS_ACCESS_KEY_SECRET": "unused"})


def is_bad(number: int) -> bool:
    """Whether the service has to refuse a submission: it counts from 0, and every tenth is bad."""
    return number % 10 == 9


def name_of(number: int) -> str:
    """The name in a submission."""
    return f"{number}-begins-with-a-digit" if is_bad(number) else f"cluster-{number}"


def send(submission: Submission, journal: Journal) -> Outcome:
    """Send it; pauses take no time."""
    time = Time()
    client = Client(submission.profile, read_timeout=PATIENCE, total_timeout=10)
    return submit(submission, client, journal, timeout=120, clock=time.clock, sleep=time.sleep)


def find_wrong(outcome: Outcome, journal: Journal, service: Client, number: int) -> list[str]:
    """Return what is wrong about the result of a submission."""
    entry: dict[str, Any] = journal.all()[-1].outcome or {}
    if is_bad(number):
        said = (isinstance(outcome, Rejected) and outcome.error.code, entry.get("outcome"))
        return [] if said == ("InvalidName", "refused") else [f"{number}: {outcome}, {entry}"]
    if not isinstance(outcome, Created):
        return [f"{number}: {outcome}"]
    wrong: list[str] = []
    if service.get_cluster(outcome.id)["Name"] != name_of(number):
        wrong.append(f"{number}: {outcome.id} is another cluster")
    if entry.get("id") != outcome.id:
        wrong.append(f"{number}: the journal says {entry}")
    return wrong
