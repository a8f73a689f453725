"""Warnings about networks, and about what needs one of a certain kind."""

from typing import Any

import pytest

from wizard.validation import Context

from .cases import EXAMPLE, MINIMAL, at, errors_of, found, holds, mended, places, unmended

VPC = "/Configs/Networks/VPC"
CIDR = f"{VPC}/CidrBlock"
CLASSIC = "/Configs/Networks/Classic"
ENTRIES = "/Configs/Mounts/Entries"
COUNT = "/Groups/group1/DesiredVMCount"
LISTS = ("AllowIpAddress", "AllowIpAddressEgress", "AllowSecurityGroup", "AllowSecurityGroupEgress")


@pytest.mark.parametrize(
    ("block", "network"),
    [
        ("192.168.0.1/16", "192.168.0.0/16"),
        ("10.1.2.3/12", "10.0.0.0/12"),
        ("172.31.255.255/12", "172.16.0.0/12"),
        ("10.0.0.128/24", "10.0.0.0/24"),
    ],
)
def test_a_block_with_host_bits(block: str, network: str) -> None:
    tree = at(CIDR, block)
    assert errors_of(tree) == []
    assert places("cidr-host-bits", tree) == [CIDR]
    assert holds(mended("cidr-host-bits", tree), CIDR) == network


@pytest.mark.parametrize(
    "block", ["192.168.0.0/16", "10.240.0.0/12", "", "x", "8.8.8.8/16", "10.0.0.1/8", None, 5]
)
def test_a_block_without_host_bits_or_one_that_is_refused(block: Any) -> None:
    assert places("cidr-host-bits", at(CIDR, block)) == []


@pytest.mark.parametrize(
    ("block", "machines", "small"),
    [
        ("192.168.1.0/24", 252, False),
        ("192.168.1.0/24", 257, True),
        ("192.168.1.0/24", 1000, True),
        ("192.168.0.0/16", 65000, False),
        ("192.168.0.0/16", 65536, True),
        ("10.0.0.0/12", 65536, False),
        ("10.0.0.0/25", 1000, False),
        ("8.8.8.0/24", 1000, False),
        ("", 1000, False),
        ("192.168.1.0/24", "1000", False),
        ("192.168.1.0/24", 1000.0, False),
    ],
)
def test_a_block_that_is_too_small(block: str, machines: Any, small: bool) -> None:
    tree = at(CIDR, block, at(COUNT, machines))
    assert places("cidr-too-small", tree) == ([CIDR] if small else [])


def test_the_machines_of_all_groups_count() -> None:
    group = {"DesiredVMCount": 100, "ResourceType": "Spot"}
    tree = at(CIDR, "10.0.0.0/24", at("/Groups", {"a": group, "b": group, "c": group}))
    (finding,) = found("cidr-too-small", tree)
    assert "300" in finding.message


def test_a_block_is_widened_where_that_is_possible() -> None:
    tree = at(CIDR, "192.168.5.0/24", at(COUNT, 600))
    better = mended("cidr-too-small", tree)
    assert holds(better, CIDR) == "192.168.4.0/22"
    assert places("cidr-too-small", better) == errors_of(better) == []
    assert unmended("cidr-too-small", at(f"{VPC}/VpcId", "vpc-1", tree))
    assert unmended("cidr-too-small", at(CIDR, "192.168.0.0/24", at(COUNT, 65536)))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "vpc", [{"CidrBlock": "10.0.0.0/16"}, {"CidrBlock": "10.0.0.0/16", "VpcId": "vpc-1"}]
)
def test_rules_of_the_classic_network_beside_a_vpc(name: str, vpc: dict[str, str]) -> None:
    tree = at(f"{CLASSIC}/{name}", ["10.1.1.1"], at(VPC, vpc))
    assert places("classic-beside-vpc", tree) == [f"{CLASSIC}/{name}"]
    assert unmended("classic-beside-vpc", tree)


def test_no_rules_of_the_classic_network_beside_a_vpc() -> None:
    assert places("classic-beside-vpc", EXAMPLE) == []
    alone = at(f"{CLASSIC}/AllowIpAddress", ["10.1.1.1"])
    assert places("classic-beside-vpc", alone) == []
    for vpc in ({}, {"CidrBlock": ""}, {"VpcId": "", "CidrBlock": ""}, None, 5):
        assert places("classic-beside-vpc", at(VPC, vpc, alone)) == []
    assert places("classic-beside-vpc", at(CLASSIC, {"AllowIpAddress": "x"}, at(CIDR, "10.0.0.0/16"))) == []


@pytest.mark.parametrize("name", LISTS[:2])
def test_addresses_of_the_classic_network(name: str) -> None:
    place = f"{CLASSIC}/{name}"
    for address in ("10.1.1.1", "0.0.0.0", "255.255.255.255", "10.0.0.0/8", None, 5):
        assert places("classic-address-form", at(place, [address])) == []
    for address in (
        "",
        "x",
        "10.1.1",
        "10.1.1.256",
        "10.1.1.1.1",
        "10.1.1.1/33",
        "::1",
        "1o.1.1.1",
        "１.1.1.1",
    ):
        assert places("classic-address-form", at(place, ["10.1.1.1", address])) == [f"{place}/1"]
    assert mended("classic-address-form", at(place, [" 10.1.1.1\n"])) == at(place, ["10.1.1.1"])


@pytest.mark.parametrize("name", LISTS[2:])
def test_names_of_security_groups_are_no_addresses(name: str) -> None:
    assert places("classic-address-form", at(f"{CLASSIC}/{name}", ["group1", ""])) == []


def nas(host: str) -> Any:
    """A request with a NAS mount."""
    return at(ENTRIES, [{"Source": f"nas://{host}:/", "Destination": "/nas/", "WriteSupport": True}])


def test_a_nas_of_another_region() -> None:
    rule, tree = "nas-other-region", nas("26a174a62f-sfi98.cn-shenzhen.nas.aliyuncs.com")
    assert places(rule, tree) == []
    assert places(rule, tree, Context(region="cn-shenzhen")) == []
    assert places(rule, tree, Context(region="cn-hangzhou")) == [f"{ENTRIES}/0/Source"]
    assert places(rule, EXAMPLE, Context(region="cn-hangzhou")) == [f"{ENTRIES}/0/Source"]
    assert places(rule, nas("x.eu-central-1.nas.aliyuncs.com"), Context(region="us-west-1")) == [
        f"{ENTRIES}/0/Source"
    ]
    for host in ("10.0.0.1", "my-nas.example.com", "x.nas.aliyuncs.com", ""):
        assert places(rule, nas(host), Context(region="cn-hangzhou")) == []


def test_a_nas_without_a_vpc() -> None:
    rule, tree = "nas-without-vpc", nas("x.cn-shenzhen.nas.aliyuncs.com")
    assert places(rule, tree) == [f"{VPC}/VpcId"]
    assert places(rule, at(VPC, {"VpcId": "", "CidrBlock": "10.0.0.0/16"}, tree)) == [f"{VPC}/VpcId"]
    assert places(rule, at(VPC, {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}, tree)) == []
    assert places(rule, at(VPC, {"VpcId": 5}, tree)) == []
    assert places(rule, EXAMPLE) == []
    assert places(rule, MINIMAL) == []
    assert places(rule, at(f"{ENTRIES}/0/Source", "oss://b/", tree)) == []


def test_machines_that_cannot_be_in_a_vpc() -> None:
    rule, own = "bcs-in-vpc", "/Groups/group1/InstanceType"
    tree = at("/InstanceType", "bcs.a2.large", EXAMPLE)
    assert places(rule, tree) == ["/InstanceType"]
    assert places(rule, at(own, "bcs.b4.xlarge", tree)) == [own]
    assert places(rule, at(own, "ecs.sn1.large", tree)) == []
    assert places(rule, EXAMPLE) == []
    for vpc in ({}, {"CidrBlock": ""}, None):
        assert places(rule, at(VPC, vpc, tree)) == []
