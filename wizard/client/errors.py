"""What can go wrong between here and the service, as one tree.

::

    ServiceError
    ├── TargetError          where to, or as whom, is not clear; nothing was sent
    │   ├── BadCredentials
    │   ├── BadRegion
    │   ├── BadEndpoint
    │   ├── InsecureEndpoint
    │   └── UnknownTarget
    ├── Unsendable           an id, a name or a token that no request may carry; nothing was sent
    ├── NotJournaled         the journal could not be written; nothing was sent
    ├── NotTheSame           a submission that cannot be taken up: it would be another request
    ├── Refused              the service answered, and said no: nothing was done
    │   └── Throttled        … for now: too many requests
    └── NoAnswer             no answer of the service
        ├── Unreachable      no connection: this attempt did nothing
        │   ├── Untrusted    … because the certificate could not be verified
        │   └── UnusableProxy … because the proxy of the environment cannot be used
        ├── TimedOut         what the service did is not known, here and below
        ├── CutOff
        ├── Interrupted
        ├── ServerFailed     an answer, but of a service that failed (5xx)
        └── NotAnAnswer      a web page, half a body, a redirection, another kind of JSON

The text of each says what is wrong and what to do about it, and comes from `texts`;
`answers` makes the fitting one out of an answer.
"""

import re

from wizard.client.texts import Sentence

__all__ = [
    "BadCredentials",
    "BadEndpoint",
    "BadRegion",
    "CutOff",
    "InsecureEndpoint",
    "Interrupted",
    "NoAnswer",
    "NotAnAnswer",
    "NotJournaled",
    "NotTheSame",
    "Refused",
    "ServerFailed",
    "ServiceError",
    "TargetError",
    "Throttled",
    "TimedOut",
    "UnknownTarget",
    "Unreachable",
    "Unsendable",
    "Untrusted",
    "UnusableProxy",
]

_AFTER_TOKEN = re.compile(r"IdempotentTokenMismatch$|QuotaExhausted|Missing|Invalid")
_BEFORE_TOKEN = re.compile(
    r"(?:Missing|Invalid)(?:AccessKey|SecurityToken|Signature|Authoriz|Date|Time|Nonce|Version|Url|"
    r"Resource(?!Type)|QueryString|Action|Method|Header|Region|JsonFormat|HttpBody|IdempotentToken)"
)


class ServiceError(Exception):
    """Anything of this room that did not work.

    Attributes:
        sentence: what is wrong and what to do.
        maybe_done: whether the service may have acted all the same.
    """

    maybe_done = False

    def __init__(self, sentence_id: str, **values: object) -> None:
        self.sentence = Sentence(sentence_id, values)
        super().__init__(self.sentence.text)


class TargetError(ServiceError):
    """It is not clear where to go or as whom; nothing was sent."""


class BadCredentials(TargetError):
    """Half a key pair, none where one is needed, or one with characters that no key has."""


class BadRegion(TargetError):
    """No region where one is needed, or a text that is none."""


class BadEndpoint(TargetError):
    """A text that is no address of a service."""


class InsecureEndpoint(TargetError):
    """Plain HTTP to another machine."""


class UnknownTarget(TargetError):
    """No target has that name."""


class Unsendable(ServiceError):
    """An id, a name or a token that no request may carry."""


class NotJournaled(ServiceError):
    """The journal could not be written, so the submission was not begun."""


class NotTheSame(ServiceError):
    """A submission cannot be taken up as it was: the target or the bytes would be others."""


class Refused(ServiceError):
    """The service answered, and said no.

    Attributes:
        status: of HTTP.
        code: the service's own, such as `QuotaExhausted.MaxClusterCount`; made up where it gave none.
        message: the service's own, on one line, without secrets.
        request_id: the service's own, or None.
        retry_after: seconds that it asked to wait, or None.
    """

    def __init__(
        self,
        sentence_id: str,
        *,
        status: int,
        code: str,
        message: str,
        request_id: str | None = None,
        retry_after: float | None = None,
        **values: object,
    ) -> None:
        self.status, self.code, self.message = status, code, message
        self.request_id, self.retry_after = request_id, retry_after
        super().__init__(sentence_id, **values)

    @property
    def before_token(self) -> bool:
        """Whether it was, or may have been, refused before its idempotent token was looked up.

        The order of a create is: signature, the token's shape, JSON, the token looked up, the rules, the
        quotas. A refusal by one of the latter two says that no cluster stands under the token; any other says
        nothing about what an earlier attempt did.
        """
        return not _AFTER_TOKEN.match(self.code) or bool(_BEFORE_TOKEN.match(self.code))


class Throttled(Refused):
    """Too many requests; the same request may be sent again later."""


class NoAnswer(ServiceError):
    """No answer of the service came back."""

    maybe_done = True
    retry_after: float | None = None


class Unreachable(NoAnswer):
    """No connection came about, so this attempt did nothing."""

    maybe_done = False


class Untrusted(Unreachable):
    """The other side's certificate could not be verified; another attempt would not help."""


class UnusableProxy(Unreachable):
    """The proxy that the environment names cannot be used; another attempt would not help."""


class TimedOut(NoAnswer):
    """No whole answer within the time limit."""


class CutOff(NoAnswer):
    """The connection broke before the answer was whole."""


class Interrupted(NoAnswer):
    """The caller did not want to wait any longer."""


class ServerFailed(NoAnswer):
    """The service, or what stands before it, failed (5xx).

    Attributes:
        status: of HTTP.
        retry_after: seconds that it asked to wait, or None.
    """

    def __init__(
        self, sentence_id: str, *, status: int, retry_after: float | None = None, **values: object
    ) -> None:
        self.status, self.retry_after = status, retry_after
        super().__init__(sentence_id, **values)


class NotAnAnswer(NoAnswer):
    """What came back is no answer of BatchCompute."""
