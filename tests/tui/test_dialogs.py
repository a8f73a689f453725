"""Dialogs use the room that the terminal has."""

import pytest

from .person import wizard


@pytest.mark.parametrize(("width", "lines"), [(80, 2), (140, 1)])
async def test_buttons_take_a_second_line_only_where_the_terminal_is_narrow(width: int, lines: int) -> None:
    async with wizard(size=(width, 40)) as person:
        await person.press(":presets")
        shown = [each for each in person.screen.split("\n") if "Rename…" in each or "Restore…" in each]
        assert len(shown) == lines


async def test_every_button_is_reached_when_the_terminal_becomes_narrow() -> None:
    async with wizard(size=(140, 40)) as person:
        await person.press(":presets")
        await person.pilot.resize_terminal(80, 24)
        await person.press("shift+tab")
        assert person.shows("Restore…")
        await person.press("space")
        assert person.shows("There are no deleted presets.")
