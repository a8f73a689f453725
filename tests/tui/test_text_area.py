"""The fields of several lines keep every character, whatever ends its lines."""

import pytest
from textual.events import Paste

from wizard.tui.screens.text_edit import TextEditor
from wizard.tui.widgets.text_area import PlainTextArea

from .host import Host, lines
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
    app = Host(area := PlainTextArea(text))
    async with app.run_test() as pilot:
        assert area.text == text
        area.select_all()
        await pilot.press("ctrl+c", "x")
        assert (area.text, app.clipboard) == ("x", text)
        area.undo()
        assert area.text == text
        area.redo()
        assert area.text == "x"
        area.undo()
        area.undo()
        assert area.text == text, "what was loaded cannot be undone"


async def test_a_paste_keeps_all_but_the_line_ends_of_the_terminal() -> None:
    app = Host(area := PlainTextArea("ab"))
    async with app.run_test() as pilot:
        await pilot.press("right")
        area.post_message(Paste("1\r2\r\n3\n\u2028\f\x85\x1b[31m"))
        await pilot.pause()
        await pilot.press("!")
        assert area.text == "a1\n2\n3\n\u2028\f\x85\x1b[31m!b"


async def test_every_line_is_shown_with_symbols_for_control_characters() -> None:
    app = Host(area := PlainTextArea("\n".join(f"line {number}\r\x1b\u2028." for number in range(30))))
    area.styles.height = 10
    async with app.run_test(size=(40, 10)) as pilot:
        assert area.virtual_size.height == 30
        area.move_cursor(area.document.end)
        await pilot.pause()
        shown = lines(area)
        assert any("line 29␍␛↵." in line for line in shown)
        assert "\x1b" not in "".join(shown)


async def test_characters_of_input_methods_are_typed_and_control_characters_are_not() -> None:
    async with wizard({"Name": "c1"}) as person:
        for path in (("Bootstrap",), ("Description",)):
            await person.type_into(path, "a\u3000\xa0\u200d\U0001fae9\U000e0001中b")
            await person.type("\x00\x1c\x7f\x80\x9b")
        text = "a\u3000\xa0\u200d\U0001fae9\U000e0001中b"
        assert person.document == {"Name": "c1", "Description": text, "Bootstrap": text}
