"""Rules about networks, and about what needs a network of a certain kind."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from typing import Any

from wizard.document.tree import get
from wizard.i18n import N_, _
from wizard.models.fields import NAS_GUIDE, VPC_GUIDE
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.finding import Finding
from wizard.validation.reading import VPC
from wizard.validation.rule import RuleMatch, make_error, rule, shorten

_SWITCHES = "CreateVSwitch, https://www.alibabacloud.com/help/doc-detail/35745.htm: four are reserved"
_SAMPLES = "the samples of the official Java SDK: single IPv4 addresses"

CIDR = (*VPC, "CidrBlock")
PRIVATE_BLOCKS = (
    (IPv4Network("10.0.0.0/8"), 12),
    (IPv4Network("172.16.0.0/12"), 12),
    (IPv4Network("192.168.0.0/16"), 16),
)
"""The private ranges, each with the shortest mask that the service accepts inside it."""
LONGEST_MASK = 24
RESERVED_ADDRESSES = 4
"""Addresses of a block that no instance gets: the first and the last three."""
_DEFAULT_BLOCK = "192.168.0.0/16"
_LISTS = ("AllowIpAddress", "AllowIpAddressEgress", "AllowSecurityGroup", "AllowSecurityGroupEgress")
_OPPOSITE = (
    "OppositeRegionId",
    "OppositeRouterId",
    "OppositeAccessPointId",
    "OppositeInterfaceId",
    "OppositeRouterType",
)
_CIDR = re.compile(r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})/(\d{1,2})", re.ASCII)
_NAS_REGION = re.compile(
    r"nas://[^/:]*\.([a-z]+-[a-z0-9-]+)(?:\.(?:extreme|cpfs))?\.nas\.aliyuncs\.com", re.ASCII
)


def check_opposite_router(request: dict[str, Any], context: Context) -> Iterator[Finding]:
    vpc = get(request, VPC)
    if not isinstance(vpc, dict):
        return
    given = [name for name in _OPPOSITE if vpc.get(name, "") != ""]
    router_type = vpc.get("OppositeRouterType", "")
    needed = [(5, "OppositeRouterId"), (7, "OppositeRegionId")]
    if router_type != "VRouter":
        needed.append((6, "OppositeAccessPointId"))
    for number, name in needed if given else ():
        if vpc.get(name, "") == "":
            why = _("Required because {given} is set. Enter it, or clear all Opposite fields.")
            yield make_error(number, (*VPC, name), why.format(given=given[0]))
    if isinstance(router_type, str) and router_type not in ("", "VRouter", "VBR"):
        path = (*VPC, "OppositeRouterType")
        fix = fixes.change_to_closest(path, router_type, ("VRouter", "VBR"), cutoff=0.5)
        why = _('Must be VRouter or VBR, not "{value}".').format(value=shorten(router_type))
        yield make_error(31, path, why, fix, value=router_type)


def check_cidr_block(request: dict[str, Any], context: Context) -> Iterator[Finding]:
    vpc = get(request, VPC)
    if not isinstance(vpc, dict):
        return
    block = vpc.get("CidrBlock", "")
    if block == "":
        if vpc.get("VpcId", "") != "" and isinstance(vpc["VpcId"], str):
            label = _("Set the CIDR block to {value}").format(value=_DEFAULT_BLOCK)
            why = _("A VPC also needs a CIDR block: the addresses of the instances.")
            fix = fixes.add(CIDR, _DEFAULT_BLOCK, label)
            yield make_error(36, (*VPC, "VpcId"), why, fix, parameter=".".join((*map(str, VPC), "VpcId")))
    elif isinstance(block, str) and (problem := _explain_block(block)) is not None:
        why, meant = problem
        yield make_error(27, CIDR, why, fixes.change_to(CIDR, meant))


def parse_network(block: Any) -> IPv4Network | None:
    """Return the network of a CIDR block in plain digits without its host bits, or ``None``."""
    found = _CIDR.fullmatch(block) if isinstance(block, str) else None
    if found is None or (len(found[2]) > 1 and found[2].startswith("0")):
        return None
    try:
        return IPv4Network(block, strict=False)
    except ValueError:
        return None


def _explain_block(block: str) -> tuple[str, str | None] | None:
    """Return why a CIDR block is rejected and what is probably meant; ``None`` if it is accepted."""
    network = parse_network(block)
    if network is None:
        trimmed = block.strip()
        meant = trimmed if parse_network(trimmed) and not _explain_block(trimmed) else None
        why = _('"{value}" is not a CIDR block. Enter one such as 192.168.0.0/16.')
        return why.format(value=shorten(block)), meant
    for private, shortest in PRIVATE_BLOCKS:
        if network.network_address in private:
            if shortest <= network.prefixlen <= LONGEST_MASK:
                return None
            nearest = max(shortest, min(LONGEST_MASK, network.prefixlen))
            why = _("The mask must be /{low} to /{high} inside {block}, not /{mask}.")
            values = {"low": shortest, "high": LONGEST_MASK, "block": private, "mask": network.prefixlen}
            address = block.partition("/")[0]
            return why.format(**values), str(IPv4Network(f"{address}/{nearest}", strict=False))
    why = _("{value} is not private. Enter a block inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.")
    return why.format(value=block), None


def _get_accepted_block(request: dict[str, Any]) -> tuple[IPv4Network, int] | None:
    """Return the block of the VPC with the shortest mask that it can have; ``None`` if it is rejected."""
    network = parse_network(get(request, CIDR))
    if network is not None:
        for private, shortest in PRIVATE_BLOCKS:
            if network.subnet_of(private) and shortest <= network.prefixlen <= LONGEST_MASK:
                return network, shortest
    return None


@rule(
    source=VPC_GUIDE,
    message=N_("{value} has host bits set; the block is {network}."),
    why=N_("The service appears to accept it. {network} is unambiguous."),
)
def check_cidr_host_bits(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    found = _get_accepted_block(request)
    if found is not None and str(found[0]) != (value := reading.get_text(get(request, CIDR))):
        yield RuleMatch(CIDR, fixes.change_to(CIDR, str(found[0])), value=value, network=found[0])


@rule(
    source=_SWITCHES,
    message=N_("{value} has addresses for {usable:,} instances, but {count:,} are requested."),
    why=N_("The first address and the last three of a block are reserved. The other instances cannot start."),
)
def check_cidr_too_small(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    total = sum(reading.count_instances(group) for _path, group in reading.iter_groups(request))
    if total <= 2 ** (32 - LONGEST_MASK) - RESERVED_ADDRESSES:
        return  # even the smallest block has that many
    found = _get_accepted_block(request)
    if found is None:
        return
    network, shortest = found
    usable = network.num_addresses - RESERVED_ADDRESSES
    if total <= usable:
        return
    mask = 32 - (total + RESERVED_ADDRESSES - 1).bit_length()
    fix = None
    if mask >= shortest and reading.is_blank(request, (*VPC, "VpcId")):
        fix = fixes.change_to(CIDR, str(network.supernet(new_prefix=mask)))
    yield RuleMatch(CIDR, fix, value=network, usable=usable, count=total)


@rule(
    source=VPC_GUIDE,
    message=N_("{name} belongs to the classic network, but the cluster is in a VPC."),
    why=N_("The two networks exclude each other, so this list has no effect. Clear it, or do not use a VPC."),
)
def check_classic_beside_vpc(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for name in _LISTS if reading.has_vpc(request) else ():
        path = (*reading.CLASSIC, name)
        if (found := get(request, path)) and isinstance(found, list):
            yield RuleMatch(path, name=name)


@rule(
    source=_SAMPLES,
    message=N_('"{value}" is not an IPv4 address.'),
    why=N_("Enter single addresses such as 10.1.1.1."),
)
def check_classic_address_form(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for name in _LISTS[:2]:
        for path, address in reading.iter_texts(request, (*reading.CLASSIC, name)):
            if not _is_address(address):
                trimmed = address.strip()
                fix = fixes.change_to(path, trimmed) if _is_address(trimmed) else None
                yield RuleMatch(path, fix, value=address)


def _is_address(value: str) -> bool:
    try:
        IPv4Address(value)
    except AddressValueError:
        return parse_network(value) is not None
    return True


@rule(
    source=NAS_GUIDE,
    message=N_("The NAS is in {region}, the cluster in {cluster}."),
    why=N_("A NAS can only be reached from its own VPC, so only from its own region."),
)
def check_nas_other_region(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request) if context.region is not None else ():
        found = _NAS_REGION.match(reading.get_text(entry.get("Source")))
        if found is not None and found[1] != context.region:
            yield RuleMatch((*path, "Source"), region=found[1], cluster=context.region)


@rule(
    source=NAS_GUIDE,
    message=N_("There is a NAS mount, but no VPC ID."),
    why=N_(
        "{value} can only be reached from the VPC of its mount target. Enter its VPC ID and a CIDR block."
    ),
)
def check_nas_without_vpc(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    if reading.is_blank(request, (*VPC, "VpcId")):
        for _path, entry in reading.iter_mounts(request):
            source = reading.get_text(entry.get("Source"))
            if source.startswith("nas://"):
                yield RuleMatch((*VPC, "VpcId"), value=source)
                return


@rule(
    source=VPC_GUIDE,
    message=N_("{value} cannot be used inside a VPC."),
    why=N_("VPCs do not support bcs.* types. Select an ecs.* type, or clear VpcId and CidrBlock."),
)
def check_bcs_in_vpc(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, name in reading.iter_used_types(request) if reading.has_vpc(request) else ():
        if name.startswith("bcs."):
            yield RuleMatch(path, value=name)
