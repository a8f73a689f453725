"""`bcw` without a home folder, as in a container with an arbitrary user id, and with an unusual one."""

import os
from pathlib import Path

import pytest

from .driver import Run, Write, run_lines

NO_ENTRY = """
import pwd

def unknown(uid):
    raise KeyError(f"getpwuid(): uid not found: {uid}")

pwd.getpwuid = unknown
"""
"""Makes the user one without a passwd entry."""


@pytest.mark.parametrize("home", [{}, {"HOME": "relative"}])
def test_without_a_home_only_what_stores_something_fails(request_file: Write, home: dict[str, str]) -> None:
    folder = request_file().parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HOME"))}
    options = {"before": NO_ENTRY, "cwd": folder, "env": kept | home, "input": "secret\n"}
    works = [
        "check request.json",
        "check smallest --profile sandbox",
        "export request.json --as json",
        "export smallest --as curl",
        "explain Name",
        "schema",
        "presets list",
        "profiles list",
        "submit request.json --dry-run",
    ]
    codes, ran = run_lines(*works, **options)
    assert codes == [0] * len(works), ran.stderr
    fails = [
        "presets import request.json --name mine",
        "profiles add prod --region cn-hangzhou --key-id K --keep file",
        "profiles use sandbox",
        "submit request.json --yes",
        "sandbox",
    ]
    codes, ran = run_lines(*fails, **options)
    assert (codes, ran.stdout) == ([2] * len(fails), ""), ran.stderr
    assert ran.stderr.count("Set HOME") == len(fails)
    assert os.listdir(folder) == ["request.json"], "nothing is written where it runs"


def test_a_home_whose_name_is_not_utf_8(
    run: Run, tmp_path: Path, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = os.fsdecode(os.fsencode(tmp_path) + b"/h\xff")
    monkeypatch.setenv("HOME", home)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, f"{home}/{name}")
    run("presets", "import", request_file(), "--name", "mine").ends(0)
    for line in ("presets list", "check mine", "submit mine --yes", "clusters list"):
        ran = run(*line.split())
        assert ran.code == 0, (line, ran.err)
    assert "mine" in [each["name"] for each in run("presets", "list", "--format", "json").json]
