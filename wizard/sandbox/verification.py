"""Who asks: the signature of a request, verified as leniently as the official signers differ."""

from collections.abc import Iterable, Mapping

from wizard.client.signature import (
    MAX_SKEW,
    candidate_strings,
    http_date,
    parse_authorization,
    parse_date,
    verifies,
)
from wizard.sandbox.answers import Refusal, invalid, missing
from wizard.sandbox.clock import Clock

KEYS: Mapping[str, str] = {"sandbox": "sandbox"}
"""The sandbox's key pair: the id, and what signs."""


def verified(
    method: str, target: str, headers: Iterable[tuple[str, str]], *, keys: Mapping[str, str], clock: Clock
) -> str:
    """The id of the access key that a request is signed with.

    Temporary (STS) credentials need nothing more: their token travels in a header that the signature covers.

    Args:
        method: The HTTP verb.
        target: Path and query as they travelled.
        headers: As they came.
        keys: The secrets of the access keys that are known.
        clock: What the request's Date is held against.

    Raises:
        Refusal: The request is not signed, with an unknown key or not as it was sent, or at another time.
    """
    by_name = {name.lower(): value for name, value in headers}
    if "authorization" not in by_name:
        raise missing("Authorization")
    if (authorization := parse_authorization(by_name["authorization"])) is None:
        raise invalid("Authorization")
    access_key, signature = authorization
    secret = keys.get(access_key)
    if secret is None:
        raise Refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
    _check_date(by_name.get("date", ""), clock)
    candidates = candidate_strings(method, target, by_name)
    if not verifies(secret, signature, candidates):
        raise Refusal(
            400,
            "SignatureDoesNotMatch",
            "Specified signature is not matched with our calculation. server string to sign is:"
            + candidates[0],
        )
    return access_key


def _check_date(value: str, clock: Clock) -> None:
    if not value.strip():
        raise missing("Date")
    moment, now = parse_date(value), clock()
    if moment is None:
        raise invalid("Date")
    if abs(moment - now) > MAX_SKEW:
        minutes = int(MAX_SKEW.total_seconds() // 60)
        raise Refusal(
            400,
            "InvalidTimeStamp.Expired",
            f"Specified Date is expired: it must be within {minutes} minutes of {http_date(now)}.",
        )
