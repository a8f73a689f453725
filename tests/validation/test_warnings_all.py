"""Properties of all warnings and notes."""

import json
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
HANGZHOU = Context(region="cn-hangzhou")
FOUND = check(WORST, HANGZHOU)


def test_the_example_of_the_reference_has_only_its_placeholders() -> None:
    assert {finding.rule for finding in check(EXAMPLE)} == {"placeholder-left"}
    assert {finding.rule for finding in check(EXAMPLE, Context(region="cn-shenzhen"))} == {"placeholder-left"}
    assert {finding.rule for finding in check(EXAMPLE, HANGZHOU)} == {"placeholder-left", "nas-other-region"}


def test_warnings_are_not_errors_and_their_fixes_remove_them() -> None:
    assert errors_of(WORST) == []
    assert len({finding.rule for finding in FOUND}) > 30
    for finding in FOUND:
        if finding.fix is not None:
            better = apply_patch(WORST, finding.fix.edits)
            assert finding not in check(better, HANGZHOU)
            assert errors_of(better) == []


@pytest.mark.parametrize("name", sorted({finding.rule for finding in FOUND}))
def test_a_rule_can_be_ignored(name: str) -> None:
    ignoring = Context(region="cn-hangzhou", ignored=frozenset({name}))
    assert check(WORST, ignoring) == [finding for finding in FOUND if finding.rule != name]


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
