"""What the sandbox writes to standard error: requests, if wanted, and what should not have happened."""

import contextlib
import sqlite3
import sys
import traceback
from pathlib import Path

from wizard.sandbox.texts import text
from wizard.text import escape_text

_OF_THE_FILE = (
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
)
"""What SQLite says of a disk or a file that does not do its part."""
_CORRUPT = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def write(line: str) -> None:
    """Write one line; nothing in it reaches the terminal as a control character.

    Nobody there to read it, or no room for it, is no reason to leave a client without its answer.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{escape_text(line)}\n")
        sys.stderr.flush()


def corruption(error: BaseException, file: Path) -> str:
    """What to say, and do, where an exception is about a corrupt file; ``""`` where it is not."""
    is_corrupt = getattr(error, "sqlite_errorname", "").startswith(_CORRUPT)
    return text("file.corrupt", file=file, reason=error) if is_corrupt else ""


def failure(error: BaseException, request_id: str, *, corrupt: str = "") -> None:
    """Write down an exception that nobody expected.

    Its own words are left out, but for those of the database and the system: they might quote a request.
    """
    if corrupt:
        write(text("request.corrupt", request=request_id, reason=corrupt))
        return
    if getattr(error, "sqlite_errorname", "").startswith(_OF_THE_FILE):
        write(text("request.file", request=request_id, reason=error))
        return
    write(f"request {request_id} failed: {type(error).__name__}")
    for place in traceback.extract_tb(error.__traceback__):
        write(f"  {place.filename}:{place.lineno} in {place.name}")
    if isinstance(error, sqlite3.Error | OSError):
        write(f"  {error}")
