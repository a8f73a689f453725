"""Exit codes, the error that ends a command with one, and the signals that ask it to end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from wizard.text import format_escaped

DONE = 0
FINDINGS = 1  # there are findings of severity error: the service would reject the request
USAGE = 2  # wrong usage, or a file that cannot be read
REJECTED = 3  # the service rejected the request
NO_RESPONSE = 4  # the service could not be reached or did not respond: a cluster may exist
INTERNAL_ERROR = 70  # a bug in this program (EX_SOFTWARE of sysexits.h)
UNWRITABLE = 74  # the output could not be written: a full disk or a closed pipe (EX_IOERR of sysexits.h)
INTERRUPTED = 130  # interrupted, or a question was answered with no
TERMINATED = 143  # ended by SIGTERM (128 + 15)


class CliError(Exception):
    """Ends a command with an exit code and a message: what is wrong, and what to do.

    The values for the placeholders of the message are escaped.
    """

    def __init__(self, code: int, message: str, **values: object) -> None:
        self.code, self.message = code, format_escaped(message, **values)
        super().__init__(code, self.message)


class Interruption(threading.Event):
    """An event that is set by a signal that asks to stop, and the number of the signal, or 0."""

    number = 0

    @property
    def code(self) -> int:
        """The exit code after the signal."""
        return TERMINATED if self.number == signal.SIGTERM else INTERRUPTED


@contextmanager
def catch_signals(on_signal: Callable[[], None] = lambda: None) -> Iterator[Interruption]:
    """Turn SIGINT and SIGTERM into an event and call a function; a second SIGINT interrupts immediately.

    Outside the main thread, where no signal arrives, the event is never set.
    """
    seen = Interruption()

    def handle(number: int, frame: FrameType | None) -> None:
        if seen.number and number == signal.SIGINT:
            raise KeyboardInterrupt
        first, seen.number = not seen.number, number
        seen.set()
        if first:
            on_signal()

    before = {
        each: signal.signal(each, handle)
        for each in (signal.SIGINT, signal.SIGTERM)
        if threading.current_thread() is threading.main_thread()
        and signal.getsignal(each) is not signal.SIG_IGN  # nohup and background jobs rely on that
    }
    try:
        yield seen
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
