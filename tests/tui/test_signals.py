"""The real program in a real terminal: however it ends, the draft is written and the terminal as it was."""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

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

    def type(self, text: str) -> None:
        """Type a text, as soon as there is something to type in."""
        os.write(self.master, text.encode())

    @property
    def attributes(self) -> list[Any]:
        """How the terminal is set."""
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        """End whatever is left."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for descriptor in (self.master, self._slave):
            try:
                os.close(descriptor)
            except OSError:  # a test has closed it
                continue


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A wizard on a blank request, in whose name something was typed."""
    terminal = Terminal("new")
    try:
        terminal.until(lambda: b"Description" in terminal.shown)
        terminal.type("unsaved")
        terminal.until(lambda: "● unsaved".encode() in terminal.shown)
        yield terminal
    finally:
        terminal.close()


def drafts(home: Path) -> list[Any]:
    """The requests of all drafts below a home folder."""
    found = []
    for path in home.rglob("*"):
        if path.is_file() and "draft" in str(path) and path.suffix == ".json":
            found.append(json.loads(path.read_text(encoding="utf-8")).get("request"))
    return found


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (None, 130)]
)
def test_the_draft_is_written_and_the_terminal_as_it_was(
    terminal: Terminal, empty_home: Path, number: int | None, code: int
) -> None:
    """By a signal, and (``None``) by Ctrl-C."""
    if number is None:
        terminal.type("\x03\x03")
    else:
        terminal.process.send_signal(number)
    terminal.until(lambda: terminal.process.poll() is not None)
    terminal.until(lambda: not select.select([terminal.master], [], [], 0)[0])
    assert terminal.process.returncode == code
    assert [draft["Name"] for draft in drafts(empty_home)] == ["unsaved"]
    for what, sequence in LEFT.items():
        assert sequence in terminal.shown, what
    after = terminal.shown[terminal.shown.rindex(LEFT["the alternate screen"]) :]
    assert b"draft is kept" in after, "it is said where the terminal shows it"
    assert b"Traceback" not in terminal.shown
    assert terminal.attributes == terminal.before


def test_a_terminal_that_is_closed_leaves_the_draft(terminal: Terminal, empty_home: Path) -> None:
    os.close(terminal.master)
    terminal.process.wait(PATIENCE)
    assert [draft["Name"] for draft in drafts(empty_home)] == ["unsaved"]
