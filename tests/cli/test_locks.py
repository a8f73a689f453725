"""While another process holds a lock, commands give up in the end, and the screens do not wait at all."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox
from wizard.storage import files, locations, presets, profiles

from .driver import TREE, Run, Write, clusters


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock, as another process that hangs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment for a lock, instead of seconds."""
    acquire = files.acquire_lock
    for module in (presets, profiles):
        monkeypatch.setattr(
            module, "acquire_lock", lambda path, patience: acquire(path, patience=min(patience, 0.1))
        )


def test_changes_of_presets_give_up(run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(request_file().parent)
    for name in ("mine", "gone"):
        run("presets", "import", "request.json", "--name", name).ends(0)
    run("presets", "delete", "gone", "--yes").ends(0)
    lock = locations.presets_folder() / ".lock"
    before = (locations.presets_folder() / "mine.json").read_bytes()
    for arguments in (
        ["import", "request.json", "--name", "new"],
        ["set", "mine", "--title", "T"],
        ["rename", "mine", "other"],
        ["delete", "mine", "--yes"],
        ["restore", "gone"],
    ):
        with held(lock):
            ran = run("presets", *arguments)
        assert (ran.code, ran.out) == (2, b"")
        assert "another process" in ran.err and str(lock) in ran.err
    assert (locations.presets_folder() / "mine.json").read_bytes() == before
    run("presets", "restore", "gone").ends(0)


def test_changes_of_profiles_give_up(run: Run) -> None:
    with held(locations.profiles_file().with_name(".targets.json.lock")):
        ran = run("profiles", "use", "sandbox")
    assert (ran.code, ran.out) == (2, b"")
    assert "another process" in ran.err
    run("profiles", "use", "sandbox").ends(0)


def test_a_submission_gives_up_and_sends_nothing(run: Run, sandbox: RunningSandbox) -> None:
    submit = ["submit", "smallest", "--yes", "--endpoint", sandbox.url, "--timeout", "0.3"]
    with held(locations.journal_folder() / ".lock"):
        ran = run(*submit)
    assert (ran.code, ran.out) == (2, b"")
    assert "another process" in ran.err
    assert clusters(sandbox) == []
    run(*submit).ends(0)


def test_the_application_never_waits(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    application.library.save_preset("mine", {}, TREE, overwrite=False)

    def wait(seconds: float) -> None:
        raise AssertionError("the screens would be blocked")

    monkeypatch.setattr(time, "sleep", wait)
    library, lock = application.library, locations.presets_folder() / ".lock"
    for change in (
        lambda: library.save_preset("other", {}, TREE, overwrite=False),
        lambda: library.rename_preset("mine", "other"),
        lambda: library.describe_preset("mine", {"title": "T"}),
        lambda: library.delete_preset("mine"),
    ):
        with held(lock), pytest.raises(BcwError, match="another process"):
            change()
    targets = locations.profiles_file().with_name(".targets.json.lock")
    with held(targets), pytest.raises(BcwError, match="another process"):
        application.profiles.use("sandbox", as_default=True)
    library.delete_preset("mine")
