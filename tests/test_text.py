"""What a terminal is shown of text that comes from elsewhere."""

import json
import sys
import unicodedata

import pytest

from wizard.text import escape_json, escape_lines, escape_text, format_escaped, parse_digits


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("\x07\x7f\x00", r"\x07\x7f\x00"),
        ("\x9b31m\x85", r"\x9b31m\x85"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("gpj\u202eexe.\u2066\u200f", r"gpj\u202eexe.\u2066\u200f"),
        ("\u2028\u2029\ufeff\u200b\xad", r"\u2028\u2029\ufeff\u200b\xad"),
        ("\ud800\udcff", r"\ud800\udcff"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str) -> None:
    assert escape_text(text) == shown
    assert escape_text(shown) == shown


@pytest.mark.parametrize(
    "text", ["", "a b\\n", "集群，é", "全\u3000角\xa0", "👩\u200d👧 ❤\ufe0f", "न\u200cम", "\U0001fadf"]
)
def test_readable_text_is_unchanged(text: str) -> None:
    assert escape_text(text) == escape_lines(text) == escape_json(text) == text


def test_all_control_and_format_characters_but_joiners_are_escaped() -> None:
    hidden = ("Cc", "Cf", "Cs", "Zl", "Zp")
    for char in map(chr, range(sys.maxunicode + 1)):
        is_hidden = unicodedata.category(char) in hidden and char not in "\u200c\u200d"
        is_character = ord(char) & 0xFFFE != 0xFFFE
        assert (escape_text(char) != char) is (is_hidden or not is_character), ascii(char)


def test_lines_and_tabs_stay_where_a_text_has_several_lines_and_json_keeps_its_values() -> None:
    assert escape_lines("a\n\tb\x1b\r\n\u2028c") == "a\n\tb\\x1b\\r\n\\u2028c"

    value = {"k\u202e\x7f": ["\u2028\n\t\x1b", "中\u3000👩\u200d👧", "\U000e0041"]}
    text = escape_json(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(text) == value
    assert escape_lines(text) == text


def test_messages_escape_their_values() -> None:
    assert format_escaped("{count:,} of {name}", count=1000, name="a\nb\x1b") == r"1,000 of a\nb\x1b"
    assert format_escaped("{braces} stay") == "{braces} stay"


def test_digits() -> None:
    assert [parse_digits(text) for text in ("0", "007", "9" * 15)] == [0, 7, 10**15 - 1]
    assert [parse_digits(text) for text in ("", "-1", "1.0", " 1", "1_0", "²", "٣", "9" * 16)] == [None] * 8
