"""What the sandbox keeps of a cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wizard.sandbox.lifecycle import DELETING, Counts, Machines, Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster.

    Attributes:
        id: ``cls-…``.
        access_key: Whose it is.
        created: Microseconds since 1970.
        deleted: When its deletion was asked for, or ``None``.
        description: What it was asked to be, without secrets.
        machines: Those of each group.
        place: Its place in the order of creation; 0 before it is kept.
    """

    id: str
    access_key: str
    created: int
    description: dict[str, Any]
    machines: Mapping[str, Machines]
    deleted: int | None = None
    place: int = 0

    def is_gone(self, now: int, pace: Pace) -> bool:
        """Whether its deletion is over."""
        return self.deleted is not None and pace.is_over(DELETING, self.deleted, now)

    def counts(self, now: int, pace: Pace) -> Counts:
        """How many of its machines are in which state; all of a deleted one stop."""
        total = sum((machines.counts(now, pace) for machines in self.machines.values()), Counts())
        if self.deleted is None:
            return total
        return Counts(stopping=total.running + total.starting + total.stopping)


@dataclass(frozen=True, slots=True, order=True)
class LogLine:
    """A line of a cluster's operation log.

    Attributes:
        at: When, in microseconds since 1970.
        group: The group that it is about, or ``""``.
        instance: The machine's id, or ``""``.
        text: What happened.
    """

    at: int
    group: str
    instance: str
    text: str
