"""Lines broken between words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from wizard.prompts.wrapping import wrapped


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
def test_a_line_is_broken_at_blanks_and_goes_on_under_itself(line: str, width: int, parts: list[str]) -> None:
    assert wrapped(line, width).split("\n") == parts


@given(line=st.text(st.sampled_from("ab 集🚀-/")), width=st.integers(20, 40))
def test_no_word_is_lost_or_broken_and_no_part_too_wide(line: str, width: int) -> None:
    found = wrapped(line, width)
    assert found.split() == line.split()
    for part in found.split("\n"):
        assert get_cwidth(part) <= width or len(part.split()) == 1 or not part.strip()
