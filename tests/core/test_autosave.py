"""The draft is autosaved in the background, and its failures are reported once."""

import threading
from typing import Any

from wizard.core.actions.drafts import DraftAutosaver, Drafts
from wizard.core.documents import DocumentSource
from wizard.errors import StorageError

ORIGIN = DocumentSource()


def autosaver(drafts: Drafts | None = None) -> tuple[DraftAutosaver, list[str]]:
    errors: list[str] = []
    return DraftAutosaver(drafts or Drafts({}), errors.append), errors


def test_the_latest_state_is_written_in_the_background() -> None:
    written = threading.Event()

    class Waited(Drafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            super().write(tree, origin, step)
            written.set()

    saver, errors = autosaver(Waited({}))
    saver.update({"Name": "a"}, ORIGIN, "basics")
    saver.update({"Name": "ab"}, ORIGIN, "groups")
    assert written.wait(10)
    saver.flush()  # waits for the write
    assert saver.has_draft and errors == []


def test_a_flush_writes_at_once_and_only_what_is_new() -> None:
    states: list[Any] = []

    class Counted(Drafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            states.append(tree)

    saver, _errors = autosaver(Counted({}))
    first, second = {"Name": "a"}, {"Name": "b"}
    for tree in (first, first, second):
        saver.update(tree, ORIGIN, "basics")
        saver.flush()
    assert states == [first, second]
    saver.update(first, ORIGIN, "basics")
    saver.update(second, ORIGIN, "basics")  # undone before it was written
    saver.flush()
    assert states == [first, second]


def test_a_discarded_draft_is_not_written_again() -> None:
    drafts = Drafts({})
    saver, errors = autosaver(drafts)
    saver.update({"Name": "a"}, ORIGIN, "basics")
    saver.flush()
    saver.update({"Name": "ab"}, ORIGIN, "basics")
    saver.discard()
    saver.flush()
    assert not saver.has_draft and errors == [] and drafts.list_recoverable() == []


def test_a_draft_that_cannot_be_written_is_reported_once_and_tried_again() -> None:
    class Full(Drafts):
        is_full = True

        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            if self.is_full:
                raise StorageError("The disk is full.")

    drafts = Full({})
    saver, errors = autosaver(drafts)
    tree = {"Name": "a"}
    for _attempt in range(2):
        saver.update(tree, ORIGIN, "basics")
        saver.flush()
    assert errors == ["The draft was not saved: The disk is full."] and not saver.has_draft
    drafts.is_full = False
    saver.update(tree, ORIGIN, "basics")
    saver.flush()
    assert saver.has_draft
