"""A part of the screen is drawn as Textual draws it, by whichever widgets are asked."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual._context import active_app
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from wizard.tui.compositor import SparingCompositor

from .person import wizard

REQUEST = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "UserData": {f"key{number}": "日本語 🎉" for number in range(12)},
    "Groups": {"a": {"DesiredVMCount": 1}, "b": {"DesiredVMCount": "2"}},
}


@contextmanager
def count_lines() -> Iterator[list[int]]:
    """How many lines widgets are asked for."""
    count = [0]
    render = Widget.render_lines

    def counting(self: Widget, crop: Region) -> list[Strip]:
        count[0] += crop.height
        return render(self, crop)

    with patch.object(Widget, "render_lines", counting):
        yield count


def written(update: ChopsUpdate) -> str:
    """What is written; not colours without text, nor moves of the cursor to where nothing is written."""
    text = update.render_segments(active_app.get().console)
    text = re.sub(r"\x1b\[[\d;]*m\x1b\[0m", "", text)
    return re.sub(r"(\x1b\[\d+;\d+H)+(?=\n|\x1b\[\d+;\d+H|\Z)", "", text)


class Watched(SparingCompositor):
    """Draws each part twice: as the wizard does, and as Textual does."""

    def __init__(self, drawn: list[tuple[str, str]], asked: list[tuple[int, int]]) -> None:
        super().__init__()
        self._drawn = drawn
        self._asked = asked
        self._is_textual = False
        self._lines = 0

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        kind = Compositor if self._is_textual else SparingCompositor
        with count_lines() as count:
            chops = kind._render_chops(self, crop, is_rendered_line)
        self._lines = count[0]
        return chops

    def render_partial_update(self) -> ChopsUpdate | None:
        changed = set(self._dirty_regions)
        ours, lines = super().render_partial_update(), self._lines
        self._dirty_regions |= changed
        self._is_textual = True
        theirs = super().render_partial_update()
        self._is_textual = False
        if ours is not None and theirs is not None:
            self._drawn.append((written(ours), written(theirs)))
            self._asked.append((lines, self._lines))
        return ours


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_part_is_drawn_as_textual_draws_it(size: tuple[int, int]) -> None:
    drawn: list[tuple[str, str]] = []
    async with wizard(REQUEST, size=size) as person:
        screen = person.app.wizard
        assert type(screen._compositor) is SparingCompositor
        screen._compositor = Watched(drawn, [])
        screen.refresh(layout=True)
        await person.settle()
        for keys in (
            ["end", "x", "y", "backspace"],
            ["tab", "down", "down", "pagedown", "tab", "tab", "a", "tab"],  # scrolls, and opens a list
            ["escape", "f4", "down", "tab", "5", "shift+tab"],  # a table and a form
            ["f9", "down", "f3", "f3"],  # errors
            ["f1", "down", "escape", "f2", "down", "f2"],  # a dialog over it; the preview
        ):
            await person.press(*keys)
    assert len(drawn) > 20
    for ours, theirs in drawn:
        assert ours == theirs


async def test_the_echo_of_a_letter_asks_for_the_line_that_it_stands_on() -> None:
    asked: list[tuple[int, int]] = []
    async with wizard(REQUEST, size=(140, 40)) as person:
        screen = person.app.wizard
        screen._compositor = Watched([], asked)
        screen.refresh(layout=True)
        await person.press("end")
        asked.clear()
        await person.press("x")
    deep = 8  # the screen, the containers around the field, the field and its editor
    assert asked[0][0] <= deep < asked[0][1]


async def test_a_form_out_of_sight_keeps_nothing_that_was_drawn_and_looks_the_same_again() -> None:
    async with wizard(REQUEST, size=(140, 40)) as person:
        before = person.screen
        basics = person.pane
        await person.press("f4")
        hidden = list(basics.walk_children(Widget))
        assert len(hidden) > 20
        assert not any(each._styles_cache._cache or each._render_cache.lines for each in hidden)
        await person.press("f3")
        assert person.screen == before
