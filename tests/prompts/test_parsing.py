"""Parsing an answer: a value, or a command of the wizard."""

import pytest

from wizard.prompts.parsing import ParsedAnswer, parse_line, parse_number, parse_secret_line

COMMANDS = {
    "": ParsedAnswer("keep"),
    "   ": ParsedAnswer("keep"),
    "<": ParsedAnswer("back"),
    "-": ParsedAnswer("remove"),
    "?": ParsedAnswer("explain"),
    "? sn1ne 4": ParsedAnswer("explain", "sn1ne 4"),
    "!": ParsedAnswer("fix"),
    "!12": ParsedAnswer("fix", "12"),
    ":review": ParsedAnswer("command", "review"),
    ":Find two words": ParsedAnswer("command", "find", "two words"),
}
SECRET_COMMANDS = {
    **{line: COMMANDS[line] for line in ("", "-", "<", "?", ":review")},
    ":review it": ParsedAnswer("command", "review", "it"),
}
VALUES = [
    *("my-cluster", "-1", "--flag", "<b>", " blanks stay ", "!important", ":/path", ":memory:", "5", "-\n-"),
    *("\\\\server\\share", "\\n", "\\d+", "C:\\temp", "\\home"),
]
MARKED = ["-", "<", "?", "? really", "!1", ":review", "5", ".", "", " ", "\\-", "\\"]
SECRETS = ["?secret", ":not-a-command", "!1", " - ", "\\5", "\\\\x", "a b "]


def test_commands_and_values() -> None:
    assert {line: parse_line(line) for line in COMMANDS} == COMMANDS
    for line in VALUES:
        assert parse_line(line) == ParsedAnswer("value", line)


def test_a_backslash_marks_a_value_that_would_be_a_command() -> None:
    for value in MARKED:
        assert parse_line(f"\\{value}") == ParsedAnswer("value", value, is_literal=True)


def test_a_secret_is_literal_except_for_exact_commands() -> None:
    found = {line: parse_secret_line(line, ["review"]) for line in SECRET_COMMANDS}
    assert found == SECRET_COMMANDS
    for line in SECRETS:
        assert parse_secret_line(line, ["review"]) == ParsedAnswer("value", line)
    for value in ("-", ":review"):
        expected = ParsedAnswer("value", value, is_literal=True)
        assert parse_secret_line(f"\\{value}", ["review"]) == expected


@pytest.mark.parametrize(
    ("text", "index"), [("1", 0), (" 3 ", 2), ("0", None), ("4", None), ("x", None), ("٣", None)]
)
def test_numbers_of_a_list(text: str, index: int | None) -> None:
    assert parse_number(text, 3) == index
