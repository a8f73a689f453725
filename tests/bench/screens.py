"""The screens: first frame, key to echo and preview, next step, memory."""

from collections.abc import Sequence

from .figures import Figure
from .programs import Bench, report
from .terminal import EmulatedTerminal

SIZE = (140, 40)  # wide enough for the preview beside the form
FIRST_FRAME = {"bare": b"ype here", "bcw": b"Help"}  # the cursor may be on the first letter
LETTERS = "qwertyuiopasdfghjklz"  # typed one by one, then deleted
F3, F4, END, BACKSPACE = b"\x1bOR", b"\x1bOS", b"\x1b[F", b"\x7f"
STEPS = 6  # after Basics


def measure_start(bench: Bench) -> list[Figure]:
    """Measure the time to the first frame, and to the echo of a key typed then."""
    frame = Figure("first frame", budget=2.0)
    ready = Figure("key typed at the first frame echoed", budget=2.0)
    for number in range(rounds := 3 if bench.quick else 10):
        report(f"start: {number + 1} of {rounds}")
        for name, command in (("bare", bench.bare()), ("bcw", bench.bcw())):
            with EmulatedTerminal(command, bench, SIZE) as terminal:
                shown = terminal.wait_for_output(FIRST_FRAME[name])
                terminal.write(b"~")
                (echoed,) = terminal.wait_for_screens(lambda lines: any("~" in line for line in lines))
                frame.add(name, (shown - terminal.started) * 1e3)
                ready.add(name, (echoed - terminal.started) * 1e3)
    return [frame, ready]


def measure_keys(bench: Bench) -> list[Figure]:
    """Measure the time from a key to its echo and to the preview that shows it."""
    figures = []
    for name, budget, absolute in (("example", 1.5, False), ("large", 16, True)):
        echo = Figure(f"key to echo, {name}", budget=budget, statistic="p95", absolute=absolute)
        limit = 50 if name == "large" else None
        preview = Figure(f"key to preview, {name}", "", budget=limit, statistic="p95", absolute=True)
        figures += [echo, preview]
        file = str(bench.files[name])
        with (
            EmulatedTerminal(bench.bare(), bench, SIZE) as bare,
            EmulatedTerminal(bench.bcw("open", file), bench, SIZE) as bcw,
        ):
            typists = {"bare": Typist(bare, ""), "bcw": Typist(bcw, "bench")}
            for number in range(rounds := 1 if bench.quick else 3):
                report(f"keys, {name}: {number + 1} of {rounds}")
                for letter in LETTERS:
                    echo.add("bare", typists["bare"].type(letter)[0])
                    echoed, previewed = typists["bcw"].type(letter)
                    echo.add("bcw", echoed)
                    preview.add("bcw", previewed)
                for typist in typists.values():
                    typist.delete(len(LETTERS))
    return figures


def measure_steps(bench: Bench) -> list[Figure]:
    """Measure the time to show the next step, and the peak memory after all steps."""
    figures = []
    for name in ("example", "large"):
        step = Figure(f"next step, {name}", "", budget=100, statistic="p95", absolute=True)
        memory = Figure(f"peak memory, all steps, {name}", budget=2.2 if name == "large" else None, unit="MB")
        figures += [step, memory]
        for number in range(rounds := 1 if bench.quick else 3):
            report(f"steps, {name}: {number + 1} of {rounds}")
            with EmulatedTerminal(bench.bare(), bench, SIZE) as terminal:
                terminal.wait_for_screens(lambda lines: any("ype here" in line for line in lines))
                memory.add("bare", terminal.measure_peak_memory())
            with EmulatedTerminal(bench.bcw("open", str(bench.files[name])), bench, SIZE) as terminal:
                terminal.wait_for_screens(lambda lines: any('"Name": "bench"' in line for line in lines))
                for key in [F4] * STEPS + [F3] * STEPS + [F4] * STEPS:
                    typed = terminal.write(key)
                    step.add("bcw", (terminal.wait_for_change(quiet=0.25) - typed) * 1e3)
                memory.add("bcw", terminal.measure_peak_memory())
    return figures


class Typist:
    """Types into the input with the focus; if there is a text in it, the program has a preview of it."""

    def __init__(self, terminal: EmulatedTerminal, text: str) -> None:
        self.terminal = terminal
        self.text = f"{text}zz"
        self.has_preview = bool(text)
        start = '"Name": "bench"' if text else "ype here"
        terminal.wait_for_screens(lambda lines: any(start in line for line in lines))
        terminal.write(END + b"zz")
        terminal.wait_for_screens(lambda lines: self._find(lines) is not None)
        self.row, self.column = self._find(terminal.lines) or (0, 0)

    def _find(self, lines: Sequence[str]) -> tuple[int, int] | None:
        """Return the cell after the text in the input, which is neither in the header nor quoted."""
        for row, line in enumerate(lines):
            column = line.find(self.text)
            if column >= 0 and line[column - 1] != '"' and (row > 0 or not self.has_preview):
                return row, column + len(self.text)
        return None

    def type(self, letter: str) -> list[float]:
        """Type a letter; return the milliseconds to its echo and, if there is a preview, to that."""
        row, column = self.row, self.column
        self.text += letter
        self.column += 1
        name = f'"Name": "{self.text}"'
        typed = self.terminal.write(letter.encode())
        conditions = [lambda lines: lines[row][column] == letter]
        if self.has_preview:
            conditions.append(lambda lines: any(name in line for line in lines))
        return [(at - typed) * 1e3 for at in self.terminal.wait_for_screens(*conditions, quiet=0.12)]

    def delete(self, count: int) -> None:
        """Delete the last letters."""
        self.terminal.write(BACKSPACE * count)
        self.text = self.text[:-count]
        self.column -= count
        self.terminal.wait_for_screens(
            lambda lines: not lines[self.row][self.column :].startswith(LETTERS[0])
        )
