"""Ask with questionary, on terminals that can draw. Slow to import."""

import os
import re
import sys
from collections.abc import Iterator
from typing import Any, Final, TextIO

import questionary
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.posix_utils import PosixStdinReader
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_cwidth

from wizard.i18n import _
from wizard.prompts.prompter import ESCAPE_SEQUENCE, Choice, Prompt, write
from wizard.text import escape_lines, escape_text

NARROWEST = 20  # columns below which lines are not wrapped; a terminal that does not know its size reports 0
_HANGING = re.compile(r" +\S+(?: \S+)* {2,}| *")
"""What the continuation of a line is indented by: its own indentation, or a table's first column."""
_ALT_KEYS: Final = "bcdfltuwy.<>_"  # keys that prompt_toolkit's line editor uses together with Alt
_PASTE_OR_SEQUENCE: Final = re.compile(
    rf"\x1b\[200~.*?(?:\x1b\[201~|\Z)|{ESCAPE_SEQUENCE.pattern}", re.DOTALL | re.VERBOSE
)
_INCOMPLETE: Final = re.compile(r"\x1b(?:\[[0-?]+|O[0-9;]+|(?:\][0-9]|P[0-9>!]|_G)[^\x07\x1b]*\x1b?)\Z")


class TerminalInput(Vt100Input):
    """The standard input; prompt_toolkit's own types the bytes of sequences that it does not know."""

    def __init__(self) -> None:
        super().__init__(sys.stdin)
        self.stdin_reader = _Reader(self.fileno(), errors="replace", encoding=sys.stdin.encoding)


class _Reader(PosixStdinReader):
    _rest = ""

    def read(self, count: int = 1024) -> str:
        text = self._rest + super().read(count)
        incomplete = _INCOMPLETE.search(text)
        self._rest = text[incomplete.start() :] if incomplete else ""
        return _PASTE_OR_SEQUENCE.sub(_drop_unknown, text[: incomplete.start()] if incomplete else text)


def _drop_unknown(match: re.Match[str]) -> str:
    sequence = match[0]
    is_known = sequence in ANSI_SEQUENCES or sequence.startswith(("\x1b[200~", "\x1b[201~"))
    return sequence if is_known or (len(sequence) == 2 and sequence[1] in _ALT_KEYS) else ""


class QuestionaryPrompter:
    """Asks with questionary: lists to select from, line editing, completion, hidden passwords.

    questionary's lists ignore typed text, and Enter then answers with the selected line. Here typed text
    opens a line to edit instead, so that keys typed early are not lost. ``confirm``, ``checkbox`` and ``path``
    are not used, as they ignore or swallow keys: such questions are lines, or a list that is shown again.
    """

    MARK = ">"

    def __init__(self, out: TextIO, *, colors: bool = True) -> None:
        self._out = out
        depth = None if colors else ColorDepth.DEPTH_1_BIT
        output = Vt100_Output.from_pty(out, term=os.environ.get("TERM"), default_color_depth=depth)
        output.enable_cpr = False  # the cursor's position does not matter here, and asking for it takes time
        # One input for all questions: a paste may begin before its question.
        self._parts: dict[str, Any] = {"qmark": self.MARK, "input": TerminalInput(), "output": output}

    def ask(self, prompt: Prompt) -> str:
        try:
            return self._ask(prompt)
        except OSError as error:  # the terminal is gone
            raise EOFError from error

    def _ask(self, prompt: Prompt) -> str:
        asked = f"{self.MARK} {escape_text(prompt.question).strip()}"
        asked = wrap_line(asked, _get_width(self._out)).removeprefix(f"{self.MARK} ")
        typed = ""
        if prompt.choices:
            selected = self._select(asked, prompt)
            if isinstance(selected, Choice):
                return "" if selected.answer == prompt.default else selected.answer
            typed = selected
        if prompt.is_secret:
            line = questionary.password(asked, **self._parts).unsafe_ask()
        else:
            line = questionary.autocomplete(
                asked,
                [],
                default=typed,
                completer=_ChoiceCompleter(prompt),
                key_bindings=_bind_tab(prompt),
                enable_history_search=False,
                reserve_space_for_menu=6,
                **self._parts,
            ).unsafe_ask()
        return str(line).replace("\r\n", "\n").replace("\r", "\n")

    def print(self, text: str = "", *, wrap: bool = True) -> None:
        """Print text, wrapped between words."""
        width = _get_width(self._out) if wrap else 0
        write(self._out, "".join(f"{wrap_line(line, width)}\n" for line in escape_lines(text).split("\n")))

    def _select(self, question: str, prompt: Prompt) -> str | Choice:
        """Return what was selected, or the text that was typed."""
        actions = [Choice("?", _("Explain…")), Choice("<", _("‹ Back")), Choice(":menu", _("Menu…"))]
        rows = {
            each.answer: questionary.Choice(escape_text(each.title or each.answer), each)
            for each in (*prompt.choices, *actions)
        }
        select = questionary.select(
            question.removesuffix(":"),
            [*rows.values()],
            default=rows.get(prompt.default),
            instruction=_("(select or type)"),
            use_jk_keys=False,
            **self._parts,
        )
        own = select.application.key_bindings
        select.application.key_bindings = merge_key_bindings([*([own] if own else []), _typing])
        return select.unsafe_ask()  # type: ignore[no-any-return]


_typing = KeyBindings()
"""Leaves a list with the text that is typed or pasted, and ends it as in a line."""


@_typing.add(Keys.ControlD)
def _end(event: KeyPressEvent) -> None:
    event.app.exit(exception=EOFError())


@_typing.add(Keys.SIGINT)
def _interrupt(event: KeyPressEvent) -> None:
    event.app.exit(exception=KeyboardInterrupt())


@_typing.add(Keys.BracketedPaste, eager=True)
@_typing.add(Keys.Any)
def _type(event: KeyPressEvent) -> None:
    key = event.key_sequence[0].key
    if key is Keys.BracketedPaste or not isinstance(key, Keys):
        event.app.erase_when_done = True
        event.app.exit(result=event.data)


def _bind_tab(prompt: Prompt) -> KeyBindings:
    """Return key bindings for Tab: a single completion is inserted before the menu has been filled."""
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


class _ChoiceCompleter(Completer):
    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        text = document.text_before_cursor
        for choice in self._prompt.complete(text) if text else ():
            shown, meaning = escape_text(choice.answer), escape_text(choice.title)
            yield Completion(choice.answer, -len(text), shown, meaning)


def _get_width(out: TextIO) -> int:
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except OSError:  # not a terminal, or one that is gone
        return 0
    return columns if columns >= NARROWEST else 0


def wrap_line(line: str, width: int) -> str:
    """Wrap a line at spaces; longer words stay whole, as paths and addresses are there to be copied."""
    if not width or get_cwidth(line) <= width:
        return line
    hanging = _HANGING.match(line)
    indent = " " * hanging.end() if hanging and 2 * hanging.end() <= width else ""
    parts: list[str] = []
    for word in line.split(" "):
        if parts and (get_cwidth(f"{parts[-1]} {word}") <= width or not parts[-1].strip()):
            parts[-1] += f" {word}"
        else:
            parts.append(indent + word if parts else word)
    return "\n".join(parts)
