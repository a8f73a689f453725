"""Ctrl+C and SIGTERM while something is under way that has to be finished cleanly."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from wizard.cli import exits, output
from wizard.i18n import _


@dataclass(slots=True)
class Interruption:
    """The number of the signal that asked to stop, or 0, and an event that it sets."""

    stop: threading.Event = field(default_factory=threading.Event)
    number: int = 0

    @property
    def code(self) -> int:
        """The exit code after the signal."""
        return exits.TERMINATED if self.number == signal.SIGTERM else exits.INTERRUPTED


@contextmanager
def interruptible(on_signal: Callable[[], None] = lambda: None) -> Iterator[Interruption]:
    """Turn SIGINT and SIGTERM into an event and call a function; a second SIGINT interrupts at once.

    Outside the main thread, where no signal arrives, the event is never set.
    """
    seen = Interruption()

    def handle(number: int, frame: FrameType | None) -> None:
        if seen.number and number == signal.SIGINT:
            raise KeyboardInterrupt
        first, seen.number = not seen.number, number
        seen.stop.set()
        if first:
            on_signal()

    if threading.current_thread() is not threading.main_thread():
        yield seen
        return
    # One that is ignored stays so: nohup and background jobs of a shell rely on that.
    before = {
        each: signal.signal(each, handle)
        for each in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(each) is not signal.SIG_IGN
    }
    try:
        yield seen
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def say_interrupting() -> None:
    output.info(_("Interrupted. Stopping … Press Ctrl+C again to stop at once."))
