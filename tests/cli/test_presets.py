"""`bcw presets`: the library from a script."""

import json
import os
import pty
from pathlib import Path

import pytest

from wizard.storage import locations
from wizard.storage.presets import PresetLibrary

from .driver import Run, process


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A preset of the user's own, named mine."""
    library = PresetLibrary(locations.presets_folder(), tmp_path)
    about = {"title": "My farm", "description": "Mine.", "tags": ["a"]}
    return library.save("mine", about, {"Name": "mine"})


def test_list_for_people(run: Run, mine: Path) -> None:
    ran = run("presets", "list")
    assert ran.code == 0
    lines = [line.split(maxsplit=2) for line in ran.text.splitlines()]
    assert lines[0] == ["mine", "custom", "My farm"]
    assert ["smallest", "built-in", "Smallest possible"] in lines
    assert len(lines) >= 7


def test_list_for_programs(run: Run, mine: Path) -> None:
    ran = run("presets", "list", "--format", "json")
    assert ran.json[0] == {
        "name": "mine",
        "origin": "user",
        "path": str(mine),
        "title": "My farm",
        "description": "Mine.",
        "tags": ["a"],
        "problem": None,
    }


def test_list_of_ones_own_and_of_what_was_deleted(run: Run, mine: Path) -> None:
    assert run("presets", "list", "--own", "--format", "names").text.split() == ["mine"]
    assert run("presets", "list", "--own", "--tag", "b").text == ""
    ran = run("presets", "list", "--deleted")
    assert (ran.code, ran.text) == (0, "") and "There are no deleted presets" in ran.err
    run("presets", "delete", "mine")
    assert run("presets", "list", "--own", "--format", "names").text == ""
    assert run("presets", "list", "--deleted").text.split() == ["mine"]
    kept = mine.parent / "trash" / "mine" / "1.json"
    assert run("presets", "list", "--deleted", "--format", "json").json == [
        {"name": "mine", "path": str(kept)}
    ]
    for wrong in ("--own", "--tag=a"):
        assert run("presets", "list", "--deleted", wrong).code == 2
    assert run("presets", "restore", "mine").code == 0
    assert run("presets", "list", "--deleted", "--format", "json").json == []


def test_a_broken_preset_is_listed_and_left_alone(run: Run, mine: Path) -> None:
    mine.write_text('{"preset": ')
    ran = run("presets", "list")
    assert ran.code == 0
    assert "unusable: It is not valid JSON: line 1, column 12" in ran.text
    assert "line 1" in run("presets", "list", "--format", "json").json[0]["problem"]
    assert mine.read_text() == '{"preset": '
    ran = run("presets", "show", "mine")
    assert ran.code == 2
    assert str(mine) in ran.err


def test_show(run: Run, mine: Path) -> None:
    ran = run("presets", "show", "mine")
    assert ran.code == 0
    shown = json.loads(ran.out)
    assert shown["preset"]["title"] == "My farm"
    assert shown["request"] == {"Name": "mine"}


def test_show_hides_a_secret_that_somebody_wrote_into_the_file(run: Run, mine: Path) -> None:
    request = {"Configs": {"Mounts": {"OSS": {"AccessKeySecret": "s3cr3t"}}}}
    mine.write_text(json.dumps({"preset": {}, "request": request}))
    ran = run("presets", "show", "mine")
    assert "s3cr3t" not in ran.text
    assert "${env:OSS_ACCESS_KEY_SECRET}" in ran.text


def test_delete(run: Run, mine: Path) -> None:
    ran = run("presets", "delete", "mine")
    assert (ran.code, ran.out) == (0, b"")
    assert str(mine) in ran.err
    assert not mine.exists()
    assert run("presets", "delete", "mine").code == 2


@pytest.mark.parametrize(("answer", "code", "there"), [(b"y\n", 0, False), (b"n\n", 130, True)])
def test_delete_asks_on_a_terminal(mine: Path, answer: bytes, code: int, there: bool) -> None:
    leader, follower = pty.openpty()
    with process("presets", "delete", "mine", stdin=follower, stderr=follower) as started:
        os.close(follower)
        os.write(leader, answer)
        assert started.wait(timeout=60) == code
    os.close(leader)
    assert mine.exists() is there


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("smallest", ["is built-in"]),
        ("smalest", ["no preset named smalest", "smallest"]),
        ("x" * 300, ["no preset"]),
        ("x\0y", ["cannot be the name of a preset"]),
        ("../../etc/passwd", ["cannot be the name of a preset"]),
    ],
)
def test_what_cannot_be_deleted(run: Run, name: str, words: list[str]) -> None:
    ran = run("presets", "delete", name)
    assert ran.code == 2
    for word in words:
        assert word in ran.err


def test_a_shipped_preset_comes_to_light_again(run: Run, tmp_path: Path) -> None:
    PresetLibrary(locations.presets_folder(), tmp_path).save("smallest", {"title": "My own"}, {"Name": "x"})
    assert json.loads(run("export", "smallest").out) == {"Name": "x"}
    assert "built-in preset of this name is used again" in run("presets", "delete", "smallest").err
    assert json.loads(run("export", "smallest").out)["Name"] == "first-cluster"


def test_a_command_that_is_suggested_runs_nothing_else(run: Run) -> None:
    folder = locations.presets_folder()
    folder.mkdir(parents=True)
    (folder / "$(touch PWNED).json").write_text("{}")
    assert "bcw presets restore '$(touch PWNED)'" in run("presets", "delete", "$(touch PWNED)").err
    assert "bcw edit 'a;touch PWNED.json'" in run("a;touch PWNED.json").err
