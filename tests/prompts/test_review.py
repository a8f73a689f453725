"""The review, creating the cluster, saving, and quitting."""

from collections.abc import Callable
from typing import Any

import pytest
from tui.application import MemoryDrafts, MemoryLibrary, MemoryService, left_draft

from wizard.core.actions.submissions import SubmissionResult
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError

from .talk import GROUP, SMALL, Talk, talk

WARNED = {**SMALL, "ScheduleType": "Pigeon"}
BROKEN = {**SMALL, "Name": "7 pines", "ImageId": ""}
DRAFT_KEPT = "Draft kept: bcw offers it at the next start."
NO_RESPONSE = "No response: the cluster may or may not exist. Its token is token1."


def with_secret(secret: str) -> dict[str, Any]:
    oss = {"OSS": {"AccessKeyId": "i", "AccessKeySecret": secret}}
    return {**SMALL, "Configs": {**SMALL["Configs"], "Mounts": oss}}


def review(*answers: str, request: Any = SMALL, **parts: Any) -> Talk:
    return talk(":review", *answers, request=request, **parts)


def new(*answers: str, name: str = "first", **parts: Any) -> Talk:
    """Answer about a configuration that was not saved."""
    return talk(*answers, loaded=OpenedDocument({**SMALL, "Name": name}, DocumentSource()), **parts)


def raising(error: BaseException) -> Callable[..., Any]:
    """A method that raises an error."""

    def method(*_: Any, **__: Any) -> Any:
        raise error

    return method


def test_the_review_shows_everything() -> None:
    found = review(request=BROKEN)
    assert any(line.startswith("  1  Error: Name: Contains a space") for line in found.lines)
    for line in (
        "Total: 1 instance in 1 group: 2 vCPU, 4 GB memory",
        "Account and region: sandbox (local, free)",
        "POST /clusters?IdempotentToken=token1",
        "     !1 Rename to c7-pines",
        "2 errors",
    ):
        assert line in found.lines
    assert found.lines[-1] == "Next [1]: "
    clean = review()
    assert "No problems found." in clean.lines
    assert clean.lines[-1] == "Next [create]: "
    for answer, field in (("1", "Name"), ("", "Name"), ("2", "Image")):
        assert review(answer, request=BROKEN).asked[-1] == field


def test_problems_are_explained_and_fixed_by_their_numbers() -> None:
    fixed = review("!1", request=BROKEN)
    assert fixed.tree["Name"] == "c7-pines"
    assert "1 error" in fixed.lines
    without = {key: value for key, value in SMALL.items() if key != "Groups"}
    assert review("!1", request=without).tree["Groups"] == {"group1": GROUP}
    reason = "The official command line accepts LowLatency, Poll, Push. [schedule-type-unknown]"
    assert reason in review("? 1", request=WARNED).text


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (BROKEN, "Fix 3 errors first."),
        (with_secret("${k}"), "secret-unusable"),
        ({**SMALL, "UserData": {"x": "${oss_secret}"}}, "parameter-secret"),
    ],
)
def test_errors_block_the_submission(request_: Any, words: str) -> None:
    preset = {"name": "p", "parameters": {"oss_secret": {"default": "hush-hush"}}}
    found = talk(":submit", loaded=OpenedDocument(request_, DocumentSource("preset", "p", preset)))
    assert words in found.text
    assert found.sent == []


# -- creating


def test_in_the_sandbox_enter_confirms() -> None:
    found = review("create", "", "1")
    for line in (
        "g: 1 instance, ecs.sn1ne.large, Pay-as-you-go",
        "Not billed: the sandbox starts no instances.",
        "Create 1 instance? [Y/n]: ",
        "Id: cls-test0001",
        "Instances: 1 of 1 running, 0 starting.",
    ):
        assert line in found.lines
    assert found.lines.index("  Attempt 1") < found.lines.index("The cluster is created.")
    assert found.sent == [(SMALL, "token1")]
    assert (found.result.code, found.result.lines) == (0, ("Cluster cls-test0001 created.",))


@pytest.mark.parametrize("commands", [("create",), (":basics", ":submit")])
@pytest.mark.parametrize(("answer", "count"), [("y", 1), ("n", 0), ("", 0), ("<", 0), ("1", 0)])
def test_on_a_billed_account_only_yes_creates(commands: tuple[str, ...], answer: str, count: int) -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, "DesiredVMCount": 1200}}}
    found = review(*commands, answer, request=request, service=MemoryService(is_billed=True))
    for line in (
        "g: 1,200 instances, ecs.sn1ne.large, Pay-as-you-go",
        "Total: 1,200 instances, 2,400 vCPU, 4,800 GB memory",
        "Account and region: prod · cn-beijing · 127.0.0.1:1",
        "Billed until deleted.",
        "Create 1,200 instances? [y/N]: ",
    ):
        assert line in found.lines
    assert len(found.sent) == count


@pytest.mark.parametrize(("answer", "count"), [("y", 1), ("n", 0), ("", 0), ("<", 0)])
def test_warnings_are_part_of_the_one_confirmation(answer: str, count: int) -> None:
    found = review("create", answer, request=WARNED)
    assert "1 warning on this request. The service accepts it." in found.lines
    assert len(found.sent) == count


def test_the_instances_are_refreshed_as_often_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryService, "cluster", raising(BcwError("The service does not answer.")))
    found = review("create", "y", "2", "3")
    assert found.text.count("Cannot get the state of the cluster: The service does not answer.") == 2
    assert found.script.questions[-1] == "Next [create]: "


def test_a_second_cluster_is_confirmed_as_such_and_has_another_token() -> None:
    found = review("create", "y", "3", "create", "", "create", "y", "1")
    assert "cls-test0001 was created already." in found.text
    assert [token for _, token in found.sent] == ["token1", "token2"]


def test_a_rejection_opens_its_field() -> None:
    outcome = SubmissionResult(
        "refused", "No.", "Correct it.", code="InvalidImageId", request_id="R-1", path=("ImageId",)
    )
    found = review("create", "y", service=MemoryService(outcome))
    printed = ["The service rejected the request.", "Code: InvalidImageId", "No.", "Correct it."]
    assert {*printed, "Request id: R-1"} <= {*found.lines}
    assert found.asked[-1] == "Image"


def test_without_a_response_it_is_sent_again_with_the_same_token() -> None:
    outcome = SubmissionResult("unknown", "The line broke.", "Submit again to find out.")
    found = review("create", "y", "create", "y", "quit", service=MemoryService(outcome))
    assert [token for _, token in found.sent] == ["token1", "token1"]
    assert "The line broke." in found.text
    assert found.result.lines == (NO_RESPONSE,)


def test_ctrl_c_while_it_is_sent_prints_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryService, "submit", raising(KeyboardInterrupt()))
    found = review("create", "y")
    assert found.result.code == 130
    assert NO_RESPONSE in found.result.lines


def test_the_token_is_typed_or_generated() -> None:
    assert "IdempotentToken=mine" in review("token", "mine").text
    assert "IdempotentToken=token2" in review("token", "new").text
    rejected = review("token", "no good!", "")
    assert "  Error: Letters, digits and _ only." in rejected.lines
    assert "IdempotentToken=token1" in rejected.text


# -- saving


def test_saving_as_a_preset_asks_for_its_name() -> None:
    found = new(":save", "", "Title", "", "a, b ,a", "quit")
    about = {"title": "Title", "description": "", "tags": ["a", "b"]}
    assert found.app.library.saved["first"] == {**about, "request": SMALL}
    assert "Saved: /presets/first.json" in found.lines


def test_saving_writes_to_the_file_that_was_opened() -> None:
    library = MemoryLibrary(files={"request.json": SMALL})
    found = talk("other", ":save", "y", ":quit", request=SMALL, library=library)
    assert library.files["request.json"]["Name"] == "other"
    assert found.result.code == 0
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
def test_nothing_is_overwritten_without_a_question(answers: list[str]) -> None:
    files = {"request.json": SMALL, "there": 1}
    library = MemoryLibrary(files=files, saved={"mine": {"title": "", "request": 1}})
    library.known.add("mine")  # as if it had been opened before
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
def test_a_file_is_named_after_its_cluster(name: str, answers: list[str], path: str) -> None:
    found = new(*answers, name=name)
    assert found.app.library.files == {path: {**SMALL, "Name": name}}
    assert f"Saved: {path}" in found.lines


def test_the_reference_that_replaces_a_secret_in_the_file_is_named() -> None:
    found = talk(":save-file", "a.json", request=with_secret("s3"))
    expected = "The secret was not saved. The file refers to the variable OSS_ACCESS_KEY_SECRET instead."
    assert expected in found.lines


def test_a_preset_that_cannot_be_saved_prints_the_reason_and_asks_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MemoryLibrary, "save_preset", raising(BcwError("The disk is full.")))
    found = talk(":save-as", "a", "b", "c", "", "<", request=SMALL)
    assert "The disk is full." in found.lines
    assert "Not saved." in found.lines


# -- quitting


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
    found = talk(*answers, request=SMALL)
    assert (found.result.code, found.result.lines) == (0, lines)
    assert found.tree["Name"] == name
    assert ("mine" in found.app.library.saved) is ("mine" in answers)


def test_a_draft_is_deleted_on_the_first_step_after_a_confirmation() -> None:
    drafts = MemoryDrafts(leftovers=[left_draft("one"), left_draft("two")])
    answers = ["discard 9", "discard 3", "discard 1", "", "?", "discard 2", "yes", "discard 1", "y"]
    found = talk(*answers, drafts=drafts)
    assert found.text.count("discard takes the number of a draft, as in discard 1.") == 2
    for words in ("Draft two deleted.", "Draft one deleted.", "deletes the draft of line 1"):
        assert words in found.text
    assert drafts.leftovers == []


@pytest.mark.parametrize(
    ("end", "reason"), [(KeyboardInterrupt(), "Interrupted."), (EOFError(), "End of input.")]
)
def test_an_interruption_keeps_the_draft(end: BaseException, reason: str) -> None:
    found = talk("other", "because", end, request=SMALL)
    assert found.result.code == 130
    assert found.result.lines == (reason, DRAFT_KEPT)
    tree, source, step = found.app.drafts.written[-1]
    assert (tree["Name"], tree["Description"]) == ("other", "because")
    assert (source.name, step) == ("request.json", "basics")


def test_a_draft_is_written_once_and_its_failure_is_reported_once() -> None:
    class Drafts(MemoryDrafts):
        def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
            super().write(tree, origin, step)
            raise BcwError("no room")

    found = talk("a", "b", "c", request=SMALL, drafts=Drafts())
    assert found.text.count("The draft was not saved: no room") == 1
    assert found.result.lines == ("End of input.",)
    assert len(talk("other", "", "", "", request=SMALL).app.drafts.written) == 1


def test_an_internal_error_keeps_the_draft_and_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryService, "token_problem", raising(ZeroDivisionError()))
    found = talk("other", ":review", request=SMALL)
    assert isinstance(found.result.mistake, ZeroDivisionError)
    assert found.result.lines == (DRAFT_KEPT,)
    assert found.tree["Name"] == "other"
