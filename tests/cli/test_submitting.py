"""Submissions of the application, with the real client and sandbox."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.sandbox import Quotas, RunningSandbox, start
from wizard.storage import locations

from .driver import SECRET, TREE, with_secret

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}


@pytest.mark.parametrize(
    ("environ", "title", "sandbox", "words"),
    [
        ({}, "sandbox (local, free)", True, "sandbox.sqlite3"),
        ({**KEY, "ALIBABA_CLOUD_REGION_ID": "cn-beijing"}, "cn-beijing", False, "LTAI-id"),
        (KEY, "no usable profile", False, "region"),
    ],
)
def test_the_target_is_in_sight(environ: Mapping[str, str], title: str, sandbox: bool, words: str) -> None:
    target = Application(environ).profiles.current
    assert title in target.title
    assert target.is_sandbox is sandbox
    assert words in " ".join(target.lines)
    assert SECRET not in " ".join([target.title, *target.lines])


def test_a_real_target_says_that_it_is_deprecated() -> None:
    assert (
        "deprecated" in Application({**KEY, "ALIBABA_CLOUD_REGION_ID": "cn-beijing"}).profiles.current.notice
    )


def test_tokens(application: Application) -> None:
    assert application.submissions.token_problem(application.submissions.new_token()) == ""
    assert application.submissions.new_token() != application.submissions.new_token()
    assert "1 to 64" in application.submissions.token_problem("a b")


def submitted(
    application: Application, tree: Any = TREE, token: str = "t", stop: threading.Event | None = None
) -> tuple[SubmissionResult, list[str]]:
    told: list[str] = []
    return application.submissions.submit(tree, token, tell=told.append, stop=stop or threading.Event()), told


def test_from_nothing_to_a_cluster(application: Application) -> None:
    outcome, told = submitted(application)
    assert outcome.kind == "created"
    assert outcome.cluster_id.startswith("cls-")
    assert outcome.request_id
    assert "Not billed" in outcome.advice
    assert len(told) == 1 and told[0].startswith("Attempt 1")
    again, _ = submitted(application)
    assert again.cluster_id == outcome.cluster_id
    state = application.clusters.state(outcome.cluster_id)
    assert state.state == "Active"
    assert [(each.name, each.desired) for each in state.groups] == [("g", 2)]


def test_a_cluster_that_is_not_there(application: Application) -> None:
    with pytest.raises(BcwError, match="cls-nothing no longer exists"):
        application.clusters.state("cls-nothing")


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunningSandbox:
    """A sandbox without room for a cluster, which a wizard of this test starts."""
    running = start(tmp_path / "full.sqlite3", quotas=Quotas(MaxClusterCount=0))
    monkeypatch.setattr("wizard.sandbox.start", lambda file: running)
    return running


def test_a_refusal_is_shown_as_what_it_is(application: Application, full: RunningSandbox) -> None:
    with full:
        outcome, _ = submitted(application)
    assert outcome.kind == "refused"
    assert outcome.code == "QuotaExhausted.MaxClusterCount"
    assert "The MaxClusterCount (0) quota is exhausted" in outcome.text
    assert outcome.request_id
    assert outcome.path == ()


def test_a_refusal_is_shown_at_its_field(application: Application) -> None:
    outcome, _ = submitted(application, {**TREE, "UserData": {"k": 1}})
    assert (outcome.kind, outcome.code) == ("refused", "InvalidUserData.k.value")
    assert outcome.path == ("UserData", "k")


def test_a_variable_that_is_not_set_is_said_at_its_field(application: Application) -> None:
    outcome, _ = submitted(application, with_secret("${env:MY_SECRET}"))
    assert outcome.kind == "failed"
    assert "MY_SECRET" in outcome.text
    assert outcome.path == ("Configs", "Mounts", "OSS", "AccessKeySecret")


@pytest.mark.parametrize("environ", [KEY, {"ALIBABA_CLOUD_ACCESS_KEY_ID": "half"}])
def test_without_a_usable_target_nothing_is_sent(environ: Mapping[str, str]) -> None:
    outcome, _ = submitted(Application(environ))
    assert outcome.kind == "failed"
    assert "Nothing was sent" in outcome.text


def test_a_sandbox_that_cannot_start(application: Application) -> None:
    locations.sandbox_file().parent.mkdir(parents=True)
    locations.sandbox_file().write_text("It was a dark and stormy night." * 100)
    outcome, _ = submitted(application)
    assert outcome.kind == "failed"
    assert "sandbox could not be started" in outcome.text


def test_half_a_character_is_not_sent(application: Application) -> None:
    outcome, _ = submitted(application, {**TREE, "Description": "\ud800"})
    assert outcome.kind == "failed"


def test_stopping_before_anything_is_sent(application: Application) -> None:
    stop = threading.Event()
    stop.set()
    outcome, _ = submitted(application, stop=stop)
    assert outcome.kind == "failed"
    assert "before anything reached" in outcome.text
