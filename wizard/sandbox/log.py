"""What the sandbox writes to standard error: requests, if wanted, and what should not have happened."""

import sqlite3
import sys
import traceback


def write(line: str) -> None:
    """Write one line; nothing in it reaches the terminal as a control character."""
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in line)
    sys.stderr.write(f"{shown}\n")
    sys.stderr.flush()


def failure(error: BaseException, request_id: str) -> None:
    """Write down an exception that nobody expected.

    Its own words are left out, but for those of the database and the system: they might quote a request.
    """
    write(f"request {request_id} failed: {type(error).__name__}")
    for place in traceback.extract_tb(error.__traceback__):
        write(f"  {place.filename}:{place.lineno} in {place.name}")
    if isinstance(error, sqlite3.Error | OSError):
        write(f"  {error}")
