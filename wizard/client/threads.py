"""Blocking calls in daemon threads: neither Ctrl+C nor the end of the program waits for them."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


def start_in_thread(call: Callable[[], Result], *, name: str) -> Future[Result]:
    """Start a blocking call in a daemon thread and return its future."""
    future: Future[Result] = Future()
    future.set_running_or_notify_cancel()  # from now on it cannot be cancelled

    def run() -> None:
        try:
            result = call()
        except BaseException as error:  # raised again by `Future.result`
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=run, daemon=True, name=name).start()
    return future
