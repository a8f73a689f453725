"""Every error response becomes one clear error; the lists that an account can choose from."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import quote

import pytest

from wizard.client.account import fetch_lists
from wizard.client.answers import Response, clean_text, parse_error, parse_retry_after
from wizard.client.api import Client
from wizard.client.credentials import make_sandbox_profile
from wizard.client.errors import NoResponse, Refused
from wizard.client.signing import format_date
from wizard.models.account import AccountLists, InstanceType, OfferedImage

from .conftest import REAL, Faulty

SECRET = "c2VjcmV0+token/=="
CODE, QUOTA = "QuotaExhausted.MaxClusterCount", "The MaxClusterCount (100) quota is exhausted."
NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


def parse(status: int, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return parse_error(Response(status, named, data, REAL, (SECRET,)))


def test_error_bodies_of_every_shape() -> None:
    for body in (
        {"Code": CODE, "Message": QUOTA, "RequestId": "R-7"},
        {"Error": {"Code": CODE, "Message": QUOTA}, "RequestId": "R-7"},
        {"Error": {"ErrorCode": CODE, "ErrorMessage": QUOTA}, "RequestId": "R-7"},
        {"code": CODE, "message": QUOTA, "requestId": "R-7"},
    ):
        error = parse(403, body)
        assert (error.status, error.code, error.message, error.request_id) == (403, CODE, QUOTA, "R-7")
        assert not error.maybe_done
        for part in (CODE, "(100)", "403", "R-7"):
            assert part in str(error)
        for name in ("x_acs_request_id", "request_id"):
            assert parse(403, body, **{name: "H"}).request_id == "H", "the header takes precedence"


@pytest.mark.parametrize(
    ("kind", "is_before_token", "rejections"),
    [
        ("token_used", False, "400 IdempotentTokenMismatch"),
        ("signature", True, "400 SignatureDoesNotMatch, 400 SignatureNotMatch"),
        ("key", True, "404 InvalidAccessKeyId.NotFound"),
        ("security_token", True, "403 InvalidSecurityToken.Expired"),
        ("quota", False, "403 QuotaExhausted.MaxClusterGroupCount"),
        ("value", False, "403 QuotaExhausted.Configs.Networks.VPC.OppositeRouterType"),
        ("forbidden", True, "403 Forbidden"),
        ("not_found", True, "404 InvalidResource.NotFound"),
        ("state", True, "409 StateConflict"),
        ("clock", True, "400 InvalidTimeStamp.Expired, 403 RequestTimeTooSkewed, 400 InvalidDate"),
        ("", False, "400 InvalidName, 400 MissingName, 400 InvalidMode"),
        # The service names a field, and users choose the keys of maps.
        ("", False, "400 InvalidConfigs.Mounts.OSS.AccessKeySecret, 400 InvalidEnvVars.TimeStamp.value"),
        ("", False, "400 InvalidUserData.SignatureDoesNotMatch, 400 InvalidUserData.Throttling.value"),
        ("", True, "400 InvalidJsonFormat, 400 InvalidHttpBody, 400 InvalidIdempotentToken, 400 Other"),
    ],
)
def test_rejections_by_code(kind: str, is_before_token: bool, rejections: str) -> None:
    for rejection in rejections.split(", "):
        status, code = rejection.split()
        error = parse(int(status), {"Code": code, "Message": "because"})
        assert (error.kind, error.is_before_token) == (kind, is_before_token), code
        assert code in str(error) and "because" in str(error)


def test_rejections_by_other_signs() -> None:
    assert (parse(413, b"").kind, parse(413, b"").is_before_token) == ("too_large", True)
    body = {"Code": "InvalidHeader", "Message": "Specified parameter Date is not valid."}
    assert parse(400, body).kind == "clock"
    theirs = format_date(datetime.now(UTC) - timedelta(hours=8))
    error = parse(400, {"Code": "InvalidTimeStamp.Expired", "Message": "m"}, date=theirs)
    assert theirs in str(error) and "set the clock" in str(error)


def test_throttling() -> None:
    for status, code in ((429, "Throttling"), (400, "Throttling.User"), (503, "Throttling")):
        error = parse(status, {"Code": code, "Message": "slow down"}, retry_after="7")
        assert (error.kind, error.retry_after) == ("throttled", 7.0)
        assert (error.maybe_done, error.is_before_token) == (False, True)


INVALID: dict[str, list[tuple[int, Any]]] = {
    "a web page, “Log in”": [(200, b"<!DOCTYPE html><title>\n Log in </title>")],
    "a web page": [(403, b"<html><body>Access denied</body></html>")],
    "an empty body": [(404, b"")],
    "incomplete JSON": [(400, b'{"Code": "Invalid'), (400, b"[" * 200_000)],
    "text that is not JSON": [(400, b"Bad Request"), (200, b"\x00\xff")],
    "JSON that is not an object": [(400, ["Code"])],
    "JSON without a valid Code": [(400, {"Message": "m"}), (400, {"Code": 17}), (400, {"Error": "text"})],
    "a redirect": [(302, b""), (301, {"Code": "Moved", "Message": "m"})],
    # Of a gateway, or of a service that failed:
    "": [(408, b""), (429, b""), (504, b""), (599, b""), (500, b'{"Code": "Inter'), (429, b'{"Code": "Thr')],
}


@pytest.mark.parametrize("what", INVALID)
def test_after_an_invalid_response_the_request_may_have_been_processed(what: str) -> None:
    for status, body in INVALID[what]:
        error = parse(status, body, retry_after="3")
        assert isinstance(error, NoResponse) and error.maybe_done
        assert f"HTTP {status}" in str(error)
        if what:
            assert f"is not from BatchCompute: {what}" in str(error)
        else:
            assert error.retry_after == 3.0


def test_retry_after_is_seconds_or_a_date() -> None:
    for value, seconds in {
        "0": 0.0,
        " 12 ": 12.0,
        "Thu, 01 Jan 2026 12:00:30 GMT": 30.0,
        "Thu, 01 Jan 2026 11:00:00 GMT": 0.0,
    }.items():
        assert parse_retry_after(value, now=NOW) == seconds
    for value in (None, "", "soon", "-5", "nan", "1e3", "9" * 400):
        assert parse_retry_after(value, now=NOW) is None


def test_text_of_the_service_shows_no_secret_and_cannot_control_the_terminal() -> None:
    for place in ("Message", "Code", "RequestId"):
        body = {"Code": "SignatureDoesNotMatch", "Message": "m", "RequestId": "R", place: f"a:{SECRET}\nb"}
        error = parse(400, body)
        assert SECRET not in f"{error} {error!r} {error.args} {error.__dict__}"
        assert "•••" in str(error)
    error = parse(400, {"Code": "Invalid\x1b[2J", "Message": "a\r\n\x07b\u202ec" + "x" * 9000})
    assert str(error).isprintable() and len(str(error)) < 2000
    assert SECRET not in repr(Response(200, {}, b"", REAL, (SECRET,)))


@pytest.mark.parametrize("secret", ['qu"ote\\and/slash+==', "密码\n😀", "\\\\", "it's <&>"])
def test_a_secret_is_masked_however_it_is_escaped(secret: str) -> None:
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
        shown = clean_text(f"AccessKeySecret {echoed} is wrong", secrets=(secret,))
        assert shown == "AccessKeySecret ••• is wrong"


# -- the lists of an account

Fetch = Callable[..., AccountLists]
# As the official clients' own tests have the responses.
QUOTAS: dict[str, Any] = {
    "AvailableClusterResourceType": ["OnDemand", "Spot"],
    "AvailableClusterInstanceType": ["ecs.a.large", "ecs.b.large"],
    "AvailableSpotInstanceType": ["ecs.a.large"],
    "AvailableClusterInstanceSystemDiskType": ["cloud_efficiency"],
    "AvailableClusterInstanceDataDiskType": ["cloud_ssd"],
}
NETWORK = {"Classic": False, "Vpc": True}
AVAILABLE: dict[str, Any] = {
    "AvailableClusterInstanceType": [
        {"InstanceType": "ecs.a.large", "CpuCore": 2, "MemorySize": 4.5, "Network": NETWORK}
    ],
    "AvailableSpotInstanceType": [{"InstanceType": "ecs.c.large", "CpuCore": 8, "MemorySize": 16}],
    "AvailableResourceType": ["OnDemand"],
    "AvailableSystemDiskType": ["cloud_ssd"],
    "AvailableDataDiskType": ["cloud_ssd"],
}
SYSTEM = [{"Id": "img-ubuntu", "Name": "ubuntu", "Platform": "Linux", "Description": "Ubuntu 14"}]
OWN = [{"Id": "img-0a1b", "EcsImageId": "m-0a1b", "Name": "mine", "Platform": "Windows"}]
RESPONSES = {
    "/quotas": {"json": QUOTAS},
    "/available": {"json": AVAILABLE},
    "/images": {"json": {"Items": OWN, "NextMarker": ""}},
    "/images?System": {"json": {"Items": SYSTEM, "NextMarker": ""}},
}
REFUSED = {"status": 403, "json": {"Code": "Forbidden", "Message": "m"}}
LARGE = InstanceType(name="ecs.a.large", vcpu=2, memory_gb=4.5, classic=False, vpc=True)


@pytest.fixture
def fetch(serve: Callable[..., Faulty]) -> Fetch:
    """Fetch the lists from a service, some of whose responses are replaced."""

    def fetched(replaced: dict[str, Any]) -> AccountLists:
        def respond(seen: Any) -> Any:
            kind = "?System" if "Type=System" in seen.target else ""
            return {**RESPONSES, **replaced}[seen.target.partition("?")[0] + kind]

        return fetch_lists(Client(make_sandbox_profile(serve(respond).url)))

    return fetched


def test_the_lists_of_all_responses_are_merged_and_read_back(fetch: Fetch) -> None:
    lists = fetch({})
    assert lists == AccountLists(
        fetched_at=lists.fetched_at,
        instance_types=(LARGE, InstanceType(name="ecs.b.large")),
        spot_types=("ecs.a.large", "ecs.c.large"),
        resource_types=("OnDemand", "Spot"),
        system_disk_types=("cloud_efficiency", "cloud_ssd"),
        data_disk_types=("cloud_ssd",),
        images=(
            OfferedImage(id="img-0a1b", title="mine", platform="Windows", own=True),
            OfferedImage(id="m-0a1b", title="mine", platform="Windows", own=True),
            OfferedImage(id="img-ubuntu", title="Ubuntu 14", platform="Linux"),
        ),
    )
    assert AccountLists.model_validate(lists.model_dump(mode="json")) == lists


def test_a_refused_list_is_unknown(fetch: Fetch) -> None:
    lists = fetch({"/available": REFUSED})
    assert lists.instance_types == (InstanceType(name="ecs.a.large"), InstanceType(name="ecs.b.large"))
    assert lists.images is not None
    lists = fetch({"/quotas": REFUSED, "/images": REFUSED})
    assert (lists.instance_types, lists.images) == ((LARGE,), None)
    with pytest.raises(Refused):
        fetch(dict.fromkeys(RESPONSES, REFUSED))
    with pytest.raises(NoResponse):
        fetch({"/images": "close"})


def test_invalid_responses_are_tolerated(fetch: Fetch) -> None:
    for types in (
        None,
        "ecs.a.large",
        [None, 1, {}, {"InstanceType": 3}, ""],
        [{"InstanceType": "ecs.a.large", "CpuCore": "2", "Network": []}],
        [{"InstanceType": "ecs.a.large", "CpuCore": -1, "MemorySize": 1e99}],
    ):
        nonsense = {"json": {"AvailableClusterInstanceType": types}}
        for paths in (["/quotas"], ["/available"], ["/quotas", "/available"]):
            lists = fetch(dict.fromkeys(paths, nonsense))
            for each in lists.instance_types or ():
                assert each.name.startswith("ecs.")
                assert 0 <= each.vcpu < 1000
            assert AccountLists.model_validate(lists.model_dump(mode="json")) == lists
