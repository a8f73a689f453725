"""The sandbox's SQLite file: clusters, tokens, operation logs.

Several threads and several processes use one file at once: every request has a connection of its own, whoever
writes takes the lock before reading (``BEGIN IMMEDIATE``), and a token can be there only once. What was
committed outlives the process, however it ends.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wizard.sandbox.lifecycle import Machines
from wizard.sandbox.opening import prepared
from wizard.sandbox.records import Cluster, LogLine

_PATIENCE = 30.0
"""Seconds that a request waits for another process to have written."""

_COLUMNS = "place, id, access_key, created, deleted, description, machines"


class Store:
    """The file, opened for as long as the sandbox runs.

    Args:
        file: Where it is; made, with its folder, where it is not there yet.

    Attributes:
        file: The same.

    Raises:
        BadDataFile: It cannot be opened, or is no file of the sandbox.
    """

    def __init__(self, file: Path) -> None:
        prepared(file, _PATIENCE)
        self.file = file
        self._uri = f"file:{quote(os.fsencode(file.absolute()))}?mode=rw"
        # Writers of this process queue here; SQLite's own waiting is unfair.
        self._writer = threading.Lock()
        # Kept open: closing the last connection to a file tidies it up, too slow a thing for every request.
        self._anchor = self._connect()

    def close(self) -> None:
        """Let go of the file."""
        self._anchor.close()

    @contextmanager
    def reading(self) -> Iterator["Transaction"]:
        """A transaction that sees the file as it is at its first look."""
        with closing(self._connect()) as connection, _transaction(connection, "BEGIN"):
            yield Transaction(connection)

    @contextmanager
    def writing(self) -> Iterator["Transaction"]:
        """A transaction during which nobody else writes; undone when it is left by an exception."""
        with (
            self._writer,
            closing(self._connect()) as connection,
            _transaction(connection, "BEGIN IMMEDIATE"),
        ):
            yield Transaction(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


class Transaction:
    """What can be asked of the file and written into it, all or nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def token(self, access_key: str, token: str) -> tuple[str, str] | None:
        """The digest of the request that a token was used for and the cluster's id, or ``None``."""
        found = self._connection.execute(
            "SELECT digest, cluster FROM tokens WHERE access_key = ? AND token = ?", (access_key, token)
        ).fetchone()
        return None if found is None else (found[0], found[1])

    def add_token(self, access_key: str, token: str, digest: str, cluster: str) -> None:
        """Remember what a token was used for, for good."""
        self._connection.execute(
            "INSERT INTO tokens VALUES (?, ?, ?, ?)", (access_key, token, digest, cluster)
        )

    def add(self, cluster: Cluster) -> None:
        """Keep a new cluster."""
        self._connection.execute(
            "INSERT INTO clusters (id, access_key, created, deleted, description, machines) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (cluster.id, cluster.access_key, cluster.created, cluster.deleted, *_texts(cluster)),
        )

    def replace(self, cluster: Cluster) -> None:
        """Keep what became of a cluster."""
        self._connection.execute(
            "UPDATE clusters SET deleted = ?, description = ?, machines = ? WHERE id = ?",
            (cluster.deleted, *_texts(cluster), cluster.id),
        )

    def cluster(self, access_key: str, cluster: str) -> Cluster | None:
        """An access key's cluster by its id, gone or not, or ``None``."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS} FROM clusters WHERE id = ? AND access_key = ?", (cluster, access_key)
        ).fetchone()
        return None if found is None else _cluster(found)

    def clusters(self, access_key: str, *, before: int | None, gone: int, count: int) -> list[Cluster]:
        """An access key's clusters, the youngest first.

        Args:
            access_key: Whose.
            before: Only those kept before this place, or ``None``.
            gone: Those whose deletion was asked for by then are left out.
            count: How many at most.
        """
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM clusters WHERE access_key = ? AND (deleted IS NULL OR deleted > ?) "
            "AND (? IS NULL OR place < ?) ORDER BY place DESC LIMIT ?",
            (access_key, gone, before, before, count),
        )
        return [_cluster(row) for row in rows]

    def active(self, access_key: str) -> int:
        """How many clusters an access key has, not counting those that are being deleted."""
        found = self._connection.execute(
            "SELECT COUNT(*) FROM clusters WHERE access_key = ? AND deleted IS NULL", (access_key,)
        ).fetchone()
        return int(found[0])

    def log(self, cluster: str, *lines: LogLine) -> None:
        """Write lines into a cluster's operation log."""
        self._connection.executemany(
            "INSERT INTO logs VALUES (?, ?, ?, ?, ?)",
            [(cluster, line.at, line.group, line.instance, line.text) for line in lines],
        )

    def logged(self, cluster: str, count: int) -> list[LogLine]:
        """The youngest lines of a cluster's operation log, in the order of time."""
        rows = self._connection.execute(
            "SELECT at, group_name, instance, text FROM logs WHERE cluster = ? ORDER BY at DESC, rowid DESC "
            "LIMIT ?",
            (cluster, count),
        ).fetchall()
        return [LogLine(*row) for row in reversed(rows)]


def _texts(cluster: Cluster) -> tuple[str, str]:
    machines = {group: kept.to_json() for group, kept in cluster.machines.items()}
    return _json(cluster.description), _json(machines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cluster(found: tuple[Any, ...]) -> Cluster:
    place, cluster, access_key, created, deleted, description, machines = found
    return Cluster(
        id=cluster,
        access_key=access_key,
        created=created,
        deleted=deleted,
        description=json.loads(description),
        machines={group: Machines.from_json(kept) for group, kept in json.loads(machines).items()},
        place=place,
    )
