"""Row E36: every other parameter of a wrong type or value."""

from typing import Any

import pytest

from wizard.validation import check

from .cases import EXAMPLE, OPPOSITE, Expected, at, errors_of, invalid, without, wrong

MOUNTS = "/Configs/Mounts"
CLASSIC = "/Configs/Networks/Classic"
VPC = "/Configs/Networks/VPC"
ENTRY = "/Configs/Mounts/Entries/0"
TOPIC = "/Notification/Topic"
BASE = at(VPC, OPPOSITE, EXAMPLE)

LONG = "x" * 5000
"""More than any sentence should repeat."""

STRINGS = [
    "/DependencyIsvService",
    "/Bootstrap",
    "/ScheduleType",
    "/Configs/Disks/SystemDisk/Type",
    "/Configs/Disks/DataDisk/Type",
    "/Configs/Disks/DataDisk/MountPoint",
    f"{ENTRY}/Source",
    f"{ENTRY}/Destination",
    f"{MOUNTS}/Locale",
    f"{MOUNTS}/RefreshStrategy",
    f"{MOUNTS}/RefreshTopicName",
    f"{MOUNTS}/OSS/AccessKeyId",
    f"{MOUNTS}/OSS/AccessKeySecret",
    f"{MOUNTS}/OSS/SecurityToken",
    f"{VPC}/ExpressConnectSpec",
    f"{VPC}/OppositeRegionId",
    f"{VPC}/OppositeRouterId",
    f"{VPC}/OppositeAccessPointId",
    f"{VPC}/OppositeInterfaceId",
    f"{TOPIC}/Name",
    f"{TOPIC}/Endpoint",
    f"{TOPIC}/UserData",
    f"{TOPIC}/UserTemplate",
]
BOOLEANS = [
    "/PasswordInherit",
    f"{ENTRY}/WriteSupport",
    f"{MOUNTS}/Lock",
    f"{MOUNTS}/CacheSupport",
    f"{MOUNTS}/NasMetaCache",
]
SIZES = ["/Configs/Disks/SystemDisk/Size", "/Configs/Disks/DataDisk/Size"]
COUNTS = [f"{MOUNTS}/CacheBlockSize", f"{MOUNTS}/CacheTotalSize", f"{MOUNTS}/RefreshTimeOut"]
LISTS = [
    f"{MOUNTS}/NAS/AccessGroup",
    f"{MOUNTS}/NAS/FileSystem",
    f"{CLASSIC}/AllowIpAddress",
    f"{CLASSIC}/AllowIpAddressEgress",
    f"{CLASSIC}/AllowSecurityGroup",
    f"{CLASSIC}/AllowSecurityGroupEgress",
    f"{TOPIC}/Events",
]
OBJECTS = [
    "/Notification",
    TOPIC,
    "/Configs",
    "/Configs/Disks",
    "/Configs/Disks/SystemDisk",
    "/Configs/Disks/DataDisk",
    MOUNTS,
    f"{MOUNTS}/NAS",
    f"{MOUNTS}/OSS",
    "/Configs/Networks",
    VPC,
    CLASSIC,
]
KINDS = {
    "string": STRINGS,
    "boolean": BOOLEANS,
    "integer": [*SIZES, *COUNTS],
    "list": [*LISTS, f"{MOUNTS}/Entries"],
    "object": OBJECTS,
}


def dotted(place: str) -> str:
    """The name of a parameter in a code: its full path without the indexes of lists."""
    return ".".join(step for step in place.split("/")[1:] if not step.isdigit())


def refused(place: str, value: Any) -> tuple[Any, list[Expected]]:
    """A request with a value that the service refuses."""
    return at(place, value, BASE), [invalid(dotted(place), place)]


def taken(place: str, value: Any) -> tuple[Any, list[Expected]]:
    """A request with a value that the service takes."""
    return at(place, value, BASE), []


CASES: list[tuple[Any, list[Expected]]] = [
    *(
        refused(place, value)
        for kind, places in KINDS.items()
        for place in places
        for value in wrong(kind).values()
    ),
    *(taken(place, value) for place in [*LISTS, f"{MOUNTS}/Entries"] for value in ([],)),
    *(taken(place, {}) for place in OBJECTS),
    *(taken(place, value) for place in BOOLEANS for value in (True, False)),
    *(taken(place, value) for place in SIZES for value in (1, 40, 500, 32768, 10**100)),
    *(refused(place, value) for place in SIZES for value in (0, -1, 40.0, "40", -(10**100))),
    *(taken(place, value) for place in COUNTS for value in (0, 1, 2**64)),
    *(refused(place, value) for place in COUNTS for value in (-1, 0.0, "0")),
    *(taken(place, ["x", ""]) for place in LISTS),
    *(taken(place, "anything 任何") for place in STRINGS),
    (at(f"{MOUNTS}/Entries", [{}], BASE), []),
    (
        at(f"{ENTRY}/WriteSupport", "true", BASE),
        [invalid("Configs.Mounts.Entries.WriteSupport", f"{ENTRY}/WriteSupport")],
    ),
]
ELEMENTS = [
    *((place, value) for place in LISTS for value in wrong("string").values()),
    *((f"{MOUNTS}/Entries", value) for value in wrong("object").values()),
]
CODES = {
    "/Configs/Disks/SystemDisk/Size": "InvalidConfigs.Disks.SystemDisk.Size",
    f"{ENTRY}/Source": "InvalidConfigs.Mounts.Entries.Source",
    f"{TOPIC}/Events": "InvalidNotification.Topic.Events",
    f"{MOUNTS}/CacheBlockSize": "InvalidConfigs.Mounts.CacheBlockSize",
    f"{VPC}/OppositeRegionId": "InvalidConfigs.Networks.VPC.OppositeRegionId",
    "/Bootstrap": "InvalidBootstrap",
    "/Configs": "InvalidConfigs",
}


@pytest.mark.parametrize(("tree", "expected"), CASES)
def test_a_parameter(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("place", "value"), ELEMENTS)
def test_an_element_of_a_list(place: str, value: Any) -> None:
    fitting: Any = {} if place.endswith("/Entries") else "x"
    tree = at(place, [fitting, value, fitting, value], BASE)
    assert errors_of(tree) == [
        invalid(dotted(place), f"{place}/1"),
        invalid(dotted(place), f"{place}/3"),
    ]


@pytest.mark.parametrize(("place", "code"), CODES.items())
def test_the_code_spells_the_full_path_without_indexes(place: str, code: str) -> None:
    assert [found[0] for found in errors_of(at(place, None, BASE))] == [code]


@pytest.mark.parametrize("value", wrong("string").values())
def test_a_router_type_of_a_wrong_type(value: Any) -> None:
    place = f"{VPC}/OppositeRouterType"
    assert errors_of(at(place, value, BASE)) == [invalid("Configs.Networks.VPC.OppositeRouterType", place)]


def test_several_fields_of_several_mounts_are_listed() -> None:
    tree = at(f"{MOUNTS}/Entries", [{"Source": 1}, {"Destination": None, "WriteSupport": 1}, []], BASE)
    assert sorted(errors_of(tree)) == sorted(
        [
            invalid("Configs.Mounts.Entries.Source", f"{MOUNTS}/Entries/0/Source"),
            invalid("Configs.Mounts.Entries.Destination", f"{MOUNTS}/Entries/1/Destination"),
            invalid("Configs.Mounts.Entries.WriteSupport", f"{MOUNTS}/Entries/1/WriteSupport"),
            invalid("Configs.Mounts.Entries", f"{MOUNTS}/Entries/2"),
        ]
    )


@pytest.mark.parametrize(
    "tree",
    [
        at("/InstanceType", LONG),
        at("/ImageId", LONG, EXAMPLE),
        at("/Groups/group1/ResourceType", LONG),
        at("/Groups/group1/DesiredVMCount", 10**300),
        at(f"{VPC}/CidrBlock", LONG, BASE),
        at(f"{VPC}/OppositeRouterType", LONG, BASE),
        at(f"{MOUNTS}/Locale", LONG, BASE),
        at(f"{ENTRY}/Source", LONG, BASE),
        at(f"{ENTRY}/Destination", f"/{LONG}", at(f"{MOUNTS}/Entries/1/Destination", f"/{LONG}/y/", BASE)),
        at("/Description", 10**300),
        at(f"/{LONG}", 1),
    ],
)
def test_a_long_value_is_not_repeated_at_length(tree: Any) -> None:
    for finding in check(tree):
        assert len(finding.why) < 500
        assert finding.fix is None or len(finding.fix.label) < 500
        assert finding.severity == "error" or len(finding.message) < 500


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (without("/Name"), "Enter 1 to 64 of"),
        (without("/ImageId"), "Enter an official image"),
        (at("/Groups", 3), "an object with an object per group, not an integer"),
        (at("/UserData", 3), "names and strings, not an integer"),
        (at("/Groups/group1/ResourceType", ""), "Empty. Must be one of OnDemand, Spot."),
        (at("/Groups/group1/ResourceType", "x"), 'Must be one of OnDemand, Spot, not "x".'),
        (at("/Groups/group1/DesiredVMCount", 0), "Must be 1 to 65,536, not 0."),
    ],
)
def test_what_is_wrong_is_said_in_words(tree: Any, words: str) -> None:
    assert words in next(finding for finding in check(tree) if finding.severity == "error").why
