"""The journal: what is about to be sent, written down before it is, and what came of it.

One file for each submission. It is on the disk before the first attempt, so that whatever happens then, the
next run knows which token to ask with. A submission that is settled gets its outcome in a second file, and
the first one goes.
"""

import contextlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wizard.storage.errors import NotThere, StoreError, from_os_error, say
from wizard.storage.files import PRIVATE, delete, make_folder, read_bytes, write_atomically
from wizard.storage.locks import PATIENCE, acquire

_FILE = re.compile(r"(?P<stem>\d{20}-[0-9a-f]{8})\.(?P<state>open|settled)\.json")


class Journal:
    """The submissions of all wizards of a user. Several processes may use it at once.

    An entry is an object with at least `token` (a text); an entry that is settled has its `outcome`, too.
    Whoever writes one sees to it that it holds no secret.

    Args:
        folder: The folder of the journal; made on the first entry.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def alone(self, patience: float = PATIENCE) -> Iterator[None]:
        """Lets nobody else look for a submission to take up, or begin one, between the two.

        Two processes that send the same request at the same moment would else miss each other.

        Args:
            patience: Seconds to wait for another process.

        Raises:
            StoreError: The folder of the journal cannot be written, or another process does not let go of it.
        """
        make_folder(self.folder)
        lock = acquire(self.folder / ".lock", patience=patience)
        try:
            yield
        finally:
            lock.release()

    def begin(self, entry: Mapping[str, Any]) -> None:
        """Writes down a submission that is about to be sent. When this returns, it is on the disk.

        Raises:
            ValueError: The entry has no token.
            StoreError: It cannot be written; nothing may be sent then.
        """
        if not isinstance(entry.get("token"), str):
            raise ValueError(say("record-shape", member="token"))
        make_folder(self.folder)
        name = f"{time.time_ns():020d}-{os.urandom(4).hex()}.open.json"
        write_atomically(self.folder / name, _to_bytes(entry), mode=PRIVATE, overwrite=False)

    def settle(
        self, token: str, outcome: Mapping[str, Any], *, target: Mapping[str, Any] | None = None
    ) -> None:
        """Writes down what came of the submission with a token, which is over then.

        Another process may have settled it first. That a cluster was created is then put in the place of any
        other outcome, so that no cluster is forgotten.

        Args:
            token: The token of an entry that is not settled.
            outcome: What came of it.
            target: The target of that entry, where the same token may be under way to several.

        Raises:
            NotThere: No such submission is under way.
            StoreError: It cannot be written.
        """
        found = False
        for path, entry in self._entries("open"):
            if entry["token"] == token and (target is None or entry.get("target") == target):
                found = True
                settled = path.with_name(path.name.replace(".open.", ".settled."))
                write_atomically(settled, _to_bytes({**entry, "outcome": dict(outcome)}), mode=PRIVATE)
                with contextlib.suppress(NotThere):  # another process was as fast
                    delete(path)
        if not found and outcome.get("outcome") == "created":
            found = self._correct(token, outcome, target)
        if not found:
            raise NotThere("journal-unknown", token=token)

    def _correct(self, token: str, outcome: Mapping[str, Any], target: Mapping[str, Any] | None) -> bool:
        for path, entry in self._entries("settled"):
            fits = entry["token"] == token and (target is None or entry.get("target") == target)
            if fits and "id" not in entry.get("outcome", {}):
                write_atomically(path, _to_bytes({**entry, "outcome": dict(outcome)}), mode=PRIVATE)
                return True
        return False

    def take_up(self, token: str, target: Mapping[str, Any]) -> int:
        """Writes into an open entry that one more run sends it; which one, from 1.

        Raises:
            StoreError: It cannot be written.
        """
        number = 0
        for path, entry in self._entries("open"):
            if entry["token"] == token and entry.get("target") == target:
                number = _runs(entry) + 1
                kept = {name: value for name, value in entry.items() if name != "unsent"}
                write_atomically(path, _to_bytes({**kept, "runs": number}), mode=PRIVATE)
        return number

    def mark_unsent(self, token: str, target: Mapping[str, Any], number: int) -> None:
        """Writes into an open entry that nothing of it was sent, unless a later run has taken it up.

        Args:
            token: Its token.
            target: Its target, as the entry has it.
            number: Which run says so; 0 is the one that began it.

        Raises:
            StoreError: It cannot be written.
        """
        for path, entry in self._entries("open"):
            if entry["token"] == token and entry.get("target") == target and _runs(entry) == number:
                write_atomically(path, _to_bytes({**entry, "unsent": True}), mode=PRIVATE)

    def note(self, token: str, target: Mapping[str, Any], **members: Any) -> None:
        """Adds to the outcome of a submission that is settled: that its cluster was deleted, for example.

        Args:
            token: Its token.
            target: Its target, as the entry has it.
            members: What to add to the outcome, or to put in the place of what it says.

        Raises:
            StoreError: It cannot be written.
        """
        for path, entry in self._entries("settled"):
            if entry["token"] == token and entry.get("target") == target:
                outcome = {**entry.get("outcome", {}), **members}
                write_atomically(path, _to_bytes({**entry, "outcome": outcome}), mode=PRIVATE)

    def unsettled(self) -> list[dict[str, Any]]:
        """The submissions of which nobody knows what came, the oldest first."""
        return [entry for _, entry in self._entries("open")]

    def all(self) -> list[dict[str, Any]]:
        """Every submission, the oldest first; those that are settled have an `outcome`."""
        both = [*self._entries("open"), *self._entries("settled")]
        return [entry for _, entry in sorted(both, key=lambda item: item[0].name)]

    def broken(self) -> list[Path]:
        """Files of the journal that cannot be read: passed over everywhere else, and never deleted."""
        return [path for path in self._files() if _read(path) is None]

    def _entries(self, state: str) -> list[tuple[Path, dict[str, Any]]]:
        files = self._files()
        # Between the writing of the outcome and the end of the first file, both are there.
        settled = {_stem(path) for path in files if path.name.endswith(".settled.json")}
        wanted = [
            path
            for path in files
            if path.name.endswith(f".{state}.json") and (state == "settled" or _stem(path) not in settled)
        ]
        return [(path, entry) for path in wanted if (entry := _read(path)) is not None]

    def _files(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if _FILE.fullmatch(path.name))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise from_os_error(error, self.folder, "read") from error


def _runs(entry: Mapping[str, Any]) -> int:
    runs = entry.get("runs", 0)
    return runs if isinstance(runs, int) else 0


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


def _to_bytes(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(entry), indent=2).encode() + b"\n"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        entry = json.loads(read_bytes(path))
    except (StoreError, ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("token"), str) else None
