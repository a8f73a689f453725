"""The text of a request: the same values, keys and order as were parsed, and the lines of each path."""

import json
from typing import Any

import pytest
from hypothesis import given

from wizard.document.document import Document
from wizard.document.parser import parse
from wizard.document.serializer import LineMap, is_compact, to_bytes, to_compact_text, to_text
from wizard.document.tree import walk
from wizard.text import escape_json

from .trees import TREES, exact

LARGEST = 256 * 1024


@given(TREES)
def test_the_text_is_json_indented_by_two(tree: Any) -> None:
    expected = escape_json(json.dumps(tree, indent=2, ensure_ascii=False))
    assert to_text(tree) == expected
    assert to_bytes(tree) == expected.encode()


def test_only_invisible_characters_are_escaped() -> None:
    assert to_bytes({"名": "é😀/👩\u200d👧\u3000"}) == '{\n  "名": "é😀/👩\u200d👧\u3000"\n}'.encode()
    assert to_text('\n\t\x00"\\') == r'"\n\t\u0000\"\\"'
    hidden = {"a\u202e": "\x7f\x9b\u2028\u2066\ufeff\U000e0041"}
    escaped = rb'"a\u202e": "\u007f\u009b\u2028\u2066\ufeff\udb40\udc41"'
    assert to_bytes(hidden) == b"{\n  " + escaped + b"\n}"
    assert to_compact_text(hidden) == "{" + escaped.decode().replace(": ", ":") + "}"
    assert parse(to_bytes(hidden)).tree == hidden


@given(TREES)
def test_import_and_export_is_the_identity(tree: Any) -> None:
    assert exact(parse(to_bytes(tree)).tree) == exact(tree)
    assert exact(parse(to_compact_text(tree)).tree) == exact(tree)
    assert exact(parse(json.dumps(tree)).tree) == exact(tree)
    assert to_bytes(Document(parse(to_bytes(tree)).tree).tree) == to_bytes(tree)


def request_of(size: int, *, character: str = "x", text: Any = to_text) -> dict[str, str]:
    """A request whose text has this number of bytes."""
    width = len(character.encode())
    rest = size - len(text({"Name": "", "Bootstrap": ""}))
    return {"Name": "y" * (rest % width), "Bootstrap": character * (rest // width)}


@pytest.mark.parametrize("character", ["x", "é", "集", "😀"])
def test_over_256_kilobytes_it_is_written_compact(character: str) -> None:
    fits, too_large = (request_of(LARGEST + more, character=character) for more in (0, 1))
    assert len(to_bytes(fits)) == LARGEST
    assert not is_compact(fits)
    assert is_compact(too_large)
    expected = json.dumps(too_large, ensure_ascii=False, separators=(",", ":"))
    assert to_bytes(too_large) == expected.encode()
    assert exact(parse(to_bytes(too_large)).tree) == exact(too_large)
    twice = request_of(2 * LARGEST)
    assert to_bytes(twice) == to_compact_text(twice).encode()


def test_an_unpaired_surrogate_cannot_be_sent() -> None:
    tree = {"Name": "\ud800"}
    assert not is_compact(tree)
    assert to_text(tree) == '{\n  "Name": "\ud800"\n}'
    with pytest.raises(UnicodeEncodeError):
        to_bytes(tree)


@given(TREES)
def test_every_path_is_found_on_its_lines(tree: Any) -> None:
    shown = LineMap(tree)
    assert "\n".join(shown.lines).encode() == to_text(tree).encode()
    assert shown.size == len(to_text(tree).encode())
    assert shown.width >= max(len(line) for line in shown.lines)
    for path, value in walk(tree):
        own = shown.lines_of(path)
        assert shown.path_at(own.start) == shown.path_at(own.stop - 1) == path
        assert len(own) == len(to_text(value).split("\n"))


def test_a_missing_field_has_the_line_of_its_parent() -> None:
    shown = LineMap({"a": {"b": [1, 2]}, "c": 3})
    assert shown.lines_of(("a", "b", 7)) == range(2, 3)
    assert shown.lines_of(("a", "x", "y")) == range(1, 2)
    assert shown.lines_of(("c", "x")) == range(7, 8)
    assert shown.lines_of(("nowhere",)) == range(1)
