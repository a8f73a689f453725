"""Pipes, devices and huge files among the user's files hold up nothing; one that is named itself is read."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.storage import locations
from wizard.tui.themes import load_themes

from .driver import TREE, Run, Write, process


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """End a test that waits for ever, with all others."""
    signal.alarm(120)
    yield
    signal.alarm(0)


def make(kind: str, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(10 * 1024**3)  # takes no room on the disk
    return path


@pytest.mark.parametrize("kind", ["pipe", "huge", "folder"])
def test_commands_and_the_application_end_whatever_the_files_of_the_user_are(
    run: Run, request_file: Write, kind: str
) -> None:
    for path in (
        locations.presets_folder() / "odd.json",
        locations.settings_file(),
        locations.profiles_file(),
        locations.journal_folder() / f"{1:020d}-00000000.open.json",
        locations.drafts_folder() / "draft-1-aa.json",
        locations.themes_folder() / "odd.toml",
    ):
        make(kind, path)
    listed = run("presets", "list").ends(0).text
    assert "odd" in listed and "smallest" in listed
    for line in ("presets show odd", "presets rename odd even", "export odd --as json"):
        run(*line.split()).ends(2)
    for line in (f"check {request_file()}", "profiles list", "submissions list"):
        assert run(*line.split()).code in (0, 2)
    assert Application({}).drafts.list_recoverable() == []
    themes, [problem] = load_themes([locations.themes_folder()])
    assert themes == {} and "odd.toml" in problem


def test_a_folder_with_special_files_is_checked(run: Run, tmp_path: Path, request_file: Write) -> None:
    folder = tmp_path / "folder"
    make("pipe", folder / "a-pipe.json")
    make("huge", folder / "huge.json")
    (folder / "device.json").symlink_to("/dev/zero")
    (folder / "loop").symlink_to(folder)
    (folder / "broken.json").symlink_to(tmp_path / "gone")
    request_file("folder/ok.json")
    ran = run("check", folder, "--format", "json").ends(2)
    errors = {Path(each["file"]).name: each.get("error") for each in ran.json}
    assert list(errors) == ["broken.json", "huge.json", "ok.json"]
    assert "does not exist" in errors["broken.json"]
    assert "larger than 64 MiB" in errors["huge.json"]
    assert errors["ok.json"] is None


def test_a_pipe_that_is_named_is_read(tmp_path: Path) -> None:
    pipe = make("pipe", tmp_path / "pipe.json")
    with process("export", pipe, "--as", "json") as started:
        pipe.write_text(json.dumps(TREE))
        out, err = started.communicate(timeout=60)
    assert started.returncode == 0, err
    assert json.loads(out) == TREE


def test_an_endless_device_that_is_named_is_too_large(run: Run) -> None:
    run("check", "/dev/zero").ends(2, "64 MiB")
