"""A table of plain text, for collections and lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import DataTable

from wizard.text import escape_text
from wizard.tui.commands import TABLE_COMMANDS
from wizard.tui.widgets.cells import ELLIPSIS, SYMBOLS, crop, fit

NARROWEST = 8
"""The fewest cells that a column is narrowed to."""
LONGEST_TITLE = 13
"""The cells up to which a title is not cropped."""
CHUNK = 50
"""The number of rows that are added below the visible ones; scrolling adds more."""
MARK_WIDTH = 3
"""The cells before the text of the first column: the cursor, the mark of a row with problems, and a space."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        title: Its title.
        width: Its width in cells; ``None`` is that of its cells.
        align: Its alignment.
        narrowest: The least width in cells if there is no room for all columns.
        keeps_end: Whether cells are places such as ``Disks › Size``, which lose their beginning if they are too long.
    """

    title: str
    width: int | None = None
    align: Literal["left", "right"] = "left"
    narrowest: int = NARROWEST
    keeps_end: bool = False


class RowTable(DataTable[Text]):
    """A table with a cursor on a row.

    `DataTable` interprets markup in cells, does not narrow columns, has no marks and no text for an empty table,
    and posts the same messages for changes by the user and by the program.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_top", "First row", show=False, id="table.first"),
        Binding("end", "scroll_bottom", "Last row", show=False, id="table.last"),
        Binding("insert", "ask('add')", "Add", show=False, id="table.insert"),
        Binding("delete", "ask('remove')", "Remove", show=False, id="table.delete"),
    ]
    DEFAULT_CSS = """
    RowTable {
        height: 1fr;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;
        & > .datatable--header { background: $panel; }
    }
    """

    @dataclass
    class Highlighted(Message):
        """Posted when the user moved the cursor to another row."""

        index: int

    @dataclass
    class Chosen(Message):
        """Posted when the user chose a row: Enter, or a click on the row under the cursor."""

        table: "RowTable"
        index: int

    @dataclass
    class ActionRequested(Message):
        """Posted when the key of an action was pressed."""

        action: str
        """``add`` (also Enter in an empty table), ``remove``, or another action of the bindings."""

    def __init__(self, columns: Iterable[Column], *, empty: str = "", max_rows: int = 0) -> None:
        """Create a table without rows.

        Args:
            columns: The columns; the first one is narrowed last.
            empty: The text to show if there are no rows.
            max_rows: The most rows that are visible at once if the height is ``auto``.
        """
        super().__init__(cursor_type="row", cell_padding=0)
        self._max_rows = max_rows
        self.titles = list(columns)
        self.empty = empty
        self._cells: list[tuple[str, ...]] = []
        self._marks: Mapping[int, str] = {}
        self._widths: list[int] = []
        """The widths of the columns; empty until the table has a layout."""
        self._gap = 2
        """The cells between the columns."""
        self._room = 0
        """The width that the columns were fitted into."""
        self._cursor_index = 0
        """The cursor's row, as posted last."""

    def show(self, rows: Iterable[Sequence[str]], marks: Mapping[int, str] | None = None) -> None:
        """Show other rows. The cursor keeps its index, or moves to the last row if there are fewer.

        Args:
            rows: The rows, a cell for each column.
            marks: ``error``, ``warning`` or ``note`` by the index of a row.
        """
        cells = [tuple(row) for row in rows]
        if cells != self._cells or (marks or {}) != self._marks:
            before, old_marks = self._cells, self._marks
            self._cells, self._marks = cells, marks or {}
            if len(cells) != len(before) and self._max_rows:
                self.refresh(layout=True)
            # A table on a step that is not shown has no width; it keeps the one it had.
            self._show_rows(before, old_marks, self.scrollable_content_region.width or self._room)
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines. Adds the rows, since the width is known, so that the first frame has them."""
        room = width - self.scrollbar_size_vertical
        if room != self._room:
            self._show_rows(self._cells, self._marks, room)
        return max(min(len(self._cells), self._max_rows), 1) + 1

    @property
    def cursor(self) -> int | None:
        """The index of the row under the cursor; ``None`` if there are no rows.

        Setting it moves the cursor, at most to the last row, and posts no message.
        """
        return (self.cursor_row if self.row_count else self._cursor_index) if self._cells else None

    @cursor.setter
    def cursor(self, index: int | None) -> None:
        self._cursor_index = min(max(index or 0, 0), max(len(self._cells) - 1, 0))
        self._add_rows(self._cursor_index + 1)
        if self._cursor_index != self.cursor_row:
            self.move_cursor(row=self._cursor_index)

    def _compute_widths(self) -> tuple[int, list[int]]:
        """Return the gap and the widths of the columns: those of the widest cells, or less if there is no room."""
        natural = [
            column.width or max((cell_len(escape_text(cell)) for cell in (column.title, *cells)), default=0)
            for column, *cells in zip(self.titles, *self._cells, strict=False)
        ]
        room = self._room - MARK_WIDTH
        for gap in (2, 1):
            if sum(natural) + gap * (len(natural) - 1) <= room:
                return gap, natural
        room -= len(natural) - 1
        flexible = [index for index, column in enumerate(self.titles) if index and column.width is None]
        least = [max(each.narrowest, min(cell_len(each.title), LONGEST_TITLE)) for each in self.titles]
        widths = natural
        for cap in range(max((natural[index] for index in flexible), default=0), NARROWEST - 1, -1):
            widths = [
                min(each, max(cap, least[index])) if index in flexible else each
                for index, each in enumerate(natural)
            ]
            if sum(widths) <= room:
                return 1, widths
        return 1, [max(room - sum(widths[1:]), NARROWEST), *widths[1:]]

    def _show_rows(self, before: Sequence[tuple[str, ...]], old_marks: Mapping[int, str], room: int) -> None:
        """Update the rows that have changed, or all of them if the widths of the columns have changed."""
        if room <= 0:
            return  # no layout yet
        cursor = self._cursor_index = min(self._cursor_index, max(len(self._cells) - 1, 0))
        # In a long table, a key press must not change the widths, which would redraw all rows.
        if room != self._room or not self._widths or len(self._cells) <= CHUNK or not before:
            self._room = room
            gap, widths = self._compute_widths()
        else:
            gap, widths = self._gap, self._widths
        if (gap, widths) != (self._gap, self._widths):
            self._gap, self._widths = gap, []  # no rows are added until there are columns, even on scrolling
            if self.columns:
                self.clear(columns=True)
            for index, (column, width) in enumerate(zip(self.titles, widths, strict=True)):
                title = fit(column.title, width, right=column.align == "right")
                title = " " * MARK_WIDTH * (not index) + title
                following = gap * (index < len(widths) - 1)
                self.add_column(Text(title), width=cell_len(title) + following, key=str(index))
            self._widths = widths
        for index in range(self.row_count - 1, len(self._cells) - 1, -1):
            self.remove_row(str(index))
        for index in range(self.row_count):
            cells = self._cells[index]
            if (
                index >= len(before)
                or cells != before[index]
                or old_marks.get(index) != self._marks.get(index)
            ):
                for place, text in enumerate(self._make_texts(index, cursor)):
                    self.update_cell(str(index), str(place), text)
        self._add_rows(cursor + 1)
        if cursor != self.cursor_row:
            self.move_cursor(row=cursor)

    def _add_rows(self, count: int = 0) -> None:
        """Add rows up to a number, and at least up to some below the visible ones."""
        if self._widths:
            count = max(count, int(self.scroll_y) + self.size.height + CHUNK)
            for index in range(self.row_count, min(count, len(self._cells))):
                self.add_row(*self._make_texts(index, self._cursor_index), key=str(index))
            # `DataTable` would set it after the first frame, which then had no scrollbar.
            width = MARK_WIDTH + sum(self._widths) + self._gap * (len(self._widths) - 1)
            self.virtual_size = Size(width, self.row_count + 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Add rows before the end becomes visible."""
        super().watch_scroll_y(old_value, new_value)
        self._add_rows()

    def _make_texts(self, index: int, cursor: int) -> list[Text]:
        columns = zip(self._cells[index], self.titles, self._widths, strict=True)
        texts = [
            Text(fit(_crop_cell(cell, column, width), width, right=column.align == "right"), end="")
            for cell, column, width in columns
        ]
        mark = self._marks.get(index, "")
        color = self.app.theme_variables.get(f"text-{mark}", "") if mark else ""
        text = Text("▸" if index == cursor else " ", end="")
        text.append(SYMBOLS.get(mark, " "), f"bold {color}" if color.startswith("#") else "bold")
        return [text.append(" ").append(texts[0]), *texts[1:]]

    def validate_cursor_coordinate(self, value: Coordinate) -> Coordinate:
        """Return a place of the table; without rows, `DataTable` takes the row before the first."""
        return super().validate_cursor_coordinate(value) if self.row_count else Coordinate(0, 0)

    def watch_cursor_coordinate(self, old_coordinate: object, new_coordinate: object) -> None:
        """Redraw the pointer in the rows that the cursor has left and entered."""
        super().watch_cursor_coordinate(old_coordinate, new_coordinate)  # type: ignore[arg-type]
        if old_coordinate == new_coordinate:  # `add_row` sets it again
            return
        for row in {old_coordinate.row, new_coordinate.row}:  # type: ignore[attr-defined]
            if row < min(len(self._cells), self.row_count):
                self.update_cell(str(row), "0", self._make_texts(row, self.cursor_row)[0])

    def on_mount(self) -> None:
        """Redraw the marks when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, self._on_theme_changed)

    def _on_theme_changed(self, _: object) -> None:
        self._widths = []
        self._show_rows([], {}, self._room)
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        if (room := self.scrollable_content_region.width) != self._room:
            self._show_rows(self._cells, self._marks, room)
        self._add_rows()

    def action_scroll_bottom(self) -> None:
        self._add_rows(len(self._cells))
        super().action_scroll_bottom()

    def render_line(self, y: int) -> Strip:
        """Return a line of the table, or the text for an empty one."""
        if y == 1 and not self._cells:
            width = self.scrollable_content_region.width
            text = Segment(" " + crop(self.empty, width - 1), self.rich_style)
            return Strip([text]).adjust_cell_length(width, self.rich_style)
        return super().render_line(y)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Post that the user moved the cursor."""
        event.stop()
        if event.cursor_row == self.cursor_row != self._cursor_index:
            self._cursor_index = event.cursor_row
            self.post_message(self.Highlighted(event.cursor_row))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.cursor_row))

    def on_click(self, event: Click) -> None:
        """Choose the row under the cursor by a click on any of its cells."""
        if event.style.meta.get("row") == self.cursor_row:
            self.move_cursor(column=event.style.meta["column"])

    def action_select_cursor(self) -> None:
        """Choose the row under the cursor; in an empty table, ask for a new one."""
        if self._cells:
            super().action_select_cursor()
        else:
            self.action_ask("add")

    def action_move(self, by: int) -> None:
        """Move the cursor as a key does."""
        self.move_cursor(row=self.cursor_row + by)

    def action_ask(self, action: str) -> None:
        """Post that an action was requested, unless it needs a row and there is none."""
        if self._cells or action != "remove":
            self.post_message(self.ActionRequested(action))


def _crop_cell(cell: str, column: Column, width: int) -> str:
    """Return a cell cropped to a width; the arrow after an inherited value is kept."""
    if column.keeps_end and cell_len(shown := escape_text(cell)) > width:
        parts = shown.split(" › ")
        tails = (" › ".join((ELLIPSIS, *parts[start:])) for start in range(1, len(parts)))
        return next((tail for tail in tails if cell_len(tail) <= width), crop(parts[-1], width))
    if cell.endswith(" ⟵") and width > NARROWEST:
        return crop(cell[:-2], width - 2) + " ⟵"
    return crop(cell, width)


class EntryTable(RowTable):
    """The table of a collection, with keys for its entries that work while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(command.binding for command in TABLE_COMMANDS),
        Binding("ctrl+d", "ask('duplicate')", show=False),
        Binding("ctrl+down", "ask('move-down')", show=False),
        Binding("ctrl+up", "ask('move-up')", show=False),
    ]
