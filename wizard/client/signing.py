r"""ACS signature of BatchCompute (ROA style, HMAC-SHA1): created by the client, verified by the sandbox.

The signed text is::

    METHOD \n Accept \n Content-MD5 \n Content-Type \n Date \n acs-lines resource

``acs-lines`` has ``name:value\n`` for each ``x-acs-`` header, sorted; ``resource`` is the path and, if there
is a query, ``?`` and its pairs sorted by key.

The official signers differ in details: one signs the resource as sent, another decoded; one writes an empty
parameter as ``k``, another as ``k=``. The client sends nothing on which they differ; a verifier accepts all
variants (`list_signed_texts`).

Source: https://help.aliyun.com/zh/batchcompute/developer-reference/signature
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import product
from urllib.parse import unquote, unquote_plus

API_VERSION = "2015-11-11"
CONTENT_TYPE = "application/json"
MAX_SKEW = timedelta(minutes=15)
"""Largest difference between the Date of a request and the service's clock."""

_SCHEME = "acs "


def format_date(moment: datetime) -> str:
    """Return a timezone-aware time in the format of HTTP headers."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def parse_date(text: str) -> datetime | None:
    """Return the time of a Date header, None if it is malformed."""
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def sort_resource(target: str) -> str:
    """Return path and query of a request with the query's pairs sorted by key."""
    path, _, query = target.partition("?")
    pairs = sorted((pair for pair in query.split("&") if pair), key=lambda pair: pair.partition("=")[0])
    return path + ("?" + "&".join(pairs) if pairs else "")


def make_signed_text(method: str, resource: str, headers: Mapping[str, str]) -> str:
    """Return the text that the signature covers.

    Args:
        resource: Path and sorted query, see `sort_resource`.
        headers: The request's headers, names in any case. A missing one leaves its line empty.
    """
    by_name = {name.lower(): value.strip() for name, value in headers.items()}
    lines = [method.upper()]
    lines += [by_name.get(name, "") for name in ("accept", "content-md5", "content-type", "date")]
    lines += [f"{name}:{by_name[name]}" for name in sorted(by_name) if name.startswith("x-acs-")]
    return "\n".join([*lines, resource])


def sign(access_key_secret: str, text: str) -> str:
    """Return the base64 of the text's HMAC-SHA1."""
    digest = hmac.new(access_key_secret.encode(), text.encode("utf-8", "replace"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


def format_authorization(access_key_id: str, access_key_secret: str, text: str) -> str:
    """Return the Authorization header for a string to sign."""
    return f"{_SCHEME}{access_key_id}:{sign(access_key_secret, text)}"


def make_headers(
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
    """Return all signed headers of one attempt, including Authorization.

    Each call uses a fresh date and nonce, so that a retry is not mistaken for a replay.
    """
    headers = {
        "Accept": "application/json",
        "Content-Type": CONTENT_TYPE,
        "Date": format_date(now or datetime.now(UTC)),
        "x-acs-access-key-id": access_key_id,
        "x-acs-region-id": region,
        "x-acs-signature-method": "HMAC-SHA1",
        "x-acs-signature-nonce": nonce or str(uuid.uuid4()),
        "x-acs-signature-version": "1.0",
        "x-acs-version": API_VERSION,
    }
    if security_token:
        headers["x-acs-security-token"] = security_token
    text = make_signed_text(method, sort_resource(target), headers)
    headers["Authorization"] = format_authorization(access_key_id, access_key_secret, text)
    return headers


def parse_authorization(value: str) -> tuple[str, str] | None:
    """Return the key id and signature of an Authorization header, None if it is malformed."""
    if not value.startswith(_SCHEME):
        return None
    access_key_id, _, signature = value.removeprefix(_SCHEME).strip().partition(":")
    return (access_key_id, signature) if access_key_id and signature else None


def list_signed_texts(method: str, target: str, headers: Mapping[str, str]) -> tuple[str, ...]:
    """Return every text that an official signer could have signed for a request, the likeliest first."""
    return tuple(make_signed_text(method, each, headers) for each in dict.fromkeys(_iter_resources(target)))


def is_valid_signature(access_key_secret: str, signature: str, candidates: Iterable[str]) -> bool:
    """Return whether a signature is that of one of the texts, in constant time."""
    given = signature.encode("utf-8", "replace")
    return any(
        [hmac.compare_digest(sign(access_key_secret, text).encode("ascii"), given) for text in candidates]
    )


def is_valid_md5(content_md5: str, body: bytes) -> bool:
    """Return whether a Content-MD5 header, in base64 or hexadecimal, is that of a body."""
    digest = hashlib.md5(body, usedforsecurity=False)
    value = content_md5.strip()
    return value == base64.b64encode(digest.digest()).decode("ascii") or value.lower() == digest.hexdigest()


def _iter_resources(target: str) -> Iterator[str]:
    path, _, query = target.partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    of_path: tuple[Callable[[str], str], ...] = (str, unquote)
    of_query: tuple[Callable[[str], str], ...] = (str, unquote, unquote_plus)
    for decode_path, decode, bare in product(of_path, of_query, (True, False)):
        decoded = sorted(((decode(key), decode(value)) for key, value in pairs), key=lambda pair: pair[0])
        written = [key if bare and not value else f"{key}={value}" for key, value in decoded]
        yield decode_path(path) + ("?" if written else "") + "&".join(written)
