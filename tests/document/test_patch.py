"""JSON Patch (RFC 6902): the operations of fixes."""

import copy
from typing import Any

import pytest

from wizard.document.tree import apply_patch

from .trees import exact


def op(kind: str, path: str, *value: Any) -> dict[str, Any]:
    """An operation; of a move, the value is the source."""
    further = {"from" if kind == "move" else "value": value[0]} if value else {}
    return {"op": kind, "path": path, **further}


# RFC 6902, sections 4 and A: (document, patch, result)
EXAMPLES: dict[str, tuple[Any, list[dict[str, Any]], Any]] = {
    "A.1 an object member": ({"foo": 1}, [op("add", "/baz", 2)], {"foo": 1, "baz": 2}),
    "A.2 an array element": ({"foo": [1, 2]}, [op("add", "/foo/1", 3)], {"foo": [1, 3, 2]}),
    "A.3 removing a member": ({"baz": 1, "foo": 2}, [op("remove", "/baz")], {"foo": 2}),
    "A.4 removing an element": ({"foo": [1, 2, 3]}, [op("remove", "/foo/1")], {"foo": [1, 3]}),
    "A.5 replacing a value": ({"a": 1, "b": 2}, [op("replace", "/a", 3)], {"a": 3, "b": 2}),
    "A.6 moving a value": (
        {"foo": {"bar": 1, "waldo": 2}, "qux": {"corge": 3}},
        [op("move", "/qux/thud", "/foo/waldo")],
        {"foo": {"bar": 1}, "qux": {"corge": 3, "thud": 2}},
    ),
    "A.7 moving an element": ({"foo": [1, 2, 3, 4]}, [op("move", "/foo/3", "/foo/1")], {"foo": [1, 3, 4, 2]}),
    "A.10 a nested object": ({"foo": 1}, [op("add", "/a", {"b": {}})], {"foo": 1, "a": {"b": {}}}),
    "A.11 unknown elements": ({}, [op("add", "/baz", 1) | {"xyz": 123}], {"baz": 1}),
    "A.14 an escaped key": ({"/": 9, "~1": 10}, [op("replace", "/~01", 11)], {"/": 9, "~1": 11}),
    "A.16 an array value": ({"foo": [1]}, [op("add", "/foo/-", [2, 3])], {"foo": [1, [2, 3]]}),
    "4.1 an existing member": ({"a": 1}, [op("add", "/a", 2)], {"a": 2}),
    "4.1 the whole document": ({"a": 1}, [op("add", "", [2])], [2]),
    "4.1 the end by its index": ([1], [op("add", "/1", 2)], [1, 2]),
    "4.3 the whole document": ({"a": 1}, [op("replace", "", None)], None),
    "4.3 null": ({"a": None}, [op("replace", "/a", 1)], {"a": 1}),
    "4.4 to the end": ([1, 2, 3], [op("move", "/-", "/0")], [2, 3, 1]),
    "4.4 to the front": ([1, 2, 3], [op("move", "/0", "/2")], [3, 1, 2]),
    "4.4 over another": ({"a": 1, "b": 2}, [op("move", "/b", "/a")], {"b": 1}),
    "4.4 to itself": ({"a": 1}, [op("move", "/a", "/a")], {"a": 1}),
    "4.4 null": ({"a": None, "b": {}}, [op("move", "/b/c", "/a")], {"b": {"c": None}}),
    "4.4 upwards": ({"a": {"b": 1}}, [op("move", "/a", "/a/b")], {"a": 1}),
    "4.4 renaming in place": ({"a": 1, "b": 2, "c": 3}, [op("move", "/x", "/b")], {"a": 1, "x": 2, "c": 3}),
    "several, one after the other": (
        {},
        [op("add", "/l", []), op("add", "/l/-", 1), op("add", "/l/0", 0), op("remove", "/l/1")],
        {"l": [0]},
    ),
    "none": ({"a": 1}, [], {"a": 1}),
}


@pytest.mark.parametrize(("document", "patch", "result"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_examples_of_the_rfc(document: Any, patch: list[dict[str, Any]], result: Any) -> None:
    before = copy.deepcopy(document)
    assert exact(apply_patch(document, patch)) == exact(result)
    assert exact(document) == exact(before)


DOCUMENT = {"foo": {"bar": [1, 2]}, "baz": "qux"}


@pytest.mark.parametrize(
    "operation",
    [
        *(op("add", path, 1) for path in ("/no/bat", "/baz/bat", "/foo/bar/3", "/foo/bar/01", "/foo/bar/x")),
        *(op("remove", path) for path in ("/no", "/foo/bar/2", "/foo/bar/-")),
        *(op("replace", path, 1) for path in ("/no", "/foo/bar/-")),
        *(op("move", path, "/no") for path in ("/baz", "/foo/new")),
        *(op("move", "/foo/bar/0", "/foo"), op("move", "/foo/bar/0/x", "/foo/bar/0")),
        *(op("move", "/foo", ""), op("move", "/no/bat", "/baz"), op("add", "/a")),
        *({"op": "add", "value": 1}, {"path": "/a", "value": 1}, op("spam", "/foo"), op("add", "foo", 1)),
        *(op("replace", "/fo~o", 1), op("move", "/foo", "baz")),
    ],
)
def test_an_invalid_operation_is_refused(operation: dict[str, Any]) -> None:
    before = copy.deepcopy(DOCUMENT)
    with pytest.raises((KeyError, ValueError)):
        apply_patch(DOCUMENT, [operation])
    assert before == DOCUMENT
