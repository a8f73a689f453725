"""Ctrl-C and SIGTERM while something is under way that has to be left in good order."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType


@dataclass(slots=True)
class Interruption:
    """Whether the person, or the system, wants this to end.

    Attributes:
        stop: Set when it is.
        number: The signal, 0 before one came.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    number: int = 0


@contextmanager
def interruptible(*signals: signal.Signals, tell: Callable[[], None] | None = None) -> Iterator[Interruption]:
    """Turn signals into an event; SIGINT a second time interrupts at once.

    Outside the main thread, where no signal arrives, the event is never set.

    Args:
        signals: Which.
        tell: Called when the first one came.
    """
    seen = Interruption()

    def handle(number: int, frame: FrameType | None) -> None:
        if seen.number and number == signal.SIGINT:
            raise KeyboardInterrupt
        first, seen.number = not seen.number, number
        seen.stop.set()
        if first and tell is not None:
            tell()

    if threading.current_thread() is not threading.main_thread():
        yield seen
        return
    # One that is ignored stays so: nohup, and a shell that runs this in the background, mean it.
    wanted = [each for each in signals if signal.getsignal(each) is not signal.SIG_IGN]
    before = {each: signal.signal(each, handle) for each in wanted}
    try:
        yield seen
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
