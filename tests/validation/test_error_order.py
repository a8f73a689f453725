"""A request with several errors: all are listed, in the order of the error table."""

from typing import Any

from wizard.validation import check
from wizard.validation.error_codes import ERROR_CODES, error_code

from .cases import Expected, errors_of, forbidden, invalid, missing, ranged, typed

VPC = "/Configs/Networks/VPC"
DOTTED = "Configs.Networks.VPC"
GROUP = "/Groups/group1"

IN_ORDER: list[tuple[int, Expected]] = [  # the row of the table, and the error
    (5, missing(f"{DOTTED}.OppositeRouterId", f"{VPC}/OppositeRouterId")),
    (6, missing(f"{DOTTED}.OppositeAccessPointId", f"{VPC}/OppositeAccessPointId")),
    (7, missing(f"{DOTTED}.OppositeRegionId", f"{VPC}/OppositeRegionId")),
    (9, ranged("Name", "length", 1, 64, "/Name")),
    (
        10,
        invalid(
            "Name",
            "/Name",
            "It must only contain characters within [a-zA-Z0-9_-], and must not start with [0-9].",
        ),
    ),
    (12, ranged("Description", "length", 0, 1024, "/Description")),
    (15, ranged("ImageId", "length", 1, 256, "/ImageId")),
    (17, ranged("UserData", "size", 0, 64, "/UserData")),
    (18, ranged("UserData.", "length", 1, 128, "/UserData/")),
    (19, typed("UserData.a.value", "string", "/UserData/a")),
    (20, ranged("UserData.b.value", "length", 0, 1024, "/UserData/b")),
    (22, typed("Groups.x", "object", "/Groups/x")),
    (23, ranged("Groups.", "size", 1, 64, "/Groups/")),
    (24, missing("DesiredVMCount", f"{GROUP}/DesiredVMCount")),
    (25, typed("DesiredVMCount", "integer", "/Groups/group2/DesiredVMCount")),
    (26, invalid("DesiredVMCount", "/Groups/group3/DesiredVMCount", "It must be in [1, 65536].")),
    (27, invalid("CidrBlock", f"{VPC}/CidrBlock", f"{DOTTED}.CidrBlock is not valid.")),
    (31, forbidden("R")),
    (32, missing("InstanceType", "/Groups/group3/InstanceType")),
    (33, invalid("InstanceType", "/Groups/group2/InstanceType")),
    (34, missing("ResourceType", f"{GROUP}/ResourceType")),
    (35, invalid("ResourceType", "/Groups/group2/ResourceType")),
    (36, invalid("Bootstrap", "/Bootstrap")),
]

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

OTHERS: list[tuple[Any, list[Expected]]] = [
    (
        {"Groups": 1, "UserData": 1},
        [
            missing("Name", "/Name"),
            missing("ImageId", "/ImageId"),
            typed("UserData", "object", "/UserData"),
            typed("Groups", "object", "/Groups"),
        ],
    ),
    (
        {"EnvVars": 1, "Groups": 1, "ImageId": 1, "Description": 1, "Name": 1},
        [
            typed("Name", "string", "/Name"),
            typed("Description", "string", "/Description"),
            typed("ImageId", "string", "/ImageId"),
            typed("Groups", "object", "/Groups"),
            invalid("EnvVars", "/EnvVars"),
        ],
    ),
]
"""Requests that fail other rows, and their errors in order."""


def test_errors_are_listed_in_the_order_of_the_table() -> None:
    assert errors_of(WORST) == [expected for _, expected in IN_ORDER]
    for tree, expected in OTHERS:
        assert errors_of(tree) == expected


def test_errors_come_before_warnings_and_notes() -> None:
    severities = [finding.severity for finding in check({**WORST, "Bootstrp": 1})]
    assert "error" in severities and len(set(severities)) > 1
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


def test_an_error_names_its_row() -> None:
    rows = [finding.row for finding in check(WORST) if finding.severity == "error"]
    assert rows == [number for number, _ in IN_ORDER]


def test_the_table_has_36_rows_with_their_status() -> None:
    forbidden_rows = [28, 29, 30, 31]
    assert {entry.number: entry.status for entry in ERROR_CODES} == {
        number: 403 if number in forbidden_rows else 400 for number in range(1, 37)
    }
    assert error_code(4).code == "MissingName"
    assert error_code(4).message == "Name is mandatory for this action."
