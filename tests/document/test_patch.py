"""JSON Patch: the operations that fixes are made of, as RFC 6902 has them."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.tree import apply_patch, get, to_pointer, walk

from .trees import TREES, exact

# RFC 6902, appendix A: name -> (document, patch, result)
EXAMPLES: dict[str, tuple[Any, list[dict[str, Any]], Any]] = {
    "A.1 an object member": (
        {"foo": "bar"},
        [{"op": "add", "path": "/baz", "value": "qux"}],
        {"baz": "qux", "foo": "bar"},
    ),
    "A.2 an array element": (
        {"foo": ["bar", "baz"]},
        [{"op": "add", "path": "/foo/1", "value": "qux"}],
        {"foo": ["bar", "qux", "baz"]},
    ),
    "A.3 removing an object member": (
        {"baz": "qux", "foo": "bar"},
        [{"op": "remove", "path": "/baz"}],
        {"foo": "bar"},
    ),
    "A.4 removing an array element": (
        {"foo": ["bar", "qux", "baz"]},
        [{"op": "remove", "path": "/foo/1"}],
        {"foo": ["bar", "baz"]},
    ),
    "A.5 replacing a value": (
        {"baz": "qux", "foo": "bar"},
        [{"op": "replace", "path": "/baz", "value": "boo"}],
        {"baz": "boo", "foo": "bar"},
    ),
    "A.6 moving a value": (
        {"foo": {"bar": "baz", "waldo": "fred"}, "qux": {"corge": "grault"}},
        [{"op": "move", "from": "/foo/waldo", "path": "/qux/thud"}],
        {"foo": {"bar": "baz"}, "qux": {"corge": "grault", "thud": "fred"}},
    ),
    "A.7 moving an array element": (
        {"foo": ["all", "grass", "cows", "eat"]},
        [{"op": "move", "from": "/foo/1", "path": "/foo/3"}],
        {"foo": ["all", "cows", "eat", "grass"]},
    ),
    "A.10 a nested member object": (
        {"foo": "bar"},
        [{"op": "add", "path": "/child", "value": {"grandchild": {}}}],
        {"foo": "bar", "child": {"grandchild": {}}},
    ),
    "A.11 unrecognised elements": (
        {"foo": "bar"},
        [{"op": "add", "path": "/baz", "value": "qux", "xyz": 123}],
        {"foo": "bar", "baz": "qux"},
    ),
    "A.14 an escaped key": (
        {"/": 9, "~1": 10},
        [{"op": "replace", "path": "/~01", "value": 11}],
        {"/": 9, "~1": 11},
    ),
    "A.16 an array value": (
        {"foo": ["bar"]},
        [{"op": "add", "path": "/foo/-", "value": ["abc", "def"]}],
        {"foo": ["bar", ["abc", "def"]]},
    ),
    "4.1 an existing member": ({"a": 1}, [{"op": "add", "path": "/a", "value": 2}], {"a": 2}),
    "4.1 the whole document": ({"a": 1}, [{"op": "add", "path": "", "value": [2]}], [2]),
    "4.1 the end by its index": ([1], [{"op": "add", "path": "/1", "value": 2}], [1, 2]),
    "4.3 the whole document": ({"a": 1}, [{"op": "replace", "path": "", "value": None}], None),
    "4.3 null": ({"a": None}, [{"op": "replace", "path": "/a", "value": 1}], {"a": 1}),
    "4.4 to the end": ([1, 2, 3], [{"op": "move", "from": "/0", "path": "/-"}], [2, 3, 1]),
    "4.4 to the front": ([1, 2, 3], [{"op": "move", "from": "/2", "path": "/0"}], [3, 1, 2]),
    "4.4 over another": ({"a": 1, "b": 2}, [{"op": "move", "from": "/a", "path": "/b"}], {"b": 1}),
    "4.4 to itself": ({"a": 1}, [{"op": "move", "from": "/a", "path": "/a"}], {"a": 1}),
    "4.4 null": ({"a": None, "b": {}}, [{"op": "move", "from": "/a", "path": "/b/c"}], {"b": {"c": None}}),
    "4.4 upwards": ({"a": {"b": 1}}, [{"op": "move", "from": "/a/b", "path": "/a"}], {"a": 1}),
    "several, one after the other": (
        {},
        [
            {"op": "add", "path": "/l", "value": []},
            {"op": "add", "path": "/l/-", "value": 1},
            {"op": "add", "path": "/l/0", "value": 0},
            {"op": "remove", "path": "/l/1"},
        ],
        {"l": [0]},
    ),
    "none": ({"a": 1}, [], {"a": 1}),
}


@pytest.mark.parametrize(("document", "patch", "result"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_examples_of_the_rfc(document: Any, patch: list[dict[str, Any]], result: Any) -> None:
    before = copy.deepcopy(document)
    assert apply_patch(document, patch) == result
    assert exact(document) == exact(before)


DOCUMENT = {"foo": {"bar": [1, 2]}, "baz": "qux"}


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "add", "path": "/no/bat", "value": "qux"},  # A.12
        {"op": "add", "path": "/baz/bat", "value": "qux"},
        {"op": "add", "path": "/foo/bar/3", "value": 3},
        {"op": "add", "path": "/foo/bar/01", "value": 3},
        {"op": "add", "path": "/foo/bar/x", "value": 3},
        {"op": "remove", "path": "/no"},
        {"op": "remove", "path": "/foo/bar/2"},
        {"op": "remove", "path": "/foo/bar/-"},
        {"op": "replace", "path": "/no", "value": 1},
        {"op": "replace", "path": "/foo/bar/-", "value": 1},
        {"op": "move", "from": "/no", "path": "/baz"},
        {"op": "move", "from": "/no", "path": "/foo/new"},
        {"op": "move", "from": "/foo", "path": "/foo/bar/0"},
        {"op": "move", "from": "/foo/bar/0", "path": "/foo/bar/0/x"},
        {"op": "move", "from": "", "path": "/foo"},
        {"op": "move", "from": "/baz", "path": "/no/bat"},
        {"op": "add", "path": "/a"},
        {"op": "add", "value": 1},
        {"path": "/a", "value": 1},
    ],
)
def test_an_operation_that_does_not_fit_is_refused(operation: dict[str, Any]) -> None:
    before = copy.deepcopy(DOCUMENT)
    with pytest.raises(KeyError):
        apply_patch(DOCUMENT, [operation])
    assert before == DOCUMENT


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "spam", "path": "/foo"},
        {"op": "add", "path": "foo", "value": 1},
        {"op": "replace", "path": "/fo~o", "value": 1},
        {"op": "move", "from": "baz", "path": "/foo"},
    ],
)
def test_what_is_no_operation_is_refused(operation: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        apply_patch(DOCUMENT, [operation])


def test_a_key_moved_among_its_siblings_is_renamed_in_its_place() -> None:
    tree = apply_patch({"a": 1, "b": 2, "c": 3}, [{"op": "move", "from": "/b", "path": "/x"}])
    assert list(tree.items()) == [("a", 1), ("x", 2), ("c", 3)]


@given(TREES, st.data())
def test_what_is_taken_out_and_put_back_is_there_again(tree: Any, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([path for path, _ in walk(tree)]))
    if not path:
        return
    pointer, value = to_pointer(path), get(tree, path)
    taken = {"op": "remove", "path": pointer}
    edited = apply_patch(tree, [taken, {"op": "add", "path": pointer, "value": value}])
    assert edited == tree
    assert apply_patch(tree, [{"op": "add", "path": pointer, "value": value}, taken]) == (
        tree if isinstance(get(tree, path[:-1]), list) else apply_patch(tree, [taken])
    )
