"""When plain questions come without anybody asking for them."""

import io

import pytest

from wizard.prompts.preference import is_wanted
from wizard.prompts.prompter import LinePrompter
from wizard.prompts.terminal import prompter


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm", "ACCESSIBLE": "1"}, True),
        ({"TERM": "xterm", "ACCESSIBLE": "yes"}, True),
        ({"TERM": "xterm", "ACCESSIBLE": "0"}, False),
        ({"TERM": "xterm", "ACCESSIBLE": ""}, False),
        ({"TERM": "dumb"}, True),
        ({"TERM": "unknown"}, True),
        ({}, True),
    ],
)
def test_the_environment_says_so(environ: dict[str, str], wanted: bool) -> None:
    assert is_wanted(environ) is wanted


def test_answers_that_do_not_come_from_a_terminal_are_read_line_by_line() -> None:
    source, out = io.StringIO("first\r\nlast"), io.StringIO()
    found = prompter({"TERM": "xterm"}, source, out)
    assert isinstance(found, LinePrompter)
    assert [found.ask("One? "), found.ask("Two? ", secret=True)] == ["first", "last"]
    with pytest.raises(EOFError):
        found.ask("Three? ")
    assert out.getvalue() == "One? \nTwo? \nThree? \n"


def test_a_terminal_that_is_gone_is_the_end_of_the_answers() -> None:
    class NotFoundError(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    found = LinePrompter(io.StringIO("x"), NotFoundError())
    with pytest.raises(EOFError):
        found.ask("One? ")
    with pytest.raises(EOFError):
        found.tell("Something.")
