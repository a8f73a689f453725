"""Warnings about networks, and about what needs one of a certain kind."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from typing import Any

from wizard.document.pointer import Path
from wizard.document.tree import get
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.relations import LONGEST_MASK, PRIVATE_BLOCKS, VPC, network_of
from wizard.rules.texts import text
from wizard.rules.warnings import reading
from wizard.rules.warnings.registry import Hit, each, hit, rule
from wizard.rules.warnings.texts import label

_VPC = "VPC clusters, https://help.aliyun.com/document_detail/53555.html"
_SWITCHES = "CreateVSwitch, https://www.alibabacloud.com/help/doc-detail/35745.htm: four are reserved"
_NAS = "Mount a NAS, https://help.aliyun.com/zh/batchcompute/user-guide/mount-a-nas-file-system"
_SAMPLES = "the samples of the official Java SDK: single IPv4 addresses"

CIDR = (*VPC, "CidrBlock")
RESERVED_ADDRESSES = 4
"""Addresses of a block that no machine gets: the first and the last three."""
_LISTS = ("AllowIpAddress", "AllowIpAddressEgress", "AllowSecurityGroup", "AllowSecurityGroupEgress")
_NAS_REGION = re.compile(
    r"nas://[^/:]*\.([a-z]+-[a-z0-9-]+)(?:\.(?:extreme|cpfs))?\.nas\.aliyuncs\.com", re.ASCII
)


def _block(tree: dict[str, Any]) -> tuple[IPv4Network, int] | None:
    """The block of the VPC with the shortest mask that it may have; ``None`` where the service refuses it."""
    network = network_of(get(tree, CIDR))
    if network is not None:
        for private, shortest in PRIVATE_BLOCKS:
            if network.subnet_of(private) and shortest <= network.prefixlen <= LONGEST_MASK:
                return network, shortest
    return None


@rule("cidr-host-bits", Severity.WARNING, _VPC)
def cidr_host_bits(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A block whose address is that of a machine inside it."""
    found = _block(tree)
    if found is not None and str(found[0]) != (value := reading.text_at(tree, CIDR)):
        yield hit(CIDR, reading.change_to(CIDR, str(found[0])), value=value, network=found[0])


@rule("cidr-too-small", Severity.WARNING, _SWITCHES, reads=(VPC, reading.GROUPS))
def cidr_too_small(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A block with fewer addresses than there are machines."""
    found = _block(tree)
    counts = (reading.whole_number(group.get("DesiredVMCount")) for _, group in reading.groups(tree))
    machines = sum(count for count in counts if count is not None and 1 <= count <= 65536)
    if found is None or machines <= found[0].num_addresses - RESERVED_ADDRESSES:
        return
    network, shortest = found
    mask = 32 - (machines + RESERVED_ADDRESSES - 1).bit_length()
    fix = None
    if mask >= shortest and reading.is_blank(tree, (*VPC, "VpcId")):
        meant = str(network.supernet(new_prefix=mask))
        fix = fixes.replacing(CIDR, meant, text("fix.cidr", value=meant))
    usable = network.num_addresses - RESERVED_ADDRESSES
    yield hit(CIDR, fix, value=network, usable=usable, machines=machines)


@rule("classic-beside-vpc", Severity.WARNING, _VPC)
def classic_beside_vpc(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Rules of the classic network for a cluster inside a VPC."""
    if reading.has_vpc(tree):
        for name in _LISTS:
            path = (*reading.CLASSIC, name)
            if (found := get(tree, path)) and isinstance(found, list):
                yield hit(path, fixes.replacing(path, [], label("empty")), name=name)


@rule("classic-address-form", Severity.WARNING, _SAMPLES)
def classic_address_form(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """An address that is none."""
    for name in _LISTS[:2]:
        for path, address in reading.texts_at(tree, (*reading.CLASSIC, name)):
            if not _is_address(address):
                meant = address.strip()
                fix = reading.change_to(path, meant) if _is_address(meant) else None
                yield hit(path, fix, value=address)


def _is_address(value: str) -> bool:
    try:
        IPv4Address(value)
    except AddressValueError:
        return network_of(value) is not None
    return True


@each("nas-other-region", Severity.WARNING, _NAS, of=reading.MOUNT_ENTRIES)
def nas_other_region(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A NAS in another region than the machines."""
    match = _NAS_REGION.match(reading.text_of(entry, "Source"))
    if context.region is not None and match is not None and match[1] != context.region:
        yield hit((*path, "Source"), region=match[1], target=context.region)


@rule("nas-without-vpc", Severity.WARNING, _NAS, reads=(VPC, reading.MOUNT_ENTRIES))
def nas_without_vpc(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A NAS, and no VPC that it could be reached in."""
    if reading.is_blank(tree, (*VPC, "VpcId")):
        for _, entry in reading.mounts(tree):
            source = reading.text_of(entry, "Source")
            if source.startswith("nas://"):
                yield hit((*VPC, "VpcId"), value=source)
                return


@rule("bcs-in-vpc", Severity.WARNING, _VPC, reads=(VPC, *reading.TYPES))
def bcs_in_vpc(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Machines of a type that cannot be inside a VPC."""
    if reading.has_vpc(tree):
        for path, name in reading.used_types(tree):
            if name.startswith("bcs."):
                yield hit(path, value=name)
