"""Rows E21-E26, E34, E35, and E36 for the fields of a group."""

from typing import Any

import pytest

from .cases import (
    MINIMAL,
    Expected,
    at,
    errors_of,
    invalid,
    missing,
    pointer,
    ranged,
    typed,
    without,
    wrong,
)

Case = tuple[Any, list[Expected]]

GROUP: dict[str, Any] = MINIMAL["Groups"]["group1"]
COUNT = "/Groups/group1/DesiredVMCount"
COUNT_TYPE = typed("DesiredVMCount", "integer", COUNT)
COUNT_RANGE = invalid("DesiredVMCount", COUNT, "It must be in [1, 65536].")
RESOURCE = "/Groups/group1/ResourceType"
BAD_RESOURCE = invalid("ResourceType", RESOURCE)


def named(name: str) -> Any:
    """A request whose only group has this name."""
    return at("/Groups", {name: GROUP})


def of_name(name: str) -> Expected:
    """The error of a group's name."""
    return ranged(f"Groups.{name}", "size", 1, 64, pointer(["Groups", name]))


GROUPS: list[Case] = [
    (without("/Groups"), [missing("Groups", "/Groups")]),
    *((at("/Groups", value), [typed("Groups", "object", "/Groups")]) for value in wrong("object").values()),
    (at("/Groups", [GROUP]), [typed("Groups", "object", "/Groups")]),
    (at("/Groups", [{}], without("/InstanceType")), [typed("Groups", "object", "/Groups")]),
    (at("/Groups", {}), [invalid("Groups", "/Groups")]),
    *(
        (at("/Groups/group1", value), [typed("Groups.group1", "object", "/Groups/group1")])
        for value in wrong("object").values()
    ),
    (at("/Groups/group1", [GROUP]), [typed("Groups.group1", "object", "/Groups/group1")]),
    (at("/Groups", {"a/b~c": 1}), [typed("Groups.a/b~c", "object", "/Groups/a~1b~0c")]),
    (named(""), [of_name("")]),
    (named("g"), []),
    (named("0"), []),
    (named("g" * 64), []),
    (named("g" * 65), [of_name("g" * 65)]),
    (named("组" * 64), []),
    (named("组" * 65), [of_name("组" * 65)]),
    (named("😀" * 64), []),
    (named("😀" * 65), [of_name("😀" * 65)]),
    (named("a.b/c d"), []),
    (at("/Groups", {"": None}), [typed("Groups.", "object", "/Groups/"), of_name("")]),
    (at("/Groups", {f"g{number}": GROUP for number in range(65)}), []),
    (
        at("/Groups/group1", {}),
        [missing("DesiredVMCount", COUNT), missing("ResourceType", RESOURCE)],
    ),
]

COUNTS: list[Case] = [
    (without(COUNT), [missing("DesiredVMCount", COUNT)]),
    *((at(COUNT, value), [COUNT_TYPE]) for value in wrong("integer").values()),
    (at(COUNT, "3"), [COUNT_TYPE]),
    (at(COUNT, -1.0), [COUNT_TYPE]),
    (at(COUNT, 1e300), [COUNT_TYPE]),
    (at(COUNT, -1), [COUNT_RANGE]),
    (at(COUNT, 0), [COUNT_RANGE]),
    (at(COUNT, 1), []),
    (at(COUNT, 65536), []),
    (at(COUNT, 65537), [COUNT_RANGE]),
    (at(COUNT, 2**63), [COUNT_RANGE]),
    (at(COUNT, 2**64), [COUNT_RANGE]),
    (at(COUNT, 10**100), [COUNT_RANGE]),
    (at(COUNT, -(10**100)), [COUNT_RANGE]),
]

RESOURCES: list[Case] = [
    (without(RESOURCE), [missing("ResourceType", RESOURCE)]),
    *((at(RESOURCE, value), [BAD_RESOURCE]) for value in wrong("string").values()),
    (at(RESOURCE, "OnDemand"), []),
    (at(RESOURCE, "Spot"), []),
    (at(RESOURCE, ""), [BAD_RESOURCE]),
    (at(RESOURCE, "ondemand"), [BAD_RESOURCE]),
    (at(RESOURCE, "spot"), [BAD_RESOURCE]),
    (at(RESOURCE, "OnDemand "), [BAD_RESOURCE]),
    (at(RESOURCE, "PrePaid"), [BAD_RESOURCE]),
]


def other(field: str, value: Any, *, refused: bool) -> Case:
    """A field of a group that has no row of its own."""
    place = f"/Groups/group1/{field}"
    return at(place, value), [invalid(field, place)] if refused else []


OTHERS: list[Case] = [
    *(other("SpotStrategy", value, refused=True) for value in wrong("string").values()),
    other("SpotStrategy", "", refused=False),
    other("SpotStrategy", "SpotWithPriceLimit", refused=False),
    other("SpotStrategy", "SpotAsPriceGo", refused=False),
    other("SpotStrategy", "spotaspricego", refused=True),
    other("SpotStrategy", "NoSpot", refused=True),
    other("SpotStrategy", "SpotAsPriceGo\n", refused=True),
    *(other("SpotPriceLimit", value, refused=True) for value in wrong("number").values()),
    other("SpotPriceLimit", "0.5", refused=True),
    other("SpotPriceLimit", 0, refused=False),
    other("SpotPriceLimit", 0.0, refused=False),
    other("SpotPriceLimit", -0.0, refused=False),
    other("SpotPriceLimit", 1, refused=False),
    other("SpotPriceLimit", 0.0001, refused=False),
    other("SpotPriceLimit", 10**100, refused=False),
    other("SpotPriceLimit", -1, refused=True),
    other("SpotPriceLimit", -0.0001, refused=True),
    other("HostnamePrefix", "", refused=False),
    other("HostnamePrefix", "x" * 1000, refused=False),
    *(other("HostnamePrefix", value, refused=True) for value in wrong("string").values()),
    other("ImageId", "", refused=False),
    other("ImageId", "img-centos", refused=False),
    other("ImageId", "m-" + "x" * 300, refused=False),
    other("Mode", "anything", refused=False),
    *(other("Mode", value, refused=True) for value in wrong("string").values()),
]

CASES = [*GROUPS, *COUNTS, *RESOURCES, *OTHERS]


@pytest.mark.parametrize(("tree", "expected"), GROUPS)
def test_groups(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), COUNTS)
def test_number_of_machines(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), RESOURCES)
def test_resource_type(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), OTHERS)
def test_other_fields_of_a_group(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize("value", wrong("string").values())
def test_a_groups_image_of_a_wrong_type_bears_its_own_name(value: Any) -> None:
    found = errors_of(at("/Groups/group1/ImageId", value))
    assert [(code, place) for code, _, place in found] == [("InvalidImageId", "/Groups/group1/ImageId")]


def test_what_is_wrong_in_each_group_is_listed() -> None:
    tree = at("/Groups", {"a": {"DesiredVMCount": 0}, "b": {"ResourceType": "x"}, "c": GROUP, "d": 1})
    assert sorted(errors_of(tree)) == sorted(
        [
            invalid("DesiredVMCount", "/Groups/a/DesiredVMCount", "It must be in [1, 65536]."),
            missing("ResourceType", "/Groups/a/ResourceType"),
            missing("DesiredVMCount", "/Groups/b/DesiredVMCount"),
            invalid("ResourceType", "/Groups/b/ResourceType"),
            typed("Groups.d", "object", "/Groups/d"),
        ]
    )
