"""What happens on the screen: the first frame, keys, steps."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .places import Place, bare, bcw
from .report import Measure, progress
from .terminal import RESTING, Quiet, Terminal

SIZES = ((80, 24), (140, 40))
LETTERS = "qwertyuiopasdfghjklz"
"""Typed one after the other, then taken back."""
NEXT, BEFORE = b"\x1bOS", b"\x1bOR"
"""F4 and F3."""
END = b"\x1b[F"
_STEPS = 6
"""Steps behind the first one with a form."""
SHOWN = {"bare": b"ype here", "wizard": b"Help"}
"""What stands on the first frame; the cursor may be on the first letter."""


def _is_open(lines: Sequence[str]) -> bool:
    return any('"Name": "bench"' in line for line in lines)


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]}×{size[1]}"


@contextmanager
def _opened(place: Place, command: Sequence[str], size: tuple[int, int]) -> Iterator[Terminal]:
    with Terminal(command, place.environ, columns=size[0], rows=size[1], folder=place.folder) as terminal:
        yield terminal


def starts(place: Place, rounds: int) -> list[Measure]:
    """From the start of the process to the first frame, and to the echo of a key typed right then."""
    measures = []
    for size in SIZES:
        frame = Measure("first frame", _size(size), goal=1.6, kind="ratio")
        ready = Measure("key typed right then echoed", _size(size), goal=1.6, kind="ratio")
        memory = Measure("peak memory, first step", _size(size), unit="MB", goal=1.8, kind="ratio")
        measures += [frame, ready, memory]
        for number in range(rounds):
            progress(f"first frame {_size(size)}: {number + 1} of {rounds}")
            for name, command in (("bare", bare()), ("wizard", bcw())):
                mine = name == "wizard"
                with _opened(place, command, size) as terminal:
                    at, chunks = terminal.until(SHOWN[name])
                    terminal.write(b"~")
                    chunks += terminal.chunks(quiet=RESTING)  # read first: a full terminal holds a program up
                    (echoed,) = terminal.replay(chunks, lambda lines: any("~" in line for line in lines))
                    if echoed is None:
                        raise Quiet("\n".join(terminal.lines()))
                    if mine:
                        terminal.replay(terminal.chunks(quiet=RESTING))
                    peak = terminal.peak_memory()
                    _keep(frame, mine, (at - terminal.started) * 1e3)
                    _keep(ready, mine, (echoed - terminal.started) * 1e3)
                    if peak is not None:
                        _keep(memory, mine, peak / 2**20)
    return measures


def _keep(measure: Measure, mine: bool, value: float) -> None:
    (measure.values if mine else measure.others).append(value)


class _Typist:
    """Someone who types into the input that has the focus, and looks where it is echoed."""

    def __init__(self, terminal: Terminal, begun: str, *, previewed: bool, quiet: float) -> None:
        self._terminal = terminal
        self._previewed = previewed
        self._begun = begun
        self._quiet = quiet
        terminal.watch(lambda lines: any(begun in line for line in lines), quiet=RESTING, most=60)
        terminal.write(END)
        self._rest()
        terminal.write(b"zz")
        terminal.watch(lambda lines: any(f"{begun}zz" in line for line in lines), quiet=quiet)
        self._row, self._column = self._place(f"{begun}zz")
        self._typed = "zz"

    def _rest(self) -> None:
        self._terminal.replay(self._terminal.chunks(quiet=self._quiet))

    def _place(self, text: str) -> tuple[int, int]:
        found = [(row, line.find(text)) for row, line in enumerate(self._terminal.lines())]
        for row, column in found[1:] if self._begun else found:  # the header has the name as well
            if column >= 0 and self._terminal.lines()[row][column - 1] != '"':  # as in the preview
                return row, column + len(text)
        raise Quiet("\n".join(self._terminal.lines()))

    def letter(self, letter: str) -> list[float]:
        """Type a letter; milliseconds to its echo, and to the preview that shows it where there is one."""
        row, column = self._row, self._column
        self._typed += letter
        line = f'"Name": "{self._begun}{self._typed}"'
        at = self._terminal.write(letter.encode())
        seen = [lambda lines: lines[row][column] == letter]
        if self._previewed:
            seen.append(lambda lines: any(line in each for each in lines))
        times = self._terminal.watch(*seen, quiet=self._quiet)
        self._column += 1
        return [(each - at) * 1e3 for each in times]

    def back(self, count: int) -> None:
        """Take letters back."""
        self._terminal.write(b"\x7f" * count)
        self._rest()
        self._column -= count
        self._typed = self._typed[:-count]


def keys(
    place: Place, document: str, rounds: int, *, sizes: Sequence[tuple[int, int]] = SIZES
) -> list[Measure]:
    """From a key to its echo and to the preview, a key to the one and then to the other program.

    Args:
        place: Where they run.
        document: The name of the document that the wizard has open.
        rounds: How often twenty letters are typed.
        sizes: Sizes of the terminal.
    """
    measures = []
    quiet = RESTING if document == "huge" else 0.12
    goals = document != "huge"
    for size in sizes:
        where, wide = f"{document}, {_size(size)}", size[0] >= 110
        echo = Measure("key to echo", where, goal=1.5 if goals else None, kind="ratio of p95")
        preview = Measure("key to preview", where, goal=50 if goals else None, kind="p95")
        work = Measure("processor time of a key", where)
        memory = Measure(
            "peak memory, keys typed", where, unit="MB", goal=1.8 if goals else None, kind="ratio"
        )
        measures += [echo, *([preview] if wide else []), work, memory]
        file = str(place.files[document])
        with _opened(place, bare(), size) as other, _opened(place, bcw("open", file), size) as wizard:
            pair = (
                (_Typist(other, "", previewed=False, quiet=quiet), False, other),
                (_Typist(wizard, "bench", previewed=wide, quiet=quiet), True, wizard),
            )
            for number in range(rounds):
                progress(f"keys in {where}: {number + 1} of {rounds}")
                before = [terminal.processor_seconds() for _, _, terminal in pair]
                for letter in LETTERS:
                    for typist, mine, _ in pair:
                        echoed, *shown = typist.letter(letter)
                        _keep(echo, mine, echoed)
                        preview.values.extend(shown)
                for (_, mine, terminal), begun in zip(pair, before, strict=True):
                    ended = terminal.processor_seconds()
                    if begun is not None and ended is not None:
                        _keep(work, mine, (ended - begun) * 1e3 / len(LETTERS))
                for typist, _, _ in pair:
                    typist.back(len(LETTERS))
            for _, mine, terminal in pair:
                peak = terminal.peak_memory()
                if peak is not None:
                    _keep(memory, mine, peak / 2**20)
    return measures


def steps(place: Place, document: str, rounds: int, *, size: tuple[int, int] = (140, 40)) -> list[Measure]:
    """From F4 and F3 to the step that is shown with all that is on it, the first time and later."""
    where = f"{document}, {_size(size)}"
    goal = 100 if document != "huge" else None
    first = Measure("next step, first time", where, goal=goal, kind="p95")
    again = Measure("next step, again", where, goal=goal, kind="p95")
    memory = Measure("peak memory, all steps", where, unit="MB", goal=1.8 if goal else None, kind="ratio")
    quiet = RESTING if document == "huge" else 0.25
    for number in range(rounds):
        progress(f"steps of {where}: {number + 1} of {rounds}")
        with _opened(place, bare(), size) as other:
            other.until(SHOWN["bare"])
            other.chunks(quiet=RESTING)
            if (peak := other.peak_memory()) is not None:
                _keep(memory, False, peak / 2**20)
        with _opened(place, bcw("open", str(place.files[document])), size) as wizard:
            wizard.watch(_is_open, quiet=RESTING, most=60)
            wizard.replay(wizard.chunks(quiet=RESTING))
            for key, measure in ((NEXT, first), (BEFORE, again), (NEXT, again)):
                for _ in range(_STEPS):
                    at = wizard.write(key)
                    measure.values.append((wizard.settled(quiet=quiet) - at) * 1e3)
            if (peak := wizard.peak_memory()) is not None:
                _keep(memory, True, peak / 2**20)
    return [first, again, memory]
