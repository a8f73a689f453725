"""Presets, files, exports and drafts of the application: what is opened, and what may be overwritten."""

import json
import os
import stat
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import Mock, call

import pytest
from cli.driver import EXAMPLE, SECRET, TREE, with_secret

from wizard.core.actions.drafts import DraftAutosaver, Drafts
from wizard.core.actions.library import Library
from wizard.core.application import Application
from wizard.core.documents import DocumentSource
from wizard.errors import AlreadyExistsError, BcwError, StorageError
from wizard.storage import locations

PARAMETERS = {"count": {"title": "Machines", "type": "integer", "default": 3}, "project": {}}
HEADER = {"title": "Mine", "description": "For me.", "tags": ["night"], "parameters": PARAMETERS, "own": [1]}
WITH_PARAMETERS = {"Name": "farm-${project}", "Groups": {"g": {"DesiredVMCount": "${count}"}}}


@pytest.fixture
def library(application: Application) -> Library:
    return application.library


def save_elsewhere(name: str = "mine", tree: Any = WITH_PARAMETERS) -> Any:
    """Save a preset as another process does."""
    Application({}).library.save_preset(name, HEADER, tree, overwrite=True)
    return content(name)


def content(name: str) -> Any:
    return json.loads((locations.presets_folder() / f"{name}.json").read_text(encoding="utf-8"))


def test_pasted_text(library: Library) -> None:
    answer = {"Id": "cls-1", "State": "Active", **TREE, "OperationLogs": []}
    for text, tree, preset, *words in (
        ('{"preset": {"title": "T"}, "request": {"Name": "x"}}', {"Name": "x"}, {"title": "T"}),
        ('{"Name": "x",\n"Name": "y"}', {"Name": "y"}, None, "/Name", "line 2"),
        (json.dumps(answer), answer, None, "GetCluster", "Id, State, OperationLogs"),
        (json.dumps(with_secret(SECRET)), with_secret(SECRET), None, "AccessKeySecret"),
    ):
        opened = library.open_text(text)
        assert (opened.tree, opened.origin) == (tree, DocumentSource("paste", "", preset))
        remarks = " ".join(opened.remarks)
        assert bool(remarks) is bool(words) and all(word in remarks for word in words)
        assert SECRET not in remarks


def test_invalid_and_long_texts_and_what_is_not_a_file(library: Library, tmp_path: Path) -> None:
    file, pipe, odd = (tmp_path / f"{name}.json" for name in ("a", "pipe", "[bad] 名前"))
    odd.write_text("{}")
    with pytest.raises(BcwError, match="cannot be the name of a preset"):
        library.import_file(str(odd))
    with pytest.raises(BcwError, match="half of a surrogate pair"):
        library.save_file(str(odd), {"Name": "\ud800"}, DocumentSource(), overwrite=True)
    assert odd.read_text() == "{}"
    file.write_text('{"preset": {"format": 9}, "request": {}}')
    os.mkfifo(pipe)
    for open_ in (library.open_file, library.import_file):
        for path, words in ((file, "format 9"), (pipe, "not a regular file")):
            with pytest.raises(BcwError, match=words):
                open_(str(path))
    pairs = ", ".join(f'"k{at}": 1, "k{at}": 2' for at in range(1_000))
    remarks = library.open_text(f"{{{pairs}}}").remarks
    assert len(remarks) == 11 and "990" in remarks[-1], "only ten duplicate keys are listed"


# -- presets


def test_an_imported_preset_keeps_its_metadata(library: Library, tmp_path: Path) -> None:
    file, preset = tmp_path / "x.json", {"name": "given", **HEADER, "format": 1}
    file.write_text(json.dumps({"preset": preset, "request": TREE}))
    assert library.import_file(str(file)) == "given"
    assert preset.items() <= content("given")["preset"].items()


def test_a_preset_is_overwritten_only_if_opened_and_unchanged(library: Library) -> None:
    before = save_elsewhere()
    assert library.open_preset("mine", is_preview=True).tree == before["request"]
    with pytest.raises(AlreadyExistsError):  # a preview does not count
        library.save_preset("mine", {"title": "Mine"}, TREE, overwrite=False)
    library.open_preset("mine")
    for name in ("y", "z"):
        library.save_preset("mine", {"title": "T2"}, {**TREE, "Name": name}, overwrite=False)
        header = {**before["preset"], "title": "T2"}  # metadata that is not given is kept
        assert content("mine") == {"preset": header, "request": {**TREE, "Name": name}}
    theirs = save_elsewhere()
    library.describe_preset("mine", {"title": "new"})
    with pytest.raises(AlreadyExistsError, match="changed on disk"):
        library.save_preset("mine", {"title": "Mine"}, {"Name": "w"}, overwrite=False)
    assert content("mine")["request"] == theirs["request"]
    (locations.presets_folder() / "mine.json").unlink()
    library.save_preset("mine", {"title": "Mine"}, TREE, overwrite=False)
    assert content("mine")["request"] == TREE
    about = library.open_preset("smallest").origin.preset or {}
    library.save_preset("smallest", {**about, "title": "Mine", "description": ""}, TREE, overwrite=False)
    header = content("smallest")["preset"]
    assert (header["title"], header["tags"]) == ("Mine", about["tags"])
    library.open_preset("genomics")  # the built-in one
    save_elsewhere("genomics")
    with pytest.raises(AlreadyExistsError):
        library.save_preset("genomics", {"title": "Mine"}, TREE, overwrite=False)


# -- files


def test_a_preset_file_is_written_back_as_one(library: Library, tmp_path: Path) -> None:
    document = {"$schema": "s", "preset": {"title": "T", "x": 1, "format": 1}, "request": {"Name": "x"}}
    file, other = tmp_path / "file.json", tmp_path / "other.json"
    file.write_text(json.dumps(document))
    origin = library.open_file(str(file)).origin
    library.save_file(str(file), {"Name": "y"}, origin, overwrite=False)
    assert json.loads(file.read_text()) == {**document, "request": {"Name": "y"}}
    # A copy is a bare request, unless it has parameters.
    library.save_file(str(other), {"Name": "y"}, origin, overwrite=False)
    assert json.loads(other.read_text()) == {"Name": "y"}
    save_elsewhere()
    origin = library.open_preset("mine").origin
    library.save_file(str(other), WITH_PARAMETERS, origin, overwrite=True)
    assert json.loads(other.read_text())["preset"]["parameters"] == PARAMETERS


def test_opened_and_saved_files_are_remembered(library: Library, empty_home: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.json"
    for name in ("first", "gone", "first"):
        (empty_home / f"{name}.json").write_text("{}")
        assert library.open_file(f"~/{name}.json").tree == {}
    (empty_home / "gone.json").unlink()
    library.save_file(str(second), TREE, DocumentSource(), overwrite=False)
    assert Application({}).library.recent() == [str(second), "~/first.json"]
    stored = locations.recent_file()
    stored.write_text('{"x": 1}')
    assert library.recent() == []
    stored.unlink()
    stored.mkdir()
    library.open_file(str(EXAMPLE))  # that it cannot be remembered is no error
    assert library.recent() == []


def test_an_exported_script_is_executable_and_has_the_region_of_the_profile(
    application: Application, tmp_path: Path
) -> None:
    keys = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI4F", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}
    script = Application({**keys, "ALIBABA_CLOUD_REGION_ID": "cn-beijing"}).exports.export({}, "curl").text
    assert "cn-beijing" in script and "LTAI4F" not in script and SECRET not in script
    for format_, is_program in (("curl", True), ("json", False)):
        exported, file = application.exports.export({"Name": "x"}, format_), tmp_path / format_
        assert application.exports.write(str(file), exported) == str(file)
        assert bool(stat.S_IMODE(file.stat().st_mode) & 0o111) is is_program


# -- autosaving of the draft in the background

ORIGIN = DocumentSource()


def test_the_latest_state_is_written_in_the_background() -> None:
    drafts, written, errors = Mock(spec=Drafts), threading.Event(), list[str]()
    drafts.write.side_effect = lambda *state: written.set()
    saver = DraftAutosaver(drafts, errors.append)
    saver.update({"Name": "a"}, ORIGIN, "basics")
    saver.update({"Name": "ab"}, ORIGIN, "groups")
    assert written.wait(10)
    saver.flush()  # waits for the write
    assert drafts.write.call_args.args == ({"Name": "ab"}, ORIGIN, "groups")
    assert saver.has_draft and errors == []
    before = drafts.write.call_args.args
    drafts.write.side_effect = lambda *state: state == before or saver.update(*before)  # an undo meanwhile
    saver.update({"Name": "abc"}, ORIGIN, "basics")
    saver.flush()
    saver.flush()
    assert drafts.write.call_args.args == before
    drafts.write.side_effect = [StorageError("The disk is full."), None]
    saver.update({"Name": "abc"}, ORIGIN, "basics")
    saver.flush()
    saver.flush()  # as on exit
    assert len(errors) == 1 and drafts.write.mock_calls[-2:] == [call({"Name": "abc"}, ORIGIN, "basics")] * 2
    saver.update({"Name": "abcd"}, ORIGIN, "basics")
    saver.discard()
    saver.flush()  # a third write would raise StopIteration
    assert not saver.has_draft and drafts.discard.called


# -- drafts of earlier wizards


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_draft_of_a_file_is_saved_back_unless_the_file_has_changed(
    tmp_path: Path, is_changed: bool
) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    ended = Application({})
    ended.drafts.write(with_secret(SECRET), ended.library.open_file(str(file)).origin, "groups")
    [path] = locations.drafts_folder().glob("*.json")
    written = path.read_bytes()
    ended.drafts.discard()
    path.write_bytes(written)  # as if it had been killed
    if is_changed:
        file.write_text('{"Name": "somebody else"}')
    application = Application({})
    [offered] = application.drafts.list_recoverable()
    assert (offered.name, offered.draft.origin.kind, offered.draft.origin.name) == ("a", "file", str(file))
    loaded, step = application.drafts.adopt(offered)
    assert (step, loaded.tree["Configs"]["Mounts"]["OSS"]) == ("groups", {"AccessKeyId": "id"})
    remark, *others = loaded.remarks
    assert "/Configs/Mounts/OSS/AccessKeySecret" in remark and "Type it again" in remark
    assert ["changed on disk" in each for each in others] == [True] * is_changed
    with pytest.raises(AlreadyExistsError) if is_changed else nullcontext():
        application.library.save_file(str(file), TREE, loaded.origin, overwrite=False)
