"""Pipes, devices and huge files among the user's files hold up nothing; one that is named itself is read."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.storage import locations
from wizard.tui.themes import load_themes

from .driver import TREE, Run, Write, process, run_lines


def make_pipe(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path


def make_huge(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)  # takes no room on the disk
    return path


@pytest.fixture(
    params=[make_pipe, make_huge, lambda path: path.mkdir(parents=True)], ids=["pipe", "huge", "dir"]
)
def special(request: pytest.FixtureRequest) -> Callable[[Path], object]:
    """Makes what no command may wait for."""
    made: Callable[[Path], object] = request.param
    return made


def test_commands_and_the_application_end_whatever_the_files_of_the_user_are(
    special: Callable[[Path], object], request_file: Write
) -> None:
    for path in (
        locations.presets_folder() / "odd.json",
        locations.settings_file(),
        locations.profiles_file(),
        locations.journal_folder() / f"{1:020d}-00000000.open.json",
        locations.drafts_folder() / "draft-1-aa.json",
        locations.themes_folder() / "odd.toml",
    ):
        special(path)
    (first, *codes), ran = run_lines(
        "presets list",
        "presets show odd",
        "presets rename odd even",
        "export odd --as json",
        f"check {request_file()}",
        "profiles list",
        "submissions list",
    )
    assert first == 0 and "odd" in ran.stdout and "smallest" in ran.stdout
    assert codes[:3] == [2, 2, 2]
    assert set(codes[3:]) <= {0, 2}
    assert Application({}).drafts.list_recoverable() == []
    themes, [problem] = load_themes([locations.themes_folder()])
    assert themes == {} and "odd.toml" in problem


def test_a_folder_with_special_files_is_checked(real: Run, tmp_path: Path, request_file: Write) -> None:
    folder = tmp_path / "folder"
    make_pipe(folder / "a-pipe.json")
    make_huge(folder / "huge.json")
    (folder / "device.json").symlink_to("/dev/zero")
    (folder / "loop").symlink_to(folder)
    (folder / "broken.json").symlink_to(tmp_path / "gone")
    request_file("folder/ok.json")
    ran = real("check", folder, "--format", "json").ends(2)
    errors = {Path(each["file"]).name: each.get("error") for each in ran.json}
    assert list(errors) == ["broken.json", "huge.json", "ok.json"]
    assert "does not exist" in errors["broken.json"]
    assert "larger than 64 MiB" in errors["huge.json"]
    assert errors["ok.json"] is None


def test_a_pipe_that_is_named_is_read(tmp_path: Path) -> None:
    pipe = make_pipe(tmp_path / "pipe.json")
    with process("export", pipe, "--as", "json") as started:
        pipe.write_text(json.dumps(TREE))
        out, err = started.communicate(timeout=60)
    assert started.returncode == 0, err
    assert json.loads(out) == TREE


def test_an_endless_device_that_is_named_is_too_large(run: Run) -> None:
    run("check", "/dev/zero").ends(2, "64 MiB")
