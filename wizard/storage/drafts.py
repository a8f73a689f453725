"""The files of drafts: one for each wizard, so that nothing typed is lost and no two get in each other's way.

A wizard holds a lock beside its draft for as long as it runs. The kernel lets go of it when the process ends,
however that happens, so a draft that nobody holds is one that was left behind, also after a restart of the
machine.
"""

import contextlib
import json
import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from wizard.storage.draft import Draft, from_record
from wizard.storage.errors import NotThere, StoreError, from_os_error, say
from wizard.storage.files import PRIVATE, delete, make_folder, read_bytes, temporary_name, write_atomically
from wizard.storage.locks import Held, Lock, acquire

_NAME = re.compile(r"(draft-[0-9]+-[0-9a-f]+)\.(?:json|lock)")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A draft whose wizard no longer runs."""

    path: Path
    draft: Draft


@dataclass(frozen=True, slots=True)
class BrokenDraft:
    """A file among the drafts that cannot be read as one, and why. It is never deleted."""

    path: Path
    reason: str


class DraftFile:
    """The draft of this wizard. Nothing is made before the first write; no other wizard writes to it.

    Args:
        folder: The folder of the drafts; made on the first write.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / f"draft-{os.getpid()}-{os.urandom(6).hex()}.json"
        self._lock: Lock | None = None
        self._turn = threading.RLock()

    @property
    def path(self) -> Path:
        """The file, whether it exists yet or not."""
        return self._path

    def write(self, draft: Mapping[str, Any]) -> None:
        """Writes the draft; when this returns, it is on the disk.

        Args:
            draft: What :func:`wizard.storage.draft.to_record` built.

        Raises:
            StoreError: It cannot be written.
        """
        data = json.dumps(draft).encode()
        with self._turn:
            if self._lock is None:
                make_folder(self.folder)
                self._lock = acquire(_lock_of(self._path), patience=1)  # for one that just looks at it
            write_atomically(self._path, data, mode=PRIVATE)

    def adopt(self, leftover: Leftover) -> bool:
        """Goes on with a draft that was left: it is this wizard's file from now on; its own is deleted.

        Returns:
            Whether it was still there, and no other wizard has it.

        Raises:
            StoreError: It cannot be locked, or the own one not be deleted.
        """
        with self._turn:
            lock = _take(leftover.path)
            if lock is None:
                return False
            self.discard()
            self._path, self._lock = leftover.path, lock
            return True

    def discard(self) -> None:
        """Deletes the draft; a later write makes it anew.

        Raises:
            StoreError: It cannot be deleted.
        """
        with self._turn:
            if self._lock is not None:
                with contextlib.suppress(NotThere):
                    delete(self._path)
                self._lock.release(remove=True)
                self._lock = None

    def close(self) -> None:
        """Leaves the draft behind for the next wizard to offer, as the end of the process does."""
        with self._turn:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def leftovers(folder: Path) -> list[Leftover | BrokenDraft]:
    """The drafts of wizards that no longer run, the newest first, then what among them cannot be read.

    Raises:
        StoreError: The folder cannot be read.
    """
    found: list[Leftover] = []
    broken: list[BrokenDraft] = []
    for path in _drafts(folder):
        if _in_use(path):
            continue
        try:
            found.append(Leftover(path, _read(path)))
        except NotThere:
            continue
        except StoreError as error:
            broken.append(BrokenDraft(path, str(error)))
        except (ValueError, RecursionError) as error:
            broken.append(BrokenDraft(path, say("draft-broken", path=path, reason=str(error))))
    found.sort(key=lambda leftover: leftover.draft.written_at, reverse=True)
    return [*found, *broken]


def discard(leftover: Leftover) -> bool:
    """Deletes a draft that was left, as the user wished.

    Returns:
        Whether it was still there, and no other wizard has it.

    Raises:
        StoreError: It cannot be deleted.
    """
    lock = _take(leftover.path)
    if lock is None:
        return False
    try:
        delete(leftover.path)
    except NotThere:
        return False
    finally:
        lock.release(remove=not leftover.path.exists())
    return True


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _take(path: Path) -> Lock | None:
    """Takes a draft that was left; None where it is gone or somebody else has it."""
    if not path.exists():
        return None
    for pause in (0.0, 0.01, 0.05):  # somebody may just be looking whether it is in use
        time.sleep(pause)
        try:
            lock = acquire(_lock_of(path))
        except Held:
            continue
        if path.exists():
            return lock
        lock.release(remove=True)
        return None
    return None


def _in_use(path: Path) -> bool:
    """Whether the wizard of a draft runs. If not, what it left half written is deleted."""
    try:
        lock = acquire(_lock_of(path), shared=True)
    except Held:
        return True
    except StoreError:  # where no lock can be made, no wizard writes either
        return False
    for temporary in path.parent.glob(f"{temporary_name(path.name)}*.tmp"):
        with contextlib.suppress(OSError):
            temporary.unlink()
    lock.release(remove=not path.exists())
    return False


def _drafts(folder: Path) -> list[Path]:
    """The files of drafts that stand in a folder, or would beside a lock that does."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise from_os_error(error, folder, "read") from error
    found = dict.fromkeys(match[1] for name in names if (match := _NAME.fullmatch(name)))
    return [folder / f"{stem}.json" for stem in found]


def _read(path: Path) -> Draft:
    data = read_bytes(path)
    try:
        record = json.loads(data)
    except ValueError as error:
        raise ValueError(say("record-not-json")) from error
    return from_record(record)
