"""Locks that end with the process that holds them, however it ends."""

import contextlib
import fcntl
import os
from pathlib import Path

from wizard.store.errors import from_os_error


class Held(Exception):
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


def acquire(path: Path, *, shared: bool = False, wait: bool = False) -> Lock:
    """Takes a lock; its file is made where it is missing.

    On a file system that knows no locks, everybody gets it.

    Args:
        path: The file to lock.
        shared: Whether others may hold it too, as long as they share it.
        wait: Whether to wait for it. Else it is taken at once or not at all.

    Raises:
        Held: Another process, or another part of this one, holds it.
        StoreError: The file cannot be made.
    """
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise from_os_error(error, path, "write") from error
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError as error:
            os.close(descriptor)
            raise Held(path) from error
        except OSError:
            return Lock(path, descriptor)
        if os.fstat(descriptor).st_nlink:
            return Lock(path, descriptor)
        os.close(descriptor)  # deleted by its last holder between our opening and our locking it
