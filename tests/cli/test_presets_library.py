"""`bcw presets`: import, rename, set, diff, delete and its way back."""

import json
from pathlib import Path
from typing import Any

import pytest

from wizard.storage import locations
from wizard.storage.presets import PresetLibrary

from .driver import SECRET, TREE, Run, with_secret


def show(run: Run, name: str) -> Any:
    return json.loads(run("presets", "show", name).out)


@pytest.fixture
def library(tmp_path: Path) -> PresetLibrary:
    """The user's presets, with one named mine."""
    library = PresetLibrary(locations.presets_folder(), tmp_path)
    library.save("mine", {"title": "My farm", "tags": ["a", "b"], "own": 1}, {"Name": "mine", "zz": 1.0})
    return library


def test_a_request_is_imported_under_the_name_of_its_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "night-farm.json"
    file.write_text(json.dumps({"zz": 1.0, **TREE}))
    ran = run("presets", "import", file)
    assert (ran.code, ran.out) == (0, b"")
    assert "night-farm" in ran.err
    assert repr(show(run, "night-farm")["request"]) == repr({"zz": 1.0, **TREE})


def test_a_preset_is_imported_with_all_that_it_says(run: Run, tmp_path: Path) -> None:
    about = {"name": "given", "title": "T", "parameters": {"n": {"default": "x"}}, "own": [1], "format": 1}
    file = tmp_path / "some file.json"
    file.write_text(json.dumps({"preset": about, "request": TREE}))
    assert run("presets", "import", file).code == 0
    shown = show(run, "given")
    assert shown["preset"] == {**about, "description": "", "tags": []}
    assert run("presets", "import", file, "--name", "other").code == 0
    assert show(run, "other")["preset"]["name"] == "other"


def test_nothing_is_overwritten_unasked(run: Run, library: PresetLibrary, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(TREE))
    ran = run("presets", "import", file)
    assert ran.code == 2
    assert "--replace" in ran.err
    assert show(run, "mine")["request"]["Name"] == "mine"
    assert run("presets", "import", file, "--replace").code == 0
    assert show(run, "mine")["request"] == TREE


def test_a_secret_is_not_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "secret.json"
    file.write_text(json.dumps(with_secret(SECRET)))
    ran = run("presets", "import", file)
    assert ran.code == 0
    assert "/Configs/Mounts/OSS/AccessKeySecret" in ran.err
    assert SECRET not in ran.err + (locations.presets_folder() / "secret.json").read_text()


def test_what_another_program_writes_is_imported(real: Run) -> None:
    shown = real("presets", "show", "smallest")
    assert real("presets", "import", "-", "--name", "copy", data=shown.out).code == 0
    assert json.loads(real("presets", "show", "copy").out)["request"] == json.loads(shown.out)["request"]


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        ("a.json", "{", 1, "InvalidJsonFormat"),
        ("a.json", "[]", 1, "InvalidHttpBody"),
        ("a.json", '{"preset": {"format": 2}, "request": {}}', 2, "format 2"),
        ("a.json", '{"preset": {"tags": 3}, "request": {}}', 2, "preset.tags"),
        ("A b.json", "{}", 2, "--name"),
    ],
)
def test_what_cannot_be_imported(
    run: Run, tmp_path: Path, name: str, text: str, code: int, words: str
) -> None:
    (tmp_path / name).write_text(text)
    ran = run("presets", "import", tmp_path / name)
    assert ran.code == code
    assert words in ran.err
    assert not locations.presets_folder().exists()


def test_rename(run: Run, library: PresetLibrary) -> None:
    assert run("presets", "rename", "mine", "ours").code == 0
    assert show(run, "ours")["preset"]["title"] == "My farm"
    assert run("presets", "show", "mine").code == 2
    library.save("mine", {}, {})
    ran = run("presets", "rename", "mine", "ours")
    assert ran.code == 2
    assert "--replace" in ran.err
    assert run("presets", "rename", "mine", "ours", "--replace").code == 0
    assert run("presets", "rename", "smallest", "tiny").code == 2
    assert "smallest" in run("presets", "rename", "smalest", "x").err


def test_set(run: Run, library: PresetLibrary) -> None:
    ran = run("presets", "set", "mine", "--title", "Ours", "--tag", "c", "--tag", "a", "--no-tag", "b")
    assert ran.code == 0
    shown = show(run, "mine")
    assert (shown["preset"]["title"], shown["preset"]["tags"]) == ("Ours", ["a", "c"])
    assert shown["preset"]["own"] == 1
    assert repr(shown["request"]) == repr({"Name": "mine", "zz": 1.0})
    assert run("presets", "set", "mine", "--description", "").code == 0
    assert run("presets", "set", "mine").code == 2
    assert "is built-in" in run("presets", "set", "smallest", "--title", "x").err
    assert "smallest" in run("presets", "set", "smalest", "--tag", "x").err


def test_list_by_tag_and_by_name(run: Run, library: PresetLibrary) -> None:
    assert run("presets", "list", "--tag", "b", "--format", "names").text == "mine\n"
    names = run("presets", "list", "--format", "names").text.split()
    assert names[0] == "mine"
    assert "smallest" in names


def test_delete_has_a_way_back(run: Run, library: PresetLibrary) -> None:
    path = library.user_folder / "mine.json"
    before = path.read_bytes()
    ran = run("presets", "delete", "mine")
    assert ran.code == 0
    assert "bcw presets restore mine" in ran.err
    assert not path.exists()
    assert "mine" not in run("presets", "list", "--format", "names").text.split()
    assert run("presets", "restore", "mine").code == 0
    assert path.read_bytes() == before
    assert "none to restore" in run("presets", "restore", "mine").err


def test_the_one_that_was_deleted_last_comes_back_first(run: Run, library: PresetLibrary) -> None:
    for number in (1, 2):
        library.save("mine", {}, {"Name": f"v{number}"}, overwrite=True)
        assert run("presets", "delete", "mine").code == 0
    library.save("mine", {}, {"Name": "v3"})
    ran = run("presets", "restore", "mine")
    assert ran.code == 2
    assert "--replace" in ran.err
    for name in ("v2", "v1"):
        assert run("presets", "restore", "mine", "--replace").code == 0
        assert show(run, "mine")["request"] == {"Name": name}
    assert "mine" in run("presets", "delete", "mine").err
    assert "Did you mean: mine" in run("presets", "restore", "mnie").err


def test_a_broken_one_can_be_deleted_and_comes_back_broken(run: Run, library: PresetLibrary) -> None:
    for name in ("mine", "No Name"):
        path = library.user_folder / f"{name}.json"
        path.write_text("{")
        assert run("presets", "delete", name).code == 0
        assert run("presets", "restore", name).code == 0
        assert path.read_text() == "{"
    for name in ("", "..", "a/b", "x\0y", "x" * 300, "\udcff"):
        assert run("presets", "restore", name).code == 2


def test_diff(run: Run, library: PresetLibrary, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"Name": "other", "zz": 1, "New": [1]}))
    ran = run("presets", "diff", "mine", file)
    assert ran.code == 0
    assert ran.text.splitlines() == ['~ /Name: "mine" -> "other"', "~ /zz: 1.0 -> 1", "+ /New: [1]"]
    back = run("presets", "diff", file, "mine", "--format", "json").json
    assert back == [
        {"kind": "changed", "path": "/Name", "before": "other", "after": "mine"},
        {"kind": "changed", "path": "/zz", "before": 1, "after": 1.0},
        {"kind": "removed", "path": "/New", "before": [1]},
    ]
    same = run("presets", "diff", "mine", "mine")
    assert (same.out, same.err) == (b"", "There are no differences.\n")


def test_a_diff_of_two_presets_holds_what_they_say_of_themselves(run: Run, library: PresetLibrary) -> None:
    library.save("ours", {"title": "Ours"}, {"Name": "mine", "zz": 1.0})
    text = run("presets", "diff", "mine", "ours").text
    assert '~ /preset/title: "My farm" -> "Ours"' in text
    assert "- /preset/tags" in text


def test_a_diff_shows_no_secret(run: Run, tmp_path: Path) -> None:
    for name, secret in (("a", SECRET), ("b", "another")):
        (tmp_path / f"{name}.json").write_text(json.dumps(with_secret(secret)))
    ran = run("presets", "diff", tmp_path / "a.json", tmp_path / "b.json")
    assert (ran.code, ran.out) == (0, b"")
    assert "Secrets are not compared" in ran.err and SECRET not in ran.err
