"""The signature agrees with the official signers, byte by byte."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from wizard.client import signing

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("signing_vectors.json").read_text("utf-8"))[
    "cases"
]
SIGNED = [
    pytest.param(case, said, id=f"{case['name']}-{signer}")
    for case in CASES
    for signer, said in case["signers"].items()
]
AGREED = [case for case in CASES if len({said["authorization"] for said in case["signers"].values()}) == 1]


def wire_target(case: dict[str, Any], said: dict[str, Any]) -> str:
    """The target as sent: as the signer reported it, else with the parameters as they are."""
    query = "&".join(f"{key}={value}" for key, value in case["params"].items())
    return str(said.get("target_on_wire", case["path"] + ("?" + query if query else "")))


@pytest.mark.parametrize(("case", "said"), SIGNED)
def test_official_signatures_are_reproduced_and_verified(case: dict[str, Any], said: dict[str, Any]) -> None:
    made = signing.authorization(case["access_key_id"], case["access_key_secret"], said["string_to_sign"])
    assert made == said["authorization"]
    texts = signing.candidate_strings(case["method"], wire_target(case, said), case["headers"])
    assert said["string_to_sign"] in texts
    parsed = signing.parse_authorization(said["authorization"])
    assert parsed is not None
    assert parsed[0] == case["access_key_id"]
    assert signing.verifies(case["access_key_secret"], parsed[1], texts)
    assert not signing.verifies("another secret", parsed[1], texts)


@pytest.mark.parametrize("case", AGREED, ids=[case["name"] for case in AGREED])
def test_headers_are_signed_as_by_the_official_signers(case: dict[str, Any]) -> None:
    sent = case["headers"]
    made = signing.attempt_headers(
        case["method"],
        wire_target(case, {}),
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


def test_a_date_is_written_in_gmt() -> None:
    east = timezone(timedelta(hours=8))
    for moment, written in (
        (datetime(2015, 11, 19, 8, 0, 0, tzinfo=UTC), "Thu, 19 Nov 2015 08:00:00 GMT"),
        (datetime(2024, 3, 1, 1, 2, 3, tzinfo=east), "Thu, 29 Feb 2024 17:02:03 GMT"),
    ):
        assert signing.http_date(moment) == written
        assert signing.parse_date(written) == moment
