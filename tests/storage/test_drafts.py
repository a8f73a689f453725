"""A draft outlives its wizard, belongs to one wizard at a time, and holds no secret."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from wizard.errors import NotFoundError, StorageError
from wizard.models.draft import Draft, DraftSource
from wizard.storage.drafts import DraftFile, RecoverableDraft, discard, list_drafts, make_draft

DEEP = json.loads("[" * 900 + "]" * 900)
AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def record(name: str = "a", *, at: datetime = AT) -> Draft:
    return make_draft({"Name": name}, origin=DraftSource(), step="basics", at=at)


def left_behind(folder: Path, name: str = "a", *, at: datetime = AT) -> Path:
    with closing(DraftFile(folder)) as file:
        file.write(record(name, at=at))
    return file.path


def only(folder: Path) -> RecoverableDraft:
    (found,) = list_drafts(folder)
    return found


def names(folder: Path) -> list[str]:
    return [each.draft.request["Name"] for each in list_drafts(folder)]


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# What a draft holds


@pytest.mark.parametrize(
    "origin",
    [
        DraftSource(),
        DraftSource(kind="preset", name="spot-farm", digest="ab12"),
        DraftSource(kind="file", name="/srv/cluster.json"),
    ],
)
def test_a_draft_is_read_back_as_it_was_written(tmp_path: Path, origin: DraftSource) -> None:
    request = {
        "Name": "团簇 🎉",
        "b": 1.0,
        "a": [1, None, {"x": "\ud800"}],
        "deep": DEEP,
    }
    preset = {"title": "T", "owner": "us"}
    with closing(DraftFile(tmp_path)) as file:
        file.write(make_draft(request, origin=origin, step="groups", preset=preset, at=AT))
    draft = only(tmp_path).draft
    assert draft.request == request
    assert list(draft.request) == list(request)
    assert (draft.origin, draft.step, draft.written_at) == (origin, "groups", AT)
    assert (draft.preset, draft.secrets) == (preset, [])


DRAFT_OF_0_1_0 = """{"format": 1, "written_at": "2026-03-01T12:30:00+00:00", "origin": {"kind": "file",
"name": "/srv/cluster.json", "digest": "ab12"}, "step": "groups", "saved": false, "preset": null,
"secrets": ["/Configs/Mounts/OSS/AccessKeySecret"], "request": {"Name": "a",
"Configs": {"Mounts": {"OSS": {}}}}}"""


def test_a_draft_of_version_0_1_0_is_offered(tmp_path: Path) -> None:
    (tmp_path / "draft-12-0123456789ab.json").write_text(DRAFT_OF_0_1_0)
    (tmp_path / "draft-12-0123456789ab.lock").touch()
    draft = only(tmp_path).draft
    assert draft.request == {"Name": "a", "Configs": {"Mounts": {"OSS": {}}}}
    assert draft.origin == DraftSource(kind="file", name="/srv/cluster.json", digest="ab12")
    assert (draft.secrets, draft.step) == (["/Configs/Mounts/OSS/AccessKeySecret"], "groups")
    assert draft.written_at == AT


def test_the_time_is_written_in_utc(tmp_path: Path) -> None:
    path = left_behind(tmp_path, at=AT.astimezone(timezone(timedelta(hours=8))))
    assert json.loads(path.read_bytes())["written_at"] == "2026-03-01T12:30:00+00:00"


def test_a_typed_secret_leaves_no_trace_but_its_place(tmp_path: Path) -> None:
    account = {"AccessKeyId": "LTAI", "AccessKeySecret": "hunter2", "SecurityToken": "st-5ecret"}
    request = {"Name": "a", "Configs": {"Mounts": {"OSS": account}}}
    with closing(DraftFile(tmp_path)) as file:
        file.write(make_draft(request, origin=DraftSource(), step="mounts"))
    text = file.path.read_text()
    assert "hunter2" not in text and "5ecret" not in text
    draft = only(tmp_path).draft
    assert draft.secrets == ["/Configs/Mounts/OSS/AccessKeySecret", "/Configs/Mounts/OSS/SecurityToken"]
    assert draft.request["Configs"]["Mounts"]["OSS"] == {"AccessKeyId": "LTAI"}


def test_a_reference_is_not_a_typed_secret() -> None:
    request = {"Configs": {"Mounts": {"OSS": {"AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"}}}}
    draft = make_draft(request, origin=DraftSource(), step="mounts")
    assert (draft.request, draft.secrets) == (request, [])


# One file for each wizard


def test_nothing_is_made_before_the_first_write(tmp_path: Path) -> None:
    with closing(DraftFile(tmp_path / "drafts")) as file:
        file.discard()
    assert list(tmp_path.iterdir()) == []
    assert list_drafts(tmp_path / "drafts") == []


def test_draft_and_folder_are_closed_to_others(tmp_path: Path) -> None:
    path = left_behind(tmp_path / "state" / "drafts")
    assert permissions(path.parent) == 0o700
    assert {permissions(entry) for entry in path.parent.iterdir()} == {0o600}


def test_a_wizard_that_runs_is_offered_to_nobody(tmp_path: Path) -> None:
    with closing(DraftFile(tmp_path)) as file:
        file.write(record())
        assert list_drafts(tmp_path) == []
        assert file.path.exists()
    assert only(tmp_path).path == file.path


def test_a_draft_that_was_discarded_leaves_nothing(tmp_path: Path) -> None:
    with closing(DraftFile(tmp_path)) as file:
        file.write(record())
        file.discard()
        assert list(tmp_path.iterdir()) == []
        file.write(record("again"))
    assert only(tmp_path).draft.request == {"Name": "again"}


def test_two_wizards_never_touch_each_others_draft(tmp_path: Path) -> None:
    with closing(DraftFile(tmp_path)) as one, closing(DraftFile(tmp_path)) as other:
        one.write(record("one"))
        other.write(record("other"))
        other.discard()
        other.write(record("other again"))
        one.write(record("one again"))
    assert sorted(names(tmp_path)) == ["one again", "other again"]


def test_the_newest_comes_first(tmp_path: Path) -> None:
    for hours in (2, 0, 1):
        left_behind(tmp_path, str(hours), at=AT - timedelta(hours=hours))
    assert names(tmp_path) == ["0", "1", "2"]


def test_threads_may_write_at_once(tmp_path: Path) -> None:
    with closing(DraftFile(tmp_path)) as file:
        threads = [threading.Thread(target=file.write, args=(record(str(i)),)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert json.loads(file.path.read_bytes())["request"]["Name"] in "01234567"
    assert len(list(tmp_path.iterdir())) == 2


KILLED = """
import os, sys
from pathlib import Path
from wizard.models.draft import DraftSource
from wizard.storage.drafts import DraftFile, make_draft
file = DraftFile(Path(sys.argv[1]))
origin = DraftSource(kind="preset", name="spot-farm")
file.write(make_draft({"Name": "killed"}, origin=origin, step="groups"))
print("written", flush=True)
sys.stdin.read()
"""


def test_a_killed_wizard_leaves_its_draft(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        assert list_drafts(tmp_path) == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    draft = only(tmp_path).draft
    assert draft.request == {"Name": "killed"}
    assert (draft.origin, draft.step) == (DraftSource(kind="preset", name="spot-farm"), "groups")


HALFWAY = """
import os, sys
from pathlib import Path
from wizard.models.draft import DraftSource
from wizard.storage.drafts import DraftFile, make_draft
replaced = []
real = os.replace
def replace(source, target):
    if len(replaced) == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    replaced.append(target)
    real(source, target)
os.replace = replace
file = DraftFile(Path(sys.argv[1]))
for name in "ab":
    file.write(make_draft({"Name": name}, origin=DraftSource(), step=""))
"""


@pytest.mark.parametrize(("before", "expected"), [(0, []), (1, ["a"])])
def test_killed_while_it_writes_it_leaves_the_draft_before_and_no_rubbish(
    tmp_path: Path, before: int, expected: list[str]
) -> None:
    done = subprocess.run([sys.executable, "-c", HALFWAY, str(tmp_path), str(before)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert names(tmp_path) == expected
    assert len(list(tmp_path.iterdir())) == 2 * len(expected)


# Taking one up


def test_a_leftover_is_taken_up_by_one_wizard_alone(tmp_path: Path) -> None:
    path = left_behind(tmp_path)
    leftover = only(tmp_path)
    with closing(DraftFile(tmp_path)) as one, closing(DraftFile(tmp_path)) as other:
        other.write(record("other"))
        assert one.adopt(leftover) == leftover.draft
        with pytest.raises(NotFoundError):
            other.adopt(leftover)
        with pytest.raises(NotFoundError):
            discard(leftover)
        assert list_drafts(tmp_path) == []
        one.write(record("on"))
        assert one.path == path
        assert json.loads(other.path.read_bytes())["request"] == {"Name": "other"}
        one.discard()
        assert not path.exists()


def test_taking_one_up_loses_it_at_no_moment(tmp_path: Path) -> None:
    path = left_behind(tmp_path)
    with closing(DraftFile(tmp_path)) as file:
        file.adopt(only(tmp_path))
        assert path.exists()
    assert only(tmp_path).path == path


def test_one_that_is_gone_cannot_be_taken_up(tmp_path: Path) -> None:
    left_behind(tmp_path)
    leftover = only(tmp_path)
    discard(leftover)
    with pytest.raises(NotFoundError):
        discard(leftover)
    with closing(DraftFile(tmp_path)) as file, pytest.raises(NotFoundError):
        file.adopt(leftover)
    assert list(tmp_path.iterdir()) == []


def test_a_draft_without_its_lock_was_left_behind(tmp_path: Path) -> None:
    path = left_behind(tmp_path)
    path.with_suffix(".lock").unlink()
    assert only(tmp_path).path == path
    with closing(DraftFile(tmp_path)) as file:
        file.adopt(only(tmp_path))


# What is broken


WRITTEN = json.loads(DRAFT_OF_0_1_0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b"{}",
        *(
            json.dumps({**WRITTEN, **change}).encode()
            for change in (
                {"format": 2},
                {"secrets": None},
                {"written_at": "yesterday"},
                {"written_at": "0001-01-01T00:00:00+23:59"},
                {"origin": {"kind": "moon", "name": "", "digest": ""}},
                {"saved": "no"},
                {"preset": 3},
            )
        ),
        json.dumps({key: value for key, value in WRITTEN.items() if key != "request"}).encode(),
    ],
)
def test_a_broken_draft_is_kept_and_hides_no_other(tmp_path: Path, content: bytes) -> None:
    good = left_behind(tmp_path, "good")
    bad = left_behind(tmp_path, "bad")
    bad.write_bytes(content)
    assert only(tmp_path).path == good
    assert bad.read_bytes() == content


def test_other_files_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{")
    (tmp_path / "draft-1-ab.json~").write_text("{")
    assert list_drafts(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file")
    with closing(DraftFile(tmp_path / "drafts")) as file, pytest.raises(StorageError, match="drafts"):
        file.write(record())
    assert list_drafts(tmp_path / "drafts") == []


def test_no_child_of_the_wizard_keeps_its_lock(tmp_path: Path) -> None:
    file = DraftFile(tmp_path)
    file.write(record())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        file.close()
        assert only(tmp_path).path == file.path
        child.kill()
    assert os.path.exists(file.path)
