"""A fix does away with what it fixes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.catalog import Account
from wizard.document.tree import apply_patch
from wizard.validation import Context, check

from . import test_error_order, test_error_table, test_error_table_configs
from .cases import EXAMPLE, OPPOSITE, at, errors_of, holds, pointer, without

GROUP = "/Groups/group1"
RESOURCE = f"{GROUP}/ResourceType"
VPC = "/Configs/Networks/VPC"
SPOT = at(RESOURCE, "Spot")
GROUP_OF_ITS_OWN = {"DesiredVMCount": 1, "ResourceType": "OnDemand", "InstanceType": "ecs.sn1ne.large"}
OF_GROUPS = at("/Groups", {"group1": GROUP_OF_ITS_OWN}, without("/InstanceType"))
CASES = [*test_error_table.CASES, *test_error_table_configs.CASES]
BAD = [tree for tree, expected in CASES if expected] + [test_error_order.WORST]

MENDED: list[tuple[Any, str, Any]] = [
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

TAKEN_OUT: list[tuple[Any, str]] = [
    (at("/Description", None), "/Description"),
    (at(f"{GROUP}/InstanceType", None), f"{GROUP}/InstanceType"),
    (at("/InstanceType", None, at(f"{GROUP}/InstanceType", "ecs.sn1ne.large")), "/InstanceType"),
    (at(f"{GROUP}/SpotStrategy", None), f"{GROUP}/SpotStrategy"),
    (at(f"{VPC}/CidrBlock", None), f"{VPC}/CidrBlock"),
    (at(f"{VPC}/VpcId", None, EXAMPLE), f"{VPC}/VpcId"),
    (at(f"{VPC}/OppositeInterfaceId", None, at(VPC, OPPOSITE)), f"{VPC}/OppositeInterfaceId"),
    (at("/Groups/group2", None), "/Groups/group2"),
]

BLOCKED = [
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
]

LOSING = [
    at("/Description", "a" * 1025),
    at("/UserData", {"k": "v" * 1025}),
    at("/ImageId", "m-" + "x" * 255),
]


def equal(left: Any, right: Any) -> bool:
    """Equality that tells 3 from 3.0 and from true."""
    return type(left) is type(right) and left == right


@pytest.mark.parametrize(("tree", "place", "value"), MENDED)
def test_a_fix_corrects_what_follows_from_the_value(tree: Any, place: str, value: Any) -> None:
    (finding,) = [found for found in check(tree) if found.severity == "error"]
    assert finding.fix is not None
    assert finding.fix.label
    mended = apply_patch(tree, finding.fix.edits)
    assert errors_of(mended) == []
    assert equal(holds(mended, place), value)


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
def test_what_is_missing_under_a_misspelt_key_is_mended_by_renaming_the_key(
    tree: Any, place: str, key: str
) -> None:
    holder = place.rpartition("/")[0]
    misspelt = apply_patch(tree, [{"op": "move", "from": place, "path": f"{holder}/{key}"}])
    before = {(found.rule, found.path) for found in check(tree)}
    new = [found for found in check(misspelt) if (found.rule, found.path) not in before]
    [finding] = [found for found in new if found.rule not in ("unknown-key", "placeholder-left")]
    assert finding.fix is not None
    assert key in finding.fix.label
    assert json.dumps(apply_patch(misspelt, finding.fix.edits)) == json.dumps(tree)


def test_a_key_of_an_answer_is_no_misspelling_of_a_missing_one() -> None:
    tree = at(f"{GROUP}/ActualVMCount", 3, without(f"{GROUP}/DesiredVMCount"))
    [finding] = [found for found in check(tree) if found.severity == "error"]
    assert finding.fix is not None
    assert holds(apply_patch(tree, finding.fix.edits), f"{GROUP}/ActualVMCount") == 3


@pytest.mark.parametrize(("tree", "place"), TAKEN_OUT)
def test_what_says_nothing_is_taken_out_where_nothing_else_needs_it(tree: Any, place: str) -> None:
    (finding,) = [found for found in check(tree) if found.severity == "error"]
    assert finding.fix is not None
    assert finding.fix.edits == ({"op": "remove", "path": place},)
    assert errors_of(apply_patch(tree, finding.fix.edits)) == []


@pytest.mark.parametrize("tree", BLOCKED)
def test_no_fix_where_it_would_lead_to_another_error(tree: Any) -> None:
    assert [found.fix for found in check(tree) if found.severity == "error"] == [None]


def test_the_type_that_is_meant_is_one_that_the_account_has() -> None:
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


@pytest.mark.parametrize("tree", BAD)
def test_the_fixes_of_an_error_lead_out_of_it(tree: Any) -> None:
    """A second fault at the same place may need a second fix; none may lead nowhere."""
    for finding in check(tree):
        mended, fix = tree, finding.fix
        for _ in range(3):
            if fix is None:
                break
            before = errors_of(mended)
            mended = apply_patch(mended, fix.edits)
            assert len(errors_of(mended)) <= len(before)
            again = [each for each in check(mended) if (each.rule, each.path) == (finding.rule, finding.path)]
            assert finding not in again
            if not again:
                break
            fix = again[0].fix
            assert fix is not None, f"{finding.fix} leads nowhere"


@pytest.mark.parametrize("tree", LOSING)
def test_no_fix_where_it_would_lose_what_was_written(tree: Any) -> None:
    assert [found.fix for found in check(tree) if found.severity == "error"] == [None]


@pytest.mark.parametrize("name", ["1abc", "a" * 64 + ".", "9" * 65, "a b\n", "é"])
def test_a_name_is_made_legal(name: str) -> None:
    tree = at("/Name", name)
    for _ in range(3):
        fixes = [found.fix for found in check(tree) if found.rule == "InvalidName" and found.fix]
        if not fixes:
            break
        tree = apply_patch(tree, fixes[0].edits)
    assert [place for _, _, place in errors_of(tree)] in ([], ["/Name"])


def test_judging_and_mending_leave_the_request_alone() -> None:
    tree = at(f"{GROUP}/DesiredVMCount", "3")
    (finding,) = check(tree)
    assert finding.fix is not None
    apply_patch(tree, finding.fix.edits)
    assert tree == at(f"{GROUP}/DesiredVMCount", "3")
    assert pointer(finding.path) == f"{GROUP}/DesiredVMCount"
