"""Parsing an answer: a value, or a command of the wizard."""

import pytest

from wizard.prompts.parsing import ParsedAnswer, parse_line, parse_number, parse_secret_line


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("", ParsedAnswer("keep")),
        ("   ", ParsedAnswer("keep")),
        ("<", ParsedAnswer("back")),
        ("-", ParsedAnswer("remove")),
        ("?", ParsedAnswer("explain")),
        ("? sn1ne 4", ParsedAnswer("explain", "sn1ne 4")),
        ("!", ParsedAnswer("fix")),
        ("!12", ParsedAnswer("fix", "12")),
        (":review", ParsedAnswer("command", "review")),
        (":Find two words", ParsedAnswer("command", "find", "two words")),
        ("my-cluster", ParsedAnswer("value", "my-cluster")),
        ("-1", ParsedAnswer("value", "-1")),
        ("--flag", ParsedAnswer("value", "--flag")),
        ("<b>", ParsedAnswer("value", "<b>")),
        (" blanks stay ", ParsedAnswer("value", " blanks stay ")),
        ("!important", ParsedAnswer("value", "!important")),
        (":/path", ParsedAnswer("value", ":/path")),
        (":memory:", ParsedAnswer("value", ":memory:")),
        ("5", ParsedAnswer("value", "5")),
        ("-\n-", ParsedAnswer("value", "-\n-")),
    ],
)
def test_lines(line: str, reply: ParsedAnswer) -> None:
    assert parse_line(line) == reply


@pytest.mark.parametrize(
    "value", ["-", "<", "?", "? really", "!1", ":review", "5", ".", "", " ", "\\-", "\\"]
)
def test_a_backslash_marks_a_value_that_would_be_a_command(value: str) -> None:
    assert parse_line(f"\\{value}") == ParsedAnswer("value", value, is_literal=True)


@pytest.mark.parametrize("line", ["\\\\server\\share", "\\n", "\\d+", "C:\\temp", "\\home"])
def test_any_other_backslash_is_part_of_the_value(line: str) -> None:
    assert parse_line(line) == ParsedAnswer("value", line)


@pytest.mark.parametrize("line", ["?secret", ":not-a-command", "!1", " - ", "\\5", "\\\\x", "a b "])
def test_a_secret_is_taken_literally(line: str) -> None:
    assert parse_secret_line(line, ["review"]) == ParsedAnswer("value", line)


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("", ParsedAnswer("keep")),
        ("-", ParsedAnswer("remove")),
        ("<", ParsedAnswer("back")),
        ("?", ParsedAnswer("explain")),
        (":review", ParsedAnswer("command", "review")),
        (":review it", ParsedAnswer("command", "review", "it")),
        ("\\-", ParsedAnswer("value", "-", is_literal=True)),
        ("\\:review", ParsedAnswer("value", ":review", is_literal=True)),
    ],
)
def test_at_a_secret_only_exact_words_are_commands(line: str, reply: ParsedAnswer) -> None:
    assert parse_secret_line(line, ["review"]) == reply


@pytest.mark.parametrize(
    ("text", "place"), [("1", 0), (" 3 ", 2), ("0", None), ("4", None), ("x", None), ("٣", None)]
)
def test_numbers_of_a_list(text: str, place: int | None) -> None:
    assert parse_number(text, 3) == place
