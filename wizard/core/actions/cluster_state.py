"""A cluster: what the service reports about it, and the request that would create it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wizard.client.submission import is_sandbox
from wizard.core.actions.journal import describe_profile
from wizard.core.confirmation import as_count, list_additions
from wizard.core.formatting import format_age, format_moment, hours_since, parse_moment
from wizard.document.tree import get
from wizard.i18n import _
from wizard.models.answer import READ_ONLY
from wizard.models.fields import WILDCARD
from wizard.models.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class GroupState:
    """The instances of a group: desired and running; their type and billing method, in words."""

    name: str
    desired: int
    running: int
    instance_type: str = ""
    billing: str = ""


@dataclass(frozen=True, slots=True)
class ClusterState:
    """A cluster as the service reports it."""

    state: str  # ``Active`` or ``Deleting``
    running: int = 0
    starting: int = 0
    groups: tuple[GroupState, ...] = ()
    log: tuple[str, ...] = ()

    @property
    def desired(self) -> int:
        return sum(group.desired for group in self.groups)

    @property
    def is_complete(self) -> bool:
        return self.state == "Active" and self.running >= self.desired


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """A cluster in a list."""

    id: str
    name: str
    place: str
    created: datetime | None
    state: str = ""  # ``Active``, ``Deleting``, ``Gone``; ``""`` where it is not known
    running: int = 0
    desired: int = 0
    problem: str = ""  # why its state is not known, or ``""``
    is_free: bool = False  # whether it is in a sandbox, which bills nothing

    @property
    def since(self) -> str:
        """When it was created, in words, or ``""``."""
        return format_moment(self.created)

    @property
    def age(self) -> str:
        """The time since then, in words."""
        return format_age(self.created)

    @property
    def hours(self) -> float:
        """The same in hours; 0 where it is not known."""
        return hours_since(self.created)


def status_from_journal(entry: JournalEntry, *, state: str = "", problem: str = "") -> ClusterStatus:
    """Return a cluster as far as the journal knows it."""
    return ClusterStatus(
        entry.cluster_id,
        entry.name,
        describe_profile(entry),
        entry.started_at,
        state,
        problem=problem,
        is_free=is_sandbox(entry),
    )


def parse_status(body: Mapping[str, Any], place: str) -> ClusterStatus:
    """Return the status in an answer of GetCluster or ListClusters."""
    state = parse_state(dict(body))
    name, made = body.get("Name"), body.get("CreationTime")
    return ClusterStatus(
        str(body.get("Id", "")),
        name if isinstance(name, str) else "",
        place,
        parse_moment(made),
        state.state,
        state.running,
        state.desired,
    )


def parse_state(body: dict[str, Any]) -> ClusterState:
    """Return the state in an answer of GetCluster; what is missing or invalid in it counts as nothing."""
    metrics = "Metrics" if isinstance(body.get("Metrics"), dict) else "Metric"  # as older answers call it
    groups = body.get("Groups", {})
    log = body.get("OperationLogs")
    return ClusterState(
        str(body.get("State", "")),
        running=as_count(get(body, (metrics, "RunningCount"))),
        starting=as_count(get(body, (metrics, "StartingCount"))),
        groups=tuple(
            GroupState(
                each.group,
                each.count,
                as_count(get(groups[each.group], ("ActualVMCount",))),
                each.instance_type,
                each.billing,
            )
            for each in list_additions(body)
        ),
        log=tuple(line for line in log if isinstance(line, str)) if isinstance(log, list) else (),
    )


def make_request(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that would create such a cluster, from an answer of GetCluster.

    Keys that only an answer has are left out. Secrets are missing: the service reports none.
    """
    return dict(_without(dict(body), list(READ_ONLY)))


def _without(tree: Any, patterns: list[tuple[str, ...]]) -> Any:
    if not isinstance(tree, dict):
        return tree
    gone = {pattern[0] for pattern in patterns if len(pattern) == 1}
    kept = {}
    for key, value in tree.items():
        if key not in gone:
            below = [each[1:] for each in patterns if len(each) > 1 and each[0] in (key, WILDCARD)]
            kept[key] = _without(value, below) if below else value
    return kept


def describe_missing_secrets(request: Mapping[str, Any]) -> list[str]:
    """Say that a cluster's request lacks the OSS credentials that it must have had."""
    mounts = get(request, ("Configs", "Mounts"))
    if not isinstance(mounts, Mapping) or "OSS" in mounts:
        return []
    entries = mounts.get("Entries")
    sources = (each.get("Source") for each in entries or () if isinstance(each, Mapping))
    if not any(isinstance(source, str) and source.startswith("oss://") for source in sources):
        return []
    text = _("{path} is missing: the service does not return secrets. Add it if the mounts need it.")
    return [text.format(path="/Configs/Mounts/OSS")]
