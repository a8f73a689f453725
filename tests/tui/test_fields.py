"""Every field of every step is set, changed and removed; the document is the same bytes as before then."""

from collections.abc import Iterator
from typing import Any

import pytest

from wizard.core.steps import STEPS, Step, find_step, list_sections
from wizard.document.serializer import to_bytes
from wizard.document.tree import MISSING, Path, get, remove_in, set_in
from wizard.models.fields import FieldSpec

from . import application
from .person import Person, wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "Spot"}},
    "Configs": {"Mounts": {"Entries": [{"Source": "oss://b/", "Destination": "/m", "WriteSupport": False}]}},
}  # with an entry in each collection, so that every field has a place
ENTRIES: dict[Path, str | int] = {("Groups",): "g", ("Configs", "Mounts", "Entries"): 0}


def fields(step: Step) -> Iterator[tuple[Path, FieldSpec]]:
    for section in list_sections(step):
        path = (*section.path, ENTRIES[section.path]) if section.is_collection else section.path
        for node in section.fields:
            yield (*path, node.name), node


async def put(person: Person, path: Path, node: FieldSpec, text: str) -> None:
    """Fill a field in, in the way of its type."""
    await person.enter(path)
    assert person.in_focus == path
    assert person.shows(node.description[:60].rsplit(" ", 1)[0]), person.screen
    if is_text(node):
        await person.press("ctrl+end", "end")
        await person.type(text)
    elif node.kind == "map":
        await person.fill_in(f"key{text}")
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
HOSTILE = "名前 🦀 [/] [bold]a[/bold] $x \x1b[31m\t\x00 é\u200b " + "a" * 2000 + "."


@pytest.mark.parametrize("step", FORMS)
async def test_every_field_is_set_pasted_into_and_removed(step: Step) -> None:
    async with wizard(REQUEST) as person:
        await person.go(step.id)
        for path, node in fields(step):
            if path[-1] == "SpotPriceLimit":
                await person.enter((*path[:-1], "SpotStrategy"), "home", "right")
            before = person.bytes
            await put(person, path, node, "7")
            assert person.bytes != before, path
            if node.kind in ("integer", "number"):
                assert type(get(person.document, path)) is int
            if get(REQUEST, path, MISSING) is MISSING:
                await take_away(person, path, node)
            else:
                await undo_until(person, before)
            assert person.bytes == before, f"{path}\n{person.screen}"
            if is_text(node) or node.kind == "map" or (node.kind == "list" and not node.choices):
                await paste(person, path, node)
                await undo_until(person, before)
        await undo_until(person, to_bytes(REQUEST))
        assert "● unsaved" not in person.screen


async def undo_until(person: Person, before: bytes) -> None:
    while person.bytes != before and person.controller.session.document.undoable:
        await person.press("ctrl+z")
    assert person.bytes == before


async def paste(person: Person, path: Path, node: FieldSpec) -> None:
    """Paste any text into a field: it is kept, character by character; an empty paste changes nothing."""
    await person.enter(path)
    if get(person.document, path) is not None:
        await blank(person)
    await person.paste("")
    assert get(person.document, path) is None
    await person.paste(HOSTILE)
    found = get(person.document, path)
    if node.kind in ("map", "list"):
        [found] = found
    assert found == HOSTILE and person.in_focus == path, path


async def blank(person: Person) -> None:
    await person.press("ctrl+end", "end", "ctrl+u", "backspace", "ctrl+u")


def is_text(node: FieldSpec) -> bool:
    return node.kind in ("string", "integer", "number") and not node.values


async def test_advanced_fields_are_shown_on_request_or_when_one_has_a_value() -> None:
    async with wizard(REQUEST, size=(80, 40)) as person:
        await person.go("networks")
        assert person.shows("▸ Advanced (6)") and person.shows("▸ Advanced (4)")
        await person.push("▸ Advanced (4)")
        assert person.shows("▾ Advanced (4)") and person.shows("Outbound groups")
        await person.push("▾ Advanced (4)")
        assert not person.shows("Outbound groups")
        person.controller.session.document.set(
            ("Configs", "Networks", "VPC", "OppositeRegionId"), "cn-beijing"
        )
        await person.settle()
        assert person.shows("▾ Advanced (6)") and person.shows("cn-beijing")


async def test_bytes_are_typed_with_a_unit_and_the_stored_number_is_shown() -> None:
    path = ("Configs", "Mounts", "CacheTotalSize")
    async with wizard(REQUEST) as person:
        await person.enter(path)
        for typed in ("512 MB", "512m", "0.5 G"):
            await person.retype(typed, shows=f"{typed} = 536,870,912 bytes")
            assert get(person.document, path) == 512 * 1024**2
        await person.retype("536870912", shows="536870912 = 512 MB")


async def test_an_event_is_kept_while_it_is_typed() -> None:
    path = ("Notification", "Topic", "Events")
    request = set_in(REQUEST, path, ["OnClusterDeleted"])
    async with wizard(request) as person:
        for key, shown in (("ctrl+z", "Another value"), ("enter", '[✓] "Mine"')):
            await person.enter(path, "tab")
            await person.type("Mine")
            assert get(person.document, path) == ["OnClusterDeleted", "Mine"]
            await person.press(key, shows=shown)
        await person.undo_all()
        assert person.document == request


# -- fields that are shown only because they hold a value

GROUP = ("Groups", "g")

HELD: list[tuple[Path, Any, Any]] = [
    (("DependencyIsvService",), "Gene", "Other"),
    (("PasswordInherit",), True, None),
    ((*GROUP, "SpotPriceLimit"), 0.5, 0.25),
    ((*GROUP, "SpotStrategy"), "SpotAsPriceGo", None),
    (("Configs", "Mounts", "RefreshTimeOut"), 30, 45),
    (("Configs", "Mounts", "NAS", "FileSystem"), ["nas://a"], ["nas://b"]),
    (("Configs", "Networks", "VPC", "OppositeRegionId"), "cn-beijing", "cn-shanghai"),
]
"""One of each kind: its path, value at first, and another; ``None`` where it is chosen."""


def is_in_sight(person: Person, path: Path) -> bool:
    row = person.row(path)
    return row.display and bool(row.region) and person.pane.region.overlaps(row.region)


async def test_an_emptied_field_stays_and_is_retyped() -> None:
    async with wizard() as person:
        for path, old, new in HELD:
            await person.open(set_in(application.REQUEST, path, old))
            await person.go(find_step(path).id)
            assert person.row(path).display, f"{path} holds a value"
            await person.enter(path, *["ctrl+end", "end", *["backspace"] * 14] if new else ["delete"])
            assert get(person.document, path, MISSING) is MISSING
            assert person.in_focus == path and is_in_sight(person, path), person.screen
            await person.press("shift+tab", "tab")
            assert person.in_focus == path and is_in_sight(person, path), person.screen
            if new:
                await person.type(new[0] if isinstance(new, list) else str(new), "tab")
                assert to_bytes(get(person.document, path)) == to_bytes(new)
            else:
                await person.press("right")
                assert get(person.document, path, MISSING) is not MISSING


async def test_an_emptied_field_stays_with_its_group_until_the_step_is_left() -> None:
    path = (*GROUP, "SpotPriceLimit")
    request = set_in(application.REQUEST, path, 0.5)
    request = set_in(request, ("Groups", "h"), application.REQUEST["Groups"]["g"])
    async with wizard(request) as person:
        await person.enter(path)
        await person.clear()
        await person.choose_row(1)
        assert not person.row(("Groups", "h", "SpotPriceLimit")).display
        await person.choose_row(0)
        assert person.row(path).display
        await person.press("enter", "2")
        await person.type_into(("Groups", "g2", "SpotPriceLimit"), "0.25")
        assert person.document["Groups"]["g2"]["SpotPriceLimit"] == 0.25
        await person.press("ctrl+z", "ctrl+z")
        await person.go("basics")
        await person.go("groups")
        assert not person.row(path).display and person.document == remove_in(request, path)
