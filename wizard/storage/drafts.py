"""The files of drafts, one for each wizard.

A wizard holds a lock beside its draft while it runs. The system releases the lock when the process ends, so a
draft that is not locked belongs to an earlier wizard and can be recovered.
"""

import contextlib
import json
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wizard.document.presets import remove_secret_defaults
from wizard.document.secrets import find_secrets, remove_secrets
from wizard.document.tree import to_pointer
from wizard.errors import BrokenFileError, LockedError, NotFoundError, StorageError
from wizard.i18n import _
from wizard.models.draft import Draft, DraftSource
from wizard.models.journal import get_cluster_name
from wizard.models.stored import InvalidContentError
from wizard.storage.files import (
    PRIVATE,
    acquire_lock,
    delete,
    delete_temporaries,
    read_bytes,
    write_atomically,
)
from wizard.text import format_path

_NAME = re.compile(r"(draft-[0-9]+-[0-9a-f]+)\.(?:json|lock)")
_PROBE_PATIENCE = 0.05
"""Seconds to wait for a process that only checks whether a draft is in use."""


@dataclass(frozen=True, slots=True)
class RecoverableDraft:
    """A draft whose wizard no longer runs."""

    path: Path
    draft: Draft

    @property
    def name(self) -> str:
        """The cluster's name, or ``""``."""
        return get_cluster_name(self.draft.request)


def make_draft(
    request: Any,
    *,
    origin: DraftSource,
    step: str,
    preset: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Draft:
    """Return the draft of a document, without the secrets that were typed."""
    return Draft(
        request=remove_secrets(request),
        secrets=[to_pointer(path) for path, _secret in find_secrets(request)],
        preset=None if preset is None else remove_secret_defaults(preset, request),
        origin=origin,
        step=step,
        saved=False,
        written_at=at or datetime.now(UTC),
    )


class DraftFile:
    """The draft of this wizard. Nothing is created before the first write; no other wizard writes to it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"draft-{os.getpid()}-{os.urandom(6).hex()}.json"
        self._lock: contextlib.ExitStack | None = None
        self._turn = threading.RLock()

    def write(self, draft: Draft) -> None:
        """Write the draft; when this returns, it is on the disk."""
        # The request may hold what pydantic cannot write: deep nesting, unpaired surrogates.
        content = {
            **draft.model_dump(exclude={"request", "preset"}),
            "written_at": draft.written_at.isoformat(),
            "preset": draft.preset,
            "request": draft.request,
        }
        data = json.dumps(content).encode()
        with self._turn:
            if self._lock is None:
                self._lock = acquire_lock(_get_lock_path(self.path), patience=1)
            write_atomically(self.path, data, mode=PRIVATE)

    def adopt(self, recoverable: RecoverableDraft) -> Draft:
        """Continue the draft of an earlier wizard in its file; the file of this wizard is deleted.

        Raises:
            NotFoundError: It was deleted, or is open in another wizard.
            StorageError: It cannot be locked or read, or this wizard's own file cannot be deleted.
        """
        with self._turn, _lock_existing(recoverable.path) as lock:
            draft = _read(recoverable.path)
            self.discard()
            self.path, self._lock = recoverable.path, lock.pop_all()
            return draft

    def discard(self) -> None:
        """Delete the draft; a later write creates it again."""
        with self._turn:
            if self._lock is not None:
                with contextlib.suppress(NotFoundError):
                    delete(self.path)
                _release(self._lock, self.path)
                self._lock = None

    def close(self) -> None:
        """Release the draft, so that the next wizard offers it, as the end of the process does."""
        with self._turn:
            if self._lock is not None:
                self._lock.close()
                self._lock = None


def list_drafts(folder: Path) -> list[RecoverableDraft]:
    """Return the readable drafts of wizards that no longer run, the newest first; broken ones are kept."""
    found: list[RecoverableDraft] = []
    for path in _list_draft_paths(folder):
        if not _is_in_use(path):
            with contextlib.suppress(StorageError):
                found.append(RecoverableDraft(path, _read(path)))
    return sorted(found, key=lambda each: each.draft.written_at, reverse=True)


def discard(recoverable: RecoverableDraft) -> None:
    """Delete the draft of an earlier wizard.

    Raises:
        NotFoundError: It was deleted, or is open in another wizard.
    """
    lock = _lock_existing(recoverable.path)
    try:
        delete(recoverable.path)
    finally:
        _release(lock, recoverable.path)


def _get_lock_path(path: Path) -> Path:
    return path.with_suffix(".lock")


def _lock_existing(path: Path) -> contextlib.ExitStack:
    """Lock the draft of an earlier wizard; raise NotFoundError if it was deleted or is open elsewhere."""
    gone = NotFoundError(_("This draft is gone, or another wizard has it open."))
    if not path.exists():
        raise gone
    try:
        lock = acquire_lock(_get_lock_path(path), patience=_PROBE_PATIENCE)
    except LockedError as error:
        raise gone from error
    if path.exists():
        return lock
    _release(lock, path)
    raise gone


def _release(lock: contextlib.ExitStack, path: Path) -> None:
    """Release the lock of a draft, and delete its file if there is no draft."""
    if not path.exists():
        with contextlib.suppress(OSError):  # an empty file that remains does no harm
            _get_lock_path(path).unlink()
    lock.close()


def _is_in_use(path: Path) -> bool:
    """Return whether the wizard of a draft runs; if not, its temporary files are deleted."""
    try:
        lock = acquire_lock(_get_lock_path(path), patience=_PROBE_PATIENCE)
    except LockedError:
        return True
    except StorageError:  # where no lock can be created, no wizard writes either
        return False
    delete_temporaries(path)
    _release(lock, path)
    return False


def _list_draft_paths(folder: Path) -> list[Path]:
    """Return the paths of drafts in a folder, also of those that have only a lock."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:  # the wizard also works without drafts
        return []
    found = dict.fromkeys(match[1] for name in names if (match := _NAME.fullmatch(name)))
    return [folder / f"{stem}.json" for stem in found]


def _read(path: Path) -> Draft:
    try:
        return Draft.parse(json.loads(read_bytes(path)))
    except (ValueError, RecursionError) as error:
        reason = error if isinstance(error, InvalidContentError) else _("It is not valid JSON.")
        message = _("{path} is not a readable draft and was not changed: {reason}")
        raise BrokenFileError(message.format(path=format_path(path), reason=reason), path) from error
