"""The networks of a cluster."""

from typing import Annotated

from pydantic import Field

from wizard.i18n import N_
from wizard.models.fields import (
    CONFIGS_REFERENCE,
    OMITTED,
    ROUTER_REFERENCE,
    VPC_GUIDE,
    FieldMeta,
    RequestModel,
)


class VPCDescription(RequestModel):
    """A private network: one of your VPCs, or one that the service creates."""

    VpcId: Annotated[str, FieldMeta(VPC_GUIDE)] = Field(
        OMITTED,
        title=N_("VPC ID"),
        description=N_(
            "Your VPC that the cluster joins; it needs a CIDR block too. If absent, the service's own."
        ),
        examples=["vpc-bp1example0example0"],
    )
    CidrBlock: Annotated[str, FieldMeta(VPC_GUIDE)] = Field(
        OMITTED,
        title=N_("CIDR block"),
        description=N_(
            "The private addresses of the instances: inside 10.0.0.0/8 or 172.16.0.0/12 with /12 to /24, or "
            "inside 192.168.0.0/16 with /16 to /24."
        ),
        examples=["192.168.0.0/16"],
    )
    ExpressConnectSpec: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = Field(
        OMITTED,
        title=N_("Router spec"),
        description=N_(
            "The router interface spec of the connection to the peer, such as Small.1 or Middle.2."
        ),
        examples=["Small.1"],
    )
    OppositeRegionId: Annotated[str, FieldMeta(ROUTER_REFERENCE, choices="regions", advanced=True)] = Field(
        OMITTED,
        title=N_("Peer region"),
        description=N_("The region of the peer router. Required if any Opposite field is set."),
        examples=["cn-hangzhou"],
    )
    OppositeRouterType: Annotated[
        str,
        FieldMeta(ROUTER_REFERENCE, choices="router_types", advanced=True, editor_pattern="^(VRouter|VBR)?$"),
    ] = Field(
        OMITTED,
        title=N_("Peer router type"),
        description=N_("VRouter: the router of a VPC. VBR: a border router of a leased line."),
        examples=["VRouter"],
    )
    OppositeRouterId: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = Field(
        OMITTED,
        title=N_("Peer router"),
        description=N_("The ID of the peer router. Required if any Opposite field is set."),
        examples=["vrt-bp1example0example0"],
    )
    OppositeAccessPointId: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = Field(
        OMITTED,
        title=N_("Access point"),
        description=N_("The access point of the leased line. Required unless the peer router is a VRouter."),
        examples=["ap-cn-hangzhou-yh-C"],
    )
    OppositeInterfaceId: Annotated[str, FieldMeta(ROUTER_REFERENCE, advanced=True)] = Field(
        OMITTED,
        title=N_("Peer interface"),
        description=N_("The router interface of the peer."),
        examples=["ri-bp1example0example0"],
    )


class ClassicDescription(RequestModel):
    """The classic network: which addresses and security groups can connect."""

    AllowIpAddress: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = Field(
        OMITTED,
        title=N_("Inbound IPs"),
        description=N_("IP addresses that can connect to the instances, one per line."),
        examples=[["10.1.1.1"]],
    )
    AllowIpAddressEgress: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = Field(
        OMITTED,
        title=N_("Outbound IPs"),
        description=N_("IP addresses that the instances can connect to, one per line."),
        examples=[["10.1.1.1"]],
    )
    AllowSecurityGroup: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = Field(
        OMITTED,
        title=N_("Inbound groups"),
        description=N_("Security groups that can connect to the instances, one per line."),
        examples=[["sg-bp1example0example0"]],
    )
    AllowSecurityGroupEgress: Annotated[list[str], FieldMeta(CONFIGS_REFERENCE)] = Field(
        OMITTED,
        title=N_("Outbound groups"),
        description=N_("Security groups that the instances can connect to, one per line."),
        examples=[["sg-bp1example0example0"]],
    )


class NetworksDescription(RequestModel):
    """The networks of the instances."""

    VPC: Annotated[VPCDescription, FieldMeta(VPC_GUIDE)] = Field(
        OMITTED,
        title=N_("VPC"),
        description=N_("A private network. New clusters use one; NAS mounts need one."),
    )
    Classic: Annotated[ClassicDescription, FieldMeta(VPC_GUIDE, advanced=True)] = Field(
        OMITTED,
        title=N_("Classic network"),
        description=N_("The older kind of network. Leave it empty if the cluster uses a VPC."),
    )
