"""A piece of work with an end: it is waited for no longer than agreed, and no longer than wanted."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["GivenUp", "OutOfTime", "run_bounded"]

Result = TypeVar("Result")

_GLANCE = 0.05
"""Seconds between two looks at whether the work is still wanted."""


class OutOfTime(Exception):
    """The work took longer than agreed."""


class GivenUp(Exception):
    """The caller no longer wants the result."""


class _Box(Generic[Result]):
    """What the work came to."""

    def __init__(self) -> None:
        self.filled = threading.Event()
        self.result: list[Result] = []
        self.error: BaseException | None = None


def run_bounded(
    work: Callable[[], Result], *, seconds: float, cancelled: threading.Event | None = None
) -> Result:
    """The result of `work`, which runs in a daemon thread so that it can be left behind.

    A socket's time limit starts anew with every byte, so a peer that sends one now and then is never too
    late for it: only leaving keeps the time.

    Args:
        work: what to do; it should come to an end by itself sooner or later.
        seconds: how long to wait for it at most.
        cancelled: set by another thread when the result is no longer wanted.

    Raises:
        OutOfTime: the time is over.
        GivenUp: `cancelled` was set.
    """
    box: _Box[Result] = _Box()

    def fill() -> None:
        try:
            box.result.append(work())
        except BaseException as error:
            box.error = error
        finally:
            box.filled.set()

    if cancelled is not None and cancelled.is_set():
        raise GivenUp
    threading.Thread(target=fill, name="batchcompute-request", daemon=True).start()
    _wait(box.filled, seconds, cancelled)
    if box.error is not None:
        raise box.error
    return box.result[0]


def _wait(filled: threading.Event, seconds: float, cancelled: threading.Event | None) -> None:
    if cancelled is None:
        if not filled.wait(seconds):
            raise OutOfTime
        return
    left = seconds
    while not filled.wait(min(_GLANCE, left)):
        left -= _GLANCE
        if cancelled.is_set():
            raise GivenUp
        if left <= 0:
            raise OutOfTime
