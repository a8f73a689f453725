"""A list of things, what is known of the one under the cursor, and what can be done with it."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from wizard.tui.screens.dialogs import Answer, Dialog, visible_lines
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.row_table import Column, RowTable


class ListScreen(Dialog[Answer]):
    """A table above a few lines about its row, the outcome of what was done last, and the buttons.

    The keys of the table ask for the same things as the buttons; both end in :meth:`act`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", "Button before", show=False, id="listing.previous"),
        Binding("right", "app.focus_next", "Next button", show=False, id="listing.next"),
    ]
    DEFAULT_CSS = """
    ListScreen > .box {
        width: 96%;
        max-width: 120;
        height: 90%;
        max-height: 36;
        & > .head { height: auto; max-height: 3; color: $foreground 85%; }
        & > RowTable { height: 1fr; min-height: 3; }
        & > VerticalScroll {
            height: 1fr;
            min-height: 2;
            margin: 1 0 0 0;
            scrollbar-size-vertical: 1;
            background: $surface;
        }
        & > VerticalScroll > .about { height: auto; color: $foreground 85%; }
        & > VerticalScroll:focus { background-tint: $foreground 5%; }
        & > .said { height: auto; max-height: 8; }
        & > .said.-done { color: $text-success; }
        & > .said.-error { color: $text-error; }
        & > .said.-busy { color: $foreground 65%; text-style: italic; }
        & > .buttons { margin: 1 0 0 0; & > Button { min-width: 4; } }
    }
    """

    def __init__(
        self, title: str, columns: Sequence[Column], buttons: Sequence[tuple[str, str]], *, empty: str
    ) -> None:
        """Create the dialog.

        Args:
            title: What is listed.
            columns: The columns of the table.
            buttons: The name and the label of each button; the last one closes the list.
            empty: What is said when there is nothing.
        """
        super().__init__()
        self._title = title
        self._head = Static(classes="head", markup=False)
        self._table = RowTable(columns, empty=empty)
        self._about = Static(classes="about", markup=False)
        self._said = Static(classes="said", markup=False)
        self._buttons = [Button(label, compact=True, name=name) for name, label in buttons]

    def compose(self) -> ComposeResult:
        """From what they add up to down to the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = Content(visible(self._title))
            yield self._head
            yield self._table
            yield VerticalScroll(self._about)
            yield self._said
            yield Horizontal(*self._buttons, classes="buttons")

    def on_mount(self) -> None:
        """Show what is known; the table has the focus."""
        self._said.display = False
        self.show()
        self._table.focus()

    # -- what a list is made of

    @abstractmethod
    def show(self) -> None:
        """Show the rows as they are now."""

    @abstractmethod
    def about(self, at: int) -> str:
        """What is known of a row."""

    @abstractmethod
    def act(self, name: str, at: int | None) -> None:
        """Do what a button says; ``at`` is the row under the cursor, if there is one."""

    # -- showing

    def tell(self) -> None:
        """Say what is known of the row under the cursor."""
        at = self._table.cursor
        self._about.update("" if at is None else visible_lines(self.about(at)))

    def say(self, text: str, kind: str = "done") -> None:
        """Say what came of what was done last.

        Args:
            text: The sentence; ``""`` says nothing any more.
            kind: ``done``, ``error`` or ``busy``.
        """
        self._said.set_classes(f"said -{kind}")
        self._said.update(visible_lines(text))
        self._said.display = bool(text)

    # -- acting

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Another row: what was said was about the one before."""
        event.stop()
        self.say("")
        self.highlighted()

    def highlighted(self) -> None:
        """The cursor is on another row."""
        self.tell()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Enter does what the first button does."""
        event.stop()
        self._act(self._buttons[0].name)

    def on_row_table_add_requested(self, event: RowTable.AddRequested) -> None:
        """Insert."""
        event.stop()
        self._act("add")

    def on_row_table_delete_requested(self, event: RowTable.DeleteRequested) -> None:
        """Delete."""
        event.stop()
        self._act("delete")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        self._act(event.button.name)

    def _act(self, name: str | None) -> None:
        if name == "close":
            self.dismiss(None)
        elif name in [button.name for button in self._buttons]:
            self.act(name or "", self._table.cursor)
