"""The table of rows: keys, mouse, marks, and asking for nothing that is off the screen."""

from collections.abc import Sequence
from typing import Any, overload

import pytest
from textual.app import App, ComposeResult
from textual.message import Message

from wizard.tui.widgets.row_table import Column, RowTable

COLUMNS = [Column("Name"), Column("Type", 10), Column("VMs", 4, "right")]
ROWS = [[f"g{index}", "ecs.large", str(index)] for index in range(20)]


class Host(App[None]):
    """A table of ten lines, and what it posted."""

    CSS = "RowTable { width: 40; height: 10; }"

    def __init__(self) -> None:
        super().__init__()
        self.table = RowTable(COLUMNS, empty="No groups [/] yet.")
        self.posted: list[tuple[Any, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def note(self, event: Message, *values: Any) -> None:
        assert event.control is self.table
        self.posted.append((type(event).__name__, *values))

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        self.note(event, event.index)

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        self.note(event, event.index)

    def on_row_table_add_requested(self, event: RowTable.AddRequested) -> None:
        self.note(event)

    def on_row_table_delete_requested(self, event: RowTable.DeleteRequested) -> None:
        self.note(event, event.index)

    def on_row_table_duplicate_requested(self, event: RowTable.DuplicateRequested) -> None:
        self.note(event, event.index)

    def on_row_table_move_requested(self, event: RowTable.MoveRequested) -> None:
        self.note(event, event.index, event.by)


def line(table: RowTable, y: int) -> str:
    return table.render_line(y).text.rstrip()


async def test_titles_stay_and_rows_scroll_under_them() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.press("end")
        assert line(app.table, 0).split() == ["Name", "Type", "VMs"]
        assert line(app.table, 9).split() == ["▸", "g19", "ecs.large", "19"]
        assert app.posted == [("Highlighted", 19)]


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["down", "down", "up"], 1),
        (["up"], 0),
        (["pagedown"], 8),
        (["pagedown", "pagedown", "pagedown", "pagedown"], 19),
        (["end", "pageup"], 11),
        (["end", "home"], 0),
    ],
)
async def test_keys_move_the_cursor(keys: list[str], cursor: int) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.press(*keys)
        assert app.table.cursor == cursor


@pytest.mark.parametrize(
    ("key", "posted"),
    [
        ("enter", [("Chosen", 1)]),
        ("insert", [("AddRequested",)]),
        ("delete", [("DeleteRequested", 1)]),
        ("ctrl+d", [("DuplicateRequested", 1)]),
        ("ctrl+up", [("MoveRequested", 1, -1)]),
        ("alt+up", [("MoveRequested", 1, -1)]),
        ("ctrl+down", [("MoveRequested", 1, 1)]),
        ("alt+down", [("MoveRequested", 1, 1)]),
    ],
)
async def test_keys_ask_for_changes(key: str, posted: list[tuple[Any, ...]]) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        app.table.cursor = 1
        await pilot.press(key)
        assert app.posted == posted


async def test_the_first_row_cannot_move_up_nor_the_last_down() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS[:1])
        await pilot.press("ctrl+up", "ctrl+down")
        assert app.posted == []


async def test_without_rows_only_adding_is_possible() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show([])
        assert app.table.cursor is None
        assert line(app.table, 1).strip() == "No groups [/] yet."
        await pilot.press("delete", "down", "ctrl+d", "alt+down")
        assert app.posted == []
        await pilot.press("insert", "enter")
        assert app.posted == [("AddRequested",), ("AddRequested",)]


async def test_the_cursor_stays_on_a_row_when_rows_vanish() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.press("end")
        app.posted.clear()
        app.table.show(ROWS[:3])
        await pilot.pause()
        assert app.table.cursor == 2
        assert line(app.table, 3).startswith("▸")
        app.table.show([])
        app.table.show(ROWS[:1])
        assert app.table.cursor == 0
        assert app.posted == []


async def test_setting_the_cursor_scrolls_and_posts_nothing() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        app.table.cursor = 500
        await pilot.pause()
        assert app.table.cursor == 19
        assert line(app.table, 9).startswith("▸")
        assert app.posted == []


async def test_a_click_highlights_and_a_click_on_the_highlighted_row_chooses() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.click(app.table, offset=(5, 3))
        assert app.posted == [("Highlighted", 2)]
        await pilot.click(app.table, offset=(5, 3))
        assert app.posted == [("Highlighted", 2), ("Chosen", 2)]
        await pilot.click(app.table, offset=(5, 0))
        assert len(app.posted) == 2


@pytest.mark.parametrize(("row", "posted"), [(4, ["Highlighted", "Chosen"]), (0, ["Chosen"])])
async def test_a_double_click_chooses_once(row: int, posted: list[str]) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.double_click(app.table, offset=(5, row + 1))
        assert [name for name, *_ in app.posted] == posted


async def test_marks_are_symbols() -> None:
    app = Host()
    async with app.run_test():
        app.table.show(ROWS, {0: "error", 1: "warning", 2: "note"})
        assert [line(app.table, y)[:3] for y in range(1, 5)] == ["▸✗ ", " ! ", " i ", "   "]


async def test_cells_are_cropped_by_their_width_on_the_screen() -> None:
    app = Host()
    async with app.run_test():
        app.table.show([["中" * 30, "a\nb[/]\x1b", "x" * 10_000], ["🙂" * 30, "", ""]])
        for y in range(3):
            assert app.table.render_line(y).cell_length == 40
        assert "中中…" in line(app.table, 1)
        assert "a\\nb[/]\\x" in line(app.table, 1)
        assert line(app.table, 1).endswith("xxx…")


class Counted(Sequence[Sequence[str]]):
    """Many rows that note which of them were asked for."""

    def __init__(self) -> None:
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return 100_000

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[Any]:
        assert isinstance(index, int)
        self.asked.add(index)
        return [f"g{index}", "", ""]


async def test_only_rows_on_the_screen_are_asked_for() -> None:
    app = Host()
    rows = Counted()
    async with app.run_test() as pilot:
        app.table.show(rows)
        await pilot.press("end", "up")
        assert rows.asked <= {*range(9), *range(99_991, 100_000)}


async def test_columns_that_do_not_fit_are_reached_sideways() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show_columns([Column("First", 30), Column("Second", 30)])
        app.table.show([["a", "b"]])
        await pilot.pause()
        assert "Second" not in line(app.table, 0)
        app.table.scroll_to(x=30, animate=False)
        await pilot.pause()
        assert "Second" in line(app.table, 0)
