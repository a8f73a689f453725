"""The fields of several lines keep every character, whatever ends its lines."""

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste

from wizard.tui.screens.text_edit import TextEditor
from wizard.tui.widgets.text_area import PlainTextArea

from .application import type_into
from .person import wizard

BREAKS = {
    "CRLF": "one\r\ntwo\r\nthree",
    "CR": "one\rtwo\rthree",
    "FF": "one\ftwo\nthree",
    "VT": "one\vtwo\nthree",
    "NEL": "one\x85two\nthree",
    "U+2028": "one\u2028two\u2029three",
    "separators": "one\x1ctwo\x1dthree\x1e",
    "mixed": "one\r\ntwo\nthree\rfour\n\r\n",
}


class Host(App[None]):
    """A text area."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        self.area = PlainTextArea(self.text)
        yield self.area


async def test_typing_into_a_startup_command_changes_nothing_else() -> None:
    async with wizard({"Name": "c1"}) as person:
        for text in BREAKS.values():
            person.controller.session.document.set(("Bootstrap",), text)
            await person.settle()
            await person.enter(("Bootstrap",))
            await person.press("ctrl+home")
            await person.type("x")
            assert person.document["Bootstrap"] == f"x{text}"
            await person.press("right", "right", "right", "backspace")
            assert person.document["Bootstrap"] == f"xon{text[3:]}"
            person.controller.session.document.set(("Bootstrap",), text)
            await person.press("ctrl+home", ":edit-text")
            assert isinstance(person.app.screen, TextEditor)
            await person.type(" ")
            await person.press("f4")
            assert not person.asked, person.screen
            assert person.document == {"Name": "c1", "Bootstrap": text}


@pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
async def test_undo_redo_and_copy_bring_back_the_same_text(text: str) -> None:
    app = Host(text)
    async with app.run_test() as pilot:
        assert app.area.text == text
        app.area.select_all()
        await pilot.press("ctrl+c", "x")
        assert (app.area.text, app.clipboard) == ("x", text)
        app.area.undo()
        assert app.area.text == text
        app.area.redo()
        assert app.area.text == "x"
        app.area.undo()
        app.area.undo()
        assert app.area.text == text, "what was loaded cannot be undone"


async def test_a_paste_keeps_all_but_the_line_ends_of_the_terminal() -> None:
    app = Host("ab")
    async with app.run_test() as pilot:
        await pilot.press("right")
        app.area.post_message(Paste("1\r2\r\n3\n\u2028\f\x85\x1b[31m"))
        await pilot.pause()
        await pilot.press("!")
        assert app.area.text == "a1\n2\n3\n\u2028\f\x85\x1b[31m!b"


async def test_every_line_is_shown_with_symbols_for_control_characters() -> None:
    app = Host("\n".join(f"line {number}\r\x1b\u2028." for number in range(30)))
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.area.virtual_size.height == 30
        app.area.move_cursor(app.area.document.end)
        await pilot.pause()
        lines = [app.area.render_line(y).text for y in range(10)]
        assert any("line 29␍␛↵." in line for line in lines)
        assert "\x1b" not in "".join(lines)


async def test_characters_of_input_methods_are_typed_and_control_characters_are_not() -> None:
    async with wizard({"Name": "c1"}) as person:
        for path in (("Bootstrap",), ("Description",)):
            await type_into(person, path, "a\u3000\xa0\u200d\U0001fae9\U000e0001中b")
            await person.type("\x00\x1c\x7f\x80\x9b")
        text = "a\u3000\xa0\u200d\U0001fae9\U000e0001中b"
        assert person.document == {"Name": "c1", "Description": text, "Bootstrap": text}
