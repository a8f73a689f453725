"""Saving, the draft, quitting, and what is remembered."""

import fcntl
import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.storage import locations

from .application import REQUEST, MemoryDrafts, MemoryLibrary, MemoryService, MemorySettings, fill_in, retype
from .person import Person, wizard
from .test_submitting import create

CHANGED = {**REQUEST, "Name": "first!"}
NEW = OpenedDocument(REQUEST, DocumentSource())


async def change(person: Person) -> None:
    await person.enter(("Name",))
    await person.press("end")
    await person.type("!")


async def test_a_new_request_is_saved_as_a_preset() -> None:
    async with wizard(loaded=NEW) as person:
        await change(person)
        await person.press("f5")
        assert person.shows("Save as preset")
        await person.clear()
        for line in ("mine", "My [/] 名前", "for me", "night, 夜 , night,"):
            await fill_in(person, line)
        saved = {"title": "My [/] 名前", "description": "for me", "tags": ["night", "夜"]}
        assert person.library.saved == {"mine": {**saved, "request": person.document}}
        assert "● unsaved" not in person.screen and "Saved: /presets/mine.json" in person.told
        await change(person)
        await person.press("f5")
        assert not person.asked and person.library.saved["mine"]["request"]["Name"] == "first!!"


async def test_while_another_process_holds_the_lock_saving_fails_and_typing_goes_on() -> None:
    application = Application({})
    application.library.save_preset("mine", {"title": "t", "description": "d"}, REQUEST, overwrite=False)
    async with wizard(application=application, loaded=application.library.open_preset("mine")) as person:
        await change(person)
        with (locations.presets_folder() / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            await person.press("f5")
            assert "another process" in person.told
            await change(person)
        await person.press("f5")
        assert "Saved: " in person.told
    assert application.library.open_preset("mine").tree["Name"] == "first!!"


async def test_another_preset_is_replaced_only_after_a_confirmation() -> None:
    library = MemoryLibrary(saved={"mine": {"title": "t", "description": "", "request": {"Name": "old"}}})
    async with wizard(library=library) as person:
        await person.begin("Several groups in a VPC")
        await change(person)
        await person.press("f5")
        assert person.shows("several-groups"), "a built-in preset is saved as a custom one"
        await retype(person, "mine", "enter", "enter", "enter", "enter")
        assert person.shows("Replace?")
        await person.press("enter")
        assert library.saved["mine"]["request"] == {"Name": "old"}, "Cancel is the default"
        assert person.shows("Save as preset"), "and the form is there again"
        await person.press("enter", "enter", "enter", "enter")
        await person.press("tab", "enter")
        assert library.saved["mine"]["request"] == person.document


async def test_a_file_is_saved_back_without_its_secrets_unless_it_has_changed_on_disk(tmp_path: Path) -> None:
    oss = {"AccessKeyId": "a", "AccessKeySecret": "hunter2"}
    file = tmp_path / "request.json"
    file.write_text(json.dumps({**REQUEST, "Configs": {"Mounts": {"OSS": oss}}}))
    application = Application({})
    async with wizard(application=application, loaded=application.library.open_file(str(file))) as person:
        await change(person)
        assert "● unsaved" in person.screen
        await person.press("ctrl+s")
        assert not person.asked and "● unsaved" not in person.screen
        oss["AccessKeySecret"] = "${env:OSS_ACCESS_KEY_SECRET}"
        assert json.loads(file.read_text()) == {**CHANGED, "Configs": {"Mounts": {"OSS": oss}}}
        assert "OSS_ACCESS_KEY_SECRET" in person.told and "hunter2" not in person.told
        file.write_text('{"Name": "theirs"}')
        await change(person)
        await person.press("f5")
        assert person.shows("Replace?")
        await person.press("enter")
        assert file.read_text() == '{"Name": "theirs"}' and "● unsaved" in person.screen


async def test_saving_as_a_file_asks_before_it_replaces_one() -> None:
    library = MemoryLibrary(files={"other.json": {"Name": "old"}})
    settings = MemorySettings(keymap={"wizard.save-file": "ctrl+k"})
    async with wizard(REQUEST, library=library, settings=settings) as person:
        await person.press("ctrl+k")
        assert person.shows("Save as file") and person.asked
        await retype(person, "other.json", "enter")
        assert person.shows("Replace?")
        await person.press("escape")
        assert library.files["other.json"] == {"Name": "old"} and person.asked
        await person.press("enter", "tab", "enter")
        assert library.files["other.json"] == REQUEST and not person.asked


async def test_a_failure_to_save_is_shown_in_the_dialog() -> None:
    class Full(MemoryLibrary):
        def save_preset(self, *args: Any, **kwargs: Any) -> str:
            raise BcwError("The disk is [/] full. " + "Make room on it, or save it somewhere else. " * 4)

    async with wizard(loaded=NEW, library=Full()) as person:
        await change(person)
        await person.press("f5", "enter", "enter", "enter", "enter")
        assert person.shows("The disk is [/] full.") and person.asked and not person.told
        assert person.shows("Tags, separated by commas") and person.shows("Cancel"), (
            "the whole form is in sight"
        )
        await person.press("escape")
        assert "● unsaved" in person.screen and person.document == CHANGED


# -- the draft, and quitting


async def test_every_change_is_kept_in_a_draft_until_it_is_saved() -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.until(lambda: person.drafts.written)
        tree, origin, step = person.drafts.written[-1]
        assert tree == CHANGED and origin.kind == "file" and step == "basics"
        await person.press("f5")
        assert not person.drafts.written


async def test_a_failure_to_write_the_draft_is_reported() -> None:
    class Full(MemoryDrafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            raise BcwError("The disk is [/] full.")

    async with wizard(REQUEST, drafts=Full()) as person:
        await change(person)
        await person.until(lambda: "The draft was not saved: The disk is [/] full." in person.told)
        assert person.document == CHANGED


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
        assert person.drafts.written[-1][0] == {"Name": "pasted"}
        assert any("draft" in line for line in person.app.wizard.exit_messages())


async def test_quitting_can_save_first() -> None:
    async with wizard(loaded=NEW) as person:
        await change(person)
        await person.press("ctrl+q", "tab", "enter")
        assert person.shows("Save as preset")
        await retype(person, "mine", "enter", "enter", "enter", "enter")
        assert person.library.saved["mine"]["request"] == CHANGED


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
        assert person.drafts.written[-1][0] == CHANGED


async def test_a_submission_in_the_background_is_in_the_header_and_asked_about_when_quitting() -> None:
    hold = Event()
    async with wizard(REQUEST, service=MemoryService(hold=hold)) as person:
        await create(person)
        await person.press("enter")
        await person.until(lambda: person.shows("Sending to"))
        await person.press("escape")
        assert person.shows("↻ Creating cluster…")
        await person.press("ctrl+q")
        assert person.shows("Quit while the cluster is being created?")
        await person.press("enter")
        assert person.app.is_running, "Cancel is the default"
        hold.set()
        await person.until(lambda: not person.shows("↻ Creating cluster…"))
        assert "cls-test0001" in person.told
        await person.press("ctrl+q")
        assert not person.app.is_running


# -- what is remembered


async def test_the_theme_is_remembered() -> None:
    async with wizard(REQUEST, application=Application({})) as person:
        before = person.app.theme
        await person.press(":theme")
        assert person.shows("Theme")
        await person.press("down", "enter")
        chosen = person.app.theme
        assert chosen != before
    async with wizard(REQUEST, application=Application({})) as person:
        assert person.app.theme == chosen
    async with wizard(REQUEST, settings=MemorySettings(theme="gone")) as person:
        assert person.shows("Basics"), "a theme that is gone is ignored"


async def test_an_ignored_rule_is_not_shown() -> None:
    request = {**REQUEST, "Groups": {"g": {**REQUEST["Groups"]["g"], "ResourceType": "Spot"}}}
    async with wizard(request) as person:
        await person.press("f9")
        finding = person.controller.session.result.findings[0]
        assert person.shows(finding.rule)
    async with wizard(request, settings=MemorySettings(ignored=frozenset({finding.rule}))) as person:
        await person.press("f9")
        assert not person.shows(finding.rule)


@pytest.mark.parametrize("command", ["wizard.fix", "wizard.mend"])
async def test_keys_can_be_remapped_also_by_the_ids_of_version_0_1_0(command: str) -> None:
    settings = MemorySettings(keymap={command: "ctrl+n"})
    async with wizard({**REQUEST, "Name": "a b"}, settings=settings, size=(140, 40)) as person:
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
        await retype(person, "go groups")
        await person.until(lambda: person.shows("Go: Groups") and not person.shows("File:"))
        await person.press("enter")
        await person.until(lambda: person.step == "groups")


async def test_the_language_changes_at_once_at_the_same_place() -> None:
    settings = MemorySettings()
    async with wizard(REQUEST, settings=settings) as person:
        await person.go("groups")
        await person.enter(("Groups", "g", "DesiredVMCount"))
        await person.press(":chinese")
        try:
            assert settings.language == "zh_CN" and person.step == "groups"
            assert person.in_focus == ("Groups", "g", "DesiredVMCount")
            await person.press("end")
            await person.type("2")
            assert person.document["Groups"]["g"]["DesiredVMCount"] == 12
        finally:
            await person.press(":english")
        assert settings.language == "en" and person.shows("2/7 Groups")
