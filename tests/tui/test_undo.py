"""Undo, removing, finding, editing as text: changes of the whole request."""

import json
from typing import Any

import pytest
from textual.widgets import Button, TextArea

from wizard.document.serializer import to_bytes, to_text
from wizard.document.tree import Path, get, remove_in, set_in

from .application import PRESETS, REQUEST
from .person import Person, wizard


async def test_the_changes_of_a_field_are_undone_and_redone_and_named() -> None:
    async with wizard(REQUEST) as person:
        await person.press("ctrl+z", "ctrl+y")
        assert "There is nothing to undo." in person.told and "There is nothing to redo." in person.told
        await person.type_into(("Description",), "one", "tab", "shift+tab")
        await person.type(" two", "ctrl+z")
        assert person.document["Description"] == "one", "entering the field again begins another change"
        await person.press("ctrl+z")
        assert person.document == REQUEST and person.in_focus == ("Description",)
        assert "Undid the change: Description" in person.told
        await person.press("ctrl+y")
        assert person.document["Description"] == "one" and person.shows("one")
        assert "Redid the change: Description" in person.told
        for words in ("undo", "redo"):
            await person.press("f12")
            await person.type(words, shows="Change: Description")
            await person.press("escape", "ctrl+z")
        await person.type("b", "ctrl+y")
        assert person.document["Description"] == "b", "a new change drops those to be redone"
        await person.type_into(("Bootstrap",), "one", "ctrl+j", "2")  # a text area has an undo of its own
        await person.type_into(("Name",), "!")
        await person.enter(("Bootstrap",), "ctrl+z")
        assert person.document == {**REQUEST, "Description": "b", "Bootstrap": "one\n2"}
        await person.press("ctrl+z")
        assert person.document == {**REQUEST, "Description": "b"}


GROUP = ("Groups", "g")


async def test_undo_goes_to_the_step_on_which_something_changes() -> None:
    changes: list[tuple[str, Path, str]] = [
        ("basics", ("Description",), "w"),
        ("groups", (*GROUP, "DesiredVMCount"), "0"),
        ("disks", ("Configs", "Disks", "SystemDisk", "Size"), "4"),
        ("notifications", ("Notification", "Topic", "Events"), "space"),
    ]
    async with wizard(REQUEST) as person:
        states = [person.bytes]
        for _, path, key in changes:
            await person.enter(path, "end", key)
            states.append(person.bytes)
        for key, after, steps in (("ctrl+z", states[-2::-1], changes[::-1]), ("ctrl+y", states[1:], changes)):
            for state, (step, *_) in zip(after, steps, strict=True):
                await person.press(key)
                assert (person.bytes, person.step) == (state, step)


WHOLE = json.loads((PRESETS / "every-attribute.json").read_text())["request"]
for _path, _value in (
    (("Extra",), [{"unknown": True}]),
    (("Groups", "h"), {"DesiredVMCount": 2, "ResourceType": "OnDemand"}),
    (("Configs", "Mounts", "NAS"), {"AccessGroup": ["nas-a"], "FileSystem": ["nas://a"]}),
):
    WHOLE = set_in(WHOLE, _path, _value)

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
    return [str(each.label) for each in person.pane.query(Button) if each.display and each.region]


@pytest.mark.parametrize("step", ["disks", "mounts", "networks", "notifications"])
async def test_an_object_is_removed_by_its_button_and_restored_by_one_undo(step: str) -> None:
    async with wizard(WHOLE) as person:
        await person.go(step)
        for label, path in (each[1:] for each in BUTTONS if each[0] == step):
            await person.push(label)
            assert person.bytes == to_bytes(remove_in(WHOLE, path))
            assert "Removed " in person.told and "● unsaved" in person.screen
            assert label not in buttons(person), person.screen
            assert person.app.focused is not None and person.app.focused.region
            await person.press("ctrl+z")
            assert person.bytes == to_bytes(WHOLE)
            assert person.step == step and "● unsaved" not in person.screen


async def test_only_objects_that_exist_have_a_button_and_empty_ones_too() -> None:
    async with wizard({"Name": "first", "Groups": WHOLE["Groups"], "Notification": {}}) as person:
        for step in ("basics", "groups", "disks", "mounts", "networks", "notifications"):
            await person.go(step)
            found = [label for label in buttons(person) if label.startswith("Remove")]
            assert found == ["Remove notifications"] * (step == "notifications"), step
        await person.push("Remove notifications")
        assert "Notification" not in person.document


MENU: list[tuple[str, Path]] = [
    ("data disk", ("Configs", "Disks", "DataDisk")),
    ("groups › h", ("Groups", "h")),
    ("mounts 2", ("Configs", "Mounts", "Entries", 1)),
    ("user data key1", ("UserData", "key1")),
    ("extra 1", ("Extra", 0)),
]


async def test_anything_is_found_in_the_menu_and_removed() -> None:
    async with wizard(WHOLE) as person:
        for words, path in MENU:
            await menu(person)
            await person.fill_in(words)
            await person.until(lambda: not person.asked)
            assert person.bytes == to_bytes(remove_in(WHOLE, path)), words
            await person.press("ctrl+z")
            assert person.bytes == to_bytes(WHOLE)


async def menu(person: Person) -> None:
    await person.press("f12")
    await person.fill_in("remove an object")
    await person.until(lambda: person.asked)


async def test_the_menu_begins_with_the_object_of_the_cursor_and_shows_no_secret() -> None:
    request = set_in(WHOLE, ("Configs", "Mounts", "OSS", "AccessKeySecret"), "plain-secret")
    async with wizard(request, size=(120, 40)) as person:
        await person.enter(("Configs", "Disks", "DataDisk", "Size"))
        await menu(person)
        for words in ("secret", "configs", ""):
            await person.retype(words)
            assert "plain-secret" not in person.screen
        await person.press("escape")
        await menu(person)
        await person.press("enter")
        assert "DataDisk" not in person.document["Configs"]["Disks"]
        await person.choose_row(1, "groups")
        await menu(person)
        await person.press("enter")
        assert list(person.document["Groups"]) == ["group1"]


EMPTY: list[tuple[Path, Any]] = [
    (("EnvVars",), {}),
    (("Bootstrap",), ""),
    (("Configs", "Networks", "Classic", "AllowSecurityGroup"), []),
    (("Notification", "Topic", "Events"), []),
    (("Notification", "Topic", "UserData"), ""),
]


async def test_a_field_that_was_opened_empty_stays_after_typing_and_emptying() -> None:
    async with wizard() as person:
        for path, value in EMPTY:
            request = set_in({"Name": "first", "Groups": WHOLE["Groups"]}, path, value)
            await person.open(request)
            await person.enter(path)
            if isinstance(value, dict):
                await person.fill_in("x", "y")
                person.row(path).query_one("RowTable").focus()
            else:
                await person.press("space")
            assert get(person.document, path)
            undo = "delete" if isinstance(value, dict) else "space" if path[-1] == "Events" else "backspace"
            await person.press(undo, "tab", "f9")
            assert person.bytes == to_bytes(request)


FOUND = [
    ("instances", (*GROUP, "DesiredVMCount")),
    ("desiredvm", (*GROUP, "DesiredVMCount")),
    ("point of the leased", ("Configs", "Networks", "VPC", "OppositeAccessPointId")),
    ("OSS secret", ("Configs", "Mounts", "OSS", "AccessKeySecret")),
    ("Configs.Mounts.Locale", ("Configs", "Mounts", "Locale")),
    ("/Groups/g/ImageId", (*GROUP, "ImageId")),
    ("InvalidDesiredVMCount", (*GROUP, "DesiredVMCount")),
]


async def test_a_field_is_found_by_its_title_key_path_help_or_error_code() -> None:
    def is_in_sight() -> bool:
        assert person.app.focused is not None
        return person.pane.region.contains_region(person.app.focused.region)

    async with wizard(REQUEST) as person:
        for words, path in FOUND:
            await person.press("f11")
            await person.fill_in(words)
            await person.until(lambda path=path: person.in_focus == path and is_in_sight())  # type: ignore[misc]
        await person.press("f11")
        await person.type("SpotPriceLimit")
        assert person.shows("Maximum price is hidden. Set Bid to “Set maximum price” to show it.")
        await person.press("enter")
        await person.until(lambda: person.in_focus == (*GROUP, "ResourceType"))
        assert "Bid is hidden. Set Billing method to “Spot” to show it." in person.told
        await person.press("f11")
        await person.type("no such field [/]", shows="No match.")
        await person.press("enter", "escape")
        assert not person.asked and person.document == REQUEST


async def replace_text(person: Person, text: str) -> None:
    await person.press(":edit-text")
    person.app.screen.query_one(TextArea).select_all()
    await person.paste(text)


async def test_a_text_replaces_the_document_as_one_change_and_a_broken_one_is_kept() -> None:
    second = {**REQUEST, "Name": "second", "Unknown": 1.0}
    async with wizard(REQUEST) as person:
        await replace_text(person, to_text(second))
        await person.press("f4", shows="second")
        assert person.document == second
        await person.press("ctrl+z")
        assert person.document == REQUEST
        await replace_text(person, '{\n  "Name": "x",\n}')
        assert person.shows("Line 2, column 14: Not JSON: there is a comma too many.")
        await person.press("f4")
        assert person.asked, "it is no JSON"
        await person.press("escape")
        assert person.document == REQUEST
        await person.press(":edit-text")
        assert person.app.screen.query_one(TextArea).text == '{\n  "Name": "x",\n}'
