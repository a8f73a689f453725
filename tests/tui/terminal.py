"""The real program in a real terminal."""

import contextlib
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
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
    """A terminal of 80×24 with `bcw` in it."""

    def __init__(
        self,
        *arguments: str,
        program: Sequence[str] = ("-m", "wizard.cli.main"),
        is_controlling: bool = True,
    ) -> None:
        self.master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self._slave)
        self.shown = b""
        environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self.process = subprocess.Popen(
            [sys.executable, *program, *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=environ,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if is_controlling else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End whatever is left."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for descriptor in (self.master, self._slave):
            with contextlib.suppress(OSError):  # a test has closed it
                os.close(descriptor)

    def until(self, holds: Callable[[], object]) -> None:
        """Read what is drawn until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            is_over = self.process.poll() is not None and not select.select([self.master], [], [], 0)[0]
            if time.monotonic() > end or (is_over and not holds()):
                raise AssertionError(f"it never came about: {self.shown[-2000:]!r}")
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    self.shown += os.read(self.master, 65536)
                except OSError:  # nobody is at the other end any more
                    assert holds(), f"it never came about: {self.shown[-2000:]!r}"

    def wait_for(self, *texts: str | bytes) -> None:
        """Read what is drawn until each of some texts was drawn."""
        for text in texts:
            data = text.encode() if isinstance(text, str) else text
            self.until(lambda data=data: data in self.shown)  # type: ignore[misc]

    def wait_for_end(self) -> int:
        """Read what is drawn until the program ends, and return its exit code."""
        self.until(lambda: self.process.poll() is not None)
        self.until(lambda: not select.select([self.master], [], [], 0)[0])
        return self.process.wait(PATIENCE)

    def type(self, text: str | bytes) -> None:
        """Send what a terminal sends when a text is typed."""
        os.write(self.master, text.encode() if isinstance(text, str) else text)

    @property
    def attributes(self) -> list[Any]:
        """The settings of the terminal."""
        return termios.tcgetattr(self._slave)

    def assert_restored(self) -> None:
        """Check that the terminal is as it was before."""
        for what, sequence in LEFT.items():
            assert sequence in self.shown, what
        assert b"Traceback" not in self.shown
        assert self.attributes == self.before


def drafts(home: Path) -> list[Any]:
    """The requests of all drafts below a home folder."""
    found = []
    for path in home.rglob("*"):
        if path.is_file() and "draft" in str(path) and path.suffix == ".json":
            found.append(json.loads(path.read_text(encoding="utf-8")).get("request"))
    return found
