"""`bcw submit`: one cluster, also after a SIGKILL or without a response; and `bcw submissions`."""

import json
import re
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from wizard.cli import clusters as watching
from wizard.client.credentials import make_sandbox_profile
from wizard.core.actions.journal import begin_submission, list_pending, open_journal
from wizard.document.serializer import to_bytes
from wizard.sandbox import Quotas, RunningSandbox, start
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import ACCOUNT, BILLED, client, ids, let_in, save, stopped
from .driver import EXAMPLE, SECRET, TREE, Creations, Run, Write, closed_pipe, end, lose_response, process

LeavePending = Callable[..., str]


def test_the_example_of_the_reference_becomes_a_cluster(run: Run, send: Run, sandbox: RunningSandbox) -> None:
    run(f"submit {EXAMPLE} --endpoint {sandbox.url}").fails(2, "placeholder-left", "Add --yes")
    made = send("-", data=EXAMPLE.read_bytes()).ends(0, "placeholder-left").text
    assert [f"{each}\n" for each in ids(sandbox)] == [made]
    assert client(sandbox).get_cluster(made.strip())["Name"] == "test-cluster"


def test_a_rejected_request(run: Run, send: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    send(request_file(Name="1 bad/")).fails(1, "InvalidName")
    send("-").fails(1, "InvalidJsonFormat")
    assert ids(sandbox) == []
    for quotas, words in (
        (Quotas(MaxClusterCount=0), "MaxClusterCount: The MaxClusterCount (0) quota is exhausted"),
        (Quotas(MaxClusterGroupDesiredVMCount=1), "Field: /Groups"),
    ):
        with start(request_file().with_name("s.sqlite3"), quotas=quotas) as limited:
            run("submit --yes --endpoint", limited.url, request_file()).fails(3, words)


def test_with_refresh_a_request_is_checked_with_the_lists_of_the_account(
    run: Run, account: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = f"submit {request_file(InstanceType='ecs.new9.large')}"
    run(f"{submit} --dry-run").ends(0)
    assert not locations.accounts_folder().exists()  # nothing was fetched
    problem = 'The account has no instance type "ecs.new9.large" in cn-beijing'
    run(f"{submit} --yes --refresh").fails(1, problem)
    assert run(f"{submit} --dry-run").code == 0, "lists that may be out of date cause no error"
    run("submit --yes --refresh", request_file("fine.json")).ends(0)
    let_in(monkeypatch, secret="changed")
    run(f"{submit} --yes --refresh").fails(3, "Nothing was checked")
    account.stop()
    run(f"{submit} --yes --refresh --profile prod").fails(4, "Without --refresh")
    run(f"{submit} --dry-run").ends(0)


def test_in_the_sandbox_enter_confirms(run: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    groups = {"g": {"DesiredVMCount": 3, "ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"}}
    submit, made = f"submit {request_file(Groups=groups)} --endpoint {sandbox.url}", list[str]()
    for answer, code in {"y\n": 0, "\n": 0, "n\n": 130, "": 130}.items():
        ran = run(submit, answer=answer).ends(code, "Account and region: sandbox", "[Y/n]")
        assert "g: 3 instances, ecs.sn1ne.large, Spot, automatic bid" in ran.err
        assert "3 instances in 1 group: 6 vCPU" in ran.err
        made += ran.text.split()
    assert len(made) == 2 and {*ids(sandbox)} == {*made}


def test_only_yes_confirms_what_is_billed(run: Run, account: RunningSandbox, request_file: Write) -> None:
    file = request_file(Groups={"g": {"DesiredVMCount": 1200, "ResourceType": "OnDemand"}})
    for answer, code in {"\n": 130, "1\n": 130, "y\n": 0}.items():
        assert ids(account, ACCOUNT) == []
        words = "g: 1,200 instances, ecs.sn1ne.large, Pay-as-you-go", "Create 1,200 instances? [y/N]"
        made = run("submit", file, answer=answer).ends(code, "deprecated", *BILLED, *words)
    assert ids(account, ACCOUNT) == made.text.split()


def test_waiting_is_given_up(run: Run, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "POLL_INTERVAL", 0)
    real = watching.watch_cluster

    def stop_first(*arguments: Any) -> int:
        with stopped(sandbox):
            return real(*arguments)

    monkeypatch.setattr(watching, "watch_cluster", stop_first)
    ran = run("submit smallest --yes --wait --endpoint", sandbox.url)
    assert ran.ends(4, "The state of the cluster").text.startswith("cls-")


def test_dry_run(run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI4Fxxxxxxxxxxyyyy")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
    file = request_file(Description="描述 \\ “quotes” 😀")
    words = "POST https://batchcompute.cn-beijing.aliyuncs.com/clusters?IdempotentToken=t", "LTAI…yyyy"
    ran = run(f"submit {file} --dry-run --region cn-beijing --token t").ends(0, "nothing was sent", *words)
    assert ran.out == to_bytes(json.loads(file.read_text(encoding="utf-8")))
    assert SECRET not in ran.err
    assert open_journal().all() == []


def test_a_submission_never_sent(run: Run, send: Run, closed_port: str, sandbox: RunningSandbox) -> None:
    words = "sandbox (local, free) could not be reached", "connection refused", "No cluster was created"
    submit = f"submit smallest --yes --endpoint {closed_port} --timeout 1"
    said = [run(submit).fails(4, *words, "the same request again") for _ in range(2)]
    assert list_pending() == []
    [left] = open_journal().pending()
    said += [send("smallest", *options).ends(0) for options in (["--new"], ["--token", "mine"])]
    said.append(send("smallest").ends(0, f"the same token, {left.token}"))
    for wrong in ("may exist", "may or may not exist", "got no response"):
        assert [ran for ran in said if wrong in ran.err] == []
    assert open_journal().pending() == []
    assert len(ids(sandbox)) == 3


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_says_what_is_known(number: signal.Signals, code: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with process("submit smallest --yes --endpoint", endpoint) as started:
            connection, _ = silent.accept()
            with connection:
                connection.recv(1)  # it has begun to send
                left, out, err = end(started, number)
    assert (left, out) == (code, b"")
    assert b"may or may not exist" in err and b"Traceback" not in err
    assert len(list_pending()) == 1


@pytest.mark.parametrize("is_killed", [True, False])
def test_after_a_kill_or_meanwhile_the_same_command_sends_the_same_bytes_and_creates_one_cluster(
    run: Run, creations: Creations, sandbox: RunningSandbox, request_file: Write, is_killed: bool
) -> None:
    submit = f"submit {request_file()} --yes --endpoint {sandbox.url}"
    creations.hold_next = True
    with process(submit) as started:
        assert creations.held.wait(60)
        if is_killed:
            started.kill()
            started.wait(60)
        [created], [entry] = ids(sandbox), list_pending()
        assert run(submit).ends(0, "You sent this", entry.token).text.strip() == created
        code, out, _ = end(started)
    assert (code, out) == (-signal.SIGKILL if is_killed else 143, b"")
    assert (ids(sandbox), list_pending()) == ([created], [])
    first, second = creations.requests
    assert (first.body, first.query) == (second.body, second.query)
    assert run("clusters list --format json").json[0]["id"] == created


def test_submit_after_a_closed_pipe(run: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    submit = f"submit {request_file()} --yes --endpoint {sandbox.url}"
    with closed_pipe() as closed, process(submit, stdout=closed) as started:
        code, _, err = end(started, None)
    assert (code, b"Created cluster" in err, len(list_pending())) == (74, True, 1)
    assert ids(sandbox) == run(submit).ends(0).text.split()
    assert list_pending() == []


def test_the_same_request_at_the_same_moment_is_one_submission(sandbox: RunningSandbox) -> None:
    profile, ready = make_sandbox_profile(sandbox.url), threading.Barrier(8)

    def prepare(_: int) -> str:
        ready.wait(60)
        return begin_submission(TREE, profile, {}).token

    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(prepare, range(8)))
    assert [entry.token for entry in list_pending()] == [*tokens]
    assert len(tokens) == 1
    new = begin_submission(TREE, profile, {}, new=True).token
    assert new not in tokens and len(list_pending()) == 2


@pytest.fixture
def leave_pending(run: Run, request_file: Write) -> LeavePending:
    """Submit a request and lose the response; return the cluster's id."""

    def call(options: str, **changes: Any) -> str:
        made = run(f"submit --yes {options}", request_file(**changes)).ends(0).text.strip()
        lose_response(made)
        return made

    return call


def test_a_pending_submission_is_listed_and_resumed(
    run: Run, leave_pending: LeavePending, sandbox: RunningSandbox, closed_port: str
) -> None:
    run("submissions list").fails(0, "no unconfirmed submissions")
    made = leave_pending(f"--endpoint {sandbox.url} --token abc1")
    assert re.search("abc1 .*a-cluster .*<1 min ago", run("submissions list").ends(0).text)
    [each] = run("submissions list --format json").json
    assert (each["token"], each["name"], each["endpoint"]) == ("abc1", "a-cluster", sandbox.url)
    resume = "submissions resume --yes"
    run(f"{resume} --endpoint {closed_port} --timeout 0.3").fails(4, "may or may not exist")
    assert run(resume).ends(0).text == f"{made}\n"
    assert (ids(sandbox), list_pending()) == ([made], [])


def test_resuming_is_confirmed(
    run: Run, leave_pending: LeavePending, account: RunningSandbox, tmp_path: Path
) -> None:
    groups = {"g": {"DesiredVMCount": 40, "ResourceType": "OnDemand"}}
    made = leave_pending("--profile prod --token abc1", Groups=groups)
    submit = f"submit {tmp_path}/request.json"
    before, [entry] = list_pending(), open_journal().folder.glob("*.open.json")
    content = entry.read_bytes()
    entry.write_bytes(b"{")
    run(f"{submit} --yes").fails(2, str(entry), "second cluster", "list of clusters")
    run(f"{submit} --dry-run --new").ends(0)
    entry.write_bytes(content)
    run("submissions resume").fails(2, "--yes", "can create")
    run(f"{submit} --dry-run").ends(0, "same token, abc1", "IdempotentToken=abc1")
    run(f"{submit} --dry-run --new").ends(0, "with the token abc1, and got no response")
    words = "You sent this today, ", "got no response.", "it returns the existing cluster, or creates it."
    for line in ("submissions resume abc1", submit):
        ran = run(line, answer="\n").fails(130, *words, *BILLED, "[y/N]")
        assert "g: 40 instances, ecs.sn1ne.large, Pay-as-you-go" in ran.err
    assert list_pending() == before, "nothing was sent"
    ProfileStore(locations.profiles_file()).remove("prod")
    run("submissions resume --yes").fails(2, "LTAI-prod", "no longer configured")
    save("another-name", account.url)
    assert run("submissions resume", answer="y\n").ends(0).text.strip() == made
    assert list_pending() == []


def test_one_of_several_is_resumed_by_the_beginning_of_its_token_or_no_longer_tracked(
    run: Run, send: Run, leave_pending: LeavePending, sandbox: RunningSandbox, request_file: Write
) -> None:
    for token in ("abc1", "abd2"):
        leave_pending(f"--endpoint {sandbox.url} --token {token}", Name=token)
    run("submissions resume --yes").fails(2, "abc1, abd2")
    run("submissions resume ab --yes").ends(2)
    run("submissions resume abd --yes").ends(0)
    assert [each.token for each in list_pending()] == ["abc1"]
    run("submissions forget abc1").ends(2)
    run("submissions forget abc1", answer="n\n").fails(130, "may exist")
    run("submissions forget abc1 --yes").ends(0, "clusters list --all")
    assert list_pending() == []
    send(request_file(Name="abc1")).ends(0)
    assert len(ids(sandbox)) == 3
