"""A table of thousands of rows of which only those on screen are ever asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.tui.widgets.cells import SYMBOLS, cropped, fitted, ink

__all__ = ["Column", "RowTable"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in cells (``None``: a share of what is left) and its alignment."""

    title: str
    width: int | None = None
    align: Literal["left", "right"] = "left"


class RowTable(ScrollView, can_focus=True):
    """Rows of text under a line of titles, one row under the cursor.

    The table shows what it is handed and never changes it: adding, deleting, moving and duplicating are
    asked for by messages. Messages are posted for what a person does, never for what the program does.
    """

    ALLOW_SELECT = False
    GUTTER: ClassVar[int] = 3
    """Cells before the first column: the cursor, the mark and a blank."""
    GAP: ClassVar[int] = 2
    """Cells between two columns."""
    NARROWEST: ClassVar[int] = 8
    """The least width in cells of a column that takes what is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="table.up"),
        Binding("down", "move(1)", "Down", show=False, id="table.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="table.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="table.page-down"),
        Binding("home", "first", "First row", show=False, id="table.first"),
        Binding("end", "last", "Last row", show=False, id="table.last"),
        Binding("enter", "choose", "Open", show=False, id="table.choose"),
        Binding("insert", "add", "Add", id="table.add"),
        Binding("delete", "delete", "Delete", id="table.delete"),
        Binding("ctrl+up,alt+up", "shift(-1)", "Move up", show=False, id="table.shift-up"),
        Binding("ctrl+down,alt+down", "shift(1)", "Move down", show=False, id="table.shift-down"),
        Binding("ctrl+d", "duplicate", "Duplicate", show=False, id="table.duplicate"),
    ]
    """
    | Key(s) | Description |
    | :- | :- |
    | up, down, pageup, pagedown, home, end | Move the cursor. |
    | enter | Choose the row; in an empty table, ask for a new one. |
    | insert | Ask for a new row. |
    | delete | Ask for the row to be deleted. |
    | ctrl+up, alt+up, ctrl+down, alt+down | Ask for the row to be moved. |
    | ctrl+d | Ask for the row to be duplicated. |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-table--header",
        "row-table--cursor",
        "row-table--empty",
        "row-table--error",
        "row-table--warning",
        "row-table--note",
    }
    """
    | Class | Description |
    | :- | :- |
    | `row-table--header` | The titles of the columns. |
    | `row-table--cursor` | The row under the cursor. |
    | `row-table--empty` | What is said when there are no rows. |
    | `row-table--error` | The mark of a row with errors. |
    | `row-table--warning` | The mark of a row with warnings. |
    | `row-table--note` | The mark of a row with notes. |
    """

    DEFAULT_CSS = """
    RowTable {
        height: 1fr;
        background: $surface;
        color: $foreground;
        overflow-x: auto;
        overflow-y: auto;
        scrollbar-size-horizontal: 1;
        scrollbar-size-vertical: 1;
        & > .row-table--header { background: $panel; color: $foreground; text-style: bold; }
        & > .row-table--cursor { background: $block-cursor-blurred-background; }
        & > .row-table--empty { color: $text-muted; text-style: italic; }
        & > .row-table--error { color: $text-error; text-style: bold; }
        & > .row-table--warning { color: $text-warning; text-style: bold; }
        & > .row-table--note { color: $text-accent; }
        &:focus {
            background-tint: $foreground 5%;
            & > .row-table--cursor {
                background: $block-cursor-background;
                color: $block-cursor-foreground;
                text-style: bold;
            }
        }
    }
    """

    @dataclass
    class _About(Message):
        table: "RowTable"

        @property
        def control(self) -> "RowTable":
            """The table that sent it."""
            return self.table

    @dataclass
    class Highlighted(_About):
        """Posted when a person moved the cursor to another row."""

        index: int

    @dataclass
    class Chosen(_About):
        """Posted when a person chose a row: Enter, a double click, or a click on the row under the cursor."""

        index: int

    @dataclass
    class AddRequested(_About):
        """Posted when a person asks for a new row."""

    @dataclass
    class DeleteRequested(_About):
        """Posted when a person asks for a row to be deleted."""

        index: int

    @dataclass
    class DuplicateRequested(_About):
        """Posted when a person asks for a row to be duplicated."""

        index: int

    @dataclass
    class MoveRequested(_About):
        """Posted when a person asks for a row to be moved; never past the first or the last place."""

        index: int
        by: int
        """``-1`` for up, ``1`` for down."""

    def __init__(
        self,
        columns: Iterable[Column],
        *,
        empty: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Create a table without rows.

        Args:
            columns: The columns.
            empty: What is said when there are no rows.
            name: The name of the widget.
            id: The id of the widget.
            classes: The CSS classes of the widget.
            disabled: Whether it is disabled.
        """
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self.columns = list(columns)
        self.empty = empty
        self._rows: Sequence[Sequence[str]] = ()
        self._marks: Mapping[int, str] = {}
        self._cursor = 0
        self._opened_by_click = False

    def show(self, rows: Sequence[Sequence[str]], marks: Mapping[int, str] | None = None) -> None:
        """Show other rows. The cursor stays on its index, or goes to the last row when there are fewer.

        Rows that are equal to those that are shown cost nothing.

        Args:
            rows: The rows, a cell for each column; asked for an item only when it is on screen.
            marks: ``error``, ``warning`` or ``note`` by the index of a row.
        """
        if rows == self._rows and (marks or {}) == self._marks:
            return
        self._rows = rows
        self._marks = marks or {}
        self._cursor = min(self._cursor, max(len(rows) - 1, 0))
        self._measure()
        self.refresh()
        if self.is_mounted:
            self._keep_in_sight()

    def show_columns(self, columns: Iterable[Column]) -> None:
        """Show other columns; the rows are to be shown anew."""
        self.columns = list(columns)
        self._measure()
        self.refresh()

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def cursor(self) -> int | None:
        """The index of the row under the cursor; ``None`` when there are no rows.

        Setting it moves the cursor, to the nearest row there is, and posts nothing.
        """
        return self._cursor if len(self._rows) else None

    @cursor.setter
    def cursor(self, index: int | None) -> None:
        before, self._cursor = self._cursor, min(max(index or 0, 0), max(len(self._rows) - 1, 0))
        if self._cursor != before:
            self.refresh()
        self._keep_in_sight()

    # Layout

    def _widths(self) -> list[int]:
        """The width of each column in cells."""
        available = self.scrollable_content_region.width - self.GUTTER - self.GAP * (len(self.columns) - 1)
        flexible = sum(column.width is None for column in self.columns)
        left = max(available - sum(column.width or 0 for column in self.columns), 0)
        widths = []
        for column in self.columns:
            if column.width is None:
                share = left // flexible
                widths.append(max(share, self.NARROWEST))
                left, flexible = left - share, flexible - 1
            else:
                widths.append(column.width)
        return widths

    def _measure(self) -> None:
        least = self.GUTTER + self.GAP * (len(self.columns) - 1)
        least += sum(column.width or self.NARROWEST for column in self.columns)
        room = self.size.width - self.styles.scrollbar_size_vertical
        fits = not self.size.width or least <= room  # out of sight it has no width, and is measured again
        self.virtual_size = Size(0 if fits or not len(self._rows) else least, len(self._rows) + 1)

    def on_resize(self, event: Resize) -> None:
        self._measure()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Scroll so that the row under the cursor is below the titles and above the lower edge."""
        height = self.scrollable_content_region.height - 1
        if height <= 0:
            return
        top = self.scroll_offset.y
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """The titles, a row, or what is said when there are none."""
        size = self.scrollable_content_region
        base = self.rich_style
        index = self.scroll_offset.y + y - 1
        if y == 0:
            base = self.get_component_rich_style("row-table--header")
            strip = self._strip(" ", "", None, [column.title for column in self.columns])
        elif 0 <= index < len(self._rows):
            at = index == self._cursor
            if at:
                base = self.get_component_rich_style("row-table--cursor")
            mark = self._marks.get(index, "")
            strip = self._strip(
                "▸" if at else " ", mark, base if at and self.has_focus else None, self._rows[index]
            )
        elif index == 0:
            style = self.get_component_rich_style("row-table--empty")
            strip = Strip([Segment(" " + cropped(self.empty, size.width - 1), style)])
        else:
            strip = Strip([])
        return strip.crop_extend(self.scroll_offset.x, self.scroll_offset.x + size.width, None).apply_style(
            base
        )

    def _strip(self, cursor: str, mark: str, style: Style | None, cells: Sequence[str]) -> Strip:
        """A line of cells. With a style, the mark takes it: the focused cursor's row has but one colour."""
        symbol = SYMBOLS.get(mark, " ")
        if style is None and mark in SYMBOLS:
            style = ink(self.get_component_rich_style(f"row-table--{mark}"))
        texts = [
            fitted(cell, width, right=column.align == "right")
            for column, width, cell in zip(self.columns, self._widths(), cells, strict=False)
        ]
        return Strip([Segment(cursor), Segment(symbol, style), Segment(" " + (" " * self.GAP).join(texts))])

    # What a person does

    def _go(self, index: int) -> None:
        index = min(max(index, 0), len(self._rows) - 1)
        if index >= 0 and index != self._cursor:
            self.cursor = index
            self.post_message(self.Highlighted(self, index))
        else:
            self._keep_in_sight()

    def action_move(self, by: int) -> None:
        """Move the cursor up or down."""
        self._go(self._cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor a page up or down."""
        self._go(self._cursor + by * max(self.scrollable_content_region.height - 2, 1))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._go(len(self._rows) - 1)

    def action_choose(self) -> None:
        """Choose the row under the cursor; where there is none, ask for one."""
        if len(self._rows):
            self.post_message(self.Chosen(self, self._cursor))
        else:
            self.action_add()

    def action_add(self) -> None:
        """Ask for a new row."""
        self.post_message(self.AddRequested(self))

    def action_delete(self) -> None:
        """Ask for the row under the cursor to be deleted."""
        if len(self._rows):
            self.post_message(self.DeleteRequested(self, self._cursor))

    def action_duplicate(self) -> None:
        """Ask for the row under the cursor to be duplicated."""
        if len(self._rows):
            self.post_message(self.DuplicateRequested(self, self._cursor))

    def action_shift(self, by: int) -> None:
        """Ask for the row under the cursor to be moved up or down."""
        if 0 <= self._cursor + by < len(self._rows):
            self.post_message(self.MoveRequested(self, self._cursor, by))

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        index = self.scroll_offset.y + offset.y - 1
        if not 0 <= index < len(self._rows):
            return
        event.stop()
        if event.chain > 1 and self._opened_by_click:
            return  # the first click of the two has chosen the row already
        self._opened_by_click = index == self._cursor
        if self._opened_by_click:
            self.action_choose()
        else:
            self._go(index)
