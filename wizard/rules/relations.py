"""Errors that pydantic cannot say because they concern several fields: E5-E7, E27, E31-E33.

Each is a function ``(tree, context) -> findings``; values of a wrong type are passed over, as
:mod:`wizard.rules.shape` speaks of them.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from ipaddress import IPv4Network
from typing import Any

from wizard.document.pointer import Path
from wizard.document.tree import get, walk
from wizard.request import fields
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Finding, Fix, Severity
from wizard.rules.rows import SOURCE, filled, row
from wizard.rules.texts import text

VPC: Path = ("Configs", "Networks", "VPC")
INSTANCE_TYPE = re.compile(fields.INSTANCE_TYPE, re.ASCII)
PRIVATE_BLOCKS = (
    (IPv4Network("10.0.0.0/8"), 12),
    (IPv4Network("172.16.0.0/12"), 12),
    (IPv4Network("192.168.0.0/16"), 16),
)
"""The private ranges, each with the shortest mask that the service takes inside it."""
LONGEST_MASK = 24
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of the largest body that is judged; the service answers 413 to a larger one."""
TOO_LARGE = "body-too-large"
_HALF = re.compile("[\ud800-\udfff]")
_CIDR = re.compile(r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})/(\d{1,2})", re.ASCII)
_OPPOSITE = (
    "OppositeRegionId",
    "OppositeRouterId",
    "OppositeAccessPointId",
    "OppositeInterfaceId",
    "OppositeRouterType",
)

Entry = tuple[Path, dict[str, Any]]
"""A group or a mount, with its path."""

Relation = Callable[[Any, Context], Iterator[Finding]]


def _error(number: int, path: Path, why: str, fix: Fix | None = None, **names: Any) -> Finding:
    known = row(number)
    return Finding(
        filled(known.code, **names),
        Severity.ERROR,
        path,
        filled(known.message, **names),
        why,
        SOURCE,
        fix,
        number,
    )


def entries(tree: Any, path: Path, kind: type[dict[str, Any]] | type[list[Any]]) -> Iterator[Entry]:
    """The objects in the map or the list at a path, each with its own path; none where it is another kind."""
    found = get(tree, path)
    if not isinstance(found, kind):
        return
    for key, value in found.items() if isinstance(found, dict) else enumerate(found):
        if isinstance(value, dict):
            yield (*path, key), value


def opposite_router(tree: Any, context: Context) -> Iterator[Finding]:
    """E5-E7, E31: what a connection to an opposite router needs."""
    vpc = get(tree, VPC)
    if not isinstance(vpc, dict):
        return
    given = [name for name in _OPPOSITE if vpc.get(name, "") != ""]
    if not given:
        return
    router_type = vpc.get("OppositeRouterType", "")
    needed = [(5, "OppositeRouterId"), (7, "OppositeRegionId")]
    if router_type != "VRouter":
        needed.append((6, "OppositeAccessPointId"))
    for number, name in needed:
        if vpc.get(name, "") == "":
            yield _error(number, (*VPC, name), text("opposite.missing", given=given[0]))
    if isinstance(router_type, str) and router_type not in ("", "VRouter", "VBR"):
        path = (*VPC, "OppositeRouterType")
        close = get_close_matches(router_type.lower(), ["vrouter", "vbr"], n=1, cutoff=0.5)
        meant = "VBR" if close == ["vbr"] else "VRouter"
        fix = fixes.replacing(path, meant, text("fix.value", value=meant))
        yield _error(31, path, text("opposite.type", value=router_type), fix, value=router_type)


def cidr_block(tree: Any, context: Context) -> Iterator[Finding]:
    """E27: a private range with a mask that the service takes; a VPC needs one (E36)."""
    vpc = get(tree, VPC)
    if not isinstance(vpc, dict):
        return
    block, path = vpc.get("CidrBlock", ""), (*VPC, "CidrBlock")
    if block == "":
        if vpc.get("VpcId", "") != "" and isinstance(vpc["VpcId"], str):
            default = "192.168.0.0/16"
            name = ".".join((*map(str, VPC), "VpcId"))
            fix = fixes.adding(path, default, text("fix.cidr", value=default))
            yield _error(36, (*VPC, "VpcId"), text("vpc.cidr"), fix, parameter=name)
    elif isinstance(block, str) and (problem := _cidr_problem(block)) is not None:
        why, meant = problem
        yield _error(27, path, why, fixes.replacing(path, meant, text("fix.cidr", value=meant)))


def network_of(block: Any) -> IPv4Network | None:
    """The network of a CIDR block in plain digits, host bits cut off; ``None`` where it is none."""
    match = _CIDR.fullmatch(block) if isinstance(block, str) else None
    if match is None or (len(match[2]) > 1 and match[2].startswith("0")):
        return None
    try:
        return IPv4Network(block, strict=False)
    except ValueError:
        return None


def _cidr_problem(block: str) -> tuple[str, str] | None:
    """Why a CIDR block is refused and what was probably meant; ``None`` where it is taken."""
    network = network_of(block)
    if network is None:
        trimmed = block.strip()
        meant = trimmed if network_of(trimmed) and not _cidr_problem(trimmed) else "192.168.0.0/16"
        return text("cidr.form", value=block), meant
    address = network.network_address
    for private, shortest in PRIVATE_BLOCKS:
        if IPv4Network(block, strict=False).network_address in private or address in private:
            if shortest <= network.prefixlen <= LONGEST_MASK:
                return None
            nearest = max(shortest, min(LONGEST_MASK, network.prefixlen))
            meant = str(IPv4Network(f"{block.partition('/')[0]}/{nearest}", strict=False))
            why = text(
                "cidr.mask", mask=network.prefixlen, low=shortest, high=LONGEST_MASK, block=str(private)
            )
            return why, meant
    return text("cidr.private", value=block), "192.168.0.0/16"


def instance_types(tree: Any, context: Context) -> Iterator[Finding]:
    """E32, E33: every group has a type that exists, its own or the cluster's."""
    groups = list(entries(tree, ("Groups",), dict))
    clusters, offered = tree.get("InstanceType", ""), _offered(context)
    for path, value in [((), tree), *groups]:
        own, at = value.get("InstanceType", ""), (*path, "InstanceType")
        if own == "":
            if path and clusters == "":
                yield _error(32, at, text("instance-type.missing"))
        elif isinstance(own, str):
            yield from _instance_type(own, at, offered, context)


def _instance_type(
    name: str, path: Path, offered: frozenset[str] | None, context: Context
) -> Iterator[Finding]:
    plain = name.strip().lower()
    if not INSTANCE_TYPE.fullmatch(name):
        why = text("instance-type.form", value=name)
    elif offered is not None and name not in offered:
        why = text("instance-type.account", value=name, region=context.account and context.account.region)
    else:
        return
    known = sorted(context.catalogue.instance_types if offered is None else offered)
    candidates = [plain, f"ecs.{plain}", *get_close_matches(plain, known, n=1, cutoff=0.6)]
    meant = next((each for each in candidates if each in known), None)
    if meant is None and offered is None and INSTANCE_TYPE.fullmatch(plain):
        meant = plain
    fix = None if meant is None else fixes.replacing(path, meant, text("fix.value", value=meant))
    yield _error(33, path, why, fix)


def _offered(context: Context) -> frozenset[str] | None:
    """The types that this run's list of the account holds; ``None`` where there is no such list."""
    account = context.account
    if account is None or not account.fetched_in_this_run or account.instance_types is None:
        return None
    return account.instance_types | (account.spot_instance_types or frozenset())


def surrogates(at: Path, top: Any) -> Iterator[Finding]:
    """E2: half of a surrogate pair in a text or a key, which UTF-8 cannot say, in what stands at a path."""
    for path, value in walk(top, at):
        names = [each for each in (value, path[-1] if path else "") if isinstance(each, str)]
        if any(_HALF.search(name) for name in names):
            yield _error(2, path, text("json.surrogate-value"))


def too_large(size: int) -> Iterator[Finding]:
    """The service does not even look at a body of more bytes than it judges, and answers a bare 413."""
    if size > LARGEST_BODY:
        why = text("body.size", size=size)
        yield Finding(TOO_LARGE, Severity.ERROR, (), text("body.too-large"), why, SOURCE)


RELATIONS: dict[Relation, tuple[Path, ...]] = {
    opposite_router: (VPC,),
    cidr_block: (VPC,),
    instance_types: (("InstanceType",), ("Groups",)),
}
"""Those about several fields, each with the parts of the request that it looks at: it is handed no other."""
