"""The request body of CreateCluster, and views of it by path."""

from dataclasses import replace
from functools import cache
from typing import Annotated, Any

from pydantic import Field

from wizard.i18n import N_
from wizard.models.disks import DisksDescription
from wizard.models.fields import (
    CLI,
    CONFIGS_REFERENCE,
    DISCARD,
    REFERENCE,
    SDK,
    FieldMeta,
    FieldSpec,
    Path,
    RequestModel,
    describe,
    optional,
)
from wizard.models.groups import INSTANCE_TYPE, GroupDescription, GroupName
from wizard.models.mounts import MountsDescription
from wizard.models.networks import NetworksDescription
from wizard.models.notification import NotificationDescription

UserDataKey = Annotated[str, Field(min_length=1, max_length=128)]
UserDataValue = Annotated[str, Field(max_length=1024)]


class ConfigsDescription(RequestModel):
    """Disks, mounts and networks."""

    Disks: Annotated[DisksDescription, FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Disks"), N_("The disks of every instance.")
    )
    Mounts: Annotated[MountsDescription, FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Mounts"), N_("OSS buckets and NAS file systems, and how to mount them.")
    )
    Networks: Annotated[NetworksDescription, FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Networks"), N_("The networks of the instances.")
    )


class ClusterDescription(RequestModel):
    """The request body of CreateCluster, in the order of its reference."""

    Name: Annotated[str, FieldMeta(REFERENCE)] = Field(
        title=N_("Name"),
        description=N_(
            "The name of the cluster: 1 to 64 of A-Z, a-z, 0-9, _ and -, not starting with a digit. Names "
            "need not be unique."
        ),
        examples=["test-cluster"],
        min_length=1,
        max_length=64,
        pattern=r"^([A-Za-z_-][A-Za-z0-9_-]*)?$",
    )
    Description: Annotated[str, FieldMeta(REFERENCE)] = optional(
        N_("Description"),
        N_("The purpose of the cluster, in at most 1,024 characters."),
        "nightly rendering",
        max_length=1024,
    )
    InstanceType: Annotated[
        str, FieldMeta(REFERENCE, choices="instance_types", editor_pattern=f"^({INSTANCE_TYPE})?$")
    ] = optional(
        N_("Instance type"),
        N_("The type of the instances. Can be empty if every group has its own."),
        "ecs.sn1ne.large",
    )
    ImageId: Annotated[str, FieldMeta(REFERENCE, choices="images")] = Field(
        title=N_("Image"),
        description=N_("The image that instances start from: an official one, or your own (img-… or m-…)."),
        examples=["img-ubuntu-vpc"],
        min_length=1,
        max_length=256,
    )
    DependencyIsvService: Annotated[str, FieldMeta(REFERENCE, choices="isv_services", advanced=True)] = (
        optional(
            N_("ISV service"),
            N_("The ISV service that the programs depend on; currently GTX. If empty, none."),
            "GTX",
        )
    )
    Bootstrap: Annotated[str, FieldMeta(REFERENCE, multiline=True)] = optional(
        N_("Startup command"),
        N_("A command that every instance runs when it starts. It is not the command of a job."),
        "/usr/local/bin/prepare",
    )
    UserData: Annotated[dict[UserDataKey, UserDataValue], FieldMeta(REFERENCE)] = optional(
        N_("User data"),
        N_(
            "Keys and values that programs read from the instance's user server: at most 64 entries, keys of "
            "1 to 128 and values of at most 1,024 characters."
        ),
        {"key1": "value1"},
        # As max_length, pydantic would report no invalid entries of a map that is too large.
        json_schema_extra={"maxProperties": 64},
    )
    EnvVars: Annotated[dict[str, str], FieldMeta(REFERENCE)] = optional(
        N_("Environment"), N_("Environment variables of the instances."), {"LANG": "C.UTF-8"}
    )
    ScheduleType: Annotated[str, FieldMeta(CLI, choices="schedule_types", advanced=True)] = optional(
        N_("Scheduling"),
        N_("How jobs are assigned to instances: LowLatency, Poll or Push. Not documented."),
        "LowLatency",
    )
    PasswordInherit: Annotated[bool, FieldMeta(SDK, advanced=True)] = optional(
        N_("Image's password"), N_("Whether the instances keep the image's password. Not documented."), True
    )
    Notification: Annotated[NotificationDescription, FieldMeta(REFERENCE)] = optional(
        N_("Notifications"), N_("Where messages about the cluster are sent.")
    )
    Groups: Annotated[dict[GroupName, Annotated[GroupDescription, DISCARD]], FieldMeta(REFERENCE)] = Field(
        title=N_("Groups"),
        description=N_("The instance groups: a name of 1 to 64 characters each, and its instances."),
        min_length=1,
    )
    Configs: Annotated[ConfigsDescription, FieldMeta(REFERENCE)] = optional(
        N_("Configs"), N_("Disks, mounts and networks.")
    )


@cache
def request_spec() -> FieldSpec:
    """Return the view of the whole request."""
    return replace(
        describe(ClusterDescription),
        label=N_("Request body"),
        text=N_("The request body of CreateCluster."),
        required=False,
    )


def find_spec(path: Path) -> FieldSpec | None:
    """Return the view of the field at a path, or ``None`` where no model knows the path."""
    spec: FieldSpec | None = request_spec()
    for key in path:
        if spec is None:
            return None
        spec = spec.child(key)
    return spec


@cache
def fields_by_path() -> dict[tuple[str, ...], FieldSpec]:
    """Return the view of every place by its path, with ``*`` for keys of maps and indexes of lists."""
    return {spec.path: spec for spec in request_spec().walk()}


def find_unknown(tree: Any) -> list[tuple[Path, FieldSpec, dict[str, Any]]]:
    """Return the path of each key of a request that no model knows, with the field of its object and the object."""
    found: list[tuple[Path, FieldSpec, dict[str, Any]]] = []

    def add(value: Any, spec: FieldSpec, path: Path) -> None:
        if isinstance(value, dict) and spec.kind in ("object", "map"):
            for key, below in value.items():
                child = spec.fields.get(key, spec.item)
                if child is None:
                    found.append(((*path, key), spec, value))
                elif isinstance(below, (dict, list)):
                    add(below, child, (*path, key))
        elif spec.kind == "list" and spec.item is not None:
            for index, below in enumerate(value):
                if isinstance(below, (dict, list)):
                    add(below, spec.item, (*path, index))

    add(tree, request_spec(), ())
    return found
