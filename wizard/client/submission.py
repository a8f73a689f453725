"""Exactly one cluster for one submission, whatever the network does.

Token, target and body are in the journal before the first attempt. Every attempt sends the same bytes
under the same token, with a date, a nonce and a signature of its own, so that the service takes all of them
for one. Only a whole answer of the service settles the submission; anything else leaves it open, to be taken
up again by the same request (`find_unsettled`) or from the journal (`take_up`).
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential

from wizard.client.client import Answer
from wizard.client.errors import (
    Interrupted,
    NoAnswer,
    NotJournaled,
    Refused,
    ServiceError,
    Throttled,
    TimedOut,
    Untrusted,
    UnusableProxy,
)
from wizard.client.outcomes import (
    Answered,
    AttemptFailed,
    AttemptStarted,
    Created,
    Event,
    Finished,
    NotSettled,
    Outcome,
    Refusal,
    Unknown,
    Waiting,
)
from wizard.client.prepared import Submission, find_unsettled, prepare, take_up
from wizard.client.tokens import is_token, new_token
from wizard.errors import NotFoundError, StorageError

__all__ = [
    "MIN_ATTEMPTS",
    "TIMEOUT",
    "Answered",
    "AttemptFailed",
    "AttemptStarted",
    "Created",
    "Creates",
    "Event",
    "Finished",
    "Journal",
    "NotSettled",
    "Outcome",
    "Refusal",
    "Submission",
    "Unknown",
    "Waiting",
    "begin",
    "find_unsettled",
    "is_token",
    "new_token",
    "prepare",
    "submit",
    "take_up",
]

TIMEOUT = 60.0
"""Seconds that a submission takes at most, all attempts and pauses together."""
MIN_ATTEMPTS = 6
"""Attempts for which there is time, however slow each of them is."""

# The first pause is at most this part of the time, each further one twice as long as the one before,
# up to the second part: five of them leave seven eighths of the time to six attempts.
_FIRST_PAUSE = 0.004
_LONGEST_PAUSE = 1 / 6


class Journal(Protocol):
    """Where a submission is written down before it is sent."""

    def start(self, entry: Mapping[str, Any]) -> None:
        """Keeps the entry, a JSON object with at least `token`; it is safe when this returns."""

    def finish(
        self, token: str, outcome: Mapping[str, Any], *, target: Mapping[str, Any] | None = None
    ) -> None:
        """Keeps what came of the entry with that token and target, which is over then."""


class Creates(Protocol):
    """What sends an attempt; see `wizard.client.client.Client.create_cluster`."""

    def create_cluster(
        self,
        body: bytes,
        token: str,
        *,
        within: float | None = None,
        cancelled: threading.Event | None = None,
        secrets: tuple[str, ...] = (),
    ) -> Answer:
        """Sends one attempt and returns the answer, which has an `Id`."""


def submit(
    submission: Submission,
    client: Creates,
    journal: Journal,
    *,
    timeout: float = TIMEOUT,
    on_event: Callable[[Event], None] | None = None,
    cancelled: threading.Event | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] | None = None,
    jitter: Callable[[], float] = random.random,
) -> Outcome:
    """Sends a submission until the service has answered or the time is over.

    Sent again is what got no answer (no connection, a reset, a time-out, half an answer, a web page, another
    kind of nonsense), a failure of the service (5xx) and a refusal for now (429), after pauses that double;
    one that the service asks for (Retry-After) is kept as far as six attempts still fit in the time.

    Args:
        submission: what to send.
        client: what sends it.
        journal: where it is written down first, and settled.
        timeout: seconds for everything.
        on_event: told what happens, in the calling thread.
        cancelled: set by another thread to leave at once; the journal keeps the submission open.
        clock: the time in seconds.
        sleep: waits so many seconds; by default until then or until `cancelled`.
        jitter: a number from 0 up to 1, to keep many clients from marching in step.

    Returns:
        `Created`, `Refusal` or `Unknown`.

    Raises:
        NotJournaled: the journal could not be written; nothing was sent.
        ValueError: `timeout` is not above zero.
    """
    if not timeout > 0:
        raise ValueError(f"timeout must be above zero, not {timeout}")
    stop = cancelled or threading.Event()
    run = _Run(submission, client, timeout, on_event or _ignore, stop, clock, sleep or stop.wait, jitter)
    begin(submission, journal)
    outcome = run.outcome()
    if not isinstance(outcome, Unknown):
        run.tell(Answered(outcome, submission.target))
        _settle(journal, submission, outcome, run.tell)
    run.tell(Finished(outcome))
    return outcome


class _Run:
    """One submission under way."""

    def __init__(
        self,
        submission: Submission,
        client: Creates,
        timeout: float,
        tell: Callable[[Event], None],
        cancelled: threading.Event,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
        jitter: Callable[[], float],
    ) -> None:
        self.tell = tell
        self._submission, self._client, self._cancelled = submission, client, cancelled
        self._clock, self._nap, self._jitter = clock, sleep, jitter
        self._deadline = clock() + timeout
        self._pause = wait_exponential(multiplier=timeout * _FIRST_PAUSE, max=timeout * _LONGEST_PAUSE)
        self._first_pause = timeout * _FIRST_PAUSE
        self._attempts = 0
        self._maybe_done = False
        self._last: ServiceError | None = None

    def outcome(self) -> Outcome:
        """Tries until there is an answer, the time is over or nobody wants one any more."""
        token = self._submission.token
        retrying = Retrying(
            retry=retry_if_exception(_is_worth_another),
            wait=self._wait,
            stop=self._is_over,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            answer = retrying(self._attempt)
        except Refused as error:
            if self._is_open and error.before_token:
                return self._unknown()
            return Refusal(error, token, self._attempts)
        except NoAnswer as error:
            return self._unknown(cancelled=isinstance(error, Interrupted))
        return Created(str(answer.body["Id"]), answer.request_id, token, self._attempts)

    def _attempt(self) -> Answer:
        self._leave_if_cancelled()
        if self._clock() >= self._deadline:
            # The wait before this attempt took longer than it was to: the last failure stands.
            self._last = self._last or TimedOut("no_time", host=self._submission.target.host)
            raise self._last
        self._attempts += 1
        self.tell(AttemptStarted(self._attempts, self._submission.target.title))
        try:
            return self._client.create_cluster(
                self._submission.body,
                self._submission.token,
                within=self._share(),
                cancelled=self._cancelled,
                secrets=self._submission.secrets,
            )
        except ServiceError as error:
            self._last = error
            self._maybe_done = self._maybe_done or error.maybe_done
            if _is_worth_another(error):
                self.tell(AttemptFailed(self._attempts, error))
            raise

    @property
    def _is_open(self) -> bool:
        """Whether an attempt, of this run or an earlier one, may have reached the service."""
        return self._maybe_done or self._submission.may_be_sent

    def _still_due(self) -> int:
        """How many of the six attempts have not begun."""
        return max(MIN_ATTEMPTS - self._attempts, 0)

    def _share(self) -> float:
        """Seconds for the attempt that begins now, such that the rest of the six fits after it."""
        left, due = self._deadline - self._clock(), self._still_due()
        pauses = self._first_pause * (2 ** (MIN_ATTEMPTS - 1) - 2 ** (self._attempts - 1)) if due else 0.0
        return max((left - pauses) / (due + 1), left / (2 * (due + 1)), 0.001)

    def _wait(self, state: RetryCallState) -> float:
        seconds = self._pause(state) * (0.5 + 0.5 * self._jitter())
        asked = getattr(self._last, "retry_after", None) or 0.0
        wanted = max(seconds, asked)
        due = self._still_due()
        return min(wanted, max(self._deadline - self._clock(), 0.0) / (due + 1)) if due else wanted

    def _is_over(self, state: RetryCallState) -> bool:
        return self._clock() + state.upcoming_sleep >= self._deadline

    def _sleep(self, seconds: float) -> None:
        self.tell(Waiting(self._attempts + 1, seconds))
        self._nap(seconds)
        self._leave_if_cancelled()

    def _leave_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise Interrupted("interrupted", host=self._submission.target.host)

    def _unknown(self, *, cancelled: bool = False) -> Unknown:
        return Unknown(
            error=self._last,
            token=self._submission.token,
            target=self._submission.target.title,
            attempts=self._attempts,
            sent=self._is_open,
            cancelled=cancelled,
            sent_now=self._maybe_done,
        )


def _is_worth_another(error: BaseException) -> bool:
    hopeless = (Untrusted, UnusableProxy, Interrupted)
    return isinstance(error, (NoAnswer, Throttled)) and not isinstance(error, hopeless)


def begin(submission: Submission, journal: Journal) -> Submission:
    """Writes a submission down, unless it is written down already; what comes back is.

    Args:
        submission: What is to be sent.
        journal: Where.

    Raises:
        NotJournaled: the journal could not be written.
    """
    if submission.resumed or submission.begun:
        return submission
    try:
        journal.start(submission.entry())
    except (StorageError, OSError) as error:
        raise NotJournaled("submission.not_journaled", reason=str(error).rstrip(".")) from error
    return replace(submission, begun=True)


def _settle(
    journal: Journal, submission: Submission, outcome: Created | Refusal, tell: Callable[[Event], None]
) -> None:
    target = (submission.journaled or submission.entry())["target"]
    try:
        journal.finish(submission.token, outcome.record(), target=target)
    except NotFoundError:
        # Another process that took up the same submission was as fast: it is settled.
        return
    except (StorageError, OSError) as error:
        tell(NotSettled(str(error).rstrip(".")))


def _ignore(event: Event) -> None:
    """For a caller that is not interested."""
