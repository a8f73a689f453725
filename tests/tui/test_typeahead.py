"""Keys typed faster than they are handled reach the field they are meant for."""

import asyncio
import threading
from typing import Any

import pytest
from textual import events

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.presets import read_parameters
from wizard.document.tree import Path, get
from wizard.tui import controller

from .person import ObservedApp, Person, from_file, key_of, wizard


async def burst(person: Person, typed: str, *keys: str) -> None:
    """Type everything at once, before the wizard has looked at the first of it; then press further keys."""
    names = {"⏎": "enter", "⇥": "tab", "⌫": "backspace"}
    for character in typed:
        key = events.Key(names[character], None) if character in names else key_of(character)
        person.app.post_message(key)
    for name in keys:
        person.app.post_message(events.Key(name, None))
    await person.settle()


async def test_a_burst_of_keys_goes_through_the_steps_to_the_id() -> None:
    async with wizard() as person:
        await burst(person, "⏎first⏎for tests⇥ecs.sn1ne.large⏎img-ubuntu⏎", "f4")
        await burst(person, "⏎⏎⌫5", "f10")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))
        assert person.service.sent[0][0] == {
            "Name": "first",
            "Description": "for tests",
            "InstanceType": "ecs.sn1ne.large",
            "ImageId": "img-ubuntu",
            "Groups": {"group1": {"DesiredVMCount": 5, "ResourceType": "OnDemand"}},
        }


async def test_a_burst_in_the_menu_runs_what_was_typed() -> None:
    async with wizard() as person:
        await person.press("enter")
        person.app.post_message(events.Key("escape", None))
        await burst(person, "go groups⏎")
        await person.until(lambda: person.step == "groups")


async def test_a_paste_after_a_tab_goes_into_the_next_field() -> None:
    async with wizard() as person:
        await person.press("enter")
        await person.until(lambda: person.step == "basics")
        person.app.post_message(events.Key("a", "a"))
        person.app.post_message(events.Key("tab", None))
        person.app.post_message(events.Paste("pasted"))
        await person.until(lambda: person.document.get("Description") == "pasted")
        assert person.document["Name"] == "a"


COUNT = ("Groups", "group1", "DesiredVMCount")


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        *(((name,), "abcdefghij" * 3, "abcdefghij" * 3) for name in ("Name", "ImageId", "Bootstrap")),
        (COUNT, "1234567890" * 3, int("1234567890" * 3)),
        (("UserData",), "abcdefghij\nklmnopqrst", {"abcdefghij": "klmnopqrst"}),
    ],
)
async def test_no_key_is_lost_however_often_the_screen_is_updated(path: Path, typed: str, value: Any) -> None:
    async with wizard({"Name": "", "Groups": {"group1": {"ResourceType": "OnDemand"}}}) as person:
        before = person.document
        for turns in (1, 2, 3, 5, 8):
            await person.controller.go_to(path)
            await person.settle()
            for character in typed:
                person.app.post_message(events.Key("enter", None) if character == "\n" else key_of(character))
                for _ in range(turns):  # between any two messages that are handled
                    await asyncio.sleep(0)
                    person.controller.show()
            await person.until(lambda: get(person.document, path) == value)
            await person.undo_all()
            assert person.document == before


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
    async with app.run_test(size=(80, 24)) as pilot:
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
    about = {"parameters": {"name": {"title": "Name of it"}}}
    loaded = OpenedDocument(
        {"Name": "${name}"}, DocumentSource("preset", "p", about), parameters=read_parameters(about)
    )
    app = ObservedApp(Application({}), loaded=loaded)
    async with app.run_test(size=(80, 24)) as pilot:
        person = Person(app, pilot)
        app.post_message(events.Key("x", "x"))
        gate.set()
        await person.until(lambda: person.asked and person.shows("Name of it"))
        await person.type("moon")
        await person.until(lambda: person.shows("moon"))
        await person.press("escape")
        assert person.step == "start" and not app.is_preparing
