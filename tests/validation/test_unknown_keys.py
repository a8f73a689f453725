"""Unknown keys, keys of responses, and the placeholders of the API reference."""

import pytest

from wizard.validation import check

from .cases import EXAMPLE, FULL, MINIMAL, at, errors_of, found, places

GROUP, VPC, MOUNTS = "/Groups/group1", "/Configs/Networks/VPC", "/Configs/Mounts"


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("/Nmae", "Name"),
        ("/name", "Name"),
        ("/EnvVar", "EnvVars"),
        (f"{GROUP}/DesiredVmCount", "DesiredVMCount"),
        ("/Configs/Disk", "Disks"),
        ("/Configs/Disks/SystemDisk/Sizes", "Size"),
        (f"{MOUNTS}/ReferchTimeOut", "RefreshTimeOut"),
        (f"{MOUNTS}/Entries/0/WriteSuport", "WriteSupport"),
        (f"{MOUNTS}/OSS/AccessKeyID", "AccessKeyId"),
        (f"{VPC}/VpcID", "VpcId"),
        ("/Configs/Networks/Classic/AllowIPAddress", "AllowIpAddress"),
        ("/Notification/Topic/Event", "Events"),
        ("/Notification/Topics", "Topic"),
    ],
)
def test_an_unknown_key_is_a_warning_that_names_the_closest_known_key(place: str, known: str) -> None:
    for value in ("x", None, 3, {"deep": [None]}):
        tree = at(place, value, EXAMPLE)
        assert errors_of(tree) == []
        [finding] = found("unknown-key", tree)
        assert places("unknown-key", tree) == [place]
        assert finding.severity == "warning"
        assert known in f"{finding.message} {finding.why}"


def test_the_keys_of_the_official_clients_are_known() -> None:
    assert errors_of(FULL) == found("unknown-key", FULL) == []


@pytest.mark.parametrize(
    "place",
    [
        *("/Id", "/OwnerId", "/CreationTime", "/State", "/Metrics", "/OperationLogs", "/ErrorCode"),
        *(f"{GROUP}/ActualVMCount", f"{GROUP}/Disks"),
    ],
)
def test_the_keys_of_a_response_are_read_only(place: str) -> None:
    for value in ("x", 3, None, [], {}):
        tree = at(place, value)
        assert errors_of(tree) == found("unknown-key", tree) == []
        assert places("read-only-key", tree) == [place]


def test_placeholders_of_the_reference_are_warnings() -> None:
    assert sorted(places("placeholder-left", EXAMPLE)) == [
        "/Configs/Mounts/OSS/AccessKeyId",
        "/Configs/Mounts/OSS/AccessKeySecret",
        "/Configs/Networks/VPC/VpcId",
        "/Notification/Topic/Endpoint",
    ]
    assert {finding.severity for finding in found("placeholder-left", EXAMPLE)} == {"warning"}
    assert check(MINIMAL) == []
