"""Clusters: find, list, watch, resize, delete and reopen them."""

import json
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wizard.client.credentials import Profile
from wizard.client.errors import NoResponse, Refused, ServiceError, Unreachable
from wizard.client.submission import is_sandbox
from wizard.core.actions.context import ProfileContext, SandboxUnavailable, make_client
from wizard.core.actions.journal import describe_profile, find_profiles, list_created, open_journal
from wizard.core.confirmation import GroupState, list_groups
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.formatting import as_count, count_hours, format_age
from wizard.document.tree import get, remove_in, walk
from wizard.errors import NotFoundError, StorageError
from wizard.i18n import _
from wizard.models.answer import READ_ONLY
from wizard.models.fields import WILDCARD
from wizard.models.journal import JournalEntry, get_cluster_name, parse_moment
from wizard.text import escape_text

if TYPE_CHECKING:
    from wizard.client.api import Client

TIMEOUT = 30.0
"""Seconds for a profile to report on a cluster."""
LIST_TIMEOUT = 15.0
"""Seconds for all profiles together to report on their clusters."""
_SANDBOX_TIMEOUT = 5.0
_MAX_THREADS = 8
_NOT_THERE = "InvalidResource.NotFound"


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """A cluster as the service reports it or, without a state, as the journal knows it."""

    id: str
    name: str
    place: str
    created: datetime | None
    state: str = ""  # ``Active``, ``Deleting``, ``Gone``; ``""`` where it is not known
    running: int = 0
    starting: int = 0
    groups: tuple[GroupState, ...] = ()
    log: tuple[str, ...] = ()
    problem: str = ""  # why its state is not known, or ``""``
    is_free: bool = False  # whether it is in a sandbox, which bills nothing

    @property
    def desired(self) -> int:
        return sum(group.desired for group in self.groups)

    @property
    def is_complete(self) -> bool:
        return self.state == "Active" and self.running >= self.desired

    @property
    def is_ending(self) -> bool:
        """Whether it is being deleted."""
        return self.state not in ("Active", "")

    @property
    def age(self) -> str:
        """The time since it was created, in words."""
        return format_age(self.created)

    @property
    def hours(self) -> float:
        """The same in hours; 0 where it is not known."""
        return count_hours(self.created)


def list_billed(clusters: Iterable[ClusterStatus]) -> list[ClusterStatus]:
    """Return the clusters that are billed, the oldest first."""
    return sorted((each for each in clusters if not each.is_free), key=lambda each: -each.hours)


def status_from_journal(entry: JournalEntry, *, state: str = "", problem: str = "") -> ClusterStatus:
    return ClusterStatus(
        entry.cluster_id,
        entry.name,
        describe_profile(entry),
        entry.started_at,
        state,
        problem=problem,
        is_free=is_sandbox(entry),
    )


def parse_status(body: dict[str, Any], profile: Profile) -> ClusterStatus:
    """Return the status in an answer of GetCluster or ListClusters; invalid values are ignored."""
    metrics = "Metrics" if isinstance(body.get("Metrics"), dict) else "Metric"  # as older answers call it
    log, state = body.get("OperationLogs"), body.get("State")
    return ClusterStatus(
        str(body.get("Id", "")),
        get_cluster_name(body),
        profile.title,
        parse_moment(body.get("CreationTime")),
        state if isinstance(state, str) else "",
        running=as_count(get(body, (metrics, "RunningCount"))),
        starting=as_count(get(body, (metrics, "StartingCount"))),
        groups=list_groups(body),
        log=tuple(line for line in log if isinstance(line, str)) if isinstance(log, list) else (),
        is_free=profile.is_sandbox,
    )


def to_request(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that would create such a cluster, from an answer of GetCluster.

    Keys that only an answer has are left out. Secrets are missing: the service reports none.
    """
    request = dict(body)
    for path, _value in walk(request):
        pattern = ("Groups", WILDCARD, *path[2:]) if path[:1] == ("Groups",) else path
        if pattern in READ_ONLY:
            request = remove_in(request, path)
    return request


def describe_missing_secrets(request: Mapping[str, Any]) -> list[str]:
    """Return a remark if a cluster's request lacks the OSS credentials that it must have had."""
    mounts = get(request, ("Configs", "Mounts"))
    if not isinstance(mounts, Mapping) or "OSS" in mounts:
        return []
    entries = mounts.get("Entries")
    sources = (each.get("Source") for each in entries or () if isinstance(each, Mapping))
    if not any(isinstance(source, str) and source.startswith("oss://") for source in sources):
        return []
    text = _("{path} is missing: the service does not return secrets. Add it if the mounts need it.")
    return [text.format(path="/Configs/Mounts/OSS")]


class Clusters:
    """The clusters created here, each at its own profile.

    Call methods that block in a background thread. All raise `BcwError`.
    """

    def __init__(self, context: ProfileContext) -> None:
        self._context = context
        self._profiles: dict[str, Profile] = {}

    def created(self) -> Sequence[ClusterStatus]:
        """Return the clusters created here that may still exist, the latest first. Never blocks."""
        return [status_from_journal(entry) for entry in reversed(list_created())]

    def statuses(self) -> Sequence[ClusterStatus]:
        """Return the clusters with their states, without those that no longer exist. Blocks."""
        found = list_statuses(list_created()[::-1], self._context)
        return [each for each in found if each.state != "Gone"]

    def state(self, cluster_id: str) -> ClusterStatus:
        """Return the state of a cluster. Blocks. Raises NotFoundError: it no longer exists."""
        try:
            profile, body = self.locate(cluster_id)
            return parse_status(body, profile)
        except Refused as error:
            if is_not_found(error):
                text = _("Cluster {id} no longer exists.").format(id=escape_text(cluster_id))
                raise NotFoundError(text) from error
            raise

    def open(self, cluster_id: str) -> OpenedDocument:
        """Return a cluster as a new document. Blocks."""
        request = to_request(self.locate(cluster_id)[1])
        copied = _("Copied from cluster {id}. Creating it makes a second cluster.")
        remarks = (copied.format(id=escape_text(cluster_id)), *describe_missing_secrets(request))
        return OpenedDocument(request, DocumentSource(), remarks)

    def resize(self, cluster_id: str, sizes: Mapping[str, int]) -> None:
        """Change the number of instances of groups. Blocks."""
        change = {"Groups": {name: {"DesiredVMCount": count} for name, count in sizes.items()}}
        self._client(cluster_id).modify_cluster(cluster_id, json.dumps(change).encode())

    def delete(self, cluster_id: str) -> None:
        """Delete a cluster with all its instances. Blocks."""
        self._client(cluster_id).delete_cluster(cluster_id)

    def _client(self, cluster_id: str) -> "Client":
        return make_client(self._profiles.get(cluster_id) or self.locate(cluster_id)[0])

    def locate(self, cluster_id: str) -> tuple[Profile, dict[str, Any]]:
        """Find a cluster: the profile that has it, and what it reports. Blocks.

        Raises ServiceError: no profile has it, or none responded.
        """
        profile = self._profiles.get(cluster_id)
        if profile is not None:
            return profile, make_client(profile).get_cluster(cluster_id)
        known = list_created(include_gone=True)
        entries = [entry for entry in known if entry.cluster_id == cluster_id]
        found = (
            _get_first(entries[-1], self._context, TIMEOUT)
            if entries and not self._context.is_given
            else None
        )
        if found is None:
            # Not created here, or its key is no longer kept anywhere: the profile of this run may know it.
            profile = self._context.ready_profile()
            found = profile, make_client(profile, total=TIMEOUT).get_cluster(cluster_id)
        self._profiles[cluster_id] = found[0]
        return found


def _get_first(
    entry: JournalEntry, context: ProfileContext, seconds: float, cancelled: threading.Event | None = None
) -> tuple[Profile, dict[str, Any]] | None:
    """Return what the first profile that may know a cluster reports; ``None`` where there is no profile."""
    home: ServiceError | None = None
    for profile in find_profiles(entry, context):
        limit = min(seconds, _SANDBOX_TIMEOUT) if profile.is_sandbox else seconds
        try:
            client = make_client(profile, total=limit, cancelled=cancelled)
            return profile, client.get_cluster(entry.cluster_id)
        except (Refused, NoResponse) as error:
            if not profile.is_sandbox:
                raise
            # Another sandbox, or nothing, may listen at that address now.
            file = entry.target.get("file")
            if profile.file == file if file else profile.endpoint == entry.target.get("endpoint"):
                home = error
    if not is_sandbox(entry):
        return None
    if home is None or isinstance(home, Unreachable):
        # A sandbox with other clusters does not know it either way.
        place = str(entry.target.get("file") or entry.target.get("endpoint"))
        message = _("The sandbox of cluster {id} is not running ({place}). Start it with: bcw sandbox")
        raise Unreachable(message.format(id=escape_text(entry.cluster_id), place=escape_text(place)))
    raise home


def list_statuses(
    entries: Sequence[JournalEntry], context: ProfileContext, *, seconds: float = LIST_TIMEOUT
) -> list[ClusterStatus]:
    """Return the states of clusters in the journal, in its order. Raises nothing.

    One that no longer exists is marked in the journal, and not requested again.
    """
    found: dict[int, ClusterStatus] = {}
    waiting, cancelled = deque(enumerate(entries)), threading.Event()

    def work() -> None:
        while not cancelled.is_set():
            try:
                number, entry = waiting.popleft()
            except IndexError:
                return
            found[number] = _get_status(entry, context, seconds, cancelled)

    # Daemons: a profile that does not respond delays neither the list nor the end of the program.
    threads = [threading.Thread(target=work, daemon=True) for _n in range(min(_MAX_THREADS, len(entries)))]
    end = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(end - time.monotonic(), 0.0))
    slow = _("No response within {seconds} s.").format(seconds=f"{seconds:g}")
    listed = [
        found.get(number) or status_from_journal(entry, problem=slow) for number, entry in enumerate(entries)
    ]
    cancelled.set()
    return listed


def _get_status(
    entry: JournalEntry, context: ProfileContext, seconds: float, cancelled: threading.Event
) -> ClusterStatus:
    try:
        found = _get_first(entry, context, seconds, cancelled)
    except Refused as error:
        if not is_not_found(error):
            return status_from_journal(entry, problem=str(error))
        if not is_sandbox(entry):
            with suppress(StorageError):  # then it is requested again the next time
                now = datetime.now(UTC).isoformat(timespec="seconds")
                open_journal().annotate(entry, gone=now)
        return status_from_journal(entry, state="Gone")
    except (ServiceError, SandboxUnavailable, StorageError) as error:
        return status_from_journal(entry, problem=str(error))
    if found is None:
        key = escape_text(str(entry.target.get("access_key_id", "")))
        problem = _("AccessKey {key}, which created it, is no longer configured.").format(key=key)
        return status_from_journal(entry, problem=problem)
    profile, body = found
    shown = parse_status(body, profile)
    created = shown.created or entry.started_at
    return replace(shown, id=entry.cluster_id, name=shown.name or entry.name, created=created)


def is_not_found(error: Exception) -> bool:
    """Return whether the service reports with an error that a cluster does not exist."""
    return isinstance(error, Refused) and error.code == _NOT_THERE
