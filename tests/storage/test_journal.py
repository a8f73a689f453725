"""What is about to be sent is on the disk first, and stays pending until its result is known."""

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
NAME_OF_0_1_0 = "01772368200000000000-0123abcd.open.json"
ENTRY_OF_0_1_0 = """{
  "token": "abc1",
  "target": {
    "name": "sandbox",
    "endpoint": "http://127.0.0.1:1",
    "region": "cn-beijing",
    "access_key_id": "sandbox",
    "file": "/home/me/.local/share/batchcompute-wizard/sandbox.sqlite3"
  },
  "sha256": "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
  "started": "2026-03-01T12:30:00+00:00",
  "request": {
    "Name": "\\u56e2\\u7c07"
  },
  "runs": 1
}
"""


def entry(token: str, target: dict[str, str] = HERE, **more: Any) -> dict[str, Any]:
    started = "2026-03-01T12:30:00+00:00"
    request = {"Name": "团簇 🎉"}
    return {
        "token": token,
        "target": target,
        "sha256": "0" * 64,
        "started": started,
        "request": request,
        **more,
    }


def contents(entries: list[JournalEntry]) -> list[dict[str, Any]]:
    return [each.model_dump(exclude_unset=True) for each in entries]


def tokens(entries: list[JournalEntry]) -> list[str]:
    return [item.token for item in entries]


def test_without_entries_nothing_is_created(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    assert (journal.pending(), journal.all(), journal.broken()) == ([], [], [])
    assert not journal.folder.exists()


def test_an_entry_is_kept_as_it_was_until_it_is_finished(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(JournalEntry(**entry("a")))
    (path,) = tmp_path.iterdir()
    assert json.loads(path.read_bytes()) == entry("a")
    assert contents(journal.pending()) == contents(Journal(tmp_path).pending()) == [entry("a")]
    journal.finish("a", {"id": "cls-1"})
    assert journal.pending() == []
    assert contents(journal.all()) == [{**entry("a"), "outcome": {"id": "cls-1"}}]


def test_an_entry_of_version_0_1_0_is_pending_until_it_is_finished(tmp_path: Path) -> None:
    (tmp_path / NAME_OF_0_1_0).write_text(ENTRY_OF_0_1_0)
    journal, content = Journal(tmp_path), json.loads(ENTRY_OF_0_1_0)
    assert contents(journal.pending()) == [content]
    assert journal.resume("abc1", content["target"]) == 2
    journal.finish("abc1", {"outcome": "created", "id": "cls-1"}, target=content["target"])
    journal.annotate("abc1", content["target"], gone="2026-03-02")
    outcome = {"outcome": "created", "id": "cls-1", "gone": "2026-03-02"}
    assert contents(Journal(tmp_path).all()) == [{**content, "runs": 2, "outcome": outcome}]
    assert journal.pending() == []


def test_entries_come_in_the_order_in_which_they_were_started(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for token in "cab":
        journal.start(JournalEntry(**entry(token)))
    journal.finish("a", {})
    assert tokens(journal.pending()) == ["c", "b"]
    assert tokens(journal.all()) == ["c", "a", "b"]


def test_the_same_token_for_two_profiles_is_two_submissions(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(JournalEntry(**entry("a", HERE)))
    journal.start(JournalEntry(**entry("a", THERE)))
    journal.finish("a", {"id": "cls-1"}, target=HERE)
    assert contents(journal.pending()) == [entry("a", THERE)]


def test_what_is_not_pending_cannot_be_finished(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(JournalEntry(**entry("a")))
    for token, target in (("b", None), ("a", THERE)):
        with pytest.raises(NotFoundError, match=token):
            journal.finish(token, {}, target=target)
    journal.finish("a", {})
    with pytest.raises(NotFoundError):
        journal.finish("a", {})


def test_a_cluster_that_another_process_got_is_not_forgotten(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(JournalEntry(**entry("a", HERE)))
    journal.finish("a", {"outcome": "refused", "code": "QuotaExhausted.MaxClusterCount"}, target=HERE)
    journal.finish("a", {"outcome": "created", "id": "cls-1"}, target=HERE)
    assert [each.outcome for each in journal.all()] == [{"outcome": "created", "id": "cls-1"}]
    for outcome in ({"outcome": "refused"}, {"outcome": "created", "id": "cls-2"}):
        with pytest.raises(NotFoundError):
            journal.finish("a", outcome, target=HERE)
    assert journal.all()[0].cluster_id == "cls-1"


def test_a_later_run_makes_an_unsent_entry_a_sent_one(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(JournalEntry(**entry("a")))
    journal.mark_unsent("a", HERE, 0)
    assert journal.pending()[0].unsent
    assert journal.resume("a", HERE) == 1
    journal.mark_unsent("a", HERE, 0)  # by the first run, which ends later
    assert "unsent" not in journal.pending()[0]


def test_only_the_user_can_read_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.start(JournalEntry(**entry("a")))
    journal.start(JournalEntry(**entry("b")))
    journal.finish("b", {})
    assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in journal.folder.iterdir()} == {0o600}


def test_the_lock_is_held_by_one_alone(tmp_path: Path) -> None:
    with Journal(tmp_path).lock(), pytest.raises(LockedError, match="another process"):
        Journal(tmp_path).lock(0)
    with Journal(tmp_path).lock(0):
        pass


def test_an_entry_is_on_the_disk_when_start_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[bool] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    Journal(tmp_path).start(JournalEntry(**entry("a")))
    assert flushed == [False, True]


def test_a_full_disk_is_an_error_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    journal = Journal(tmp_path)
    with pytest.raises(StorageError, match="disk is full"):
        journal.start(JournalEntry(**entry("a")))
    assert contents(journal.all()) == []


@pytest.mark.parametrize(
    "content", [b"", b'{"token": "x', b"\0" * 64, b"[]", b'{"token": 3}', b"[" * 100_000]
)
@pytest.mark.parametrize("state", ["open", "settled"])
def test_a_torn_file_never_hides_the_others(tmp_path: Path, content: bytes, state: str) -> None:
    journal = Journal(tmp_path)
    journal.start(JournalEntry(**entry("a")))
    torn = tmp_path / f"{1:020d}-0123abcd.{state}.json"
    torn.write_bytes(content)
    journal.start(JournalEntry(**entry("b")))
    assert tokens(journal.pending()) == tokens(journal.all()) == ["a", "b"]
    assert journal.broken() == [torn]
    journal.finish("a", {})
    assert torn.read_bytes() == content


def test_a_kill_between_the_result_and_the_deletion_is_not_a_second_entry(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(JournalEntry(**entry("a")))
    (opened,) = tmp_path.iterdir()
    kept = opened.read_bytes()
    journal.finish("a", {"id": "cls-1"})
    opened.write_bytes(kept)
    assert journal.pending() == []
    assert [item.outcome for item in journal.all()] == [{"id": "cls-1"}]


MANY = """
import sys
from pathlib import Path
from wizard.models.journal import JournalEntry
from wizard.storage.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(20):
    token = f"{sys.argv[2]}_{number}"
    journal.start(JournalEntry(token=token, request="x" * 10_000))
    if number % 2:
        journal.finish(token, {"id": token})
"""


def test_several_processes_may_write_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    processes = [subprocess.Popen([sys.executable, "-c", MANY, str(folder), name]) for name in "abcd"]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    journal = Journal(folder)
    assert sorted(tokens(journal.all())) == sorted(f"{name}_{n}" for name in "abcd" for n in range(20))
    pending = sorted(f"{name}_{n}" for name in "abcd" for n in range(0, 20, 2))
    assert sorted(tokens(journal.pending())) == pending
    assert all(item.outcome == {"id": item.token} for item in journal.all() if item.outcome)
    assert journal.broken() == []


KILLED = """
import os, sys
from pathlib import Path
from wizard.models.journal import JournalEntry
from wizard.storage.journal import Journal
Journal(Path(sys.argv[1])).start(JournalEntry(token="killed", request=""))
os.kill(os.getpid(), 9)
"""


def test_what_was_started_outlives_a_kill(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert tokens(Journal(tmp_path).pending()) == ["killed"]
