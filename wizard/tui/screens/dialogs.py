"""Modal dialogs: a box with a title and buttons, dismissed with an answer."""

import os
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from rich.cells import cell_len
from textual import on, work
from textual.app import App, ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Button, Input, Static

from wizard.core.confirmation import Confirmation, GroupState
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.text import escape_lines, escape_text, format_escaped
from wizard.tui.accounts import run_in_thread
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.facts import make_facts, make_group_table
from wizard.tui.widgets.text_input import TextInput

Answer = TypeVar("Answer")
Result = TypeVar("Result")

WIDEST = 120
"""The greatest width in cells of a dialog."""
BORDERS = 4
"""The width in cells of a dialog's borders and padding."""


def make_button(action: str, label: str, *, primary: bool = False) -> Button:
    """Return a button that runs an action of its dialog."""
    return Button(Content(label), compact=True, name=action, variant="primary" if primary else "default")


class Line(Static):
    """A text, escaped as it may be external; hidden while it is empty."""

    def __init__(self, classes: str, text: str = "") -> None:
        super().__init__(escape_lines(text), markup=False, classes=classes)
        self._own = classes
        self.display = bool(text)

    def show(self, text: str, kind: str = "") -> None:
        """Show a text; its kind, such as ``done``, ``error`` or ``busy``, determines its color."""
        self.set_classes(f"{self._own} -{kind}" if kind else self._own)
        self.update(escape_lines(text))
        self.display = bool(text)


class Dialog(ModalScreen[Answer]):
    """A box with a title, widgets and buttons. Escape closes it without changes.

    Enter moves to the next field, and in the last one does the same as the primary button.
    """

    BOX: ClassVar[type[Vertical] | type[VerticalScroll]] = Vertical
    CSS_PATH = "dialogs.tcss"
    BINDINGS = [
        Binding("escape", "dismiss", "Cancel", id="dialog.cancel"),
        Binding("ctrl+c", "interrupt", "Leave", show=False, system=True, id="dialog.interrupt"),
        *ARROWS,
    ]

    def __init__(self, title: str, buttons: Sequence[Button] = ()) -> None:
        super().__init__()
        self._title = title
        self._buttons = list(buttons)
        self._primary = next((each.name or "" for each in buttons if each.variant == "primary"), "")

    @abstractmethod
    def compose_content(self) -> ComposeResult:
        """Yield the widgets above the buttons."""

    def compose(self) -> ComposeResult:
        rows = _arrange_buttons(self._buttons, min(self._room, WIDEST) - BORDERS)
        with self.BOX(classes="box") as box:
            box.border_title = Content(escape_text(self._title))
            yield from self.compose_content()
            for row in rows:
                yield Horizontal(*row, classes="buttons")

    def on_resize(self) -> None:
        rows = [_measure_row([*each.query(Button)]) for each in self.query(".buttons")]
        self.query_one(".box").styles.min_width = min(max(rows, default=0) + BORDERS, self._room)

    @property
    def _room(self) -> int:
        return self.app.size.width * 96 // 100

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(event.button.name or "")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        fields = [*self.query("TextInput, Choice")]
        following = fields[fields.index(event.input) + 1 :]
        if following:
            following[0].focus()
        else:
            await self.run_action(self._primary)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close the dialog, once: a second click may already be waiting, and would close the screen below."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    async def action_interrupt(self) -> None:
        """Copy the selected text; if there is none, ask to quit."""
        if self.get_selected_text():
            self.action_copy_text()
        else:
            await self.app.run_action("app.interrupt")


def _arrange_buttons(buttons: Sequence[Button], room: int) -> list[list[Button]]:
    """Return buttons in rows that fit into a number of cells."""
    rows: list[list[Button]] = [[]]
    for each in buttons:
        if rows[-1] and _measure_row([*rows[-1], each]) > room:
            rows.append([])
        rows[-1].append(each)
    return rows


def _measure_row(row: Sequence[Button]) -> int:
    return sum(max(cell_len(str(each.label)) + 2, 8) + 1 for each in row)


class ConfirmDialog(Dialog[str]):
    """A question; the answer is the name of a button, or ``None`` for Escape."""

    AUTO_FOCUS = "Button"

    def __init__(self, title: str, text: str, *answers: tuple[str, str]) -> None:
        """Create a question with the names and labels of its answers; Cancel is added if it is missing."""
        if "cancel" not in dict(answers):
            answers = (("cancel", _("Cancel")), *answers)
        super().__init__(title, [make_button(f"dismiss('{name}')", label) for name, label in answers])
        self._text = text

    def compose_content(self) -> ComposeResult:
        yield Line("text", self._text)


class BillableDialog(ConfirmDialog):
    """The confirmation of an action that creates instances."""

    def __init__(self, shown: Confirmation, *others: tuple[str, str], title: str = "") -> None:
        """Create the question with the answer ``yes`` and others; the default title is the question."""
        super().__init__(title or shown.question, shown.explanation, ("yes", shown.button), *others)
        self._shown = shown

    def compose_content(self) -> ComposeResult:
        shown = self._shown
        yield from super().compose_content()
        if shown.groups:
            table = make_group_table(map(_make_group_row, shown.groups))
            yield VerticalScroll(Static(table), classes="groups")
        facts = ((_("Account"), shown.place), shown.total, ("", shown.cost))
        yield Static(make_facts(facts), classes="text")
        yield Line("warnings", "\n".join(f"! {each}" for each in shown.notes))

    def on_mount(self) -> None:
        self._buttons[int(self._shown.is_yes_by_default)].focus()


def _make_group_row(each: GroupState) -> tuple[str, str, str, str]:
    count = f"{each.before:,} → {each.desired:,}" if each.before else f"{each.desired:,}"
    return each.name, f"{count} ×", each.instance_type, each.billing


async def confirm(app: App[Any], title: str, text: str, label: str) -> bool:
    """Return whether the user confirms an action, named by its button; Cancel is the default."""
    return await app.push_screen_wait(ConfirmDialog(title, text, ("yes", label))) == "yes"


async def confirm_overwrite(app: App[Any], what: str) -> bool:
    """Return whether the user confirms that a preset, profile or file is replaced."""
    return await confirm_replace(app, format_escaped(_("{what} already exists. Replace it?"), what=what))


async def confirm_replace(app: App[Any], question: str) -> bool:
    """Return whether the user confirms a question about what is replaced."""
    return await confirm(app, _("Replace?"), question, _("Replace"))


class PathSuggester(Suggester):
    """Completes paths; ``~`` is the home folder."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first path that begins with the typed text, or ``None``."""
        return await run_in_thread(lambda: complete_path(value)) if value else None


def complete_path(value: str) -> str | None:
    """Return the first path by name that begins with a text, or ``None``; folders end in ``/``."""
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


class FormRow(Vertical):
    """A field of a form: its title, its editor, its help and its problem."""

    def __init__(self, title: str, editor: TextInput | Choice, help_: str = "") -> None:
        super().__init__()
        self.editor = editor
        self._title, self._help, self._problem = Line("title", title), Line("help", help_), Line("problem")

    def compose(self) -> ComposeResult:
        yield from (self._title, self.editor, self._help, self._problem)

    def show_problem(self, problem: str) -> None:
        self.set_class(bool(problem), "-error")
        self._problem.show(problem and f"✗ {problem}")

    def on_descendant_focus(self) -> None:
        """Scroll the whole row into view, not only the editor."""
        self.scroll_visible(animate=False)

    @on(Input.Changed)
    @on(Choice.Changed)
    def _clear_problem(self) -> None:
        self.show_problem("")


def make_text_row(
    title: str, value: str = "", help_: str = "", suggester: Suggester | None = None
) -> FormRow:
    """Return a row with a text input, whose initial value is selected so that typing replaces it."""
    editor = TextInput(value, suggester=suggester)
    editor.select_on_focus = True
    return FormRow(title, editor, help_)


def make_path_row(value: str = "") -> FormRow:
    """Return a row for the path of a file."""
    return make_text_row(_("Path"), value, suggester=PathSuggester())


class Form(Dialog[Answer]):
    """A dialog with fields, by name, that scroll if necessary."""

    def __init__(
        self,
        title: str,
        buttons: Sequence[Button],
        rows: Mapping[str, FormRow],
        text: str = "",
    ) -> None:
        super().__init__(title, buttons)
        self.rows = rows
        self._text, self._problem = Line("text", text), Line("problem")

    def compose_content(self) -> ComposeResult:
        yield self._text
        yield VerticalScroll(*self.rows.values(), can_focus=False)
        yield self._problem

    def on_resize(self) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(self.size.height * 9 // 10 - 7, 4)

    def show_problems(self, found: Mapping[str, str]) -> bool:
        """Show problems by field, or by ``""``, and focus the first field with one; return whether there are any."""
        for name, row in self.rows.items():
            row.show_problem(found.get(name, ""))
        self._problem.show(found.get("", ""))
        if wrong := [row for name, row in self.rows.items() if found.get(name)]:
            wrong[0].editor.focus()
            self.call_after_refresh(wrong[0].scroll_visible, animate=False)
        return bool(found)

    @abstractmethod
    def action_submit(self) -> object:
        """Dismiss the dialog with its answer, unless there are problems."""


class FormDialog(Form[Result]):
    """A form with text inputs; one named ``path`` is required. The answer is the result of ``submit``.

    ``submit`` takes the texts by field. The form stays open if it returns a false value or raises a `BcwError`,
    which is shown.
    """

    def __init__(
        self,
        title: str,
        rows: Mapping[str, FormRow],
        label: str,
        submit: Callable[[dict[str, str]], Awaitable[Result]],
    ) -> None:
        buttons = [make_button("dismiss", _("Cancel")), make_button("submit", label, primary=True)]
        super().__init__(title, buttons, rows)
        self._submit = submit

    @work(exclusive=True)
    async def action_submit(self) -> None:
        texts = {name: row.editor.value.strip() for name, row in self.rows.items()}
        if self.show_problems({} if texts.get("path", True) else {"": _("Enter the path of the file.")}):
            return
        try:
            if result := await self._submit(texts):
                self.dismiss(result)
                return
        except BcwError as error:
            self.show_problems({"": str(error)})
        first = self.query(TextInput).first()
        first.focus()
        first.action_select_all()


async def ask_path(
    app: App[Any], title: str, label: str, submit: Callable[[str], Awaitable[Result]], path: str = ""
) -> Result | None:
    """Ask for the path of a file; return the result of ``submit``, as a `FormDialog` does."""
    form = FormDialog(title, {"path": make_path_row(path)}, label, lambda texts: submit(texts["path"]))
    return await app.push_screen_wait(form)
