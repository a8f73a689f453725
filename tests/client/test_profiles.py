"""Where a profile is found, in which order, and why one cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.accounts import ALIYUN_PROFILE, KEY_SECRET, save, save_aliyun

from wizard.client.errors import ProfileError
from wizard.client.profiles import ProfileQuery, ResolvedProfile, find_profile, iter_candidates
from wizard.storage import locations

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI4exampleKeyId99", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "very-secret"}
REGION = {"ALIBABA_CLOUD_REGION_ID": "cn-shanghai"}
STS = {"ALIBABA_CLOUD_SECURITY_TOKEN": "very-secret-token"}
IGNORED = {"ALIBABA_CLOUD_IGNORE_PROFILE": "TRUE"}
VARIABLES = ("ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE")
LOCAL = "http://127.0.0.1:8080"
ALIYUN, BCS = ".aliyun/config.json", ".batchcompute/cliconfig"
KEY_OF_BCS = "[common]\nregion = cn-qingdao\naccesskeyid = LTAI-bcs\naccesskeysecret = very-secret-bcs\n"


def find(environ: dict[str, str] | None = None, **query: Any) -> ResolvedProfile:
    return find_profile(ProfileQuery(environ or {}, **query))


def profile_of(environ: dict[str, str] | None = None, **query: Any) -> Any:
    return find(environ, **query).profile


def place_of(environ: dict[str, str] | None = None, **query: Any) -> tuple[Any, Any]:
    profile = profile_of(environ, **query)
    return profile.endpoint, profile.region


def key_of(environ: dict[str, str] | None = None, **query: Any) -> Any:
    return profile_of(environ, **query).credentials.access_key_id


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(0o600)
    return path


def bcs(content: str = KEY_OF_BCS) -> Path:
    return write(Path.home() / BCS, content)


def test_the_order_of_the_sources() -> None:
    for environ in ({}, REGION, dict.fromkeys(KEY, ""), dict.fromkeys(KEY, "  ")):
        assert find(environ) == ResolvedProfile(None)
    bcs()
    assert (key_of(), find().name) == ("LTAI-bcs", "bcs")
    save_aliyun({})
    assert (key_of(), find().name) == ("LTAI-aliyun", "aliyun:default")
    save("prod")
    assert (key_of(), find().name) == ("LTAI-prod", "prod")
    environ = {**KEY, **REGION}
    assert (key_of(environ), find(environ).name) == ("LTAI4exampleKeyId99", "environment")
    names = {"prod": "LTAI-prod", "aliyun:default": "LTAI-aliyun", "aliyun": "LTAI-aliyun", "bcs": "LTAI-bcs"}
    for name, key in names.items():
        assert key_of(environ, name=name) == key
    assert find(environ, name="sandbox").profile is None
    sources = {each.name: each.source for each in iter_candidates(ProfileQuery(environ))}
    assert list(sources) == ["environment", "prod", "aliyun:default", "bcs"]
    assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in sources["environment"]
    assert "targets.json" in sources["prod"]
    assert "aliyun profile default (~/.aliyun/config.json)" in sources["aliyun:default"]
    assert "~/.batchcompute/cliconfig" in sources["bcs"]


def test_the_environment() -> None:
    profile = profile_of({**KEY, **REGION, **STS})
    assert profile.endpoint == "https://batchcompute.cn-shanghai.aliyuncs.com"
    assert (profile.region, profile.is_sandbox) == ("cn-shanghai", False)
    assert profile.credentials.access_key_secret == "very-secret"
    assert profile.credentials.security_token == "very-secret-token"
    assert profile.title == "LTAI…Id99 · cn-shanghai · batchcompute.cn-shanghai.aliyuncs.com"
    assert "deprecated" in profile.notice
    assert profile_of({**KEY, **REGION}, region="us-west-1").region == "us-west-1"
    assert profile_of(KEY, endpoint="https://batchcompute-vpc.cn-beijing.aliyuncs.com").region == "cn-beijing"
    blanks = {name: f" {value}\n" for name, value in {**KEY, **REGION}.items()}
    assert key_of(blanks) == "LTAI4exampleKeyId99"
    with pytest.raises(ProfileError, match=r"ALIBABA_CLOUD_REGION_ID.*--region"):
        find(KEY)


def test_half_a_key_pair_is_an_error() -> None:
    key_id, secret = KEY
    for variables, missing in (({key_id: "id"}, secret), ({secret: "very-secret"}, key_id), (STS, key_id)):
        for endpoint in (None, "http://127.0.0.1:1"):
            with pytest.raises(ProfileError, match=f"{missing} is not") as caught:
                find({**variables, **REGION}, endpoint=endpoint)
            assert "very-secret" not in str(caught.value)


def test_local_services() -> None:
    for endpoint in (LOCAL, "127.0.0.1:8080", "http://localhost:1/", "[::1]:9"):
        profile = profile_of(endpoint=endpoint)
        assert (profile.is_sandbox, profile.title, profile.notice) == (True, "sandbox (local, free)", "")
        assert profile.credentials.access_key_id == profile.credentials.access_key_secret == "sandbox"
    assert profile_of({**KEY, **REGION}, name="sandbox", endpoint=LOCAL).is_sandbox
    profile = profile_of(KEY, endpoint=LOCAL)  # a key from the environment is used, and billed
    assert (profile.is_sandbox, profile.region) == (False, None)
    assert profile.credentials.access_key_secret == "very-secret"
    with pytest.raises(ProfileError, match="ALIBABA_CLOUD_ACCESS_KEY_ID"):
        find(endpoint="https://batchcompute.cn-hangzhou.aliyuncs.com")
    save_aliyun({})
    save("prod")
    assert key_of(endpoint=LOCAL) == "sandbox", "a key that happens to be there is not sent to it"
    assert key_of(endpoint=LOCAL, name="prod") == key_of(endpoint="https://example.com") == "LTAI-prod"


def test_the_endpoint_of_the_environment() -> None:
    def at(address: str, **query: Any) -> tuple[str, str | None]:
        return place_of({"BATCHCOMPUTE_ENDPOINT": address}, **query)

    shanghai = "https://batchcompute-vpc.cn-shanghai.aliyuncs.com"
    assert at(LOCAL) == (LOCAL, None)
    assert key_of({"BATCHCOMPUTE_ENDPOINT": LOCAL}) == "sandbox"
    with pytest.raises(ProfileError, match="cn-shanghai"):
        find({"BATCHCOMPUTE_ENDPOINT": shanghai})
    save("prod")
    assert at(shanghai) == (shanghai, "cn-shanghai")
    assert key_of({"BATCHCOMPUTE_ENDPOINT": shanghai}) == "LTAI-prod"
    assert at(shanghai, region="us-west-1") == (shanghai.replace("cn-shanghai", "us-west-1"), "us-west-1")
    assert at(shanghai, endpoint="https://example.com")[0] == "https://example.com"
    assert find({"BATCHCOMPUTE_ENDPOINT": shanghai}, name="sandbox").profile is None
    for bad in ("http://example.com", "nowhere at all", "https://me:very-secret@example.com"):
        with pytest.raises(ProfileError, match="BATCHCOMPUTE_ENDPOINT") as caught:
            find({"BATCHCOMPUTE_ENDPOINT": bad})
        assert "very-secret" not in str(caught.value)


def test_the_selected_profile() -> None:
    save_aliyun({})
    file = save("prod")
    save("test", key="LTAI-test")
    assert key_of() == "LTAI-prod"  # the first one that was added
    for chosen, key in {"test": "LTAI-test", "aliyun:default": "LTAI-aliyun"}.items():
        file.choose(chosen)
        assert key_of() == key
        assert find().is_selected is False
    file.choose("sandbox")
    assert find() == ResolvedProfile(None, is_selected=True)
    file.choose("gone")
    with pytest.raises(ProfileError, match="bcw profiles use"):
        find()
    file.choose(None)
    with pytest.raises(ProfileError, match="prod, test"):
        find()
    with pytest.raises(ProfileError, match="sandbox, prod, test, aliyun:default"):
        find(name="prodd")


def test_region_and_endpoint_that_are_given() -> None:
    save("prod", "https://batchcompute-vpc.cn-beijing.aliyuncs.com")
    save("own", "https://example.com:8443")
    vpc, public = "https://batchcompute-vpc.{}.aliyuncs.com", "https://batchcompute.eu-central-1.aliyuncs.com"
    assert place_of(REGION, name="prod") == (vpc.format("cn-beijing"), "cn-beijing")
    for region in ("us-west-1", "a-new-region-9"):
        assert place_of(REGION, name="prod", region=region) == (vpc.format(region), region)
    assert place_of(REGION, name="own", region="us-west-1") == ("https://example.com:8443", "us-west-1")
    assert place_of(REGION, name="prod", endpoint=public) == (public, "eu-central-1")


def test_a_secret_is_read_when_it_is_needed() -> None:
    file = save("prod")
    profile = profile_of()
    assert profile.credentials.access_key_secret == ""
    assert profile.unlock().credentials.access_key_secret == KEY_SECRET
    file.delete_secret("prod")
    with pytest.raises(ProfileError, match="bcw profiles add prod --replace"):
        profile.unlock()
    file.credentials.write_text("{")
    with pytest.raises(ProfileError, match=r"credentials\.json"):
        profile.unlock()


def test_a_file_of_profiles_that_cannot_be_read_is_not_skipped() -> None:
    save_aliyun({})
    write(locations.profiles_file(), "{")
    assert key_of(name="aliyun:default") == "LTAI-aliyun"
    with pytest.raises(ProfileError, match=r"targets\.json(?s:.*)--profile sandbox"):
        find(name="prod")
    assert [each.name for each in iter_candidates(ProfileQuery({}))] == ["", "aliyun:default"]


def test_the_current_profile_of_aliyun() -> None:
    other = {"name": "other", "access_key_id": "LTAI-other", "region_id": ""}
    save_aliyun(other, {})
    with pytest.raises(ProfileError, match="ALIBABA_CLOUD_REGION_ID"):
        find(name="aliyun:other")
    assert key_of(REGION) == "LTAI-other"
    assert key_of(name="aliyun:default") == "LTAI-aliyun"
    save_aliyun({}, other)
    for first, name in enumerate(VARIABLES):  # the first one that is set and not blank
        environ = {each: " " for each in VARIABLES[:first]} | {each: "nosuch" for each in VARIABLES[first:]}
        assert key_of({**REGION, **environ, name: "other"}) == "LTAI-other"
    save("prod")
    for environ, name in (({}, "prod"), ({**KEY, **REGION}, "environment")):
        found = find({**environ, "ALIBABA_CLOUD_PROFILE": "default"})
        [note] = found.notes
        assert found.name == name
        assert "ALIBABA_CLOUD_PROFILE" in note and name in note


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_selected_profile_that_is_missing(variable: str) -> None:
    selected = {variable: "nosuch"}
    for prepare in (
        lambda: None,
        lambda: write(Path.home() / ALIYUN, '{"profiles": []}'),
        lambda: save_aliyun({}),
        bcs,
        lambda: save("prod"),
    ):
        prepare()
        with pytest.raises(ProfileError, match=rf"{variable} (?s:.*)aliyun.*--profile sandbox"):
            find(selected)
    assert key_of(selected, name="prod") == "LTAI-prod"
    assert key_of({**selected, "ALIBABA_CLOUD_IGNORE_PROFILE": "true"}) == "LTAI-prod"


def test_ignored_profiles_cannot_be_named() -> None:
    save_aliyun({})
    assert [*iter_candidates(ProfileQuery(IGNORED))] == []
    for name in ("aliyun", "aliyun:default"):
        with pytest.raises(ProfileError, match="ALIBABA_CLOUD_IGNORE_PROFILE"):
            find(IGNORED, name=name)
    assert key_of({"ALIBABA_CLOUD_IGNORE_PROFILE": "FALSE"}) == "LTAI-aliyun"


def test_temporary_keys_and_modes_in_any_case() -> None:
    for mode in ("AK", "ak", "Ak", "", "StsToken", "ststoken", "STSTOKEN"):
        save_aliyun({"mode": mode, "sts_token": "very-secret-token"})
        token = None if mode.lower() == "ak" else "very-secret-token"
        assert profile_of().credentials.security_token == token


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        *(
            (ALIYUN, json.dumps({"current": "default", "profiles": [{**ALIYUN_PROFILE, **changes}]}), words)
            for changes, words in (
                ({"mode": "RamRoleArn"}, "RamRoleArn"),
                ({"mode": "CloudSSO"}, "AK and StsToken"),
                ({"mode": "StsToken"}, "no sts_token"),
                ({"access_key_secret": ""}, "no AccessKey secret"),
                ({"access_key_id": ""}, "no AccessKey ID"),
                ({"access_key_secret": "very secret"}, "invalid character"),
                ({"region_id": "Nowhere!"}, "not a region ID"),
                ({"name": "other"}, "no profile 'default'"),
            )
        ),
        *((ALIYUN, text, "not valid JSON") for text in ("", "{", "[" * 100_000, b"\xff\xfe")),
        *((ALIYUN, text, "no list of profiles") for text in ("[]", '{"profiles": {}}', '{"profiles": [1]}')),
        (ALIYUN, '{"profiles": [{}]}', "no profile 'default'"),
        (ALIYUN, None, "cannot read"),
        *(
            (BCS, content, "not a valid bcs configuration")
            for content in ("accesskeysecret = very-secret", "[common]\nvery-secret", b"\xff\xfe\xff")
        ),
        (BCS, "[common]\naccesskeyid = a", "no AccessKey secret"),
        (BCS, "[common]\naccesskeyid = a\naccesskeysecret = very-secret", "No region"),
    ],
)
def test_an_unusable_configuration_is_an_error(file: str, content: str | bytes | None, words: str) -> None:
    if content is None:
        (Path.home() / file).mkdir(parents=True)
    else:
        write(Path.home() / file, content)
    with pytest.raises(ProfileError) as caught:
        find()
    assert words in str(caught.value) and "--profile sandbox" in str(caught.value)
    assert "very" not in str(caught.value)
    [problem] = [each.problem for each in iter_candidates(ProfileQuery({})) if each.problem is not None]
    assert words in str(problem)
    assert find(name="sandbox").profile is None
    assert find({**KEY, **REGION}, name="environment").name == "environment"
    if file == ALIYUN:
        for text in ("bcw profiles use", "ALIBABA_CLOUD_IGNORE_PROFILE=TRUE"):
            assert text in str(caught.value)
        assert find(IGNORED) == ResolvedProfile(None)
        bcs()
        assert find(name="bcs").name == "bcs"
        assert key_of(IGNORED) == "LTAI-bcs"


def test_a_profile_without_any_key_is_skipped_unless_it_is_selected() -> None:
    for nothing in ("", None, 3):
        save_aliyun({"mode": nothing, "access_key_id": nothing, "access_key_secret": nothing})
        assert find().profile is None
        [note] = find().notes
        assert "Skipped" in note and "no AccessKey" in note
        with pytest.raises(ProfileError, match=r"ALICLOUD_PROFILE .*no AccessKey"):
            find({"ALICLOUD_PROFILE": "default"})
    bcs()
    assert key_of() == "LTAI-bcs"


def test_a_configuration_of_bcs_that_holds_no_key_or_special_characters() -> None:
    for content in ("", "[other]\na = b", "[common]\nregion = cn-a"):
        bcs(content)
        [note] = find().notes
        assert "no AccessKey" in note
    bcs(KEY_OF_BCS.replace("very-secret-bcs", "s%(x)s%") + "ssl = false\n")
    assert profile_of().credentials.access_key_secret == "s%(x)s%"
    assert profile_of().endpoint.startswith("https://")
    assert "ssl = false" in find().notes[0]


def test_a_secret_that_others_can_read_is_reported() -> None:
    store = save("prod")
    for mode in (0o644, 0o640, 0o604, 0o600, 0o400):
        for file in (store.credentials, save_aliyun({}), bcs()):
            file.chmod(mode)
        for each in iter_candidates(ProfileQuery({})):
            assert ("chmod 600" in " ".join(each.notes)) is bool(mode & 0o044), each.name


def test_representations_show_no_secret() -> None:
    save_aliyun({"mode": "StsToken", "sts_token": "very-secret-token"})
    bcs()
    save("prod")
    query = ProfileQuery({**KEY, **REGION, **STS})
    profile = profile_of({**KEY, **REGION, **STS})
    for value in (query, profile, profile.credentials, *iter_candidates(query)):
        shown = f"{value!r} {value} {[value]}"
        assert "very-secret" not in shown
