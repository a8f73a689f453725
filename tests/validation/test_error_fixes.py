"""The fixes of errors."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.catalog import Account
from wizard.document.tree import apply_patch
from wizard.validation import Context, check

from . import test_error_order, test_error_table, test_error_table_configs
from .cases import EXAMPLE, OPPOSITE, at, by_code, errors_of, value_at, without

GROUP = "/Groups/group1"
RESOURCE = f"{GROUP}/ResourceType"
VPC = "/Configs/Networks/VPC"
SPOT = at(RESOURCE, "Spot")
GROUP_OF_ITS_OWN = {"DesiredVMCount": 1, "ResourceType": "OnDemand", "InstanceType": "ecs.sn1ne.large"}
OF_GROUPS = at("/Groups", {"group1": GROUP_OF_ITS_OWN}, without("/InstanceType"))
CASES = [*test_error_table.CASES, *test_error_table_configs.CASES]
BAD = {code: [tree for tree, _ in cases] for code, cases in by_code(CASES).items() if code}

FIXED: list[tuple[Any, str, Any]] = [
    (without(f"{GROUP}/ResourceType"), f"{GROUP}/ResourceType", "OnDemand"),
    (without(f"{GROUP}/DesiredVMCount"), f"{GROUP}/DesiredVMCount", 1),
    (at(f"{GROUP}/DesiredVMCount", "3"), f"{GROUP}/DesiredVMCount", 3),
    (at(f"{GROUP}/DesiredVMCount", 3.0), f"{GROUP}/DesiredVMCount", 3),
    (at("/Configs/Disks/SystemDisk/Size", "50", EXAMPLE), "/Configs/Disks/SystemDisk/Size", 50),
    (at("/Configs/Disks/SystemDisk/Size", 50.0, EXAMPLE), "/Configs/Disks/SystemDisk/Size", 50),
    (at("/Configs/Mounts/CacheBlockSize", "262144"), "/Configs/Mounts/CacheBlockSize", 262144),
    (at(f"{GROUP}/SpotPriceLimit", "0.5"), f"{GROUP}/SpotPriceLimit", 0.5),
    (at("/Configs/Mounts/Lock", "true"), "/Configs/Mounts/Lock", True),
    (at("/Configs/Mounts/Lock", "false"), "/Configs/Mounts/Lock", False),
    (
        at("/Configs/Mounts/Entries/0/WriteSupport", "true", EXAMPLE),
        "/Configs/Mounts/Entries/0/WriteSupport",
        True,
    ),
    (at("/PasswordInherit", "true"), "/PasswordInherit", True),
    (at("/UserData", {"k": 5}), "/UserData/k", "5"),
    (at("/UserData", {"a/b~c": 5}), "/UserData/a~1b~0c", "5"),
    (at("/UserData", {"k": True}), "/UserData/k", "true"),
    (at("/EnvVars", {"K": 5}), "/EnvVars/K", "5"),
    (at("/Description", 5), "/Description", "5"),
    (at(f"{GROUP}/DesiredVMCount", 3.7), f"{GROUP}/DesiredVMCount", 4),
    (at(f"{GROUP}/DesiredVMCount", 0.2), f"{GROUP}/DesiredVMCount", 1),
    (at(f"{GROUP}/DesiredVMCount", "0"), f"{GROUP}/DesiredVMCount", 1),
    (at(f"{GROUP}/DesiredVMCount", None), f"{GROUP}/DesiredVMCount", 1),
    (without(f"{GROUP}/ResourceType", at(f"{GROUP}/SpotStrategy", "SpotAsPriceGo")), RESOURCE, "Spot"),
    (at(RESOURCE, None, at(f"{GROUP}/SpotStrategy", "SpotAsPriceGo")), RESOURCE, "Spot"),
    (at(RESOURCE, "spot "), RESOURCE, "Spot"),
    (at(RESOURCE, ""), RESOURCE, "OnDemand"),
    (at(f"{GROUP}/SpotStrategy", "as price go", SPOT), f"{GROUP}/SpotStrategy", "SpotAsPriceGo"),
    (without("/Groups", without("/InstanceType")), "/Groups/group1/InstanceType", "ecs.sn1ne.large"),
    (at("/Groups", {}, without("/InstanceType")), "/Groups/group1/InstanceType", "ecs.sn1ne.large"),
    (at(VPC, {"VpcId": "vpc-1", "CidrBlock": None}), f"{VPC}/CidrBlock", "192.168.0.0/16"),
    (at("/ImageId", 10**255), "/ImageId", "1" + "0" * 255),
    (at("/Name", "my cluster"), "/Name", "my-cluster"),
    (at("/Name", "my.cluster"), "/Name", "my-cluster"),
]

REMOVED: list[tuple[Any, str]] = [
    (at("/Description", None), "/Description"),
    (at(f"{GROUP}/InstanceType", None), f"{GROUP}/InstanceType"),
    (at("/InstanceType", None, at(f"{GROUP}/InstanceType", "ecs.sn1ne.large")), "/InstanceType"),
    (at(f"{GROUP}/SpotStrategy", None), f"{GROUP}/SpotStrategy"),
    (at(f"{VPC}/CidrBlock", None), f"{VPC}/CidrBlock"),
    (at(f"{VPC}/VpcId", None, EXAMPLE), f"{VPC}/VpcId"),
    (at(f"{VPC}/OppositeInterfaceId", None, at(VPC, OPPOSITE)), f"{VPC}/OppositeInterfaceId"),
    (at("/Groups/group2", None), "/Groups/group2"),
]

UNFIXED = [
    at("/InstanceType", None),
    at("/Groups/group2/InstanceType", None, at("/Groups/group2", GROUP_OF_ITS_OWN, OF_GROUPS)),
    at("/Groups/group1", None),
    at(f"{VPC}/OppositeRouterId", None, at(VPC, OPPOSITE)),
    at(f"{VPC}/OppositeRegionId", None, at(VPC, OPPOSITE)),
    at(f"{VPC}/OppositeAccessPointId", None, at(VPC, OPPOSITE)),
    at(f"{VPC}/OppositeRouterType", 3, at(VPC, OPPOSITE)),
    at(f"{VPC}/VpcId", 3),
    at(f"{GROUP}/InstanceType", 3),
    at("/ImageId", 10**256),
    at(RESOURCE, 3, at(f"{GROUP}/SpotStrategy", "SpotAsPriceGo")),
    at(f"{GROUP}/SpotStrategy", 3, SPOT),
    at(f"{VPC}/CidrBlock", 10),
    at(f"{VPC}/CidrBlock", "office"),
    at(f"{GROUP}/DesiredVMCount", "many"),
    at(f"{GROUP}/DesiredVMCount", "70000"),
    at(f"{GROUP}/DesiredVMCount", 70000.5),
    at("/Description", "a" * 1025),
    at("/UserData", {"k": "v" * 1025}),
    at("/ImageId", "m-" + "x" * 255),
]


@pytest.mark.parametrize(("tree", "place", "value"), FIXED)
def test_a_value_is_corrected(tree: Any, place: str, value: Any) -> None:
    (finding,) = [found for found in check(tree) if found.severity == "error"]
    assert finding.fix is not None
    assert finding.fix.label
    better = apply_patch(tree, finding.fix.edits)
    assert errors_of(better) == []
    assert repr(value_at(better, place)) == repr(value)  # 3 is neither 3.0 nor true


MISSPELT: list[tuple[Any, str, str]] = [
    (EXAMPLE, "/Name", "Nmae"),
    (EXAMPLE, "/ImageId", "ImageID"),
    (EXAMPLE, "/Groups", "Group"),
    (EXAMPLE, "/InstanceType", "Instancetype"),
    (EXAMPLE, f"{GROUP}/DesiredVMCount", "DesiredVmCount"),
    (EXAMPLE, f"{GROUP}/ResourceType", "Resource_Type"),
    (OF_GROUPS, f"{GROUP}/InstanceType", "InstancType"),
    (EXAMPLE, f"{VPC}/CidrBlock", "CIDRBlock"),
    (at(VPC, OPPOSITE), f"{VPC}/OppositeRouterId", "OppositeRouterID"),
    (at(VPC, OPPOSITE), f"{VPC}/OppositeRegionId", "OpositeRegionId"),
    (at(f"{GROUP}/SpotStrategy", "SpotAsPriceGo", SPOT), f"{GROUP}/SpotStrategy", "SpotStratgy"),
    (EXAMPLE, "/Configs/Mounts/Entries/0/Source", "Sorce"),
    (EXAMPLE, "/Configs/Mounts/Entries/1/WriteSupport", "WriteSuport"),
    (EXAMPLE, "/Configs/Disks/DataDisk/MountPoint", "Mountpoint"),
    (EXAMPLE, "/Notification/Topic/Endpoint", "EndPoint"),
]


@pytest.mark.parametrize(("tree", "place", "key"), MISSPELT)
def test_a_misspelled_key_is_renamed(tree: Any, place: str, key: str) -> None:
    holder = place.rpartition("/")[0]
    misspelt = apply_patch(tree, [{"op": "move", "from": place, "path": f"{holder}/{key}"}])
    before = {(found.rule, found.path) for found in check(tree)}
    new = [found for found in check(misspelt) if (found.rule, found.path) not in before]
    [finding] = [found for found in new if found.rule not in ("unknown-key", "placeholder-left")]
    assert finding.fix is not None
    assert key in finding.fix.label
    assert json.dumps(apply_patch(misspelt, finding.fix.edits)) == json.dumps(tree)


def test_a_key_of_a_response_is_not_a_misspelling() -> None:
    tree = at(f"{GROUP}/ActualVMCount", 3, without(f"{GROUP}/DesiredVMCount"))
    [finding] = [found for found in check(tree) if found.severity == "error"]
    assert finding.fix is not None
    assert value_at(apply_patch(tree, finding.fix.edits), f"{GROUP}/ActualVMCount") == 3


@pytest.mark.parametrize(("tree", "place"), REMOVED)
def test_null_is_removed_if_the_field_is_optional(tree: Any, place: str) -> None:
    (finding,) = [found for found in check(tree) if found.severity == "error"]
    assert finding.fix is not None
    assert finding.fix.edits == ({"op": "remove", "path": place},)
    assert errors_of(apply_patch(tree, finding.fix.edits)) == []


@pytest.mark.parametrize("tree", UNFIXED)
def test_no_fix_discards_a_value_or_leads_to_another_error(tree: Any) -> None:
    assert [found.fix for found in check(tree) if found.severity == "error"] == [None]


def test_a_suggested_type_is_one_of_the_account() -> None:
    def fixes(name: str, *offered: str) -> list[Any]:
        account = Account(
            region="cn-shenzhen",
            fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
            fetched_in_this_run=True,
            instance_types=frozenset(offered),
        )
        found = check(at("/InstanceType", name), Context(account=account))
        return [each.fix and each.fix.edits[0]["value"] for each in found if each.severity == "error"]

    assert fixes("ecs.sn1.large\n", "ecs.sn1.large") == ["ecs.sn1.large"]
    assert fixes("ecs.sn1.large\n", "bcs.b9.tiny") == [None]
    assert fixes("ecs.sn1.larg", "ecs.sn1.large", "bcs.a2.3xlarge") == ["ecs.sn1.large"]
    assert fixes("ecs.sn1.large", "ecs.sn1.large") == []


@pytest.mark.parametrize("trees", [*BAD.values(), [test_error_order.WORST]], ids=[*BAD, "all"])
def test_fixes_remove_their_errors(trees: list[Any]) -> None:
    """A second error at the same place needs a second fix."""
    for tree in trees:
        for finding in check(tree):
            better, rest = tree, [finding]
            for _ in range(3):
                if not rest or rest[0].fix is None:
                    break
                before = errors_of(better)
                better = apply_patch(better, rest[0].fix.edits)
                assert len(errors_of(better)) <= len(before)
                place = (finding.rule, finding.path)
                rest = [each for each in check(better) if (each.rule, each.path) == place]
                assert finding not in rest
                assert not rest or rest[0].fix is not None, f"no fix is left after {finding.fix}"
