"""Editing a request: blank fields, emptied objects, the order of keys, undo and redo."""

import copy
import json
from typing import Any

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.entries import make_request
from wizard.document.document import Change, Document
from wizard.document.serializer import to_bytes
from wizard.document.tree import Path, get, walk

from .trees import TREES, exact, example

# -- blank fields and emptied objects

DISKS = "Configs/Disks"
SIZE = f"{DISKS}/SystemDisk/Size"
OSS_KEY, LOCALE = "Configs/Mounts/OSS/AccessKeyId", "Configs/Mounts/Locale"
CIDR = "Configs/Networks/VPC/CidrBlock"
COUNT, TOPIC, ENTRIES = "Groups/g/DesiredVMCount", "Notification/Topic/Name", "Configs/Mounts/Entries"
ENTRY, SOURCE = f"{ENTRIES}/0", f"{ENTRIES}/0/Source"
BLANK = {"Name": "a", "Bootstrap": "", "EnvVars": {}, "Notification": {"Topic": {"Events": []}}}
FILLED = {"Bootstrap": '"x"', "EnvVars": '{"a": "b"}', "Notification/Topic/Events": '["x"]'}
FILL, CLEAR = [f"set {path} {value}" for path, value in FILLED.items()], [f"clear {path}" for path in FILLED]
GROUPS = {"Groups": {"a": {"HostnamePrefix": ""}, "b": {"HostnamePrefix": "x", "Mode": ""}}}
PREFIX_AND_MODE = ("HostnamePrefix", "Mode")
MOUNTS = [{"Source": "", "Destination": "/a"}, {"Source": "s", "Destination": ""}]


def typed(parent: str, *names: str) -> list[str]:
    """Edits that fill in fields and clear them again."""
    return [each for name in names for each in (f'set {parent}{name} "typed"', f"clear {parent}{name}")]


# name: (imported document, edits, result)
EDITS: dict[str, tuple[Any, list[str], Any]] = {
    "a cleared field is absent": ({"a": 1}, ['set Name "x"', "clear Name"], {"a": 1}),
    "an imported value too": ({"a": 1, "X": "x"}, ["clear X"], {"a": 1}),
    **{f"{value!r} is not blank": ({"X": value}, ["clear X"], {}) for value in (None, 0, False, [], {})},
    "an imported blank field can be removed": ({"a": 1, "X": ""}, ["remove X"], {"a": 1}),
    "a field imported blank stays blank": (BLANK, [*FILL, *CLEAR], BLANK),
    "unless it was removed as a whole": (
        BLANK,
        [*(f"remove {path}" for path in FILLED), *FILL, *CLEAR],
        {"Name": "a", "Notification": {"Topic": {}}},
    ),
    "an object is removed with its last field": ({"a": 1}, [f"set {SIZE} 40", f"clear {SIZE}"], {"a": 1}),
    "not those that contain another field": (
        {},
        [f"set {SIZE} 40", f'set {LOCALE} "GBK"', f"clear {SIZE}"],
        {"Configs": {"Mounts": {"Locale": "GBK"}}},
    ),
    "of nested objects only the new ones are removed": (
        {"Configs": {"Mounts": {}}},
        [f'set {OSS_KEY} "x"', f'set {CIDR} "x"', f"clear {OSS_KEY}", f"remove {CIDR}"],
        {"Configs": {"Mounts": {}}},
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
    "fields return to their positions in the file": (
        {"ImageId": "i", "Zone": 1, "Name": "a", "Configs": {"Mounts": {}, "Disks": {"SystemDisk": {}}}},
        [
            *('set Description "d"', "clear Name", 'set Name "b"', "clear ImageId", "set Groups {}"),
            *('set ImageId "j"', "remove Configs/Mounts", f'set {LOCALE} "GBK"'),
        ],
        {
            **{"Description": "d", "ImageId": "j", "Zone": 1, "Name": "b", "Groups": {}},
            "Configs": {"Mounts": {"Locale": "GBK"}, "Disks": {"SystemDisk": {}}},
        },
    ),
    **{
        f"{wrong!r} is replaced by an object": (
            {"Name": "a", "X": wrong},
            [f"set X/{COUNT} 1"],
            {"Name": "a", "X": {"Groups": {"g": {"DesiredVMCount": 1}}}},
        )
        for wrong in (None, 3, "text", True, [], [1])
    },
    "an edit of the text counts as an import": (
        {"Name": "a", "UserData": {}},
        ['replace  {"Name": "a", "Bootstrap": ""}', *typed("", "UserData", "Bootstrap")],
        {"Name": "a", "Bootstrap": ""},
    ),
    "renamed groups keep their blank fields": (
        GROUPS,
        [
            *('rename Groups/a "c"', 'rename Groups/c "d"', 'rename Groups/b "a"'),
            *typed("Groups/d/", *PREFIX_AND_MODE),
            *typed("Groups/a/", *PREFIX_AND_MODE),
        ],
        {"Groups": {"d": {"HostnamePrefix": ""}, "a": {"Mode": ""}}},
    ),
    "also one that a fix renames": (
        {"Groups": {"a": {"HostnamePrefix": ""}}},
        [
            'patch  [{"op": "move", "from": "/Groups/a", "path": "/Groups/c"}]',
            *typed("Groups/c/", *PREFIX_AND_MODE),
        ],
        {"Groups": {"c": {"HostnamePrefix": ""}}},
    ),
    **{
        f"a mount keeps its blank fields after {before[:5]}": (
            {"Configs": {"Mounts": {"Entries": MOUNTS}}},
            [before, *typed(f"{ENTRY}/", "Source", "Destination")],
            {"Configs": {"Mounts": {"Entries": [{"Destination": ""}]}}},
        )
        for before in (f"remove {ENTRY}", f'patch  [{{"op": "remove", "path": "/{ENTRY}"}}]')
    },
    "mounts keep their blank fields when others are added and moved": (
        {"Configs": {"Mounts": {"Entries": MOUNTS}}},
        [
            f'set {ENTRIES}/2 {{"Source": "new"}}',
            f"move {ENTRIES}/2 0",
            f'add {ENTRIES}/1 {{"Source": "newer"}}',
            *(each for at in range(4) for each in typed(f"{ENTRIES}/{at}/", "Source", "Destination")),
        ],
        {"Configs": {"Mounts": {"Entries": [{}, {}, {"Source": ""}, {"Destination": ""}]}}},
    ),
}


def edit(document: Document, text: str) -> None:
    """Apply an edit: its name, its path if it has one, and value as JSON."""
    name, path, *value = text.split(" ", 2)
    keys = tuple(int(key) if key.isdigit() else key for key in path.split("/"))
    getattr(document, name)(*([keys] if path else []), *map(json.loads, value))


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


# -- any document


@given(TREES, TREES, st.data())
def test_an_edit_changes_nothing_else(tree: Any, value: Any, data: st.DataObject) -> None:
    opened = {"X": tree}
    path = data.draw(st.sampled_from([path for path, _ in walk(opened) if path]))
    changed, removed = copy.deepcopy(opened), copy.deepcopy(opened)
    get(changed, path[:-1])[path[-1]] = value
    del get(removed, path[:-1])[path[-1]]
    document = Document(opened)
    for name, arguments, expected in (("set", (path, value), changed), ("remove", (path,), removed)):
        getattr(document, name)(*arguments)
        assert exact(document.tree) == exact(expected)
        document.undo()
        assert exact(document.tree) == exact(document.opened) == exact({"X": tree})


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

EXAMPLE = {key: value for key, value in example().items() if key not in ("UserData", "EnvVars")}
ANSWERS: dict[Path, Any] = {
    path: value
    for path, value in walk(EXAMPLE)
    if not isinstance(value, dict) and not any(isinstance(key, int) for key in path)
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
    make_request(),
    {
        "Configs": {"Networks": {}, "X": 1, "Mounts": {"OSS": {}, "Locale": ""}},
        "ImageId": "x",
        "Groups": {"group0": {}, "group1": {"SpotPriceLimit": 1, "Mode": ""}},
        "Name": "",
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
    assert fill_in({}, order, detours, {*ANSWERS}) == to_bytes(EXAMPLE), "the order of the API reference"


# -- undo and redo

KINDS = st.sampled_from(["set", "set", "set", "clear", "patch", "replace", "end run", "undo", "redo", "save"])
FIELDS = st.sampled_from(["Name", "Description", "ImageId", "Zone"])
VALUES = st.sampled_from(["", "a", "b", 1, 1.0, True, None])
ANY = ("Name", "", False)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(KINDS, FIELDS, VALUES, st.booleans()), max_size=15))
@hypothesis.example([("set", "Name", "b", True), ("save", *ANY), ("set", "Name", "bc", True), ("undo", *ANY)])
def test_undo_and_redo_move_in_a_list_of_states(steps: list[tuple[str, str, Any, bool]]) -> None:
    """Whatever the edits and their order: the model is a list of the texts of states, and a position in it."""
    document, changes, expected = Document({"Name": "a", "Zone": "z"}), list[Change](), list[str]()
    document.on_change = changes.append
    states, place, last_run = [exact(document.tree)], 0, None
    saved = states[0]
    for kind, field, value, is_typed in steps:
        run = ("field", field) if is_typed and kind in ("set", "clear") else None
        if kind == "set":
            document.set((field,), value, run=run)
            assert exact(document.get((field,))) == exact(value)
        elif kind == "clear":
            document.clear((field,), run=run)
            assert not document.has((field,))
        elif kind == "replace":
            document.replace({field: "a"} if is_typed else {})
        elif kind == "patch":
            document.patch([{"op": "add", "path": f"/{each}", "value": value} for each in (field, "Other")])
        elif kind in ("undo", "redo"):
            change = document.undo() if kind == "undo" else document.redo()
            target = place - 1 if kind == "undo" else place + 1
            assert (change is not None) == (0 <= target < len(states))
            if change is not None:
                place, last_run = target, None
                expected.append(kind)
        elif kind == "save":
            document.mark_saved()
            saved, last_run = states[place], None
        else:
            document.end_run()
            last_run = None
        state = exact(document.tree)
        if kind not in ("undo", "redo") and state != states[place]:
            expected.append("remove" if kind == "clear" else kind)
            is_joined = run is not None and run == last_run
            states[place if is_joined else place + 1 :] = [state]
            place, last_run = len(states) - 1, run
        assert state == states[place]
        assert (document.undoable is not None) == (place > 0)
        assert (document.redoable is not None) == (place + 1 < len(states))
        assert document.is_modified == (state != saved)
        assert [change.kind for change in changes] == expected


def test_an_edit_without_effect_or_with_an_error_is_not_a_step() -> None:
    document = Document(example())
    changes: list[Change] = []
    document.on_change = changes.append
    document.remove(("Nothing",))
    document.rename(("Groups", "group1"), "group1")
    document.move(("Groups", "group1"), 0)
    first, second = {"op": "add", "path": "/Name", "value": 1}, {"op": "move", "from": "/x", "path": "/y"}
    for edit, arguments in (
        (document.rename, (("Configs", "Disks"), "Mounts")),
        (document.move, (("Groups", "none"), 0)),
        (document.patch, ([first, second],)),
    ):
        with pytest.raises(KeyError):
            edit(*arguments)
    assert exact(document.tree) == exact(example())
    assert (changes, document.undoable, document.is_modified) == ([], None, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [(0, False), (0.0, -0.0), ([], {}), ([1], [True]), ({"x": 1, "y": 2}, {"y": 2, "x": 1})],
)
def test_values_that_are_equal_only_in_python_are_changes(before: Any, after: Any) -> None:
    document = Document({"X": before})
    for value, is_modified in ((after, True), (before, False)):
        document.set(("X",), value)
        assert exact(document.get(("X",))) == exact(value)
        assert document.is_modified is is_modified
