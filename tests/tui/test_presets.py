"""The list of presets: search, open, and change the custom ones; presets that ask for values."""

from pathlib import Path
from typing import Any

import pytest

from wizard.core.actions.library import Library
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.tree import get
from wizard.errors import BcwError
from wizard.storage import locations
from wizard.storage.presets import Preset
from wizard.tui.screens.declaring import ParameterDialog
from wizard.tui.screens.presets import PresetsScreen
from wizard.tui.screens.values import ValuesDialog

from .application import Service, drafts, refusal, saved_presets, write_preset
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
    await person.press(":presets")
    assert isinstance(person.app.screen, PresetsScreen)
    await person.type(name)


async def test_the_list_is_searched_and_a_preset_opened() -> None:
    async with wizard() as person:
        await person.begin("All presets…")
        assert person.shows("Mine [/] 名前") and person.shows("All 🦀 mine.") and person.shows("genomics")
        await person.type("夜")
        assert person.shows("mine") and not person.shows("genomics")
        await person.retype("no such thing", shows="No match.")
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
        await person.type_into(("Name",), "x", ":presets", shows="This preset is open.")
        await person.push("Rename…")
        await person.retype("a b", "enter", shows="cannot be the name")
        assert person.shows("a b") and not person.told, "the typed text is still there, and nothing covers it"
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
        await person.until(lambda: [each["origin"]["name"] for each in drafts()] == ["other"])
        await person.press("f5")
        about = {**MINE["preset"], "title": "New"}
        assert not person.asked, "it is saved back under its new name"
        assert saved_presets() == {"other": {"preset": about, "request": {"Name": "minex"}}}


async def test_a_preset_is_described_with_any_text_beside_another_process() -> None:
    text, tags = "[/] 名前 🦀\n" + "x" * 2000, ["of another process"]
    async with wizard() as person:
        await look(person)
        await person.push("Describe…")
        write_preset("mine", {**MINE, "preset": {"tags": tags}})
        for _ in range(2):
            await person.clear()
            await person.paste(text)
            await person.press("enter")
        await person.press("enter")
        described = {"title": text, "description": text, "tags": tags}
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
            assert not person.shows("All 🦀 mine.")
            await person.press("escape")


async def test_a_broken_preset_is_listed_with_its_problem_and_can_be_deleted() -> None:
    write_preset("mine", '{\n  "[/]"\n}')
    async with wizard() as person:
        await person.press("down", shows="line 3")
        await person.press("enter")
        assert "line 3" in person.told and person.step == "start"
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
        for place in ("preset › title", "Groups › workers › Instances", "Groups › workers › Mode"):
            assert person.screen.count(f"~  {place}  ") == 1, "each is told from the others"
        await person.press("down")
        person.expect("mine: 1", "other: 2")
        await person.press("escape")
        await person.push("Compare…", "up", "enter", "enter", shows="Enter the path of the file.")
        await person.fill_in("gone.json", shows="gone.json")
        assert person.asked
        await person.retype("[x].json", "enter", shows="[x].json: 2 differences")


async def test_a_file_is_imported() -> None:
    Path("farm.json").write_text('{"Name": "f"}')
    async with wizard() as person:
        await person.press(":presets")
        await person.push("Import…")
        await person.fill_in("gone.json", "")
        assert person.shows("gone.json") and person.asked and not person.told
        await person.retype("farm.json", "enter", "enter", shows="Imported farm.")
        assert saved_presets()["farm"]["request"] == {"Name": "f"}
        await person.push("Import…")
        await person.fill_in("farm.json", "mine", shows="Replace?")
        await person.press("escape", "escape")
        assert saved_presets()["mine"] == MINE


# -- presets that ask for values

GROUP = {"DesiredVMCount": "${count}", "InstanceType": "ecs.sn1ne.large", "ResourceType": "OnDemand"}
TREE: dict[str, Any] = {
    "Name": "farm-${project}",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": GROUP},
    "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}},
}
PARAMETERS: dict[str, Any] = {
    "count": {"title": "Machines", "type": "integer", "default": 3},
    "project": {"title": "Project [/] 名前"},
}
COUNT = ("Groups", "g", "DesiredVMCount")


def save_farm(tree: Any = TREE) -> None:
    about = {"title": "Night [/] 名前", "parameters": PARAMETERS}
    write_preset("farm", {"preset": about, "request": tree})


def problem(person: Person, name: str) -> str:
    """The problem at the row of a parameter, or ``""``."""
    assert isinstance(person.app.screen, ValuesDialog)
    shown = person.app.screen.rows[name].query_one(".problem")
    return str(shown.render()) if shown.display else ""


async def test_a_preset_of_any_title_is_used_with_any_typed_value() -> None:
    save_farm()
    async with wizard() as person:
        await person.begin("Night [/] 名前")
        await person.press("escape")
        assert person.step == "start" and not person.controller.is_open
        await person.begin("Night [/] 名前")
        person.expect(
            "New cluster from “Night [/] 名前”", "Machines (${count}) · an integer", "Project [/] 名前"
        )
        await person.type("3.5")  # replaces the default
        assert problem(person, "count") == "", "a value is validated when its row is left"
        await person.press("tab")
        assert "an integer" in problem(person, "count")
        await person.press("shift+tab", "x")
        assert problem(person, "count") == "", "typing clears it"
        await person.press("f4")
        assert "an integer" in problem(person, "count") and "Required" in problem(person, "project")
        await person.press("backspace", "3", "down")
        await person.paste(text := "${count} [/] 名前\n" + "x" * 2000)
        await person.press("enter")
        assert person.step == "basics"
        assert person.document["Name"] == f"farm-{text}" and get(person.document, COUNT) == 3
        assert person.controller.session.origin == DocumentSource(), "it is a new request"
        await person.until(drafts)
        assert drafts()[-1]["request"] == person.document
        assert saved_presets()["farm"]["request"] == TREE


async def edit(person: Person) -> None:
    await person.begin("Night [/] 名前")
    await person.push("Edit the preset itself")


async def test_a_preset_is_edited_validated_with_its_defaults_and_saved() -> None:
    save_farm()
    async with wizard(size=(140, 40)) as person:
        await edit(person)
        assert person.document == TREE and person.controller.session.origin.name == "farm"
        assert not person.is_red(("Name",)) and "has no value" in person.note(("Name",))
        assert person.shows("Preset, ") and "${project}" in person.previewed
        await person.press("f9")
        assert person.shows("3 instances"), "the totals use the defaults, too"
        await person.type_into(("Name",), "-x", "f5")
        saved = saved_presets()["farm"]
        assert saved["request"] == {**TREE, "Name": "farm-${project}-x"}
        assert saved["preset"]["parameters"] == PARAMETERS


async def test_submitting_a_preset_asks_for_its_values_and_sends_them() -> None:
    save_farm()
    async with wizard(service=Service(refusal("No.", "QuotaExhausted.X", path=COUNT))) as person:
        await edit(person)
        await person.press("f10")
        assert isinstance(person.app.screen, ValuesDialog) and person.service.sent == []
        await person.retype("-1", "enter")
        await person.type("m/n", "f4")
        assert "DesiredVMCount" in problem(person, "count") and "Name" in problem(person, "project")
        assert person.service.sent == []
        await person.retype("3", "enter")
        await person.retype("moon", "enter")
        await person.confirm(shows="Go to field")
        await person.push("Go to field")
        assert person.in_focus == COUNT and "No." in person.note(COUNT), "it is a field of the preset"
        person.service.result = None
        await person.press("f10", shows="moon")  # the values of the last time
        await person.press("f4")
        await person.confirm(shows="cls-test0001")
        sent = [(tree["Name"], get(tree, COUNT)) for tree, _ in person.service.sent]
        assert sent == [("farm-moon", 3)] * 2 and person.document == TREE
        await person.press("escape", "f10", "f4", shows="creates a second cluster")


async def test_an_error_besides_the_values_is_reported() -> None:
    save_farm({**TREE, "ImageId": 3})
    async with wizard() as person:
        await edit(person)
        await person.press("f10", "enter")
        await person.fill_in("moon", shows="The preset has another error. Image")
        assert person.service.sent == []


def declared(person: Person) -> dict[str, Any]:
    return (person.controller.session.origin.preset or {})["parameters"]


async def test_parameters_are_declared_changed_and_removed() -> None:
    async with wizard(loaded=OpenedDocument({**TREE, "Name": "farm-${team}"}, DocumentSource())) as person:
        assert person.controller.session.result.has_errors, "an undeclared parameter is plain text"
        await person.press(":parameters", "insert")
        for name in ("", "9", "名前", "[/]", "a b", "x" * 2000 + "!"):
            await person.clear()
            await person.paste(name)
            await person.press("f4", shows="Use letters, digits")
        await person.retype("team", "enter")
        await person.type("Team", "f4", shows="${team} is used in: Name")
        await person.press("insert")
        await person.type("team", "f4", shows="already exists")
        await person.retype("count", "enter", "enter", "right", "enter", "enter")
        await person.fill_in("x", shows="The value must be an integer")
        await person.press("backspace")
        await person.fill_in("2")
        assert not isinstance(person.app.screen, ParameterDialog)
        assert declared(person) == {"team": {"title": "Team"}, "count": {"type": "integer", "default": 2}}
        assert not person.controller.session.result.has_errors
        await person.press("home", "enter", "end")
        await person.type("s", "f4")
        assert person.document["Name"] == "farm-${teams}", "it is renamed where it is used"
        await person.press("delete", shows="is now plain text")
        assert list(declared(person)) == ["count"]
        await person.press("escape", "f5")
        await person.retype("third", *["enter"] * 4)
        assert saved_presets()["third"]["preset"]["parameters"] == declared(person)


async def test_an_invalid_declaration_is_shown_and_kept() -> None:
    preset = {"own": 1, "parameters": {"count": {"type": "integer", "unit": "pcs"}, "bad": 3}}
    async with wizard(loaded=OpenedDocument(TREE, DocumentSource("preset", "farm", preset))) as person:
        await person.press(":parameters", shows="invalid")
        await person.press("enter", "f4", "end", "enter", "escape")
        assert person.controller.session.origin.preset == preset
