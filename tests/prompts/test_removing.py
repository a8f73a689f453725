"""Objects, entries and fields are removed as a whole, whatever question is asked."""

from typing import Any

import pytest

from wizard.document.tree import Path, remove_in

from .talk import GROUP, SMALL, talk

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
        ("SystemDisk", ("Configs", "Disks", "SystemDisk")),
        ("notification", ("Notification",)),
        ("VPC", ("Configs", "Networks", "VPC")),
        ("OSS credentials", ("Configs", "Mounts", "OSS")),
        ("Configs", ("Configs",)),
        ("h", ("Groups", "h")),
        ("b", ("UserData", "b")),
        ("extra", ("Extra",)),
    ],
)
def test_whatever_is_called_by_its_name_is_removed_and_brought_back_by_one_undo(
    words: str, path: Path
) -> None:
    found = talk(f":remove {words}", request=REQUEST)
    assert found.tree == remove_in(REQUEST, path)
    assert "removed. :undo restores it." in found.text
    assert talk(f":remove {words}", ":undo", request=REQUEST).tree == REQUEST


def test_several_that_fit_are_listed_to_choose_from_without_secrets() -> None:
    found = talk(":remove disk", "7", "3", request=REQUEST)
    lines = [line.split(":")[0] for line in found.script.lines if line.startswith("  ")]
    assert lines[:3] == [
        "  1  Disks (Disks)",
        "  2  Disks › System disk (SystemDisk)",
        "  3  Disks › System disk › Size (Size)",
    ]
    assert talk(":remove topic", request=REQUEST).tree == remove_in(REQUEST, ("Notification", "Topic"))
    assert "7 is not a number from 1 to" in found.text
    assert found.tree["Configs"]["Disks"] == {
        "SystemDisk": {},
        "DataDisk": REQUEST["Configs"]["Disks"]["DataDisk"],
    }
    assert "plain-secret" not in talk(":remove configs mounts", ":remove", request=REQUEST).text


def test_nothing_is_removed_by_enter_or_by_a_name_that_nothing_has() -> None:
    found = talk(":remove disk", "", ":remove nosuch", "other", request=REQUEST)
    assert "Nothing is named nosuch." in found.text
    assert found.tree == {**REQUEST, "Name": "other"}


def test_an_entry_that_is_removed_while_its_fields_are_asked_for_does_not_come_back() -> None:
    found = talk(":groups", "edit h", "", ":remove h", "", ":review", request=REQUEST)
    assert found.tree == remove_in(REQUEST, ("Groups", "h"))


@pytest.mark.parametrize(
    ("field", "answers", "blank"),
    [
        ("UserData", ["c=d", "-"], {}),
        ("EnvVars", ["c=d", ":delete 1"], {}),
        ("FileSystem", ["nas://a", ":delete 1"], []),
        ("Events", ["1", "1"], []),
    ],
)
def test_what_was_imported_empty_is_there_after_it_was_filled_and_emptied(
    field: str, answers: list[str], blank: Any
) -> None:
    places: dict[str, Any] = {
        "FileSystem": {"Configs": {"Mounts": {"NAS": {"FileSystem": blank}}}},
        "Events": {"Notification": {"Topic": {"Events": blank}}},
    }
    request = {**SMALL, **places.get(field, {field: blank})}
    found = talk(f":find {field}", *answers, request=request)
    assert found.tree == request
