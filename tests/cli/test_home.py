"""`bcw` without a home folder, as in a container with an arbitrary user id, and with an unusual one."""

import os
import pwd
from pathlib import Path

import pytest

from .driver import Run, Write


@pytest.mark.parametrize("home", [{}, {"HOME": "relative"}])
def test_without_a_home_only_what_stores_something_fails(
    run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch, home: dict[str, str]
) -> None:
    folder = request_file().parent
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith(("XDG_", "HOME"))]:
        monkeypatch.delenv(name)
    for name, value in home.items():
        monkeypatch.setenv(name, value)

    def unknown(uid: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for line in (
        "check request.json",
        "check smallest --profile sandbox",
        "export request.json --as json",
        "export smallest --as curl",
        "explain Name",
        "schema",
        "presets list",
        "profiles list",
        "submit request.json --dry-run",
    ):
        run(*line.split()).ends(0)
    for line in (
        "presets import request.json --name mine",
        "profiles add prod --region cn-hangzhou --key-id K --keep file",
        "profiles use sandbox",
        "submit request.json --yes",
        "sandbox",
    ):
        run(*line.split(), data=b"secret\n").fails(2, "Set HOME")
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
        run(*line.split()).ends(0)
    assert run("presets", "list", "--own", "--format", "names").text == "mine\n"
