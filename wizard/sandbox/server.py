"""The web server: werkzeug's, on loopback, made to bear with whatever comes in."""

import contextlib
import errno
import io
import selectors
import socket
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler

from wizard.client.signature import http_date
from wizard.sandbox import log
from wizard.sandbox.answers import REQUEST_ID, error_body, new_request_id
from wizard.sandbox.clock import Clock
from wizard.sandbox.errors import CannotListen, PortTaken
from wizard.sandbox.texts import text

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HOST = "127.0.0.1"
"""Nobody but this machine."""

_BACKLOG = 512
_PATIENCE = 30.0
"""Seconds without a byte after which a connection is given up."""
LONGEST = 120.0
"""Seconds after which a connection is given up, even one that sends a byte now and then."""
_LOOK = 1.0
"""Seconds between two looks at how old the connections are."""
_LINGER = 2.0
"""Seconds that unread input is taken in at most, so that the client sees the answer before the end."""
_PAUSE = 0.1
"""Seconds until the next attempt to accept a connection where there are no file descriptors left."""
_NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

_CODES = {
    408: "RequestTimeout",
    413: "RequestTooLarge",
    414: "RequestUriTooLong",
    431: "RequestHeaderTooLarge",
    505: "HttpVersionNotSupported",
}


class Handler(WSGIRequestHandler):
    """A connection: its errors are answers of the API as well, and it writes nothing to standard error."""

    timeout = _PATIENCE
    clock: Clock

    def version_string(self) -> str:
        return "BatchCompute-sandbox"

    def date_time_string(self, timestamp: float | None = None) -> str:
        return http_date(self.clock())

    def make_environ(self) -> "WSGIEnvironment":
        target = self.path
        try:
            environ = super().make_environ()
        except ValueError:  # a target that looks like a URL and is none
            self.path = "/"
            environ = super().make_environ()
            self.path = target
            environ["RAW_URI"] = target.encode().decode("latin-1")
        # the last one would count, and another server may take the first one
        lengths = set(self.headers.get_all("Content-Length", ()))
        if len(lengths) > 1:
            environ["CONTENT_LENGTH"] = ",".join(sorted(lengths))
        # as it travels: werkzeug's own reader of chunks does not see that a client went away in the middle
        environ["wsgi.input"] = self.rfile
        # after its answer, werkzeug reads what the client still sends, and would wait for all of it
        self.rfile = _Leftover(self.rfile, self._drain)
        return environ

    def handle_expect_100(self) -> bool:
        """Nothing: werkzeug says ``100 Continue`` by itself, and once is enough."""
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is not even HTTP."""
        request_id = new_request_id()
        said = message or self.responses.get(code, ("", ""))[0]
        body = error_body(_CODES.get(code, "InvalidHttpRequest"), f"{said.rstrip('.')}.", request_id)
        self.close_connection = True
        self.request_version = "HTTP/1.1"  # before it is known, it counts as one without a head
        self.send_response(code)
        self.send_header(REQUEST_ID, request_id)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()
        self._drain()

    def _drain(self) -> None:
        """Take in what still comes, for a while: otherwise the client may never see the answer."""
        until = time.monotonic() + _LINGER
        with selectors.DefaultSelector() as selector, contextlib.suppress(OSError):
            selector.register(self.connection, selectors.EVENT_READ)
            while time.monotonic() < until:
                if not selector.select(timeout=0.1) or not self.connection.recv(65536):
                    return

    def handle(self) -> None:
        try:
            super().handle()
        except Exception as error:
            log.failure(error, "(not answered)")

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: the application writes down what it answers."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Nothing: what a client did wrong is its own business."""


class _Leftover(io.BufferedIOBase):
    """What a client sends behind the part of its request that was read: taken in for a moment only."""

    def __init__(self, reader: Any, drain: Callable[[], None]) -> None:
        self._reader, self._drain = reader, drain

    def read(self, size: int | None = -1, /) -> bytes:
        self._drain()
        return b""

    def close(self) -> None:
        self._reader.close()
        super().close()


class Server(ThreadedWSGIServer):
    """A thread for every connection, which carries one request, and no thread for ever."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._began: dict[Any, float] = {}
        self._looked = 0.0
        self._is_out = False
        super().__init__(*args, **options)

    def get_request(self) -> tuple[Any, Any]:
        """Accept a connection. Without file descriptors, pause: it stays ready, and the server would spin."""
        try:
            found = super().get_request()
        except OSError as error:
            if error.errno in _NO_DESCRIPTORS:
                if not self._is_out:
                    log.write(text("descriptors", reason=error.strerror))
                self._is_out = True
                time.sleep(_PAUSE)
            raise
        self._is_out = False
        return found

    def process_request(self, request: Any, client_address: Any) -> None:
        self._began[request] = time.monotonic()
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._began.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Give up connections that have been open for too long; called between any two of them."""
        super().service_actions()
        now = time.monotonic()
        if now - self._looked < min(_LOOK, LONGEST):
            return
        self._looked = now
        for connection, began in list(self._began.items()):
            if now - began > LONGEST:
                with contextlib.suppress(OSError):  # it has gone by itself
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Write down what nobody expected: no more threads, for example."""
        if (error := sys.exception()) is not None:
            log.failure(error, "(not answered)")


def listening(port: int) -> socket.socket:
    """A socket that listens on a port of this machine; 0 is any that is free.

    Raises:
        CannotListen: The port is none, taken, or not for everybody.
    """
    if not 0 <= port <= 65535:
        raise CannotListen("port.range", port=port)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken("port.taken", port=port) from error
        raise CannotListen("port.refused", port=port, reason=error.strerror) from error
    return listener


def server_of(application: Any, listener: socket.socket, clock: Clock) -> BaseWSGIServer:
    """A server that takes over a listening socket.

    It is handed the socket because, where it cannot bind a port itself, werkzeug ends the whole process.
    """
    handler = type("BoundHandler", (Handler,), {"clock": staticmethod(clock), "protocol_version": "HTTP/1.1"})
    with listener:
        port = listener.getsockname()[1]
        return Server(HOST, port, application, handler, fd=listener.fileno())
