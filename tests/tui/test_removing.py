"""Objects, entries and fields are removed as a whole; a field that was empty when it was opened stays."""

import json

import pytest
from textual.widgets import Button

from wizard.document.serializer import to_bytes
from wizard.document.tree import Path, get, remove_in, set_in

from .application import PRESETS
from .person import Person, wizard

REQUEST = json.loads((PRESETS / "every-attribute.json").read_text())["request"]
for _path, _value in (
    (("Extra",), [{"unknown": True}]),
    (("Groups", "h"), {"DesiredVMCount": 2, "ResourceType": "OnDemand"}),
    (("Configs", "Mounts", "NAS"), {"AccessGroup": ["nas-a"], "FileSystem": ["nas://a"]}),
):
    REQUEST = set_in(REQUEST, _path, _value)

BUTTONS = [
    ("disks", "Remove system disk", ("Configs", "Disks", "SystemDisk")),
    ("disks", "Remove data disk", ("Configs", "Disks", "DataDisk")),
    ("disks", "Remove disks", ("Configs", "Disks")),
    ("mounts", "Remove OSS credentials", ("Configs", "Mounts", "OSS")),
    ("mounts", "Remove NAS access", ("Configs", "Mounts", "NAS")),
    ("mounts", "Remove mounts", ("Configs", "Mounts")),
    ("networks", "Remove VPC", ("Configs", "Networks", "VPC")),
    ("networks", "Remove classic network", ("Configs", "Networks", "Classic")),
    ("networks", "Remove networks", ("Configs", "Networks")),
    ("notifications", "Remove topic", ("Notification", "Topic")),
    ("notifications", "Remove notifications", ("Notification",)),
]


def buttons(person: Person) -> list[str]:
    """The labels of the buttons of the step that are in sight."""
    return [str(each.label) for each in person.pane.query(Button) if each.display and each.region]


@pytest.mark.parametrize("step", ["disks", "mounts", "networks", "notifications"])
async def test_an_object_is_removed_by_its_button_and_restored_by_one_undo(step: str) -> None:
    async with wizard(REQUEST) as person:
        await person.go(step)
        for label, path in (each[1:] for each in BUTTONS if each[0] == step):
            await person.push(label)
            assert person.bytes == to_bytes(remove_in(REQUEST, path))
            assert "Removed " in person.told and "● unsaved" in person.screen
            assert label not in buttons(person), person.screen
            assert person.app.focused is not None and person.app.focused.region
            await person.press("ctrl+z")
            assert person.bytes == to_bytes(REQUEST)
            assert person.step == step and "● unsaved" not in person.screen


async def test_only_objects_that_exist_have_a_button_and_empty_ones_too() -> None:
    async with wizard({"Name": "first", "Groups": REQUEST["Groups"], "Notification": {}}) as person:
        for step in ("basics", "groups", "disks", "mounts", "networks", "notifications"):
            await person.go(step)
            found = [label for label in buttons(person) if label.startswith("Remove")]
            assert found == ["Remove notifications"] * (step == "notifications"), step
        await person.push("Remove notifications")
        assert "Notification" not in person.document


MENU: list[tuple[str, Path]] = [
    ("data disk", ("Configs", "Disks", "DataDisk")),
    ("topic", ("Notification", "Topic")),
    ("oss credentials", ("Configs", "Mounts", "OSS")),
    ("configs", ("Configs",)),
    ("h", ("Groups", "h")),
    ("groups › h", ("Groups", "h")),
    ("mounts 2", ("Configs", "Mounts", "Entries", 1)),
    ("user data key1", ("UserData", "key1")),
    ("extra", ("Extra",)),
    ("extra 1", ("Extra", 0)),
    ("nas filesystem", ("Configs", "Mounts", "NAS", "FileSystem")),
]


async def test_anything_is_found_in_the_menu_and_removed() -> None:
    async with wizard(REQUEST) as person:
        for words, path in MENU:
            await menu(person)
            await person.fill_in(words)
            await person.until(lambda: not person.asked)
            assert person.bytes == to_bytes(remove_in(REQUEST, path)), words
            await person.press("ctrl+z")
            assert person.bytes == to_bytes(REQUEST)


async def menu(person: Person) -> None:
    """Choose Remove in the menu."""
    await person.press("f12")
    await person.fill_in("remove an object")
    await person.until(lambda: person.asked)


async def test_the_menu_begins_with_the_object_of_the_cursor_and_shows_no_secret() -> None:
    request = set_in(REQUEST, ("Configs", "Mounts", "OSS", "AccessKeySecret"), "plain-secret")
    async with wizard(request, size=(120, 40)) as person:
        await person.go("disks")
        await person.enter(("Configs", "Disks", "DataDisk", "Size"))
        await menu(person)
        for words in ("secret", "configs", ""):
            await person.retype(words)
            assert "plain-secret" not in person.screen
        await person.press("escape")
        assert person.document == request
        await menu(person)
        await person.press("enter")
        assert "DataDisk" not in person.document["Configs"]["Disks"]
        await person.go("groups")
        await person.choose_row(1)
        await menu(person)
        await person.press("enter")
        assert list(person.document["Groups"]) == ["group1"]


EMPTY = [
    ("basics", ("UserData",), {}),
    ("basics", ("EnvVars",), {}),
    ("basics", ("Bootstrap",), ""),
    ("mounts", ("Configs", "Mounts", "NAS", "FileSystem"), []),
    ("networks", ("Configs", "Networks", "Classic", "AllowSecurityGroup"), []),
    ("notifications", ("Notification", "Topic", "Events"), []),
    ("notifications", ("Notification", "Topic", "UserData"), ""),
]


async def test_a_field_that_was_opened_empty_stays_after_typing_and_emptying() -> None:
    async with wizard() as person:
        for step, path, value in EMPTY:
            request = set_in({"Name": "first", "Groups": REQUEST["Groups"]}, path, value)
            await person.open(request)
            await person.go(step)
            await person.enter(path)
            if path[-1] == "Events":
                await person.press("space")
                assert get(person.document, path)
                await person.press("space")
            elif isinstance(value, dict):
                await person.fill_in("x", "y")
                assert get(person.document, path) == {"x": "y"}
                person.row(path).query_one("RowTable").focus()
                await person.press("delete")
            else:
                await person.type("x")
                assert get(person.document, path) in ("x", ["x"])
                await person.press("backspace")
            await person.press("tab", "f9")
            assert person.bytes == to_bytes(request)


async def test_a_renamed_group_keeps_a_field_that_was_opened_empty() -> None:
    request = set_in(REQUEST, ("Groups", "group1", "HostnamePrefix"), "")
    async with wizard(request) as person:
        await person.go("groups")
        await person.choose_row(0)
        await person.press("enter")
        await person.type("2")
        await person.type_into(("Groups", "group12", "HostnamePrefix"), "x")
        await person.press("backspace")
        assert person.document["Groups"]["group12"]["HostnamePrefix"] == ""
        await person.undo_all()
        assert person.bytes == to_bytes(request)
