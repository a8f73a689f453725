"""Where requests go, and as whom."""

from typing import Any

import pytest

from wizard.client.credentials import Credentials, Profile
from wizard.client.endpoints import parse_endpoint, public_endpoint, region_of_host
from wizard.client.errors import (
    InsecureEndpoint,
    InvalidCredentials,
    InvalidEndpoint,
    InvalidRegion,
    ServiceError,
    UnknownProfile,
)
from wizard.client.profiles import ProfileQuery, find_profile

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI4exampleKeyId99", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "very-secret"}
REGION = {"ALIBABA_CLOUD_REGION_ID": "cn-shanghai"}


def find_target(environ: dict[str, str], **options: Any) -> Profile | None:
    return find_profile(ProfileQuery(environ, **options)).profile


@pytest.mark.parametrize("environ", [{}, REGION, dict.fromkeys(KEY, ""), dict.fromkeys(KEY, "  ")])
def test_without_credentials_the_sandbox_is_to_be_started(environ: dict[str, str]) -> None:
    assert find_target(environ) is None


def test_the_environment_names_a_target() -> None:
    target = find_target({**KEY, **REGION, "ALIBABA_CLOUD_SECURITY_TOKEN": "sts-token"})
    assert target is not None
    assert target.endpoint == "https://batchcompute.cn-shanghai.aliyuncs.com"
    assert (target.region, target.is_sandbox) == ("cn-shanghai", False)
    assert target.credentials.access_key_secret == "very-secret"
    assert target.credentials.security_token == "sts-token"
    assert "environment" in target.credentials.source
    assert target.title == "LTAI…Id99 · cn-shanghai · batchcompute.cn-shanghai.aliyuncs.com"
    assert "deprecated" in target.notice


def test_a_region_that_is_given_stands_over_that_of_the_environment() -> None:
    target = find_target({**KEY, **REGION}, region="us-west-1")
    assert target is not None
    assert target.endpoint == "https://batchcompute.us-west-1.aliyuncs.com"


def test_blanks_around_a_variable_do_not_count() -> None:
    target = find_target({name: f" {value}\n" for name, value in {**KEY, **REGION}.items()})
    assert target is not None
    assert target.credentials.access_key_id == "LTAI4exampleKeyId99"


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({"ALIBABA_CLOUD_ACCESS_KEY_ID": "id"}, "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
        ({"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "very-secret"}, "ALIBABA_CLOUD_ACCESS_KEY_ID"),
        ({"ALIBABA_CLOUD_SECURITY_TOKEN": "sts-token"}, "ALIBABA_CLOUD_ACCESS_KEY_ID"),
    ],
)
@pytest.mark.parametrize("endpoint", [None, "http://127.0.0.1:1"])
def test_half_a_key_pair_is_an_error_that_names_the_other_half(
    variables: dict[str, str], missing: str, endpoint: str | None
) -> None:
    with pytest.raises(InvalidCredentials) as caught:
        find_target({**variables, **REGION}, endpoint=endpoint)
    assert f"{missing} is not" in str(caught.value)
    assert "very-secret" not in str(caught.value)
    assert "sts-token" not in str(caught.value)


def test_a_real_target_without_a_region_says_how_to_name_one() -> None:
    with pytest.raises(InvalidRegion) as caught:
        find_target(KEY)
    assert "ALIBABA_CLOUD_REGION_ID" in str(caught.value)
    assert "--region" in str(caught.value)


@pytest.mark.parametrize(
    "region",
    ["", "cn", "CN-hangzhou", "cn_hangzhou", "cn-hangzhou.evil.example", "cn-hangzhou/", "-cn-a", "cn-",
     "a b", "cn-hangzhou#", "cn--hangzhou", "杭州-1", "cn-" + "a" * 60, "x@y-z", "cn-hangzhou\nx"],
)  # fmt: skip
def test_what_is_no_region_never_becomes_part_of_a_host(region: str) -> None:
    with pytest.raises(InvalidRegion):
        public_endpoint(region)


@pytest.mark.parametrize("region", ["cn-hangzhou", "us-west-1", "ap-southeast-1", "cn-north-2-gov-1"])
def test_a_region_has_its_public_host(region: str) -> None:
    assert public_endpoint(region) == f"https://batchcompute.{region}.aliyuncs.com"
    assert region_of_host(f"batchcompute.{region}.aliyuncs.com") == region
    assert region_of_host(f"batchcompute-vpc.{region}.aliyuncs.com") == region
    assert region_of_host(f"batchcompute.{region}.aliyuncs.com.evil.example") is None


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:8080", "127.0.0.1:8080", "http://localhost:1/", "[::1]:9"]
)
def test_a_loopback_endpoint_without_credentials_is_the_sandbox(endpoint: str) -> None:
    target = find_target({}, endpoint=endpoint)
    assert target is not None
    assert target.is_sandbox
    assert (target.credentials.access_key_id, target.credentials.access_key_secret) == ("sandbox", "sandbox")
    assert target.title == "sandbox"
    assert target.notice == ""


def test_a_loopback_endpoint_with_credentials_is_asked_with_them() -> None:
    target = find_target(KEY, endpoint="http://127.0.0.1:8080")
    assert target is not None
    assert not target.is_sandbox
    assert target.credentials.access_key_secret == "very-secret"
    assert target.region is None


def test_an_official_endpoint_names_its_region() -> None:
    target = find_target(KEY, endpoint="https://batchcompute-vpc.cn-beijing.aliyuncs.com")
    assert target is not None
    assert target.region == "cn-beijing"


def test_another_endpoint_without_credentials_asks_for_them() -> None:
    with pytest.raises(InvalidCredentials, match="ALIBABA_CLOUD_ACCESS_KEY_ID"):
        find_target({}, endpoint="https://batchcompute.cn-hangzhou.aliyuncs.com")


def test_the_sandbox_can_be_asked_for_by_name() -> None:
    assert find_target({**KEY, **REGION}, name="sandbox") is None
    target = find_target({**KEY, **REGION}, name="sandbox", endpoint="http://127.0.0.1:8080")
    assert target is not None
    assert target.is_sandbox


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UnknownProfile, match="prod"):
        find_target({**KEY, **REGION}, name="prod")


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://Example.COM", "https://example.com"),
        ("https://example.com:8443/", "https://example.com:8443"),
        ("example.com", "https://example.com"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("localhost:8080", "http://localhost:8080"),
        ("https://localhost", "https://localhost"),
        (" https://10.0.0.1 ", "https://10.0.0.1"),
    ],
)
def test_an_endpoint_is_brought_into_one_form(given: str, url: str) -> None:
    assert parse_endpoint(given).url == url


@pytest.mark.parametrize(
    "given",
    ["http://example.com", "http://batchcompute.cn-hangzhou.aliyuncs.com", "http://10.0.0.1:8080", "http://0.0.0.0:1",
     "http://localhost.example.com", "http://128.0.0.1", "http://[::2]", "HTTP://EXAMPLE.COM", "http://[::]:1",
     "http://[::ffff:10.0.0.1]", "http://169.254.169.254", "http://127.0.0.1.example.com"],
)  # fmt: skip
def test_plain_http_goes_to_this_machine_only(given: str) -> None:
    with pytest.raises(InsecureEndpoint, match="https://"):
        parse_endpoint(given)
    with pytest.raises(InsecureEndpoint):
        Profile("t", given, "cn-hangzhou", Credentials("a", "b"))


@pytest.mark.parametrize(
    "given",
    ["", " ", "https://", "ftp://example.com", "file:///etc/passwd", "https://a b", "https://example.com/api",
     "https://example.com?x=1", "https://example.com#x", "https://example.com:99999", "https://example.com:x",
     "https://[::1", "https://exa\\mple.com", "https://-a.com", "https://例え.jp", "http://127.1", "http://0x7f.1",
     "https://a..b", "https://example.com:0", "http://127.0.0.1:0", "https://example.com\r\nX: y/z",
     "http://2130706433", "http://0", "http://0177.0.0.1", "http://127.0.0.1@example.com", "http://①②⑦.0.0.1",
     "http://127.0.0.1\\@example.com", "http://127.0.0.1#@example.com", "http://[::1]example.com",
     "http://[::1].example.com:80", "http://127.0.0.1%2eexample.com", "http://127。0。0。1",
     "http://[fe80::1%25eth0]", "http://[::1%lo]:9", 'http://[::1%""";x;"""]:9', "https://example.com?",
     "https://example.com#", "https://example.com:443/?", "https://exam\tple.com", "https://example.com:4\n43",
     "https://[v1.x]", "https://[example.com]"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(given: str) -> None:
    with pytest.raises(InvalidEndpoint) as caught:
        parse_endpoint(given)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("given", ["https://me:very-secret@example.com", "http://me:very-secret@127.0.0.1:8080",
                                   "https://me:very-secret@example.com:x"])  # fmt: skip
def test_an_address_with_a_password_is_not_repeated(given: str) -> None:
    with pytest.raises(InvalidEndpoint) as caught:
        parse_endpoint(given)
    assert "very-secret" not in str(caught.value)
    assert "password" in str(caught.value)


def shown(value: Any) -> str:
    """Every way in which a value shows itself."""
    return f"{value!r} {value} {[value]}"


def test_no_representation_shows_a_secret() -> None:
    target = find_target({**KEY, **REGION, "ALIBABA_CLOUD_SECURITY_TOKEN": "sts-token"})
    assert target is not None
    wanted = ProfileQuery({**KEY})
    for value in (target, target.credentials, wanted):
        assert "very-secret" not in shown(value)
        assert "sts-token" not in shown(value)


@pytest.mark.parametrize("bad", ["with space", "line\nbreak", "密钥", "tab\t", "null\x00", ""])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_key_that_no_header_can_carry_is_refused_without_repeating_it(bad: str, place: int) -> None:
    parts: list[str] = ["id", "secret", "token"]
    parts[place] = bad
    with pytest.raises(ServiceError) as caught:
        Credentials(parts[0], parts[1], parts[2], "somewhere")
    assert not bad or bad not in str(caught.value)
    assert "somewhere" in str(caught.value)
