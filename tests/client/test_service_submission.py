"""Exactly one cluster for one submission, whatever the network does."""

import json
import threading
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from wizard.client import errors
from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.client.outcome import (
    Answered,
    AttemptFailed,
    AttemptStarted,
    Created,
    Event,
    JournalNotUpdated,
    Rejected,
    Unconfirmed,
    Waiting,
)
from wizard.client.sending import begin, submit
from wizard.client.submission import Submission, prepare, resume
from wizard.errors import StorageError
from wizard.storage.journal import Journal

Serve = Callable[..., Any]
CREATED = {"status": 201, "json": {"Id": "cls-1"}, "headers": {"x-acs-request-id": "R-1"}}
HTML = {"status": 502, "body": b"<html><title>502 Bad Gateway</title></html>"}
THROTTLED = {"status": 429, "json": {"Code": "Throttling", "Message": "slow down"}}
REQUEST = {
    "Name": "x",
    "Configs": {
        "Mounts": {"OSS": {"AccessKeyId": "id", "AccessKeySecret": "oss-secret", "SecurityToken": ""}}
    },
}


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now, self.waits = 1000.0, list[float]()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Notes:
    """A journal that notes what it is told, in order, together with what a server saw until then."""

    def __init__(self, server: Any = None) -> None:
        self.server = server
        self.told: list[tuple[str, Any, int]] = []

    def start(self, entry: Mapping[str, Any]) -> None:
        self.told.append(("start", json.loads(json.dumps(entry)), self._seen()))

    def finish(
        self, token: str, outcome: Mapping[str, Any], *, target: Mapping[str, Any] | None = None
    ) -> None:
        self.told.append(("finish", {"token": token, **json.loads(json.dumps(outcome))}, self._seen()))

    def _seen(self) -> int:
        return len(self.server.seen) if self.server else 0

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.told]


def run(submission: Submission, journal: Any, *, time: Time | None = None, **options: Any) -> Any:
    """Submits without waiting."""
    time = time or Time()
    client = options.pop("client", None) or Client(submission.profile, read_timeout=0.3)
    return submit(submission, client, journal, clock=time.clock, sleep=time.sleep, **options)


def make(server: Any, **options: Any) -> Submission:
    return prepare(REQUEST, sandbox_profile(server.url), {}, **options)


@pytest.mark.parametrize(
    "faults",
    [
        ["close"],
        ["reset"],
        ["hang"],
        [{**CREATED, "cut": 3}],
        [{**CREATED, "cut": 3, "length": False}],
        [HTML],
        [{"status": 200, "body": b"<html></html>"}],
        [{"status": 503, "body": b"", "headers": {"Retry-After": "2"}}],
        [{"status": 500, "json": {"Code": "InternalError", "Message": "m"}}],
        [{"status": 201, "json": {"id": "cls-1"}}],
        [{"status": 201, "json": [1]}],
        [{"status": 404, "body": b"nonsense"}],
        [THROTTLED],
        ["close", HTML, "reset", THROTTLED, {**CREATED, "cut": 1, "length": False}],
    ],
)
def test_a_fault_is_followed_by_the_same_request_under_a_fresh_signature(serve: Serve, faults: Any) -> None:
    server = serve(*faults, CREATED)
    submission = make(server)
    outcome = run(submission, Notes())
    assert outcome == Created("cls-1", "R-1", submission.token, len(faults) + 1)
    assert len(server.seen) == len(faults) + 1
    assert {seen.target for seen in server.seen} == {f"/clusters?IdempotentToken={submission.token}"}
    assert {seen.body for seen in server.seen} == {submission.body}
    for name in ("x-acs-signature-nonce", "authorization"):
        assert len({seen.headers[name] for seen in server.seen}) == len(server.seen)


def test_the_bytes_that_travel_are_those_of_the_preview(serve: Serve) -> None:
    server = serve(CREATED)
    run(make(server), Notes())
    assert server.seen[0].body == json.dumps(REQUEST, indent=2).encode()


def test_the_journal_knows_before_anything_is_sent(serve: Serve) -> None:
    server = serve("close", CREATED)
    journal = Notes(server)
    submission = make(server)
    run(submission, journal)
    (begin, entry, before), (settle, outcome, after) = journal.told
    assert (begin, before, settle, after) == ("start", 0, "finish", 2)
    assert entry["token"] == submission.token
    assert entry["target"] == {
        "name": "sandbox",
        "endpoint": server.url,
        "region": None,
        "access_key_id": "sandbox",
    }
    assert entry["sha256"] == sha256(server.seen[0].body).hexdigest()
    secret = entry["request"]["Configs"]["Mounts"]["OSS"]["AccessKeySecret"]
    assert secret == "${env:OSS_ACCESS_KEY_SECRET}"
    assert "oss-secret" not in json.dumps(entry)
    assert outcome == {
        "token": submission.token,
        "outcome": "created",
        "id": "cls-1",
        "request_id": "R-1",
    }


@pytest.mark.parametrize(
    "answer", [CREATED, {"status": 400, "json": {"Code": "MissingName", "Message": "m"}}]
)
def test_an_answer_is_handed_over_before_it_is_settled(serve: Serve, answer: Any) -> None:
    class Killed(BaseException):
        """What a process that is killed does not catch."""

    def hear(event: Event) -> None:
        if isinstance(event, Answered):
            raise Killed

    journal = Notes()
    with pytest.raises(Killed):
        run(make(serve(answer)), journal, on_event=hear)
    assert journal.kinds == ["start"]  # the next run finds out again


def test_what_was_begun_before_is_not_begun_twice(serve: Serve) -> None:
    journal = Notes()
    submission = begin(make(serve(CREATED)), journal)
    assert isinstance(run(submission, journal), Created)
    assert journal.kinds == ["start", "finish"]
    assert begin(submission, journal) == submission
    assert not submission.resumed


def test_a_refusal_is_settled_and_not_repeated(serve: Serve) -> None:
    refusal = {
        "Code": "QuotaExhausted.MaxClusterCount",
        "Message": "The MaxClusterCount (1) quota is exhausted.",
    }
    server = serve({"status": 403, "json": {**refusal, "RequestId": "R-9"}})
    journal = Notes()
    outcome = run(make(server), journal)
    assert isinstance(outcome, Rejected)
    assert (outcome.error.status, outcome.error.code) == (403, "QuotaExhausted.MaxClusterCount")
    assert "QuotaExhausted.MaxClusterCount" in outcome.message
    assert len(server.seen) == 1
    assert journal.told[-1][1]["outcome"] == "refused"
    assert journal.told[-1][1]["request_id"] == "R-9"


def test_a_token_used_for_another_request_is_explained(serve: Serve) -> None:
    server = serve(
        {
            "status": 400,
            "json": {"Code": "IdempotentTokenMismatch", "Message": "Specified idempotent token mismatch."},
        }
    )
    outcome = run(make(server, token="typed_by_hand"), Notes())
    assert isinstance(outcome, Rejected)
    assert "another request" in outcome.message


def test_without_an_answer_the_submission_stays_open(serve: Serve) -> None:
    server = serve("close")
    journal, time = Notes(), Time()
    submission = make(server)
    outcome = run(submission, journal, time=time)
    assert isinstance(outcome, Unconfirmed)
    assert outcome.sent
    assert outcome.attempts == len(server.seen) >= 6
    assert submission.token in outcome.message
    assert "may or may not exist" in outcome.message
    assert journal.kinds == ["start"]
    assert time.now - 1000 <= 60


def test_of_one_that_was_sent_before_and_not_now_both_is_said(nobody: str) -> None:
    before = prepare({}, sandbox_profile(nobody), {})
    outcome = run(resume(before.entry(), before.profile, {}), Notes())
    assert isinstance(outcome, Unconfirmed) and outcome.sent
    said = outcome.message
    assert "could not be reached this time" in said
    assert "may or may not exist" in said
    assert before.token in said


def test_a_service_that_is_not_there_got_nothing(nobody: str) -> None:
    journal = Notes()
    outcome = run(prepare({}, sandbox_profile(nobody), {}), journal)
    assert isinstance(outcome, Unconfirmed)
    assert not outcome.sent
    assert outcome.attempts >= 6
    assert "could not be reached" in outcome.message
    assert journal.kinds == ["start"]


def test_a_certificate_that_nobody_vouches_for_is_not_tried_again(serve: Serve) -> None:
    server = serve(CREATED, tls=True)
    outcome = run(make(server), Notes())
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.sent, outcome.attempts) == (False, 1)


def test_nothing_but_throttling_means_that_nothing_was_done(serve: Serve) -> None:
    journal = Notes()
    outcome = run(make(serve(THROTTLED)), journal)
    assert isinstance(outcome, Rejected)
    assert outcome.attempts >= 6
    assert journal.kinds == ["start", "finish"]


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
def test_a_refusal_after_a_lost_answer_only_counts_when_the_token_was_looked_up(
    serve: Serve, code: str, kind: type
) -> None:
    server = serve("close", {"status": 400, "json": {"Code": code, "Message": "m"}})
    journal = Notes()
    outcome = run(make(server), journal)
    assert type(outcome) is kind
    assert journal.kinds == (["start"] if kind is Unconfirmed else ["start", "finish"])
    assert code in outcome.message


def test_a_screen_is_told_what_happens(serve: Serve) -> None:
    told: list[Event] = []
    submission = make(serve("close", CREATED))
    outcome = run(submission, Notes(), on_event=told.append)
    assert [type(event) for event in told] == [
        AttemptStarted,
        AttemptFailed,
        Waiting,
        AttemptStarted,
        Answered,
    ]
    assert told[-1] == Answered(outcome, submission.profile)
    assert all(event.message for event in told)
    assert "oss-secret" not in repr(told)


def test_waiting_ends_at_once_when_nobody_wants_it_any_more(serve: Serve) -> None:
    cancelled = threading.Event()
    told: list[Event] = []

    def watch(event: Event) -> None:
        told.append(event)
        if isinstance(event, Waiting):
            cancelled.set()

    journal = Notes()
    server = serve("close")
    submission = make(server)
    # The real clock and the real waiting: the test would take minutes if it were not left.
    outcome = submit(
        submission, Client(submission.profile), journal, timeout=6000, on_event=watch, cancelled=cancelled
    )
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.cancelled, outcome.sent, outcome.attempts) == (True, True, 1)
    assert journal.kinds == ["start"]
    assert submission.token in outcome.message


def test_an_attempt_under_way_is_left_at_once(serve: Serve) -> None:
    cancelled = threading.Event()

    def cancel(request: Any) -> str:
        cancelled.set()
        return "hang"

    submission = make(serve(cancel))
    outcome = submit(submission, Client(submission.profile), Notes(), cancelled=cancelled, timeout=6000)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.cancelled, outcome.sent) == (True, True)


def test_what_was_cancelled_beforehand_is_never_sent(serve: Serve) -> None:
    cancelled = threading.Event()
    cancelled.set()
    server = serve(CREATED)
    outcome = run(make(server), Notes(), cancelled=cancelled)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.cancelled, outcome.sent, outcome.attempts) == (True, False, 0)
    assert server.seen == []
    assert "Cancelled before" in outcome.message


class Broken(Notes):
    """A journal whose disk is full."""

    def __init__(self, when: str, error: Exception) -> None:
        super().__init__()
        self.when, self.error = when, error

    def start(self, entry: Mapping[str, Any]) -> None:
        if self.when == "start":
            raise self.error

    def finish(
        self, token: str, outcome: Mapping[str, Any], *, target: Mapping[str, Any] | None = None
    ) -> None:
        raise self.error


FULL = [
    OSError(28, "No space left on device"),
    StorageError("Cannot write x: No space left"),
]


@pytest.mark.parametrize("error", FULL)
def test_without_a_journal_nothing_is_sent(serve: Serve, error: Exception) -> None:
    server = serve(CREATED)
    with pytest.raises(errors.JournalError, match="No space left"):
        run(make(server), Broken("start", error))
    assert server.seen == []


@pytest.mark.parametrize("error", FULL)
def test_an_outcome_is_not_lost_when_the_journal_fails(serve: Serve, error: Exception) -> None:
    told: list[Event] = []
    outcome = run(make(serve(CREATED)), Broken("finish", error), on_event=told.append)
    assert isinstance(outcome, Created)
    assert isinstance(told[-1], JournalNotUpdated)


def test_the_journal_of_the_store_fits(serve: Serve, tmp_path: Path) -> None:
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
    assert [done["outcome"]["id"] for done in journal.all()] == ["cls-1"]
    assert server.seen[0].target == lost.seen[0].target


def test_a_refusal_of_what_was_taken_up_only_counts_when_the_token_was_looked_up(serve: Serve) -> None:
    server = serve({"status": 400, "json": {"Code": "SignatureDoesNotMatch", "Message": "m"}})
    target = sandbox_profile(server.url)
    entry = prepare({"Name": "x"}, target, {}).entry()
    journal = Notes()
    outcome = run(resume(entry, target, {}), journal)
    assert isinstance(outcome, Unconfirmed)
    assert outcome.sent
    assert journal.told == []
