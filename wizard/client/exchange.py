"""One request and its answer over HTTP(S), and what can go wrong between the two.

Of the user's environment only what a network needs takes part: proxies (never for this machine) and the
file of trusted certificates. Passwords of `~/.netrc` do not, cookies do not, redirections are not followed.
"""

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import requests
from requests import Response
from requests.adapters import BaseAdapter
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, ProxyError

from wizard import __version__
from wizard.client.answers import Answered, cleaned
from wizard.client.auth import AcsAuth
from wizard.client.bounded import GivenUp, OutOfTime, run_bounded
from wizard.client.connections import Connections
from wizard.client.endpoints import is_in_vpc
from wizard.client.errors import (
    CutOff,
    Interrupted,
    NoAnswer,
    NotAnAnswer,
    TimedOut,
    Unreachable,
    Untrusted,
    UnusableProxy,
)
from wizard.client.targets import Target
from wizard.client.texts import Sentence

__all__ = ["MAX_ANSWER", "Exchange", "Limits"]

MAX_ANSWER = 16 * 1024 * 1024
"""Bytes of an answer at most; a page of a hundred clusters with full UserData takes some 7 MB."""
_CHUNK = 64 * 1024
# What requests raises before it sends anything; the address being sound, it is about a proxy's.
_NEVER_SENT = (
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
)
_CERTIFICATE = {
    9: "reason.certificate.early",
    10: "reason.certificate.expired",
    18: "reason.certificate.self",
    19: "reason.certificate.self",
    20: "reason.certificate.issuer",
    21: "reason.certificate.issuer",
    62: "reason.certificate.host",
    64: "reason.certificate.host",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds.

    Attributes:
        connect: until a connection stands.
        read: without a byte coming in.
        total: from the first byte out to the last one in.
    """

    connect: float
    read: float
    total: float

    def within(self, seconds: float | None) -> "Limits":
        """These limits, none of them over `seconds`."""
        if seconds is None:
            return self
        return Limits(min(self.connect, seconds), min(self.read, seconds), min(self.total, seconds))


class Exchange:
    """Sends one request and brings back what came, judged no further than that it is whole.

    Args:
        target: where to, and as whom.
        limits: how long it may take.
        adapter: what sends, in place of the network.
        secrets: what no message may show.
    """

    def __init__(
        self, target: Target, limits: Limits, adapter: BaseAdapter | None, secrets: tuple[str, ...]
    ) -> None:
        self._target, self._limits, self._adapter, self._secrets = target, limits, adapter, secrets

    def run(
        self, method: str, resource: str, body: bytes | None, cancelled: threading.Event | None
    ) -> Answered:
        """The answer to one attempt, signed now.

        Args:
            method: the HTTP verb.
            resource: path and query as they are to travel.
            body: what to send with it.
            cancelled: set when the answer is no longer wanted.

        Raises:
            NoAnswer: none came, or not the whole of it.
        """
        host = self._target.host
        connections = Connections()
        try:
            return run_bounded(
                lambda: self._talk(method, resource, body, self._adapter or connections),
                seconds=self._limits.total,
                cancelled=cancelled,
            )
        except OutOfTime:
            raise TimedOut("timed_out", host=host, seconds=_seconds(self._limits.total)) from None
        except GivenUp:
            raise Interrupted("interrupted", host=host) from None
        except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
            # Not chained: the library's errors carry the whole request, with its body and its headers.
            failure = self._failure(error)
        finally:
            connections.break_off()
        raise failure

    def _talk(self, method: str, resource: str, body: bytes | None, adapter: BaseAdapter) -> Answered:
        request = requests.Request(
            method,
            self._target.endpoint + resource,
            headers={"User-Agent": f"batchcompute-wizard/{__version__}", "Accept-Encoding": "identity"},
            data=body,
            auth=AcsAuth(self._target.credentials, self._target.region),
        )
        with requests.Session() as session:
            session.trust_env = False
            session.mount(self._target.endpoint, adapter)  # closed with the session
            # Not sent by the session, which reads the whole body of a redirection, however long it is.
            with adapter.send(
                session.prepare_request(request),
                stream=True,
                timeout=(self._limits.connect, self._limits.read),
                proxies=self._proxies(),
                verify=_trusted(self._target.host) if self._target.endpoint.startswith("https:") else True,
            ) as response:
                return self._received(response)

    def _received(self, response: Response) -> Answered:
        collected = bytearray()
        for chunk in response.iter_content(_CHUNK):
            collected += chunk
            if len(collected) > MAX_ANSWER:
                what = Sentence("not_an_answer.too_long", {"limit": MAX_ANSWER // 2**20})
                raise NotAnAnswer(
                    "not_an_answer", host=self._target.host, what=what, status=response.status_code
                )
        return Answered(
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=bytes(collected),
            host=self._target.host,
            access_key_id=self._target.credentials.access_key_id,
            clean=lambda text: cleaned(text, secrets=self._secrets),
        )

    def _proxies(self) -> dict[str, str]:
        if self._target.loopback:
            return {}
        return dict(get_environ_proxies(self._target.endpoint, no_proxy=None))

    def _failure(self, error: Exception) -> NoAnswer:
        """What an error of the libraries below means here."""
        host = self._target.host
        unreachable = "unreachable.vpc" if is_in_vpc(host) else "unreachable"
        causes = list(_causes(error))
        if _any(causes, ssl.SSLCertVerificationError):
            found = next(cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError))
            return Untrusted("untrusted", host=host, reason=_why_untrusted(found))
        if isinstance(error, (*_NEVER_SENT, UnicodeError)):
            return self._unusable_proxy()
        if _any(causes, ProxyError):
            return Unreachable(unreachable, host=host, reason=Sentence("reason.proxy"))
        if isinstance(error, requests.ConnectTimeout):
            reason = Sentence("reason.slow", {"seconds": _seconds(self._limits.connect)})
            return Unreachable(unreachable, host=host, reason=reason)
        if _any(causes, NameResolutionError) or _any(causes, socket.gaierror):
            return Unreachable(unreachable, host=host, reason=Sentence("reason.name"))
        if _any(causes, NewConnectionError):
            refused = _any(causes, ConnectionRefusedError)
            text = _system_text(causes)
            reason = Sentence("reason.refused") if refused else Sentence("reason.other", {"text": text})
            return Unreachable(unreachable, host=host, reason=reason)
        if isinstance(error, requests.Timeout) or _any(causes, TimeoutError):
            return TimedOut("timed_out", host=host, seconds=_seconds(self._limits.read))
        return CutOff("cut_off", host=host, reason=_why_cut(causes))

    def _unusable_proxy(self) -> UnusableProxy:
        """Why the proxy of the environment cannot be used. It is not repeated: it may hold a password."""
        scheme = self._target.endpoint.partition(":")[0]
        variable = _proxy_variable(scheme)
        if not variable:
            return UnusableProxy("proxy.unusable_unnamed", host=self._target.host)
        is_socks = os.environ[variable].strip().lower().startswith("socks")
        sentence = "proxy.socks" if is_socks and find_spec("socks") is None else "proxy.unusable"
        return UnusableProxy(sentence, host=self._target.host, variable=variable)


def _proxy_variable(scheme: str) -> str:
    """The variable that names the proxy for a scheme, "" where none does."""
    for wanted in (f"{scheme}_proxy", "all_proxy"):
        for name in (wanted, *os.environ):
            if name.lower() == wanted and os.environ.get(name):
                return name
    return ""


def _trusted(host: str) -> bool | str:
    """What certificates are checked against: the file that the environment names, else the usual ones.

    Raises:
        Untrusted: that file cannot be read as certificates.
    """
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if not named:
        return True
    if not os.path.isdir(named):
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(named)
        except OSError:
            reason = Sentence("reason.bundle", {"file": ascii(named)})
            raise Untrusted("untrusted", host=host, reason=reason) from None
    return named


def _why_untrusted(error: ssl.SSLCertVerificationError) -> Sentence:
    """What is wrong with a certificate, by OpenSSL's own numbers (X509_V_ERR_…)."""
    named = _CERTIFICATE.get(error.verify_code)
    if named is not None:
        return Sentence(named)
    return Sentence("reason.other", {"text": cleaned(error.verify_message or str(error), limit=160)})


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it stands for, however the libraries wrapped it."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


def _why_cut(causes: list[BaseException]) -> Sentence:
    if _any(causes, ConnectionResetError) or _any(causes, BrokenPipeError):
        return Sentence("reason.reset")
    tls = next((cause.reason for cause in causes if isinstance(cause, ssl.SSLError) and cause.reason), None)
    if tls:
        return Sentence("reason.tls", {"text": tls.replace("_", " ").lower()})
    return Sentence("reason.closed")


def _any(causes: list[BaseException], kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in causes)


def _system_text(causes: list[BaseException]) -> str:
    found = (cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror)
    return cleaned(next(found, "no connection"), limit=160)


def _seconds(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
