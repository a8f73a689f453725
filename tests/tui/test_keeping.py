"""Saving, the draft, quitting, and what is remembered."""

import fcntl
import json
from pathlib import Path
from typing import Any

import pytest

from wizard.core.actions.drafts import Drafts
from wizard.core.actions.library import Library
from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

from .application import REQUEST, drafts, saved_presets, write_preset
from .person import Person, wizard

CHANGED = {**REQUEST, "Name": "first!"}
NEW = OpenedDocument(REQUEST, DocumentSource(), ("The key [/] is there twice.",))
OLD = {"preset": {"title": "t"}, "request": {"Name": "old"}}


def full(*_: Any, **__: Any) -> Any:
    """What the disk does."""
    raise BcwError("The disk is [/] full. " + "Make room on it, or save it somewhere else. " * 4)


def set_up(**settings: Any) -> None:
    """Change the settings."""
    SettingsFile(locations.settings_file()).change(**settings)


async def change(person: Person) -> None:
    await person.enter(("Name",))
    await person.press("end")
    await person.type("!")


async def test_a_new_request_is_kept_in_a_draft_until_it_is_saved_as_a_preset() -> None:
    async with wizard(loaded=NEW) as person:
        assert "The key [/] is there twice." in person.told
        await change(person)
        await person.until(drafts)
        assert [(draft["request"], draft["step"]) for draft in drafts()] == [(CHANGED, "basics")]
        await person.press("f5")
        assert person.shows("Save as preset")
        await person.clear()
        await person.fill_in("mine", "My [/] 名前", "for me", "night, 夜 , night,")
        about = {"title": "My [/] 名前", "description": "for me", "tags": ["night", "夜"]}
        assert saved_presets() == {"mine": {"preset": about, "request": CHANGED}}
        assert "● unsaved" not in person.screen and "mine.json" in person.told and not drafts()
        await change(person)
        await person.press("f5")
        assert not person.asked and saved_presets()["mine"]["request"]["Name"] == "first!!"
        await change(person)
        with (locations.presets_folder() / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            await person.press("f5")
            assert "another process" in person.told
            await change(person)
        await person.press("f5")
        assert saved_presets()["mine"]["request"]["Name"] == "first!!!!"


async def test_another_preset_is_replaced_only_after_a_confirmation() -> None:
    write_preset("mine", OLD)
    async with wizard() as person:
        await person.begin("Several groups in a VPC")
        await change(person)
        await person.press("f5")
        assert person.shows("several-groups"), "a built-in preset is saved as a custom one"
        await person.retype("mine", "enter", "enter", "enter", "enter")
        assert person.shows("Replace?")
        await person.press("enter")
        assert saved_presets()["mine"] == OLD, "Cancel is the default"
        assert person.shows("Save as preset"), "and the form is there again"
        await person.press("enter", "enter", "enter", "enter")
        await person.press("tab", "enter")
        assert saved_presets()["mine"]["request"] == person.document


async def test_a_file_is_replaced_only_after_a_confirmation_unless_it_is_the_one_that_is_open() -> None:
    file = Path("other.json")
    file.write_text("{}")
    async with wizard(REQUEST) as person:
        await person.press(":save-file")
        assert person.shows("Save as file") and person.asked
        await person.retype("other.json", "enter")
        assert person.shows("Replace?")
        await person.press("escape")
        assert file.read_text() == "{}" and person.asked
        await person.press("enter", "tab", "enter")
        assert json.loads(file.read_text()) == REQUEST and not person.asked
        await change(person)
        await person.press("ctrl+s")
        assert json.loads(file.read_text()) == CHANGED and not person.asked
        file.write_text('{"Name": "theirs"}')
        await change(person)
        await person.press("ctrl+s")
        assert person.shows("Replace?")
        await person.press("enter")
        assert file.read_text() == '{"Name": "theirs"}' and "● unsaved" in person.screen


async def test_a_failure_to_save_is_shown_in_the_dialog_and_one_of_the_draft_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Library, "save_preset", full)
    async with wizard(loaded=NEW) as person:
        await change(person)
        await person.press("f5", "enter", "enter", "enter", "enter")
        assert person.shows("The disk is [/] full.") and person.asked and "full" not in person.told
        for shown in ("Tags, separated by commas", "Cancel"):
            assert person.shows(shown), "the whole form is in sight"
        await person.press("escape")
        assert "● unsaved" in person.screen
        monkeypatch.setattr(Drafts, "write", full)
        await change(person)
        await person.until(lambda: "The draft was not saved: The disk is [/] full." in person.told)
        assert person.document["Name"] == "first!!"


# -- quitting


async def test_quitting_asks_only_about_unsaved_changes_and_keeps_them_in_a_draft() -> None:
    async with wizard(REQUEST) as person:
        await person.press("ctrl+q")
        assert not person.app.is_running and person.app.return_value == 0
        assert person.app.wizard.exit_messages() == ()
    async with wizard() as person:
        await person.begin("Paste JSON…")
        await person.paste('{"Name": "pasted"}')
        await person.press("f4", ":save-as", "ctrl+q")
        assert person.shows("Quit without saving?")
        await person.press("escape")
        assert person.app.is_running and not person.asked and person.document == {"Name": "pasted"}
        await person.press("ctrl+q", "enter")
        assert not person.app.is_running
        assert drafts()[-1]["request"] == {"Name": "pasted"}
        assert any("draft" in line for line in person.app.wizard.exit_messages())
    async with wizard(loaded=NEW) as person:
        await change(person)
        await person.press("ctrl+q", "tab", "enter")
        assert person.shows("Save as preset")
        await person.retype("mine", "enter", "enter", "enter", "enter")
        assert saved_presets()["mine"]["request"] == CHANGED


@pytest.mark.parametrize("dialog", [(), (":save-as", "end")])
async def test_ctrl_c_copies_a_selection_asks_to_quit_and_quits_when_pressed_again(
    dialog: tuple[str, ...],
) -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.press("home", "shift+end", "ctrl+c", "end")
        assert person.app.is_running and person.app.clipboard == "first!"
        await person.press(*dialog, "ctrl+c")
        assert person.app.is_running and person.shows("Quit without saving?")
        await person.press("ctrl+c")
        assert not person.app.is_running and person.app.return_value == 130
        assert drafts()[-1]["request"] == CHANGED


# -- what is remembered


async def test_the_theme_is_remembered() -> None:
    set_up(theme="gone")
    async with wizard(REQUEST) as person:
        before = person.app.theme
        await person.press(":theme")
        assert person.shows("Theme"), "a theme that is gone is ignored"
        await person.press("down", "enter")
        chosen = person.app.theme
        assert chosen != before
    async with wizard(REQUEST) as person:
        assert person.app.theme == chosen


async def test_an_ignored_rule_is_not_shown() -> None:
    request = {**REQUEST, "Groups": {"g": {**REQUEST["Groups"]["g"], "ResourceType": "Spot"}}}
    for is_ignored in (False, True):
        async with wizard(request) as person:
            await person.press("f9")
            assert person.shows("spot-without-strategy") is not is_ignored
        set_up(ignore=["spot-without-strategy"])


@pytest.mark.parametrize("command", ["wizard.fix", "wizard.mend"])
async def test_keys_can_be_remapped_also_by_the_ids_of_version_0_1_0(command: str) -> None:
    set_up(keymap={command: "ctrl+n"})
    async with wizard({**REQUEST, "Name": "a b"}, size=(140, 40)) as person:
        assert person.shows("^N Fix")
        await person.press("ctrl+n")
        assert person.document["Name"] == "a-b"


async def test_the_menu_lists_commands_by_group_with_their_keys() -> None:
    async with wizard(REQUEST) as person:
        for key in ("escape", "f12", "ctrl+p"):
            await person.press(key)
            await person.until(lambda: person.shows("File: Open…  Ctrl+O"))
            await person.press("escape")
        await person.click_text("≡ Menu")
        await person.type("xyzzy")
        await person.until(lambda: person.shows("No matches"))
        await person.retype("go groups")
        await person.until(lambda: person.shows("Go: Groups") and not person.shows("File:"))
        await person.press("enter")
        await person.until(lambda: person.step == "groups")


async def test_the_language_changes_at_once_at_the_same_place() -> None:
    count = ("Groups", "g", "DesiredVMCount")
    async with wizard(REQUEST) as person:
        await person.go("groups")
        await person.enter(count)
        await person.press(":chinese")
        try:
            assert Application({}).settings.language == "zh_CN"
            assert person.step == "groups" and person.in_focus == count
            await person.press("end")
            await person.type("2")
            assert person.document["Groups"]["g"]["DesiredVMCount"] == 12
        finally:
            await person.press(":english")
        assert Application({}).settings.language == "en" and person.shows("2/7 Groups")


async def test_problems_and_preview_are_shown_in_the_language_that_is_chosen() -> None:
    async with wizard({**REQUEST, "Name": "1 bad"}, size=(120, 36)) as person:
        assert "digit" in person.note(("Name",))
        await person.press(":chinese")
        try:
            assert "数字" in person.note(("Name",)) and '"1 bad"' in person.previewed
            assert person.shows("请求体")
        finally:
            await person.press(":english")
