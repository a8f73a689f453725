"""Rows E5-E7, E27 and E31: the networks."""

from typing import Any

import pytest

from .cases import OPPOSITE, Expected, at, errors_of, invalid, missing, wrong

Case = tuple[Any, list[Expected]]

VPC = "/Configs/Networks/VPC"
DOTTED = "Configs.Networks.VPC"
BAD_CIDR = (
    "InvalidCidrBlock",
    "Specified parameter CidrBlock is not valid. Configs.Networks.VPC.CidrBlock is not valid.",
    f"{VPC}/CidrBlock",
)
LONELY_VPC = invalid(f"{DOTTED}.VpcId", f"{VPC}/VpcId")
NO_ROUTER = missing(f"{DOTTED}.OppositeRouterId", f"{VPC}/OppositeRouterId")
NO_ACCESS_POINT = missing(f"{DOTTED}.OppositeAccessPointId", f"{VPC}/OppositeAccessPointId")
NO_REGION = missing(f"{DOTTED}.OppositeRegionId", f"{VPC}/OppositeRegionId")


def forbidden(value: str) -> Expected:
    """The error of a router type that the service forbids."""
    return (
        "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType",
        f"The Configs.Networks.VPC.OppositeRouterType ({value}) is forbidden.",
        f"{VPC}/OppositeRouterType",
    )


GOOD_BLOCKS = [
    "",
    "10.0.0.0/12",
    "10.0.0.0/24",
    "10.240.0.0/12",
    "10.255.255.0/24",
    "10.255.255.255/24",
    "172.16.0.0/12",
    "172.16.0.0/24",
    "172.16.16.0/20",
    "172.31.255.0/24",
    "192.168.0.0/16",
    "192.168.0.0/24",
    "192.168.255.0/24",
    "192.168.0.1/16",
    "10.1.2.3/12",
    "172.31.255.255/12",
]
BAD_BLOCKS = [
    "10.0.0.0/8",
    "10.0.0.0/11",
    "10.0.0.0/25",
    "10.0.0.0/32",
    "10.0.0.0/0",
    "172.16.0.0/11",
    "172.16.0.0/25",
    "172.15.0.0/16",
    "172.32.0.0/16",
    "172.15.255.255/24",
    "192.168.0.0/12",
    "192.168.0.0/15",
    "192.168.0.0/25",
    "192.167.0.0/16",
    "192.169.0.0/24",
    "11.0.0.0/16",
    "9.255.255.255/24",
    "8.8.8.0/24",
    "127.0.0.0/16",
    "100.64.0.0/16",
    "0.0.0.0/0",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0/16",
    "10.0.0.0.0/16",
    "10.0.0.256/16",
    "10.256.0.0/16",
    "10.0.0.-1/16",
    "10.0.0.0/-16",
    "10.0.0.0/+16",
    "10.0.0.0/16.0",
    "10.0.0.0/255.255.0.0",
    "10.0.0.0/16/16",
    " 10.0.0.0/16",
    "10.0.0.0/16 ",
    "10.0.0.0 /16",
    "10.0.0.0/16\n",
    "10.0.0.0/１6",
    "１0.0.0.0/16",
    "10.0.0.٠/16",
    "0x0a.0.0.0/16",
    "a.b.c.d/16",
    "10.0.0.0/sixteen",
    "10..0.0/16",
    "/16",
    "/",
    "x",
    " ",
    "fd00::/16",
    "::ffff:10.0.0.0/16",
    "[Your block]",
    "10.0.0.0/1_6",
    "10.0.0.0/" + "9" * 5000,
    "9" * 5000 + ".0.0.0/16",
]

BLOCKS: list[Case] = [
    *((at(f"{VPC}/CidrBlock", value), []) for value in GOOD_BLOCKS),
    *((at(f"{VPC}/CidrBlock", value), [BAD_CIDR]) for value in BAD_BLOCKS),
]

VPCS: list[Case] = [
    (at(VPC, {}), []),
    (at(VPC, {"VpcId": ""}), []),
    (at(VPC, {"VpcId": "", "CidrBlock": ""}), []),
    (at(VPC, {"CidrBlock": "10.0.0.0/16"}), []),
    (at(VPC, {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}), []),
    (at(VPC, {"VpcId": "anything", "CidrBlock": "10.0.0.0/16"}), []),
    (at(VPC, {"VpcId": "", "CidrBlock": "10.0.0.0/16"}), []),
    (at(VPC, {"VpcId": "vpc-1"}), [LONELY_VPC]),
    (at(VPC, {"VpcId": "vpc-1", "CidrBlock": ""}), [LONELY_VPC]),
    (at(VPC, {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/8"}), [BAD_CIDR]),
    *((at(VPC, {"VpcId": value}), [LONELY_VPC]) for value in wrong("string").values()),
    *(
        (at(VPC, {"VpcId": value, "CidrBlock": "10.0.0.0/16"}), [LONELY_VPC])
        for value in wrong("string").values()
    ),
]


def opposite(**changes: str | None) -> Any:
    """A request whose VPC has these keys of the other side; None leaves one out."""
    return at(VPC, {name: value for name, value in changes.items() if value is not None})


def but(**changes: str | None) -> Any:
    """A request with the other side in full, but for these changes; None leaves one out."""
    return opposite(**(OPPOSITE | changes))


OPPOSITES: list[Case] = [
    (but(), []),
    (but(OppositeInterfaceId=None), []),
    (but(OppositeRouterType=None), []),
    (but(OppositeRouterType=""), []),
    (but(OppositeRouterType="VRouter"), []),
    (but(OppositeRouterType="VRouter", OppositeAccessPointId=None), []),
    (but(OppositeRouterType="VRouter", OppositeAccessPointId=""), []),
    (but(OppositeAccessPointId=None), [NO_ACCESS_POINT]),
    (but(OppositeAccessPointId=""), [NO_ACCESS_POINT]),
    (but(OppositeAccessPointId=None, OppositeRouterType=None), [NO_ACCESS_POINT]),
    (but(OppositeAccessPointId=None, OppositeRouterType=""), [NO_ACCESS_POINT]),
    (but(OppositeRouterId=None), [NO_ROUTER]),
    (but(OppositeRouterId=""), [NO_ROUTER]),
    (but(OppositeRegionId=None), [NO_REGION]),
    (but(OppositeRegionId=""), [NO_REGION]),
    (but(OppositeRouterType="VRouter", OppositeRouterId=None, OppositeRegionId=None), [NO_ROUTER, NO_REGION]),
    (opposite(OppositeRegionId="cn-shenzhen"), [NO_ROUTER, NO_ACCESS_POINT]),
    (opposite(OppositeRouterId="vrt-1"), [NO_ACCESS_POINT, NO_REGION]),
    (opposite(OppositeAccessPointId="ap-1"), [NO_ROUTER, NO_REGION]),
    (opposite(OppositeInterfaceId="ri-1"), [NO_ROUTER, NO_ACCESS_POINT, NO_REGION]),
    (opposite(OppositeRouterType="VBR"), [NO_ROUTER, NO_ACCESS_POINT, NO_REGION]),
    (opposite(OppositeRouterType="VRouter"), [NO_ROUTER, NO_REGION]),
    (
        opposite(OppositeRouterType="Other"),
        [NO_ROUTER, NO_ACCESS_POINT, NO_REGION, forbidden("Other")],
    ),
    (
        opposite(
            OppositeRegionId="",
            OppositeRouterId="",
            OppositeAccessPointId="",
            OppositeInterfaceId="",
            OppositeRouterType="",
        ),
        [],
    ),
    (opposite(ExpressConnectSpec="Small.1"), []),
    (but(ExpressConnectSpec=""), []),
    (but(OppositeRouterType="Other"), [forbidden("Other")]),
    (but(OppositeRouterType="vrouter"), [forbidden("vrouter")]),
    (but(OppositeRouterType="vbr"), [forbidden("vbr")]),
    (but(OppositeRouterType="VBR "), [forbidden("VBR ")]),
    (but(OppositeRouterType="{value}"), [forbidden("{value}")]),
    (but(OppositeRouterType="路由器"), [forbidden("路由器")]),
    (but(OppositeRouterType="Other", OppositeAccessPointId=None), [NO_ACCESS_POINT, forbidden("Other")]),
    (but(OppositeRouterType="Other", CidrBlock="x"), [BAD_CIDR, forbidden("Other")]),
]

CASES = [*BLOCKS, *VPCS, *OPPOSITES]


@pytest.mark.parametrize(("tree", "expected"), BLOCKS)
def test_cidr_block(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize("value", wrong("string").values())
def test_a_cidr_block_of_a_wrong_type_bears_its_own_name(value: Any) -> None:
    found = errors_of(at(VPC, {"VpcId": "vpc-1", "CidrBlock": value}))
    assert [(code, place) for code, _, place in found] == [("InvalidCidrBlock", f"{VPC}/CidrBlock")]


@pytest.mark.parametrize(("tree", "expected"), VPCS)
def test_a_vpc_needs_its_block(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), OPPOSITES)
def test_the_other_side_of_a_router(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected
