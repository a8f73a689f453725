"""Starting a sandbox: inside the process, or in the foreground."""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from wizard.sandbox.clock import Clock, utc_now
from wizard.sandbox.quotas import Quotas

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

    from wizard.sandbox.store import Store

_POLL = 0.25
"""Seconds after which a running server sees at the latest that it is to stop."""


class RunningSandbox:
    """A sandbox that answers, until it is stopped or the process ends; it holds up neither.

    Attributes:
        data_file: Where its clusters are.
        port: Where it listens.
        url: The same as an address, ``http://127.0.0.1:PORT``.
    """

    def __init__(self, server: "BaseWSGIServer", store: "Store", data_file: Path) -> None:
        self.data_file = data_file
        self.port = server.port
        self.url = f"http://127.0.0.1:{server.port}"
        self._server = server
        self._store = store
        self._stopped = False
        self._thread = threading.Thread(
            target=server.serve_forever, args=(_POLL,), name="sandbox", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop answering, at once; a second call does nothing."""
        if not self._stopped:
            self._stopped = True
            stopping = threading.Thread(target=self._server.shutdown, name="sandbox-stop", daemon=True)
            stopping.start()
            self._wake()
            stopping.join()
            self._thread.join()
            self._store.close()

    def _wake(self) -> None:
        """Let the server look up: it waits for connections, and would go on until its time is over."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            pass

    def __enter__(self) -> "RunningSandbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(
    data_file: str | os.PathLike[str],
    *,
    port: int = 0,
    quotas: Quotas | None = None,
    verbose: bool = False,
    clock: Clock = utc_now,
    speed: float = 1.0,
    new_id: Callable[[], str] | None = None,
) -> RunningSandbox:
    """Start a sandbox inside this process; it answers as soon as this returns.

    Args:
        data_file: Its SQLite file, made with its folder where it is not there; several sandboxes, of several
            processes too, may use one at once.
        port: Where it listens, on loopback only; 0 takes any that is free.
        quotas: What an account may have at most.
        verbose: Whether every request is written to standard error.
        clock: Tells the time, with its zone; dates of requests are held against it.
        speed: How fast machines start and clusters go: 10 is ten times as fast as usual, ``inf`` at once.
        new_id: Makes the id of a new cluster; at random by default.

    Raises:
        PortTaken: Another program listens on the port.
        CannotListen: The port cannot be used.
        BadDataFile: The file cannot be opened, or is none of the sandbox's.
        BadSetting: The speed is none.
    """
    from wizard.sandbox.app import Application
    from wizard.sandbox.calls import Setting
    from wizard.sandbox.ids import new_cluster_id
    from wizard.sandbox.lifecycle import Pace
    from wizard.sandbox.server import listening, server_of
    from wizard.sandbox.store import Store

    file, pace = Path(data_file), Pace(speed)
    listener = listening(port)
    try:
        store = Store(file)
    except BaseException:
        listener.close()
        raise
    setting = Setting(store, quotas or Quotas(), pace, new_id or new_cluster_id)
    application = Application(setting, clock=clock, verbose=verbose)
    return RunningSandbox(server_of(application, listener, clock), store, file)


def serve(
    data_file: str | os.PathLike[str],
    *,
    ready: Callable[[RunningSandbox], None],
    port: int = 0,
    quotas: Quotas | None = None,
    verbose: bool = False,
    clock: Clock = utc_now,
    speed: float = 1.0,
) -> signal.Signals:
    """Run a sandbox in the foreground until SIGTERM, SIGHUP or Ctrl-C. Only for the main thread.

    Args:
        data_file: As for :func:`start`, and so are the others.
        ready: Called as soon as it answers.
        port: See :func:`start`.
        quotas: See :func:`start`.
        verbose: See :func:`start`.
        clock: See :func:`start`.
        speed: See :func:`start`.

    Returns:
        The signal that ended it.

    Raises:
        SandboxError: As for :func:`start`.
    """
    hear, tell = os.pipe()
    os.set_blocking(tell, False)

    def heard(number: int, frame: FrameType | None) -> None:
        """Nothing: its number is in the pipe, whichever thread the system gave it to."""

    # one that is ignored stays so: nohup, and a shell that runs this in the background, mean it
    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    wanted = [number for number in signals if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, heard) for number in wanted}
    # by itself, a signal that another thread gets would not wake this one up before something else does
    woken = signal.set_wakeup_fd(tell)
    try:
        with start(data_file, port=port, quotas=quotas, verbose=verbose, clock=clock, speed=speed) as sandbox:
            ready(sandbox)
            while (number := os.read(hear, 1)[0]) not in wanted:
                pass
            return signal.Signals(number)
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(hear)
        os.close(tell)
