"""The review, the submission, saving, and leaving."""

from threading import Event
from typing import Any

import pytest
from tui.application import left_draft

from wizard.core.actions.submissions import SubmissionResult
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError

from .talk import GROUP, SMALL, MemoryDrafts, MemoryLibrary, MemoryService, talk

WARNED = {**SMALL, "ScheduleType": "Pigeon"}
BROKEN = {**SMALL, "Name": "7 pines", "ImageId": ""}
SECRET = {
    **SMALL,
    "Configs": {**SMALL["Configs"], "Mounts": {"OSS": {"AccessKeyId": "i", "AccessKeySecret": "s3"}}},
}


def review(*answers: str, request: Any = SMALL, **parts: Any) -> Any:
    return talk(":review", *answers, request=request, **parts)


def test_the_review_says_everything() -> None:
    lines = review(request=BROKEN).script.lines
    assert "2 errors." in lines
    assert any(line.startswith("  1  Error: Name: Contains a space") for line in lines)
    assert "     !1 Rename to c7-pines" in lines
    assert any("Error: Image: " in line for line in lines)
    assert "Total: 1 instance in 1 group: 2 vCPU, 4 GB memory" in lines
    assert "Account and region: sandbox (local, free)" in lines
    assert "POST /clusters?IdempotentToken=token1" in lines
    assert lines[-1] == "Next [1]: "


def test_a_clean_request_is_ready() -> None:
    lines = review().script.lines
    assert "No problems found." in lines
    assert lines[-1] == "Next [create]: "


def test_a_number_goes_to_the_field_and_a_fix_is_applied_in_place() -> None:
    assert review("2", request=BROKEN).asked[-1] == "Image"
    mended = review("!1", request=BROKEN)
    assert mended.tree["Name"] == "c7-pines"
    assert "1 error." in mended.script.lines


def test_a_fix_of_the_whole_request_and_a_group_that_is_missing() -> None:
    request = {key: value for key, value in SMALL.items() if key != "Groups"}
    found = review("!1", request=request)
    assert found.tree["Groups"] == {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}}


def test_the_why_of_a_finding_is_a_question_away() -> None:
    text = review("? 1", request=WARNED).text
    assert "The official command line accepts LowLatency, Poll, Push. [schedule-type-unknown]" in text


def test_errors_hold_up_nothing_but_the_submission() -> None:
    found = review("submit", request=BROKEN)
    assert "Fix 2 errors first." in found.text
    assert found.ports.submissions.sent == []


def test_in_the_sandbox_enter_confirms() -> None:
    found = review("submit", "", "1")
    for line in (
        "g: 1 instance, ecs.sn1ne.large, Pay-as-you-go (OnDemand)",
        "Account and region: sandbox (local, free)",
        "Not billed: the sandbox starts no instances.",
        "Create 1 instance? [Y/n]: ",
    ):
        assert line in found.script.lines
    assert found.ports.submissions.sent == [(SMALL, "token1")]
    lines = found.script.lines
    assert lines.index("  Attempt 1") < lines.index("The cluster is created.")
    assert "Id: cls-test0001" in lines
    assert "Instances: 1 of 1 running, 0 starting." in lines
    assert found.farewell.code == 0
    assert found.farewell.lines == ("Cluster cls-test0001 created.",)


@pytest.mark.parametrize("words", [("submit",), (":submit",), (":basics", ":submit")])
@pytest.mark.parametrize(("answer", "sent"), [("y", 1), ("n", 0), ("", 0), ("<", 0), ("1", 0)])
def test_on_a_billed_account_creating_is_confirmed(words: tuple[str, ...], answer: str, sent: int) -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, "DesiredVMCount": 1200}}}
    found = review(*words, answer, request=request, service=MemoryService(is_billed=True))
    for line in (
        "g: 1,200 instances, ecs.sn1ne.large, Pay-as-you-go (OnDemand)",
        "Total: 1,200 instances",
        "Account and region: prod · cn-beijing · 127.0.0.1:1",
        "Billed until deleted.",
        "Create 1,200 instances? [y/N]: ",
    ):
        assert line in found.script.lines
    assert len(found.ports.submissions.sent) == sent


@pytest.mark.parametrize(("answer", "sent"), [("y", 1), ("n", 0), ("", 0), ("<", 0)])
def test_warnings_are_part_of_the_one_question(answer: str, sent: int) -> None:
    found = review("submit", answer, request=WARNED)
    assert "1 warning on this request. The service accepts it." in found.script.lines
    assert len(found.ports.submissions.sent) == sent


def test_submit_is_a_word_that_holds_anywhere() -> None:
    found = talk(":submit", "y", "", request=SMALL)
    assert len(found.ports.submissions.sent) == 1
    assert found.farewell.code == 0


def test_the_machines_are_looked_at_as_often_as_wanted() -> None:
    class Submissions(MemoryService):
        def cluster(self, cluster_id: str) -> Any:
            raise BcwError("The service does not answer.")

    found = review("submit", "y", "2", "3", service=Submissions())
    assert found.text.count("Cannot get the state of the cluster: The service does not answer.") == 2
    assert found.asked[-1] == "Next"


def test_a_second_cluster_is_asked_about_and_has_another_token() -> None:
    found = review("submit", "y", "3", "submit", "", "submit", "y", "1")
    assert "cls-test0001 was created already." in found.text
    assert [token for _, token in found.ports.submissions.sent] == ["token1", "token2"]


def test_a_refusal_leads_to_its_field() -> None:
    outcome = SubmissionResult(
        "refused", "No.", "Correct it.", code="InvalidImageId", request_id="R-1", path=("ImageId",)
    )
    found = review("submit", "y", service=MemoryService(outcome))
    for line in (
        "The service rejected the request.",
        "Code: InvalidImageId",
        "No.",
        "Correct it.",
        "Request id: R-1",
    ):
        assert line in found.script.lines
    assert found.asked[-1] == "Image"


def test_what_is_not_known_is_sent_again_under_the_same_token() -> None:
    outcome = SubmissionResult("unknown", "The line broke.", "Submit again to find out.")
    found = review("submit", "y", "submit", "y", "quit", service=MemoryService(outcome))
    assert [token for _, token in found.ports.submissions.sent] == ["token1", "token1"]
    assert "The line broke." in found.text
    assert found.farewell.lines == ("No response: the cluster may or may not exist. Its token is token1.",)


def test_ctrl_c_while_it_is_sent_says_the_token() -> None:
    class Submissions(MemoryService):
        def submit(self, tree: Any, token: str, *, tell: Any, stop: Event) -> SubmissionResult:
            raise KeyboardInterrupt

    found = review("submit", "y", service=Submissions())
    assert found.farewell.code == 130
    assert "No response: the cluster may or may not exist. Its token is token1." in found.farewell.lines


def test_the_token_is_typed_or_made_anew() -> None:
    assert "IdempotentToken=mine" in review("token", "mine").text
    assert "IdempotentToken=token2" in review("token", "new").text
    refused = review("token", "no good!", "")
    assert "  Error: Letters, digits and _ only." in refused.script.lines
    assert "IdempotentToken=token1" in refused.text


# -- saving


def test_saving_as_a_preset_asks_for_its_name() -> None:
    library = MemoryLibrary()
    loaded = OpenedDocument(SMALL, DocumentSource())
    found = talk(":save", "", "Title", "", "a, b ,a", "quit", loaded=loaded, library=library)
    assert library.saved["first"] == {
        "title": "Title",
        "description": "",
        "tags": ["a", "b"],
        "request": SMALL,
    }
    assert "Saved: /presets/first.json" in found.script.lines


def test_saving_goes_back_where_it_came_from() -> None:
    library = MemoryLibrary(files={"request.json": SMALL})
    found = talk("other", ":save", "y", ":quit", request=SMALL, library=library)
    assert library.files["request.json"]["Name"] == "other"
    assert found.farewell.code == 0
    assert found.ports.drafts.written == []


def test_nothing_is_overwritten_unasked() -> None:
    library = MemoryLibrary(
        files={"request.json": SMALL, "there": 1}, saved={"mine": {"title": "", "request": 1}}
    )
    assert (
        "Not saved."
        in talk("other", ":save", "n", ":save-file", "there", "n", "<", request=SMALL, library=library).text
    )
    talk(":save-as", "mine", "", "", "", "n", "<", request=SMALL, library=library)
    assert library.files == {"request.json": SMALL, "there": 1}
    assert library.saved["mine"]["request"] == 1


def test_saving_as_a_file_asks_for_its_path() -> None:
    library = MemoryLibrary()
    found = talk(":save-file", "", loaded=OpenedDocument(SMALL, DocumentSource()), library=library)
    assert library.files == {"first.json": SMALL}
    assert "Saved: first.json" in found.script.lines
    assert review("file", "b.json", library=library).ports.library.files["b.json"] == SMALL


def test_the_schema_that_a_file_names_stays_in_it_and_is_not_shown_as_sent() -> None:
    library = MemoryLibrary()
    marked = {"$schema": "./request.schema.json", **SMALL}
    found = talk(
        ":json", ":save-file", "b.json", loaded=OpenedDocument(marked, DocumentSource()), library=library
    )
    assert library.files == {"b.json": marked}
    assert '"Name": "first"' in found.text and "$schema" not in found.text


def test_what_stands_for_a_secret_in_the_file_is_said() -> None:
    found = talk(":save-file", "a.json", request=SECRET)
    assert (
        "The secret was not saved. The file refers to the variable OSS_ACCESS_KEY_SECRET instead."
        in found.script.lines
    )


def test_a_preset_that_cannot_be_saved_says_why_and_asks_again() -> None:
    class Library(MemoryLibrary):
        def save_preset(self, name: str, *rest: Any, **options: Any) -> str:
            raise BcwError("The disk is full.")

    found = talk(":save-as", "a", "b", "c", "", "<", request=SMALL, library=Library())
    assert "The disk is full." in found.script.lines
    assert "Not saved." in found.script.lines


# -- leaving


def test_quitting_asks_what_becomes_of_what_is_not_saved() -> None:
    found = talk("other", ":quit", "3", ":quit", "1", request=SMALL)
    assert found.farewell.code == 0
    assert found.farewell.lines == ("Draft kept: bcw offers it at the next start.",)
    assert found.tree["Name"] == "other"


def test_quitting_discards_when_wanted() -> None:
    found = talk("other", ":quit", "4", request=SMALL)
    assert "  4  Discard changes and quit" in found.script.lines
    assert found.ports.drafts.written == [] and found.farewell.lines == () and found.farewell.code == 0


def test_a_draft_is_discarded_on_the_first_step_after_a_question() -> None:
    one, two = map(left_draft, ("one", "two"))
    drafts = MemoryDrafts(leftovers=[one, two])
    found = talk(
        "discard 9", "discard 3", "discard 1", "", "?", "discard 2", "yes", "discard 1", "y", drafts=drafts
    )
    assert found.text.count("discard takes the number of a draft, as in discard 1.") == 2
    assert "Draft two deleted." in found.text and "Draft one deleted." in found.text
    assert "deletes the draft of line 1" in found.text
    assert drafts.leftovers == []


def test_a_request_that_is_dropped_for_another_one_leaves_no_draft() -> None:
    found = talk("other", "", ":start", "smallest", "yes", request=SMALL)
    assert "other has unsaved changes. Discard them? [y/N]: " in found.script.lines
    assert found.ports.drafts.written == []


def test_quitting_saves_when_wanted() -> None:
    library = MemoryLibrary()
    found = talk("other", ":quit", "2", "mine", "", "", "", request=SMALL, library=library)
    assert library.saved["mine"]["request"]["Name"] == "other"
    assert found.farewell.lines == ()
    assert found.ports.drafts.written == []


def test_quitting_what_is_saved_asks_nothing() -> None:
    found = talk(":quit", request=SMALL)
    assert (found.farewell.code, found.farewell.lines) == (0, ())


@pytest.mark.parametrize(
    ("end", "why"), [(KeyboardInterrupt(), "Interrupted."), (EOFError(), "End of input.")]
)
def test_leaving_at_once_leaves_the_draft(end: BaseException, why: str) -> None:
    found = talk("other", "because", end, request=SMALL)
    assert found.farewell.code == 130
    assert found.farewell.lines == (why, "Draft kept: bcw offers it at the next start.")
    tree, origin, step = found.ports.drafts.written[-1]
    assert (tree["Name"], tree["Description"]) == ("other", "because")
    assert (origin.name, step) == ("request.json", "basics")


def test_the_draft_is_on_the_disk_before_the_next_question() -> None:
    written: list[int] = []

    class Drafts(MemoryDrafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            super().write(tree, origin, step)
            written.append(1)

    talk("other", "", "", "", request=SMALL, drafts=Drafts())
    assert len(written) == 1


def test_a_draft_that_cannot_be_written_is_told_once() -> None:
    class Drafts(MemoryDrafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            raise BcwError("no room")

    found = talk("a", "b", "c", request=SMALL, drafts=Drafts())
    assert found.text.count("The draft was not saved: no room") == 1
    assert found.farewell.lines == ("End of input.",)


def test_a_mistake_in_the_wizard_leaves_the_draft_and_is_handed_on() -> None:
    class Broken(MemoryService):
        def token_problem(self, token: str) -> str:
            raise ZeroDivisionError

    found = talk("other", ":review", request=SMALL, service=Broken())
    assert isinstance(found.farewell.mistake, ZeroDivisionError)
    assert found.farewell.lines == ("Draft kept: bcw offers it at the next start.",)
    assert found.tree["Name"] == "other"


def test_a_file_is_named_as_its_cluster_as_far_as_files_can_be_called_that() -> None:
    library = MemoryLibrary()
    talk(
        ":save-file",
        "",
        loaded=OpenedDocument({**SMALL, "Name": "a/b\x07 日本" + "x" * 200}, DocumentSource()),
        library=library,
    )
    [path] = library.files
    assert path.startswith("a-b- 日本x") and path.endswith("x.json")
    assert len(path) < 80
    talk(":save-file", "", loaded=OpenedDocument({**SMALL, "Name": "..."}, DocumentSource()), library=library)
    assert "cluster.json" in library.files


def test_what_is_opened_as_another_preset_is_not_replaced_unasked() -> None:
    library = MemoryLibrary(saved={"mine": {"title": "", "description": "", "request": 1}})
    opened = OpenedDocument(SMALL, DocumentSource())
    library.known.add("mine")  # as if it had been opened here before
    talk(":save-as", "mine", "", "", "", "n", "<", loaded=opened, library=library)
    assert library.saved["mine"]["request"] == 1
