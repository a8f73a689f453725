"""The lists of an account, and the application with an account."""

import json
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.catalog import load_builtin
from wizard.core.actions.journal import describe_profile
from wizard.core.actions.submissions import SubmissionResult, Submissions
from wizard.core.application import Application
from wizard.errors import BcwError, NotFoundError
from wizard.sandbox import RunningSandbox
from wizard.sandbox.app import OPERATIONS
from wizard.storage import locations

from .accounts import KEY_SECRET, let_in, save
from .driver import TREE, Run

Write = Callable[..., Path]
TYPE = "ecs.sn1ne.large"
NEW = {
    "InstanceType": "ecs.new9.large",
    "CpuCore": 96,
    "MemorySize": 384,
    "Network": {"Classic": False, "Vpc": True},
}


@pytest.fixture
def account(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> RunningSandbox:
    """An account at the target `prod`, which is in use; it may use one new instance type, and no other."""
    let_in(monkeypatch)
    save("prod", sandbox.url)
    tell(monkeypatch, NEW)
    return sandbox


def tell(monkeypatch: pytest.MonkeyPatch, *types: dict[str, Any]) -> None:
    """Have sandboxes tell which instance types there are."""
    names = [each["InstanceType"] for each in types]
    answers: dict[str, dict[str, Any]] = {
        "/quotas": {"AvailableClusterInstanceType": names, "AvailableSpotInstanceType": names},
        "/available": {"AvailableClusterInstanceType": [*types]},
    }
    for path, body in answers.items():
        monkeypatch.setitem(OPERATIONS, ("GET", path), lambda request, body=body: body)


@pytest.fixture
def mine(account: RunningSandbox) -> Application:
    """What a wizard is application that has the account."""
    return Application({})


def test_the_lists_of_the_account_are_fetched_kept_and_closed(mine: Application) -> None:
    assert mine.profiles.account() is None
    fresh = mine.profiles.refresh_account()
    assert fresh is not None
    assert fresh.account.fetched_in_this_run
    assert fresh.account.region == "cn-beijing"
    assert fresh.account.instance_types == frozenset({NEW["InstanceType"]})
    assert "img-ubuntu" in (fresh.account.images or ())
    first = next(iter(fresh.catalog.instance_types.values()))
    assert (first.name, first.vcpu, first.memory_gb) == ("ecs.new9.large", 96, 384)
    assert set(fresh.catalog.instance_types) == {*load_builtin().instance_types, "ecs.new9.large"}
    assert fresh.notes == {"ecs.new9.large": "VPC only, also Spot"}
    assert fresh.when.startswith("today")
    assert mine.profiles.account() == fresh
    [file] = locations.accounts_folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KEY_SECRET not in file.read_text()


def test_what_an_earlier_run_fetched_serves_without_a_network(
    mine: Application, account: RunningSandbox
) -> None:
    mine.profiles.refresh_account()
    account.stop()
    later = Application({})
    kept = later.profiles.account()
    assert kept is not None
    assert not kept.account.fetched_in_this_run
    assert kept.account.instance_types == frozenset({"ecs.new9.large"})
    with pytest.raises(BcwError, match="Cannot reach"):
        later.profiles.refresh_account()
    assert later.profiles.account() is not None
    later.profiles.use("sandbox")
    assert later.profiles.account() is None
    assert later.profiles.refresh_account() is None


def test_a_request_is_judged_by_what_the_account_has(
    run: Run, account: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = request_file()
    ran = run("submit", file, "--dry-run")
    assert ran.code == 0
    assert not locations.accounts_folder().exists()  # nobody was asked
    ran = run("submit", file, "--yes", "--refresh")
    assert ran.code == 1
    assert f'The account has no instance type "{TYPE}" in cn-beijing' in ran.err
    assert run("submit", file, "--dry-run").code == 0  # lists that may have gone stale make no error
    assert run("submit", request_file(InstanceType="ecs.new9.large"), "--yes", "--refresh").code == 0
    account.stop()
    ran = run("submit", file, "--yes", "--refresh", "--profile", "prod")
    assert ran.code == 4
    assert "Without --refresh" in ran.err
    assert run("submit", file, "--dry-run").code == 0
    let_in(monkeypatch, secret="changed")


def test_an_account_that_may_not_ask(
    run: Run, account: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch, secret="changed")
    ran = run("submit", request_file(), "--yes", "--refresh")
    assert ran.code == 3
    assert "Nothing was checked" in ran.err


def test_a_target_that_cannot_be_used_says_why(application: Application, empty_home: Path) -> None:
    profile = {"name": "default", "mode": "CloudSSO"}
    (empty_home / ".aliyun").mkdir()
    (empty_home / ".aliyun/config.json").write_text(json.dumps({"profiles": [profile]}))
    choice = Application({}).profiles.choices()[0]
    assert (choice.name, choice.can_be_removed) == ("aliyun:default", False)
    assert "CloudSSO" in choice.problem
    view = Application({}).profiles.current
    assert not view.is_sandbox
    assert "CloudSSO" in " ".join(view.lines)


def left_open(application: Application, tree: Any, token: str) -> None:
    """Send a request under a token, and have the journal forget that it was answered."""
    outcome = application.submissions.submit(tree, token, tell=lambda _: None, stop=threading.Event())
    assert outcome.kind == "created"
    for path in locations.journal_folder().glob("*.settled.json"):
        entry = json.loads(path.read_text())
        if entry["token"] == token:
            del entry["outcome"]
            path.with_name(path.name.replace("settled", "open")).write_text(json.dumps(entry))
            path.unlink()


def resumed(submissions: Submissions, token: str) -> tuple[SubmissionResult, list[str]]:
    told: list[str] = []
    return submissions.resume(token, tell=told.append, stop=threading.Event()), told


def test_what_was_left_unsettled_is_offered_at_the_next_start() -> None:
    first = Application({})
    left_open(first, TREE, "abc1")
    left_open(first, {**TREE, "Name": "b"}, "abd2")
    wizard = Application({})
    submissions, clusters = wizard.submissions, wizard.clusters
    assert [(each.token, each.name) for each in submissions.pending()] == [("abc1", "a"), ("abd2", "b")]
    assert describe_profile(submissions.pending()[0]) == "sandbox (local, free)"
    pending = submissions.find_pending({**TREE, "Name": "b"})
    assert pending is not None and pending.token == "abd2"
    assert submissions.find_pending({**TREE, "Name": "c"}) is None
    outcome, told = resumed(submissions, "abc1")
    assert outcome.kind == "created"
    assert outcome.cluster_id in [each.id for each in clusters.created()]
    assert told
    submissions.stop_tracking("abd2")
    assert submissions.pending() == []
    assert submissions.find_pending({**TREE, "Name": "b"}) is None
    assert resumed(submissions, "abc1")[0].kind == "failed"
    with pytest.raises(BcwError, match="abd2"):
        submissions.stop_tracking("abd2")
    [a] = [each for each in clusters.statuses() if each.name == "a"]
    assert (a.id, a.state, a.desired) == (outcome.cluster_id, "Active", 2)


def test_without_the_secret_it_was_sent_with_nothing_is_said_of_its_cluster() -> None:
    typed = {**TREE, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "id", "AccessKeySecret": "typed-secret"}}}}
    left_open(Application({}), typed, "abc1")
    outcome, told = resumed(Application({}).submissions, "abc1")
    assert (outcome.kind, told) == ("unknown", []), "the cluster may well be there"
    assert "/Configs/Mounts/OSS/AccessKeySecret" in outcome.text
    assert "variable OSS_ACCESS_KEY_SECRET" in outcome.text
    again = Application({"OSS_ACCESS_KEY_SECRET": "typed-secret"}).submissions
    assert resumed(again, "abc1")[0].kind == "created"


def test_clusters_are_found_again_resized_and_deleted_wherever_they_are(mine: Application) -> None:
    stop = threading.Event()
    tree = {**TREE, "InstanceType": "ecs.new9.large"}
    made = mine.submissions.submit(tree, "t1", tell=lambda _: None, stop=stop).cluster_id
    own = Application({})
    own.profiles.use("sandbox")
    here = own.submissions.submit(TREE, "t2", tell=lambda _: None, stop=stop).cluster_id
    assert {each.id for each in own.clusters.created()} == {made, here}
    places = {each.id: each.place for each in own.clusters.statuses()}
    assert places[here] == "sandbox (local, free)"
    assert places[made].startswith("prod · cn-beijing")
    own.clusters.resize(made, "g", 5)
    assert own.clusters.state(made).groups[0].desired == 5
    assert own.clusters.state(made).state == "Active"
    loaded = own.clusters.open(made)
    assert loaded.tree["InstanceType"] == "ecs.new9.large"
    assert "Id" not in loaded.tree
    assert loaded.origin.kind == "blank"
    assert made in loaded.remarks[0]
    own.clusters.delete(made)
    assert own.clusters.state(made).state == "Deleting"
    for change in (
        lambda: own.clusters.resize(here, "nobody", 1),
        lambda: own.clusters.delete("cls-nothing"),
    ):
        with pytest.raises(BcwError):
            change()
    with pytest.raises(NotFoundError, match="cls-nothing no longer exists"):
        own.clusters.state("cls-nothing")


def test_a_broken_journal_is_no_reason_not_to_begin(application: Application) -> None:
    locations.journal_folder().parent.mkdir(parents=True)
    locations.journal_folder().write_text("a file where the folder is to be")
    assert application.submissions.pending() == []
    assert application.submissions.find_pending(TREE) is None
