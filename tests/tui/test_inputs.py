"""The fields that take text: suggestions, one line, several lines, and that every character is kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Paste
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, Static

from wizard.document.serializer import to_text
from wizard.tui.widgets.suggest import DropDown, SuggestInput, Suggestion
from wizard.tui.widgets.text_area import PlainTextArea
from wizard.tui.widgets.text_input import TextInput

from .host import Host, lines
from .person import wizard

KINDS = [
    Suggestion("ecs.sn1ne.large", "2 vCPU, 4 GB [/]"),
    Suggestion("ecs.sn1ne.xlarge", "4 vCPU, 8 GB"),
    Suggestion("ecs.g5.large", "2 vCPU, 8 GB"),
    Suggestion("ecs.g5.2xlarge", "8 vCPU, 32 GB"),
    *[Suggestion(f"ecs.c{index}.large", "中文") for index in range(12)],
]


class SuggestHost(Host):
    """A field that suggests, below a number of lines and above another field."""

    def __init__(self, text: str = "", *, above: int = 0, **options: Any) -> None:
        super().__init__()
        self.pad = Static()
        self.pad.styles.height = above
        self.options = {"text": text, "suggestions": KINDS, **options}

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            self.field = SuggestInput(**self.options)
            yield from (self.pad, self.field, Input())

    @property
    def offered(self) -> list[str]:
        return [item.value for item in self.list.items] if self.field.is_open else []

    @property
    def list(self) -> DropDown:
        return self.screen.query_one(DropDown)


@asynccontextmanager
async def suggesting(
    text: str = "", *keys: str, size: tuple[int, int] = (80, 24), **options: Any
) -> AsyncIterator[tuple[SuggestHost, Pilot[None]]]:
    app = SuggestHost(text, **options)
    async with app.run_test(size=size) as pilot:
        assert not app.screen.query(DropDown), "nothing is mounted before the list opens"
        await pilot.press(*keys)
        yield app, pilot


async def test_the_list_is_filtered_by_the_words_of_value_and_title_the_best_match_first() -> None:
    async with suggesting() as (app, pilot):
        for typed, offered in (
            ("g5", ["ecs.g5.large", "ecs.g5.2xlarge"]),
            ("G5 32", ["ecs.g5.2xlarge"]),
            ("8 gb", ["ecs.sn1ne.xlarge", "ecs.g5.large", "ecs.g5.2xlarge"]),
            ("ecs.g5.l", ["ecs.g5.large"]),
            ("nothing like it", []),
        ):
            await pilot.press("ctrl+u", *("space" if each == " " else each for each in typed))
            assert (app.field.value, app.offered) == (typed, offered)

    async with suggesting("", "a", suggestions=[Suggestion("b-a"), Suggestion("a-b")]) as (app, _):
        assert app.offered == ["a-b", "b-a"]


@pytest.mark.parametrize(
    ("keys", "value", "submitted"),
    [
        ([*"ecs.g5", "enter"], "ecs.g5", ["ecs.g5"]),
        ([*"ecs.g5", "tab"], "ecs.g5", []),
        ([*"ECS.G5.LARGE", "enter"], "ecs.g5.large", []),  # a known value in other letters
        (["g", "5", "down", "up", "enter"], "g5", ["g5"]),  # up from the first goes back to the field
        (["g", "5", "down", "down", "enter"], "ecs.g5.2xlarge", []),
        (["g", "5", "down", "down", "tab"], "ecs.g5.2xlarge", []),
    ],
)
async def test_only_a_highlighted_one_is_accepted(keys: list[str], value: str, submitted: list[str]) -> None:
    async with suggesting("", *keys[:-1], suggestions=KINDS[2:4]) as (app, pilot):
        assert app.offered
        await pilot.press(keys[-1])
        assert (app.field.value, app.values(Input.Submitted)) == (value, submitted)
        assert app.values(Input.Changed)[-1] == value and not app.field.is_open
        assert app.field.has_focus == (keys[-1] == "enter")


async def test_escape_and_leaving_the_field_close_the_list() -> None:
    async with suggesting() as (app, pilot):
        for keys, is_open, value in ((["g", "5"], True, "g5"), (["escape"], False, "g5")):
            await pilot.press(*keys)
            assert (app.field.is_open, app.field.value) == (is_open, value)
        for keys, is_open in ((["backspace"], True), (["tab"], False)):
            await pilot.press(*keys)
            assert (app.field.is_open, app.field.value) == (is_open, "g")


async def test_down_and_a_click_on_the_arrow_open_the_whole_list_and_a_click_accepts() -> None:
    async with suggesting("ecs.g5.large", "down") as (app, pilot):
        assert len(app.offered) == len(KINDS), "at a complete value"
        await pilot.press("down", "enter")
        assert app.field.value == "ecs.g5.2xlarge"
        await pilot.press("ctrl+u", "g", "5", "escape", "down")
        assert app.offered == ["ecs.g5.large", "ecs.g5.2xlarge"], "at a part of one, only what matches"
        await pilot.click(DropDown, offset=(3, 1))
        assert app.field.value == app.values(Input.Changed)[-1] == "ecs.g5.2xlarge"
        assert not app.field.is_open and app.field.has_focus
        arrow = (app.field.size.width, 0)
        for place, is_open in ((arrow, True), (arrow, False), ((2, 0), False)):
            await pilot.click(app.field, offset=place)
            assert app.field.is_open is is_open


@pytest.mark.parametrize("above", [0, 12, 15, 20, 22])
async def test_the_list_has_at_most_eight_rows_on_the_screen_and_never_covers_the_field(above: int) -> None:
    async with suggesting("", "l", above=above) as (app, pilot):
        assert app.list.region.height == 8
        assert app.screen.region.contains_region(app.list.region)
        assert app.list.region.bottom == app.field.region.y or app.list.region.y == app.field.region.bottom
        await pilot.press("down", "pagedown", "down")
        assert app.list.highlighted == 9 and "ecs.c5.large" in lines(app.list)[7]


async def settle(pilot: Pilot[None]) -> None:
    for _ in range(10):
        await pilot.pause()


async def test_the_list_follows_its_field_and_goes_with_it() -> None:
    async with suggesting("", "l", above=3) as (app, pilot):
        app.pad.styles.height = 6
        await settle(pilot)
        assert app.list.region.y == app.field.region.bottom == 7
        app.pad.styles.height = 30
        await settle(pilot)
        assert not app.field.is_open, "the field is out of sight"
        await app.field.remove()
        await settle(pilot)
        assert not app.screen.query(DropDown)


async def test_a_long_text_stays_clear_of_the_arrow() -> None:
    async with suggesting("", *"abcdefghijklmnopqrstuvwxyz", size=(20, 5), suggestions=[]) as (app, _):
        assert lines(app.field)[0].endswith("xyz  ▾")
        assert app.field.render_line(0).cell_length == app.field.content_size.width


@asynccontextmanager
async def field_with(text: str = "", **options: Any) -> AsyncIterator[tuple[Host, TextInput, Pilot[None]]]:
    app = Host(width=20)
    async with app.run_test() as pilot:
        field = TextInput(text, **options)
        await app.query_one("Container").mount(field, TextInput())
        field.focus()
        await pilot.pause()
        yield app, field, pilot


async def paste(pilot: Pilot[None], field: Widget, text: str) -> None:
    field.post_message(Paste(text))
    await pilot.pause()


@pytest.mark.parametrize(
    ("pasted", "value", "seen"),
    [
        ("a\nb", "a\nb", "a↵b"),
        ("A=1\r\nB=2\rC=3\n", "A=1\nB=2\nC=3\n", "A=1↵B=2↵C=3↵"),
        ("a\tb\xa0c", "a\tb\xa0c", "a⇥b␣c"),
        ("a\x1b[31m\x7fb", "a\x1b[31m\x7fb", "a␛[31m␡b"),
        ("a\u200b\u202eb\ud800", "a\u200b\u202eb\ud800", "a��b�"),
        ("[/] [bold]x 中文 🙂", "[/] [bold]x 中文 🙂", "[/] [bold]x 中文 🙂"),
    ],
)
async def test_a_paste_is_kept_whole_and_shown(pasted: str, value: str, seen: str) -> None:
    async with field_with() as (app, field, pilot):
        app.query_one("Container").styles.width = 40
        await paste(pilot, field, pasted)
        assert (field.value, lines(field)) == (value, [seen])


async def test_a_paste_replaces_the_selection_and_the_cursor_stays_in_sight() -> None:
    async with field_with("one two") as (_, field, pilot):
        await pilot.press("tab", "shift+tab", "!")
        assert field.value == "one two!", "the focus selects nothing"
        for text, value, seen in (
            ("x" * 1999, "x" * 1999 + "y", "xy"),
            ("x\n" * 40, "x\n" * 40 + "y", "x↵y"),
        ):
            await pilot.press("shift+home")
            await paste(pilot, field, text)
            await pilot.press("y")
            assert field.value == value and lines(field)[0].endswith(seen)
    async with field_with(numbers=True) as (_, field, pilot):
        await paste(pilot, field, "  12 \n")
        assert field.value == "12", "a number has no blanks around it"


@pytest.mark.parametrize(
    ("is_secret", "is_revealed", "copied", "left"),
    [(True, False, "", "text"), (True, True, "", "text"), (False, False, "text", "")],
)
async def test_no_secret_is_copied_or_cut(is_secret: bool, is_revealed: bool, copied: str, left: str) -> None:
    async with field_with("text", secret=is_secret) as (app, field, pilot):
        if is_revealed:
            assert field.toggle_reveal()
        await pilot.press("shift+home", "ctrl+c", "ctrl+x")
        assert (app.clipboard, field.value) == (copied, left)


@pytest.mark.parametrize(("cell", "value"), [(0, "-a\n中b"), (1, "a-\n中b"), (2, "a\n-中b"), (4, "a\n中-b")])
async def test_a_click_sets_the_cursor_where_it_is_seen(cell: int, value: str) -> None:
    async with field_with("a\n中b") as (_, field, pilot):
        await pilot.click(field, offset=(1 + cell, 0))
        await pilot.press("-")
        assert field.value == value


BREAKS = [
    "one\r\ntwo\r\nthree",
    "one\rtwo\rthree",
    "one\f\v\x85two\n\u2028\u2029\x1c\x1dthree\x1e",
    "one\r\ntwo\nthree\rfour\n\r\n",
]


async def test_typing_undo_and_copying_change_nothing_else_whatever_ends_the_lines() -> None:
    async with wizard({"Name": "c1"}) as person:
        for text in BREAKS:
            person.controller.session.document.set(("Bootstrap",), text)
            await person.settle()
            await person.enter(("Bootstrap",))
            area = person.pane.query_one(PlainTextArea)
            area.select_all()
            await person.press("ctrl+c")
            assert person.app.clipboard == text
            area.move_cursor((0, 0))
            await person.type("x")
            assert person.document["Bootstrap"] == f"x{text}"
            await person.press("right", "right", "right", "backspace")
            assert person.document["Bootstrap"] == f"xon{text[3:]}"
            person.controller.session.document.set(("Bootstrap",), text)
            await person.press(":edit-text")
            area = person.app.screen.query_one(PlainTextArea)
            for keys, before in ((["space", "ctrl+z", "ctrl+z"], ""), (["ctrl+y"], " ")):
                await person.press(*keys)
                assert area.text == f"{before}{to_text(person.document)}", "only typing is undone"
            await person.press("f4")
            assert person.document == {"Name": "c1", "Bootstrap": text} and not person.asked


async def test_a_paste_keeps_all_but_line_ends_and_control_characters_are_shown_as_symbols() -> None:
    app = Host(area := PlainTextArea("one\r\x1b\u2028.\ntwo"))
    area.styles.height = 10
    async with app.run_test() as pilot:
        assert lines(area)[0].strip() == "one␍␛↵." and lines(area)[1].strip() == "two"
        await pilot.press("right")
        await paste(pilot, area, "1\r2\r\n3\n\u2028\f\x85\x1b[31m")
        await pilot.press("!")
        assert area.text == "o1\n2\n3\n\u2028\f\x85\x1b[31m!ne\r\x1b\u2028.\ntwo"


async def test_characters_of_input_methods_are_typed_and_control_characters_are_not() -> None:
    text = "a\u3000\xa0\u200d\U0001fae9\U000e0001中b"
    async with wizard({"Name": "c1"}) as person:
        for path in (("Bootstrap",), ("Description",)):
            await person.type_into(path, f"{text}\x00\x1c\x7f\x80\x9b")
        assert person.document == {"Name": "c1", "Description": text, "Bootstrap": text}
