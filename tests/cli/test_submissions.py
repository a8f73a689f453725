"""Submissions without a response: `bcw submit` again after a SIGKILL, and `bcw submissions`."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wizard.client.credentials import sandbox_profile
from wizard.core.actions.journal import begin_submission, pending_submissions
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import save
from .driver import TREE, Creations, Run, Write, clusters, lose_response, process

LeavePending = Callable[..., str]


@pytest.fixture
def leave_pending(run: Run) -> LeavePending:
    """Submit and lose the response; return the cluster's id."""

    def call(*arguments: str | Path) -> str:
        made = run("submit", *arguments, "--yes").ends(0).text.strip()
        lose_response(made)
        return made

    return call


# -- bcw submit again


@pytest.mark.parametrize("is_killed", [True, False])
def test_after_a_kill_or_meanwhile_the_same_command_sends_the_same_bytes_and_creates_one_cluster(
    run: Run, creations: Creations, sandbox: RunningSandbox, request_file: Write, is_killed: bool
) -> None:
    submit = ["submit", request_file(), "--yes", "--endpoint", sandbox.url]
    creations.hold_next = True
    with process(*submit) as started:
        assert creations.held.wait(60)
        if is_killed:
            started.kill()
            started.wait(60)
        [created], [entry] = clusters(sandbox), pending_submissions()
        assert run(*submit).ends(0, "You sent this", entry.token).text.strip() == created["Id"]
        started.terminate()
        out, _ = started.communicate(timeout=60)
    assert (started.returncode, out) == (-signal.SIGKILL if is_killed else 143, b"")
    assert clusters(sandbox) == [created]
    assert pending_submissions() == []
    first, second = creations.requests
    assert (first.body, first.query) == (second.body, second.query)
    assert run("clusters", "list", "--format", "json").json[0]["id"] == created["Id"]


def test_submit_after_a_closed_pipe(run: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    submit = ["submit", request_file(), "--yes", "--endpoint", sandbox.url]
    reading, writing = os.pipe()
    os.close(reading)  # as in a pipeline whose other end has died
    with process(*submit, stdout=writing) as started:
        os.close(writing)
        _, err = started.communicate(timeout=60)
    assert (started.returncode, b"Created cluster" in err) == (74, True)
    assert len(pending_submissions()) == 1
    assert [each["Id"] for each in clusters(sandbox)] == run(*submit).ends(0).text.split()
    assert pending_submissions() == []


def test_the_same_request_at_the_same_moment_is_one_submission(sandbox: RunningSandbox) -> None:
    profile, ready = sandbox_profile(sandbox.url), threading.Barrier(8)

    def prepare(_: int) -> str:
        ready.wait(60)
        return begin_submission(TREE, profile, {}).token

    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(prepare, range(8)))
    assert [entry.token for entry in pending_submissions()] == [*tokens]
    assert len(tokens) == 1
    new = begin_submission(TREE, profile, {}, new=True).token
    assert new not in tokens and len(pending_submissions()) == 2


# -- bcw submissions


def test_a_pending_submission_is_listed_and_resumed(
    run: Run, leave_pending: LeavePending, sandbox: RunningSandbox, request_file: Write, closed_port: str
) -> None:
    run("submissions", "list").fails(0, "no unconfirmed submissions")
    made = leave_pending(request_file(), "--endpoint", sandbox.url, "--token", "abc1")
    shown = run("submissions", "list").ends(0).text
    assert "abc1" in shown and "a-cluster" in shown and "<1 min ago" in shown
    [each] = run("submissions", "list", "--format", "json").json
    assert (each["token"], each["name"], each["endpoint"]) == ("abc1", "a-cluster", sandbox.url)
    run("submissions", "resume", "--yes", "--endpoint", closed_port, "--timeout", "0.3").fails(
        4, "may or may not exist"
    )
    assert len(pending_submissions()) == 1
    assert run("submissions", "resume", "--yes").ends(0).text == f"{made}\n"
    assert len(clusters(sandbox)) == 1
    assert pending_submissions() == []


def test_resuming_is_confirmed(
    run: Run, leave_pending: LeavePending, account: RunningSandbox, request_file: Write
) -> None:
    file = request_file(Groups={"g": {"DesiredVMCount": 40, "ResourceType": "OnDemand"}})
    made = leave_pending(file, "--profile", "prod", "--token", "abc1")
    before = pending_submissions()
    run("submissions", "resume").fails(2, "--yes", "can create")
    run("submit", file, "--dry-run").ends(0, "same token, abc1", "IdempotentToken=abc1")
    run("submit", file, "--dry-run", "--new").ends(0, "with the token abc1, and got no response")
    for arguments in (["submissions", "resume", "abc1"], ["submit", file]):
        run(*arguments, answer="\n").fails(
            130,
            "You sent this today, ",
            "got no response.",
            "it returns the existing cluster, or creates it.",
            "g: 40 instances, ecs.sn1ne.large, Pay-as-you-go",
            "Account and region: prod · cn-beijing",
            "Billed until deleted.",
            "[y/N]",
        )
    assert pending_submissions() == before, "nothing was sent"
    ProfileStore(locations.profiles_file()).remove("prod")
    run("submissions", "resume", "--yes").fails(2, "LTAI-prod", "no longer configured")
    save("another-name", account.url)
    assert run("submissions", "resume", answer="y\n").ends(0).text.strip() == made
    assert pending_submissions() == []


def test_one_of_several_is_resumed_by_the_beginning_of_its_token_or_no_longer_tracked(
    run: Run, leave_pending: LeavePending, sandbox: RunningSandbox, request_file: Write
) -> None:
    for token in ("abc1", "abd2"):
        leave_pending(request_file(Name=token), "--endpoint", sandbox.url, "--token", token)
    run("submissions", "resume", "--yes").fails(2, "abc1, abd2")
    run("submissions", "resume", "ab", "--yes").ends(2)
    run("submissions", "resume", "abd", "--yes").ends(0)
    assert [each.token for each in pending_submissions()] == ["abc1"]
    run("submissions", "forget", "abc1").ends(2)
    run("submissions", "forget", "abc1", answer="n\n").fails(130, "may exist")
    run("submissions", "forget", "abc1", "--yes").ends(0, "clusters list --all")
    assert pending_submissions() == []
    run("submit", request_file(Name="abc1"), "--endpoint", sandbox.url, "--yes").ends(0)
    assert len(clusters(sandbox)) == 3
