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
    return json.loads(run("presets", "show", name).out)


@pytest.fixture
def library(tmp_path: Path) -> PresetLibrary:
    """The user's presets; there are no built-in ones."""
    return PresetLibrary(locations.presets_folder(), tmp_path)


@pytest.fixture
def mine(library: PresetLibrary) -> Path:
    """A custom preset named mine."""
    about = {"title": "My farm", "description": "Mine.", "tags": ["a", "b"], "own": 1}
    return library.save("mine", about, {"Name": "mine", "zz": 1.0})


# -- list and show


def test_list(run: Run, mine: Path) -> None:
    ran = run("presets", "list").ends(0)
    lines = [line.split(maxsplit=2) for line in ran.text.splitlines()]
    assert lines[0] == ["mine", "custom", "My farm"]
    assert ["smallest", "built-in", "Smallest possible"] in lines
    assert len(lines) >= 7
    assert run("presets", "list", "--format", "json").json[0] == {
        "name": "mine",
        "origin": "user",
        "path": str(mine),
        "title": "My farm",
        "description": "Mine.",
        "tags": ["a", "b"],
        "problem": None,
    }
    names = run("presets", "list", "--format", "names").text.split()
    assert names[0] == "mine" and "smallest" in names
    for options in (["--own"], ["--tag", "b"]):
        assert run("presets", "list", *options, "--format", "names").text == "mine\n"
    assert run("presets", "list", "--own", "--tag", "c").text == ""


def test_list_of_deleted_presets(run: Run, mine: Path) -> None:
    ran = run("presets", "list", "--deleted")
    assert (ran.code, ran.text) == (0, "") and "There are no deleted presets" in ran.err
    run("presets", "delete", "mine")
    assert run("presets", "list", "--own", "--format", "names").text == ""
    assert run("presets", "list", "--deleted").text.split() == ["mine"]
    kept = mine.parent / "trash" / "mine" / "1.json"
    listed = run("presets", "list", "--deleted", "--format", "json").json
    assert listed == [{"name": "mine", "path": str(kept)}]
    for wrong in ("--own", "--tag=a"):
        run("presets", "list", "--deleted", wrong).ends(2)
    run("presets", "restore", "mine").ends(0)
    assert run("presets", "list", "--deleted", "--format", "json").json == []


def test_a_broken_preset_is_listed_and_left_alone(run: Run, mine: Path) -> None:
    mine.write_text('{"preset": ')
    ran = run("presets", "list").ends(0)
    assert "unusable: It is not valid JSON: line 1, column 12" in ran.text
    assert "line 1" in run("presets", "list", "--format", "json").json[0]["problem"]
    run("presets", "show", "mine").ends(2, str(mine))
    assert mine.read_text() == '{"preset": '


def test_show_hides_a_secret_that_was_written_into_the_file(run: Run, mine: Path) -> None:
    shown = show(run, "mine")
    assert shown["preset"]["title"] == "My farm"
    assert shown["request"] == {"Name": "mine", "zz": 1.0}
    mine.write_text(json.dumps({"preset": {}, "request": with_secret(SECRET)}))
    assert show(run, "mine")["request"] == with_secret("${env:OSS_ACCESS_KEY_SECRET}")


# -- import


def test_a_file_is_imported_under_its_own_name_or_the_one_that_it_holds(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "night-farm.json"
    file.write_text(json.dumps({"zz": 1.0, **TREE}))
    run("presets", "import", file).ends(0, "night-farm")
    assert repr(show(run, "night-farm")["request"]) == repr({"zz": 1.0, **TREE})
    about = {"name": "given", "title": "T", "parameters": {"n": {"default": "x"}}, "own": [1], "format": 1}
    file = tmp_path / "some file.json"
    file.write_text(json.dumps({"preset": about, "request": TREE}))
    run("presets", "import", file).ends(0)
    assert show(run, "given")["preset"] == {**about, "description": "", "tags": []}
    run("presets", "import", file, "--name", "other").ends(0)
    assert show(run, "other")["preset"]["name"] == "other"


def test_an_import_overwrites_nothing_without_replace(run: Run, mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(TREE))
    run("presets", "import", file).ends(2, "--replace")
    assert show(run, "mine")["request"]["Name"] == "mine"
    run("presets", "import", file, "--replace").ends(0)
    assert show(run, "mine")["request"] == TREE


def test_a_secret_is_not_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "secret.json"
    file.write_text(json.dumps(with_secret(SECRET)))
    ran = run("presets", "import", file).ends(0, "/Configs/Mounts/OSS/AccessKeySecret")
    assert SECRET not in ran.err + (locations.presets_folder() / "secret.json").read_text()


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
def test_invalid_imports(run: Run, tmp_path: Path, name: str, text: str, code: int, words: str) -> None:
    (tmp_path / name).write_text(text)
    run("presets", "import", tmp_path / name).fails(code, words)
    assert not locations.presets_folder().exists()


# -- rename and set


def test_rename(run: Run, mine: Path, library: PresetLibrary) -> None:
    run("presets", "rename", "mine", "ours").ends(0)
    assert show(run, "ours")["preset"]["title"] == "My farm"
    run("presets", "show", "mine").ends(2)
    library.save("mine", {}, {})
    run("presets", "rename", "mine", "ours").ends(2, "--replace")
    run("presets", "rename", "mine", "ours", "--replace").ends(0)
    run("presets", "rename", "smallest", "tiny").ends(2)
    assert "smallest" in run("presets", "rename", "smalest", "x").err


def test_set(run: Run, mine: Path) -> None:
    run("presets", "set", "mine", "--title", "Ours", "--tag", "c", "--tag", "a", "--no-tag", "b").ends(0)
    shown = show(run, "mine")
    assert (shown["preset"]["title"], shown["preset"]["tags"]) == ("Ours", ["a", "c"])
    assert shown["preset"]["own"] == 1
    assert repr(shown["request"]) == repr({"Name": "mine", "zz": 1.0})
    run("presets", "set", "mine", "--description", "").ends(0)
    run("presets", "set", "mine").ends(2)
    assert "is built-in" in run("presets", "set", "smallest", "--title", "x").err
    assert "smallest" in run("presets", "set", "smalest", "--tag", "x").err


# -- delete and restore


def test_the_preset_deleted_last_is_restored_first(run: Run, library: PresetLibrary) -> None:
    for number in (1, 2):
        path = library.save("mine", {}, {"Name": f"v{number}"})
        run("presets", "delete", "mine").ends(0, str(path), "bcw presets restore mine")
        assert not path.exists()
    run("presets", "delete", "mine").ends(2)
    library.save("mine", {}, {"Name": "v3"})
    run("presets", "restore", "mine").ends(2, "--replace")
    for name in ("v2", "v1"):
        run("presets", "restore", "mine", "--replace").ends(0)
        assert show(run, "mine")["request"] == {"Name": name}
    run("presets", "delete", "mine").ends(0)
    assert "Did you mean: mine" in run("presets", "restore", "mnie").err
    run("presets", "restore", "mine").ends(0)
    assert "none to restore" in run("presets", "restore", "mine").err


def test_a_broken_preset_is_deleted_and_restored_unchanged(run: Run, mine: Path) -> None:
    for name in ("mine", "No Name"):
        path = mine.with_name(f"{name}.json")
        path.write_text("{")
        run("presets", "delete", name).ends(0)
        run("presets", "restore", name).ends(0)
        assert path.read_text() == "{"
    for name in ("", "..", "a/b", "x\0y", "x" * 300, "\udcff"):
        run("presets", "restore", name).ends(2)


def test_delete_asks_on_a_terminal(run: Run, mine: Path) -> None:
    for answer, code in (("n\n", 130), ("y\n", 0)):
        assert mine.exists()
        assert run("presets", "delete", "mine", answer=answer).code == code
    assert not mine.exists()


def test_what_cannot_be_deleted(run: Run) -> None:
    delete = ["presets", "delete"]
    run(*delete, "smallest").fails(2, "is built-in")
    run(*delete, "smalest").fails(2, "no preset named smalest", "smallest")
    run(*delete, "x" * 300).fails(2, "no preset")
    for name in ("x\0y", "../../etc/passwd"):
        run(*delete, name).fails(2, "cannot be the name of a preset")


def test_a_builtin_preset_is_used_again_after_its_override(run: Run, library: PresetLibrary) -> None:
    library.save("smallest", {"title": "My own"}, {"Name": "x"})
    assert json.loads(run("export", "smallest").out) == {"Name": "x"}
    assert "built-in preset of this name is used again" in run("presets", "delete", "smallest").err
    assert json.loads(run("export", "smallest").out)["Name"] == "first-cluster"


def test_names_in_suggested_commands_are_quoted(run: Run, mine: Path) -> None:
    mine.with_name("$(touch PWNED).json").write_text("{}")
    assert "bcw presets restore '$(touch PWNED)'" in run("presets", "delete", "$(touch PWNED)").err
    assert "bcw edit 'a;touch PWNED.json'" in run("a;touch PWNED.json").err


# -- diff


def test_diff(run: Run, mine: Path, library: PresetLibrary, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"Name": "other", "zz": 1, "New": [1]}))
    ran = run("presets", "diff", "mine", file).ends(0)
    assert ran.text.splitlines() == ['~ /Name: "mine" -> "other"', "~ /zz: 1.0 -> 1", "+ /New: [1]"]
    back = run("presets", "diff", file, "mine", "--format", "json").json
    assert back == [
        {"kind": "changed", "path": "/Name", "before": "other", "after": "mine"},
        {"kind": "changed", "path": "/zz", "before": 1, "after": 1.0},
        {"kind": "removed", "path": "/New", "before": [1]},
    ]
    same = run("presets", "diff", "mine", "mine")
    assert (same.out, same.err) == (b"", "There are no differences.\n")
    library.save("ours", {"title": "Ours"}, {"Name": "mine", "zz": 1.0})
    text = run("presets", "diff", "mine", "ours").text  # of two presets, metadata is compared as well
    assert '~ /preset/title: "My farm" -> "Ours"' in text
    assert "- /preset/tags" in text


def test_a_diff_shows_no_secret(run: Run, tmp_path: Path) -> None:
    for name, secret in (("a", SECRET), ("b", "another")):
        (tmp_path / f"{name}.json").write_text(json.dumps(with_secret(secret)))
    ran = run("presets", "diff", tmp_path / "a.json", tmp_path / "b.json").ends(0)
    assert "Secrets are not compared" in ran.err and SECRET not in ran.err


# -- presets that are symbolic links, as of people who keep them in a repository


@pytest.fixture(params=["absolute", "relative"])
def target(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A preset file elsewhere; the preset `mine` is a link to it."""
    folder = locations.presets_folder()
    folder.mkdir(parents=True)
    file = tmp_path / "repository" / "farm.json"
    file.parent.mkdir()
    file.write_text(preset_text("farm"))
    link = file if request.param == "absolute" else Path(os.path.relpath(file, folder))
    (folder / "mine.json").symlink_to(link)
    return file


def preset_text(name: str) -> str:
    return json.dumps({"preset": {"name": name, "title": f"Title of {name}", "format": 1}, "request": TREE})


def check_is_link(name: str, target: Path) -> None:
    path = locations.presets_folder() / f"{name}.json"
    assert path.is_symlink() and path.samefile(target) and target.read_text() == preset_text("farm")


def test_a_link_is_renamed_deleted_and_restored_as_a_link(run: Run, target: Path) -> None:
    run("presets", "rename", "mine", "yours").ends(0)
    check_is_link("yours", target)
    run("presets", "show", "mine").ends(2)
    away = target.with_name("away.json")
    for is_broken in (False, True):
        if is_broken:
            target.rename(away)
        run("presets", "delete", "yours", "--yes").ends(0)
        run("presets", "show", "yours").ends(2)
        run("presets", "restore", "yours").ends(0)
        if is_broken:
            away.rename(target)
        check_is_link("yours", target)
        assert json.loads(run("export", "yours").out) == TREE


def test_a_link_overwrites_nothing(run: Run, target: Path) -> None:
    other = locations.presets_folder() / "other.json"
    other.write_text(preset_text("other"))
    run("presets", "rename", "mine", "other").ends(2)
    check_is_link("mine", target)
    run("presets", "delete", "mine", "--yes").ends(0)
    mine = other.rename(locations.presets_folder() / "mine.json")
    run("presets", "restore", "mine").ends(2)
    assert mine.read_text() == preset_text("other")


def test_a_preset_is_not_lost_when_it_replaces_a_link_to_itself(run: Run, mine: Path) -> None:
    mine.with_name("new.json").symlink_to("mine.json")
    run("presets", "rename", "mine", "new", "--replace").ends(0)
    assert json.loads(run("export", "new").out)["Name"] == "mine"


def test_set_changes_the_file_that_a_link_leads_to(run: Run, target: Path) -> None:
    run("presets", "set", "mine", "--title", "Another").ends(0)
    assert (locations.presets_folder() / "mine.json").is_symlink()
    assert json.loads(target.read_text())["preset"]["title"] == "Another"
