"""The seam to the terminal: asking a question and saying something, and nothing else."""

import getpass
import re
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from wizard.prompts.texts import say
from wizard.prompts.wrapping import width_of, wrapped
from wizard.text import escape_lines, escape_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prompt_toolkit.completion import Completer

LONGEST_LINE = 1023 if sys.platform == "darwin" else 4095
"""Bytes at which a terminal that edits lines itself cuts a line off, without a word."""

SEQUENCE = re.compile(
    r"""\x1b(?: \[\[?[ -?]*[@-~] | O[0-9;]*[@-~]       # CSI, SS3
      | [\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)          # OSC, DCS, APC, PM, SOS
      | [!-~] )                                      # Alt and a key
    """,
    re.VERBOSE,
)
"""A key that is no text, or a reply of the terminal."""


class Prompter(Protocol):
    """Who asks the questions."""

    def ask(self, question: str, *, suggestions: Sequence[str] = (), secret: bool = False) -> str:
        """Ask a question and wait for the answer.

        Args:
            question: The question, on one line.
            suggestions: Values that the answer may well be, and commands, which begin with a colon.
            secret: Whether the answer is not to be shown.

        Returns:
            What was typed, without the line's end. A paste may hold line ends.

        Raises:
            EOFError: Nobody will answer any more.
            KeyboardInterrupt: The person wants to leave.
        """

    def tell(self, text: str = "") -> None:
        """Say something, on as many lines as it has; a line that is too long may be broken between words."""

    def show(self, text: str) -> None:
        """Show a text that is to be taken as it stands, such as a request or a script."""


class LinePrompter:
    """Asks by writing a line and reading one: no cursor is moved, and nothing is written a second time.

    For terminals that cannot draw, for screen readers, and for answers out of a file. Of questionary's own
    prompts none is fit for these: its text prompt draws in any terminal, and what prompt_toolkit does in a
    dumb one shows secrets, echoes the wrong character after a backspace, and sends escape sequences all the
    same. So the terminal itself edits the line.

    Args:
        source: Where the answers come from.
        out: Where the questions go.
    """

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source = source
        self._out = out

    def ask(self, question: str, *, suggestions: Sequence[str] = (), secret: bool = False) -> str:
        """Ask a question and wait for the answer."""
        if sys.platform == "win32" and secret and self._is_terminal:
            return getpass.getpass(escape_text(question))
        while True:
            try:
                with self._unseen(secret):  # before the question: whoever sees it may type at once
                    self._write(escape_text(question))
                    line = self._source.readline()
            except KeyboardInterrupt:
                self._write("\n")
                raise
            except UnicodeDecodeError:
                self.tell(say("line.bytes"))
                continue
            except OSError as error:  # the terminal is gone
                raise EOFError from error
            if secret or not self._is_terminal or not line.endswith("\n"):
                self._write("\n")  # the terminal itself has shown no line's end
            if not line:
                raise EOFError
            if self._is_terminal and len(line.encode("utf-8", "surrogateescape")) >= LONGEST_LINE:
                self.tell(say("line.cut", length=f"{LONGEST_LINE:,}"))
                continue
            line = SEQUENCE.sub("", line) if self._is_terminal else line
            return line.removesuffix("\n").removesuffix("\r")

    def tell(self, text: str = "") -> None:
        """Say something, on as many lines as it has: what reads it out breaks lines as it likes."""
        _tell(self._out, text)

    def show(self, text: str) -> None:
        """Show a text as it stands."""
        _tell(self._out, text)

    def _write(self, text: str) -> None:
        _write(self._out, text)

    @property
    def _is_terminal(self) -> bool:
        return self._source.isatty()

    @contextmanager
    def _unseen(self, secret: bool) -> "Iterator[None]":
        """Keep what is typed off the screen."""
        if not (secret and self._is_terminal):
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
        except termios.error as error:  # which is no OSError
            raise OSError(*error.args) from error


class QuestionaryPrompter:
    """Asks with questionary's text and password prompts: the line can be edited, Tab completes known values.

    Args:
        out: Where the questions go.
        colours: Whether they may be coloured.
    """

    MARK = ">"

    def __init__(self, out: TextIO, *, colours: bool = True) -> None:
        self._out = out
        self._colours = colours

    def ask(self, question: str, *, suggestions: Sequence[str] = (), secret: bool = False) -> str:
        """Ask a question and wait for the answer."""
        import questionary  # slow to import, and of no use to a wizard that draws the whole screen
        from prompt_toolkit.output import ColorDepth
        from prompt_toolkit.output.vt100 import Vt100_Output
        from prompt_toolkit.shortcuts import CompleteStyle
        from prompt_toolkit.utils import get_term_environment_variable

        from wizard.prompts.reading import TerminalInput

        depth = None if self._colours else ColorDepth.DEPTH_1_BIT
        term = get_term_environment_variable()
        output = Vt100_Output.from_pty(self._out, term=term, default_color_depth=depth)
        output.enable_cpr = False  # where the cursor is does not matter to a question on one line
        prompt = questionary.password if secret else questionary.text
        asked = wrapped(f"{self.MARK} {escape_text(question).strip()}", width_of(self._out))
        answer: str = prompt(
            asked.removeprefix(f"{self.MARK} "),
            qmark=self.MARK,
            input=TerminalInput(),
            output=output,
            completer=None if secret else _completer(suggestions),
            complete_style=CompleteStyle.READLINE_LIKE,
            complete_while_typing=False,
            reserve_space_for_menu=0,
            enable_history_search=False,
        ).unsafe_ask()
        return answer.replace("\r\n", "\n").replace("\r", "\n")

    def tell(self, text: str = "") -> None:
        """Say something, on as many lines as it has; one that is too long is broken between words."""
        _tell(self._out, text, width_of(self._out))

    def show(self, text: str) -> None:
        """Show a text as it stands."""
        _tell(self._out, text)


def _completer(suggestions: Sequence[str]) -> "Completer":
    """What Tab completes: a command once its colon is typed, else a value that holds what was typed."""
    from prompt_toolkit.application import get_app
    from prompt_toolkit.completion import ConditionalCompleter, WordCompleter, merge_completers
    from prompt_toolkit.filters import Condition

    def words(of_commands: bool) -> "Completer":
        wanted = [each for each in suggestions if each.startswith(":") is of_commands]
        shown = {each: escape_text(each) for each in wanted}
        completer = WordCompleter(
            wanted, display_dict=shown, ignore_case=True, sentence=True, match_middle=not of_commands
        )
        is_command = Condition(lambda: get_app().current_buffer.text.startswith(":"))
        return ConditionalCompleter(completer, is_command if of_commands else ~is_command)

    return merge_completers([words(True), words(False)])


def _tell(out: TextIO, text: str, width: int = 0) -> None:
    _write(out, "".join(f"{wrapped(line, width)}\n" for line in escape_lines(text).split("\n")))


def _write(out: TextIO, text: str) -> None:
    try:
        out.write(text)
        out.flush()
    except OSError as error:  # the terminal is gone
        raise EOFError from error
