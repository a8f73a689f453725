"""Several rules failing at once: all are listed, in the order of the error table."""

import itertools
from typing import Any

import pytest

from wizard.validation import check
from wizard.validation.error_codes import ERROR_CODES, error_code

from .cases import MINIMAL, Expected, at, errors_of, invalid, missing, ranged, typed, without

VPC = "/Configs/Networks/VPC"
DOTTED = "Configs.Networks.VPC"
GROUP = "/Groups/group1"

IN_ORDER: list[tuple[int, Expected]] = [
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
    (
        31,
        (
            f"QuotaExhausted.{DOTTED}.OppositeRouterType",
            f"The {DOTTED}.OppositeRouterType (R) is forbidden.",
            f"{VPC}/OppositeRouterType",
        ),
    ),
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

MANDATORY = [
    (4, missing("Name", "/Name")),
    (13, missing("ImageId", "/ImageId")),
    (16, typed("UserData", "object", "/UserData")),
    (21, typed("Groups", "object", "/Groups")),
]

TYPED = [
    (8, typed("Name", "string", "/Name")),
    (11, typed("Description", "string", "/Description")),
    (14, typed("ImageId", "string", "/ImageId")),
    (21, typed("Groups", "object", "/Groups")),
    (36, invalid("EnvVars", "/EnvVars")),
]


def test_all_that_fail_are_listed_in_the_order_of_the_table() -> None:
    assert errors_of(WORST) == [expected for _, expected in IN_ORDER]


def test_what_is_mandatory_comes_in_the_order_of_the_table() -> None:
    assert errors_of({"Groups": 1, "UserData": 1}) == [expected for _, expected in MANDATORY]


def test_types_come_in_the_order_of_the_table() -> None:
    tree = {"EnvVars": 1, "Groups": 1, "ImageId": 1, "Description": 1, "Name": 1}
    assert errors_of(tree) == [expected for _, expected in TYPED]


@pytest.mark.parametrize(
    "order", itertools.permutations(["Name", "Description", "UserData", "Bootstrap"]), ids=" ".join
)
def test_the_order_of_keys_does_not_matter(order: tuple[str, ...]) -> None:
    bad = {"Name": "9", "Description": 1, "UserData": {"k": 1}, "Bootstrap": 1}
    tree = {name: bad[name] for name in order} | {name: MINIMAL[name] for name in MINIMAL if name != "Name"}
    assert [code for code, _, _ in errors_of(tree)] == [
        "InvalidName",
        "InvalidDescription",
        "InvalidUserData.k.value",
        "InvalidBootstrap",
    ]


def test_the_first_error_is_what_the_service_answers() -> None:
    tree = at("/Name", "9", without("/InstanceType"))
    tree["Groups"]["group1"]["DesiredVMCount"] = 0
    assert [code for code, _, _ in errors_of(tree)] == [
        "InvalidName",
        "InvalidDesiredVMCount",
        "MissingInstanceType",
    ]


def test_errors_come_before_warnings_and_notes() -> None:
    severities = [finding.severity for finding in check(at("/Bootstrp", 1, WORST))]
    assert "error" in severities and len(set(severities)) > 1
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


def test_an_error_says_which_row_it_is_of() -> None:
    assert [finding.row for finding in check(WORST) if finding.severity == "error"] == [
        number for number, _ in IN_ORDER
    ]


def test_the_table_has_36_rows_with_the_status_of_each() -> None:
    assert [entry.number for entry in ERROR_CODES] == list(range(1, 37))
    assert [entry.number for entry in ERROR_CODES if entry.status == 403] == [28, 29, 30, 31]
    assert all(entry.status == 400 for entry in ERROR_CODES if entry.number not in (28, 29, 30, 31))
    assert error_code(4).code == "MissingName"
    assert error_code(4).message == "Name is mandatory for this action."


@pytest.mark.parametrize("number", [1, 28, 29, 30])
def test_what_only_the_service_can_know_is_not_found_in_a_request(number: int) -> None:
    tree = at("/Groups", {f"g{i}": {"DesiredVMCount": 65536, "ResourceType": "OnDemand"} for i in range(200)})
    assert error_code(number).code not in {finding.rule for finding in check(tree)}
