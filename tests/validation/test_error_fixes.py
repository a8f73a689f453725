"""The fixes of errors."""

import json
from typing import Any

import pytest

from wizard.document.tree import apply_patch
from wizard.validation import check

from .cases import EXAMPLE, MINIMAL, OPPOSITE, at, errors_of, value_at, with_account, without
from .test_check import WORST
from .test_error_table import CASES

GROUP, VPC, MOUNTS = "/Groups/group1", "/Configs/Networks/VPC", "/Configs/Mounts"
COUNT, RESOURCE, STRATEGY = f"{GROUP}/DesiredVMCount", f"{GROUP}/ResourceType", f"{GROUP}/SpotStrategy"
SPOT = at(RESOURCE, "Spot")
AUTOMATIC = at(STRATEGY, "SpotAsPriceGo")
ROUTER = at(VPC, OPPOSITE)
GROUP_OF_ITS_OWN = {"DesiredVMCount": 1, "ResourceType": "OnDemand", "InstanceType": "ecs.sn1ne.large"}
OF_GROUPS = at("/Groups", {"group1": GROUP_OF_ITS_OWN}, without("/InstanceType"))
REMOVED = object()
NOTHING = object()

Fixed = tuple[Any, str, Any]
"""A request with one error, and the value at a JSON Pointer after the fix; ``NOTHING`` if there is no fix."""


def fixes(place: str, results: dict[Any, Any], base: Any = MINIMAL) -> list[Fixed]:
    """Values at a place, and the values that fixes replace them by."""
    return [(at(place, value, base), place, result) for value, result in results.items()]


FIXES: list[Fixed] = [
    *fixes(COUNT, {"3": 3, 3.0: 3, 3.7: 4, 0.2: 1, "0": 1, None: 1}),
    *fixes(COUNT, dict.fromkeys(("many", "70000", 70000.5), NOTHING)),
    (without(COUNT), COUNT, 1),
    (at(f"{GROUP}/ActualVMCount", 3, without(COUNT)), f"{GROUP}/ActualVMCount", 3),  # of a response
    *fixes(f"{GROUP}/SpotPriceLimit", {"0.5": 0.5}),
    *fixes(f"{MOUNTS}/Lock", {"true": True, "false": False}),
    *fixes(f"{MOUNTS}/Entries/0/WriteSupport", {"true": True}, EXAMPLE),
    *fixes("/UserData/k", {5: "5", True: "true", "v" * 1025: NOTHING}),
    *fixes("/UserData/a~1b~0c", {5: "5"}),
    *fixes("/EnvVars/K", {5: "5"}),
    *fixes("/Description", {5: "5", None: REMOVED, "a" * 1025: NOTHING}),
    *fixes("/ImageId", {10**255: "1" + "0" * 255, 10**256: NOTHING, "m-" + "x" * 255: NOTHING}),
    *fixes("/Name", {"my cluster": "my-cluster", "my.cluster": "my-cluster"}),
    *fixes(RESOURCE, {"spot ": "Spot", "": "OnDemand"}),
    *fixes(RESOURCE, {None: "Spot", 3: NOTHING}, AUTOMATIC),
    (without(RESOURCE), RESOURCE, "OnDemand"),
    (without(RESOURCE, AUTOMATIC), RESOURCE, "Spot"),
    *fixes(STRATEGY, {None: REMOVED}),
    *fixes(STRATEGY, {"as price go": "SpotAsPriceGo", 3: NOTHING}, SPOT),
    (without("/Groups", without("/InstanceType")), f"{GROUP}/InstanceType", "ecs.sn1ne.large"),
    (at("/group1", GROUP_OF_ITS_OWN, without("/Groups")), COUNT, 1),  # no map of groups
    (at("/Groups", {}, without("/InstanceType")), f"{GROUP}/InstanceType", "ecs.sn1ne.large"),
    *fixes("/InstanceType", {None: NOTHING}),
    *fixes("/InstanceType", {None: REMOVED}, at(f"{GROUP}/InstanceType", "ecs.sn1ne.large")),
    *fixes(f"{GROUP}/InstanceType", {None: REMOVED, 3: NOTHING}),
    *fixes("/Groups/group2/InstanceType", {None: NOTHING}, at("/Groups/group2", GROUP_OF_ITS_OWN, OF_GROUPS)),
    *fixes("/Groups/group2", {None: REMOVED}),
    *fixes(GROUP, {None: NOTHING}),
    *fixes(f"{VPC}/CidrBlock", {None: REMOVED, 10: NOTHING, "office": NOTHING}),
    *fixes(f"{VPC}/CidrBlock", {None: "192.168.0.0/16"}, at(f"{VPC}/VpcId", "vpc-1")),
    *fixes(f"{VPC}/VpcId", {None: REMOVED}, EXAMPLE),
    *fixes(f"{VPC}/VpcId", {3: NOTHING}),
    *fixes(f"{VPC}/OppositeInterfaceId", {None: REMOVED}, ROUTER),
    *fixes(f"{VPC}/OppositeRouterType", {3: NOTHING}, ROUTER),
    *(
        fixed
        for name in ("OppositeRouterId", "OppositeRegionId", "OppositeAccessPointId")
        for fixed in fixes(f"{VPC}/{name}", {None: NOTHING}, ROUTER)
    ),
]


@pytest.mark.parametrize(("tree", "place", "result"), FIXES)
def test_a_fix_discards_no_value_and_leads_to_no_other_error(tree: Any, place: str, result: Any) -> None:
    """``null`` is removed if the field is optional."""
    [finding] = [found for found in check(tree) if found.severity == "error"]
    if result is NOTHING:
        assert finding.fix is None
        return
    assert finding.fix is not None and finding.fix.label
    better = apply_patch(tree, finding.fix.edits)
    assert errors_of(better) == []
    if result is REMOVED:
        assert finding.fix.edits == ({"op": "remove", "path": place},)
    else:
        assert repr(value_at(better, place)) == repr(result)  # 3 is neither 3.0 nor true


@pytest.mark.parametrize(
    ("tree", "place", "key"),
    [
        (EXAMPLE, "/Name", "Nmae"),
        (EXAMPLE, "/Groups", "Group"),
        (EXAMPLE, COUNT, "DesiredVmCount"),
        (EXAMPLE, RESOURCE, "Resource_Type"),
        (OF_GROUPS, f"{GROUP}/InstanceType", "InstancType"),
        (EXAMPLE, f"{VPC}/CidrBlock", "CIDRBlock"),
        (ROUTER, f"{VPC}/OppositeRouterId", "OppositeRouterID"),
        (ROUTER, f"{VPC}/OppositeRegionId", "OpositeRegionId"),
        (at(STRATEGY, "SpotAsPriceGo", SPOT), STRATEGY, "SpotStratgy"),
        (EXAMPLE, f"{MOUNTS}/Entries/0/Source", "Sorce"),
        (EXAMPLE, f"{MOUNTS}/Entries/1/WriteSupport", "WriteSuport"),
        (EXAMPLE, "/Configs/Disks/DataDisk/MountPoint", "Mountpoint"),
        (EXAMPLE, "/Notification/Topic/Endpoint", "EndPoint"),
    ],
)
def test_a_misspelled_key_is_renamed(tree: Any, place: str, key: str) -> None:
    parent = place.rpartition("/")[0]
    misspelled = apply_patch(tree, [{"op": "move", "from": place, "path": f"{parent}/{key}"}])
    before = {(found.rule, found.path) for found in check(tree)}
    new = [found for found in check(misspelled) if (found.rule, found.path) not in before]
    [finding] = [found for found in new if found.rule not in ("unknown-key", "placeholder-left")]
    assert finding.fix is not None
    assert key in finding.fix.label
    assert json.dumps(apply_patch(misspelled, finding.fix.edits)) == json.dumps(tree)


@pytest.mark.parametrize(
    ("name", "offered", "expected"),
    [
        ("ecs.sn1.large\n", ["ecs.sn1.large"], ["ecs.sn1.large"]),
        ("ecs.sn1.large\n", ["bcs.b9.tiny"], [None]),
        ("ecs.sn1.larg", ["ecs.sn1.large", "bcs.a2.3xlarge"], ["ecs.sn1.large"]),
        ("ecs.sn1.large", ["ecs.sn1.large"], []),
    ],
)
def test_a_suggested_type_is_one_of_the_account(
    name: str, offered: list[str], expected: list[str | None]
) -> None:
    context = with_account(now=True, instance_types=offered)
    found = check(at("/InstanceType", name), context)
    errors = [finding for finding in found if finding.severity == "error"]
    assert [error.fix and error.fix.edits[0]["value"] for error in errors] == expected


BAD = {code: [tree for tree, _ in cases] for code, cases in CASES.items() if code}


@pytest.mark.parametrize("trees", [*BAD.values(), [WORST]], ids=[*BAD, "all"])
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
