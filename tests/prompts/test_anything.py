"""Whatever is answered about whatever configuration: no traceback, no endless question, nothing changed by Enter."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tui.application import MemoryAccounts, pending

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.prompts.commands import NAMES

from .talk import SMALL, MemoryLibrary, Script, memory_application, talk

WORDS = [
    *(f":{name}" for name in NAMES),
    *("", "", "", "<", "?", "? c5", "-", "!", "!1", "!2", "y", "n", "1", "2", "3", "99", ":find name"),
    *("add", "delete 1", "duplicate 1", "move 1 2", "edit 1", "list 1", ":delete 1", ":edit 1", ":move 1 1"),
    *("a=1", "x", "\\-", ".", "512 MB", "[/", "{}", "oss://b/x/", "/x/", "Spot", "discard 1", "r.json"),
    *("create", "save", "save-file", "export", "token", "json", "quit"),
]
ANSWERS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=60)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
KEYS = (
    "Name ImageId InstanceType Groups Configs Mounts Disks SystemDisk Entries OSS AccessKeySecret "
    "Notification Topic Events UserData Bootstrap Networks VPC a Id"
)
TREES = st.recursive(
    SCALARS | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), below, max_size=5)
    ),
    max_leaves=20,
)
PARAMETERS = {"n": {"type": "integer"}, "s": {"default": "x"}, "broken": 1}
SOURCES = [DocumentSource("file", "r.json"), DocumentSource("preset", "mine", {"parameters": PARAMETERS})]


def answer(answers: list[str], request: Any, source: DocumentSource) -> Any:
    """Answer where everything that can be listed is there."""
    accounts = MemoryAccounts(left=[pending("token9", "first", "prod")])
    preset = {"title": "", "description": "", "parameters": {"n": {"type": "integer"}}}
    mine = {**preset, "request": {"Name": "${n}"}}
    library = MemoryLibrary(saved={"mine": mine}, files={"r.json": SMALL})
    app = memory_application(accounts=accounts, library=library)
    return talk(script=Script(answers), loaded=OpenedDocument(request, source), app=app)


@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("source", SOURCES)
@given(answers=ANSWERS, request=st.one_of(TREES, st.just({**SMALL, "Name": "${n}"})))
def test_no_answers_bring_it_down(answers: list[str], request: Any, source: DocumentSource) -> None:
    found = answer(answers, request, source)
    assert found.farewell.mistake is None, repr(found.farewell.mistake)
    assert found.farewell.code in (0, 130)


def test_an_entry_that_a_fix_renamed_goes_by_its_new_name() -> None:
    found = answer([":groups", "oss://b/x/", "!", "a1", ":quit", "1"], SMALL, SOURCES[0])
    assert found.farewell.mistake is None, repr(found.farewell.mistake)
    assert any(line.startswith("oss-b-x: Name") for line in found.script.lines)


@settings(max_examples=50, deadline=None)
@given(request=TREES)
def test_enter_all_the_way_through_changes_nothing(request: Any) -> None:
    loaded = OpenedDocument(request, DocumentSource("file", "r.json"))
    found = talk(script=Script([""] * 300), loaded=loaded, app=memory_application())
    assert found.app.drafts.written == []
