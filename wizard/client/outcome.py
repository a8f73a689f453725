"""How a submission ends, and what happens on the way."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from wizard.client.credentials import Profile
from wizard.client.errors import Refused, ServiceError
from wizard.i18n import _


@dataclass(frozen=True, slots=True)
class Created:
    """The cluster exists."""

    id: str
    request_id: str | None
    profile: Profile

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

    @property
    def message(self) -> str:
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
    """No response tells whether the cluster exists; the submission stays pending."""

    error: ServiceError | None
    token: str
    target: str
    attempts: int
    sent: bool  # whether an attempt of this or an earlier run may have reached the service
    cancelled: bool = False
    sent_now: bool = True  # whether an attempt of this run may have reached the service

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
    outcome: Created | Rejected | None = None
