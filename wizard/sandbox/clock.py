"""Time as the sandbox counts it: microseconds since 1970, told by a clock that can be handed in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Tells the time; what it gives knows its zone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def microseconds(moment: datetime) -> int:
    """A moment as microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def iso(moment: int) -> str:
    """Microseconds since 1970 as the API writes them: ``2015-11-19T08:00:00.000000Z``."""
    return (_EPOCH + timedelta(microseconds=moment)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
