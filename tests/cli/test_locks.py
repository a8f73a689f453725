"""While another process holds a lock, nothing waits for ever, and the screens do not wait at all."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox
from wizard.storage import files, locations, presets, profiles

from .driver import TREE, Run


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock, as another process would that hangs."""
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


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "request.json", "--name", "new"],
        ["rename", "mine", "new"],
        ["set", "mine", "--title", "T"],
        ["delete", "mine", "--yes"],
        ["restore", "gone"],
    ],
)
def test_a_change_of_presets_gives_up_and_says_so(
    run: Run, request_file: Callable[..., Path], arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = request_file()
    monkeypatch.chdir(file.parent)
    assert run("presets", "import", file, "--name", "mine").code == 0
    assert run("presets", "import", file, "--name", "gone").code == 0
    assert run("presets", "delete", "gone", "--yes").code == 0
    before = (locations.presets_folder() / "mine.json").read_bytes()
    with held(locations.presets_folder() / ".lock"):
        ran = run("presets", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert "another process" in ran.err and str(locations.presets_folder() / ".lock") in ran.err
    assert (locations.presets_folder() / "mine.json").read_bytes() == before
    assert run("presets", *arguments).code == 0


def test_a_change_of_profiles_gives_up_and_says_so(run: Run) -> None:
    with held(locations.profiles_file().with_name(".targets.json.lock")):
        ran = run("profiles", "use", "sandbox")
    assert (ran.code, ran.out) == (2, b"")
    assert "another process" in ran.err
    assert run("profiles", "use", "sandbox").code == 0


def test_a_submission_does_not_wait_for_the_journal_for_ever_and_sends_nothing(
    real: Run, request_file: Callable[..., Path], sandbox: RunningSandbox
) -> None:
    submit = ["submit", request_file(), "--yes", "--endpoint", sandbox.url, "--timeout", "1"]
    with held(locations.journal_folder() / ".lock"):
        ran = real(*submit)
    assert (ran.code, ran.out) == (2, b"")
    assert "another process" in ran.err
    clusters = ["clusters", "list", "--all", "--endpoint", sandbox.url]
    assert "cls-" not in real(*clusters).text
    assert real(*submit).code == 0


def test_the_wizard_does_not_wait_for_presets_or_targets(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    application.library.save_preset("mine", "", "", TREE, overwrite=False)

    def wait(seconds: float) -> None:
        raise AssertionError("the screens would stand still")

    monkeypatch.setattr(time, "sleep", wait)
    library, lock = application.library, locations.presets_folder() / ".lock"
    for change in (
        lambda: library.save_preset("other", "", "", TREE, overwrite=False),
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
