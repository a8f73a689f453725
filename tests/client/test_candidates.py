"""Where a target is looked for, in which order, and what is said of places that cannot be used."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.client.errors import InvalidCredentials, InvalidRegion, ProfileError, UnknownProfile
from wizard.client.profiles import Candidate, ProfileQuery, ResolvedProfile, candidates
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .keys import KEY, PROFILE, REGION, bcs, key_of, look, profiles, write


def test_the_order_of_the_places(empty_home: Path, saved: Callable[..., ProfileStore]) -> None:
    assert look() == ResolvedProfile(None)
    bcs(empty_home)
    assert (key_of(look()), look().name) == ("LTAI-bcs", "bcs")
    profiles(empty_home, PROFILE)
    assert (key_of(look()), look().name) == ("LTAI-aliyun", "aliyun:default")
    saved("prod")
    assert (key_of(look()), look().name) == ("LTAI-prod", "prod")
    assert (key_of(look({**KEY, **REGION})), look({**KEY, **REGION}).name) == ("LTAI-env", "environment")
    for name, key in {"prod": "LTAI-prod", "aliyun:default": "LTAI-aliyun", "aliyun": "LTAI-aliyun",
                      "bcs": "LTAI-bcs", "environment": "LTAI-env"}.items():  # fmt: skip
        assert key_of(look({**KEY, **REGION}, name=name)) == key
    assert look({**KEY, **REGION}, name="sandbox").profile is None
    names = [place.name for place in candidates(ProfileQuery({**KEY, **REGION}))]
    assert names == ["environment", "prod", "aliyun:default", "bcs"]


def test_each_place_says_where_it_is(empty_home: Path, saved: Callable[..., ProfileStore]) -> None:
    bcs(empty_home)
    profiles(empty_home, PROFILE)
    saved("prod")
    sources = {place.name: place.source for place in candidates(ProfileQuery({**KEY, **REGION}))}
    assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in sources["environment"]
    assert "targets.json" in sources["prod"]
    assert "aliyun profile default (~/.aliyun/config.json)" in sources["aliyun:default"]
    assert "~/.batchcompute/cliconfig" in sources["bcs"]


def test_the_target_that_was_chosen(empty_home: Path, saved: Callable[..., ProfileStore]) -> None:
    profiles(empty_home, PROFILE)
    file = saved("prod", "test")
    assert key_of(look()) == "LTAI-prod"  # the first one that was added
    for chosen, key in {"test": "LTAI-test", "aliyun:default": "LTAI-aliyun"}.items():
        file.choose(chosen)
        assert key_of(look()) == key
        assert look().is_selected is False
    file.choose("sandbox")
    assert look() == ResolvedProfile(None, is_selected=True)
    file.choose("gone")
    with pytest.raises(UnknownProfile, match="bcw profiles use"):
        look()
    file.choose(None)
    with pytest.raises(UnknownProfile, match="prod, test"):  # none of them is taken for another
        look()


def test_region_and_endpoint_that_are_given(empty_home: Path, saved: Callable[..., ProfileStore]) -> None:
    saved("prod", endpoint="https://batchcompute-vpc.cn-beijing.aliyuncs.com")
    saved("own", endpoint="https://example.com:8443")

    def at(**wanted: str) -> tuple[str, str | None]:
        target = look(REGION, **wanted).profile
        assert target is not None
        return target.endpoint, target.region

    vpc = "https://batchcompute-vpc.{}.aliyuncs.com"
    assert at(name="prod") == (vpc.format("cn-beijing"), "cn-beijing")
    assert at(name="prod", region="us-west-1") == (vpc.format("us-west-1"), "us-west-1")
    assert at(name="own", region="us-west-1") == ("https://example.com:8443", "us-west-1")
    public = "https://batchcompute.eu-central-1.aliyuncs.com"
    assert at(name="prod", endpoint=public) == (public, "eu-central-1")
    assert at(name="prod", region="a-new-region-9") == (vpc.format("a-new-region-9"), "a-new-region-9")


def test_a_key_that_lies_about_does_not_go_to_this_computer(
    empty_home: Path, saved: Callable[..., ProfileStore]
) -> None:
    profiles(empty_home, PROFILE)
    saved("prod")
    assert key_of(look(endpoint="http://127.0.0.1:8080")) == "sandbox"
    assert key_of(look(endpoint="http://127.0.0.1:8080", name="prod")) == "LTAI-prod"
    assert key_of(look(endpoint="https://example.com")) == "LTAI-prod"


def test_a_secret_is_fetched_when_it_is_needed(saved: Callable[..., ProfileStore]) -> None:
    file = saved("prod")
    target = look().profile
    assert target is not None
    assert target.credentials.access_key_secret == ""
    assert target.unlocked().credentials.access_key_secret == "secret-of-prod"
    file.delete_secret("prod")
    with pytest.raises(InvalidCredentials, match="bcw profiles add prod --replace"):
        target.unlocked()
    file.credentials.write_text("{")
    with pytest.raises(InvalidCredentials, match=r"credentials\.json"):
        target.unlocked()


def test_temporary_keys(empty_home: Path) -> None:
    profiles(empty_home, {**PROFILE, "mode": "StsToken", "sts_token": "very-secret-token"})
    target = look().profile
    assert target is not None
    assert target.credentials.security_token == "very-secret-token"
    profiles(empty_home, {**PROFILE, "sts_token": "left over"})  # of the mode AK: not used by aliyun either
    target = look().profile
    assert target is not None
    assert target.credentials.security_token is None


def test_the_current_profile_is_the_one_and_the_others_can_be_named(empty_home: Path) -> None:
    other = {**PROFILE, "name": "other", "access_key_id": "LTAI-other", "region_id": ""}
    profiles(empty_home, PROFILE, other, current="other")
    with pytest.raises(InvalidRegion, match="ALIBABA_CLOUD_REGION_ID"):
        look(name="aliyun:other")
    assert key_of(look(REGION)) == "LTAI-other"
    assert key_of(look({**REGION, "ALIBABA_CLOUD_PROFILE": "default"})) == "LTAI-aliyun"
    assert key_of(look(name="aliyun:default")) == "LTAI-aliyun"


BROKEN = [
    ({**PROFILE, "mode": "RamRoleArn"}, "RamRoleArn"),
    ({**PROFILE, "mode": "CloudSSO"}, "AK and StsToken"),
    ({**PROFILE, "mode": "StsToken"}, "no sts_token"),
    ({**PROFILE, "access_key_secret": ""}, "no AccessKey secret"),
    ({**PROFILE, "access_key_id": ""}, "no AccessKey ID"),
    ({**PROFILE, "access_key_secret": "very secret"}, "invalid character"),
    ({**PROFILE, "region_id": "Nowhere!"}, "not a region id"),
    ({**PROFILE, "name": "other"}, "no profile 'default'"),
]


@pytest.mark.parametrize(("profile", "words"), BROKEN)
def test_a_profile_that_cannot_be_used_is_an_error_that_says_why(
    empty_home: Path, profile: dict[str, Any], words: str
) -> None:
    profiles(empty_home, profile)
    bcs(empty_home)
    with pytest.raises(ProfileError) as refused:
        look()
    assert words in str(refused.value)
    for remedy in ("bcw profiles use", "--profile sandbox", "ALIBABA_CLOUD_IGNORE_PROFILE=TRUE"):
        assert remedy in str(refused.value)
    assert "very" not in str(refused.value)
    assert look(name="sandbox").profile is None
    for name in ("bcs", "environment"):
        assert look({**KEY, **REGION}, name=name).name == name
    assert key_of(look({"ALIBABA_CLOUD_IGNORE_PROFILE": "TRUE"})) == "LTAI-bcs"
    [problem] = [place.problem for place in candidates(ProfileQuery({})) if place.problem is not None]
    assert words in str(problem)
    if profile["name"] == "default":
        with pytest.raises(ProfileError) as caught:
            look(name="aliyun:default")
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        ("[]", "no list of profiles"),
        ('{"profiles": {}}', "no list of profiles"),
        ('{"profiles": [1]}', "no list of profiles"),
        ('{"profiles": [{}]}', "no profile 'default'"),
    ],
)
def test_a_file_of_profiles_that_is_none(empty_home: Path, content: str | bytes, words: str) -> None:
    write(empty_home / ".aliyun/config.json", content)
    with pytest.raises(ProfileError) as refused:
        look()
    assert words in str(refused.value)
    assert look(name="sandbox").profile is None
    assert look({"ALIBABA_CLOUD_IGNORE_PROFILE": "TRUE"}) == ResolvedProfile(None)


@pytest.mark.parametrize(
    "profile",
    [
        {**PROFILE, "access_key_id": "", "access_key_secret": ""},
        {"name": "default", "mode": 3, "access_key_id": None},
    ],
)
def test_a_profile_without_any_key_is_passed_over_unless_it_is_named(
    empty_home: Path, profile: dict[str, Any]
) -> None:
    profiles(empty_home, profile)
    found = look()
    assert found.profile is None
    [remark] = found.notes
    assert "Skipped" in remark
    assert "no access key" in remark
    with pytest.raises(ProfileError, match=r"ALICLOUD_PROFILE .*no access key"):
        look({"ALICLOUD_PROFILE": "default"})
    bcs(empty_home)
    assert key_of(look()) == "LTAI-bcs"


@pytest.mark.parametrize("content", ["", "[other]\na = b", "[common]\nregion = cn-a"])
def test_a_configuration_of_bcs_without_a_key_is_passed_over(empty_home: Path, content: str) -> None:
    bcs(empty_home, content)
    [remark] = look().notes
    assert "no access key" in remark


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("accesskeysecret = very-secret", "not a valid bcs configuration"),
        ("[common]\nvery-secret", "not a valid bcs configuration"),
        (b"\xff\xfe\xff".decode("latin-1"), "not a valid bcs configuration"),
        ("[common]\naccesskeyid = a", "no AccessKey secret"),
        ("[common]\naccesskeyid = a\naccesskeysecret = very-secret", "No region"),
    ],
)
def test_a_configuration_of_bcs_that_is_none(empty_home: Path, content: str, words: str) -> None:
    bcs(empty_home, content)
    with pytest.raises(ProfileError) as refused:
        look()
    assert words in str(refused.value)
    assert "--profile sandbox" in str(refused.value)
    assert "very-secret" not in str(refused.value)
    assert look(name="sandbox").profile is None


def test_a_percent_sign_in_a_configuration_is_only_that(empty_home: Path) -> None:
    bcs(empty_home, "[common]\nregion=cn-a\naccesskeyid=a\naccesskeysecret=s%(x)s%\n")
    target = look().profile
    assert target is not None
    assert target.credentials.access_key_secret == "s%(x)s%"


def test_bcs_without_tls_is_not_followed(empty_home: Path) -> None:
    path = bcs(empty_home)
    path.write_text(path.read_text() + "ssl = false\n")
    found = look()
    assert found.profile is not None
    assert found.profile.endpoint.startswith("https://")
    assert "ssl = false" in found.notes[0]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o600, 0o400])
def test_a_secret_that_others_can_read_is_pointed_out(
    empty_home: Path, saved: Callable[..., ProfileStore], mode: int
) -> None:
    profiles(empty_home, PROFILE, mode=mode)
    bcs(empty_home, mode=mode)
    saved("prod").credentials.chmod(mode)
    for place in candidates(ProfileQuery({})):
        words = " ".join(remark for remark in place.notes)
        assert ("chmod 600" in words) is bool(mode & 0o044), place.name


def test_a_folder_in_the_place_of_a_file(empty_home: Path) -> None:
    (empty_home / ".aliyun/config.json").mkdir(parents=True)
    with pytest.raises(ProfileError, match="cannot read"):
        look()


def test_targets_of_ours_that_cannot_be_read_are_not_passed_over(empty_home: Path) -> None:
    profiles(empty_home, PROFILE)
    path = locations.profiles_file()
    write(path, "{")
    with pytest.raises(UnknownProfile, match="--profile sandbox"):
        look()
    assert look(name="sandbox").profile is None
    assert key_of(look(name="aliyun:default")) == "LTAI-aliyun"
    with pytest.raises(UnknownProfile, match=r"targets\.json"):
        look(name="prod")
    assert [place.name for place in candidates(ProfileQuery({}))] == ["", "aliyun:default"]


def test_an_unknown_name_says_which_there_are(empty_home: Path, saved: Callable[..., ProfileStore]) -> None:
    profiles(empty_home, PROFILE)
    saved("prod")
    with pytest.raises(UnknownProfile, match="sandbox, prod, aliyun:default"):
        look(name="prodd")


def test_nothing_shows_a_secret(empty_home: Path, saved: Callable[..., ProfileStore]) -> None:
    profiles(empty_home, {**PROFILE, "mode": "StsToken", "sts_token": "very-secret-token"})
    bcs(empty_home)
    saved("prod")
    found: list[Candidate] = [*candidates(ProfileQuery({**KEY, **REGION}))]
    shown = f"{found!r} {[str(each) for each in found]}"
    assert "very-secret" not in shown
    assert "secret-of" not in shown
