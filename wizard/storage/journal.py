"""The submission journal: a submission is recorded on the disk before it is sent, and its result afterwards.

Each submission has its own file, so that after any failure the next run knows which token to send again. A
finished submission is written to a second file with its result, then the first one is deleted.
"""

import contextlib
import json
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wizard.errors import NotFoundError, StorageError
from wizard.i18n import _
from wizard.models.journal import JournalEntry
from wizard.storage.files import (
    PATIENCE,
    PRIVATE,
    acquire_lock,
    delete,
    list_folder,
    make_folder,
    read_bytes,
    write_atomically,
)
from wizard.text import format_path

_FILE = re.compile(r"\d{20}-[0-9a-f]{8}\.(open|settled)\.json")


class Journal:
    """The submissions of all wizards of a user. Several processes may use it simultaneously.

    Methods raise a StorageError if a file cannot be read or written. The caller keeps secrets out of
    entries.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lock(self, patience: float = PATIENCE) -> contextlib.ExitStack:
        """Return a context manager in which no other process looks for, starts or resumes a submission.

        Otherwise two processes that send the same request simultaneously would not find each other's.
        """
        return acquire_lock(self.folder / ".lock", patience=patience)

    def start(self, entry: JournalEntry) -> None:
        """Record a submission that is about to be sent. When this returns, it is on the disk.

        Raises StorageError: it cannot be written; nothing may be sent then.
        """
        make_folder(self.folder)
        name = f"{time.time_ns():020d}-{os.urandom(4).hex()}.open.json"
        _write(self.folder / name, _to_content(entry))

    def finish(self, submission: JournalEntry, outcome: Mapping[str, Any]) -> None:
        """Record the result of a submission. Raises NotFoundError: no such submission is pending.

        Another process may have finished it first. That a cluster was created then replaces any other result,
        so that no cluster is forgotten. The same token may be pending for several profiles and requests.
        """
        pending = self._find("open", submission)
        for path, entry in pending:
            finished = path.with_name(path.name.replace(".open.", ".settled."))
            _write(finished, _to_content(entry, outcome=dict(outcome)))
            with contextlib.suppress(NotFoundError):  # another process deleted it
                delete(path)
        if pending:
            return
        for path, entry in self._find("settled", submission):
            if outcome.get("outcome") == "created" and "id" not in (entry.outcome or {}):
                _write(path, _to_content(entry, outcome=dict(outcome)))
                return
        message = _("The journal has no unconfirmed submission with the token {token}.")
        raise NotFoundError(message.format(token=submission.token))

    def resume(self, submission: JournalEntry) -> int:
        """Record in a pending entry that one more run sends it, and return its number, from 1."""
        number = 0
        with self.lock():
            for path, entry in self._find("open", submission):
                number = entry.runs + 1
                content = _to_content(entry, runs=number)
                content.pop("unsent", None)
                _write(path, content)
        return number

    def mark_unsent(self, submission: JournalEntry, number: int) -> None:
        """Record that a run (0: the first) sent nothing, unless a later one has resumed the submission."""
        with self.lock():
            for path, entry in self._find("open", submission):
                if entry.runs == number:
                    _write(path, _to_content(entry, unsent=True))

    def annotate(self, submission: JournalEntry, **members: Any) -> None:
        """Add to the result of a finished submission, for example that its cluster was deleted."""
        for path, entry in self._find("settled", submission):
            _write(path, _to_content(entry, outcome={**(entry.outcome or {}), **members}))

    def pending(self) -> list[JournalEntry]:
        """Return the submissions without a result, the oldest first."""
        return [entry for _path, entry in self._list_entries("open")]

    def all(self) -> list[JournalEntry]:
        """Return every submission, the oldest first; finished ones have an `outcome`."""
        both = [*self._list_entries("open"), *self._list_entries("settled")]
        return [entry for _path, entry in sorted(both, key=lambda item: item[0].name)]

    def broken(self) -> list[Path]:
        """Return the files that cannot be read. They are never deleted; the other methods ignore them."""
        return [path for path in self._list_files() if _read(path) is None]

    def check_pending(self) -> None:
        """Check that each pending submission can be read. Raises StorageError."""
        for path in self._list_files():
            if path.name.endswith(".open.json") and _read(path) is None:
                text = _(
                    "{path} cannot be read. It may record this request, sent without a response, so the "
                    "request is not sent again: that could create a second cluster. Make the file readable, "
                    "or check the list of clusters and move the file away."
                )
                raise StorageError(text.format(path=format_path(path)))

    def _find(self, state: str, submission: JournalEntry) -> list[tuple[Path, JournalEntry]]:
        def identify(entry: JournalEntry) -> tuple[Any, ...]:
            return entry.token, entry.target, entry.sha256

        wanted = identify(submission)
        return [(path, entry) for path, entry in self._list_entries(state) if identify(entry) == wanted]

    def _list_entries(self, state: str) -> list[tuple[Path, JournalEntry]]:
        names = {path.name: path for path in self._list_files()}
        # Between writing the result and deleting the first file, both are there.
        wanted = [
            path
            for name, path in names.items()
            if name.endswith(f".{state}.json")
            and (state == "settled" or name.replace(".open.", ".settled.") not in names)
        ]
        return [(path, entry) for path in wanted if (entry := _read(path)) is not None]

    def _list_files(self) -> list[Path]:
        return [path for path in list_folder(self.folder) if _FILE.fullmatch(path.name)]


def _write(path: Path, content: dict[str, Any]) -> None:
    data = json.dumps(content, indent=2).encode() + b"\n"
    write_atomically(path, data, mode=PRIVATE)


def _to_content(entry: JournalEntry, **changes: Any) -> dict[str, Any]:
    """Return the content of an entry's file with some keys changed."""
    # The request may be nested so deeply that pydantic cannot dump it.
    content = entry.model_dump(exclude={"request"}, exclude_unset=True)
    request = {"request": entry.request} if "request" in entry.model_fields_set else {}
    return {**content, **request, **changes}


def _read(path: Path) -> JournalEntry | None:
    try:
        return JournalEntry.parse(json.loads(read_bytes(path)))
    except (StorageError, ValueError, RecursionError):
        return None
