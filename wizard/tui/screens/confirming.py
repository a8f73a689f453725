"""The confirmation of a billable action: the only way to create instances from the screens."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from wizard.core.confirmation import Confirmation
from wizard.i18n import _
from wizard.tui.screens.dialogs import Dialog, visible_lines


class ConfirmDialog(Dialog[str]):
    """Asks before a billable action; the answer is ``yes``, the name of another answer, or ``None``.

    Cancel has the focus, so Enter and Space cancel; only where nothing is billed, the action has it.
    """

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ConfirmDialog > .box {
        & > .groups { height: auto; max-height: 6; margin: 0 0 1 0; scrollbar-size-vertical: 1; }
        & > .groups > Static { height: auto; }
    }
    """

    def __init__(self, confirmation: Confirmation, *others: tuple[str, str]) -> None:
        """Create a dialog.

        Args:
            confirmation: What is confirmed.
            others: The name and the label of each further answer.
        """
        super().__init__()
        self._confirmation = confirmation
        answers = [("no", _("Cancel")), ("yes", confirmation.button), *others]
        self._buttons = [Button(label, compact=True, name=name) for name, label in answers]

    def compose(self) -> ComposeResult:
        """Notes, groups, the total with account and region, buttons."""
        shown = self._confirmation
        with Vertical(classes="box") as box:
            box.border_title = Content(shown.question)
            if shown.notes:
                yield Static(visible_lines("\n".join(shown.notes)), classes="text", markup=False)
            with VerticalScroll(classes="groups"):
                yield Static("\n".join(shown.groups), markup=False)
            yield Static("\n".join(shown.lines), classes="text", markup=False)
            yield Horizontal(*self._buttons, classes="buttons")

    def on_mount(self) -> None:
        """Put the focus on Cancel, or on the action where nothing is billed."""
        self._buttons[1 if self._confirmation.is_yes_by_default else 0].focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.dismiss(None if event.button.name == "no" else event.button.name)
