"""The lines of a request: those of ``json.dumps``, found by path, and kept over edits."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wizard.document.serializer import LineMap, to_text
from wizard.document.tree import remove_in, set_in, walk

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
TREES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=5), below, max_size=4),
    max_leaves=20,
)


def lines(layout: LineMap) -> list[str]:
    return [layout.text_at(line) for line in range(layout.height)]


def shown(tree: Any) -> LineMap:
    layout = LineMap()
    layout.show(tree)
    return layout


@given(TREES)
def test_the_lines_are_those_of_the_text(tree: Any) -> None:
    assert lines(shown(tree)) == to_text(tree).split("\n")


@given(TREES)
def test_every_path_is_found_on_its_lines(tree: Any) -> None:
    layout = shown(tree)
    for path, value in walk(tree):
        own = layout.lines_of(path)
        assert own.start == layout.line_of(path)
        assert layout.path_at(own.start) == path
        assert layout.path_at(own.stop - 1) == path
        assert len(own) == len(json.dumps(value, indent=2, ensure_ascii=False).split("\n"))


@given(TREES)
def test_no_line_is_longer_than_the_width(tree: Any) -> None:
    layout = shown(tree)
    plain = [line for line in lines(layout) if line.isascii() and "\\" not in line]
    assert max(map(len, plain), default=0) <= layout.width


@given(TREES, st.lists(st.tuples(st.integers(min_value=0), TREES, st.booleans()), max_size=4))
def test_an_edited_tree_looks_like_one_shown_for_the_first_time(
    tree: Any, edits: list[tuple[int, Any, bool]]
) -> None:
    layout = shown(tree)
    for place, value, is_removal in edits:
        paths = [path for path, _ in walk(tree)]
        path = paths[place % len(paths)]
        tree = remove_in(tree, path) if is_removal else set_in(tree, path, value)
        layout.show(tree)
        fresh = shown(tree)
        assert lines(layout) == lines(fresh)
        assert layout.width == fresh.width
        assert [layout.path_at(line) for line in range(layout.height)] == [
            fresh.path_at(line) for line in range(fresh.height)
        ]


def test_what_is_missing_stands_where_its_nearest_parent_begins() -> None:
    layout = shown({"a": {"b": [1, 2]}, "c": 3})
    assert layout.lines_of(("a", "b", 7)) == range(2, 3)
    assert layout.lines_of(("a", "x", "y")) == range(1, 2)
    assert layout.lines_of(("c", "x")) == range(7, 8)
    assert layout.lines_of(("nowhere",)) == range(1)


def test_one_object_in_two_places_has_its_lines_twice() -> None:
    group = {"x": [1]}
    layout = shown({"a": group, "b": group})
    layout.show({"a": group, "b": group, "c": group})
    assert lines(layout) == json.dumps({"a": group, "b": group, "c": group}, indent=2).split("\n")


@given(TREES)
def test_the_size_is_that_of_the_text_in_bytes(tree: Any) -> None:
    assert shown(tree).size == len(to_text(tree).encode())
