"""Lists: of things with actions on them, and of things to pick one from."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from wizard.core.suggestions import matches
from wizard.i18n import _
from wizard.text import escape_lines, escape_text
from wizard.tui.screens.dialogs import Answer, Dialog, button
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput

ROW = ("enter", "insert", "delete")
"""The keys that the table itself handles."""


class Action(NamedTuple):
    """Something that can be done in a list: a button, and a key while the table has the focus."""

    name: str
    label: str
    key: str
    needs_row: bool = True


def bindings(prefix: str, actions: Iterable[Action]) -> list[BindingType]:
    """Return the bindings of the keys of actions; the table's own are left out."""
    return [
        Binding(each.key, f"act('{each.name}')", each.label, show=False, id=f"{prefix}.{each.name}")
        for each in actions
        if each.key not in ROW
    ]


class ListScreen(Dialog[Answer]):
    """A table, a few lines about its row, the outcome of the last action, and the buttons.

    Attributes:
        ACTIONS: What can be done. Each has a button, and a key that is shown below the table.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = ()

    def __init__(self, title: str, columns: Sequence[Column], *, empty: str) -> None:
        """Create the dialog.

        Args:
            title: What is listed.
            columns: The columns of the table.
            empty: What is shown when there is nothing.
        """
        actions = [button(each.name, _(each.label)) for each in self.ACTIONS]
        super().__init__(title, [button("close", _("Close")), *actions])
        self._head = Static(classes="head", markup=False)
        self._head.display = False
        self._table = RowTable(columns, empty=empty)
        self._hint = Static(classes="hint", markup=False)
        self._about = Static(classes="about", markup=False)
        self._said = Static(classes="said", markup=False)
        self._said.display = False

    def content(self) -> ComposeResult:
        """The table between what all rows are about and what one is."""
        yield self._head
        yield self._table
        yield self._hint
        yield VerticalScroll(self._about)
        yield self._said

    def _describe_keys(self) -> str:
        mapped = {each.binding.action: each.binding.key for each in self.active_bindings.values()}
        keys = []
        for each in self.ACTIONS:
            key = mapped.get(f"act('{each.name}')", each.key)
            keys.append(f"{key.capitalize() if len(key) > 1 else key} {_(each.label).rstrip('…').lower()}")
        return " · ".join(keys)

    def on_mount(self) -> None:
        """Show what is known; the table has the focus."""
        self.show()
        self._table.focus()
        self._hint.update(self._describe_keys())
        self.on_shown()

    def on_shown(self) -> None:
        """Called once, when the list is shown for the first time."""

    # -- what a list is made of

    @abstractmethod
    def show(self) -> None:
        """Show the rows as they are now."""

    @abstractmethod
    def about(self, index: int) -> str:
        """What is known about a row."""

    @abstractmethod
    def act(self, name: str, index: int) -> object:
        """Do what a button or a key says; a coroutine is run.

        Args:
            name: The action.
            index: The row under the cursor; -1 if there is none and the action needs none.
        """

    # -- showing

    def show_head(self, text: str) -> None:
        """Show what all rows are about."""
        self._head.update(escape_lines(text))
        self._head.display = bool(text)

    def describe(self) -> None:
        """Show what is known about the row under the cursor."""
        index = self._table.cursor
        self._about.update("" if index is None else escape_lines(self.about(index)))

    def say(self, text: str, kind: str = "done") -> None:
        """Show the outcome of the last action.

        Args:
            text: The sentence, or ``""``.
            kind: ``done``, ``error`` or ``busy``.
        """
        self._said.set_classes(f"said -{kind}")
        self._said.update(escape_lines(text))
        self._said.display = bool(text)

    # -- acting

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Another row: the outcome was about the one before."""
        event.stop()
        self.say("")
        self.highlighted()

    def highlighted(self) -> None:
        """The cursor is on another row."""
        self.describe()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Enter."""
        event.stop()
        self._act_by_key("enter")

    def on_row_table_asked(self, event: RowTable.Asked) -> None:
        """Insert or Delete."""
        event.stop()
        self._act_by_key("insert" if event.act == "add" else "delete")

    def _act_by_key(self, key: str) -> None:
        for each in self.ACTIONS:
            if each.key == key:
                self.answer(each.name)

    def action_act(self, name: str) -> None:
        """A key of the table."""
        self.answer(name)

    def answer(self, name: str) -> None:
        """Do what a button or a key says, if there is a row to do it with."""
        action = next(each for each in self.ACTIONS if each.name == name)
        index = self._table.cursor
        if index is None and action.needs_row:
            return
        work = self.act(name, -1 if index is None else index)
        if work is not None:
            self.run_worker(work, group="act", exclusive=True)  # type: ignore[arg-type]


class PickDialog(Dialog[int]):
    """A list to pick from, narrowed by typing; the answer is the index among all rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", priority=True, show=False, id="pick.up"),
        Binding("down", "move(1)", "Down", priority=True, show=False, id="pick.down"),
    ]

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        search: Callable[[str], Sequence[int]] | None = None,
        about: Callable[[int], str] | None = None,
        start: int = 0,
        label: str = "",
    ) -> None:
        """Create the dialog.

        Args:
            title: What is picked.
            columns: The columns.
            rows: The rows.
            search: Returns the indexes of the rows that match a text, best first; by default those that
                contain every word of it.
            about: Returns what is known about a row; called when it is highlighted.
            start: The row that the cursor is on at first.
            label: The label of the button that picks.
        """
        super().__init__(
            title, [button("cancel", _("Cancel")), button("pick", label or _("Select"), primary=True)]
        )
        self._rows, self._search, self._tell, self._start = rows, search or self._matching, about, start
        self._shown: Sequence[int] = range(len(rows))
        self._input = TextInput(placeholder=_("Type to search"))
        self._table = RowTable(columns, empty=_("No match."))
        self._about = Static(classes="about", markup=False)

    def _matching(self, words: str) -> Sequence[int]:
        return [index for index, row in enumerate(self._rows) if matches(words, row[0], " ".join(row[1:]))]

    def content(self) -> ComposeResult:
        """The search above the list, a few words below it."""
        yield self._input
        yield self._table
        if self._tell is not None:
            yield self._about

    def on_mount(self) -> None:
        """All rows; the search has the focus."""
        self._show(self._start)
        self._input.focus()

    def _show(self, cursor: int) -> None:
        self._shown = self._search(self._input.value)
        self._table.show([self._rows[index] for index in self._shown])
        self._table.cursor = cursor
        self._describe()

    @property
    def _index(self) -> int | None:
        cursor = self._table.cursor
        return None if cursor is None else self._shown[cursor]

    def _describe(self) -> None:
        if self._tell is not None:
            self._about.update("" if self._index is None else escape_text(self._tell(self._index)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._show(0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick the row under the cursor."""
        event.stop()
        self.answer("pick")

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Describe another row."""
        event.stop()
        self._describe()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Pick it."""
        event.stop()
        self.answer("pick")

    def action_move(self, by: int) -> None:
        """Move the cursor while the search keeps the focus."""
        cursor = self._table.cursor
        if cursor is not None:
            self._table.cursor = min(max(cursor + by, 0), self._table.row_count - 1)
            self._describe()

    def answer(self, name: str) -> None:
        """Pick the row under the cursor."""
        if self._index is not None:
            self.dismiss(self._index)
