"""`bcw clusters`: list, show, watch, resize and delete clusters that were created."""

import json
import re
import signal
from datetime import datetime
from pathlib import Path

import pytest

from wizard.cli import clusters as watching
from wizard.client.credentials import Credentials
from wizard.core.actions.journal import open_journal
from wizard.sandbox import RunningSandbox, start
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import ACCOUNT, BILLED, client, let_in, save, stopped
from .driver import Run, Write, end, process


@pytest.fixture
def made(send: Run, request_file: Write) -> str:
    return send(request_file()).text.strip()


def test_list(run: Run, send: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("clusters list --format json").json == []
    run("clusters list").fails(0, "No cluster")
    file = request_file()
    made = send(file).text.strip()
    row = rf"{made}  a-cluster  Active  \d/2 instances  <1 min  sandbox \(local, free\)\n"
    assert re.match(row, run("clusters list").ends(0).text)
    [each] = run("clusters list --format json").json
    expected = {"id": made, "name": "a-cluster", "state": "Active", "desired": 2, "problem": None}
    assert expected.items() <= each.items() and datetime.fromisoformat(each["created"]).tzinfo is not None

    let_in(monkeypatch)
    own = run("submit smallest --yes").text.strip()
    with start(file.with_name("prod.sqlite3")) as running:
        save("prod", running.url)
        run("profiles use sandbox")
        place = f"prod · cn-beijing · {running.url.removeprefix('http://')}"
        words = "deprecated", "Billed until deleted", f"Account and region: {place}"
        there = run("submit smallest --yes --profile prod").ends(0, *words).text.strip()
        listed = {each["id"]: each for each in run("clusters list --format json").json}
        assert set(listed) == {made, own, there}
        assert {each["state"] for each in listed.values()} == {"Active"}
        assert listed[there]["target"] == place
        for option, found in (("--profile=prod", there), ("--all", own)):
            [each] = run("clusters list --format json", option).json
            assert each["id"] == found
        with stopped(running):
            assert "unknown" in run("clusters list").ends(0, f"The state of {there} is unknown").text
    ProfileStore(locations.profiles_file()).remove("prod")
    run("clusters list").ends(0, "LTAI-prod")


def test_list_without_deleted_clusters(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(monkeypatch)
    with start(tmp_path / "prod.sqlite3", speed=float("inf")) as running:
        save("prod", running.url)
        for profile in ("prod", f"sandbox --endpoint {running.url}"):
            made = run(f"submit smallest --yes --profile {profile}").text.strip()
            run(f"clusters delete {made} --yes").ends(0)
            run("clusters list").fails(0, "1 cluster no longer exists")
        first, _second = open_journal().all()
        assert datetime.fromisoformat((first.outcome or {})["gone"])
        with stopped(running):  # the sandbox's cluster, the last one, may exist once it runs again
            assert [each["id"] for each in run("clusters list --format json").json] == [made]


def test_a_sandbox_that_is_not_running(
    run: Run, made: str, sandbox: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stopped(sandbox):
        run("clusters list").ends(0, "is not running")
        [each] = run("clusters list --format json").json
        assert (each["id"], each["state"]) == (made, None)
        for command in ("show", "watch"):
            assert "NotFound" not in run(f"clusters {command} {made}").fails(4, "is not running").err
        with start(tmp_path / "other.sqlite3") as other:
            listed = [run("clusters list --endpoint", other.url)]
        run("clusters show", made, "--endpoint", sandbox.url).ends(4)
        run("clusters list --all --endpoint", sandbox.url).ends(4)
    made = run("submit smallest --yes").text.strip()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    for ran in (*listed, run("clusters list")):
        assert "no longer exist" not in ran.err
    assert made in ran.text


def test_show_and_edit(run: Run, real: Run, send: Run, request_file: Write, tmp_path: Path) -> None:
    entries = [{"Source": "oss://bucket/", "Destination": "/home/x/", "WriteSupport": False}]
    mounts = {"Entries": entries, "OSS": {"AccessKeyId": "id", "AccessKeySecret": "very-secret"}}
    first = request_file(Configs={"Mounts": mounts}, UserData={"k": "v"}, Unknown=1)
    made = send(first).text.strip()
    shown = json.loads(run("clusters show", made).text)
    assert (shown["Id"], shown["State"], shown["Name"]) == (made, "Active", "a-cluster")
    ran = run("clusters show", made, "--as-request").ends(0, "/Configs/Mounts/OSS")
    request = json.loads(ran.text)
    assert {"Id", "State", "OwnerId", "CreationTime", "Metrics", "OperationLogs"} <= shown.keys() - request
    assert set(request["Groups"]["workers"]) & {"ActualVMCount", "Disks"} == set()
    assert request["UserData"] == {"k": "v"}
    again = tmp_path / "again.json"
    again.write_text(ran.text)
    assert send(again).ends(0).text.strip() != made
    real(f"edit cluster:{made} --plain", data=b":quit\n").ends(0, "a-cluster")
    for line, code in (("edit cluster:cls-nothing", 2), ("clusters show cls-nothing", 3)):
        run(line).fails(code, "InvalidResource.NotFound")


def test_watch(run: Run, made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(f"clusters watch {made} --timeout 0.01").ends(4, "continues to start")
    run(f"clusters delete {made} --yes")
    run("clusters watch", made).ends(3, "is being deleted")
    monkeypatch.setattr(watching, "POLL_INTERVAL", 0.02)
    with start(tmp_path / "s.sqlite3", speed=200) as sandbox:
        made = run("submit smallest --yes --endpoint", sandbox.url).text.strip()
        lines = run("clusters watch", made).ends(0).text.splitlines()
    assert lines[-1] == "All instances are running." and len(lines) == len(set(lines))
    assert any("Instance is running" in line for line in lines)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_watching_can_be_left(made: str, number: signal.Signals, code: int) -> None:
    with process("clusters watch", made) as started:
        started.stdout.readline()
        assert end(started, number)[0] == code


def counts(sandbox: RunningSandbox, cluster: str, credentials: Credentials | None = None) -> dict[str, int]:
    groups = client(sandbox, credentials).get_cluster(cluster)["Groups"]
    return {name: each["DesiredVMCount"] for name, each in groups.items()}


def test_groups_are_resized(run: Run, send: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    group = {"DesiredVMCount": 1, "ResourceType": "OnDemand"}
    made = send(request_file(Groups={"a=b": group, "工作 /": group, "other": group})).text.strip()
    resize = f"clusters resize {made}"
    run(resize, "a=b=3", "工作 /=4", "--yes").ends(0, "1 → 3")
    assert counts(sandbox, made) == {"a=b": 3, "工作 /": 4, "other": 1}
    run(resize, "a=b=0", "工作 /=0", "other=0").ends(0, "3 → 0")
    run("clusters watch", made).ends(0)
    run(resize, "other=9", answer="\n").ends(0, "Not billed", "[Y/n]")
    assert counts(sandbox, made) == {"a=b": 0, "工作 /": 0, "other": 9}
    for size in ("other", "other=-1", "other=65537", "other=two"):
        run(resize, size).fails(2, "from 0 to 65,536, for example workers=12")
    run(resize, "nobody=2").fails(2, "Its groups: a=b")


def test_adding_instances_is_confirmed(run: Run, account: RunningSandbox, request_file: Write) -> None:
    group = {"DesiredVMCount": 2, "ResourceType": "OnDemand"}
    billed = run("submit --yes", request_file(Groups={"g": group, "h": group})).text.strip()
    resize = f"clusters resize {billed}"
    for groups in ("g=5000", "g=3", "g=1 h=5000"):
        run(f"{resize} {groups}").fails(2, "--yes", "adds instances")
    words = "h: 2 → 5,000 instances, ecs.sn1ne.large, Pay-as-you-go", "Add 4,998 instances? [y/N]"
    run(f"{resize} g=1 h=5000", answer="\n").fails(130, *BILLED, *words)
    assert counts(account, billed, ACCOUNT) == {"g": 2, "h": 2}
    run(f"{resize} g=1 h=5000", answer="y\n").ends(0)
    assert counts(account, billed, ACCOUNT) == {"g": 1, "h": 5000}
    assert run(f"{resize} h=2").code == 0, "fewer need no confirmation"
    run(f"{resize} g=9 --yes").ends(0)
    assert counts(account, billed, ACCOUNT) == {"g": 9, "h": 2}


def test_deleting_is_confirmed(run: Run, made: str, sandbox: RunningSandbox) -> None:
    delete = f"clusters delete {made}"
    run(delete).fails(2, "--yes")
    run(delete, answer="\n").fails(130, f"Delete cluster {made} (a-cluster; ", "[y/N]")
    assert client(sandbox).get_cluster(made)["State"] == "Active"
    run(delete, answer="y\n").ends(0)
    assert "Deleting" in run("clusters list").text
    run(f"{delete} cls-nothing --yes").fails(3, "cls-nothing was not deleted", f"{made} is being deleted")
    run("clusters delete cls-nothing --yes").fails(3, "InvalidResource.NotFound")
    run("clusters delete .. --yes").ends(2)
