"""All warnings and notes: where they are, their fixes, and what they have in common."""

import json
from dataclasses import replace

import pytest

from wizard.document.tree import apply_patch, to_pointer
from wizard.validation import Context, check, check_text

from . import test_warnings_cluster, test_warnings_disks_mounts
from .cases import EXAMPLE, FULL, MINIMAL, Fixed, Warned, at, errors_of, found, silent, value_at, warn

MODULES = (test_warnings_cluster, test_warnings_disks_mounts)
UNKNOWN = {
    **{"/Nmae": "Name", "/name": "Name", "/EnvVar": "EnvVars", "/Configs/Disk": "Disks"},
    "/Groups/group1/DesiredVmCount": "DesiredVMCount",
    "/Configs/Disks/SystemDisk/Sizes": "Size",
    "/Configs/Mounts/ReferchTimeOut": "RefreshTimeOut",
    "/Configs/Mounts/Entries/0/WriteSuport": "WriteSupport",
    "/Configs/Mounts/OSS/AccessKeyID": "AccessKeyId",
    "/Configs/Networks/VPC/VpcID": "VpcId",
    "/Configs/Networks/Classic/AllowIPAddressIngress": "AllowIpAddress,",
    **{"/Notification/Topic/Event": "Events", "/Notification/Topics": "Topic"},
}
"""Unknown keys, and the known one that is closest."""
READ_ONLY = [
    *("/Id", "/OwnerId", "/CreationTime", "/State", "/Metrics", "/OperationLogs", "/ErrorCode"),
    *("/Groups/group1/ActualVMCount", "/Groups/group1/Disks"),
]
"""Keys of a response."""
PLACEHOLDERS = [
    *("/Configs/Mounts/OSS/AccessKeyId", "/Configs/Mounts/OSS/AccessKeySecret"),
    *("/Configs/Networks/VPC/VpcId", "/Notification/Topic/Endpoint"),
]
CASES: list[Warned] = [
    *warn("unknown-key", "/Nmae", "x"),
    ("unknown-key", FULL, []),
    *silent("unknown-key", "/UserData/k", {"a": 1}),  # an error: no string
    *warn("read-only-key", "/Id", "x"),
    ("placeholder-left", EXAMPLE, PLACEHOLDERS),
    *warn("placeholder-left", "/ImageId", "[Your image]"),
    *(case for module in MODULES for case in module.CASES),
]
FIXES: list[Fixed] = [case for module in MODULES for case in module.FIXES]


def test_the_example_of_the_reference_has_only_its_placeholders() -> None:
    for context in (Context(), Context(region="cn-shenzhen")):
        assert {each.rule for each in check(EXAMPLE, context)} == {"placeholder-left"}
    assert check(MINIMAL) == []


@pytest.mark.parametrize("place", [*UNKNOWN, *READ_ONLY])
def test_an_unknown_key_is_no_error_and_its_warning_names_the_closest_known_key(place: str) -> None:
    for value in ("x", 3, None, [], {"deep": [None]}):
        [finding] = [each for each in check(at(place, value, EXAMPLE)) if each.rule != "placeholder-left"]
        assert to_pointer(finding.path) == place
        kind = "unknown-key" if place in UNKNOWN else "read-only-key"
        assert (finding.rule, finding.severity) == (kind, "warning")
        assert UNKNOWN.get(place, "") in f"{finding.message} {finding.why}"


@pytest.mark.parametrize("rule", sorted({case[0] for case in CASES}))
def test_a_warning_is_no_error_can_be_ignored_and_disappears_with_its_fix(rule: str) -> None:
    for _, tree, expected, *contexts in (case for case in CASES if case[0] == rule):
        context = next(iter(contexts), None) or Context()
        findings = check(tree, context)
        own = [each for each in findings if each.rule == rule]
        assert sorted(to_pointer(each.path) for each in own) == sorted(expected), tree
        ignoring = replace(context, ignored=frozenset({rule}))
        assert not own or check(tree, ignoring) == [each for each in findings if each.rule != rule]
        for finding in own:
            assert finding.severity != "error"
            if finding.fix is not None:
                better = apply_patch(tree, finding.fix.edits)
                assert finding not in check(better, context)
                assert {*errors_of(better)} <= {*errors_of(tree)}


@pytest.mark.parametrize("case", FIXES, ids=[case[0] for case in FIXES])
def test_fixes(case: Fixed) -> None:
    """The first fix of a rule leads to a value, with its keys in this order, and removes the finding."""
    rule, tree, place, result, *context = case
    findings = found(rule, tree, *context)
    assert findings, f"{rule} finds nothing"
    fix = findings[0].fix
    if result is None:
        assert all(finding.fix is None for finding in findings)
        return
    assert fix is not None
    better = apply_patch(tree, fix.edits)
    assert place not in [to_pointer(each.path) for each in found(rule, better, *context)]
    assert repr(value_at(better, place)) == repr(result)


def test_a_duplicate_key_can_be_ignored_and_an_error_cannot() -> None:
    ignored = Context(ignored=frozenset({"duplicate-key", "InvalidName"}))
    text = '{"Name": "ab", ' + json.dumps({**MINIMAL, "Name": "9"})[1:]
    assert {finding.rule for finding in check_text(text).findings} == {"duplicate-key", "InvalidName"}
    assert {finding.rule for finding in check_text(text, ignored).findings} == {"InvalidName"}


@pytest.mark.parametrize("name", ["AccessKeySecret", "SecurityToken"])
def test_no_part_of_a_secret_is_shown(name: str) -> None:
    for keys in ({name: "hidden"}, {"AccessKeyId": "id", "AccessKeySecret": "key", name: "a[hidden]b"}):
        findings = check(at("/Configs/Mounts/OSS", keys))
        assert "hidden" not in "".join(finding.message + finding.why for finding in findings)
    assert found("oss-credentials-half", at("/Configs/Mounts/OSS", {name: "hidden"}))
    assert found("placeholder-left", at(f"/Configs/Mounts/OSS/{name}", "[hidden]"))


def test_braces_in_a_value_are_literal() -> None:
    for place in ("/ImageId", "/Configs/Mounts/Locale", "/ScheduleType", "/Configs/Disks/SystemDisk/Type"):
        assert any("{value}{0}" in finding.message for finding in check(at(place, "{value}{0}")))


def test_a_thousand_mounts_at_one_path_and_inside_each_other() -> None:
    mount = {"Source": "oss://b/", "Destination": "/d/", "WriteSupport": False}
    deep = [{**mount, "Destination": "/d" * (depth + 1)} for depth in range(1000)]
    assert len(found("mount-destination-nested", at("/Configs/Mounts/Entries", deep))) == 999
    assert len(found("mount-destination-twice", at("/Configs/Mounts/Entries", [mount] * 1000))) == 999
