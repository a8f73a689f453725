"""The rows of the error table, and every parameter without one, on both sides of each limit."""

from typing import Any

import pytest

from wizard.document.tree import to_pointer
from wizard.validation import check

from .cases import (
    EXAMPLE,
    FULL,
    MINIMAL,
    OPPOSITE,
    Case,
    Expected,
    accept,
    at,
    by_code,
    errors_of,
    forbidden,
    invalid,
    missing,
    ranged,
    reject,
    typed,
    without,
    wrong,
)

GROUP, TOPIC = "/Groups/group1", "/Notification/Topic"
VPC, MOUNTS = "/Configs/Networks/VPC", "/Configs/Mounts"
ENTRIES, ENTRY, CLASSIC = f"{MOUNTS}/Entries", f"{MOUNTS}/Entries/0", "/Configs/Networks/Classic"

# -- E4-E15, E32, E33: strings of the cluster

NAME_CHARACTERS = invalid(
    "Name", "/Name", "It must only contain characters within [a-zA-Z0-9_-], and must not start with [0-9]."
)
NAME_LENGTH = ranged("Name", "length", 1, 64, "/Name")
DESCRIPTION_LENGTH = ranged("Description", "length", 0, 1024, "/Description")
IMAGE_LENGTH = ranged("ImageId", "length", 1, 256, "/ImageId")
NO_TYPE = missing("InstanceType", f"{GROUP}/InstanceType")
BAD_TYPE = invalid("InstanceType", "/InstanceType")
BAD_GROUP_TYPE = invalid("InstanceType", f"{GROUP}/InstanceType")
OWN_TYPE = at(f"{GROUP}/InstanceType", "ecs.sn1.large")

NAMES: list[Case] = [
    (without("/Name"), [missing("Name", "/Name")]),
    *reject("/Name", typed("Name", "string", "/Name"), *wrong("string")),
    *accept("/Name", "a", "a" * 64, "_", "-", "_-a9Z", "a0123456789"),
    *reject("/Name", NAME_LENGTH, "", "a" * 65),
    *reject("/Name", NAME_CHARACTERS, "0", "9a", "my cluster", "a:b", "a.b", "http://a", "cluster\n"),
    *reject("/Name", NAME_CHARACTERS, "\ncluster", " cluster", "clus\x00ter", "集群", "é", "a١", "１a"),
    *reject("/Name", NAME_CHARACTERS, "\u212a", "😀" * 64),
    *reject("/Name", [NAME_LENGTH, NAME_CHARACTERS], "😀" * 65, "集" * 65, "9" * 65, "a" * 64 + " "),
    (without("/Description", EXAMPLE), []),
    *reject("/Description", typed("Description", "string", "/Description"), *wrong("string")),
    *accept(
        "/Description", "", "a", "a" * 1024, "集" * 1024, "😀" * 1024, "e\u0301" * 512, "http://a, b: c\n\t"
    ),
    *reject("/Description", DESCRIPTION_LENGTH, "a" * 1025, "集" * 1025, "😀" * 1025, "e\u0301" * 513),
    (without("/ImageId"), [missing("ImageId", "/ImageId")]),
    *reject("/ImageId", typed("ImageId", "string", "/ImageId"), *wrong("string")),
    *accept("/ImageId", "x", "m-" + "x" * 254, "像" * 256),
    *reject("/ImageId", IMAGE_LENGTH, "", "m-" + "x" * 255, "😀" * 257),
]

WELL_FORMED = [
    *("ecs.sn1ne.large", "ecs.sn1.large", "bcs.a2.large", "bcs.es.c.large", "ecs.gn5-c4g1.xlarge"),
    *("ecs.0.0", "ecs.a-.b-"),
]
MALFORMED = [
    *("x", "ecs", "ecs.", "ecs.large", "ecs.sn1ne.", "ecs..large", "ecs.sn1ne.large.", "ecs.-a.large"),
    *("ECS.sn1ne.large", "ecs.SN1NE.large", "ecs.sn1ne.LARGE", "eci.sn1ne.large", "ecs.sn1ne.large\n"),
    *(" ecs.sn1ne.large", "ecs.sn1ne.large ", "ecs_sn1ne_large", "ecs.sn1_ne.large", "ecs.sn1ne.lärge"),
    *("ecs.sn1ne.large,ecs.sn1.large", "xecs.sn1ne.large", "ecs.sn1ne.٣"),
]
TYPES: list[Case] = [
    *accept("/InstanceType", *WELL_FORMED),
    *accept(f"{GROUP}/InstanceType", *WELL_FORMED, ""),
    *reject("/InstanceType", BAD_TYPE, *MALFORMED, *wrong("string")),
    *reject("/InstanceType", BAD_TYPE, *wrong("string"), base=OWN_TYPE),
    *reject(f"{GROUP}/InstanceType", BAD_GROUP_TYPE, *MALFORMED, *wrong("string")),
    (without("/InstanceType"), [NO_TYPE]),
    (at("/InstanceType", ""), [NO_TYPE]),
    (at(f"{GROUP}/InstanceType", "", without("/InstanceType")), [NO_TYPE]),
    (at(f"{GROUP}/InstanceType", "", at("/InstanceType", "")), [NO_TYPE]),
    (without("/InstanceType", OWN_TYPE), []),
    (at("/InstanceType", "", OWN_TYPE), []),
    (at(f"{GROUP}/InstanceType", "x", without("/InstanceType")), [BAD_GROUP_TYPE]),
]

# -- E16-E20: maps of strings


def entries(count: int) -> dict[str, str]:
    return {f"k{number}": "v" for number in range(count)}


def of_key(key: str) -> Expected:
    """The error of a key of UserData."""
    return ranged(f"UserData.{key}", "length", 1, 128, to_pointer(("UserData", key)))


def of_type(key: str) -> Expected:
    """The error of a value of UserData that is not a string."""
    return typed(f"UserData.{key}.value", "string", to_pointer(("UserData", key)))


def of_length(key: str) -> Expected:
    """The error of a value of UserData that is too long."""
    return ranged(f"UserData.{key}.value", "length", 0, 1024, to_pointer(("UserData", key)))


def env_value(key: str) -> Expected:
    return invalid(f"EnvVars.{key}.value", to_pointer(("EnvVars", key)))


SIZE = ranged("UserData", "size", 0, 64, "/UserData")
MAPS: list[Case] = [
    (without("/UserData", EXAMPLE), []),
    *reject("/UserData", typed("UserData", "object", "/UserData"), *wrong("object")),
    *accept("/UserData", {}, entries(1), entries(64), {"a/b~c": "v"}, {"a.b c=d": "v"}),
    *accept("/UserData", *({key: "v"} for key in ("k", "k" * 128, "键" * 128, "😀" * 128))),
    *((at("/UserData", {key: "v"}), [of_key(key)]) for key in ("", "k" * 129, "键" * 129, "😀" * 129)),
    *((at("/UserData", {"k": value}), [of_type("k")]) for value in wrong("string")),
    *((at("/UserData", {key: 1}), [of_type(key)]) for key in ("a/b.c~d", "键", "{parameter}", "%s", "0")),
    *accept("/UserData/k", "", "v" * 1024, "值" * 1024, "😀" * 1024),
    *reject("/UserData/k", of_length("k"), "v" * 1025, "值" * 1025, "😀" * 1025),
    *reject("/UserData", SIZE, entries(65)),
    *reject("/UserData", [of_key(""), of_type("")], {"": 1}),
    *reject("/UserData", [of_key(""), of_length("")], {"": "v" * 1025}),
    *reject("/UserData", [of_key("k" * 129), of_type("k" * 129)], {"k" * 129: None}),
    *reject("/UserData", [SIZE, of_type("n")], entries(64) | {"n": 1}, {"n": 1} | entries(65)),
    *reject("/UserData", [SIZE, of_key(""), of_length("")], entries(65) | {"": "v" * 1025}),
    *reject(
        "/UserData", [of_type("a"), of_length("b")], {"a": 1, "b": "v" * 1025}, {"b": "v" * 1025, "a": 1}
    ),
    *reject("/UserData", [of_type("a"), of_type("b"), of_type("d")], {"a": 1, "b": None, "c": "", "d": []}),
    (without("/EnvVars", EXAMPLE), []),
    *reject("/EnvVars", invalid("EnvVars", "/EnvVars"), *wrong("object")),
    *accept("/EnvVars", {}, entries(65), {"K" * 129: "v" * 1025}, {"": ""}),
    *((at("/EnvVars", {"K": value}), [env_value("K")]) for value in wrong("string")),
    *((at("/EnvVars", {key: 1}), [env_value(key)]) for key in ("a/b", "a.b")),
    *reject("/EnvVars", [env_value("a"), env_value("d")], {"a": 1, "c": "", "d": []}),
]

# -- E21-E26, E34, E35: groups

ONE: dict[str, Any] = MINIMAL["Groups"]["group1"]
COUNT, RESOURCE = f"{GROUP}/DesiredVMCount", f"{GROUP}/ResourceType"
COUNT_RANGE = "It must be in [1, 65536]."


def of_name(name: str) -> Expected:
    return ranged(f"Groups.{name}", "size", 1, 64, to_pointer(("Groups", name)))


def of_group(field: str, bad: list[Any], good: list[Any]) -> list[Case]:
    """A field of a group without a row of its own."""
    place = f"{GROUP}/{field}"
    return [*reject(place, invalid(field, place), *bad), *accept(place, *good)]


GROUPS: list[Case] = [
    (without("/Groups"), [missing("Groups", "/Groups")]),
    *reject("/Groups", typed("Groups", "object", "/Groups"), *wrong("object"), [ONE]),
    *reject("/Groups", typed("Groups", "object", "/Groups"), [{}], base=without("/InstanceType")),
    *reject("/Groups", invalid("Groups", "/Groups"), {}),
    *reject(GROUP, typed("Groups.group1", "object", GROUP), *wrong("object"), [ONE]),
    *reject("/Groups", typed("Groups.a/b~c", "object", "/Groups/a~1b~0c"), {"a/b~c": 1}),
    *((at("/Groups", {name: ONE}), [of_name(name)]) for name in ("", "g" * 65, "组" * 65, "😀" * 65)),
    *accept("/Groups", *({name: ONE} for name in ("g", "0", "g" * 64, "组" * 64, "😀" * 64, "a.b/c d"))),
    *reject("/Groups", [typed("Groups.", "object", "/Groups/"), of_name("")], {"": None}),
    *accept("/Groups", {f"g{number}": ONE for number in range(65)}),
    *reject(GROUP, [missing("DesiredVMCount", COUNT), missing("ResourceType", RESOURCE)], {}),
    (without(COUNT), [missing("DesiredVMCount", COUNT)]),
    *reject(COUNT, typed("DesiredVMCount", "integer", COUNT), *wrong("integer"), "3", -1.0, 1e300),
    *reject(COUNT, invalid("DesiredVMCount", COUNT, COUNT_RANGE), -1, 0, 65537, 2**63, 2**64, 10**100),
    *reject(COUNT, invalid("DesiredVMCount", COUNT, COUNT_RANGE), -(10**100)),
    *accept(COUNT, 1, 65536),
    (without(RESOURCE), [missing("ResourceType", RESOURCE)]),
    *reject(RESOURCE, invalid("ResourceType", RESOURCE), *wrong("string"), "", "ondemand", "spot"),
    *reject(RESOURCE, invalid("ResourceType", RESOURCE), "OnDemand ", "PrePaid"),
    *accept(RESOURCE, "OnDemand", "Spot"),
    *of_group(
        "SpotStrategy",
        [*wrong("string"), "spotaspricego", "NoSpot", "SpotAsPriceGo\n"],
        ["", "SpotWithPriceLimit", "SpotAsPriceGo"],
    ),
    *of_group("SpotPriceLimit", [*wrong("number"), "0.5", -1, -0.0001], [0, 0.0, -0.0, 1, 0.0001, 10**100]),
    *of_group("HostnamePrefix", wrong("string"), ["", "x" * 1000]),
    *of_group("Mode", wrong("string"), ["anything"]),
    *accept(f"{GROUP}/ImageId", "", "img-centos", "m-" + "x" * 300),
]

# -- E5-E7, E27, E31: networks

BAD_BLOCK = invalid("CidrBlock", f"{VPC}/CidrBlock", "Configs.Networks.VPC.CidrBlock is not valid.")
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

CASES = by_code([*NAMES, *TYPES, *MAPS, *GROUPS, *NETWORKS, *OTHERS])


@pytest.mark.parametrize("cases", CASES.values(), ids=CASES)
def test_errors(cases: list[Case]) -> None:
    for tree, expected in cases:
        assert errors_of(tree) == expected, tree


def test_an_instance_type_is_missing_from_several_groups() -> None:
    types = {"a": {}, "b": {"InstanceType": "ecs.sn1.large"}, "c": {"InstanceType": ""}, "d/e~f": {}}
    groups = {name: ONE | fields for name, fields in types.items()}
    assert sorted(errors_of(at("/Groups", groups, without("/InstanceType")))) == [
        missing("InstanceType", f"/Groups/{name}/InstanceType") for name in ("a", "c", "d~1e~0f")
    ]


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (without("/Name"), "Enter 1 to 64 of"),
        (at("/Name", "a.b:c d/e!"), 'Contains ".", ":", a space, "/", …'),
        (without("/ImageId"), "Enter an official image"),
        (at("/Groups", 3), "an object with an object per group, not an integer"),
        (at("/UserData", 3), "names and strings, not an integer"),
        (at(RESOURCE, ""), "Empty. Must be one of OnDemand, Spot."),
        (at(RESOURCE, "x"), 'Must be one of OnDemand, Spot, not "x".'),
        (at(COUNT, 0), "Must be 1 to 65,536, not 0."),
    ],
)
def test_an_error_is_explained(tree: Any, words: str) -> None:
    assert words in next(finding for finding in check(tree) if finding.severity == "error").why


LONG = "x" * 5000
"""Too long to be repeated in a message."""


def test_long_values_are_shortened_in_messages() -> None:
    places = [RESOURCE, COUNT, f"{VPC}/CidrBlock", f"{VPC}/OppositeRouterType", f"{MOUNTS}/Locale"]
    places += ["/InstanceType", "/ImageId", "/Description", f"{ENTRY}/Source", f"/{LONG}"]
    nested = at(f"{ENTRIES}/1/Destination", f"/{LONG}/y/", at(f"{ENTRY}/Destination", f"/{LONG}", FULL))
    for tree in (nested, *(at(place, value, FULL) for place in places for value in (LONG, 10**300))):
        for finding in check(tree):
            assert len(finding.why) < 500
            assert finding.fix is None or len(finding.fix.label) < 500
            assert finding.severity == "error" or len(finding.message) < 500
