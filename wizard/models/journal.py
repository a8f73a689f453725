"""Entries of the submission journal."""

from datetime import UTC, datetime
from typing import Any

from wizard.models.stored import StoredModel


def parse_moment(value: object) -> datetime | None:
    """Return a moment in the journal's or the service's format, or ``None``."""
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def get_cluster_name(request: Any) -> str:
    """Return the name of the cluster in a request, valid or not; ``""`` without one."""
    name = request.get("Name") if isinstance(request, dict) else None
    return name if isinstance(name, str) else ""


class JournalEntry(StoredModel, extra="allow"):
    """A submission, as it is recorded before it is sent; keys that this version does not know are kept.

    Attributes:
        target: The profile: name, endpoint, region, access_key_id and, for a local sandbox, its file.
        sha256: SHA-256 of the bytes that were sent.
        started: When the submission was recorded, in ISO 8601.
        request: The request with references in place of secrets.
        outcome: The result; ``None`` while it is not known.
        runs: How many later runs have resumed it.
        unsent: Whether nothing of it has been sent.
    """

    token: str
    target: dict[str, Any] = {}
    sha256: str = ""
    started: str = ""
    request: Any = None
    runs: int = 0
    unsent: bool = False
    outcome: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """The cluster's name in the request, or ``""``."""
        return get_cluster_name(self.request)

    @property
    def started_at(self) -> datetime | None:
        """When the submission was recorded, or ``None`` where that cannot be read."""
        return parse_moment(self.started)

    @property
    def cluster_id(self) -> str:
        """The cluster that was created, or ``""``."""
        outcome = self.outcome or {}
        cluster_id = outcome.get("id") if outcome.get("outcome") == "created" else None
        return cluster_id if isinstance(cluster_id, str) else ""

    @property
    def is_gone(self) -> bool:
        """Whether the cluster is known not to exist any more."""
        return "gone" in (self.outcome or {})
