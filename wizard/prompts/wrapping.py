"""Lines broken between words, for a terminal that a person looks at."""

import os
import re
from typing import TextIO

NARROWEST = 20
"""Columns below which breaking between words helps nobody; a terminal that does not know its size has 0."""

_HANGING = re.compile(r" +\S+(?: \S+)* {2,}| *")
"""What a line goes on below: its own indentation, or that of what stands beside a word, as in a table."""


def width_of(out: TextIO) -> int:
    """How many columns a terminal has; 0 where lines are not to be broken."""
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except OSError:  # no terminal, or one that is gone
        return 0
    return columns if columns >= NARROWEST else 0


def wrapped(line: str, width: int) -> str:
    """A line broken at blanks so that no part is wider than the terminal, the rest under its beginning.

    A word that is wider than the terminal stays whole: paths and addresses are there to be copied.

    Args:
        line: The line, without a line's end.
        width: Columns of the terminal; 0 breaks nothing.
    """
    if not width:
        return line
    from prompt_toolkit.utils import get_cwidth  # slow to import, and of no use where nothing is broken

    if get_cwidth(line) <= width:
        return line
    hanging = _HANGING.match(line)
    indent = " " * hanging.end() if hanging and 2 * hanging.end() <= width else ""
    parts: list[str] = []
    for word in line.split(" "):
        if parts and (get_cwidth(parts[-1]) + 1 + get_cwidth(word) <= width or not parts[-1].strip()):
            parts[-1] += f" {word}"
        else:
            parts.append(word if not parts else indent + word)
    return "\n".join(parts)
