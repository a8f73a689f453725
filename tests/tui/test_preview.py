"""The preview: what its lines say and look like, where it scrolls, and which line is chosen."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from wizard.document.tree import Path, set_in
from wizard.tui.widgets.preview import GoTo, Preview

from .host import Host, lines

TREE = {
    "Name": "x",
    "Groups": {"g": {"ImageId": "img", "Ports": [1, 2.5, True, None], "Empty": {}}},
    "Last": -1,
}
GROUPS = {"Groups": {f"g{index}": {"A": index, "B": "b"} for index in range(500)}, "Name": "n"}


@asynccontextmanager
async def shown(
    tree: Any, marks: Mapping[Path, str] | None = None, *, width: int = 60
) -> AsyncIterator[tuple[Host, Preview, Pilot[None]]]:
    """A preview of 20 lines below a field; with 60 columns, its lines are numbered."""
    preview = Preview()
    preview.styles.height = 20
    app = Host(Input(), preview, width=width)
    async with app.run_test(size=(80, 24)) as pilot:
        preview.show(tree, marks or {})
        await pilot.pause()
        yield app, preview, pilot


async def test_lines_are_numbered_where_there_is_room() -> None:
    async with shown(TREE) as (app, preview, pilot):
        assert lines(preview)[1] == '   2   "Name": "x",'
        app.query_one("Container").styles.width = 49
        await pilot.pause()
        expected = ["  {", '    "Name": "x",', '    "Groups": {', '      "g": {', '        "ImageId": "img",']
        assert lines(preview)[:5] == expected


async def test_marks_are_where_the_path_or_its_parent_begins_and_the_worst_wins() -> None:
    marks = {
        ("Name",): "warning",
        ("Groups", "g", "Missing"): "note",
        ("Groups", "g"): "error",
        ("Groups", "g", "AlsoMissing"): "warning",
        ("Groups", "g", "ImageId"): "note",
    }
    async with shown(TREE, marks, width=49) as (_, preview, _pilot):
        assert [line[:1] for line in lines(preview)[:6]] == [" ", "!", " ", "✗", "i", " "]
        preview.show(set_in(TREE, ("Name",), "changed"), {("Name",): "error"})
        assert lines(preview)[1] == '✗   "Name": "changed",'
        preview.show(TREE, {})
        assert not any(line[:1].strip() for line in lines(preview))


async def test_the_followed_field_is_in_sight_without_the_focus() -> None:
    async with shown(GROUPS, width=49) as (app, preview, pilot):
        preview.follow(("Groups", "g300"))
        await pilot.pause()
        at = [y for y, line in enumerate(lines(preview)) if line.startswith(" ▌")]
        assert len(at) == 4  # the group takes four lines
        assert '"g300": {' in lines(preview)[at[0]]
        assert at[-1] + Preview.MARGIN < 20
        assert isinstance(app.focused, Input)
        preview.follow(("Groups", "g300", "C"))
        await pilot.pause()
        assert ["g300" in line for line in lines(preview) if "▌" in line] == [True], "the parent"
        preview.follow(("Name",))
        preview.show(set_in(GROUPS, ("Groups", "g0"), {"A": list(range(100))}))
        await pilot.pause()
        assert any("▌" in line and '"Name"' in line for line in lines(preview)), "lines came before it"


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        (["down"], ("Name",)),
        (["down", "down", "down", "down", "up"], ("Groups", "g")),
        (["end"], ()),
        (["end", "up"], ("Last",)),
        (["pagedown", "home", "down"], ("Name",)),
    ],
)
async def test_enter_chooses_the_path_of_the_line(keys: list[str], path: Path) -> None:
    async with shown(TREE) as (app, preview, pilot):
        preview.focus()
        await pilot.press(*keys, "enter")
        assert app.values(GoTo, "path") == [path]


async def test_the_cursor_scrolls_is_a_symbol_only_while_focused_and_a_click_chooses_a_line() -> None:
    async with shown(GROUPS, width=49) as (app, preview, pilot):
        preview.focus()
        await pilot.press("end")
        assert lines(preview)[19] == " ▸}"
        await pilot.press("shift+tab")
        assert lines(preview)[19] == "  }"
        y = next(y for y, line in enumerate(lines(preview)) if '"g499"' in line)
        await pilot.click(preview, offset=(20, y))
        await pilot.click(preview, offset=(20, 19))
        assert app.values(GoTo, "path") == [("Groups", "g499"), ()]
        preview.show({"a": 1})
        await pilot.pause()
        assert preview.cursor_line == 2, "the lines that it was on are gone"


async def test_long_lines_are_cropped_and_reached_sideways() -> None:
    async with shown({"Long": "y" * 10_000 + "end", "Wide": "中" * 100}, width=49) as (_, preview, pilot):
        preview.focus()
        await pilot.pause()
        assert lines(preview)[1].endswith("yyy…") and lines(preview)[2].endswith("…")
        await pilot.press("right")
        assert lines(preview)[1].startswith("  …")
        assert [preview.render_line(y).cell_length for y in range(3)] == [49] * 3
        preview.scroll_to(x=100_000, animate=False)
        await pilot.pause()
        assert lines(preview)[1].endswith('end",')


@pytest.mark.parametrize(
    "text", ["[/]", "[bold]x", "\x7f\u202e\u200b", "\ud800", "a\nb\t\x1b[0m", "👩‍👩‍👧 中文 é"]
)
async def test_no_text_steers_the_terminal_or_breaks_a_line(text: str) -> None:
    async with shown({text: text, "List": [text, f"{text}: "]}) as (_, preview, _pilot):
        for y in range(7):
            strip = preview.render_line(y)
            assert strip.cell_length == 60
            assert strip.text.replace("\u200d", "").isprintable()


@pytest.mark.parametrize("tree", [{}, [], None, "x", 3, {"": {"": []}}])
async def test_any_value_of_json_can_be_shown(tree: Any) -> None:
    async with shown(tree, {(): "error", ("a", 0): "note"}) as (app, preview, pilot):
        preview.follow(("a", 0, "b"))
        preview.focus()
        await pilot.press("end", "up", "enter", "right", "left")
        assert len(app.values(GoTo, "path")) == 1
