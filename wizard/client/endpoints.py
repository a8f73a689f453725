"""Endpoints and regions of the service. Plain HTTP is allowed on this machine only."""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from wizard.client.errors import ProfileError
from wizard.i18n import _, join_sentences

_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_BRACKETS = re.compile(r"\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\](?::\d*)?")  # an IPv6 address without a zone
_REGION = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_REGION_LENGTH = 40
_OFFICIAL = re.compile(r"batchcompute(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com\.?")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A valid endpoint."""

    url: str  # ``scheme://host`` or ``scheme://host:port``, without a final slash
    host: str  # the host in lower case; an IPv6 address without brackets
    netloc: str
    is_loopback: bool


def parse_endpoint(text: str) -> Endpoint:
    """Parse an endpoint; without a scheme, HTTPS is used, or HTTP on this machine.

    Raises ProfileError: the text is not an address, or more than scheme, host and port.
    """
    given = text.strip()
    try:
        parts = urlsplit(given if "://" in given else "//" + given)
        port = parts.port
    except ValueError:
        raise _make_error(given, _("the port is invalid")) from None
    if "@" in parts.netloc:
        raise _make_error(given)
    if parts.scheme not in ("", "http", "https"):
        raise _make_error(given, _("the scheme is not https"))
    if not given.isprintable() or ("]" in parts.netloc and not _BRACKETS.fullmatch(parts.netloc)):
        # urlsplit drops tabs and line breaks, and text between the brackets and the port
        raise _make_error(given, _("the host is invalid"))
    host = (parts.hostname or "").lower()
    address: IPv4Address | IPv6Address | None = None
    with suppress(ValueError):
        address = ip_address(host)
    is_loopback = host == "localhost" if address is None else address.is_loopback
    last = host.rstrip(".").rpartition(".")[2]
    # Resolvers read 127.1 and 0x7f.1 as addresses.
    is_name = len(host) <= 253 and _HOST.fullmatch(host) and not last[:1].isdigit()
    if address is None and not is_name:
        raise _make_error(given, _("the host is invalid"))
    if port == 0:
        raise _make_error(given, _("the port is invalid"))
    if parts.path not in ("", "/") or "?" in given or "#" in given:
        raise _make_error(given, _("there is text after the host and port"))
    scheme = parts.scheme or ("http" if is_loopback else "https")
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port else shown
    if scheme == "http" and not is_loopback:
        text = _(
            "http://{netloc} is unencrypted (plain HTTP), which is allowed on this computer only. "
            "Use https://{host} instead."
        )
        raise ProfileError(text.format(netloc=netloc, host=shown), part="endpoint")
    return Endpoint(f"{scheme}://{netloc}", host, netloc, is_loopback)


def check_region(text: str) -> str:
    """Return a region id without blanks around it. Raises ProfileError: it cannot be part of a host name."""
    region = text.strip()
    if len(region) > _REGION_LENGTH or not _REGION.fullmatch(region):
        message = _(
            "{region} is not a region ID. Use lower-case letters, digits and hyphens, "
            "for example cn-hangzhou or us-west-1."
        )
        raise ProfileError(message.format(region=ascii(text[:_REGION_LENGTH])), part="region")
    return region


def get_public_endpoint(region: str) -> str:
    """Return the public endpoint of a region."""
    return f"https://batchcompute.{check_region(region)}.aliyuncs.com"


def get_vpc_endpoint(region: str) -> str:
    """Return the endpoint of a region for machines inside a VPC there (source: the official CLI)."""
    return f"https://batchcompute-vpc.{check_region(region)}.aliyuncs.com"


def change_region(endpoint: str, region: str) -> str:
    """Return the corresponding official endpoint of another region; any other endpoint unchanged."""
    host = parse_endpoint(endpoint).host
    if find_region(host) is None:
        return endpoint
    return get_vpc_endpoint(region) if is_in_vpc(host) else get_public_endpoint(region)


def is_in_vpc(host: str) -> bool:
    """Return whether an official host can be reached only from inside a VPC of its region."""
    return host.startswith("batchcompute-vpc.") and find_region(host) is not None


def find_region(host: str) -> str | None:
    """Return the region of an official host, None for any other host."""
    found = _OFFICIAL.fullmatch(host)
    return found[1] if found and _REGION.fullmatch(found[1]) else None


def _make_error(given: str, reason: str = "") -> ProfileError:
    if "@" in given:  # the text before it may be a password
        problem = _("The endpoint contains a user name or password. Remove it.")
    else:
        problem = _("{endpoint} is not an endpoint: {reason}.").format(
            endpoint=ascii(given[:100]), reason=reason
        )
    example = _("Example: https://batchcompute.cn-hangzhou.aliyuncs.com, or http://127.0.0.1:8080 locally.")
    return ProfileError(join_sentences(problem, example), part="endpoint")
