"""The life of clusters and machines as a pure function of the time since they were asked for.

Nothing runs in the background: what is kept is when machines were asked for and when they were sent away,
and what state that makes them is computed when somebody asks. As a group may have 65,536 machines, they are
kept as spans of numbers that share a fate.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from wizard.sandbox.errors import BadSetting

PENDING = 1_000_000
"""Microseconds from asking for the first machine to its start."""
STARTING = 2_000_000
"""Microseconds that a machine takes to start."""
STEP = 500_000
"""Microseconds by which a machine comes up after the one before it, at most."""
SPREAD = 10_000_000
"""Microseconds from the first to the last machine of those asked for together, at most."""
DELETING = 3_000_000
"""Microseconds that a machine, or a cluster, takes to go."""


SLOWEST = 0.001
"""The lowest speed: a thousandth of the usual one, at which a machine takes the better part of an hour."""


class State(StrEnum):
    """The state of a machine, as ListClusterInstances names it; ``DELETED`` ones are gone from the lists."""

    PENDING = "Pending"
    STARTING = "Starting"
    RUNNING = "Running"
    DELETING = "Deleting"
    DELETED = "Deleted"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast everything happens.

    Attributes:
        speed: 1 is the usual pace, 10 ten times as fast; ``inf`` lets everything happen at once.

    Raises:
        BadSetting: The speed is below `SLOWEST`, or no number.
    """

    speed: float = 1.0

    def __post_init__(self) -> None:
        if not self.speed >= SLOWEST:
            raise BadSetting("speed", speed=self.speed, slowest=SLOWEST)

    def real(self, duration: int) -> int:
        """The microseconds on the clock that something takes which takes `duration` at the usual pace."""
        return 0 if math.isinf(self.speed) else math.ceil(duration / self.speed)

    def is_over(self, duration: int, since: int, now: int) -> bool:
        """Whether something that began at `since` and takes `duration` at the usual pace is over."""
        return now - since >= self.real(duration)


def speed_of(text: str) -> float:
    """The speed that a text like ``10``, ``0.5`` or ``inf`` sets.

    Raises:
        BadSetting: It is no number from `SLOWEST` on.
    """
    try:
        return Pace(float(text)).speed
    except ValueError as error:
        raise BadSetting("speed", speed=ascii(text), slowest=SLOWEST) from error


@dataclass(frozen=True, slots=True)
class Span:
    """Machines with numbers that follow one another, asked for together and sent away together.

    Attributes:
        first: The first one's number.
        count: How many they are.
        since: When they were asked for.
        step: Microseconds, at the usual pace, by which one comes up after the other.
        lead: How many machines come up before the first one.
        until: When they were sent away, or ``None``.
    """

    first: int
    count: int
    since: int
    step: int
    lead: int = 0
    until: int | None = None

    @property
    def end(self) -> int:
        """The number behind the last one's."""
        return self.first + self.count

    def due(self, number: int, after: int) -> int:
        """How long after `since`, at the usual pace, a machine gets as far as the first does in `after`."""
        return after + (self.lead + number - self.first) * self.step

    def state(self, number: int, now: int, pace: Pace) -> State:
        """The state of one machine."""
        if self.until is not None:
            return State.DELETED if pace.is_over(DELETING, self.until, now) else State.DELETING
        if pace.is_over(self.due(number, PENDING + STARTING), self.since, now):
            return State.RUNNING
        started = pace.is_over(self.due(number, PENDING), self.since, now)
        return State.STARTING if started else State.PENDING

    def running(self, now: int, pace: Pace) -> int:
        """How many of them run: those with the lowest numbers."""
        if self.until is not None:
            return 0
        low, high = 0, self.count
        while low < high:  # a search, so that this and `state` cannot disagree by a rounding
            middle = (low + high) // 2
            if self.state(self.first + middle, now, pace) is State.RUNNING:
                low = middle + 1
            else:
                high = middle
        return low

    def cut(self, start: int, stop: int) -> "Span":
        """The part of it from one number to before another; every machine keeps its time."""
        return replace(self, first=start, count=stop - start, lead=self.lead + start - self.first)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many machines are in which state, as Metrics groups them."""

    running: int = 0
    starting: int = 0
    stopping: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.running + other.running, self.starting + other.starting, self.stopping + other.stopping
        )


@dataclass(frozen=True, slots=True)
class Machines:
    """The machines of a group.

    Attributes:
        following: The number that the next machine gets; none is given twice.
        spans: In the order of their numbers.
    """

    following: int = 0
    spans: tuple[Span, ...] = ()

    @property
    def wanted(self) -> int:
        """How many there are to be: all that were not sent away."""
        return sum(span.count for span in self.spans if span.until is None)

    def counts(self, now: int, pace: Pace) -> Counts:
        """How many are in which state."""
        running = starting = stopping = 0
        for span in self.spans:
            if span.until is None:
                up = span.running(now, pace)
                running, starting = running + up, starting + span.count - up
            elif not pace.is_over(DELETING, span.until, now):
                stopping += span.count
        return Counts(running, starting, stopping)

    def find(self, number: int) -> Span | None:
        """The span of a machine, or ``None``."""
        return next((span for span in self.spans if span.first <= number < span.end), None)

    def numbered(self, after: int, now: int, pace: Pace) -> Iterator[tuple[int, Span]]:
        """The machines with a number above `after` that are not gone, each with its span."""
        for span in self.spans:
            if span.state(span.first, now, pace) is not State.DELETED:
                for number in range(max(span.first, after + 1), span.end):
                    yield number, span

    def resized(self, count: int, now: int) -> "Machines":
        """With as many machines as asked for: new ones come at the end, and from there they go."""
        more = count - self.wanted
        if more > 0:
            span = Span(self.following, more, now, min(STEP, SPREAD // more))
            return Machines(self.following + more, (*self.spans, span))
        spans: list[Span] = []
        for span in reversed(self.spans):
            going = min(-more, span.count) if span.until is None else 0
            more += going
            border = span.end - going
            if going:
                spans.append(replace(span.cut(border, span.end), until=now))
            if going < span.count:
                spans.append(span.cut(span.first, border))
        return Machines(self.following, tuple(reversed(spans)))

    def without(self, number: int, now: int) -> "Machines":
        """With one machine sent away."""
        return self._changed(number, lambda span: replace(span, until=now))

    def renewed(self, number: int, now: int) -> "Machines":
        """With one machine starting anew."""
        return self._changed(number, lambda span: Span(span.first, 1, now, 0))

    def pruned(self, now: int, pace: Pace) -> "Machines":
        """Without those that are gone."""
        spans = (s for s in self.spans if s.until is None or not pace.is_over(DELETING, s.until, now))
        return Machines(self.following, tuple(spans))

    def _changed(self, number: int, change: Any) -> "Machines":
        spans: list[Span] = []
        for span in self.spans:
            if not span.first <= number < span.end:
                spans.append(span)
                continue
            parts = (span.cut(span.first, number), span.cut(number + 1, span.end))
            spans += [part for part in parts[:1] if part.count]
            spans.append(change(span.cut(number, number + 1)))
            spans += [part for part in parts[1:] if part.count]
        return Machines(self.following, tuple(spans))

    def to_json(self) -> list[Any]:
        """As it is kept."""
        spans = [[s.first, s.count, s.since, s.step, s.lead, s.until] for s in self.spans]
        return [self.following, spans]

    @staticmethod
    def from_json(kept: list[Any]) -> "Machines":
        """What was kept by `to_json`."""
        return Machines(kept[0], tuple(Span(*span) for span in kept[1]))
