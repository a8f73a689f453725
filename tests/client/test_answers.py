"""Any error answer becomes one clear error."""

import json
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import quote

import pytest

from wizard.client import errors
from wizard.client.answers import RawResponse, clean_text, parse_error, parse_object, parse_retry_after
from wizard.client.signing import http_date

SECRET = "c2VjcmV0+token/=="


def answered(status: int, body: Any, **headers: str) -> RawResponse:
    return RawResponse(
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
        host="batchcompute.cn-hangzhou.aliyuncs.com",
        access_key_id="LTAIexample",
        clean=lambda text: clean_text(text, secrets=(SECRET,)),
    )


QUOTA = "The MaxClusterCount (100) quota is exhausted."


@pytest.mark.parametrize(
    "body",
    [
        {"Code": "QuotaExhausted.MaxClusterCount", "Message": QUOTA, "RequestId": "R-7"},
        {"Error": {"Code": "QuotaExhausted.MaxClusterCount", "Message": QUOTA}, "RequestId": "R-7"},
        {"Error": {"ErrorCode": "QuotaExhausted.MaxClusterCount", "ErrorMessage": QUOTA}, "RequestId": "R-7"},
        {"code": "QuotaExhausted.MaxClusterCount", "message": QUOTA, "requestId": "R-7"},
    ],
)
def test_error_bodies_of_every_shape(body: dict[str, Any]) -> None:
    error = parse_error(answered(403, body))
    assert isinstance(error, errors.Refused)
    assert (error.status, error.code, error.message) == (403, "QuotaExhausted.MaxClusterCount", QUOTA)
    assert error.request_id == "R-7"
    assert not error.maybe_done
    for part in ("QuotaExhausted.MaxClusterCount", "(100)", "403", "R-7"):
        assert part in str(error)


@pytest.mark.parametrize("name", ["x_acs_request_id", "request_id"])
def test_the_request_id_is_taken_from_the_headers_first(name: str) -> None:
    error = parse_error(
        answered(400, {"Code": "MissingName", "Message": "m", "RequestId": "B"}, **{name: "H"})
    )
    assert isinstance(error, errors.Refused)
    assert error.request_id == "H"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "IdempotentTokenMismatch", "token_used"),
        (400, "SignatureDoesNotMatch", "signature"),
        (400, "SignatureNotMatch", "signature"),
        (404, "InvalidAccessKeyId.NotFound", "key"),
        (403, "InvalidSecurityToken.Expired", "security_token"),
        (403, "QuotaExhausted.MaxClusterGroupCount", "quota"),
        (403, "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType", "value"),
        (403, "Forbidden", "forbidden"),
        (404, "InvalidResource.NotFound", "not_found"),
        (409, "StateConflict", "state"),
        (400, "InvalidTimeStamp.Expired", "clock"),
        (403, "RequestTimeTooSkewed", "clock"),
        (400, "InvalidDate", "clock"),
        (400, "InvalidName", ""),
        (400, "InvalidUserData.SignatureDoesNotMatch", ""),
        (400, "InvalidUserData.Throttling.value", ""),
        (400, "InvalidEnvVars.TimeStamp.value", ""),
    ],
)
def test_a_code_is_explained(status: int, code: str, kind: str) -> None:
    error = parse_error(answered(status, {"Code": code, "Message": "because"}))
    assert isinstance(error, errors.Refused)
    assert error.kind == kind
    assert code in str(error)
    assert "because" in str(error)


def test_a_wrong_clock_is_recognized_in_the_message() -> None:
    body = {"Code": "InvalidHeader", "Message": "Specified parameter Date is not valid."}
    error = parse_error(answered(400, body))
    assert isinstance(error, errors.Refused)
    assert error.kind == "clock"


def test_both_clocks_are_shown() -> None:
    theirs = http_date(datetime.now(UTC) - timedelta(hours=8))
    error = parse_error(answered(400, {"Code": "InvalidTimeStamp.Expired", "Message": "m"}, date=theirs))
    assert theirs in str(error)
    assert "set the clock" in str(error)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, {"Code": "Throttling", "Message": "slow down"}),
        (400, {"Code": "Throttling.User", "Message": "Request was denied due to user flow control."}),
        (503, {"Code": "Throttling", "Message": "m"}),
    ],
)
def test_throttling(status: int, body: Any) -> None:
    error = parse_error(answered(status, body, retry_after="7"))
    assert isinstance(error, errors.Throttled)
    assert error.retry_after == 7.0
    assert not error.maybe_done


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"Code": "InternalError", "Message": "m"}),
        (502, b"<html><head><title>502 Bad Gateway</title></head></html>"),
        (503, b""),
        (504, b"\xff\xfe nonsense"),
        (500, b'{"Code": "Inter'),
        (408, b""),
        (599, []),
        (429, b"<html>busy</html>"),  # of whoever stands before the service, and may have passed it on
        (429, b""),
        (429, b'{"Code": "Throttling", "Mess'),
    ],
)
def test_a_failed_service_may_have_processed_the_request(status: int, body: Any) -> None:
    error = parse_error(answered(status, body, retry_after="3"))
    assert isinstance(error, errors.ServerError)
    assert error.maybe_done
    assert error.retry_after == 3.0
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("status", "body", "what"),
    [
        (200, b"<!DOCTYPE html><title>\n Log in </title>", "a web page, “Log in”"),
        (403, b"<html><body>Access denied</body></html>", "a web page"),
        (404, b"", "an empty body"),
        (400, b'{"Code": "Invalid', "incomplete JSON"),
        (400, b"Bad Request", "text that is not JSON"),
        (400, ["Code"], "JSON that is not an object"),
        (400, {"Message": "no code"}, "JSON without a valid Code"),
        (400, {"Code": 17}, "JSON without a valid Code"),
        (400, {"Error": "text"}, "JSON without a valid Code"),
        (302, b"", "a redirect"),
        (301, {"Code": "Moved", "Message": "m"}, "a redirect"),
        (400, b"[" * 200_000, "incomplete JSON"),
        (200, b"\x00\xff", "text that is not JSON"),
    ],
)
def test_an_invalid_response_is_described(status: int, body: Any, what: str) -> None:
    error = parse_error(answered(status, body))
    assert isinstance(error, errors.InvalidResponse)
    assert error.maybe_done
    assert f"is not from BatchCompute: {what}" in str(error)
    assert f"HTTP {status}" in str(error)


def test_a_bare_413_is_a_rejection() -> None:
    error = parse_error(answered(413, b""))
    assert isinstance(error, errors.Refused)
    assert error.kind == "too_large"


@pytest.mark.parametrize("place", ["Message", "Code", "RequestId"])
def test_a_secret_that_the_service_repeats_is_not_shown(place: str) -> None:
    body = {"Code": "SignatureDoesNotMatch", "Message": "m", "RequestId": "R", place: f"a:{SECRET}\nb"}
    error = parse_error(answered(400, body))
    assert SECRET not in f"{error} {error!r} {error.args} {error.__dict__}"
    assert "•••" in str(error)


def test_text_of_the_service_cannot_control_the_terminal() -> None:
    error = parse_error(
        answered(400, {"Code": "Invalid\x1b[2J", "Message": "a\r\n\x07b\u202ec" + "x" * 9000})
    )
    assert str(error).isprintable()
    assert len(str(error)) < 2000


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("IdempotentTokenMismatch", False),
        ("QuotaExhausted.MaxClusterCount", False),
        ("MissingName", False),
        ("InvalidResourceType", False),
        ("InvalidDescription", False),
        ("InvalidInstanceType", False),
        ("InvalidMode", False),
        ("InvalidConfigs.Mounts.OSS.AccessKeySecret", False),
        ("SignatureDoesNotMatch", True),
        ("InvalidAccessKeyId.NotFound", True),
        ("InvalidSecurityToken.Expired", True),
        ("InvalidTimeStamp.Expired", True),
        ("Forbidden", True),
        ("Throttling", True),
        ("InvalidJsonFormat", True),
        ("InvalidHttpBody", True),
        ("InvalidIdempotentToken", True),
        ("SomethingNew", True),
    ],
)
def test_rejections_before_the_token_is_looked_up(code: str, before: bool) -> None:
    error = parse_error(answered(400, {"Code": code, "Message": "m"}))
    assert isinstance(error, errors.Refused)
    assert error.before_token is before


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"x"', b'{"Id": "cls-1"', b'{"Id": "cls-1"} trailing', b"\xff{}", b"{" * 99999],
)
def test_only_a_complete_object_is_parsed(body: bytes) -> None:
    assert parse_object(body) is None


NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 12 ", 12.0),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("1e3", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, now=NOW) == seconds


@pytest.mark.parametrize("secret", ['qu"ote\\and/slash+==', "密码\n😀", "\\\\", "it's <&>"])
def test_a_secret_that_the_service_repeats_is_masked_however_it_is_escaped(secret: str) -> None:
    in_json, units = json.dumps(secret)[1:-1], secret.encode("utf-16-be").hex()
    for echoed in (
        secret,
        in_json,
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(in_json)[1:-1],
        in_json.replace("/", "\\/"),
        "".join(f"\\u{units[at : at + 4].upper()}" for at in range(0, len(units), 4)),
        quote(secret, safe=""),
        escape(secret),
    ):
        assert (
            clean_text(f"AccessKeySecret {echoed} is wrong", secrets=(secret,))
            == "AccessKeySecret ••• is wrong"
        )
