"""The widgets whose lines are chosen: choices, tables, and the preview."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from wizard.document.tree import MISSING, set_in
from wizard.tui.widgets.choice import Checklist, Choice, Option
from wizard.tui.widgets.preview import Preview
from wizard.tui.widgets.row_table import Column, RowTable

from .host import Host, lines

KINDS = [Option("OnDemand", "OnDemand"), Option("Spot", "Spot [/]"), Option(MISSING, "not set")]
FLAGS = [Option(True, "yes"), Option(False, "no")]
EVENTS = [Option("A", "A one"), Option("B", "B two"), Option("C", "C three")]


@pytest.mark.parametrize(
    ("keys", "posted"),
    [
        (["right"], ["Spot"]),
        (["right", "right", "right"], ["Spot", MISSING]),
        (["left"], []),
        (["end", "home"], [MISSING, "OnDemand"]),
        (["space", "space", "space"], ["Spot", MISSING, "OnDemand"]),
        (["n", "S"], [MISSING, "Spot"]),
        (["x", "o"], []),
    ],
)
async def test_keys_choose(keys: list[str], posted: list[Any]) -> None:
    app = Host(Choice(KINDS, "OnDemand"))
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert app.values(Choice.Changed) == posted


async def test_a_click_chooses_also_where_the_values_are_below_each_other() -> None:
    app = Host(choice := Choice(KINDS, "OnDemand"))
    async with app.run_test() as pilot:
        await pilot.click(choice, offset=(18, 0))
        assert lines(choice) == ["( ) OnDemand  (•) Spot [/]  ( ) not set"]
        app.query_one("Container").styles.width = 30
        await pilot.pause()
        await pilot.pause()
        assert lines(choice) == ["( ) OnDemand", "(•) Spot [/]", "( ) not set"], "there is no room"
        await pilot.click(choice, offset=(5, 2))
        assert choice.value is MISSING


async def test_an_unknown_value_or_none_is_shown_and_can_be_chosen_again() -> None:
    app = Host(choice := Choice(KINDS, "spot"), other := Choice(FLAGS))
    async with app.run_test() as pilot:
        assert lines(choice) == ['( ) OnDemand  ( ) Spot [/]  ( ) not set  (•) "spot"']
        assert lines(other) == ["( ) yes  ( ) no"]
        await pilot.press("home", "end", "tab", "right")
        assert app.values(Choice.Changed) == ["OnDemand", "spot", True]
        choice.set_value("OnDemand")
        await pilot.press("shift+tab", "home", "end")
        assert choice.value is MISSING, "the other value was of another request"
    for value in (1, 1.0, "true", None, [True], {"a": 1}):
        choice = Choice(FLAGS, value)
        assert len(choice.options) == 3 and choice.value == value, "a value of another type"


async def test_a_checklist_keeps_the_order_and_appends() -> None:
    app = Host(checklist := Checklist(EVENTS, ["C", "x[/]", "A"]))
    async with app.run_test() as pilot:
        assert lines(checklist) == ["[✓] A one", "[ ] B two", "[✓] C three", '[✓] "x[/]"']
        await pilot.press("down", "space", "home", "enter", "end", "space", "space")
        await pilot.click(checklist, offset=(30, 1))
        assert app.values(Checklist.Changed, "values") == [
            ["C", "x[/]", "A", "B"],
            ["C", "x[/]", "B"],
            ["C", "B"],
            ["C", "B", "x[/]"],  # an unknown entry can be checked again
            ["C", "x[/]"],
        ]
        checklist.set_values(["B", "y"])
        await pilot.pause()
        assert (checklist.values, len(app.posted)) == (["B", "y"], 5), "the program posts nothing"
        assert lines(checklist)[3] == '[✓] "y"'


COLUMNS = [Column("Name"), Column("Type"), Column("VMs", align="right")]
ROWS = [[f"g{index}", "ecs.large", str(index)] for index in range(20)]


@asynccontextmanager
async def table_of(rows: list[list[str]]) -> AsyncIterator[tuple[Host, RowTable, Pilot[None]]]:
    table = RowTable(COLUMNS, empty="No groups [/] yet.")
    table.styles.height = 10
    app = Host(table, width=40)
    async with app.run_test() as pilot:
        table.show(rows)
        await pilot.pause()
        yield app, table, pilot


async def test_keys_move_the_cursor_over_all_rows_and_the_titles_stay() -> None:
    async with table_of(ROWS) as (_, table, pilot):
        await pilot.press("end")
        await pilot.pause()
        assert lines(table)[0].split() == ["Name", "Type", "VMs"]
        assert lines(table)[9].split() == ["▸", "g19", "ecs.large", "19"]
        for keys, cursor in ((["home", "down", "down", "up"], 1), (["up", "up"], 0), (["pagedown"] * 4, 19)):
            await pilot.press(*keys)
            assert table.cursor == cursor
        table.show(ROWS[:3])
        await pilot.pause()
        assert table.cursor == 2 and lines(table)[3].strip().startswith("▸"), "rows have vanished"


async def test_every_line_of_a_tall_terminal_has_its_row() -> None:
    many = [[f"g{index}", "ecs.large", str(index)] for index in range(1_000)]
    async with table_of(many) as (_, table, pilot):
        table.styles.height = 150
        await pilot.resize_terminal(80, 160)
        for rows in (many, [], many):  # also rows that come later
            table.show(rows)
            await pilot.pause()
            await pilot.pause()
            if rows:
                assert lines(table)[149].split() == ["g148", "ecs.large", "148"]
            else:
                await pilot.press("up", "down", "home", "end", "pageup", "pagedown", "left", "right")
                assert table.cursor is None and lines(table)[1].strip() == "No groups [/] yet."
        await pilot.press("end")
        await pilot.pause()
        assert table.cursor == 999 and "g999" in lines(table)[149]


async def test_changed_rows_and_marks_are_shown() -> None:
    async with table_of(ROWS) as (_, table, pilot):
        for rows, marks, expected in (
            (ROWS, {0: "error", 1: "warning", 2: "note"}, ["▸✗ g0", "! g1", "i g2", "g3 ecs.large"]),
            ([["g0", "ecs.small", "7"], *ROWS[1:]], {1: "error"}, ["▸ g0", "✗ g1", "g2 ecs.large"]),
        ):
            table.show(rows, marks)
            await pilot.pause()
            found = [" ".join(line.split()[:2]) for line in lines(table)[1:]]
            assert found[: len(expected)] == expected
        assert "ecs.small" in lines(table)[1]


async def test_cells_are_no_markup_and_cropped_by_their_width_names_last() -> None:
    wide = ["中" * 30, "a\nb[/]\x1b", "x" * 10_000]
    async with table_of([wide, ["🙂" * 30, "", ""]]) as (app, table, pilot):
        assert [table.render_line(y).cell_length for y in range(3)] == [40] * 3
        assert "中中…" in lines(table)[1] and "a\\nb[/]…" in lines(table)[1]
        table.show([["instance-group-one", "ecs.sn1ne.2xlarge-and-more", "12"]])
        for width, kind in ((40, "ecs.sn1ne.2x…"), (60, "ecs.sn1ne.2xlarge-and-more")):
            app.query_one("Container").styles.width = width
            for _ in range(2):
                await pilot.pause()
            assert lines(table)[1].split()[1:] == ["instance-group-one", kind, "12"]


TREE = {"Name": "x", "Groups": {"g": {"ImageId": "img", "Ports": [1, 2.5, True, None], "Empty": {}}}}


@asynccontextmanager
async def shown(tree: Any, width: int = 49) -> AsyncIterator[tuple[Host, Preview, Pilot[None]]]:
    """A preview of 20 lines; from 50 columns on, its lines are numbered."""
    preview = Preview()
    preview.styles.height = 20
    app = Host(preview, width=width)
    async with app.run_test(size=(80, 24)) as pilot:
        preview.show(tree)
        await pilot.pause()
        yield app, preview, pilot


async def test_marks_are_where_the_path_or_its_parent_begins_and_the_worst_wins() -> None:
    marks = {
        ("Name",): "warning",
        ("Groups", "g", "Missing"): "note",
        ("Groups", "g"): "error",
        ("Groups", "g", "AlsoMissing"): "warning",
        ("Groups", "g", "ImageId"): "note",
    }
    async with shown(TREE) as (app, preview, pilot):
        preview.show(TREE, marks)
        assert [line[:1] for line in lines(preview)[:6]] == [" ", "!", " ", "✗", "i", " "]
        preview.show(set_in(TREE, ("Name",), "changed"), {("Name",): "error"})
        assert lines(preview)[1] == '✗   "Name": "changed",'
        preview.show(TREE, {})
        app.query_one("Container").styles.width = 60
        await pilot.pause()
        assert lines(preview)[1] == '   2   "Name": "x",', "lines are numbered where there is room"


async def test_long_lines_are_cropped_and_reached_sideways() -> None:
    async with shown({"Long": "y" * 10_000 + "end", "Wide": "中" * 100}) as (_, preview, pilot):
        preview.focus()
        await pilot.pause()
        assert lines(preview)[1].endswith("yyy…") and lines(preview)[2].endswith("…")
        await pilot.press("right")
        assert lines(preview)[1].startswith("  …")
        assert [preview.render_line(y).cell_length for y in range(3)] == [49] * 3
        preview.scroll_to(x=100_000, animate=False)
        await pilot.pause()
        assert lines(preview)[1].endswith('end",')


async def test_no_text_steers_the_terminal() -> None:
    async with shown(None) as (_, preview, _pilot):
        for text in ("[/]", "[bold]x", "\x7f\u202e\u200b", "\ud800", "a\nb\t\x1b[0m", "👩‍👩‍👧 中文 é"):
            preview.show({text: text, "List": [text, f"{text}: "]})
            for y in range(7):
                strip = preview.render_line(y)
                assert strip.cell_length == 49 and strip.text.replace("\u200d", "").isprintable()
