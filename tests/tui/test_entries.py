"""Groups and mounts: adding, duplicating, deleting, moving, renaming."""

from typing import Any

import pytest

from wizard.document.tree import Path, get

from .application import REQUEST
from .person import Person, wizard

GROUP = {"DesiredVMCount": 1, "ResourceType": "OnDemand"}
MOUNT = {"WriteSupport": False}
ENTRIES: Path = ("Configs", "Mounts", "Entries")


def groups(**entries: Any) -> dict[str, Any]:
    return {**REQUEST, "Groups": entries}


def mounts(*entries: Any) -> dict[str, Any]:
    return {**groups(a=GROUP), "Configs": {"Mounts": {"Entries": [*entries]}}}


ONE = groups(a=GROUP)
THREE = groups(a=GROUP, b={**GROUP, "DesiredVMCount": 2}, c={**GROUP, "DesiredVMCount": 3})
MOUNTS = mounts(*({**MOUNT, "Source": f"oss://bucket/{name}/", "Destination": f"/{name}"} for name in "xyz"))


def names(person: Person) -> list[str]:
    return list(person.document["Groups"])


def counts(person: Person) -> list[int]:
    return [group["DesiredVMCount"] for group in person.document["Groups"].values()]


def sources(person: Person) -> str:
    return "".join(entry.get("Source", "")[-2:-1] for entry in get(person.document, ENTRIES, []))


async def test_groups_are_added_and_the_form_of_the_new_one_is_filled_in() -> None:
    async with wizard(ONE) as person:
        await person.go("groups")
        person.table.focus()
        await person.press("a")
        assert person.document == groups(a=GROUP, group1=GROUP)
        await person.type("second")  # replaces the suggested name
        assert names(person) == ["a", "second"]
        await person.press("enter")
        assert person.in_focus == ("Groups", "second", "DesiredVMCount")
        await person.click_text("add  d")
        await person.click_text("add  d")
        assert names(person) == ["a", "second", "group1", "group2"]


async def test_groups_are_duplicated_deleted_and_moved_with_keys_and_clicks() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(1)
        await person.press("d")
        await person.choose_row(1)
        await person.click_text("copy  x")
        assert counts(person) == [1, 2, 3, 2, 2] and len(set(names(person))) == 5
        await person.undo_all()
        await person.choose_row(0)
        await person.press("J", "J", "J")
        assert names(person) == ["b", "c", "a"]
        await person.press("K")
        assert names(person) == ["b", "a", "c"]
        await person.click_text(" J/K")
        assert names(person) == ["b", "c", "a"]
        await person.undo_all()
        await person.choose_row(1)
        await person.press("x")
        assert names(person) == ["a", "c"]
        await person.press("ctrl+z")
        assert names(person) == ["a", "b", "c"] and person.document == THREE
        await person.choose_row(2)
        await person.click_text("remove  J")
        assert names(person) == ["a", "b"]
        await person.choose_row(0)
        await person.press("delete", "delete")
        assert not person.document.get("Groups") and person.shows("✗ Groups"), "the last one"
        await person.click_text("add  d")
        assert len(names(person)) == 1


async def test_mounts_are_duplicated_deleted_and_moved() -> None:
    async with wizard(MOUNTS) as person:
        await person.go("mounts")
        await person.choose_row(0)
        await person.press("J")
        assert sources(person) == "yxz"
        await person.type_into((*ENTRIES, 1, "Destination"), "/new")
        assert [entry["Destination"] for entry in get(person.document, ENTRIES)] == ["/y", "/x/new", "/z"]
        await person.choose_row(1)
        await person.press("d")
        assert sorted(sources(person)) == [*"xxyz"]
        await person.choose_row(0)
        await person.press("delete")
        assert sorted(sources(person)) == [*"xxz"]
        await person.undo_all()
        assert person.document == MOUNTS


async def test_the_form_is_that_of_the_row_of_the_cursor() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        for row, name in ((2, "c"), (0, "a")):
            await person.choose_row(row)
            await person.enter(("Groups", name, "DesiredVMCount"))
            await person.press("end", "0")
        assert counts(person) == [10, 2, 30]
        await person.click(person.table, (5, 2))
        await person.enter(("Groups", "b", "DesiredVMCount"))
        assert person.in_focus == ("Groups", "b", "DesiredVMCount")


async def test_a_group_can_have_any_name_and_keeps_its_place() -> None:
    async with wizard(THREE) as person:
        for name in ("名前", "🦀🦀", "a/b~1", "[/]", "0"):
            await person.go("groups")
            await person.choose_row(1)
            await person.press("enter")
            await person.clear()
            await person.paste(name)
            assert names(person) == ["a", name, "c"] and name in person.screen
            await person.press("enter")
            assert person.in_focus == ("Groups", name, "DesiredVMCount")
            await person.type("0")
            assert person.document["Groups"][name]["DesiredVMCount"] == 20
            await person.press("f8", "f9")
            assert person.step == "review"
            await person.undo_all()
            assert person.document == THREE and names(person) == ["a", "b", "c"]


async def test_a_used_or_empty_name_is_reported_and_changes_nothing() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(1)
        await person.press("enter")
        await person.clear()
        assert person.shows("A name is required") and names(person) == ["a", "b", "c"]
        await person.press("tab", "f4", "f3")
        await person.choose_row(1)
        assert names(person) == ["a", "b", "c"] and "A name is required" not in person.screen
        await person.press("enter")
        await person.retype("a")
        assert person.shows("a is already used") and person.document == THREE
        await person.type("bc")
        assert names(person) == ["a", "abc", "c"] and "already used" not in person.screen


async def test_spot_fields_are_shown_only_with_spot_or_a_value() -> None:
    async with wizard(ONE) as person:
        await person.go("groups")
        assert "Bid" not in person.screen and "Maximum price" not in person.screen
        await person.enter(("Groups", "a", "ResourceType"))
        await person.press("right")
        assert "Bid" in person.screen and "Maximum price" not in person.screen
        await person.press("tab", "right", "tab")
        await person.type("0.5")
        await person.enter(("Groups", "a", "SpotStrategy"))
        await person.press("right")
        assert "Maximum price" in person.screen, "a field with a value is always in sight"
        await person.undo_all()
        await person.go("basics")
        await person.go("groups")
        assert "Bid" not in person.screen and person.document == ONE


@pytest.mark.parametrize("how", ["a", "enter", "click"])
async def test_the_first_mount_is_not_validated_before_it_is_left(how: str) -> None:
    source, destination = (*ENTRIES, 0, "Source"), (*ENTRIES, 0, "Destination")
    async with wizard(ONE) as person:
        await person.press("f9")
        await person.go("mounts")
        assert person.shows("None yet.")
        if how == "click":
            await person.click_text("add  d")
        else:
            person.table.focus()
            await person.press(how)
        assert get(person.document, ENTRIES) == [MOUNT] and person.in_focus == source
        assert not person.note(source) and "! Mounts" not in person.screen
        await person.press("tab")
        assert "has no source" in person.note(source) and not person.note(destination)
        await person.press("f4")
        assert person.shows("! Mounts")
        await person.press("f3")
        assert "has no mount path" in person.note(destination)
        await person.type_into(source, "oss://bucket/w/")
        assert get(person.document, source) == "oss://bucket/w/" and person.shows("oss://bucket/w/")


async def test_a_value_is_applied_to_all_groups_as_one_change() -> None:
    request = groups(**{**THREE["Groups"], "a": {**GROUP, "InstanceType": "ecs.sn2ne.large"}})
    async with wizard(request) as person:
        await person.go("groups")
        await person.choose_row(0)
        await person.press("asterisk")
        assert person.shows("which value of a?") and person.shows("Instance type: ecs.sn2ne.large")
        await person.press("down", "enter")
        kinds = [group.get("InstanceType") for group in person.document["Groups"].values()]
        assert kinds == ["ecs.sn2ne.large"] * 3 and counts(person) == [1, 2, 3]
        assert list(person.document["Groups"]["b"]) == ["DesiredVMCount", "InstanceType", "ResourceType"]
        await person.press("ctrl+z")
        assert person.document == request


async def test_the_columns_of_a_group_show_what_it_inherits_and_how_it_is_billed() -> None:
    spot = {"DesiredVMCount": 4000, "ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit"}
    async with wizard(groups(a=GROUP, b={**spot, "SpotPriceLimit": 0.25}), size=(140, 40)) as person:
        await person.go("groups")
        rows = " ".join(person.screen.split())
        assert "a 1 ecs.sn1ne.large ⟵ Pay-as-you-go" in rows
        assert "b 4,000 ecs.sn1ne.large ⟵ Spot ≤ 0.25" in rows
        assert person.shows("ecs.sn1ne.large ⟵ ▾ 2 vCPU, 4 GB")


@pytest.mark.parametrize(
    ("step", "request_", "after"),
    [("groups", groups(a=GROUP, b=[{}]), ONE), ("mounts", mounts(MOUNT, "oss://b/"), mounts(MOUNT))],
)
async def test_a_malformed_entry_is_shown_with_its_problem_and_removed(
    step: str, request_: Any, after: Any
) -> None:
    async with wizard(request_) as person:
        await person.go(step)
        await person.choose_row(1)
        assert person.shows("✗ Must"), person.screen
        await person.press("x")
        assert person.document == after
        await person.press("ctrl+z")
        assert person.document == request_
