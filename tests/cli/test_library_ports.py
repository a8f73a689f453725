"""The library and the exports that a wizard is handed, over real files."""

import json
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wizard.core.application import Application
from wizard.core.documents import DocumentSource
from wizard.errors import AlreadyExistsError, BcwError
from wizard.storage import locations

TREE: dict[str, Any] = {"Name": "farm-${project}", "Groups": {"g": {"DesiredVMCount": "${count}"}}}
PARAMETERS = {"count": {"title": "Machines", "type": "integer", "default": 3}, "project": {}}
ABOUT = {"tags": ["night"], "parameters": PARAMETERS, "own": [1]}


@pytest.fixture
def handed() -> Application:
    return Application({})


def saved(name: str = "mine", tree: Any = TREE) -> Any:
    """A preset of the user's, as another program left it."""
    Application({}).library.save_preset(name, "Mine", "For me.", tree, overwrite=True, about=ABOUT)
    return content(name)


def content(name: str) -> Any:
    return json.loads((locations.presets_folder() / f"{name}.json").read_text(encoding="utf-8"))


def test_tags_parameters_and_unknown_keys_are_saved(handed: Application) -> None:
    handed.library.save_preset("mine", "T", "D", TREE, overwrite=False, about=ABOUT)
    assert content("mine") == {
        "preset": {"name": "mine", "title": "T", "description": "D", **ABOUT, "format": 1},
        "request": TREE,
    }
    assert (handed.library.open_preset("mine").origin.preset or {})["own"] == [1]
    handed.library.save_preset("mine", "T2", "D", TREE, overwrite=False)
    assert content("mine")["preset"]["parameters"] == PARAMETERS, "what is not said stays"


def test_a_preset_that_declares_parameters_is_saved_as_one_in_any_file(
    handed: Application, tmp_path: Path
) -> None:
    saved()
    origin = handed.library.open_preset("mine").origin
    handed.library.save_file(str(tmp_path / "a.json"), TREE, origin, overwrite=False)
    assert json.loads((tmp_path / "a.json").read_text())["preset"]["parameters"] == PARAMETERS
    handed.library.save_file(
        str(tmp_path / "b.json"), TREE, DocumentSource("preset", "x", {}), overwrite=False
    )
    assert json.loads((tmp_path / "b.json").read_text()) == TREE


def test_what_stands_over_a_shipped_preset_is_known(handed: Application) -> None:
    saved("smallest")
    saved("mine")
    covers = {each.name: each.overrides_builtin for each in handed.library.presets()}
    assert covers["smallest"] and not covers["mine"] and not covers["genomics"]


def test_looking_at_a_preset_that_changed_does_not_let_it_be_replaced(handed: Application) -> None:
    saved()
    handed.library.open_preset("mine")
    changed = saved("mine", {"Name": "somebody else's"})
    assert handed.library.preview_preset("mine").tree == changed["request"]
    with pytest.raises(AlreadyExistsError):
        handed.library.save_preset("mine", "Mine", "For me.", TREE, overwrite=False)
    assert content("mine") == changed
    handed.library.open_preset("mine")
    handed.library.save_preset("mine", "Mine", "For me.", TREE, overwrite=False)
    assert content("mine")["request"] == TREE


def test_rename_asks_before_it_replaces(handed: Application) -> None:
    before = saved()
    saved("other", {"Name": "other"})
    with pytest.raises(AlreadyExistsError, match="other"):
        handed.library.rename_preset("mine", "other")
    handed.library.rename_preset("mine", "other", overwrite=True)
    assert content("other")["request"] == before["request"]
    assert [each.name for each in handed.library.presets() if not each.is_builtin] == ["other"]
    with pytest.raises(BcwError, match="cannot be the name"):
        handed.library.rename_preset("other", "[/] 名前")
    with pytest.raises(BcwError, match="no preset named mine"):
        handed.library.rename_preset("mine", "again")


def test_what_a_preset_says_of_itself_changes_alone(handed: Application) -> None:
    before = saved()
    handed.library.describe_preset("mine", {"title": "名前", "tags": ["a", "b"]})
    about = {**before["preset"], "title": "名前", "tags": ["a", "b"]}
    assert content("mine") == {**before, "preset": about}


@pytest.mark.parametrize("change", ["rename_preset", "describe_preset"])
def test_a_preset_that_is_open_is_still_saved_back_after_a_change_of_our_own(
    handed: Application, change: str
) -> None:
    saved()
    handed.library.open_preset("mine")
    if change == "rename_preset":
        handed.library.rename_preset("mine", "new")
    else:
        handed.library.describe_preset("mine", {"title": "new"})
    name = "new" if change == "rename_preset" else "mine"
    handed.library.save_preset(name, "T", "", {"Name": "y"}, overwrite=False)
    assert content(name)["request"] == {"Name": "y"}


def test_a_preset_that_somebody_else_changed_is_asked_about_after_a_change_of_our_own(
    handed: Application,
) -> None:
    saved()
    handed.library.open_preset("mine")
    saved(tree={"Name": "theirs"})
    handed.library.describe_preset("mine", {"title": "new"})
    with pytest.raises(AlreadyExistsError):
        handed.library.save_preset("mine", "T", "", {"Name": "ours"}, overwrite=False)
    assert content("mine")["request"] == {"Name": "theirs"}


@pytest.mark.parametrize("act", ["rename", "describe", "delete"])
def test_what_is_shipped_stays_as_it_is(handed: Application, act: str) -> None:
    library = handed.library
    with pytest.raises(BcwError, match="Save a copy"):
        match act:
            case "rename":
                library.rename_preset("smallest", "mine")
            case "describe":
                library.describe_preset("smallest", {"title": "T"})
            case _:
                library.delete_preset("smallest")


def test_what_was_deleted_is_restored_and_overwrites_nothing(handed: Application) -> None:
    before = saved()
    handed.library.delete_preset("mine")
    assert handed.library.deleted_presets() == ["mine"]
    saved(tree={"Name": "made since"})
    with pytest.raises(AlreadyExistsError, match="mine"):
        handed.library.restore_preset("mine")
    assert content("mine")["request"] == {"Name": "made since"}
    handed.library.restore_preset("mine", overwrite=True)
    assert content("mine") == before and handed.library.deleted_presets() == []
    with pytest.raises(BcwError, match="No preset named mine was deleted"):
        handed.library.restore_preset("mine")


def test_a_broken_preset_can_be_deleted(handed: Application) -> None:
    saved()
    file = locations.presets_folder() / "broken.json"
    file.write_text("{")
    assert next(each for each in handed.library.presets() if each.name == "broken").problem
    handed.library.delete_preset("broken")
    assert not file.exists() and handed.library.deleted_presets() == ["broken"]


def test_a_file_is_imported_as_a_preset(handed: Application, tmp_path: Path) -> None:
    bare, whole = tmp_path / "farm.json", tmp_path / "x.json"
    bare.write_text('{"Name": "x"}')
    whole.write_text(json.dumps({"preset": {"name": "given", **ABOUT, "format": 1}, "request": TREE}))
    assert handed.library.import_file(str(bare)) == "farm"
    assert content("farm")["request"] == {"Name": "x"}
    assert handed.library.import_file(str(whole)) == "given"
    assert content("given")["preset"]["parameters"] == PARAMETERS
    assert handed.library.import_file(str(whole), "named") == "named"
    with pytest.raises(AlreadyExistsError, match="farm"):
        handed.library.import_file(str(bare))
    bare.write_text('{"Name": "y"}')
    handed.library.import_file(str(bare), overwrite=True)
    assert content("farm")["request"] == {"Name": "y"}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", '{\n "Name" 1}', "line 2"),
        ("a.json", "[]", "not a request"),
        ("[bad] 名前.json", "{}", "cannot be the name of a preset"),
        ("a.json", '{"preset": {"tags": "x"}, "request": {}}', "preset.tags"),
        ("a.json", '{"preset": {"format": 9}, "request": {}}', "format 9"),
    ],
)
def test_what_cannot_be_imported_is_explained(
    handed: Application, tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BcwError) as error:
        handed.library.import_file(str(tmp_path / name))
    assert words in str(error.value) and not locations.presets_folder().exists()


def test_presets_and_files_are_compared(handed: Application, tmp_path: Path) -> None:
    saved()
    saved("other", {**TREE, "Name": "other"})
    handed.library.describe_preset("other", {"title": "Other"})
    found = handed.library.differences("mine", "other")
    assert [(each.kind, each.path, each.after) for each in found] == [
        ("changed", ("preset", "title"), "Other"),
        ("changed", ("request", "Name"), "other"),
    ]
    (tmp_path / "bare.json").write_text(json.dumps({**TREE, "Name": "bare"}))
    found = handed.library.differences("mine", str(tmp_path / "bare.json"))
    assert [(each.path, each.before, each.after) for each in found] == [
        (("Name",), "farm-${project}", "bare")
    ]
    with pytest.raises(BcwError, match="no preset named nothing"):
        handed.library.differences("mine", "nothing")
    with pytest.raises(BcwError, match="does not exist"):
        handed.library.differences("mine", str(tmp_path / "gone.json"))


# -- exports

SECRET = {"Name": "x", "Configs": {"Mounts": {"OSS": {"AccessKeyId": "a", "AccessKeySecret": "hunter2"}}}}


def test_every_format_is_what_the_verb_writes(handed: Application, tmp_path: Path, run: Any) -> None:
    file = tmp_path / "r.json"
    file.write_text(json.dumps({"Name": "名前 $(x) '\"", "UserData": {"a": "line\nline"}}))
    tree = json.loads(file.read_text())
    names = [each.name for each in handed.exports.formats()]
    assert set(names) == {"json", "curl", "bcs", "python", "requests"}
    for name in names:
        assert handed.exports.export(tree, name).text == run("export", file, "--as", name).text


def test_a_secret_is_left_out_and_that_is_said(handed: Application) -> None:
    for each in handed.exports.formats():
        exported = handed.exports.export(SECRET, each.name)
        assert "hunter2" not in exported.text
        assert any("${env:OSS_ACCESS_KEY_SECRET}" in remark for remark in exported.remarks)


def test_scripts_go_to_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI4F", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s3cret-of-mine"}
    script = Application({**keys, "ALIBABA_CLOUD_REGION_ID": "cn-beijing"}).exports.export(
        {"Name": "x"}, "curl"
    )
    assert "cn-beijing" in script.text
    assert "LTAI4F" not in script.text and "s3cret-of-mine" not in script.text
    assert "cn-beijing" not in Application({}).exports.export({"Name": "x"}, "curl").text


def test_a_script_is_written_so_that_it_runs(handed: Application, tmp_path: Path) -> None:
    script = handed.exports.export({"Name": "x"}, "curl")
    file = tmp_path / "create.sh"
    assert handed.exports.write(str(file), script) == str(file)
    assert file.read_text() == script.text
    environ = {"PATH": os.environ["PATH"]}
    ran = subprocess.run([file], capture_output=True, text=True, env=environ, check=False)
    assert ran.returncode == 2 and "ALIBABA_CLOUD_ACCESS_KEY_ID" in ran.stderr
    handed.exports.write(str(tmp_path / "r.json"), handed.exports.export({"Name": "x"}, "json"))
    assert not stat.S_IMODE((tmp_path / "r.json").stat().st_mode) & 0o111


def test_an_export_overwrites_nothing_unasked(handed: Application, tmp_path: Path) -> None:
    exported, file = handed.exports.export({"Name": "x"}, "json"), tmp_path / "r.json"
    file.write_text("mine")
    with pytest.raises(AlreadyExistsError):
        handed.exports.write(str(file), exported)
    assert file.read_text() == "mine"
    handed.exports.write(str(file), exported, overwrite=True)
    assert json.loads(file.read_text()) == {"Name": "x"}
    with pytest.raises(BcwError, match="does not exist"):
        handed.exports.write(str(tmp_path / "gone" / "r.json"), exported)


def test_half_a_character_cannot_be_exported(handed: Application) -> None:
    with pytest.raises(BcwError, match="surrogate"):
        handed.exports.export({"Name": "\ud800"}, "json")
