"""What the specification decides where the reference contradicts itself or is silent."""

from typing import Any

import pytest

from wizard.validation import check

from .cases import EXAMPLE, MINIMAL, at, errors_of, found, places, without

GROUP, VPC, MOUNTS = "/Groups/group1", "/Configs/Networks/VPC", "/Configs/Mounts"
TWO_GROUPS = at("/Groups/second", {**MINIMAL["Groups"]["group1"], "InstanceType": "ecs.sn1.large"})
OTHER_SIDE = {"OppositeRegionId": "r", "OppositeRouterId": "i", "OppositeAccessPointId": "a"}


def refused(tree: Any) -> list[tuple[str, str]]:
    """Code and place of the errors of a request."""
    return [(code, place) for code, _, place in errors_of(tree)]


def every_place(tree: Any, prefix: str = "") -> list[str]:
    """All places of a request."""
    if isinstance(tree, dict):
        items = [(f"{prefix}/{key}", value) for key, value in tree.items()]
    elif isinstance(tree, list):
        items = [(f"{prefix}/{index}", value) for index, value in enumerate(tree)]
    else:
        items = []
    return [place for at_, value in items for place in (at_, *every_place(value, at_))]


@pytest.mark.parametrize(
    ("place", "good", "bad"),
    [
        # 1: the error table, not the attribute table, decides about names and descriptions
        ("/Name", ["a", "_", "-", "a" * 64], ["集群", "a:b", "my cluster", "a" * 65]),
        ("/Description", ["", "d", "-", "1. http://x", "java sdk test", "a" * 257, "http://x"], []),
        # 2, 4: at least one instance; OnDemand and Spot
        (f"{GROUP}/DesiredVMCount", [1], [0]),
        (f"{GROUP}/ResourceType", ["Spot", "OnDemand"], ["PrePaid"]),
        # 6: only integers are integers
        *(
            (place, [50], ["50", 50.0, True, "", " 50", [50], {"value": 50}])
            for place in (
                f"{GROUP}/DesiredVMCount",
                "/Configs/Disks/SystemDisk/Size",
                f"{MOUNTS}/CacheBlockSize",
            )
        ),
        # 12: lengths count code points
        ("/Description", ["a" * 1024, "集" * 1024, "😀" * 1024, "e\u0301" * 512], []),
        ("/Description", [], ["a" * 1025, "集" * 1025, "😀" * 1025, "e\u0301" * 513]),
    ],
)
def test_1_2_4_6_12_values(place: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert refused(at(place, value, EXAMPLE)) == [], value
    for value in bad:
        assert [where for _, where in refused(at(place, value, EXAMPLE))] == [place], value


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        # 3: a missing type is reported at the group
        (TWO_GROUPS, []),
        (without("/InstanceType", TWO_GROUPS), [("MissingInstanceType", f"{GROUP}/InstanceType")]),
        (at("/InstanceType", "", TWO_GROUPS), [("MissingInstanceType", f"{GROUP}/InstanceType")]),
        # 4, 5
        (without(f"{GROUP}/ResourceType"), [("MissingResourceType", f"{GROUP}/ResourceType")]),
        (without("/Groups"), [("MissingGroups", "/Groups")]),
        (at("/Groups", {}), [("InvalidGroups", "/Groups")]),
        # 8: what the other side of a router makes mandatory
        *(
            (at(VPC, given), [(f"MissingConfigs.Networks.VPC.{name}", f"{VPC}/{name}") for name in lacking])
            for given, lacking in (
                ({"OppositeInterfaceId": "i"}, [*OTHER_SIDE][1:] + [*OTHER_SIDE][:1]),
                ({"OppositeRouterType": "VBR"}, [*OTHER_SIDE][1:] + [*OTHER_SIDE][:1]),
                ({"OppositeRouterType": "VRouter"}, ["OppositeRouterId", "OppositeRegionId"]),
                ({"OppositeInterfaceId": ""}, []),
                ({"ExpressConnectSpec": "Small.1"}, []),
            )
        ),
        (
            at(VPC, OTHER_SIDE | {"OppositeRouterType": "VPN"}),
            [("QuotaExhausted.Configs.Networks.VPC.OppositeRouterType", f"{VPC}/OppositeRouterType")],
        ),
        # 9
        (at(VPC, {"VpcId": "vpc-1"}), [("InvalidConfigs.Networks.VPC.VpcId", f"{VPC}/VpcId")]),
        (at(VPC, {"VpcId": "", "CidrBlock": ""}), []),
    ],
)
def test_3_4_5_8_9_combinations(tree: Any, expected: list[tuple[str, str]]) -> None:
    assert refused(tree) == expected


@pytest.mark.parametrize("place", every_place(EXAMPLE))
def test_7_null_is_present_and_of_a_wrong_type(place: str) -> None:
    first = refused(at(place, None, EXAMPLE))[0]
    assert first[0].startswith("Invalid")
    assert first[1] == place
    assert not any(
        code.startswith("Missing") and where == place for code, where in refused(at(place, None, EXAMPLE))
    )


@pytest.mark.parametrize("network", ["10.0.0.0", "172.16.0.0", "192.168.0.0"])
def test_9_the_masks_of_each_private_range(network: str) -> None:
    narrowest = 16 if network.startswith("192") else 12
    for bits in range(33):
        expected = [] if narrowest <= bits <= 24 else [("InvalidCidrBlock", f"{VPC}/CidrBlock")]
        assert refused(at(f"{VPC}/CidrBlock", f"{network}/{bits}")) == expected, bits


@pytest.mark.parametrize(
    "place",
    [
        *("/Nmae", "/name", f"{GROUP}/DesiredVmCount", "/Configs/Disk", "/Configs/Disks/SystemDisk/Sizes"),
        *(f"{MOUNTS}/ReferchTimeOut", f"{MOUNTS}/Entries/0/Writable", f"{MOUNTS}/OSS/AccessKeyID"),
        *(f"{VPC}/VpcID", "/Configs/Networks/Classic/AllowIPAddress", "/Notification/Topics"),
        "/Notification/Topic/Event",
    ],
)
def test_10_an_unknown_key_is_a_warning(place: str) -> None:
    for value in ("x", None, 3, {"deep": [None]}):
        tree = at(place, value, EXAMPLE)
        assert refused(tree) == []
        assert places("unknown-key", tree) == [place]
        assert found("unknown-key", tree)[0].severity == "warning"


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("/Nmae", "Name"),
        (f"{GROUP}/DesiredVmCount", "DesiredVMCount"),
        (f"{MOUNTS}/ReferchTimeOut", "RefreshTimeOut"),
        (f"{MOUNTS}/Entries/0/WriteSuport", "WriteSupport"),
        ("/EnvVar", "EnvVars"),
    ],
)
def test_10_the_closest_known_key_is_named(place: str, meant: str) -> None:
    (finding,) = found("unknown-key", at(place, "x", EXAMPLE))
    assert meant in f"{finding.message} {finding.why}"


@pytest.mark.parametrize(
    ("place", "value"),
    {
        "/ScheduleType": "Poll",
        "/PasswordInherit": True,
        f"{GROUP}/HostnamePrefix": "node",
        f"{GROUP}/ImageId": "img-centos",
        f"{GROUP}/Mode": "m",
        f"{MOUNTS}/NAS": {"AccessGroup": ["g"], "FileSystem": ["f"]},
        f"{MOUNTS}/NasMetaCache": True,
        f"{MOUNTS}/RefreshStrategy": "s",
        f"{MOUNTS}/RefreshTopicName": "t",
        f"{MOUNTS}/RefreshTimeOut": 1,
        f"{VPC}/ExpressConnectSpec": "Small.1",
        "/Notification/Topic/UserData": "u",
        "/Notification/Topic/UserTemplate": "t",
        "/UserData/anything": "x",
        "/EnvVars/ANYTHING": "x",
    }.items(),
)
def test_10_the_keys_of_the_official_clients_are_known(place: str, value: Any) -> None:
    tree = at(place, value, EXAMPLE)
    assert refused(tree) == found("unknown-key", tree) == []


@pytest.mark.parametrize(
    "place",
    [
        *("/Id", "/OwnerId", "/CreationTime", "/State", "/Metrics", "/OperationLogs", "/ErrorCode"),
        *(f"{GROUP}/ActualVMCount", f"{GROUP}/Disks"),
    ],
)
def test_10_the_keys_of_a_response_are_known_as_read_only(place: str) -> None:
    for value in ("x", 3, None, [], {}):
        tree = at(place, value)
        assert refused(tree) == found("unknown-key", tree) == []
        assert places("read-only-key", tree) == [place]


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
        (f"{MOUNTS}/Entries/0/Source", "InvalidConfigs.Mounts.Entries.Source"),
        (f"{MOUNTS}/Entries/1", "InvalidConfigs.Mounts.Entries"),
        ("/Notification/Topic/Events", "InvalidNotification.Topic.Events"),
        ("/Notification/Topic/Events/2", "InvalidNotification.Topic.Events"),
        ("/EnvVars/a.b", "InvalidEnvVars.a.b.value"),
        ("/EnvVars", "InvalidEnvVars"),
        ("/PasswordInherit", "InvalidPasswordInherit"),
        ("/Configs/Networks", "InvalidConfigs.Networks"),
        ("/Bootstrap", "InvalidBootstrap"),
    ],
)
def test_14_the_code_and_message_of_a_parameter_without_a_row(place: str, code: str) -> None:
    message = f"Specified parameter {code.removeprefix('Invalid')} is not valid."
    assert errors_of(at(place, None, EXAMPLE)) == [(code, message, place)]


def test_placeholders_of_the_reference_are_warnings() -> None:
    assert sorted(places("placeholder-left", EXAMPLE)) == [
        "/Configs/Mounts/OSS/AccessKeyId",
        "/Configs/Mounts/OSS/AccessKeySecret",
        "/Configs/Networks/VPC/VpcId",
        "/Notification/Topic/Endpoint",
    ]
    assert {finding.severity for finding in found("placeholder-left", EXAMPLE)} == {"warning"}
    assert check(MINIMAL) == []
