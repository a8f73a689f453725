"""The journal of submissions: which clusters were created here, and which submissions are pending."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wizard.client.credentials import SANDBOX, Profile, sandbox_profile
from wizard.client.endpoints import parse_endpoint
from wizard.client.errors import ProfileError
from wizard.client.profiles import ProfileQuery
from wizard.client.profiles import candidates as known_profiles
from wizard.core.actions.context import ProfileContext, sandbox_title
from wizard.core.actions.profiles import describe_place
from wizard.core.formatting import format_moment, parse_moment
from wizard.i18n import _
from wizard.storage import locations
from wizard.storage.journal import Journal


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A submission in the journal.

    Attributes:
        token: Its idempotency token.
        name: The cluster's name in the request, or ``""``.
        started: When it was started, or ``None`` where that cannot be read.
        target: Its profile, as the journal has it.
        record: The whole entry.
        cluster_id: The cluster, once it is known; else ``""``.
        gone: Whether the cluster is known to exist no more.
    """

    token: str
    name: str
    started: datetime | None
    target: Mapping[str, Any]
    record: Mapping[str, Any]
    cluster_id: str = ""
    gone: bool = False

    @property
    def is_sandbox(self) -> bool:
        """Whether it went to a sandbox of this computer, which bills nothing."""
        if self.target.get("name") != SANDBOX:
            return False
        try:
            return parse_endpoint(str(self.target.get("endpoint"))).loopback
        except ProfileError:
            return False

    @property
    def place(self) -> str:
        """The profile that it went to, in a few words."""
        if self.is_sandbox:
            return sandbox_title()
        parts = [self.target.get(part) for part in ("name", "region", "endpoint")]
        return " · ".join(str(part).rpartition("://")[2] for part in parts if part)

    @property
    def when(self) -> str:
        """When it was started, in words, or ``""``."""
        return format_moment(self.started)

    @property
    def request(self) -> Any:
        """What was sent, with references in place of secrets."""
        return self.record.get("request")

    @property
    def lines(self) -> tuple[str, ...]:
        """Token, profile and totals, a line each."""
        from wizard.catalog import load_builtin
        from wizard.core.totals import describe_totals, totals

        lines = [_("Token: {token}").format(token=self.token)]
        if not self.is_sandbox:
            key = str(self.target.get("access_key_id") or "?")
            lines += describe_place(self.target.get("endpoint"), key, self.target.get("region"))
        asked = describe_totals(totals(self.request, load_builtin()))
        return (*lines, _("Requested: {totals}").format(totals=asked))


def user_journal() -> Journal:
    """Return the journal of the user."""
    return Journal(locations.journal_folder())


def pending_submissions() -> list[JournalEntry]:
    """Return the submissions without a response, the oldest first; none that was never sent.

    Raises:
        StorageError: The journal cannot be read.
    """
    return [_entry(record) for record in user_journal().pending() if record.get("unsent") is not True]


def find_pending(token: str) -> JournalEntry | None:
    """Return the pending submission of a token, or of the only one that begins like this.

    Raises:
        StorageError: The journal cannot be read.
    """
    known = pending_submissions()
    exact = [entry for entry in known if entry.token == token]
    begun = exact or [entry for entry in known if token and entry.token.startswith(token)]
    return begun[-1] if exact or len(begun) == 1 else None


def created_clusters() -> list[JournalEntry]:
    """Return the submissions that created a cluster, the oldest first; each cluster once.

    Raises:
        StorageError: The journal cannot be read.
    """
    found: dict[tuple[str, str], JournalEntry] = {}
    for record in user_journal().all():
        entry = _entry(record)
        if entry.cluster_id:
            found.setdefault((entry.cluster_id, "" if entry.is_sandbox else entry.place), entry)
    return [*found.values()]


def candidates(entry: JournalEntry, context: ProfileContext) -> Iterator[Profile]:
    """Return the profiles at which to ask about a submission, the likeliest first; may take a moment.

    For a sandbox, the profile of this run may be the very one, on another port; if not, what went to the
    sandbox of a process is in that one's file, and everything else where it was. Elsewhere it is the same key
    at the same place, wherever that key is kept now.

    Raises:
        ProfileError: The secret of its key cannot be read.
        SandboxUnavailable: The sandbox of this process could not be started.
    """
    if entry.is_sandbox:
        try:
            known = context.known
        except ProfileError:
            known = None
        if known is not None and known.is_sandbox:
            yield known.unlocked()
        if entry.target.get("file") != str(locations.sandbox_file()):
            yield sandbox_profile(str(entry.target["endpoint"]))
        # `bcw sandbox` may have shared its file, but then its port told nothing of it.
        yield context.own_sandbox()
        return
    endpoint, region = str(entry.target.get("endpoint", "")), entry.target.get("region")
    for place in known_profiles(ProfileQuery(context.environ, endpoint or None, str(region or "") or None)):
        found = place.profile
        if found is not None and found.credentials.access_key_id == entry.target.get("access_key_id"):
            name = str(entry.target.get("name") or found.name)
            yield Profile(name, endpoint, str(region) if region else None, found.credentials).unlocked()
            return


def mark_gone(entry: JournalEntry, *, now: datetime | None = None) -> None:
    """Record that a cluster no longer exists.

    Raises:
        StorageError: It cannot be written.
    """
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    user_journal().annotate(entry.token, dict(entry.target), gone=at)


def _entry(record: Mapping[str, Any]) -> JournalEntry:
    target, request, outcome = (record.get(part) for part in ("target", "request", "outcome"))
    name = request.get("Name") if isinstance(request, Mapping) else None
    ended = outcome if isinstance(outcome, Mapping) else {}
    cluster_id = ended.get("id") if ended.get("outcome") == "created" else None
    return JournalEntry(
        str(record["token"]),
        name if isinstance(name, str) else "",
        parse_moment(record.get("started")),
        target if isinstance(target, Mapping) else {},
        record,
        cluster_id if isinstance(cluster_id, str) else "",
        "gone" in ended,
    )
