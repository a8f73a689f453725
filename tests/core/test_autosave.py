"""The draft is autosaved in the background, and its failures are reported once."""

import threading
from typing import Any

import pytest

from wizard.core.actions.drafts import DraftAutosaver, Drafts
from wizard.core.documents import DocumentSource
from wizard.errors import StorageError

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


@pytest.fixture
def drafts() -> FakeDrafts:
    return FakeDrafts()


def test_the_latest_state_is_written_in_the_background(drafts: FakeDrafts) -> None:
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


def test_a_flush_writes_at_once_and_only_new_states(drafts: FakeDrafts) -> None:
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


def test_a_draft_that_cannot_be_written_is_reported_once_and_retried(drafts: FakeDrafts) -> None:
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
