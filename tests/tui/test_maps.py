"""User data and environment variables: typing, pasting, and never losing an entry."""

import json
from typing import Any

import pytest

from .application import REQUEST
from .person import Person, wizard

NAME = "EnvVars"
"""Both have the same editor: what is tested thoroughly is tested with one of them."""
BLOCKS = [
    "A=1\nB=two words\nC=x=y\n",
    "export A=1\n# a comment\n\nexport B='two words'\nC=x=y",
    'A="1"\r\nB=two words\r\nC=x=y\r\n',
    json.dumps({"A": "1", "B": "two words", "C": "x=y"}),
    json.dumps({"A": "1", "B": "two words", "C": "x=y"}, indent=4),
]


def with_entries(**entries: Any) -> dict[str, Any]:
    return {**REQUEST, NAME: entries}


async def go_to_row(person: Person, row: int) -> None:
    person.row((NAME,)).query_one("RowTable").focus()
    await person.press("home", *["down"] * row)


@pytest.mark.parametrize("name", ["UserData", "EnvVars"])
async def test_enter_goes_from_key_to_value_to_the_next_entry_and_out(name: str) -> None:
    async with wizard(REQUEST) as person:
        await person.enter((name,))
        for key, value in (("one", "1"), ("KEY=VALUE", ""), ("名前", "2 and = more [/]")):
            await person.fill_in(key, *filter(None, [value]))
        assert person.document[name] == {"one": "1", "KEY": "VALUE", "名前": "2 and = more [/]"}
        assert person.shows("2 and = more [/]")
        await person.fill_in("[/]")
        await person.paste("[bold]🦀\n[/bold]")
        assert person.document[name]["[/]"] == "[bold]🦀\n[/bold]"
        await person.press("enter")
        assert person.shows(r"[bold]🦀")
        await person.press("enter")
        assert person.in_focus != (name,)


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
        await go_to_row(person, 0)
        await person.press("delete", "delete")
        assert person.document == REQUEST, "the object goes with its last entry"


async def test_a_key_that_is_already_used_loses_nothing() -> None:
    async with wizard(with_entries(one="1", two="2")) as person:
        await person.type_into((NAME,), "one")
        assert person.document == with_entries(one="1", two="2")
        assert person.shows("one is already used")
        await person.press("tab")
        await person.type("other")
        assert person.document == with_entries(one="1", two="2") and person.shows("other")
        await person.press("shift+tab")
        await person.type("s")  # `ones` begins with the key that is used
        assert person.document[NAME] == {"one": "1", "two": "2", "ones": "other"}


async def test_entries_are_renamed_in_their_place_changed_and_deleted() -> None:
    async with wizard(with_entries(a="1", b="2", c="3")) as person:
        await go_to_row(person, 1)
        await person.press("enter")
        await person.retype("two", "shift+tab")
        await person.clear()  # an empty key for a moment loses no value
        await person.type("B")
        assert list(person.document[NAME].items()) == [("a", "1"), ("B", "two"), ("c", "3")]
        await go_to_row(person, 0)
        await person.press("delete")
        assert person.document[NAME] == {"B": "two", "c": "3"}
        await person.press("ctrl+z")
        assert list(person.document[NAME].items()) == [("a", "1"), ("B", "two"), ("c", "3")]


async def test_values_that_are_no_text_are_shown_and_kept() -> None:
    request = with_entries(a=1, b=None, c={"d": [1.0]}, e="text")
    async with wizard(request) as person:
        assert person.shows('{"d":[1.0]}') or person.shows('{"d": [1.0]}')
        await go_to_row(person, 3)
        await person.press("enter")
        await person.type("!")
        assert person.document[NAME] == {**request[NAME], "e": "text!"}
        assert type(person.document[NAME]["c"]["d"][0]) is float
        for value in (None, 5, "text", ["a"], True, [{"a": 1}]):
            request = {**REQUEST, NAME: value}
            await person.open(request)
            await person.enter((NAME,))
            assert person.shows("not an object. Typing replaces it.")
            await person.press("enter", "f4")
            await person.go("basics")
            assert person.document == request
            await person.type_into((NAME,), "k")
            assert person.document[NAME] == {"k": ""}
            await person.press("ctrl+z")
            assert person.document == request
