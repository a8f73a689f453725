"""A program in a pseudo-terminal, and a terminal emulator that reads what it draws.

Output is stamped when it arrives and emulated only when the program is idle: the emulator is slow and must
not delay what is measured.
"""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

from ..terminal import Terminal
from .programs import Bench

# Queries that pyte does not know and would show as text.
_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
_INCOMPLETE = re.compile(rb"\x1b[^a-zA-Z]*\Z")

PATIENCE = 30.0  # seconds until something that does not come is said never to come
RESTING = 0.4  # seconds without output of an idle program; a blinking cursor is drawn every half second

Condition = Callable[[Sequence[str]], bool]  # whether the lines of a screen show what is expected


class ScreenTimeout(Exception):
    """The program did not show what was expected; the argument is its screen."""


class EmulatedTerminal(Terminal):
    """A program in a terminal that shows what is on its screen, and when it came there."""

    def __init__(self, command: Sequence[str], bench: Bench, size: tuple[int, int]) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        self._chunks: list[tuple[float, bytes]] = []
        self.started = time.perf_counter()
        super().__init__(
            program=command, size=size, is_controlling=False, cwd=bench.folder, environ=bench.environ
        )

    @property
    def lines(self) -> list[str]:
        """The text on the screen."""
        return list(self._screen.display)

    def write(self, data: bytes) -> float:
        """Type something and return the time."""
        now = time.perf_counter()
        self.type(data)
        return now

    def wait_for_output(self, text: bytes) -> float:
        """Return the time at which the program first wrote a text, without waiting until it is idle."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            chunk = self.read(0.5)
            self._chunks.append((time.perf_counter(), chunk))
            if text in self.shown:
                return self._chunks[-1][0]
        raise ScreenTimeout(self.shown.decode(errors="replace")[-2000:])

    def wait_for_screens(self, *conditions: Condition, quiet: float = RESTING) -> list[float]:
        """Wait until the program is idle; return the times at which each condition was first met."""
        times: dict[int, float] = {}
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            for at, lines in self._read_screens(quiet):
                for index, condition in enumerate(conditions):
                    if index not in times and condition(lines):
                        times[index] = at
            if len(times) == len(conditions):
                return [times[index] for index in range(len(conditions))]
        raise ScreenTimeout("\n".join(self.lines))

    def wait_for_change(self, *, quiet: float) -> float:
        """Wait until the screen changed and the program is idle; return when its last text was shown."""
        before = self.lines
        screens: list[tuple[float, list[str]]] = []
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            screens += self._read_screens(quiet)
            if screens and self.lines != before:
                return next(at for at, lines in screens if lines == self.lines)
        raise ScreenTimeout("\n".join(before))

    def measure_peak_memory(self) -> float | None:
        """Return the peak memory in MB, or ``None`` where the system has no ``/proc``."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        peak = re.search(r"VmHWM:\s*(\d+) kB", status)
        return int(peak[1]) / 1024 if peak else None

    def _read_screens(self, quiet: float) -> list[tuple[float, list[str]]]:
        """Read until the program is idle; return the screen after each piece of output, with its time."""
        end = time.perf_counter() + 10.0
        while time.perf_counter() < end and (chunk := self.read(quiet)):
            self._chunks.append((time.perf_counter(), chunk))
        chunks, self._chunks = self._chunks, []
        screens = []
        for at, chunk in chunks:
            self._emulate(chunk)
            screens.append((at, self.lines))
        return screens

    def _emulate(self, data: bytes) -> None:
        data = self._rest + data
        incomplete = _INCOMPLETE.search(data)
        end = incomplete.start() if incomplete else len(data)
        self._rest = data[end:]
        self._stream.feed(_UNKNOWN.sub(b"", data[:end]))
