"""User data and environment: typing, pasting, and never losing an entry."""

import json
from typing import Any

import pytest

from .person import Person, wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "OnDemand"}},
}
MAPS = pytest.mark.parametrize("name", ["UserData", "EnvVars"])
ONE = pytest.mark.parametrize("name", ["EnvVars"])
"""They have the same editor: one of them will do."""


def with_entries(name: str, **entries: Any) -> dict[str, Any]:
    return {**REQUEST, name: entries}


async def table(person: Person, name: str, row: int) -> None:
    person.row((name,)).query_one("RowTable").focus()
    await person.press("home", *["down"] * row)


@MAPS
async def test_enter_goes_from_key_to_value_to_the_next_entry_and_out(name: str) -> None:
    async with wizard(REQUEST) as person:
        await person.enter((name,))
        for key, value in (("one", "1"), ("two", "2 and = more"), ("名前", "値 [/]")):
            await person.type(key)
            await person.press("enter")
            await person.type(value)
            await person.press("enter")
        assert person.document[name] == {"one": "1", "two": "2 and = more", "名前": "値 [/]"}
        assert person.shows("2 and = more") and person.shows("値 [/]")
        await person.press("enter")
        assert person.in_focus != (name,)


@MAPS
@pytest.mark.parametrize(
    "block",
    [
        "A=1\nB=two words\nC=x=y\n",
        "export A=1\n# a comment\n\nexport B='two words'\nC=x=y",
        'A="1"\r\nB=two words\r\nC=x=y\r\n',
        json.dumps({"A": "1", "B": "two words", "C": "x=y"}),
        json.dumps({"A": "1", "B": "two words", "C": "x=y"}, indent=4),
    ],
)
async def test_a_block_is_pasted_at_once(name: str, block: str) -> None:
    async with wizard(with_entries(name, OLD="kept", A="old")) as person:
        await person.enter((name,))
        if person.app.focused is person.row((name,)).query_one("RowTable"):
            await person.press("tab")
        await person.paste(block)
        assert person.document[name] == {"OLD": "kept", "A": "1", "B": "two words", "C": "x=y"}
        assert person.shows("two words")
        await person.press("ctrl+z")
        assert person.document == with_entries(name, OLD="kept", A="old")


@ONE
@pytest.mark.parametrize("character", ["\u2028", "\x85", "\f"])
async def test_a_block_ends_lines_at_line_ends_only(name: str, character: str) -> None:
    async with wizard(REQUEST) as person:
        await person.enter((name,))
        await person.paste(f"A=one{character}B=two\nC=three")
        assert person.document[name] == {"A": f"one{character}B=two", "C": "three"}


@ONE
async def test_a_line_of_key_and_value_is_typed_as_one(name: str) -> None:
    async with wizard(REQUEST) as person:
        await person.enter((name,))
        await person.type("KEY=VALUE")
        await person.press("enter")
        assert person.document[name] == {"KEY": "VALUE"}


@ONE
async def test_a_key_that_is_there_already_loses_nothing(name: str) -> None:
    async with wizard(with_entries(name, one="1", two="2")) as person:
        await person.enter((name,))
        await person.type("one")
        assert person.document[name]["one"] == "1" and person.document[name]["two"] == "2"
        assert person.shows("one is already used")
        await person.press("tab")
        await person.type("other")
        assert person.document[name]["one"] == "1" and person.document[name]["two"] == "2"
        assert person.shows("other")
        await person.press("shift+tab")
        await person.clear()
        await person.type("three")
        assert person.document[name] == {"one": "1", "two": "2", "three": "other"}


@ONE
async def test_typing_through_a_key_that_is_there_loses_nothing(name: str) -> None:
    """On the way to `path2` the key is `path` for a moment."""
    async with wizard(with_entries(name, path="kept")) as person:
        await person.enter((name,))
        await person.type("path2")
        await person.press("enter")
        await person.type("new")
        assert person.document[name] == {"path": "kept", "path2": "new"}


@ONE
async def test_a_key_is_renamed_in_its_place_and_a_value_changed(name: str) -> None:
    async with wizard(with_entries(name, a="1", b="2", c="3")) as person:
        await table(person, name, 1)
        await person.press("enter")
        await person.clear()
        await person.type("two")
        await person.press("shift+tab")
        await person.clear()
        await person.type("B")
        assert list(person.document[name].items()) == [("a", "1"), ("B", "two"), ("c", "3")]


@ONE
async def test_emptying_a_key_for_a_moment_loses_no_value(name: str) -> None:
    async with wizard(with_entries(name, a="1", b="2", c="3")) as person:
        await table(person, name, 1)
        await person.press("shift+tab", "shift+tab")
        await person.clear()
        await person.type("B")
        assert list(person.document[name].items()) == [("a", "1"), ("B", "2"), ("c", "3")]


@ONE
async def test_an_entry_is_deleted_and_the_map_goes_with_the_last(name: str) -> None:
    async with wizard(with_entries(name, a="1", b="2")) as person:
        await table(person, name, 0)
        await person.press("delete")
        assert person.document[name] == {"b": "2"}
        await person.press("ctrl+z")
        assert person.document[name] == {"a": "1", "b": "2"}
        assert list(person.document[name]) == ["a", "b"]


@ONE
async def test_a_map_that_was_filled_in_and_emptied_is_gone(name: str) -> None:
    async with wizard(REQUEST) as person:
        before = person.bytes
        await person.enter((name,))
        await person.paste("A=1\nB=2")
        await table(person, name, 0)
        await person.press("delete", "delete")
        assert person.bytes == before


@ONE
async def test_keys_and_values_of_any_letters(name: str) -> None:
    async with wizard(REQUEST) as person:
        await person.enter((name,))
        await person.type("[/]")
        await person.press("enter")
        await person.paste("[bold]🦀\n[/bold]")
        assert person.document[name] == {"[/]": "[bold]🦀\n[/bold]"}
        await person.press("enter")
        assert person.shows(r"[bold]🦀")


@ONE
async def test_values_that_are_no_texts_are_shown_and_kept(name: str) -> None:
    request = with_entries(name, a=1, b=None, c={"d": [1.0]}, e="text")
    async with wizard(request) as person:
        assert person.shows('{"d":[1.0]}') or person.shows('{"d": [1.0]}')
        await table(person, name, 3)
        await person.press("enter")
        await person.type("!")
        assert person.document[name] == {**request[name], "e": "text!"}
        assert type(person.document[name]["c"]["d"][0]) is float


@ONE
@pytest.mark.parametrize("value", [None, 5, "text", ["a"], True, [{"a": 1}]])
async def test_what_is_no_map_is_shown_and_stays_until_something_is_typed(name: str, value: Any) -> None:
    request = {**REQUEST, name: value}
    async with wizard(request) as person:
        await person.enter((name,))
        assert person.shows("not an object. Typing replaces it.")
        await person.press("enter", "f4")
        await person.go("basics")
        assert person.document == request
        await person.enter((name,))
        await person.type("k")
        assert person.document[name] == {"k": ""}
        await person.press("ctrl+z")
        assert person.document == request
