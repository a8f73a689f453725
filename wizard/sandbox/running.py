"""Run a sandbox inside the process or in the foreground."""

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.sandbox.options import parse_speed

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

    from wizard.sandbox.storage import Storage

_POLL_INTERVAL = 0.25
"""The most seconds until a signal or a call of `stop` takes effect."""


class RunningSandbox(contextlib.AbstractContextManager["RunningSandbox"]):
    """A sandbox that runs in a background thread until it is stopped or the process ends."""

    def __init__(self, server: "BaseWSGIServer", storage: "Storage") -> None:
        self.data_file = storage.file
        self.port = server.port
        self.url = f"http://127.0.0.1:{server.port}"
        self._server = server
        self._storage = storage
        self._thread = threading.Thread(
            target=server.serve_forever, args=(_POLL_INTERVAL,), name="sandbox", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop answering immediately; a second call does nothing."""
        if self._thread.is_alive():
            stopping = threading.Thread(target=self._server.shutdown, name="sandbox-stop", daemon=True)
            stopping.start()
            # wake up the server, which may be waiting for a connection
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                pass
            stopping.join()
            self._thread.join()
            self._storage.close()

    def __exit__(self, *exception: object) -> None:
        self.stop()


def start(
    data_file: str | os.PathLike[str], *, port: int = 0, speed: str | float = 1.0, **options: Any
) -> RunningSandbox:
    """Start a sandbox inside this process; it answers as soon as this returns.

    Args:
        data_file: Its SQLite file, created with its folder if missing. Several sandboxes, also of several
            processes, may use one file at the same time.
        speed: How fast instances start and clusters are deleted: 10 is ten times as fast as usual; with
            ``inf`` nothing takes time.
        options: Other attributes of `app.Application`.
    """
    # here, so that importing the package is cheap
    from wizard.sandbox.app import Application
    from wizard.sandbox.server import Server, listen
    from wizard.sandbox.storage import Storage

    checked = parse_speed(speed)
    listener = listen(port)
    try:
        storage = Storage(Path(data_file))
    except BaseException:
        listener.close()
        raise
    application = Application(storage, speed=checked, **options)
    return RunningSandbox(Server(application, listener, application.clock), storage)


def serve(
    data_file: str | os.PathLike[str], *, ready: Callable[[RunningSandbox], None], **options: Any
) -> signal.Signals:
    """Run a sandbox in the foreground until a signal ends it, and return that. For the main thread only."""
    received: list[int] = []
    # signals that are ignored stay so, for nohup and for shells that start this in the background
    handlers = {
        number: signal.signal(number, lambda number, frame: received.append(number))
        for number in {signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGTERM)}
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        with start(data_file, **options) as sandbox:
            ready(sandbox)
            while not received:  # no unlimited wait: a signal that another thread receives does not end it
                time.sleep(_POLL_INTERVAL)
            return signal.Signals(received[0])
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
