"""Saving, the draft, and leaving."""

import fcntl
import os
import signal
from threading import Event
from typing import Any

import pytest

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.storage import locations

from .application import MemoryDrafts, MemoryLibrary, MemoryService, MemorySettings
from .person import Person, wizard
from .test_submitting import create

REQUEST: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "OnDemand"}},
}
CHANGED = {**REQUEST, "Name": "first!"}


async def change(person: Person) -> None:
    await person.enter(("Name",))
    await person.press("end")
    await person.type("!")


async def test_saving_a_new_request_asks_for_the_name_of_a_preset() -> None:
    async with wizard(loaded=OpenedDocument(REQUEST, DocumentSource())) as person:
        await change(person)
        await person.press("f5")
        assert person.shows("Save as preset")
        await person.clear()
        await person.type("mine")
        await person.press("enter")
        await person.type("My [/] 名前")
        await person.press("enter")
        await person.type("for me")
        await person.press("enter")
        await person.type("night, 夜 , night,")
        await person.press("enter")
        saved = {"title": "My [/] 名前", "description": "for me", "tags": ["night", "夜"]}
        assert person.library.saved == {"mine": {**saved, "request": person.document}}
        assert "● unsaved" not in person.screen and "Saved: /presets/mine.json" in person.told
        await change(person)
        await person.press("f5")
        assert not person.asked and person.library.saved["mine"]["request"]["Name"] == "first!!"


async def test_while_another_process_holds_the_lock_saving_says_so_and_typing_goes_on() -> None:
    handed = Application({})
    handed.library.save_preset("mine", "t", "d", REQUEST, overwrite=False)
    async with wizard(application=handed, loaded=handed.library.open_preset("mine")) as person:
        await change(person)
        with (locations.presets_folder() / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            await person.press("f5")
            assert "another process" in person.told
            await change(person)
        await person.press("f5")
        assert "Saved: " in person.told
    assert handed.library.open_preset("mine").tree["Name"] == "first!!"


async def test_saving_over_another_preset_asks() -> None:
    library = MemoryLibrary(saved={"mine": {"title": "t", "description": "", "request": {"Name": "old"}}})
    async with wizard(loaded=OpenedDocument(REQUEST, DocumentSource()), library=library) as person:
        await person.press(":save-as")
        await person.clear()
        await person.type("mine")
        await person.press("enter", "enter", "enter", "enter")
        assert person.shows("Replace?")
        await person.press("enter")
        assert library.saved["mine"]["request"] == {"Name": "old"}, "no is the first answer"
        assert person.shows("Save as preset"), "and the form is there again"
        await person.press("enter", "enter", "enter", "enter")
        await person.press("tab", "enter")
        assert library.saved["mine"]["request"] == REQUEST


async def test_a_shipped_preset_is_saved_under_a_name_of_ones_own() -> None:
    async with wizard() as person:
        await person.begin("Several groups in a VPC")
        await change(person)
        await person.press("f5")
        assert person.asked
        await person.press("enter", "enter", "enter", "enter")
        assert list(person.library.saved) == ["several-groups"]


async def test_an_own_preset_is_saved_back_without_a_question() -> None:
    library = MemoryLibrary(saved={"mine": {"title": "mine", "description": "", "request": REQUEST}})
    async with wizard(library=library) as person:
        await person.begin("mine")
        await change(person)
        await person.press("f5")
        assert not person.asked and library.saved["mine"]["request"] == CHANGED
        assert library.saved["mine"]["title"] == "mine"


async def test_a_file_is_saved_back_without_a_question() -> None:
    library = MemoryLibrary(files={"request.json": REQUEST}, known={"request.json"})
    async with wizard(REQUEST, library=library) as person:
        await change(person)
        assert "● unsaved" in person.screen
        await person.press("ctrl+s")
        assert not person.asked and library.files == {"request.json": CHANGED}
        assert "● unsaved" not in person.screen


async def test_a_file_that_somebody_else_wrote_meanwhile_is_asked_about() -> None:
    library = MemoryLibrary(files={"request.json": {"Name": "theirs"}})
    async with wizard(REQUEST, library=library) as person:
        await change(person)
        await person.press("f5")
        assert person.shows("Replace?")
        await person.press("enter")
        assert library.files["request.json"] == {"Name": "theirs"} and "● unsaved" in person.screen


async def test_saving_as_a_file_asks_before_it_overwrites() -> None:
    library = MemoryLibrary(files={"other.json": {"Name": "old"}})
    async with wizard(REQUEST, library=library) as person:
        await person.press("f9")
        await person.press(":save-file")
        await person.clear()
        await person.type("other.json")
        await person.press("enter")
        assert person.shows("Replace?")
        await person.press("escape")
        assert library.files["other.json"] == {"Name": "old"} and person.asked
        await person.press("enter", "tab", "enter")
        assert library.files["other.json"] == REQUEST and not person.asked


async def test_saving_as_a_file_can_be_given_a_key() -> None:
    async with wizard(REQUEST, settings=MemorySettings(keymap={"wizard.save-file": "ctrl+k"})) as person:
        await person.press("ctrl+k")
        assert person.shows("Save as file") and person.asked


async def test_what_cannot_be_saved_is_told_and_asked_for_again() -> None:
    class Full(MemoryLibrary):
        def save_preset(self, *args: Any, **kwargs: Any) -> str:
            raise BcwError("The disk is [/] full. " + "Make room on it, or save it somewhere else. " * 4)

    async with wizard(loaded=OpenedDocument(REQUEST, DocumentSource()), library=Full()) as person:
        await change(person)
        await person.press("f5", "enter", "enter", "enter", "enter")
        assert person.shows("The disk is [/] full.") and person.asked and not person.told
        assert person.shows("Tags, separated by commas") and person.shows("Cancel"), (
            "all of the form is in sight"
        )
        await person.press("escape")
        assert "● unsaved" in person.screen and person.document == CHANGED


async def test_the_secret_that_is_not_in_the_file_is_named() -> None:
    request = {**REQUEST, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "a", "AccessKeySecret": "hunter2"}}}}
    async with wizard(request) as person:
        await change(person)
        await person.press("f5")
        assert "OSS_ACCESS_KEY_SECRET" in person.told and "hunter2" not in person.told


# -- the draft


async def test_a_paste_that_was_not_touched_is_kept_in_the_draft() -> None:
    async with wizard() as person:
        await person.begin("Paste JSON…")
        await person.paste('{"Name": "pasted"}')
        await person.press("f4", "ctrl+q")
        assert person.shows("Quit without saving?")
        await person.press("enter")
        assert person.drafts.written[-1][0] == {"Name": "pasted"}


async def test_every_change_is_kept_in_the_draft() -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.until(lambda: person.drafts.written)
        tree, origin, step = person.drafts.written[-1]
        assert tree == CHANGED and origin.kind == "file" and step == "basics"


async def test_saving_drops_the_draft() -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.until(lambda: person.drafts.written)
        await person.press("f5")
        assert not person.drafts.written


async def test_a_draft_that_cannot_be_written_is_told_once() -> None:
    class Full(MemoryDrafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            raise BcwError("The disk is [/] full.")

    async with wizard(REQUEST, drafts=Full()) as person:
        await change(person)
        await person.until(lambda: "The draft was not saved: The disk is [/] full." in person.told)
        assert person.document == CHANGED


# -- leaving


async def test_nothing_to_keep_is_left_without_a_question() -> None:
    for request in (None, REQUEST):
        async with wizard(request) as person:
            await person.press("ctrl+q")
            assert not person.app.is_running and person.app.return_value == 0
            assert person.app.wizard.exit_messages() == ()


async def test_leaving_what_is_not_saved_asks_and_keeps_the_draft() -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.press("ctrl+q")
        assert person.shows("Quit without saving?")
        await person.press("escape")
        assert person.app.is_running and person.document == CHANGED
        await person.press("ctrl+q", "enter")
        assert not person.app.is_running
        assert person.drafts.written[-1][0] == CHANGED
        assert any("draft" in line for line in person.app.wizard.exit_messages())


async def test_leaving_can_save_first() -> None:
    async with wizard(loaded=OpenedDocument(REQUEST, DocumentSource())) as person:
        await change(person)
        await person.press("ctrl+q", "tab", "enter")
        assert person.shows("Save as preset")
        await person.clear()
        await person.type("mine")
        await person.press("enter", "enter", "enter", "enter")
        assert person.library.saved["mine"]["request"] == CHANGED


@pytest.mark.parametrize("dialog", [(), (":save-as", "end")])
async def test_ctrl_c_asks_to_quit_and_quits_at_once_when_pressed_again(dialog: tuple[str, ...]) -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.press(*dialog, "ctrl+c")
        assert person.app.is_running and person.shows("Quit without saving?")
        await person.press("ctrl+c")
        assert not person.app.is_running and person.app.return_value == 130
        assert person.drafts.written[-1][0] == CHANGED


async def test_ctrl_q_in_a_dialog_asks_too() -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.press(":save-as")
        await person.press("ctrl+q")
        assert person.app.is_running and person.shows("Quit without saving?")
        await person.press("escape")
        assert not person.asked and person.document == CHANGED


async def test_ctrl_c_copies_where_something_is_selected() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Name",))
        await person.press("home", "shift+end", "ctrl+c")
        assert person.app.is_running and person.app.clipboard == "first"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_leaves_at_once_with_the_draft_written(number: signal.Signals) -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        os.kill(os.getpid(), number)
        await person.until(lambda: not person.app.is_running)
        assert person.app.return_value == 128 + number
        assert person.drafts.written[-1][0] == CHANGED


async def test_a_submission_in_the_background_is_in_the_header_and_asked_about_when_quitting() -> None:
    service = MemoryService(hold=Event())
    assert service.hold is not None
    async with wizard(REQUEST, service=service) as person:
        await create(person)
        await person.press("enter")
        await person.until(lambda: person.shows("Sending to"))
        await person.press("escape")
        assert person.shows("↻ Creating cluster…")
        await person.press("ctrl+q")
        assert person.shows("Quit while the cluster is being created?")
        await person.press("enter")
        assert person.app.is_running, "Cancel is the first answer"
        service.hold.set()
        await person.until(lambda: not person.shows("↻ Creating cluster…"))
        assert "cls-test0001" in person.told
        await person.press("ctrl+q")
        assert not person.app.is_running


# -- what is remembered


async def test_the_theme_that_was_chosen_is_remembered() -> None:
    settings = MemorySettings()
    async with wizard(REQUEST, settings=settings) as person:
        await person.press(":theme")
        assert person.shows("Theme")
        await person.press("down", "enter")
        assert settings.theme != "dark" and person.app.theme == settings.theme
    async with wizard(REQUEST, settings=settings) as person:
        assert person.app.theme == settings.theme


async def test_a_theme_that_is_gone_is_no_trouble() -> None:
    async with wizard(REQUEST, settings=MemorySettings(theme="gone")) as person:
        assert person.shows("Basics")


async def test_a_silenced_rule_is_silent() -> None:
    request = {**REQUEST, "Groups": {"g": {**REQUEST["Groups"]["g"], "ResourceType": "Spot"}}}
    async with wizard(request) as person:
        await person.press("f9")
        finding = person.controller.session.result.findings[0]
        assert person.shows(finding.rule)
    async with wizard(request, settings=MemorySettings(ignored=frozenset({finding.rule}))) as person:
        await person.press("f9")
        assert not person.shows(finding.rule)


@pytest.mark.parametrize(
    ("keymap", "key", "shown"),
    [
        ({"wizard.fix": "ctrl+n"}, "ctrl+n", "^N Fix"),
        ({"wizard.mend": "ctrl+n"}, "ctrl+n", "^N Fix"),  # as version 0.1.0 called it
    ],
)
async def test_keys_of_ones_own(keymap: dict[str, str], key: str, shown: str) -> None:
    request = {**REQUEST, "Name": "a b"}
    async with wizard(request, settings=MemorySettings(keymap=keymap), size=(140, 40)) as person:
        assert person.shows(shown)
        await person.press(key)
        assert person.document["Name"] == "a-b"


async def test_the_menu_lists_commands_by_group_with_their_keys() -> None:
    async with wizard(REQUEST) as person:
        for key in ("escape", "f12", "ctrl+p"):
            await person.press(key)
            await person.until(lambda: person.shows("File: Open…  Ctrl+O"))
            await person.press("escape")
        await person.click_text("≡ Menu")
        await person.type("go groups")
        await person.until(lambda: person.shows("Go: Groups") and not person.shows("File:"))
        await person.press("enter")
        await person.until(lambda: person.step == "groups")


async def test_the_menu_says_when_nothing_matches() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f12")
        await person.type("xyzzy")
        await person.until(lambda: person.shows("No matches"))


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
