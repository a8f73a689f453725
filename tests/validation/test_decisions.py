"""What the specification decides where the reference contradicts itself or is silent."""

from typing import Any

import pytest

from wizard.validation import check

from .cases import EXAMPLE, MINIMAL, at, errors_of, found, places, without

GROUP = "/Groups/group1"
VPC = "/Configs/Networks/VPC"


def refused(tree: Any) -> list[tuple[str, str]]:
    """Code and place of the errors of a request."""
    return [(code, place) for code, _, place in errors_of(tree)]


@pytest.mark.parametrize("name", ["a", "_", "-", "a" * 64])
def test_1_a_name_that_only_the_attribute_table_forbids_is_no_error(name: str) -> None:
    assert refused(at("/Name", name)) == []


@pytest.mark.parametrize("text", ["", "d", "-", "1. http://x", "java sdk test", "a" * 257, "http://x"])
def test_1_a_description_that_only_the_attribute_table_forbids_is_no_error(text: str) -> None:
    assert refused(at("/Description", text)) == []


@pytest.mark.parametrize("name", ["集群", "a:b", "a" * 65, "my cluster"])
def test_1_a_name_that_only_the_attribute_table_allows_is_an_error(name: str) -> None:
    assert set(refused(at("/Name", name))) == {("InvalidName", "/Name")}


def test_2_no_machine_at_all_is_an_error() -> None:
    assert refused(at(f"{GROUP}/DesiredVMCount", 0)) == [("InvalidDesiredVMCount", f"{GROUP}/DesiredVMCount")]


def test_3_a_group_left_without_a_type_is_found_at_the_group() -> None:
    tree = at("/Groups/second", {**MINIMAL["Groups"]["group1"], "InstanceType": "ecs.sn1.large"})
    assert refused(tree) == []
    assert refused(without("/InstanceType", tree)) == [("MissingInstanceType", f"{GROUP}/InstanceType")]
    assert refused(at("/InstanceType", "", tree)) == [("MissingInstanceType", f"{GROUP}/InstanceType")]


@pytest.mark.parametrize("value", ["Spot", "OnDemand"])
def test_4_the_two_resource_types(value: str) -> None:
    assert refused(at(f"{GROUP}/ResourceType", value)) == []


def test_4_a_body_without_resource_type() -> None:
    assert refused(without(f"{GROUP}/ResourceType")) == [("MissingResourceType", f"{GROUP}/ResourceType")]


def test_5_groups_have_to_be_there_and_not_be_empty() -> None:
    assert errors_of(without("/Groups")) == [
        ("MissingGroups", "Groups is mandatory for this action.", "/Groups")
    ]
    assert errors_of(at("/Groups", {})) == [
        ("InvalidGroups", "Specified parameter Groups is not valid.", "/Groups")
    ]


@pytest.mark.parametrize(
    "place",
    [f"{GROUP}/DesiredVMCount", "/Configs/Disks/SystemDisk/Size", "/Configs/Mounts/CacheBlockSize"],
)
def test_6_only_integers_are_integers(place: str) -> None:
    assert refused(at(place, 50, EXAMPLE)) == []
    for value in ("50", 50.0, True, "", " 50", [50], {"value": 50}):
        assert [where for _, where in refused(at(place, value, EXAMPLE))] == [place]


def every_place(tree: Any, prefix: str = "") -> list[str]:
    """Where anything stands in a request."""
    if isinstance(tree, dict):
        items = [(f"{prefix}/{key}", value) for key, value in tree.items()]
    elif isinstance(tree, list):
        items = [(f"{prefix}/{index}", value) for index, value in enumerate(tree)]
    else:
        items = []
    return [place for at_, value in items for place in (at_, *every_place(value, at_))]


@pytest.mark.parametrize("place", every_place(EXAMPLE))
def test_7_null_is_a_value_of_a_wrong_type_everywhere(place: str) -> None:
    first = refused(at(place, None, EXAMPLE))[0]
    assert first[0].startswith("Invalid")
    assert first[1] == place


@pytest.mark.parametrize(
    "place", ["/Name", "/ImageId", "/Groups", f"{GROUP}/DesiredVMCount", f"{GROUP}/ResourceType"]
)
def test_7_null_is_present_and_not_absent(place: str) -> None:
    assert not any(code.startswith("Missing") for code, _ in refused(at(place, None)))


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"OppositeInterfaceId": "i"}, ["OppositeRouterId", "OppositeAccessPointId", "OppositeRegionId"]),
        ({"OppositeRouterType": "VBR"}, ["OppositeRouterId", "OppositeAccessPointId", "OppositeRegionId"]),
        ({"OppositeRouterType": "VRouter"}, ["OppositeRouterId", "OppositeRegionId"]),
        ({"OppositeInterfaceId": ""}, []),
        ({"ExpressConnectSpec": "Small.1"}, []),
    ],
)
def test_8_what_the_other_side_makes_mandatory(given: dict[str, str], lacking: list[str]) -> None:
    assert refused(at(VPC, given)) == [
        (f"MissingConfigs.Networks.VPC.{name}", f"{VPC}/{name}") for name in lacking
    ]


def test_8_another_router_type_is_forbidden() -> None:
    full = {"OppositeRegionId": "r", "OppositeRouterId": "i", "OppositeAccessPointId": "a"}
    assert refused(at(VPC, full | {"OppositeRouterType": "VPN"})) == [
        ("QuotaExhausted.Configs.Networks.VPC.OppositeRouterType", f"{VPC}/OppositeRouterType")
    ]


@pytest.mark.parametrize("network", ["10.0.0.0", "172.16.0.0", "192.168.0.0"])
def test_9_the_masks_of_each_private_range(network: str) -> None:
    narrowest = 16 if network.startswith("192") else 12
    for bits in range(33):
        expected = [] if narrowest <= bits <= 24 else [("InvalidCidrBlock", f"{VPC}/CidrBlock")]
        assert refused(at(f"{VPC}/CidrBlock", f"{network}/{bits}")) == expected, bits


def test_9_a_vpc_without_its_block() -> None:
    assert refused(at(VPC, {"VpcId": "vpc-1"})) == [("InvalidConfigs.Networks.VPC.VpcId", f"{VPC}/VpcId")]
    assert refused(at(VPC, {"VpcId": "", "CidrBlock": ""})) == []


UNKNOWN = [
    "/Nmae",
    "/name",
    f"{GROUP}/DesiredVmCount",
    "/Configs/Disk",
    "/Configs/Disks/SystemDisk/Sizes",
    "/Configs/Mounts/ReferchTimeOut",
    "/Configs/Mounts/Entries/0/Writable",
    "/Configs/Mounts/OSS/AccessKeyID",
    f"{VPC}/VpcID",
    "/Configs/Networks/Classic/AllowIPAddress",
    "/Notification/Topics",
    "/Notification/Topic/Event",
]


@pytest.mark.parametrize("place", UNKNOWN)
@pytest.mark.parametrize("value", ["x", None, 3, {"deep": [None]}])
def test_10_an_unknown_key_is_a_warning_and_no_error(place: str, value: Any) -> None:
    tree = at(place, value, EXAMPLE)
    assert refused(tree) == []
    assert places("unknown-key", tree) == [place]
    assert found("unknown-key", tree)[0].severity == "warning"


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("/Nmae", "Name"),
        (f"{GROUP}/DesiredVmCount", "DesiredVMCount"),
        ("/Configs/Mounts/ReferchTimeOut", "RefreshTimeOut"),
        ("/Configs/Mounts/Entries/0/WriteSuport", "WriteSupport"),
        ("/EnvVar", "EnvVars"),
    ],
)
def test_10_a_misspelt_key_is_told_the_closest_known_one(place: str, meant: str) -> None:
    (finding,) = found("unknown-key", at(place, "x", EXAMPLE))
    assert meant in f"{finding.message} {finding.why}"


KNOWN = {
    "/ScheduleType": "Poll",
    "/PasswordInherit": True,
    f"{GROUP}/HostnamePrefix": "node",
    f"{GROUP}/ImageId": "img-centos",
    f"{GROUP}/Mode": "m",
    "/Configs/Mounts/NAS": {"AccessGroup": ["g"], "FileSystem": ["f"]},
    "/Configs/Mounts/NasMetaCache": True,
    "/Configs/Mounts/RefreshStrategy": "s",
    "/Configs/Mounts/RefreshTopicName": "t",
    "/Configs/Mounts/RefreshTimeOut": 1,
    f"{VPC}/ExpressConnectSpec": "Small.1",
    "/Notification/Topic/UserData": "u",
    "/Notification/Topic/UserTemplate": "t",
    "/UserData/anything": "x",
    "/EnvVars/ANYTHING": "x",
}


@pytest.mark.parametrize("place", KNOWN)
def test_10_the_keys_of_the_official_clients_are_known(place: str) -> None:
    tree = at(place, KNOWN[place], EXAMPLE)
    assert refused(tree) == []
    assert found("unknown-key", tree) == []


@pytest.mark.parametrize("base", [MINIMAL, EXAMPLE])
def test_10_a_request_of_known_keys_has_none_that_is_unknown(base: Any) -> None:
    assert found("unknown-key", base) == []


@pytest.mark.parametrize(
    "place",
    [
        "/Id",
        "/OwnerId",
        "/CreationTime",
        "/State",
        "/Metrics",
        "/OperationLogs",
        "/ErrorCode",
        f"{GROUP}/ActualVMCount",
        f"{GROUP}/Disks",
    ],
)
@pytest.mark.parametrize("value", ["x", 3, None, [], {}])
def test_10_the_keys_of_an_answer_are_known_as_read_only(place: str, value: Any) -> None:
    tree = at(place, value)
    assert refused(tree) == []
    assert places("read-only-key", tree) == [place]
    assert found("unknown-key", tree) == []


def test_12_lengths_count_code_points() -> None:
    for character in ("a", "é", "集", "😀"):
        assert refused(at("/Description", character * 1024)) == []
        assert refused(at("/Description", character * 1025)) == [("InvalidDescription", "/Description")]


def test_12_a_combined_character_counts_as_its_code_points() -> None:
    assert refused(at("/Description", "e\u0301" * 512)) == []
    assert refused(at("/Description", "e\u0301" * 513)) == [("InvalidDescription", "/Description")]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (f"{GROUP}/SpotStrategy", "InvalidSpotStrategy"),
        (f"{GROUP}/SpotPriceLimit", "InvalidSpotPriceLimit"),
        (f"{GROUP}/HostnamePrefix", "InvalidHostnamePrefix"),
        (f"{GROUP}/ImageId", "InvalidImageId"),
        (f"{GROUP}/Mode", "InvalidMode"),
        (f"{VPC}/CidrBlock", "InvalidCidrBlock"),
        (f"{VPC}/VpcId", "InvalidConfigs.Networks.VPC.VpcId"),
        ("/Configs/Disks/SystemDisk/Size", "InvalidConfigs.Disks.SystemDisk.Size"),
        ("/Configs/Disks/DataDisk/MountPoint", "InvalidConfigs.Disks.DataDisk.MountPoint"),
        ("/Configs/Mounts/Entries/0/Source", "InvalidConfigs.Mounts.Entries.Source"),
        ("/Configs/Mounts/Entries/1", "InvalidConfigs.Mounts.Entries"),
        ("/Notification/Topic/Events", "InvalidNotification.Topic.Events"),
        ("/Notification/Topic/Events/2", "InvalidNotification.Topic.Events"),
        ("/EnvVars/a.b", "InvalidEnvVars.a.b.value"),
        ("/EnvVars", "InvalidEnvVars"),
        ("/PasswordInherit", "InvalidPasswordInherit"),
        ("/Configs/Networks", "InvalidConfigs.Networks"),
    ],
)
def test_14_the_code_of_a_parameter_without_a_row(place: str, code: str) -> None:
    assert refused(at(place, None, EXAMPLE)) == [(code, place)]


def test_14_the_message_of_a_parameter_without_a_row() -> None:
    assert errors_of(at("/Configs/Mounts/Entries/0/Source", 1, EXAMPLE)) == [
        (
            "InvalidConfigs.Mounts.Entries.Source",
            "Specified parameter Configs.Mounts.Entries.Source is not valid.",
            "/Configs/Mounts/Entries/0/Source",
        )
    ]
    assert errors_of(at(f"{GROUP}/SpotStrategy", "x")) == [
        ("InvalidSpotStrategy", "Specified parameter SpotStrategy is not valid.", f"{GROUP}/SpotStrategy")
    ]
    assert errors_of(at("/EnvVars/K", 1)) == [
        ("InvalidEnvVars.K.value", "Specified parameter EnvVars.K.value is not valid.", "/EnvVars/K")
    ]


def test_placeholders_of_the_reference_are_warnings() -> None:
    assert sorted(places("placeholder-left", EXAMPLE)) == [
        "/Configs/Mounts/OSS/AccessKeyId",
        "/Configs/Mounts/OSS/AccessKeySecret",
        "/Configs/Networks/VPC/VpcId",
        "/Notification/Topic/Endpoint",
    ]
    assert {finding.severity for finding in found("placeholder-left", EXAMPLE)} == {"warning"}
    assert found("placeholder-left", MINIMAL) == []


def test_the_smallest_request_has_nothing_to_be_said_about() -> None:
    assert check(MINIMAL) == []
