"""Groups, mounts, user data and environment variables: adding, changing, moving, and never losing an entry."""

import json
from typing import Any

import pytest

from wizard.document.serializer import to_bytes
from wizard.document.tree import Path, get

from .application import REQUEST
from .person import Person, wizard

GROUP = {"DesiredVMCount": 1, "ResourceType": "OnDemand"}
MOUNT = {"WriteSupport": False}
ENTRIES: Path = ("Configs", "Mounts", "Entries")


def groups(**entries: Any) -> dict[str, Any]:
    return {**REQUEST, "Groups": entries}


def mounts(*entries: Any) -> dict[str, Any]:
    return {**ONE, "Configs": {"Mounts": {"Entries": [*entries]}}}


ONE = groups(a=GROUP)
THREE = groups(a=GROUP, b={**GROUP, "DesiredVMCount": 2}, c={**GROUP, "DesiredVMCount": 3})


def names(person: Person) -> list[str]:
    return list(person.document["Groups"])


def counts(person: Person) -> list[int]:
    return [group["DesiredVMCount"] for group in person.document["Groups"].values()]


async def test_groups_are_added_and_the_form_of_the_new_one_is_filled_in() -> None:
    async with wizard(ONE) as person:
        await person.choose_row(0, "groups")
        await person.press("a")
        assert person.document == groups(a=GROUP, group1=GROUP)
        await person.type("second", "enter")  # replaces the suggested name
        assert person.in_focus == ("Groups", "second", "DesiredVMCount")
        await person.click_text("add  d")
        await person.press("ctrl+p")
        await person.type("table add", "enter", shows="group2")
        assert names(person) == ["a", "second", "group1", "group2"]


async def test_groups_are_duplicated_deleted_and_moved_with_keys_and_clicks() -> None:
    async with wizard(THREE) as person:
        await person.choose_row(1, "groups")
        await person.press("d")
        await person.choose_row(1)
        await person.click_text("copy  x")
        assert counts(person) == [1, 2, 3, 2, 2] and len(set(names(person))) == 5
        await person.undo_all()
        await person.choose_row(0)
        for keys, order in ((["J", "J", "J"], "bca"), (["K"], "bac")):
            await person.press(*keys)
            assert "".join(names(person)) == order
        await person.click_text(" J/K")
        assert names(person) == ["b", "c", "a"]
        await person.click(person.table, (5, 2))
        await person.click_text("remove  J")
        assert names(person) == ["b", "a"]
        await person.choose_row(0)
        await person.press("delete", "x")
        assert not person.document.get("Groups") and person.shows("✗ Groups"), "the last one"
        await person.click_text("add  d")
        person.table.focus()
        await person.click(person.table, (12, 1))
        await person.press("2")
        assert names(person) == ["2"], "a click on the row under the cursor opens its form"


async def test_tables_of_steps_show_what_was_changed_on_other_steps() -> None:
    async with wizard(groups(a=GROUP, b=GROUP)) as person:
        await person.go("groups")
        assert person.shows("ecs.sn1ne.large ⟵")
        await person.go("basics")
        await person.press("tab", "tab")
        await person.type("ecs.sn2ne.xlarge")
        await person.go("groups")
        assert person.shows("ecs.sn2ne.xlarge ⟵") and not person.shows("ecs.sn1ne.large ⟵")
        await person.go("start")
        assert person.shows("▸  Continue") and person.screen.count("All presets…") == 1


async def test_a_group_can_have_any_name_and_keeps_its_place() -> None:
    async with wizard(THREE) as person:
        for name in ("名前", "🦀🦀", "a/b~1", "[/]", "0"):
            await person.choose_row(1, "groups")
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
        await person.choose_row(1, "groups")
        await person.press("enter")
        await person.clear()
        assert person.shows("A name is required") and names(person) == ["a", "b", "c"]
        await person.press("tab", "f4", "f3")
        await person.choose_row(1)
        assert "A name is required" not in person.screen
        await person.press("enter")
        await person.retype("a", shows="a is already used")
        assert person.document == THREE
        await person.type("bc")
        assert names(person) == ["a", "abc", "c"] and "already used" not in person.screen
        await person.choose_row(2)
        await person.press("enter", "d", "ctrl+z")
        assert names(person) == ["a", "abc", "c"], "only the last name is undone"


async def test_the_first_mount_is_not_validated_before_it_is_left() -> None:
    source, destination = (*ENTRIES, 0, "Source"), (*ENTRIES, 0, "Destination")
    async with wizard(ONE) as person:
        await person.press("f9")
        await person.go("mounts")
        assert person.shows("None yet.")
        person.table.focus()
        await person.press("x", "enter")
        assert get(person.document, ENTRIES) == [MOUNT] and person.in_focus == source
        assert not person.note(source) and "! Mounts" not in person.screen
        await person.press("tab")
        assert "has no source" in person.note(source) and not person.note(destination)
        await person.press("f4", shows="! Mounts")
        await person.press("f3")
        assert "has no mount path" in person.note(destination)
        await person.type_into(source, "oss://bucket/w/", shows="oss://bucket/w/")
        assert get(person.document, source) == "oss://bucket/w/"
        await person.press("ctrl+p")
        await person.type("table apply", shows="No matches")


async def test_a_value_is_applied_to_all_groups_as_one_change() -> None:
    request = groups(**{**THREE["Groups"], "a": {**GROUP, "InstanceType": "ecs.sn2ne.large"}})
    async with wizard(request) as person:
        await person.choose_row(0, "groups")
        await person.press("asterisk")
        assert person.shows("which value of a?") and person.shows("Instance type ecs.sn2ne.large")
        await person.press("down", "enter")
        kinds = [group.get("InstanceType") for group in person.document["Groups"].values()]
        assert kinds == ["ecs.sn2ne.large"] * 3 and counts(person) == [1, 2, 3]
        assert list(person.document["Groups"]["b"]) == ["DesiredVMCount", "InstanceType", "ResourceType"]
        await person.press("ctrl+z")
        assert person.document == request


@pytest.mark.parametrize(
    ("step", "request_", "after"),
    [("groups", groups(a=GROUP, b=[{}]), ONE), ("mounts", mounts(MOUNT, "oss://b/"), mounts(MOUNT))],
)
async def test_a_malformed_entry_is_shown_and_removed(step: str, request_: Any, after: Any) -> None:
    async with wizard(request_) as person:
        await person.choose_row(1, step)
        assert person.shows("✗ Must"), person.screen
        await person.press("x")
        assert person.document == after
        await person.press("ctrl+z")
        assert person.document == request_


NAME = "EnvVars"  # user data has the same editor
BLOCKS = [
    "A=1\nB=two words\nC=x=y\n",
    "export A=1\n# a comment\n\nexport B='two words'\nC=x=y",
    'A="1"\r\nB=two words\r\nC=x=y\r\n',
    json.dumps({"A": "1", "B": "two words", "C": "x=y"}, indent=4),
]


def with_entries(**entries: Any) -> dict[str, Any]:
    return {**REQUEST, NAME: entries}


async def go_to_row(person: Person, row: int, *keys: str) -> None:
    person.row((NAME,)).query_one("RowTable").focus()
    await person.press("home", *["down"] * row, *keys)


async def test_enter_goes_from_key_to_value_to_the_next_entry_and_out() -> None:
    async with wizard(REQUEST) as person:
        await person.enter((NAME,))
        for key, value in (("one", "1"), ("KEY=VALUE", ""), ("名前", "2 and = more [/]")):
            await person.fill_in(key, *filter(None, [value]))
        assert person.document[NAME] == {"one": "1", "KEY": "VALUE", "名前": "2 and = more [/]"}
        await person.fill_in("[/]")
        await person.paste("[bold]🦀\n[/bold]")
        await person.press("enter")
        person.expect("2 and = more [/]", "[bold]🦀")
        assert person.document[NAME]["[/]"] == "[bold]🦀\n[/bold]"
        await person.press("enter")
        assert person.in_focus != (NAME,)


async def test_a_block_of_lines_is_pasted_as_entries() -> None:
    async with wizard(with_entries(OLD="kept", A="old")) as person:
        for block in BLOCKS:
            await person.enter((NAME,))
            if person.app.focused is person.row((NAME,)).query_one("RowTable"):
                await person.press("tab")
            await person.paste(block)
            assert person.document[NAME] == {"OLD": "kept", "A": "1", "B": "two words", "C": "x=y"}
            assert person.shows("two words")
            await person.press("ctrl+z")
            assert person.document == with_entries(OLD="kept", A="old")
        for character in ("\u2028", "\x85", "\f"):  # none of them ends a line
            await person.open(REQUEST)
            await person.enter((NAME,))
            await person.paste(f"A=one{character}B=two\nC=three")
            assert person.document[NAME] == {"A": f"one{character}B=two", "C": "three"}
        await go_to_row(person, 0, "delete", "delete")
        assert person.document == REQUEST, "the object goes with its last entry"


async def test_a_key_that_is_already_used_loses_nothing() -> None:
    async with wizard(with_entries(one="1", two="2")) as person:
        await person.type_into((NAME,), "o")
        await person.press("n", "e", "tab", shows="one is already used")
        await person.type("other", shows="other")
        assert person.document == with_entries(one="1", two="2")
        await person.press("shift+tab", "s")  # `ones` begins with the key that is used
        assert person.document[NAME] == {"one": "1", "two": "2", "ones": "other"}


async def test_values_that_are_no_text_are_shown_and_kept() -> None:
    request = with_entries(a=1, b=None, c={"d": [1.0]}, e="text")
    async with wizard(request) as person:
        assert person.shows('{"d":[1.0]}') or person.shows('{"d": [1.0]}')
        await go_to_row(person, 3, "enter", "!")
        await go_to_row(person, 0, "enter", "enter")
        await go_to_row(person, 2, "enter", "shift+tab", "ctrl+u", "C")
        assert person.bytes == to_bytes(with_entries(a=1, b=None, C={"d": [1.0]}, e="text!"))
        for value in (None, 5, "text", ["a"], True, [{"a": 1}]):
            request = {**REQUEST, NAME: value}
            await person.open(request)
            await person.enter((NAME,), shows="not an object. Typing replaces it.")
            await person.press("enter", "f4")
            await person.go("basics")
            assert person.document == request
            await person.type_into((NAME,), "k")
            assert person.document[NAME] == {"k": ""}
            await person.press("ctrl+z")
            assert person.document == request
