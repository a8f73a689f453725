"""The drafts, settings and themes that a wizard is handed, over the real ones."""

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


def test_a_draft_is_written_without_secrets_and_discarded(handed: Application, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    loaded = handed.library.open_file(str(file))
    handed.drafts.write(with_secret(SECRET), loaded.origin, "basics")
    [written] = locations.drafts_folder().glob("*.json")
    record = json.loads(written.read_text())
    assert SECRET not in written.read_text()
    assert record["origin"]["name"] == str(file)
    assert len(record["origin"]["digest"]) == 64
    assert record["step"] == "basics"
    assert record["secrets"] == ["/Configs/Mounts/OSS/AccessKeySecret"]
    handed.drafts.discard()
    assert not written.exists()


def left_behind(tree: Any, origin: DocumentSource, step: str = "groups") -> None:
    """A wizard that ended without saving."""
    ended = Application({})
    if origin.kind == "file":
        ended.library.open_file(origin.name)
    ended.drafts.write(tree, origin, step)
    ended.drafts._file.close()  # type: ignore[attr-defined]


def test_a_draft_that_was_left_is_offered_and_gone_on_with(handed: Application, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    left_behind(with_secret(SECRET), DocumentSource("file", str(file)))
    [offered] = handed.drafts.list_recoverable()
    assert (offered.name, offered.draft.origin.kind, offered.draft.origin.name) == ("a", "file", str(file))
    loaded, step = handed.drafts.adopt(offered)
    assert step == "groups"
    assert loaded.tree["Configs"]["Mounts"]["OSS"] == {"AccessKeyId": "id"}
    [remark] = loaded.remarks
    assert "/Configs/Mounts/OSS/AccessKeySecret" in remark and "Type it again" in remark
    # The file is known by its content at that time, so it is saved back without a question.
    handed.library.save_file(str(file), TREE, loaded.origin, overwrite=False)
    handed.drafts.discard()
    assert Application({}).drafts.list_recoverable() == []


def test_a_draft_of_a_file_that_changed_since_says_so(handed: Application, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    left_behind(TREE, DocumentSource("file", str(file)))
    file.write_text('{"Name": "somebody else"}')
    loaded, _ = handed.drafts.adopt(handed.drafts.list_recoverable()[0])
    assert "changed on disk" in loaded.remarks[0]
    with pytest.raises(AlreadyExistsError):
        handed.library.save_file(str(file), TREE, loaded.origin, overwrite=False)


def test_a_draft_that_was_left_is_deleted_for_good(handed: Application) -> None:
    handed.drafts.write(TREE, DocumentSource(), "basics")
    handed.drafts._file.close()  # type: ignore[attr-defined]
    other = Application().drafts
    [draft] = other.list_recoverable()
    other.delete(draft)
    assert other.list_recoverable() == [] and [*locations.drafts_folder().iterdir()] == []
    with pytest.raises(BcwError, match="gone"):
        other.delete(draft)


def test_a_draft_that_another_wizard_has_is_not_deleted(handed: Application) -> None:
    handed.drafts.write(TREE, DocumentSource(), "basics")
    handed.drafts._file.close()  # type: ignore[attr-defined]
    one, other = Application().drafts, Application().drafts
    [draft] = one.list_recoverable()
    other.adopt(draft)
    with pytest.raises(BcwError):
        one.delete(draft)
    assert [*locations.drafts_folder().glob("*.json")] != []


def test_drafts_that_cannot_be_read_are_no_trouble(handed: Application) -> None:
    locations.drafts_folder().mkdir(parents=True)
    (locations.drafts_folder() / "draft-1-abc.json").write_text("{")
    assert handed.drafts.list_recoverable() == []


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


def test_recent_files_are_remembered(handed: Application, empty_home: Path, tmp_path: Path) -> None:
    assert handed.library.recent() == []
    first, second = empty_home / "first.json", tmp_path / "second.json"
    first.write_text("{}")
    handed.library.open_file(str(first))
    handed.library.save_file(str(second), TREE, DocumentSource(), overwrite=False)
    assert Application({}).library.recent() == [str(second), "~/first.json"]
    handed.library.open_file("~/first.json")
    assert handed.library.recent() == ["~/first.json", str(second)]
    second.unlink()
    assert handed.library.recent() == ["~/first.json"]


def test_recent_files_that_cannot_be_remembered_are_no_trouble(handed: Application) -> None:
    locations.state_folder().mkdir(parents=True)
    (locations.state_folder() / "recent.json").write_text('{"a": 1}')
    assert handed.library.recent() == []
    (locations.state_folder() / "recent.json").unlink()
    (locations.state_folder() / "recent.json").mkdir()
    handed.library.open_file(str(EXAMPLE))
    assert handed.library.recent() == []


def test_the_theme_is_remembered(handed: Application) -> None:
    assert handed.settings.theme == "dark"
    handed.settings.remember_theme("light")
    assert Application({}).settings.theme == "light"


def test_a_theme_that_cannot_be_remembered_stops_nothing(handed: Application) -> None:
    locations.config_folder().parent.mkdir(parents=True)
    locations.config_folder().write_text("in the way")
    handed.settings.remember_theme("light")
    assert handed.settings.theme == "light"


def test_themes_are_shipped_and_ones_own() -> None:
    shipped, own = theme_folders()
    assert (shipped / "dark.toml").is_file()
    assert own == locations.themes_folder()
