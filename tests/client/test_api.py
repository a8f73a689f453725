"""The client over real HTTP against servers that misbehave."""

import gzip
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wizard.client import errors, signing
from wizard.client.api import Client
from wizard.client.credentials import Profile, make_sandbox_profile
from wizard.client.sending import Sender, Unconfirmed
from wizard.client.submission import prepare
from wizard.storage import locations
from wizard.storage.journal import Journal

from .conftest import CREATED, REAL, SELF_SIGNED, Endless

Serve = Callable[..., Any]
BODY = '{\n  "Name": "x",\n  "Description": "说明"\n}'.encode()


def client_of(server: Any, **limits: float) -> Client:
    return Client(make_sandbox_profile(server.url), **limits)


def real_profile(server: Any) -> Profile:
    return replace(REAL, endpoint=server.url)


def test_the_headers_and_body_of_a_create(serve: Serve) -> None:
    server = serve(CREATED)
    answer = Client(real_profile(server)).create_cluster(BODY, "tok_1")
    assert (answer.status, answer.content, answer.request_id) == (201, {"Id": "cls-1"}, "R-1")
    [seen] = server.seen
    assert (seen.method, seen.target, seen.body) == ("POST", "/clusters?IdempotentToken=tok_1", BODY)
    names = ("x-acs-access-key-id", "x-acs-region-id", "x-acs-security-token")
    assert [seen.headers[name] for name in names] == ["LTAIexample", "cn-hangzhou", "sts-token/+="]
    assert not {"content-md5", "cookie"} & set(seen.headers)
    assert "very-secret" not in str(seen.headers)
    assert has_valid_signature(seen, "very-secret")


def has_valid_signature(seen: Any, secret: str = "sandbox") -> bool:
    """Whether a request as it arrived has the right signature and the current date."""
    parsed = signing.parse_authorization(seen.headers["authorization"])
    date = signing.parse_date(seen.headers["date"])
    assert abs(datetime.now(UTC) - date) < signing.MAX_SKEW
    texts = signing.list_signed_texts(seen.method, seen.target, seen.headers)
    return signing.is_valid_signature(secret, parsed[1], texts[:1])


def test_a_list_is_fetched_page_by_page(serve: Serve) -> None:
    server = serve(
        {"json": {"Items": [{"Id": "a"}, {"Id": "b"}], "NextMarker": "b"}},
        {"json": {"Items": [], "NextMarker": "c"}},
        {"json": {"Items": [{"Id": "d"}], "NextMarker": ""}},
    )
    assert [item["Id"] for item in client_of(server).iter_clusters()] == ["a", "b", "d"]
    assert [seen.target for seen in server.seen] == [
        "/clusters?MaxItemCount=100",
        "/clusters?Marker=b&MaxItemCount=100",
        "/clusters?Marker=c&MaxItemCount=100",
    ]
    server = serve({"json": {"Items": [{"Id": "a"}], "NextMarker": "a"}})
    with pytest.raises(errors.NoResponse, match="never ends"):
        list(client_of(server).iter_clusters())
    assert len(server.seen) == 2


def test_ids_are_encoded_and_invalid_ones_never_sent(serve: Serve) -> None:
    server = serve(CREATED)
    for value in ("", ".", "..", "\ud800"):
        with pytest.raises(errors.InvalidArgument):
            client_of(server).delete_cluster(value)
    assert server.seen == []
    client_of(server).get_cluster("a group/ä")
    [seen] = server.seen
    assert (seen.method, seen.target) == ("GET", "/clusters/a%20group%2F%C3%A4")
    assert has_valid_signature(seen)


def test_unreachable_vpc(closed_port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", closed_port)  # nothing leaves this machine
    hints = {"batchcompute-vpc": "only inside a VPC of its region", "batchcompute": "the region"}
    for place, hint in hints.items():
        endpoint = f"https://{place}.cn-beijing.aliyuncs.com"
        with pytest.raises(errors.Unreachable, match=hint) as caught:
            Client(Profile("prod", endpoint, "cn-beijing", REAL.credentials)).get_quotas()
        assert ("public endpoint" in str(caught.value)) == (place == "batchcompute-vpc")


def test_neither_netrc_nor_proxy(serve: Serve, empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_home / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    (empty_home / ".netrc").chmod(0o600)
    proxy, server = serve(CREATED), serve({"json": {"a": 1}})
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv(name.lower(), proxy.url)
    client_of(server).get_quotas()
    assert proxy.seen == []
    assert server.seen[0].headers["authorization"].startswith("acs sandbox:")
    assert has_valid_signature(server.seen[0])


def test_the_proxy_of_the_environment_is_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve({"status": 502, "body": b""})
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    with pytest.raises(errors.Unreachable, match="proxy"):
        Client(REAL).get_quotas()
    (seen,) = proxy.seen
    assert (seen.method, seen.target) == ("CONNECT", "batchcompute.cn-hangzhou.aliyuncs.com:443")
    assert "authorization" not in seen.headers


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("http://", ""),
        ("nonsense://me:very-secret@x", ""),
        ("http://me:very-secret@\udcd6\udcd0:1", ""),
        ("http://x:port", ""),
        ("socks5://me:very-secret@127.0.0.1:1", "PySocks"),
        ("socks5h://127.0.0.1:1", "PySocks"),
    ],
)
def test_an_unusable_proxy(monkeypatch: pytest.MonkeyPatch, variable: str, proxy: str, words: str) -> None:
    monkeypatch.setenv(variable, proxy)
    with pytest.raises(errors.PermanentFailure, match=variable) as caught:
        Client(REAL).get_quotas()
    assert not caught.value.maybe_done
    assert words in str(caught.value) and "very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("SignatureDoesNotMatch", "signed: x-acs-security-token:sts-token/+=\nvery-secret"),
        ("Invalid.oss-secret", "Mounts.OSS.AccessKeySecret oss-secret is not valid"),
    ],
)
def test_no_secret_is_in_a_traceback(serve: Serve, code: str, message: str) -> None:
    server = serve({"status": 400, "json": {"Code": code, "Message": message}})
    with pytest.raises(errors.Refused) as caught:
        Client(real_profile(server)).create_cluster(b'{"x": "oss-secret"}', "t", secrets=("oss-secret",))
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    # A traceback holds the source line of the call above.
    shown = shown.replace("""b'{"x": "oss-secret"}', "t", secrets=("oss-secret",)""", "")
    for secret in ("very-secret", "sts-token", "oss-secret"):
        assert secret not in shown


CERTIFICATES = Path(__file__).with_name("certificates")
"""The tests' own. `authority.pem` vouches for all but the self-signed one: `trusted.pem` is for this machine
until 2120, `expired.pem` for this machine until 2021, `wrong_host.pem` for another host."""


def test_nothing_is_sent_with_an_invalid_certificate(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "authority.pem"))
    server = serve(CREATED, tls=CERTIFICATES / "trusted.pem")
    assert Client(real_profile(server)).create_cluster(b"{}", "t").content == {"Id": "cls-1"}
    for certificate, words in (
        (CERTIFICATES / "expired.pem", "it has expired"),
        (CERTIFICATES / "wrong_host.pem", "another host"),
        (True, "self-signed"),
    ):
        server = serve(CREATED, tls=certificate)
        with pytest.raises(errors.PermanentFailure, match="Nothing was sent") as caught:
            Client(real_profile(server)).get_quotas()
        assert words in str(caught.value)
        submission = prepare({"Name": "a"}, real_profile(server), {})
        outcome = Sender(submission, Client(submission.profile), Journal(locations.journal_folder())).submit()
        assert isinstance(outcome, Unconfirmed)
        assert (outcome.is_sent, outcome.attempts) == (False, 1)  # another attempt would not help
        assert words in str(outcome)
        assert server.seen == []


def test_an_unknown_issuer_and_a_missing_bundle(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(CREATED, tls=CERTIFICATES / "trusted.pem")
    with pytest.raises(errors.PermanentFailure, match="issuer is not trusted"):
        Client(real_profile(server)).get_quotas()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nonexistent/bundle.pem")
    with pytest.raises(errors.PermanentFailure, match=r"/nonexistent/bundle\.pem"):
        Client(real_profile(server)).get_quotas()
    assert server.seen == []
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    plain = serve(CREATED)
    plain.url = plain.url.replace("http:", "https:")
    with pytest.raises(errors.NoResponse, match="TLS"):
        Client(real_profile(plain)).get_quotas()
    assert plain.seen == []


# -- responses that are given up or too large

LONG = 30.0
"""Seconds that nothing here takes, unless it waits for something that never comes."""
HEAD = b"HTTP/1.1 200 OK\r\n"
BEGINNINGS = {
    "nothing": (b"", b""),
    "half a header": (HEAD + b"X-Half: ", b""),
    "headers without end": (HEAD + b"X-Half: ", b"x"),
    "half a body": (HEAD + b"Content-Length: 100\r\n\r\n{", b""),
    "a body without end": (HEAD + b"\r\n{", b" "),
    "chunks without end": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}
"""How a response begins, and what follows again and again."""


def threads_end() -> bool:
    """Whether every thread of a request ends by itself."""
    for each in threading.enumerate():
        if each.name == "batchcompute-request":
            each.join(LONG / 3)
    return not any(each.name == "batchcompute-request" for each in threading.enumerate())


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_timeout_or_cancelling_closes_the_connection(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, beginning: str, tls: bool
) -> None:
    if tls:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(SELF_SIGNED))
    given_up, cancelled = Endless(*BEGINNINGS[beginning]), Endless(*BEGINNINGS[beginning])
    server = serve(given_up, cancelled, tls=tls)
    with pytest.raises(errors.TimedOut):
        client_of(server, read=LONG, total=0.2).get_quotas()
    assert given_up.left.wait(LONG / 3)
    with pytest.raises(errors.Cancelled):
        client_of(server, read=LONG).create_cluster(b"{}", "a_token", cancelled=cancelled.started)
    assert cancelled.left.wait(LONG / 3)
    assert threads_end()


def test_a_decompression_bomb_is_not_decompressed(serve: Serve) -> None:
    packed = gzip.compress(gzip.compress(bytes(2**26), 1), 9)
    headers = {"Content-Encoding": "gzip, gzip", "Location": "/elsewhere"}
    for status in (200, 302, 400, 503):
        with pytest.raises(errors.NoResponse, match="more than 16 MiB"):
            client_of(serve({"status": status, "headers": headers, "body": packed})).get_quotas()


def test_an_endless_redirect_is_not_read(serve: Serve) -> None:
    redirect = HEAD.replace(b"200 OK", b"302 Found") + b"Location: /elsewhere\r\n\r\n{"
    with pytest.raises(errors.NoResponse, match="not from BatchCompute"):
        client_of(serve(Endless(redirect, b" " * 2**20)), total=LONG).get_quotas()
    assert threads_end()
