"""The request as text: edited in place, or in the person's own editor."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static, TextArea

from wizard.core.text_editing import run_editor
from wizard.document.parser import Position
from wizard.i18n import _
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog, visible_lines
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.text_area import PlainTextArea

Judge = Callable[[str], tuple[str, Position] | None]
"""Says what is wrong with a text, and where; ``None`` where it can be taken."""


class TextEdit(Dialog[str]):
    """A text area with the request; the answer is its text, once it can be taken.

    A text that is no JSON is explained while it is typed and is never lost: whoever opened the dialog is told
    of every change.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4,ctrl+s", "take", "Take it over", priority=True, id="text.take"),
        Binding("f2,ctrl+o", "editor", "Own editor", priority=True, id="text.editor"),
        Binding("ctrl+z", "undo_text", "Undo", priority=True, show=False, id="text.undo"),
        Binding("ctrl+y", "redo_text", "Redo", priority=True, show=False, id="text.redo"),
    ]
    DEFAULT_CSS = """
    TextEdit > .box {
        width: 96%;
        height: 92%;
        & > TextArea { height: 1fr; border: none; }
        & > .state { height: auto; min-height: 1; max-height: 3; }
        & > .state.-wrong { color: $text-error; }
        & > .state.-right { color: $text-success; }
    }
    """

    def __init__(
        self, text: str, judge: Judge, keep: Callable[[str], None], *, title: str, at_end: bool = False
    ) -> None:
        """Create the dialog.

        Args:
            text: The text to begin with.
            judge: Says what is wrong with a text.
            keep: Told the text after every change.
            title: What is edited.
            at_end: Whether what is wrong with it is to be shown at once.
        """
        super().__init__()
        self._area = PlainTextArea(
            text, soft_wrap=False, compact=True, tab_behavior="focus", show_line_numbers=True
        )
        self._judge = judge
        self._keep = keep
        self._title = title
        self._show_at_once = at_end
        self._state = Static(classes="state", markup=False)

    def compose(self) -> ComposeResult:
        """The text area above a word on how it stands, and the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = Content(visible(self._title))
            yield Static(
                _("F4 takes it over, F2 opens your own editor, Escape goes back and keeps the text."),
                classes="text",
                markup=False,
            )
            yield self._area
            yield self._state
            yield Horizontal(
                Button(_("Own editor"), compact=True, name="editor"),
                Button(_("Cancel"), compact=True, name="cancel"),
                Button(_("Take it over"), compact=True, variant="primary", name="take"),
                classes="buttons",
            )

    def on_mount(self) -> None:
        """The text area has the focus."""
        self._area.focus()
        self._tell()
        if self._show_at_once:
            self._go_to_problem()

    def _tell(self) -> tuple[str, Position] | None:
        problem = self._judge(self._area.text)
        self._state.set_class(problem is not None, "-wrong")
        self._state.set_class(problem is None, "-right")
        if problem is None:
            self._state.update(_("✓ This is JSON."))
        else:
            why, place = problem
            wrong = fill(
                _("✗ Line {line}, column {column}: {why}"), line=place.line, column=place.column, why=why
            )
            self._state.update(visible_lines(wrong))
        return problem

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say how the text stands."""
        event.stop()
        self._keep(self._area.text)
        self._tell()

    def _go_to_problem(self) -> bool:
        problem = self._tell()
        if problem is not None:
            _, place = problem
            self._area.move_cursor((place.line - 1, max(place.column - 1, 0)))
            self._area.focus()
        return problem is not None

    def action_take(self) -> None:
        """Take the text over; where that cannot be done, go to what is wrong."""
        if not self._go_to_problem():
            self.dismiss(self._area.text)

    def action_cancel(self) -> None:
        """Go back; the text is kept for the next time."""
        self._keep(self._area.text)
        self.dismiss(None)

    def action_undo_text(self) -> None:
        """Undo in the text."""
        self._area.undo()

    def action_redo_text(self) -> None:
        """Redo in the text."""
        self._area.redo()

    def action_editor(self) -> None:
        """Hand the text to the person's own editor, and take back what comes of it."""
        try:
            with self.app.suspend():
                edited = run_editor(self._area.text)
        except (OSError, ValueError, SuspendNotSupported) as error:
            self.notify(
                fill(_("The editor could not be run: {why}. Set EDITOR to the one you use."), why=error),
                severity="error",
                markup=False,
            )
            return
        if edited is not None and edited != self._area.text:
            self._area.replace(edited, (0, 0), self._area.document.end)
        self._go_to_problem()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        match event.button.name:
            case "take":
                self.action_take()
            case "editor":
                self.action_editor()
            case _:
                self.action_cancel()
