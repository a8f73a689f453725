"""Lists, maps, the entries of collections; and objects, entries and fields that are removed as a whole."""

from typing import Any

import pytest

from wizard.document.tree import MISSING, Path, get, remove_in, set_in

from .talk import GROUP, SMALL, talk

THREE = {**SMALL, "Groups": {name: {**GROUP, "DesiredVMCount": n} for n, name in enumerate("abc", 1)}}
ABC = {"a": "1", "b": "2", "c": "3"}
MAP: Path = ("UserData",)
LIST: Path = ("Configs", "Networks", "Classic", "AllowIpAddress")
EVENTS: Path = ("Notification", "Topic", "Events")
FIND = {MAP: [":find user data", "1"], LIST: [":find inbound ips"], EVENTS: [":find events"]}


@pytest.mark.parametrize(
    ("path", "given", "answers", "value"),
    [
        (MAP, MISSING, ["export a='1'", "b = two words ", "c=", ""], {"a": "1", "b": "two words", "c": ""}),
        (MAP, MISSING, ["a=1\nb=2\n# no\n"], {"a": "1", "b": "2"}),
        (MAP, MISSING, ['{"a": "1", "b": [2]}', "a=2"], {"a": "2", "b": "[2]"}),
        (MAP, MISSING, ["just text"], MISSING),
        (MAP, ABC, [":delete 2"], {"a": "1", "c": "3"}),
        (MAP, ABC, [":move 3 1"], {"c": "3", "a": "1", "b": "2"}),
        (MAP, ABC, ["-"], MISSING),
        (MAP, {}, ["c=d", "-"], {}),
        (MAP, ABC, [":delete 9", ":delete", ":move 1"], ABC),
        (MAP, ABC, [":edit 2", "just text", ":edit 2", "B=2"], {"a": "1", "B": "2", "c": "3"}),
        (MAP, ABC, [":edit 1", "", ":edit 2", "-", ":edit 2", "c=new"], {"a": "1", "c": "new"}),
        (MAP, "text", [""], "text"),
        (MAP, "text", ["a=1"], {"a": "1"}),
        (LIST, MISSING, ["10.1.1.1", "10.1.1.2", ""], ["10.1.1.1", "10.1.1.2"]),
        (LIST, MISSING, ["10.1.1.1\n\n10.1.1.2\n"], ["10.1.1.1", "10.1.1.2"]),
        (LIST, MISSING, ["\\-", "\\<"], ["-", "<"]),
        (LIST, ["a", "b"], [":delete 1"], ["b"]),
        (LIST, ["a", "b"], [":edit 2", "c"], ["a", "c"]),
        (LIST, ["a", "b"], [":edit 1", "-"], ["b"]),
        (LIST, ["a", "b"], ["-"], MISSING),
        (LIST, [], ["a", ":delete 1"], []),
        (LIST, ["x", 5, None], ["a"], ["x", 5, None, "a"]),
        (EVENTS, MISSING, ["3, 1"], ["OnInstanceActive", "OnClusterDeleted"]),
        (EVENTS, MISSING, ["oninstanceactive"], ["OnInstanceActive"]),
        (EVENTS, MISSING, ["1,2", "1"], ["OnInstanceCreated"]),
        (EVENTS, MISSING, ["OnMoon"], ["OnMoon"]),
        (EVENTS, MISSING, ["OnMoon", "4"], MISSING),
        (EVENTS, MISSING, ["1", "-"], MISSING),
        (EVENTS, [], ["1", "1"], []),
    ],
)
def test_entries_of_maps_and_items_of_lists(path: Path, given: Any, answers: list[str], value: Any) -> None:
    request = SMALL if given is MISSING else set_in(SMALL, path, given)
    found = talk(*FIND[path], *answers, request=request)
    assert repr(get(found.tree, path, MISSING)) == repr(value), "keys in this order"
    assert ("just text is not KEY=VALUE" in found.text) is ("just text" in answers)
    assert ('"text" is not an object.' in found.text) is (given == "text")


@pytest.mark.parametrize(
    ("path", "given", "answers", "words"),
    [
        (MAP, {}, [f"{'k' * 129}=1"], "The name of the entry must have at most 128 characters, not 129."),
        (LIST, ["x", 5], [], "\n  2  5\n"),
        (EVENTS, [], ["1"], "\n  1  [x] OnClusterDeleted: The cluster was deleted\n"),
    ],
)
def test_entries_are_listed_with_problems_and_choices(
    path: Path, given: Any, answers: list[str], words: str
) -> None:
    assert words in talk(*FIND[path], *answers, request=set_in(SMALL, path, given)).text


# -- collections


@pytest.mark.parametrize(
    ("answers", "names", "words"),
    [
        (["delete 2"], "a c", "b deleted. :undo restores it."),
        ([*["delete 1"] * 3, "add", "<", "delete 1"], "", "group1 deleted."),
        (["duplicate 1"], "a b c a2", "a2: Name"),
        (["duplicate 1", "<", "duplicate 4"], "a b c a2 a3", "a3: Name"),
        (["move 3 1"], "c a b", ""),
        (["Move 1 3"], "b c a", ""),
        (["add"], "a b c group1", "group1: Name"),
        (["add", "workers"], "a b c workers", "workers: Instances"),
        (["edit 2", "middle"], "a middle c", ""),
        (["2", "middle"], "a middle c", ""),
        (["edit 2", "a", ""], "a b c", "a exists. Type another name."),
        (["edit 2", "-", ""], "a b c", "Error: required."),
        (["delete 4"], "a b c", "4 is not a number from 1 to 3."),
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
    answers = (":mounts", "y", "add", "oss://b/x/", "/x/", "yes", "duplicate 1", "<")
    found = talk(*answers, request=SMALL)
    entry = {"Source": "oss://b/x/", "Destination": "/x/", "WriteSupport": True}
    assert found.tree["Configs"]["Mounts"]["Entries"] == [entry, entry]
    assert "Mounts 2: Source" in found.asked, "mounts have numbers"


def test_entries_that_are_not_objects_are_kept() -> None:
    request = {**SMALL, "Groups": {"a": GROUP, "odd": 5, "b": GROUP}}
    found = talk(":groups", "delete 2", request=request)
    assert found.tree["Groups"] == {"a": GROUP, "odd": 5}
    assert "1 entry that is not an object is kept but not listed." in found.text


# -- removing

REQUEST: dict[str, Any] = {
    **SMALL,
    "Groups": {"g": GROUP, "h": GROUP},
    "UserData": {"a": "1", "b": "2"},
    "Extra": [1, {"x": 2}],
    "Configs": {
        "Disks": {"SystemDisk": {"Size": 40}, "DataDisk": {"Size": 40, "MountPoint": "/data"}},
        "Mounts": {"OSS": {"AccessKeySecret": "plain-secret"}},
        "Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}},
    },
    "Notification": {"Topic": {"Name": "t"}},
}


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("data disk", ("Configs", "Disks", "DataDisk")),
        ("notification", ("Notification",)),
        ("OSS credentials", ("Configs", "Mounts", "OSS")),
        ("h", ("Groups", "h")),
        ("b", ("UserData", "b")),
        ("extra", ("Extra",)),
    ],
)
def test_anything_is_removed_by_its_name_and_restored_by_one_undo(words: str, path: Path) -> None:
    found = talk(f":remove {words}", request=REQUEST)
    assert found.tree == remove_in(REQUEST, path)
    assert "removed. :undo restores it." in found.text
    assert talk(f":remove {words}", ":undo", request=REQUEST).tree == REQUEST


def test_several_matches_are_listed_without_secrets() -> None:
    found = talk(":remove disk", "7", "3", request=REQUEST)
    lines = [line.split(":")[0] for line in found.lines if line.startswith("  ")]
    assert lines[:3] == [
        "  1  Disks (Disks)",
        "  2  Disks › System disk (SystemDisk)",
        "  3  Disks › System disk › Size (Size)",
    ]
    assert "7 is not a number from 1 to" in found.text
    assert found.tree == remove_in(REQUEST, ("Configs", "Disks", "SystemDisk", "Size"))
    assert "plain-secret" not in talk(":remove configs mounts", ":remove", request=REQUEST).text
    none = talk(":remove disk", "", ":remove nosuch", "other", request=REQUEST)
    assert "Nothing is named nosuch." in none.text
    assert none.tree == {**REQUEST, "Name": "other"}


def test_an_entry_removed_while_its_fields_are_asked_for_stays_removed() -> None:
    found = talk(":groups", "edit h", "", ":remove h", "", ":review", request=REQUEST)
    assert found.tree == remove_in(REQUEST, ("Groups", "h"))
