"""The presets and files that a wizard is handed, over the real ones."""

import json
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import AlreadyExistsError, BcwError

from .driver import EXAMPLE, SECRET, TREE, with_secret


def test_presets_are_listed(handed: Application) -> None:
    titles = {each.name: each for each in handed.library.presets()}
    assert titles["smallest"].title == "Smallest possible"
    assert titles["smallest"].is_builtin
    assert titles["smallest"].problem == ""


def test_a_preset_is_opened(handed: Application) -> None:
    loaded = handed.library.open_preset("smallest")
    assert loaded.tree["Name"] == "first-cluster"
    assert (loaded.origin.kind, loaded.origin.name) == ("preset", "smallest")
    assert loaded.origin.preset is not None
    assert loaded.origin.preset["title"] == "Smallest possible"


def test_a_file_is_opened_as_it_stands(handed: Application) -> None:
    loaded = handed.library.open_file(str(EXAMPLE))
    assert loaded == OpenedDocument(json.loads(EXAMPLE.read_text()), DocumentSource("file", str(EXAMPLE)))
    assert list(loaded.tree) == list(json.loads(EXAMPLE.read_text()))


def test_a_file_below_the_home_folder(handed: Application, empty_home: Path) -> None:
    (empty_home / "r.json").write_text('{"Name": "x"}')
    assert handed.library.open_file("~/r.json").tree == {"Name": "x"}


def test_a_pasted_preset_is_told_from_a_request(handed: Application) -> None:
    loaded = handed.library.open_text('{"preset": {"title": "T"}, "request": {"Name": "x"}}')
    assert loaded.tree == {"Name": "x"}
    assert loaded.origin == DocumentSource("paste", "", {"title": "T"})


def test_an_answer_of_the_service_is_left_as_it_is_with_a_remark(handed: Application) -> None:
    answer = {"Id": "cls-1", "State": "Active", **TREE, "OperationLogs": []}
    loaded = handed.library.open_text(json.dumps(answer))
    assert loaded.tree == answer
    [remark] = loaded.remarks
    assert "GetCluster" in remark and "Id, State, OperationLogs" in remark


def test_keys_that_occur_twice_are_remarked(handed: Application) -> None:
    loaded = handed.library.open_text('{"Name": "x",\n"Name": "y"}')
    assert loaded.tree == {"Name": "y"}
    [remark] = loaded.remarks
    assert "/Name" in remark and "line 2" in remark


def test_of_very_many_keys_that_occur_twice_the_first_ones_are_remarked(handed: Application) -> None:
    pairs = ", ".join(f'"k{at}": 1, "k{at}": 2' for at in range(1_000))
    remarks = handed.library.open_text(f"{{{pairs}}}").remarks
    assert len(remarks) == 11
    assert "990" in remarks[-1]


def test_a_literal_secret_stays_in_memory(handed: Application) -> None:
    loaded = handed.library.open_text(json.dumps(with_secret(SECRET)))
    assert loaded.tree == with_secret(SECRET)
    [remark] = loaded.remarks
    assert SECRET not in remark


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["line 1, column 1", "Empty"]),
        ('{"Name":\n  oops}', ["line 2, column 3", "Correct it, then"]),
        ("{} {}", ["line 1, column 4"]),
        ('{"preset": {"format": 9}, "request": {}}', ["format 9"]),
    ],
)
def test_what_cannot_be_opened_says_where_and_what_to_do(
    handed: Application, tmp_path: Path, text: str, words: list[str]
) -> None:
    (tmp_path / "x.json").write_text(text)
    for open_it in (
        lambda: handed.library.open_text(text),
        lambda: handed.library.open_file(str(tmp_path / "x.json")),
    ):
        with pytest.raises(BcwError) as raised:
            open_it()
        for word in words:
            assert word in str(raised.value)


def test_what_is_not_there(handed: Application, tmp_path: Path) -> None:
    with pytest.raises(BcwError, match="does not exist"):
        handed.library.open_file(str(tmp_path / "gone.json"))
    with pytest.raises(BcwError, match="is a folder"):
        handed.library.open_file(str(tmp_path))
    with pytest.raises(BcwError, match="no preset named nothing"):
        handed.library.open_preset("nothing")


def test_a_preset_is_saved_with_references_for_secrets(handed: Application) -> None:
    path = handed.library.save_preset("mine", "Mine", "All mine.", with_secret(SECRET), overwrite=False)
    text = Path(path).read_text()
    assert SECRET not in text
    loaded = handed.library.open_preset("mine")
    assert loaded.tree == with_secret("${env:OSS_ACCESS_KEY_SECRET}")
    other_run = Application({})
    with pytest.raises(AlreadyExistsError):
        other_run.library.save_preset("mine", "Other", "", TREE, overwrite=False)
    assert Path(path).read_text() == text
    other_run.library.save_preset("mine", "Other", "", TREE, overwrite=True)
    assert handed.library.open_preset("mine").tree == TREE


def test_a_preset_is_saved_back_unless_it_changed_on_disk(handed: Application) -> None:
    path = Path(Application({}).library.save_preset("mine", "Mine", "", TREE, overwrite=False))
    handed.library.open_preset("mine")
    for name in ("y", "z"):
        handed.library.save_preset("mine", "Mine", "", {**TREE, "Name": name}, overwrite=False)
        assert json.loads(path.read_text())["request"]["Name"] == name
    Application({}).library.save_preset("mine", "Somebody else's", "", TREE, overwrite=True)
    with pytest.raises(AlreadyExistsError, match="changed on disk"):
        handed.library.save_preset("mine", "Mine", "", {"Name": "w"}, overwrite=False)
    assert json.loads(path.read_text())["preset"]["title"] == "Somebody else's"
    path.unlink()
    handed.library.save_preset("mine", "Mine", "", TREE, overwrite=False)
    assert path.exists()


def test_a_shipped_preset_that_was_opened_is_no_reason_to_overwrite(handed: Application) -> None:
    handed.library.open_preset("smallest")
    Application({}).library.save_preset("smallest", "Somebody else's", "", TREE, overwrite=False)
    with pytest.raises(AlreadyExistsError):
        handed.library.save_preset("smallest", "Mine", "", TREE, overwrite=False)


def test_a_preset_over_a_shipped_one_keeps_its_tags(handed: Application) -> None:
    before = handed.library.open_preset("smallest").origin.preset
    handed.library.save_preset("smallest", "Mine", "", TREE, overwrite=False)
    after = handed.library.open_preset("smallest").origin.preset
    assert before is not None and after is not None
    assert (after["title"], after["tags"]) == ("Mine", before["tags"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give the preset a name"),
        ("Not A Name", "cannot be the name of a preset"),
        ("../up", "cannot be the name of a preset"),
        ("x.json", "cannot be the name of a preset"),
    ],
)
def test_a_name_that_no_preset_can_have(handed: Application, name: str, said: str) -> None:
    with pytest.raises(BcwError, match=said):
        handed.library.save_preset(name, "", "", TREE, overwrite=False)


def test_a_new_file_is_written_once(handed: Application, tmp_path: Path) -> None:
    file = str(tmp_path / "new.json")
    assert handed.library.save_file(file, TREE, DocumentSource(), overwrite=False) == file
    assert list(json.loads(Path(file).read_text())) == list(TREE)
    with pytest.raises(AlreadyExistsError, match="exists"):
        handed.library.save_file(file, {}, DocumentSource(), overwrite=False)
    handed.library.save_file(file, {}, DocumentSource(), overwrite=True)
    assert Path(file).read_text() == "{}\n"


def test_a_file_is_saved_back_unless_it_changed_on_disk(handed: Application, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    loaded = handed.library.open_file(str(file))
    for name in ("y", "z"):
        handed.library.save_file(str(file), {"Name": name}, loaded.origin, overwrite=False)
        assert json.loads(file.read_text()) == {"Name": name}
    file.write_text('{"Name": "somebody else"}')
    with pytest.raises(AlreadyExistsError, match="changed on disk"):
        handed.library.save_file(str(file), {"Name": "w"}, loaded.origin, overwrite=False)
    assert json.loads(file.read_text()) == {"Name": "somebody else"}


def test_a_preset_file_is_written_back_as_one(handed: Application, tmp_path: Path) -> None:
    file = tmp_path / "preset.json"
    file.write_text(
        '{"$schema": "s", "preset": {"title": "T", "x": 1, "format": 1}, "request": {"Name": "x"}}'
    )
    loaded = handed.library.open_file(str(file))
    handed.library.save_file(str(file), {"Name": "y"}, loaded.origin, overwrite=False)
    assert json.loads(file.read_text()) == {
        "$schema": "s",
        "preset": {"title": "T", "x": 1, "format": 1},
        "request": {"Name": "y"},
    }
    other = tmp_path / "other.json"
    handed.library.save_file(str(other), {"Name": "y"}, loaded.origin, overwrite=False)
    assert json.loads(other.read_text()) == {"Name": "y"}


def test_a_file_gets_references_for_secrets(handed: Application, tmp_path: Path) -> None:
    file = tmp_path / "new.json"
    handed.library.save_file(str(file), with_secret(SECRET), DocumentSource(), overwrite=False)
    assert SECRET not in file.read_text()


def test_what_cannot_be_written(handed: Application, tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "no" / "folder.json", "does not exist"),
        (tmp_path, "is a folder"),
        (tmp_path / ("x" * 300), "too long"),
        (tmp_path / "nul\0byte", "was not written"),
    ):
        for origin in (DocumentSource(), DocumentSource("file", str(path), {"title": "T"})):
            with pytest.raises(BcwError, match=words):
                handed.library.save_file(str(path), TREE, origin, overwrite=True)
    with pytest.raises(BcwError, match="half of a surrogate pair"):
        handed.library.save_file(str(tmp_path / "x"), {"Name": "\ud800"}, DocumentSource(), overwrite=True)
    assert not (tmp_path / "x").exists()
