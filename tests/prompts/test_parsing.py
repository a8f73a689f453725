"""Parsing a line: a value, or one of the wizard's own words."""

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
def test_what_is_typed(line: str, reply: ParsedAnswer) -> None:
    assert parse_line(line) == reply


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("\\-", "-"),
        ("\\<", "<"),
        ("\\?", "?"),
        ("\\? really", "? really"),
        ("\\!1", "!1"),
        ("\\:review", ":review"),
        ("\\5", "5"),
        ("\\.", "."),
        ("\\", ""),
        ("\\ ", " "),
        ("\\\\-", "\\-"),
        ("\\\\", "\\"),
    ],
)
def test_a_backslash_makes_a_word_of_the_wizard_a_value(line: str, value: str) -> None:
    assert parse_line(line) == ParsedAnswer("value", value, is_literal=True)


@pytest.mark.parametrize("line", ["\\\\server\\share", "\\n", "\\d+", "C:\\temp", "\\home"])
def test_a_backslash_before_anything_else_is_part_of_the_value(line: str) -> None:
    assert parse_line(line) == ParsedAnswer("value", line)


@pytest.mark.parametrize("line", ["?secret", ":not-a-command", "!1", " - ", "\\5", "\\\\x", "a b "])
def test_a_secret_is_taken_as_it_stands(line: str) -> None:
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
def test_at_a_secret_only_the_exact_words_are_the_wizards(line: str, reply: ParsedAnswer) -> None:
    assert parse_secret_line(line, ["review"]) == reply


@pytest.mark.parametrize(
    ("text", "place"), [("1", 0), (" 3 ", 2), ("0", None), ("4", None), ("x", None), ("٣", None)]
)
def test_numbers_of_a_list(text: str, place: int | None) -> None:
    assert parse_number(text, 3) == place
