"""The client against a server that misbehaves, over real HTTP."""

import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wizard.client import errors, signing
from wizard.client.api import Client
from wizard.client.credentials import Profile, sandbox_profile

from .conftest import CREATED, FAULTS, REAL

Serve = Callable[..., Any]
BODY = '{\n  "Name": "x",\n  "Description": "说明"\n}'.encode()


def client_of(server: Any, **limits: float) -> Client:
    return Client(sandbox_profile(server.url), **limits)


def test_the_headers_and_body_of_a_create(serve: Serve) -> None:
    server = serve(CREATED)
    answer = Client(replace(REAL, endpoint=server.url)).create_cluster(BODY, "tok_1")
    assert (answer.status, answer.content, answer.request_id) == (201, {"Id": "cls-1"}, "R-1")
    (seen,) = server.seen
    assert (seen.method, seen.target, seen.body) == ("POST", "/clusters?IdempotentToken=tok_1", BODY)
    fixed = {
        "accept": "application/json",
        "content-type": "application/json",
        "x-acs-access-key-id": "LTAIexample",
        "x-acs-region-id": "cn-hangzhou",
        "x-acs-security-token": "sts-token/+=",
        "x-acs-signature-method": "HMAC-SHA1",
        "x-acs-signature-version": "1.0",
        "x-acs-version": "2015-11-11",
    }
    assert fixed.items() <= seen.headers.items()
    assert not {"content-md5", "cookie"} & set(seen.headers)
    assert "very-secret" not in str(seen.headers)
    assert has_valid_signature(seen, "very-secret")


def has_valid_signature(seen: Any, secret: str = "sandbox") -> bool:
    """Whether a request as it arrived has the right signature and the current date."""
    parsed = signing.parse_authorization(seen.headers["authorization"])
    date = signing.parse_date(seen.headers["date"])
    assert parsed is not None and date is not None
    assert abs(datetime.now(UTC) - date) < signing.MAX_SKEW
    texts = signing.candidate_strings(seen.method, seen.target, seen.headers)
    return signing.verifies(secret, parsed[1], texts[:1])


OPERATIONS: list[tuple[Callable[[Client], Any], str, Any]] = [
    (lambda c: c.get_cluster("cls-1"), "GET /clusters/cls-1", {"Id": "cls-1"}),
    (lambda c: c.delete_cluster("cls-1"), "DELETE /clusters/cls-1", None),
    (lambda c: c.modify_cluster("cls-1", b"{}"), "PUT /clusters/cls-1", {}),
    (lambda c: c.get_cluster("a group/ä"), "GET /clusters/a%20group%2F%C3%A4", {"Id": "a group/ä"}),
    (lambda c: [*c.iter_clusters()], "GET /clusters?MaxItemCount=100", {"Items": [], "NextMarker": None}),
    (lambda c: [*c.iter_images("System")], "GET /images?MaxItemCount=100&Type=System", {"Items": []}),
    (lambda c: c.get_quotas(), "GET /quotas", {"AvailableClusterInstanceType": []}),
    (lambda c: c.get_available(), "GET /available", {"AvailableResourceType": []}),
]


@pytest.mark.parametrize(("call", "line", "answer"), OPERATIONS, ids=[line for _, line, _ in OPERATIONS])
def test_requests_are_signed(serve: Serve, call: Callable[[Client], Any], line: str, answer: Any) -> None:
    server = serve({"body": b""} if answer is None else {"json": answer})
    call(client_of(server))
    (seen,) = server.seen
    assert f"{seen.method} {seen.target}" == line
    assert "x-acs-region-id" in seen.headers and "x-acs-security-token" not in seen.headers
    assert has_valid_signature(seen)


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


def test_a_list_without_end_is_an_error(serve: Serve) -> None:
    server = serve({"json": {"Items": [{"Id": "a"}], "NextMarker": "a"}})
    with pytest.raises(errors.NoResponse, match="never ends"):
        list(client_of(server).iter_clusters())
    assert len(server.seen) == 2


def test_invalid_ids_are_never_sent(serve: Serve) -> None:
    server = serve(CREATED)
    for value in ("", ".", "..", "\ud800"):
        with pytest.raises(errors.InvalidArgument):
            client_of(server).delete_cluster(value)
    assert server.seen == []


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        *FAULTS,
        *(
            ({"status": 201, "body": body}, "is not from BatchCompute")
            for body in (b"", b"null", b'"x"', b'{"Id": "x"} x', b'\xff{"Id": "x"}', b"{" * 99_999)
        ),
        *(({"status": 201, "json": {"Id": value}}, "is not from BatchCompute") for value in ("", None)),
    ],
)
def test_invalid_responses_are_errors(serve: Serve, behaviour: Any, words: str) -> None:
    with pytest.raises(errors.NoResponse, match=words) as caught:
        client_of(serve(behaviour), read=0.2).create_cluster(b"{}", "t")
    assert caught.value.maybe_done


def test_a_redirect_is_never_followed(serve: Serve) -> None:
    elsewhere = serve(CREATED)
    for status in (301, 302, 303, 307, 308):
        server = serve({"status": status, "headers": {"Location": elsewhere.url + "/clusters"}, "body": b""})
        with pytest.raises(errors.NoResponse, match="redirect"):
            client_of(server).create_cluster(b"{}", "t")
        assert len(server.seen) == 1
    assert elsewhere.seen == []


def test_unreachable_vpc(closed_port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", closed_port)  # nothing leaves this machine
    for place, hint in (
        ("batchcompute-vpc", "only inside a VPC of its region"),
        ("batchcompute", "the region"),
    ):
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
    client = Client(replace(REAL, endpoint=server.url))
    with pytest.raises(errors.Refused) as caught:
        client.create_cluster(b'{"x": "oss-secret"}', "t", secrets=("oss-secret",))
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    # A traceback holds the source line of the call above.
    shown = shown.replace("""b'{"x": "oss-secret"}', "t", secrets=("oss-secret",)""", "")
    for secret in ("very-secret", "sts-token", "oss-secret"):
        assert secret not in shown
