"""The instance groups of a cluster."""

from typing import Annotated, Literal

from pydantic import Field

from wizard.i18n import N_
from wizard.models.fields import CLI, GROUPS_REFERENCE, REFERENCE, SDK, FieldMeta, RequestModel, optional

INSTANCE_TYPE = r"(ecs|bcs)(\.[a-z0-9][a-z0-9-]*){2,}"
"""The form of an instance type's name."""

MOST_INSTANCES = 65536
"""The most instances of a group. Source: the reference's error table, row E26."""

GroupName = Annotated[str, Field(min_length=1, max_length=64)]


class GroupDescription(RequestModel):
    """A number of instances of one kind."""

    DesiredVMCount: Annotated[int, FieldMeta(REFERENCE, unit=N_("instances"))] = Field(
        title=N_("Instances"),
        description=N_("How many instances the group has, 1 to 65,536. Billed until you delete the cluster."),
        examples=[3],
        ge=1,
        le=MOST_INSTANCES,
    )
    InstanceType: Annotated[
        str, FieldMeta(GROUPS_REFERENCE, choices="instance_types", editor_pattern=f"^({INSTANCE_TYPE})?$")
    ] = optional(
        N_("Instance type"),
        N_("The type of this group's instances. If empty, the cluster's instance type."),
        "ecs.sn1ne.large",
    )
    ResourceType: Annotated[
        Literal["OnDemand", "Spot"], FieldMeta(GROUPS_REFERENCE, choices="resource_types")
    ] = Field(
        title=N_("Billing method"),
        description=N_(
            "OnDemand: pay-as-you-go, a fixed price per hour. Spot: cheaper, but the service can reclaim the "
            "instances at any time."
        ),
        examples=["OnDemand"],
    )
    SpotStrategy: Annotated[
        Literal["", "SpotWithPriceLimit", "SpotAsPriceGo"],
        FieldMeta(GROUPS_REFERENCE, choices="spot_strategies"),
    ] = optional(
        N_("Bid"),
        N_(
            "SpotWithPriceLimit: pay the market price up to your maximum price. SpotAsPriceGo: pay the "
            "market price, never above pay-as-you-go. Only for Spot."
        ),
        "SpotWithPriceLimit",
    )
    SpotPriceLimit: Annotated[float, FieldMeta(GROUPS_REFERENCE, unit=N_("CNY/hour per instance"))] = (
        optional(
            N_("Maximum price"),
            N_(
                "The maximum price in CNY per hour and instance, with up to 3 decimals. Only with "
                "SpotWithPriceLimit."
            ),
            0.25,
            ge=0,
        )
    )
    HostnamePrefix: Annotated[str, FieldMeta(SDK, advanced=True)] = optional(
        N_("Hostname prefix"), N_("The beginning of the instances' hostnames."), "worker"
    )
    ImageId: Annotated[str, FieldMeta(SDK, choices="images", advanced=True)] = optional(
        N_("Image"),
        N_("The image of this group's instances. If empty, the cluster's image."),
        "img-ubuntu-vpc",
    )
    Mode: Annotated[str, FieldMeta(CLI, advanced=True)] = optional(
        N_("Mode"), N_("A setting of the official SDK. Its values are not documented.")
    )
