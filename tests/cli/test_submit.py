"""`bcw submit`: one cluster, its id alone on standard output, and an exit code that tells the rest."""

import json
import os
import pty
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.cli import clusters as watching
from wizard.client.api import Client
from wizard.client.credentials import Credentials, Profile
from wizard.document.serializer import to_bytes
from wizard.sandbox import Quotas, RunningSandbox, start
from wizard.storage import locations
from wizard.storage.journal import Journal

from .accounts import KEY_ID, KEY_SECRET, let_in, save, talk
from .driver import EXAMPLE, SECRET, Run, clusters, process

Write = Callable[..., Path]


def test_the_example_becomes_a_cluster(send: Run, sandbox: RunningSandbox) -> None:
    ran = send(EXAMPLE)
    assert ran.code == 0
    assert ran.text.startswith("cls-") and ran.text.count("\n") == 1
    [cluster] = clusters(sandbox)
    assert cluster["Id"] == ran.text.strip()
    assert cluster["Name"] == "test-cluster"
    assert "placeholder-left" in ran.err  # its warnings are listed


def test_on_a_fresh_machine_it_goes_to_the_sandbox_of_the_wizard(run: Run) -> None:
    ran = run("submit", "smallest", "--yes")
    assert ran.code == 0
    assert ran.text.startswith("cls-")
    assert "sandbox" in ran.err
    assert locations.sandbox_file().exists()
    [entry] = Journal(locations.journal_folder()).all()
    assert entry.cluster_id == ran.text.strip()


def test_the_same_token_never_makes_a_second_cluster(send: Run, sandbox: RunningSandbox) -> None:
    first, second = (send("smallest", "--token", "a_Token_1") for _ in range(2))
    assert first.code == second.code == 0
    assert first.text == second.text
    assert len(clusters(sandbox)) == 1
    assert send("smallest").text != first.text


def test_a_token_of_another_request_is_refused(send: Run) -> None:
    assert send("smallest", "--token", "t1").code == 0
    ran = send(EXAMPLE, "--token", "t1")
    assert (ran.code, ran.out) == (3, b"")
    assert "IdempotentTokenMismatch" in ran.err


@pytest.mark.parametrize("token", ["", "a b", "a-b", "x" * 65, "集"])
def test_a_token_that_is_none_is_refused_before_anything_is_sent(
    send: Run, sandbox: RunningSandbox, token: str
) -> None:
    ran = send("smallest", "--token", token)
    assert (ran.code, ran.out) == (2, b"")
    assert "1 to 64 letters, digits and underscores" in ran.err
    assert clusters(sandbox) == []


def test_errors_block(send: Run, request_file: Write, sandbox: RunningSandbox) -> None:
    ran = send(request_file(Name="1 bad/name"))
    assert (ran.code, ran.out) == (1, b"")
    assert "InvalidName" in ran.err
    assert "Nothing was sent" in ran.err
    assert clusters(sandbox) == []


def test_text_that_is_no_json_is_not_sent(send: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("Name: x")
    ran = send(tmp_path / "x.json")
    assert (ran.code, ran.out) == (1, b"")
    assert "InvalidJsonFormat" in ran.err


def test_a_quota_is_shown_as_what_it_is(run: Run, request_file: Write, tmp_path: Path) -> None:
    with start(tmp_path / "s.sqlite3", quotas=Quotas(MaxClusterCount=1)) as sandbox:
        arguments = ["submit", request_file(), "--yes", "--endpoint", sandbox.url]
        assert run(*arguments).code == 0
        ran = run(*arguments)
    assert (ran.code, ran.out) == (3, b"")
    assert "QuotaExhausted.MaxClusterCount: The MaxClusterCount (1) quota is exhausted" in ran.err


def test_a_refusal_names_the_field(run: Run, request_file: Write, tmp_path: Path) -> None:
    with start(tmp_path / "s.sqlite3", quotas=Quotas(MaxClusterGroupDesiredVMCount=1)) as sandbox:
        ran = run("submit", request_file(), "--yes", "--endpoint", sandbox.url)
    assert ran.code == 3
    assert "Field: /Groups" in ran.err


def test_without_yes_and_without_a_terminal_it_refuses(run: Run, sandbox: RunningSandbox) -> None:
    for source, findings in (("smallest", []), (EXAMPLE, ["placeholder-left"])):
        ran = run("submit", source, "--endpoint", sandbox.url)
        assert (ran.code, ran.out) == (2, b"")
        assert "--yes" in ran.err
        assert all(rule in ran.err for rule in findings)
    assert clusters(sandbox) == []


@pytest.mark.parametrize(
    ("answer", "code", "count"), [(b"y\n", 0, 1), (b"\n", 0, 1), (b"n\n", 130, 0), (b"\x04", 130, 0)]
)
def test_on_a_terminal_it_asks(
    sandbox: RunningSandbox, request_file: Write, answer: bytes, code: int, count: int
) -> None:
    leader, follower = pty.openpty()
    groups = {"g": {"DesiredVMCount": 3, "ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"}}
    arguments = ["submit", request_file(Groups=groups), "--endpoint", sandbox.url]
    with process(*arguments, stdin=follower, stderr=follower) as started:
        os.close(follower)
        shown = b""
        while b"[Y/n]" not in shown:
            shown += os.read(leader, 4096)
        os.write(leader, answer)
        assert started.stdout is not None
        out = started.stdout.read()
        assert started.wait(timeout=60) == code
    os.close(leader)
    assert b"Account and region: sandbox" in shown
    assert b"g: 3 instances, ecs.sn1ne.large, Spot, automatic bid" in shown
    assert b"3 instances in 1 group: 6 vCPU" in shown
    assert b"3 of them Spot" in shown
    assert [each["Id"] for each in clusters(sandbox)] == out.decode().split()
    assert len(clusters(sandbox)) == count


@pytest.mark.parametrize(("answer", "code", "count"), [("", 130, 0), ("1", 130, 0), ("y", 0, 1)])
def test_on_a_billed_account_it_asks_and_no_is_the_first_answer(
    sandbox: RunningSandbox,
    request_file: Write,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answer: str,
    code: int,
    count: int,
) -> None:
    let_in(monkeypatch)
    save("prod", sandbox.url)
    file = request_file(Groups={"g": {"DesiredVMCount": 1200, "ResourceType": "OnDemand"}})
    ended, seen = talk(["submit", str(file)], [("[y/N]", answer)], tmp_path)
    assert ended == code, seen
    for line in (
        "g: 1,200 instances, ecs.sn1ne.large, Pay-as-you-go",
        "Total: 1,200 instances",
        "Account and region: prod · cn-beijing",
        "Billed until deleted.",
        "Create 1,200 instances? [y/N]",
    ):
        assert line in seen
    target = Profile("prod", sandbox.url, "cn-beijing", Credentials(KEY_ID, KEY_SECRET))
    assert len([*Client(target).iter_clusters()]) == count


@pytest.mark.parametrize("key", ["LTAI-x", "sandbox"])
def test_a_service_on_this_computer_is_billed_unless_it_takes_the_key_pair_of_the_sandbox(
    sandbox: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str
) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", key)
    for secret, asks in (("another", "[y/N]"), ("sandbox", "[Y/n]" if key == "sandbox" else "[y/N]")):
        monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret)
        arguments = ["submit", str(request_file()), "--endpoint", sandbox.url]
        code, seen = talk(arguments, [(asks, "n")], tmp_path)
        assert (code, asks in seen) == (130, True), seen


def test_a_dry_run_prints_the_very_bytes(run: Run, request_file: Write) -> None:
    file = request_file(Description="描述 \\ “quotes” 😀")
    ran = run("submit", file, "--dry-run")
    assert ran.code == 0
    assert ran.out == to_bytes(json.loads(file.read_text(encoding="utf-8")))
    assert "nothing was sent" in ran.err
    assert Journal(locations.journal_folder()).all() == []


def test_a_dry_run_shows_no_secret_and_tells_of_missing_ones(
    run: Run, with_secret: Callable[[str], Path]
) -> None:
    ran = run("submit", with_secret(SECRET), "--dry-run")
    assert ran.code == 0
    assert SECRET not in ran.text + ran.err
    assert "${env:OSS_ACCESS_KEY_SECRET}" in ran.text
    ran = run("submit", with_secret("${env:MY_SECRET}"), "--dry-run")
    assert ran.code == 0
    assert "MY_SECRET is not set" in ran.err


@pytest.fixture
def with_secret(request_file: Write) -> Callable[[str], Path]:
    """A request whose OSS secret is what is said."""

    def write(secret: str) -> Path:
        mounts = {
            "OSS": {"AccessKeyId": "id", "AccessKeySecret": secret},
            "Entries": [{"Source": "oss://bucket/", "Destination": "/mnt/in/", "WriteSupport": False}],
        }
        return request_file("secret.json", Configs={"Mounts": mounts})

    return write


def test_a_variable_that_is_not_set_is_named(send: Run, with_secret: Callable[[str], Path]) -> None:
    ran = send(with_secret("${env:MY_SECRET}"))
    assert (ran.code, ran.out) == (2, b"")
    assert "MY_SECRET" in ran.err
    assert "/Configs/Mounts/OSS/AccessKeySecret" in ran.err
    assert Journal(locations.journal_folder()).all() == []


def test_a_secret_goes_nowhere_but_to_the_service(
    send: Run,
    with_secret: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    empty_home: Path,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("MY_SECRET", SECRET)
    ran = send(with_secret("${env:MY_SECRET}"))
    assert ran.code == 0
    assert SECRET not in ran.text + ran.err
    files = [each for folder in (empty_home, tmp_path) for each in folder.rglob("*") if each.is_file()]
    assert [each for each in files if SECRET.encode() in each.read_bytes()] == []


def test_nobody_there_is_exit_code_4(run: Run, closed_port: str) -> None:
    ran = run("submit", "smallest", "--yes", "--endpoint", closed_port, "--timeout", "0.2")
    assert (ran.code, ran.out) == (4, b"")
    assert "sandbox could not be reached" in ran.err
    assert "submit the same request again" in ran.err


def test_without_a_place_for_the_journal_nothing_is_sent(send: Run, sandbox: RunningSandbox) -> None:
    folder = locations.journal_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    ran = send("smallest")
    assert (ran.code, ran.out) == (2, b"")
    assert str(folder) in ran.err and "Nothing was sent" in ran.err
    assert clusters(sandbox) == []


def test_an_unsettled_submission_is_taken_up_again(
    run: Run, send: Run, closed_port: str, sandbox: RunningSandbox
) -> None:
    run("submit", "smallest", "--yes", "--endpoint", closed_port, "--timeout", "0.2")
    [left] = Journal(locations.journal_folder()).pending()
    ran = send("smallest")
    assert ran.code == 0
    assert left.token in ran.err
    assert "the same token" in ran.err
    assert Journal(locations.journal_folder()).pending() == []


@pytest.mark.parametrize("options", [["--new"], ["--token", "mine"]])
def test_a_new_one_beside_an_unsettled_one_is_said_so(
    run: Run, send: Run, closed_port: str, options: list[str]
) -> None:
    run("submit", "smallest", "--yes", "--endpoint", closed_port, "--timeout", "0.2")
    [left] = Journal(locations.journal_folder()).pending()
    # Another run took it up and ended before it could say what came of that.
    Journal(locations.journal_folder()).resume(left.token, left.target)
    [left] = Journal(locations.journal_folder()).pending()
    ran = send("smallest", *options)
    assert ran.code == 0
    assert f"with the token {left.token}, and got no response" in ran.err
    assert Journal(locations.journal_folder()).pending() == [left]


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
    assert b"may or may not exist" in err
    assert b"Traceback" not in err
    assert len(Journal(locations.journal_folder()).pending()) == 1


def test_waiting_for_the_machines(run: Run, tmp_path: Path) -> None:
    with start(tmp_path / "s.sqlite3", speed=float("inf")) as sandbox:
        ran = run("submit", "smallest", "--yes", "--wait", "--endpoint", sandbox.url)
    assert ran.code == 0
    assert ran.text.startswith("cls-") and ran.text.count("\n") == 1
    assert "All instances are running." in ran.err


def test_waiting_for_a_service_that_went_away_is_given_up(
    run: Run, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "POLL_INTERVAL", 0)
    real = watching.watch_cluster

    def gone(*arguments: Any) -> int:
        sandbox.stop()
        return real(*arguments)

    monkeypatch.setattr(watching, "watch_cluster", gone)
    ran = run("submit", "smallest", "--yes", "--wait", "--endpoint", sandbox.url)
    assert ran.code == 4
    assert ran.text.startswith("cls-")
    assert "The state of the cluster" in ran.err


@pytest.mark.parametrize(
    ("arguments", "environ", "words"),
    [
        ([], {"ALIBABA_CLOUD_ACCESS_KEY_ID": "id"}, ["ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"]),
        (
            [],
            {"ALIBABA_CLOUD_ACCESS_KEY_ID": "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET},
            ["No region", "--region"],
        ),
        (["--endpoint", "http://example.com"], {}, ["plain HTTP"]),
        (["--endpoint", "https://example.com"], {}, ["access key"]),
        (["--endpoint", "not an endpoint"], {}, ["not an endpoint"]),
        (["--region", "Nowhere!"], {}, ["not a region id"]),
    ],
)
def test_a_target_that_is_none(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environ: dict[str, str],
    words: list[str],
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    ran = run("submit", "smallest", "--yes", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert SECRET not in ran.err
    for word in words:
        assert word in ran.err


def test_where_it_would_go_is_in_sight(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI4Fxxxxxxxxxxyyyy")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
    ran = run("submit", "smallest", "--dry-run", "--region", "cn-beijing", "--token", "t")
    assert ran.code == 0
    assert "POST https://batchcompute.cn-beijing.aliyuncs.com/clusters?IdempotentToken=t" in ran.err
    assert "cn-beijing" in ran.err and "LTAI…yyyy" in ran.err
    assert SECRET not in ran.err


def test_a_preset_that_asks_for_values_is_not_sent(
    send: Run, tmp_path: Path, sandbox: RunningSandbox
) -> None:
    request = json.loads(EXAMPLE.read_text())
    request["Description"] = "${project}"
    document = {"preset": {"parameters": {"project": {"title": "Project"}}}, "request": request}
    (tmp_path / "asks.json").write_text(json.dumps(document))
    ran = send(tmp_path / "asks.json")
    assert ran.code == 2
    assert "project" in ran.err
    assert clusters(sandbox) == []


def test_a_dollar_in_a_bare_request_is_a_dollar(
    send: Run, request_file: Write, sandbox: RunningSandbox
) -> None:
    assert send(request_file(Bootstrap="cd ${HOME}/${env:X}")).code == 0
    [cluster] = clusters(sandbox)
    assert cluster["Bootstrap"] == "cd ${HOME}/${env:X}"


def test_a_request_from_standard_input(real: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    data = request_file().read_bytes()
    ran = real("submit", "-", "--yes", "--endpoint", sandbox.url, data=data)
    assert ran.code == 0
    assert [each["Id"] for each in clusters(sandbox)] == ran.text.split()
