"""Reading and writing files so that a crash, a full disk or a second process never leaves half a file."""

import contextlib
import errno
import fcntl
import hashlib
import os
import stat
from pathlib import Path

from wizard.storage.errors import AlreadyThere, StoreError, from_os_error
from wizard.storage.locations import NOWHERE

PRIVATE = 0o600
"""Permissions of files that are nobody else's business: drafts and the journal."""

PUBLIC = 0o644
"""Permissions of files that other people may read, as far as the user's umask lets them."""


LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are read at most; the service takes 4 MiB."""


def read_bytes(path: Path) -> bytes:
    """The content of a regular file.

    Raises:
        NotThere: There is no such file.
        StoreError: It is no regular file, it is larger than :data:`LARGEST`, or it cannot be read.
    """
    try:
        _check_kind(path, path.stat().st_mode)  # opening a device may already do something
        # Whatever takes the file's place meanwhile is not waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            _check_kind(path, status.st_mode)
            data = b"" if status.st_size > LARGEST else file.read(LARGEST + 1) or b""
            if max(status.st_size, len(data)) > LARGEST:
                raise StoreError("read-large", path=path, limit=LARGEST // 1024**2)
            return data
    except OSError as error:
        raise from_os_error(error, path, "read") from error
    except ValueError as error:  # a NUL in the name
        raise StoreError("read-failed", path=path, reason=str(error)) from error


def digest(data: bytes) -> str:
    """The SHA-256 of a content in hexadecimal, by which a change of a file on disk is noticed."""
    return hashlib.sha256(data).hexdigest()


def write_atomically(path: Path, data: bytes, *, mode: int = PUBLIC, overwrite: bool = True) -> None:
    """Writes a file so that at every moment either the old content or the new one stands there, whole.

    When this returns, the content is on the disk. A symbolic link stays one: the file that it points to is
    replaced. A file that exists keeps its permissions and, where possible, its owner.

    Args:
        path: The file. Its folder must exist.
        data: The whole content.
        mode: Permissions of a new file, before the umask. With `PRIVATE`, an existing file is narrowed to it.
        overwrite: Whether a file that exists may be replaced.

    Raises:
        AlreadyThere: The file exists, and `overwrite` is false.
        StoreError: It cannot be written. What stood there before is unchanged.
    """
    try:
        _write(path, data, mode=mode, overwrite=overwrite)
    except FileExistsError as error:
        raise AlreadyThere("write-exists", path=path) from error
    except OSError as error:
        raise from_os_error(error, path, "write") from error
    except ValueError as error:  # a NUL in the name
        raise StoreError("write-failed", path=path, reason=str(error)) from error


def check_folder(path: Path) -> None:
    """Raises a StoreError for a path of a user who has no home folder."""
    if path.is_relative_to(NOWHERE):
        raise StoreError("no-home")


def make_folder(folder: Path) -> None:
    """Makes a folder with those above it, with mode 0700 whatever the umask; an existing one stays as it is.

    Raises:
        StoreError: It cannot be made.
    """
    check_folder(folder)
    try:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for parent in reversed(missing):
            with contextlib.suppress(FileExistsError):
                parent.mkdir(mode=0o700)
                parent.chmod(0o700)
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as error:
        raise StoreError("write-no-folder", path=folder, folder=folder) from error
    except OSError as error:
        raise from_os_error(error, folder, "write") from error


def delete(path: Path) -> None:
    """Deletes a file; of a symbolic link the link, not what it points to.

    Raises:
        NotThere: There is no such file.
        StoreError: It cannot be deleted.
    """
    try:
        path.unlink()
        _flush_folder(path.parent)
    except OSError as error:
        raise from_os_error(error, path, "delete") from error


def move(path: Path, place: Path) -> None:
    """Renames a file, of a symbolic link the link, within its folder; what has the new name is replaced.

    Raises:
        StoreError: It cannot be renamed.
    """
    try:
        os.replace(path, place)
        _flush_folder(place.parent)
    except OSError as error:
        raise from_os_error(error, place, "write") from error


def temporary_name(name: str) -> str:
    """The beginning of the names of the temporary files for a file: hidden, and never too long."""
    return f".{os.fsencode(name)[:80].decode(errors='ignore')}."


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise StoreError("read-special", path=path)


def _write(path: Path, data: bytes, *, mode: int, overwrite: bool) -> None:
    target = Path(os.path.realpath(path))
    before = _status(path)
    if before is not None:
        if not overwrite:
            raise FileExistsError(path)
        if stat.S_ISDIR(before.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(before.st_mode):
            raise StoreError("write-special", path=path)
        if not os.access(target, os.W_OK):
            raise StoreError("write-protected", path=path)

    temporary = target.parent / f"{temporary_name(target.name)}{os.urandom(6).hex()}.tmp"
    # A file that exists may be narrower than the mode asked for: closed until its permissions are known.
    first_mode = mode if before is None else 0o600
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, first_mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if before is not None:
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
            _put_if_free(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _put_if_free(temporary: Path, target: Path) -> None:
    """Gives the file its name unless that is taken: a hard link fails where a rename would overwrite."""
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
    """Waits until a file is on the disk; macOS keeps it in the drive's cache unless asked in its own way."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, full)
            return
    os.fsync(descriptor)


def _flush_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems that cannot flush a folder
            raise
    finally:
        os.close(descriptor)
