"""Waiting for what blocks: in a thread that leaving never waits for."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def wait(work: Callable[[], Answer], *, name: str) -> Answer:
    """What comes of something that blocks; Ctrl-C and signals arrive all the same.

    Args:
        work: What to do.
        name: What its thread is called.
    """
    done: queue.SimpleQueue[tuple[Answer | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:  # raised again below, where it is seen
            done.put((None, error))

    threading.Thread(target=run, daemon=True, name=name).start()
    found, error = done.get()
    if error is not None:
        raise error
    return found  # type: ignore[return-value]  # what it is, is known to whoever asked
