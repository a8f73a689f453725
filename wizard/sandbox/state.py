"""The state of clusters and instances as a function of the time since they were requested.

Nothing runs in the background. Stored is when instances were requested and when they were deleted; their
state is computed when a client asks. A group may have 65,536 instances, so consecutive ones that were
requested and deleted together are stored as one `Phase`.
"""

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

PENDING = 1_000_000
"""Microseconds from the request for an instance to its start."""
STARTING = 2_000_000
"""Microseconds that an instance takes to start."""
STEP = 500_000
"""Microseconds between the starts of two consecutive instances, at most."""
SPREAD = 10_000_000
"""Microseconds between the starts of the first and the last instance requested together, at most."""
DELETING = 3_000_000
"""Microseconds that the deletion of an instance or a cluster takes."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class State(StrEnum):
    """The state of an instance in ListClusterInstances, which does not list ``DELETED`` ones."""

    PENDING = "Pending"
    STARTING = "Starting"
    RUNNING = "Running"
    DELETING = "Deleting"
    DELETED = "Deleted"


def to_microseconds(time: datetime) -> int:
    """Return a time as microseconds since 1970."""
    return (time - _EPOCH) // timedelta(microseconds=1)


def to_iso(time: int) -> str:
    """Return microseconds since 1970 in the API's format, ``2015-11-19T08:00:00.000000Z``."""
    return (_EPOCH + timedelta(microseconds=time)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Moment:
    """The time at which states are computed."""

    now: int  # microseconds since 1970
    speed: float = 1.0  # 10 is ten times as fast as usual; with ``inf`` nothing takes time

    def scale(self, duration: int) -> int:
        """Return how many microseconds something takes at this speed that usually takes `duration`."""
        return 0 if math.isinf(self.speed) else math.ceil(duration / self.speed)

    def is_over(self, duration: int, since: int) -> bool:
        """Return whether something is over that began at `since` and usually takes `duration`."""
        return self.now - since >= self.scale(duration)


@dataclass(frozen=True, slots=True)
class Phase:
    """Consecutive instances that were requested together and deleted together."""

    first: int
    count: int
    since: int
    step: int  # microseconds, at the usual speed, between the starts of two instances
    lead: int = 0  # how many instances start before the first one
    until: int | None = None

    @property
    def end(self) -> int:
        """The number after that of the last instance."""
        return self.first + self.count

    def get_delay(self, number: int, duration: int) -> int:
        """Return when after `since` an instance has done what takes the first one `duration`."""
        return duration + (self.lead + number - self.first) * self.step

    def get_state(self, number: int, at: Moment) -> State:
        """Return the state of an instance."""
        if self.until is not None:
            return State.DELETED if at.is_over(DELETING, self.until) else State.DELETING
        if at.is_over(self.get_delay(number, PENDING + STARTING), self.since):
            return State.RUNNING
        return State.STARTING if at.is_over(self.get_delay(number, PENDING), self.since) else State.PENDING

    def count_running(self, at: Moment) -> int:
        """Return how many instances run: those with the lowest numbers."""
        # A search, so that this never differs from `get_state` by a rounding error.
        numbers = range(self.first, self.end)
        return bisect_left(numbers, True, key=lambda number: self.get_state(number, at) is not State.RUNNING)

    def cut(self, start: int, stop: int) -> "Phase":
        """Return the part from one number to before another; every instance keeps its times."""
        return replace(self, first=start, count=stop - start, lead=self.lead + start - self.first)


@dataclass(frozen=True, slots=True)
class Group:
    """The instances of a group."""

    next_number: int = 0  # the number of the next instance; none is used twice
    phases: tuple[Phase, ...] = ()

    @property
    def desired(self) -> int:
        """How many instances were not deleted."""
        return sum(phase.count for phase in self.phases if phase.until is None)

    def count_states(self, at: Moment) -> Counter[State]:
        """Return how many instances are running, starting (or pending), and deleting."""
        counts: Counter[State] = Counter()
        for phase in self.phases:
            if phase.until is None:
                running = phase.count_running(at)
                counts[State.RUNNING] += running
                counts[State.STARTING] += phase.count - running
            elif not at.is_over(DELETING, phase.until):
                counts[State.DELETING] += phase.count
        return counts

    def find(self, number: int) -> Phase | None:
        return next((phase for phase in self.phases if phase.first <= number < phase.end), None)

    def resize(self, count: int, now: int) -> "Group":
        """Return the group with `count` instances, those with the highest numbers added or deleted."""
        more = count - self.desired
        if more > 0:
            phase = Phase(self.next_number, more, now, min(STEP, SPREAD // more))
            return Group(self.next_number + more, (*self.phases, phase))
        phases: list[Phase] = []
        for phase in reversed(self.phases):
            deleted = min(-more, phase.count) if phase.until is None else 0
            more += deleted
            border = phase.end - deleted
            gone = replace(phase.cut(border, phase.end), until=now)
            phases += [part for part in (gone, phase.cut(phase.first, border)) if part.count]
        return Group(self.next_number, tuple(reversed(phases)))

    def prune(self, at: Moment) -> "Group":
        """Return the group without the instances whose deletion is over."""
        kept = (each for each in self.phases if each.until is None or not at.is_over(DELETING, each.until))
        return Group(self.next_number, tuple(kept))

    def update(self, instance: Phase) -> "Group":
        """Return the group with one of its instances, given as a phase of its own, changed."""
        phases: list[Phase] = []
        for phase in self.phases:
            parts: tuple[Phase, ...] = (phase,)
            if phase.first <= instance.first < phase.end:
                before, after = phase.cut(phase.first, instance.first), phase.cut(instance.end, phase.end)
                parts = (before, instance, after)
            phases += [part for part in parts if part.count]
        return Group(self.next_number, tuple(phases))

    def to_json(self) -> list[Any]:
        return [self.next_number, [astuple(phase) for phase in self.phases]]

    @staticmethod
    def from_json(stored: list[Any]) -> "Group":
        return Group(stored[0], tuple(Phase(*phase) for phase in stored[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster as it is stored."""

    id: str
    access_key: str
    created: int
    request: dict[str, Any]  # what was requested, without secrets
    groups: dict[str, Group]
    deleted: int | None = None
    position: int = 0  # its position in the order of creation; 0 before it is stored

    def is_gone(self, at: Moment) -> bool:
        """Return whether its deletion is over."""
        return self.deleted is not None and at.is_over(DELETING, self.deleted)

    def count_states(self, at: Moment) -> Counter[State]:
        """Return how many instances are in which state; all of a deleted cluster are being deleted."""
        total: Counter[State] = sum((group.count_states(at) for group in self.groups.values()), Counter())
        return total if self.deleted is None else Counter({State.DELETING: total.total()})


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a cluster's operation log; `group` and `instance` are ``""`` if it concerns none."""

    at: int
    group: str
    instance: str
    text: str
