"""Endpoints, regions and access keys: what is accepted, and that messages show no secret."""

import pytest

from wizard.client.credentials import Credentials, Profile
from wizard.client.endpoints import parse_endpoint, public_endpoint, region_of_host
from wizard.client.errors import ProfileError


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
def test_an_endpoint_is_normalized(given: str, url: str) -> None:
    assert parse_endpoint(given).url == url


def test_plain_http_is_allowed_on_this_machine_only() -> None:
    for given in (
        *("http://example.com", "http://batchcompute.cn-hangzhou.aliyuncs.com", "http://10.0.0.1:8080"),
        *("http://0.0.0.0:1", "http://localhost.example.com", "http://128.0.0.1", "http://[::2]"),
        *("HTTP://EXAMPLE.COM", "http://[::]:1", "http://[::ffff:10.0.0.1]", "http://169.254.169.254"),
        "http://127.0.0.1.example.com",
    ):
        with pytest.raises(ProfileError, match="https://"):
            parse_endpoint(given)
        with pytest.raises(ProfileError, match="plain HTTP"):
            Profile("t", given, "cn-hangzhou", Credentials("a", "b"))


@pytest.mark.parametrize(
    "given",
    [
        *("", " ", "https://", "ftp://example.com", "file:///etc/passwd", "https://a b"),
        *("https://example.com/api", "https://example.com?x=1", "https://example.com#x", "https://[::1"),
        *("https://example.com:99999", "https://example.com:x", "https://exa\\mple.com", "https://-a.com"),
        *("https://例え.jp", "http://127.1", "http://0x7f.1", "https://a..b", "https://example.com:0"),
        *("http://127.0.0.1:0", "https://example.com\r\nX: y/z", "http://2130706433", "http://0"),
        *("http://0177.0.0.1", "http://127.0.0.1@example.com", "http://①②⑦.0.0.1", "https://[v1.x]"),
        *("http://127.0.0.1\\@example.com", "http://127.0.0.1#@example.com", "http://[::1]example.com"),
        *("http://[::1].example.com:80", "http://127.0.0.1%2eexample.com", "http://127。0。0。1"),
        *("http://[fe80::1%25eth0]", "http://[::1%lo]:9", 'http://[::1%""";x;"""]:9', "https://example.com?"),
        *("https://example.com#", "https://example.com:443/?", "https://exam\tple.com"),
        *("https://example.com:4\n43", "https://[example.com]"),
    ],
)
def test_an_invalid_endpoint(given: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_endpoint(given)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "address", ["https://me:{}@example.com", "http://me:{}@127.0.0.1:80", "https://me:{}@x:x"]
)
def test_an_endpoint_with_a_password_is_not_repeated(address: str) -> None:
    with pytest.raises(ProfileError, match="password") as caught:
        parse_endpoint(address.format("very-secret"))
    assert "very-secret" not in str(caught.value)


def test_an_invalid_region_never_becomes_part_of_a_host() -> None:
    for region in (
        *("", "cn", "CN-hangzhou", "cn_hangzhou", "cn-hangzhou.evil.example", "cn-hangzhou/", "-cn-a", "cn-"),
        *("a b", "cn-hangzhou#", "cn--hangzhou", "杭州-1", "cn-" + "a" * 60, "x@y-z", "cn-hangzhou\nx"),
    ):
        with pytest.raises(ProfileError):
            public_endpoint(region)


def test_the_hosts_of_a_region() -> None:
    for region in ("cn-hangzhou", "us-west-1", "ap-southeast-1", "cn-north-2-gov-1"):
        host = f"batchcompute.{region}.aliyuncs.com"
        assert public_endpoint(region) == f"https://{host}"
        assert region_of_host(host) == region
        assert region_of_host(host.replace("batchcompute", "batchcompute-vpc")) == region
        assert region_of_host(f"{host}.evil.example") is None


@pytest.mark.parametrize("bad", ["with space", "line\nbreak", "密钥", "tab\t", "null\x00", ""])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(bad: str) -> None:
    for parts in ((bad, "secret", "token"), ("id", bad, "token"), ("id", "secret", bad)):
        with pytest.raises(ProfileError, match="somewhere") as caught:
            Credentials(*parts, "somewhere")
        assert not bad or bad not in str(caught.value)
