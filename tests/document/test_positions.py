"""The positions of all values and of duplicate keys in a text."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wizard.document.parser import DuplicateKey, Position, parse
from wizard.document.tree import get, walk

from .trees import exact

KEYS = st.sampled_from(["a", "b", "", "集群", "😀", 'q"\\', "a/b~", "0", "{[", "\u2028"])
LEAVES = st.sampled_from(["x", "集", '"', "a\\", "]}", 1, -2.5, 1e100, True, False, None])
TREES = st.recursive(
    LEAVES,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=4),
    max_leaves=12,
)
SEPARATORS = st.sampled_from([(",", ":"), (" ,\r\n", "\n:\t"), ("\n\n, ", " : ")])
INDENTS = st.sampled_from([None, 0, 3, "\t"])
SPACES = st.sampled_from(["", " ", "\n", "\r\n \t"])


@given(TREES, SEPARATORS, INDENTS, SPACES, st.booleans(), st.booleans())
def test_every_path_has_its_position(
    tree: Any, separators: tuple[str, str], indent: Any, space: str, ascii_only: bool, as_bytes: bool
) -> None:
    text = space + json.dumps(tree, separators=separators, indent=indent, ensure_ascii=ascii_only) + space
    parsed = parse(text.encode() if as_bytes else text)
    assert exact(parsed.tree) == exact(tree)
    assert parsed.duplicates == []
    lines = text.split("\n")
    places = []
    for path, value in walk(tree):
        place = parsed.position_of(path)
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        found, _ = json.JSONDecoder().raw_decode(rest)
        is_member = isinstance(get(tree, path[:-1]), dict) and path != ()
        assert exact(found) == exact(path[-1] if is_member else value)
        # Something missing has the position of its parent.
        assert parsed.position_of((*path, "missing")) == parsed.position_of((*path, 99, "x")) == place
        places.append((place.line, place.column))
    assert places == sorted(set(places))


def test_duplicate_keys() -> None:
    text = '{"a": 1,\r\n "名": {"b": 1, "b": 2},\r\n "a": {"x": [3]},\r\n  "a": {"y": 5, "x": 4}}'
    parsed = parse(text)
    assert parsed.duplicates == [
        DuplicateKey(("a",), (Position(1, 2), Position(3, 2), Position(4, 3))),
        DuplicateKey(("名", "b"), (Position(2, 8), Position(2, 16))),
    ]
    assert parsed.tree == {"a": {"y": 5, "x": 4}, "名": {"b": 2}}
    places = {("a",): (4, 3), ("a", "x"): (4, 17), ("a", "x", 0): (4, 17), ("名", "b"): (2, 16)}
    for path, (line, column) in places.items():  # the last one counts
        assert parsed.position_of(path) == Position(line, column)
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
