"""The request body of CreateCluster."""

from typing import Annotated

from wizard.request.disks import DisksDescription
from wizard.request.fields import CLI, CONFIGS_REFERENCE, INSTANCE_TYPE, REFERENCE, SDK, Limits, Part, field
from wizard.request.groups import GroupDescription, GroupName
from wizard.request.mounts import MountsDescription
from wizard.request.networks import NetworksDescription
from wizard.request.notification import NotificationDescription

UserDataKey = Annotated[str, Limits(min_length=1, max_length=128)]
UserDataValue = Annotated[str, Limits(max_length=1024)]


class ConfigsDescription(Part):
    """Disks, mounts and networks."""

    Disks: DisksDescription = field("Disks", "The disks of every machine.", source=CONFIGS_REFERENCE)
    Mounts: MountsDescription = field("Mounts", "What is mounted, and how.", source=CONFIGS_REFERENCE)
    Networks: NetworksDescription = field("Networks", "Where the machines stand.", source=CONFIGS_REFERENCE)


class ClusterDescription(Part):
    """Everything that CreateCluster takes, in the order of its reference."""

    Name: str = field(
        "Name",
        "What the cluster is called: 1 to 64 of A-Z, a-z, 0-9, _ and -, not beginning with a digit. "
        "Names need not be unique.",
        source=REFERENCE,
        required=True,
        example="test-cluster",
        min_length=1,
        max_length=64,
        pattern=r"^([A-Za-z_-][A-Za-z0-9_-]*)?$",
    )
    Description: str = field(
        "Description",
        "What it is for, in at most 1024 characters.",
        source=REFERENCE,
        example="nightly rendering",
        max_length=1024,
    )
    InstanceType: str = field(
        "Instance type",
        "The type of the machines. May stay empty when every group names its own.",
        source=REFERENCE,
        example="ecs.sn1ne.large",
        choices="instance_types",
        form=f"^({INSTANCE_TYPE})?$",
    )
    ImageId: str = field(
        "Image",
        "What the machines start from: an official image, or one of your own (img-… or m-…).",
        source=REFERENCE,
        required=True,
        example="img-ubuntu-vpc",
        choices="images",
        min_length=1,
        max_length=256,
    )
    DependencyIsvService: str = field(
        "ISV service",
        "A service of another vendor that the programs depend on; GTX at present. Empty: none.",
        source=REFERENCE,
        example="GTX",
        choices="isv_services",
        advanced=True,
    )
    Bootstrap: str = field(
        "Bootstrap",
        "A command that every machine runs when it starts. It is not the command of a job.",
        source=REFERENCE,
        example="/usr/local/bin/prepare",
        multiline=True,
    )
    UserData: dict[UserDataKey, UserDataValue] = field(
        "User data",
        "Keys and values that programs on the machines read from the user server: at most 64, a key of 1 "
        "to 128 and a value of at most 1024 characters.",
        source=REFERENCE,
        example={"key1": "value1"},
        max_length=64,
    )
    EnvVars: dict[str, str] = field(
        "Environment",
        "Environment variables of the machines.",
        source=REFERENCE,
        example={"LANG": "C.UTF-8"},
    )
    ScheduleType: str = field(
        "Scheduling",
        "How jobs reach the machines: LowLatency, Poll or Push; not documented.",
        source=CLI,
        example="LowLatency",
        choices="schedule_types",
        advanced=True,
    )
    PasswordInherit: bool = field(
        "Image's password",
        "Whether the machines keep the password of the image; not documented.",
        source=SDK,
        example=True,
        advanced=True,
    )
    Notification: NotificationDescription = field(
        "Notifications", "Where messages about the cluster go.", source=REFERENCE
    )
    Groups: dict[GroupName, GroupDescription] = field(
        "Groups",
        "The instance groups: a name of 1 to 64 characters each, and what its machines are.",
        source=REFERENCE,
        required=True,
        min_length=1,
    )
    Configs: ConfigsDescription = field("Configs", "Disks, mounts and networks.", source=REFERENCE)
