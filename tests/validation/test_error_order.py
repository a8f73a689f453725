"""A request with several errors: all are listed, in the order of the error table."""

from typing import Any

import pytest

from wizard.document.tree import to_pointer
from wizard.validation import check
from wizard.validation.error_codes import ERROR_CODES, error_code

VPC, GROUPS = "/Configs/Networks/VPC", "/Groups"

WORST: dict[str, Any] = {
    "Bootstrap": None,
    "Configs": {"Networks": {"VPC": {"OppositeRouterType": "R", "CidrBlock": "x"}}},
    "Groups": {
        "group3": {"DesiredVMCount": 65537, "ResourceType": "Spot"},
        "group2": {"ResourceType": "x", "InstanceType": "x", "DesiredVMCount": "3"},
        "group1": {"InstanceType": "ecs.sn1.large"},
        "": {"DesiredVMCount": 1, "ResourceType": "Spot", "InstanceType": "ecs.sn1.large"},
        "x": 1,
    },
    "UserData": {"b": "v" * 1025, "a": 1, "": "v", **{f"k{number}": "v" for number in range(62)}},
    "ImageId": "",
    "Description": "d" * 1025,
    "Name": "9" * 65,
}

IN_ORDER: list[tuple[Any, list[tuple[int, str]]]] = [
    (
        WORST,
        [
            *((5, f"{VPC}/OppositeRouterId"), (6, f"{VPC}/OppositeAccessPointId")),
            *((7, f"{VPC}/OppositeRegionId"), (9, "/Name"), (10, "/Name"), (12, "/Description")),
            *((15, "/ImageId"), (17, "/UserData"), (18, "/UserData/"), (19, "/UserData/a")),
            *((20, "/UserData/b"), (22, f"{GROUPS}/x"), (23, f"{GROUPS}/")),
            *((24, f"{GROUPS}/group1/DesiredVMCount"), (25, f"{GROUPS}/group2/DesiredVMCount")),
            *((26, f"{GROUPS}/group3/DesiredVMCount"), (27, f"{VPC}/CidrBlock")),
            *((31, f"{VPC}/OppositeRouterType"), (32, f"{GROUPS}/group3/InstanceType")),
            *((33, f"{GROUPS}/group2/InstanceType"), (34, f"{GROUPS}/group1/ResourceType")),
            *((35, f"{GROUPS}/group2/ResourceType"), (36, "/Bootstrap")),
        ],
    ),
    ({"Groups": 1, "UserData": 1}, [(4, "/Name"), (13, "/ImageId"), (16, "/UserData"), (21, GROUPS)]),
    (
        {"EnvVars": 1, "Groups": 1, "ImageId": 1, "Description": 1, "Name": 1},
        [(8, "/Name"), (11, "/Description"), (14, "/ImageId"), (21, GROUPS), (36, "/EnvVars")],
    ),
]
"""Requests, and their errors as rows of the table and JSON Pointers."""


@pytest.mark.parametrize(("tree", "expected"), IN_ORDER, ids=range(3))
def test_errors_are_listed_in_the_order_of_the_table(tree: Any, expected: list[tuple[int, str]]) -> None:
    found = [(each.row, to_pointer(each.path)) for each in check(tree) if each.severity == "error"]
    assert found == expected


def test_errors_come_before_warnings_and_notes() -> None:
    severities = [finding.severity for finding in check({**WORST, "Bootstrp": 1})]
    assert "error" in severities and len(set(severities)) > 1
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


def test_the_table_has_36_rows_with_their_status() -> None:
    forbidden_rows = [28, 29, 30, 31]
    assert {entry.number: entry.status for entry in ERROR_CODES} == {
        number: 403 if number in forbidden_rows else 400 for number in range(1, 37)
    }
    assert error_code(4).code == "MissingName"
    assert error_code(4).message == "Name is mandatory for this action."
