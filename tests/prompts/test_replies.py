"""What an answer is taken for."""

import pytest

from wizard.prompts.replies import Reply, number, read, read_secret


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("", Reply("keep")),
        ("   ", Reply("keep")),
        ("<", Reply("back")),
        ("-", Reply("clear")),
        ("?", Reply("explain")),
        ("? sn1ne 4", Reply("explain", "sn1ne 4")),
        ("!", Reply("fix")),
        ("!12", Reply("fix", "12")),
        (":review", Reply("command", "review")),
        (":Find two words", Reply("command", "find", "two words")),
        ("my-cluster", Reply("value", "my-cluster")),
        ("-1", Reply("value", "-1")),
        ("--flag", Reply("value", "--flag")),
        ("<b>", Reply("value", "<b>")),
        (" blanks stay ", Reply("value", " blanks stay ")),
        ("!important", Reply("value", "!important")),
        (":/path", Reply("value", ":/path")),
        (":memory:", Reply("value", ":memory:")),
        ("5", Reply("value", "5")),
        ("-\n-", Reply("value", "-\n-")),
    ],
)
def test_what_is_typed(line: str, reply: Reply) -> None:
    assert read(line) == reply


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
    assert read(line) == Reply("value", value, is_literal=True)


@pytest.mark.parametrize("line", ["\\\\server\\share", "\\n", "\\d+", "C:\\temp", "\\home"])
def test_a_backslash_before_anything_else_is_part_of_the_value(line: str) -> None:
    assert read(line) == Reply("value", line)


@pytest.mark.parametrize("line", ["?secret", ":not-a-command", "!1", " - ", "\\5", "\\\\x", "a b "])
def test_a_secret_is_taken_as_it_stands(line: str) -> None:
    assert read_secret(line, ["review"]) == Reply("value", line)


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("", Reply("keep")),
        ("-", Reply("clear")),
        ("<", Reply("back")),
        ("?", Reply("explain")),
        (":review", Reply("command", "review")),
        (":review it", Reply("command", "review", "it")),
        ("\\-", Reply("value", "-", is_literal=True)),
        ("\\:review", Reply("value", ":review", is_literal=True)),
    ],
)
def test_at_a_secret_only_the_exact_words_are_the_wizards(line: str, reply: Reply) -> None:
    assert read_secret(line, ["review"]) == reply


@pytest.mark.parametrize(
    ("text", "place"), [("1", 0), (" 3 ", 2), ("0", None), ("4", None), ("x", None), ("٣", None)]
)
def test_numbers_of_a_list(text: str, place: int | None) -> None:
    assert number(text, 3) == place
