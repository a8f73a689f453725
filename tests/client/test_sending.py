"""Exactly one cluster for one submission, whatever the network does."""

import json
import threading
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from wizard.client import errors
from wizard.client.api import Answer, Client
from wizard.client.credentials import sandbox_profile
from wizard.client.outcome import Created, Event, Rejected, Unconfirmed
from wizard.client.sending import begin, submit
from wizard.client.submission import Submission, prepare, resume
from wizard.errors import StorageError
from wizard.models.journal import JournalEntry
from wizard.storage.journal import Journal

from .conftest import CREATED, FAULTS, Endless, Time

Serve = Callable[..., Any]
THROTTLED = {"status": 429, "json": {"Code": "Throttling", "Message": "slow down"}}
OSS = {"AccessKeyId": "id", "AccessKeySecret": "oss-secret", "SecurityToken": ""}
REQUEST = {"Name": "x", "Configs": {"Mounts": {"OSS": OSS}}}


def refuse(code: str, status: int = 400) -> dict[str, Any]:
    """A rejection by the service."""
    return {"status": status, "json": {"Code": code, "Message": "m", "RequestId": "R-9"}}


class FakeJournal:
    """Records its calls, each with the number of requests that a server had received by then."""

    def __init__(self, server: Any = None, *, fail: Mapping[str, Exception] = {}) -> None:
        self.server, self.fail = server, fail
        self.calls: list[tuple[str, Any, int]] = []

    def start(self, entry: JournalEntry) -> None:
        self._record("start", entry)

    def finish(
        self, token: str, outcome: Mapping[str, Any], *, target: Mapping[str, Any] | None = None
    ) -> None:
        self._record("finish", {"token": token, **outcome})

    def _record(self, kind: str, entry: Any) -> None:
        if kind in self.fail:
            raise self.fail[kind]
        seen = len(self.server.seen) if self.server else 0
        self.calls.append((kind, entry, seen))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.calls]


def run(submission: Submission, journal: Any = None, *, time: Time | None = None, **options: Any) -> Any:
    """Submit; pauses take no time."""
    time = time or Time()
    client = options.pop("client", None) or Client(submission.profile, read_timeout=0.3)
    options = {"clock": time.clock, "sleep": time.sleep, **options}
    return submit(submission, client, journal or FakeJournal(), **options)


def make(server: Any, **options: Any) -> Submission:
    return prepare(REQUEST, sandbox_profile(server.url), {}, **options)


def test_after_each_fault_the_same_request_is_sent_with_a_fresh_signature(serve: Serve) -> None:
    server = serve(*(behaviour for behaviour, _ in FAULTS), CREATED)
    journal, submission = FakeJournal(server), make(server)
    events: list[Event] = []
    outcome = run(submission, journal, on_event=events.append, jitter=lambda: 0.0)
    attempts = len(FAULTS) + 1
    assert outcome == Created("cls-1", "R-1", submission.profile)
    assert len(server.seen) == attempts
    assert {seen.target for seen in server.seen} == {f"/clusters?IdempotentToken={submission.token}"}
    assert {seen.body for seen in server.seen} == {json.dumps(REQUEST, indent=2).encode()}
    for name in ("x-acs-signature-nonce", "authorization"):
        assert len({seen.headers[name] for seen in server.seen}) == attempts
    kinds = ["started", "failed", "waiting"] * len(FAULTS) + ["started", "answered"]
    assert [event.kind for event in events] == kinds
    assert events[-1].outcome == outcome
    assert all(event.message for event in events)
    assert "oss-secret" not in repr(events)
    (start, entry, before), (finish, record, after) = journal.calls
    assert (start, before, finish, after) == ("start", 0, "finish", attempts)
    profile = {"name": "sandbox", "endpoint": server.url, "region": None, "access_key_id": "sandbox"}
    assert (entry.token, entry.target) == (submission.token, profile)
    assert entry.sha256 == sha256(server.seen[0].body).hexdigest()
    assert entry.request["Configs"]["Mounts"]["OSS"]["AccessKeySecret"] == "${env:OSS_ACCESS_KEY_SECRET}"
    assert "oss-secret" not in entry.model_dump_json()
    assert record == {"token": submission.token, "outcome": "created", "id": "cls-1", "request_id": "R-1"}


@pytest.mark.parametrize("answer", [CREATED, refuse("MissingName")])
def test_a_result_is_handed_over_before_the_journal_is_finished(serve: Serve, answer: Any) -> None:
    class Killed(BaseException):
        """What a process that is killed does not catch."""

    def on_event(event: Event) -> None:
        if event.kind == "answered":
            raise Killed

    journal = FakeJournal()
    with pytest.raises(Killed):
        run(make(serve(answer)), journal, on_event=on_event)
    assert journal.kinds == ["start"]  # the next run finds out again


def test_a_submission_is_recorded_once(serve: Serve) -> None:
    journal = FakeJournal()
    submission = begin(make(serve(CREATED)), journal)
    assert isinstance(run(submission, journal), Created)
    assert journal.kinds == ["start", "finish"]
    assert begin(submission, journal) == submission
    assert not submission.resumed


def test_a_rejection_is_final(serve: Serve) -> None:
    server, journal = serve(refuse("QuotaExhausted.MaxClusterCount", 403)), FakeJournal()
    outcome = run(make(server), journal)
    assert isinstance(outcome, Rejected)
    assert (outcome.error.status, outcome.error.code) == (403, "QuotaExhausted.MaxClusterCount")
    assert "QuotaExhausted.MaxClusterCount" in outcome.message
    assert len(server.seen) == 1
    assert (journal.calls[-1][1]["outcome"], journal.calls[-1][1]["request_id"]) == ("refused", "R-9")
    outcome = run(make(serve(refuse("IdempotentTokenMismatch")), token="typed_by_hand"))
    assert isinstance(outcome, Rejected)
    assert "another request" in outcome.message


def test_a_submission_ends_pending_without_a_response_but_rejected_if_always_throttled(serve: Serve) -> None:
    server, journal, time = serve("close"), FakeJournal(), Time()
    submission = make(server)
    outcome = run(submission, journal, time=time)
    assert isinstance(outcome, Unconfirmed)
    assert outcome.sent
    assert outcome.attempts == len(server.seen) >= 6
    assert submission.token in outcome.message and "may or may not exist" in outcome.message
    assert journal.kinds == ["start"]
    assert time.now <= 60
    server = serve(THROTTLED)
    assert isinstance(run(make(server), journal), Rejected)
    assert len(server.seen) >= 6
    assert journal.kinds == ["start", "start", "finish"]


def test_without_a_connection_nothing_was_sent_by_this_run(closed_port: str) -> None:
    journal = FakeJournal()
    submission = prepare({}, sandbox_profile(closed_port), {})
    outcome = run(submission, journal)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.sent, journal.kinds) == (False, ["start"])
    assert outcome.attempts >= 6
    assert "could not be reached" in outcome.message
    outcome = run(resume(submission.entry(), submission.profile, {}))
    assert isinstance(outcome, Unconfirmed) and outcome.sent
    for words in ("could not be reached this time", "may or may not exist", submission.token):
        assert words in outcome.message


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("SignatureDoesNotMatch", Unconfirmed),
        ("InvalidSecurityToken.Expired", Unconfirmed),
        ("QuotaExhausted.MaxClusterCount", Rejected),
        ("IdempotentTokenMismatch", Rejected),
        ("MissingName", Rejected),
    ],
)
def test_a_rejection_after_a_lost_response_counts_only_if_the_token_was_looked_up(
    serve: Serve, code: str, kind: type
) -> None:
    journal = FakeJournal()
    outcome = run(make(serve("close", refuse(code))), journal)
    assert type(outcome) is kind
    assert journal.kinds == (["start"] if kind is Unconfirmed else ["start", "finish"])
    assert code in outcome.message
    profile, journal = sandbox_profile(serve(refuse(code)).url), FakeJournal()
    outcome = run(resume(prepare({"Name": "x"}, profile, {}).entry(), profile, {}), journal)
    assert type(outcome) is kind
    assert journal.kinds == ([] if kind is Unconfirmed else ["finish"])


@pytest.mark.parametrize("while_waiting", [True, False])
def test_cancelling_ends_a_pause_or_an_attempt_at_once(serve: Serve, while_waiting: bool) -> None:
    cancelled = threading.Event()

    def respond(request: Any) -> Any:
        if not while_waiting:
            cancelled.set()
        return "close" if while_waiting else Endless()

    def on_event(event: Event) -> None:
        if event.kind == "waiting":
            cancelled.set()

    journal, submission = FakeJournal(), make(serve(respond))
    # The real clock and real pauses: without the cancellation, it would take minutes.
    outcome = submit(
        submission, Client(submission.profile), journal, timeout=6000, on_event=on_event, cancelled=cancelled
    )
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.cancelled, outcome.sent, outcome.attempts) == (True, True, 1)
    assert journal.kinds == ["start"]
    assert submission.token in outcome.message


def test_cancelled_beforehand_nothing_is_sent(serve: Serve) -> None:
    cancelled = threading.Event()
    cancelled.set()
    server = serve(CREATED)
    outcome = run(make(server), cancelled=cancelled)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.cancelled, outcome.sent, outcome.attempts) == (True, False, 0)
    assert server.seen == []
    assert "Cancelled before" in outcome.message


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left"), StorageError("Cannot write x: No space left")]
)
def test_a_journal_that_cannot_be_written(serve: Serve, error: Exception) -> None:
    server = serve(CREATED)
    with pytest.raises(errors.JournalError, match="No space left"):
        run(make(server), FakeJournal(fail={"start": error}))
    assert server.seen == []
    events: list[Event] = []
    outcome = run(make(server), FakeJournal(fail={"finish": error}), on_event=events.append)
    assert isinstance(outcome, Created)
    assert events[-1].kind == "unrecorded"


def test_a_pending_submission_is_resumed_from_the_real_journal(serve: Serve, tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    lost, server = serve("close"), serve(CREATED)
    submission = make(lost)
    assert isinstance(run(submission, journal), Unconfirmed)
    (entry,) = journal.pending()
    assert b"oss-secret" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    again = resume(entry, sandbox_profile(server.url), {"OSS_ACCESS_KEY_SECRET": "oss-secret"})
    assert (again.token, again.body, again.resumed) == (submission.token, submission.body, True)
    assert isinstance(run(again, journal), Created)
    assert journal.pending() == []
    assert [done.cluster_id for done in journal.all()] == ["cls-1"]
    assert server.seen[0].target == lost.seen[0].target


# -- time: at least six attempts within the timeout


class Service:
    """Raises the given errors, then creates; a slow one takes all the time that an attempt has."""

    def __init__(self, time: Time, *failures: Exception, forever: bool = False, slow: bool = False) -> None:
        self.time, self.failures, self.forever, self.slow = time, list(failures), forever, slow
        self.limits: list[float] = []

    def create_cluster(self, body: bytes, token: str, *, within: float, **options: Any) -> Answer:
        self.limits.append(within)
        self.time.now += within if self.slow else 0.0
        if self.failures:
            raise self.failures[0] if self.forever else self.failures.pop(0)
        return Answer(201, {"Id": "cls-1"}, None)


LOST = errors.IncompleteResponse("closed")


def failure(retry_after: float | None = None) -> Exception:
    return errors.ServerError("HTTP 503", retry_after=retry_after)


def spend(service: Service, **options: Any) -> Any:
    """Submit to a fake service."""
    submission = prepare({}, sandbox_profile("http://127.0.0.1:1"), {})
    return run(submission, client=service, time=service.time, **{"jitter": lambda: 0.5, **options})


@pytest.mark.parametrize("timeout", [0.5, 60.0, 600.0])
@pytest.mark.parametrize("retry_after", [None, 0.0, 1.0, 30.0, 3600.0])
def test_six_attempts_fit_whatever_the_service_asks_for(timeout: float, retry_after: float | None) -> None:
    for failed, slow in ((failure(retry_after), False), (LOST, True)):
        for jitter in (0.0, 1.0):
            service = Service(Time(), failed, forever=True, slow=slow)
            outcome = spend(service, timeout=timeout, jitter=lambda jitter=jitter: jitter)
            assert isinstance(outcome, Unconfirmed)
            assert outcome.attempts >= 6
            assert service.time.now <= timeout + 0.01
            assert not slow or min(service.limits[:6]) > timeout / 10


def test_pauses() -> None:
    throttled = errors.Throttled("m", status=429, code="Throttling", message="m", retry_after=7.0)
    service = Service(Time(), throttled, failure(3.0))
    assert isinstance(spend(service), Created)
    assert service.time.waits == [7.0, 3.0]
    service = Service(Time(), LOST, forever=True)
    spend(service, jitter=lambda: 1.0)
    waits = service.time.waits
    assert [waits[at + 1] / waits[at] for at in range(4)] == [pytest.approx(2.0)] * 4
    first = []
    for chance in (0.0, 0.5, 1.0):
        service = Service(Time(), LOST)
        spend(service, jitter=lambda chance=chance: chance)
        first.append(service.time.waits[0])
    assert sorted(set(first)) == first


def test_no_attempt_starts_without_time_left() -> None:
    service = Service(Time(), failure(), forever=True)

    def oversleep(seconds: float) -> None:
        service.time.now += 100.0

    outcome = spend(service, sleep=oversleep)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.attempts, len(service.limits)) == (1, 1)
    assert isinstance(outcome.error, errors.ServerError)

    class Slow(FakeJournal):
        def start(self, entry: JournalEntry) -> None:
            service.time.now += 100.0

    service = Service(Time())
    submission = prepare({}, sandbox_profile("http://127.0.0.1:1"), {})
    outcome = run(submission, Slow(), client=service, time=service.time)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.sent, service.limits) == (False, [])
    assert "No time was left" in outcome.message
