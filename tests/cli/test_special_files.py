"""Pipes, devices and huge files among the user's files stop nothing; one that is named itself is read."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.storage import locations
from wizard.tui.themes import load_themes

from .driver import TREE, Run, process


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


def test_presets_are_listed(real: Run, special: Callable[[Path], object]) -> None:
    special(locations.presets_folder() / "odd.json")
    ran = real("presets", "list")
    assert ran.code == 0
    assert "odd" in ran.text and "smallest" in ran.text
    assert real("presets", "show", "odd").code == 2
    assert real("presets", "rename", "odd", "even").code == 2
    assert real("export", "odd", "--as", "json").code == 2


@pytest.mark.parametrize("name", ["settings_file", "profiles_file"])
def test_commands_end_whatever_settings_and_targets_are(
    real: Run, special: Callable[[Path], object], request_file: Callable[..., Path], name: str
) -> None:
    special(getattr(locations, name)())
    assert real("check", request_file()).code in (0, 2)
    assert real("profiles", "list").code in (0, 2)


def test_a_journal_with_special_entries_is_read(real: Run, special: Callable[[Path], object]) -> None:
    special(locations.journal_folder() / f"{1:020d}-00000000.open.json")
    assert real("submissions", "list").code in (0, 2)


def test_a_draft_that_is_a_special_file_is_passed_over(
    application: Application, special: Callable[[Path], object]
) -> None:
    special(locations.drafts_folder() / "draft-1-aa.json")
    assert application.drafts.list_recoverable() == []


def test_a_theme_that_is_a_special_file_is_reported(
    tmp_path: Path, special: Callable[[Path], object]
) -> None:
    special(tmp_path / "themes" / "odd.toml")
    themes, problems = load_themes([tmp_path / "themes"])
    assert themes == {}
    assert len(problems) == 1 and "odd.toml" in problems[0]


def test_a_folder_with_a_special_file_is_checked(
    real: Run, tmp_path: Path, request_file: Callable[..., Path]
) -> None:
    folder = tmp_path / "folder"
    make_pipe(folder / "a-pipe.json")
    make_huge(folder / "huge.json")
    (folder / "device.json").symlink_to("/dev/zero")
    request_file("folder/ok.json")
    ran = real("check", folder, "--format", "json")
    assert ran.code == 2
    files = {Path(each["file"]).name: each.get("error") for each in ran.json}
    assert files["ok.json"] is None
    assert "larger than 64 MiB" in str(files["huge.json"])


def test_the_wizard_does_not_wait_for_a_pipe(application: Application, tmp_path: Path) -> None:
    pipe = str(make_pipe(tmp_path / "pipe.json"))
    for open_ in (application.library.open_file, lambda path: application.library.import_file(path, "name")):
        with pytest.raises(BcwError, match="not a regular file"):
            open_(pipe)


@pytest.mark.parametrize("command", ["check", "export"])
def test_a_pipe_that_is_named_is_read(tmp_path: Path, command: str) -> None:
    pipe = make_pipe(tmp_path / "pipe.json")
    more = ["--as", "json"] if command == "export" else []
    with process(command, pipe, *more) as started:
        pipe.write_text(json.dumps(TREE))
        out, err = started.communicate(timeout=60)
    assert started.returncode == 0, err
    assert command == "check" or json.loads(out) == TREE


@pytest.mark.parametrize(
    "command", ["check <(cat {file})", "export <(cat {file}) --as json", "check /dev/stdin < {file}"]
)
def test_process_substitution(command: str, request_file: Callable[..., Path]) -> None:
    bcw = f"{sys.executable} -m wizard.cli.main {command.format(file=request_file())}"
    ran = subprocess.run(["bash", "-c", bcw], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    assert ran.returncode == 0, ran.stderr


def test_an_endless_device_that_is_named_is_too_large(real: Run) -> None:
    ran = real("check", "/dev/zero")
    assert ran.code == 2
    assert "64 MiB" in ran.err
