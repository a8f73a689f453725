"""Many submissions through a proxy that injects faults: one cluster each, and no wrong message."""

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sandbox.driver import Driver, request

from wizard.client.api import Client
from wizard.client.credentials import make_sandbox_profile
from wizard.client.errors import Refused
from wizard.client.sending import Created, Outcome, Sender, Unconfirmed
from wizard.client.submission import Submission, find_pending, prepare
from wizard.sandbox import start
from wizard.storage.journal import Journal

from .conftest import FAULTS, THROTTLED, Faulty, Seen, Time

PATIENCE = 0.15
"""Seconds without a byte after which the client here counts the other side as silent."""


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda response: response[:-4],
    # Without a length, half a response looks like a whole one.
    "truncated without length": lambda response: re.sub(rb"Content-Length.*\r\n", b"", response)[:-4],
    "truncated head": lambda response: response[:40],
    "200": lambda response: response.replace(b"201", b"200", 1),
    "continued": lambda response: b"HTTP/1.1 100 Continue\r\n\r\n" + response,
    "twice": lambda response: response + response,
}
"""What may become of the service's response on its way."""
BEHAVIOURS = [behaviour for behaviour, _ in FAULTS]
CASES: list[tuple[str, Any]] = [
    *(("before", behaviour) for behaviour in [*BEHAVIOURS, THROTTLED]),
    *(("instead", behaviour) for behaviour in BEHAVIOURS),
    *(("changed", name) for name in CHANGES),
]
"""The service does not receive the request, its response is replaced, or its response is changed."""


class FaultyProxy:
    """Lets one of twenty requests pass, and injects the faults into the others in turn."""

    def __init__(self, upstream: Driver) -> None:
        self.upstream, self.forwarded, self.faults, self.random = upstream, set[str](), 0, random.Random(1)
        self.cases = itertools.cycle(self.random.sample(CASES, len(CASES)))

    def respond(self, seen: Seen) -> Any:
        kind, fault = "none", None
        if self.random.random() >= 1 / 20:
            self.faults += 1
            kind, fault = next(self.cases)
        if kind == "before":
            return fault
        self.forwarded.add(seen.target)
        reply = self.upstream.raw(seen.method, seen.target, seen.body, seen.headers)
        if kind == "instead":
            return fault
        headers = [
            f"{name}: {reply.headers[name.lower()]}" for name in ("Content-Length", "x-acs-request-id")
        ]
        lines = [f"HTTP/1.1 {reply.status} OK", *headers, "Connection: close", "", ""]
        sent = "\r\n".join(lines).encode() + reply.body
        return CHANGES[fault](sent) if kind == "changed" else sent


def find_bad_requests(requests: list[Seen]) -> list[str]:
    """Return what a careful client never sends: two bodies with one token, a signature twice."""
    bodies: dict[str, set[bytes]] = {}
    signed: Counter[str] = Counter()
    for each in requests:
        bodies.setdefault(each.target, set()).add(each.body)
        signed.update([each.headers["x-acs-signature-nonce"], each.headers["authorization"]])
    wrong = [target for target in bodies if not target.startswith("/clusters?Idem")]
    wrong += [target for target, sent in bodies.items() if len(sent) > 1]
    return wrong + [text for text, times in signed.items() if times > 1]


def is_bad(number: int) -> bool:
    """Whether the service has to reject a submission: every tenth."""
    return number % 10 == 9


def make(number: int, url: str) -> Submission:
    name = f"{number}-begins-with-a-digit" if is_bad(number) else f"cluster-{number}"
    mounts = {"OSS": {"AccessKeyId": "id", "AccessKeySecret": f"oss-secret-{number}"}}
    body = request(Name=name, Configs={"Mounts": mounts})
    return prepare(body, make_sandbox_profile(url), {})


def check_result(number: int, outcome: Outcome, journal: Journal, service: Client) -> None:
    record = journal.all()[-1].outcome or {}
    if is_bad(number):
        assert isinstance(outcome, Refused), number
        assert (outcome.code, record["outcome"]) == ("InvalidName", "refused")
    else:
        assert isinstance(outcome, Created), number
        assert record["id"] == outcome.id
        assert service.get_cluster(outcome.id)["Name"] == f"cluster-{number}"


def test_random_faults(tmp_path: Path, serve: Callable[..., Faulty]) -> None:
    """Each submission is repeated until it has a result, as a person would do it."""
    count = 60
    with start(tmp_path / "sandbox.sqlite3") as sandbox:
        proxy = FaultyProxy(Driver(sandbox))
        faulty, service = serve(proxy.respond), Client(make_sandbox_profile(sandbox.url))

        def work(number: int) -> int:
            journal, unconfirmed = Journal(tmp_path / "journal" / str(number)), 0
            submission = make(number, faulty.url)
            while True:
                time = Time()
                client = Client(submission.profile, read=PATIENCE, total=10)
                options = {"timeout": 120, "clock": time.clock, "sleep": time.sleep}
                outcome = Sender(submission, client, journal, **options).submit()
                if not isinstance(outcome, Unconfirmed):
                    check_result(number, outcome, journal, service)
                    return unconfirmed
                unconfirmed += 1
                assert (
                    outcome.is_sent
                    or f"/clusters?IdempotentToken={outcome.submission.token}" not in proxy.forwarded
                )
                # What a new run does: the same request again, and what the journal knows of it.
                submission = find_pending(make(number, faulty.url), journal.pending()) or submission

        with ThreadPoolExecutor(8) as pool:
            unconfirmed = sum(pool.map(work, range(count)))
        names = [cluster["Name"] for cluster in service.iter_clusters()]
    assert sorted(names) == sorted(f"cluster-{number}" for number in range(count) if not is_bad(number))
    assert find_bad_requests(faulty.seen) == []
    assert proxy.faults > len(CASES)
    assert unconfirmed > 0, "some stayed pending and were resumed"
