"""Exceptions whose messages are shown to the user: what is wrong, why, and what to do."""

from pathlib import Path


class BcwError(Exception):
    """Base of all errors whose message is written for the user, in the user's language."""


class StorageError(BcwError):
    """A file of the user could not be read, written or deleted."""


class NotFoundError(StorageError):
    """What was asked for does not exist."""


class AlreadyExistsError(StorageError):
    """The name is taken, and overwriting was not asked for."""


class ChangedOnDiskError(AlreadyExistsError):
    """A file has changed on disk since it was opened; the message asks whether to replace it."""


class InvalidNameError(StorageError):
    """A preset or profile cannot have this name."""


class LockedError(StorageError):
    """Another process holds the lock of a file."""


class BrokenFileError(StorageError):
    """The content of a file is not what it should be.

    Attributes:
        path: The file, which was left unchanged.
    """

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path
