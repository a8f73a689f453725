"""The review, creating the cluster, saving, and quitting."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tui.application import Service, drafts, leave_draft, leave_submission, saved_presets, write_preset

from wizard.core.actions.clusters import Clusters
from wizard.core.actions.drafts import Drafts
from wizard.core.actions.library import Library
from wizard.core.actions.submissions import SubmissionResult, Submissions
from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .talk import GROUP, SMALL, Talk, talk, with_secret

WARNED = {**SMALL, "ScheduleType": "Pigeon"}
BROKEN = {**SMALL, "Name": "7 pines", "ImageId": ""}
DRAFT_KEPT = "Draft kept: bcw offers it at the next start."
NO_RESPONSE = "No response: the cluster may or may not exist. Its token is token1."


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


@pytest.mark.parametrize(
    ("answers", "request_", "words"),
    [
        ([], BROKEN, "\nTotal: 1 instance in 1 group: 2 vCPU, 4 GB memory\nAccount and region: sandbox"),
        ([], BROKEN, "POST /clusters?IdempotentToken=token1\n  1  Error: Name: Contains a space."),
        ([], BROKEN, "\n     !1 Rename to c7-pines\n"),
        ([], SMALL, "\nNo problems found.\n"),
        (["!1"], BROKEN, "\n1 error\n"),
        (["? 1"], WARNED, "accepts LowLatency, Poll, Push. [schedule-type-unknown]"),
        (["?"], SMALL, "create     asks for a confirmation, then creates the cluster"),
        (["token", "mine"], SMALL, "IdempotentToken=mine"),
        (["token", "new"], SMALL, "IdempotentToken=token2"),
        (["token", "no good!", ""], SMALL, "  Error: 'no good!' is not a valid idempotency token."),
        (["create"], SMALL, "\nNot billed: the sandbox starts no instances.\nCreate 1 instance? [Y/n]: "),
        (["create", ""], SMALL, "\nInstances: 1 of 1 running, 0 starting.\n"),
        (["save-file", "a.json"], with_secret("s3"), "refers to the variable OSS_ACCESS_KEY_SECRET instead."),
    ],
)
def test_the_output_of_the_review(answers: list[str], request_: Any, words: str) -> None:
    assert words in review(*answers, request=request_).text


def test_problems_are_opened_and_fixed_by_their_numbers() -> None:
    for answer, field in (("1", "Name"), ("", "Name"), ("2", "Image")):
        assert review(answer, request=BROKEN).asked[-1] == field
    assert review("!1", request=BROKEN).tree["Name"] == "c7-pines"
    without = {key: value for key, value in SMALL.items() if key != "Groups"}
    assert review("!1", request=without).tree["Groups"] == {"group1": GROUP}


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


@pytest.mark.parametrize("commands", [("create",), (":basics", ":submit")])
@pytest.mark.parametrize(("answer", "count"), [("y", 1), ("n", 0), ("", 0), ("<", 0), ("1", 0)])
def test_on_a_billed_account_and_with_warnings_only_yes_creates(
    commands: tuple[str, ...], answer: str, count: int, account: RunningSandbox
) -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, "DesiredVMCount": 1200}}}
    billed = review(*commands, answer, request=request)
    for line in (
        "g: 1,200 instances, ecs.sn1ne.large, Pay-as-you-go",
        "Total: 1,200 instances, 2,400 vCPU, 4,800 GB memory",
        f"Account and region: prod · cn-beijing · 127.0.0.1:{account.port}",
        "Billed until deleted.",
        "Create 1,200 instances? [y/N]: ",
    ):
        assert line in billed.lines
    ProfileStore(locations.profiles_file()).choose("sandbox")
    warned = review(*commands, answer, request=WARNED)
    assert "1 warning on this request. The service accepts it." in warned.lines
    assert len(billed.sent) == len(warned.sent) == count


def test_the_instances_are_refreshed_as_often_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clusters, "state", raising(BcwError("The service does not answer.")))
    found = review("create", "y", "2", "3")
    assert found.text.count("Cannot get the state of the cluster: The service does not answer.") == 2
    assert found.script.questions[-1] == "Next [create]: "


def test_a_second_cluster_is_confirmed_as_such_and_has_another_token() -> None:
    answers = [":basics", "other", ":quit", "3", ":undo", ":review", "create", "", "create", "y", "1"]
    found = review("create", "y", "3", *answers)
    assert "ID: cls-test0001" in found.lines and "cls-test0001 was created already." in found.text
    assert found.asked.count("Unsaved changes") == 1, "a change after the first one is not lost"
    assert [token for _, token in found.sent] == ["token1", "token2"]


def test_a_rejection_opens_its_field() -> None:
    outcome = SubmissionResult(
        "refused", "No.", "Correct it.", code="InvalidImageId", request_id="R-1", path=("ImageId",)
    )
    found = review("create", "y", service=Service(outcome))
    printed = ["The service rejected the request.", "Code: InvalidImageId", "No.", "Correct it."]
    assert {*printed, "Request ID: R-1"} <= {*found.lines}
    assert found.asked[-1] == "Image"
    outcome = SubmissionResult("refused", "No.", code="QuotaExhausted.MaxClusterCount")
    found = review("create", "y", "create", service=Service(outcome))
    assert f"The service rejected this request before: {outcome.code}. It may reject it again." in found.lines


def test_without_a_response_it_is_sent_again_with_the_same_token() -> None:
    outcome = SubmissionResult("unknown", "The line broke.", "Submit again to find out.")
    answers = ["create", "y", "create", "y", "token", "mine", "quit"]
    found = review(*answers, service=Service(outcome))
    assert [token for _, token in found.sent] == ["token1", "token1"]
    assert "The line broke." in found.text
    assert found.result.lines == (NO_RESPONSE,)


def test_the_submission_that_is_confirmed_is_sent() -> None:
    for name in ("alpha", "beta"):
        leave_submission("tok1", name, name, request=SMALL, endpoint=f"https://{name}.example.com")
    found = talk("2", "y")
    assert "Account and region: beta · beta.example.com" in found.lines
    assert "'https://beta.example.com', and that key is no longer configured" in found.text


def test_ctrl_c_while_it_is_sent_prints_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Submissions, "submit", raising(KeyboardInterrupt()))
    found = review("create", "y")
    assert found.result.code == 130
    assert NO_RESPONSE in found.result.lines


# -- saving


def test_saving_as_a_preset_asks_for_its_name_until_it_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    found = new(":save", "", "Title", "", "a, b ,a", "quit")
    about = {"title": "Title", "tags": ["a", "b"]}
    assert saved_presets()["first"] == {"preset": about, "request": SMALL}
    assert "first.json" in found.text
    monkeypatch.setattr(Library, "save_preset", raising(BcwError("The disk is full.")))
    failed = talk(":save-as", "a", "b", "c", "", "<", request=SMALL)
    assert {"The disk is full.", "Not saved."} <= {*failed.lines}


def test_saving_writes_to_the_file_that_was_opened() -> None:
    Path("request.json").write_text(json.dumps(SMALL))
    found = talk("other", ":save", "y", ":quit", request=SMALL)
    assert json.loads(Path("request.json").read_text())["Name"] == "other"
    assert found.result.code == 0
    assert found.written == []


@pytest.mark.parametrize(
    ("answers", "question"),
    [
        ([":save", "n"], "\nrequest.json has changed on disk since it was opened. Overwrite it? [y/N]: \n"),
        ([":save-file", "there", "n", "<"], "\nthere exists. Replace it? [y/N]: \n"),
        ([":save-as", "mine", "", "", "", "n", "<"], "\nmine exists. Replace it? [y/N]: \n"),
        ([":export json", "there", "n", "<"], "\nthere exists. Replace it? [y/N]: \n"),
    ],
)
def test_nothing_is_overwritten_without_a_question(answers: list[str], question: str) -> None:
    for name in ("request.json", "there"):
        Path(name).write_text("1")
    write_preset("mine", {"preset": {}, "request": {}})
    app = Application({})
    app.library.open_preset("mine")  # another document was opened before
    assert question in talk("other", *answers, request=SMALL, app=app).text
    assert [Path(name).read_text() for name in ("request.json", "there")] == ["1", "1"]
    assert saved_presets()["mine"]["request"] == {}


def test_a_file_is_replaced_after_yes_and_another_one_is_asked_for_if_it_cannot_be() -> None:
    Path("folder").mkdir()
    talk(":export json", "folder", "there", ":quit", request=SMALL)
    assert json.loads(Path("there").read_text()) == SMALL
    talk(":export curl", "there", "y", request=SMALL)
    assert Path("there").read_text().startswith("#!/")


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
    assert json.loads(Path(path).read_text()) == {**SMALL, "Name": name}
    assert f"Saved: {path}" in found.lines


# -- quitting


@pytest.mark.parametrize(
    ("answers", "code", "lines", "name"),
    [
        (["other", ":quit", "3", ":quit", "1"], 0, (DRAFT_KEPT,), "other"),
        (["other", ":quit", ""], 0, (DRAFT_KEPT,), "other"),
        (["other", ":quit", "4"], 0, (), "first"),
        (["other", ":quit", "2", "mine", "", "", ""], 0, (), "first"),
        ([":quit"], 0, (), "first"),
        (["other", "", KeyboardInterrupt()], 130, ("Interrupted.", DRAFT_KEPT), "other"),
        (["other", "", EOFError()], 130, ("End of input.", DRAFT_KEPT), "other"),
    ],
)
def test_unsaved_changes_are_in_the_draft_unless_they_are_discarded(
    answers: list[Any], code: int, lines: tuple[str, ...], name: str
) -> None:
    found = talk(*answers, request=SMALL)
    assert (found.result.code, found.result.lines) == (code, lines)
    assert found.tree["Name"] == name
    assert ("mine" in saved_presets()) is ("mine" in answers)
    for _, source, step in found.written:
        assert (source.name, step) == ("request.json", "basics")


def test_a_draft_is_deleted_on_the_first_step_after_a_confirmation() -> None:
    leave_draft("two")
    leave_draft("one", minute=1)
    answers = ["discard 9", "discard 3", "discard 1", "", "?", "discard 2", "yes", "discard 1", "y"]
    found = talk(*answers)
    assert found.text.count("discard takes the number of a draft, as in discard 1.") == 2
    for words in ("Draft two deleted.", "Draft one deleted.", "deletes the draft of line 1"):
        assert words in found.text
    assert drafts() == []


def test_a_draft_is_written_once_and_its_failure_is_reported_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(talk("other", "", "", "", request=SMALL).written) == 1
    monkeypatch.setattr(Drafts, "write", raising(BcwError("no room")))
    found = talk("a", "b", "c", request=SMALL)
    assert found.text.count("The draft was not saved: no room") == 1
    assert found.result.lines == ("End of input.", "The draft was not saved: no room")


def test_an_internal_error_keeps_the_draft_and_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Submissions, "find_token_problem", raising(ZeroDivisionError()))
    found = talk("other", ":review", request=SMALL)
    assert isinstance(found.result.error, ZeroDivisionError)
    assert found.result.lines == (DRAFT_KEPT,)
    assert found.tree["Name"] == "other"
