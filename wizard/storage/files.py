"""Atomic reading and writing of files, and locks."""

import contextlib
import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Literal

from wizard.errors import AlreadyExistsError, LockedError, NotFoundError, StorageError
from wizard.i18n import N_, _
from wizard.storage.locations import NOWHERE
from wizard.text import format_path

PRIVATE = 0o600
"""Mode of files that only the user may read: drafts, the journal, profiles."""

PUBLIC = 0o644
"""Mode of files that others may read, as far as the umask allows."""

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read; the service accepts 4 MiB."""

PATIENCE = 3.0
"""Seconds to wait for a lock, which other processes hold for milliseconds unless they hang."""

_NO_FOLDER = N_(
    "{path} was not written: the folder {folder} does not exist. Create it, or save in another one."
)
_NOT_READ = N_("{path} is not a regular file and was not read. Name a file.")
_NOT_WRITTEN = N_("{path} is not a regular file and was not written. Choose another name.")
_NOT_DELETED = N_("{path} was not deleted: you have no permission to. Check the permissions of {folder}.")

Action = Literal["read", "write", "delete"]
_SAME = {errno.EPERM: errno.EACCES, errno.ENOTDIR: errno.ENOENT, errno.EDQUOT: errno.ENOSPC}
"""Errors that have the message of another one."""
_MESSAGES: dict[tuple[Action, int], str] = {
    ("read", errno.ENOENT): N_("{path} does not exist. Check the name and the folder."),
    ("read", errno.EACCES): N_(
        "{path} cannot be read: you have no permission to. Check its permissions with ls -l."
    ),
    ("read", errno.EISDIR): N_("{path} is a folder, not a file. Name a file in it."),
    ("write", errno.EACCES): N_(
        "{path} was not written: you have no permission to write there. "
        "Check the permissions of {folder}, or save under another name."
    ),
    ("write", errno.EROFS): N_("{path} was not written: its disk is read-only. Save in another folder."),
    ("write", errno.ENOSPC): N_(
        "{path} was not written: the disk is full, or your quota is used up. "
        "Make room, then save again. What was there before is unchanged."
    ),
    ("write", errno.ENOENT): _NO_FOLDER,
    ("write", errno.EISDIR): N_("{path} is a folder, not a file. Choose another name."),
    ("write", errno.ENAMETOOLONG): N_("{path} was not written: its name is too long. Choose a shorter one."),
    ("delete", errno.ENOENT): N_("{path} does not exist, so there is nothing to delete."),
    ("delete", errno.EACCES): _NOT_DELETED,
    ("delete", errno.EROFS): _NOT_DELETED,
}
_OTHERWISE: dict[Action, str] = {
    "read": N_("{path} cannot be read: {reason}."),
    "write": N_("{path} was not written: {reason}. What was there before is unchanged."),
    "delete": N_("{path} was not deleted: {reason}."),
}


def explain(error: OSError | ValueError, path: Path, action: Action) -> StorageError:
    """Return the error about a file for what the system reports: a ``ValueError`` for a NUL in its name."""
    number = getattr(error, "errno", None) or 0
    is_missing = action != "write" and number in (errno.ENOENT, errno.ENOTDIR)
    message = _(_MESSAGES.get((action, _SAME.get(number, number))) or _OTHERWISE[action])
    reason = os.strerror(number) if number else str(error)
    kind = NotFoundError if is_missing else StorageError
    return kind(message.format(path=format_path(path), folder=format_path(path.parent), reason=reason))


def read_bytes(path: Path) -> bytes:
    """Return the content of a regular file of at most :data:`LARGEST` bytes.

    Raises NotFoundError: there is no such file; StorageError: it is something else, or cannot be read.
    """
    try:
        _check_kind(path, path.stat().st_mode, _NOT_READ)  # opening a device may already have an effect
        # O_NONBLOCK: a pipe may have replaced the file in the meantime.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            _check_kind(path, status.st_mode, _NOT_READ)
            data = b"" if status.st_size > LARGEST else file.read(LARGEST + 1) or b""
            if max(status.st_size, len(data)) > LARGEST:
                message = _("{path} was not read: it is larger than {limit} MiB. Check the file.")
                raise StorageError(message.format(path=format_path(path), limit=LARGEST // 1024**2))
            return data
    except (OSError, ValueError) as error:
        raise explain(error, path, "read") from error


def list_folder(folder: Path) -> list[Path]:
    """Return the paths in a folder, sorted; none without the folder. Raises StorageError."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise explain(error, folder, "read") from error


def digest(data: bytes) -> str:
    """Return the SHA-256 in hexadecimal, to find out whether a file has changed on disk."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the `digest` of a file; ``""`` if it cannot be read."""
    try:
        return digest(read_bytes(path))
    except StorageError:
        return ""


def write_atomically(path: Path, data: bytes, *, mode: int = PUBLIC, overwrite: bool = True) -> None:
    """Write a file so that at every moment either the old or the new content is there as a whole.

    When this returns, the content is on the disk. The target of a symbolic link is replaced, not the link. An
    existing file keeps its permissions and, where possible, its owner.

    Args:
        path: The file. Its folder must exist.
        mode: Permissions of a new file, before the umask. With `PRIVATE`, an existing file is narrowed to it.

    Raises:
        AlreadyExistsError: The file exists, and `overwrite` is false.
        StorageError: It cannot be written. What was there before is unchanged.
    """
    try:
        _write(path, data, mode=mode, overwrite=overwrite)
    except FileExistsError as error:
        message = _("{path} already exists and was not overwritten. Choose another name, or overwrite it.")
        raise AlreadyExistsError(message.format(path=format_path(path))) from error
    except (OSError, ValueError) as error:
        raise explain(error, path, "write") from error


def check_folder(path: Path) -> None:
    """Raise a StorageError for a path of a user without a home folder."""
    if path.is_relative_to(NOWHERE):
        message = _(
            "Nothing can be stored: you have no home folder. Set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME, "
            "XDG_STATE_HOME and XDG_CACHE_HOME, to folders that you can write to."
        )
        raise StorageError(message)


def make_folder(folder: Path) -> None:
    """Create a folder and those above it with mode 0700 under any umask; existing ones stay as they are."""
    check_folder(folder)
    try:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for parent in reversed(missing):
            with contextlib.suppress(FileExistsError):
                parent.mkdir(mode=0o700)
                parent.chmod(0o700)
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as error:
        message = _(_NO_FOLDER).format(path=format_path(folder), folder=format_path(folder))
        raise StorageError(message) from error
    except OSError as error:
        raise explain(error, folder, "write") from error


def delete(path: Path) -> None:
    """Delete a file, or a symbolic link but not its target. Raises NotFoundError: it does not exist."""
    try:
        path.unlink()
        _flush_folder(path.parent)
    except OSError as error:
        raise explain(error, path, "delete") from error


def move(path: Path, place: Path) -> None:
    """Rename a file or a symbolic link; an existing file is replaced."""
    try:
        os.replace(path, place)
        _flush_folder(place.parent)
    except OSError as error:
        raise explain(error, place, "write") from error


def acquire_lock(path: Path, *, patience: float = PATIENCE) -> contextlib.ExitStack:
    """Acquire the lock of a file, which is created with its folder if it is missing.

    The system releases the lock when the process ends. On a file system without locks, it has no effect.

    Args:
        patience: Seconds to wait for another process; 0 not to wait.

    Returns:
        A context manager that releases the lock; so does its ``close``.

    Raises:
        LockedError: Another process, or another part of this one, holds it.
        StorageError: The file cannot be created.
    """
    from filelock import FileLock, Timeout

    make_folder(path.parent)
    lock = FileLock(path, mode=0o600, thread_local=False)
    while True:
        stack = contextlib.ExitStack()
        try:
            stack.enter_context(lock.acquire(timeout=patience, poll_interval=0.02))
        except Timeout as error:
            message = _(
                "Nothing was changed: another process holds the lock {path}. Try again; if that does not "
                "help, end the process that holds it."
            )
            raise LockedError(message.format(path=format_path(path))) from error
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP):
                return stack
            raise explain(error, path, "write") from error
        if path.exists():
            return stack
        stack.close()  # its last holder deleted it before this process got it


def delete_temporaries(path: Path) -> None:
    """Delete what killed processes left while they wrote a file; the caller holds the lock of its writers."""
    for temporary in path.parent.glob(f"{_make_temporary_prefix(path.name)}*.tmp"):
        with contextlib.suppress(OSError):
            temporary.unlink()


def _make_temporary_prefix(name: str) -> str:
    """Return the beginning of the names of a file's temporary files: hidden, and never too long."""
    return f".{os.fsencode(name)[:80].decode(errors='ignore')}."


def _check_kind(path: Path, mode: int, message: str) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise StorageError(_(message).format(path=format_path(path)))


def _write(path: Path, data: bytes, *, mode: int, overwrite: bool) -> None:
    target = Path(os.path.realpath(path))
    try:
        before = path.stat()
    except FileNotFoundError:
        before = None
    if before is not None:
        _check_kind(path, before.st_mode, _NOT_WRITTEN)
        if not overwrite:
            raise FileExistsError(path)
        if not os.access(target, os.W_OK):
            message = _(
                "{path} was not written: the file is write-protected. "
                "Make it writable, or save under another name."
            )
            raise StorageError(message.format(path=format_path(path)))

    temporary = target.parent / f"{_make_temporary_prefix(target.name)}{os.urandom(6).hex()}.tmp"
    # An existing file may have narrower permissions than `mode`: closed until they are known.
    first_mode = mode if before is None else 0o600
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, first_mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if before is not None and hasattr(os, "fchown"):
                with contextlib.suppress(PermissionError):
                    os.fchown(descriptor, before.st_uid, before.st_gid)
                kept = stat.S_IMODE(before.st_mode)
                os.fchmod(descriptor, kept & mode if mode == PRIVATE else kept)
            file.write(data)
            file.flush()
            _flush(descriptor)
        if overwrite:
            os.replace(temporary, target)
        else:
            _rename_if_free(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _rename_if_free(temporary: Path, target: Path) -> None:
    """Rename a file unless the name is taken: a hard link fails where a rename would overwrite."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the name is taken first, then filled
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.replace(temporary, target)
    else:
        temporary.unlink()


def _flush(descriptor: int) -> None:
    """Wait until a file is on the disk; macOS keeps it in the drive's cache unless asked in its own way."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # type: ignore[attr-defined, unused-ignore]
        return
    os.fsync(descriptor)


def _flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where a folder can be opened: not on Windows."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems that cannot flush a folder
            raise
    finally:
        os.close(descriptor)
