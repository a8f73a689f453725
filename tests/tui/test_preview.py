"""The preview: what its lines say and look like, where it scrolls, and which line is chosen."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from wizard.document.tree import Path, set_in
from wizard.tui.widgets.preview import GoTo, Preview

TREE = {
    "Name": "x",
    "Groups": {"g": {"ImageId": "img", "Ports": [1, 2.5, True, None], "Empty": {}}},
    "Last": -1,
}
GROUPS = {"Groups": {f"g{index}": {"A": index, "B": "b"} for index in range(500)}, "Name": "n"}


class Host(App[None]):
    """A field beside a preview of 60 by 20, and what was chosen."""

    CSS = "Input { width: 20; } Preview { width: 60; height: 20; }"

    def __init__(self, *, numbers: bool = True) -> None:
        super().__init__()
        self.preview = Preview()
        if not numbers:
            self.preview.NUMBERED_FROM = 999  # type: ignore[misc]
        self.chosen: list[Path] = []

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Input()
            yield self.preview

    def on_go_to(self, event: GoTo) -> None:
        self.chosen.append(event.path)


def lines(preview: Preview) -> list[str]:
    return [preview.render_line(y).text.rstrip() for y in range(20)]


async def test_lines_are_numbered_where_there_is_room() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show(TREE)
        assert lines(app.preview)[1] == '   2   "Name": "x",'
        app.preview.styles.width = 49
        await pilot.pause()
        assert lines(app.preview)[:7] == [
            "  {",
            '    "Name": "x",',
            '    "Groups": {',
            '      "g": {',
            '        "ImageId": "img",',
            '        "Ports": [',
            "          1,",
        ]


async def test_marks_are_where_the_path_or_its_parent_begins_and_the_worst_wins() -> None:
    app = Host(numbers=False)
    async with app.run_test(size=(80, 24)):
        app.preview.show(
            TREE,
            {
                ("Name",): "warning",
                ("Groups", "g", "Missing"): "note",
                ("Groups", "g"): "error",
                ("Groups", "g", "AlsoMissing"): "warning",
                ("Groups", "g", "ImageId"): "note",
            },
        )
        assert [line[:1] for line in lines(app.preview)[:6]] == [" ", "!", " ", "✗", "i", " "]
        app.preview.show(set_in(TREE, ("Name",), "changed"), {("Name",): "error"})
        assert lines(app.preview)[1] == '✗   "Name": "changed",'
        app.preview.show(TREE, {})
        assert not any(line[:1].strip() for line in lines(app.preview))


async def test_the_followed_field_is_in_sight_without_the_focus() -> None:
    app = Host(numbers=False)
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show(GROUPS)
        app.preview.follow(("Groups", "g300"))
        await pilot.pause()
        at = [y for y, line in enumerate(lines(app.preview)) if line.startswith(" ▌")]
        assert len(at) == 4  # the group takes four lines
        assert '"g300": {' in lines(app.preview)[at[0]]
        assert at[-1] + Preview.MARGIN < 20
        assert isinstance(app.focused, Input)
        app.preview.follow(("Groups", "g300", "C"))
        await pilot.pause()
        assert ["g300" in line for line in lines(app.preview) if "▌" in line] == [True], "the parent"
        app.preview.follow(("Name",))
        app.preview.show(set_in(GROUPS, ("Groups", "g0"), {"A": list(range(100))}))
        await pilot.pause()
        assert any("▌" in line and '"Name"' in line for line in lines(app.preview)), "lines came before it"


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
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show(TREE)
        app.preview.focus()
        await pilot.press(*keys, "enter")
        assert app.chosen == [path]


async def test_the_cursor_scrolls_and_is_a_symbol_only_while_focused() -> None:
    app = Host(numbers=False)
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show(GROUPS)
        app.preview.focus()
        await pilot.press("end")
        assert lines(app.preview)[19] == " ▸}"
        await pilot.press("shift+tab")
        assert lines(app.preview)[19] == "  }"
        app.preview.show({"a": 1})
        await pilot.pause()
        assert app.preview.cursor_line == 2, "the lines that it was on are gone"


async def test_a_click_chooses_the_line_also_when_scrolled() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show(GROUPS)
        app.preview.follow(("Name",))
        await pilot.pause()
        y = next(y for y, line in enumerate(lines(app.preview)) if '"g499"' in line)
        await pilot.click(app.preview, offset=(20, y))
        await pilot.click(app.preview, offset=(20, 19))
        assert app.chosen == [("Groups", "g499"), ()]


async def test_long_lines_are_cropped_and_reached_sideways() -> None:
    app = Host(numbers=False)
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show({"Long": "y" * 10_000 + "end", "Wide": "中" * 100})
        app.preview.focus()
        await pilot.pause()
        assert [app.preview.render_line(y).cell_length for y in range(3)] == [60] * 3
        assert lines(app.preview)[1].endswith("yyy…")
        assert lines(app.preview)[2].endswith("…")
        await pilot.press("right")
        assert lines(app.preview)[1].startswith("  …")
        assert [app.preview.render_line(y).cell_length for y in range(3)] == [60] * 3
        app.preview.scroll_to(x=100_000, animate=False)
        await pilot.pause()
        assert lines(app.preview)[1].endswith('end",')


@pytest.mark.parametrize(
    "text", ["[/]", "[bold]x", "\x7f\u202e\u200b", "\ud800", "a\nb\t\x1b[0m", "👩‍👩‍👧 中文 é"]
)
async def test_no_text_steers_the_terminal_or_breaks_a_line(text: str) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show({text: text, "List": [text, f"{text}: "]})
        await pilot.pause()
        for y in range(7):
            strip = app.preview.render_line(y)
            assert strip.cell_length == 60
            assert strip.text.replace("\u200d", "").isprintable()


@pytest.mark.parametrize("tree", [{}, [], None, "x", 3, {"": {"": []}}])
async def test_any_value_of_json_can_be_shown(tree: Any) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.preview.show(tree, {(): "error", ("a", 0): "note"})
        app.preview.follow(("a", 0, "b"))
        app.preview.focus()
        await pilot.press("end", "up", "enter", "right", "left")
        assert len(app.chosen) == 1
