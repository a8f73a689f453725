"""Setting a field by its name and a text."""

from typing import Any

import pytest

from wizard.document.assignment import AssignmentError, UnknownFieldError, set_by_name
from wizard.document.tree import from_pointer, get

TREE: dict[str, Any] = {
    "Name": "a",
    "Groups": {"g": {"DesiredVMCount": 1}, "a.b": {"DesiredVMCount": 1}},
    "Configs": {"Mounts": {"Entries": [{"Source": "oss://a/"}]}},
    "Own": {"x": "1", "y": 2},
}


SECRET = "Configs.Mounts.OSS.AccessKeySecret"


@pytest.mark.parametrize(
    ("name", "text", "pointer", "value"),
    [
        ("Name", "b", "/Name", "b"),
        ("Name", "", "/Name", ""),
        ("Description", "3", "/Description", "3"),
        ("Groups.g.DesiredVMCount", "5", "/Groups/g/DesiredVMCount", 5),
        ("Groups.new.DesiredVMCount", "5", "/Groups/new/DesiredVMCount", 5),
        ("Groups.g.SpotPriceLimit", "0.25", "/Groups/g/SpotPriceLimit", 0.25),
        ("/Groups/a.b/DesiredVMCount", "7", "/Groups/a.b/DesiredVMCount", 7),
        ("/UserData/a~1b.c", "x=y", "/UserData/a~1b.c", "x=y"),
        ("EnvVars.PATH", "1", "/EnvVars/PATH", "1"),
        ("PasswordInherit", "true", "/PasswordInherit", True),
        ("Configs.Mounts.Entries.0.Source", "nas://x:/", "/Configs/Mounts/Entries/0/Source", "nas://x:/"),
        ("Configs.Mounts.Entries.1", '{"Source": "b"}', "/Configs/Mounts/Entries/1", {"Source": "b"}),
        ("Notification.Topic.Events", '["a"]', "/Notification/Topic/Events", ["a"]),
        ("Notification.Topic.Events.0", "x", "/Notification/Topic/Events/0", "x"),
        ("Notification.Topic.Events.-", "x", "/Notification/Topic/Events/0", "x"),
        ("/Configs/Mounts/Entries/-/Source", "x", "/Configs/Mounts/Entries/1/Source", "x"),
        ("Own.x", "3", "/Own/x", "3"),
        ("Own.y", "3", "/Own/y", 3),
        (SECRET, "${env:X}", "/Configs/Mounts/OSS/AccessKeySecret", "${env:X}"),
    ],
)
def test_a_field_is_changed(name: str, text: str, pointer: str, value: Any) -> None:
    made, path = set_by_name(TREE, name, text)
    assert path == from_pointer(pointer, made)
    assert repr(get(made, path)) == repr(value)
    assert TREE["Name"] == "a"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("Nam", "x", "no such field"),
        ("", "x", "no such field"),
        ("/a~b", "x", "no such field"),
        ("Own.z", "x", "no such field"),
        ("Name.x", "y", "no such field"),
        ("Groups.g.DesiredVMCount", "many", "must be an integer"),
        ("Groups.g.DesiredVMCount", "5.0", "must be an integer"),
        ("PasswordInherit", "yes", "must be true or false"),
        ("Notification.Topic.Events", "OnClusterDeleted", "must be a list"),
        ("UserData", "[]", "must be an object"),
        ("Configs", "3", "must be an object"),
        ("Configs.Mounts.Entries.5.Source", "x", "past the end of a list"),
        ("Configs.Mounts.Entries.first.Source", "x", "first is no index"),
        ("Notification.Topic.Events.first", "x", "first is no index"),
        ("/Notification/Topic/Events/01", "x", "01 is no index"),
        ("Own.y", "NaN", "must be JSON. NaN is not a JSON number"),
        ("Own.y", "1 2", "must be JSON. The JSON ends before this"),
        ("Groups.g.SpotPriceLimit", "NaN", "must be a number"),
        ("Groups.g.SpotPriceLimit", "1e999", "must be a number"),
        ("Groups.g.SpotPriceLimit", "9" * 300 + "e99", "must be a number"),
        ("UserData", '{"a": "1", "a": "2"}', 'key "a" occurs twice'),
        ("UserData", '{"a": "\\ud800"}', "half of a surrogate pair"),
        ("Configs", '{"Disks": [-Infinity]}', "-Infinity is not a JSON number"),
        ("Configs", '{"Disks": 1e999}', "1e999 is too large"),
        ("Configs", '{"a": ' * 200 + "1" + "}" * 200, "nested more than 200 deep"),
        ("Configs", "[" * 100_000, "nested more than 200 deep"),
        (SECRET, "hidden", "this is a secret"),
        ("Configs.Mounts.OSS", '{"AccessKeySecret": "hidden"}', "OSS.AccessKeySecret=${env:NAME}"),
        ("Configs", '{"Mounts": {"OSS": {"SecurityToken": "hidden"}}}', "this is a secret"),
    ],
)
def test_invalid_assignments(name: str, text: str, words: str) -> None:
    with pytest.raises(AssignmentError) as raised:
        set_by_name(TREE, name, text)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("name", "similar"),
    [
        ("Groups.g.DesiredVmCont", "Groups.NAME.DesiredVMCount"),
        ("Desc", "Description"),
        ("UserData.a.b", "/UserData/a.b"),
        ("EnvVars.a.b/c.d", "/EnvVars/a.b~1c.d"),
    ],
)
def test_similar_fields_are_suggested(name: str, similar: str) -> None:
    with pytest.raises(UnknownFieldError) as raised:
        set_by_name(TREE, name, "5")
    assert similar in raised.value.similar
