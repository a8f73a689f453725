"""The review, creating the cluster, saving, and leaving."""

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
NETWORKS = SMALL["Configs"]["Networks"]
DRAFT_KEPT = "Draft kept: bcw offers it at the next start."


def with_secret(secret: str) -> dict[str, Any]:
    oss = {"OSS": {"AccessKeyId": "i", "AccessKeySecret": secret}}
    return {**SMALL, "Configs": {"Networks": NETWORKS, "Mounts": oss}}


def review(*answers: str, request: Any = SMALL, **parts: Any) -> Any:
    return talk(":review", *answers, request=request, **parts)


def new(*answers: str, name: str = "first", **parts: Any) -> Any:
    """Answer about a configuration that was saved nowhere."""
    return talk(*answers, loaded=OpenedDocument({**SMALL, "Name": name}, DocumentSource()), **parts)


def test_the_review_shows_everything() -> None:
    lines = review(request=BROKEN).script.lines
    assert any(line.startswith("  1  Error: Name: Contains a space") for line in lines)
    assert any("Error: Image: " in line for line in lines)
    for line in (
        "Total: 1 instance in 1 group: 2 vCPU, 4 GB memory",
        "Account and region: sandbox (local, free)",
        "POST /clusters?IdempotentToken=token1",
        "     !1 Rename to c7-pines",
        "2 errors",
    ):
        assert line in lines
    assert lines[-1] == "Next [1]: "
    clean = review().script.lines
    assert "No problems found." in clean
    assert clean[-1] == "Next [create]: "


@pytest.mark.parametrize(("answer", "field"), [("1", "Name"), ("", "Name"), ("2", "Image")])
def test_the_number_of_a_problem_opens_its_field(answer: str, field: str) -> None:
    assert review(answer, request=BROKEN).asked[-1] == field


def test_problems_are_explained_and_fixed_by_their_numbers() -> None:
    fixed = review("!1", request=BROKEN)
    assert fixed.tree["Name"] == "c7-pines"
    assert "1 error" in fixed.script.lines
    without = {key: value for key, value in SMALL.items() if key != "Groups"}
    added = review("!1", request=without).tree["Groups"]
    assert added == {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}}
    reason = "The official command line accepts LowLatency, Poll, Push. [schedule-type-unknown]"
    assert reason in review("? 1", request=WARNED).text


@pytest.mark.parametrize(
    ("loaded", "rule"),
    [
        (BROKEN, "Fix 3 errors first."),
        (with_secret("${k}"), "secret-unusable"),
        (with_secret("${env:OSS-KEY}"), "secret-unusable"),
        (with_secret("••••••••"), "secret-unusable"),
        ({**SMALL, "UserData": {"x": "${oss_secret}"}}, "parameter-secret"),
    ],
)
def test_errors_block_only_the_submission(loaded: Any, rule: str) -> None:
    preset = {"name": "p", "parameters": {"oss_secret": {"default": "hush-hush"}}}
    found = talk(":submit", loaded=OpenedDocument(loaded, DocumentSource("preset", "p", preset)))
    assert rule in found.text
    assert found.app.submissions.sent == []


# -- creating


def test_in_the_sandbox_enter_confirms() -> None:
    found = review("create", "", "1")
    lines = found.script.lines
    for line in (
        "g: 1 instance, ecs.sn1ne.large, Pay-as-you-go",
        "Not billed: the sandbox starts no instances.",
        "Create 1 instance? [Y/n]: ",
        "Id: cls-test0001",
        "Instances: 1 of 1 running, 0 starting.",
    ):
        assert line in lines
    assert lines.index("  Attempt 1") < lines.index("The cluster is created.")
    assert found.app.submissions.sent == [(SMALL, "token1")]
    assert (found.farewell.code, found.farewell.lines) == (0, ("Cluster cls-test0001 created.",))


@pytest.mark.parametrize("words", [("create",), (":submit",), (":basics", ":submit")])
@pytest.mark.parametrize(("answer", "sent"), [("y", 1), ("n", 0), ("", 0), ("<", 0), ("1", 0)])
def test_on_a_billed_account_only_yes_creates(words: tuple[str, ...], answer: str, sent: int) -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, "DesiredVMCount": 1200}}}
    found = review(*words, answer, request=request, service=MemoryService(is_billed=True))
    for line in (
        "g: 1,200 instances, ecs.sn1ne.large, Pay-as-you-go",
        "Total: 1,200 instances, 2,400 vCPU, 4,800 GB memory",
        "Account and region: prod · cn-beijing · 127.0.0.1:1",
        "Billed until deleted.",
        "Create 1,200 instances? [y/N]: ",
    ):
        assert line in found.script.lines
    assert len(found.app.submissions.sent) == sent


@pytest.mark.parametrize(("answer", "sent"), [("y", 1), ("n", 0), ("", 0), ("<", 0)])
def test_warnings_are_part_of_the_one_question(answer: str, sent: int) -> None:
    found = review("create", answer, request=WARNED)
    assert "1 warning on this request. The service accepts it." in found.script.lines
    assert len(found.app.submissions.sent) == sent


def test_the_instances_are_refreshed_as_often_as_wanted() -> None:
    class Submissions(MemoryService):
        def cluster(self, cluster_id: str) -> Any:
            raise BcwError("The service does not answer.")

    found = review("create", "y", "2", "3", service=Submissions())
    assert found.text.count("Cannot get the state of the cluster: The service does not answer.") == 2
    assert found.script.questions[-1] == "Next [create]: "


def test_a_second_cluster_is_confirmed_as_such_and_has_another_token() -> None:
    found = review("create", "y", "3", "create", "", "create", "y", "1")
    assert "cls-test0001 was created already." in found.text
    assert [token for _, token in found.app.submissions.sent] == ["token1", "token2"]


def test_a_rejection_opens_its_field() -> None:
    outcome = SubmissionResult(
        "refused", "No.", "Correct it.", code="InvalidImageId", request_id="R-1", path=("ImageId",)
    )
    found = review("create", "y", service=MemoryService(outcome))
    for line in ("The service rejected the request.", "Code: InvalidImageId", "No.", "Correct it."):
        assert line in found.script.lines
    assert "Request id: R-1" in found.script.lines
    assert found.asked[-1] == "Image"


def test_without_a_response_it_is_sent_again_with_the_same_token() -> None:
    outcome = SubmissionResult("unknown", "The line broke.", "Submit again to find out.")
    found = review("create", "y", "create", "y", "quit", service=MemoryService(outcome))
    assert [token for _, token in found.app.submissions.sent] == ["token1", "token1"]
    assert "The line broke." in found.text
    unknown = "No response: the cluster may or may not exist. Its token is token1."
    assert found.farewell.lines == (unknown,)


def test_ctrl_c_while_it_is_sent_prints_the_token() -> None:
    class Submissions(MemoryService):
        def submit(self, tree: Any, token: str, *, tell: Any, stop: Event) -> SubmissionResult:
            raise KeyboardInterrupt

    found = review("create", "y", service=Submissions())
    assert found.farewell.code == 130
    unknown = "No response: the cluster may or may not exist. Its token is token1."
    assert unknown in found.farewell.lines


def test_the_token_is_typed_or_made_anew() -> None:
    assert "IdempotentToken=mine" in review("token", "mine").text
    assert "IdempotentToken=token2" in review("token", "new").text
    rejected = review("token", "no good!", "")
    assert "  Error: Letters, digits and _ only." in rejected.script.lines
    assert "IdempotentToken=token1" in rejected.text


# -- saving


def test_saving_as_a_preset_asks_for_its_name() -> None:
    library = MemoryLibrary()
    found = new(":save", "", "Title", "", "a, b ,a", "quit", library=library)
    about = {"title": "Title", "description": "", "tags": ["a", "b"]}
    assert library.saved["first"] == {**about, "request": SMALL}
    assert "Saved: /presets/first.json" in found.script.lines


def test_saving_writes_back_what_was_opened() -> None:
    library = MemoryLibrary(files={"request.json": SMALL})
    found = talk("other", ":save", "y", ":quit", request=SMALL, library=library)
    assert library.files["request.json"]["Name"] == "other"
    assert found.farewell.code == 0
    assert found.app.drafts.written == []


@pytest.mark.parametrize(
    "answers",
    [
        [":save", "n"],
        [":save-file", "there", "n", "<"],
        [":save-as", "mine", "", "", "", "n", "<"],
        [":export json", "there", "n", "<"],
    ],
)
def test_nothing_is_overwritten_unasked(answers: list[str]) -> None:
    files = {"request.json": SMALL, "there": 1}
    library = MemoryLibrary(files=files, saved={"mine": {"title": "", "request": 1}})
    library.known.add("mine")  # as if it had been opened here before
    talk("other", *answers, request=SMALL, library=library)
    assert library.files == files
    assert library.saved["mine"]["request"] == 1


@pytest.mark.parametrize(
    ("name", "answers", "path"),
    [
        ("first", [":save-file", ""], "first.json"),
        ("first", [":review", "save-file", "b.json"], "b.json"),
        ("...", [":save-file", ""], "cluster.json"),
        ("a/b\x07 日本" + "x" * 200, [":save-file", ""], "a-b- 日本" + "x" * 57 + ".json"),
    ],
)
def test_a_file_is_named_as_its_cluster_as_far_as_possible(name: str, answers: list[str], path: str) -> None:
    library = MemoryLibrary()
    found = new(*answers, name=name, library=library)
    assert library.files == {path: {**SMALL, "Name": name}}
    assert f"Saved: {path}" in found.script.lines


def test_the_schema_that_a_file_names_stays_in_it_and_is_not_shown_as_sent() -> None:
    library, marked = MemoryLibrary(), {"$schema": "./request.schema.json", **SMALL}
    loaded = OpenedDocument(marked, DocumentSource())
    found = talk(":json", ":save-file", "b.json", loaded=loaded, library=library)
    assert library.files == {"b.json": marked}
    assert '"Name": "first"' in found.text and "$schema" not in found.text


def test_the_reference_that_replaces_a_secret_in_the_file_is_named() -> None:
    found = talk(":save-file", "a.json", request=with_secret("s3"))
    said = "The secret was not saved. The file refers to the variable OSS_ACCESS_KEY_SECRET instead."
    assert said in found.script.lines


def test_a_preset_that_cannot_be_saved_prints_the_reason_and_asks_again() -> None:
    class Library(MemoryLibrary):
        def save_preset(self, name: str, *rest: Any, **options: Any) -> str:
            raise BcwError("The disk is full.")

    found = talk(":save-as", "a", "b", "c", "", "<", request=SMALL, library=Library())
    assert "The disk is full." in found.script.lines
    assert "Not saved." in found.script.lines


# -- leaving


@pytest.mark.parametrize(
    ("answers", "lines", "name"),
    [
        (["other", ":quit", "3", ":quit", "1"], (DRAFT_KEPT,), "other"),
        (["other", ":quit", ""], (DRAFT_KEPT,), "other"),
        (["other", ":quit", "4"], (), "first"),
        (["other", ":quit", "2", "mine", "", "", ""], (), "first"),
        ([":quit"], (), "first"),
    ],
)
def test_quitting_asks_about_unsaved_changes(answers: list[str], lines: tuple[str, ...], name: str) -> None:
    library = MemoryLibrary()
    found = talk(*answers, request=SMALL, library=library)
    assert (found.farewell.code, found.farewell.lines) == (0, lines)
    assert found.tree["Name"] == name
    assert ("mine" in library.saved) is ("mine" in answers)


def test_a_draft_is_deleted_on_the_first_step_after_a_confirmation() -> None:
    drafts = MemoryDrafts(leftovers=[left_draft("one"), left_draft("two")])
    answers = ["discard 9", "discard 3", "discard 1", "", "?", "discard 2", "yes", "discard 1", "y"]
    found = talk(*answers, drafts=drafts)
    assert found.text.count("discard takes the number of a draft, as in discard 1.") == 2
    assert "Draft two deleted." in found.text and "Draft one deleted." in found.text
    assert "deletes the draft of line 1" in found.text
    assert drafts.leftovers == []


def test_a_configuration_that_is_discarded_for_another_one_leaves_no_draft() -> None:
    found = talk("other", "", ":start", "smallest", "yes", request=SMALL)
    assert "other has unsaved changes. Discard them? [y/N]: " in found.script.lines
    assert found.app.drafts.written == []


@pytest.mark.parametrize(
    ("end", "why"), [(KeyboardInterrupt(), "Interrupted."), (EOFError(), "End of input.")]
)
def test_leaving_at_once_keeps_the_draft(end: BaseException, why: str) -> None:
    found = talk("other", "because", end, request=SMALL)
    assert found.farewell.code == 130
    assert found.farewell.lines == (why, DRAFT_KEPT)
    tree, origin, step = found.app.drafts.written[-1]
    assert (tree["Name"], tree["Description"]) == ("other", "because")
    assert (origin.name, step) == ("request.json", "basics")


def test_the_draft_is_on_disk_before_the_next_question_and_written_once() -> None:
    written: list[int] = []

    class Drafts(MemoryDrafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            super().write(tree, origin, step)
            written.append(1)

    talk("other", "", "", "", request=SMALL, drafts=Drafts())
    assert len(written) == 1


def test_a_draft_that_cannot_be_written_is_reported_once() -> None:
    class Drafts(MemoryDrafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            raise BcwError("no room")

    found = talk("a", "b", "c", request=SMALL, drafts=Drafts())
    assert found.text.count("The draft was not saved: no room") == 1
    assert found.farewell.lines == ("End of input.",)


def test_an_internal_error_keeps_the_draft_and_is_handed_on() -> None:
    class Broken(MemoryService):
        def token_problem(self, token: str) -> str:
            raise ZeroDivisionError

    found = talk("other", ":review", request=SMALL, service=Broken())
    assert isinstance(found.farewell.mistake, ZeroDivisionError)
    assert found.farewell.lines == (DRAFT_KEPT,)
    assert found.tree["Name"] == "other"
