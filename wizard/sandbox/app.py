"""The service as a WSGI application: lets requests in, finds their operation, answers whatever happens."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.datastructures import EnvironHeaders

from wizard.client.signature import md5_agrees
from wizard.sandbox import log
from wizard.sandbox.answers import Answer, Refusal, invalid, new_request_id, response_of
from wizard.sandbox.bodies import announced, is_chunked, read_body
from wizard.sandbox.calls import Call, Setting, parameters_of
from wizard.sandbox.clock import Clock, microseconds
from wizard.sandbox.routes import operation_of
from wizard.sandbox.verification import KEYS, verified

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_WITH_BODY = frozenset({"POST", "PUT"})


class Application:
    """BatchCompute as a WSGI application.

    Args:
        setting: What the operations work with.
        clock: Tells the time.
        keys: The secrets of the access keys that are known.
        verbose: Whether every request is written down.
    """

    def __init__(
        self, setting: Setting, *, clock: Clock, keys: Mapping[str, str] = KEYS, verbose: bool = False
    ) -> None:
        self._setting = setting
        self._clock = clock
        self._keys = keys
        self._verbose = verbose

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request_id = new_request_id()
        answer = self._answer(environ, request_id)
        if self._verbose:
            code = answer.code if isinstance(answer, Refusal) else ""
            asked = f"{environ['REQUEST_METHOD']} {raw_target(environ)}"
            log.write(f"{asked} {answer.status} {code}".rstrip() + f" {request_id}")
        return response_of(answer, request_id)(environ, start_response)

    def _answer(self, environ: "WSGIEnvironment", request_id: str) -> Answer | Refusal:
        try:
            return self._done(environ)
        except Refusal as refusal:
            return refusal
        except Exception as error:
            corrupt = log.corruption(error, self._setting.store.file)
            log.failure(error, request_id, corrupt=corrupt)
            message = "The request processing has failed due to some unknown error."
            return Refusal(500, "InternalError", corrupt or message)

    def _done(self, environ: "WSGIEnvironment") -> Answer:
        method, target = environ["REQUEST_METHOD"], raw_target(environ)
        headers = [(name, _as_text(value)) for name, value in EnvironHeaders(environ)]
        chunked = is_chunked(environ.get("HTTP_TRANSFER_ENCODING"))
        length = 0 if chunked else announced(environ.get("CONTENT_LENGTH"))
        path, _, query = target.partition("?")
        operation, names = operation_of(method, path)
        access_key = verified(method, target, headers, keys=self._keys, clock=self._clock)
        body = b""
        if method in _WITH_BODY:
            body = read_body(environ["wsgi.input"], length, chunked=chunked)
            md5 = environ.get("HTTP_CONTENT_MD5", "")
            if md5.strip() and not md5_agrees(md5, body):
                raise invalid("Header.Content-MD5")
        now = microseconds(self._clock())
        call = Call(access_key, parameters_of(query), body, now, self._setting)
        return operation(call, **names)


def raw_target(environ: "WSGIEnvironment") -> str:
    """Path and query as they travelled: PATH_INFO is decoded, and cannot tell ``/`` from ``%2F``."""
    target = _as_text(environ["RAW_URI"].encode("latin-1").decode())
    if not target.startswith("/"):  # the whole URL, as a client sends it to a proxy
        try:
            parts = urlsplit(target)
        except ValueError:
            return target
        target = parts.path + (f"?{parts.query}" if parts.query else "")
    return target


def _as_text(latin: str) -> str:
    """What came as bytes, and was taken for Latin-1, as the UTF-8 that it probably is."""
    return latin.encode("latin-1", "replace").decode("utf-8", "replace")
