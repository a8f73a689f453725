"""Opening the sandbox's file: made where it is missing, refused where it is somebody else's."""

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from wizard.sandbox.errors import BadDataFile

FORMAT = 1
"""The format of the file, as its ``user_version`` says it."""

_SCHEMA = """
CREATE TABLE clusters (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    access_key TEXT NOT NULL,
    created INTEGER NOT NULL,
    deleted INTEGER,
    description TEXT NOT NULL,
    machines TEXT NOT NULL
);
CREATE INDEX clusters_of_key ON clusters (access_key, deleted);
CREATE TABLE tokens (
    access_key TEXT NOT NULL,
    token TEXT NOT NULL,
    digest TEXT NOT NULL,
    cluster TEXT NOT NULL REFERENCES clusters (id),
    UNIQUE (access_key, token)
);
CREATE TABLE logs (
    cluster TEXT NOT NULL REFERENCES clusters (id),
    at INTEGER NOT NULL,
    group_name TEXT NOT NULL,
    instance TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX logs_of_cluster ON logs (cluster, at)
"""


def prepared(file: Path, patience: float) -> None:
    """See to it that a file is there and is the sandbox's. Several processes may do so at once.

    Args:
        file: Where it is.
        patience: Seconds to wait for another process.

    Raises:
        BadDataFile: It cannot be opened, is another program's, or a newer version's.
    """
    try:
        for folder in reversed([each for each in file.parents if not each.exists()]):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                folder.chmod(0o700)  # whatever the umask is
        file.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise BadDataFile("file.folder", file=file, reason=error.strerror) from error
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise BadDataFile("file.open", file=file, reason=error.strerror) from error
    try:
        with closing(sqlite3.connect(file, timeout=patience, isolation_level=None)) as connection:
            _prepare(connection, file, patience)
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name == "SQLITE_NOTADB":
            raise BadDataFile("file.foreign", file=file) from error
        if name.startswith("SQLITE_CORRUPT"):
            raise BadDataFile("file.corrupt", file=file, reason=error) from error
        raise BadDataFile("file.open", file=file, reason=error) from error


def _prepare(connection: sqlite3.Connection, file: Path, patience: float) -> None:
    if _format(connection, file) == 0:
        connection.execute("BEGIN IMMEDIATE")
        if _format(connection, file) == 0:  # another process may have been faster
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
    _write_ahead(connection, patience)


def _format(connection: sqlite3.Connection, file: Path) -> int:
    """The format of the file; 0 of an empty one."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found == 0 and not tables:
        return 0
    if not {"clusters", "tokens", "logs"} <= tables:
        raise BadDataFile("file.foreign", file=file)
    if found != FORMAT:
        raise BadDataFile("file.newer", file=file, found=found, known=FORMAT)
    return found


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to a write-ahead log, so that readers and a writer do not wait for each other.

    Where the file system cannot do it, SQLite keeps to its own way, which is slower and just as safe. The
    switch wants the file for a moment alone, and SQLite does not wait for that by itself.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
