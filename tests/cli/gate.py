"""Something between a `bcw` and a service that holds answers back."""

import socket
import threading
from contextlib import suppress


class Gate:
    """Lets requests through to a service, and their answers back only while it is open.

    Attributes:
        url: Where it listens.
        passed: Set when the service has answered a request.
        seen: The requests, as they travelled.
    """

    def __init__(self, port: int) -> None:
        self._port, self.open, self._closed = port, threading.Event(), False
        self.passed, self.seen = threading.Event(), list[bytes]()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        if not self._closed:
            self._closed = True
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._exchange, args=(client,), daemon=True).start()

    def _exchange(self, client: socket.socket) -> None:
        with (
            suppress(OSError),  # either side may go away at any time
            client,
            socket.create_connection(("127.0.0.1", self._port)) as service,
        ):
            self.seen.append(whole(client))
            service.sendall(self.seen[-1])
            answer = whole(service)
            self.passed.set()
            if self.open.is_set():
                client.sendall(answer)
            else:
                client.settimeout(60)
                client.recv(1)  # until the client goes away


def whole(connection: socket.socket) -> bytes:
    """A request or an answer as it travels: head, and as much body as it announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0][15:]):
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError
    return received
