"""Exactly one cluster for one submission, whatever the network does."""

import json
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import repeat
from time import monotonic
from typing import Any
from unittest.mock import Mock

import pytest

from wizard.client import errors
from wizard.client.answers import Response
from wizard.client.api import Client
from wizard.client.credentials import Credentials, Profile, make_sandbox_profile
from wizard.client.sending import Created, Event, Sender, Unconfirmed, begin
from wizard.client.submission import Submission, find_pending, is_token, new_token, prepare, resume
from wizard.document.secrets import MissingVariable
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.journal import Journal

from .conftest import CREATED, FAULTS, REAL, THROTTLED, Endless, Time

Serve = Callable[..., Any]
OSS = {"AccessKeyId": "id", "AccessKeySecret": "oss-secret", "SecurityToken": ""}
REQUEST = {"Name": "x", "Configs": {"Mounts": {"OSS": OSS}}}


def refuse(code: str, status: int = 400) -> dict[str, Any]:
    return {"status": status, "json": {"Code": code, "Message": "m", "RequestId": "R-9"}}


@pytest.fixture
def journal() -> Journal:
    return Journal(locations.journal_folder())


def results(journal: Journal) -> list[str | None]:
    """The recorded result of each submission, None while it is pending."""
    return [each.outcome["outcome"] if each.outcome else None for each in journal.all()]


def run(submission: Submission, journal: Journal, *, time: Time | None = None, **options: Any) -> Any:
    """Submit; pauses take no time."""
    time = time or Time()
    client = options.pop("client", None) or Client(submission.profile, read=0.3)
    options = {"clock": time.clock, "sleep": time.sleep, **options}
    return Sender(submission, client, journal, **options).submit()


def make(server: Any, **options: Any) -> Submission:
    return prepare(REQUEST, make_sandbox_profile(server.url), {}, **options)


@pytest.mark.parametrize("faults", [FAULTS[::2], FAULTS[1::2]], ids=["even", "odd"])
def test_after_each_fault_it_is_signed_anew(serve: Serve, journal: Journal, faults: list[Any]) -> None:
    entries = []

    def respond(request: Any) -> Any:
        entries.extend(journal.pending())
        return faults[len(entries) - 1][0] if len(entries) <= len(faults) else CREATED

    server = serve(respond)
    submission, events = begin(make(server), journal), list[Event]()
    assert begin(submission, journal) == submission and not submission.is_resumed
    outcome = run(submission, journal, on_event=events.append, jitter=lambda: 0.0)
    attempts = len(faults) + 1
    assert outcome == Created("cls-1", "R-1", submission.profile)
    assert {seen.target for seen in server.seen} == {f"/clusters?IdempotentToken={submission.token}"}
    assert {seen.body for seen in server.seen} == {json.dumps(REQUEST, indent=2).encode()}
    for name in ("x-acs-signature-nonce", "authorization"):
        assert len({seen.headers[name] for seen in server.seen}) == attempts
    kinds = ["started", "failed", "waiting"] * len(faults) + ["started", "answered"]
    assert [event.kind for event in events] == kinds
    assert events[-1].outcome == outcome
    failed = [event.message for event in events if event.kind == "failed"]
    assert all(words in message for message, (_, words) in zip(failed, faults, strict=True))
    assert "oss-secret" not in f"{events} {submission}"
    assert len(entries) == attempts, "it is pending from before the first attempt until it is finished"
    profile = {"name": "sandbox", "endpoint": server.url, "region": None, "access_key_id": "sandbox"}
    assert (entries[0].token, entries[0].target) == (submission.token, profile)
    assert abs(datetime.now(UTC) - entries[0].started_at) < timedelta(minutes=5)
    assert entries[0].sha256 == sha256(server.seen[0].body).hexdigest()
    assert entries[0].request["Configs"]["Mounts"]["OSS"]["AccessKeySecret"] == "${env:OSS_ACCESS_KEY_SECRET}"
    [entry] = journal.all()
    assert entry.outcome == {"outcome": "created", "id": "cls-1", "request_id": "R-1"}


@pytest.mark.parametrize("answer", [CREATED, refuse("MissingName")])
def test_a_result_is_reported_before_it_is_recorded(serve: Serve, journal: Journal, answer: Any) -> None:
    def on_event(event: Event) -> None:
        if event.kind == "answered":
            raise SystemExit

    with pytest.raises(SystemExit):
        run(make(serve(answer)), journal, on_event=on_event)
    assert results(journal) == [None], "the next run asks again"


def test_a_rejection_is_final(serve: Serve, journal: Journal) -> None:
    server = serve(refuse("QuotaExhausted.MaxClusterCount", 403))
    outcome = run(make(server), journal)
    assert isinstance(outcome, errors.Refused)
    assert (outcome.status, outcome.code) == (403, "QuotaExhausted.MaxClusterCount")
    assert "QuotaExhausted.MaxClusterCount" in str(outcome)
    assert len(server.seen) == 1
    [entry] = journal.all()
    assert (entry.outcome["outcome"], entry.outcome["request_id"]) == ("refused", "R-9")
    outcome = run(make(serve(refuse("IdempotentTokenMismatch")), token="typed_by_hand"), journal)
    assert isinstance(outcome, errors.Refused)
    assert "another request" in str(outcome)
    server = serve(THROTTLED)
    assert isinstance(run(make(server), journal), errors.Refused)
    assert len(server.seen) >= 6, "throttling is retried"
    assert results(journal) == ["refused"] * 3


def test_a_submission_without_a_response_is_resumed_from_the_journal(serve: Serve, journal: Journal) -> None:
    lost, server, time = serve("close"), serve(CREATED), Time()
    submission = make(lost)
    outcome = run(submission, journal, time=time)
    assert outcome.is_sent
    assert outcome.attempts == len(lost.seen) >= 6
    assert submission.token in str(outcome) and "may or may not exist" in str(outcome)
    assert time.now <= 60
    (entry,) = journal.pending()
    assert b"oss-secret" not in b"".join(path.read_bytes() for path in journal.folder.iterdir())
    again = resume(entry, make_sandbox_profile(server.url), {"OSS_ACCESS_KEY_SECRET": "oss-secret"})
    assert (again.token, again.body, again.is_resumed) == (submission.token, submission.body, True)
    assert isinstance(run(again, journal), Created)
    assert [done.cluster_id for done in journal.all()] == ["cls-1"]
    assert server.seen[0].target == lost.seen[0].target


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("SignatureDoesNotMatch", Unconfirmed),
        ("InvalidSecurityToken.Expired", Unconfirmed),
        ("QuotaExhausted.MaxClusterCount", errors.Refused),
        ("IdempotentTokenMismatch", errors.Refused),
        ("MissingName", errors.Refused),
    ],
)
def test_a_rejection_after_a_lost_response(serve: Serve, journal: Journal, code: str, kind: type) -> None:
    result = None if kind is Unconfirmed else "refused"
    outcome = run(make(serve("close", refuse(code))), journal)
    assert type(outcome) is kind
    assert code in str(outcome)
    assert results(journal) == [result]
    begun = begin(make(serve(refuse(code))), journal)
    outcome = run(resume(begun.to_entry(), begun.profile, {"OSS_ACCESS_KEY_SECRET": "oss-secret"}), journal)
    assert type(outcome) is kind
    assert results(journal) == [result] * 2


@pytest.mark.parametrize("when", ["before", "while waiting", "while sending"])
def test_cancelling(serve: Serve, journal: Journal, when: str) -> None:
    cancelled = threading.Event()
    if when == "before":
        cancelled.set()

    def respond(request: Any) -> Any:
        if when == "while sending":
            cancelled.set()
        return "close" if when == "while waiting" else Endless()

    def on_event(event: Event) -> None:
        if event.kind == "waiting":
            cancelled.set()

    server = serve(respond)
    submission = make(server)
    # The real clock and real pauses: without the cancellation, it would take minutes.
    real = {"client": Client(submission.profile), "timeout": 6000, "clock": monotonic, "sleep": None}
    outcome = run(submission, journal, on_event=on_event, cancelled=cancelled, **real)
    attempts = 0 if when == "before" else 1
    assert (outcome.is_cancelled, outcome.is_sent, outcome.attempts) == (True, attempts == 1, attempts)
    assert len(server.seen) == attempts
    assert results(journal) == [None]
    assert (submission.token if attempts else "Cancelled before") in str(outcome)


def test_an_unwritable_journal(serve: Serve, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    fail = Mock(side_effect=StorageError("Cannot write: No space left"))
    server, events = serve(CREATED), list[Event]()
    monkeypatch.setattr(journal, "finish", fail)
    assert isinstance(run(make(server), journal, on_event=events.append), Created)
    assert events[-1].kind == "unrecorded"
    monkeypatch.setattr(journal, "start", fail)
    with pytest.raises(errors.JournalError, match="No space left"):
        run(make(server), journal)
    assert len(server.seen) == 1


def test_another_process_has_finished_the_same_submission(serve: Serve, journal: Journal) -> None:
    submission, events = make(serve(CREATED)), list[Event]()

    def finish_first(event: Event) -> None:
        events.append(event)
        if event.kind == "answered":
            journal.finish(submission.to_entry(), {"outcome": "created", "id": "cls-1"})

    assert isinstance(run(submission, journal, on_event=finish_first), Created)
    assert events[-1].kind == "answered"
    assert results(journal) == ["created"]


class Service:
    """Raises the given errors, then creates; a slow one takes all the time that an attempt has."""

    def __init__(self, failures: Iterable[Exception], *, slow: bool = False) -> None:
        self.time, self.failures, self.slow = Time(), iter(failures), slow
        self.limits: list[float] = []

    def create_cluster(self, body: bytes, token: str, *, within: float, **options: Any) -> Response:
        self.limits.append(within)
        self.time.now += within if self.slow else 0.0
        for failure in self.failures:
            raise failure
        return Response(201, {}, b'{"Id": "cls-1"}', REAL)

    def spend(self, **options: Any) -> Any:
        submission, journal = prepare({}, REAL, {}), Journal(locations.journal_folder())
        return run(submission, journal, client=self, time=self.time, **{"jitter": lambda: 0.5, **options})


LOST = errors.NoResponse("closed")


@pytest.mark.parametrize("timeout", [0.5, 60.0, 600.0])
@pytest.mark.parametrize("retry_after", [None, 0.0, 1.0, 30.0, 3600.0])
def test_six_attempts_fit_whatever_the_service_asks_for(timeout: float, retry_after: float | None) -> None:
    for failed, slow in ((errors.NoResponse("HTTP 503", retry_after=retry_after), False), (LOST, True)):
        for jitter in (0.0, 1.0):
            service = Service(repeat(failed), slow=slow)
            outcome = service.spend(timeout=timeout, jitter=lambda jitter=jitter: jitter)
            assert outcome.attempts >= 6
            assert service.time.now <= timeout + 0.01
            assert not slow or min(service.limits[:6]) > timeout / 10


def test_a_requested_pause_is_respected_and_others_grow() -> None:
    throttled = errors.Refused("m", 429, "Throttling", "m", kind="throttled", retry_after=7.0)
    service = Service([throttled, errors.NoResponse("HTTP 503", retry_after=3.0)])
    assert isinstance(service.spend(), Created)
    assert service.time.waits == [7.0, 3.0]
    service = Service(repeat(LOST))
    service.spend()
    assert service.time.waits[:5] == sorted(set(service.time.waits[:5]))


def test_no_attempt_starts_without_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def spend_all(*_: object) -> None:
        service.time.now += 100.0

    service = Service(repeat(LOST))
    outcome = service.spend(sleep=spend_all)
    assert (outcome.attempts, len(service.limits), outcome.error) == (1, 1, LOST)
    service = Service([])
    monkeypatch.setattr(Journal, "start", spend_all)
    outcome = service.spend()
    assert (outcome.is_sent, service.limits) == (False, [])
    assert "No time was left" in str(outcome)


def test_the_same_request_to_the_same_profile_is_found() -> None:
    entries = [prepare(REQUEST, REAL, {}, token=token).to_entry() for token in ("first", "second")]
    found = find_pending(prepare(REQUEST, REAL, {}), entries)
    assert (found.token, found.is_resumed) == ("second", True)
    assert find_pending(prepare({"Name": "y"}, REAL, {}), entries) is None
    elsewhere = Profile("LTAIother", REAL.endpoint, REAL.region, Credentials("LTAIother", "very-secret"))
    assert find_pending(prepare(REQUEST, elsewhere, {}), entries) is None


def test_a_submission_is_resumed_only_with_the_same_bytes_and_profile() -> None:
    entry = prepare(REQUEST, REAL, {}).to_entry()
    for environ in ({}, {"OSS_ACCESS_KEY_SECRET": "another"}):
        with pytest.raises((errors.SubmissionChanged, MissingVariable)) as caught:
            resume(entry, REAL, environ)
        assert "another" not in str(caught.value).replace("create another", "")
    entry = prepare({"Name": "x"}, REAL, {}).to_entry()
    with pytest.raises(errors.SubmissionChanged, match=r"batchcompute\.cn-hangzhou"):
        resume(entry, make_sandbox_profile("http://127.0.0.1:1"), {})


def test_tokens() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(is_token(token) and token.isalnum() for token in made)
    assert is_token("a") and is_token("A_9" * 21 + "a") and not is_token("")
    for token in ("a" * 65, "a-b", "a b", "ä", "a\n", "a&b=c", "٣"):
        with pytest.raises(errors.InvalidArgument):
            prepare({}, REAL, {}, token=token)
