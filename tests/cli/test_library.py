"""The library of the application over real files: presets, files, imports and exports."""

import json
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wizard.core.actions.library import Library
from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import AlreadyExistsError, BcwError
from wizard.storage import locations

from .driver import EXAMPLE, SECRET, TREE, Run, with_secret

PARAMETERS = {"count": {"title": "Machines", "type": "integer", "default": 3}, "project": {}}
HEADER = {"tags": ["night"], "parameters": PARAMETERS, "own": [1]}
WITH_PARAMETERS = {"Name": "farm-${project}", "Groups": {"g": {"DesiredVMCount": "${count}"}}}


@pytest.fixture
def library(application: Application) -> Library:
    return application.library


def save_elsewhere(name: str = "mine", tree: Any = WITH_PARAMETERS) -> Any:
    """Save a preset in another process."""
    Application({}).library.save_preset(name, "Mine", "For me.", tree, overwrite=True, about=HEADER)
    return content(name)


def content(name: str) -> Any:
    return json.loads((locations.presets_folder() / f"{name}.json").read_text(encoding="utf-8"))


def file_of(folder: Path, text: str) -> Path:
    file = folder / "file.json"
    file.write_text(text)
    return file


# -- opening


def test_presets_are_listed_and_opened(library: Library) -> None:
    save_elsewhere("genomics")
    listed = {each.name: each for each in library.presets()}
    smallest = listed["smallest"]
    assert (smallest.title, smallest.is_builtin, smallest.problem) == ("Smallest possible", True, "")
    assert listed["genomics"].overrides_builtin and not smallest.overrides_builtin
    opened = library.open_preset("smallest")
    assert opened.tree["Name"] == "first-cluster"
    assert (opened.origin.kind, opened.origin.name) == ("preset", "smallest")
    assert opened.origin.preset is not None and opened.origin.preset["title"] == "Smallest possible"


def test_a_file_is_opened_as_it_is(library: Library, empty_home: Path) -> None:
    tree = json.loads(EXAMPLE.read_text())
    opened = library.open_file(str(EXAMPLE))
    assert opened == OpenedDocument(tree, DocumentSource("file", str(EXAMPLE)))
    assert list(opened.tree) == list(tree)
    file_of(empty_home, '{"Name": "x"}')
    assert library.open_file("~/file.json").tree == {"Name": "x"}


@pytest.mark.parametrize(
    ("text", "tree", "preset", "words"),
    [
        ('{"preset": {"title": "T"}, "request": {"Name": "x"}}', {"Name": "x"}, {"title": "T"}, []),
        ('{"Name": "x",\n"Name": "y"}', {"Name": "y"}, None, ["/Name", "line 2"]),
        (
            json.dumps({"Id": "cls-1", "State": "Active", **TREE, "OperationLogs": []}),
            {"Id": "cls-1", "State": "Active", **TREE, "OperationLogs": []},
            None,
            ["GetCluster", "Id, State, OperationLogs"],
        ),
        (json.dumps(with_secret(SECRET)), with_secret(SECRET), None, ["AccessKeySecret"]),
    ],
)
def test_pasted_text_is_opened_with_remarks(
    library: Library, text: str, tree: Any, preset: Any, words: list[str]
) -> None:
    opened = library.open_text(text)
    assert (opened.tree, opened.origin) == (tree, DocumentSource("paste", "", preset))
    remarks = " ".join(opened.remarks)
    assert bool(opened.remarks) is bool(words) and all(word in remarks for word in words)
    assert SECRET not in remarks


def test_of_very_many_duplicate_keys_the_first_ones_are_remarked(library: Library) -> None:
    pairs = ", ".join(f'"k{at}": 1, "k{at}": 2' for at in range(1_000))
    remarks = library.open_text(f"{{{pairs}}}").remarks
    assert len(remarks) == 11 and "990" in remarks[-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["line 1, column 1", "Empty"]),
        ('{"Name":\n  oops}', ["line 2, column 3", "Correct it"]),
        ("{} {}", ["line 1, column 4"]),
        ('{"preset": {"format": 9}, "request": {}}', ["format 9"]),
    ],
)
def test_what_cannot_be_opened_says_where_and_what_to_do(
    library: Library, tmp_path: Path, text: str, words: list[str]
) -> None:
    file = file_of(tmp_path, text)
    for open_it in (lambda: library.open_text(text), lambda: library.open_file(str(file))):
        with pytest.raises(BcwError) as raised:
            open_it()
        assert all(word in str(raised.value) for word in words)


def test_what_does_not_exist(library: Library, tmp_path: Path) -> None:
    for path, words in ((tmp_path / "gone.json", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(BcwError, match=words):
            library.open_file(str(path))
    for act in (library.open_preset, lambda name: library.rename_preset(name, "again")):
        with pytest.raises(BcwError, match="no preset named nothing"):
            act("nothing")


# -- presets


def test_a_preset_is_saved_with_all_that_its_header_says(library: Library) -> None:
    library.save_preset("mine", "T", "D", WITH_PARAMETERS, overwrite=False, about=HEADER)
    header = {"name": "mine", "title": "T", "description": "D", **HEADER, "format": 1}
    assert content("mine") == {"preset": header, "request": WITH_PARAMETERS}
    library.open_preset("mine")
    library.save_preset("mine", "T2", "D", WITH_PARAMETERS, overwrite=False)
    assert content("mine")["preset"]["parameters"] == PARAMETERS


def test_presets_and_files_get_references_for_secrets(library: Library, tmp_path: Path) -> None:
    path = library.save_preset("mine", "Mine", "All mine.", with_secret(SECRET), overwrite=False)
    file = tmp_path / "new.json"
    library.save_file(str(file), with_secret(SECRET), DocumentSource(), overwrite=False)
    assert SECRET not in Path(path).read_text() + file.read_text()
    assert library.open_preset("mine").tree == with_secret("${env:OSS_ACCESS_KEY_SECRET}")


def test_a_preset_is_saved_back_unless_another_process_changed_it(library: Library) -> None:
    before = save_elsewhere()
    with pytest.raises(AlreadyExistsError):
        library.save_preset("mine", "Mine", "", TREE, overwrite=False)
    assert library.preview_preset("mine").tree == before["request"]  # which is not opening it
    with pytest.raises(AlreadyExistsError):
        library.save_preset("mine", "Mine", "", TREE, overwrite=False)
    library.open_preset("mine")
    for name in ("y", "z"):
        library.save_preset("mine", "Mine", "", {**TREE, "Name": name}, overwrite=False)
        assert content("mine")["request"]["Name"] == name
    theirs = save_elsewhere()
    library.describe_preset("mine", {"title": "new"})
    with pytest.raises(AlreadyExistsError, match="changed on disk"):
        library.save_preset("mine", "Mine", "", {"Name": "w"}, overwrite=False)
    assert content("mine")["request"] == theirs["request"]
    library.save_preset("mine", "Mine", "", TREE, overwrite=True)
    (locations.presets_folder() / "mine.json").unlink()
    library.save_preset("mine", "Mine", "", TREE, overwrite=False)
    assert content("mine")["request"] == TREE


def test_a_builtin_preset_that_was_opened_is_no_reason_to_overwrite(library: Library) -> None:
    tags = (library.open_preset("smallest").origin.preset or {})["tags"]
    library.save_preset("smallest", "Mine", "", TREE, overwrite=False)
    header = content("smallest")["preset"]
    assert (header["title"], header["tags"]) == ("Mine", tags)
    library.open_preset("genomics")
    save_elsewhere("genomics")
    with pytest.raises(AlreadyExistsError):
        library.save_preset("genomics", "Mine", "", TREE, overwrite=False)


def test_a_preset_is_renamed_and_described_and_still_saved_back(library: Library) -> None:
    before = save_elsewhere()
    save_elsewhere("other", {"Name": "other"})
    library.open_preset("mine")
    with pytest.raises(AlreadyExistsError, match="other"):
        library.rename_preset("mine", "other")
    library.rename_preset("mine", "other", overwrite=True)
    assert [each.name for each in library.presets() if not each.is_builtin] == ["other"]
    library.describe_preset("other", {"title": "名前", "tags": ["a", "b"]})
    header = {**before["preset"], "name": "other", "title": "名前", "tags": ["a", "b"]}
    assert content("other") == {"preset": header, "request": before["request"]}
    library.save_preset("other", "T", "", {"Name": "y"}, overwrite=False)
    assert content("other")["request"] == {"Name": "y"}


def test_builtin_presets_cannot_be_changed(library: Library) -> None:
    for act in (
        lambda: library.rename_preset("smallest", "mine"),
        lambda: library.describe_preset("smallest", {"title": "T"}),
        lambda: library.delete_preset("smallest"),
    ):
        with pytest.raises(BcwError, match="Save a copy"):
            act()


def test_a_deleted_preset_is_restored_and_overwrites_nothing(library: Library) -> None:
    before = save_elsewhere()
    (locations.presets_folder() / "broken.json").write_text("{")
    for name in ("mine", "broken"):
        library.delete_preset(name)
    assert {*library.deleted_presets()} == {"mine", "broken"}
    save_elsewhere(tree={"Name": "made since"})
    with pytest.raises(AlreadyExistsError, match="mine"):
        library.restore_preset("mine")
    assert content("mine")["request"] == {"Name": "made since"}
    library.restore_preset("mine", overwrite=True)
    assert content("mine") == before and library.deleted_presets() == ["broken"]
    with pytest.raises(BcwError, match="No preset named mine was deleted"):
        library.restore_preset("mine")


def test_a_file_is_imported_as_a_preset(library: Library, tmp_path: Path) -> None:
    bare, whole = tmp_path / "farm.json", tmp_path / "x.json"
    bare.write_text('{"Name": "x"}')
    whole.write_text(json.dumps({"preset": {"name": "given", **HEADER, "format": 1}, "request": TREE}))
    assert library.import_file(str(bare)) == "farm"
    assert library.import_file(str(whole)) == "given"
    assert content("given")["preset"]["parameters"] == PARAMETERS
    assert library.import_file(str(whole), "named") == "named"
    with pytest.raises(AlreadyExistsError, match="farm"):
        library.import_file(str(bare))
    bare.write_text('{"Name": "y"}')
    library.import_file(str(bare), overwrite=True)
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
    library: Library, tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BcwError) as error:
        library.import_file(str(tmp_path / name))
    assert words in str(error.value) and not locations.presets_folder().exists()


def test_presets_and_files_are_compared(library: Library, tmp_path: Path) -> None:
    save_elsewhere()
    save_elsewhere("other", {**WITH_PARAMETERS, "Name": "other"})
    library.describe_preset("other", {"title": "Other"})
    assert [(each.kind, each.path, each.after) for each in library.differences("mine", "other")] == [
        ("changed", ("preset", "title"), "Other"),
        ("changed", ("request", "Name"), "other"),
    ]
    bare = file_of(tmp_path, json.dumps({**WITH_PARAMETERS, "Name": "bare"}))
    found = library.differences("mine", str(bare))
    assert [(each.path, each.before, each.after) for each in found] == [
        (("Name",), "farm-${project}", "bare")
    ]
    for other in ("nothing", str(tmp_path / "gone.json")):
        with pytest.raises(BcwError):
            library.differences("mine", other)


# -- files


def test_a_file_is_saved_back_unless_another_process_changed_it(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "new.json"
    assert library.save_file(str(file), TREE, DocumentSource(), overwrite=False) == str(file)
    assert list(json.loads(file.read_text())) == list(TREE)
    other = Application({}).library
    with pytest.raises(AlreadyExistsError, match="exists"):
        other.save_file(str(file), {}, DocumentSource(), overwrite=False)
    opened = other.open_file(str(file))
    for name in ("y", "z"):
        other.save_file(str(file), {"Name": name}, opened.origin, overwrite=False)
        assert json.loads(file.read_text()) == {"Name": name}
    file.write_text('{"Name": "somebody else"}')
    with pytest.raises(AlreadyExistsError, match="changed on disk"):
        other.save_file(str(file), {"Name": "w"}, opened.origin, overwrite=False)
    assert json.loads(file.read_text()) == {"Name": "somebody else"}
    other.save_file(str(file), {}, DocumentSource(), overwrite=True)
    assert file.read_text() == "{}\n"


def test_a_preset_file_is_written_back_as_one(library: Library, tmp_path: Path) -> None:
    document = {"$schema": "s", "preset": {"title": "T", "x": 1, "format": 1}, "request": {"Name": "x"}}
    file, other = file_of(tmp_path, json.dumps(document)), tmp_path / "other.json"
    origin = library.open_file(str(file)).origin
    library.save_file(str(file), {"Name": "y"}, origin, overwrite=False)
    assert json.loads(file.read_text()) == {**document, "request": {"Name": "y"}}
    library.save_file(str(other), {"Name": "y"}, origin, overwrite=False)
    assert json.loads(other.read_text()) == {"Name": "y"}, (
        "a copy is a bare request, unless it has parameters"
    )
    save_elsewhere()
    origin = library.open_preset("mine").origin
    library.save_file(str(other), WITH_PARAMETERS, origin, overwrite=True)
    assert json.loads(other.read_text())["preset"]["parameters"] == PARAMETERS


def test_what_cannot_be_written(library: Library, tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "no" / "folder.json", "does not exist"),
        (tmp_path, "is a folder"),
        (tmp_path / ("x" * 300), "too long"),
        (tmp_path / "nul\0byte", "was not written"),
    ):
        for origin in (DocumentSource(), DocumentSource("file", str(path), {"title": "T"})):
            with pytest.raises(BcwError, match=words):
                library.save_file(str(path), TREE, origin, overwrite=True)
    with pytest.raises(BcwError, match="half of a surrogate pair"):
        library.save_file(str(tmp_path / "x"), {"Name": "\ud800"}, DocumentSource(), overwrite=True)
    assert not (tmp_path / "x").exists()


# -- exports


def test_every_format_is_what_the_command_writes(application: Application, tmp_path: Path, run: Run) -> None:
    tree = {"Name": "名前 $(x) '\"", "UserData": {"a": "line\nline"}}
    file = file_of(tmp_path, json.dumps(tree))
    names = {each.name for each in application.exports.formats()}
    assert names == {"json", "curl", "bcs", "python", "requests"}
    for name in names:
        assert application.exports.export(tree, name).text == run("export", file, "--as", name).text
        exported = application.exports.export(with_secret(SECRET), name)
        assert SECRET not in exported.text
        assert any("${env:OSS_ACCESS_KEY_SECRET}" in remark for remark in exported.remarks)
    with pytest.raises(BcwError, match="surrogate"):
        application.exports.export({"Name": "\ud800"}, "json")


def test_scripts_go_to_the_profile(application: Application) -> None:
    keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI4F", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s3cret-of-mine"}
    with_key = Application({**keys, "ALIBABA_CLOUD_REGION_ID": "cn-beijing"})
    script = with_key.exports.export({"Name": "x"}, "curl").text
    assert "cn-beijing" in script and "LTAI4F" not in script and "s3cret-of-mine" not in script
    assert "cn-beijing" not in application.exports.export({"Name": "x"}, "curl").text


def test_an_export_is_written_executable_and_overwrites_nothing(
    application: Application, tmp_path: Path
) -> None:
    script, file = application.exports.export({"Name": "x"}, "curl"), tmp_path / "create.sh"
    assert application.exports.write(str(file), script) == str(file)
    assert file.read_text() == script.text
    environ = {"PATH": os.environ["PATH"]}
    ran = subprocess.run([file], capture_output=True, text=True, env=environ, check=False)
    assert ran.returncode == 2 and "ALIBABA_CLOUD_ACCESS_KEY_ID" in ran.stderr
    exported, body = application.exports.export({"Name": "x"}, "json"), tmp_path / "r.json"
    body.write_text("mine")
    with pytest.raises(AlreadyExistsError):
        application.exports.write(str(body), exported)
    assert body.read_text() == "mine"
    application.exports.write(str(body), exported, overwrite=True)
    assert json.loads(body.read_text()) == {"Name": "x"}
    assert not stat.S_IMODE(body.stat().st_mode) & 0o111
    with pytest.raises(BcwError, match="does not exist"):
        application.exports.write(str(tmp_path / "gone" / "r.json"), exported)
