"""The sandbox's SQLite file: clusters, idempotency tokens and operation logs.

Several threads and processes may use one file at the same time. Every request has its own connection, a writer
takes the lock before it reads (``BEGIN IMMEDIATE``), and a token is unique. What was committed survives the
end of the process, however it ends.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wizard.i18n import _
from wizard.sandbox.log import explain_corruption
from wizard.sandbox.options import SandboxError
from wizard.sandbox.state import Cluster, Group, LogLine

FORMAT = 1
"""The version of the file's format, stored as its ``user_version``."""

_BUSY_TIMEOUT = 30.0
"""Seconds to wait for another process that writes."""

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
_COLUMNS = "place, id, access_key, created, deleted, description, machines"


class Storage:
    """The data file, open while the sandbox runs. Raises SandboxError: it is invalid, or cannot be opened."""

    def __init__(self, file: Path) -> None:
        self.file = file
        _prepare_file(file)
        self._uri = f"file:{quote(os.fsencode(file.absolute()))}?mode=rw"
        # Writers of this process queue here; SQLite's own waiting is unfair.
        self._writer = threading.Lock()
        # Closing the last connection to a file triggers a checkpoint, which is too slow for every request.
        self._anchor = self.connect()

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._uri, uri=True, timeout=_BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def close(self) -> None:
        self._anchor.close()

    @contextmanager
    def open_transaction(self, *, write: bool = False) -> Iterator["Transaction"]:
        """Open a transaction, which an exception rolls back; with ``write``, no other one can write."""
        with self._writer if write else nullcontext(), closing(self.connect()) as connection, connection:
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            yield Transaction(connection)


class Transaction:
    """The queries and changes of one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find_token(self, access_key: str, token: str) -> tuple[str, str] | None:
        """Return the digest of the request that a token was used for and the cluster's id, or ``None``."""
        query = "SELECT digest, cluster FROM tokens WHERE access_key = ? AND token = ?"
        found: tuple[str, str] | None = self._connection.execute(query, (access_key, token)).fetchone()
        return found

    def add_token(self, access_key: str, token: str, digest: str, cluster: str) -> None:
        values = (access_key, token, digest, cluster)
        self._connection.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", values)

    def add_cluster(self, cluster: Cluster) -> None:
        self._connection.execute(
            "INSERT INTO clusters (id, access_key, created, deleted, description, machines) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (cluster.id, cluster.access_key, cluster.created, cluster.deleted, *_to_columns(cluster)),
        )

    def update_cluster(self, cluster: Cluster) -> None:
        self._connection.execute(
            "UPDATE clusters SET deleted = ?, description = ?, machines = ? WHERE id = ?",
            (cluster.deleted, *_to_columns(cluster), cluster.id),
        )

    def find_cluster(self, access_key: str, cluster: str) -> Cluster | None:
        """Return a cluster, even one that is gone, or ``None``."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS} FROM clusters WHERE id = ? AND access_key = ?", (cluster, access_key)
        ).fetchone()
        return None if found is None else _parse_row(found)

    def list_clusters(self, access_key: str, *, before: int | None, gone: int, limit: int) -> list[Cluster]:
        """Return clusters, the newest first.

        Args:
            before: Only those with a lower position, or ``None`` for all.
            gone: Those that were deleted until then are left out.
        """
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM clusters WHERE access_key = ? AND (deleted IS NULL OR deleted > ?) "
            "AND (? IS NULL OR place < ?) ORDER BY place DESC LIMIT ?",
            (access_key, gone, before, before, limit),
        )
        return [_parse_row(row) for row in rows]

    def count_active(self, access_key: str) -> int:
        """Return the number of an owner's clusters that were not deleted."""
        query = "SELECT COUNT(*) FROM clusters WHERE access_key = ? AND deleted IS NULL"
        return int(self._connection.execute(query, (access_key,)).fetchone()[0])

    def add_log(self, cluster: str, *lines: LogLine) -> None:
        """Append lines to a cluster's operation log."""
        self._connection.executemany(
            "INSERT INTO logs VALUES (?, ?, ?, ?, ?)",
            [(cluster, line.at, line.group, line.instance, line.text) for line in lines],
        )

    def list_log(self, cluster: str, limit: int) -> list[LogLine]:
        """Return the newest lines of a cluster's operation log, the oldest first."""
        rows = self._connection.execute(
            "SELECT at, group_name, instance, text FROM logs WHERE cluster = ? "
            "ORDER BY at DESC, rowid DESC LIMIT ?",
            (cluster, limit),
        ).fetchall()
        return [LogLine(*row) for row in reversed(rows)]


def _to_columns(cluster: Cluster) -> tuple[str, str]:
    encode = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    return encode(cluster.request), encode({name: each.to_json() for name, each in cluster.groups.items()})


def _parse_row(row: tuple[Any, ...]) -> Cluster:
    position, cluster, access_key, created, deleted, request, groups = row
    return Cluster(
        id=cluster,
        access_key=access_key,
        created=created,
        request=json.loads(request),
        groups={name: Group.from_json(group) for name, group in json.loads(groups).items()},
        deleted=deleted,
        position=position,
    )


def _prepare_file(file: Path) -> None:
    """Create the file if it is missing, and check that it is the sandbox's."""
    try:
        for folder in reversed([each for each in file.parents if not each.exists()]):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                folder.chmod(0o700)  # whatever the umask is
        file.parent.mkdir(exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(file, timeout=_BUSY_TIMEOUT, isolation_level=None)) as connection:
            _create_tables(connection, file)
            _use_write_ahead_log(connection)
    except (OSError, sqlite3.DatabaseError) as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise _make_foreign_error(file) from error
        reason = error.strerror if isinstance(error, OSError) else error
        message = _(
            "The sandbox's file {file} cannot be opened: {reason}. Check the permissions of its folder, or use "
            "another folder (XDG_DATA_HOME) or file (bcw sandbox --data)."
        ).format(file=file, reason=reason)
        raise SandboxError(explain_corruption(error, file) or message) from error


def _create_tables(connection: sqlite3.Connection, file: Path) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")  # another process may create them at the same time
        if _read_format(connection, file) == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORMAT}")


def _read_format(connection: sqlite3.Connection, file: Path) -> int:
    """Return the version of the file's format; 0 for an empty file."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found == 0 and not tables:
        return 0
    if not {"clusters", "tokens", "logs"} <= tables:
        raise _make_foreign_error(file)
    if found != FORMAT:
        message = _(
            "{file} was written by a newer version of this program (format {found}, supported: {known}). "
            "Update the program or use another file."
        )
        raise SandboxError(message.format(file=file, found=found, known=FORMAT))
    return found


def _make_foreign_error(file: Path) -> SandboxError:
    message = _("{file} is not a file of the sandbox and was not changed. Use another file or move it away.")
    return SandboxError(message.format(file=file))


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log, so that readers and a writer do not wait for each other.

    A file system that does not support it keeps SQLite's default, which is slower and as safe. The switch
    needs the file exclusively for a moment, and the busy timeout does not apply to it.
    """
    deadline = time.monotonic() + _BUSY_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
