"""No answers crash the wizard, and Enter changes nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tui.application import leave_submission, write_preset

from wizard.core.actions import export, library
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.prompts.commands import NAMES

from .talk import SMALL, talk

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
FILE = DocumentSource("file", "r.json")
PRESET = DocumentSource("preset", "mine", {"parameters": PARAMETERS})


@settings(max_examples=120)
@pytest.mark.parametrize("source", [FILE, PRESET], ids=["file", "preset"])
@given(answers=ANSWERS, request=st.one_of(TREES, st.just({**SMALL, "Name": "${n}"})))
def test_no_answers_raise(answers: list[str], request: Any, source: DocumentSource) -> None:
    shutil.rmtree(Path.home() / ".local", ignore_errors=True)
    leave_submission("token9", "first", "prod")
    write_preset("mine", {"preset": {"parameters": {"n": {"type": "integer"}}}, "request": {"Name": "${n}"}})
    Path("r.json").write_text(json.dumps(SMALL))
    with pytest.MonkeyPatch.context() as patch:
        for module in (library, export):  # the answers may be any path
            patch.setattr(module, "write_atomically", lambda *_, **__: None)
        found = talk(*answers, loaded=OpenedDocument(request, source))
    assert found.result.error is None, repr(found.result.error)
    assert found.result.code in (0, 130)


def test_an_entry_that_a_fix_renamed_has_its_new_name() -> None:
    found = talk(":groups", "oss://b/x/", "!", "a1", ":quit", "1", loaded=OpenedDocument(SMALL, FILE))
    assert found.result.error is None, repr(found.result.error)
    assert any(line.startswith("oss-b-x: Name") for line in found.lines)


@settings(max_examples=50)
@given(request=TREES)
def test_enter_changes_nothing(request: Any) -> None:
    found = talk(*[""] * 300, loaded=OpenedDocument(request, FILE))
    assert found.written == []
