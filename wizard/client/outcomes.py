"""What a submission says while it is under way, and what it comes to: values that a screen can show."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from wizard.client.errors import Refused, ServiceError
from wizard.client.targets import Target
from wizard.client.texts import Sentence

__all__ = [
    "Answered",
    "AttemptFailed",
    "AttemptStarted",
    "Created",
    "Event",
    "Finished",
    "NotSettled",
    "Outcome",
    "Refusal",
    "Unknown",
    "Waiting",
]


@dataclass(frozen=True, slots=True)
class Created:
    """The cluster exists.

    Attributes:
        id: the cluster's.
        request_id: under which the service knows the request, or None.
        token: under which it was created.
        attempts: how many it took.
    """

    id: str
    request_id: str | None
    token: str
    attempts: int

    @property
    def sentence(self) -> Sentence:
        """The outcome in words."""
        return Sentence("submission.created", {"id": self.id})

    def record(self) -> dict[str, Any]:
        """The outcome as the journal keeps it."""
        return {"outcome": "created", "id": self.id, "request_id": self.request_id}


@dataclass(frozen=True, slots=True)
class Refusal:
    """The service said no, and no cluster was created under the token.

    Attributes:
        error: the service's answer, with its status, code and message.
        token: under which it was asked.
        attempts: how many there were.
    """

    error: Refused
    token: str
    attempts: int

    @property
    def sentence(self) -> Sentence:
        """The outcome in words."""
        return self.error.sentence

    def record(self) -> dict[str, Any]:
        """The outcome as the journal keeps it."""
        return {
            "outcome": "refused",
            "status": self.error.status,
            "code": self.error.code,
            "message": self.error.message,
            "request_id": self.error.request_id,
        }


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer that says whether the cluster exists; the journal keeps the submission open.

    Attributes:
        error: what the last attempt came to, None when there was none.
        token: under which it was asked, and under which it is to be asked again.
        target: where to, in words.
        attempts: how many there were.
        sent: whether an attempt, of this run or an earlier one, may have reached the service.
        cancelled: whether it ended because the caller wanted it to.
        sent_now: whether one of this very run may have.
    """

    error: ServiceError | None
    token: str
    target: str
    attempts: int
    sent: bool
    cancelled: bool = False
    sent_now: bool = True

    @property
    def sentence(self) -> Sentence:
        """The outcome in words, and how to find out."""
        values: dict[str, object] = {
            "token": self.token,
            "target": self.target,
            "attempts": self.attempts,
            "error": self.error.sentence if self.error else "",
        }
        if self.cancelled:
            return Sentence(
                "submission.interrupted" if self.sent else "submission.interrupted_unsent", values
            )
        if not self.sent:
            return Sentence("submission.unreached", values)
        if isinstance(self.error, Refused):
            return Sentence("submission.unknown_refused", values)
        return Sentence("submission.unknown" if self.sent_now else "submission.unknown_earlier", values)


Outcome: TypeAlias = Created | Refusal | Unknown


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """An attempt is on its way.

    Attributes:
        number: from 1.
        target: where to, in words.
    """

    number: int
    target: str

    @property
    def sentence(self) -> Sentence:
        """The event in words."""
        return Sentence("submission.attempt", {"number": self.number, "target": self.target})


@dataclass(frozen=True, slots=True)
class AttemptFailed:
    """An attempt came to nothing, and another may follow.

    Attributes:
        number: from 1.
        error: why.
    """

    number: int
    error: ServiceError

    @property
    def sentence(self) -> Sentence:
        """The event in words."""
        return Sentence("submission.failed", {"number": self.number, "error": self.error.sentence})


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next attempt comes after a pause.

    Attributes:
        number: of the next attempt.
        seconds: until then.
    """

    number: int
    seconds: float

    @property
    def sentence(self) -> Sentence:
        """The event in words."""
        return Sentence("submission.waiting", {"seconds": f"{self.seconds:.1f}"})


@dataclass(frozen=True, slots=True)
class Answered:
    """The service has answered; the journal does not know it yet.

    Who hands the answer on right now loses none: should the process end in the middle of that, the submission
    is still open, and the same request finds out again.

    Attributes:
        outcome: what the submission comes to.
        target: where it went.
    """

    outcome: Created | Refusal
    target: Target

    @property
    def sentence(self) -> Sentence:
        """The event in words."""
        return self.outcome.sentence


@dataclass(frozen=True, slots=True)
class NotSettled:
    """The outcome is certain, but the journal could not be told.

    Attributes:
        reason: why, in words.
    """

    reason: str

    @property
    def sentence(self) -> Sentence:
        """The event in words."""
        return Sentence("submission.unsettled", {"reason": self.reason})


@dataclass(frozen=True, slots=True)
class Finished:
    """The submission is over.

    Attributes:
        outcome: what it came to.
    """

    outcome: Outcome

    @property
    def sentence(self) -> Sentence:
        """The event in words."""
        return self.outcome.sentence


Event: TypeAlias = AttemptStarted | AttemptFailed | Waiting | Answered | NotSettled | Finished
