"""`bcw submit`: one cluster, its id alone on standard output, and an exit code for everything else."""

import json
import signal
import socket
from pathlib import Path
from typing import Any

import pytest

from wizard.cli import clusters as watching
from wizard.core.actions.journal import user_journal
from wizard.document.serializer import to_bytes
from wizard.sandbox import Quotas, RunningSandbox, start
from wizard.storage import locations

from .accounts import ACCOUNT, let_in, stopped
from .driver import EXAMPLE, SECRET, Run, Write, clusters, process


def test_the_example_of_the_reference_becomes_a_cluster(run: Run, send: Run, sandbox: RunningSandbox) -> None:
    run("submit", EXAMPLE, "--endpoint", sandbox.url).fails(2, "placeholder-left", "Add --yes")
    ran = send(EXAMPLE).ends(0, "placeholder-left")
    assert ran.text.startswith("cls-") and ran.text.count("\n") == 1
    [cluster] = clusters(sandbox)
    assert (cluster["Id"], cluster["Name"]) == (ran.text.strip(), "test-cluster")


def test_on_a_fresh_machine_it_goes_to_the_sandbox_of_the_wizard(run: Run, request_file: Write) -> None:
    data = request_file(Bootstrap="cd ${HOME}/${env:X}").read_bytes()
    made = run("submit", "-", "--yes", data=data).ends(0, "sandbox").text.strip()
    assert locations.sandbox_file().exists()
    [entry] = user_journal().all()
    assert entry.cluster_id == made != ""
    assert json.loads(run("clusters", "show", made).out)["Bootstrap"] == "cd ${HOME}/${env:X}"


def test_a_token_belongs_to_one_request_and_one_cluster(send: Run, sandbox: RunningSandbox) -> None:
    first, second = (send("smallest", "--token", "a_Token_1").ends(0) for _ in range(2))
    assert first.text == second.text
    send(EXAMPLE, "--token", "a_Token_1").fails(3, "IdempotentTokenMismatch")
    assert len(clusters(sandbox)) == 1
    assert send("smallest").text != first.text


def test_a_request_that_is_invalid_or_rejected(
    run: Run, send: Run, sandbox: RunningSandbox, request_file: Write, tmp_path: Path
) -> None:
    send(request_file(Name="1 bad/")).fails(1, "InvalidName")
    send("-").fails(1, "InvalidJsonFormat")
    assert clusters(sandbox) == []
    for quotas, words in (
        (Quotas(MaxClusterCount=0), "MaxClusterCount: The MaxClusterCount (0) quota is exhausted"),
        (Quotas(MaxClusterGroupDesiredVMCount=1), "Field: /Groups"),
    ):
        with start(tmp_path / "s.sqlite3", quotas=quotas) as limited:
            run("submit", request_file(), "--yes", "--endpoint", limited.url).fails(3, words)


def test_with_refresh_a_request_is_checked_with_the_lists_of_the_account(
    run: Run, account: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = request_file(InstanceType="ecs.new9.large")
    run("submit", file, "--dry-run").ends(0)
    assert not locations.accounts_folder().exists()  # nothing was fetched
    run("submit", file, "--yes", "--refresh").fails(
        1, 'The account has no instance type "ecs.new9.large" in cn-beijing'
    )
    assert run("submit", file, "--dry-run").code == 0, "lists that may be out of date cause no error"
    run("submit", request_file(), "--yes", "--refresh").ends(0)
    let_in(monkeypatch, secret="changed")
    run("submit", file, "--yes", "--refresh").fails(3, "Nothing was checked")
    account.stop()
    run("submit", file, "--yes", "--refresh", "--profile", "prod").fails(4, "Without --refresh")
    run("submit", file, "--dry-run").ends(0)


# -- confirmation


@pytest.mark.parametrize(
    ("answer", "code", "count"), [("y\n", 0, 1), ("\n", 0, 1), ("n\n", 130, 0), ("", 130, 0)]
)
def test_in_the_sandbox_enter_confirms(
    run: Run, sandbox: RunningSandbox, request_file: Write, answer: str, code: int, count: int
) -> None:
    groups = {"g": {"DesiredVMCount": 3, "ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"}}
    ran = run("submit", request_file(Groups=groups), "--endpoint", sandbox.url, answer=answer).ends(
        code,
        "Account and region: sandbox",
        "g: 3 instances, ecs.sn1ne.large, Spot, automatic bid",
        "3 instances in 1 group: 6 vCPU",
        "[Y/n]",
    )
    assert [each["Id"] for each in clusters(sandbox)] == ran.text.split()
    assert len(clusters(sandbox)) == count


@pytest.mark.parametrize(("answer", "code", "count"), [("\n", 130, 0), ("1\n", 130, 0), ("y\n", 0, 1)])
def test_on_a_billed_account_only_yes_confirms(
    run: Run, account: RunningSandbox, request_file: Write, answer: str, code: int, count: int
) -> None:
    file = request_file(Groups={"g": {"DesiredVMCount": 1200, "ResourceType": "OnDemand"}})
    run("submit", file, answer=answer).ends(
        code,
        "g: 1,200 instances, ecs.sn1ne.large, Pay-as-you-go",
        "Account and region: prod · cn-beijing",
        "deprecated",
        "Billed until deleted.",
        "Create 1,200 instances? [y/N]",
    )
    assert len(clusters(account, ACCOUNT)) == count


# -- dry run and secrets


def test_dry_run_and_a_socks_proxy_without_its_library(
    run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI4Fxxxxxxxxxxyyyy")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
    file = request_file(Description="描述 \\ “quotes” 😀")
    ran = run("submit", file, "--dry-run", "--region", "cn-beijing", "--token", "t").ends(
        0,
        "nothing was sent",
        "POST https://batchcompute.cn-beijing.aliyuncs.com/clusters?IdempotentToken=t",
        "LTAI…yyyy",
    )
    assert ran.out == to_bytes(json.loads(file.read_text(encoding="utf-8")))
    assert SECRET not in ran.err
    assert user_journal().all() == []
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    submit = ["submit", file, "--yes", "--region", "cn-beijing"]
    ran = run(*submit).fails(4, "ALL_PROXY", "PySocks", "attempts: 1)")
    assert "Retrying" not in ran.err, "a missing library is no matter of patience"


# -- without a response


@pytest.fixture
def lost(run: Run, closed_port: str) -> Run:
    """Submit where nothing listens."""
    submit = ["submit", "smallest", "--yes", "--endpoint", closed_port, "--timeout", "1"]
    return lambda *words: run(*submit).fails(4, *words)


def test_a_submission_never_sent(run: Run, send: Run, lost: Run, sandbox: RunningSandbox) -> None:
    words = (
        "sandbox (local, free) could not be reached",
        "No cluster was created",
        "submit the same request again",
    )
    said = [lost(*words), lost(*words)]
    assert run("submissions", "list", "--format", "json").json == []
    [left] = user_journal().pending()
    said += [send("smallest", *options).ends(0) for options in (["--new"], ["--token", "mine"])]
    said.append(send("smallest").ends(0, f"the same token, {left.token}"))
    for wrong in ("may exist", "may or may not exist", "got no response"):
        assert [ran for ran in said if wrong in ran.err] == []
    assert user_journal().pending() == []
    assert len(clusters(sandbox)) == 3


def test_a_submission_that_may_have_been_sent(run: Run, send: Run, lost: Run) -> None:
    lost()
    [left] = user_journal().pending()
    user_journal().resume(left.token, left.target)  # as a run does that is killed then
    lost("may or may not exist")
    assert len(run("submissions", "list", "--format", "json").json) == 1
    [left] = user_journal().pending()
    for options in (["--new"], ["--token", "mine"]):
        send("smallest", *options).ends(0, f"with the token {left.token}, and got no response")
    assert user_journal().pending() == [left]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_says_what_is_known(number: signal.Signals, code: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with process("submit", "smallest", "--yes", "--endpoint", endpoint) as started:
            connection, _ = silent.accept()
            with connection:
                connection.recv(1)  # it has begun to send
                started.send_signal(number)
                out, err = started.communicate(timeout=60)
    assert (started.returncode, out) == (code, b"")
    assert b"may or may not exist" in err and b"Traceback" not in err
    assert len(user_journal().pending()) == 1


# -- waiting for instances


def test_waiting_for_the_instances(run: Run, tmp_path: Path) -> None:
    with start(tmp_path / "s.sqlite3", speed=float("inf")) as sandbox:
        submit = ["submit", "smallest", "--yes", "--wait", "--endpoint", sandbox.url]
        assert run(*submit).ends(0, "All instances are running.").text.startswith("cls-")


def test_waiting_is_given_up(run: Run, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "POLL_INTERVAL", 0)
    real = watching.watch_cluster

    def stop_first(*arguments: Any) -> int:
        with stopped(sandbox):
            return real(*arguments)

    monkeypatch.setattr(watching, "watch_cluster", stop_first)
    ran = run("submit", "smallest", "--yes", "--wait", "--endpoint", sandbox.url)
    assert ran.ends(4, "The state of the cluster").text.startswith("cls-")
