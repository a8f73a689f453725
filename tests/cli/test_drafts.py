"""Drafts and the theme of the application, with real files."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.core.formatting import format_moment
from wizard.errors import AlreadyExistsError, BcwError
from wizard.models.draft import DraftSource
from wizard.storage import locations
from wizard.storage.drafts import DraftFile, make_draft

from .driver import SECRET, TREE, with_secret


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that a draft may be of."""
    file = tmp_path / "mine.json"
    file.write_text('{"Name": "x"}')
    return file


def leave_draft(application: Application) -> None:
    """Turn the draft of a wizard into one that a wizard left when it was killed."""
    [path] = locations.drafts_folder().glob("*.json")
    written = path.read_bytes()
    application.drafts.discard()
    path.write_bytes(written)


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_draft_of_a_file_is_saved_back_unless_the_file_has_changed(file: Path, is_changed: bool) -> None:
    ended = Application({})
    ended.drafts.write(with_secret(SECRET), ended.library.open_file(str(file)).origin, "groups")
    leave_draft(ended)
    if is_changed:
        file.write_text('{"Name": "somebody else"}')
    application = Application({})
    [offered] = application.drafts.list_recoverable()
    assert (offered.name, offered.draft.origin.kind, offered.draft.origin.name) == ("a", "file", str(file))
    loaded, step = application.drafts.adopt(offered)
    assert step == "groups"
    assert loaded.tree["Configs"]["Mounts"]["OSS"] == {"AccessKeyId": "id"}
    remark, *others = loaded.remarks
    assert "/Configs/Mounts/OSS/AccessKeySecret" in remark and "Type it again" in remark
    if is_changed:
        assert "changed on disk" in others[0]
        with pytest.raises(AlreadyExistsError):
            application.library.save_file(str(file), TREE, loaded.origin, overwrite=False)
    else:
        assert others == []
        application.library.save_file(str(file), TREE, loaded.origin, overwrite=False)
    application.drafts.discard()
    assert Application({}).drafts.list_recoverable() == []


def test_a_draft_is_deleted_unless_it_is_gone_or_another_wizard_has_it() -> None:
    for name in ("a", "b"):
        with closing(DraftFile(locations.drafts_folder())) as left:
            left.write(make_draft({"Name": name}, origin=DraftSource(), step="basics"))
    one, other = Application().drafts, Application().drafts
    first, second = one.list_recoverable()
    one.adopt(first)
    other.delete(second)
    for draft in (first, second):
        with pytest.raises(BcwError, match="gone"):
            other.delete(draft)
    assert [*locations.drafts_folder().glob("*.json")] == [first.path]


def test_a_moment_in_words() -> None:
    now = datetime(2026, 3, 1, 12, 0)
    assert format_moment(datetime(2026, 3, 1, 0, 5), now=now) == "today, 00:05"
    assert format_moment(datetime(2026, 2, 28, 23, 59), now=now) == "yesterday, 23:59"
    assert format_moment(datetime(2026, 2, 27, 9, 0), now=now) == "2026-02-27, 09:00"


def test_the_theme_is_remembered_if_it_can_be(application: Application) -> None:
    assert application.settings.theme == "dark"
    application.settings.remember("theme", "light")
    assert Application({}).settings.theme == "light"
    locations.settings_file().unlink()
    locations.settings_file().mkdir()
    application.settings.remember("theme", "dark")
    assert application.settings.theme == "dark"
