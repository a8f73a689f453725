"""Drafts are autosaved in the background, and continued or deleted by later wizards."""

import threading
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

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


class FakeDrafts(Drafts):
    """Records what is written; fails while the disk is full."""

    def __init__(self) -> None:
        super().__init__({})
        self.states: list[Any] = []
        self.written = threading.Event()
        self.is_full = False

    def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
        if self.is_full:
            raise StorageError("The disk is full.")
        super().write(tree, origin, step)
        self.states.append(tree)
        self.written.set()


def test_the_latest_state_is_written_in_the_background() -> None:
    drafts = FakeDrafts()
    errors: list[str] = []
    saver = DraftAutosaver(drafts, errors.append)
    saver.update({"Name": "a"}, ORIGIN, "basics")
    saver.update({"Name": "ab"}, ORIGIN, "groups")
    assert drafts.written.wait(10)
    saver.flush()  # waits for the write
    assert drafts.states[-1] == {"Name": "ab"}
    assert saver.has_draft and errors == []
    saver.update({"Name": "abc"}, ORIGIN, "basics")
    saver.discard()
    saver.flush()
    assert not saver.has_draft and drafts.list_recoverable() == []


def test_a_flush_writes_at_once_and_only_new_states() -> None:
    drafts = FakeDrafts()
    saver = DraftAutosaver(drafts, lambda error: None)
    first, second = {"Name": "a"}, {"Name": "b"}
    for tree in (first, first, second):
        saver.update(tree, ORIGIN, "basics")
        saver.flush()
    assert drafts.states == [first, second]
    saver.update(first, ORIGIN, "basics")
    saver.update(second, ORIGIN, "basics")  # undone before it was written
    saver.flush()
    assert drafts.states == [first, second]


def test_a_draft_that_cannot_be_written_is_reported_once_and_retried() -> None:
    drafts = FakeDrafts()
    errors: list[str] = []
    saver = DraftAutosaver(drafts, errors.append)
    drafts.is_full = True
    for _attempt in range(2):
        saver.update({"Name": "a"}, ORIGIN, "basics")
        saver.flush()
    assert errors == ["The draft was not saved: The disk is full."] and not saver.has_draft
    drafts.is_full = False
    saver.update({"Name": "a"}, ORIGIN, "basics")
    saver.flush()
    assert saver.has_draft


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
