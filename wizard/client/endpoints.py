"""Addresses of the service: what a usable endpoint is, and which region it belongs to.

Plain HTTP goes to this machine only; everything else is HTTPS.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from wizard.client.errors import BadEndpoint, BadRegion, InsecureEndpoint
from wizard.client.texts import Sentence

__all__ = [
    "Endpoint",
    "check_region",
    "in_region",
    "is_in_vpc",
    "parse_endpoint",
    "public_endpoint",
    "region_of_host",
    "vpc_endpoint",
]

_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_BRACKETS = re.compile(r"\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\](?::\d*)?")  # an IPv6 address without a zone
_REGION = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_REGION_LENGTH = 40
_OFFICIAL = re.compile(r"batchcompute(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com\.?")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that was found fit.

    Attributes:
        url: `scheme://host` or `scheme://host:port`, without a slash at the end.
        host: the host alone, in lower case; an IPv6 address without its brackets.
        netloc: host and port as a URL has them.
        loopback: whether it is this machine.
    """

    url: str
    host: str
    netloc: str
    loopback: bool


def parse_endpoint(text: str) -> Endpoint:
    """The endpoint that `text` names; without a scheme, HTTPS is meant, on this machine HTTP.

    Raises:
        BadEndpoint: it is no address, or more than scheme, host and port.
        InsecureEndpoint: plain HTTP to another machine.
    """
    given = text.strip()
    try:
        parts = urlsplit(given if "://" in given else "//" + given)
        port = parts.port
    except ValueError:
        raise _bad(given, "endpoint.port" if "@" not in given else "endpoint.userinfo") from None
    if "@" in parts.netloc:
        raise _bad(given, "endpoint.userinfo")
    if parts.scheme not in ("", "http", "https"):
        raise _bad(given, "endpoint.scheme")
    if not given.isprintable() or ("]" in parts.netloc and not _BRACKETS.fullmatch(parts.netloc)):
        # tabs and newlines, and what stands between an address in brackets and its port, would be passed over
        raise _bad(given, "endpoint.host")
    host = (parts.hostname or "").lower()
    loopback = _is_loopback(host)
    if not loopback and not _is_host(host):
        raise _bad(given, "endpoint.host")
    if port == 0:
        raise _bad(given, "endpoint.port")
    if parts.path not in ("", "/") or "?" in given or "#" in given:
        raise _bad(given, "endpoint.path")
    scheme = parts.scheme or ("http" if loopback else "https")
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port else shown
    if scheme == "http" and not loopback:
        raise InsecureEndpoint("endpoint.insecure", endpoint=f"http://{netloc}", host=shown)
    return Endpoint(url=f"{scheme}://{netloc}", host=host, netloc=netloc, loopback=loopback)


def check_region(text: str) -> str:
    """The region id `text`, trimmed, when it may stand in a host name.

    Raises:
        BadRegion: it has another shape.
    """
    region = text.strip()
    if len(region) > _REGION_LENGTH or not _REGION.fullmatch(region):
        raise BadRegion("region.malformed", region=ascii(text[:_REGION_LENGTH]))
    return region


def public_endpoint(region: str) -> str:
    """The public address of the service in `region`, over HTTPS."""
    return f"https://batchcompute.{check_region(region)}.aliyuncs.com"


def vpc_endpoint(region: str) -> str:
    """The address of the service in `region` for machines inside a VPC there, over HTTPS.

    Source: the official command line, which knows both hosts.
    """
    return f"https://batchcompute-vpc.{check_region(region)}.aliyuncs.com"


def in_region(endpoint: str, region: str) -> str:
    """The address in `region` that corresponds to an official one elsewhere; any other address as it is."""
    host = parse_endpoint(endpoint).host
    if region_of_host(host) is None:
        return endpoint
    return vpc_endpoint(region) if is_in_vpc(host) else public_endpoint(region)


def is_in_vpc(host: str) -> bool:
    """Whether an official host answers machines inside a VPC of its region alone."""
    return host.startswith("batchcompute-vpc.") and region_of_host(host) is not None


def region_of_host(host: str) -> str | None:
    """The region that an official host, public or of a VPC, belongs to; None for any other host."""
    found = _OFFICIAL.fullmatch(host)
    return found[1] if found and _REGION.fullmatch(found[1]) else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        # What only looks like an address (127.1, 0x7f.1) is read as one by resolvers: not a host here.
        last = host.rstrip(".").rpartition(".")[2]
        return len(host) <= 253 and bool(_HOST.fullmatch(host)) and not last[:1].isdigit()
    return True


def _bad(given: str, reason: str) -> BadEndpoint:
    # What stands before an @ may be a password: such an address is not repeated.
    shown: object = Sentence("endpoint.hidden") if "@" in given else ascii(given[:100])
    return BadEndpoint("endpoint.malformed", endpoint=shown, reason=Sentence(reason))
