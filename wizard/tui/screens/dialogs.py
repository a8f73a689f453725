"""Dialogs in front of the wizard: a box with a title and buttons, dismissed with its answer."""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Button, Input, Static

from wizard.core.confirmation import Addition, Confirmation
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.text import escape_lines, escape_text
from wizard.tui.accounts import awaited
from wizard.tui.escaping import fill
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.facts import make_facts, make_group_table
from wizard.tui.widgets.text_input import TextInput

Answer = TypeVar("Answer")
Result = TypeVar("Result")


def button(name: str, label: str, *, primary: bool = False) -> Button:
    """Return a button of one line."""
    return Button(Content(label), compact=True, name=name, variant="primary" if primary else "default")


class Dialog(ModalScreen[Answer]):
    """A box with a title, widgets, and buttons below them; Escape closes it and changes nothing."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Cancel", id="dialog.cancel"),
        Binding("ctrl+c", "interrupt", "Leave", show=False, system=True, id="dialog.interrupt"),
        *ARROWS,
    ]

    def __init__(self, title: str = "", buttons: Sequence[Button] = ()) -> None:
        """Create a dialog.

        Args:
            title: What it is about.
            buttons: The buttons; those named ``cancel`` and ``close`` dismiss it without an answer.
        """
        super().__init__()
        self._title = title
        self._buttons = list(buttons)

    def content(self) -> ComposeResult:
        """The widgets above the buttons."""
        return iter(())

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="box") as box:
            box.border_title = Content(escape_text(self._title))
            yield from self.content()
            for row in _rows_of(self._buttons):
                yield Horizontal(*row, classes="buttons")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, or close."""
        event.stop()
        if event.button.name in ("cancel", "close"):
            self.action_cancel()
        else:
            self.answer(event.button.name or "")

    def answer(self, name: str) -> None:
        """Do what a button says."""

    def action_cancel(self) -> None:
        """Close; nothing is changed."""
        self.dismiss(None)

    async def action_interrupt(self) -> None:
        """Ctrl+C copies where something is selected; else it is the application's."""
        if self.get_selected_text():
            self.action_copy_text()
        else:
            await self.app.run_action("app.interrupt")


def _rows_of(buttons: Sequence[Button]) -> list[list[Button]]:
    """Return buttons in rows that fit a terminal of 80 columns."""
    rows: list[list[Button]] = [[]]
    width = 0
    for each in buttons:
        cells = max(cell_len(str(each.label)) + 2, 8) + 1
        if width + cells > 70 and rows[-1]:
            rows.append([])
            width = 0
        rows[-1].append(each)
        width += cells
    return rows


class ConfirmDialog(Dialog[str]):
    """A question; the answer is the name of a button, ``None`` for Cancel and Escape.

    Unless an answer is named ``cancel``, Cancel stands first. The first button has the focus, unless another
    one is the default.
    """

    AUTO_FOCUS = ""

    def __init__(
        self,
        title: str,
        text: str,
        *answers: tuple[str, str],
        default: str = "",
        groups: Sequence[Addition] = (),
        facts: Sequence[tuple[str, str]] = (),
        warnings: Sequence[str] = (),
    ) -> None:
        """Create a question.

        Args:
            title: What it is about.
            text: The question, or what happens.
            answers: The name and the label of each button.
            default: The name of the button that has the focus.
            groups: The groups that get instances.
            facts: Labels and values.
            warnings: What else to consider.
        """
        if "cancel" not in dict(answers):
            answers = (("cancel", _("Cancel")), *answers)
        super().__init__(title, [button(*each) for each in answers])
        self._text, self._groups, self._facts = text, groups, facts
        self._warnings, self._default = warnings, default

    @classmethod
    def for_billable(cls, shown: Confirmation, *others: tuple[str, str], title: str = "") -> "ConfirmDialog":
        """Return the confirmation of an action that creates instances.

        Args:
            shown: What is confirmed; the answer to that is ``yes``.
            others: The name and the label of each further answer.
            title: The title, by default the question.
        """
        return cls(
            title or shown.question,
            shown.explanation,
            ("yes", shown.button),
            *others,
            default="yes" if shown.is_yes_by_default else "",
            groups=shown.additions,
            facts=((_("Account"), shown.place), shown.total, ("", shown.cost)),
            warnings=shown.notes,
        )

    def content(self) -> ComposeResult:
        """Text, groups, facts, warnings."""
        if self._text:
            yield Static(escape_lines(self._text), classes="text", markup=False)
        if self._groups:
            yield VerticalScroll(Static(make_group_table(map(_group_row, self._groups))), classes="groups")
        if self._facts:
            yield Static(make_facts(self._facts), classes="text")
        if self._warnings:
            lines = "\n".join(f"! {each}" for each in self._warnings)
            yield Static(escape_lines(lines), classes="warnings", markup=False)

    def on_mount(self) -> None:
        """Put the focus on the default."""
        next((each for each in self._buttons if each.name == self._default), self._buttons[0]).focus()

    def answer(self, name: str) -> None:
        """Answer with the name of the button."""
        self.dismiss(name)


def _group_row(each: Addition) -> tuple[str, str, str, str]:
    count = f"{each.before:,} → {each.count:,}" if each.before else f"{each.count:,}"
    return each.group, f"{count} ×", each.instance_type, each.billing


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a form.

    Attributes:
        name: Its name in the answer.
        title: What stands above it.
        value: What it holds at first.
        help: What stands below it.
        is_path: Whether it is the path of a file, completed while typing.
    """

    name: str
    title: str
    value: str = ""
    help: str = ""
    is_path: bool = False


class PathSuggester(Suggester):
    """Completes the names of folders and files; ``~`` is the home folder."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return a path that begins with what was typed, the first by name; folders end in ``/``."""
        return await awaited(lambda: complete_path(value)) if value else None


def complete_path(value: str) -> str | None:
    """Return the first path by name that begins with a text, ``None`` if there is none."""
    if value == "~":
        return "~/"
    folder, slash, start = value.rpartition("/")
    try:
        found = sorted(os.scandir(os.path.expanduser(f"{folder}{slash}") or "."), key=lambda each: each.name)
        for each in found:
            if each.name.startswith(start) and (start or not each.name.startswith(".")):
                return f"{folder}{slash}{each.name}{'/' if each.is_dir() else ''}"
    except (OSError, ValueError):  # the latter for a NUL
        pass
    return None


class FormDialog(Dialog[dict[str, str]]):
    """A few lines to fill in; the answer maps their names to what was typed."""

    def __init__(
        self,
        title: str,
        entries: Sequence[Entry],
        label: str,
        *,
        check: Callable[[dict[str, str]], str] | None = None,
        problem: str = "",
    ) -> None:
        """Create a form.

        Args:
            title: What it is about.
            entries: The lines.
            label: The label of the button that answers.
            check: Returns what is wrong with what was typed, or ``""``.
            problem: What was wrong with the answer before, which the entries hold.
        """
        super().__init__(title, [button("cancel", _("Cancel")), button("ok", label, primary=True)])
        self._entries = entries
        self._check = check
        self._problem = Static(escape_lines(problem), classes="problem", markup=False)
        self._problem.display = bool(problem)
        self._inputs = {entry.name: TextInput(entry.value) for entry in entries}
        for entry in entries:
            # What is suggested is replaced by what is typed.
            self._inputs[entry.name].select_on_focus = True
            if entry.is_path:
                self._inputs[entry.name].suggester = PathSuggester()

    def content(self) -> ComposeResult:
        """The lines."""
        for entry in self._entries:
            yield Static(escape_text(entry.title), classes="title", markup=False)
            yield self._inputs[entry.name]
            if entry.help:
                yield Static(escape_lines(entry.help), classes="help", markup=False)
        yield self._problem

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next line, and answers on the last."""
        event.stop()
        inputs = list(self._inputs.values())
        if event.input is inputs[-1]:
            self.answer("ok")
        else:
            inputs[next(i for i, each in enumerate(inputs) if each is event.input) + 1].focus()

    def answer(self, name: str) -> None:
        """Answer with what was typed, unless something is wrong with it."""
        typed = {name: each.value.strip() for name, each in self._inputs.items()}
        problem = self._check(typed) if self._check is not None else ""
        self._problem.update(escape_lines(problem))
        self._problem.display = bool(problem)
        if not problem:
            self.dismiss(typed)


async def ask_until_done(
    app: App[Any],
    title: str,
    entries: Sequence[Entry],
    label: str,
    act: Callable[[dict[str, str]], Awaitable[Result]],
    *,
    check: Callable[[dict[str, str]], str] | None = None,
) -> Result | None:
    """Show a form until what it asks for succeeds; what was typed stays from one time to the next.

    Args:
        app: The application.
        title: What it is about.
        entries: The lines.
        label: The label of the button that answers.
        act: Takes what was typed. On a false result or a `BcwError` the form is shown again.
        check: As for :class:`FormDialog`.

    Returns:
        The result; ``None`` if the form was cancelled.
    """
    problem = ""
    while True:
        answer = await app.push_screen_wait(FormDialog(title, entries, label, check=check, problem=problem))
        if answer is None:
            return None
        entries, problem = [replace(each, value=answer[each.name]) for each in entries], ""
        try:
            if result := await act(answer):
                return result
        except BcwError as error:
            problem = str(error)


def path_missing(typed: dict[str, str]) -> str:
    """Return what is wrong with the path in a form, if it is empty."""
    return "" if typed["path"] else _("Enter the path of the file.")


async def confirm_overwrite(app: App[Any], what: str) -> bool:
    """Ask whether to replace a preset, a profile or a file."""
    question = ConfirmDialog(
        _("Replace?"), fill(_("{what} already exists. Replace it?"), what=what), ("yes", _("Replace"))
    )
    return await app.push_screen_wait(question) == "yes"
