"""`bcw` for a user without a home folder, as in a container with an arbitrary user id, and in an odd one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.tui.themes import load_themes

from .driver import Ran, Run

NO_ENTRY = """
import pwd, sys

def unknown(uid):
    raise KeyError(f"getpwuid(): uid not found: {uid}")

pwd.getpwuid = unknown
from wizard.cli.main import main
sys.exit(main())
"""


@pytest.fixture
def homeless(tmp_path: Path) -> Run:
    """Run `bcw` for a user without a passwd entry, HOME being no folder; nothing is made where it runs."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HOME"))}
    folder = tmp_path / "here"
    folder.mkdir()

    def call(*arguments: str | Path, data: bytes = b"", **home: str) -> Ran:
        command = [sys.executable, "-c", NO_ENTRY, *map(str, arguments)]
        ran = subprocess.run(
            command, cwd=folder, env=environ | home, input=data, capture_output=True, timeout=120
        )
        assert os.listdir(folder) == []
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode())

    return call


def test_what_stores_nothing_works_without_a_home(homeless: Run, request_file: Callable[..., Path]) -> None:
    file = request_file()
    for arguments in (
        ["check", file],
        ["check", "smallest", "--profile", "sandbox"],
        ["export", file, "--as", "json"],
        ["export", "smallest", "--as", "curl"],
        ["explain", "Name"],
        ["schema"],
        ["presets", "list"],
        ["profiles", "list"],
        ["submit", file, "--dry-run"],
    ):
        ran = homeless(*arguments)
        assert ran.code == 0, (arguments, ran.err)
    assert homeless("presets", "list", HOME="relative").code == 0


def test_what_stores_something_says_that_there_is_no_home(
    homeless: Run, request_file: Callable[..., Path]
) -> None:
    file = request_file()
    for arguments in (
        ["presets", "import", file, "--name", "mine"],
        ["profiles", "add", "prod", "--region", "cn-hangzhou", "--key-id", "K", "--keep", "file"],
        ["profiles", "use", "sandbox"],
        ["submit", file, "--yes"],
        ["sandbox"],
    ):
        ran = homeless(*arguments, data=b"secret\n")
        assert (ran.code, ran.out) == (2, b""), (arguments, ran.err)
        assert "Set HOME" in ran.err
    ran = homeless("presets", "import", file, "--name", "mine", HOME="relative")
    assert ran.code == 2 and "Set HOME" in ran.err


def test_a_home_whose_name_is_not_utf_8_is_one(
    real: Run, tmp_path: Path, request_file: Callable[..., Path]
) -> None:
    home = os.fsdecode(os.fsencode(tmp_path) + b"/h\xff")
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    environ = {"HOME": home, **{name: f"{home}/{name}" for name in names}}
    file = request_file()
    for arguments in (
        ["presets", "import", file, "--name", "mine"],
        ["presets", "list"],
        ["check", "mine"],
        ["submit", "mine", "--yes"],
        ["clusters", "list"],
    ):
        ran = real(*arguments, **environ)
        assert ran.code == 0, (arguments, ran.err)
    listed = json.loads(real("presets", "list", "--format", "json", **environ).out)
    assert "mine" in [each["name"] for each in listed]


def test_what_is_said_of_themes_in_a_folder_that_is_not_utf_8_can_be_shown(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/h\xff"))
    folder.mkdir()
    (folder / "a.toml").write_text("no theme")
    (folder / "b.toml").write_text('name = "b"')
    problems = load_themes([folder])[1]
    assert len(problems) == 2
    assert "�" in "".join(problems).encode().decode()
