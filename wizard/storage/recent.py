"""The files that were opened or saved last: a convenience, which is never in the way."""

import contextlib
import json
import os
from pathlib import Path

from wizard.storage import locations
from wizard.storage.errors import StoreError
from wizard.storage.files import PRIVATE, make_folder, read_bytes, write_atomically

MOST = 10
"""How many are remembered."""


def recent() -> list[str]:
    """The files that were opened or saved last and still exist, the latest first; below home as ``~/…``."""
    return [_short(path) for path in _read() if os.path.isfile(path)]


def remember(path: Path) -> None:
    """Put a file at the head of the list."""
    latest = os.path.abspath(path)
    paths = [latest, *(each for each in _read() if each != latest)][:MOST]
    with contextlib.suppress(StoreError):
        make_folder(_file().parent)
        write_atomically(_file(), json.dumps(paths, indent=2).encode(), mode=PRIVATE)


def _file() -> Path:
    return locations.state_folder() / "recent.json"


def _read() -> list[str]:
    try:
        paths = json.loads(read_bytes(_file()))
    except (StoreError, ValueError, RecursionError):
        return []
    return [each for each in paths if isinstance(each, str)] if isinstance(paths, list) else []


def _short(path: str) -> str:
    home = os.path.join(os.path.expanduser("~"), "")
    return os.path.join("~", path.removeprefix(home)) if path.startswith(home) else path
