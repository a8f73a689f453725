"""The networks that a cluster stands in."""

from wizard.request.fields import CONFIGS_REFERENCE, ROUTER_REFERENCE, VPC_GUIDE, Part, field


class VPCDescription(Part):
    """A private network: a VPC of yours, or one that the service makes."""

    VpcId: str = field(
        "VPC id",
        "A VPC of yours that the cluster joins; it needs a CIDR block as well. Absent: the service's own.",
        source=VPC_GUIDE,
        example="vpc-bp1example0example0",
    )
    CidrBlock: str = field(
        "CIDR block",
        "The private addresses of the machines: inside 10.0.0.0/8 or 172.16.0.0/12 with /12 to /24, or "
        "inside 192.168.0.0/16 with /16 to /24.",
        source=VPC_GUIDE,
        example="192.168.0.0/16",
    )
    ExpressConnectSpec: str = field(
        "Connection size",
        "The size of the router interface to the opposite side, such as Small.1 or Middle.2.",
        source=ROUTER_REFERENCE,
        example="Small.1",
        advanced=True,
    )
    OppositeRegionId: str = field(
        "Opposite region",
        "The region of the router on the other side. Needed as soon as any opposite field is filled in.",
        source=ROUTER_REFERENCE,
        example="cn-hangzhou",
        choices="regions",
        advanced=True,
    )
    OppositeRouterType: str = field(
        "Opposite router is",
        "VRouter: the router of a VPC. VBR: a border router of a leased line.",
        source=ROUTER_REFERENCE,
        example="VRouter",
        choices="router_types",
        form="^(VRouter|VBR)?$",
        advanced=True,
    )
    OppositeRouterId: str = field(
        "Opposite router",
        "The router on the other side. Needed as soon as any opposite field is filled in.",
        source=ROUTER_REFERENCE,
        example="vrt-bp1example0example0",
        advanced=True,
    )
    OppositeAccessPointId: str = field(
        "Access point",
        "The access point of the leased line. Needed unless the opposite router is a VRouter.",
        source=ROUTER_REFERENCE,
        example="ap-cn-hangzhou-yh-C",
        advanced=True,
    )
    OppositeInterfaceId: str = field(
        "Opposite interface",
        "The router interface on the other side.",
        source=ROUTER_REFERENCE,
        example="ri-bp1example0example0",
        advanced=True,
    )


class ClassicDescription(Part):
    """The classic network: who may talk to the machines."""

    AllowIpAddress: list[str] = field(
        "Addresses in",
        "IP addresses that may reach the machines, one a line.",
        source=CONFIGS_REFERENCE,
        example=["10.1.1.1"],
    )
    AllowIpAddressEgress: list[str] = field(
        "Addresses out",
        "IP addresses that the machines may reach, one a line.",
        source=CONFIGS_REFERENCE,
        example=["10.1.1.1"],
    )
    AllowSecurityGroup: list[str] = field(
        "Security groups in",
        "Security groups that may reach the machines, one a line.",
        source=CONFIGS_REFERENCE,
        example=["sg-bp1example0example0"],
    )
    AllowSecurityGroupEgress: list[str] = field(
        "Security groups out",
        "Security groups that the machines may reach, one a line.",
        source=CONFIGS_REFERENCE,
        example=["sg-bp1example0example0"],
    )


class NetworksDescription(Part):
    """Where the machines stand."""

    VPC: VPCDescription = field(
        "VPC", "A private network. New clusters stand in one; NAS mounts need one.", source=VPC_GUIDE
    )
    Classic: ClassicDescription = field(
        "Classic network",
        "The older kind of network; leave it empty beside a VPC.",
        source=VPC_GUIDE,
        advanced=True,
    )
