"""Parsing an answer: a value, or a command of the wizard."""

import pytest

from wizard.prompts.prompter import ParsedAnswer, parse_line, parse_number, parse_secret_line

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
VALUES = [
    *("my-cluster", "-1", "--flag", "<b>", " blanks stay ", "!important", ":/path", ":memory:", "5", "-\n-"),
    *("\\\\server\\share", "\\n", "\\d+", "C:\\temp", "\\home"),
]
MARKED = ["-", "<", "?", "? really", "!1", ":review", "5", ".", "", " ", "\\-", "\\"]
SECRETS = ["?secret", ":not-a-command", "!1", " - ", "\\5", "\\\\x", "a b "]


def values(lines: list[str]) -> dict[str, ParsedAnswer]:
    return {line: ParsedAnswer("value", line) for line in lines}


def marked(lines: list[str]) -> dict[str, ParsedAnswer]:
    return {f"\\{line}": ParsedAnswer("value", line, is_literal=True) for line in lines}


def test_a_backslash_marks_a_value_that_would_be_a_command() -> None:
    expected = COMMANDS | values(VALUES) | marked(MARKED)
    assert {line: parse_line(line) for line in expected} == expected


def test_a_secret_is_literal_except_for_exact_commands() -> None:
    expected = {line: COMMANDS[line] for line in ("", "-", "<", "?", ":review")}
    expected |= {":review it": ParsedAnswer("command", "review", "it"), **values(SECRETS)}
    expected |= marked(["-", ":review"])
    assert {line: parse_secret_line(line, ["review"]) for line in expected} == expected


@pytest.mark.parametrize(
    ("text", "index"), [("1", 0), (" 3 ", 2), ("0", None), ("4", None), ("x", None), ("٣", None)]
)
def test_numbers_of_a_list(text: str, index: int | None) -> None:
    assert parse_number(text, 3) == index
