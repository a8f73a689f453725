"""What is about to be sent is on the disk first, and stays open until somebody knows what came of it."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wizard.errors import NotFoundError, StorageError
from wizard.storage.journal import Journal

HERE = {
    "name": "sandbox",
    "endpoint": "http://127.0.0.1:1",
    "region": "cn-beijing",
    "access_key_id": "sandbox",
}
THERE = {**HERE, "name": "other", "region": "cn-shanghai"}


def entry(token: str, target: dict[str, str] = HERE, **more: Any) -> dict[str, Any]:
    body = '{\n  "Name": "团簇 🎉"\n}'
    started_at = "2026-03-01T12:30:00+00:00"
    return {
        "token": token,
        "target": target,
        "body": body,
        "sha256": "0" * 64,
        "started_at": started_at,
        **more,
    }


def tokens(entries: list[dict[str, Any]]) -> list[str]:
    return [item["token"] for item in entries]


def test_without_entries_nothing_is_made(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    assert (journal.pending(), journal.all(), journal.broken()) == ([], [], [])
    assert not journal.folder.exists()


def test_an_entry_is_kept_as_it_was_until_it_is_settled(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.start(entry("a"))
    assert journal.pending() == Journal(tmp_path / "journal").pending() == [entry("a")]
    journal.finish("a", {"id": "cls-1"})
    assert journal.pending() == []
    assert journal.all() == [{**entry("a"), "outcome": {"id": "cls-1"}}]


def test_entries_come_in_the_order_in_which_they_began(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for token in "cab":
        journal.start(entry(token))
    journal.finish("a", {})
    assert tokens(journal.pending()) == ["c", "b"]
    assert tokens(journal.all()) == ["c", "a", "b"]


def test_the_same_token_for_two_targets_is_two_submissions(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(entry("a", HERE))
    journal.start(entry("a", THERE))
    journal.finish("a", {"id": "cls-1"}, target=HERE)
    assert journal.pending() == [entry("a", THERE)]


def test_what_is_not_under_way_cannot_be_settled(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(entry("a"))
    for token, target in (("b", None), ("a", THERE)):
        with pytest.raises(NotFoundError, match=token):
            journal.finish(token, {}, target=target)
    journal.finish("a", {})
    with pytest.raises(NotFoundError):
        journal.finish("a", {})


def test_a_cluster_that_another_process_got_is_not_forgotten(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.start(entry("a", HERE))
    journal.finish("a", {"outcome": "refused", "code": "QuotaExhausted.MaxClusterCount"}, target=HERE)
    journal.finish("a", {"outcome": "created", "id": "cls-1"}, target=HERE)
    assert [each["outcome"] for each in journal.all()] == [{"outcome": "created", "id": "cls-1"}]
    for outcome in ({"outcome": "refused"}, {"outcome": "created", "id": "cls-2"}):
        with pytest.raises(NotFoundError):
            journal.finish("a", outcome, target=HERE)
    assert journal.all()[0]["outcome"]["id"] == "cls-1"


def test_an_entry_needs_a_token(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="token"):
        Journal(tmp_path).start({"body": ""})


def test_the_journal_is_closed_to_others(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.start(entry("a"))
    journal.start(entry("b"))
    journal.finish("b", {})
    assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in journal.folder.iterdir()} == {0o600}


def test_an_entry_is_on_the_disk_when_begin_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[bool] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    Journal(tmp_path).start(entry("a"))
    assert flushed == [False, True]


def test_a_disk_that_is_full_is_said_so_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    journal = Journal(tmp_path)
    with pytest.raises(StorageError, match="disk is full"):
        journal.start(entry("a"))
    assert journal.all() == []


@pytest.mark.parametrize(
    "content", [b"", b'{"token": "x', b"\0" * 64, b"[]", b'{"token": 3}', b"[" * 100_000]
)
@pytest.mark.parametrize("state", ["open", "settled"])
def test_a_torn_file_never_hides_the_others(tmp_path: Path, content: bytes, state: str) -> None:
    journal = Journal(tmp_path)
    journal.start(entry("a"))
    torn = tmp_path / f"{1:020d}-0123abcd.{state}.json"
    torn.write_bytes(content)
    journal.start(entry("b"))
    assert tokens(journal.pending()) == tokens(journal.all()) == ["a", "b"]
    assert journal.broken() == [torn]
    journal.finish("a", {})
    assert torn.read_bytes() == content


def test_an_end_between_the_outcome_and_the_first_file_is_no_second_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    journal.start(entry("a"))
    (opened,) = tmp_path.iterdir()
    kept = opened.read_bytes()
    journal.finish("a", {"id": "cls-1"})
    opened.write_bytes(kept)
    assert journal.pending() == []
    assert [item.get("outcome") for item in journal.all()] == [{"id": "cls-1"}]


MANY = """
import sys
from pathlib import Path
from wizard.storage.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(20):
    token = f"{sys.argv[2]}_{number}"
    journal.start({"token": token, "body": "x" * 10_000})
    if number % 2:
        journal.finish(token, {"id": token})
"""


def test_several_processes_may_write_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    processes = [subprocess.Popen([sys.executable, "-c", MANY, str(folder), name]) for name in "abcd"]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    journal = Journal(folder)
    assert sorted(tokens(journal.all())) == sorted(f"{name}_{n}" for name in "abcd" for n in range(20))
    assert sorted(tokens(journal.pending())) == sorted(
        f"{name}_{n}" for name in "abcd" for n in range(0, 20, 2)
    )
    assert all(item["outcome"] == {"id": item["token"]} for item in journal.all() if "outcome" in item)
    assert journal.broken() == []


KILLED = """
import os, sys
from pathlib import Path
from wizard.storage.journal import Journal
Journal(Path(sys.argv[1])).start({"token": "killed", "body": ""})
os.kill(os.getpid(), 9)
"""


def test_what_was_begun_outlives_a_kill(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert tokens(Journal(tmp_path).pending()) == ["killed"]


def test_the_files_are_plain_json(tmp_path: Path) -> None:
    Journal(tmp_path).start(entry("a"))
    (path,) = tmp_path.iterdir()
    assert json.loads(path.read_bytes()) == entry("a")
