"""The networks of a cluster."""

from typing import Annotated

from wizard.i18n import N_
from wizard.models.fields import (
    CONFIGS_REFERENCE,
    ROUTER_REFERENCE,
    VPC_GUIDE,
    FieldMeta,
    RequestModel,
    optional,
)


class VPCDescription(RequestModel):
    """A private network: one of your VPCs, or one that the service creates."""

    VpcId: Annotated[str, FieldMeta(VPC_GUIDE)] = optional(
        N_("VPC ID"),
        N_("Your VPC that the cluster joins; it needs a CIDR block too. If absent, the service's own."),
        "vpc-bp1example0example0",
    )
    CidrBlock: Annotated[str, FieldMeta(VPC_GUIDE)] = optional(
        N_("CIDR block"),
        N_(
            "The private addresses of the instances: inside 10.0.0.0/8 or 172.16.0.0/12 with /12 to /24, or "
            "inside 192.168.0.0/16 with /16 to /24."
        ),
        "192.168.0.0/16",
    )
    ExpressConnectSpec: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = optional(
        N_("Router spec"),
        N_("The router interface spec of the connection to the peer, such as Small.1 or Middle.2."),
        "Small.1",
    )
    OppositeRegionId: Annotated[str, FieldMeta(ROUTER_REFERENCE, choices="regions", advanced=True)] = (
        optional(
            N_("Peer region"),
            N_("The region of the peer router. Required if any Opposite field is set."),
            "cn-hangzhou",
        )
    )
    OppositeRouterType: Annotated[
        str,
        FieldMeta(ROUTER_REFERENCE, choices="router_types", advanced=True, editor_pattern="^(VRouter|VBR)?$"),
    ] = optional(
        N_("Peer router type"),
        N_("VRouter: the router of a VPC. VBR: a border router of a leased line."),
        "VRouter",
    )
    OppositeRouterId: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = optional(
        N_("Peer router"),
        N_("The ID of the peer router. Required if any Opposite field is set."),
        "vrt-bp1example0example0",
    )
    OppositeAccessPointId: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = optional(
        N_("Access point"),
        N_("The access point of the leased line. Required unless the peer router is a VRouter."),
        "ap-cn-hangzhou-yh-C",
    )
    OppositeInterfaceId: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = optional(
        N_("Peer interface"), N_("The router interface of the peer."), "ri-bp1example0example0"
    )


class ClassicDescription(RequestModel):
    """The classic network: which addresses and security groups can connect."""

    AllowIpAddress: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Inbound IPs"), N_("IP addresses that can connect to the instances, one per line."), ["10.1.1.1"]
    )
    AllowIpAddressEgress: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Outbound IPs"), N_("IP addresses that the instances can connect to, one per line."), ["10.1.1.1"]
    )
    AllowSecurityGroup: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Inbound groups"),
        N_("Security groups that can connect to the instances, one per line."),
        ["sg-bp1example0example0"],
    )
    AllowSecurityGroupEgress: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = optional(
        N_("Outbound groups"),
        N_("Security groups that the instances can connect to, one per line."),
        ["sg-bp1example0example0"],
    )


class NetworksDescription(RequestModel):
    """The networks of the instances."""

    VPC: Annotated[VPCDescription, FieldMeta(VPC_GUIDE)] = optional(
        N_("VPC"), N_("A private network. New clusters use one; NAS mounts need one.")
    )
    Classic: Annotated[ClassicDescription, FieldMeta(VPC_GUIDE, advanced=True)] = optional(
        N_("Classic network"), N_("The older kind of network. Leave it empty if the cluster uses a VPC.")
    )
