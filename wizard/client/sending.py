"""Create exactly one cluster per submission, whatever the network does.

Token, profile and body are in the journal before the first attempt. Every attempt sends the same bytes and
token with a fresh date, nonce and signature. Only a complete response of the service finishes the submission;
otherwise it stays pending and is resumed by the same request (`submission.find_pending`) or from the
journal (`submission.resume`).
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from wizard.client.credentials import Profile
from wizard.client.errors import (
    Cancelled,
    JournalError,
    NoResponse,
    PermanentFailure,
    Refused,
    ServiceError,
    TimedOut,
)
from wizard.client.submission import Submission
from wizard.errors import NotFoundError, StorageError
from wizard.i18n import _

if TYPE_CHECKING:
    from wizard.client.answers import Response
    from wizard.client.api import Client
    from wizard.storage.journal import Journal


TIMEOUT = 60.0
"""Seconds for a submission, including all attempts and pauses."""
MIN_ATTEMPTS = 6
"""Attempts for which there is time, however slow each of them is."""

# The first pause is at most this part of the timeout; pauses double up to the second part. Five pauses leave
# seven eighths of the time to six attempts.
_FIRST_PAUSE = 0.004
_LONGEST_PAUSE = 1 / 6


@dataclass(frozen=True, slots=True)
class Created:
    """The cluster exists."""

    id: str
    request_id: str | None
    profile: Profile

    def __str__(self) -> str:
        return _("Created cluster {id}.").format(id=self.id)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """No response tells whether the cluster exists; the submission stays pending."""

    submission: Submission
    error: ServiceError | None
    attempts: int
    is_sent_now: bool  # whether an attempt of this run may have reached the service
    is_cancelled: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether an attempt of this or an earlier run may have reached the service."""
        return self.is_sent_now or self.submission.may_be_sent

    def __str__(self) -> str:
        if self.is_cancelled and self.is_sent:
            text = _(
                "Cancelled. The cluster may or may not exist. Submit the same request again to find out: it "
                "uses the same token, {token}, and never creates a second cluster."
            )
        elif self.is_cancelled:
            text = _(
                "Cancelled before anything reached {target}. No cluster was created. If you submit the same "
                "request again, it uses the same token, {token}."
            )
        elif not self.is_sent:
            text = _(
                "{target} could not be reached (attempts: {attempts}). {error} No cluster was created. Fix "
                "this, then submit the same request again: it uses the same token, {token}."
            )
        elif isinstance(self.error, Refused):
            text = _(
                "An attempt got no response, and a later one was rejected before its token was checked: "
                "{error} The cluster may or may not exist. Fix this, then submit the same request again to "
                "find out: it uses the same token, {token}, and never creates a second cluster."
            )
        elif self.is_sent_now:
            text = _(
                "No response from {target} (attempts: {attempts}): the cluster may or may not exist. Last "
                "error: {error} Submit the same request again to find out: it uses the same token, {token}, "
                "and never creates a second cluster."
            )
        else:
            text = _(
                "{target} could not be reached this time (attempts: {attempts}). {error} Because of earlier "
                "attempts, the cluster may or may not exist. Submit the same request again to find out: it "
                "uses the same token, {token}, and never creates a second cluster."
            )
        token, target = self.submission.token, self.submission.profile.title
        return text.format(token=token, target=target, attempts=self.attempts, error=self.error or "")


Outcome: TypeAlias = Created | Refused | Unconfirmed
"""How a submission ended, in words as text; if it was refused, no cluster exists under its token."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happens during a submission.

    Attributes:
        kind: An attempt starts or failed, the next one is waited for, the service has answered, or the journal
            could not be updated. The journal is updated after the answer: a process that is killed while it
            hands over the result leaves the submission pending, so the same request finds out again.
        attempt: The number of the attempt, from 1.
    """

    kind: Literal["started", "failed", "waiting", "answered", "unrecorded"]
    message: str
    attempt: int = 0
    outcome: Created | Refused | None = None


def begin(submission: Submission, journal: "Journal") -> Submission:
    """Record a submission in the journal, once, and return it. Raises JournalError: it cannot be written."""
    if submission.is_resumed or submission.is_recorded:
        return submission
    try:
        journal.start(submission.to_entry())
    except StorageError as error:
        raise JournalError(error) from error
    return replace(submission, is_recorded=True)


@dataclass
class Sender:
    """Sends a submission until the service has answered or the time is over.

    Retried are attempts without a valid response (no connection, reset, timeout, incomplete or invalid
    response), failures of the service (5xx) and throttling (429), after pauses that double. A pause requested
    by the service (Retry-After) is respected as long as six attempts fit into the time. Another thread sets
    ``cancelled`` to stop; the submission stays pending.
    """

    submission: Submission
    client: "Client"
    journal: "Journal"
    timeout: float = TIMEOUT  # seconds for everything
    on_event: Callable[[Event], None] = lambda event: None  # called in the calling thread
    cancelled: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] | None = None  # by default, wait until cancelled
    jitter: Callable[[], float] = random.random  # so that many clients do not retry in step
    attempts: int = field(default=0, init=False)
    maybe_done: bool = field(default=False, init=False)
    last: ServiceError | None = field(default=None, init=False)

    def submit(self) -> Outcome:
        """Record and send the submission. Raises JournalError: it could not be recorded; nothing was sent."""
        self.deadline = self.clock() + self.timeout
        begin(self.submission, self.journal)
        outcome = self._send()
        if isinstance(outcome, Unconfirmed):
            return outcome
        self.on_event(Event("answered", str(outcome), self.attempts, outcome))
        try:
            self.journal.finish(self.submission.to_entry(), _to_record(outcome))
        except NotFoundError:
            pass  # another process that resumed the same submission has finished it
        except StorageError as error:
            text = _(
                "Cannot update the submission journal ({reason}). It still lists this submission as "
                "unconfirmed. Retrying is safe: the token is the same."
            )
            self.on_event(Event("unrecorded", text.format(reason=str(error).rstrip("."))))
        return outcome

    def _send(self) -> Outcome:
        """Try until there is an answer, the time is over, or the caller cancels."""
        from tenacity import Retrying, retry_if_exception, wait_exponential

        pause = wait_exponential(self.timeout * _FIRST_PAUSE, self.timeout * _LONGEST_PAUSE)
        retrying = Retrying(
            retry=retry_if_exception(_is_retryable),
            wait=lambda state: self._limit_pause(pause(state)),
            stop=lambda state: self.clock() + state.upcoming_sleep >= self.deadline,
            sleep=self._wait,
            reraise=True,
        )
        try:
            answer = retrying(self._send_once)
        except Refused as error:
            lost = self._make_unconfirmed()
            return lost if lost.is_sent and error.is_before_token else error
        except NoResponse as error:
            return self._make_unconfirmed(cancelled=isinstance(error, Cancelled))
        return Created(str(answer.content["Id"]), answer.request_id, self.submission.profile)

    def _send_once(self) -> "Response":
        self._check_cancelled()
        if self.clock() >= self.deadline:
            text = _("No time was left to send anything to {host}.")
            self.last = self.last or TimedOut(text.format(host=self.submission.profile.host))
            raise self.last
        self.attempts += 1
        self._tell("started", _("Attempt {number}: sending to {target} …"))
        try:
            return self.client.create_cluster(
                self.submission.body,
                self.submission.token,
                within=self._share(),
                cancelled=self.cancelled,
                secrets=self.submission.secrets,
            )
        except ServiceError as error:
            self.last = error
            self.maybe_done = self.maybe_done or error.maybe_done
            if _is_retryable(error):
                self._tell("failed", _("Attempt {number} failed: {error}"), error=error)
            raise

    def _tell(self, kind: Literal["started", "failed", "waiting"], text: str, **values: object) -> None:
        text = text.format(number=self.attempts, target=self.submission.profile.title, **values)
        self.on_event(Event(kind, text, self.attempts))

    @property
    def _due(self) -> int:
        """How many of the six attempts have not started."""
        return max(MIN_ATTEMPTS - self.attempts, 0)

    def _share(self) -> float:
        """Return the seconds for the attempt that starts now, so that the rest of the six fit after it."""
        left, due = self.deadline - self.clock(), self._due
        pauses = 0.0
        if due:
            pauses = self.timeout * _FIRST_PAUSE * (2 ** (MIN_ATTEMPTS - 1) - 2 ** (self.attempts - 1))
        return max((left - pauses) / (due + 1), left / (2 * (due + 1)), 0.001)

    def _limit_pause(self, seconds: float) -> float:
        wanted = max(seconds * (0.5 + 0.5 * self.jitter()), getattr(self.last, "retry_after", None) or 0.0)
        left = max(self.deadline - self.clock(), 0.0)
        return min(wanted, left / (self._due + 1)) if self._due else wanted

    def _wait(self, seconds: float) -> None:
        text = _("Retrying in {seconds} s with the same request and token.")
        self._tell("waiting", text, seconds=f"{seconds:.1f}")
        (self.sleep or self.cancelled.wait)(seconds)
        self._check_cancelled()

    def _check_cancelled(self) -> None:
        if self.cancelled.is_set():
            raise Cancelled("")

    def _make_unconfirmed(self, *, cancelled: bool = False) -> Unconfirmed:
        return Unconfirmed(self.submission, self.last, self.attempts, self.maybe_done, cancelled)


def _to_record(outcome: Created | Refused) -> dict[str, Any]:
    """Return the result as stored in the journal."""
    if isinstance(outcome, Created):
        return {"outcome": "created", "id": outcome.id, "request_id": outcome.request_id}
    kept = {name: getattr(outcome, name) for name in ("status", "code", "message", "request_id")}
    return {"outcome": "refused", **kept}


def _is_retryable(error: BaseException) -> bool:
    if isinstance(error, Refused):
        return error.kind == "throttled"
    return isinstance(error, NoResponse) and not isinstance(error, PermanentFailure | Cancelled)
