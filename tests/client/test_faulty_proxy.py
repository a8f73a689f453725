"""Many submissions through a proxy that injects random faults: one cluster each, and no wrong message."""

import http.client
import random
from collections import Counter
from collections.abc import Callable
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

from .conftest import Endless, Faulty, Seen, Time

PATIENCE = 0.15
"""Seconds without a byte after which the client here counts the other side as silent."""


def answer(status: str, body: bytes, *headers: str) -> bytes:
    """A response as it is sent."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


HTML = answer("502 Bad Gateway", b"<html><title>502 Bad Gateway</title></html>", "Content-Type: text/html")
REDIRECT = answer("302 Found", b"", "Location: /elsewhere")
BEFORE: dict[str, Any] = {
    "drop": "close",
    "reset": "reset",
    "silence": None,
    "html": HTML,
    "unavailable": answer("503 Service Unavailable", b"", "Retry-After: 3"),
    "throttled": answer("429 Too Many Requests", b'{"Code": "Throttling", "Message": "slow down"}'),
    "busy": answer("429 Too Many Requests", b"<html>busy</html>", "Content-Type: text/html"),
    "sign-in page": answer("200 OK", b"<html>Sign in to the airport's network</html>"),
    "redirect": REDIRECT,
}
"""What the proxy does with a request that the service never receives; None is silence."""
INSTEAD: dict[str, Any] = {
    "lose": "close",
    "lose-reset": "reset",
    "mute": None,
    "html-after": HTML,
    "unavailable-after": answer("503 Service Unavailable", b'{"Code": "ServiceUnavailable", "Message": "m"}'),
    "redirect-after": REDIRECT,
    "error": answer(
        "500 Internal Server Error", b'{"Code": "InternalError", "Message": "m", "RequestId": "r"}'
    ),
    "list": answer("201 Created", b'["cls-1"]'),
    "no-id": answer("201 Created", b'{"RequestId": "r"}'),
    "id-is-number": answer("201 Created", b'{"Id": 17}'),
    "zipped": answer("201 Created", b"\x1f\x8bnonsense", "Content-Encoding: gzip"),
}
"""What the client gets in place of the service's response."""


def drop_length(response: bytes) -> bytes:
    """Without a length, half a response looks like a whole one."""
    head, _, body = response.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


CHANGED: dict[str, Callable[[bytes], bytes]] = {
    "fine": lambda response: response,
    "truncate": lambda response: response[:-4],
    "truncate-open": lambda response: drop_length(response)[:-4],
    "truncate-head": lambda response: response[:40],
    "okay": lambda response: response.replace(b"201 CREATED", b"200 OK", 1),
    "continued": lambda response: b"HTTP/1.1 100 Continue\r\n\r\n" + response,
    "twice": lambda response: response + response,
}
"""What becomes of the service's response on its way."""
FAULTS = [*BEFORE, *INSTEAD, *CHANGED]


@dataclass
class FaultyProxy:
    """Decides for each request what happens to it.

    Attributes:
        upstream: The port of the service.
        bad: The share of the requests that go wrong.
        outage: How many of the first responses are lost.
    """

    upstream: int
    bad: float
    outage: int
    happened: Counter[str] = field(default_factory=Counter)
    forwarded: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = random.Random(1)

    def respond(self, seen: Seen) -> Any:
        """Return what a client gets for its request."""
        fault = self.choose()
        if fault in BEFORE:
            return BEFORE[fault] or Endless()
        self.forwarded.add(seen.target)
        connection = http.client.HTTPConnection("127.0.0.1", self.upstream)
        connection.request(seen.method, seen.target, seen.body, seen.headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        if fault in INSTEAD:
            return INSTEAD[fault] or Endless()
        request_id = f"x-acs-request-id: {response.getheader('x-acs-request-id')}"
        return CHANGED[fault](answer(f"{response.status} {response.reason}", body, request_id))

    def choose(self) -> str:
        """Return the fault of the next request."""
        fault = "fine"
        if self.happened.total() < self.outage:
            fault = "lose"
        elif self.random.random() < self.bad:
            fault = self.random.choice([each for each in FAULTS if each != "fine"])
        self.happened[fault] += 1
        return fault


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
    request = {
        "Name": name,
        "ImageId": "img-ubuntu-vpc",
        "InstanceType": "ecs.sn1ne.large",
        "Groups": {"workers": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
        "Configs": {"Mounts": {"OSS": {"AccessKeyId": "id", "AccessKeySecret": f"oss-secret-{number}"}}},
    }
    return prepare(request, sandbox_profile(url), {})


def check_result(number: int, outcome: Outcome, journal: Journal, service: Client) -> None:
    """Check the result of a submission, what the journal says, and the cluster."""
    record = journal.all()[-1].outcome or {}
    if is_bad(number):
        assert isinstance(outcome, Rejected), number
        assert (outcome.error.code, record["outcome"]) == ("InvalidName", "refused")
    else:
        assert isinstance(outcome, Created), number
        assert record["id"] == outcome.id
        assert service.get_cluster(outcome.id)["Name"] == f"cluster-{number}"


def submit_many(
    count: int, folder: Path, serve: Callable[..., Faulty], *, bad: float, outage: int = 0
) -> tuple[int, int, Counter[str]]:
    """Submit requests through a faulty proxy, each until it has a result, as a person would.

    Returns:
        How many requests were sent, how many runs ended without a response, and the faults.
    """
    with start(folder / "sandbox.sqlite3", quotas=Quotas(MaxClusterCount=10**6)) as sandbox:
        proxy = FaultyProxy(sandbox.port, bad, outage)
        faulty, service = serve(proxy.respond), Client(sandbox_profile(sandbox.url))

        def work(number: int) -> int:
            journal, unconfirmed = Journal(folder / "journal" / str(number)), 0
            submission = make(number, faulty.url)
            while True:
                time = Time()
                client = Client(submission.profile, read_timeout=PATIENCE, total_timeout=10)
                outcome = submit(submission, client, journal, timeout=120, clock=time.clock, sleep=time.sleep)
                if not isinstance(outcome, Unconfirmed):
                    check_result(number, outcome, journal, service)
                    return unconfirmed
                unconfirmed += 1
                assert outcome.sent or f"/clusters?IdempotentToken={outcome.token}" not in proxy.forwarded
                # What a new run does: the same request again, and what the journal knows of it.
                submission = find_pending(make(number, faulty.url), journal.pending()) or submission

        with ThreadPoolExecutor(8) as pool:
            unconfirmed = sum(pool.map(work, range(count)))
        names = [cluster["Name"] for cluster in service.iter_clusters()]
    assert sorted(names) == sorted(f"cluster-{number}" for number in range(count) if not is_bad(number))
    assert find_bad_requests(faulty.seen) == []
    return len(faulty.seen), unconfirmed, proxy.happened


def test_random_faults(tmp_path: Path, serve: Callable[..., Faulty]) -> None:
    requests, _, faults = submit_many(100, tmp_path, serve, bad=0.7)
    assert requests > 200
    assert set(faults) == set(FAULTS)


def test_an_outage_in_which_every_response_is_lost(tmp_path: Path, serve: Callable[..., Faulty]) -> None:
    _, unconfirmed, _ = submit_many(20, tmp_path, serve, bad=0.9, outage=200)
    assert unconfirmed > 0, "some stayed pending and were resumed"
