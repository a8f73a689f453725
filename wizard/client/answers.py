"""Parse responses, turn error responses into exceptions, and mask secrets in external text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote

from wizard.client.credentials import Profile
from wizard.client.errors import NoResponse, Refused, ServiceError
from wizard.client.signing import format_date, parse_date
from wizard.i18n import N_, _


@dataclass(frozen=True)
class Response:
    """A response of the service."""

    status: int
    headers: Mapping[str, str]  # looked up by lower-case names
    body: bytes
    profile: Profile
    secrets: tuple[str, ...] = field(default=(), repr=False)  # values to mask in messages

    @cached_property
    def value(self) -> Any:
        """The JSON value that the whole body is, None for anything else."""
        try:
            return json.loads(self.body.decode("utf-8"))
        except (ValueError, RecursionError):
            return None

    @property
    def content(self) -> dict[str, Any]:
        """The JSON object that the whole body is, empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def request_id(self) -> str | None:
        """The service's id of the request, from the headers or the body."""
        in_headers = self.headers.get("x-acs-request-id") or self.headers.get("request-id")
        said = in_headers or _get_text(self.content, "RequestId", "requestId")
        return self.clean(said) if said else None

    @property
    def date(self) -> datetime | None:
        """The service's clock, if sent."""
        return parse_date(self.headers.get("date", ""))

    def clean(self, text: str) -> str:
        """Return external text that can be displayed, see `clean_text`."""
        return clean_text(text, secrets=self.secrets)


# Codes are matched from their start: the rest may contain a key that the user chose.
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown")
_FAILED = re.compile(r"Internal(?:Error|Failure|ServerError)|ServiceUnavailable|ServerBusy")
_CLOCK = re.compile(
    r"(?:Invalid|Illegal|Expired|Missing)\.?(?:Date|Time[Ss]tamp|RequestTime)|(?:Request)?TimeTooSkewed|"
    r"(?:Request|Date)Expired"
)
_CLOCK_MESSAGE = re.compile(r"\bDate\b|\bclock\b|\btime ?stamp\b", re.IGNORECASE)
_MAYBE_CLOCK = re.compile(r"(?:Invalid|Missing)(?:Header|Parameter)|Invalid$|Expired|BadRequest")

_KINDS: dict[str, str] = {
    "token_used": r"IdempotentTokenMismatch$",
    "signature": r"(?:Invalid)?Signature",
    "key": r"(?:Invalid|Inactive|Missing)AccessKey",
    "security_token": r"(?:Invalid|Missing|Malformed|Expired)SecurityToken",
    "value": r"QuotaExhausted\.Configs\.",
    "quota": r"QuotaExhausted",
    "forbidden": r"Forbidden|Unauthorized|NoPermission|AccessDenied",
    "not_found": r"InvalidResource\.NotFound|\w*NotFound$",
    "state": r"StateConflict",
}
"""The first pattern that matches the code tells what a rejection is about."""
_TEXTS: dict[str, str] = {
    "": N_("The service rejected the request: {answer}."),
    "token_used": N_(
        "The idempotency token was already used for another request: {answer}. Use a new token to create "
        "another cluster, or send the first request unchanged."
    ),
    "signature": N_(
        "The service does not accept the signature: {answer}. The AccessKey secret does not match the "
        "AccessKey ID {key}: check both."
    ),
    "key": N_(
        "The service does not know the AccessKey ID {key}: {answer}. Check it, and check that the key is "
        "not disabled or deleted."
    ),
    "security_token": N_(
        "The service does not accept the STS token: {answer}. Temporary credentials expire: get new "
        "ones, then try again."
    ),
    "value": N_(
        "Your account cannot use this value: {answer}. Choose another one, leave it out, or ask Alibaba "
        "Cloud to allow it."
    ),
    "quota": N_(
        "A quota of your account is exhausted: {answer}. Delete unused resources, request less, or ask "
        "Alibaba Cloud for a higher quota."
    ),
    "forbidden": N_(
        "The AccessKey {key} is not allowed to do this: {answer}. Grant its owner access in RAM."
    ),
    "not_found": N_("The resource does not exist, or no longer exists: {answer}."),
    "state": N_("The current state does not allow this: {answer}. Wait, refresh, then try again."),
    "too_large": N_("The request is too large for the service: {answer}. Shorten Bootstrap or UserData."),
    "clock": N_(
        "The service rejected the date of the request: {answer}. This computer's clock probably differs "
        "from the service's by more than 15 minutes: set it, then try again."
    ),
}


def parse_error(response: Response) -> ServiceError:
    """Return the exception for an unsuccessful response, whatever its body.

    Understands ``{"Code", "Message", "RequestId"}``, the older ``{"Error": {…}}``, web pages of gateways,
    empty, truncated and invalid bodies, and a bare 413 (request larger than 4 MiB).
    """
    status = response.status
    code, message = _get_code_and_message(response)
    retry_after = parse_retry_after(response.headers.get("retry-after"))
    answer = _describe(response, code, message)
    if code and (status == 429 or (400 <= status < 600 and _THROTTLED.match(code))):
        text = _("Too many requests: {answer}. Nothing was done. Wait a moment, then try again.")
        text = text.format(answer=answer)
        return Refused(text, status, code, message, response.request_id, "throttled", retry_after)
    if status == 429:  # not the service's own words: a gateway may have passed the request on
        text = _("The service or a gateway is overloaded: {answer}. The request may have been processed.")
        return NoResponse(text.format(answer=answer), retry_after=retry_after)
    if status >= 500 or status == 408 or (status >= 400 and _FAILED.match(code)):
        text = _("The service failed: {answer}. The request may have been processed.")
        return NoResponse(text.format(answer=answer), retry_after=retry_after)
    if 400 <= status < 500 and (code or status == 413):
        return _make_rejection(response, code, message, answer)
    what = _("a redirect, which is never followed") if 300 <= status < 400 else _describe_body(response)
    return make_invalid_response(response.profile.host, status, what)


def make_invalid_response(host: str, status: int, what: str) -> NoResponse:
    """Return the exception for a response that is not one of BatchCompute."""
    text = _(
        "The response of {host} is not from BatchCompute: {what} (HTTP {status}). The request may have been "
        "processed. Check the endpoint, and whether a proxy is in between."
    )
    return NoResponse(text.format(host=host, what=what, status=status))


def parse_retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """Return the seconds of a Retry-After header (a number or a date), None without a valid one."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    moment = parse_date(text)
    return None if moment is None else max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def clean_text(text: str, *, secrets: tuple[str, ...] = (), limit: int = 1000) -> str:
    """Return external text on one line, without control characters, secrets masked, cut to a limit."""
    text = text[: 8 * limit]  # a response may have megabytes
    for secret in filter(None, secrets):
        text = _echo_pattern(secret).sub("•••", text)
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _echo_pattern(secret: str) -> re.Pattern[str]:
    r"""Return a pattern for a secret as it is, or escaped as in JSON, URLs and HTML.

    JSON may have been escaped again, so any number of backslashes may precede a character.
    """
    parts = [r"(?i:(?<!\\)(?<!u005c)(?<!%5c))"]  # a match starts before the first backslash of a run
    for backslashes, char in re.findall(r"(\\+)|(.)", secret, re.DOTALL):
        if backslashes:
            parts.append(rf"(?i:\\|u005c|%5c){{{len(backslashes)},}}+")
            continue
        units = char.encode("utf-16-be", "surrogatepass")
        escaped = r"\\*+".join(f"u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
        named = {"\n": "n", "\r": "r", "\t": "t", "\f": "f", "\b": "b"}.get(char, "")
        forms = [char, escape(char), quote(char, safe="", errors="replace")]
        shown = "|".join(re.escape(form) for form in dict.fromkeys(forms))
        more = rf"|\\++{named}" if named else ""
        parts.append(rf"(?:\\*+(?:{shown}|(?i:{escaped}|{re.escape(forms[2])})){more})")
    return re.compile("".join(parts))


def _make_rejection(response: Response, code: str, message: str, answer: str) -> Refused:
    kind = next((kind for kind, pattern in _KINDS.items() if re.match(pattern, code)), "")
    values, text = {"answer": answer, "key": response.profile.credentials.access_key_id}, ""
    if _CLOCK.match(code) or (_MAYBE_CLOCK.match(code) and _CLOCK_MESSAGE.search(message)):
        kind = "clock"
        theirs, ours = response.date, datetime.now(UTC)
        if theirs is not None and abs(theirs - ours) > timedelta(minutes=1):
            text = N_(
                "The service rejected the date of the request: {answer}. This computer's clock shows {ours}, "
                "the service's {theirs}: set the clock, then try again."
            )
            values |= {"ours": format_date(ours), "theirs": format_date(theirs)}
    elif not code:
        kind, code = "too_large", "RequestTooLarge"
    text = _(text or _TEXTS[kind]).format(**values)
    return Refused(text, response.status, code, message, response.request_id, kind)


def _describe(response: Response, code: str, message: str) -> str:
    """Return the code, message, status and request id of a response in one phrase."""
    if not code:
        if response.status != 413:
            return f"HTTP {response.status}"
        return _("RequestTooLarge: the request body is too large (HTTP {status})").format(status=413)
    values = {
        "code": code,
        "message": message.rstrip(".") or _("no reason given"),
        "status": response.status,
        "request_id": response.request_id,
    }
    if response.request_id is None:
        return "{code}: {message} (HTTP {status})".format(**values)
    return _("{code}: {message} (HTTP {status}, request {request_id})").format(**values)


def _get_code_and_message(response: Response) -> tuple[str, str]:
    inner = response.content.get("Error", response.content.get("error"))
    said = inner if isinstance(inner, dict) else response.content
    code = _get_text(said, "Code", "code", "ErrorCode", "errorCode") or ""
    message = _get_text(said, "Message", "message", "ErrorMessage", "errorMessage") or ""
    return response.clean(code), response.clean(message)


def _get_text(found: Mapping[str, object], *names: str) -> str | None:
    return next((value for name in names if isinstance(value := found.get(name), str) and value), None)


def _describe_body(response: Response) -> str:
    text = response.body.decode("utf-8", "replace").strip()
    if not text:
        return _("an empty body")
    if text[0] == "<":
        title = re.search(r"<title[^>]*>(.*?)</title>", text[:65536], re.IGNORECASE | re.DOTALL)
        shown = response.clean(title[1])[:120] if title else ""
        return _("a web page, “{title}”").format(title=shown) if shown else _("a web page")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _("incomplete JSON") if text[0] in "{[" else _("text that is not JSON")
    if not isinstance(value, dict):
        return _("JSON that is not an object")
    return describe_missing("Id" if response.status < 300 else "Code")


def describe_missing(key: str) -> str:
    """Return the phrase for a JSON object without a valid value under a key."""
    return _("JSON without a valid {key}").format(key=key)
