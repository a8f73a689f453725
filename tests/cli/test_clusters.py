"""`bcw clusters`: list, show, watch, resize and delete clusters that were created."""

import json
import re
import signal
from datetime import datetime
from pathlib import Path

import pytest

from wizard.cli import clusters as watching
from wizard.client.credentials import Credentials
from wizard.core.actions.journal import user_journal
from wizard.core.application import Application
from wizard.errors import BcwError, NotFoundError
from wizard.sandbox import RunningSandbox, start
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import ACCOUNT, let_in, save, stopped
from .driver import Run, Write, client, process


@pytest.fixture
def made(run: Run, sandbox: RunningSandbox, request_file: Write) -> str:
    """The id of a cluster in the test's sandbox."""
    return run("submit", request_file(), "--yes", "--endpoint", sandbox.url).text.strip()


# -- list


def test_list(
    run: Run, tmp_path: Path, sandbox: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("clusters", "list").fails(0, "No cluster")
    assert run("clusters", "list", "--format", "json").json == []
    made = run("submit", request_file(), "--yes", "--endpoint", sandbox.url).text.strip()
    row = rf"{made}  a-cluster  Active  \d/2 instances  <1 min  sandbox \(local, free\)\n"
    assert re.match(row, run("clusters", "list").ends(0).text)
    [each] = run("clusters", "list", "--format", "json").json
    expected = {"id": made, "name": "a-cluster", "state": "Active", "desired": 2, "problem": None}
    assert expected.items() <= each.items() and datetime.fromisoformat(each["created"]).tzinfo is not None

    let_in(monkeypatch)
    own = run("submit", "smallest", "--yes").text.strip()
    with start(tmp_path / "prod.sqlite3") as running:
        save("prod", running.url)
        run("profiles", "use", "sandbox")
        place = f"prod · cn-beijing · {running.url.removeprefix('http://')}"
        ran = run("submit", "smallest", "--yes", "--profile", "prod").ends(
            0, "deprecated", "Billed until deleted", f"Account and region: {place}"
        )
        there = ran.text.strip()
        listed = {each["id"]: each for each in run("clusters", "list", "--format", "json").json}
        assert set(listed) == {made, own, there}
        assert {each["state"] for each in listed.values()} == {"Active"}
        assert listed[there]["target"] == place
        for option, found in (("--profile=prod", there), ("--all", own)):
            [each] = run("clusters", "list", "--format", "json", option).json
            assert each["id"] == found
        with stopped(running):
            assert "unknown" in run("clusters", "list").ends(0, f"The state of {there} is unknown").text
    ProfileStore(locations.profiles_file()).remove("prod")
    run("clusters", "list").ends(0, "LTAI-prod")


def test_list_without_deleted_clusters(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(monkeypatch)
    with start(tmp_path / "prod.sqlite3", speed=float("inf")) as running:
        save("prod", running.url)
        for options in (["--profile", "prod"], ["--profile", "sandbox", "--endpoint", running.url]):
            made = run("submit", "smallest", "--yes", *options).text.strip()
            run("clusters", "delete", made, "--yes").ends(0)
            run("clusters", "list").fails(0, "1 cluster no longer exists")
        first, _second = user_journal().all()
        assert datetime.fromisoformat((first.outcome or {})["gone"])
        with stopped(running):  # the sandbox's cluster, the last one, may exist once it runs again
            assert [each["id"] for each in run("clusters", "list", "--format", "json").json] == [made]


def test_a_sandbox_that_is_not_running(
    run: Run, made: str, sandbox: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stopped(sandbox):
        ran = run("clusters", "list").ends(0, "is not running")
        assert made in ran.text and "unknown" in ran.text
        [each] = run("clusters", "list", "--format", "json").json
        assert (each["id"], each["state"]) == (made, None)
        for command in ("show", "watch"):
            assert "NotFound" not in run("clusters", command, made).fails(4, "is not running").err
        with pytest.raises(BcwError, match="is not running") as caught:
            Application({}).clusters.state(made)
        assert not isinstance(caught.value, NotFoundError)
        with start(tmp_path / "other.sqlite3") as other:
            listed = [run("clusters", "list", "--endpoint", other.url)]
        run("clusters", "show", made, "--endpoint", sandbox.url).ends(4)
        run("clusters", "list", "--all", "--endpoint", sandbox.url).ends(4)
    made = run("submit", "smallest", "--yes").text.strip()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    for ran in (*listed, run("clusters", "list")):
        assert "no longer exist" not in ran.err
    assert made in ran.text


# -- show and edit


def test_a_cluster_is_shown_and_opened_as_a_request(
    run: Run, real: Run, sandbox: RunningSandbox, request_file: Write, tmp_path: Path
) -> None:
    entries = [{"Source": "oss://bucket/", "Destination": "/home/x/", "WriteSupport": False}]
    mounts = {"Entries": entries, "OSS": {"AccessKeyId": "id", "AccessKeySecret": "very-secret"}}
    first = request_file(Configs={"Mounts": mounts}, UserData={"k": "v"}, Unknown=1)
    made = run("submit", first, "--yes", "--endpoint", sandbox.url).text.strip()
    shown = json.loads(run("clusters", "show", made).text)
    assert (shown["Id"], shown["State"], shown["Name"]) == (made, "Active", "a-cluster")
    ran = run("clusters", "show", made, "--as-request").ends(0, "/Configs/Mounts/OSS")
    request = json.loads(ran.text)
    assert {"Id", "State", "OwnerId", "CreationTime", "Metrics", "OperationLogs"} <= shown.keys() - request
    assert set(request["Groups"]["workers"]) & {"ActualVMCount", "Disks"} == set()
    assert request["UserData"] == {"k": "v"}
    again = tmp_path / "again.json"
    again.write_text(ran.text)
    assert run("submit", again, "--yes", "--endpoint", sandbox.url).ends(0).text.strip() != made
    real("edit", f"cluster:{made}", "--plain", data=b":quit\n").ends(0, "a-cluster")
    for command, code in ((["edit", "cluster:cls-nothing"], 2), (["clusters", "show", "cls-nothing"], 3)):
        run(*command).fails(code, "InvalidResource.NotFound")


# -- watch


def test_watch(run: Run, tmp_path: Path, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "POLL_INTERVAL", 0.02)
    with start(tmp_path / "s.sqlite3", speed=200) as sandbox:
        made = run("submit", request_file(), "--yes", "--endpoint", sandbox.url).text.strip()
        lines = run("clusters", "watch", made).ends(0).text.splitlines()
    assert lines[-1] == "All instances are running." and len(lines) == len(set(lines))
    assert any("Instance is running" in line for line in lines)


def test_watching_has_an_end(run: Run, made: str) -> None:
    run("clusters", "watch", made, "--timeout", "0.01").ends(4, "continues to start")
    run("clusters", "delete", made, "--yes")
    run("clusters", "watch", made).ends(3, "is being deleted")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_watching_can_be_left(made: str, number: signal.Signals, code: int) -> None:
    with process("clusters", "watch", made) as started:
        assert started.stdout is not None
        started.stdout.readline()
        started.send_signal(number)
        started.communicate(timeout=60)
    assert started.returncode == code


# -- resize and delete


def counts(sandbox: RunningSandbox, cluster: str, credentials: Credentials | None = None) -> dict[str, int]:
    groups = client(sandbox, credentials).get_cluster(cluster)["Groups"]
    return {name: each["DesiredVMCount"] for name, each in groups.items()}


def test_groups_are_resized(run: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    group = {"DesiredVMCount": 1, "ResourceType": "OnDemand"}
    groups = {"a=b": group, "工作 /": group, "other": group}
    made = run("submit", request_file(Groups=groups), "--yes", "--endpoint", sandbox.url).text.strip()
    run("clusters", "resize", made, "a=b=3", "工作 /=4", "--yes").ends(0, "1 → 3")
    assert counts(sandbox, made) == {"a=b": 3, "工作 /": 4, "other": 1}
    run("clusters", "resize", made, "a=b=0", "工作 /=0", "other=0").ends(0, "3 → 0")
    run("clusters", "watch", made).ends(0)
    run("clusters", "resize", made, "other=9", answer="\n").ends(0, "Not billed", "[Y/n]")
    assert counts(sandbox, made) == {"a=b": 0, "工作 /": 0, "other": 9}
    for size in ("other", "other=-1", "other=65537", "other=two"):
        run("clusters", "resize", made, size).fails(2, "from 0 to 65,536, for example workers=12")
    run("clusters", "resize", made, "nobody=2").fails(2, "Its groups: a=b")


def test_adding_instances_is_confirmed(run: Run, account: RunningSandbox, request_file: Write) -> None:
    group = {"DesiredVMCount": 2, "ResourceType": "OnDemand"}
    billed = run("submit", request_file(Groups={"g": group, "h": group}), "--yes").text.strip()
    for groups in (["g=5000"], ["g=3"], ["g=1", "h=5000"]):
        run("clusters", "resize", billed, *groups).fails(2, "--yes", "adds instances")
    resize = ["clusters", "resize", billed, "g=1", "h=5000"]
    run(*resize, answer="\n").fails(
        130,
        "h: 2 → 5,000 instances, ecs.sn1ne.large, Pay-as-you-go",
        "Account and region: prod · cn-beijing",
        "Billed until deleted.",
        "Add 4,998 instances? [y/N]",
    )
    assert counts(account, billed, ACCOUNT) == {"g": 2, "h": 2}
    run(*resize, answer="y\n").ends(0)
    assert counts(account, billed, ACCOUNT) == {"g": 1, "h": 5000}
    assert run("clusters", "resize", billed, "h=2").code == 0, "fewer need no confirmation"
    run("clusters", "resize", billed, "g=9", "--yes").ends(0)
    assert counts(account, billed, ACCOUNT) == {"g": 9, "h": 2}


def test_deleting_is_confirmed(run: Run, made: str, sandbox: RunningSandbox) -> None:
    run("clusters", "delete", made).fails(2, "--yes")
    run("clusters", "delete", made, answer="\n").fails(130, f"Delete cluster {made} (a-cluster; ", "[y/N]")
    assert client(sandbox).get_cluster(made)["State"] == "Active"
    run("clusters", "delete", made, answer="y\n").ends(0)
    assert "Deleting" in run("clusters", "list").text
    run("clusters", "delete", "cls-nothing", made, "--yes").fails(
        3, "cls-nothing was not deleted", f"{made} is being deleted"
    )
    run("clusters", "delete", "..", "--yes").ends(2)
