"""What this user created, and what is unsettled: read from the journal, with the way back to its target."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wizard.client.credentials import SANDBOX, Profile, sandbox_profile
from wizard.client.endpoints import parse_endpoint
from wizard.client.errors import ProfileError
from wizard.client.profiles import ProfileQuery
from wizard.client.profiles import candidates as known_profiles
from wizard.core.actions.destination import Destination
from wizard.core.actions.texts import text
from wizard.storage import locations
from wizard.storage.journal import Journal


@dataclass(frozen=True, slots=True)
class Entry:
    """A submission of the journal.

    Attributes:
        token: Its idempotent token.
        name: The cluster's name in the request, or ``""``.
        started: When it was begun, or ``None`` where that cannot be read.
        target: Its target, as the journal has it.
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
        """Whether it went to a sandbox of this machine."""
        if self.target.get("name") != SANDBOX:
            return False
        try:
            return parse_endpoint(str(self.target.get("endpoint"))).loopback
        except ProfileError:
            return False

    @property
    def place(self) -> str:
        """Where it went, in a few words."""
        if self.is_sandbox:
            return text("target.sandbox")
        parts = [self.target.get(part) for part in ("name", "region", "endpoint")]
        return " · ".join(str(part).rpartition("://")[2] for part in parts if part)


def journal() -> Journal:
    """The journal of the user."""
    return Journal(locations.journal_folder())


def unsettled() -> list[Entry]:
    """The submissions of which nobody knows what came, the oldest first; none that was never sent.

    Raises:
        StorageError: The journal cannot be read.
    """
    return [_entry(record) for record in journal().pending() if record.get("unsent") is not True]


def created() -> list[Entry]:
    """The submissions that made a cluster, the oldest first; a cluster stands there once.

    Raises:
        StorageError: The journal cannot be read.
    """
    found: dict[tuple[str, str], Entry] = {}
    for record in journal().all():
        entry = _entry(record)
        if entry.cluster_id:
            found.setdefault((entry.cluster_id, "" if entry.is_sandbox else entry.place), entry)
    return [*found.values()]


def find_created(cluster_id: str) -> Entry | None:
    """The submission that made a cluster, the latest; ``None`` where it was not made here.

    Raises:
        StorageError: The journal cannot be read.
    """
    return next((entry for entry in reversed(created()) if entry.cluster_id == cluster_id), None)


def candidates(entry: Entry, destination: Destination) -> Iterator[Profile]:
    """The targets at which a submission may be asked about, the likeliest first; may take a moment.

    For a sandbox, the target of this run may be the very one, on another port; if not, what went to the
    sandbox of a process is in that one's file, and everything else where it was. Elsewhere it is the same key
    at the same place, wherever that key is kept now.

    Raises:
        ProfileError: The secret of its key cannot be had.
        NoSandbox: The sandbox of this process could not be started.
    """
    if entry.is_sandbox:
        known = _known(destination)
        if known is not None and known.is_sandbox:
            yield known.unlocked()
        if entry.target.get("file") != str(locations.sandbox_file()):
            yield sandbox_profile(str(entry.target["endpoint"]))
        # `bcw sandbox` may have shared its file, but then its port told nothing of it.
        yield destination.own_sandbox()
        return
    target = _same(entry, destination)
    if target is not None:
        yield target.unlocked()


def _known(destination: Destination) -> Profile | None:
    """The target of this run; ``None`` where it is the sandbox in this process, or cannot be used."""
    try:
        return destination.known
    except ProfileError:
        return None


def _same(entry: Entry, destination: Destination) -> Profile | None:
    """The target of a submission, found again by its key."""
    endpoint, region = str(entry.target.get("endpoint", "")), entry.target.get("region")
    for place in known_profiles(
        ProfileQuery(destination.environ, endpoint or None, str(region or "") or None)
    ):
        known = place.profile
        if known is not None and known.credentials.access_key_id == entry.target.get("access_key_id"):
            name = str(entry.target.get("name") or known.name)
            return Profile(name, endpoint, str(region) if region else None, known.credentials)
    return None


def known_of(entry: Entry) -> tuple[str, ...]:
    """All that is known of a submission, a sentence each."""
    from wizard.catalog import load_builtin
    from wizard.core.totals import totals, totals_in_words

    target = entry.target
    lines = [text("submissions.token", token=entry.token)]
    if not entry.is_sandbox:
        key = str(target.get("access_key_id") or text("age.unknown"))
        lines += [text("target.endpoint", endpoint=target.get("endpoint")), text("target.key", key=key)]
        if target.get("region"):
            lines.append(text("target.region", region=target["region"]))
    lines.append(
        text("submissions.asked", totals=totals_in_words(totals(entry.record.get("request"), load_builtin())))
    )
    return tuple(lines)


def _entry(record: Mapping[str, Any]) -> Entry:
    target, request, outcome = (record.get(part) for part in ("target", "request", "outcome"))
    name = request.get("Name") if isinstance(request, Mapping) else None
    ended = outcome if isinstance(outcome, Mapping) else {}
    cluster_id = ended.get("id") if ended.get("outcome") == "created" else None
    return Entry(
        str(record["token"]),
        name if isinstance(name, str) else "",
        moment_of(record.get("started")),
        target if isinstance(target, Mapping) else {},
        record,
        cluster_id if isinstance(cluster_id, str) else "",
        "gone" in ended,
    )


def moment_of(value: object) -> datetime | None:
    """A moment as the journal keeps it; ``None`` where that cannot be read."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def mark_gone(entry: Entry, *, now: datetime | None = None) -> None:
    """Keep in the journal that a cluster exists no more.

    Raises:
        StorageError: It cannot be written.
    """
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    journal().annotate(entry.token, dict(entry.target), gone=at)
