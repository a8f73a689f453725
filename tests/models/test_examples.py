"""The examples of the fields are valid, realistic values: no rule finds anything."""

from typing import Any

import pytest

from wizard.catalog import Catalog, load_builtin
from wizard.document.tree import get, set_in, walk
from wizard.models.cluster import find_spec, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation import check
from wizard.validation.finding import Severity

NAMED = [node for node in request_spec().walk() if node.path and node.path[-1] != WILDCARD]
WITH_EXAMPLE = [node for node in NAMED if node.example is not None]
BASE: dict[str, Any] = {
    "Name": "a-cluster",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
ROUTER = {
    "CidrBlock": "10.0.0.0/16",
    "OppositeRegionId": "cn-beijing",
    "OppositeRouterId": "vrt-1",
    "OppositeRouterType": "VBR",
    "OppositeAccessPointId": "ap-1",
}
MOUNT = {"Source": "oss://bucket/x/", "Destination": "/mnt/x/", "WriteSupport": False}
SPOT = {"DesiredVMCount": 1, "ResourceType": "Spot"}
TOPIC = {"Name": "topic", "Endpoint": "http://1.mns.cn-beijing.aliyuncs.com/"}
NEEDED: dict[str, Any] = {
    "Configs.Networks.VPC.VpcId": {"CidrBlock": "10.0.0.0/16"},
    **{
        f"Configs.Networks.VPC.{name}": ROUTER
        for name in (*ROUTER, "OppositeInterfaceId", "ExpressConnectSpec")
    },
    **{f"Configs.Mounts.Entries.*.{name}": MOUNT for name in MOUNT},
    "Groups.*.SpotStrategy": {**SPOT, "SpotPriceLimit": 0.5},
    "Groups.*.SpotPriceLimit": {**SPOT, "SpotStrategy": "SpotWithPriceLimit"},
    **{f"Notification.Topic.{name}": TOPIC for name in (*TOPIC, "Events")},
    "Configs.Disks.DataDisk.Type": {"Size": 20, "MountPoint": "/d"},
    "Configs.Disks.DataDisk.Size": {"MountPoint": "/d"},
    "Configs.Disks.DataDisk.MountPoint": {"Size": 20},
}
"""Other fields that an object needs for the example of a field."""


def name_of(node: FieldSpec) -> str:
    return ".".join(node.path)


def path_of(node: FieldSpec) -> tuple[str | int, ...]:
    """The path of a field in a request with one group and one mount."""
    if node.path[:2] == ("Groups", WILDCARD):
        return ("Groups", "group1", *node.path[2:])
    return tuple(0 if key == WILDCARD else key for key in node.path)


@pytest.mark.parametrize("node", WITH_EXAMPLE, ids=name_of)
def test_an_example_has_no_findings(node: FieldSpec) -> None:
    path = path_of(node)
    tree: Any = BASE
    if name_of(node) in NEEDED:
        tree = set_in(tree, path[:-1], NEEDED[name_of(node)])
    if name_of(node) == "Configs.Disks.DataDisk.Type":
        tree = set_in(tree, ("Configs", "Disks", "SystemDisk"), {"Type": node.example})
    findings = check(set_in(tree, path, node.example))
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert [finding.rule for finding in findings if finding.path[: len(path)] == path] == []


def test_a_request_of_all_examples_is_valid_and_all_its_fields_are_known() -> None:
    tree: Any = {}
    for node in WITH_EXAMPLE:
        tree = set_in(tree, path_of(node), node.example)
    assert [finding for finding in check(tree) if finding.severity is Severity.ERROR] == []
    for path, value in walk(tree):
        assert find_spec(path) is not None, path
        assert get(tree, path) is value


@pytest.mark.parametrize("node", [node for node in NAMED if node.choices], ids=name_of)
def test_choices_are_a_list_of_the_catalog_with_the_example(node: FieldSpec) -> None:
    assert node.choices in Catalog.__slots__
    known = getattr(load_builtin(), node.choices or "")
    for example in node.example if isinstance(node.example, list) else [node.example]:
        assert example in known
    if node.values:
        assert set(known) == set(node.values) - {""}
