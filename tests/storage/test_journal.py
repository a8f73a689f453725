"""A submission is on the disk before it is sent, and stays pending until its result is known."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wizard.errors import LockedError, NotFoundError, StorageError
from wizard.models.journal import JournalEntry
from wizard.storage.journal import Journal

HERE = {
    "name": "sandbox",
    "endpoint": "http://127.0.0.1:1",
    "region": "cn-beijing",
    "access_key_id": "sandbox",
}
THERE = {**HERE, "name": "other", "region": "cn-shanghai"}
STARTED = "2026-03-01T12:30:00+00:00"
CREATED = {"outcome": "created", "id": "cls-1"}


def entry(token: str, target: dict[str, str] = HERE) -> dict[str, Any]:
    request = {"Name": "团簇 🎉"}
    return {"token": token, "target": target, "sha256": "0" * 64, "started": STARTED, "request": request}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


def begin(journal: Journal, token: str, target: dict[str, str] = HERE) -> None:
    journal.start(JournalEntry(**entry(token, target)))


def contents(entries: list[JournalEntry]) -> list[dict[str, Any]]:
    return [each.model_dump(exclude_unset=True) for each in entries]


def tokens(entries: list[JournalEntry]) -> list[str]:
    return [item.token for item in entries]


def test_an_entry_is_private_and_unchanged_until_it_is_finished(journal: Journal) -> None:
    assert (journal.pending(), journal.all(), journal.broken()) == ([], [], [])
    assert not journal.folder.exists()
    begin(journal, "a")
    (opened,) = journal.folder.iterdir()
    written = opened.read_bytes()
    assert json.loads(written) == entry("a")
    assert contents(journal.pending()) == contents(Journal(journal.folder).pending()) == [entry("a")]
    journal.finish("a", HERE, CREATED)
    assert journal.pending() == []
    assert contents(journal.all()) == [{**entry("a"), "outcome": CREATED}]
    assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in journal.folder.iterdir()} == {0o600}
    opened.write_bytes(written)  # as after a kill before the deletion
    assert journal.pending() == []
    assert [item.outcome for item in journal.all()] == [CREATED]


def test_entries_are_in_the_order_of_their_start_and_belong_to_a_profile(journal: Journal) -> None:
    for token in "cab":
        begin(journal, token)
    journal.finish("a", HERE, {})
    assert tokens(journal.pending()) == ["c", "b"]
    assert tokens(journal.all()) == ["c", "a", "b"]
    begin(journal, "b", THERE)
    journal.finish("b", HERE, CREATED)
    assert contents(journal.pending()) == [entry("c"), entry("b", THERE)]
    for token, target in (("x", HERE), ("c", THERE), ("a", HERE)):
        with pytest.raises(NotFoundError, match=token):
            journal.finish(token, target, {})


def test_a_cluster_that_another_process_created_is_not_forgotten(journal: Journal) -> None:
    begin(journal, "a")
    journal.finish("a", HERE, {"outcome": "refused", "code": "QuotaExhausted.MaxClusterCount"})
    journal.finish("a", HERE, CREATED)
    for outcome in ({"outcome": "refused"}, {"outcome": "created", "id": "cls-2"}):
        with pytest.raises(NotFoundError):
            journal.finish("a", HERE, outcome)
    assert [each.outcome for each in journal.all()] == [CREATED]
    assert journal.all()[0].cluster_id == "cls-1"


def test_a_later_run_makes_an_unsent_entry_a_sent_one(journal: Journal) -> None:
    begin(journal, "a")
    journal.mark_unsent("a", HERE, 0)
    assert journal.pending()[0].unsent
    assert journal.resume("a", HERE) == 1
    journal.mark_unsent("a", HERE, 0)  # by the first run, which ends later
    assert "unsent" not in journal.pending()[0]


def test_only_one_process_holds_the_lock(tmp_path: Path) -> None:
    with Journal(tmp_path).lock(), pytest.raises(LockedError, match="another process"):
        Journal(tmp_path).lock(0)
    with Journal(tmp_path).lock(0):
        pass


def test_an_entry_is_on_disk_when_start_returns(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError, match="disk is full"):
        begin(journal, "a")
    assert contents(journal.all()) == []


@pytest.mark.parametrize("state", ["open", "settled"])
def test_a_torn_file_never_hides_the_others(journal: Journal, state: str) -> None:
    begin(journal, "a")
    begin(journal, "b")
    torn = journal.folder / f"{1:020d}-0123abcd.{state}.json"
    for content in (b"", b'{"token": "x', b"\0" * 64, b"[]", b'{"token": 3}', b"[" * 100_000):
        torn.write_bytes(content)
        assert tokens(journal.pending()) == tokens(journal.all()) == ["a", "b"]
        assert journal.broken() == [torn]
    journal.finish("a", HERE, {})
    assert torn.read_bytes() == content


MANY = """
import os, sys
from pathlib import Path
from wizard.models.journal import JournalEntry
from wizard.storage.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(20):
    token = f"{sys.argv[2]}_{number}"
    journal.start(JournalEntry(token=token, request="x" * 10_000))
    if number % 2:
        journal.finish(token, {}, {"id": token})
os.kill(os.getpid(), 9)
"""


def test_entries_of_several_processes_survive_a_kill(journal: Journal) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", MANY, str(journal.folder), name]) for name in "abc"]
    assert [process.wait() for process in processes] == [-signal.SIGKILL] * 3
    assert sorted(tokens(journal.all())) == sorted(f"{name}_{n}" for name in "abc" for n in range(20))
    pending = sorted(f"{name}_{n}" for name in "abc" for n in range(0, 20, 2))
    assert sorted(tokens(journal.pending())) == pending
    assert all(item.outcome == {"id": item.token} for item in journal.all() if item.outcome)
    assert journal.broken() == []
