"""Saving, drafts, quitting, and what is remembered."""

import fcntl
import json
import shutil
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
from wizard.tui.widgets.bars import HeaderBar

from .application import REQUEST, drafts, leave_draft, saved_presets, write_preset
from .person import wizard

NAME = ("Name",)
CHANGED = {**REQUEST, "Name": "first!"}
NEW = OpenedDocument(REQUEST, DocumentSource(), ("The key [/] is there twice.",))
OLD = {"preset": {"title": "t"}, "request": {"Name": "old"}}


def full(*_: Any, **__: Any) -> Any:
    raise BcwError("The disk is [/] full. " + "Make room on it, or save it somewhere else. " * 4)


async def test_a_new_request_is_kept_in_a_draft_until_it_is_saved_as_a_preset() -> None:
    async with wizard(loaded=NEW) as person:
        assert "The key [/] is there twice." in person.told
        await person.type_into(NAME, "!")
        await person.until(drafts)
        assert [(draft["request"], draft["step"]) for draft in drafts()] == [(CHANGED, "basics")]
        await person.press("f5", shows="Save as preset")
        await person.clear()
        await person.fill_in("mine", "My [/] 名前", "for me", "night, 夜 , night,")
        about = {"title": "My [/] 名前", "description": "for me", "tags": ["night", "夜"]}
        assert saved_presets() == {"mine": {"preset": about, "request": CHANGED}}
        assert "● unsaved" not in person.screen and "mine.json" in person.told and not drafts()
        await person.type_into(NAME, "!", "f5")
        assert not person.asked and saved_presets()["mine"]["request"]["Name"] == "first!!"
        await person.type_into(NAME, "!")
        with (locations.presets_folder() / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            await person.press("f5")
            assert "another process" in person.told
            await person.type_into(NAME, "!")
        await person.press("f5")
        assert saved_presets()["mine"]["request"]["Name"] == "first!!!!"


async def test_another_preset_is_replaced_only_after_a_confirmation() -> None:
    write_preset("mine", OLD)
    async with wizard() as person:
        await person.begin("Several groups in a VPC")
        await person.type_into(NAME, "!", "f5")
        assert person.shows("several-groups"), "a built-in preset is saved as a custom one"
        await person.retype("mine", *["enter"] * 4, shows="Replace?")
        await person.press("enter", shows="Save as preset")
        assert saved_presets()["mine"] == OLD, "Cancel is the default"
        await person.press(*["enter"] * 4, "tab", "enter")
        assert saved_presets()["mine"]["request"] == person.document
        write_preset("mine", OLD)
        await person.type_into(NAME, "!", ":presets")
        await person.type("mine", "escape", "f5")
        assert person.shows("Replace?") and saved_presets()["mine"] == OLD, "a look at it is no opening"


async def test_a_file_is_replaced_only_after_a_confirmation_unless_it_is_the_one_that_is_open() -> None:
    file = Path("other.json")
    file.write_text("{}")
    async with wizard(REQUEST) as person:
        await person.press(":save-file", shows="Save as file")
        await person.retype("other.json", "enter", shows="Replace?")
        await person.press("escape")
        assert file.read_text() == "{}" and person.asked
        await person.press("enter", "tab", "enter")
        assert json.loads(file.read_text()) == REQUEST and not person.asked
        await person.type_into(NAME, "!", "ctrl+s")
        assert json.loads(file.read_text()) == CHANGED and not person.asked
        file.write_text('{"Name": "theirs"}')
        await person.type_into(NAME, "!", "ctrl+s", shows="changed on disk since it was opened")
        await person.press("enter")
        assert file.read_text() == '{"Name": "theirs"}' and "● unsaved" in person.screen


async def test_a_failure_to_save_is_shown_in_the_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "save_preset", full)
    async with wizard(loaded=NEW) as person:
        await person.type_into(NAME, "!", "f5", "enter", "enter", "enter", "enter")
        assert person.shows("The disk is [/] full.") and person.asked and "full" not in person.told
        person.expect("Tags, separated by commas", "Cancel")  # the whole form is in sight
        await person.press("escape")
        assert "● unsaved" in person.screen
        await person.until(drafts)
        monkeypatch.setattr(Drafts, "write", full)
        await person.type_into(NAME, "!")
        await person.until(lambda: "The draft was not saved: The disk is [/] full." in person.told)
        await person.press("ctrl+q", "enter")
        assert person.app.is_running and not person.asked and person.document["Name"] == "first!!"
        [message] = person.app.wizard.exit_messages()
        assert message.startswith("The draft was not saved: The disk is [/] full.")


async def test_quitting_asks_only_about_unsaved_changes_and_keeps_them_in_a_draft() -> None:
    async with wizard(REQUEST) as person:
        await person.press("ctrl+q")
        assert not person.app.is_running and person.app.return_value == 0
        assert person.app.wizard.exit_messages() == ()
    async with wizard(REQUEST) as person:
        await person.go("disks")
        person.controller.session.document.set(("Configs", "Disks", "SystemDisk", "Size"), 40)
        person.app.exit(0)  # before a button for the new object is shown
    async with wizard(loaded=NEW) as person:
        await person.type_into(NAME, "!", ":save-as", "ctrl+q", shows="Quit without saving?")
        await person.press("escape")
        assert person.app.is_running and not person.asked and person.document == CHANGED
        await person.press("ctrl+q", "enter")
        assert not person.app.is_running
        assert drafts()[-1]["request"] == CHANGED
        assert any("draft" in line for line in person.app.wizard.exit_messages())
    async with wizard(loaded=NEW) as person:
        await person.type_into(NAME, "!", "ctrl+q", "tab", "enter", shows="Save as preset")
        await person.retype("mine", *["enter"] * 4)
        assert saved_presets()["mine"]["request"] == CHANGED


@pytest.mark.parametrize("dialog", [(), (":save-as", "end"), (":menu",)])
async def test_ctrl_c_copies_a_selection_or_asks_to_quit_and_then_quits(dialog: tuple[str, ...]) -> None:
    async with wizard(REQUEST) as person:
        await person.type_into(NAME, "!", "home", "shift+end", "ctrl+c", "end")
        assert person.app.is_running and person.app.clipboard == "first!"
        await person.press(*dialog, "ctrl+c")
        assert person.app.is_running and person.shows("Quit without saving?")
        await person.press("ctrl+c")
        assert not person.app.is_running and person.app.return_value == 130
        assert drafts()[-1]["request"] == CHANGED


async def test_the_theme_is_remembered() -> None:
    SettingsFile(locations.settings_file()).change(theme="gone")
    async with wizard() as person:
        before = person.app.theme
        await person.press(":theme", "down", "enter")
        chosen = person.app.theme
        assert chosen != before and "there is no theme gone." in person.told
    async with wizard() as person:
        assert person.app.theme == chosen


@pytest.mark.parametrize("command", ["wizard.fix", "wizard.mend"])  # the latter of version 0.1.0
async def test_the_settings_ignore_rules_and_remap_keys(command: str) -> None:
    settings = SettingsFile(locations.settings_file())
    settings.change(keymap={command: "ctrl+n", "wizard.fiks": "f6"}, ignore=["spot-without-strategy"])
    spot = {"g": {"DesiredVMCount": 1, "ResourceType": "Spot"}}
    async with wizard({**REQUEST, "Name": "a b", "Groups": spot}, size=(140, 40)) as person:
        assert person.shows("^N Fix") and "wizard.fiks in the keymap is not the ID" in person.told
        await person.press("ctrl+n")
        assert person.document["Name"] == "a-b"
        await person.press("f9", shows="Ready to create. No problems found.")


async def test_the_menu_lists_commands_by_group_with_their_keys() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("InstanceType",))  # its list of suggestions is closed
        for key in ("escape", "f12", "ctrl+p"):
            await person.press(key, shows="File: Open…  Ctrl+O")
            await person.press("escape")
        await person.type("x", shows="unsaved")
        person.app.wizard.query_one(HeaderBar).profile = "aliyun:default · cn-beijing · batch" + "x" * 40
        await person.see("bcw  first ● unsaved aliyun:default · cn-beijing · batch")
        await person.click_text("≡ Menu")
        await person.type("xyzzy", shows="No matches")
        await person.retype("go groups")
        await person.until(lambda: person.shows("Go: Groups") and not person.shows("File:"))
        await person.press("enter")
        await person.until(lambda: person.step == "groups")


async def test_the_language_of_everything_changes_at_once_at_the_same_place() -> None:
    async with wizard({**REQUEST, "Name": "1 bad"}, size=(120, 36)) as person:
        await person.enter(NAME)
        assert "digit" in person.note(NAME)
        await person.press(":chinese")
        try:
            assert Application({}).settings.language == "zh_CN"
            assert "数字" in person.note(NAME) and '"1 bad"' in person.previewed and person.shows("请求体")
            assert person.in_focus == NAME
            await person.press("end")
            await person.type("2")
            assert person.document["Name"] == "1 bad2"
        finally:
            await person.press(":english")
        assert Application({}).settings.language == "en" and person.shows("1/7 Basics")


@pytest.fixture
def application() -> Application:
    """Two drafts were left."""
    leave_draft("two")
    leave_draft("one", minute=1)
    return Application({})


def names() -> list[str]:
    return sorted(draft["request"]["Name"] for draft in drafts())


async def test_a_draft_is_offered_first_continued_and_can_be_discarded(application: Application) -> None:
    async with wizard(application=application) as person:
        assert person.shows("Unsaved draft: one") and person.shows("2026-03-01")
        await person.press("enter")
        await person.until(lambda: person.step == "basics")
        assert person.document == {**REQUEST, "Name": "one"}
        await person.press("ctrl+q")
        assert person.asked, "it is saved nowhere else"
        await person.press("escape")
        await person.type_into(NAME, "!")
        await person.until(lambda: names() == ["one!", "two"])
        await person.press("ctrl+q")
        person.expect("Keep draft", "Save…", "Discard changes", "Cancel")
        await person.push("Discard changes")
        assert person.app.return_value == 0 and names() == ["two"]
        assert not any("draft" in line for line in person.app.wizard.exit_messages())


async def test_delete_discards_a_draft_after_a_confirmation(application: Application) -> None:
    async with wizard(application=application) as person:
        await person.see("Unsaved draft: two")
        await person.type("zone", "home", "delete")
        assert not person.asked and not person.shows("Unsaved draft: two"), (
            "it deletes a letter of the search"
        )
        await person.press("delete", "delete", "delete", "down", "down", "delete")
        assert not person.asked, "what is there is no draft"
        await person.press("up", "up", shows="Discard draft…")
        await person.press("delete", shows="Discard this draft?")
        assert person.shows("one, 2026-03-01, 10:01.")
        await person.press("enter")
        assert person.shows("Unsaved draft: one"), "Cancel is the default"
        await person.press("down", "delete", "tab", "enter")
        assert names() == ["one"] and not person.shows("Unsaved draft: two")
        shutil.rmtree(locations.drafts_folder())  # as if another wizard had taken it
        await person.press("up", "up", "up", "delete", "tab", "enter")
        assert "This draft is gone" in person.told and not person.shows("Unsaved draft: one")


async def test_a_draft_is_discarded_by_the_menu_from_any_step(application: Application) -> None:
    async with wizard(REQUEST, application=application) as person:
        for name in ("two", "one"):
            await person.press(":discard-draft")
            await person.type(name, "enter", "tab", "enter")
            assert f"Discarded draft {name}." in person.told
        await person.press(":discard-draft")
        assert names() == [] and not person.asked and "There are no drafts." in person.told


async def test_the_draft_of_a_request_that_is_replaced_goes_with_it(application: Application) -> None:
    async with wizard(REQUEST, application=application) as person:
        await person.type_into(NAME, "!")
        await person.until(lambda: names() == ["first!", "one", "two"])
        await person.go("start")
        for key in ("enter", "escape"):
            await person.begin("New cluster")
            assert person.shows("Discard unsaved changes?")
            await person.press(key)
            assert not person.asked and person.document["Name"] == "first!", "Cancel is the default"
        assert names() == ["first!", "one", "two"]
        await person.begin("Continue")
        await person.type_into(NAME, "!")  # and the draft may not have been written yet
        await person.begin("Unsaved draft: two")
        await person.press("tab", "enter")
        await person.until(lambda: person.step == "basics")
        assert person.document["Name"] == "two"
        await person.press("ctrl+c")
        assert names() == ["one", "two"]


@pytest.mark.parametrize("leaves_first", [False, True])
async def test_an_unfinished_text_is_asked_about_before_it_is_lost(leaves_first: bool) -> None:
    async with wizard(REQUEST) as person:
        await person.press(":edit-text")
        await person.type("half of", *["escape"] * leaves_first, "ctrl+q")
        assert person.app.is_running and person.shows("The edited text is not valid JSON yet.")
        await person.press("enter")
        assert person.app.is_running, "Cancel is the default"
        for _ in range(2):
            await person.press(":edit-text")
            assert person.shows("half of{"), "looking at it loses nothing"
            await person.press("escape")
        await person.begin("New cluster")
        assert person.shows("Discard unsaved changes?")
        await person.push("Discard changes")
        await person.until(lambda: person.step == "basics")
        await person.press(":edit-text")
        assert not person.shows("half of"), "it belonged to the other request"
        await person.type("x", "backspace", "ctrl+q")
        assert not person.app.is_running, "nothing has changed"
