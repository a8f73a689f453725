"""The list of presets: search, open, and change the custom ones."""

from pathlib import Path
from typing import Any

import pytest

from wizard.core.actions.library import Library
from wizard.errors import BcwError
from wizard.storage import locations
from wizard.storage.presets import Preset
from wizard.tui.screens.presets import PresetsScreen

from .application import saved_presets, write_preset
from .person import Person, wizard

MINE: dict[str, Any] = {
    "preset": {"title": "Mine [/] 名前", "description": "All 🦀 mine.", "tags": ["night", "夜"]},
    "request": {"Name": "mine"},
}
OTHER: dict[str, Any] = {"preset": {"title": "Other"}, "request": {"Name": "other", "Description": "x"}}


@pytest.fixture(autouse=True)
def presets() -> None:
    """Two custom presets."""
    write_preset("mine", MINE)
    write_preset("other", OTHER)


async def look(person: Person, name: str = "mine") -> None:
    """Open the list, the cursor on a preset."""
    await person.press(":presets")
    assert isinstance(person.app.screen, PresetsScreen)
    await person.type(name)


async def test_the_list_is_searched_and_a_preset_opened() -> None:
    async with wizard() as person:
        await person.begin("All presets…")
        assert person.shows("Mine [/] 名前") and person.shows("All 🦀 mine.") and person.shows("genomics")
        await person.type("夜")
        assert person.shows("mine") and not person.shows("genomics")
        await person.press("backspace")
        await person.type("no such thing", shows="No match.")
        await person.press("enter", "delete")
        assert isinstance(person.app.screen, PresetsScreen)
        await person.retype("other", "enter")
        await person.until(lambda: person.step == "basics")
        assert person.document == OTHER["request"] and person.controller.session.origin.name == "other"
        await person.type_into(("Name",), "x")
        await look(person)
        await person.press("enter", shows="Discard unsaved changes?")
        await person.press("escape")
        assert person.document["Name"] == "otherx"


async def test_a_preset_is_renamed_and_replaces_another_only_after_a_confirmation() -> None:
    async with wizard() as person:
        await person.begin("Mine [/] 名前")
        await person.press(":presets", shows="This preset is open.")
        await person.push("Rename…")
        await person.retype("a b", "enter")
        assert person.shows("cannot be the name") and person.shows("a b"), "the typed text is still there"
        assert not person.told, "nothing covers the field"
        await person.retype("mine2", "enter")
        assert saved_presets() == {"other": OTHER, "mine2": MINE} and person.shows("Renamed mine to mine2.")
        await person.push("Rename…")
        await person.retype("other", "enter", shows="Replace?")
        await person.press("enter")
        assert saved_presets() == {"other": OTHER, "mine2": MINE}, "Cancel is the default"
        await person.press("enter", "tab", "enter")
        assert saved_presets() == {"other": MINE}
        await person.push("Describe…")
        await person.retype("New", "enter", "enter", "enter", shows="Changed the description")
        await person.push("Close", shows="preset other")
        await person.type_into(("Name",), "x", "f5")
        about = {**MINE["preset"], "title": "New"}
        assert not person.asked, "it is saved back under its new name"
        assert saved_presets() == {"other": {"preset": about, "request": {"Name": "minex"}}}


async def test_a_preset_is_described_with_any_text() -> None:
    async with wizard() as person:
        await look(person)
        for text in ("[/]", "名前 🦀", "x" * 2000, "a\nb"):
            write_preset("mine", MINE)
            await person.push("Describe…")
            write_preset("mine", {**MINE, "preset": {**MINE["preset"], "tags": ["of another process"]}})
            for _ in range(2):
                await person.clear()
                await person.paste(text)
                await person.press("enter")
            await person.press("enter")
            described = {"title": text, "description": text, "tags": ["of another process"]}
            assert saved_presets()["mine"] == {"preset": described, "request": MINE["request"]}


async def test_a_preset_is_deleted_and_restored() -> None:
    async with wizard() as person:
        await look(person)
        await person.press("tab", "delete")
        assert saved_presets() == {"other": OTHER} and person.shows("Deleted mine.")
        await person.push("Undo")
        assert saved_presets()["mine"] == MINE and person.shows("Restored mine.")
        await person.press("delete", "ctrl+z")
        assert saved_presets()["mine"] == MINE
        await person.push("Delete preset", "escape")
        write_preset("mine", OTHER)
        await look(person, "smallest")
        assert not person.shows("Undo")
        await person.push("Restore…", "enter", shows="Replace?")
        await person.press("enter")
        assert saved_presets()["mine"] == OTHER, "Cancel is the default"
        await person.push("Restore…", "enter", "tab", "enter")
        assert saved_presets()["mine"] == MINE and person.shows("All 🦀 mine.")


async def test_a_built_in_preset_cannot_be_changed_but_overridden() -> None:
    async with wizard() as person:
        await look(person, "smallest")
        assert not person.shows("Overrides the")
        for button in ("Rename…", "Describe…", "Delete preset"):
            await person.push(button, shows="Open it and save a copy.")
            assert isinstance(person.app.screen, PresetsScreen)
        await person.press("escape")
        write_preset("smallest", OTHER)
        await look(person, "smallest")
        assert person.shows("Overrides the built-in preset of the same name")


async def test_a_preset_that_another_process_deleted_is_reported() -> None:
    async with wizard() as person:
        for button in ("Rename…", "Describe…", "Delete preset", "Compare…", "Open"):
            write_preset("mine", MINE)
            await look(person)
            (locations.presets_folder() / "mine.json").unlink()
            await person.push(button)
            if button in ("Rename…", "Describe…"):
                await person.type("x", "enter", "enter", "enter")
            elif button == "Compare…":
                await person.press("enter")
            assert isinstance(person.app.screen, PresetsScreen)
            assert person.shows("There is no preset named mine."), button
            await person.press("escape", ":presets")
            assert isinstance(person.app.screen, PresetsScreen) and not person.shows("All 🦀 mine.")
            await person.press("escape")


async def test_a_broken_preset_is_listed_with_its_problem_and_can_be_deleted() -> None:
    write_preset("mine", '{\n  "[/]"\n}')
    async with wizard() as person:
        await person.press("down", shows="line 3")
        await person.press("enter")
        await person.until(lambda: "line 3" in person.told)
        assert person.step == "start"
        await look(person)
        assert person.shows("line 3")
        for button in ("Open", "Rename…", "Describe…", "Compare…"):
            await person.push(button)
            assert isinstance(person.app.screen, PresetsScreen)
        await person.push("Delete preset")
        assert saved_presets() == {"other": OTHER}


async def test_presets_that_cannot_be_listed_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlisted(_library: Library) -> list[Preset]:
        raise BcwError("The folder [/] is gone.")

    monkeypatch.setattr(Library, "presets", unlisted)
    async with wizard() as person:
        await person.press(":presets", shows="The folder [/] is gone.")
        for button in ("Open", "Rename…", "Describe…", "Compare…", "Delete preset", "Restore…"):
            await person.push(button)
        assert person.shows("There are no deleted presets.")
        await person.press("escape")
        assert not person.asked


async def test_two_presets_or_files_are_compared() -> None:
    for name, count in (("mine", 1), ("other", 2)):
        group = {"DesiredVMCount": count, "Mode": str(count)}
        write_preset(name, {"preset": {"title": name}, "request": {"Groups": {"workers": group}}})
    Path("[x].json").write_text('{"Name": "file"}')
    async with wizard() as person:
        await look(person)
        await person.push("Compare…", shows="A file…")
        await person.press("enter", shows="mine → other: 3 differences")
        lines = person.screen.split("\n")
        for place in ("preset › title", "Groups › workers › Instances", "Groups › workers › Mode"):
            assert sum(f"~  {place}  " in line for line in lines) == 1, "each is told from the others"
        await person.press("down")
        assert person.shows("mine: 1") and person.shows("other: 2")
        await person.press("escape")
        for path, shown in (("[x].json", "[x].json: 2 differences"), ("gone.json", "gone.json")):
            await person.push("Compare…", "up", "enter")
            await person.fill_in(path)
            assert person.shows(shown) and person.asked
            if path == "[x].json":
                await person.push("Close")
        await person.clear()
        await person.press("enter", shows="Enter the path of the file.")


async def test_a_file_is_imported() -> None:
    Path("farm.json").write_text('{"Name": "f"}')
    async with wizard() as person:
        await person.press(":presets")
        await person.push("Import…", "enter", "enter", shows="Enter the path of the file.")
        await person.press("shift+tab")
        await person.fill_in("gone.json", "")
        assert person.shows("gone.json") and person.asked and not person.told
        await person.retype("farm.json", "enter", "enter")
        assert saved_presets()["farm"]["request"] == {"Name": "f"} and person.shows("Imported farm.")
        await person.push("Import…")
        await person.fill_in("farm.json", "mine", shows="Replace?")
        await person.press("escape", "escape")
        assert saved_presets()["mine"] == MINE
