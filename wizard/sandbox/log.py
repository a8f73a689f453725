"""The sandbox's log on standard error: requests, if enabled, and unexpected failures."""

import contextlib
import sqlite3
import sys
import traceback
from pathlib import Path

from wizard.i18n import _
from wizard.text import escape_text

_FILE_PROBLEMS = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""SQLite's names of problems with the disk or the rights of the file."""


def write(line: str) -> None:
    """Write one line with control characters escaped. A closed or full standard error is ignored."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{escape_text(line)}\n")
        sys.stderr.flush()


def explain_corruption(error: BaseException, file: Path) -> str:
    """Return what to do about a corrupt data file; ``""`` for any other exception."""
    if not getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return ""
    message = _(
        "The sandbox's file {file} is corrupt ({reason}). Move it away, together with the files beside it "
        "that end in -wal and -shm. The sandbox then starts empty. No real cluster is lost: the sandbox's "
        "clusters exist in this file only."
    )
    return message.format(file=file, reason=error)


def write_failure(error: BaseException, request_id: str, *, explanation: str = "") -> None:
    """Write about an unexpected exception, without its message, which might quote a request."""
    if getattr(error, "sqlite_errorname", "").startswith(_FILE_PROBLEMS):
        explanation = _(
            "The sandbox's file cannot be used ({reason}). Nothing was changed. Free some space or correct "
            "the file's permissions, then repeat the request."
        ).format(reason=error)
    if explanation:
        write(_("Request {request} failed. {reason}").format(request=request_id, reason=explanation))
        return
    write(f"request {request_id} failed: {type(error).__name__}")
    for frame in traceback.extract_tb(error.__traceback__):
        write(f"  {frame.filename}:{frame.lineno} in {frame.name}")
    if isinstance(error, sqlite3.Error | OSError):
        write(f"  {error}")
