"""Exceptions of the client: profiles that cannot be used, rejected requests, missing responses."""

import re

from wizard.errors import BcwError
from wizard.i18n import _

_AFTER_TOKEN = re.compile(r"IdempotentTokenMismatch$|QuotaExhausted|Missing|Invalid")
_BEFORE_TOKEN = re.compile(
    r"(?:Missing|Invalid)(?:AccessKey|SecurityToken|Signature|Authoriz|Date|Time|Nonce|Version|Url|"
    r"Resource(?!Type)|QueryString|Action|Method|Header|Region|JsonFormat|HttpBody|IdempotentToken)"
)


class ServiceError(BcwError):
    """Base of the client's exceptions."""

    maybe_done = False  # whether the service may have processed the request


class ProfileError(ServiceError):
    """A profile cannot be used; nothing was sent.

    ``part`` is what the error is about: region, endpoint, key_id, secret, token; or ``""``.
    """

    def __init__(self, message: str, *, part: str = "") -> None:
        super().__init__(message)
        self.part = part


class InvalidArgument(ServiceError):
    """An id, token or secret that cannot be sent; nothing was sent."""


class JournalError(ServiceError):
    """The journal could not be written, so nothing was sent."""

    def __init__(self, reason: object) -> None:
        text = _(
            "Cannot write the submission journal ({reason}). Nothing was sent: without it, an interrupted "
            "submission could create two clusters. Free some space or fix the folder's permissions, then try "
            "again."
        )
        super().__init__(text.format(reason=str(reason).rstrip(".")))


class SubmissionChanged(ServiceError):
    """A pending submission cannot be resumed: profile or bytes would differ."""


class Refused(ServiceError):
    """The service rejected the request.

    ``code`` is its error code, ``message`` its message on one line, secrets masked; ``kind`` is what the
    rejection is about, such as ``quota`` or ``clock``, or ``""`` for what the code names in the request. A
    request that was ``throttled`` may be sent again, after the seconds that the service asks to wait, if any.
    """

    def __init__(
        self,
        text: str,
        status: int,
        code: str,
        message: str,
        request_id: str | None = None,
        kind: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(text)
        self.status, self.code, self.message = status, code, message
        self.request_id, self.kind, self.retry_after = request_id, kind, retry_after

    @property
    def is_before_token(self) -> bool:
        """Whether the service may have rejected the request before it looked up the idempotency token.

        The service checks signature, token format, JSON, token, rules and quotas, in this order. Only a
        rejection by rules or quotas proves that no cluster exists under the token.
        """
        return not _AFTER_TOKEN.match(self.code) or bool(_BEFORE_TOKEN.match(self.code))


class NoResponse(ServiceError):
    """No complete and valid response of the service, or a failure; the request may have been processed."""

    maybe_done = True

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unreachable(NoResponse):
    """No connection; nothing was sent."""

    maybe_done = False


class PermanentFailure(Unreachable):
    """The certificate or the proxy of the environment cannot be used; retrying does not help."""


class TimedOut(NoResponse):
    """No complete response in time."""


class Cancelled(NoResponse):
    """The caller stopped waiting."""
