"""`bcw presets`: the library from a script."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from wizard.storage import locations
from wizard.storage.presets import PresetLibrary

from .driver import SECRET, TREE, Run, with_secret


def show(run: Run, name: str) -> Any:
    return json.loads(run("presets show", name).out)


@pytest.fixture
def library(tmp_path: Path) -> PresetLibrary:
    """The user's presets; there are no built-in ones."""
    return PresetLibrary(locations.presets_folder(), tmp_path)


@pytest.fixture
def mine(library: PresetLibrary) -> Path:
    about = {"title": "My farm", "description": "Mine.", "tags": ["a", "b"], "own": 1}
    return library.save("mine", about, {"Name": "mine", "zz": 1.0})


def test_list(run: Run, mine: Path) -> None:
    lines = [line.split(maxsplit=2) for line in run("presets list").ends(0).text.splitlines()]
    assert lines[0] == ["mine", "custom", "My farm"]
    assert ["smallest", "built-in", "Smallest possible"] in lines
    listed = {"name": "mine", "origin": "user", "path": str(mine), "title": "My farm", "problem": None}
    expected = {**listed, "description": "Mine.", "tags": ["a", "b"]}
    assert run("presets list --format json").json[0] == expected
    assert {"mine", "smallest"} < {*run("presets list --format names").text.split()}
    for options in ("--own", "--tag b"):
        assert run(f"presets list {options} --format names").text == "mine\n"
    run("presets list --own --tag c").fails(0, "No preset has the tag c")


def test_a_broken_preset_is_listed_deleted_and_restored_unchanged(run: Run, mine: Path) -> None:
    mine.write_text('{"preset": ')
    problem = "It is not valid JSON: line 1, column 12"
    assert f"unusable: {problem}" in run("presets list").ends(0).text
    assert problem in run("presets list --format json").json[0]["problem"]
    run("presets show mine").ends(2, str(mine))
    for name in ("mine", "No Name"):
        path = mine.with_name(f"{name}.json")
        path.write_text("{")
        run("presets delete", name).ends(0)
        run("presets restore", name).ends(0)
        assert path.read_text() == "{"
    for name in ("", "..", "a/b", "x\0y", "x" * 300, "\udcff"):
        run("presets restore", name).ends(2)


def test_no_secret_is_shown_imported_or_compared(run: Run, mine: Path, tmp_path: Path) -> None:
    reference = with_secret("${env:OSS_ACCESS_KEY_SECRET}")
    mine.write_text(json.dumps({"preset": {}, "request": with_secret(SECRET)}))
    assert show(run, "mine")["request"] == reference
    files = tmp_path / "a.json", tmp_path / "b.json"
    for file, secret in zip(files, (SECRET, "another"), strict=True):
        file.write_text(json.dumps(with_secret(secret)))
    ran = run("presets diff", *files).ends(0, "Secrets are not compared")
    assert (ran.out, SECRET in ran.err) == (b"", False)
    ran = run("presets import", files[0]).ends(0, "/Configs/Mounts/OSS/AccessKeySecret")
    assert SECRET not in ran.err
    assert json.loads((locations.presets_folder() / "a.json").read_text())["request"] == reference


def test_a_file_is_imported_and_overwrites_nothing_without_replace(run: Run, tmp_path: Path) -> None:
    about = {"name": "given", "title": "T", "parameters": {"n": {"default": "x"}}, "own": [1], "format": 1}
    file = tmp_path / "some file.json"
    file.write_text(json.dumps({"preset": about, "request": {"zz": 1.0, **TREE}}))
    run("presets import", file).ends(0, "given")
    shown = show(run, "given")
    assert shown["preset"] == {**about, "description": "", "tags": []}
    assert repr(shown["request"]) == repr({"zz": 1.0, **TREE})
    run("presets import - --name other", data=b'{"Name": "x"}').ends(0)
    run("presets import", file, "--name", "other").ends(2, "--replace")
    assert show(run, "other")["request"] == {"Name": "x"}
    run("presets import", file, "--name", "other", "--replace").ends(0)
    assert show(run, "other")["request"]["zz"] == 1.0
    for text, code, words in (
        ("{", 1, "InvalidJsonFormat"),
        ("[]", 1, "InvalidHttpBody"),
        ('{"preset": {"tags": 3}, "request": {}}', 2, "preset.tags"),
        ("{}", 2, "--name"),
    ):
        (tmp_path / "A b.json").write_text(text)
        run("presets import", tmp_path / "A b.json").fails(code, words)


def test_rename_and_set(run: Run, mine: Path, library: PresetLibrary) -> None:
    run("presets rename mine ours").ends(0)
    run("presets show mine").ends(2)
    library.save("mine", {}, {})
    run("presets rename ours mine").ends(2, "--replace")
    run("presets rename ours mine --replace").ends(0)
    run("presets set mine --title Ours --tag c --tag a --no-tag b").ends(0)
    run("presets set mine --description", "").ends(0)
    shown = show(run, "mine")
    about = {"name": "mine", "title": "Ours", "description": "", "tags": ["a", "c"], "own": 1}
    assert about.items() <= shown["preset"].items()
    assert repr(shown["request"]) == repr({"Name": "mine", "zz": 1.0})
    for change in (["rename", "smallest", "tiny"], ["set", "smallest", "--title", "x"]):
        run("presets", *change).ends(2, "is built-in")


def test_the_preset_deleted_last_is_restored_first(run: Run, library: PresetLibrary) -> None:
    deleted = ["presets", "list", "--deleted"]
    assert run(*deleted).ends(0, "There are no deleted presets").text == ""
    for number in (1, 2):
        path = library.save("mine", {}, {"Name": f"v{number}"})
        run("presets delete mine").ends(0, str(path), "bcw presets restore mine")
        assert not path.exists()
    kept = path.parent / "trash" / "mine" / "2.json"
    assert run(*deleted, "--format", "json").json == [{"name": "mine", "path": str(kept)}]
    library.save("mine", {}, {"Name": "v3"})
    run("presets restore mine").ends(2, "--replace")
    for name in ("v2", "v1"):
        run("presets restore mine --replace").ends(0)
        assert show(run, "mine")["request"] == {"Name": name}
    run("presets delete mine").ends(0)
    run("presets restore mnie").ends(2, "Did you mean: mine")
    run("presets restore ../trash/mine").ends(2, "cannot be the name of a preset")
    run("presets restore mine").ends(0)
    run("presets restore mine").ends(2, "none to restore")


def test_what_deleting_asks_and_suggests(run: Run, library: PresetLibrary) -> None:
    path = library.save("smallest", {"title": "My own"}, {"Name": "x"})
    run("presets delete smallest", answer="n\n").ends(130)
    assert run("export smallest").json == {"Name": "x"}
    run("presets delete smallest", answer="y\n").ends(0, "built-in preset of this name is used again")
    assert run("export smallest").json["Name"] == "first-cluster"
    run("presets delete smallest").fails(2, "is built-in")
    run("presets delete smalest").fails(2, "no preset named smalest", "Did you mean: smallest")
    path.with_name("$(touch PWNED).json").write_text("{}")
    run("presets delete", "$(touch PWNED)").ends(0, "bcw presets restore '$(touch PWNED)'")


def test_diff(run: Run, mine: Path, library: PresetLibrary, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"Name": "other", "zz": 1, "New": [1]}))
    ran = run("presets diff mine", file).ends(0)
    assert ran.text.splitlines() == ['~ /Name: "mine" -> "other"', "~ /zz: 1.0 -> 1", "+ /New: [1]"]
    assert run("presets diff", file, "mine", "--format", "json").json == [
        {"kind": "changed", "path": "/Name", "before": "other", "after": "mine"},
        {"kind": "changed", "path": "/zz", "before": 1, "after": 1.0},
        {"kind": "removed", "path": "/New", "before": [1]},
    ]
    run("presets diff mine mine").fails(0, "There are no differences.")
    library.save("ours", {"title": "Ours"}, {"Name": "mine", "zz": 1.0})
    text = run("presets diff mine ours").text  # of two presets, metadata is compared as well
    assert '~ /preset/title: "My farm" -> "Ours"' in text and "- /preset/tags" in text


@pytest.mark.parametrize("is_relative", [True, False])
def test_a_link_stays_a_link(run: Run, library: PresetLibrary, tmp_path: Path, is_relative: bool) -> None:
    other = library.save("other", {"title": "Other"}, TREE)
    folder, target, away = other.parent, tmp_path / "farm.json", tmp_path / "away.json"
    content = json.dumps({"preset": {"name": "farm", "title": "Farm", "format": 1}, "request": TREE})
    target.write_text(content)
    (folder / "mine.json").symlink_to(os.path.relpath(target, folder) if is_relative else target)

    def check_is_link(name: str) -> None:
        path = folder / f"{name}.json"
        assert path.is_symlink() and path.samefile(target) and target.read_text() == content

    run("presets rename mine other").ends(2)
    check_is_link("mine")
    run("presets rename mine yours").ends(0)
    check_is_link("yours")
    for is_broken in (False, True):
        if is_broken:
            target.rename(away)
        run("presets delete yours --yes").ends(0)
        run("presets show yours").ends(2)
        run("presets restore yours").ends(0)
        if is_broken:
            away.rename(target)
        check_is_link("yours")
    run("presets delete yours --yes").ends(0)
    other.rename(folder / "yours.json")
    run("presets restore yours").ends(2)
    run("presets restore yours --replace").ends(0)
    check_is_link("yours")
    run("presets set yours --title Another").ends(0)
    assert (folder / "yours.json").is_symlink()
    assert json.loads(target.read_text())["preset"]["title"] == "Another", "set changes the target"
    (folder / "itself.json").symlink_to("yours.json")
    run("presets rename yours itself --replace").ends(0)
    assert run("export itself").json == TREE, "a preset that replaces a link to itself is not lost"
