"""While another process holds a lock, commands give up in the end and change nothing."""

from pathlib import Path

import pytest

from wizard.sandbox import RunningSandbox
from wizard.storage import files, locations, presets, profiles

from .accounts import everything_below, save
from .driver import Run, Write, clusters


def test_changes_give_up(
    run: Run, sandbox: RunningSandbox, request_file: Write, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(request_file().parent)
    for name in ("mine", "gone"):
        run("presets", "import", "request.json", "--name", name).ends(0)
    run("presets", "delete", "gone", "--yes").ends(0)
    save("prod", sandbox.url)
    acquire = files.acquire_lock
    for module in (presets, profiles):
        monkeypatch.setattr(module, "acquire_lock", lambda path, patience: acquire(path, patience=0.1))
    library = locations.presets_folder() / ".lock"
    for lock, line in (
        (library, "presets import request.json --name new"),
        (library, "presets set mine --title T"),
        (library, "presets rename mine other"),
        (library, "presets delete other --yes"),
        (library, "presets restore gone"),
        (locations.profiles_file().with_name(".targets.json.lock"), "profiles use sandbox"),
        (
            locations.journal_folder() / ".lock",
            f"submit smallest --yes --endpoint {sandbox.url} --timeout 0.3",
        ),
    ):
        lock.parent.mkdir(parents=True, exist_ok=True)
        with acquire(lock):
            before = everything_below(empty_home)
            run(*line.split()).fails(2, "another process", str(lock))
            assert everything_below(empty_home) == before
        assert clusters(sandbox) == []
        run(*line.split()).ends(0)
