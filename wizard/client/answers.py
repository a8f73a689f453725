"""What came back from the service, judged: the one error that an answer without success stands for."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import quote

from wizard.client.errors import NotAnAnswer, Refused, ServerFailed, ServiceError, Throttled
from wizard.client.signature import http_date, parse_date
from wizard.client.texts import Sentence

__all__ = ["Answered", "cleaned", "error_of", "parse_object", "retry_after_of"]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it came, for `error_of` to judge.

    Attributes:
        status: of HTTP.
        headers: names in lower case.
        body: the whole of it.
        host: who answered.
        access_key_id: who asked.
        clean: makes a foreign text fit to be shown: one line, no secrets.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    host: str
    access_key_id: str
    clean: Callable[[str], str]

    @property
    def request_id(self) -> str | None:
        """The id under which the service knows the request, from the headers or else from the body."""
        in_headers = self.headers.get("x-acs-request-id") or self.headers.get("request-id")
        if in_headers:
            return self.clean(in_headers)
        found = parse_object(self.body)
        said = _text(found, "RequestId", "requestId") if found is not None else None
        return self.clean(said) if said else None


# Codes are matched from their start: further on they may hold a key that the user chose.
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown")
_FAILED = re.compile(r"Internal(?:Error|Failure|ServerError)|ServiceUnavailable|ServerBusy")
_CLOCK = re.compile(
    r"(?:Invalid|Illegal|Expired|Missing)\.?(?:Date|Time[Ss]tamp|RequestTime)|(?:Request)?TimeTooSkewed|"
    r"(?:Request|Date)Expired"
)
_CLOCK_MESSAGE = re.compile(r"\bDate\b|\bclock\b|\btime ?stamp\b", re.IGNORECASE)
_MAYBE_CLOCK = re.compile(r"(?:Invalid|Missing)(?:Header|Parameter)|Invalid$|Expired|BadRequest")

# The first that fits the code explains it.
_EXPLAINED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"IdempotentTokenMismatch$"), "refused.token_used"),
    (re.compile(r"(?:Invalid)?Signature"), "refused.signature"),
    (re.compile(r"(?:Invalid|Inactive|Missing)AccessKey"), "refused.key"),
    (re.compile(r"(?:Invalid|Missing|Malformed|Expired)SecurityToken"), "refused.security_token"),
    (re.compile(r"QuotaExhausted\.Configs\."), "refused.value"),  # row E31: a value, not a number of anything
    (re.compile(r"QuotaExhausted"), "refused.quota"),
    (re.compile(r"Forbidden|Unauthorized|NoPermission|AccessDenied"), "refused.forbidden"),
    (re.compile(r"InvalidResource\.NotFound|\w*NotFound$"), "refused.not_found"),
    (re.compile(r"StateConflict"), "refused.state"),
)


def error_of(answer: Answered) -> ServiceError:
    """The one error that an answer without success stands for, whatever its body.

    Understood are `{"Code", "Message", "RequestId"}`, the older `{"Error": {…}}`, a gateway's web page, an
    empty, truncated or nonsensical body, and a bare 413 (a request beyond 4 MiB).
    """
    status = answer.status
    code, message = _code_and_message(answer)
    retry_after = retry_after_of(answer.headers.get("retry-after"))
    said = _said(answer, code, message)
    if code and (status == 429 or (400 <= status < 600 and _THROTTLED.match(code))):
        return Throttled(
            "refused.throttled",
            status=status,
            code=code,
            message=message,
            request_id=answer.request_id,
            retry_after=retry_after,
            answer=said,
        )
    if status == 429:  # not in the service's words: whoever said it may have passed the request on
        return ServerFailed("server_busy", status=status, retry_after=retry_after, answer=said)
    if status >= 500 or status == 408 or (status >= 400 and _FAILED.match(code)):
        return ServerFailed("server_failed", status=status, retry_after=retry_after, answer=said)
    if 400 <= status < 500 and (code or status == 413):
        return _refusal(answer, code, message, said)
    what = Sentence("not_an_answer.redirect") if 300 <= status < 400 else _what(answer)
    return NotAnAnswer("not_an_answer", host=answer.host, what=what, status=status)


def parse_object(body: bytes) -> dict[str, object] | None:
    """The JSON object that `body` is, from its first byte to its last; None when it is anything else."""
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def retry_after_of(value: str | None, *, now: datetime | None = None) -> float | None:
    """The seconds that a Retry-After header asks for, be they a number or a date; None without one."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    moment = parse_date(text)
    return None if moment is None else max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def cleaned(text: str, *, secrets: tuple[str, ...] = (), limit: int = 1000) -> str:
    """A foreign text made fit to be shown: one line, no control characters, no secrets, not too long."""
    text = text[: 8 * limit]  # an answer may have megabytes
    for secret in secrets:
        if secret:
            text = _echoes(secret).sub("•••", text)
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _echoes(secret: str) -> re.Pattern[str]:
    r"""What a secret looks like in a text that repeats it: as it is, or escaped as JSON, URLs and HTML do.

    JSON may have been escaped again, so any number of backslashes may stand before a character.
    """
    parts = [r"(?i:(?<!\\)(?<!u005c)(?<!%5c))"]  # in a run of backslashes there is but one place to begin
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


def _refusal(answer: Answered, code: str, message: str, said: Sentence) -> Refused:
    sentence_id = next((name for pattern, name in _EXPLAINED if pattern.match(code)), "refused")
    values: dict[str, Any] = {"answer": said, "key": answer.access_key_id}
    if _is_about_the_clock(code, message):
        sentence_id = "refused.clock"
        theirs, ours = parse_date(answer.headers.get("date", "")), datetime.now(UTC)
        if theirs is not None and abs(theirs - ours) > timedelta(minutes=1):
            sentence_id = "refused.clock_known"
            values |= {"ours": http_date(ours), "theirs": http_date(theirs)}
    elif not code:
        sentence_id, code = "refused.too_large", "RequestTooLarge"
    return Refused(
        sentence_id,
        status=answer.status,
        code=code,
        message=message,
        request_id=answer.request_id,
        **values,
    )


def _is_about_the_clock(code: str, message: str) -> bool:
    if _CLOCK.match(code):
        return True
    return bool(_MAYBE_CLOCK.match(code) and _CLOCK_MESSAGE.search(message))


def _said(answer: Answered, code: str, message: str) -> Sentence:
    if not code:
        if answer.status == 413:
            message_said: object = Sentence("message.too_large")
            return Sentence(
                "answer.no_id", {"code": "RequestTooLarge", "message": message_said, "status": answer.status}
            )
        return Sentence("answer.status", {"status": answer.status})
    values: dict[str, object] = {
        "code": code,
        "message": message.rstrip(".") or Sentence("message.none"),
        "status": answer.status,
    }
    request_id = answer.request_id
    if request_id is None:
        return Sentence("answer.no_id", values)
    return Sentence("answer.full", {**values, "request_id": request_id})


def _code_and_message(answer: Answered) -> tuple[str, str]:
    found = parse_object(answer.body)
    if found is None:
        return "", ""
    inner = found.get("Error", found.get("error"))
    said = inner if isinstance(inner, dict) else found
    code = _text(said, "Code", "code", "ErrorCode", "errorCode") or ""
    message = _text(said, "Message", "message", "ErrorMessage", "errorMessage") or ""
    return answer.clean(code), answer.clean(message)


def _text(found: Mapping[str, object], *names: str) -> str | None:
    return next((value for name in names if isinstance(value := found.get(name), str) and value), None)


def _what(answer: Answered) -> Sentence:
    """What a body that is no answer looks like."""
    text = answer.body.decode("utf-8", "replace").strip()
    if not text:
        return Sentence("not_an_answer.empty")
    if text[0] == "<":
        title = re.search(r"<title[^>]*>(.*?)</title>", text[:65536], re.IGNORECASE | re.DOTALL)
        shown = answer.clean(title[1])[:120] if title else ""
        return Sentence("not_an_answer.page", {"title": shown}) if shown else Sentence("not_an_answer.html")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Sentence("not_an_answer.cut" if text[0] in "{[" else "not_an_answer.text")
    if not isinstance(value, dict):
        return Sentence("not_an_answer.not_object")
    return Sentence("not_an_answer.lacks", {"key": "Id" if answer.status < 300 else "Code"})
