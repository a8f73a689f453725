"""Ask a question: the interface, and its implementations for capable terminals and for everything else."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TextIO

from wizard.i18n import _
from wizard.text import escape_lines, escape_text

LONGEST_LINE = 1023 if sys.platform == "darwin" else 4095
"""Bytes at which a terminal that edits the line itself silently cuts it off."""

ESCAPE_SEQUENCE = re.compile(
    r"""\x1b(?: \[\[?[ -?]*[@-~] | O[0-9;]*[@-~]       # CSI, SS3
      | [\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)          # OSC, DCS, APC, PM, SOS
      | [!-~] )                                      # Alt and a key
    """,
    re.VERBOSE,
)
"""A key that is not text, or a reply of the terminal."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen."""

    answer: str  # the line that chooses it when it is typed
    title: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as it is asked."""

    question: str  # on one line
    choices: Sequence[Choice] = ()  # answers to choose from; any other line is accepted as well
    default: str = ""  # the choice that an empty line means
    complete: Callable[[str], Sequence[Choice]] = lambda text: ()  # what a typed line can be completed to
    is_secret: bool = False  # whether the answer must not be shown


class Prompter(Protocol):
    """Asks questions and prints messages."""

    def ask(self, prompt: Prompt) -> str:
        """Return the line that answers a question; pasted text may contain line ends.

        Raises:
            EOFError: The input has ended.
            KeyboardInterrupt: The user interrupted.
        """

    def print(self, text: str = "", *, wrap: bool = True) -> None:
        """Print text; data that is to be copied is not wrapped."""


class LinePrompter:
    """Writes a line and reads a line: no cursor movement, nothing is written twice.

    For terminals that cannot draw, screen readers and pipes. questionary does not suit these: it draws in any
    terminal, and prompt_toolkit's dumb mode echoes secrets and sends escape sequences.
    """

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source = source
        self._out = out
        self._listed: Sequence[Choice] = ()

    def ask(self, prompt: Prompt) -> str:
        """Return the line that answers a question; choices are listed once, not after each mistake."""
        if prompt.choices != self._listed:
            self._listed = prompt.choices
            for choice in prompt.choices:
                if choice.answer:
                    self.print(f"  {choice.answer}  {choice.title}".rstrip())
        while True:
            try:
                with self._echo_off(prompt.is_secret):  # before the question: the answer may be typed at once
                    write(self._out, escape_text(prompt.question))
                    line = self._source.readline()
            except KeyboardInterrupt:
                write(self._out, "\n")
                raise
            except UnicodeDecodeError:
                self.print(_("The line is not valid UTF-8 and was ignored."))
                continue
            except OSError as error:  # the terminal is gone
                raise EOFError from error
            if prompt.is_secret or not self._source.isatty() or not line.endswith("\n"):
                write(self._out, "\n")  # the terminal has not shown the line's end
            if not line:
                raise EOFError
            if self._source.isatty() and len(line.encode(self._source.encoding, "replace")) >= LONGEST_LINE:
                message = _(
                    "The line was ignored: this terminal cuts lines at {length} characters. Use a file."
                )
                self.print(message.format(length=f"{LONGEST_LINE:,}"))
                continue
            line = ESCAPE_SEQUENCE.sub("", line) if self._source.isatty() else line
            return line.removesuffix("\n").removesuffix("\r")

    def print(self, text: str = "", *, wrap: bool = True) -> None:
        """Print text; screen readers break lines themselves."""
        write(self._out, f"{escape_lines(text)}\n")

    @contextmanager
    def _echo_off(self, secret: bool) -> Iterator[None]:
        if not (secret and self._source.isatty()):
            yield
            return
        import termios  # only on POSIX

        descriptor = self._source.fileno()
        try:
            before = termios.tcgetattr(descriptor)
            unseen = [*before]
            unseen[3] &= ~termios.ECHO
            try:
                termios.tcsetattr(descriptor, termios.TCSADRAIN, unseen)
                yield
            finally:
                termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        except termios.error as error:  # not an OSError
            raise OSError(*error.args) from error


def write(out: TextIO, text: str) -> None:
    try:
        out.write(text)
        out.flush()
    except OSError as error:  # the terminal is gone
        raise EOFError from error


def prefers_plain(environ: Mapping[str, str]) -> bool:
    """Return whether ``ACCESSIBLE`` or ``TERM`` ask for plain lines without drawing."""
    is_dumb = environ.get("TERM", "").lower() in ("", "dumb", "unknown")
    return is_dumb or environ.get("ACCESSIBLE", "") not in ("", "0")


def make_prompter(
    environ: Mapping[str, str] | None = None, source: TextIO | None = None, out: TextIO | None = None
) -> Prompter:
    """Return the prompter for this terminal. Questions go to standard error: standard output is for data."""
    environ = os.environ if environ is None else environ
    source, out = source or sys.stdin, out or sys.stderr
    is_terminal = source is sys.stdin and source.isatty() and out.isatty()
    if is_terminal and not prefers_plain(environ) and _can_draw(environ["TERM"], out):
        from wizard.prompts.terminal import QuestionaryPrompter  # slow to import

        return QuestionaryPrompter(out, colors=not environ.get("NO_COLOR"))
    return LinePrompter(source, out)


def _can_draw(term: str, out: TextIO) -> bool:
    import curses

    try:
        curses.setupterm(term, out.fileno())
    except curses.error:  # unknown terminal
        return False
    return curses.tigetstr("cup") is not None
