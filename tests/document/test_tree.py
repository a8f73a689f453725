"""Trees are never changed in place: every edit returns a new one that shares the rest."""

import copy
from typing import Any

import pytest
from hypothesis import given

from wizard.document.tree import Path, apply_patch, from_pointer, get, has, set_in, to_pointer, walk

from .trees import TREES, exact


def test_missing_objects_are_created_and_null_is_a_value() -> None:
    assert set_in({}, ("a", "b", "c"), 1) == {"a": {"b": {"c": 1}}}
    assert set_in({}, ("a", 0, "c"), 1) == {"a": [{"c": 1}]}
    assert set_in({"a": [1]}, ("a", 1), 2) == {"a": [1, 2]}
    for path in (("a", 2), ("a", -1), ("a", "b"), (0,)):
        with pytest.raises(KeyError):
            set_in({"a": [1]}, path, 2)
    assert has({"a": None}, ("a",)) and get({"a": None}, ("a",), "default") is None


# -- the order of the API reference


def test_unknown_keys_and_entries_are_appended() -> None:
    assert list(set_in({"Name": "a", "Configs": {}}, ("Zone",), 1)) == ["Name", "Configs", "Zone"]
    tree = set_in({"UserData": {"Name": "a", "z": "b"}}, ("UserData", "ImageId"), "c")
    assert list(tree["UserData"]) == ["Name", "z", "ImageId"]
    tree = set_in({"Groups": {"z": {}, "b": {}}}, ("Groups", "a", "ResourceType"), "Spot")
    for key in ("SpotPriceLimit", "DesiredVMCount"):
        tree = set_in(tree, ("Groups", "a", key), "x")
    assert list(tree["Groups"]) == ["z", "b", "a"]
    assert list(tree["Groups"]["a"]) == ["DesiredVMCount", "ResourceType", "SpotPriceLimit"]
    for key in ("WriteSupport", "Source", "Destination"):
        tree = set_in(tree, ("Configs", "Mounts", "Entries", 0, key), "x")
    assert list(tree["Configs"]["Mounts"]["Entries"][0]) == ["Source", "Destination", "WriteSupport"]


# -- JSON Pointer

# RFC 6901, section 5
RFC_6901: dict[str, Any] = {
    "foo": ["bar", "baz"],
    **{"": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8},
}
POINTERS: dict[str, Any] = {
    **{"": RFC_6901, "/foo": ["bar", "baz"], "/foo/0": "bar", "/": 0, "/a~1b": 1, "/c%d": 2, "/e^f": 3},
    **{"/g|h": 4, "/i\\j": 5, '/k"l': 6, "/ ": 7, "/m~0n": 8},
}


def test_the_pointers_of_the_rfc() -> None:
    for pointer, value in POINTERS.items():
        path = from_pointer(pointer, RFC_6901)
        assert get(RFC_6901, path) == value
        assert to_pointer(path) == pointer


@pytest.mark.parametrize(
    ("pointer", "tree", "path"),
    [
        ("/~01", None, ("~1",)),
        ("/~001~10", None, ("~01/0",)),
        ("/a/0", {"a": [1]}, ("a", 0)),
        ("/a/0", {"a": {"0": 1}}, ("a", "0")),
        ("/a/0", None, ("a", "0")),
        ("/a/10/b", {"a": [1]}, ("a", 10, "b")),
        *((f"/{text}", [1, 2], (text,)) for text in ["00", "01", "+1", "-1", "1.0", "1e0", " 1", "１", "²"]),
        ("/", [1, 2], ("",)),
    ],
)
def test_an_index_and_a_key_are_distinguished_by_the_tree(pointer: str, tree: Any, path: Path) -> None:
    assert from_pointer(pointer, tree) == path


def test_an_invalid_pointer() -> None:
    for text in ("/~", "/a~2b", "/~a", "/foo~"):
        with pytest.raises(ValueError):
            from_pointer(text)


@given(TREES)
def test_a_path_survives_as_a_pointer(tree: Any) -> None:
    pointers = [to_pointer(path) for path, _ in walk(tree)]
    assert [from_pointer(pointer, tree) for pointer in pointers] == [path for path, _ in walk(tree)]
    assert len(set(pointers)) == len(pointers)


# -- JSON Patch (RFC 6902), the operations of fixes


def op(kind: str, path: str, *value: Any) -> dict[str, Any]:
    """An operation; of a move, the value is the source."""
    further = {"from" if kind == "move" else "value": value[0]} if value else {}
    return {"op": kind, "path": path, **further}


# RFC 6902, sections 4 and A: (document, patch, result)
EXAMPLES: dict[str, tuple[Any, list[dict[str, Any]], Any]] = {
    "A.1 an object member": ({"foo": 1}, [op("add", "/baz", 2)], {"foo": 1, "baz": 2}),
    "A.3 removing a member": ({"baz": 1, "foo": 2}, [op("remove", "/baz")], {"foo": 2}),
    "A.4 removing an element": ({"foo": [1, 2, 3]}, [op("remove", "/foo/1")], {"foo": [1, 3]}),
    "A.11 unknown elements": ({}, [op("add", "/baz", 1) | {"xyz": 123}], {"baz": 1}),
    "A.14 an escaped key": ({"/": 9, "~1": 10}, [op("replace", "/~01", 11)], {"/": 9, "~1": 11}),
    "4.1 an existing member": ({"a": 1}, [op("add", "/a", 2)], {"a": 2}),
    "4.3 the whole document": ({"a": 1}, [op("replace", "", None)], None),
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
}


@pytest.mark.parametrize(("document", "patch", "result"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_examples_of_the_rfc(document: Any, patch: list[dict[str, Any]], result: Any) -> None:
    before = copy.deepcopy(document)
    assert exact(apply_patch(document, patch)) == exact(result)
    assert exact(document) == exact(before)
