"""Lists, maps, and the entries of collections, by questions."""

from typing import Any

import pytest

from .talk import GROUP, SMALL, talk

THREE = {**SMALL, "Groups": {name: {**GROUP, "DesiredVMCount": n} for n, name in enumerate("abc", 1)}}
EVENTS = ("Notification", "Topic", "Events")


def user_data(*answers: str, given: Any = None) -> Any:
    request = SMALL if given is None else {**SMALL, "UserData": given}
    return talk(":find user data", "1", *answers, request=request)


@pytest.mark.parametrize(
    ("lines", "entries"),
    [
        (["a=1", "b = two words "], {"a": "1", "b": "two words"}),
        (["export a='1'", 'b="x=y"'], {"a": "1", "b": "x=y"}),
        (["a=1\nb=2\n# no\n"], {"a": "1", "b": "2"}),
        (['{"a": "1", "b": [2]}'], {"a": "1", "b": "[2]"}),
        (["a=1", "a=2"], {"a": "2"}),
        (["a="], {"a": ""}),
    ],
)
def test_keys_and_values_come_one_a_line(lines: list[str], entries: dict[str, str]) -> None:
    found = user_data(*lines, "")
    assert found.tree["UserData"] == entries
    assert found.asked[-1] == "Environment, one KEY=VALUE per line"


def test_what_is_no_key_and_value_is_told_so() -> None:
    found = user_data("just text")
    assert "just text is not KEY=VALUE" in found.text
    assert "UserData" not in found.tree


@pytest.mark.parametrize(
    ("command", "entries"),
    [
        (":delete 2", {"a": "1", "c": "3"}),
        (":move 3 1", {"c": "3", "a": "1", "b": "2"}),
        ("-", None),
        (":delete 9", {"a": "1", "b": "2", "c": "3"}),
        (":delete", {"a": "1", "b": "2", "c": "3"}),
        (":move 1", {"a": "1", "b": "2", "c": "3"}),
    ],
)
def test_entries_of_a_map_are_deleted_and_moved_by_number(
    command: str, entries: dict[str, str] | None
) -> None:
    found = user_data(command, given={"a": "1", "b": "2", "c": "3"})
    assert found.tree.get("UserData") == entries
    if entries is not None:
        assert list(found.tree["UserData"]) == list(entries)


def test_the_value_of_an_entry_is_asked_for_again() -> None:
    assert user_data(":edit 1", "a=new", given={"a": "1"}).tree["UserData"] == {"a": "new"}
    assert "UserData" not in user_data(":edit 1", "-", given={"a": "1"}).tree
    assert user_data(":edit 1", "", given={"a": "1"}).tree["UserData"] == {"a": "1"}


def test_a_key_is_renamed_in_its_place() -> None:
    given = {"a": "1", "b": "2", "c": "3"}
    found = user_data(":edit 2", "just text", ":edit 2", "B=2", given=given)
    assert list(found.tree["UserData"].items()) == [("a", "1"), ("B", "2"), ("c", "3")]


def test_a_map_that_is_none_is_kept_until_an_entry_is_typed() -> None:
    found = user_data("", given="text")
    assert '"text" is not an object.' in found.text
    assert found.tree["UserData"] == "text"
    assert user_data("a=1", given="text").tree["UserData"] == {"a": "1"}


def test_findings_about_entries_are_said() -> None:
    found = user_data(f"{'k' * 129}=1")
    assert "The name of the entry must have at most 128 characters, not 129." in found.text


def addresses(*answers: str, given: Any = None) -> Any:
    classic = {} if given is None else {"AllowIpAddress": given}
    request = {**SMALL, "Configs": {"Networks": {"Classic": classic}}} if given is not None else SMALL
    found = talk(":find inbound ips", *answers, request=request)
    return found, found.tree["Configs"]["Networks"].get("Classic", {}).get("AllowIpAddress")


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (["10.1.1.1", "10.1.1.2", ""], ["10.1.1.1", "10.1.1.2"]),
        (["10.1.1.1\n\n10.1.1.2\n"], ["10.1.1.1", "10.1.1.2"]),
        (["\\-", "\\<"], ["-", "<"]),
        (["a", "b", ":delete 1"], ["b"]),
        (["a", "b", ":move 2 1"], ["b", "a"]),
        (["a", "b", ":edit 2", "c"], ["a", "c"]),
        (["a", ":edit 1", "-"], None),
        (["a", "-"], None),
    ],
)
def test_items_of_a_list_come_one_a_line(lines: list[str], items: list[str] | None) -> None:
    assert addresses(*lines)[1] == items


def test_items_that_are_no_texts_are_kept() -> None:
    found, items = addresses("a", given=["x", 5, None])
    assert items == ["x", 5, None, "a"]
    assert "  2  5" in found.script.lines


@pytest.mark.parametrize(
    ("answers", "events"),
    [
        (["1"], ["OnClusterDeleted"]),
        (["3, 1"], ["OnInstanceActive", "OnClusterDeleted"]),
        (["oninstanceactive"], ["OnInstanceActive"]),
        (["1,2", "1"], ["OnInstanceCreated"]),
        (["OnMoon"], ["OnMoon"]),
        (["OnMoon", "4"], None),
        (["\\1"], ["1"]),
        (["1", "-"], None),
    ],
)
def test_known_items_are_chosen_and_taken_away_by_number_or_name(
    answers: list[str], events: list[str] | None
) -> None:
    found = talk(":find events", *answers, request=SMALL)
    assert found.tree.get("Notification", {}).get("Topic", {}).get("Events") == events


def test_what_is_chosen_is_said_in_words() -> None:
    found = talk(":find events", "1", request=SMALL)
    assert "  1  [x] OnClusterDeleted: The cluster was deleted" in found.script.lines


# -- collections


def names(found: Any) -> list[str]:
    return list(found.tree["Groups"])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["delete 2"], ["a", "c"]),
        (["delete 1", "delete 1", "delete 1"], []),
        (["duplicate 1"], ["a", "b", "c", "a2"]),
        (["move 3 1"], ["c", "a", "b"]),
        (["Move 1 3"], ["b", "c", "a"]),
        (["add"], ["a", "b", "c", "group1"]),
        (["add", "workers"], ["a", "b", "c", "workers"]),
        (["edit 2", "middle"], ["a", "middle", "c"]),
        (["2", "middle"], ["a", "middle", "c"]),
        (["edit 2", "a", ""], ["a", "b", "c"]),
        (["edit 2", "-", ""], ["a", "b", "c"]),
        (["delete 4"], ["a", "b", "c"]),
        (["delete"], ["a", "b", "c"]),
        (["move 1"], ["a", "b", "c"]),
        (["explode 1"], ["a", "b", "c"]),
    ],
)
def test_groups_by_numbers(answers: list[str], expected: list[str]) -> None:
    assert names(talk(":groups", *answers, request=THREE)) == expected


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["delete 4"], "4 is not a number from 1 to 3."),
        (["delete"], "- is not a number from 1 to 3."),
        (["explode"], "explode is not a command or an entry."),
        (["edit 2", "a"], "a exists. Type another name."),
        (["edit 2", "-"], "Error: required."),
        (["delete 2"], "b deleted. :undo restores it."),
        (["?"], "duplicate 2   adds a copy of entry 2"),
    ],
)
def test_what_is_said_about_groups(answers: list[str], words: str) -> None:
    assert words in talk(":groups", *answers, request=THREE).text


def test_the_entries_are_listed_with_numbers_and_what_is_found() -> None:
    request = {**THREE, "Groups": {**THREE["Groups"], "b": {**GROUP, "DesiredVMCount": 0}}}
    found = talk(":groups", request=request)
    assert "  1  a, Instances: 1, Billing method: OnDemand" in found.script.lines
    assert "  2  b, Instances: 0, Billing method: OnDemand (1 error)" in found.script.lines


def test_many_entries_are_listed_a_few_at_a_time() -> None:
    request = {**SMALL, "Groups": {f"g{n}": GROUP for n in range(1, 31)}}
    found = talk(":groups", "list 21", request=request)
    assert "  and 10 more; type list 21 to see them" in found.script.lines
    assert any(line.startswith("  30  g30") for line in found.script.lines)


def test_the_fields_of_an_entry_lead_back_to_the_list() -> None:
    found = talk(":groups", "2", *[""] * 5, request=THREE)
    assert found.asked == [
        "Name",
        "Groups",
        "b: Name",
        "b: Instances",
        "b: Instance type",
        "b: Billing method",
        "b: Show advanced fields",
        "Groups",
    ]


def test_the_only_group_is_gone_through_unasked_once() -> None:
    found = talk(":groups", *[""] * 5, "<", request=SMALL)
    assert found.asked[1] == "g: Name"
    assert found.asked[6] == "Groups"


def test_mounts_are_numbered() -> None:
    found = talk(":mounts", "y", "add", "oss://b/x/", "/x/", "yes", "duplicate 1", "<", request=SMALL)
    entry = {"Source": "oss://b/x/", "Destination": "/x/", "WriteSupport": True}
    assert found.tree["Configs"]["Mounts"]["Entries"] == [entry, entry]
    assert "Mounts 2: Source" in found.asked


def test_entries_that_are_no_objects_stay() -> None:
    request = {**SMALL, "Groups": {"a": GROUP, "odd": 5, "b": GROUP}}
    found = talk(":groups", "delete 2", request=request)
    assert found.tree["Groups"] == {"a": GROUP, "odd": 5}
    assert "1 entry that is not an object is kept but not listed." in found.text
