"""Lists of items with actions, and dialogs to pick an item."""

from abc import abstractmethod
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, NamedTuple, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input

from wizard.core.values import matches
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.tui.accounts import run_in_thread
from wizard.tui.screens.dialogs import Answer, Dialog, Line, Result, make_button
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput

TABLE_KEYS = {"choose": "enter", "add": "insert", "remove": "delete"}
"""The keys that the table handles itself, by action."""

Flow = Coroutine[Any, Any, None]
Item = TypeVar("Item")


class Action(NamedTuple):
    """An action of a list: a button, and a key while the table has the focus."""

    name: str
    label: str
    key: str
    needs_row: bool = True


def make_bindings(prefix: str, actions: Iterable[Action]) -> list[BindingType]:
    """Return the bindings of actions, except those of keys that the table handles."""
    return [
        Binding(each.key, f"act('{each.name}')", each.label, show=False, id=f"{prefix}.{each.name}")
        for each in actions
        if each.key not in TABLE_KEYS.values()
    ]


class ListScreen(Dialog[Answer]):
    """A table of items, details of the one under the cursor, the status of the last action, and buttons.

    The method of an action is ``do_`` and its name. It takes the item under the cursor if the action needs a row,
    and may return a coroutine, which runs as a worker. A `BcwError` of either is shown.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    all: Sequence[Any] = ()  # all items
    items: Sequence[Any] = ()  # the listed ones

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        *,
        empty: str,
        search: str = "",
        start: int = 0,
        buttons: Sequence[Button] = (),
    ) -> None:
        """Create the list.

        Args:
            empty: The text to show if no items are listed.
            search: The placeholder of the search input; ``""`` for none.
            start: The index of the item under the cursor at first.
            buttons: The buttons, by default those of the actions.
        """
        actions = [make_button(f"act('{each.name}')", _(each.label)) for each in self.ACTIONS]
        super().__init__(title, buttons or [make_button("dismiss", _("Close")), *actions])
        self._start = start
        self._head = Line("head")
        self._search = TextInput(placeholder=search)
        self._search.display = bool(search)
        self._table = RowTable(columns, empty=empty)
        self._hint = Line("hint")
        self._about = Line("about")
        self._status = Line("status")

    def compose_content(self) -> ComposeResult:
        yield self._head
        yield self._search
        yield self._table
        yield self._hint
        yield VerticalScroll(self._about)
        yield self._status

    def _describe_keys(self) -> str:
        mapped = {each.binding.action: each.binding.key for each in self.active_bindings.values()}
        keys = []
        for each in filter(lambda each: each.label, self.ACTIONS):
            key = mapped.get(f"act('{each.name}')", each.key)
            keys.append(f"{key.capitalize() if len(key) > 1 else key} {_(each.label).rstrip('…').lower()}")
        return " · ".join(keys)

    def on_mount(self) -> None:
        self.show(self._start)
        (self._search if self._search.display else self._table).focus()
        self._hint.show(self._describe_keys())
        self.on_shown()

    def on_shown(self) -> None:
        """Called once, when the list is shown for the first time."""

    # -- the items, defined by subclasses

    @abstractmethod
    def load(self) -> Sequence[Any]:
        """Return the items. May raise `BcwError`."""

    def find(self, words: str) -> Sequence[Any]:
        """Return the items that match a search text."""
        return self.all

    @abstractmethod
    def get_row(self, item: Any) -> Sequence[str]:
        """Return the cells of an item."""

    @abstractmethod
    def get_details(self, item: Any) -> Iterable[str]:
        """Return the lines to show about an item; empty ones are omitted."""

    def get_mark(self, item: Any) -> str:
        """Return the mark of an item: ``error``, ``warning`` or ``""``."""
        return ""

    def get_heading(self) -> str:
        """Return the text above the list."""
        return ""

    # -- display

    def show(self, cursor: int | None = None) -> None:
        """Load and show the items."""
        self.all = []
        try:
            self.all = self.load()
        except BcwError as error:
            self.show_status(str(error), "error")
        self.filter_items(cursor)

    def filter_items(self, cursor: int | None = None) -> None:
        """Show the items that match the search text; ``cursor`` is the new index of the cursor."""
        self.items = self.find(self._search.value)
        self.draw(cursor)

    def draw(self, cursor: int | None = None) -> None:
        """Show the listed items."""
        self._head.show(self.get_heading())
        marks = {index: mark for index, each in enumerate(self.items) if (mark := self.get_mark(each))}
        self._table.show(map(self.get_row, self.items), marks)
        if cursor is not None:
            self._table.cursor = cursor
        self.show_details()

    @property
    def item(self) -> Any:
        """The item under the cursor, if any."""
        index = self._table.cursor
        return None if index is None or index >= len(self.items) else self.items[index]

    def go_to(self, is_match: Callable[[Any], bool]) -> None:
        """Move the cursor to the first item that a predicate selects, if any."""
        index = next((index for index, each in enumerate(self.items) if is_match(each)), None)
        if index is not None:
            self._table.cursor = index
        self.show_details()

    def show_details(self) -> None:
        """Show the details of the item under the cursor."""
        item = self.item
        self._about.show("" if item is None else "\n".join(filter(None, self.get_details(item))))

    def show_status(self, text: str, kind: str = "done") -> None:
        """Show the status of the last action, of the kind ``done``, ``error`` or ``busy``."""
        self._status.show(text, kind)

    def show_error(self, error: BcwError) -> None:
        self.show_status(str(error), "error")

    # -- actions

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.filter_items(cursor=0)

    def action_move(self, by: int) -> None:
        """Move the cursor if the search input has the focus, otherwise the focus."""
        if self.focused is self._search:
            self._table.action_move(by)
        elif by < 0:
            self.focus_previous()
        else:
            self.focus_next()

    @on(RowTable.Highlighted)
    def _highlight(self, event: RowTable.Highlighted) -> None:
        event.stop()
        self.show_status("")  # the status concerned the previous item
        self.handle_highlight()

    def handle_highlight(self) -> None:
        self.show_details()

    @on(RowTable.Chosen)
    @on(RowTable.ActionRequested)
    def _act_by_key(self, event: RowTable.Chosen | RowTable.ActionRequested) -> None:
        event.stop()
        key = TABLE_KEYS[event.action] if isinstance(event, RowTable.ActionRequested) else "enter"
        for each in self.ACTIONS:
            if each.key == key:
                self.action_act(each.name)

    def action_act(self, name: str) -> None:
        action = next(each for each in self.ACTIONS if each.name == name)
        item = self.item
        if item is None and action.needs_row:
            return
        with self._showing_errors():
            act = getattr(self, f"do_{name}")
            flow = act(item) if action.needs_row else act()
            if flow is not None:
                self.run_worker(self.run_flow(flow), group="act", exclusive=True)

    async def run_flow(self, flow: Flow) -> None:
        """Run the coroutine of an action."""
        with self._showing_errors():
            await flow

    @contextmanager
    def _showing_errors(self) -> Iterator[None]:
        try:
            yield
        except BcwError as error:
            self.show_error(error)

    async def run_with_status(self, status: str, call: Callable[[], Result]) -> Result:
        """Return the result of a blocking call; show a status meanwhile."""
        self.show_status(status, "busy")
        result = await run_in_thread(call)
        self.show_status("")
        return result

    def run_to_end(self, status: str, call: Callable[[], Result], on_done: Callable[[Result], str]) -> None:
        """Run a blocking call, and show the text of ``on_done``, also when the list is closed meanwhile."""

        async def run() -> None:
            try:
                text, kind = on_done(await run_in_thread(call)), "done"
            except BcwError as error:
                text, kind = str(error), "error"
            if self.is_attached:
                self.show_status(text, kind)
            else:
                self.app.notify(text, severity="error" if kind == "error" else "information", timeout=10)

        self.show_status(status, "busy")
        self.app.run_worker(run(), group="act")


class PickDialog(ListScreen[Item]):
    """A list to pick an item from, filtered by typing."""

    ACTIONS = (Action("pick", "", "enter"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="pick.up"),
        Binding("down", "move(1)", "Down", show=False, id="pick.down"),
    ]

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        items: Sequence[Item],
        row: Callable[[Item], Sequence[str]],
        *,
        label: str,
        search: Callable[[str], Sequence[Item]] | None = None,
        about: Callable[[Item], str] | None = None,
        start: int = 0,
    ) -> None:
        """Create the dialog.

        Args:
            row: Returns the cells of an item.
            search: Returns the items that match a text, best first; by default those that contain its words.
            about: Returns the details of an item; called when it is highlighted.
            start: The index of the item under the cursor at first.
        """
        buttons = [make_button("dismiss", _("Cancel")), make_button("act('pick')", label, primary=True)]
        super().__init__(
            title, columns, empty=_("No match."), search=_("Type to search"), start=start, buttons=buttons
        )
        self._picked_from, self._row, self._matching, self._tell = items, row, search, about

    def compose_content(self) -> ComposeResult:
        yield self._search
        yield self._table
        if self._tell is not None:
            yield self._about

    def load(self) -> Sequence[Item]:
        return self._picked_from

    def find(self, words: str) -> Sequence[Item]:
        if self._matching is not None:
            return self._matching(words)
        return [each for each in self.all if matches(words, "", " ".join(self.get_row(each)))]

    def get_row(self, item: Item) -> Sequence[str]:
        return self._row(item)

    def get_details(self, item: Item) -> Sequence[str]:
        return [self._tell(item)] if self._tell is not None else []

    def do_pick(self, item: Item) -> None:
        self.dismiss(item)
