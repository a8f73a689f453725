"""Send one signed request over HTTP(S) and return the raw response.

Of the user's environment only proxies (never for this machine) and the certificate bundle are used, not
``~/.netrc``. Redirects are not followed, cookies not kept.
"""

import contextlib
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, NamedTuple, TypeVar

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, ProxyError

from wizard import __version__
from wizard.client.answers import Response, clean_text, make_invalid_response
from wizard.client.credentials import Profile
from wizard.client.endpoints import is_in_vpc
from wizard.client.errors import (
    Cancelled,
    NoResponse,
    PermanentFailure,
    TimedOut,
    Unreachable,
)
from wizard.client.signing import make_headers
from wizard.client.threads import start_in_thread
from wizard.i18n import N_, _

MAX_BODY = 16 * 1024 * 1024
"""Largest response body in bytes; a page of 100 clusters with full UserData takes about 7 MB."""

_Result = TypeVar("_Result")
_CHUNK = 64 * 1024
_POLL = 0.05
_LOCAL_REGION = "local"
# What requests raises before sending anything; the endpoint is valid, so the proxy's address is not.
_INVALID_PROXY = (
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    UnicodeError,
)
_CERTIFICATE_PROBLEMS = {  # by OpenSSL's X509_V_ERR_… numbers
    9: N_("it is not valid yet, or this computer's clock is wrong"),
    10: N_("it has expired, or this computer's clock is wrong"),
    **dict.fromkeys((18, 19), N_("it is self-signed")),
    **dict.fromkeys((20, 21), N_("its issuer is not trusted")),
    **dict.fromkeys((62, 64), N_("it belongs to another host")),
}


class Timeouts(NamedTuple):
    """Time limits in seconds."""

    connect: float = 5.0  # until the connection is established
    read: float = 20.0  # without receiving a byte
    total: float = 30.0  # from the first byte sent to the last one received

    def limit(self, seconds: float) -> "Timeouts":
        """Return the time limits, none above ``seconds``."""
        return Timeouts(*(min(each, seconds) for each in self))


def run_with_timeout(
    work: Callable[[], _Result], *, seconds: float, host: str, cancelled: threading.Event | None = None
) -> _Result:
    """Run a blocking call in a daemon thread, with a total timeout and cancellation.

    A socket's timeout starts anew with every byte, so it does not limit the total time. The errors name the
    host. Raises TimedOut: no result in time; Cancelled: another thread set ``cancelled``.
    """
    cancelled = cancelled or threading.Event()
    if cancelled.is_set():
        raise _make_cancelled(host)
    future = start_in_thread(work, name="batchcompute-request")
    end = time.monotonic() + seconds
    while not wait([future], min(_POLL, max(end - time.monotonic(), 0))).done:
        if cancelled.is_set():
            raise _make_cancelled(host)
        if time.monotonic() >= end:
            raise _make_timed_out(host, seconds)
    return future.result()


class AbortableAdapter(HTTPAdapter):
    """An adapter whose connections another thread can close while a read is blocked.

    Closing a response does not wake a thread that reads from its socket; shutting down the socket does.
    """

    def __init__(self) -> None:
        self._connections: list[Any] = []
        self._sockets: list[socket.socket] = []
        self._aborted = threading.Event()
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return the connection pool for a request; its connections are tracked."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        kind = pool.ConnectionCls

        def connect(connection: Any) -> None:
            self._connections.append(connection)
            kind.connect(connection)
            self._sockets.append(connection.sock)  # the connection may hand it over to its response
            if self._aborted.is_set():
                raise ConnectionAbortedError("cancelled")

        pool.ConnectionCls = type(kind.__name__, (kind,), {"connect": connect})
        return pool

    def abort(self) -> None:
        """Close all connections and allow no new ones. Raises nothing."""
        self._aborted.set()
        for each in [*self._sockets, *(connection.sock for connection in self._connections)]:
            if each is not None:
                with contextlib.suppress(OSError):  # already closed
                    each.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class Transport:
    """Sends one request to a profile and returns the raw response."""

    profile: Profile
    timeouts: Timeouts
    secrets: tuple[str, ...] = field(repr=False)  # values to mask in messages

    def run(
        self, method: str, resource: str, body: bytes | None, cancelled: threading.Event | None
    ) -> Response:
        """Send one attempt, signed now. Raises NoResponse: there is no response, or an incomplete one."""
        adapter = AbortableAdapter()
        try:
            return run_with_timeout(
                lambda: self._send(method, resource, body, adapter),
                seconds=self.timeouts.total,
                host=self.profile.host,
                cancelled=cancelled,
            )
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            # ValueError: http.client reads the size of a chunk without checking its sign.
            # Not chained: the library's errors hold the request with its body and headers.
            failure = self._explain(error)
        finally:
            adapter.abort()
        raise failure

    def _send(self, method: str, resource: str, body: bytes | None, adapter: HTTPAdapter) -> Response:
        endpoint = self.profile.endpoint
        credentials = self.profile.credentials
        headers = {"User-Agent": f"batchcompute-wizard/{__version__}", "Accept-Encoding": "identity"}
        proxies = {} if self.profile.is_loopback else dict(get_environ_proxies(endpoint, no_proxy=None))
        # Without a session, which would read ~/.netrc and the whole body of a redirect.
        request = requests.Request(method, endpoint + resource, headers, data=body).prepare()
        signed = make_headers(
            method,
            request.path_url,
            access_key_id=credentials.access_key_id,
            access_key_secret=credentials.access_key_secret,
            security_token=credentials.security_token,
            region=self.profile.region or _LOCAL_REGION,  # the official signers always send one
        )
        request.headers.update(signed)
        verify = self._find_ca_bundle() if endpoint.startswith("https:") else True
        timeout = self.timeouts.connect, self.timeouts.read
        with contextlib.closing(adapter):
            response = adapter.send(request, stream=True, timeout=timeout, proxies=proxies, verify=verify)
            with response:
                return self._receive(response)

    def _receive(self, response: requests.Response) -> Response:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > MAX_BODY:
                what = _("a body of more than {limit} MiB").format(limit=MAX_BODY // 2**20)
                raise make_invalid_response(self.profile.host, response.status_code, what)
        return Response(response.status_code, response.headers, bytes(body), self.profile, self.secrets)

    def _find_ca_bundle(self) -> bool | str:
        """Return the certificate bundle that the environment names, True without one."""
        path = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        if not path:
            return True
        if not os.path.isdir(path):
            try:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
            except OSError:
                reason = _("the certificate file {file} is missing or invalid").format(file=ascii(path))
                raise self._make_untrusted(reason) from None
        return path

    def _explain(self, error: Exception) -> NoResponse:
        """Return the exception for an error of requests, urllib3 or the socket."""
        causes = list(_iter_causes(error))

        def is_caused_by(*kinds: type[BaseException]) -> bool:
            return any(isinstance(each, kinds) for each in causes)

        if certificates := [each for each in causes if isinstance(each, ssl.SSLCertVerificationError)]:
            certificate = certificates[0]
            known = _CERTIFICATE_PROBLEMS.get(certificate.verify_code)
            other = clean_text(certificate.verify_message or str(certificate), limit=160)
            return self._make_untrusted(_(known) if known else other)
        if isinstance(error, _INVALID_PROXY):
            return self._make_unusable_proxy()
        if is_caused_by(ProxyError):
            return self._make_unreachable(_("the proxy refused or failed"))
        if isinstance(error, requests.ConnectTimeout):
            seconds = _format_seconds(self.timeouts.connect)
            return self._make_unreachable(_("no connection within {seconds} s").format(seconds=seconds))
        if is_caused_by(NameResolutionError, socket.gaierror):
            return self._make_unreachable(_("the host name is unknown"))
        if is_caused_by(NewConnectionError):
            if is_caused_by(ConnectionRefusedError):
                return self._make_unreachable(_("connection refused"))
            texts = (each.strerror for each in causes if isinstance(each, OSError) and each.strerror)
            return self._make_unreachable(clean_text(next(texts, _("no connection")), limit=160))
        if isinstance(error, requests.Timeout) or is_caused_by(TimeoutError):
            return _make_timed_out(self.profile.host, self.timeouts.read)
        if is_caused_by(ConnectionResetError, BrokenPipeError):
            reason = _("connection reset")
        elif tls := [each.reason for each in causes if isinstance(each, ssl.SSLError) and each.reason]:
            reason = f"TLS: {tls[0].replace('_', ' ').lower()}"
        else:
            reason = _("connection closed")
        text = _(
            "The connection to {host} broke before the response was complete ({reason}). The request may "
            "have been processed."
        )
        return NoResponse(text.format(host=self.profile.host, reason=reason))

    def _make_unreachable(self, reason: str) -> Unreachable:
        text = _(
            "Cannot reach {host} ({reason}). Nothing was sent. Check the network, the region and the "
            "endpoint."
        )
        if is_in_vpc(self.profile.host):
            text = _(
                "Cannot reach {host} ({reason}). Nothing was sent. This endpoint works only inside a VPC of "
                "its region: use the public endpoint elsewhere."
            )
        return Unreachable(text.format(host=self.profile.host, reason=reason))

    def _make_untrusted(self, reason: str) -> PermanentFailure:
        text = _(
            "Cannot verify the certificate of {host} ({reason}). Nothing was sent. Check the endpoint and the "
            "clock. Behind a proxy that decrypts traffic, set REQUESTS_CA_BUNDLE to its certificate."
        )
        return PermanentFailure(text.format(host=self.profile.host, reason=reason))

    def _make_unusable_proxy(self) -> PermanentFailure:
        """Return the error for the environment's proxy; its value is not shown, it may hold a password."""
        scheme = self.profile.endpoint.partition(":")[0]
        wanted = (f"{scheme}_proxy", "all_proxy")  # lower-case names take precedence
        names = sorted((name for name in os.environ if os.environ[name]), key=str.isupper)
        variable = next((name for each in wanted for name in names if name.lower() == each), "")
        if not variable:
            text = _("The system's proxy cannot be used for {host}. Nothing was sent. Correct its address.")
        elif os.environ[variable].strip().lower().startswith("socks") and find_spec("socks") is None:
            text = _(
                "{variable} is a SOCKS proxy, which requires the Python library PySocks. Nothing was sent. "
                "Install it (pip install PySocks), use an HTTP proxy, or unset {variable}."
            )
        else:
            text = _(
                "The proxy in {variable} cannot be used for {host}. Nothing was sent. Correct it, for "
                "example http://proxy.example.com:3128, or unset it."
            )
        return PermanentFailure(text.format(variable=variable, host=self.profile.host))


def _iter_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes, however the libraries wrapped them."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


def _make_cancelled(host: str) -> Cancelled:
    text = _("Cancelled before {host} responded. The request may have been processed.")
    return Cancelled(text.format(host=host))


def _make_timed_out(host: str, seconds: float) -> TimedOut:
    text = _("{host} did not respond within {seconds} s. The request may have been processed.")
    return TimedOut(text.format(host=host, seconds=_format_seconds(seconds)))


def _format_seconds(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
