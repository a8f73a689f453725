"""Drafts, settings and themes of the application, with real files."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from wizard.core.application import Application, theme_folders
from wizard.core.documents import DocumentSource
from wizard.core.formatting import format_moment
from wizard.errors import AlreadyExistsError, BcwError
from wizard.storage import locations

from .driver import EXAMPLE, SECRET, TREE, with_secret


def test_a_draft_is_written_without_secrets_and_discarded(application: Application, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    loaded = application.library.open_file(str(file))
    application.drafts.write(with_secret(SECRET), loaded.origin, "basics")
    [written] = locations.drafts_folder().glob("*.json")
    record = json.loads(written.read_text())
    assert SECRET not in written.read_text()
    assert record["origin"]["name"] == str(file)
    assert len(record["origin"]["digest"]) == 64
    assert record["step"] == "basics"
    assert record["secrets"] == ["/Configs/Mounts/OSS/AccessKeySecret"]
    application.drafts.discard()
    assert not written.exists()


def left_behind(tree: Any, origin: DocumentSource, step: str = "groups") -> None:
    """A wizard that ended without saving."""
    ended = Application({})
    if origin.kind == "file":
        ended.library.open_file(origin.name)
    ended.drafts.write(tree, origin, step)
    ended.drafts._file.close()  # type: ignore[attr-defined]


def test_a_draft_that_was_left_is_offered_and_gone_on_with(application: Application, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    left_behind(with_secret(SECRET), DocumentSource("file", str(file)))
    [offered] = application.drafts.list_recoverable()
    assert (offered.name, offered.draft.origin.kind, offered.draft.origin.name) == ("a", "file", str(file))
    loaded, step = application.drafts.adopt(offered)
    assert step == "groups"
    assert loaded.tree["Configs"]["Mounts"]["OSS"] == {"AccessKeyId": "id"}
    [remark] = loaded.remarks
    assert "/Configs/Mounts/OSS/AccessKeySecret" in remark and "Type it again" in remark
    # The file is known by its content at that time, so it is saved back without a question.
    application.library.save_file(str(file), TREE, loaded.origin, overwrite=False)
    application.drafts.discard()
    assert Application({}).drafts.list_recoverable() == []


def test_a_draft_of_a_file_that_changed_since_says_so(application: Application, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    left_behind(TREE, DocumentSource("file", str(file)))
    file.write_text('{"Name": "somebody else"}')
    loaded, _ = application.drafts.adopt(application.drafts.list_recoverable()[0])
    assert "changed on disk" in loaded.remarks[0]
    with pytest.raises(AlreadyExistsError):
        application.library.save_file(str(file), TREE, loaded.origin, overwrite=False)


def test_a_draft_that_was_left_is_deleted_for_good(application: Application) -> None:
    application.drafts.write(TREE, DocumentSource(), "basics")
    application.drafts._file.close()  # type: ignore[attr-defined]
    other = Application().drafts
    [draft] = other.list_recoverable()
    other.delete(draft)
    assert other.list_recoverable() == [] and [*locations.drafts_folder().iterdir()] == []
    with pytest.raises(BcwError, match="gone"):
        other.delete(draft)


def test_a_draft_that_another_wizard_has_is_not_deleted(application: Application) -> None:
    application.drafts.write(TREE, DocumentSource(), "basics")
    application.drafts._file.close()  # type: ignore[attr-defined]
    one, other = Application().drafts, Application().drafts
    [draft] = one.list_recoverable()
    other.adopt(draft)
    with pytest.raises(BcwError):
        one.delete(draft)
    assert [*locations.drafts_folder().glob("*.json")] != []


def test_drafts_that_cannot_be_read_are_no_trouble(application: Application) -> None:
    locations.drafts_folder().mkdir(parents=True)
    (locations.drafts_folder() / "draft-1-abc.json").write_text("{")
    assert application.drafts.list_recoverable() == []


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 1, 0, 5), "today, 00:05"),
        (datetime(2026, 2, 28, 23, 59), "yesterday, 23:59"),
        (datetime(2026, 2, 27, 9, 0), "2026-02-27, 09:00"),
    ],
)
def test_a_moment_format_moment(moment: datetime, words: str) -> None:
    assert format_moment(moment, now=datetime(2026, 3, 1, 12, 0)) == words


def test_recent_files_are_remembered(application: Application, empty_home: Path, tmp_path: Path) -> None:
    assert application.library.recent() == []
    first, second = empty_home / "first.json", tmp_path / "second.json"
    first.write_text("{}")
    application.library.open_file(str(first))
    application.library.save_file(str(second), TREE, DocumentSource(), overwrite=False)
    assert Application({}).library.recent() == [str(second), "~/first.json"]
    application.library.open_file("~/first.json")
    assert application.library.recent() == ["~/first.json", str(second)]
    second.unlink()
    assert application.library.recent() == ["~/first.json"]


def test_recent_files_that_cannot_be_remembered_are_no_trouble(application: Application) -> None:
    locations.state_folder().mkdir(parents=True)
    (locations.state_folder() / "recent.json").write_text('{"a": 1}')
    assert application.library.recent() == []
    (locations.state_folder() / "recent.json").unlink()
    (locations.state_folder() / "recent.json").mkdir()
    application.library.open_file(str(EXAMPLE))
    assert application.library.recent() == []


def test_the_theme_is_remembered(application: Application) -> None:
    assert application.settings.theme == "dark"
    application.settings.remember_theme("light")
    assert Application({}).settings.theme == "light"


def test_a_theme_that_cannot_be_remembered_stops_nothing(application: Application) -> None:
    locations.config_folder().parent.mkdir(parents=True)
    locations.config_folder().write_text("in the way")
    application.settings.remember_theme("light")
    assert application.settings.theme == "light"


def test_themes_are_shipped_and_ones_own() -> None:
    shipped, own = theme_folders()
    assert (shipped / "dark.toml").is_file()
    assert own == locations.themes_folder()
