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
    "A.3 removing a member": ({"baz": 1, "foo": 2}, [op("remove", "/baz")], {"foo": 2}),
    "A.4 removing an element": ({"foo": [1, 2, 3]}, [op("remove", "/foo/1")], {"foo": [1, 3]}),
    "A.5 replacing a value": ({"a": 1, "b": 2}, [op("replace", "/a", 3)], {"a": 3, "b": 2}),
    "A.10 a nested object": ({"foo": 1}, [op("add", "/a", {"b": {}})], {"foo": 1, "a": {"b": {}}}),
    "A.11 unknown elements": ({}, [op("add", "/baz", 1) | {"xyz": 123}], {"baz": 1}),
    "A.14 an escaped key": ({"/": 9, "~1": 10}, [op("replace", "/~01", 11)], {"/": 9, "~1": 11}),
    "4.1 an existing member": ({"a": 1}, [op("add", "/a", 2)], {"a": 2}),
    "4.3 the whole document": ({"a": 1}, [op("replace", "", None)], None),
    "4.3 null": ({"a": None}, [op("replace", "/a", 1)], {"a": 1}),
    "4.4 renaming in place": ({"a": 1, "b": 2, "c": 3}, [op("move", "/x", "/b")], {"a": 1, "x": 2, "c": 3}),
    "4.4 to itself": ({"a": 1}, [op("move", "/a", "/a")], {"a": 1}),
    "several, one after the other": (
        {"l": [0]},
        [
            op("add", "/m", []),
            op("replace", "/l/0", {"a": 1}),
            op("move", "/l/0/b", "/l/0/a"),
            op("remove", "/m"),
        ],
        {"l": [{"b": 1}]},
    ),
    "none": ({"a": 1}, [], {"a": 1}),
}


@pytest.mark.parametrize(("document", "patch", "result"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_examples_of_the_rfc(document: Any, patch: list[dict[str, Any]], result: Any) -> None:
    before = copy.deepcopy(document)
    assert exact(apply_patch(document, patch)) == exact(result)
    assert exact(document) == exact(before)
