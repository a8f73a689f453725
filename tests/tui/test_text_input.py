"""The field of one line: pastes, secrets, and values set by the program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from wizard.tui.widgets.text_input import TextInput

from .host import Host, lines


@asynccontextmanager
async def field_with(text: str = "", **options: Any) -> AsyncIterator[tuple[Host, TextInput, Pilot[None]]]:
    """A field above another one."""
    app = Host(width=20)
    async with app.run_test() as pilot:
        field = TextInput(text, **options)
        await app.query_one("Container").mount(field, TextInput())
        field.focus()
        await pilot.pause()
        yield app, field, pilot


async def paste(pilot: Pilot[None], field: TextInput, text: str) -> None:
    field.post_message(Paste(text))
    await pilot.pause()


async def test_a_value_set_by_the_program_posts_nothing_and_leaves_the_cursor() -> None:
    async with field_with("abcdef") as (app, field, pilot):
        await pilot.press("home", "right")
        field.set_text("ABCDEF")
        await pilot.pause()
        assert (field.value, app.posted) == ("ABCDEF", [])
        await pilot.press("-", "enter")
        assert app.values(Input.Changed) == app.values(Input.Submitted) == [field.value] == ["A-BCDEF"]


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
async def test_a_paste_is_kept_whole_and_its_unprintable_characters_are_shown(
    pasted: str, value: str, seen: str
) -> None:
    async with field_with() as (app, field, pilot):
        app.query_one("Container").styles.width = 40
        await paste(pilot, field, pasted)
        assert (field.value, lines(field)) == (value, [seen])


async def test_a_paste_replaces_the_selection_and_the_cursor_stays_in_sight() -> None:
    async with field_with("one two") as (_, field, pilot):
        await pilot.press("tab", "shift+tab", "!")
        assert field.value == "one two!", "the focus selects nothing"
        await pilot.press("shift+home")
        await paste(pilot, field, "x" * 1999)
        await pilot.press("y")
        assert field.value == "x" * 1999 + "y" and lines(field)[0].endswith("xy")
        await pilot.press("shift+home")
        await paste(pilot, field, "x\n" * 40)
        await pilot.press("y")
        assert lines(field)[0].endswith("x↵y")


async def test_a_field_for_numbers_drops_the_blanks_around_a_paste() -> None:
    async with field_with(numbers=True) as (_, field, pilot):
        await paste(pilot, field, "  12 \n")
        assert field.value == "12"


@pytest.mark.parametrize(
    ("is_secret", "is_revealed", "copied", "left"),
    [(True, False, "", "text"), (True, True, "", "text"), (False, False, "text", "")],
)
async def test_a_secret_is_neither_copied_nor_cut(
    is_secret: bool, is_revealed: bool, copied: str, left: str
) -> None:
    async with field_with("text", secret=is_secret) as (app, field, pilot):
        if is_revealed:
            assert field.toggle_reveal()
        await pilot.press("shift+home", "ctrl+c", "ctrl+x")
        assert (app.clipboard, field.value) == (copied, left)


async def test_a_secret_is_shown_on_request_and_hidden_when_the_field_is_left() -> None:
    async with field_with("s中\n", secret=True) as (_, field, pilot):
        assert lines(field) == ["•••"]
        field.toggle_reveal()
        await pilot.pause()
        assert lines(field) == ["s中↵"]
        await pilot.press("tab")
        assert lines(field) == ["•••"]


@pytest.mark.parametrize(("cell", "value"), [(0, "-a\n中b"), (1, "a-\n中b"), (2, "a\n-中b"), (4, "a\n中-b")])
async def test_a_click_sets_the_cursor_where_it_is_seen(cell: int, value: str) -> None:
    async with field_with("a\n中b") as (_, field, pilot):
        await pilot.click(field, offset=(1 + cell, 0))
        await pilot.press("-")
        assert field.value == value
