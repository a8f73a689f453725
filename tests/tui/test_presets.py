"""The list of presets: search, open, and change the custom ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from wizard.core.actions.library import Library
from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.storage import locations
from wizard.storage.presets import Preset
from wizard.tui.screens.presets import DifferencesScreen, PresetsScreen

from .application import fill_in, memory_application, retype, type_into
from .person import Person, wizard

MINE: dict[str, Any] = {
    "preset": {"title": "Mine [/] 名前", "description": "All 🦀 mine.", "tags": ["night", "夜"]},
    "request": {"Name": "mine"},
}
OTHER: dict[str, Any] = {"preset": {"title": "Other"}, "request": {"Name": "other", "Description": "x"}}


def write(name: str, content: Any) -> None:
    """Write the file of a custom preset."""
    locations.presets_folder().mkdir(parents=True, exist_ok=True)
    (locations.presets_folder() / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def saved() -> dict[str, Any]:
    """The custom presets on the disk, without what the files say of their format."""
    found = {}
    for path in locations.presets_folder().glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        known = {key: content["preset"].get(key) for key in ("title", "description", "tags")}
        found[path.stem] = {
            "preset": {key: value for key, value in known.items() if value},
            "request": content["request"],
        }
    return found


@pytest.fixture
def application() -> Application:
    """The application, with two custom presets."""
    write("mine", MINE)
    write("other", OTHER)
    return Application({})


async def look(person: Person, name: str = "mine") -> None:
    """Open the list, the cursor on a preset."""
    await person.press(":presets")
    assert isinstance(person.app.screen, PresetsScreen)
    await person.type(name)


async def test_the_list_is_searched_and_a_preset_opened(application: Application) -> None:
    async with wizard(application=application) as person:
        await person.begin("All presets…")
        assert person.shows("Mine [/] 名前") and person.shows("All 🦀 mine.") and person.shows("genomics")
        await person.type("夜")
        assert person.shows("mine") and not person.shows("genomics")
        await person.press("backspace")
        await person.type("no such thing")
        assert person.shows("No match.")
        await person.press("enter", "delete")
        assert isinstance(person.app.screen, PresetsScreen)
        await retype(person, "other", "enter")
        await person.until(lambda: person.step == "basics")
        assert person.document == OTHER["request"] and person.controller.session.origin.name == "other"
        await type_into(person, ("Name",), "x")
        await look(person)
        await person.press("enter")
        assert person.shows("Discard unsaved changes?")
        await person.press("escape")
        assert person.document["Name"] == "otherx"


async def test_a_preset_is_renamed_and_replaces_another_only_after_a_confirmation(
    application: Application,
) -> None:
    async with wizard(application=application) as person:
        await look(person)
        await person.push("Rename…")
        await retype(person, "a b", "enter")
        assert person.shows("cannot be the name") and person.shows("a b"), "the typed text is still there"
        assert not person.told, "nothing covers the field"
        await retype(person, "mine2", "enter")
        assert saved() == {"other": OTHER, "mine2": MINE} and person.shows("Renamed mine to mine2.")
        await person.push("Rename…")
        await retype(person, "other", "enter")
        assert person.shows("Replace?")
        await person.press("enter")
        assert saved() == {"other": OTHER, "mine2": MINE}, "Cancel is the default"
        await person.press("enter", "tab", "enter")
        assert saved() == {"other": MINE}


async def test_the_open_preset_is_saved_back_under_its_new_name(application: Application) -> None:
    async with wizard(application=application) as person:
        await person.begin("Mine [/] 名前")
        await person.press(":presets")
        assert person.shows("This preset is open.")
        await person.push("Rename…")
        await retype(person, "new", "enter")
        await person.push("Describe…")
        await retype(person, "New", "enter", "enter", "enter")
        assert person.shows("Changed the description")
        await person.push("Close")
        assert person.shows("preset new")
        await type_into(person, ("Name",), "x")
        await person.press("f5")
        assert not person.asked and saved().keys() == {"new", "other"}
        assert saved()["new"] == {
            "preset": {**MINE["preset"], "title": "New"},
            "request": {"Name": "minex"},
        }


async def test_a_preset_is_described_with_any_text(application: Application) -> None:
    async with wizard(application=application) as person:
        await look(person)
        for text in ("[/]", "名前 🦀", "x" * 2000, "a\nb"):
            write("mine", MINE)
            await person.push("Describe…")
            write("mine", {**MINE, "preset": {**MINE["preset"], "tags": ["of another process"]}})
            for _ in range(2):
                await person.clear()
                await person.paste(text)
                await person.press("enter")
            await person.press("enter")
            described = {"title": text, "description": text, "tags": ["of another process"]}
            assert saved()["mine"] == {"preset": described, "request": MINE["request"]}


async def test_a_preset_is_deleted_and_restored(application: Application) -> None:
    async with wizard(application=application) as person:
        await look(person)
        await person.press("tab", "delete")
        assert saved() == {"other": OTHER} and person.shows("Deleted mine.")
        await person.push("Undo")
        assert saved()["mine"] == MINE and person.shows("Restored mine.")
        await person.press("delete", "ctrl+z")
        assert saved()["mine"] == MINE
        await person.push("Delete preset")
        await person.press("escape")
        write("mine", OTHER)
        await look(person, "smallest")
        assert not person.shows("Undo")
        await person.push("Restore…")
        await person.press("enter")
        assert person.shows("Replace?")
        await person.press("enter")
        assert saved()["mine"] == OTHER, "Cancel is the default"
        await person.push("Restore…")
        await person.press("enter", "tab", "enter")
        assert saved()["mine"] == MINE and person.shows("All 🦀 mine.")


async def test_a_built_in_preset_cannot_be_changed_but_overridden(application: Application) -> None:
    async with wizard(application=application) as person:
        await look(person, "smallest")
        assert not person.shows("Overrides the")
        for button in ("Rename…", "Describe…", "Delete preset"):
            await person.push(button)
            assert person.shows("Open it and save a copy.")
            assert isinstance(person.app.screen, PresetsScreen)
        await person.press("escape")
        write("smallest", OTHER)
        await look(person, "smallest")
        assert person.shows("Overrides the built-in preset of the same name")


async def test_a_preset_that_another_process_deleted_is_reported(application: Application) -> None:
    async with wizard(application=application) as person:
        for button in ("Rename…", "Describe…", "Delete preset", "Compare…", "Open"):
            write("mine", MINE)
            await look(person)
            (locations.presets_folder() / "mine.json").unlink()
            await person.push(button)
            if button in ("Rename…", "Describe…"):
                await person.type("x")
                await person.press("enter", "enter", "enter")
            elif button == "Compare…":
                await person.press("enter")
            assert isinstance(person.app.screen, PresetsScreen)
            assert person.shows("There is no preset named mine."), button
            await person.press("escape", ":presets")
            assert isinstance(person.app.screen, PresetsScreen) and not person.shows("All 🦀 mine.")
            await person.press("escape")


async def test_a_broken_preset_is_listed_with_its_problem_and_can_be_deleted(
    application: Application,
) -> None:
    (locations.presets_folder() / "mine.json").write_text('{\n  "[/]"\n}')
    async with wizard(application=application) as person:
        await look(person)
        assert person.shows("line 3")
        for button in ("Open", "Rename…", "Describe…", "Compare…"):
            await person.push(button)
            assert isinstance(person.app.screen, PresetsScreen)
        await person.push("Delete preset")
        assert saved() == {"other": OTHER}


async def test_presets_that_cannot_be_listed_are_reported() -> None:
    class Unlisted(Library):
        def presets(self) -> list[Preset]:
            raise BcwError("The folder [/] is gone.")

    async with wizard(application=memory_application(library=Unlisted())) as person:
        await person.press(":presets")
        assert person.shows("The folder [/] is gone.")
        for button in ("Open", "Rename…", "Describe…", "Compare…", "Delete preset", "Restore…"):
            await person.push(button)
        assert person.shows("There are no deleted presets.")
        await person.press("escape")
        assert not person.asked


async def test_two_presets_or_files_are_compared(application: Application, tmp_path: Path) -> None:
    write("other", {**OTHER, "preset": MINE["preset"]})
    file = tmp_path / "[x].json"
    file.write_text('{"Name": "file"}')
    async with wizard(application=application, size=(140, 40)) as person:
        await look(person)
        await person.push("Compare…")
        assert person.shows("A file…")
        await person.press("enter")
        assert isinstance(person.app.screen, DifferencesScreen)
        assert (
            person.shows("mine → other: 2 differences")
            and person.shows('mine: "mine"')
            and person.shows('other: "other"')
        )
        await person.press("down")
        assert person.shows("mine: –") and person.shows('other: "x"')
        await person.press("escape")
        for path in (str(file), "/tmp/gone.json"):
            await person.push("Compare…")
            await person.press("up", "enter")
            await fill_in(person, path)
            if path == str(file):
                assert person.shows("[x].json: 1 difference")
                await person.push("Close")
        assert person.shows("gone.json") and person.asked
        await person.clear()
        await person.press("enter")
        assert person.shows("Enter the path of the file.")


async def test_every_difference_is_told_from_the_others_on_a_small_screen(application: Application) -> None:
    for name, count in (("mine", 1), ("other", 2)):
        group = {"DesiredVMCount": count, "Mode": str(count)}
        about = {"title": name, "description": name}
        write(name, {"preset": about, "request": {"Groups": {"workers": group}}})
    async with wizard(application=application) as person:
        await look(person)
        await person.push("Compare…")
        await person.press("enter")
        lines = person.screen.split("\n")
        for place in (
            "preset › title",
            "preset › description",
            "Groups › workers › Instances",
            "Groups › workers › Mode",
        ):
            assert sum(f"~  {place}  " in line for line in lines) == 1, place


async def test_a_file_is_imported(application: Application, tmp_path: Path) -> None:
    file = tmp_path / "farm.json"
    file.write_text('{"Name": "f"}')
    async with wizard(application=application) as person:
        await person.press(":presets")
        await person.push("Import…")
        await person.press("enter", "enter")
        assert person.shows("Enter the path of the file.")
        await person.press("shift+tab")
        await person.type("/tmp/gone.json")
        await person.press("enter", "enter")
        assert person.shows("/tmp/gone.json") and person.asked and not person.told
        await retype(person, str(file), "enter", "enter")
        assert saved()["farm"]["request"] == {"Name": "f"} and person.shows("Imported farm.")
        await person.push("Import…")
        await fill_in(person, str(file), "mine")
        assert person.shows("Replace?")
        await person.press("escape", "escape")
        assert saved()["mine"] == MINE


@pytest.mark.parametrize("where", ["the first step", "the list"])
async def test_a_preset_that_was_changed_is_not_replaced_unasked_after_a_look_at_it(
    where: str, application: Application
) -> None:
    async with wizard(application=application) as person:
        await person.begin("Mine [/] 名前")
        await type_into(person, ("Description",), "ours")
        write("mine", {**MINE, "request": {"Name": "theirs"}})
        if where == "the list":
            await look(person)
            await person.push("Open")
            assert person.shows("Discard unsaved changes?")
            await person.press("escape")
        else:
            await person.go("start")
            await person.press("home", *["down"] * 12)
        await person.press("f5")
        assert person.shows("Replace?") and saved()["mine"]["request"] == {"Name": "theirs"}


async def test_a_new_request_does_not_replace_a_preset_that_was_opened_before(
    application: Application,
) -> None:
    async with wizard(application=application) as person:
        await person.begin("Mine [/] 名前")
        await person.go("start")
        await person.begin("New cluster")
        await person.press("f5")
        await retype(person, "mine", "enter", "enter", "enter", "enter")
        assert person.shows("Replace?") and saved()["mine"] == MINE
