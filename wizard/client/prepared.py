"""A submission before it is sent: one token, one target, one body, and what the journal keeps of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from wizard.client.endpoints import parse_endpoint
from wizard.client.errors import BadCredentials, BadEndpoint, InsecureEndpoint, NotTheSame, Unsendable
from wizard.client.targets import SANDBOX, Target
from wizard.client.tokens import is_token, new_token
from wizard.document.secrets import find_misuse, get_secrets, insert_references, resolve_references
from wizard.document.serializer import strip_schema, to_bytes
from wizard.document.tree import to_pointer

__all__ = ["Submission", "find_unsettled", "keyless", "prepare", "take_up"]


@dataclass(frozen=True, slots=True)
class Submission:
    """What is sent to create one cluster; every attempt carries the same token and the same bytes.

    Attributes:
        target: where to, and as whom.
        body: the bytes that travel; they may hold secrets.
        request: the request with a reference in place of each secret, as the journal keeps it.
        token: the idempotent token.
        secrets: those in the body, which must not turn up in a message.
        journaled: the entry of the journal that is taken up, None for a new submission.
        begun: whether this run has written it into the journal already.

    Raises:
        Unsendable: the token is none.
    """

    target: Target
    body: bytes = field(repr=False)
    request: Any = field(repr=False)
    token: str = field(default_factory=new_token)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    journaled: Mapping[str, Any] | None = field(default=None, repr=False)
    begun: bool = False

    def __post_init__(self) -> None:
        if not is_token(self.token):
            raise Unsendable("unsendable.token", token=ascii(self.token[:80]))

    @property
    def resumed(self) -> bool:
        """Whether it is an earlier submission that is taken up."""
        return self.journaled is not None

    @property
    def may_be_sent(self) -> bool:
        """Whether attempts of an earlier run may have reached the service."""
        return self.journaled is not None and self.journaled.get("unsent") is not True

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes that travel, in hexadecimal."""
        return sha256(self.body).hexdigest()

    def entry(self, *, now: datetime | None = None) -> dict[str, Any]:
        """What the journal is given before the first attempt; it holds no secret.

        Args:
            now: the time to write; the present by default.
        """
        return {
            "token": self.token,
            "target": _described(self.target),
            "sha256": self.sha256,
            "started": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
            "request": self.request,
        }


def prepare(tree: Any, target: Target, environ: Mapping[str, str], *, token: str | None = None) -> Submission:
    """The submission of a request: its secrets resolved, its bytes fixed.

    Args:
        tree: the request; a secret may be a reference to an environment variable.
        target: where to, and as whom.
        environ: the environment variables that references name.
        token: the idempotent token; a new one by default.

    Raises:
        MissingVariable: a reference names a variable that is not set.
        Unsendable: the token is none.
    """
    tree = strip_schema(tree)
    real = resolve_references(tree, environ)
    found = (secret for _, secret in get_secrets(real))
    return Submission(
        target,
        to_bytes(real),
        insert_references(tree),
        token or new_token(),
        tuple(secret for secret in found if isinstance(secret, str)),
    )


def check_secrets(tree: Any, environ: Mapping[str, str]) -> None:
    """Look at the secrets that would be sent, those of variables too, which no rule looks into.

    Raises:
        MissingVariable: a reference names a variable that is not set.
        Unsendable: one of them is a mask, or a reference that was written wrongly.
    """
    for path, secret in get_secrets(resolve_references(tree, environ)):
        if find_misuse(secret) is not None:
            raise Unsendable("unsendable.secret", path=to_pointer(path))


def take_up(entry: Mapping[str, Any], target: Target, environ: Mapping[str, str]) -> Submission:
    """The submission that an unsettled entry of the journal stands for, its secrets resolved again.

    Raises:
        NotTheSame: the target is another one, or the bytes would be others than were sent.
        MissingVariable: a reference names a variable that is not set.
        Unsendable: the entry's token is none.
    """
    token = str(entry.get("token"))
    if not _same_target(entry, target):
        raise NotTheSame("submission.other_target", token=token, before=_place(entry), now=target.title)
    made = prepare(entry.get("request"), target, environ, token=token)
    if made.sha256 != entry.get("sha256"):
        raise NotTheSame("submission.other_request", token=token, target=target.title)
    return _under(made, entry)


def keyless(entry: Mapping[str, Any]) -> BadCredentials:
    """What to say of an entry of the journal whose access key is found nowhere any more."""
    before = entry.get("target")
    key = before.get("access_key_id") if isinstance(before, Mapping) else None
    return BadCredentials("submission.no_key", key=ascii(key), place=_place(entry))


def find_unsettled(submission: Submission, entries: Iterable[Mapping[str, Any]]) -> Submission | None:
    """The same request to the same target among the unsettled entries, to be taken up; or None.

    Args:
        submission: what is about to be sent; its own token does not matter.
        entries: of the journal, the oldest first; the youngest of those that fit is taken.
    """
    fitting = [
        entry
        for entry in entries
        if entry.get("sha256") == submission.sha256
        and is_token(str(entry.get("token")))
        and _same_target(entry, submission.target)
    ]
    return _under(submission, fitting[-1]) if fitting else None


def _under(submission: Submission, entry: Mapping[str, Any]) -> Submission:
    return Submission(
        submission.target,
        submission.body,
        submission.request,
        str(entry["token"]),
        submission.secrets,
        dict(entry),
    )


def _described(target: Target) -> dict[str, Any]:
    return {
        "name": target.name,
        "endpoint": target.endpoint,
        "region": target.region,
        "access_key_id": target.credentials.access_key_id,
        # The sandbox of a process takes another port each time: what stays is its file.
        **({"file": target.file} if target.file else {}),
    }


def _same_target(entry: Mapping[str, Any], target: Target) -> bool:
    before, now = entry.get("target"), _described(target)
    if not isinstance(before, Mapping):
        return False
    if target.is_sandbox and _was_sandbox(before):
        # The sandbox takes another free port each time it starts.
        return True
    # Tokens belong to the key, whatever name the target was saved under.
    return all(before.get(part) == now[part] for part in ("endpoint", "region", "access_key_id"))


def _was_sandbox(before: Mapping[str, Any]) -> bool:
    if before.get("name") != SANDBOX:
        return False
    try:
        return parse_endpoint(str(before.get("endpoint"))).loopback
    except (BadEndpoint, InsecureEndpoint):
        return False


def _place(entry: Mapping[str, Any]) -> str:
    before = entry.get("target")
    return ascii(before.get("endpoint")) if isinstance(before, Mapping) else "?"
