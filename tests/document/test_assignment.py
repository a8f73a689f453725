"""Changing a field by its name and a text."""

from typing import Any

import pytest

from wizard.document.assignment import AssignmentError, set_by_name
from wizard.document.tree import get

TREE: dict[str, Any] = {
    "Name": "a",
    "Groups": {"g": {"DesiredVMCount": 1}, "a.b": {"DesiredVMCount": 1}},
    "Configs": {"Mounts": {"Entries": [{"Source": "oss://a/"}]}},
    "Own": {"x": "1", "y": 2},
}


@pytest.mark.parametrize(
    ("name", "text", "path", "value"),
    [
        ("Name", "b", ("Name",), "b"),
        ("Name", "", ("Name",), ""),
        ("Description", "3", ("Description",), "3"),
        ("Groups.g.DesiredVMCount", "5", ("Groups", "g", "DesiredVMCount"), 5),
        ("Groups.new.DesiredVMCount", "5", ("Groups", "new", "DesiredVMCount"), 5),
        ("Groups.g.SpotPriceLimit", "0.25", ("Groups", "g", "SpotPriceLimit"), 0.25),
        ("/Groups/a.b/DesiredVMCount", "7", ("Groups", "a.b", "DesiredVMCount"), 7),
        ("/UserData/a~1b.c", "x=y", ("UserData", "a/b.c"), "x=y"),
        ("EnvVars.PATH", "1", ("EnvVars", "PATH"), "1"),
        ("PasswordInherit", "true", ("PasswordInherit",), True),
        (
            "Configs.Mounts.Entries.0.Source",
            "nas://x:/",
            ("Configs", "Mounts", "Entries", 0, "Source"),
            "nas://x:/",
        ),
        (
            "Configs.Mounts.Entries.1",
            '{"Source": "oss://b/"}',
            ("Configs", "Mounts", "Entries", 1),
            {"Source": "oss://b/"},
        ),
        (
            "Notification.Topic.Events",
            '["OnClusterDeleted"]',
            ("Notification", "Topic", "Events"),
            ["OnClusterDeleted"],
        ),
        ("Notification.Topic.Events.0", "x", ("Notification", "Topic", "Events", 0), "x"),
        ("Notification.Topic.Events.-", "x", ("Notification", "Topic", "Events", 0), "x"),
        ("/Configs/Mounts/Entries/-/Source", "x", ("Configs", "Mounts", "Entries", 1, "Source"), "x"),
        ("Own.x", "3", ("Own", "x"), "3"),
        ("Own.y", "3", ("Own", "y"), 3),
        (
            "Configs.Mounts.OSS.AccessKeySecret",
            "${env:X}",
            ("Configs", "Mounts", "OSS", "AccessKeySecret"),
            "${env:X}",
        ),
    ],
)
def test_a_field_is_changed(name: str, text: str, path: Any, value: Any) -> None:
    made, where = set_by_name(TREE, name, text)
    assert where == path
    assert repr(get(made, path)) == repr(value)
    assert TREE["Name"] == "a"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Nam", "x", "unknown"),
        ("", "x", "unknown"),
        ("/a~b", "x", "unknown"),
        ("Own.z", "x", "unknown"),
        ("Groups.g.DesiredVMCount", "many", "integer"),
        ("Groups.g.DesiredVMCount", "5.0", "integer"),
        ("PasswordInherit", "yes", "boolean"),
        ("Notification.Topic.Events", "OnClusterDeleted", "list"),
        ("UserData", "[]", "map"),
        ("Configs", "3", "object"),
        ("Name.x", "y", "unknown"),
        ("Configs.Mounts.Entries.5.Source", "x", "way"),
        ("Configs.Mounts.Entries.first.Source", "x", "index"),
        ("Notification.Topic.Events.first", "x", "index"),
        ("/Notification/Topic/Events/01", "x", "index"),
        ("Own.y", "NaN", "json"),
        ("Own.y", "1 2", "json"),
        ("Groups.g.SpotPriceLimit", "NaN", "number"),
        ("Groups.g.SpotPriceLimit", "1e999", "number"),
        ("Groups.g.SpotPriceLimit", "9" * 300 + "e99", "number"),
        ("UserData", '{"a": "1", "a": "2"}', "duplicate"),
        ("UserData", '{"a": "\\ud800"}', "map"),
        ("Configs", '{"Disks": [-Infinity]}', "object"),
        ("Configs", '{"Disks": 1e999}', "object"),
        ("Configs", '{"a": ' * 200 + "1" + "}" * 200, "object"),
        ("Configs", "[" * 100_000, "object"),
        ("Configs.Mounts.OSS.AccessKeySecret", "hidden", "secret"),
        ("Configs.Mounts.OSS", '{"AccessKeySecret": "hidden"}', "secret"),
        ("Configs", '{"Mounts": {"OSS": {"SecurityToken": "hidden"}}}', "secret"),
    ],
)
def test_what_cannot_be_changed(name: str, text: str, kind: str) -> None:
    with pytest.raises(AssignmentError) as raised:
        set_by_name(TREE, name, text)
    assert raised.value.kind == kind


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Groups.g.DesiredVmCont", "Groups.NAME.DesiredVMCount"),
        ("Desc", "Description"),
        ("UserData.a.b", "/UserData/a.b"),
        ("EnvVars.a.b/c.d", "/EnvVars/a.b~1c.d"),
    ],
)
def test_a_misspelt_field_has_a_near_one(name: str, near: str) -> None:
    with pytest.raises(AssignmentError) as raised:
        set_by_name(TREE, name, "5")
    assert near in raised.value.near


def test_a_secret_inside_an_object_is_named() -> None:
    with pytest.raises(AssignmentError) as raised:
        set_by_name(TREE, "Configs.Mounts.OSS", '{"AccessKeySecret": "hidden"}')
    assert raised.value.near == ("Configs.Mounts.OSS.AccessKeySecret",)
