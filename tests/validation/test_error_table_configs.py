"""Rows E5-E7, E27, E31 and E36: networks, and every parameter without a row of its own."""

from typing import Any

import pytest

from wizard.validation import check

from .cases import (
    EXAMPLE,
    FULL,
    OPPOSITE,
    Case,
    Expected,
    accept,
    at,
    forbidden,
    invalid,
    missing,
    reject,
    wrong,
)

GROUP, TOPIC = "/Groups/group1", "/Notification/Topic"
VPC, MOUNTS = "/Configs/Networks/VPC", "/Configs/Mounts"
ENTRIES, ENTRY, CLASSIC = f"{MOUNTS}/Entries", f"{MOUNTS}/Entries/0", "/Configs/Networks/Classic"

# -- E5-E7, E27, E31: networks

BAD_BLOCK = (
    "InvalidCidrBlock",
    "Specified parameter CidrBlock is not valid. Configs.Networks.VPC.CidrBlock is not valid.",
    f"{VPC}/CidrBlock",
)
LONELY_VPC = invalid("Configs.Networks.VPC.VpcId", f"{VPC}/VpcId")
NO_ROUTER, NO_ACCESS_POINT, NO_REGION = (
    missing(f"Configs.Networks.VPC.{name}", f"{VPC}/{name}")
    for name in ("OppositeRouterId", "OppositeAccessPointId", "OppositeRegionId")
)


GOOD_BLOCKS = [
    *("", "10.0.0.0/12", "10.0.0.0/24", "10.240.0.0/12", "10.255.255.0/24", "10.255.255.255/24"),
    *("172.16.0.0/12", "172.16.0.0/24", "172.16.16.0/20", "172.31.255.0/24", "192.168.0.0/16"),
    *("192.168.0.0/24", "192.168.255.0/24", "192.168.0.1/16", "10.1.2.3/12", "172.31.255.255/12"),
]
BAD_BLOCKS = [
    *("10.0.0.0/8", "10.0.0.0/11", "10.0.0.0/25", "10.0.0.0/32", "10.0.0.0/0", "172.16.0.0/11"),
    *("172.16.0.0/25", "172.15.0.0/16", "172.32.0.0/16", "172.15.255.255/24", "192.168.0.0/12"),
    *("192.168.0.0/15", "192.168.0.0/25", "192.167.0.0/16", "192.169.0.0/24", "11.0.0.0/16"),
    *("9.255.255.255/24", "8.8.8.0/24", "127.0.0.0/16", "100.64.0.0/16", "0.0.0.0/0", "10.0.0.0"),
    *("10.0.0.0/", "10.0.0/16", "10.0.0.0.0/16", "10.0.0.256/16", "10.256.0.0/16", "10.0.0.-1/16"),
    *("10.0.0.0/-16", "10.0.0.0/+16", "10.0.0.0/16.0", "10.0.0.0/255.255.0.0", "10.0.0.0/16/16"),
    *(" 10.0.0.0/16", "10.0.0.0/16 ", "10.0.0.0 /16", "10.0.0.0/16\n", "10.0.0.0/１6", "１0.0.0.0/16"),
    *("10.0.0.٠/16", "0x0a.0.0.0/16", "a.b.c.d/16", "10.0.0.0/sixteen", "10..0.0/16", "/16", "/", "x"),
    *(" ", "fd00::/16", "::ffff:10.0.0.0/16", "[Your block]", "10.0.0.0/1_6", "10.0.0.0/" + "9" * 5000),
    "9" * 5000 + ".0.0.0/16",
]


def only(*errors: Expected, **fields: str) -> Case:
    """A VPC with these fields of a router interface."""
    return at(VPC, fields), [*errors]


def change(*errors: Expected, **changes: str | None) -> Case:
    """A VPC with all fields of a router interface and some changes; None removes a field."""
    merged = OPPOSITE | changes
    return only(*errors, **{name: value for name, value in merged.items() if value is not None})


NETWORKS: list[Case] = [
    *accept(f"{VPC}/CidrBlock", *GOOD_BLOCKS),
    *reject(f"{VPC}/CidrBlock", BAD_BLOCK, *BAD_BLOCKS),
    *accept(VPC, {}, {"VpcId": ""}, {"VpcId": "", "CidrBlock": ""}, {"CidrBlock": "10.0.0.0/16"}),
    *accept(VPC, *({"VpcId": each, "CidrBlock": "10.0.0.0/16"} for each in ("vpc-1", "x", ""))),
    *reject(VPC, LONELY_VPC, {"VpcId": "vpc-1"}, {"VpcId": "vpc-1", "CidrBlock": ""}),
    *reject(VPC, BAD_BLOCK, {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/8"}),
    *reject(VPC, LONELY_VPC, *({"VpcId": value} for value in wrong("string"))),
    *reject(VPC, LONELY_VPC, *({"VpcId": each, "CidrBlock": "10.0.0.0/16"} for each in wrong("string"))),
    change(),
    change(OppositeInterfaceId=None),
    change(OppositeRouterType="VRouter"),
    change(ExpressConnectSpec=""),
    *(
        case
        for blank in (None, "")
        for case in (
            change(OppositeRouterType=blank),
            change(OppositeRouterType="VRouter", OppositeAccessPointId=blank),
            change(NO_ACCESS_POINT, OppositeAccessPointId=blank),
            change(NO_ACCESS_POINT, OppositeAccessPointId=None, OppositeRouterType=blank),
            change(NO_ROUTER, OppositeRouterId=blank),
            change(NO_REGION, OppositeRegionId=blank),
        )
    ),
    change(NO_ROUTER, NO_REGION, OppositeRouterType="VRouter", OppositeRouterId=None, OppositeRegionId=None),
    *(
        change(forbidden(each), OppositeRouterType=each)
        for each in ("Other", "vrouter", "vbr", "VBR ", "{value}", "路由器")
    ),
    change(NO_ACCESS_POINT, forbidden("Other"), OppositeRouterType="Other", OppositeAccessPointId=None),
    change(BAD_BLOCK, forbidden("Other"), OppositeRouterType="Other", CidrBlock="x"),
    only(NO_ROUTER, NO_ACCESS_POINT, OppositeRegionId="cn-shenzhen"),
    only(NO_ACCESS_POINT, NO_REGION, OppositeRouterId="vrt-1"),
    only(NO_ROUTER, NO_REGION, OppositeAccessPointId="ap-1"),
    only(NO_ROUTER, NO_ACCESS_POINT, NO_REGION, OppositeInterfaceId="ri-1"),
    only(NO_ROUTER, NO_ACCESS_POINT, NO_REGION, OppositeRouterType="VBR"),
    only(NO_ROUTER, NO_REGION, OppositeRouterType="VRouter"),
    only(NO_ROUTER, NO_ACCESS_POINT, NO_REGION, forbidden("Other"), OppositeRouterType="Other"),
    only(**{name: "" for name in OPPOSITE if name.startswith("Opposite")}),
    only(ExpressConnectSpec="Small.1"),
]

# -- E36: every other parameter

TEXTS = [
    *("/DependencyIsvService", "/Bootstrap", "/ScheduleType", "/Configs/Disks/SystemDisk/Type"),
    *("/Configs/Disks/DataDisk/Type", "/Configs/Disks/DataDisk/MountPoint"),
    *(f"{ENTRY}/{name}" for name in ("Source", "Destination")),
    *(f"{MOUNTS}/{name}" for name in ("Locale", "RefreshStrategy", "RefreshTopicName")),
    *(f"{MOUNTS}/OSS/{name}" for name in ("AccessKeyId", "AccessKeySecret", "SecurityToken")),
    *(f"{VPC}/{name}" for name in ("ExpressConnectSpec", "OppositeRegionId", "OppositeRouterId")),
    *(f"{VPC}/{name}" for name in ("OppositeAccessPointId", "OppositeInterfaceId")),
    *(f"{TOPIC}/{name}" for name in ("Name", "Endpoint", "UserData", "UserTemplate")),
]
BOOLEANS = [
    *("/PasswordInherit", f"{ENTRY}/WriteSupport"),
    *(f"{MOUNTS}/{name}" for name in ("Lock", "CacheSupport", "NasMetaCache")),
]
SIZES = ["/Configs/Disks/SystemDisk/Size", "/Configs/Disks/DataDisk/Size"]
COUNTS = [f"{MOUNTS}/{name}" for name in ("CacheBlockSize", "CacheTotalSize", "RefreshTimeOut")]
LISTS = [
    *(f"{MOUNTS}/NAS/AccessGroup", f"{MOUNTS}/NAS/FileSystem", f"{TOPIC}/Events"),
    *(f"{CLASSIC}/Allow{name}" for name in ("IpAddress", "IpAddressEgress")),
    *(f"{CLASSIC}/Allow{name}" for name in ("SecurityGroup", "SecurityGroupEgress")),
]
OBJECTS = [
    *("/Notification", TOPIC, "/Configs", "/Configs/Disks", "/Configs/Disks/SystemDisk"),
    *("/Configs/Disks/DataDisk", MOUNTS, f"{MOUNTS}/NAS", f"{MOUNTS}/OSS", "/Configs/Networks", VPC, CLASSIC),
]


def dotted(place: str) -> str:
    """The name of a parameter in a code: its full path without the indexes of lists."""
    return ".".join(step for step in place.split("/")[1:] if not step.isdigit())


def others(kind: str, places: list[str], good: list[Any], bad: list[Any]) -> list[Case]:
    """Parameters of one kind."""
    return [
        case
        for place in places
        for case in (
            *accept(place, *good, base=FULL),
            *reject(place, invalid(dotted(place), place), *wrong(kind), *bad, base=FULL),
        )
    ]


OTHERS: list[Case] = [
    *others("string", TEXTS, ["anything 任何"], []),
    *others("boolean", BOOLEANS, [True, False], ["true"]),
    *others("integer", SIZES, [1, 40, 500, 32768, 10**100], [0, -1, 40.0, "40", -(10**100)]),
    *others("integer", COUNTS, [0, 1, 2**64], [-1, 0.0, "0"]),
    *others("list", LISTS, [[], ["x", ""]], []),
    *others("list", [ENTRIES], [[], [{}]], []),
    *others("object", OBJECTS, [{}], []),
    *others("string", [f"{VPC}/OppositeRouterType"], [], []),
    *reject(f"{VPC}/CidrBlock", invalid("CidrBlock", f"{VPC}/CidrBlock"), *wrong("string"), base=FULL),
    *reject(f"{GROUP}/ImageId", invalid("ImageId", f"{GROUP}/ImageId"), *wrong("string")),
    *(
        (
            at(place, [good, value, good, value], FULL),
            [invalid(dotted(place), f"{place}/1"), invalid(dotted(place), f"{place}/3")],
        )
        for kind, good, places in (("string", "x", LISTS), ("object", {}, [ENTRIES]))
        for place in places
        for value in wrong(kind)
    ),
]

CASES = [*NETWORKS, *OTHERS]


LONG = "x" * 5000
"""Too long to be repeated in a message."""


@pytest.mark.parametrize(
    "tree",
    [
        at("/InstanceType", LONG),
        at("/ImageId", LONG, EXAMPLE),
        at(f"{GROUP}/ResourceType", LONG),
        at(f"{GROUP}/DesiredVMCount", 10**300),
        at(f"{VPC}/CidrBlock", LONG, FULL),
        at(f"{VPC}/OppositeRouterType", LONG, FULL),
        at(f"{MOUNTS}/Locale", LONG, FULL),
        at(f"{ENTRY}/Source", LONG, FULL),
        at(f"{ENTRY}/Destination", f"/{LONG}", at(f"{ENTRIES}/1/Destination", f"/{LONG}/y/", FULL)),
        at("/Description", 10**300),
        at(f"/{LONG}", 1),
    ],
)
def test_long_values_are_shortened_in_messages(tree: Any) -> None:
    for finding in check(tree):
        assert len(finding.why) < 500
        assert finding.fix is None or len(finding.fix.label) < 500
        assert finding.severity == "error" or len(finding.message) < 500
