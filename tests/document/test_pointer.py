"""JSON Pointers, as RFC 6901 has them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.tree import from_pointer, get, has, to_pointer, walk

from .trees import TREES, exact

# RFC 6901, section 5
DOCUMENT: dict[str, Any] = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}
POINTERS: dict[str, Any] = {
    "": DOCUMENT,
    "/foo": ["bar", "baz"],
    "/foo/0": "bar",
    "/": 0,
    "/a~1b": 1,
    "/c%d": 2,
    "/e^f": 3,
    "/g|h": 4,
    "/i\\j": 5,
    '/k"l': 6,
    "/ ": 7,
    "/m~0n": 8,
}


@pytest.mark.parametrize(("pointer", "value"), POINTERS.items())
def test_the_examples_of_the_rfc(pointer: str, value: Any) -> None:
    path = from_pointer(pointer, DOCUMENT)
    assert get(DOCUMENT, path) == value
    assert to_pointer(path) == pointer


def test_tilde_one_is_decoded_first() -> None:
    assert from_pointer("/~01") == ("~1",)
    assert from_pointer("/~001~10") == ("~01/0",)


@pytest.mark.parametrize("text", ["foo", "foo/bar", "#/foo", " /foo", "/~", "/a~2b", "/~a", "/foo~"])
def test_what_is_no_pointer_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_pointer(text)


def test_the_document_tells_an_index_from_a_key() -> None:
    assert from_pointer("/a/0", {"a": [1]}) == ("a", 0)
    assert from_pointer("/a/0", {"a": {"0": 1}}) == ("a", "0")
    assert from_pointer("/a/0") == ("a", "0")
    assert from_pointer("/a/-", {"a": [1, 2]}) == ("a", 2)
    assert from_pointer("/a/-", {"a": {}}) == ("a", "-")
    assert from_pointer("/a/10/b", {"a": [1]}) == ("a", 10, "b")


@pytest.mark.parametrize("text", ["00", "01", "+1", "-1", "1.0", "1e0", "", " 1", "１", "²"])
def test_an_index_is_digits_without_leading_zeros(text: str) -> None:
    path = from_pointer(f"/{text}", [1, 2, 3])
    assert path == (text,)
    assert not has([1, 2, 3], path)


@given(TREES)
def test_every_path_goes_into_a_pointer_and_back(tree: Any) -> None:
    pointers = set()
    for path, value in walk(tree):
        pointer = to_pointer(path)
        pointers.add(pointer)
        assert from_pointer(pointer, tree) == path
        assert exact(get(tree, from_pointer(pointer, tree))) == exact(value)
    assert len(pointers) == len([*walk(tree)])


@given(st.text())
def test_any_text_is_a_pointer_or_no_pointer(text: str) -> None:
    try:
        path = from_pointer(text)
    except ValueError:
        return
    assert to_pointer(path) == text


@pytest.mark.parametrize("value", [None, 3, "text", True])
def test_nothing_stands_below_a_plain_value(value: Any) -> None:
    assert get(value, ("a",), "nothing") == get(value, (0,), "nothing") == "nothing"


def test_a_list_has_no_item_before_its_first() -> None:
    assert get([1, 2], (-1,)) is None
    assert get([1, 2], (2,)) is None
