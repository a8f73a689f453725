"""Whatever is answered about whatever request: no traceback, no answer lost, no question without an end."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tui.application import MemoryAccounts, ago, pending

from wizard.core.actions.clusters import ClusterStatus
from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.prompts.commands import NAMES

from .talk import SMALL, MemoryLibrary, Script, memory_application, talk

WORDS = [
    *(f":{name}" for name in NAMES),
    *("", "", "", "<", "?", "? c5", "-", "!", "!1", "!2", "y", "n", "1", "2", "3", "99"),
    *("add", "delete 1", "duplicate 1", "move 1 2", "edit 1", "list 1", ":delete 1", ":edit 1", ":move 1 1"),
    *(
        "a=1",
        "x",
        "\\-",
        ".",
        "512 MB",
        "[/",
        "{}",
        "oss://b/x/",
        "/x/",
        "Spot",
        ":find name",
        "submit",
        "token",
    ),
]
VERBS = (
    *("use", "test", "default", "remove", "show", "resize", "open", "rename"),
    *("describe", "delete", "edit", "change", "resume", "forget"),
)
WORDS += [*(f"{verb} 1" for verb in VERBS), *VERBS, "states", "restore", "restore mine", "import"]
WORDS += ["import r.json", "diff 1 2", "diff", "export", ":rename 1"]
ANSWERS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=60)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
)
NAMES_OF_KEYS = (
    "Name ImageId InstanceType Groups Configs Mounts Disks SystemDisk Entries OSS AccessKeySecret "
    "Notification Topic Events UserData Bootstrap Networks VPC a Id"
)
KEYS = st.sampled_from(NAMES_OF_KEYS.split())
TREES = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(KEYS, below, max_size=5)),
    max_leaves=20,
)


def everything() -> Application:
    """Something of all that can be listed."""
    accounts = MemoryAccounts(
        left=[pending("token9", "first", "prod")],
        clusters=[ClusterStatus("cls-a", "a", "prod", ago(hours=1))],
        requests={"cls-a": OpenedDocument(SMALL, DocumentSource())},
    )
    asking = {"n": {"type": "integer"}, "s": {"default": "x"}}
    preset = {"title": "", "description": "", "parameters": asking, "request": {"Name": "${s}", "x": "${n}"}}
    return memory_application(
        accounts=accounts, library=MemoryLibrary(saved={"mine": preset}, files={"r.json": SMALL})
    )


@settings(max_examples=150, deadline=None)
@given(answers=ANSWERS, request=TREES)
def test_no_answer_about_no_request_brings_it_down(answers: list[str], request: Any) -> None:
    loaded = OpenedDocument(request, DocumentSource("file", "r.json"))
    found = talk(script=Script(answers), loaded=loaded, ports=everything())
    assert found.farewell.mistake is None, repr(found.farewell.mistake)
    assert found.farewell.code in (0, 130)


@settings(max_examples=100, deadline=None)
@given(answers=ANSWERS)
def test_nor_about_a_good_one(answers: list[str]) -> None:
    found = talk(
        script=Script(answers),
        loaded=OpenedDocument(SMALL, DocumentSource("file", "r.json")),
        ports=everything(),
    )
    assert found.farewell.mistake is None, repr(found.farewell.mistake)
    assert found.farewell.code in (0, 130)


@settings(max_examples=150, deadline=None)
@given(answers=ANSWERS, command=st.sampled_from([":parameters", ""]))
def test_nor_about_parameters(answers: list[str], command: str) -> None:
    about = {"parameters": {"n": {"type": "integer"}, "broken": 1}}
    loaded = OpenedDocument({**SMALL, "Name": "${n}"}, DocumentSource("preset", "mine", about))
    found = talk(script=Script([command, *answers]), loaded=loaded, ports=everything())
    assert found.farewell.mistake is None, repr(found.farewell.mistake)


def test_an_entry_that_a_fix_renamed_goes_by_its_new_name() -> None:
    answers = [":groups", "oss://b/x/", "!", "a1", ":quit", "1"]
    found = talk(
        script=Script(answers),
        loaded=OpenedDocument(SMALL, DocumentSource("file", "r.json")),
        ports=everything(),
    )
    assert found.farewell.mistake is None, repr(found.farewell.mistake)
    assert any(line.startswith("oss-b-x: Name") for line in found.script.lines)


@settings(max_examples=50, deadline=None)
@given(request=TREES)
def test_enter_all_the_way_through_changes_nothing(request: Any) -> None:
    script = Script([""] * 300)
    found = talk(
        script=script,
        loaded=OpenedDocument(request, DocumentSource("file", "r.json")),
        ports=memory_application(),
    )
    assert found.ports.drafts.written == []
