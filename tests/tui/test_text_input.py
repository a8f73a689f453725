"""The field of one line: pastes, secrets, and values set by the program."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from wizard.tui.widgets.text_input import TextInput


class Host(App[None]):
    """A field, and what it posted."""

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__()
        self.text = text
        self.options = options
        self.changes: list[str] = []
        self.submitted: list[str] = []

    def compose(self) -> ComposeResult:
        self.field = TextInput(self.text, **self.options)
        yield self.field
        yield TextInput(id="next")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.changes.append(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.submitted.append(event.value)


async def paste(pilot: Pilot[None], field: TextInput, text: str) -> None:
    field.post_message(Paste(text))
    await pilot.pause()


def shown(field: TextInput) -> str:
    return field.render_line(0).text.rstrip()


async def test_a_value_set_by_the_program_posts_nothing_and_leaves_the_cursor() -> None:
    app = Host("abcdef")
    async with app.run_test() as pilot:
        await pilot.press("home", "right")
        app.field.set_text("ABCDEF")
        await pilot.pause()
        assert (app.field.value, app.changes) == ("ABCDEF", [])
        await pilot.press("-", "enter")
        assert (app.field.value, app.changes, app.submitted) == ("A-BCDEF", ["A-BCDEF"], ["A-BCDEF"])


@pytest.mark.parametrize(
    ("pasted", "value", "seen"),
    [
        ("a\nb", "a\nb", "a↵b"),
        ("A=1\r\nB=2\rC=3\n", "A=1\nB=2\nC=3\n", "A=1↵B=2↵C=3↵"),
        ("a\tb", "a\tb", "a⇥b"),
        ("a\x1b[31m\x7fb", "a\x1b[31m\x7fb", "a␛[31m␡b"),
        ("a\u200b\u202eb\ud800", "a\u200b\u202eb\ud800", "a��b�"),
        ("a\xa0b", "a\xa0b", "a␣b"),
        ("[/] [bold]x", "[/] [bold]x", "[/] [bold]x"),
        ("中文 🙂", "中文 🙂", "中文 🙂"),
    ],
)
async def test_a_paste_is_kept_whole_and_its_unprintable_characters_are_shown(
    pasted: str, value: str, seen: str
) -> None:
    app = Host()
    async with app.run_test() as pilot:
        await paste(pilot, app.field, pasted)
        assert (app.field.value, shown(app.field)) == (value, seen)


async def test_a_paste_replaces_the_selection_and_the_cursor_stays_in_sight() -> None:
    app = Host("one two")
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("tab", "shift+tab", "!")
        assert app.field.value == "one two!", "the focus selects nothing"
        await pilot.press("shift+home")
        await paste(pilot, app.field, "x" * 1999)
        await pilot.press("y")
        assert app.field.value == "x" * 1999 + "y" and shown(app.field).endswith("xy")
        await pilot.press("shift+home")
        await paste(pilot, app.field, "x\n" * 40)
        await pilot.press("y")
        assert shown(app.field).endswith("x↵y")


async def test_a_field_for_numbers_drops_the_blanks_around_a_paste() -> None:
    app = Host(numbers=True)
    async with app.run_test() as pilot:
        await paste(pilot, app.field, "  12 \n")
        assert app.field.value == "12"


@pytest.mark.parametrize("is_revealed", [False, True])
async def test_a_secret_is_neither_copied_nor_cut(is_revealed: bool) -> None:
    app = Host("hidden", secret=True)
    async with app.run_test() as pilot:
        if is_revealed:
            assert app.field.toggle_reveal()
        await pilot.press("shift+home", "ctrl+c", "ctrl+x")
        assert (app.clipboard, app.field.value) == ("", "hidden")


async def test_other_text_is_cut() -> None:
    app = Host("open")
    async with app.run_test() as pilot:
        await pilot.press("shift+home", "ctrl+x")
        assert (app.clipboard, app.field.value) == ("open", "")


async def test_a_secret_is_shown_on_request_and_hidden_when_the_field_is_left() -> None:
    app = Host("s中\n", secret=True)
    async with app.run_test() as pilot:
        assert shown(app.field) == "•••"
        app.field.toggle_reveal()
        await pilot.pause()
        assert shown(app.field) == "s中↵"
        await pilot.press("tab")
        assert shown(app.field) == "•••"


@pytest.mark.parametrize(("cell", "value"), [(0, "-a\n中b"), (1, "a-\n中b"), (2, "a\n-中b"), (4, "a\n中-b")])
async def test_a_click_sets_the_cursor_where_it_is_seen(cell: int, value: str) -> None:
    app = Host("a\n中b")
    async with app.run_test() as pilot:
        await pilot.click(app.field, offset=(1 + cell, 0))
        await pilot.press("-")
        assert app.field.value == value
