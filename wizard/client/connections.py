"""Connections that another thread can break off."""

import contextlib
import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter

__all__ = ["Connections"]


class Connections(HTTPAdapter):
    """Connections that end when their answer is given up, even while another thread waits for a byte of it.

    Closing a response does not wake a thread that reads from its socket; shutting the socket down does.
    """

    def __init__(self) -> None:
        self._connections: list[Any] = []
        self._sockets: list[socket.socket] = []
        self._is_over = threading.Event()
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """The pool of connections for a request; those that it opens are known here."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        kind = pool.ConnectionCls

        def connect(connection: Any) -> None:
            self._connections.append(connection)
            kind.connect(connection)
            self._sockets.append(connection.sock)  # which the connection may hand over to its response
            if self._is_over.is_set():
                raise ConnectionAbortedError("given up")

        pool.ConnectionCls = type(kind.__name__, (kind,), {"connect": connect})
        return pool

    def break_off(self) -> None:
        """End all connections, and let no further one come about. Raises nothing."""
        self._is_over.set()
        for each in [*self._sockets, *(connection.sock for connection in self._connections)]:
            if each is not None:
                with contextlib.suppress(OSError):  # it has ended by itself
                    each.shutdown(socket.SHUT_RDWR)
