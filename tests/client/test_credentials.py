"""Endpoints, access keys, signatures, and where secrets are stored; messages show no secret."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from wizard.client import signing
from wizard.client.credentials import Credentials, Profile
from wizard.client.endpoints import find_region, get_public_endpoint, parse_endpoint
from wizard.client.errors import ProfileError
from wizard.client.secret_store import SecretStore
from wizard.models.profile import SavedProfile, Secret
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore


def test_an_endpoint_is_normalized() -> None:
    for same in ("https://example.com:8443", "http://127.0.0.1:80", "http://127.9.9.9", "http://[::1]:8080"):
        assert parse_endpoint(same).url == parse_endpoint(f" {same}/ ").url == same
    for given, url in {
        "https://Example.COM": "https://example.com",
        "example.com": "https://example.com",
        "localhost:8080": "http://localhost:8080",
        "https://localhost": "https://localhost",
    }.items():
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


INVALID = [
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
    *("https://me:password@example.com", "http://me:password@127.0.0.1:80", "https://me:password@x:x"),
]


@pytest.mark.parametrize("given", INVALID)
def test_an_invalid_endpoint_is_refused_and_its_password_not_repeated(given: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_endpoint(given.replace("password", "very-secret"))
    assert str(caught.value).isprintable() and "very-secret" not in str(caught.value)
    assert "password" in str(caught.value) or "me:" not in given


def test_an_invalid_region_never_becomes_part_of_a_host() -> None:
    for region in (
        *("", "cn", "CN-hangzhou", "cn_hangzhou", "cn-hangzhou.evil.example", "cn-hangzhou/", "-cn-a", "cn-"),
        *("a b", "cn-hangzhou#", "cn--hangzhou", "杭州-1", "cn-" + "a" * 60, "x@y-z", "cn-hangzhou\nx"),
    ):
        with pytest.raises(ProfileError):
            get_public_endpoint(region)
    for region in ("cn-hangzhou", "us-west-1", "ap-southeast-1", "cn-north-2-gov-1"):
        host = f"batchcompute.{region}.aliyuncs.com"
        assert get_public_endpoint(region) == f"https://{host}"
        assert find_region(host) == region
        assert find_region(host.replace("batchcompute", "batchcompute-vpc")) == region
        assert find_region(f"{host}.evil.example") is None


@pytest.mark.parametrize("bad", ["with space", "line\nbreak", "密钥", "tab\t", "null\x00", ""])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(bad: str) -> None:
    for parts in ((bad, "secret", "token"), ("id", bad, "token"), ("id", "secret", bad)):
        with pytest.raises(ProfileError, match="somewhere") as caught:
            Credentials(*parts, "somewhere")
        assert not bad or bad not in str(caught.value)


# -- the secrets of saved profiles

SECRET = Secret(secret="very-secret", token="very-secret-token")


class FakeKeyring(KeyringBackend):
    """A keyring in memory that can be locked, never answer, store nothing, or not encrypt."""

    def __init__(self, fault: str = "") -> None:
        super().__init__()
        self.fault, self.over = fault, threading.Event()
        self.stored: dict[tuple[str, str], str] = {}

    @property
    def priority(self) -> float:
        return 0.5 if self.fault == "plain text" else 5

    def get_password(self, service: str, username: str) -> str | None:
        if self.fault == "locked":
            raise KeyringLocked("very-secret")
        if self.fault == "silent":
            self.over.wait(60)
            raise KeyringLocked
        return self.stored.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)  # fails in the same way
        if self.fault != "forgetful":
            self.stored[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.stored[service, username]


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    """Use a keyring. A thread that it holds up finds the usual one afterwards."""
    usual = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(usual)


def saved(keep: Any) -> SavedProfile:
    return SavedProfile(name="prod", region="cn-beijing", endpoint="", access_key_id="LTAI-prod", keep=keep)


def test_a_secret_is_stored_in_the_keyring_and_in_no_file(use: Any) -> None:
    backend, file = FakeKeyring(), ProfileStore(locations.profiles_file())
    use(backend)
    store = SecretStore(file)
    keep, message = store.set("prod", SECRET)
    assert keep == "keyring" and "keyring" in message
    assert not file.credentials.exists()
    assert store.get(saved("keyring")) == SECRET
    assert store.delete(saved("keyring")) == ""
    assert backend.stored == {}
    with pytest.raises(ProfileError, match="Enter it again"):
        store.get(saved("keyring"))
    assert store.delete(saved("keyring")) == ""
    backend.stored["batchcompute-wizard", "prod"] = "not ours"
    with pytest.raises(ProfileError, match="Enter it again"):
        store.get(saved("keyring"))
    assert store.set("prod", SECRET, where="file")[0] == "file"
    assert store.get(saved("file")) == SECRET


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("locked", "KeyringLocked"),
        ("silent", "did not respond within 0.05 s"),
        ("forgetful", "does not return"),
        ("plain text", "no usable keyring"),
    ],
)
def test_an_unusable_keyring(use: Any, fault: str, words: str) -> None:
    use(backend := FakeKeyring(fault))
    store = SecretStore(ProfileStore(locations.profiles_file()), seconds=0.05)
    keep, message = store.set("prod", SECRET)
    assert keep == "file"
    assert words in message and "very-secret" not in message
    if fault in ("locked", "silent"):
        with pytest.raises(ProfileError, match="keyring") as caught:
            store.get(saved("keyring"))
        assert "very-secret" not in str(caught.value)
        assert "may still be in" in store.delete(saved("keyring"))
    backend.over.set()


# -- signatures agree with the official signers, byte by byte

VECTORS = json.loads(Path(__file__).with_name("signing_vectors.json").read_text("utf-8"))["cases"]


def wire_target(case: dict[str, Any], said: dict[str, Any]) -> str:
    """The target as sent: as the signer reported it, else with the parameters as they are."""
    query = "&".join(f"{key}={value}" for key, value in case["params"].items())
    return str(said.get("target_on_wire", case["path"] + ("?" + query if query else "")))


@pytest.mark.parametrize("case", VECTORS, ids=[case["name"] for case in VECTORS])
def test_requests_are_signed_and_verified_as_by_the_official_signers(case: dict[str, Any]) -> None:
    key, secret, sent = case["access_key_id"], case["access_key_secret"], case["headers"]
    for said in case["signers"].values():
        assert signing.format_authorization(key, secret, said["string_to_sign"]) == said["authorization"]
        texts = signing.list_signed_texts(case["method"], wire_target(case, said), sent)
        assert said["string_to_sign"] in texts
        key_id, signature = signing.parse_authorization(said["authorization"]) or ("", "")
        assert key_id == key
        assert signing.is_valid_signature(secret, signature, texts)
        assert not signing.is_valid_signature("another secret", signature, texts)
    made = signing.make_headers(
        case["method"],
        wire_target(case, {}),
        access_key_id=key,
        access_key_secret=secret,
        region=sent["x-acs-region-id"],
        security_token=sent.get("x-acs-security-token"),
        now=datetime(2015, 11, 19, 8, 0, 0, tzinfo=UTC),
        nonce=sent["x-acs-signature-nonce"],
    )
    signed = {made.pop("Authorization")}
    assert made == sent
    if case["name"] != "list_empty_marker":  # on which the signers differ
        assert signed == {said["authorization"] for said in case["signers"].values()}
