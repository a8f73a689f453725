"""The list of presets: looked through, and the person's own changed."""

from typing import Any

import pytest

from wizard.document.tree import Difference, diff
from wizard.errors import BcwError
from wizard.storage.preset_files import Preset
from wizard.tui.screens.differences import DifferencesScreen
from wizard.tui.screens.presets import PresetsScreen

from .application import MemoryLibrary, make_preset
from .person import Person, wizard

MINE: dict[str, Any] = {
    "title": "Mine [/] 名前",
    "description": "All 🦀 mine.",
    "tags": ["night", "夜"],
    "request": {"Name": "mine"},
}
OTHER: dict[str, Any] = {
    "title": "Other",
    "description": "",
    "request": {"Name": "other", "Description": "x"},
}


def library(**more: Any) -> MemoryLibrary:
    return MemoryLibrary(saved={"mine": MINE, "other": OTHER}, **more)


async def look(person: Person, name: str = "mine") -> None:
    """Open the list, the cursor on a preset."""
    await person.press(":presets")
    assert isinstance(person.app.screen, PresetsScreen)
    await person.type(name)


async def test_the_list_is_reached_from_the_first_step_and_searched() -> None:
    async with wizard(library=library()) as person:
        await person.begin("All presets…")
        assert person.shows("Mine [/] 名前") and person.shows("All 🦀 mine.") and person.shows("genomics")
        await person.type("夜")
        assert person.shows("mine") and not person.shows("genomics")
        await person.press("backspace")
        await person.type("no such thing")
        assert person.shows("No match.")
        await person.press("enter", "delete")
        assert isinstance(person.app.screen, PresetsScreen)


async def test_a_preset_is_opened() -> None:
    async with wizard(library=library()) as person:
        await look(person, "other")
        await person.press("enter")
        assert person.document == OTHER["request"] and person.controller.session.origin.name == "other"


async def test_opening_another_one_asks_before_it_drops_what_is_not_saved() -> None:
    async with wizard({"Name": "first"}, library=library()) as person:
        await person.enter(("Name",))
        await person.type("x")
        await look(person, "other")
        await person.press("enter")
        assert person.shows("Discard unsaved changes?")
        await person.press("escape")
        assert person.document["Name"].startswith("first") or person.document["Name"].endswith("first")


async def test_a_preset_is_renamed() -> None:
    async with wizard(library=library()) as person:
        await look(person)
        await person.push("Rename…")
        await person.clear()
        await person.type("a b")
        await person.press("enter")
        assert person.shows("cannot be the name") and person.shows("a b"), "what was typed is still there"
        assert not person.told, "nothing lies over what is typed next"
        await person.clear()
        await person.type("mine2")
        await person.press("enter")
        assert person.library.saved == {"other": OTHER, "mine2": MINE}
        assert person.shows("Renamed mine to mine2.")


async def test_renaming_over_another_one_asks() -> None:
    async with wizard(library=library()) as person:
        await look(person)
        await person.push("Rename…")
        await person.clear()
        await person.type("other")
        await person.press("enter")
        assert person.shows("Replace?")
        await person.press("enter")
        assert person.library.saved == {"mine": MINE, "other": OTHER}, "no is the first answer"
        await person.press("enter", "tab", "enter")
        assert person.library.saved == {"other": MINE}


async def test_the_preset_that_is_open_is_saved_back_under_its_new_name() -> None:
    async with wizard(library=library()) as person:
        await person.begin("Mine [/] 名前")
        await person.press(":presets")
        assert person.shows("This preset is open.")
        await person.push("Rename…")
        await person.clear()
        await person.type("new")
        await person.press("enter")
        await person.push("Describe…")
        await person.clear()
        await person.type("New")
        await person.press("enter", "enter", "enter")
        assert person.shows("Changed the description")
        await person.push("Close")
        assert person.shows("preset new")
        await person.enter(("Name",))
        await person.type("x")
        await person.press("f5")
        assert not person.asked and person.library.saved["new"]["title"] == "New"
        assert person.library.saved["new"]["tags"] == MINE["tags"]
        assert "mine" not in person.library.saved


@pytest.mark.parametrize("text", ["", "[/]", "名前 🦀", "x" * 2000, "a\nb"])
async def test_a_preset_is_described_with_anything(text: str) -> None:
    async with wizard(library=library()) as person:
        await look(person)
        await person.push("Describe…")
        for _ in range(2):
            await person.clear()
            if text:
                await person.paste(text)
            await person.press("enter")
        await person.press("enter")
        saved = person.library.saved["mine"]
        assert (saved["title"], saved["description"], saved["tags"]) == (text, text, MINE["tags"])
        assert saved["request"] == MINE["request"]
        await person.press("escape", ":presets")


async def test_only_what_was_changed_is_written() -> None:
    async with wizard(library=library()) as person:
        await look(person)
        await person.push("Describe…")
        person.library.saved["mine"] = {**MINE, "description": "somebody else's"}
        await person.clear()
        await person.type("Ours")
        await person.press("enter", "enter", "enter")
        assert person.library.saved["mine"]["title"] == "Ours"
        assert person.library.saved["mine"]["description"] == "somebody else's"


async def test_a_preset_is_deleted_and_that_is_undone_right_there() -> None:
    async with wizard(library=library()) as person:
        await look(person)
        await person.press("tab", "delete")
        assert person.library.saved == {"other": OTHER} and person.shows("Deleted mine.")
        await person.push("Undo")
        assert person.library.saved["mine"] == MINE and person.shows("Restored mine.")
        await person.press("delete", "ctrl+z")
        assert person.library.saved["mine"] == MINE


async def test_what_was_deleted_is_restored_later() -> None:
    async with wizard(library=library()) as person:
        await look(person)
        await person.push("Delete preset")
        await person.press("escape")
        person.library.saved["mine"] = {**OTHER, "title": "made since"}
        await look(person, "smallest")
        assert not person.shows("Undo")
        await person.push("Restore…")
        await person.press("enter")
        assert person.shows("Replace?")
        await person.press("enter")
        assert person.library.saved["mine"]["title"] == "made since"
        await person.push("Restore…")
        await person.press("enter", "tab", "enter")
        assert person.library.saved["mine"] == MINE and person.shows("All 🦀 mine.")
        await person.push("Restore…")
        assert person.shows("There are no deleted presets.")


@pytest.mark.parametrize("button", ["Rename…", "Describe…", "Delete preset"])
async def test_what_is_shipped_stays_as_it_is_and_what_to_do_is_said(button: str) -> None:
    async with wizard(library=library()) as person:
        await look(person, "smallest")
        await person.push(button)
        assert person.shows("Open it and save a copy.")
        assert isinstance(person.app.screen, PresetsScreen)


@pytest.mark.parametrize("button", ["Rename…", "Describe…", "Delete preset", "Compare…", "Open"])
async def test_a_preset_that_somebody_else_deleted_is_no_trouble(button: str) -> None:
    async with wizard(library=library()) as person:
        await look(person)
        del person.library.saved["mine"]
        await person.push(button)
        if button in ("Rename…", "Describe…"):
            await person.type("x")
            await person.press("enter", "enter", "enter")
        elif button == "Compare…":
            await person.press("enter")
        said = "There is no preset named mine."
        assert isinstance(person.app.screen, PresetsScreen) and person.shows(said)
        await person.press("escape", ":presets")
        assert isinstance(person.app.screen, PresetsScreen) and not person.shows("All 🦀 mine.")


async def test_a_broken_preset_is_named_with_the_reason_and_can_be_deleted() -> None:
    class Broken(MemoryLibrary):
        def presets(self) -> list[Preset]:
            found = super().presets()
            return [
                make_preset(each.name, problem="line 3 [/]") if each.name == "mine" else each
                for each in found
            ]

    async with wizard(library=Broken(saved={"mine": MINE})) as person:
        await look(person)
        assert person.shows("line 3 [/]")
        for button in ("Open", "Rename…", "Describe…", "Compare…"):
            await person.push(button)
            assert isinstance(person.app.screen, PresetsScreen)
        await person.push("Delete preset")
        assert person.library.saved == {}


async def test_presets_that_cannot_be_listed_are_no_trouble() -> None:
    class NotFoundError(MemoryLibrary):
        def presets(self) -> list[Preset]:
            raise BcwError("The folder [/] is gone.")

    async with wizard(library=NotFoundError()) as person:
        await person.press(":presets")
        assert person.shows("The folder [/] is gone.")
        for button in ("Open", "Rename…", "Describe…", "Compare…", "Delete preset", "Restore…"):
            await person.push(button)
        await person.press("escape")
        assert not person.asked


async def test_a_preset_that_stands_over_a_shipped_one_says_so() -> None:
    async with wizard(library=MemoryLibrary(saved={"smallest": MINE, "other": OTHER})) as person:
        await look(person, "smallest")
        assert person.shows("Overrides the built-in preset of the same name")
        await person.press("escape")
        await look(person, "other")
        assert person.shows("other") and not person.shows("Overrides the")


async def test_two_presets_are_compared() -> None:
    async with wizard(library=library(files={"/tmp/[/]x.json": {"Name": "file"}})) as person:
        await look(person)
        await person.push("Compare…")
        assert person.shows("A file…")
        await person.press("enter")
        assert isinstance(person.app.screen, DifferencesScreen)
        assert person.shows("mine → other: 2 differences")
        assert person.shows('mine: "mine"') and person.shows('other: "other"')
        await person.press("down")
        assert person.shows("mine: –") and person.shows('other: "x"')
        await person.press("escape")
        await person.push("Compare…")
        await person.press("up", "enter")
        await person.type("/tmp/[/]x.json")
        await person.press("enter")
        assert person.shows("mine → /tmp/[/]x.json: 1 difference")
        await person.push("Close")
        await person.push("Compare…")
        await person.press("up", "enter")
        await person.type("/tmp/gone.json")
        await person.press("enter")
        assert person.shows("There is no file /tmp/gone.json.")
        await person.clear()
        await person.press("enter")
        assert person.shows("Enter the path of the file.")
        await person.type("/tmp/[/]x.json")
        await person.press("enter")
        assert person.shows("mine → /tmp/[/]x.json: 1 difference")


async def test_every_place_is_told_from_the_others_on_a_small_screen() -> None:
    class Two(MemoryLibrary):
        def differences(self, one: str, other: str) -> list[Difference]:
            def said(key: str, count: int) -> dict[str, Any]:
                group = {"DesiredVMCount": count, "Mode": str(count)}
                return {
                    "preset": {"title": key, "description": key},
                    "request": {"Groups": {"workers": group}},
                }

            return [*diff(said(one, 1), said(other, 2))]

    async with wizard(library=Two(saved={"mine": MINE, "other": OTHER})) as person:
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


async def test_a_file_is_imported() -> None:
    async with wizard(library=library(files={"/tmp/farm.json": {"Name": "f"}})) as person:
        await person.press(":presets")
        await person.push("Import…")
        await person.press("enter", "enter")
        assert person.shows("Enter the path of the file.")
        await person.press("shift+tab")
        await person.type("/tmp/gone.json")
        await person.press("enter", "enter")
        assert person.shows("There is no file /tmp/gone.json.") and not person.told
        await person.clear()
        await person.type("/tmp/farm.json")
        await person.press("enter", "enter")
        assert person.library.saved["farm"]["request"] == {"Name": "f"}
        assert person.shows("Imported farm.")
        await person.push("Import…")
        await person.type("/tmp/farm.json")
        await person.press("enter")
        await person.type("mine")
        await person.press("enter")
        assert person.shows("Replace?")
        await person.press("escape", "escape")
        assert person.library.saved["mine"] == MINE


async def test_saving_over_a_preset_that_was_only_looked_at_asks() -> None:
    """That it was opened, or stood under the cursor, before is no reason to replace it unasked."""
    async with wizard(library=library()) as person:
        await person.begin("Mine [/] 名前")
        await person.go("start")
        await person.begin("New cluster")
        await person.press("f5")
        await person.clear()
        await person.type("mine")
        await person.press("enter", "enter", "enter", "enter")
        assert person.shows("Replace?") and person.library.saved["mine"] == MINE


@pytest.mark.parametrize("where", ["the first step", "the list"])
async def test_what_somebody_changed_is_not_replaced_unasked_after_a_look_at_it(where: str) -> None:
    async with wizard(library=library()) as person:
        await person.begin("Mine [/] 名前")
        await person.enter(("Description",))
        await person.type("ours")
        person.library.known.discard("mine")  # it is another one now than was opened here
        if where == "the list":
            await look(person)
            await person.push("Open")
            assert person.shows("Discard unsaved changes?")
            await person.press("escape")
        else:
            await person.go("start")
            await person.press("home", *["down"] * 12)
        await person.press("f5")
        assert person.shows("Replace?") and person.library.saved["mine"] == MINE
