"""Locks that end with the process that holds them, however it ends."""

import contextlib
import fcntl
import os
import time
from pathlib import Path

from wizard.storage.errors import StoreError, from_os_error

PATIENCE = 3.0
"""Seconds to wait for another process, which holds a lock for milliseconds unless it hangs."""
_PAUSE = 0.02


class Held(StoreError):
    """Another process holds the lock."""


class Lock:
    """A lock on a file that exists for nothing else. Use :func:`acquire`.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    def release(self, *, remove: bool = False) -> None:
        """Lets go of the lock.

        Args:
            remove: Whether to delete its file, too.
        """
        if remove:
            with contextlib.suppress(OSError):  # an empty file that stays behind does no harm
                self.path.unlink()
        os.close(self._descriptor)


def acquire(path: Path, *, shared: bool = False, patience: float = 0.0) -> Lock:
    """Takes a lock; its file is made where it is missing.

    On a file system that knows no locks, everybody gets it.

    Args:
        path: The file to lock.
        shared: Whether others may hold it too, as long as they share it.
        patience: Seconds to wait for it; with 0 it is taken at once or not at all.

    Raises:
        Held: Another process, or another part of this one, holds it.
        StoreError: The file cannot be made.
    """
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    until = time.monotonic() + patience
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise from_os_error(error, path, "write") from error
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError as error:
            os.close(descriptor)
            if time.monotonic() >= until:
                raise Held("locked", path=path) from error
            time.sleep(_PAUSE)
            continue
        except OSError:
            return Lock(path, descriptor)
        if os.fstat(descriptor).st_nlink:
            return Lock(path, descriptor)
        os.close(descriptor)  # deleted by its last holder between our opening and our locking it
