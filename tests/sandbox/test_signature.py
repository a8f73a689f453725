"""Verification of signatures, dates, temporary credentials and Content-MD5."""

import base64
import hashlib
import hmac
from datetime import timedelta, timezone

import pytest

from wizard.sandbox.app import KEYS

from .driver import Driver, FakeClock, request

DATE = "Sun, 01 Mar 2026 12:00:00 GMT"


def authorized(text: str, secret: bytes = b"sandbox") -> str:
    """An Authorization header, made as the page about signatures says."""
    digest = hmac.new(secret, text.encode(), hashlib.sha1).digest()
    return f"acs sandbox:{base64.b64encode(digest).decode()}"


def test_a_request_without_a_valid_signature_is_rejected(api: Driver) -> None:
    assert api.raw("GET", "/clusters", None, {"Date": DATE}).error == (400, "MissingAuthorization")
    for value in ("Basic c2FuZGJveDpzYW5kYm94", "acs sandbox", "acs sandbox:", "acs :sig", "acs"):
        headers = {"Date": DATE, "Authorization": value}
        assert api.raw("GET", "/clusters", None, headers).error == (400, "InvalidAuthorization")
    nobody = Driver(api.sandbox, api.clock, key="nobody")
    assert nobody.send("GET", "/clusters").error == (404, "InvalidAccessKeyId.NotFound")
    wrong = Driver(api.sandbox, api.clock, secret="wrong")
    reply = wrong.create("no json", "no-token")  # it is checked first
    assert reply.error == (400, "SignatureDoesNotMatch")
    before, colon, text = reply.json["Message"].partition(":")
    assert before and colon
    assert text.startswith("POST\napplication/json\n\napplication/json\n")
    assert text.endswith("\n/clusters?IdempotentToken=no-token")


def test_each_key_has_its_own_clusters_and_tokens(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KEYS, "another", "secret")
    other = Driver(api.sandbox, api.clock, key="another", secret="secret")
    mine, theirs = api.created(request(Name="mine"), "t"), other.created(request(Name="theirs"), "t")
    assert mine != theirs
    assert [each["Name"] for each in api.all("/clusters")] == ["mine"]
    for method in ("GET", "DELETE"):
        assert api.send(method, f"/clusters/{theirs}").error == (404, "InvalidResource.NotFound")
    assert other.get(f"/clusters/{theirs}")["OwnerId"] != api.get(f"/clusters/{mine}")["OwnerId"]


def test_a_header_changed_on_the_way_breaks_the_signature(api: Driver) -> None:
    assert api.send("GET", "/jobs", security_token="CAES+/=").status == 200
    changes = {"Accept": "x", "Date": "Sun, 01 Mar 2026 12:00:05 GMT", "x-acs-security-token": "other"}
    for name, value in (changes | {"Content-Type": "x", "x-acs-version": "x"}).items():
        reply = api.send("GET", "/jobs", security_token="CAES+/=", headers={name: value})
        assert reply.error == (400, "SignatureDoesNotMatch")


def test_every_official_reading_of_the_resource_is_accepted(api: Driver) -> None:
    for sent, signed in (
        ("/clusters?Marker&MaxItemCount=5", "/clusters?Marker&MaxItemCount=5"),
        ("/clusters?Marker=&MaxItemCount=5", "/clusters?Marker&MaxItemCount=5"),
        ("/clusters?Marker&MaxItemCount=5", "/clusters?Marker=&MaxItemCount=5"),
        ("/clusters?MaxItemCount=5&Marker=", "/clusters?Marker=&MaxItemCount=5"),
        ("/jobs?Name=a%20b", "/jobs?Name=a%20b"),
        ("/jobs?Name=a%20b", "/jobs?Name=a b"),
        ("/jobs?Name=a+b", "/jobs?Name=a b"),
        ("/jobs?Name=%E4%BD%A0", "/jobs?Name=你"),
        ("/images/img%2Dubuntu", "/images/img-ubuntu"),
        ("/images/img%2Dubuntu", "/images/img%2Dubuntu"),
    ):
        authorization = authorized(f"GET\n\n\n\n{DATE}\nx-acs-a:1\nx-acs-b:2\n{signed}")
        headers = {"Date": DATE, "x-acs-b": "2", "X-Acs-A": "1", "Accept": "", "Authorization": authorization}
        assert api.raw("GET", sent, None, headers).status == 200, (sent, signed)


def test_a_date_may_be_fifteen_minutes_off(api: Driver, clock: FakeClock) -> None:
    for minutes in (-14, 14):
        assert api.send("GET", "/jobs", now=clock() + timedelta(minutes=minutes)).status == 200
    for minutes in (-16, 16, -365 * 24 * 60):
        reply = api.send("GET", "/jobs", now=clock() + timedelta(minutes=minutes))
        assert reply.error == (400, "InvalidTimeStamp.Expired")
        assert "Date" in reply.json["Message"]
        assert reply.headers["date"] == DATE, "the response says what time it is"


def test_the_date_must_exist_and_be_valid(api: Driver, clock: FakeClock) -> None:
    for date in ("yesterday", "Thu, 99 Nov 2015 08:00:00 GMT", "0", "Thu, 19 Nov"):
        assert api.send("GET", "/jobs", headers={"Date": date}).error == (400, "InvalidDate")
    headers = {"Authorization": authorized("GET\n\n\n\n\n/jobs")}
    assert api.raw("GET", "/jobs", None, headers).error == (400, "MissingDate")
    east = clock().astimezone(timezone(timedelta(hours=8))).strftime("%a, %d %b %Y %H:%M:%S +0800")
    headers = {"Accept": "", "Date": east, "Authorization": authorized(f"GET\n\n\n\n{east}\n/jobs")}
    assert api.raw("GET", "/jobs", None, headers).status == 200


def test_a_content_md5_is_verified_in_every_official_form(api: Driver) -> None:
    body = b'{"Groups": {}}'
    digest = hashlib.md5(body, usedforsecurity=False)
    cluster = api.created(request())
    forms = (digest.hexdigest(), digest.hexdigest().upper(), base64.b64encode(digest.digest()).decode())
    for md5 in (*forms, hashlib.md5(b"other", usedforsecurity=False).hexdigest()):
        text = f"PUT\n\n{md5}\n\n{DATE}\n/clusters/{cluster}"
        headers = {"Date": DATE, "Content-MD5": md5, "Authorization": authorized(text)}
        reply = api.raw("PUT", f"/clusters/{cluster}", body, headers)
        assert reply.status == (200 if md5 in forms else 400)
    assert reply.error == (400, "InvalidHeader.Content-MD5")
