"""The keyboard and the mouse: arrows, bursts, typeahead, buttons, and a first cluster with each of them."""

import asyncio
import json
import threading
from typing import Any

import pytest
from terminal import converse
from textual import events

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.presets import read_parameters
from wizard.document.tree import Path, get
from wizard.storage import locations
from wizard.storage.journal import Journal
from wizard.tui import controller

from .application import REQUEST
from .person import ObservedApp, Person, from_file, key_of, wizard

EXPECTED = """{
"Name": "my-cluster", "Description": "nightly rendering",
"InstanceType": "ecs.sn1ne.large", "ImageId": "img-ubuntu-vpc", "Bootstrap": "/usr/local/bin/prepare",
"UserData": {"stage": "one", "owner": "me"}, "EnvVars": {"LANG": "C.UTF-8"}, "ScheduleType": "Push",
"Notification": {"Topic": {
  "Name": "test-topic", "Endpoint": "http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/",
  "Events": ["OnClusterDeleted", "OnInstanceActive"]}},
"Groups": {"workers": {
  "DesiredVMCount": 3, "ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": 0.25}},
"Configs": {
  "Disks": {
    "SystemDisk": {"Type": "cloud_efficiency", "Size": 50},
    "DataDisk": {"Type": "cloud_efficiency", "Size": 500, "MountPoint": "/home/my-data-disk"}},
  "Mounts": {"CacheSupport": true, "CacheTotalSize": 536870912, "Entries": [
    {"Source": "oss://my-bucket/input/", "Destination": "/home/admin/input/", "WriteSupport": true}]},
  "Networks": {"VPC": {"CidrBlock": "192.168.0.0/16"}}}}"""
BYTES = {"⏎": "\r", "⇥": "\t", "⌫": "\x7f", "↓": "\x1b[B", "→": "\x1b[C", "←": "\x1b[D"}
BYTES |= {"⇤": "\x1b[F\x15", "⎀": "\x1b[2~", "»": "\x1bOS", "!": "\x1b[21~"}
"""What the terminal sends; ⇤ stands for End and Ctrl+U, ⎀ for Insert, » for F4, and ! for F10."""
EVERY_STEP = (
    "my-clustr⌫er⏎nightly rendering⏎sn1ne.lar↓⏎⏎img-ubuntu-vpc⏎/usr/local/bin/prepare⏎"
    "stage⏎one⏎owner⏎me⏎⏎LANG⏎C.UTF-8⏎⇥⇥⇥⏎⇥⇥push⇥»"
    "⏎⇤workers⏎⇤3⏎⏎→⇥→⇥0.25»"
    "cloud_efficiency⏎50⏎cloud_efficiency⏎500⏎/home/my-data-disk»"
    "⎀oss://my-bucket/input/⏎/home/admin/input/⏎←⇥⇥⇥→⇥⇥512 MB⏎»"
    "⇥192.168.0.0/16»"
    "test-topic⏎http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/⏎ ↓↓ !"
)


def test_keys_typed_in_one_burst_create_a_cluster_of_every_step() -> None:
    keys = EVERY_STEP.translate(str.maketrans(BYTES))
    answers = [("\x1b[?1049h", keys), ("Create 3 instances", "\t\r"), ("cls-", "\x03\x03")]
    converse(["new"], *answers, size=(80, 24))
    [entry] = Journal(locations.journal_folder()).all()
    assert json.dumps(entry.request) == json.dumps(json.loads(EXPECTED))
    assert entry.cluster_id.startswith("cls-")


async def test_a_first_cluster_with_the_mouse_for_all_but_text() -> None:
    async with wizard() as person:
        await person.click_text("Next ›")
        await person.until(lambda: person.step == "basics")
        await person.type("first")
        for example in ("ecs.sn1ne.large", "img-ubuntu-vpc"):
            await person.click_text(f"e.g. {example}")
            await person.type(example)
        await person.push("Next ›")
        assert person.step == "groups"
        await person.push("‹ Back")
        assert person.step == "basics"
        await person.push("Review")
        await person.push("Create cluster…")
        await person.confirm(shows="cls-test0001")


async def test_enter_on_the_last_field_leads_to_next_and_the_keys_can_be_clicked() -> None:
    async with wizard() as person:
        await person.begin("New cluster")
        await person.type("first")
        while person.step == "basics" and person.in_focus is not None:
            await person.press("enter")
        assert str(getattr(person.app.focused, "label", "")) == "Next ›"
        await person.press("enter")
        assert person.step == "groups"
        keys = [" ^P Menu", "^S Save", "^F Find", "^R Review", "F2 Preview", "F1 Help"]
        assert person.screen.split("\n")[-1].split("  ") == keys
        await person.click_text("^R Review")
        assert person.step == "review"


async def test_a_burst_opens_a_request_and_is_pasted_into_it_and_chooses_in_the_menu() -> None:
    enter, tab, escape = (events.Key(name, None) for name in ("enter", "tab", "escape"))
    async with wizard() as person:
        for event in (enter, key_of("a"), tab, events.Paste("b"), escape, *map(key_of, "go groups"), enter):
            person.app.post_message(event)
        await person.until(lambda: person.step == "groups")
        assert (person.document["Name"], person.document["Description"]) == ("a", "b")


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        *(((name,), "abcdefghij" * 3, "abcdefghij" * 3) for name in ("Name", "ImageId", "Bootstrap")),
        (("Groups", "g", "DesiredVMCount"), "1234567890" * 3, int("1234567890" * 3)),
        (("UserData",), "abcdefghij\nklmnopqrst", {"abcdefghij": "klmnopqrst"}),
    ],
)
async def test_no_key_is_lost_however_often_the_screen_is_updated(path: Path, typed: str, value: Any) -> None:
    async with wizard({"Name": "", "Groups": {"g": {"ResourceType": "OnDemand"}}}) as person:
        before = person.document
        for turns in (1, 2, 3, 5, 8):
            await person.controller.go_to(path)
            await person.settle()
            for character in typed:
                person.app.post_message(events.Key("enter", None) if character == "\n" else key_of(character))
                for _ in range(turns):  # between any two messages that are handled
                    await asyncio.sleep(0)
                    person.controller.update_screen()
            await person.until(lambda: get(person.document, path) == value)
            await person.undo_all()
            assert person.document == before


async def test_a_click_on_text_that_was_just_removed_does_nothing() -> None:
    async with wizard(REQUEST) as person:
        await person.go("disks")
        heading = person.pane.query(".heading").first()
        place = heading.region.offset
        with person.app.batch_update():  # until it ends, the screen shows the text
            await heading.remove()
            await person.click_at(*place)
        await person.press("f4")
        assert person.step == "mounts"


async def test_the_form_replaces_the_preview_where_it_has_the_focus() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f2", shows="Request body")
        await person.press("f4", shows="How many instances of each type.")
        assert not person.shows("Request body")
        await person.pilot.resize_terminal(120, 36)
        await person.press("f2")
        await person.enter(("Name",))
        await person.pilot.resize_terminal(80, 24)
        await person.see("Name, instance type and image.")
        await person.press("enter")
        assert person.in_focus == ("Description",)


async def test_a_double_click_closes_one_dialog_or_the_menu() -> None:
    async with wizard(REQUEST) as person:
        await person.press(":menu")
        await person.click_at(1, 1, times=2)
        assert person.app.screen is person.app.wizard
        await person.press(":profiles")
        profiles = person.app.screen
        await person.press("insert")
        await person.click_text("Cancel", times=2)
        assert person.app.screen is profiles


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Holds back what is imported behind the first frame."""
    opened, imported = threading.Event(), controller.WizardController

    def get_when_opened(name: str) -> type:
        if name != "WizardController":
            raise AttributeError(name)
        opened.wait()
        return imported

    monkeypatch.delattr(controller, "WizardController")
    monkeypatch.setattr(controller, "__getattr__", get_when_opened, raising=False)
    return opened


async def test_keys_typed_before_the_request_is_open_go_into_its_form(gate: threading.Event) -> None:
    app = ObservedApp(Application({}), loaded=from_file({"Name": "first"}))
    async with app.run_test() as pilot:
        person = Person(app, pilot)
        end, tab = events.Key("end", None), events.Key("tab", None)
        for event in (end, key_of("A"), events.Paste("BC"), tab, key_of("d")):
            app.post_message(event)
        gate.set()
        await person.until(lambda: person.step == "basics" and person.document.get("Description") == "d")
        assert person.document["Name"] == "firstABC"
        await person.press("f3")
        assert person.step == "start" and not app.is_preparing


async def test_keys_are_not_held_back_once_a_preset_asks_for_its_values(gate: threading.Event) -> None:
    about = {"parameters": {"name": {"title": "Name of it"}, "size": {"title": "Size of it"}}}
    asked = {"name": read_parameters(about)["name"]}  # the other one was given on the command line
    loaded = OpenedDocument({"Name": "${name}-3"}, DocumentSource(), (), asked)
    app = ObservedApp(Application({}), loaded=loaded)
    async with app.run_test() as pilot:
        person = Person(app, pilot)
        app.post_message(events.Key("x", "x"))
        gate.set()
        await person.until(lambda: person.asked and person.shows("Name of it"))
        assert not person.shows("Size of it")
        await person.type("moon", "escape")
        assert person.step == "start" and not app.is_preparing


async def test_arrows_move_between_fields_and_between_answers_and_space_presses_a_button() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Name",))
        for key, field in (("down", "Description"), ("down", "InstanceType"), ("up", "Description")):
            await person.press(key)
            assert person.in_focus == (field,)
        await person.press("up", "left", "left", "x")
        assert person.document["Name"] == "firxst", "in a text, left and right move its cursor"
        await person.press("ctrl+z", "y")
        assert person.document["Name"] == "firsyt", "undo leaves the cursor where it is"
        await person.enter(("ImageId",), "down")
        assert person.in_focus == ("ImageId",) and "img-centos" in person.screen, "suggestions come first"
        await person.press("escape", "up")
        assert person.in_focus == ("InstanceType",)
        await person.press("up", "a", "space", "b")
        assert person.document["Description"] == "a b"
        await person.enter(("Groups", "g", "ResourceType"), "down", "space", shows="Hostname prefix")
        await person.press("ctrl+q")
        assert person.asked
        await person.press("right", "right", "right", "enter")
        assert not person.asked and person.app.is_running, "the last of the four is Cancel"
        await person.press("ctrl+q", "right", "left", "space")
        assert not person.app.is_running
