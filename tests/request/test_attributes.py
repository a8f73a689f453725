"""Every attribute that the reference or an official client knows is declared, with all that a person needs.

The lists are those of the reference: its example, its attribute table and its error table, and what the
official clients know beyond it.
"""

import pytest

from wizard.request.answer import READ_ONLY
from wizard.request.schema import ANY, Limits, Node, by_pattern, node_at, root

ATTRIBUTES = """
Name                                        string
Description                                 string
InstanceType                                string
ImageId                                     string
DependencyIsvService                        string
Bootstrap                                   string
UserData                                    map
UserData.*                                  string
EnvVars                                     map
EnvVars.*                                   string
ScheduleType                                string
PasswordInherit                             boolean
Groups                                      map
Groups.*                                    object
Groups.*.DesiredVMCount                     integer
Groups.*.InstanceType                       string
Groups.*.ResourceType                       string
Groups.*.SpotStrategy                       string
Groups.*.SpotPriceLimit                     number
Groups.*.HostnamePrefix                     string
Groups.*.ImageId                            string
Groups.*.Mode                               string
Notification                                object
Notification.Topic                          object
Notification.Topic.Name                     string
Notification.Topic.Endpoint                 string
Notification.Topic.Events                   list
Notification.Topic.Events.*                 string
Notification.Topic.UserData                 string
Notification.Topic.UserTemplate             string
Configs                                     object
Configs.Disks                               object
Configs.Disks.SystemDisk                    object
Configs.Disks.SystemDisk.Type               string
Configs.Disks.SystemDisk.Size               integer
Configs.Disks.DataDisk                      object
Configs.Disks.DataDisk.Type                 string
Configs.Disks.DataDisk.Size                 integer
Configs.Disks.DataDisk.MountPoint           string
Configs.Mounts                              object
Configs.Mounts.Locale                       string
Configs.Mounts.Lock                         boolean
Configs.Mounts.CacheSupport                 boolean
Configs.Mounts.CacheBlockSize               integer
Configs.Mounts.CacheTotalSize               integer
Configs.Mounts.RefreshStrategy              string
Configs.Mounts.RefreshTopicName             string
Configs.Mounts.RefreshTimeOut               integer
Configs.Mounts.NasMetaCache                 boolean
Configs.Mounts.OSS                          object
Configs.Mounts.OSS.AccessKeyId              string
Configs.Mounts.OSS.AccessKeySecret          string
Configs.Mounts.OSS.SecurityToken            string
Configs.Mounts.NAS                          object
Configs.Mounts.NAS.AccessGroup              list
Configs.Mounts.NAS.AccessGroup.*            string
Configs.Mounts.NAS.FileSystem               list
Configs.Mounts.NAS.FileSystem.*             string
Configs.Mounts.Entries                      list
Configs.Mounts.Entries.*                    object
Configs.Mounts.Entries.*.Source             string
Configs.Mounts.Entries.*.Destination        string
Configs.Mounts.Entries.*.WriteSupport       boolean
Configs.Networks                            object
Configs.Networks.VPC                        object
Configs.Networks.VPC.VpcId                  string
Configs.Networks.VPC.CidrBlock              string
Configs.Networks.VPC.ExpressConnectSpec     string
Configs.Networks.VPC.OppositeRegionId       string
Configs.Networks.VPC.OppositeRouterType     string
Configs.Networks.VPC.OppositeRouterId       string
Configs.Networks.VPC.OppositeAccessPointId  string
Configs.Networks.VPC.OppositeInterfaceId    string
Configs.Networks.Classic                    object
Configs.Networks.Classic.AllowIpAddress     list
Configs.Networks.Classic.AllowIpAddress.*   string
Configs.Networks.Classic.AllowIpAddressEgress       list
Configs.Networks.Classic.AllowIpAddressEgress.*     string
Configs.Networks.Classic.AllowSecurityGroup         list
Configs.Networks.Classic.AllowSecurityGroup.*       string
Configs.Networks.Classic.AllowSecurityGroupEgress   list
Configs.Networks.Classic.AllowSecurityGroupEgress.* string
"""
KINDS = {tuple(name.split(".")): kind for name, kind in map(str.split, ATTRIBUTES.strip().splitlines())}

REQUIRED = {
    ("Name",),
    ("ImageId",),
    ("Groups",),
    ("Groups", ANY, "DesiredVMCount"),
    ("Groups", ANY, "ResourceType"),
}
"""Those of the error table that depend on nothing else; the groups may name the instance types."""

SPOT = ("", "SpotWithPriceLimit", "SpotAsPriceGo")
NAME = r"^([A-Za-z_-][A-Za-z0-9_-]*)?$"
LIMITS: dict[tuple[str, ...], Limits] = {
    ("Name",): Limits(min_length=1, max_length=64, pattern=NAME),  # E9, E10
    ("Description",): Limits(max_length=1024),  # E12
    ("ImageId",): Limits(min_length=1, max_length=256),  # E15
    ("UserData",): Limits(max_length=64),  # E17
    ("UserData", ANY): Limits(max_length=1024),  # E20
    ("Groups",): Limits(min_length=1),  # an empty one is refused
    ("Groups", ANY, "DesiredVMCount"): Limits(minimum=1, maximum=65536),  # E26
    ("Groups", ANY, "ResourceType"): Limits(values=("OnDemand", "Spot")),  # E35
    ("Groups", ANY, "SpotStrategy"): Limits(values=SPOT),
    ("Groups", ANY, "SpotPriceLimit"): Limits(minimum=0),
    ("Configs", "Disks", "SystemDisk", "Size"): Limits(minimum=1),
    ("Configs", "Disks", "DataDisk", "Size"): Limits(minimum=1),
    ("Configs", "Mounts", "CacheBlockSize"): Limits(minimum=0),
    ("Configs", "Mounts", "CacheTotalSize"): Limits(minimum=0),
    ("Configs", "Mounts", "RefreshTimeOut"): Limits(minimum=0),
}
KEYS = {
    ("UserData",): Limits(min_length=1, max_length=128),  # E18
    ("Groups",): Limits(min_length=1, max_length=64),  # E23
}
UNITS = {
    ("Groups", ANY, "DesiredVMCount"): "machines",
    ("Groups", ANY, "SpotPriceLimit"): "yuan an hour",
    ("Configs", "Disks", "SystemDisk", "Size"): "GB",
    ("Configs", "Disks", "DataDisk", "Size"): "GB",
    ("Configs", "Mounts", "CacheBlockSize"): "bytes",
    ("Configs", "Mounts", "CacheTotalSize"): "bytes",
    ("Configs", "Mounts", "RefreshTimeOut"): "seconds",
}
SECRETS = {
    ("Configs", "Mounts", "OSS", "AccessKeySecret"): "OSS_ACCESS_KEY_SECRET",
    ("Configs", "Mounts", "OSS", "SecurityToken"): "OSS_SECURITY_TOKEN",
}
NOBODY_KNOWS = {
    ("Groups", ANY, "Mode"),
    ("Configs", "Mounts", "RefreshStrategy"),
    ("Configs", "Mounts", "RefreshTopicName"),
    ("Notification", "Topic", "UserData"),
    ("Notification", "Topic", "UserTemplate"),
}
"""Attributes of an official client of which no value was ever seen: an example would be invented."""

ANSWERED = {
    *((name,) for name in ("Id", "OwnerId", "CreationTime", "State", "Metrics", "Metric", "OperationLogs")),
    *((name,) for name in ("ErrorCode", "SecurityGroup", "SecurityGroups")),
    ("Groups", ANY, "ActualVMCount"),
    ("Groups", ANY, "Disks"),
}
"""What GetCluster answers and CreateCluster does not take."""

NODES = by_pattern()
NAMED = [node for node in root().walk() if node.pattern and node.pattern[-1] != ANY]


def name_of(node: Node) -> str:
    return ".".join(node.pattern)


def test_the_attributes_are_those_of_the_reference_and_the_official_clients() -> None:
    assert {pattern: node.kind for pattern, node in NODES.items() if pattern} == KINDS
    assert root().kind == "object"


def test_what_is_required_is_what_the_error_table_calls_mandatory() -> None:
    assert {pattern for pattern, node in NODES.items() if node.required} == REQUIRED


def test_the_limits_are_those_of_the_specification() -> None:
    assert {pattern: node.limits for pattern, node in NODES.items() if node.limits != Limits()} == LIMITS
    assert {pattern: node.key for pattern, node in NODES.items() if node.key != Limits()} == KEYS


def test_numbers_have_units_and_nothing_else_has() -> None:
    assert {pattern: node.unit for pattern, node in NODES.items() if node.unit} == UNITS
    assert {node.pattern for node in NAMED if node.kind in ("integer", "number")} == set(UNITS)


def test_the_secrets_and_their_variables() -> None:
    assert {pattern: node.secret for pattern, node in NODES.items() if node.secret} == SECRETS


# -- what a person needs


def lacking(node: Node) -> list[str]:
    """What a field's declaration lacks."""
    plain = node.kind not in ("object", "map", "list") or (
        node.item is not None and node.item.kind == "string"
    )
    unknown = node.secret is not None or node.pattern in NOBODY_KNOWS
    found = {
        "title": bool(node.title.strip()) and len(node.title) <= 20,
        "help": len(node.help) > 10,
        "source": bool(node.source.strip()),
        "example": node.example is not None or not plain or unknown,
    }
    return [name for name, there in found.items() if not there]


@pytest.mark.parametrize("node", NAMED, ids=name_of)
def test_a_field_has_a_title_a_help_a_source_and_an_example(node: Node) -> None:
    assert lacking(node) == []


@pytest.mark.parametrize("node", NAMED, ids=name_of)
def test_a_source_is_a_page_or_an_official_client(node: Node) -> None:
    assert "https://" in node.source or "official" in node.source


@pytest.mark.parametrize("node", [node for node in root().walk() if node.fields], ids=name_of)
def test_no_two_fields_of_an_object_have_one_title(node: Node) -> None:
    titles = [field.title for field in node.fields.values()]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("node", [node for node in NAMED if "not documented" in node.help], ids=name_of)
def test_what_is_not_documented_comes_from_an_official_client_and_is_for_few(node: Node) -> None:
    assert "official" in node.source
    assert node.advanced


def test_a_secret_has_no_example() -> None:
    assert [node.example for node in NAMED if node.secret] == [None, None]


# -- order, keys of an answer, paths

EXAMPLE_ORDER = {
    (): "Name Description InstanceType ImageId Bootstrap UserData EnvVars Notification Groups Configs",
    ("Notification", "Topic"): "Name Endpoint Events",
    ("Groups", ANY): "DesiredVMCount InstanceType ResourceType SpotStrategy SpotPriceLimit",
    ("Configs",): "Disks Mounts Networks",
    ("Configs", "Disks"): "SystemDisk DataDisk",
    ("Configs", "Disks", "SystemDisk"): "Type Size",
    ("Configs", "Disks", "DataDisk"): "Type Size MountPoint",
    ("Configs", "Mounts"): "Locale Lock CacheSupport CacheBlockSize CacheTotalSize OSS Entries",
    ("Configs", "Mounts", "OSS"): "AccessKeyId AccessKeySecret SecurityToken",
    ("Configs", "Mounts", "Entries", ANY): "Source Destination WriteSupport",
    ("Configs", "Networks"): "VPC Classic",
    ("Configs", "Networks", "VPC"): "VpcId CidrBlock",
    ("Configs", "Networks", "Classic"): (
        "AllowIpAddress AllowIpAddressEgress AllowSecurityGroup AllowSecurityGroupEgress"
    ),
}


@pytest.mark.parametrize(("pattern", "names"), EXAMPLE_ORDER.items())
def test_attributes_have_the_order_of_the_reference_s_example(pattern: tuple[str, ...], names: str) -> None:
    wanted = names.split()
    assert [name for name in NODES[pattern].fields if name in wanted] == wanted


def test_keys_of_an_answer_are_known_and_can_only_be_read() -> None:
    assert set(READ_ONLY) >= ANSWERED
    assert set(READ_ONLY) & set(NODES) == set()
    assert all(READ_ONLY.values())


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ((), ""),
        (("Groups", "any name", "ImageId"), "Groups.*.ImageId"),
        (("Groups", "*"), "Groups.*"),
        (("Groups", "Groups"), "Groups.*"),
        (("Groups", "0", "Mode"), "Groups.*.Mode"),
        (("UserData", "Name"), "UserData.*"),
        (("Configs", "Mounts", "Entries", 7, "Source"), "Configs.Mounts.Entries.*.Source"),
        (("Notification", "Topic", "Events", 0), "Notification.Topic.Events.*"),
    ],
)
def test_a_path_leads_to_its_attribute(path: tuple[str | int, ...], pattern: str) -> None:
    node = node_at(path)
    assert node is not None
    assert ".".join(node.pattern) == pattern
    assert node is by_pattern()[node.pattern]


@pytest.mark.parametrize(
    "path",
    [
        ("Nonsense",),
        ("name",),
        ("Name", "x"),
        ("Name", 0),
        ("UserData", "k", "deeper"),
        ("Groups", "g", "Nonsense"),
        ("Groups", "g", "Mode", "deeper"),
        ("Configs", "Mounts", "Entries", 0, "Source", 0),
        ("a", "b", "c", 0),
        (0,),
    ],
)
def test_a_path_that_no_model_knows_leads_nowhere(path: tuple[str | int, ...]) -> None:
    assert node_at(path) is None
