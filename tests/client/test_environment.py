"""The profile and the endpoint that the environment names: used, or an error, and never passed over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.client.errors import InvalidCredentials, ProfileError, UnknownProfile
from wizard.client.profiles import ProfileQuery, candidates
from wizard.storage.profiles import ProfileStore

from .keys import KEY, PROFILE, REGION, bcs, key_of, look, profiles, write

VARIABLES = ("ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE")


@pytest.mark.parametrize("first", range(3))
def test_variables_that_name_a_profile_and_their_order(empty_home: Path, first: int) -> None:
    profiles(empty_home, PROFILE, {**PROFILE, "name": "other", "access_key_id": "LTAI-other"})
    environ = {name: "nosuch" for name in VARIABLES[first + 1 :]}
    environ |= {name: " " for name in VARIABLES[:first]} | {VARIABLES[first]: "other"}
    assert key_of(look(environ)) == "LTAI-other"


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_profile_that_is_named_and_missing_is_an_error(
    empty_home: Path, saved: Callable[..., ProfileStore], variable: str
) -> None:
    named = {variable: "nosuch"}

    def refused() -> None:
        with pytest.raises(ProfileError, match=rf"{variable} (?s:.*)aliyun") as caught:
            look(named)
        assert "--profile sandbox" in str(caught.value)

    refused()  # there is no config.json
    write(empty_home / ".aliyun/config.json", '{"profiles": []}')
    refused()
    profiles(empty_home, PROFILE)
    refused()
    bcs(empty_home)
    refused()
    saved("prod")
    refused()
    assert key_of(look(named, name="prod")) == "LTAI-prod"
    assert look(named, name="sandbox").profile is None
    assert key_of(look({**named, "ALIBABA_CLOUD_IGNORE_PROFILE": "true"})) == "LTAI-prod"


def test_a_profile_that_is_named_but_comes_later_is_said(
    empty_home: Path, saved: Callable[..., ProfileStore]
) -> None:
    profiles(empty_home, PROFILE)
    saved("prod")
    for environ, name in (({}, "prod"), ({**KEY, **REGION}, "environment")):
        found = look({**environ, "ALIBABA_CLOUD_PROFILE": "default"})
        assert found.name == name
        [remark] = found.notes
        assert "ALIBABA_CLOUD_PROFILE" in remark
        assert name in remark


@pytest.mark.parametrize("mode", ["AK", "ak", "Ak", "", "StsToken", "ststoken", "STSTOKEN"])
def test_modes_in_any_letter_case(empty_home: Path, mode: str) -> None:
    profiles(empty_home, {**PROFILE, "mode": mode, "sts_token": "very-secret-token"})
    target = look().profile
    assert target is not None
    token = None if mode.lower() == "ak" else "very-secret-token"
    assert target.credentials.security_token == token


def test_profiles_that_are_ignored_cannot_be_named_either(empty_home: Path) -> None:
    profiles(empty_home, PROFILE)
    ignored = {"ALIBABA_CLOUD_IGNORE_PROFILE": "TRUE"}
    assert [*candidates(ProfileQuery(ignored))] == []
    for name in ("aliyun", "aliyun:default"):
        with pytest.raises(UnknownProfile, match="ALIBABA_CLOUD_IGNORE_PROFILE"):
            look(ignored, name=name)
    assert key_of(look({"ALIBABA_CLOUD_IGNORE_PROFILE": "FALSE"})) == "LTAI-aliyun"


def test_the_endpoint_of_the_environment(empty_home: Path, saved: Callable[..., ProfileStore]) -> None:
    def at(address: str, **wanted: Any) -> tuple[str, str | None, str]:
        target = look({"BATCHCOMPUTE_ENDPOINT": address}, **wanted).profile
        assert target is not None
        return target.endpoint, target.region, target.credentials.access_key_id

    loopback, shanghai = "http://127.0.0.1:8080", "https://batchcompute-vpc.cn-shanghai.aliyuncs.com"
    assert at(loopback) == (loopback, None, "sandbox")
    with pytest.raises(InvalidCredentials, match="cn-shanghai"):
        look({"BATCHCOMPUTE_ENDPOINT": shanghai})
    saved("prod")
    assert at(shanghai) == (shanghai, "cn-shanghai", "LTAI-prod")
    assert at(shanghai, region="us-west-1")[:2] == (shanghai.replace("cn-shanghai", "us-west-1"), "us-west-1")
    assert at(shanghai, endpoint="https://example.com")[0] == "https://example.com"
    assert look({"BATCHCOMPUTE_ENDPOINT": shanghai}, name="sandbox").profile is None
    for bad in ("http://example.com", "nowhere at all", "https://me:very-secret@example.com"):
        with pytest.raises(ProfileError, match="BATCHCOMPUTE_ENDPOINT") as caught:
            look({"BATCHCOMPUTE_ENDPOINT": bad})
        assert "very-secret" not in str(caught.value)
