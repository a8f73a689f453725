"""How a submission ends, and what happens on the way."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from wizard.client.credentials import Profile
from wizard.client.errors import Refused, ServiceError
from wizard.i18n import _


@dataclass(frozen=True, slots=True)
class Created:
    """The cluster exists."""

    id: str
    request_id: str | None
    token: str
    attempts: int

    @property
    def message(self) -> str:
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
        target: The profile's title.
        sent: Whether an attempt of this or an earlier run may have reached the service.
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
        return _("Attempt {number}: sending to {target} …").format(number=self.number, target=self.target)


@dataclass(frozen=True, slots=True)
class AttemptFailed:
    """An attempt failed, and another may follow."""

    number: int
    error: ServiceError

    @property
    def message(self) -> str:
        return _("Attempt {number} failed: {error}").format(number=self.number, error=self.error)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next attempt, with its number, starts in some seconds."""

    number: int
    seconds: float

    @property
    def message(self) -> str:
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
        return self.outcome.message


@dataclass(frozen=True, slots=True)
class JournalNotUpdated:
    """The result is certain, but the journal could not be updated."""

    reason: str

    @property
    def message(self) -> str:
        return _(
            "Cannot update the submission journal ({reason}). It still lists this submission as unconfirmed. "
            "Retrying is safe: the token is the same."
        ).format(reason=self.reason)


Event: TypeAlias = AttemptStarted | AttemptFailed | Waiting | Answered | JournalNotUpdated
