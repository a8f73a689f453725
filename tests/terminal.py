"""A program in a pseudo-terminal."""

import contextlib
import fcntl
import os
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

PATIENCE = 90.0
"""Seconds until something that does not come is said never to come."""
LEFT = {
    "the alternate screen": b"\x1b[?1049l",
    "the hidden cursor": b"\x1b[?25h",
    "the mouse": b"\x1b[?1000l",
    "bracketed paste": b"\x1b[?2004l",
}
"""What has to be sent to the terminal before the end."""


class Terminal:
    """A program in a terminal of its own; a context manager that kills what is left of it.

    Args:
        size: The columns and rows of the terminal; 0 where they are not known.
        is_controlling: Whether Ctrl+C, and closing the terminal, send signals to the program.
    """

    def __init__(
        self,
        *arguments: str,
        program: Sequence[str] = (sys.executable, "-m", "wizard.cli.main"),
        size: tuple[int, int] = (80, 24),
        is_controlling: bool = True,
        cwd: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        # While the other end is open here, too, all output can be read after the program has ended.
        self.master, self._slave = os.openpty()
        termios.tcsetwinsize(self._slave, size[::-1])
        self.before = self.attributes
        self.shown = bytearray()
        self.process = subprocess.Popen(
            [*program, *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={**os.environ, "TERM": "xterm-256color"} if environ is None else environ,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if is_controlling else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        for descriptor in (self.master, self._slave):
            with contextlib.suppress(OSError):  # it was closed before
                os.close(descriptor)

    @property
    def attributes(self) -> list[Any]:
        """The settings of the terminal."""
        return termios.tcgetattr(self._slave)

    def read(self, timeout: float) -> bytes:
        """Return the next output, or ``b""`` if there is none in time."""
        if not select.select([self.master], [], [], timeout)[0]:
            return b""
        data = os.read(self.master, 1 << 20)
        self.shown += data
        return data

    def type(self, text: str | bytes) -> None:
        """Send what a terminal sends when a text is typed."""
        os.write(self.master, text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text)

    def until(self, holds: Callable[[], object]) -> None:
        """Read what is shown until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            is_over = self.process.poll() is not None
            if not self.read(0.05) and (is_over or time.monotonic() > end):
                assert holds(), f"it never came about: {bytes(self.shown[-2000:])!r}"

    def wait_for(self, *texts: str | bytes) -> None:
        """Read what is shown until each of some texts was shown."""
        for text in texts:
            data = text.encode() if isinstance(text, str) else text
            self.until(lambda data=data: data in self.shown)  # type: ignore[misc]

    def wait_for_end(self) -> int:
        """Read what is shown until the program ends, and return its exit code."""
        self.until(lambda: self.process.poll() is not None)
        while self.read(0):
            pass
        return self.process.wait()

    def close(self) -> int:
        """Close the terminal, as closing a window does; return the exit code of the program."""
        os.close(self.master)
        return self.process.wait(PATIENCE)

    def assert_restored(self) -> None:
        """Check that the terminal is as it was before."""
        for what, sequence in LEFT.items():
            assert sequence in self.shown, what
        assert b"Traceback" not in self.shown
        assert self.attributes == self.before


CLOSE = object()
"""Closes the terminal, as closing a window does."""


def converse(
    arguments: Sequence[str],
    *answers: tuple[str, Any],
    size: tuple[int, int] = (0, 0),
    cwd: Path | None = None,
    **environ: str,
) -> tuple[int, str]:
    """Run `bcw` in a terminal until it ends; return its exit code and everything that was shown.

    Args:
        answers: Texts to wait for, one after the other, and for each what is typed then, a signal, or ``CLOSE``.
        environ: Environment variables besides those of the tests.
    """
    environ = {**os.environ, "TERM": "xterm", **environ}
    with Terminal(*arguments, size=size, cwd=cwd, environ=environ) as terminal:
        start = 0
        for text, answer in answers:
            data = text.encode()
            terminal.until(lambda data=data, start=start: data in terminal.shown[start:])  # type: ignore[misc]
            start = terminal.shown.index(data, start) + len(data)
            if isinstance(answer, signal.Signals):
                terminal.process.send_signal(answer)
            elif answer is not CLOSE:
                terminal.type(answer)
        code = terminal.close() if answers and answers[-1][1] is CLOSE else terminal.wait_for_end()
        return code, terminal.shown.decode(errors="replace")
