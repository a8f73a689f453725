"""How this terminal is best asked."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from wizard.prompts.preference import is_wanted
from wizard.prompts.prompter import LinePrompter, Prompter, QuestionaryPrompter


def prompter(
    environ: Mapping[str, str] | None = None, source: TextIO | None = None, out: TextIO | None = None
) -> Prompter:
    """Who asks the questions here.

    Args:
        environ: The environment variables; by default those of the process.
        source: Where the answers come from; by default standard input.
        out: Where the questions go; by default standard error, as standard output is for data.
    """
    environ = os.environ if environ is None else environ
    source, out = source or sys.stdin, out or sys.stderr
    drawable = source is sys.stdin and source.isatty() and out.isatty() and not is_wanted(environ)
    if drawable and _can_move(environ["TERM"], out):
        return QuestionaryPrompter(out, colours=not environ.get("NO_COLOR"))
    return LinePrompter(source, out)


def _can_move(term: str, out: TextIO) -> bool:
    """Whether the terminal can be told where to put the cursor."""
    import curses

    try:
        curses.setupterm(term, out.fileno())
    except curses.error:  # nobody knows the terminal
        return False
    return curses.tigetstr("cup") is not None
