"""Standard output for data, standard error for talk; colour only where a person looks on."""

import os
import sys
from io import TextIOWrapper
from typing import Any, TextIO

from wizard.text import escape_lines
from wizard.text import escape_text as visible

__all__ = [
    "abandon",
    "ask",
    "can_ask",
    "coloured",
    "complain",
    "flush",
    "is_terminal",
    "paint",
    "prepare",
    "put",
    "put_bytes",
    "put_json",
    "say",
    "visible",
]

_COLOURS = {"error": "31", "warning": "33", "note": "36", "strong": "1", "dim": "2"}


def prepare() -> None:
    """See to it that no character can bring the streams down, whatever encoding the terminal has."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    if is_terminal(sys.stdin) and isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def put(text: str = "", *, is_escaped: bool = False) -> None:
    """Write lines of data to standard output, escaped unless they are already: coloured text has to be."""
    sys.stdout.write(f"{text if is_escaped else escape_lines(text)}\n")


def put_json(value: Any) -> None:
    """Write a value as JSON in printable ASCII to standard output."""
    import json  # not every verb needs it

    put(json.dumps(value, indent=2).replace("\x7f", "\\u007f"))


def put_bytes(data: bytes) -> None:
    """Write bytes to standard output, exactly: whoever makes them escapes what a terminal would obey."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def flush() -> None:
    """Hand everything over to whoever reads."""
    if sys.stdout is not None:
        sys.stdout.flush()


def say(text: str, *, is_escaped: bool = False) -> None:
    """Write lines of talk to standard error, escaped unless they are already.

    Nobody there to hear it is no reason to stop.
    """
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{text if is_escaped else escape_lines(text)}\n")
            sys.stderr.flush()
    except OSError:
        abandon("stderr")


def complain(text: str) -> None:
    """Say what went wrong, with the name of the program before it."""
    say(f"bcw: {text}")


def abandon(name: str) -> None:
    """Let what is left for a stream go nowhere: the interpreter flushes it once more at its end."""
    stream = getattr(sys, name)
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
    except (OSError, ValueError, AttributeError):  # a stream without a file beneath it has nothing to let go
        return


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream leads to a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def can_ask() -> bool:
    """Whether somebody is there to answer a question."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask(question: str, *, default: bool = False) -> bool:
    """Ask a question that yes answers, and an empty line where that is the default; anything else is no."""
    if sys.stderr is not None:
        sys.stderr.write(f"{escape_lines(question)} ")
        sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        say("")
    word = answer.strip().lower()
    return word in ("y", "yes") or (default and not word and answer.endswith("\n"))


def coloured(stream: TextIO | None) -> bool:
    """Whether a stream is to be coloured: a terminal that can, and nobody minds (https://no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, style: str, *, colour: bool) -> str:
    """A text in a style (``error``, ``warning``, ``note``, ``strong``, ``dim``), or as it is."""
    return f"\033[{_COLOURS[style]}m{text}\033[0m" if colour else text
