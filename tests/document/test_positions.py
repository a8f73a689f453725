"""The positions of all values and of duplicate keys in a text.

The texts are composed piece by piece, and the expected positions recorded meanwhile, without a JSON parser.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wizard.document.parser import DuplicateKey, Position, parse
from wizard.document.tree import Path, walk

from .trees import exact


@dataclass
class Member:
    """Entries of an object, keys repeated or not."""

    pairs: list[tuple[str, Any]]


KEYS = st.sampled_from(["a", "b", "", "集群", "😀", 'q"\\', "a/b~", "0", "{[", "\u2028"])
LEAVES = st.sampled_from(["x", "集", '"', "a\\", "]}", 1, -2.5, 1e100, True, False, None])
SHAPES = st.recursive(
    LEAVES,
    lambda below: st.lists(below, max_size=3) | st.lists(st.tuples(KEYS, below), max_size=4).map(Member),
    max_leaves=12,
)
SPACES = ["", "", " ", "\n", "\r\n", "\t", "\n\n  ", " \r\n "]


@dataclass
class Pen:
    """Writes a text and records positions."""

    draw: Any
    text: str = ""
    places: dict[Path, Position] = field(default_factory=dict)
    duplicates: list[tuple[Path, list[Position]]] = field(default_factory=list)

    def put(self, piece: str) -> None:
        self.text += piece

    def space(self) -> None:
        self.put(self.draw(st.sampled_from(SPACES)))

    def here(self) -> Position:
        last = self.text.split("\n")[-1]
        return Position(self.text.count("\n") + 1, len(last) + 1)

    def scalar(self, value: Any) -> None:
        self.put(json.dumps(value, ensure_ascii=self.draw(st.booleans())))

    def write(self, shape: Any, path: Path) -> Any:
        """Write a shape and return its value."""
        match shape:
            case Member(pairs=pairs):
                return self.write_object(pairs, path)
            case list():
                self.put("[")
                items = []
                for index, below in enumerate(shape):
                    self.put("," if index else "")
                    self.space()
                    self.places[(*path, index)] = self.here()
                    items.append(self.write(below, (*path, index)))
                    self.space()
                self.put("]")
                return items
        self.scalar(shape)
        return shape

    def write_object(self, pairs: list[tuple[str, Any]], path: Path) -> dict[str, Any]:
        self.put("{")
        self.space()
        value: dict[str, Any] = {}
        own: dict[str, list[Position]] = {}
        for index, (key, below) in enumerate(pairs):
            self.put("," if index else "")
            self.space()
            at = (*path, key)
            for old in [each for each in self.places if each[: len(at)] == at]:
                del self.places[old]  # the last one counts
            self.places[at] = self.here()
            own.setdefault(key, []).append(self.here())
            self.scalar(key)
            self.space()
            self.put(":")
            self.space()
            value[key] = self.write(below, at)
            self.space()
        self.put("}")
        self.duplicates += [((*path, key), places) for key, places in own.items() if len(places) > 1]
        return value


@st.composite
def texts(draw: Any) -> tuple[Pen, Any]:
    pen = Pen(draw)
    pen.space()
    pen.places[()] = pen.here()
    value = pen.write(draw(SHAPES), ())
    pen.space()
    return pen, value


@given(texts(), st.booleans())
def test_every_path_and_duplicate_key_has_its_position(written: tuple[Pen, Any], as_bytes: bool) -> None:
    pen, value = written
    parsed = parse(pen.text.encode() if as_bytes else pen.text)
    assert exact(parsed.tree) == exact(value)
    assert {path: parsed.position_of(path) for path, _ in walk(value)} == pen.places
    for path, position in pen.places.items():  # something missing has the position of its parent
        assert parsed.position_of((*path, "missing")) == position
        assert parsed.position_of((*path, 99, "missing")) == position
    found = [(each.path, [*each.places]) for each in parsed.duplicates]
    assert sorted(found, key=repr) == sorted(pen.duplicates, key=repr)
    first = [(places[0].line, places[0].column) for _, places in found]
    assert first == sorted(first)


def test_duplicate_keys() -> None:
    text = '{"a": 1,\r\n "名": {"b": 1, "b": 2},\r\n "a": 3,\r\n  "a": 4}'
    assert parse(text).duplicates == [
        DuplicateKey(("a",), (Position(1, 2), Position(3, 2), Position(4, 3))),
        DuplicateKey(("名", "b"), (Position(2, 8), Position(2, 16))),
    ]
    assert parse(text).tree == {"a": 4, "名": {"b": 2}}
    (duplicate,) = parse(r'{"Name": 1, "N\u0061me": 2}').duplicates
    assert duplicate == DuplicateKey(("Name",), (Position(1, 2), Position(1, 13))), "however it is written"


def test_a_key_that_looks_like_an_index() -> None:
    parsed = parse('{"a": {"0": 1}, "b": [2]}')
    assert parsed.position_of(("a", "0")) == Position(1, 8)
    assert parsed.position_of(("a", 0)) == Position(1, 2)
    assert parsed.position_of(("b", 0)) == Position(1, 23)
    assert parsed.position_of(("b", "0")) == Position(1, 17)


def test_the_positions_of_very_many_repeated_keys() -> None:
    """In linear time; with a search from the beginning for each position, this takes minutes."""
    lines = [f'"k{at % 25_000}": {at},\n' for at in range(50_000)]
    duplicates = parse("{" + "".join(lines) + '"last": 1}').duplicates
    assert len(duplicates) == 25_000
    for at, duplicate in enumerate(duplicates):
        assert [place.line for place in duplicate.places] == [at + 1, at + 25_001]
