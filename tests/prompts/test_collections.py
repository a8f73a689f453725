"""Lists, maps, and the entries of collections."""

from typing import Any

import pytest

from .talk import GROUP, SMALL, Talk, talk

THREE = {**SMALL, "Groups": {name: {**GROUP, "DesiredVMCount": n} for n, name in enumerate("abc", 1)}}
ABC = {"a": "1", "b": "2", "c": "3"}


def user_data(*answers: str, given: Any = None) -> Talk:
    request = SMALL if given is None else {**SMALL, "UserData": given}
    return talk(":find user data", "1", *answers, request=request)


@pytest.mark.parametrize(
    ("given", "answers", "entries"),
    [
        (None, ["export a='1'", "b = two words ", "c=", ""], {"a": "1", "b": "two words", "c": ""}),
        (None, ["a=1\nb=2\n# no\n"], {"a": "1", "b": "2"}),
        (None, ['{"a": "1", "b": [2]}', "a=2"], {"a": "2", "b": "[2]"}),
        (None, ["just text"], None),
        (ABC, [":delete 2"], {"a": "1", "c": "3"}),
        (ABC, [":move 3 1"], {"c": "3", "a": "1", "b": "2"}),
        (ABC, ["-"], None),
        (ABC, [":delete 9", ":delete", ":move 1"], ABC),
        (ABC, [":edit 2", "just text", ":edit 2", "B=2"], {"a": "1", "B": "2", "c": "3"}),
        (ABC, [":edit 1", "", ":edit 2", "-", ":edit 2", "c=new"], {"a": "1", "c": "new"}),
        ("text", [""], "text"),
        ("text", ["a=1"], {"a": "1"}),
    ],
)
def test_entries_of_a_map(given: Any, answers: list[str], entries: Any) -> None:
    found = user_data(*answers, given=given)
    assert repr(found.tree.get("UserData")) == repr(entries)
    assert ("just text is not KEY=VALUE" in found.text) is ("just text" in answers)
    assert ('"text" is not an object.' in found.text) is (given == "text")


def test_problems_of_an_entry_are_printed() -> None:
    found = user_data(f"{'k' * 129}=1")
    assert "The name of the entry must have at most 128 characters, not 129." in found.text


@pytest.mark.parametrize(
    ("given", "answers", "items"),
    [
        ([], ["10.1.1.1", "10.1.1.2", ""], ["10.1.1.1", "10.1.1.2"]),
        ([], ["10.1.1.1\n\n10.1.1.2\n"], ["10.1.1.1", "10.1.1.2"]),
        ([], ["\\-", "\\<"], ["-", "<"]),
        (["a", "b"], [":delete 1"], ["b"]),
        (["a", "b"], [":move 2 1"], ["b", "a"]),
        (["a", "b"], [":edit 2", "c"], ["a", "c"]),
        (["a", "b"], [":edit 1", "-"], ["b"]),
        (["a", "b"], ["-"], None),
        (["x", 5, None], ["a"], ["x", 5, None, "a"]),
    ],
)
def test_items_of_a_list(given: list[Any], answers: list[str], items: list[Any] | None) -> None:
    request = {**SMALL, "Configs": {"Networks": {"Classic": {"AllowIpAddress": given} if given else {}}}}
    found = talk(":find inbound ips", *answers, request=request)
    assert found.tree["Configs"]["Networks"].get("Classic", {}).get("AllowIpAddress") == items
    assert ("  2  5" in found.lines) is (5 in given)


@pytest.mark.parametrize(
    ("answers", "events"),
    [
        (["3, 1"], ["OnInstanceActive", "OnClusterDeleted"]),
        (["oninstanceactive"], ["OnInstanceActive"]),
        (["1,2", "1"], ["OnInstanceCreated"]),
        (["OnMoon"], ["OnMoon"]),
        (["OnMoon", "4"], None),
        (["\\1"], ["1"]),
        (["1", "-"], None),
    ],
)
def test_known_items_are_chosen_and_removed_by_number_or_name(
    answers: list[str], events: list[str] | None
) -> None:
    found = talk(":find events", *answers, request=SMALL)
    assert found.tree.get("Notification", {}).get("Topic", {}).get("Events") == events


def test_chosen_items_are_marked_and_explained() -> None:
    found = talk(":find events", "1", request=SMALL)
    assert "  1  [x] OnClusterDeleted: The cluster was deleted" in found.lines


# -- collections


@pytest.mark.parametrize(
    ("answers", "names", "words"),
    [
        (["delete 2"], "a c", "b deleted. :undo restores it."),
        (["delete 1", "delete 1", "delete 1"], "", "c deleted."),
        (["duplicate 1"], "a b c a2", "a2: Name"),
        (["move 3 1"], "c a b", ""),
        (["Move 1 3"], "b c a", ""),
        (["add"], "a b c group1", "group1: Name"),
        (["add", "workers"], "a b c workers", "workers: Instances"),
        (["edit 2", "middle"], "a middle c", ""),
        (["2", "middle"], "a middle c", ""),
        (["edit 2", "a", ""], "a b c", "a exists. Type another name."),
        (["edit 2", "-", ""], "a b c", "Error: required."),
        (["delete 4"], "a b c", "4 is not a number from 1 to 3."),
        (["delete"], "a b c", "- is not a number from 1 to 3."),
        (["move 1"], "a b c", "is not a number from 1 to 3."),
        (["explode 1"], "a b c", "explode 1 is not a command or an entry."),
        (["?"], "a b c", "duplicate 2   adds a copy of entry 2"),
    ],
)
def test_groups_by_numbers(answers: list[str], names: str, words: str) -> None:
    found = talk(":groups", *answers, request=THREE)
    assert list(found.tree["Groups"]) == names.split()
    assert words in found.text


def test_entries_are_listed_with_their_problems_20_at_a_time() -> None:
    groups = {f"g{n}": GROUP for n in range(1, 31)} | {"g2": {**GROUP, "DesiredVMCount": 0}}
    found = talk(":groups", "list 21", request={**SMALL, "Groups": groups})
    assert "  1  g1, Instances: 1, Billing method: OnDemand" in found.lines
    assert "  2  g2, Instances: 0, Billing method: OnDemand (1 error)" in found.lines
    assert "  and 10 more; type list 21 to see them" in found.lines
    assert any(line.startswith("  30  g30") for line in found.lines)


def test_the_fields_of_an_entry_are_followed_by_the_list() -> None:
    fields = ["Name", "Instances", "Instance type", "Billing method", "Show advanced fields"]
    asked = talk(":groups", "2", *[""] * 5, request=THREE).asked
    assert asked == ["Name", "Groups", *(f"b: {field}" for field in fields), "Groups"]
    only = talk(":groups", *[""] * 5, "<", request=SMALL).asked
    assert only[1:7] == [*(f"g: {field}" for field in fields), "Groups"], "the only group is opened at once"


def test_mounts_have_numbers() -> None:
    found = talk(":mounts", "y", "add", "oss://b/x/", "/x/", "yes", "duplicate 1", "<", request=SMALL)
    entry = {"Source": "oss://b/x/", "Destination": "/x/", "WriteSupport": True}
    assert found.tree["Configs"]["Mounts"]["Entries"] == [entry, entry]
    assert "Mounts 2: Source" in found.asked


def test_entries_that_are_not_objects_are_kept() -> None:
    request = {**SMALL, "Groups": {"a": GROUP, "odd": 5, "b": GROUP}}
    found = talk(":groups", "delete 2", request=request)
    assert found.tree["Groups"] == {"a": GROUP, "odd": 5}
    assert "1 entry that is not an object is kept but not listed." in found.text
