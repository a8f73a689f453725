"""Standard output for data, standard error for messages; colour only on a terminal."""

import os
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TextIO

from wizard.cli.exits import INTERRUPTED, USAGE, CliError
from wizard.text import escape_lines, escape_text, format_escaped

if TYPE_CHECKING:
    from wizard.core.confirmation import Confirmation

_COLOURS = {"error": "31", "warning": "33", "note": "36", "fix": "32", "strong": "1", "dim": "2"}
_NARROWEST = 10  # cells into which the last column of a table is wrapped


def prepare() -> None:
    """Make the streams accept every character, whatever their encodings are."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if is_terminal(sys.stdin) and isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


# -- data, on standard output


def echo(text: str = "", *, is_escaped: bool = False) -> None:
    """Write lines and flush them, escaped unless they are already, as coloured text has to be."""
    sys.stdout.write(f"{text if is_escaped else escape_lines(text)}\n")
    sys.stdout.flush()


def to_json(value: Any) -> str:
    """Return a value as JSON in printable ASCII."""
    import json  # not every command needs it

    return json.dumps(value, indent=2).replace("\x7f", "\\u007f")


def echo_json(value: Any) -> None:
    """Write a value as JSON in printable ASCII."""
    echo(to_json(value))


def echo_bytes(data: bytes) -> None:
    """Write bytes that contain no control characters."""
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def echo_table(rows: Iterable[Sequence[str]], headers: Sequence[str], styles: Sequence[str] = ()) -> None:
    """Write rows of cells, escaping them: in plain columns, or for a terminal as a table of rich's styles."""
    cells = [[*map(escape_text, row)] for row in rows]
    if not cells:
        return
    if not is_terminal(sys.stdout):
        widths = [max(map(count_cells, column)) for column in zip(*cells, strict=True)]
        lines = ("  ".join(map(pad, row, widths)).rstrip() for row in cells)
        echo("\n".join(lines), is_escaped=True)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for header, style in zip_longest(headers, styles, fillvalue=""):
        table.add_column(Text(header), style=style, no_wrap=header != headers[-1], overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console(color_system="auto" if has_colour(sys.stdout) else None, highlight=False)
    *before, last = [max(map(count_cells, column)) for column in zip(headers, *cells, strict=True)]
    if console.width < (fixed := sum(before) + 2 * len(before)) + _NARROWEST:
        console.width = fixed + last  # the terminal wraps the rows: rich would cut IDs and names off
    console.print(table)


def echo_list(
    form: str,
    objects: Sequence[dict[str, Any]],
    rows: Iterable[Sequence[str]],
    headers: Sequence[str],
    styles: Sequence[str] = ("bold",),
    *,
    names: Iterable[str] = (),
) -> None:
    """Write objects as JSON, their rows as a table, or their names, by the format of ``--format``."""
    if form == "json":
        echo_json(objects)
    elif form == "text":
        echo_table(rows, headers, styles)
    elif found := "\n".join(names):
        echo(found)


def count_cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def pad(text: str, width: int) -> str:
    return text + " " * (width - count_cells(text))


def flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


# -- messages, on standard error


def info(message: str, *, is_escaped: bool = False, **values: object) -> None:
    """Write a message with escaped values for its placeholders, itself escaped unless it is already.

    A closed standard error is ignored.
    """
    text = format_escaped(message, **values)
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{text if is_escaped else escape_lines(text)}\n")
            sys.stderr.flush()
    except OSError:
        abandon("stderr")


def error(message: str, **values: object) -> None:
    """Write what went wrong, after the name of the program."""
    info(f"bcw: {format_escaped(message, **values)}")


def abandon(name: str) -> None:
    """Discard what is left for a stream: the interpreter flushes it once more at its end."""
    stream = getattr(sys, name)
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
    except (OSError, ValueError, AttributeError):  # a stream without a file below it
        return


# -- terminals


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream leads to a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def can_ask() -> bool:
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask(question: str, *, default: bool = False) -> bool:
    """Ask a question that is answered with yes or no; anything unclear is no."""
    if sys.stderr is not None:
        sys.stderr.write(f"{escape_lines(question)} {'[Y/n]' if default else '[y/N]'} ")
        sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        info("")
    word = answer.strip().lower()
    return word in ("y", "yes") or (default and not word and answer.endswith("\n"))


def confirm(asked: "Confirmation | str", refusal: str, declined: str) -> None:
    """Ask for a confirmation; without it, the command ends after saying what was not done.

    Without a terminal to ask on, the refusal ends the command.
    """
    from click.exceptions import Exit  # not imported yet when the language is found

    if not can_ask():
        raise CliError(USAGE, refusal)
    for line in () if isinstance(asked, str) else asked.text:
        info(escape_text(line))
    if not (ask(asked) if isinstance(asked, str) else ask(asked.question, default=asked.is_yes_by_default)):
        info(declined)
        raise Exit(INTERRUPTED)


def has_colour(stream: TextIO | None) -> bool:
    """Return whether to colour a stream: on a terminal that can, unless NO_COLOR (https://no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, style: str, *, colour: bool = True) -> str:
    return f"\033[{_COLOURS[style]}m{text}\033[0m" if colour else text
