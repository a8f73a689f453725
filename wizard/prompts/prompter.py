"""Ask a question and parse the line that answers it: a value, or one of the wizard's own words."""

import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Literal, Protocol, TextIO

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

Kind = Literal["keep", "value", "back", "explain", "remove", "fix", "command"]

_WORDS: dict[str, Kind] = {"": "keep", "<": "back", "-": "remove"}
_COMMAND = re.compile(r":([a-z][a-z-]*)(?:\s+(.*))?", re.IGNORECASE)
_FIX = re.compile(r"!\s*([0-9]{0,6})")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


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
                    self.print(escape_text(f"  {choice.answer}  {choice.title}").rstrip())
        while True:
            try:
                with self._echo_off(prompt.is_secret):  # before the question: the answer may be typed early
                    write(self._out, escape_text(prompt.question))
                    line = self._source.readline()
            except KeyboardInterrupt:
                write(self._out, "\n")
                raise
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
            silent = [*before]
            silent[3] &= ~termios.ECHO
            try:
                termios.tcsetattr(descriptor, termios.TCSADRAIN, silent)
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
    if isinstance(source, TextIOWrapper):  # an error would lose all lines that were read with the invalid one
        source.reconfigure(errors="replace")
    return LinePrompter(source, out)


def _can_draw(term: str, out: TextIO) -> bool:
    import curses

    try:
        curses.setupterm(term, out.fileno())
    except curses.error:  # unknown terminal
        return False
    return curses.tigetstr("cup") is not None


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """An answer."""

    kind: Kind  # ``keep`` for an empty line, ``value`` for all that is not a word of the wizard
    text: str = ""  # the value; the command's name in lower case; what follows ``?``; the number of a fix
    arguments: str = ""  # what follows the name of a command
    is_literal: bool = False  # whether a backslash marked the value as text


def parse_line(line: str) -> ParsedAnswer:
    r"""Parse a line.

    A backslash before one of the wizard's words, a number or nothing marks a value (``\-``). Elsewhere it is
    part of the value: what was typed is never altered. Text of several lines is a value.
    """
    return _parse(line, _is_special)


def parse_secret_line(line: str, commands: Collection[str]) -> ParsedAnswer:
    """Parse a line that is not shown: only exact words and known commands are not the secret."""

    def is_word(text: str) -> bool:
        match_ = _COMMAND.fullmatch(text)
        return text in ("", "<", "?", "-") or (match_ is not None and match_[1].lower() in commands)

    return _parse(line, is_word)


def _parse(line: str, is_special: Callable[[str], bool]) -> ParsedAnswer:
    if line.startswith("\\") and is_special(line[1:]):
        return ParsedAnswer("value", line[1:], is_literal=True)
    return (_parse_word(line) if is_special(line) else None) or ParsedAnswer("value", line)


def _is_special(text: str) -> bool:
    is_escaped = text.startswith("\\") and _is_special(text[1:])
    return _parse_word(text) is not None or _NUMBER.fullmatch(text) is not None or text == "." or is_escaped


def _parse_word(line: str) -> ParsedAnswer | None:
    if "\n" in line:
        return None
    text = line.strip()
    if text in _WORDS:
        return ParsedAnswer(_WORDS[text])
    if text.startswith("?"):
        return ParsedAnswer("explain", text[1:].strip())
    if match_ := _FIX.fullmatch(text):
        return ParsedAnswer("fix", match_[1])
    if match_ := _COMMAND.fullmatch(text):
        return ParsedAnswer("command", match_[1].lower(), (match_[2] or "").strip())
    return None


def parse_yes_no(text: str) -> bool | None:
    """Return whether text means yes or no; ``None`` for anything else."""
    word = text.strip().lower()
    if word in ("y", "yes", "true", _("yes")):
        return True
    return False if word in ("n", "no", "false", _("no")) else None


def parse_number(text: str, count: int) -> int | None:
    """Return the index that a number from 1 to ``count`` means; ``None`` for anything else."""
    text = text.strip()
    return int(text) - 1 if _NUMBER.fullmatch(text) and 1 <= int(text) <= count else None
