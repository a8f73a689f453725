"""Questions in front of the wizard: each is a screen that is dismissed with its answer."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from wizard.errors import BcwError
from wizard.i18n import _
from wizard.text import escape_lines
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.text_area import PlainTextArea
from wizard.tui.widgets.text_input import TextInput

Answer = TypeVar("Answer")
Result = TypeVar("Result")


class Dialog(ModalScreen[Answer]):
    """What all dialogs have in common: a box, and Escape that changes nothing."""

    BINDINGS = [
        Binding("escape", "cancel", "Cancel", id="dialog.cancel"),
        Binding("ctrl+c", "interrupt", "Leave", show=False, system=True, id="dialog.interrupt"),
        *ARROWS,
    ]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > .box {
            width: 72;
            max-width: 96%;
            height: auto;
            max-height: 90%;
            background: $surface;
            border: round $primary;
            padding: 0 1;
            & > .text { height: auto; margin: 0 0 1 0; }
            & > .title { height: 1; color: $foreground 75%; }
            & > TextInput { margin: 0 0 1 0; background: $panel; }
            & > .problem { color: $text-error; height: auto; display: none; margin: 0 0 1 0; }
            &.-wrong > TextInput { margin: 0; }
            & > .buttons { height: 1; align-horizontal: right; & > Button { margin: 0 0 0 1; } }
        }
    }
    """

    def action_cancel(self) -> None:
        """Go back; nothing is changed."""
        self.dismiss(None)

    async def action_interrupt(self) -> None:
        """Ctrl-C copies where something is selected; else it leaves the wizard at once."""
        if self.get_selected_text():
            self.action_copy_text()
        else:
            await self.app.run_action("app.interrupt")


class ChoiceDialog(Dialog[str]):
    """A question with a few answers; the answer is the name of a button, ``None`` on Escape."""

    DEFAULT_CSS = "ChoiceDialog > .box > .buttons > Button { min-width: 8; }"

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        """Create a question.

        Args:
            title: What it is about.
            text: The question.
            answers: The name and the label of each button; the first has the focus.
        """
        super().__init__()
        self._title = title
        self._text = text
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The text above the buttons."""
        buttons = [Button(label, compact=True, name=name) for name, label in self._answers]
        with Vertical(classes="box") as box:
            box.border_title = Content(visible(self._title))
            yield Static(visible_lines(self._text), classes="text", markup=False)
            yield Horizontal(*buttons, classes="buttons")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.button.name)


def visible_lines(text: str) -> str:
    """A text of several lines with every other character that cannot be seen made visible."""
    return escape_lines(text)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that a form dialog asks for.

    Attributes:
        name: By which the answer has it.
        title: What stands above it.
        value: What it holds at first.
        help: What stands below it.
        is_replaced: Whether what is typed takes the place of what it holds at first.
    """

    name: str
    title: str
    value: str = ""
    help: str = ""
    is_replaced: bool = False


class FormDialog(Dialog[dict[str, str]]):
    """A few lines to fill in; the answer maps their names to what was typed."""

    def __init__(
        self,
        title: str,
        entries: Sequence[Entry],
        button: str,
        *,
        check: Callable[[dict[str, str]], str] | None = None,
        problem: str = "",
    ) -> None:
        """Create a dialog.

        Args:
            title: What it is about.
            entries: The lines.
            button: What the button that answers says.
            check: Says what is wrong with what was typed, or ``""``; only what is right is answered with.
            problem: What was wrong with the answer before, which the entries hold.
        """
        super().__init__()
        self._title = title
        self._entries = entries
        self._button = button
        self._check = check
        self._first_problem = problem
        self._problem = Static(classes="problem", markup=False)
        self._inputs = {entry.name: TextInput(entry.value) for entry in entries}

    def compose(self) -> ComposeResult:
        """The lines above the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = Content(visible(self._title))
            for entry in self._entries:
                yield Static(visible(entry.title), classes="title", markup=False)
                yield self._inputs[entry.name]
                if entry.help:
                    yield Static(visible_lines(entry.help), classes="text", markup=False)
            yield self._problem
            yield Horizontal(
                Button(_("Cancel"), compact=True, name="cancel"),
                Button(self._button, compact=True, variant="primary", name="ok"),
                classes="buttons",
            )

    def on_mount(self) -> None:
        """Select what is to be replaced, so that nothing is typed behind it; say what was wrong before."""
        self._complain(self._first_problem)
        for entry in self._entries:
            if entry.is_replaced:
                self._inputs[entry.name].select_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next line, and answers on the last."""
        event.stop()
        inputs = list(self._inputs.values())
        place = next(i for i, each in enumerate(inputs) if each is event.input)
        if place + 1 < len(inputs):
            inputs[place + 1].focus()
        else:
            self._answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, or go back."""
        event.stop()
        if event.button.name == "ok":
            self._answer()
        else:
            self.dismiss(None)

    def _answer(self) -> None:
        typed = {name: each.value.strip() for name, each in self._inputs.items()}
        problem = self._check(typed) if self._check is not None else ""
        self._complain(problem)
        if not problem:
            self.dismiss(typed)

    def _complain(self, problem: str) -> None:
        """Say what is wrong; the blank lines between the entries make room for it on a small screen."""
        self._problem.update(visible_lines(problem))
        self._problem.display = bool(problem)
        self.query_one(".box").set_class(bool(problem), "-wrong")


async def ask_until_done(
    app: App[Any],
    title: str,
    entries: Sequence[Entry],
    button: str,
    act: Callable[[dict[str, str]], Awaitable[Result]],
    *,
    check: Callable[[dict[str, str]], str] | None = None,
) -> Result | None:
    """Ask for a few lines until it works; what was typed stays from one time to the next.

    Args:
        app: Who shows the form.
        title: What it is about.
        entries: The lines.
        button: What the button that answers says.
        act: Does it with what was typed. Where something false comes of it, the form is shown again; where a
            `BcwError` does, with what that says.
        check: As for :class:`FormDialog`.

    Returns:
        What came of it; ``None`` where the form was left.
    """
    problem = ""
    while True:
        dialog = FormDialog(title, entries, button, check=check, problem=problem)
        answer = await app.push_screen_wait(dialog)
        if answer is None:
            return None
        entries, problem = [replace(each, value=answer[each.name]) for each in entries], ""
        try:
            if result := await act(answer):
                return result
        except BcwError as error:
            problem = str(error)


def path_missing(typed: dict[str, str]) -> str:
    """What is wrong with the path in a form, if nothing was typed there."""
    return "" if typed["path"] else _("Type the path of the file.")


class PasteDialog(Dialog[str]):
    """A text area for a request; the answer is its text."""

    BINDINGS = [Binding("f4,ctrl+s", "open", "Open", priority=True, id="dialog.open")]
    DEFAULT_CSS = """
    PasteDialog > .box { width: 96%; height: 90%; & > TextArea { height: 1fr; border: none; } }
    """

    def __init__(self, text: str = "", problem: str = "") -> None:
        """Create a dialog.

        Args:
            text: What is in the text area at first.
            problem: What is wrong with it.
        """
        super().__init__()
        self._area = PlainTextArea(text, compact=True, show_line_numbers=True, tab_behavior="focus")
        self._problem = problem

    def compose(self) -> ComposeResult:
        """The text area between a word of help and the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = _("Paste a request")
            yield Static(
                _("JSON: a request, or a preset. F4 opens it, Escape goes back."),
                classes="text",
                markup=False,
            )
            yield self._area
            problem = Static(visible_lines(self._problem), classes="problem", markup=False)
            problem.display = bool(self._problem)
            yield problem
            yield Horizontal(
                Button(_("Cancel"), compact=True, name="cancel"),
                Button(_("Open"), compact=True, variant="primary", name="open"),
                classes="buttons",
            )

    def on_mount(self) -> None:
        """The text area has the focus."""
        self._area.focus()

    def action_open(self) -> None:
        """Answer with the text."""
        self.dismiss(self._area.text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, or go back."""
        event.stop()
        if event.button.name == "open":
            self.action_open()
        else:
            self.dismiss(None)
