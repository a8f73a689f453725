"""Trees that are never changed: every edit gives a new one that shares the rest."""

import copy
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.serializer import to_bytes
from wizard.document.tree import (
    MISSING,
    Path,
    get,
    has,
    insert_in,
    move_in,
    remove_in,
    rename_in,
    set_in,
    walk,
)

from .trees import OBJECTS, TREES, exact, example


def place_in(tree: Any, data: st.DataObject) -> Path:
    return data.draw(st.sampled_from([path for path, _ in walk(tree)]))


def changed_only_on_the_way(tree: Any, edited: Any, path: Path) -> None:
    """Whatever does not lie on the way to a path is the very same object in both trees."""
    for end in range(len(path)):
        before, after = get(tree, path[:end]), get(edited, path[:end])
        if isinstance(before, dict):
            for key in before:
                if key != path[end] and key in after:
                    assert after[key] is before[key]


@given(TREES, TREES, st.data())
def test_a_replaced_value_changes_nothing_else(tree: Any, value: Any, data: st.DataObject) -> None:
    path, before = place_in(tree, data), copy.deepcopy(tree)
    edited = set_in(tree, path, value)
    assert exact(tree) == exact(before)
    assert get(edited, path) is value
    changed_only_on_the_way(tree, edited, path)
    for other, below in walk(tree):
        if other[: len(path)] != path and path[: len(other)] != other:
            assert get(edited, other) is below
    for end in range(len(path)):
        assert list(get(edited, path[:end])) != [] and len(get(edited, path[:end])) == len(
            get(tree, path[:end])
        )


@given(TREES, st.data())
def test_a_removed_value_takes_nothing_with_it(tree: Any, data: st.DataObject) -> None:
    path, before = place_in(tree, data), copy.deepcopy(tree)
    edited = remove_in(tree, path)
    assert exact(tree) == exact(before)
    if not path:
        assert edited is tree
        return
    parent, rest = get(tree, path[:-1]), get(edited, path[:-1])
    assert len(rest) == len(parent) - 1
    changed_only_on_the_way(tree, edited, path)
    if isinstance(parent, list):
        assert all(a is b for a, b in zip(rest, parent[: path[-1]] + parent[path[-1] + 1 :], strict=True))
    else:
        assert list(rest) == [key for key in parent if key != path[-1]]


@given(TREES)
def test_what_is_not_there_cannot_be_removed(tree: Any) -> None:
    assert remove_in(tree, ("not", "there")) is tree
    assert remove_in(tree, (99,)) is tree


@given(OBJECTS, st.text(), st.data())
def test_a_renamed_key_keeps_its_place_and_its_value(tree: Any, name: str, data: st.DataObject) -> None:
    if not tree or name in tree:
        return
    key = data.draw(st.sampled_from(list(tree)))
    edited = rename_in(tree, (key,), name)
    assert list(edited) == [name if each == key else each for each in tree]
    assert all(a is b for a, b in zip(edited.values(), tree.values(), strict=True))


@pytest.mark.parametrize(("path", "name"), [(("a",), "b"), (("x",), "y"), (("l", 0), "y"), (("a", "b"), "c")])
def test_a_name_that_is_taken_or_nowhere_cannot_be_given(path: Path, name: str) -> None:
    with pytest.raises(KeyError):
        rename_in({"a": 1, "b": 2, "l": [1]}, path, name)


def test_a_name_may_be_kept() -> None:
    assert exact(rename_in({"a": 1, "b": 2}, ("a",), "a")) == exact({"a": 1, "b": 2})


@given(st.lists(st.integers(), min_size=1, max_size=6), st.data())
def test_a_moved_item_stands_where_it_is_wanted(items: list[int], data: st.DataObject) -> None:
    place = st.integers(0, len(items) - 1)
    source, target = data.draw(place), data.draw(place)
    rest = items[:source] + items[source + 1 :]
    expected = [*rest[:target], items[source], *rest[target:]]
    assert move_in({"l": items}, ("l", source), target) == {"l": expected}
    pairs = {f"k{index}": value for index, value in enumerate(items)}
    edited = move_in({"m": pairs}, ("m", f"k{source}"), target)["m"]
    assert list(edited.values()) == expected
    assert edited == pairs


@pytest.mark.parametrize("path", [("x",), ("l", 5), ("l", "0"), ("x", "y")])
def test_what_is_not_there_cannot_be_moved(path: Path) -> None:
    with pytest.raises(KeyError):
        move_in({"l": [1]}, path, 0)


@given(st.lists(st.integers(), max_size=4), st.integers(0, 4))
def test_an_inserted_item_moves_the_others_along(items: list[int], index: int) -> None:
    if index > len(items):
        with pytest.raises(KeyError):
            insert_in({"l": items}, ("l", index), "new")
    else:
        expected = [*items[:index], "new", *items[index:]]
        assert insert_in({"l": items}, ("l", index), "new") == {"l": expected}


@pytest.mark.parametrize(
    ("tree", "path"),
    [
        ({"a": 1}, ("a", "b")),
        ({"a": "text"}, ("a", 0)),
        ({"a": None}, ("a", "b")),
        ({"a": []}, ("a", "b")),
        ({"a": [1]}, ("a", 2)),
        ({"a": [1]}, ("a", -1)),
        ({"a": {"0": 1}}, ("a", 0)),
        ({}, (0,)),
        ({}, ("a", 1)),
    ],
)
def test_a_path_that_does_not_fit_is_refused(tree: Any, path: Path) -> None:
    with pytest.raises(KeyError):
        set_in(tree, path, "new")


def test_objects_and_lists_are_made_on_the_way() -> None:
    assert set_in({}, ("a", "b", "c"), 1) == {"a": {"b": {"c": 1}}}
    assert set_in({}, ("a", 0, "c"), 1) == {"a": [{"c": 1}]}
    assert set_in({"a": [1]}, ("a", 1), 2) == {"a": [1, 2]}


def test_null_is_something() -> None:
    assert has({"a": None}, ("a",))
    assert get({"a": None}, ("a",), "default") is None
    assert get({"a": None}, ("a", "b"), "default") == "default"
    assert get({}, ("a",), MISSING) is MISSING
    assert remove_in({"a": None}, ("a",)) == {}


@given(TREES)
def test_a_walk_meets_everything_in_the_order_of_the_text(tree: Any) -> None:
    def met(value: Any, path: Path) -> list[Path]:
        below = (
            enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
        )
        return [path, *(each for key, item in below for each in met(item, (*path, key)))]

    assert [path for path, _ in walk(tree)] == met(tree, ())
    assert all(get(tree, path) is value for path, value in walk(tree))


# The reference's order.

LEAVES: list[Path] = [
    ("Name",),
    ("ImageId",),
    ("Notification", "Topic", "Endpoint"),
    ("Configs", "Disks", "DataDisk", "MountPoint"),
    ("Configs", "Mounts", "Locale"),
]


@pytest.mark.parametrize("order", [*permutations(LEAVES)])
def test_new_keys_stand_in_the_reference_s_order(order: tuple[Path, ...]) -> None:
    tree: Any = {}
    for path in order:
        tree = set_in(tree, path, "x")
    assert list(tree) == ["Name", "ImageId", "Notification", "Configs"]
    assert list(tree["Configs"]) == ["Disks", "Mounts"]


EXAMPLE_LEAVES = [
    (path, value)
    for path, value in walk(example())
    if path[:1] not in (("UserData",), ("EnvVars",))
    and not any(isinstance(key, int) for key in path)
    and (not isinstance(value, dict))
]


@given(st.permutations(EXAMPLE_LEAVES))
def test_the_example_filled_in_in_any_order_has_the_order_of_the_example(
    order: list[tuple[Path, Any]],
) -> None:
    tree: Any = {}
    for path, value in order:
        tree = set_in(tree, path, value)
    expected = {key: value for key, value in example().items() if key not in ("UserData", "EnvVars")}
    assert to_bytes(tree) == to_bytes(expected)


@given(st.permutations(["ImageId", "Name", "Zebra", "Groups", "Apple"]), st.permutations(LEAVES))
def test_the_order_of_what_was_there_is_kept(there: list[str], order: list[Path]) -> None:
    tree: Any = {key: {} if key == "Groups" else "there" for key in there}
    for path in order:
        tree = set_in(tree, path, "x")
    assert [key for key in tree if key in there] == there
    again: Any = {key: tree[key] if key == "Groups" else "there" for key in there}
    for path in sorted(order):
        again = set_in(again, path, "x")
    assert to_bytes(again) == to_bytes(tree)


def test_keys_that_the_reference_does_not_know_and_entries_go_to_the_end() -> None:
    tree = set_in({"Name": "a", "Configs": {}}, ("Zone",), 1)
    assert list(tree) == ["Name", "Configs", "Zone"]
    tree = set_in({"UserData": {"Name": "a", "z": "b"}}, ("UserData", "ImageId"), "c")
    assert list(tree["UserData"]) == ["Name", "z", "ImageId"]
    tree = set_in({"Groups": {"z": {}, "b": {}}}, ("Groups", "a", "ResourceType"), "Spot")
    assert list(tree["Groups"]) == ["z", "b", "a"]


def test_entries_of_lists_and_maps_have_the_reference_s_order_inside() -> None:
    tree: Any = {}
    for key in ("WriteSupport", "Source", "Destination"):
        tree = set_in(tree, ("Configs", "Mounts", "Entries", 0, key), "x")
    assert list(tree["Configs"]["Mounts"]["Entries"][0]) == ["Source", "Destination", "WriteSupport"]
    for key in ("SpotPriceLimit", "ResourceType", "DesiredVMCount"):
        tree = set_in(tree, ("Groups", "g", key), "x")
    assert list(tree["Groups"]["g"]) == ["DesiredVMCount", "ResourceType", "SpotPriceLimit"]
