"""The field with suggestions: when the list opens, what it offers, and that typed text is kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input, Static

from wizard.tui.widgets.suggest import DropDown, SuggestInput, Suggestion, by_words

from .host import Host, lines

KINDS = [
    Suggestion("ecs.sn1ne.large", "2 vCPU, 4 GB [/]"),
    Suggestion("ecs.sn1ne.xlarge", "4 vCPU, 8 GB"),
    Suggestion("ecs.g5.large", "2 vCPU, 8 GB"),
    Suggestion("ecs.g5.2xlarge", "8 vCPU, 32 GB"),
    *[Suggestion(f"ecs.c{index}.large", "中文") for index in range(12)],
]


class SuggestHost(Host):
    """A field that suggests, below a number of lines, and another below it."""

    BINDINGS = [Binding("escape", "escaped")]

    def __init__(self, text: str = "", *, above: int = 0, **options: Any) -> None:
        super().__init__()
        self.text = text
        self.above = above
        self.options = {"suggestions": KINDS, **options}
        self.escapes = 0

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            pad = Static()
            pad.styles.height = self.above
            yield pad
            self.field = SuggestInput(self.text, **self.options)
            yield self.field
            yield Input()

    def action_escaped(self) -> None:
        self.escapes += 1

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
    """A field that suggests, after some keys."""
    app = SuggestHost(text, **options)
    async with app.run_test(size=size) as pilot:
        assert not app.screen.query(DropDown), "nothing is mounted before the list opens"
        await pilot.press(*keys)
        yield app, pilot


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("g5", ["ecs.g5.large", "ecs.g5.2xlarge"]),
        ("G5 32", ["ecs.g5.2xlarge"]),
        ("8 gb", ["ecs.sn1ne.xlarge", "ecs.g5.large", "ecs.g5.2xlarge"]),
        ("ecs.g5.l", ["ecs.g5.large"]),
        ("nothing like it", []),
    ],
)
async def test_the_list_is_filtered_by_the_words_of_value_and_title(typed: str, offered: list[str]) -> None:
    async with suggesting("", *("space" if each == " " else each for each in typed)) as (app, _):
        assert (app.field.value, app.offered) == (typed, offered)


async def test_the_best_match_comes_first_and_the_matcher_can_be_replaced() -> None:
    def match(text: str, item: Suggestion) -> bool:
        return by_words(text, item) or (text == "8c" and item.title == "8 vCPU")

    suggestions = [Suggestion("b-a"), Suggestion("a-b", "8 vCPU")]
    async with suggesting("", "a", suggestions=suggestions, matcher=match) as (app, pilot):
        assert app.offered == ["a-b", "b-a"]
        await pilot.press("backspace", "8", "c")
        assert app.offered == ["a-b"]


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_a_highlighted_suggestion_is_accepted(key: str) -> None:
    async with suggesting("", "g", "5", "down", "down", key) as (app, _):
        assert app.field.value == "ecs.g5.2xlarge"
        assert app.values(Input.Changed) == ["g", "g5", "ecs.g5.2xlarge"]
        assert not app.field.is_open and app.values(Input.Submitted) == []
        assert app.field.has_focus == (key == "enter")


@pytest.mark.parametrize(
    ("keys", "value", "submitted"),
    [
        ([*"ecs.g5", "enter"], "ecs.g5", ["ecs.g5"]),
        ([*"ecs.g5", "tab"], "ecs.g5", []),
        ([*"ECS.G5.LARGE", "enter"], "ecs.g5.large", []),  # a known value in other letters
        (["g", "5", "down", "up", "enter"], "g5", ["g5"]),  # up from the first goes back to the field
    ],
)
async def test_typed_text_is_kept_unless_a_suggestion_is_highlighted(
    keys: list[str], value: str, submitted: list[str]
) -> None:
    async with suggesting("", *keys[:-1], suggestions=[Suggestion("ecs.g5.large")]) as (app, pilot):
        assert app.offered == ["ecs.g5.large"]
        await pilot.press(keys[-1])
        assert (app.field.value, app.values(Input.Submitted)) == (value, submitted)
        assert not app.field.is_open


async def test_down_opens_the_whole_list_at_a_complete_value() -> None:
    async with suggesting("ecs.g5.large", "down") as (app, pilot):
        assert len(app.offered) == len(KINDS)
        await pilot.press("down", "enter")
        assert app.field.value == "ecs.g5.2xlarge"


async def test_escape_and_leaving_the_field_close_the_list() -> None:
    async with suggesting() as (app, pilot):
        app.field.set_text("g")
        await pilot.pause()
        assert (app.field.is_open, app.posted) == (False, []), "the program opens and posts nothing"
        await pilot.press("5", "escape")
        assert (app.field.is_open, app.field.value, app.escapes) == (False, "g5", 0)
        await pilot.press("escape")
        assert app.escapes == 1
        await pilot.press("backspace")
        assert app.field.is_open
        await pilot.press("tab")
        assert (app.field.is_open, app.field.value) == (False, "g")


async def test_a_click_accepts_a_suggestion_and_one_on_the_arrow_opens_and_closes() -> None:
    async with suggesting("", "g", "5") as (app, pilot):
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
        assert not app.list.region.overlaps(app.field.region)
        assert app.list.region.bottom == app.field.region.y or app.list.region.y == app.field.region.bottom
        await pilot.press("down", "pagedown", "down")
        assert app.list.highlighted == 9 and "ecs.c5.large" in lines(app.list)[7]


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Wait until the layout has followed a change."""
    for _ in range(50):
        await pilot.pause()
        if holds():
            return
    raise AssertionError("it never came about")


async def test_the_list_follows_its_field_and_goes_with_it() -> None:
    async with suggesting("", "l", above=3) as (app, pilot):
        below = app.list.region.y
        app.query_one(Static).styles.height = 6
        await until(pilot, lambda: app.list.region.y == app.field.region.bottom == below + 3)
        await pilot.resize_terminal(80, 10)
        await app.query_one(VerticalScroll).mount(*[Static("\n" * 7) for _ in range(5)])
        app.query_one(VerticalScroll).scroll_to(y=20, animate=False)
        await until(pilot, lambda: not app.field.is_open)  # the field is out of sight
        await app.field.remove()
        await until(pilot, lambda: not app.screen.query(DropDown))


async def test_a_long_text_stays_clear_of_the_arrow() -> None:
    async with suggesting("", *"abcdefghijklmnopqrstuvwxyz", size=(20, 5), suggestions=[]) as (app, _):
        assert lines(app.field)[0].endswith("xyz  ▾")
        assert app.field.render_line(0).cell_length == app.field.content_size.width
