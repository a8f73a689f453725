"""Nothing is sent to a server with an invalid certificate, and the message says what is wrong with it.

The certificates are the tests' own. `authority.pem` vouches for all but the self-signed one: `trusted.pem` is
for this machine until 2120, `expired.pem` for this machine until 2021, `wrong_host.pem` for another host.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.client import errors
from wizard.client.api import Client
from wizard.client.credentials import Credentials, Profile
from wizard.client.sending import Sender, Unconfirmed
from wizard.client.submission import prepare
from wizard.storage import locations
from wizard.storage.journal import Journal

from .conftest import CREATED

Serve = Callable[..., Any]
CERTIFICATES = Path(__file__).with_name("certificates")


def target_of(server: Any) -> Profile:
    return Profile("prod", server.url, "cn-hangzhou", Credentials("LTAI-prod", "very-secret"))


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust what the tests' own authority vouches for."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "authority.pem"))


def test_a_valid_certificate(serve: Serve, authority: None) -> None:
    server = serve(CREATED, tls=CERTIFICATES / "trusted.pem")
    assert Client(target_of(server)).create_cluster(b"{}", "t").content == {"Id": "cls-1"}


def test_an_invalid_certificate(serve: Serve, authority: None) -> None:
    for certificate, words in (
        (CERTIFICATES / "expired.pem", "it has expired"),
        (CERTIFICATES / "wrong_host.pem", "another host"),
        (True, "self-signed"),
    ):
        server = serve(CREATED, tls=certificate)
        with pytest.raises(errors.PermanentFailure, match="Nothing was sent") as caught:
            Client(target_of(server)).get_quotas()
        assert words in str(caught.value)
        submission = prepare({"Name": "a"}, target_of(server), {})
        outcome = Sender(submission, Client(submission.profile), Journal(locations.journal_folder())).submit()
        assert isinstance(outcome, Unconfirmed)
        assert (outcome.sent, outcome.attempts) == (False, 1)  # another attempt would not help
        assert words in str(outcome)
        assert server.seen == []


def test_an_unknown_issuer_and_a_missing_bundle(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(CREATED, tls=CERTIFICATES / "trusted.pem")
    with pytest.raises(errors.PermanentFailure, match="issuer is not trusted"):
        Client(target_of(server)).get_quotas()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nonexistent/bundle.pem")
    with pytest.raises(errors.PermanentFailure, match=r"/nonexistent/bundle\.pem"):
        Client(target_of(server)).get_quotas()
    assert server.seen == []
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    plain = serve(CREATED)
    plain.url = plain.url.replace("http:", "https:")
    with pytest.raises(errors.NoResponse, match="TLS"):
        Client(target_of(plain)).get_quotas()
    assert plain.seen == []
