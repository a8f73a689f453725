"""Groups and mounts: adding, duplicating, deleting, moving, renaming."""

from typing import Any

import pytest

from wizard.document.tree import Path, get

from .person import Person, wizard

GROUP = {"DesiredVMCount": 1, "ResourceType": "OnDemand"}
MOUNT = {"WriteSupport": False}


def groups(**entries: Any) -> dict[str, Any]:
    return {
        "Name": "first",
        "InstanceType": "ecs.sn1ne.large",
        "ImageId": "img-ubuntu-vpc",
        "Groups": entries,
    }


THREE = groups(
    a={**GROUP, "DesiredVMCount": 1}, b={**GROUP, "DesiredVMCount": 2}, c={**GROUP, "DesiredVMCount": 3}
)
ENTRIES: Path = ("Configs", "Mounts", "Entries")
MOUNTS = {
    **groups(a=GROUP),
    "Configs": {
        "Mounts": {
            "Entries": [
                {"Source": f"oss://bucket/{name}/", "Destination": f"/{name}", "WriteSupport": False}
                for name in "xyz"
            ]
        }
    },
}


def names(person: Person) -> list[str]:
    return list(person.document["Groups"])


def sources(person: Person) -> list[str]:
    return [entry.get("Source", "")[-2:-1] for entry in get(person.document, ENTRIES, [])]


async def add_by_key(person: Person) -> None:
    person.table.focus()
    await person.press("a")


async def add_by_click(person: Person) -> None:
    await person.click_text("add ·")


async def add_by_enter(person: Person) -> None:
    person.table.focus()
    await person.press("enter")


WAYS = [add_by_key, add_by_click]


@pytest.mark.parametrize("add", WAYS)
async def test_a_group_is_added_and_its_form_is_there_to_be_filled_in(add: Any) -> None:
    async with wizard(groups(a=GROUP)) as person:
        await person.go("groups")
        await add(person)
        assert names(person) == ["a", "group1"]
        assert person.document["Groups"]["group1"] == GROUP
        await person.type("second")  # replaces the suggested name
        assert names(person) == ["a", "second"]
        await person.press("enter")
        assert person.in_focus == ("Groups", "second", "DesiredVMCount")


@pytest.mark.parametrize("add", WAYS)
async def test_a_mount_is_added_and_its_form_is_there_to_be_filled_in(add: Any) -> None:
    async with wizard(groups(a=GROUP)) as person:
        await person.go("mounts")
        assert person.shows("None yet.")
        await add(person)
        assert get(person.document, ENTRIES) == [MOUNT]
        assert person.in_focus == (*ENTRIES, 0, "Source")
        await person.type("oss://bucket/w/")
        assert get(person.document, (*ENTRIES, 0, "Source")) == "oss://bucket/w/"
        assert person.shows("oss://bucket/w/")


async def test_names_of_new_groups_are_counted_up() -> None:
    async with wizard(groups(group1=GROUP)) as person:
        await person.go("groups")
        await person.click_text("add ·")
        await person.click_text("add ·")
        assert names(person) == ["group1", "group2", "group3"]


async def test_a_group_is_duplicated_with_all_it_has() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(1)
        await person.press("d")
        await person.choose_row(1)
        await person.click_text("copy ·")
        groups = list(person.document["Groups"].values())
        assert [group["DesiredVMCount"] for group in groups] == [1, 2, 3, 2, 2]
        assert len(set(names(person))) == 5


async def test_a_group_is_deleted_and_undo_brings_it_back_in_its_place() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(1)
        await person.press("x")
        assert names(person) == ["a", "c"]
        await person.press("ctrl+z")
        assert names(person) == ["a", "b", "c"] and person.document == THREE
        await person.choose_row(2)
        await person.click_text("remove ·")
        assert names(person) == ["a", "b"]


async def test_the_last_group_can_be_deleted_and_that_is_an_error_then() -> None:
    async with wizard(groups(a=GROUP)) as person:
        await person.go("groups")
        await person.choose_row(0)
        await person.press("delete")
        assert not person.document.get("Groups")
        assert person.shows("✗ Groups")
        await person.click_text("add ·")
        assert len(names(person)) == 1


async def test_groups_are_moved_with_keys_and_clicks() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(0)
        await person.press("J", "J", "J")
        assert names(person) == ["b", "c", "a"]
        await person.press("K")
        assert names(person) == ["b", "a", "c"]
        await person.click_text(" J/K")
        assert names(person) == ["b", "c", "a"]
        for _ in range(4):
            await person.press("ctrl+z")
        assert person.bytes.index(b'"a"') < person.bytes.index(b'"b"') < person.bytes.index(b'"c"')


async def test_mounts_are_duplicated_deleted_and_moved() -> None:
    async with wizard(MOUNTS) as person:
        await person.go("mounts")
        await person.choose_row(0)
        await person.press("J")
        assert sources(person) == ["y", "x", "z"]
        await person.press("d")
        assert sorted(sources(person)) == ["x", "x", "y", "z"]
        await person.choose_row(0)
        await person.press("delete")
        assert sorted(sources(person)) == ["x", "x", "z"]
        for _ in range(3):
            await person.press("ctrl+z")
        assert person.document == MOUNTS


async def test_after_moving_a_mount_its_own_form_is_edited() -> None:
    async with wizard(MOUNTS) as person:
        await person.go("mounts")
        await person.choose_row(0)
        await person.press("J")
        await person.enter((*ENTRIES, 1, "Destination"))
        await person.type("/new")
        assert [entry["Destination"] for entry in get(person.document, ENTRIES)] == ["/y", "/x/new", "/z"]


async def test_the_form_is_that_of_the_row_under_the_cursor() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(2)
        await person.enter(("Groups", "c", "DesiredVMCount"))
        await person.clear()
        await person.type("30")
        await person.choose_row(0)
        await person.enter(("Groups", "a", "DesiredVMCount"))
        await person.clear()
        await person.type("10")
        assert [entry["DesiredVMCount"] for entry in person.document["Groups"].values()] == [10, 2, 30]


async def test_a_click_on_a_row_shows_its_form() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.click(person.table, (5, 2))
        await person.enter(("Groups", "b", "DesiredVMCount"))
        assert person.in_focus == ("Groups", "b", "DesiredVMCount")


@pytest.mark.parametrize("name", ["名前", "🦀🦀", "a/b~1", "[/]", "0"])
async def test_a_group_can_be_called_anything_and_keeps_its_place(name: str) -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(1)
        await person.press("enter")
        await person.clear()
        await person.paste(name)
        assert names(person) == ["a", name, "c"]
        assert name in person.screen
        await person.press("enter")
        assert person.in_focus == ("Groups", name, "DesiredVMCount")
        await person.clear()
        await person.type("20")
        assert person.document["Groups"][name]["DesiredVMCount"] == 20
        await person.press("f8", "f9")
        assert person.step == "review"
        while person.controller.session.document.undoable:
            await person.press("ctrl+z")
        assert person.document == THREE and names(person) == ["a", "b", "c"]


async def test_a_taken_name_is_told_and_nothing_is_overwritten() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(1)
        await person.press("enter")
        await person.clear()
        await person.type("a")
        assert person.shows("a is already used")
        assert person.document["Groups"]["a"] == THREE["Groups"]["a"] and len(names(person)) == 3
        await person.type("bc")
        assert names(person) == ["a", "abc", "c"] and "already used" not in person.screen


async def test_an_empty_name_is_told_and_the_old_one_stays() -> None:
    async with wizard(THREE) as person:
        await person.go("groups")
        await person.choose_row(1)
        await person.press("enter")
        await person.clear()
        assert person.shows("A name is required") and names(person) == ["a", "b", "c"]
        await person.press("tab", "f4", "f3")
        await person.choose_row(1)
        assert names(person) == ["a", "b", "c"]
        assert "A name is required" not in person.screen


async def test_spot_fields_appear_only_with_spot() -> None:
    async with wizard(groups(a=GROUP)) as person:
        await person.go("groups")
        assert "Bid" not in person.screen and "Maximum price" not in person.screen
        await person.enter(("Groups", "a", "ResourceType"))
        await person.press("right")
        assert "Bid" in person.screen and "Maximum price" not in person.screen
        await person.press("tab", "right")
        assert "Maximum price" in person.screen
        await person.press("tab")
        await person.type("0.5")
        await person.enter(("Groups", "a", "SpotStrategy"))
        await person.press("right")
        assert "Maximum price" in person.screen, "what holds a value is always in sight"
        await person.enter(("Groups", "a", "SpotPriceLimit"))
        await person.clear()
        await person.enter(("Groups", "a", "SpotStrategy"))
        await person.press("home")
        await person.enter(("Groups", "a", "ResourceType"))
        await person.press("left")
        assert "Bid" not in person.screen
        assert person.document == groups(a=GROUP)


async def test_many_groups_are_all_reached() -> None:
    request = groups(**{f"g{number:03}": {**GROUP, "DesiredVMCount": number + 1} for number in range(200)})
    async with wizard(request) as person:
        await person.go("groups")
        person.table.focus()
        await person.press("end")
        assert "g199" in person.screen and person.shows("200")
        await person.press("enter", "enter")
        assert person.in_focus == ("Groups", "g199", "DesiredVMCount")


@pytest.mark.parametrize("add", [*WAYS, add_by_enter])
async def test_the_first_mount_is_not_judged_before_it_is_left(add: Any) -> None:
    async with wizard(groups(a=GROUP)) as person:
        await person.press("f9")
        assert person.step == "review"
        await person.go("mounts")
        assert "None yet" in person.screen
        await add(person)
        source, destination = (*ENTRIES, 0, "Source"), (*ENTRIES, 0, "Destination")
        assert get(person.document, ENTRIES) == [MOUNT] and person.in_focus == source
        assert not person.note(source) and "! Mounts" not in person.screen
        await person.press("tab")
        assert "has no source" in person.note(source) and not person.note(destination)
        await person.press("f4")
        assert person.shows("! Mounts")
        await person.press("f3")
        assert "has no mount path" in person.note(destination)


async def test_a_value_is_applied_to_all_groups_as_one_step() -> None:
    request = groups(
        a={**GROUP, "InstanceType": "ecs.sn2ne.large"}, b=GROUP, c={**GROUP, "DesiredVMCount": 3}
    )
    async with wizard(request) as person:
        await person.go("groups")
        await person.choose_row(0)
        await person.press("asterisk")
        assert person.shows("which value of a?") and person.shows("Instance type: ecs.sn2ne.large")
        await person.press("down", "enter")
        kinds = [group.get("InstanceType") for group in person.document["Groups"].values()]
        assert kinds == ["ecs.sn2ne.large"] * 3
        assert [group["DesiredVMCount"] for group in person.document["Groups"].values()] == [1, 1, 3]
        assert list(person.document["Groups"]["b"]) == ["DesiredVMCount", "InstanceType", "ResourceType"]
        await person.press("ctrl+z")
        assert person.document == request


async def test_the_columns_of_a_group_name_what_it_inherits_and_how_it_is_billed() -> None:
    spot = {"DesiredVMCount": 4000, "ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit"}
    async with wizard(groups(a=GROUP, b={**spot, "SpotPriceLimit": 0.25}), size=(140, 40)) as person:
        await person.go("groups")
        rows = [" ".join(line.split()) for line in person.screen.split("\n")]
        assert any("a 1 ecs.sn1ne.large ⟵ Pay-as-you-go" in row for row in rows), person.screen
        assert any("b 4,000 ecs.sn1ne.large ⟵ Spot ≤ 0.25" in row for row in rows)
        assert person.shows("ecs.sn1ne.large ⟵ ▾ 2 vCPU, 4 GB")


@pytest.mark.parametrize(
    ("step", "request_", "after"),
    [
        ("groups", groups(a=GROUP, b=3), groups(a=GROUP)),
        ("groups", groups(a=GROUP, b=None), groups(a=GROUP)),
        ("groups", groups(a=GROUP, b=[{}]), groups(a=GROUP)),
        (
            "mounts",
            {**groups(a=GROUP), "Configs": {"Mounts": {"Entries": [MOUNT, "oss://b/"]}}},
            {**groups(a=GROUP), "Configs": {"Mounts": {"Entries": [MOUNT]}}},
        ),
    ],
)
async def test_a_malformed_entry_is_shown_with_its_problem_and_can_be_removed(
    step: str, request_: dict[str, Any], after: dict[str, Any]
) -> None:
    async with wizard(request_) as person:
        await person.go(step)
        await person.choose_row(1)
        assert person.shows("✗ Must be an object") or person.shows("✗ Must"), person.screen
        await person.press("x")
        assert person.document == after
        await person.press("ctrl+z")
        assert person.document == request_


async def test_a_key_that_no_field_edits_is_shown_with_its_problem_and_can_be_removed() -> None:
    request = {**groups(a={**GROUP, "Colour": "red"}), "Descripton": "x"}
    async with wizard(request) as person:
        for step, key, path in (("basics", "Descripton", ()), ("groups", "Colour", ("Groups", "a"))):
            await person.go(step)
            await person.controller.go_to((*path, key))
            await person.settle()
            assert person.shows(key) and person.shows("· Remove"), person.screen
            await person.press("enter")
            assert key not in get(person.document, path)
            await person.press("ctrl+z")
        assert person.document == request


@pytest.mark.parametrize("value", [3, "x", [], {}])
async def test_a_collection_of_a_wrong_type_is_named_on_its_step(value: Any) -> None:
    async with wizard({**groups(a=GROUP), "Groups": value}) as person:
        await person.go("groups")
        assert "✗" in person.pane.query_one("CollectionForm > Note").render().plain  # type: ignore[attr-defined]
