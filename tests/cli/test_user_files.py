"""Commands with unusual files and names: none waits for ever, or lets a name control the terminal."""

import json
import os
import pwd
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from wizard.core.application import Application
from wizard.sandbox import RunningSandbox
from wizard.storage import files, locations, presets, profiles
from wizard.tui.themes import load_themes

from .accounts import everything_below, ids, save
from .driver import TREE, Ran, Run, Write, process


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
def test_everything_ends_whatever_the_files_of_the_user_are(run: Run, request_file: Write, kind: str) -> None:
    for path in (
        locations.presets_folder() / "odd.json",
        locations.settings_file(),
        locations.profiles_file(),
        locations.journal_folder() / f"{1:020d}-00000000.open.json",
        locations.drafts_folder() / "draft-1-aa.json",
        locations.themes_folder() / "odd.toml",
    ):
        make(kind, path)
    listed = run("presets list").ends(0).text
    assert "odd" in listed and "smallest" in listed
    for line in ("presets show odd", "presets rename odd even", "export odd --as json"):
        run(line).ends(2)
    for line in (f"check {request_file()}", "profiles list", "submissions list"):
        assert run(line).code in (0, 2)
    assert Application({}).drafts.list_recoverable() == []
    themes, [problem] = load_themes([locations.themes_folder()])
    assert themes == {} and "odd.toml" in problem


def test_a_folder_with_special_files_is_checked(run: Run, tmp_path: Path, request_file: Write) -> None:
    folder = make("pipe", tmp_path / "folder" / "a-pipe.json").parent
    make("huge", folder / "huge.json")
    for name, target in {"device.json": "/dev/zero", "loop": folder, "broken.json": "/gone"}.items():
        (folder / name).symlink_to(target)
    request_file("folder/ok.json")
    broken, huge, fine = run("check", folder, "--format", "json").ends(2).json
    assert "does not exist" in broken["error"] and "larger than 64 MiB" in huge["error"]
    assert fine == {"file": str(folder / "ok.json"), "findings": []}
    run("check /dev/zero").ends(2, "64 MiB")


def test_a_pipe_that_is_named_is_read(tmp_path: Path) -> None:
    pipe = make("pipe", tmp_path / "pipe.json")
    with process("export", pipe, "--as", "json") as started:
        pipe.write_text(json.dumps(TREE))
        out, _ = started.communicate(timeout=60)
    assert json.loads(out) == TREE


def test_while_another_process_holds_a_lock_changes_give_up_in_the_end(
    run: Run, sandbox: RunningSandbox, request_file: Write, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, acquire = request_file(), files.acquire_lock
    run(f"presets import {file} --name mine").ends(0)
    save("prod", sandbox.url)
    for module in (presets, profiles):
        monkeypatch.setattr(module, "acquire_lock", lambda path, patience: acquire(path, patience=0.1))
    library, journal = locations.presets_folder() / ".lock", locations.journal_folder() / ".lock"
    journal.parent.mkdir(parents=True)
    for lock, line in (
        (library, f"presets import {file} --name new"),
        (library, "presets rename mine other"),
        (library, "presets delete other --yes"),
        (locations.profiles_file().with_name(".targets.json.lock"), "profiles use sandbox"),
        (journal, f"submit smallest --yes --endpoint {sandbox.url} --timeout 0.3"),
    ):
        with acquire(lock):
            before = everything_below(empty_home)
            run(line).fails(2, "another process", str(lock))
            assert everything_below(empty_home) == before
        assert ids(sandbox) == []
        run(line).ends(0)


@pytest.mark.parametrize("home", ["", "relative"])
def test_without_a_home(run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """As in a container with an arbitrary user id."""
    folder = request_file().parent
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith(("XDG_", "HOME"))]:
        monkeypatch.delenv(name)
    if home:
        monkeypatch.setenv("HOME", home)
    monkeypatch.setattr(pwd, "getpwuid", Mock(side_effect=KeyError("getpwuid(): uid not found")))
    for line in (
        *("check request.json", "check smallest --profile sandbox", "export request.json --as json"),
        *("export smallest --as curl", "explain Name", "schema", "presets list", "profiles list"),
        "submit request.json --dry-run",
    ):
        run(line).ends(0)
    for line in (
        "presets import request.json --name mine",
        "profiles add prod --region cn-hangzhou --key-id K --keep file",
        *("profiles use sandbox", "submit request.json --yes", "sandbox"),
    ):
        run(line, data=b"secret\n").fails(2, "Set HOME")
    assert os.listdir(folder) == ["request.json"], "nothing is written where it runs"


def test_a_home_that_is_not_utf_8(run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    file = request_file()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, os.fsdecode(os.fsencode(file.with_name(name)) + b"\xff"))
    run("presets import", file, "--name", "mine").ends(0)
    for line in ("presets list", "check mine", "submit mine --yes", "clusters list"):
        run(line).ends(0)


HOSTILE = "no\x1b[31m\x07\x9b2J\x7f\r\u202e\u2066\u2028\ufeffe"
"""An escape sequence, a bell, C1, DEL, a carriage return, bidirectional controls, a line's end, a mark."""
SHOWN = r"no\x1b[31m\x07\x9b2J\x7f\r\u202e\u2066\u2028\ufeffe"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def printed(ran: Ran) -> str:
    """Return all that was printed; nothing in it controls a terminal."""
    text = ran.text + ran.err
    assert CONTROLS.findall(text) == []
    return text


LINES = (
    *("check NAME.json", "check a.json --ignore NAME", "check a.json --set Name=NAME", "check a.json --NAME"),
    *("check . --format text", "check . --format github", "check . --format junit", "NAME", "help NAME"),
    *("export NAME.json --as curl", "export NAME.json --as bcs", "submit a.json --yes --token NAME"),
    *("submit a.json --dry-run --set Description=NAME", "explain NAME", "edit cluster:NAME"),
    *("presets NAME", "presets import NAME.json", "presets rename smallest NAME", "presets show NAME"),
    *("presets diff NAME smallest", "presets delete NAME --yes", "presets list", "presets list --deleted"),
    *("presets list --format names", "profiles add NAME", "clusters show NAME"),
    *("submissions forget NAME --yes", "sandbox --quota MaxClusterCount=NAME"),
)


@pytest.fixture
def folder(request_file: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory; it and the library have files with hostile names and contents."""
    folder = request_file("a.json").parent / HOSTILE
    folder.mkdir()
    monkeypatch.chdir(folder)
    tree = {**TREE, "Name": HOSTILE, "Description": HOSTILE, HOSTILE: 1, "Groups": {HOSTILE: {HOSTILE: "x"}}}
    preset = {"title": HOSTILE, "description": HOSTILE, "tags": [HOSTILE], "format": 1}
    text = json.dumps({"preset": preset, "request": TREE})
    library = locations.presets_folder()
    for file, content in {
        Path("a.json"): json.dumps(TREE),
        Path(f"{HOSTILE}.json"): json.dumps(tree),
        Path(f"b{HOSTILE}.json"): "{" + HOSTILE,
        library / "a.json": text,
        library / f"{HOSTILE}.json": text,
        library / f"b{HOSTILE}.json": HOSTILE,
        library / "trash" / HOSTILE / "1.json": HOSTILE,
    }.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    Path(f"c{HOSTILE}.json").symlink_to("nowhere")
    return folder


@pytest.mark.parametrize("line", LINES)
def test_no_command_controls_the_terminal(line: str, run: Run, folder: Path) -> None:
    ran = run("--lang=en", *(word.replace("NAME", HOSTILE) for word in line.split()))
    shown = printed(ran)
    assert ran.code != 70, shown
    if line.startswith("check ."):
        assert "x1b[31m" in shown


def test_names_are_shown_in_one_line_and_are_given_to_programs(run: Run, folder: Path) -> None:
    files = [each["file"] for each in run("check", folder, "--format", "json").json]
    assert files[1:] == [f"{folder}/{at}{HOSTILE}.json" for at in ("b", "c", "")]
    ran = run("check", f"{HOSTILE}\nbcw: no problems.json")
    assert SHOWN + r"\nbcw: no problems.json" in printed(ran)
    assert len(ran.err.splitlines()) == 1
    assert json.loads(run("presets show a").out)["preset"]["title"] == HOSTILE


def test_environment_variables(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        *("ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
        *("BATCHCOMPUTE_ENDPOINT", "ALIBABA_CLOUD_PROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, HOSTILE)
            for line in ("submit smallest --yes --timeout 1", "profiles list", "clusters list"):
                printed(run(line))
