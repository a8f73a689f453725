"""A program in a pseudo-terminal, and a terminal emulator that reads what it draws.

What the program writes is only stamped with the time when it arrives; it is read by the emulator afterwards,
when the program is quiet again, so that the emulator, which is slow, takes no part in what is measured.
"""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

_UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
"""Requests to newer terminals, of which the emulator would show a part as text."""
_UNFINISHED = re.compile(rb"\x1b[^a-zA-Z]*\Z")

RESTING = 0.4
"""Seconds without output after which a program is at rest; a cursor that blinks draws every half second."""

Seen = Callable[[Sequence[str]], bool]
"""Whether the lines of a screen show what is waited for."""


class Quiet(Exception):
    """The program never showed what was waited for; the argument is its last screen."""


class Terminal:
    """A program in a terminal.

    Args:
        command: The program with its arguments.
        environ: Its environment variables.
        columns: Width of the terminal.
        rows: Height of the terminal.
    """

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], *, columns: int, rows: int, folder: Path
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._file = ours
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environ),
            cwd=folder,
            start_new_session=True,
        )
        os.close(theirs)

    def write(self, data: bytes) -> float:
        """Type; the answer is when."""
        now = time.perf_counter()
        os.write(self._file, data)
        return now

    def chunks(self, *, quiet: float, most: float = 10.0) -> list[tuple[float, bytes]]:
        """What the program writes until it has been quiet for so many seconds, each part with its time.

        Args:
            quiet: At most :data:`RESTING`.
            most: Seconds after which it is not waited any longer.
        """
        found: list[tuple[float, bytes]] = []
        end = time.perf_counter() + most
        while (now := time.perf_counter()) < end:
            if not select.select([self._file], [], [], min(quiet, end - now))[0]:
                break
            try:
                data = os.read(self._file, 1 << 20)
            except OSError:  # the program has ended
                break
            found.append((time.perf_counter(), data))
        return found

    def until(self, text: bytes, *, most: float = 30.0) -> tuple[float, list[tuple[float, bytes]]]:
        """Wait until a text has been written in one piece; the answer is when, and all that was written."""
        found: list[tuple[float, bytes]] = []
        end = time.perf_counter() + most
        whole = b""
        while time.perf_counter() < end:
            if select.select([self._file], [], [], 0.5)[0]:
                try:
                    data = os.read(self._file, 1 << 20)
                except OSError:
                    break
                found.append((time.perf_counter(), data))
                whole += data
                if text in whole:
                    return found[-1][0], found
        raise Quiet(whole.decode(errors="replace")[-2000:])

    def feed(self, data: bytes) -> None:
        """Let the emulator read something."""
        data = self._rest + data
        unfinished = _UNFINISHED.search(data)
        self._rest = data[unfinished.start() :] if unfinished else b""
        if unfinished:
            data = data[: unfinished.start()]
        self._stream.feed(_UNKNOWN.sub(b"", data))

    def replay(self, chunks: Sequence[tuple[float, bytes]], *seen: Seen) -> list[float | None]:
        """Let the emulator read what was written; the answer is when each thing was first to be seen."""
        times: list[float | None] = [None for _ in seen]
        for at, data in chunks:
            self.feed(data)
            lines = self.lines()
            for index, test in enumerate(seen):
                if times[index] is None and test(lines):
                    times[index] = at
        return times

    def watch(self, *seen: Seen, quiet: float, most: float = 10.0) -> list[float]:
        """When each of several things was first to be seen, once all of them were and the program is quiet.

        Raises:
            Quiet: Something is not to be seen after so many seconds.
        """
        times: list[float | None] = [None for _ in seen]
        end = time.perf_counter() + most
        while time.perf_counter() < end:
            found = self.replay(self.chunks(quiet=quiet), *seen)
            times = [old if old is not None else new for old, new in zip(times, found, strict=True)]
            known = [each for each in times if each is not None]
            if len(known) == len(times):
                return known
        raise Quiet("\n".join(self.lines()))

    def settled(self, *, quiet: float, most: float = 10.0) -> float:
        """When the screen first showed the text that it shows in the end, which is another than now.

        Raises:
            Quiet: The screen has not changed after so many seconds.
        """
        before = self.lines()
        states: list[tuple[float, list[str]]] = []
        end = time.perf_counter() + most
        while time.perf_counter() < end:
            for at, data in self.chunks(quiet=quiet):
                self.feed(data)
                states.append((at, self.lines()))
            if states and states[-1][1] != before:
                return next(at for at, lines in states if lines == states[-1][1])
        raise Quiet("\n".join(before))

    def lines(self) -> list[str]:
        """The text on the screen."""
        return list(self._screen.display)

    # -- what the system knows of the program

    def processor_seconds(self) -> float | None:
        """Seconds of processor time so far; ``None`` where the system does not say."""
        try:  # the clock of another process, by Linux's own rule for its number
            return time.clock_gettime((~self._process.pid << 3) | 2)
        except OSError:
            return None

    def peak_memory(self) -> int | None:
        """The most memory so far, in bytes; ``None`` where the system does not say.

        Not ``ru_maxrss``, which on Linux counts what the parent had before the program was started.
        """
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError:
            return None
        found = re.search(r"VmHWM:\s*(\d+) kB", status)
        return int(found[1]) * 1024 if found else None

    def close(self) -> None:
        """End the program."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._file)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
