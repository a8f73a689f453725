"""How it looks: few pictures, which are those of the README as well.

``pytest tests/tui/test_pictures.py --snapshot-update`` draws them anew.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.presets import unwrap_preset

from .application import PRESETS, memory_application
from .person import THEMES, ObservedApp, Person

Compare = Callable[..., bool]


def app(name: str | None = None) -> ObservedApp:
    """A wizard, with a preset opened."""
    loaded = None
    if name is not None:
        opened = unwrap_preset(json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8")))
        loaded = OpenedDocument(opened.request, DocumentSource("preset", name, opened.preset))
    return ObservedApp(memory_application(), loaded=loaded, themes=[THEMES])


def after(act: Callable[[Person], Awaitable[None]], wizard: ObservedApp) -> dict[str, Any]:
    """What the comparison is to do first."""

    async def run_before(pilot: Pilot[Any]) -> None:
        wizard.animation_level = "none"
        person = Person(wizard, pilot)
        await person.until(lambda: wizard.wizard.controller is not None and wizard.wizard.query("Preview"))
        await act(person)
        await person.settle()

    return {"app": wizard, "run_before": run_before}


def test_start(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.press("down", "down", "down", "down")

    assert snap_compare(**after(act, app()), terminal_size=(80, 24))


def test_basics_with_an_error(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.press("enter")
        await person.type("1 bad/name")
        await person.press("tab")
        await person.type("nightly rendering")
        await person.press("tab")
        await person.type("sn1ne")

    assert snap_compare(**after(act, app()), terminal_size=(80, 24))


def test_groups(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.until(lambda: person.step == "basics")
        await person.go("groups")
        await person.choose_row(2)

    assert snap_compare(**after(act, app("several-groups")), terminal_size=(120, 36))


def test_review(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.until(lambda: person.step == "basics")
        await person.press("f9")

    assert snap_compare(**after(act, app("several-groups")), terminal_size=(120, 36))


def test_created(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.until(lambda: person.step == "basics")
        await person.press("f10")
        await person.confirm()
        await person.until(lambda: person.shows("1 of 1 running"))

    assert snap_compare(**after(act, app("smallest")), terminal_size=(120, 36))
