"""Picking one of many: a line that narrows the list while one types, and the list."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from wizard.tui.screens.dialogs import Dialog
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput

Rows = Callable[[str], Sequence[Sequence[str]]]
"""The rows that fit what was typed."""


class Pick(Dialog[int]):
    """A list to pick from; the answer is the index of the row among those that are shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", priority=True, show=False, id="pick.up"),
        Binding("down", "move(1)", "Down", priority=True, show=False, id="pick.down"),
    ]
    DEFAULT_CSS = """
    Pick > .box {
        width: 96%;
        max-width: 110;
        height: 80%;
        & > RowTable { height: 1fr; }
        & > .about { height: 2; color: $foreground 75%; margin: 1 0 0 0; }
    }
    """

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Rows,
        *,
        placeholder: str,
        empty: str,
        about: Callable[[int], str] | None = None,
        at: int = 0,
    ) -> None:
        """Create the dialog.

        Args:
            title: What is picked.
            columns: The columns of the list.
            rows: Gives the rows that fit what was typed.
            placeholder: What stands in the line while nothing is typed.
            empty: What is said when no row fits.
            about: Told the row under the cursor whenever it is another one; says something about it.
            at: The row that the cursor is on at first.
        """
        super().__init__()
        self._title = title
        self._rows = rows
        self._tell = about
        self._at = at
        self._input = TextInput(placeholder=placeholder)
        self._table = RowTable(columns, empty=empty)
        self._about = Static(classes="about", markup=False)

    def compose(self) -> ComposeResult:
        """The line above the list, a few words below it."""
        with Vertical(classes="box") as box:
            box.border_title = Content(visible(self._title))
            yield self._input
            yield self._table
            yield self._about

    def on_mount(self) -> None:
        """All rows, the line in focus."""
        self._table.show(self._rows(""))
        self._table.cursor = self._at
        self._input.focus()
        self._highlighted()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._table.show(self._rows(event.value))
        self._table.cursor = 0
        self._highlighted()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the row under the cursor."""
        event.stop()
        self._take()

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Say something about the row."""
        event.stop()
        self._highlighted()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Take the row."""
        event.stop()
        self._take()

    def action_move(self, by: int) -> None:
        """Move the cursor while the line keeps the focus."""
        at = self._table.cursor
        if at is not None:
            self._table.cursor = min(max(at + by, 0), self._table.row_count - 1)
            self._highlighted()

    def _highlighted(self) -> None:
        at = self._table.cursor
        self._about.update(visible(self._tell(at)) if self._tell and at is not None else "")

    def _take(self) -> None:
        if self._table.cursor is not None:
            self.dismiss(self._table.cursor)
