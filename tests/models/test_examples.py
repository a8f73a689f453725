"""Every example is a value as one would really write it: the service takes it, and no rule minds it."""

import json
from typing import Any

import pytest

from wizard.catalog import Catalog, load_builtin
from wizard.document.tree import get, set_in, walk
from wizard.models.cluster import find_spec, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation import check
from wizard.validation.finding import Severity

NAMED = [node for node in request_spec().walk() if node.path and node.path[-1] != WILDCARD]


def name_of(node: FieldSpec) -> str:
    return ".".join(node.path)


BASE: dict[str, Any] = {
    "Name": "a-cluster",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
VPC = ("Configs", "Networks", "VPC")
ENTRY = ("Configs", "Mounts", "Entries", 0)
OPPOSITE = {
    "CidrBlock": "10.0.0.0/16",
    "OppositeRegionId": "cn-beijing",
    "OppositeRouterId": "vrt-1",
    "OppositeRouterType": "VBR",
    "OppositeAccessPointId": "ap-1",
}
BESIDE: dict[tuple[str, ...], tuple[Any, Any]] = {
    (*VPC, "VpcId"): (VPC, {"CidrBlock": "10.0.0.0/16"}),
    **{(*VPC, name): (VPC, OPPOSITE) for name in (*OPPOSITE, "OppositeInterfaceId", "ExpressConnectSpec")},
    **{
        ("Configs", "Mounts", "Entries", WILDCARD, name): (
            ENTRY,
            {"Source": "oss://bucket/x/", "Destination": "/mnt/x/", "WriteSupport": False},
        )
        for name in ("Source", "Destination", "WriteSupport")
    },
    ("Groups", WILDCARD, "SpotStrategy"): (
        ("Groups", "group1"),
        {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotPriceLimit": 0.5},
    ),
    ("Groups", WILDCARD, "SpotPriceLimit"): (
        ("Groups", "group1"),
        {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit"},
    ),
    ("Notification", "Topic", "Name"): (
        ("Notification", "Topic"),
        {"Endpoint": "http://1.mns.cn-beijing.aliyuncs.com/"},
    ),
    ("Notification", "Topic", "Endpoint"): (("Notification", "Topic"), {"Name": "topic"}),
    ("Notification", "Topic", "Events"): (
        ("Notification", "Topic"),
        {"Name": "topic", "Endpoint": "http://1.mns.cn-beijing.aliyuncs.com/"},
    ),
    ("Configs", "Disks", "DataDisk", "Type"): (
        ("Configs", "Disks"),
        {"SystemDisk": {"Type": "cloud_efficiency"}, "DataDisk": {"Size": 20, "MountPoint": "/d"}},
    ),
    ("Configs", "Disks", "DataDisk", "Size"): (("Configs", "Disks", "DataDisk"), {"MountPoint": "/d"}),
    ("Configs", "Disks", "DataDisk", "MountPoint"): (("Configs", "Disks", "DataDisk"), {"Size": 20}),
}
"""What a field needs beside it, and where."""

WITH_EXAMPLE = [node for node in NAMED if node.example is not None]


def path_of(pattern: tuple[str, ...]) -> tuple[str | int, ...]:
    """The path of a pattern in a request with one group and one mount."""
    if pattern[:2] == ("Groups", WILDCARD):
        return ("Groups", "group1", *pattern[2:])
    return tuple(0 if key == WILDCARD else key for key in pattern)


@pytest.mark.parametrize("node", WITH_EXAMPLE, ids=name_of)
def test_an_example_has_no_findings(node: FieldSpec) -> None:
    tree: Any = BASE
    if node.path in BESIDE:
        tree = set_in(tree, *BESIDE[node.path])
    path = path_of(node.path)
    tree = set_in(tree, path, node.example)
    findings = check(tree)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert [finding.rule for finding in findings if finding.path[: len(path)] == path] == []


def test_a_request_of_all_examples_is_valid() -> None:
    tree: Any = {}
    for node in WITH_EXAMPLE:
        tree = set_in(tree, path_of(node.path), node.example)
    assert [finding for finding in check(tree) if finding.severity is Severity.ERROR] == []
    assert json.loads(json.dumps(tree)) == tree


@pytest.mark.parametrize("node", [node for node in NAMED if node.choices], ids=name_of)
def test_choices_are_a_list_of_the_catalog_with_the_example(node: FieldSpec) -> None:
    assert node.choices in Catalog.__slots__
    known = getattr(load_builtin(), node.choices or "")
    for example in node.example if isinstance(node.example, list) else [node.example]:
        assert example in known
    if node.values:
        assert set(known) == set(node.values) - {""}


def test_every_place_of_a_full_request_is_known() -> None:
    tree: Any = {}
    for node in WITH_EXAMPLE:
        tree = set_in(tree, path_of(node.path), node.example)
    for path, value in walk(tree):
        assert find_spec(path) is not None, path
        assert get(tree, path) is value
