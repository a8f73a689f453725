"""Create exactly one cluster per submission, whatever the network does.

Token, profile and body are in the journal before the first attempt. Every attempt sends the same bytes and
token with a fresh date, nonce and signature. Only a complete response of the service finishes the submission;
otherwise it stays pending and is resumed by the same request (`find_pending`) or from the journal (`resume`).
"""

import random
import secrets
import string
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

from wizard.client.credentials import SANDBOX, Profile
from wizard.client.endpoints import parse_endpoint
from wizard.client.errors import (
    Cancelled,
    CertificateError,
    InvalidArgument,
    InvalidCredentials,
    InvalidEndpoint,
    JournalError,
    NoResponse,
    Refused,
    ServiceError,
    SubmissionChanged,
    Throttled,
    TimedOut,
    UnusableProxy,
)
from wizard.document.secrets import find_misuse, get_secrets, insert_references, resolve_references
from wizard.document.serializer import strip_schema, to_bytes
from wizard.document.tree import to_pointer
from wizard.errors import NotFoundError, StorageError
from wizard.i18n import _

if TYPE_CHECKING:
    from wizard.client.api import Answer, Client
    from wizard.storage.journal import Journal

MAX_TOKEN = 64
"""Longest idempotency token."""
TIMEOUT = 60.0
"""Seconds for a submission, including all attempts and pauses."""
MIN_ATTEMPTS = 6
"""Attempts for which there is time, however slow each of them is."""

_ALPHANUMERIC = string.ascii_letters + string.digits
# The first pause is at most this part of the timeout; pauses double up to the second part. Five pauses leave
# seven eighths of the time to six attempts.
_FIRST_PAUSE = 0.004
_LONGEST_PAUSE = 1 / 6


def is_token(text: str) -> bool:
    """Return whether a text can be an idempotency token: 1 to 64 letters, digits and underscores."""
    return 0 < len(text) <= MAX_TOKEN and set(_ALPHANUMERIC + "_").issuperset(text)


def check_token(text: str) -> None:
    """Check an idempotency token.

    Raises:
        InvalidArgument: It is malformed.
    """
    if not is_token(text):
        message = _(
            "{token} is not a valid idempotency token. Use 1 to 64 letters, digits and underscores, or "
            "leave it empty to generate one."
        )
        raise InvalidArgument(message.format(token=ascii(text[: MAX_TOKEN + 1])))


def new_token() -> str:
    """Return a new idempotency token: 32 letters and digits (190 bits)."""
    return "".join(secrets.choice(_ALPHANUMERIC) for _unused in range(32))


@dataclass(frozen=True, slots=True)
class Submission:
    """A request to create one cluster; every attempt sends the same token and bytes.

    Attributes:
        profile: Where to send, and as whom.
        body: The bytes to send; may contain secrets.
        request: The request with references instead of secrets, for the journal.
        token: Idempotency token.
        secrets: Secrets in the body, to mask in messages.
        journaled: The journal entry that is resumed; None for a new submission.
        begun: Whether this run has already recorded it in the journal.

    Raises:
        InvalidArgument: The token is malformed.
    """

    profile: Profile
    body: bytes = field(repr=False)
    request: Any = field(repr=False)
    token: str = field(default_factory=new_token)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    journaled: Mapping[str, Any] | None = field(default=None, repr=False)
    begun: bool = False

    def __post_init__(self) -> None:
        check_token(self.token)

    @property
    def resumed(self) -> bool:
        """Whether an earlier submission is resumed."""
        return self.journaled is not None

    @property
    def may_be_sent(self) -> bool:
        """Whether attempts of an earlier run may have reached the service."""
        return self.journaled is not None and self.journaled.get("unsent") is not True

    @property
    def sha256(self) -> str:
        """SHA-256 of the body in hexadecimal."""
        return sha256(self.body).hexdigest()

    def entry(self, *, now: datetime | None = None) -> dict[str, Any]:
        """Return the journal entry; it contains no secret."""
        return {
            "token": self.token,
            "target": _describe(self.profile),
            "sha256": self.sha256,
            "started": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
            "request": self.request,
        }


def prepare(
    tree: Any, profile: Profile, environ: Mapping[str, str], *, token: str | None = None
) -> Submission:
    """Return the submission of a request, with its secrets resolved and its bytes fixed.

    Args:
        tree: The request; secrets may be references to environment variables.
        profile: Where to send, and as whom.
        environ: Environment variables for the references.
        token: Idempotency token, by default a new one.

    Raises:
        MissingVariable: A referenced variable is not set.
        InvalidArgument: The token is malformed.
    """
    tree = strip_schema(tree)
    real = resolve_references(tree, environ)
    found = tuple(secret for _path, secret in get_secrets(real) if isinstance(secret, str))
    return Submission(profile, to_bytes(real), insert_references(tree), token or new_token(), found)


def check_secrets(tree: Any, environ: Mapping[str, str]) -> None:
    """Check the secrets that would be sent, including the values of variables.

    Raises:
        MissingVariable: A referenced variable is not set.
        InvalidArgument: A secret is a mask or a malformed reference.
    """
    for path, secret in get_secrets(resolve_references(tree, environ)):
        if find_misuse(secret) is not None:
            text = _(
                "The value of {path} is a mask or a reference, not a secret. Nothing was sent. Set the "
                "variable to the secret itself."
            )
            raise InvalidArgument(text.format(path=to_pointer(path)))


def find_pending(submission: Submission, entries: Iterable[Mapping[str, Any]]) -> Submission | None:
    """Return the submission as a resumption of the latest pending one with the same bytes and profile, if
    any.

    Args:
        submission: What is about to be sent; its own token does not matter.
        entries: Pending journal entries, oldest first.
    """
    matching = [
        entry
        for entry in entries
        if entry.get("sha256") == submission.sha256
        and is_token(str(entry.get("token")))
        and _is_same_profile(entry, submission.profile)
    ]
    return _resume_as(submission, matching[-1]) if matching else None


def resume(entry: Mapping[str, Any], profile: Profile, environ: Mapping[str, str]) -> Submission:
    """Return the submission of a pending journal entry, its secrets resolved again.

    Raises:
        SubmissionChanged: The profile or the bytes differ from those of the entry.
        MissingVariable: A referenced variable is not set.
        InvalidArgument: The entry's token is malformed.
    """
    token = str(entry.get("token"))
    if not _is_same_profile(entry, profile):
        text = _("The submission with token {token} was sent to {before}, not to {now}. Use that profile.")
        raise SubmissionChanged(text.format(token=token, before=_endpoint_of(entry), now=profile.title))
    text = _(
        "Cannot resume the submission with token {token}: the request body would differ, perhaps because a "
        "secret changed. Check whether the cluster exists in {profile} before you create another."
    )
    changed = SubmissionChanged(text.format(token=token, profile=profile.title))
    try:
        submission = prepare(entry.get("request"), profile, environ, token=token)
    except UnicodeEncodeError as error:
        raise changed from error
    if submission.sha256 != entry.get("sha256"):
        raise changed
    return _resume_as(submission, entry)


def explain_missing_key(entry: Mapping[str, Any]) -> InvalidCredentials:
    """Return the error for a journal entry whose access key is not configured any more."""
    before = entry.get("target")
    key = before.get("access_key_id") if isinstance(before, Mapping) else None
    text = _(
        "The submission was sent with the AccessKey {key} to {endpoint}, and that key is no longer "
        "configured. Set it in the environment or add a profile, then try again. If it was a temporary key, "
        "check the list of clusters instead."
    )
    return InvalidCredentials(text.format(key=ascii(key), endpoint=_endpoint_of(entry)))


def _resume_as(submission: Submission, entry: Mapping[str, Any]) -> Submission:
    return replace(submission, token=str(entry["token"]), journaled=dict(entry))


def _describe(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "endpoint": profile.endpoint,
        "region": profile.region,
        "access_key_id": profile.credentials.access_key_id,
        # The sandbox of a process uses another port each time; its file identifies it.
        **({"file": profile.file} if profile.file else {}),
    }


def _is_same_profile(entry: Mapping[str, Any], profile: Profile) -> bool:
    before, now = entry.get("target"), _describe(profile)
    if not isinstance(before, Mapping):
        return False
    if profile.is_sandbox and before.get("name") == SANDBOX:
        try:
            if parse_endpoint(str(before.get("endpoint"))).loopback:
                return True  # the sandbox uses another free port each time
        except InvalidEndpoint:
            pass
    # Tokens belong to the key, whatever the profile's name.
    return all(before.get(part) == now[part] for part in ("endpoint", "region", "access_key_id"))


def _endpoint_of(entry: Mapping[str, Any]) -> str:
    before = entry.get("target")
    return ascii(before.get("endpoint")) if isinstance(before, Mapping) else "?"


@dataclass(frozen=True, slots=True)
class Created:
    """The cluster exists."""

    id: str
    request_id: str | None
    token: str
    attempts: int

    @property
    def message(self) -> str:
        """The result in words."""
        return _("Created cluster {id}.").format(id=self.id)

    def record(self) -> dict[str, Any]:
        """Return the result as stored in the journal."""
        return {"outcome": "created", "id": self.id, "request_id": self.request_id}


@dataclass(frozen=True, slots=True)
class Rejected:
    """The service rejected the request; no cluster exists under the token."""

    error: Refused
    token: str
    attempts: int

    @property
    def message(self) -> str:
        """The result in words."""
        return str(self.error)

    def record(self) -> dict[str, Any]:
        """Return the result as stored in the journal."""
        return {
            "outcome": "refused",
            "status": self.error.status,
            "code": self.error.code,
            "message": self.error.message,
            "request_id": self.error.request_id,
        }


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """No response tells whether the cluster exists; the submission stays pending.

    Attributes:
        error: The last attempt's error, None without any.
        token: Idempotency token.
        target: The profile's title.
        attempts: Number of attempts.
        sent: Whether an attempt of this or an earlier run may have reached the service.
        cancelled: Whether the caller stopped it.
        sent_now: Whether an attempt of this run may have reached the service.
    """

    error: ServiceError | None
    token: str
    target: str
    attempts: int
    sent: bool
    cancelled: bool = False
    sent_now: bool = True

    @property
    def message(self) -> str:
        """The result in words, and how to find out."""
        if self.cancelled and self.sent:
            text = _(
                "Cancelled. The cluster may or may not exist. Submit the same request again to find out: it "
                "uses the same token, {token}, and never creates a second cluster."
            )
        elif self.cancelled:
            text = _(
                "Cancelled before anything reached {target}. No cluster was created. If you submit the same "
                "request again, it uses the same token, {token}."
            )
        elif not self.sent:
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
        elif self.sent_now:
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
        return text.format(
            token=self.token, target=self.target, attempts=self.attempts, error=self.error or ""
        )


Outcome: TypeAlias = Created | Rejected | Unconfirmed


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """An attempt, counted from 1, is being sent to a profile."""

    number: int
    target: str

    @property
    def message(self) -> str:
        """The event in words."""
        return _("Attempt {number}: sending to {target} …").format(number=self.number, target=self.target)


@dataclass(frozen=True, slots=True)
class AttemptFailed:
    """An attempt failed, and another may follow."""

    number: int
    error: ServiceError

    @property
    def message(self) -> str:
        """The event in words."""
        return _("Attempt {number} failed: {error}").format(number=self.number, error=self.error)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next attempt, with its number, starts in some seconds."""

    number: int
    seconds: float

    @property
    def message(self) -> str:
        """The event in words."""
        text = _("Retrying in {seconds} s with the same request and token.")
        return text.format(seconds=f"{self.seconds:.1f}")


@dataclass(frozen=True, slots=True)
class Answered:
    """The service has answered; the journal is updated next.

    A process that is killed while it hands over the result leaves the submission pending, so the same request
    finds out again.
    """

    outcome: Created | Rejected
    profile: Profile

    @property
    def message(self) -> str:
        """The event in words."""
        return self.outcome.message


@dataclass(frozen=True, slots=True)
class JournalNotUpdated:
    """The result is certain, but the journal could not be updated."""

    reason: str

    @property
    def message(self) -> str:
        """The event in words."""
        return _(
            "Cannot update the submission journal ({reason}). It still lists this submission as unconfirmed. "
            "Retrying is safe: the token is the same."
        ).format(reason=self.reason)


Event: TypeAlias = AttemptStarted | AttemptFailed | Waiting | Answered | JournalNotUpdated


def begin(submission: Submission, journal: "Journal") -> Submission:
    """Record a submission in the journal unless it is recorded already, and return it.

    Raises:
        JournalError: The journal could not be written.
    """
    if submission.resumed or submission.begun:
        return submission
    try:
        journal.start(submission.entry())
    except (StorageError, OSError) as error:
        raise JournalError(error) from error
    return replace(submission, begun=True)


def submit(
    submission: Submission,
    client: "Client",
    journal: "Journal",
    *,
    timeout: float = TIMEOUT,
    on_event: Callable[[Event], None] = lambda event: None,
    cancelled: threading.Event | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] | None = None,
    jitter: Callable[[], float] = random.random,
) -> Outcome:
    """Send a submission until the service has answered or the time is over.

    Retried are attempts without a valid response (no connection, reset, timeout, incomplete or invalid
    response), failures of the service (5xx) and throttling (429), after pauses that double. A pause requested
    by the service (Retry-After) is respected as long as six attempts fit into the time.

    Args:
        submission: What to send.
        client: The client of the submission's profile.
        journal: Where it is recorded before the first attempt.
        timeout: Seconds for everything.
        on_event: Called with each event, in the calling thread.
        cancelled: Set by another thread to stop; the submission stays pending.
        clock: Returns the time in seconds.
        sleep: Waits some seconds, by default until ``cancelled`` is set.
        jitter: Returns a number from 0 to 1, so that many clients do not retry in step.

    Raises:
        JournalError: The journal could not be written; nothing was sent.
        ValueError: ``timeout`` is not positive.
    """
    if not timeout > 0:
        raise ValueError(f"timeout must be positive, not {timeout}")
    stop = cancelled or threading.Event()
    run = _Run(submission, client, timeout, on_event, stop, clock, sleep or stop.wait, jitter)
    begin(submission, journal)
    outcome = run.send()
    if isinstance(outcome, Unconfirmed):
        return outcome
    on_event(Answered(outcome, submission.profile))
    target = (submission.journaled or submission.entry())["target"]
    try:
        journal.finish(submission.token, outcome.record(), target=target)
    except NotFoundError:
        pass  # another process that resumed the same submission has finished it
    except (StorageError, OSError) as error:
        on_event(JournalNotUpdated(str(error).rstrip(".")))
    return outcome


class _Run:
    """The attempts of one submission."""

    def __init__(
        self,
        submission: Submission,
        client: "Client",
        timeout: float,
        on_event: Callable[[Event], None],
        cancelled: threading.Event,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
        jitter: Callable[[], float],
    ) -> None:
        self._submission, self._client, self._cancelled = submission, client, cancelled
        self._on_event, self._clock, self._sleep, self._jitter = on_event, clock, sleep, jitter
        self._timeout, self._deadline = timeout, clock() + timeout
        self._attempts = 0
        self._maybe_done = False
        self._last: ServiceError | None = None

    def send(self) -> Outcome:
        """Try until there is an answer, the time is over, or the caller cancels."""
        from tenacity import Retrying, retry_if_exception, wait_exponential

        pause = wait_exponential(self._timeout * _FIRST_PAUSE, self._timeout * _LONGEST_PAUSE)
        retrying = Retrying(
            retry=retry_if_exception(_is_retryable),
            wait=lambda state: self._limit_pause(pause(state)),
            stop=lambda state: self._clock() + state.upcoming_sleep >= self._deadline,
            sleep=self._wait,
            reraise=True,
        )
        try:
            answer = retrying(self._attempt)
        except Refused as error:
            if self._is_open and error.before_token:
                return self._unconfirmed()
            return Rejected(error, self._submission.token, self._attempts)
        except NoResponse as error:
            return self._unconfirmed(cancelled=isinstance(error, Cancelled))
        return Created(str(answer.body["Id"]), answer.request_id, self._submission.token, self._attempts)

    def _attempt(self) -> "Answer":
        self._check_cancelled()
        if self._clock() >= self._deadline:
            text = _("No time was left to send anything to {host}.")
            self._last = self._last or TimedOut(text.format(host=self._submission.profile.host))
            raise self._last
        self._attempts += 1
        self._on_event(AttemptStarted(self._attempts, self._submission.profile.title))
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
            if _is_retryable(error):
                self._on_event(AttemptFailed(self._attempts, error))
            raise

    @property
    def _is_open(self) -> bool:
        """Whether an attempt of this or an earlier run may have reached the service."""
        return self._maybe_done or self._submission.may_be_sent

    @property
    def _due(self) -> int:
        """How many of the six attempts have not started."""
        return max(MIN_ATTEMPTS - self._attempts, 0)

    def _share(self) -> float:
        """Return the seconds for the attempt that starts now, so that the rest of the six fit after it."""
        left, due = self._deadline - self._clock(), self._due
        pauses = 0.0
        if due:
            pauses = self._timeout * _FIRST_PAUSE * (2 ** (MIN_ATTEMPTS - 1) - 2 ** (self._attempts - 1))
        return max((left - pauses) / (due + 1), left / (2 * (due + 1)), 0.001)

    def _limit_pause(self, seconds: float) -> float:
        wanted = max(seconds * (0.5 + 0.5 * self._jitter()), getattr(self._last, "retry_after", None) or 0.0)
        left = max(self._deadline - self._clock(), 0.0)
        return min(wanted, left / (self._due + 1)) if self._due else wanted

    def _wait(self, seconds: float) -> None:
        self._on_event(Waiting(self._attempts + 1, seconds))
        self._sleep(seconds)
        self._check_cancelled()

    def _check_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled("")

    def _unconfirmed(self, *, cancelled: bool = False) -> Unconfirmed:
        return Unconfirmed(
            error=self._last,
            token=self._submission.token,
            target=self._submission.profile.title,
            attempts=self._attempts,
            sent=self._is_open,
            cancelled=cancelled,
            sent_now=self._maybe_done,
        )


def _is_retryable(error: BaseException) -> bool:
    permanent = (CertificateError, UnusableProxy, Cancelled)
    return isinstance(error, (NoResponse, Throttled)) and not isinstance(error, permanent)
