"""The instance groups of a cluster."""

from typing import Annotated, Literal

from wizard.request.fields import CLI, GROUPS_REFERENCE, INSTANCE_TYPE, REFERENCE, SDK, Limits, Part, field

GroupName = Annotated[str, Limits(min_length=1, max_length=64)]


class GroupDescription(Part):
    """A number of machines of one kind."""

    DesiredVMCount: int = field(
        "Machines",
        "How many machines the group is to have, 1 to 65536. Every one of them costs money until the "
        "cluster is deleted.",
        source=REFERENCE,
        required=True,
        example=3,
        unit="machines",
        minimum=1,
        maximum=65536,
    )
    InstanceType: str = field(
        "Instance type",
        "The type of this group's machines. Empty: the cluster's instance type.",
        source=GROUPS_REFERENCE,
        example="ecs.sn1ne.large",
        choices="instance_types",
        form=f"^({INSTANCE_TYPE})?$",
    )
    ResourceType: Literal["OnDemand", "Spot"] = field(
        "Bought as",
        "OnDemand: a fixed price, kept until you delete them. Spot: cheaper, but the service may take "
        "the machines away at any time.",
        source=GROUPS_REFERENCE,
        required=True,
        example="OnDemand",
        choices="resource_types",
    )
    SpotStrategy: Literal["", "SpotWithPriceLimit", "SpotAsPriceGo"] = field(
        "Spot strategy",
        "SpotWithPriceLimit: pay the market price up to your limit. SpotAsPriceGo: pay the market price, "
        "never above pay-as-you-go. Only for Spot.",
        source=GROUPS_REFERENCE,
        example="SpotWithPriceLimit",
        choices="spot_strategies",
    )
    SpotPriceLimit: float = field(
        "Price limit",
        "The most you pay for one machine and hour, with at most 3 decimals. Only with SpotWithPriceLimit.",
        source=GROUPS_REFERENCE,
        example=0.25,
        unit="yuan an hour",
        minimum=0,
    )
    HostnamePrefix: str = field(
        "Host name prefix",
        "What the names of the group's machines begin with.",
        source=SDK,
        example="worker",
        advanced=True,
    )
    ImageId: str = field(
        "Image",
        "The image of this group's machines. Empty: the cluster's image.",
        source=SDK,
        example="img-ubuntu-vpc",
        choices="images",
        advanced=True,
    )
    Mode: str = field(
        "Mode",
        "A setting of the official SDK; what it takes is not documented.",
        source=CLI,
        advanced=True,
    )
