"""The table of rows: what is visible in which width, and what is posted for what the user does."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.message import Message

from wizard.tui.widgets.row_table import Column, RowTable

COLUMNS = [Column("Name"), Column("Type"), Column("VMs", align="right")]
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
        self.posted.append((type(event).__name__, *values))

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        self.note(event, event.index)

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        self.note(event, event.index)

    def on_row_table_asked(self, event: RowTable.Asked) -> None:
        self.note(event, event.act)


def lines(table: RowTable) -> list[str]:
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


async def test_keys_move_the_cursor_and_the_titles_stay() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.press("end")
        await pilot.pause()
        assert lines(app.table)[0].split() == ["Name", "Type", "VMs"]
        assert lines(app.table)[9].split() == ["▸", "g19", "ecs.large", "19"]
        assert app.posted == [("Highlighted", 19)]
        app.table.show([[f"g{index}", "ecs.large", str(index)] for index in range(1_000)])
        await pilot.press("end")
        await pilot.pause()
        assert app.table.cursor == 999 and "g999" in lines(app.table)[9]
        app.table.show(ROWS)
        for keys, cursor in ((["home", "down", "down", "up"], 1), (["up", "up"], 0), (["pagedown"] * 4, 19)):
            await pilot.press(*keys)
            assert app.table.cursor == cursor
        app.table.cursor, app.posted = 0, []
        app.table.cursor = 500
        await pilot.pause()
        assert app.table.cursor == 19 and "▸" in lines(app.table)[9]
        assert app.posted == [], "the program posts nothing"


@pytest.mark.parametrize(
    ("key", "posted"),
    [("enter", [("Chosen", 1)]), ("insert", [("Asked", "add")]), ("delete", [("Asked", "remove")])],
)
async def test_keys_request_changes(key: str, posted: list[tuple[Any, ...]]) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        app.table.cursor = 1
        await pilot.press(key)
        assert app.posted == posted


async def test_an_empty_table_says_so_and_takes_new_rows_only() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show([])
        await pilot.pause()
        assert app.table.cursor is None
        assert lines(app.table)[1].strip() == "No groups [/] yet."
        await pilot.press("delete", "down")
        assert app.posted == []
        await pilot.press("insert", "enter")
        assert app.posted == [("Asked", "add"), ("Asked", "add")]


async def test_the_cursor_stays_on_a_row_when_rows_vanish() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.press("end")
        app.posted.clear()
        app.table.show(ROWS[:3])
        await pilot.pause()
        assert app.table.cursor == 2 and lines(app.table)[3].strip().startswith("▸")
        app.table.show([])
        app.table.show(ROWS[:1])
        await pilot.pause()
        assert app.table.cursor == 0 and app.posted == []


async def test_a_click_highlights_and_a_click_on_the_highlighted_row_chooses() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS)
        await pilot.click(app.table, offset=(5, 3))
        assert app.posted == [("Highlighted", 2)]
        await pilot.click(app.table, offset=(12, 3))
        await pilot.click(app.table, offset=(5, 0))
        assert app.posted == [("Highlighted", 2), ("Chosen", 2)]


async def test_changed_rows_and_marks_are_shown() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show(ROWS, {0: "error", 1: "warning", 2: "note"})
        await pilot.pause()
        marked = [["▸✗", "g0"], ["!", "g1"], ["i", "g2"], ["g3", "ecs.large"]]
        assert [line.split()[:2] for line in lines(app.table)[1:5]] == marked
        app.table.show([["g0", "ecs.small", "7"], *ROWS[1:]], {1: "error"})
        await pilot.pause()
        changed = [["▸", "g0", "ecs.small", "7"], ["✗", "g1", "ecs.large", "1"]]
        assert [line.split() for line in lines(app.table)[1:3]] == changed


async def test_cells_are_cropped_by_their_width_on_the_screen_and_are_no_markup() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.table.show([["中" * 30, "a\nb[/]\x1b", "x" * 10_000], ["🙂" * 30, "", ""]])
        await pilot.pause()
        assert [app.table.render_line(y).cell_length for y in range(3)] == [40] * 3
        assert "中中…" in lines(app.table)[1] and "a\\nb[/]…" in lines(app.table)[1]


async def test_names_are_cut_only_when_all_other_columns_are_narrow() -> None:
    name, kind = "instance-group-one", "ecs.sn1ne.2xlarge-and-more"
    app = Host()
    async with app.run_test() as pilot:
        app.table.show([[name, kind, "12"]])
        for width, shown in ((40, [name, "ecs.sn1n…", "12"]), (60, [name, kind, "12"])):
            app.table.styles.width = width
            await pilot.pause()
            await pilot.pause()
            assert lines(app.table)[1].split()[1:] == shown
