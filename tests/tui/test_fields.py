"""Every field of every step: set, changed and taken away, with the same bytes as before."""

from collections.abc import Iterator
from typing import Any

import pytest

from wizard.document.pointer import Path, to_pointer
from wizard.document.tree import MISSING, get, replaced
from wizard.document.writing import to_bytes
from wizard.request.schema import Node
from wizard.steps.order import STEPS, Step
from wizard.steps.steps import sections

from .person import Person, wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "Spot"}},
    "Configs": {"Mounts": {"Entries": [{"Source": "oss://b/", "Destination": "/m", "WriteSupport": False}]}},
}
"""A request with an entry in each collection, so that every field has a place."""
ENTRIES: dict[Path, str | int] = {("Groups",): "g", ("Configs", "Mounts", "Entries"): 0}


def fields(step: Step) -> Iterator[tuple[Path, Node]]:
    """Every field of a step, from the same table that the forms are made of."""
    for section in sections(step):
        path = (*section.path, ENTRIES[section.path]) if section.collection else section.path
        for node in section.fields:
            yield (*path, node.name), node


SPOT = replaced(REQUEST, ("Groups", "g", "SpotStrategy"), "SpotWithPriceLimit")
"""The same, with every field in sight."""


async def put(person: Person, path: Path, node: Node, text: str) -> None:
    """Fill a field in, in the way of its type."""
    await person.enter(path)
    if node.kind in ("string", "integer", "number") and not node.limits.values:
        await person.press("ctrl+end", "end")
        await person.type(text)
        await person.press("escape")
    elif node.kind == "map":
        await person.type(f"key{text}")
        await person.press("enter")
        await person.type(text)
    elif node.kind == "list":
        await person.press("space" if node.choices else "ctrl+end")
        if not node.choices:
            await person.type(text)
    else:
        await person.press("home", "right")


async def take_away(person: Person, path: Path, node: Node) -> None:
    """Leave a field blank again, in the way of its type."""
    await person.enter(path)
    if node.kind == "map":
        while get(person.document, path):
            table = person.row(path).query_one("RowTable")
            table.focus()
            await person.press("delete")
    elif node.kind == "list" and node.choices:
        await person.press("home", "space", "down", "space")
    elif node.kind == "boolean" or node.limits.values:
        await person.press("home")
    else:
        await person.press("ctrl+end", "end", *["ctrl+u", "backspace"] * 2)


FORMS = [pytest.param(step, id=step.id) for step in STEPS if step.part is not None]


@pytest.mark.parametrize("step", FORMS)
async def test_every_field_is_set_changed_and_taken_away(step: Step) -> None:
    async with wizard(REQUEST) as person:
        await person.go(step.id)
        for path, node in fields(step):
            if path[-1] == "SpotPriceLimit":
                await person.enter((*path[:-1], "SpotStrategy"))
                await person.press("home", "right")
            before = to_bytes(person.document)
            await put(person, path, node, "7")
            first = get(person.document, path, MISSING)
            assert first is not MISSING, f"{path}\n{person.screen}"
            assert to_bytes(person.document) != before, path
            if node.kind in ("integer", "number"):
                assert type(first) is int
            if node.kind in ("list", "map") and first != []:
                assert isinstance(first, list if node.kind == "list" else dict), (path, first)
            if is_text(node):
                await put(person, path, node, "8")
                assert str(get(person.document, path)).endswith("78"), path
            assert "not saved" in person.screen
            if get(REQUEST, path, MISSING) is MISSING:
                await take_away(person, path, node)
                assert get(person.document, path, MISSING) is MISSING, f"{path}\n{person.screen}"
            else:
                await person.press("ctrl+z")
                while to_bytes(person.document) != before and person.desk.session.document.undoable:
                    await person.press("ctrl+z")
            assert to_bytes(person.document) == before, path
        while person.desk.session.document.undoable:
            await person.press("ctrl+z")
        assert to_bytes(person.document) == to_bytes(REQUEST)
        assert "not saved" not in person.screen


@pytest.mark.parametrize("step", FORMS)
async def test_every_field_explains_itself(step: Step) -> None:
    async with wizard(SPOT) as person:
        await person.go(step.id)
        for path, node in fields(step):
            await person.enter(path)
            assert person.in_focus == path
            assert person.shows(node.help[:60].rsplit(" ", 1)[0]), person.screen
            await person.press("f1")
            assert person.asked and person.shows(node.title)
            await person.press("escape")
            assert person.in_focus == path


TEXTS = ["名前 測試", "🦀🦀 x", "[/]", "[bold]a", "\x1b[31mred", "a" * 2000, "one\ntwo", ""]


@pytest.mark.parametrize("step", FORMS)
async def test_anything_can_be_pasted_into_any_field(step: Step) -> None:
    """It is kept, letter by letter, and undo takes it back as one."""
    async with wizard(SPOT) as person:
        await person.go(step.id)
        for path, node in fields(step):
            if node.limits.values or node.kind == "boolean" or node.choices and node.kind == "list":
                continue
            await person.enter(path)
            before = to_bytes(person.document)
            there = get(person.document, path, "")
            for text in TEXTS:
                if there != "":
                    await person.press("ctrl+end", "end", *["ctrl+u"] * 2)
                await person.paste(text)
                found = get(person.document, path, "")
                if node.kind == "map" and found != "":
                    [found] = found
                elif node.kind == "list":
                    found = "\n".join(found)
                assert found == text, path
                if text or there != "":
                    await person.press("ctrl+z")
                assert to_bytes(person.document) == before, (path, text)
                assert person.in_focus == path


def is_text(node: Node) -> bool:
    return node.kind in ("string", "integer", "number") and not node.limits.values
