"""The field with suggestions: when the list opens, what it offers, and that typed text is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input, Static

from wizard.tui.widgets.suggest import DropDown, SuggestInput, Suggestion, by_words

KINDS = [
    Suggestion("ecs.sn1ne.large", "2 vCPU, 4 GB [/]"),
    Suggestion("ecs.sn1ne.xlarge", "4 vCPU, 8 GB"),
    Suggestion("ecs.g5.large", "2 vCPU, 8 GB"),
    Suggestion("ecs.g5.2xlarge", "8 vCPU, 32 GB"),
    *[Suggestion(f"ecs.c{index}.large", "中文") for index in range(12)],
]


class Host(App[None]):
    """A field that suggests, another below it, and what happened."""

    CSS = "Static { height: 8; }"
    BINDINGS = [Binding("escape", "escaped")]

    def __init__(self, text: str = "", *, above: int = 0, **options: Any) -> None:
        super().__init__()
        self.text = text
        self.above = above
        self.options = {"suggestions": KINDS, **options}
        self.changes: list[str] = []
        self.submitted: list[str] = []
        self.escapes = 0

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            pad = Static()
            pad.styles.height = self.above
            yield pad
            self.field = SuggestInput(self.text, **self.options)
            yield self.field
            yield Input(id="next")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.changes.append(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.submitted.append(event.value)

    def action_escaped(self) -> None:
        self.escapes += 1

    @property
    def offered(self) -> list[str]:
        return [item.value for item in self.list.items] if self.field.is_open else []

    @property
    def list(self) -> DropDown:
        return self.screen.query_one(DropDown)


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
    app = Host()
    async with app.run_test() as pilot:
        assert not app.screen.query(DropDown), "nothing is mounted before the list opens"
        await pilot.press(*["space" if character == " " else character for character in typed])
        assert app.field.value == typed
        assert app.offered == offered


async def test_the_best_match_comes_first_and_the_matcher_can_be_replaced() -> None:
    def match(text: str, item: Suggestion) -> bool:
        return by_words(text, item) or (text == "8c" and item.title == "8 vCPU")

    app = Host(suggestions=[Suggestion("b-a"), Suggestion("a-b", "8 vCPU")], matcher=match)
    async with app.run_test() as pilot:
        await pilot.press("a")
        assert app.offered == ["a-b", "b-a"]
        await pilot.press("backspace", "8", "c")
        assert app.offered == ["a-b"]


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_a_highlighted_suggestion_is_accepted(key: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("g", "5", "down", "down", key)
        assert app.field.value == "ecs.g5.2xlarge"
        assert app.changes == ["g", "g5", "ecs.g5.2xlarge"]
        assert not app.field.is_open and app.submitted == []
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
    app = Host(suggestions=[Suggestion("ecs.g5.large")])
    async with app.run_test() as pilot:
        await pilot.press(*keys[:-1])
        assert app.offered == ["ecs.g5.large"]
        await pilot.press(keys[-1])
        assert (app.field.value, app.submitted, app.field.is_open) == (value, submitted, False)


async def test_down_opens_the_whole_list_at_a_complete_value() -> None:
    app = Host("ecs.g5.large")
    async with app.run_test() as pilot:
        await pilot.press("down")
        assert len(app.offered) == len(KINDS)
        await pilot.press("down", "enter")
        assert app.field.value == "ecs.g5.2xlarge"


async def test_escape_and_leaving_the_field_close_the_list() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.field.set_text("g")
        await pilot.pause()
        assert (app.field.is_open, app.changes) == (False, []), "the program opens and posts nothing"
        await pilot.press("5", "escape")
        assert (app.field.is_open, app.field.value, app.escapes) == (False, "g5", 0)
        await pilot.press("escape")
        assert app.escapes == 1
        await pilot.press("backspace")
        assert app.field.is_open
        await pilot.press("tab")
        assert (app.field.is_open, app.field.value) == (False, "g")


async def test_a_click_accepts_a_suggestion_and_one_on_the_arrow_opens_and_closes() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("g", "5")
        await pilot.click(DropDown, offset=(3, 1))
        assert app.field.value == app.changes[-1] == "ecs.g5.2xlarge"
        assert not app.field.is_open and app.field.has_focus
        arrow = (app.field.size.width, 0)
        for place, is_open in ((arrow, True), (arrow, False), ((2, 0), False)):
            await pilot.click(app.field, offset=place)
            assert app.field.is_open is is_open


@pytest.mark.parametrize("above", [0, 12, 15, 20, 22])
async def test_the_list_has_at_most_eight_rows_on_the_screen_and_never_covers_the_field(above: int) -> None:
    app = Host(above=above)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        assert app.list.region.height == 8
        assert app.screen.region.contains_region(app.list.region)
        assert not app.list.region.overlaps(app.field.region)
        assert app.list.region.bottom == app.field.region.y or app.list.region.y == app.field.region.bottom


async def test_the_list_scrolls_with_the_keys() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await pilot.press("l", "down", "pagedown", "down")
        assert app.list.highlighted == 9
        assert "ecs.c5.large" in app.list.render_line(7).text


async def until(pilot: Pilot[Any], holds: Callable[[], object]) -> None:
    """Wait until the layout has followed a change."""
    for _ in range(50):
        await pilot.pause()
        if holds():
            return
    raise AssertionError("it never came about")


async def test_the_list_follows_its_field_and_goes_with_it() -> None:
    app = Host(above=3)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        below = app.list.region.y
        app.query_one(Static).styles.height = 6
        await until(pilot, lambda: app.list.region.y == app.field.region.bottom == below + 3)
        await pilot.resize_terminal(80, 10)
        await app.query_one(VerticalScroll).mount(*[Static() for _ in range(5)])
        app.query_one(VerticalScroll).scroll_to(y=20, animate=False)
        await until(pilot, lambda: not app.field.is_open)  # the field is out of sight
        await app.field.remove()
        await until(pilot, lambda: not app.screen.query(DropDown))


async def test_a_long_text_stays_clear_of_the_arrow() -> None:
    app = Host(suggestions=[])
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press(*"abcdefghijklmnopqrstuvwxyz")
        assert app.field.render_line(0).text.rstrip().endswith("xyz  ▾")
        assert app.field.render_line(0).cell_length == app.field.content_size.width
