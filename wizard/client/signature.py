"""The ACS signature of BatchCompute (ROA style, HMAC-SHA1): made by the client, verified by the sandbox.

What is signed::

    string    = METHOD "\\n" Accept "\\n" Content-MD5 "\\n" Content-Type "\\n" Date "\\n" acs-lines resource
    acs-lines = for every header whose lower-case name begins with x-acs-, sorted: name ":" value "\\n"
    resource  = path, and, where there is a query, "?" and the pairs sorted by key

The official signers read this differently at the edges: one signs the resource as it travels, another
decoded; one writes an empty parameter as ``k``, another as ``k=``. A client therefore sends nothing on
which they differ, and a verifier accepts every reading (`candidate_strings`).

Standard library only. Source: https://help.aliyun.com/zh/batchcompute/developer-reference/signature
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import product
from typing import TypeAlias
from urllib.parse import unquote, unquote_plus

__all__ = [
    "API_VERSION",
    "CONTENT_TYPE",
    "MAX_SKEW",
    "attempt_headers",
    "authorization",
    "candidate_strings",
    "http_date",
    "md5_agrees",
    "new_nonce",
    "parse_authorization",
    "parse_date",
    "sign",
    "sorted_resource",
    "string_to_sign",
    "verifies",
]

API_VERSION = "2015-11-11"
CONTENT_TYPE = "application/json"
MAX_SKEW = timedelta(minutes=15)
"""How far the Date of a request may be from the service's clock."""

_SCHEME = "acs "
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Headers: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
_Reading: TypeAlias = Callable[[str], str]


def http_date(moment: datetime) -> str:
    """`moment` as HTTP writes it, in GMT, with English names whatever the locale.

    Args:
        moment: a time that knows its zone.
    """
    utc = moment.astimezone(UTC)
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {utc.day:02d} {month} {utc.year:04d} {utc:%H:%M:%S} GMT"


def parse_date(text: str) -> datetime | None:
    """The moment that a Date header names; None when it is no date."""
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def new_nonce() -> str:
    """A value that no other attempt carries."""
    return str(uuid.uuid4())


def sorted_resource(target: str) -> str:
    """The resource to sign for the request target `target`: the pairs of its query sorted by key."""
    path, mark, query = target.partition("?")
    pairs = [pair for pair in query.split("&") if pair]
    if not mark or not pairs:
        return path
    return path + "?" + "&".join(sorted(pairs, key=lambda pair: pair.partition("=")[0]))


def string_to_sign(method: str, resource: str, headers: Headers) -> str:
    """The text that the signature covers.

    Args:
        method: the HTTP verb.
        resource: path and sorted query, see `sorted_resource`.
        headers: what is sent; names in any case. One that is not sent leaves its line empty, and
            none takes part but Accept, Content-MD5, Content-Type, Date and those that begin with x-acs-.
    """
    by_name = _lower(headers)
    lines = [method.upper()]
    lines += [by_name.get(name, "") for name in ("accept", "content-md5", "content-type", "date")]
    lines += [f"{name}:{by_name[name]}" for name in sorted(by_name) if name.startswith("x-acs-")]
    return "\n".join([*lines, resource])


def sign(access_key_secret: str, text: str) -> str:
    """The signature of `text`: base64 of its HMAC-SHA1 under the secret."""
    digest = hmac.new(access_key_secret.encode(), text.encode("utf-8", "replace"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


def authorization(access_key_id: str, access_key_secret: str, text: str) -> str:
    """The value of the Authorization header for the string to sign `text`."""
    return f"{_SCHEME}{access_key_id}:{sign(access_key_secret, text)}"


def attempt_headers(
    method: str,
    target: str,
    *,
    access_key_id: str,
    access_key_secret: str,
    region: str,
    security_token: str | None = None,
    now: datetime | None = None,
    nonce: str | None = None,
) -> dict[str, str]:
    """Every signed header of one attempt, the Authorization among them.

    Each call gives a Date and a nonce of its own, so that a retry is never mistaken for a replay.

    Args:
        method: the HTTP verb.
        target: path and query exactly as they travel.
        access_key_id: names the key.
        access_key_secret: signs; is not among the headers.
        region: goes as x-acs-region-id.
        security_token: that of temporary (STS) credentials.
        now: the time to write; the present by default.
        nonce: the nonce to write; a fresh one by default.
    """
    headers = {
        "Accept": "application/json",
        "Content-Type": CONTENT_TYPE,
        "Date": http_date(now or datetime.now(UTC)),
        "x-acs-access-key-id": access_key_id,
        "x-acs-region-id": region,
        "x-acs-signature-method": "HMAC-SHA1",
        "x-acs-signature-nonce": nonce or new_nonce(),
        "x-acs-signature-version": "1.0",
        "x-acs-version": API_VERSION,
    }
    if security_token:
        headers["x-acs-security-token"] = security_token
    text = string_to_sign(method, sorted_resource(target), headers)
    headers["Authorization"] = authorization(access_key_id, access_key_secret, text)
    return headers


def parse_authorization(value: str) -> tuple[str, str] | None:
    """The key's id and the signature in an Authorization header; None when it is of another kind."""
    if not value.startswith(_SCHEME):
        return None
    access_key_id, colon, signature = value[len(_SCHEME) :].strip().partition(":")
    return (access_key_id, signature) if colon and access_key_id and signature else None


def candidate_strings(method: str, target: str, headers: Headers) -> tuple[str, ...]:
    """Every text that an official signer could have signed for this request, the likeliest first.

    Args:
        method: the HTTP verb.
        target: path and query as they travelled, before anything decoded them.
        headers: as they came. A Content-MD5 takes part as it was sent, be it base64 or hexadecimal.
    """
    pairs = list(_lower(headers).items())
    return tuple(string_to_sign(method, resource, pairs) for resource in _resources(target))


def verifies(access_key_secret: str, signature: str, candidates: Iterable[str]) -> bool:
    """Whether `signature` is that of one of the texts; takes the same time wherever it differs."""
    given = signature.encode("utf-8", "replace")
    return any(
        [hmac.compare_digest(sign(access_key_secret, text).encode("ascii"), given) for text in candidates]
    )


def md5_agrees(content_md5: str, body: bytes) -> bool:
    """Whether a Content-MD5 header, in base64 or hexadecimal of either case, is that of `body`."""
    digest = hashlib.md5(body, usedforsecurity=False)
    value = content_md5.strip()
    return value == base64.b64encode(digest.digest()).decode("ascii") or value.lower() == digest.hexdigest()


def _lower(headers: Headers) -> dict[str, str]:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return {name.lower(): value.strip() for name, value in pairs}


def _resources(target: str) -> Iterator[str]:
    path, _, query = target.partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    of_path: tuple[_Reading, ...] = (_as_sent, unquote)
    of_query: tuple[_Reading, ...] = (_as_sent, unquote, unquote_plus)
    seen: set[str] = set()
    for decode_path, decode, bare in product(of_path, of_query, (True, False)):
        decoded = sorted(((decode(key), decode(value)) for key, value in pairs), key=lambda pair: pair[0])
        written = [key if bare and not value else f"{key}={value}" for key, value in decoded]
        resource = decode_path(path) + ("?" if written else "") + "&".join(written)
        if resource not in seen:
            seen.add(resource)
            yield resource


def _as_sent(text: str) -> str:
    return text
