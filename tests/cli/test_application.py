"""Submissions and clusters of the application, with the real client and sandbox."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from wizard.core.actions.journal import describe_profile
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.errors import BcwError, NotFoundError
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.journal import Journal

from .accounts import let_in, save
from .driver import SECRET, TREE, with_secret

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}


def submit(
    application: Application, tree: Any = TREE, token: str = "t", stop: threading.Event | None = None
) -> tuple[SubmissionResult, list[str]]:
    messages: list[str] = []
    stop = stop or threading.Event()
    return application.submissions.submit(tree, token, tell=messages.append, stop=stop), messages


def resume(application: Application, token: str) -> tuple[SubmissionResult, list[str]]:
    messages: list[str] = []
    result = application.submissions.resume(token, tell=messages.append, stop=threading.Event())
    return result, messages


def leave_pending(tree: Any, token: str) -> None:
    """Send a request as a wizard does that ends before it gets the response."""
    assert submit(Application({}), tree, token)[0].kind == "created"
    journal = Journal(locations.journal_folder())
    [entry] = [each for each in journal.all() if each.token == token]
    journal.start(entry.model_copy(update={"outcome": None}))


def test_from_nothing_to_a_cluster(application: Application) -> None:
    submissions = application.submissions
    assert submissions.token_problem(submissions.new_token()) == ""
    assert "1 to 64" in submissions.token_problem("a b")
    result, messages = submit(application)
    assert result.kind == "created"
    assert result.cluster_id.startswith("cls-")
    assert result.request_id
    assert "Not billed" in result.advice
    assert len(messages) == 1 and messages[0].startswith("Attempt 1")
    assert submit(application)[0].cluster_id == result.cluster_id
    state = application.clusters.state(result.cluster_id)
    assert state.state == "Active"
    assert [(each.name, each.desired) for each in state.groups] == [("g", 2)]


def stopped() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@pytest.mark.parametrize(
    ("environ", "tree", "stop", "words"),
    [
        ({}, with_secret("${env:MY_SECRET}"), None, "MY_SECRET"),
        ({}, {**TREE, "Description": "\ud800"}, None, "half of a surrogate pair"),
        ({}, TREE, stopped(), "before anything reached"),
        (KEY, TREE, None, "Nothing was sent"),
        ({"ALIBABA_CLOUD_ACCESS_KEY_ID": "half"}, TREE, None, "Nothing was sent"),
    ],
)
def test_a_submission_that_fails_before_anything_is_sent(
    environ: Mapping[str, str], tree: Any, stop: threading.Event | None, words: str
) -> None:
    result, _ = submit(Application(environ), tree, stop=stop)
    assert result.kind == "failed"
    assert words in result.text
    if words == "MY_SECRET":
        assert result.path == ("Configs", "Mounts", "OSS", "AccessKeySecret")


def test_a_sandbox_that_cannot_start(application: Application) -> None:
    locations.sandbox_file().parent.mkdir(parents=True)
    locations.sandbox_file().write_text("It was a dark and stormy night." * 100)
    result, _ = submit(application)
    assert result.kind == "failed"
    assert "sandbox could not be started" in result.text


# -- pending submissions


def test_pending_submissions_are_resumed_or_no_longer_tracked() -> None:
    leave_pending(TREE, "abc1")
    leave_pending({**TREE, "Name": "b"}, "abd2")
    application = Application({})
    submissions = application.submissions
    assert [(each.token, each.name) for each in submissions.pending()] == [("abc1", "a"), ("abd2", "b")]
    assert describe_profile(submissions.pending()[0]) == "sandbox (local, free)"
    found = submissions.find_pending({**TREE, "Name": "b"})
    assert found is not None and found.token == "abd2"
    assert submissions.find_pending({**TREE, "Name": "c"}) is None
    result, messages = resume(application, "abc1")
    assert result.kind == "created" and messages
    assert result.cluster_id in [each.id for each in application.clusters.created()]
    submissions.stop_tracking("abd2")
    assert submissions.pending() == []
    assert submissions.find_pending({**TREE, "Name": "b"}) is None
    assert resume(application, "abc1")[0].kind == "failed"
    with pytest.raises(BcwError, match="abd2"):
        submissions.stop_tracking("abd2")
    [a] = [each for each in application.clusters.statuses() if each.name == "a"]
    assert (a.id, a.state, a.desired) == (result.cluster_id, "Active", 2)


def test_a_typed_secret_is_needed_again_to_resume() -> None:
    leave_pending(with_secret("typed-secret"), "abc1")
    result, messages = resume(Application({}), "abc1")
    assert (result.kind, messages) == ("unknown", []), "the cluster may exist"
    assert "/Configs/Mounts/OSS/AccessKeySecret" in result.text
    assert "variable OSS_ACCESS_KEY_SECRET" in result.text
    again = Application({"OSS_ACCESS_KEY_SECRET": "typed-secret"})
    assert resume(again, "abc1")[0].kind == "created"


def test_a_broken_journal_hides_pending_submissions_without_an_error(application: Application) -> None:
    locations.journal_folder().parent.mkdir(parents=True)
    locations.journal_folder().write_text("a file in place of the folder")
    assert application.submissions.pending() == []
    assert application.submissions.find_pending(TREE) is None


# -- clusters


def test_clusters_of_all_profiles_are_listed_opened_resized_and_deleted(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch)
    save("prod", sandbox.url)
    made = submit(Application({}), token="t1")[0].cluster_id
    application = Application({})
    application.profiles.use("sandbox")
    here = submit(application, token="t2")[0].cluster_id
    clusters = application.clusters
    assert {each.id for each in clusters.created()} == {made, here}
    places = {each.id: each.place for each in clusters.statuses()}
    assert places[here] == "sandbox (local, free)"
    assert places[made].startswith("prod · cn-beijing")
    clusters.resize(made, "g", 5)
    assert clusters.state(made).groups[0].desired == 5
    loaded = clusters.open(made)
    assert loaded.tree["InstanceType"] == TREE["InstanceType"]
    assert "Id" not in loaded.tree
    assert loaded.origin.kind == "blank"
    assert made in loaded.remarks[0]
    clusters.delete(made)
    assert clusters.state(made).state == "Deleting"
    changes: list[Callable[[], object]] = [
        lambda: clusters.resize(here, "nobody", 1),
        lambda: clusters.delete("cls-nothing"),
    ]
    for change in changes:
        with pytest.raises(BcwError):
            change()
    with pytest.raises(NotFoundError, match="cls-nothing no longer exists"):
        clusters.state("cls-nothing")
