"""Ask a question: the interface, and its implementations for capable terminals and for everything else."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from wizard.i18n import _
from wizard.text import escape_lines, escape_text

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer

LONGEST_LINE = 1023 if sys.platform == "darwin" else 4095
"""Bytes at which a terminal that edits the line itself silently cuts it off."""
NARROWEST = 20  # columns below which lines are not wrapped; a terminal that does not know its size reports 0

ESCAPE_SEQUENCE = re.compile(
    r"""\x1b(?: \[\[?[ -?]*[@-~] | O[0-9;]*[@-~]       # CSI, SS3
      | [\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)          # OSC, DCS, APC, PM, SOS
      | [!-~] )                                      # Alt and a key
    """,
    re.VERBOSE,
)
"""A key that is not text, or a reply of the terminal."""
_HANGING = re.compile(r" +\S+(?: \S+)* {2,}| *")
"""What the continuation of a line is indented by: its own indentation, or a table's first column."""


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
                    _write(self._out, escape_text(prompt.question))
                    line = self._source.readline()
            except KeyboardInterrupt:
                _write(self._out, "\n")
                raise
            except UnicodeDecodeError:
                self.print(_("The line is not valid UTF-8 and was ignored."))
                continue
            except OSError as error:  # the terminal is gone
                raise EOFError from error
            if prompt.is_secret or not self._source.isatty() or not line.endswith("\n"):
                _write(self._out, "\n")  # the terminal has not shown the line's end
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
        _write(self._out, f"{escape_lines(text)}\n")

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


@dataclass(frozen=True, slots=True)
class _Typed:
    """Text that was typed or pasted while a list was shown."""

    text: str


class QuestionaryPrompter:
    """Asks with questionary: lists to select from, line editing, completion, hidden passwords.

    questionary's lists ignore typed text, and Enter then answers with the selected line. Here typed text
    opens a line to edit instead, so that nothing typed ahead is lost. ``confirm``, ``checkbox`` and ``path``
    are not used, as they ignore or swallow keys: such questions are lines, or a list that is shown again.
    """

    MARK = ">"

    def __init__(self, out: TextIO, *, colors: bool = True) -> None:
        self._out = out
        self._colors = colors

    def ask(self, prompt: Prompt) -> str:
        import questionary  # slow to import

        asked = f"{self.MARK} {escape_text(prompt.question).strip()}"
        asked = wrap_line(asked, _width_of(self._out)).removeprefix(f"{self.MARK} ")
        streams, typed = self._streams(), ""
        if prompt.choices:
            selected = self._select(asked, prompt, streams)
            if not isinstance(selected, _Typed):
                return "" if selected == prompt.default else selected
            typed = selected.text
        if prompt.is_secret:
            line = questionary.password(asked, qmark=self.MARK, **streams).unsafe_ask()
        else:
            line = questionary.autocomplete(
                asked,
                [],
                default=typed,
                qmark=self.MARK,
                completer=_completer(prompt),
                key_bindings=_completing(prompt),
                enable_history_search=False,
                reserve_space_for_menu=6,
                **streams,
            ).unsafe_ask()
        return str(line).replace("\r\n", "\n").replace("\r", "\n")

    def print(self, text: str = "", *, wrap: bool = True) -> None:
        """Print text, wrapped between words."""
        width = _width_of(self._out) if wrap else 0
        _write(self._out, "".join(f"{wrap_line(line, width)}\n" for line in escape_lines(text).split("\n")))

    def _streams(self) -> dict[str, Any]:
        from prompt_toolkit.output import ColorDepth
        from prompt_toolkit.output.vt100 import Vt100_Output
        from prompt_toolkit.utils import get_term_environment_variable

        from wizard.prompts.terminal_input import TerminalInput

        depth = None if self._colors else ColorDepth.DEPTH_1_BIT
        term = get_term_environment_variable()
        output = Vt100_Output.from_pty(self._out, term=term, default_color_depth=depth)
        output.enable_cpr = False  # the cursor's position does not matter here, and asking for it takes time
        return {"input": TerminalInput(), "output": output}

    def _select(self, question: str, prompt: Prompt, streams: dict[str, Any]) -> "str | _Typed":
        import questionary
        from prompt_toolkit.key_binding import merge_key_bindings

        actions = [Choice("?", _("Explain…")), Choice("<", _("‹ Back")), Choice(":menu", _("Menu…"))]
        listed = [*prompt.choices, *actions]
        rows = [questionary.Choice(escape_text(each.title or each.answer), each.answer) for each in listed]
        select = questionary.select(
            question.removesuffix(":"),
            rows,
            default=next((row for row in rows if row.value == prompt.default), None),
            qmark=self.MARK,
            instruction=_("(select or type)"),
            use_jk_keys=False,
            **streams,
        )
        own = select.application.key_bindings
        select.application.key_bindings = merge_key_bindings([*([own] if own else []), _typing()])
        return select.unsafe_ask()  # type: ignore[no-any-return]


def _typing() -> Any:
    """Key bindings that leave a list with the text that is typed or pasted, and end it as in a line."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.keys import Keys

    bindings = KeyBindings()

    @bindings.add(Keys.ControlD)
    def end(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError())

    @bindings.add(Keys.SIGINT)
    def interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @bindings.add(Keys.BracketedPaste, eager=True)
    @bindings.add(Keys.Any)
    def type_(event: KeyPressEvent) -> None:
        key = event.key_sequence[0].key
        if key is Keys.BracketedPaste or not isinstance(key, Keys):
            event.app.erase_when_done = True
            event.app.exit(result=_Typed(event.data))

    return bindings


def _completing(prompt: Prompt) -> Any:
    """Key bindings for Tab: a single completion is inserted at once, not when the menu has been filled."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    bindings = KeyBindings()

    @bindings.add("tab")
    def complete(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        choices = prompt.complete(buffer.text)
        if len(choices) == 1:
            buffer.text = choices[0].answer
            buffer.cursor_position = len(buffer.text)
        else:
            buffer.complete_next()

    return bindings


def _completer(prompt: Prompt) -> "Completer":
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class ChoiceCompleter(Completer):
        def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
            text = document.text_before_cursor
            for choice in prompt.complete(text) if text else ():
                shown, meaning = escape_text(choice.answer), escape_text(choice.title)
                yield Completion(choice.answer, -len(text), shown, meaning)

    return ChoiceCompleter()


def _width_of(out: TextIO) -> int:
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except OSError:  # not a terminal, or one that is gone
        return 0
    return columns if columns >= NARROWEST else 0


def wrap_line(line: str, width: int) -> str:
    """Wrap a line at spaces; longer words stay whole, as paths and addresses are there to be copied."""
    if not width:
        return line
    from prompt_toolkit.utils import get_cwidth  # slow to import

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


def _write(out: TextIO, text: str) -> None:
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
        return QuestionaryPrompter(out, colors=not environ.get("NO_COLOR"))
    return LinePrompter(source, out)


def _can_draw(term: str, out: TextIO) -> bool:
    import curses

    try:
        curses.setupterm(term, out.fileno())
    except curses.error:  # unknown terminal
        return False
    return curses.tigetstr("cup") is not None
