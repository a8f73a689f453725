"""werkzeug's server on loopback, hardened against clients that disconnect, stall or send invalid data."""

import contextlib
import errno
import io
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from wizard.client.signing import format_date
from wizard.i18n import _
from wizard.sandbox import log
from wizard.sandbox.messages import REQUEST_ID, make_error_body, make_request_id
from wizard.sandbox.options import Clock, SandboxError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

HOST = "127.0.0.1"
LONGEST = 120.0
"""Seconds after which a connection is closed, even one that still sends."""

_BACKLOG = 512
_TIMEOUT = 30.0
"""Seconds without a byte after which a connection is closed."""
_LINGER = 2.0
"""Seconds for which unread input is discarded at most, so that the client reads the response."""
_PAUSE = 0.1
"""Seconds until the next attempt to accept a connection when there are no file descriptors left."""
_NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

_CODES = {
    408: "RequestTimeout",
    413: "RequestTooLarge",
    414: "RequestUriTooLong",
    431: "RequestHeaderTooLarge",
    505: "HttpVersionNotSupported",
}


class Handler(WSGIRequestHandler):
    """One connection. Its errors are responses of the API, and it writes nothing to standard error."""

    timeout = _TIMEOUT
    protocol_version = "HTTP/1.1"
    server: "Server"

    def setup(self) -> None:
        super().setup()
        self._timer = threading.Timer(LONGEST, self._disconnect)
        self._timer.daemon = True
        self._timer.start()

    def finish(self) -> None:
        self._timer.cancel()
        super().finish()

    def _disconnect(self) -> None:
        with contextlib.suppress(OSError):  # closed meanwhile
            self.connection.shutdown(socket.SHUT_RDWR)

    def version_string(self) -> str:
        return "BatchCompute-sandbox"

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_date(self.server.clock())

    def make_environ(self) -> "WSGIEnvironment":
        # werkzeug cannot parse every target, and the application reads it as it was sent
        target, self.path = self.path, "/"
        environ = super().make_environ()
        self.path = environ["RAW_URI"] = target
        # werkzeug keeps the last length, other servers the first
        lengths = set(self.headers.get_all("Content-Length", ()))
        if len(lengths) > 1:
            environ["CONTENT_LENGTH"] = ",".join(sorted(lengths))
        # as it was sent, without werkzeug's reader of chunks (see app.py)
        environ["wsgi.input"] = self.rfile
        # after the response, werkzeug reads all that the client still sends
        self.rfile = _Leftover(self.rfile, self._drain)
        return environ

    def handle_expect_100(self) -> bool:
        """Do nothing: werkzeug sends ``100 Continue`` itself."""
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Respond to what is not HTTP."""
        request_id = make_request_id()
        message = message or self.responses.get(code, ("", ""))[0]
        body = make_error_body(_CODES.get(code, "InvalidHttpRequest"), f"{message.rstrip('.')}.", request_id)
        self.close_connection = True
        self.request_version = "HTTP/1.1"  # until it is known, http.server sends no headers
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
        """Discard what the client still sends, for a while; otherwise it may not read the response."""
        deadline = time.monotonic() + _LINGER
        with contextlib.suppress(OSError):  # including the timeout
            self.connection.settimeout(0.1)
            while time.monotonic() < deadline and self.connection.recv(65536):
                pass

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Do nothing: the application logs requests."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Do nothing: errors of clients are not logged."""


class _Leftover(io.BufferedIOBase):
    """The unread rest of a request, which is discarded instead of read."""

    def __init__(self, reader: Any, drain: Callable[[], None]) -> None:
        self._reader, self._drain = reader, drain

    def read(self, size: int | None = -1, /) -> bytes:
        self._drain()
        return b""

    def close(self) -> None:
        self._reader.close()
        super().close()


class Server(ThreadedWSGIServer):
    """A server with a thread for every connection, which carries one request.

    It takes over a listening socket: where it cannot bind a port itself, werkzeug ends the process.
    """

    def __init__(self, application: "WSGIApplication", listener: socket.socket, clock: Clock) -> None:
        self.clock = clock
        self._is_exhausted = False
        with listener:
            port = listener.getsockname()[1]
            super().__init__(HOST, port, application, Handler, fd=listener.fileno())

    def get_request(self) -> tuple[Any, Any]:
        """Accept a connection. Without file descriptors, pause, as the server would retry in a busy loop."""
        try:
            request = super().get_request()
        except OSError as error:
            if error.errno in _NO_DESCRIPTORS:
                if not self._is_exhausted:
                    message = _(
                        "The sandbox cannot accept a connection ({reason}). New requests wait until others "
                        "end. Raise the limit of open files (ulimit -n), or send fewer requests at once."
                    )
                    log.write(message.format(reason=error.strerror))
                self._is_exhausted = True
                time.sleep(_PAUSE)
            raise
        self._is_exhausted = False
        return request

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log what was not expected, such as running out of threads."""
        error = sys.exception()
        assert error is not None
        log.write_failure(error, "(no response)")


def listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine; 0 means any free one.

    Raises SandboxError: the port does not exist, is in use, or needs more rights.
    """
    if not 0 <= port <= 65535:
        message = _("{port} is not a port. Enter a number from 0 to 65535; 0 is any free port.")
        raise SandboxError(message.format(port=port))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            message = _("Port {port} is in use by another program. Use another port, or 0 for any free port.")
            raise SandboxError(message.format(port=port)) from error
        message = _("Port {port} cannot be used: {reason}. Try a port from 1024, or 0 for any free port.")
        raise SandboxError(message.format(port=port, reason=error.strerror)) from error
    return listener
