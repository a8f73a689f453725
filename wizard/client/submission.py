"""A request to create one cluster, prepared so that every attempt sends the same bytes and token."""

import secrets
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from wizard.client.credentials import SANDBOX, Profile
from wizard.client.endpoints import parse_endpoint
from wizard.client.errors import InvalidArgument, ProfileError, SubmissionChanged
from wizard.document.secrets import find_misuse, get_secrets, insert_references, resolve_references
from wizard.document.serializer import strip_schema, to_bytes
from wizard.document.tree import to_pointer
from wizard.i18n import _
from wizard.models.journal import JournalEntry

MAX_TOKEN = 64
"""Longest idempotency token."""

_ALPHANUMERIC = string.ascii_letters + string.digits


def is_token(text: str) -> bool:
    """Return whether a text can be an idempotency token: 1 to 64 letters, digits and underscores."""
    return 0 < len(text) <= MAX_TOKEN and set(_ALPHANUMERIC + "_").issuperset(text)


def check_token(text: str) -> None:
    """Check an idempotency token. Raises InvalidArgument: it is malformed."""
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
    """A request to create one cluster; every attempt sends the same token and bytes."""

    profile: Profile
    body: bytes = field(repr=False)  # the bytes to send; may contain secrets
    request: Any = field(repr=False)  # with references instead of secrets, for the journal
    token: str = field(default_factory=new_token)
    secrets: tuple[str, ...] = field(default=(), repr=False)  # in the body, to mask in messages
    journaled: JournalEntry | None = field(default=None, repr=False)  # the entry that is resumed
    is_recorded: bool = False  # whether this run has already recorded it in the journal
    other_token: str = ""  # of a pending submission of the same request that is not resumed, or ``""``

    def __post_init__(self) -> None:
        check_token(self.token)

    @property
    def is_resumed(self) -> bool:
        return self.journaled is not None

    @property
    def may_be_sent(self) -> bool:
        """Whether attempts of an earlier run may have reached the service."""
        return self.journaled is not None and not self.journaled.unsent

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()

    @property
    def target(self) -> dict[str, Any]:
        """The profile as the journal has it."""
        return _describe(self.profile) if self.journaled is None else self.journaled.target

    def to_entry(self) -> JournalEntry:
        """Return the journal entry; it contains no secret."""
        return JournalEntry(
            token=self.token,
            target=self.target,
            sha256=self.sha256,
            started=datetime.now(UTC).isoformat(timespec="seconds"),
            request=self.request,
        )


def prepare(
    tree: Any, profile: Profile, environ: Mapping[str, str], *, token: str | None = None
) -> Submission:
    """Return the submission of a request, with its secrets resolved and its bytes fixed.

    Raises MissingVariable: a referenced variable cannot be used; UnicodeEncodeError: unpaired surrogates.
    """
    tree = strip_schema(tree)
    real = resolve_references(tree, environ)
    found = tuple(secret for _path, secret in get_secrets(real) if isinstance(secret, str))
    return Submission(profile, to_bytes(real), insert_references(tree), token or new_token(), found)


def check_secrets(tree: Any, environ: Mapping[str, str]) -> None:
    """Check the secrets that would be sent, including the values of variables.

    Raises InvalidArgument: a secret is a mask or a malformed reference.
    """
    for path, secret in get_secrets(resolve_references(tree, environ)):
        if find_misuse(secret) is not None:
            text = _(
                "The value of {path} is a mask or a reference, not a secret. Nothing was sent. Set the "
                "variable to the secret itself."
            )
            raise InvalidArgument(text.format(path=to_pointer(path)))


def find_pending(submission: Submission, entries: Iterable[JournalEntry]) -> Submission | None:
    """Return the submission as a resumption of the last entry with the same bytes and profile, if any."""
    for entry in reversed([*entries]):
        is_same = entry.sha256 == submission.sha256 and is_same_profile(entry, submission.profile)
        if is_same and is_token(entry.token):
            return replace(submission, token=entry.token, journaled=entry)
    return None


def resume(entry: JournalEntry, profile: Profile, environ: Mapping[str, str]) -> Submission:
    """Return the submission of a pending journal entry, its secrets resolved again.

    Raises SubmissionChanged: the profile or the bytes differ from those of the entry.
    """
    token = entry.token
    if not is_same_profile(entry, profile):
        text = _("The submission with token {token} was sent to {before}, not to {now}. Use that profile.")
        raise SubmissionChanged(text.format(token=token, before=_format_endpoint(entry), now=profile.title))
    text = _(
        "Cannot resume the submission with token {token}: the request body would differ, perhaps because a "
        "secret changed. Check whether the cluster exists in {profile} before you create another."
    )
    changed = SubmissionChanged(text.format(token=token, profile=profile.title))
    try:
        submission = prepare(entry.request, profile, environ, token=token)
    except UnicodeEncodeError as error:
        raise changed from error
    if submission.sha256 != entry.sha256:
        raise changed
    return replace(submission, journaled=entry)


def explain_missing_key(entry: JournalEntry) -> ProfileError:
    """Return the error for a journal entry whose access key is not configured any more."""
    key = entry.target.get("access_key_id")
    text = _(
        "The submission was sent with the AccessKey {key} to {endpoint}, and that key is no longer "
        "configured. Set it in the environment or add a profile, then try again. If it was a temporary key, "
        "check the list of clusters instead."
    )
    return ProfileError(text.format(key=ascii(key), endpoint=_format_endpoint(entry)))


def _describe(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "endpoint": profile.endpoint,
        "region": profile.region,
        "access_key_id": profile.credentials.access_key_id,
        # The sandbox of a process uses another port each time; its file identifies it.
        **({"file": profile.file} if profile.file else {}),
    }


def is_sandbox(entry: JournalEntry) -> bool:
    """Return whether a submission went to a sandbox on this machine, which bills nothing."""
    if entry.target.get("name") != SANDBOX:
        return False
    try:
        return parse_endpoint(str(entry.target.get("endpoint"))).is_loopback
    except ProfileError:
        return False


def is_same_profile(entry: JournalEntry, profile: Profile) -> bool:
    """Return whether a submission went to a profile, whatever the profile's name is now."""
    if profile.is_sandbox and is_sandbox(entry):
        return True  # the sandbox uses another free port each time
    # Tokens belong to the key, whatever the profile's name.
    before, now = entry.target, _describe(profile)
    return all(before.get(part) == now[part] for part in ("endpoint", "region", "access_key_id"))


def _format_endpoint(entry: JournalEntry) -> str:
    return ascii(entry.target.get("endpoint"))
