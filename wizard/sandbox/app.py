"""The service as a WSGI application: verifies requests and passes them to their operations."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from werkzeug.datastructures import EnvironHeaders, MultiDict
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.http import parse_set_header
from werkzeug.routing import Map, Rule

from wizard.client.signing import (
    MAX_SKEW,
    format_date,
    is_valid_md5,
    is_valid_signature,
    list_signed_texts,
    parse_authorization,
    parse_date,
)
from wizard.sandbox import clusters, instances, lists, log
from wizard.sandbox.messages import (
    ApiError,
    Request,
    invalid,
    make_error_body,
    make_request_id,
    make_response,
    missing,
)
from wizard.sandbox.options import Clock, Quotas, get_utc_now
from wizard.sandbox.state import Moment, to_microseconds
from wizard.sandbox.storage import Storage
from wizard.validation.check import LARGEST_BODY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Operation = Callable[..., dict[str, Any]]

KEYS: dict[str, str] = {"sandbox": "sandbox"}
"""The AccessKey IDs that the sandbox knows, each with its secret."""

_INSTANCES = "/clusters/<cluster>/groups/<group>/instances"

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/clusters"): clusters.create_cluster,
    ("GET", "/clusters"): clusters.list_clusters,
    ("GET", "/clusters/<cluster>"): clusters.get_cluster,
    ("PUT", "/clusters/<cluster>"): clusters.modify_cluster,
    ("DELETE", "/clusters/<cluster>"): clusters.delete_cluster,
    ("GET", _INSTANCES): instances.list_instances,
    ("GET", f"{_INSTANCES}/<instance>"): instances.get_instance,
    ("DELETE", f"{_INSTANCES}/<instance>"): partial(instances.change_instance, delete=True),
    ("POST", f"{_INSTANCES}/<instance>/recreate"): partial(instances.change_instance, delete=False),
    ("GET", "/images"): lists.list_images,
    ("GET", "/images/<image>"): lists.get_image,
    ("GET", "/quotas"): lists.get_quotas,
    ("GET", "/available"): lists.get_available,
    ("GET", "/jobs"): lists.list_jobs,
}

# The official clients do not encode a group's name in the path: a "/" in it is part of the name, unless
# another operation has a path with that many parts.
_ROUTES = Map(
    [
        Rule(pattern, methods=[method], endpoint=(method, path))
        for method, path in OPERATIONS
        for pattern in dict.fromkeys((path, path.replace("<group>", "<path:group>")))
    ],
    strict_slashes=False,
    merge_slashes=False,
)

_LONGEST_LINE = 256
"""The longest line between the chunks of a body, and the most lines after the last chunk."""


@dataclass(frozen=True, slots=True)
class Application:
    """BatchCompute as a WSGI application."""

    storage: Storage
    quotas: Quotas = field(default_factory=Quotas)
    clock: Clock = get_utc_now
    speed: float = 1.0
    new_id: Callable[[], str] = clusters.make_cluster_id
    verbose: bool = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request_id, code = make_request_id(), ""
        try:
            body, status = self._run_operation(environ)
            response = make_response(json.dumps(body, separators=(",", ":")).encode(), status, request_id)
        except Exception as exception:
            error = self._to_api_error(exception, request_id)
            code = error.code
            data = make_error_body(code, error.message, request_id) if code else b""
            response = make_response(data, error.status, request_id, **error.headers)
        if self.verbose:
            parts = (environ["REQUEST_METHOD"], _read_target(environ), response.status_code, code, request_id)
            log.write(" ".join(str(part) for part in parts if part))
        return response(environ, start_response)

    def _to_api_error(self, exception: Exception, request_id: str) -> ApiError:
        if isinstance(exception, ApiError):
            return exception
        explanation = log.explain_corruption(exception, self.storage.file)
        log.write_failure(exception, request_id, explanation=explanation)
        message = explanation or "The request processing has failed due to some unknown error."
        return ApiError(500, "InternalError", message)

    def _run_operation(self, environ: "WSGIEnvironment") -> tuple[dict[str, Any], int]:
        method, target = environ["REQUEST_METHOD"], _read_target(environ)
        headers = {name.lower(): _to_utf8(value) for name, value in EnvironHeaders(environ)}
        length = _read_length(environ)
        path, _, query = target.partition("?")
        operation, names = _match_route(method, path)
        access_key = _verify_signature(method, target, headers, self.clock)
        body = b""
        if method in ("POST", "PUT"):
            body = _read_body(environ["wsgi.input"], length)
            md5 = environ.get("HTTP_CONTENT_MD5", "")
            if md5.strip() and not is_valid_md5(md5, body):
                raise invalid("Header.Content-MD5")
        request = Request(
            access_key,
            MultiDict(parse_qsl(query, keep_blank_values=True)),
            body,
            Moment(to_microseconds(self.clock()), self.speed),
            self.storage,
            self.quotas,
            self.new_id,
        )
        return operation(request, **names), 201 if operation is clusters.create_cluster else 200


def _read_target(environ: "WSGIEnvironment") -> str:
    """Return path and query as they were sent: PATH_INFO is decoded and cannot tell ``/`` from ``%2F``."""
    target = _to_utf8(environ["RAW_URI"])
    if target.startswith("/"):
        return target
    try:  # the whole URL, as clients send it to a proxy
        parts = urlsplit(target)
    except ValueError:
        return target
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _to_utf8(latin: str) -> str:
    """Decode as UTF-8 what WSGI decoded as Latin-1."""
    return latin.encode("latin-1", "replace").decode("utf-8", "replace")


def _match_route(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """Return the operation of a request and the names in its path, which may contain an encoded ``/``.

    Raises ApiError: the path does not exist (404), or not with this method (405).
    """
    try:
        endpoint, names = _ROUTES.bind("localhost").match(path, method)
    except MethodNotAllowed as error:
        allow = ", ".join(sorted(error.valid_methods or ()))
        message = f"The method {method} is not allowed here."
        raise ApiError(405, "MethodNotAllowed", message, Allow=allow) from error
    except NotFound as error:
        raise ApiError(404, "InvalidUrlPattern", "The specified URL is not one of the service's.") from error
    return OPERATIONS[endpoint], {name: unquote(value) for name, value in names.items()}


def _verify_signature(method: str, target: str, headers: Mapping[str, str], clock: Clock) -> str:
    """Return the AccessKey ID that signed a request.

    Every reading of the official signers is accepted. The token of temporary (STS) credentials is a header
    that the signature covers, and needs no check of its own.
    """
    if "authorization" not in headers:
        raise missing("Authorization")
    if (authorization := parse_authorization(headers["authorization"])) is None:
        raise invalid("Authorization")
    access_key, signature = authorization
    if (secret := KEYS.get(access_key)) is None:
        raise ApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
    if not (date := headers.get("date", "")).strip():
        raise missing("Date")
    if (sent := parse_date(date)) is None:
        raise invalid("Date")
    if abs(sent - (now := clock())) > MAX_SKEW:
        minutes = MAX_SKEW.seconds // 60
        message = f"Specified Date is expired: it must be within {minutes} minutes of {format_date(now)}."
        raise ApiError(400, "InvalidTimeStamp.Expired", message)
    candidates = list_signed_texts(method, target, headers)
    if not is_valid_signature(secret, signature, candidates):
        message = "Specified signature is not matched with our calculation. server string to sign is:"
        raise ApiError(400, "SignatureDoesNotMatch", message + candidates[0])
    return access_key


def _read_length(environ: "WSGIEnvironment") -> int | None:
    """Return the length of the body that the headers announce; ``None`` if it is sent in chunks.

    Raises ApiError: it is not a number, or too large: a 413 without a body, before anything is read.
    """
    if "chunked" in parse_set_header(environ.get("HTTP_TRANSFER_ENCODING")):
        return None
    length = environ.get("CONTENT_LENGTH", "").strip() or "0"
    if not (length.isascii() and length.isdecimal()):
        raise invalid("Header.Content-Length")
    if len(length) > 15 or int(length) > LARGEST_BODY:
        raise ApiError(413)
    return int(length)


def _read_body(stream: IO[bytes], length: int | None) -> bytes:
    """Read the body of a request; ``None`` as its length means chunks.

    Raises ApiError: it is too large (413 without a body), has invalid chunks, or did not end in time.
    """
    try:
        return _read_chunks(stream) if length is None else _read_exactly(stream, length)
    except (OSError, EOFError) as error:  # including a timeout
        # 408 tells a client whose network lost half of the request that it may send it again.
        message = "The body of the request did not come to its end."
        raise ApiError(408, "RequestTimeout", message) from error
    except ValueError as error:
        raise invalid("Header.Transfer-Encoding") from error


def _read_exactly(stream: IO[bytes], length: int) -> bytes:
    body = stream.read(length) if length else b""
    if len(body) < length:
        raise EOFError
    return body


def _read_chunks(stream: IO[bytes]) -> bytes:
    # werkzeug's DechunkedInput does not tell an invalid chunk from a client that disconnected.
    body = bytearray()
    while size := _read_size(stream):
        if len(body) + size > LARGEST_BODY:
            raise ApiError(413)
        body += _read_exactly(stream, size)
        if _read_line(stream):
            raise ValueError("a chunk that is longer than its size")
    for _ in range(_LONGEST_LINE):  # trailing headers are ignored
        if not _read_line(stream):
            return bytes(body)
    raise ValueError("too many trailing headers")


def _read_line(stream: IO[bytes]) -> bytes:
    line = stream.readline(_LONGEST_LINE)
    if not line:
        raise EOFError
    if not line.endswith(b"\n"):
        raise ValueError("a line that is too long")
    return line.rstrip(b"\r\n")


def _read_size(stream: IO[bytes]) -> int:
    digits = _read_line(stream).partition(b";")[0].strip()
    if len(digits) > 15 or digits.strip(b"0123456789abcdefABCDEF"):
        raise ValueError("not the size of a chunk")
    return int(digits, 16)
