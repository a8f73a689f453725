"""A field that is in sight only because it holds a value stays there while somebody retypes the value."""

from typing import Any

import pytest

from wizard.document.tree import MISSING, Path, get, remove_in, set_in

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
    ("groups", (*GROUP, "Mode"), "one", "two"),
    ("mounts", (*MOUNTS, "RefreshStrategy"), "one", "two"),
    ("mounts", (*MOUNTS, "RefreshTopicName"), "one", "two"),
    ("mounts", (*MOUNTS, "RefreshTimeOut"), 30, 45),
    ("mounts", (*MOUNTS, "NAS", "AccessGroup"), ["nas-a"], ["nas-b"]),
    ("mounts", (*MOUNTS, "NAS", "FileSystem"), ["nas://a"], ["nas://b"]),
    ("networks", (*VPC, "ExpressConnectSpec"), "Mini.2", "Mini.5"),
    ("networks", (*VPC, "OppositeRegionId"), "cn-beijing", "cn-shanghai"),
    ("networks", (*VPC, "OppositeRouterType"), "VRouter", "VBR"),
    ("networks", (*VPC, "OppositeRouterId"), "vrt-a", "vrt-b"),
    ("networks", (*VPC, "OppositeAccessPointId"), "ap-a", "ap-b"),
    ("networks", (*VPC, "OppositeInterfaceId"), "ri-a", "ri-b"),
    ("networks", (*CLASSIC, "AllowIpAddress"), ["10.0.0.1"], ["10.0.0.2"]),
    ("networks", (*CLASSIC, "AllowIpAddressEgress"), ["10.0.0.1"], ["10.0.0.2"]),
    ("networks", (*CLASSIC, "AllowSecurityGroup"), ["sg-a"], ["sg-b"]),
    ("networks", (*CLASSIC, "AllowSecurityGroupEgress"), ["sg-a"], ["sg-b"]),
    ("notifications", (*TOPIC, "UserData"), "one", "two"),
    ("notifications", (*TOPIC, "UserTemplate"), "one", "two"),
]
"""Fields that are typed: their step, path, value at first, and value that is typed in its place."""

CHOICES: list[tuple[str, Path, Any]] = [
    ("basics", ("PasswordInherit",), True),
    ("groups", (*GROUP, "SpotStrategy"), "SpotAsPriceGo"),
    ("mounts", (*MOUNTS, "NasMetaCache"), True),
]
"""Fields that are chosen: their step, path, and value at first."""

BARE: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "InstanceType": "ecs.sn1ne.large",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}


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
    """What somebody types for a value."""
    return value[0] if isinstance(value, list) else str(value)


@pytest.mark.parametrize(
    ("step", "path", "old", "new"), [pytest.param(*each, id=".".join(map(str, each[1]))) for each in TEXTS]
)
@pytest.mark.parametrize("leaves", [False, True], ids=["at-once", "after-leaving-it"])
async def test_an_emptied_field_is_retyped(step: str, path: Path, old: Any, new: Any, leaves: bool) -> None:
    async with wizard(set_in(BARE, path, old)) as person:
        await person.go(step)
        assert person.row(path).display, "a field that holds a value is in sight"
        await person.enter(path)
        await empty(person, path)
        assert person.in_focus == path and in_sight(person, path), person.screen
        if leaves:
            await person.press("shift+tab")
            assert person.in_focus != path
            await person.press("tab")
            assert person.in_focus == path and in_sight(person, path), person.screen
        await person.type(typed(new))
        await person.press("escape", "tab")
        assert get(person.document, path) == new
        assert type(get(person.document, path)) is type(new)


@pytest.mark.parametrize(
    ("step", "path", "old"), [pytest.param(*each, id=".".join(map(str, each[1]))) for each in CHOICES]
)
async def test_an_emptied_choice_is_chosen_anew(step: str, path: Path, old: Any) -> None:
    async with wizard(set_in(BARE, path, old)) as person:
        await person.go(step)
        assert person.row(path).display
        await person.enter(path)
        await person.press("delete")
        assert get(person.document, path, MISSING) is MISSING
        await person.press("shift+tab", "tab")
        assert person.in_focus == path and in_sight(person, path), person.screen
        await person.press("right")
        assert get(person.document, path, MISSING) is not MISSING


async def test_an_emptied_field_is_out_of_sight_when_the_step_is_entered_again() -> None:
    path = (*GROUP, "HostnamePrefix")
    async with wizard(set_in(BARE, path, "node")) as person:
        await person.go("groups")
        await person.enter(path)
        await empty(person, path)
        await person.go("basics")
        await person.go("groups")
        assert not person.row(path).display
        assert person.document == BARE


async def test_an_emptied_field_stays_while_its_group_gets_another_name() -> None:
    path = (*GROUP, "HostnamePrefix")
    async with wizard(set_in(BARE, path, "node")) as person:
        await person.go("groups")
        await person.enter(path)
        await empty(person, path)
        await person.choose_row(0)
        await person.press("enter")
        await person.type("2")
        await person.enter(("Groups", "g2", "HostnamePrefix"))
        await person.type("worker")
        assert person.document["Groups"]["g2"]["HostnamePrefix"] == "worker"


async def test_an_emptied_field_of_one_group_does_not_show_in_another() -> None:
    path = (*GROUP, "SpotPriceLimit")
    request = set_in(set_in(BARE, path, 0.5), ("Groups", "h"), BARE["Groups"]["g"])
    async with wizard(request) as person:
        await person.go("groups")
        await person.enter(path)
        await empty(person, path)
        await person.choose_row(1)
        assert not person.row(("Groups", "h", "SpotPriceLimit")).display
        await person.choose_row(0)
        assert person.row(path).display
        assert person.document == remove_in(request, path)
