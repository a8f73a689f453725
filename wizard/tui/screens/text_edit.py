"""Editing of JSON as text: pasted, or the request body, here or in the user's editor."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from wizard.core.actions.opening import parse_edited_text, run_editor
from wizard.core.documents import OpenedDocument
from wizard.document.parser import Position, parse
from wizard.document.secrets import insert_references
from wizard.document.serializer import to_text
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.text import format_escaped
from wizard.tui.screens.dialogs import Dialog, Line, Result, make_button
from wizard.tui.widgets.text_area import PlainTextArea

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def edit_text(controller: "WizardController") -> None:
    """Edit the request as text. Secrets are shown as references, and kept where those are not replaced."""
    document = controller.session.document
    before = document.tree
    text = to_text(insert_references(before))
    unfinished = controller.unfinished_text

    def keep(edited: str) -> None:
        controller.unfinished_text = edited if edited != text else None

    shown = text if unfinished is None else unfinished
    dialog = TextEditor(_("Request body as text"), shown, _("Apply"), str, on_change=keep)
    answer = await controller.screen.app.push_screen_wait(dialog)
    if answer is None:
        if controller.unfinished_text is not None:
            controller.screen.notify(_('The text is not applied yet. "Edit as text" shows it again.'))
        return
    controller.unfinished_text = None
    controller.touched.touch_all()
    document.replace(parse_edited_text(answer, before))
    controller.screen.schedule_update()


async def open_text(
    app: App[Any], title: str, text: str, opener: Callable[[str], OpenedDocument]
) -> OpenedDocument | None:
    """Open a text; edit it first if it is empty or ``opener`` raises a `BcwError`."""
    problem = ""
    if text:
        try:
            return opener(text)
        except BcwError as error:
            problem = str(error)
    return await app.push_screen_wait(TextEditor(title, text, _("Open"), opener, problem=problem))


class TextEditor(Dialog[Result]):
    """A text area with JSON, which shows the first problem while typing.

    The answer is the result of ``opener`` for the valid text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4,ctrl+s", "apply", "Apply", priority=True, id="text.take"),
        Binding("f2", "editor", "Own editor", priority=True, id="text.editor"),
        Binding("ctrl+z", "focused.undo", "Undo", priority=True, show=False, id="text.undo"),
        Binding("ctrl+y", "focused.redo", "Redo", priority=True, show=False, id="text.redo"),
    ]

    def __init__(
        self,
        title: str,
        text: str,
        label: str,
        opener: Callable[[str], Result],
        *,
        on_change: Callable[[str], object] = lambda text: None,
        problem: str = "",
    ) -> None:
        """Create the dialog.

        Args:
            text: The initial text; the cursor moves to its first problem.
            opener: Takes the text and returns the answer, or raises a `BcwError`, which is shown.
            on_change: Called with the text after every change.
            problem: The problem of the initial text, unless it is one of the syntax.
        """
        buttons = [make_button("dismiss", _("Cancel")), make_button("editor", _("Open in $EDITOR"))]
        super().__init__(title, [*buttons, make_button("apply", label, primary=True)])
        self._area = PlainTextArea(
            text, soft_wrap=False, compact=True, tab_behavior="focus", show_line_numbers=True
        )
        self._opener, self._on_change = opener, on_change
        self._problem = problem
        self._state = Line("state")

    def compose_content(self) -> ComposeResult:
        yield self._area
        yield self._state

    def on_mount(self) -> None:
        self._area.focus()
        if self._area.text:
            self._go_to_problem()

    def _check(self) -> Position | None:
        """Show whether the text is valid; return the position of its first problem."""
        problem = parse(self._area.text).problem
        if problem is not None:
            place, text = problem.position, _("✗ Line {line}, column {column}: {why}")
            message = format_escaped(text, line=place.line, column=place.column, why=problem.message)
        else:
            message, place = (f"✗ {self._problem}" if self._problem else _("✓ Valid JSON.")), None
        self._state.show(message, "error" if message.startswith("✗") else "done")
        return place

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._problem = ""
        self._on_change(self._area.text)
        self._check()

    def _go_to_problem(self) -> bool:
        place = self._check()
        if place is not None:
            self._area.move_cursor((place.line - 1, max(place.column - 1, 0)))
            self._area.focus()
        return place is not None

    def action_apply(self) -> None:
        """Dismiss the dialog with its answer; if the text is invalid, go to the problem."""
        if self._go_to_problem():
            return
        try:
            self.dismiss(self._opener(self._area.text))
        except BcwError as error:
            self._problem = str(error)
            self._check()

    def action_editor(self) -> None:
        try:
            with self.app.suspend():
                edited = run_editor(self._area.text)
        except (OSError, ValueError, SuspendNotSupported) as error:
            message = _("✗ The editor could not be run: {why}. Set EDITOR to another one.")
            self._state.show(format_escaped(message, why=str(error)), "error")
            return
        if edited is not None and edited != self._area.text:
            self._area.replace(edited, (0, 0), self._area.document.end)
        self._go_to_problem()
