"""Drafts are autosaved in the background, and continued or deleted by later wizards."""

import threading
from contextlib import closing, nullcontext
from pathlib import Path
from unittest.mock import Mock

import pytest
from cli.driver import SECRET, TREE, with_secret

from wizard.core.actions.drafts import DraftAutosaver, Drafts
from wizard.core.application import Application
from wizard.core.documents import DocumentSource
from wizard.errors import AlreadyExistsError, BcwError, StorageError
from wizard.models.draft import DraftSource
from wizard.storage import locations
from wizard.storage.drafts import DraftFile, make_draft

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
    drafts.write.reset_mock()
    saver.update({"Name": "abc"}, ORIGIN, "basics")
    saver.discard()
    saver.flush()
    assert not saver.has_draft and drafts.discard.called and not drafts.write.called


def test_a_flush_writes_at_once_and_only_new_states() -> None:
    drafts, first, second = Mock(spec=Drafts), {"Name": "a"}, {"Name": "b"}
    saver = DraftAutosaver(drafts, lambda error: None)
    for tree in (first, first, second):
        saver.update(tree, ORIGIN, "basics")
        saver.flush()
    saver.update(first, ORIGIN, "basics")
    saver.update(second, ORIGIN, "basics")  # undone before it was written
    saver.flush()
    assert [each.args[0] for each in drafts.write.call_args_list] == [first, second]


def test_a_draft_that_cannot_be_written_is_reported_once_and_retried() -> None:
    drafts, errors = Mock(spec=Drafts), list[str]()
    saver = DraftAutosaver(drafts, errors.append)
    for problem in (StorageError("The disk is full."), StorageError("The disk is full."), None):
        drafts.write.side_effect = problem
        saver.update({"Name": "a"}, ORIGIN, "basics")
        saver.flush()
        assert saver.has_draft is (problem is None)
    assert errors == ["The draft was not saved: The disk is full."]


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
