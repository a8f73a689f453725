"""The signature agrees with the official signers, byte by byte."""

import base64
import hashlib
import json
import locale
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from wizard.client import signing

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("signing_vectors.json").read_text("utf-8"))[
    "cases"
]
SIGNED = [
    pytest.param(case, signer, said, id=f"{case['name']}-{signer}")
    for case in CASES
    for signer, said in case["signers"].items()
]
AGREED = [case for case in CASES if len({said["authorization"] for said in case["signers"].values()}) == 1]


def wire_target(case: dict[str, Any], said: dict[str, Any]) -> str:
    """What travelled: as the signer reported it, else the parameters as everybody writes them."""
    query = "&".join(f"{key}={value}" for key, value in case["params"].items())
    return str(said.get("target_on_wire", case["path"] + ("?" + query if query else "")))


@pytest.mark.parametrize(("case", "signer", "said"), SIGNED)
def test_a_verifier_accepts_every_official_signer(
    case: dict[str, Any], signer: str, said: dict[str, Any]
) -> None:
    texts = signing.candidate_strings(case["method"], wire_target(case, said), case["headers"])
    assert said["string_to_sign"] in texts
    parsed = signing.parse_authorization(said["authorization"])
    assert parsed is not None
    assert parsed[0] == case["access_key_id"]
    assert signing.verifies(case["access_key_secret"], parsed[1], texts)
    assert not signing.verifies("another secret", parsed[1], texts)


@pytest.mark.parametrize(("case", "signer", "said"), SIGNED)
def test_the_same_text_gets_the_same_signature(
    case: dict[str, Any], signer: str, said: dict[str, Any]
) -> None:
    made = signing.authorization(case["access_key_id"], case["access_key_secret"], said["string_to_sign"])
    assert made == said["authorization"]


@pytest.mark.parametrize("case", AGREED, ids=[case["name"] for case in AGREED])
def test_headers_are_signed_as_by_the_official_signers(case: dict[str, Any]) -> None:
    sent = case["headers"]
    pairs = "&".join(f"{key}={value}" for key, value in case["params"].items())
    made = signing.attempt_headers(
        case["method"],
        case["path"] + ("?" + pairs if pairs else ""),
        access_key_id=case["access_key_id"],
        access_key_secret=case["access_key_secret"],
        region=sent["x-acs-region-id"],
        security_token=sent.get("x-acs-security-token"),
        now=datetime(2015, 11, 19, 8, 0, 0, tzinfo=UTC),
        nonce=sent["x-acs-signature-nonce"],
    )
    expected = next(iter(case["signers"].values()))["authorization"]
    assert made == {**sent, "Authorization": expected}


def test_every_case_of_the_file_is_used() -> None:
    assert {case["name"] for case in CASES} - {case["name"] for case in AGREED} == {"list_empty_marker"}


def test_each_attempt_has_its_own_nonce() -> None:
    made = [
        signing.attempt_headers(
            "GET", "/quotas", access_key_id="a", access_key_secret="b", region="cn-hangzhou"
        )
        for _ in range(50)
    ]
    assert len({headers["x-acs-signature-nonce"] for headers in made}) == 50
    assert len({headers["Authorization"] for headers in made}) == 50


def test_the_secret_is_not_among_the_headers_and_no_md5_is_sent() -> None:
    headers = signing.attempt_headers(
        "POST", "/clusters", access_key_id="id", access_key_secret="s3cr3t", region="cn-hangzhou"
    )
    assert "s3cr3t" not in repr(headers)
    assert "content-md5" not in {name.lower() for name in headers}


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2015, 11, 19, 8, 0, 0, tzinfo=UTC), "Thu, 19 Nov 2015 08:00:00 GMT"),
        (
            datetime(2024, 3, 1, 1, 2, 3, tzinfo=timezone(timedelta(hours=8))),
            "Thu, 29 Feb 2024 17:02:03 GMT",
        ),
        (datetime(2026, 5, 4, 0, 0, 9, tzinfo=UTC), "Mon, 04 May 2026 00:00:09 GMT"),
    ],
)
def test_a_date_is_written_in_gmt(moment: datetime, written: str) -> None:
    assert signing.http_date(moment) == written
    assert signing.parse_date(written) == moment


@pytest.fixture
def foreign_locale() -> Iterator[str]:
    """A locale whose names of days and months are not English; skips where the machine has none."""
    before = locale.setlocale(locale.LC_TIME)
    for name in ("zh_CN.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8"):
        try:
            locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        yield name
        locale.setlocale(locale.LC_TIME, before)
        return
    pytest.skip("no foreign locale on this machine")


def test_a_date_is_english_under_a_foreign_locale(foreign_locale: str) -> None:
    assert signing.http_date(datetime(2026, 5, 5, tzinfo=UTC)) == "Tue, 05 May 2026 00:00:00 GMT"


@pytest.mark.parametrize("text", ["", "yesterday", "Thu, 99 Nov 2015 08:00:00 GMT", "0", "Thu, 19 Nov"])
def test_an_invalid_date_is_none(text: str) -> None:
    assert signing.parse_date(text) is None


@pytest.mark.parametrize(
    ("target", "resource"),
    [
        ("/clusters", "/clusters"),
        ("/clusters?", "/clusters"),
        ("/clusters?b=2&a=1", "/clusters?a=1&b=2"),
        ("/clusters?Marker=x%2Fy&MaxItemCount=9", "/clusters?Marker=x%2Fy&MaxItemCount=9"),
    ],
)
def test_the_pairs_of_a_query_are_sorted(target: str, resource: str) -> None:
    assert signing.sort_resource(target) == resource


@pytest.mark.parametrize(
    ("target", "readings"),
    [
        ("/clusters/a%2Fb", {"/clusters/a%2Fb", "/clusters/a/b"}),
        ("/c?Marker=&Z=1", {"/c?Marker&Z=1", "/c?Marker=&Z=1"}),
        ("/c?Marker&Z=1", {"/c?Marker&Z=1", "/c?Marker=&Z=1"}),
        ("/c?k=a%20b", {"/c?k=a%20b", "/c?k=a b"}),
        ("/c?k=a+b", {"/c?k=a+b", "/c?k=a b"}),
        ("/c?k=a=b", {"/c?k=a=b"}),
    ],
)
def test_a_verifier_reads_the_resource_both_ways(target: str, readings: set[str]) -> None:
    texts = signing.candidate_strings("GET", target, {})
    assert {text.splitlines()[-1] for text in texts} == readings


MD5 = hashlib.md5(b"{}").digest()


@pytest.mark.parametrize("value", [base64.b64encode(MD5).decode(), MD5.hex(), MD5.hex().upper()])
def test_a_content_md5_is_signed_as_sent(value: str) -> None:
    headers = {"Content-MD5": value, "Accept": "application/json"}
    texts = signing.candidate_strings("POST", "/clusters", headers)
    assert [text.split("\n")[2] for text in texts] == [value]
    assert signing.md5_agrees(value, b"{}")
    assert not signing.md5_agrees(value, b"{ }")


def test_headers_count_whatever_their_case_and_order() -> None:
    one = {"ACCEPT": "a", "X-Acs-B": " 2 ", "x-acs-a": "1", "Host": "h"}
    other = [("x-acs-b", "2"), ("Host", "elsewhere"), ("X-ACS-A", "1"), ("accept", "a")]
    assert signing.string_to_sign("get", "/r", one) == "GET\na\n\n\n\nx-acs-a:1\nx-acs-b:2\n/r"
    assert signing.string_to_sign("GET", "/r", other) == signing.string_to_sign("GET", "/r", one)


@pytest.mark.parametrize(
    "value", ["", "acs", "acs ", "acs id", "acs id:", "acs :sig", "Basic aWQ6c2ln", "a b:c"]
)
def test_an_authorization_of_another_kind_is_none(value: str) -> None:
    assert signing.parse_authorization(value) is None


@pytest.mark.parametrize("module", ["signing", "errors", "endpoints", "credentials"])
def test_nothing_but_the_standard_library_is_needed(module: str) -> None:
    program = (
        f"import sys; import wizard.client.{module}; "
        "print(sorted({'requests', 'tenacity', 'urllib3', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
