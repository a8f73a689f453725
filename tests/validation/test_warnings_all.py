"""What holds for every warning and note."""

from typing import Any

import pytest

from wizard.document.tree import apply_patch
from wizard.validation import Context, check, check_text

from .cases import EXAMPLE, MINIMAL, at, errors_of, found

WORST: dict[str, Any] = {
    "Nmae": "x",
    "Id": "cls-1",
    "Name": "_",
    "Description": "d",
    "InstanceType": "bcs.zz9.huge",
    "ImageId": "ubuntu",
    "DependencyIsvService": "gtx",
    "ScheduleType": "push",
    "EnvVars": {"my-var": "x"},
    "Groups": {
        "my group": {"DesiredVMCount": 900, "ResourceType": "OnDemand", "SpotStrategy": "SpotWithPriceLimit"},
        "b": {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotPriceLimit": 0.12345},
    },
    "Notification": {
        "Topic": {"Endpoint": "mns.cn-shenzhen.aliyuncs.com", "Events": ["OnJobFailed", "OnClusterDelete"]}
    },
    "Configs": {
        "Disks": {
            "SystemDisk": {"Type": "cloud_sdd", "Size": 1},
            "DataDisk": {"Type": "cloud", "Size": 1, "MountPoint": "D:\\"},
        },
        "Mounts": {
            "Locale": "utf8",
            "CacheBlockSize": 2,
            "CacheTotalSize": 1,
            "OSS": {"AccessKeyId": "[id]"},
            "Entries": [
                {},
                {"Source": "oss://b/", "Destination": "/a", "WriteSupport": True},
                {"Source": "oss://b/", "Destination": "/a/", "WriteSupport": True},
                {"Source": "OSS://c/", "Destination": "/a/c/"},
                {"Source": "nas://x.cn-shenzhen.nas.aliyuncs.com:/", "Destination": "E:"},
                {"Destination": "a/b"},
                {"Source": "oss://b/"},
            ],
        },
        "Networks": {
            "VPC": {"CidrBlock": "192.168.1.1/24"},
            "Classic": {"AllowIpAddress": [" 10.1.1.1", "x"]},
        },
    },
}
HERE = Context(region="cn-hangzhou")


def test_the_references_example_has_nothing_but_its_placeholders() -> None:
    assert {finding.rule for finding in check(EXAMPLE)} == {"placeholder-left"}
    assert {finding.rule for finding in check(EXAMPLE, Context(region="cn-shenzhen"))} == {"placeholder-left"}
    assert {finding.rule for finding in check(EXAMPLE, HERE)} == {"placeholder-left", "nas-other-region"}


def test_warnings_are_not_errors() -> None:
    assert errors_of(WORST) == []
    assert len({finding.rule for finding in check(WORST, HERE)}) > 30


@pytest.mark.parametrize("name", sorted({finding.rule for finding in check(WORST, HERE)}))
def test_a_fix_removes_its_warning(name: str) -> None:
    for finding in found(name, WORST, HERE):
        if finding.fix is not None:
            better = apply_patch(WORST, finding.fix.edits)
            assert finding not in check(better, HERE)
            assert errors_of(better) == []


@pytest.mark.parametrize("name", sorted({finding.rule for finding in check(WORST, HERE)}))
def test_a_rule_can_be_ignored(name: str) -> None:
    loud = check(WORST, HERE)
    silent = check(WORST, Context(region="cn-hangzhou", ignored=frozenset({name})))
    assert silent == [finding for finding in loud if finding.rule != name]


@pytest.mark.parametrize("name", ["AccessKeySecret", "SecurityToken"])
def test_no_part_of_a_secret_is_shown(name: str) -> None:
    keys = {"AccessKeyId": "id", "AccessKeySecret": "key", name: "before[within]after"}
    findings = check(at("/Configs/Mounts/OSS", keys))
    assert "within" not in "".join(finding.message + finding.why for finding in findings)
    assert found("placeholder-left", at(f"/Configs/Mounts/OSS/{name}", "[within]"))


def test_an_error_cannot_be_ignored() -> None:
    ignored = Context(ignored=frozenset({"InvalidName", "MissingImageId"}))
    assert [finding.rule for finding in check({**MINIMAL, "Name": "9"}, ignored)] == ["InvalidName"]


def test_a_duplicate_key_can_be_ignored() -> None:
    text = '{"Name": "ab", "Name": "ab"}'
    ignored = Context(ignored=frozenset({"duplicate-key"}))
    assert "duplicate-key" in {finding.rule for finding in check_text(text).findings}
    assert "duplicate-key" not in {finding.rule for finding in check_text(text, ignored).findings}


def test_braces_in_a_value_are_literal() -> None:
    for place in ("/ImageId", "/Configs/Mounts/Locale", "/ScheduleType", "/Configs/Disks/SystemDisk/Type"):
        assert any("{value}{0}" in finding.message for finding in check(at(place, "{value}{0}")))


def test_a_thousand_nested_mounts() -> None:
    deep = [
        {"Source": f"oss://b/{depth}/", "Destination": "/d" * (depth + 1) + "/", "WriteSupport": False}
        for depth in range(1000)
    ]
    assert len(found("mount-destination-nested", at("/Configs/Mounts/Entries", deep))) == 999
    equal = [{"Source": "oss://b/", "Destination": "/d/", "WriteSupport": False}] * 1000
    assert len(found("mount-destination-twice", at("/Configs/Mounts/Entries", equal))) == 999
