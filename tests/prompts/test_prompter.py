"""When plain lines are used instead of drawn prompts, and how lines are wrapped."""

import io

import pytest

from wizard.prompts.prompter import LinePrompter, Prompt, make_prompter, prefers_plain
from wizard.prompts.terminal import wrap_line


@pytest.mark.parametrize(
    ("term", "accessible", "expected"),
    [
        ("xterm-256color", None, False),
        *(("xterm", value, True) for value in ("1", "yes")),
        *(("xterm", value, False) for value in ("0", "")),
        *((term, None, True) for term in ("dumb", "unknown", None)),
    ],
)
def test_the_environment_selects_plain_lines(
    term: str | None, accessible: str | None, expected: bool
) -> None:
    environ = {"TERM": term, "ACCESSIBLE": accessible}
    assert prefers_plain({name: value for name, value in environ.items() if value is not None}) is expected


def test_answers_from_a_file_are_read_line_by_line() -> None:
    source, out = io.StringIO("first\r\nlast"), io.StringIO()
    found = make_prompter({"TERM": "xterm"}, source, out)
    assert isinstance(found, LinePrompter)
    assert [found.ask(Prompt("One? ")), found.ask(Prompt("Two? ", is_secret=True))] == ["first", "last"]
    with pytest.raises(EOFError):
        found.ask(Prompt("Three? "))
    assert out.getvalue() == "One? \nTwo? \nThree? \n"


def test_a_closed_terminal_ends_the_answers() -> None:
    class ClosedTerminal(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    found = LinePrompter(io.StringIO("x"), ClosedTerminal())
    with pytest.raises(EOFError):
        found.ask(Prompt("One? "))
    with pytest.raises(EOFError):
        found.print("Something.")


@pytest.mark.parametrize(
    ("line", "width", "parts"),
    [
        ("a few words", 80, ["a few words"]),
        ("a few words", 0, ["a few words"]),
        ("a few words", 5, ["a few", "words"]),
        ("a few words", 8, ["a few", "words"]),
        ("  a few words", 7, ["  a few", "  words"]),
        ("at /a/long/path there", 10, ["at", "/a/long/path", "there"]),
        ("  /a/long/path there", 10, ["  /a/long/path", "  there"]),
        ("  <  goes back to it", 14, ["  <  goes back", "     to it"]),
        ("  the rest:  a few words", 18, ["  the rest:  a few", "words"]),
        ("集群 集群 集群", 9, ["集群 集群", "集群"]),
    ],
)
def test_a_line_is_wrapped_at_spaces_and_continues_with_its_indent(
    line: str, width: int, parts: list[str]
) -> None:
    assert wrap_line(line, width).split("\n") == parts
