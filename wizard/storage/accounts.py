"""What accounts can choose from, as it was fetched: a cache, which is never in the way."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wizard.storage.errors import StoreError
from wizard.storage.files import PRIVATE, make_folder, read_bytes, write_atomically

FORMAT = 1


class AccountCache:
    """The lists of accounts, a file for each target.

    Args:
        folder: The folder of the files; made when the first one is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, key: tuple[str, ...]) -> dict[str, Any] | None:
        """What was kept under a key; None where there is nothing, or nothing that can be used.

        Args:
            key: Endpoint, region and access key of the target.
        """
        try:
            record = json.loads(read_bytes(self._file(key)))
        except (StoreError, ValueError, RecursionError):
            return None
        fits = isinstance(record, dict) and record.get("format") == FORMAT and record.get("of") == [*key]
        lists = record.get("lists") if fits else None
        return lists if isinstance(lists, dict) else None

    def save(self, key: tuple[str, ...], lists: Mapping[str, Any]) -> None:
        """Keeps what was fetched.

        Raises:
            StoreError: It cannot be written.
        """
        make_folder(self.folder)
        record = {"format": FORMAT, "of": [*key], "lists": dict(lists)}
        write_atomically(self._file(key), json.dumps(record).encode(), mode=PRIVATE)

    def _file(self, key: tuple[str, ...]) -> Path:
        name = hashlib.sha256(json.dumps([*key]).encode()).hexdigest()[:32]
        return self.folder / f"{name}.json"
