"""Every field of every step: set, changed and taken away, with the same bytes as before."""

from collections.abc import Iterator
from typing import Any

import pytest

from wizard.core.steps import STEPS, Step, sections
from wizard.document.serializer import to_bytes
from wizard.document.tree import MISSING, Path, get, set_in
from wizard.models.fields import FieldSpec

from .person import Person, wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "Spot"}},
    "Configs": {"Mounts": {"Entries": [{"Source": "oss://b/", "Destination": "/m", "WriteSupport": False}]}},
}
"""A request with an entry in each collection, so that every field has a place."""
ENTRIES: dict[Path, str | int] = {("Groups",): "g", ("Configs", "Mounts", "Entries"): 0}


def fields(step: Step) -> Iterator[tuple[Path, FieldSpec]]:
    """Every field of a step, from the same table that the forms are made of."""
    for section in sections(step):
        path = (*section.path, ENTRIES[section.path]) if section.collection else section.path
        for node in section.fields:
            yield (*path, node.name), node


SPOT = set_in(REQUEST, ("Groups", "g", "SpotStrategy"), "SpotWithPriceLimit")
"""The same, with every field in sight."""


async def put(person: Person, path: Path, node: FieldSpec, text: str) -> None:
    """Fill a field in, in the way of its type."""
    await person.enter(path)
    assert person.in_focus == path
    assert person.shows(node.description[:60].rsplit(" ", 1)[0]), person.screen
    if node.kind in ("string", "integer", "number") and not node.values:
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
        before = get(person.document, path)
        await person.press("home")
        while get(person.document, path) in (before, None):
            await person.press("right")


async def take_away(person: Person, path: Path, node: FieldSpec) -> None:
    """Leave a field blank again, in the way of its type."""
    await person.enter(path)
    if node.kind == "map":
        person.row(path).query_one("RowTable").focus()
        await person.press("delete")
    elif node.kind == "list" and node.choices:
        await person.press("space")
    elif node.kind == "boolean" or node.values:
        await person.press("home")
    else:
        await blank(person)


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
            assert "● unsaved" in person.screen
            if get(REQUEST, path, MISSING) is MISSING:
                await take_away(person, path, node)
                assert get(person.document, path, MISSING) is MISSING, f"{path}\n{person.screen}"
            else:
                await person.press("ctrl+z")
                while to_bytes(person.document) != before and person.controller.session.document.undoable:
                    await person.press("ctrl+z")
            assert to_bytes(person.document) == before, path
        while person.controller.session.document.undoable:
            await person.press("ctrl+z")
        assert to_bytes(person.document) == to_bytes(REQUEST)
        assert "● unsaved" not in person.screen


HOSTILE = "名前 🦀 [/] [bold]a[/bold] $x \x1b[31m\t\x00 é\u200b " + "a" * 2000 + "."


@pytest.mark.parametrize("step", FORMS)
async def test_anything_can_be_pasted_into_any_field(step: Step) -> None:
    """It is kept, letter by letter; nothing pasted is nothing; and undo takes everything back."""
    async with wizard(SPOT) as person:
        await person.go(step.id)
        for path, node in fields(step):
            if node.values or node.kind == "boolean" or (node.choices and node.kind == "list"):
                continue
            await person.enter(path)
            if get(SPOT, path) is not None:
                await blank(person)
                assert get(person.document, path) is None
            await person.paste("")
            assert get(person.document, path) is None
            await person.paste(HOSTILE)
            found = get(person.document, path)
            if node.kind == "map" or node.kind == "list":
                [found] = found
            assert found == HOSTILE, path
            assert person.in_focus == path
        await person.press("f9")
        assert person.step == "review" and person.shows("Review")
        while person.controller.session.document.undoable:
            await person.press("ctrl+z")
        assert to_bytes(person.document) == to_bytes(SPOT)


async def blank(person: Person) -> None:
    """Empty the field in focus."""
    await person.press("ctrl+end", "end", "ctrl+u", "backspace", "ctrl+u")


def is_text(node: FieldSpec) -> bool:
    return node.kind in ("string", "integer", "number") and not node.values


async def test_how_many_fields_are_out_of_sight_is_said() -> None:
    async with wizard(REQUEST, size=(80, 40)) as person:
        await person.go("networks")
        assert "▸ 6 more fields" in person.screen
        assert "▸ 4 fields" in person.screen, "none of the classic network's is in sight"
        await person.push("▸ 4 fields")
        assert "▾ Fewer fields" in person.screen and person.shows("Outbound groups")
        classic = {"AllowIpAddress": ["10.1.1.1"], "AllowIpAddressEgress": [], "AllowSecurityGroup": []}
        person.controller.session.document.set(("Configs", "Networks", "Classic"), classic)
        await person.settle()
        assert "▾ Fewer fields" in person.screen, "of those that were opened one is empty"
        await person.push("▾ Fewer fields")
        assert "▸ 1 more field\n" in person.screen
