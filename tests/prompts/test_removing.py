"""Objects, entries and fields are removed as a whole, at any question."""

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
        ("topic", ("Notification", "Topic")),
        ("VPC", ("Configs", "Networks", "VPC")),
        ("OSS credentials", ("Configs", "Mounts", "OSS")),
        ("Configs", ("Configs",)),
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


@pytest.mark.parametrize(
    ("field", "answers", "imported"),
    [
        ("UserData", ["c=d", "-"], {"UserData": {}}),
        ("EnvVars", ["c=d", ":delete 1"], {"EnvVars": {}}),
        ("FileSystem", ["nas://a", ":delete 1"], {"Configs": {"Mounts": {"NAS": {"FileSystem": []}}}}),
        ("Events", ["1", "1"], {"Notification": {"Topic": {"Events": []}}}),
    ],
)
def test_an_imported_empty_object_or_list_stays_when_it_is_filled_and_emptied(
    field: str, answers: list[str], imported: dict[str, Any]
) -> None:
    request = {**SMALL, **imported}
    assert talk(f":find {field}", *answers, request=request).tree == request
