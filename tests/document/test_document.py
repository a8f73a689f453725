"""Editing a request: blank fields, emptied objects, the order of keys."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.entries import new_request
from wizard.document.document import Change, Document, find_free_name
from wizard.document.serializer import to_bytes
from wizard.document.tree import Path, set_in

from .trees import TREES, exact

ENTRIES: Path = ("Configs", "Mounts", "Entries")

# -- blank fields and emptied objects

DISKS = "Configs/Disks"
SIZE = f"{DISKS}/SystemDisk/Size"
OSS_KEY, CIDR, LOCALE = (
    "Configs/Mounts/OSS/AccessKeyId",
    "Configs/Networks/VPC/CidrBlock",
    "Configs/Mounts/Locale",
)
COUNT, TOPIC, ENTRY = "Groups/g/DesiredVMCount", "Notification/Topic/Name", "Configs/Mounts/Entries/0"
SOURCE = f"{ENTRY}/Source"
# name: (imported document, edits, result)
EDITS: dict[str, tuple[Any, list[str], Any]] = {
    "a cleared field is absent": ({"a": 1}, ['set Name "x"', "clear Name"], {"a": 1}),
    "an imported value too": ({"a": 1, "X": "x"}, ["clear X"], {"a": 1}),
    **{f"{value!r} is not blank": ({"X": value}, ["clear X"], {}) for value in (None, 0, False, [], {})},
    "an imported blank field can be removed": ({"a": 1, "X": ""}, ["remove X"], {"a": 1}),
    "an object is removed with its last field": ({"a": 1}, [f"set {SIZE} 40", f"clear {SIZE}"], {"a": 1}),
    "not with another one": (
        {},
        [f"set {SIZE} 40", f'set {DISKS}/SystemDisk/Type "x"', f"clear {SIZE}"],
        {"Configs": {"Disks": {"SystemDisk": {"Type": "x"}}}},
    ),
    "nor are objects beside it": (
        {},
        [f"set {SIZE} 40", f'set {LOCALE} "GBK"', f"clear {SIZE}"],
        {"Configs": {"Mounts": {"Locale": "GBK"}}},
    ),
    "imported objects stay when they become empty": (
        {"Configs": {"Disks": {"SystemDisk": {"Size": 40}}}, "Notification": {"Topic": {}}},
        [f"clear {SIZE}", f'set {TOPIC} "x"', f"clear {TOPIC}"],
        {"Configs": {"Disks": {"SystemDisk": {}}}, "Notification": {"Topic": {}}},
    ),
    "of nested objects only the new ones are removed": (
        {"Configs": {"Mounts": {}}},
        [f'set {OSS_KEY} "x"', f'set {CIDR} "x"', f"clear {OSS_KEY}", f"remove {CIDR}"],
        {"Configs": {"Mounts": {}}},
    ),
    "an object removed as a whole is not imported any more": (
        {"Configs": {"Disks": {"SystemDisk": {"Size": 40}}}},
        [f"remove {DISKS}/SystemDisk", f"set {SIZE} 50", f"clear {SIZE}"],
        {"Configs": {"Disks": {}}},
    ),
    "maps and lists are removed with their last entry": (
        {"a": 1},
        ['set UserData/k "v"', f'set {ENTRY} {{"X": 0}}', "remove UserData/k", f"remove {ENTRY}"],
        {"a": 1},
    ),
    "an entry stays when its fields are cleared": (
        {},
        [f'set {SOURCE} "oss://a/"', f"set {COUNT} 1", f"clear {SOURCE}", f"clear {COUNT}"],
        {"Groups": {"g": {}}, "Configs": {"Mounts": {"Entries": [{}]}}},
    ),
    "entries are added, moved and removed": (
        {"Configs": {"Mounts": {"Entries": [{"X": 1}, {"X": 2}]}}},
        [f'add {ENTRY} {{"X": 3}}', f"move {ENTRY} 2", f"remove {ENTRY}", 'add Configs/Mounts/Entries/2 "X"'],
        {"Configs": {"Mounts": {"Entries": [{"X": 2}, {"X": 3}, "X"]}}},
    ),
    "a group is renamed in its position": (
        {"Groups": {"a": {"X": 1}, "b": {}, "c": {}}},
        ['rename Groups/a "z"', "move Groups/c 1"],
        {"Groups": {"z": {"X": 1}, "c": {}, "b": {}}},
    ),
}


def edit(document: Document, text: str) -> None:
    """Apply an edit: its name, path, and value as JSON."""
    name, path, *value = text.split(" ", 2)
    keys = tuple(int(key) if key.isdigit() else key for key in path.split("/"))
    getattr(document, name)(keys, *map(json.loads, value))


@pytest.mark.parametrize(("imported", "edits", "result"), EDITS.values(), ids=EDITS.keys())
def test_edits_are_undone_and_redone(imported: Any, edits: list[str], result: Any) -> None:
    document, changes = Document(imported), list[Change]()
    states = [exact(imported)]
    document.on_change = changes.append
    for each in edits:
        edit(document, each)
        if len(changes) == len(states):
            states.append(exact(document.tree))
    assert states[-1] == exact(result)
    for state, change in zip(states[-2::-1], changes[::-1], strict=True):
        assert document.undo() == change
        assert exact(document.tree) == state
    for state in states[1:]:
        document.redo()
        assert exact(document.tree) == state


def test_an_edit_of_the_text_counts_as_an_import() -> None:
    document = Document({"Name": "a", "UserData": {}})
    document.replace({"Name": "a", "EnvVars": {}})
    for each in ('set UserData {"a": "b"}', "clear UserData", 'set EnvVars {"a": "b"}', "clear EnvVars"):
        edit(document, each)
    assert document.tree == {"Name": "a", "EnvVars": {}}


@pytest.mark.parametrize(
    ("path", "blank", "filled"),
    [
        (("Bootstrap",), "", "./run.sh"),
        (("UserData",), {}, {"a": "b"}),
        (("EnvVars",), {}, {"a": "b"}),
        (("Notification", "Topic", "Events"), [], ["OnClusterDeleted"]),
        (("Configs", "Mounts", "NAS", "FileSystem"), [], ["nas://a"]),
        (("Configs", "Networks", "Classic", "AllowIpAddress"), [], ["10.0.0.1"]),
    ],
)
def test_a_field_imported_blank_stays_blank(path: Path, blank: Any, filled: Any) -> None:
    imported = set_in({"Name": "a"}, path, blank)
    document = Document(imported)
    document.set(path, filled)
    document.clear(path)
    assert exact(document.tree) == exact(imported)
    document.set(path, filled)
    document.undo()
    document.remove(path)
    assert not document.has(path)
    document.set(path, filled)
    document.clear(path)
    assert not document.has(path), "what was removed as a whole is not imported any more"


GROUPS = {"Groups": {"a": {"HostnamePrefix": ""}, "b": {"HostnamePrefix": "x", "Mode": ""}}}
ENTRIES_WITH_BLANKS = [{"Source": "", "Destination": "/a"}, {"Source": "s", "Destination": ""}]
MOUNTS = {"Configs": {"Mounts": {"Entries": ENTRIES_WITH_BLANKS}}}


def blanks(document: Document, path: Path, *names: str) -> list[str]:
    """The fields of an object that are blank, not absent, after they were filled in and cleared."""
    for name in names:
        document.set((*path, name), "typed")
        document.clear((*path, name))
    return [name for name in names if document.get((*path, name)) == ""]


def test_a_renamed_group_keeps_its_blank_fields() -> None:
    document = Document(GROUPS)
    for name in ("a1", "a12"):
        document.rename(("Groups", "a" if name == "a1" else "a1"), name, run="name")
    assert blanks(document, ("Groups", "a12"), "HostnamePrefix", "Mode") == ["HostnamePrefix"]
    document.rename(("Groups", "b"), "a")
    assert blanks(document, ("Groups", "a"), "HostnamePrefix", "Mode") == ["Mode"]
    while document.undoable:
        document.undo()
    document.patch([{"op": "move", "from": "/Groups/a", "path": "/Groups/c"}])  # as a fix does
    assert blanks(document, ("Groups", "c"), "HostnamePrefix", "Mode") == ["HostnamePrefix"]


def test_mounts_keep_their_blank_fields_when_others_are_removed_or_moved() -> None:
    for by_a_fix in (False, True):
        document = Document(MOUNTS)
        if by_a_fix:
            document.patch([{"op": "remove", "path": "/Configs/Mounts/Entries/0"}])
        else:
            document.remove((*ENTRIES, 0))
        assert blanks(document, (*ENTRIES, 0), "Source", "Destination") == ["Destination"]
    document = Document(MOUNTS)
    document.set((*ENTRIES, 2), {"Source": "new"})
    document.move((*ENTRIES, 2), 0)
    document.add((*ENTRIES, 1), {"Source": "newer"})
    for index, expected in enumerate(([], [], ["Source"], ["Destination"])):
        assert blanks(document, (*ENTRIES, index), "Source", "Destination") == expected, index


@pytest.mark.parametrize(
    ("taken", "wanted", "name"),
    [
        ([], "group1", "group1"),
        *((["group1", *more], "group1", name) for more, name in (([], "group2"), (["group2"], "group3"))),
        *((["group1", "group3"], "group1", "group2"), (["a"], "a", "a2"), (["a", "a2"], "a", "a3")),
        *((["9"], "9", "10"), ([""], "", "2"), (["集群"], "集群", "集群2"), (["a\nb"], "a\nb", "a\nb2")),
    ],
)
def test_free_names(taken: list[str], wanted: str, name: str) -> None:
    assert find_free_name(taken, wanted) == name


# -- values of a wrong type


@pytest.mark.parametrize("wrong", [None, 3, "text", True, [], [1], {"k": 1}])
def test_a_value_of_a_wrong_type_on_the_path_is_replaced(wrong: Any) -> None:
    kept = wrong if isinstance(wrong, dict) else {}
    edited = {**kept, "Groups": {"g": {"DesiredVMCount": 1}}}
    for tree, path, result in (
        (wrong, (), edited),
        ({"Name": "a", "X": wrong}, ("X",), {"Name": "a", "X": edited}),
    ):
        document = Document(tree)
        document.set((*path, "Groups", "g", "DesiredVMCount"), 1)
        assert document.tree == result
        document.undo()
        assert exact(document.tree) == exact(tree)


@given(
    TREES,
    TREES,
    st.lists(st.sampled_from(["Name", "Groups", "Configs", "Mounts", "k", 0]), min_size=1, max_size=4),
)
def test_any_document_can_be_edited(tree: Any, value: Any, path: list[str | int]) -> None:
    document = Document(tree)
    where = tuple(path)
    if any(isinstance(key, int) and document.get(where[:end]) for end, key in enumerate(where)):
        return
    document.set(where, value)
    assert exact(document.get(where)) == exact(value)
    document.clear(where)
    assert not document.has(where) or document.get(where) == ""
    assert exact(document.opened) == exact(tree)


# -- the same answers give the same bytes

ANSWERS: dict[Path, Any] = {
    ("Name",): "a",
    ("ImageId",): "img-ubuntu",
    ("Bootstrap",): "run",
    ("Notification", "Topic", "Name"): "t",
    ("Groups", "group1", "InstanceType"): "ecs.sn1ne.large",
    ("Groups", "group1", "SpotPriceLimit"): 0.5,
    ("Configs", "Disks", "SystemDisk", "Size"): 40,
    ("Configs", "Disks", "DataDisk", "MountPoint"): "/d",
    ("Configs", "Mounts", "Locale"): "GBK",
    ("Configs", "Mounts", "OSS", "AccessKeyId"): "k",
    ("Configs", "Networks", "VPC", "CidrBlock"): "192.168.0.0/16",
}


def fill_in(opened: Any, order: list[Path], detours: list[Path], chosen: set[Path]) -> bytes:
    """The bytes of a document after answers in some order, with fields filled in and cleared on the way."""
    document = Document(opened)
    for path in order:
        for detour in detours:
            document.set(detour, "typed by mistake")
        if path in chosen:
            document.set(path, ANSWERS[path])
        for detour in detours:
            document.clear(detour)
            if detour in chosen and detour in order[: order.index(path) + 1]:
                document.set(detour, ANSWERS[detour])
    for path in ANSWERS:
        if path not in chosen:
            document.clear(path)
    return to_bytes(document.tree)


OPENED = [
    {"Groups": {"group1": {}}},
    new_request(),
    {"Zone": 1, "Groups": {"group1": {"SpotPriceLimit": 1, "ResourceType": "Spot"}}, "Name": "", "About": 2},
    {
        "Configs": {"Networks": {}, "X": 1, "Mounts": {"OSS": {}, "Locale": ""}},
        "ImageId": "x",
        "Groups": {"group0": {}, "group1": {"Mode": ""}},
        "Name": "y",
    },
    {
        "Notification": {"Topic": {"Endpoint": "e", "Name": "n"}},
        "Groups": {"group1": {"InstanceType": ""}},
        "EnvVars": {},
        "Description": "",
        "Bootstrap": "b",
    },
]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(OPENED),
    st.permutations([*ANSWERS]),
    st.lists(st.sampled_from([*ANSWERS]), max_size=3, unique=True),
    st.sets(st.sampled_from([*ANSWERS])),
)
def test_the_same_bytes(opened: Any, order: list[Path], detours: list[Path], chosen: set[Path]) -> None:
    assert fill_in(opened, order, detours, chosen) == fill_in(opened, [*ANSWERS], [], chosen)


def test_a_field_returns_to_its_position_in_the_file() -> None:
    configs = {"Mounts": {}, "Disks": {"SystemDisk": {}}}
    document = Document({"ImageId": "i", "Zone": 1, "Name": "old", "Configs": configs})
    document.clear(("Name",), run=("Name",))
    document.set(("Name",), "new", run=("Name",))
    document.remove(("Configs", "Mounts"))
    document.set(("Configs", "Mounts", "Locale"), "GBK")
    assert list(document.tree) == ["ImageId", "Zone", "Name", "Configs"]
    assert list(document.tree["Configs"]) == ["Mounts", "Disks"]
    document.set(("Description",), "d")
    document.clear(("ImageId",))
    document.set(("Groups",), {})
    document.set(("ImageId",), "i")
    assert list(document.tree) == ["Description", "ImageId", "Zone", "Name", "Groups", "Configs"]
