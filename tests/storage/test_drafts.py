"""Drafts and submissions outlive their wizard, belong to one wizard at a time, and are on the disk."""

import json
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from wizard.errors import NotFoundError, StorageError
from wizard.models.draft import Draft, DraftSource
from wizard.models.journal import JournalEntry
from wizard.storage.drafts import DraftFile, RecoverableDraft, discard, list_drafts, make_draft
from wizard.storage.journal import Journal

# -- drafts, which hold no secret

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
OSS = {"AccessKeyId": "LTAI", "AccessKeySecret": "hunter2", "SecurityToken": "st-5ecret"}


def record(name: str = "a", *, at: datetime = AT) -> Draft:
    return make_draft({"Name": name}, origin=DraftSource(), step="basics", at=at)


def leave(folder: Path, name: str = "a", *, at: datetime = AT) -> Path:
    """Write a draft as a wizard that ends without discarding it."""
    with closing(DraftFile(folder)) as file:
        file.write(record(name, at=at))
    return file.path


def only(folder: Path) -> RecoverableDraft:
    (found,) = list_drafts(folder)
    return found


def names(folder: Path) -> list[str]:
    return [each.draft.request["Name"] for each in list_drafts(folder)]


def test_a_draft_is_read_as_it_was_written_without_its_secrets(tmp_path: Path) -> None:
    deep, origin = json.loads("[" * 900 + "]" * 900), DraftSource(kind="preset", name="spot-farm")
    request = {"Name": "团簇 🎉", "b": 1.0, "a": [1, None, {"x": "\ud800"}], "deep": deep}
    preset = {"title": "T", "owner": "us"}
    typed = {**request, "Configs": {"Mounts": {"OSS": OSS}}}
    with closing(DraftFile(tmp_path)) as file:
        file.write(make_draft(typed, origin=origin, step="groups", preset=preset, at=AT))
    text = file.path.read_text()
    assert "hunter2" not in text and "5ecret" not in text
    draft = only(tmp_path).draft
    assert draft.request == {**request, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "LTAI"}}}}
    assert list(draft.request) == list(typed)
    assert (draft.origin, draft.step, draft.written_at, draft.preset) == (origin, "groups", AT, preset)
    assert draft.secrets == ["/Configs/Mounts/OSS/AccessKeySecret", "/Configs/Mounts/OSS/SecurityToken"]
    reference = {"Configs": {"Mounts": {"OSS": {"AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"}}}}
    draft = make_draft(reference, origin=DraftSource(), step="mounts")
    assert (draft.request, draft.secrets) == (reference, [])


def test_the_file_of_a_wizard(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "drafts"
    with closing(DraftFile(folder)) as file:
        file.discard()
        assert list(tmp_path.iterdir()) == [], "nothing is created before the first write"
        file.write(record())
        assert list_drafts(folder) == [], "the draft of a running wizard is not offered"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(entry.stat().st_mode) for entry in folder.iterdir()} == {0o600}
        file.discard()
        assert list(folder.iterdir()) == []
        file.write(record("again", at=AT.astimezone(timezone(timedelta(hours=8)))))
    assert (only(folder).path, names(folder)) == (file.path, ["again"])
    assert json.loads(file.path.read_bytes())["written_at"] == "2026-03-01T12:30:00+00:00"


def test_the_newest_comes_first_and_other_files_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{")
    (tmp_path / "draft-1-ab.json~").write_text("{")
    assert list_drafts(tmp_path) == []
    for hours in (2, 0, 1):
        leave(tmp_path, str(hours), at=AT - timedelta(hours=hours))
    assert names(tmp_path) == ["0", "1", "2"]


def test_threads_may_write_at_once(tmp_path: Path) -> None:
    with closing(DraftFile(tmp_path)) as file:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(file.write, map(record, "01234567")))
        assert json.loads(file.path.read_bytes())["request"]["Name"] in "01234567"
    assert len(list(tmp_path.iterdir())) == 2


KILLED = """
import os, sys
from pathlib import Path
from wizard.models.draft import DraftSource
from wizard.storage.drafts import DraftFile, make_draft
replaced, real = [], os.replace
def replace(source, target):
    if len(replaced) == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    replaced.append(target)
    real(source, target)
os.replace = replace
file = DraftFile(Path(sys.argv[1]))
for name in "ab":
    file.write(make_draft({"Name": name}, origin=DraftSource(), step=""))
print("written", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(("replaced", "expected"), [(0, []), (1, ["a"]), (2, ["b"])])
def test_a_killed_wizard_leaves_its_last_draft(tmp_path: Path, replaced: int, expected: list[str]) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(replaced)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        if process.stdout.readline():
            assert list_drafts(tmp_path) == []
            process.kill()
        assert process.wait() == -signal.SIGKILL
    assert names(tmp_path) == expected
    assert len(list(tmp_path.iterdir())) == 2 * len(expected)


def test_no_child_of_the_wizard_keeps_its_lock(tmp_path: Path) -> None:
    file = DraftFile(tmp_path)
    file.write(record())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        file.close()
        assert only(tmp_path).path == file.path
        child.kill()


def test_a_draft_is_adopted_by_one_wizard_alone_and_is_not_lost(tmp_path: Path) -> None:
    path = leave(tmp_path)
    path.with_suffix(".lock").unlink()  # without its lock, it is recoverable as well
    found = only(tmp_path)
    with closing(DraftFile(tmp_path)) as one, closing(DraftFile(tmp_path)) as other:
        other.write(record("other"))
        one.write(record("own"))
        own = one.path
        assert one.adopt(found) == found.draft
        assert path.exists() and not own.exists()
        for refused in (other.adopt, discard):
            with pytest.raises(NotFoundError, match="gone"):
                refused(found)
        assert list_drafts(tmp_path) == []
        one.write(record("on"))
        assert json.loads(other.path.read_bytes())["request"] == {"Name": "other"}
        other.discard()
    assert (only(tmp_path).path, names(tmp_path)) == (path, ["on"])
    discard(only(tmp_path))
    for refused in (DraftFile(tmp_path).adopt, discard):
        with pytest.raises(NotFoundError, match="gone"):
            refused(found)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_draft_is_kept_and_hides_no_other(tmp_path: Path) -> None:
    good, bad = leave(tmp_path, "good"), leave(tmp_path, "bad")
    valid, out_of_range = json.loads(bad.read_bytes()), "0001-01-01T00:00:00+23:59"
    changes = [{"format": 2}, {"written_at": "yesterday"}, {"written_at": out_of_range}, {"preset": 3}]
    broken = [{key: value for key, value in valid.items() if key != "request"}]
    broken += [{**valid, **change} for change in (*changes, {"origin": {"kind": "moon"}})]
    texts = [b"", b"[]", b"\xff", b"[" * 100_000]
    for content in (*texts, *(json.dumps(each).encode() for each in broken)):
        bad.write_bytes(content)
        assert only(tmp_path).path == good, content[:99]
        assert bad.read_bytes() == content


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file")
    with closing(DraftFile(tmp_path / "drafts")) as file, pytest.raises(StorageError, match="drafts"):
        file.write(record())
    assert list_drafts(tmp_path / "drafts") == []


# -- submissions: on the disk before they are sent, pending until their result is known

HERE = {"name": "sandbox", "endpoint": "http://[::1]:1", "region": "cn-beijing", "access_key_id": "sandbox"}
THERE = {**HERE, "name": "other", "region": "cn-shanghai"}
STARTED = "2026-03-01T12:30:00+00:00"
CREATED = {"outcome": "created", "id": "cls-1"}


def entry(token: str, target: dict[str, str] = HERE) -> dict[str, Any]:
    request = {"Name": "团簇 🎉"}
    return {"token": token, "target": target, "sha256": "0" * 64, "started": STARTED, "request": request}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


def make(token: str, target: dict[str, str] = HERE) -> JournalEntry:
    return JournalEntry(**entry(token, target))


def contents(entries: list[JournalEntry]) -> list[dict[str, Any]]:
    return [each.model_dump(exclude_unset=True) for each in entries]


def tokens(entries: list[JournalEntry]) -> list[str]:
    return [item.token for item in entries]


def test_an_entry_is_private_and_unchanged_until_it_is_finished(journal: Journal) -> None:
    assert not (journal.pending() or journal.all() or journal.broken() or journal.folder.exists())
    journal.start(make("a"))
    (opened,) = journal.folder.iterdir()
    written = opened.read_bytes()
    assert json.loads(written) == entry("a")
    assert contents(journal.pending()) == contents(Journal(journal.folder).pending()) == [entry("a")]
    journal.finish(make("a"), CREATED)
    assert (journal.pending(), contents(journal.all())) == ([], [{**entry("a"), "outcome": CREATED}])
    assert {stat.S_IMODE(path.stat().st_mode) for path in journal.folder.iterdir()} == {0o600}
    opened.write_bytes(written)  # as after a kill before the deletion
    assert (journal.pending(), [item.outcome for item in journal.all()]) == ([], [CREATED])


def test_entries_are_in_the_order_of_their_start_and_belong_to_a_profile_and_a_request(
    journal: Journal,
) -> None:
    for token in "cab":
        journal.start(make(token))
    journal.finish(make("a"), {})
    assert (tokens(journal.pending()), tokens(journal.all())) == (["c", "b"], ["c", "a", "b"])
    journal.start(make("b", THERE))
    journal.finish(make("b"), CREATED)
    other = make("c").model_copy(update={"sha256": "1" * 64})  # the request changed, the token did not
    journal.start(other)
    journal.finish(other, {"outcome": "refused", "code": "IdempotentTokenMismatch"})
    assert contents(journal.pending()) == [entry("c"), entry("b", THERE)]
    for missing in (make("x"), make("c", THERE), make("a"), other):
        with pytest.raises(NotFoundError, match=missing.token):
            journal.finish(missing, {})


def test_a_cluster_that_another_process_created_is_not_forgotten(journal: Journal) -> None:
    journal.start(make("a"))
    journal.finish(make("a"), {"outcome": "refused", "code": "QuotaExhausted.MaxClusterCount"})
    journal.finish(make("a"), CREATED)
    for outcome in ({"outcome": "refused"}, {"outcome": "created", "id": "cls-2"}):
        with pytest.raises(NotFoundError):
            journal.finish(make("a"), outcome)
    assert [each.outcome for each in journal.all()] == [CREATED]


def test_a_later_run_makes_an_unsent_entry_a_sent_one(journal: Journal) -> None:
    journal.start(make("a"))
    journal.mark_unsent(make("a"), 0)
    assert journal.pending()[0].unsent
    assert journal.resume(make("a")) == 1
    journal.mark_unsent(make("a"), 0)  # by the first run, which ends later
    assert "unsent" not in journal.pending()[0].model_fields_set
    with ThreadPoolExecutor(8) as pool:
        numbers = pool.map(lambda _: Journal(journal.folder).resume(make("a")), range(8))
    assert sorted(numbers) == [*range(2, 10)]


def test_an_entry_is_on_disk_when_start_returns(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError, match="disk is full"):
        journal.start(make("a"))
    assert contents(journal.all()) == []


@pytest.mark.parametrize("state", ["open", "settled"])
def test_a_torn_file_never_hides_the_others(journal: Journal, state: str) -> None:
    journal.start(make("a"))
    journal.start(make("b"))
    torn = journal.folder / f"{1:020d}-0123abcd.{state}.json"
    for content in (b"", b'{"token": "x', b"\0" * 64, b"[]", b'{"token": 3}', b"[" * 100_000):
        torn.write_bytes(content)
        assert tokens(journal.pending()) == tokens(journal.all()) == ["a", "b"]
        assert journal.broken() == [torn]
    journal.finish(make("a"), {})
    assert torn.read_bytes() == content


MANY = """
import os, sys
from pathlib import Path
from wizard.models.journal import JournalEntry
from wizard.storage.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(20):
    submission = JournalEntry(token=f"{sys.argv[2]}_{number}", request="x" * 10_000)
    journal.start(submission)
    if number % 2:
        journal.finish(submission, {"id": submission.token})
os.kill(os.getpid(), 9)
"""


def test_entries_of_several_processes_survive_a_kill(journal: Journal) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", MANY, str(journal.folder), name]) for name in "abc"]
    assert [process.wait() for process in processes] == [-signal.SIGKILL] * 3
    assert sorted(tokens(journal.all())) == sorted(f"{name}_{n}" for name in "abc" for n in range(20))
    assert sorted(tokens(journal.pending())) == sorted(
        f"{name}_{n}" for name in "abc" for n in range(0, 20, 2)
    )
    assert all(item.outcome == {"id": item.token} for item in journal.all() if item.outcome)
    assert journal.broken() == []
