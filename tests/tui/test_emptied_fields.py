"""A field that is shown only because it holds a value stays there while the value is retyped."""

from typing import Any

import pytest

from wizard.document.tree import MISSING, Path, get, remove_in, set_in

from .application import REQUEST
from .person import Person, wizard

GROUP = ("Groups", "g")
MOUNTS = ("Configs", "Mounts")
VPC = ("Configs", "Networks", "VPC")
CLASSIC = ("Configs", "Networks", "Classic")
TOPIC = ("Notification", "Topic")

TEXTS: list[tuple[str, Path, Any, Any]] = [
    ("basics", ("DependencyIsvService",), "Gene", "Other"),
    ("basics", ("ScheduleType",), "Poll", "Push"),
    ("groups", (*GROUP, "SpotPriceLimit"), 0.5, 0.25),
    ("groups", (*GROUP, "HostnamePrefix"), "node", "worker"),
    ("groups", (*GROUP, "ImageId"), "img-ubuntu-vpc", "img-other"),
    ("mounts", (*MOUNTS, "RefreshTimeOut"), 30, 45),
    ("mounts", (*MOUNTS, "NAS", "FileSystem"), ["nas://a"], ["nas://b"]),
    ("networks", (*VPC, "OppositeRegionId"), "cn-beijing", "cn-shanghai"),
    ("networks", (*CLASSIC, "AllowIpAddress"), ["10.0.0.1"], ["10.0.0.2"]),
    ("notifications", (*TOPIC, "UserData"), "one", "two"),
]
"""One of each kind that a step has: its step, path, value at first, and value that is typed in its place."""

CHOICES: list[tuple[str, Path, Any]] = [
    ("basics", ("PasswordInherit",), True),
    ("groups", (*GROUP, "SpotStrategy"), "SpotAsPriceGo"),
    ("mounts", (*MOUNTS, "NasMetaCache"), True),
]
"""Fields that are chosen: their step, path, and value at first."""


def in_sight(person: Person, path: Path) -> bool:
    """Whether the field of a path is on the screen, and not below the lines that fit there."""
    row = person.row(path)
    return row.display and bool(row.region) and person.pane.region.overlaps(row.region)


async def empty(person: Person, path: Path) -> None:
    """Empty the field in focus with the keys of an editor, letter by letter at the end."""
    for _ in range(40):
        if get(person.document, path, MISSING) is MISSING:
            break
        await person.press("ctrl+end", "end", "backspace")
    assert get(person.document, path, MISSING) is MISSING, person.screen


def typed(value: Any) -> str:
    """The text that is typed for a value."""
    return value[0] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("step", ["basics", "groups", "mounts", "networks", "notifications"])
async def test_an_emptied_field_is_retyped(step: str) -> None:
    async with wizard() as person:
        for path, old, new in (each[1:] for each in TEXTS if each[0] == step):
            await person.open(set_in(REQUEST, path, old))
            await person.go(step)
            assert person.row(path).display, f"{path} holds a value"
            await person.enter(path)
            await empty(person, path)
            assert person.in_focus == path and in_sight(person, path), person.screen
            await person.press("shift+tab")
            assert person.in_focus != path
            await person.press("tab")
            assert person.in_focus == path and in_sight(person, path), person.screen
            await person.type(typed(new))
            await person.press("tab")
            assert get(person.document, path) == new
            assert type(get(person.document, path)) is type(new)
        for path, old in (each[1:] for each in CHOICES if each[0] == step):
            await person.open(set_in(REQUEST, path, old))
            await person.go(step)
            assert person.row(path).display, f"{path} holds a value"
            await person.enter(path)
            await person.press("delete")
            assert get(person.document, path, MISSING) is MISSING
            await person.press("shift+tab", "tab")
            assert person.in_focus == path and in_sight(person, path), person.screen
            await person.press("right")
            assert get(person.document, path, MISSING) is not MISSING


async def test_an_emptied_field_stays_with_its_group_until_the_step_is_left() -> None:
    path = (*GROUP, "SpotPriceLimit")
    request = set_in(set_in(REQUEST, path, 0.5), ("Groups", "h"), REQUEST["Groups"]["g"])
    async with wizard(request) as person:
        await person.go("groups")
        await person.enter(path)
        await empty(person, path)
        await person.choose_row(1)
        assert not person.row(("Groups", "h", "SpotPriceLimit")).display
        await person.choose_row(0)
        assert person.row(path).display
        await person.press("enter")
        await person.type("2")
        renamed = ("Groups", "g2", "SpotPriceLimit")
        assert person.row(renamed).display
        await person.type_into(renamed, "0.25")
        assert person.document["Groups"]["g2"]["SpotPriceLimit"] == 0.25
        await person.press("ctrl+z", "ctrl+z")
        await person.go("basics")
        await person.go("groups")
        assert not person.row(path).display
        assert person.document == remove_in(request, path)
