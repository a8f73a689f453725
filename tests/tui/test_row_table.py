"""The table of rows: what is visible in which width, and what is posted for what the user does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from wizard.tui.widgets.row_table import Column, RowTable

from .host import Host, lines

COLUMNS = [Column("Name"), Column("Type"), Column("VMs", align="right")]
ROWS = [[f"g{index}", "ecs.large", str(index)] for index in range(20)]


@asynccontextmanager
async def shown(rows: list[list[str]]) -> AsyncIterator[tuple[Host, RowTable, Pilot[None]]]:
    """A table of ten lines with some rows."""
    table = RowTable(COLUMNS, empty="No groups [/] yet.")
    table.styles.height = 10
    app = Host(table, width=40)
    async with app.run_test() as pilot:
        table.show(rows)
        await pilot.pause()
        yield app, table, pilot


async def test_keys_move_the_cursor_and_the_titles_stay() -> None:
    async with shown(ROWS) as (app, table, pilot):
        await pilot.press("end")
        await pilot.pause()
        assert lines(table)[0].split() == ["Name", "Type", "VMs"]
        assert lines(table)[9].split() == ["▸", "g19", "ecs.large", "19"]
        assert app.values(RowTable.Highlighted, "index") == [19]
        table.show([[f"g{index}", "ecs.large", str(index)] for index in range(1_000)])
        await pilot.press("end")
        await pilot.pause()
        assert table.cursor == 999 and "g999" in lines(table)[9]
        table.show(ROWS)
        for keys, cursor in ((["home", "down", "down", "up"], 1), (["up", "up"], 0), (["pagedown"] * 4, 19)):
            await pilot.press(*keys)
            assert table.cursor == cursor
        app.posted.clear()
        table.cursor = 500
        table.show(ROWS[:3])
        await pilot.pause()
        assert table.cursor == 2 and lines(table)[3].strip().startswith("▸"), "rows have vanished"
        table.show([])
        table.show(ROWS[:1])
        await pilot.pause()
        assert table.cursor == 0 and app.posted == [], "the program posts nothing"


async def test_every_line_of_a_tall_terminal_has_its_row() -> None:
    rows = [[f"g{index}", "ecs.large", str(index)] for index in range(300)]
    async with shown(rows) as (_app, table, pilot):
        for height in (80, 150):
            table.styles.height = height
            await pilot.resize_terminal(80, 160)
            await pilot.pause()
            await pilot.pause()
            assert lines(table)[height - 1].split() == [f"g{height - 2}", "ecs.large", str(height - 2)]
        table.show([])
        table.show([[f"h{index}", "ecs.large", str(index)] for index in range(300)])
        await pilot.pause()
        assert lines(table)[149].split() == ["h148", "ecs.large", "148"], "also rows that come later"


async def test_keys_and_clicks_choose_a_row_and_request_changes() -> None:
    async with shown(ROWS) as (app, table, pilot):
        await pilot.click(table, offset=(5, 3))
        assert app.values(RowTable.Highlighted, "index") == [2]
        await pilot.click(table, offset=(12, 3))
        await pilot.click(table, offset=(5, 0))
        await pilot.press("enter")
        assert app.values(RowTable.Chosen, "index") == [2, 2]
        await pilot.press("insert", "delete")
        assert app.values(RowTable.Asked, "act") == ["add", "remove"] and len(app.posted) == 5


async def test_an_empty_table_says_so_and_takes_new_rows_only() -> None:
    async with shown([]) as (app, table, pilot):
        assert table.cursor is None and lines(table)[1].strip() == "No groups [/] yet."
        await pilot.press("delete", "down", "insert", "enter")
        assert app.values(RowTable.Asked, "act") == ["add", "add"] and len(app.posted) == 2


async def test_changed_rows_and_marks_are_shown() -> None:
    async with shown(ROWS) as (_, table, pilot):
        for rows, marks, expected in (
            (ROWS, {0: "error", 1: "warning", 2: "note"}, ["▸✗ g0", "! g1", "i g2", "g3 ecs.large"]),
            ([["g0", "ecs.small", "7"], *ROWS[1:]], {1: "error"}, ["▸ g0", "✗ g1", "g2 ecs.large"]),
        ):
            table.show(rows, marks)
            await pilot.pause()
            found = [" ".join(line.split()[:2]) for line in lines(table)[1:]]
            assert found[: len(expected)] == expected
        assert "ecs.small" in lines(table)[1]


async def test_cells_are_cropped_by_their_width_on_the_screen_and_are_no_markup() -> None:
    async with shown([["中" * 30, "a\nb[/]\x1b", "x" * 10_000], ["🙂" * 30, "", ""]]) as (_, table, _pilot):
        assert [table.render_line(y).cell_length for y in range(3)] == [40] * 3
        assert "中中…" in lines(table)[1] and "a\\nb[/]…" in lines(table)[1]


@pytest.mark.parametrize(("width", "kind"), [(40, "ecs.sn1ne.2x…"), (60, "ecs.sn1ne.2xlarge-and-more")])
async def test_names_are_cut_only_when_all_other_columns_are_narrow(width: int, kind: str) -> None:
    async with shown([["instance-group-one", "ecs.sn1ne.2xlarge-and-more", "12"]]) as (app, table, pilot):
        app.query_one("Container").styles.width = width
        for _ in range(2):
            await pilot.pause()
        assert lines(table)[1].split()[1:] == ["instance-group-one", kind, "12"]
