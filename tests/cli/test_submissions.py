"""`bcw submissions`: what was sent and never answered; and the same `bcw submit` again after a SIGKILL."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.core.actions.submit import begin_submission
from wizard.models.journal import JournalEntry
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.journal import Journal

from .accounts import let_in, save, talk
from .driver import TREE, Run, process
from .gate import Gate

Write = Callable[..., Path]


@pytest.fixture
def gate(sandbox: RunningSandbox) -> Iterator[Gate]:
    """A gate before the test's sandbox, closed."""
    made = Gate(sandbox.port)
    yield made
    made.close()


def names(sandbox: RunningSandbox) -> list[str]:
    return [each["Name"] for each in Client(sandbox_profile(sandbox.url)).iter_clusters()]


def killed(gate: Gate, *arguments: str | Path) -> None:
    """Kill a `bcw submit` when the service has created the cluster, and the answer has not come."""
    with process("submit", *arguments, "--yes", env=dict(os.environ)) as started:
        assert gate.passed.wait(60)
        os.kill(started.pid, signal.SIGKILL)
        out, _ = started.communicate(timeout=60)
    assert (started.returncode, out) == (-signal.SIGKILL, b"")


def unsettled() -> list[JournalEntry]:
    return Journal(locations.journal_folder()).pending()


def test_killed_in_the_middle_the_same_command_gives_one_cluster(
    run: Run, gate: Gate, sandbox: RunningSandbox, request_file: Write
) -> None:
    file = request_file()
    killed(gate, file, "--endpoint", gate.url)
    assert names(sandbox) == ["a-cluster"]
    [entry] = unsettled()
    gate.open.set()
    ran = run("submit", file, "--yes", "--endpoint", gate.url)
    assert ran.code == 0
    assert "You sent this" in ran.err and entry.token in ran.err
    assert names(sandbox) == ["a-cluster"]
    assert unsettled() == []
    assert len(gate.seen) == 2, ran.err
    first, second = gate.seen
    assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2]
    assert first.partition(b"\r\n")[0] == second.partition(b"\r\n")[0]
    assert run("clusters", "list", "--format", "json").json[0]["id"] == ran.text.strip()


def test_an_id_that_nobody_took_is_not_lost(run: Run, sandbox: RunningSandbox, request_file: Write) -> None:
    file = request_file()
    reading, writing = os.pipe()
    os.close(reading)  # as in a pipeline whose other end has died
    with process("submit", file, "--yes", "--endpoint", sandbox.url, stdout=writing) as started:
        os.close(writing)
        _, err = started.communicate(timeout=60)
    assert started.returncode == 74
    assert b"Created cluster" in err
    assert len(unsettled()) == 1
    ran = run("submit", file, "--yes", "--endpoint", sandbox.url)
    assert ran.code == 0
    assert [each["Id"] for each in Client(sandbox_profile(sandbox.url)).iter_clusters()] == ran.text.split()
    assert unsettled() == []


def test_while_one_is_under_way_the_same_command_takes_it_up(
    run: Run, gate: Gate, sandbox: RunningSandbox, request_file: Write
) -> None:
    file = request_file()
    with process("submit", file, "--yes", "--endpoint", gate.url, env=dict(os.environ)) as started:
        assert gate.passed.wait(60)
        gate.open.set()
        ran = run("submit", file, "--yes", "--endpoint", gate.url)
        started.send_signal(signal.SIGTERM)
        out, _ = started.communicate(timeout=60)
    assert (ran.code, started.returncode, out) == (0, 143, b"")
    assert names(sandbox) == ["a-cluster"]
    assert unsettled() == []


def test_the_same_request_at_the_same_moment_is_one_submission(sandbox: RunningSandbox) -> None:
    target, ready = sandbox_profile(sandbox.url), threading.Barrier(8)

    def prepare(_: int) -> str:
        ready.wait(60)
        return begin_submission(TREE, target, {}).token

    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(prepare, range(8)))
    assert [entry.token for entry in unsettled()] == [*tokens]
    assert len(tokens) == 1
    new = begin_submission(TREE, target, {}, new=True).token
    assert new not in tokens  # where another one is asked for, it is one
    assert len(unsettled()) == 2


def test_what_is_unsettled_is_listed_and_found_out_about(
    run: Run, gate: Gate, sandbox: RunningSandbox, request_file: Write
) -> None:
    assert "no unconfirmed submissions" in run("submissions", "list").err
    killed(gate, request_file(), "--endpoint", gate.url)
    [entry] = unsettled()
    ran = run("submissions", "list")
    assert ran.code == 0
    assert entry.token in ran.text and "a-cluster" in ran.text and "<1 min ago" in ran.text
    [each] = run("submissions", "list", "--format", "json").json
    assert (each["token"], each["name"], each["endpoint"]) == (entry.token, "a-cluster", gate.url)
    gate.open.set()
    ran = run("submissions", "resume", "--yes")
    assert ran.code == 0
    assert ran.text.startswith("cls-") and ran.text.count("\n") == 1
    assert names(sandbox) == ["a-cluster"]
    assert unsettled() == []
    assert run("submissions", "resume", "--yes").code == 2


def test_sending_one_again_is_confirmed(
    run: Run,
    gate: Gate,
    sandbox: RunningSandbox,
    request_file: Write,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    let_in(monkeypatch)
    save("prod", gate.url)
    file = request_file(Groups={"g": {"DesiredVMCount": 40, "ResourceType": "OnDemand"}})
    killed(gate, file, "--profile", "prod", "--token", "abc1")
    gate.open.set()
    sent = len(gate.seen)
    ran = run("submissions", "resume")
    assert ran.code == 2
    assert "--yes" in ran.err and "can create" in ran.err
    for arguments in (["submissions", "resume", "abc1"], ["submit", str(file)]):
        code, seen = talk(arguments, [("[y/N]", "")], tmp_path)
        assert code == 130, seen
        for line in (
            "You sent this today, ",
            "got no response.",
            "it returns the existing cluster, or creates it.",
            "g: 40 instances, ecs.sn1ne.large, Pay-as-you-go",
            "Account and region: prod · cn-beijing",
            "Billed until deleted.",
        ):
            assert line in seen
    assert len(gate.seen) == sent, "nothing was sent"
    code, seen = talk(["submissions", "resume"], [("[y/N]", "y")], tmp_path)
    assert code == 0, seen
    assert unsettled() == []


def test_one_of_several_is_named_by_the_beginning_of_its_token(
    run: Run, gate: Gate, sandbox: RunningSandbox, request_file: Write
) -> None:
    for token in ("abc1", "abd2"):
        gate.passed.clear()
        killed(gate, request_file(Name=f"c-{token}"), "--endpoint", gate.url, "--token", token)
    gate.open.set()
    ran = run("submissions", "resume", "--yes")
    assert ran.code == 2
    assert "abc1, abd2" in ran.err
    assert run("submissions", "resume", "ab", "--yes").code == 2
    assert run("submissions", "resume", "abd", "--yes").code == 0
    assert run("submissions", "resume", "abc1", "--yes").code == 0
    assert sorted(names(sandbox)) == ["c-abc1", "c-abd2"]


def test_one_is_forgotten(
    run: Run, gate: Gate, sandbox: RunningSandbox, request_file: Write, tmp_path: Path
) -> None:
    killed(gate, request_file(), "--endpoint", gate.url, "--token", "abc1")
    assert run("submissions", "forget", "abc1").code == 2
    code, seen = talk(["submissions", "forget", "abc1"], [("[y/N]", "n")], tmp_path)
    assert code == 130
    assert "may exist" in seen
    ran = run("submissions", "forget", "abc1", "--yes")
    assert ran.code == 0
    assert "clusters list --all" in ran.err
    assert unsettled() == []
    gate.open.set()
    assert run("submit", request_file(), "--yes", "--endpoint", gate.url).code == 0
    assert len(names(sandbox)) == 2  # as was said


def test_at_an_account_its_key_is_looked_for_again(
    run: Run, gate: Gate, sandbox: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch)
    file = save("prod", gate.url)
    killed(gate, request_file(), "--profile", "prod")
    gate.open.set()
    file.remove("prod")
    ran = run("submissions", "resume", "--yes")
    assert ran.code == 2
    assert "LTAI-prod" in ran.err and "no longer configured" in ran.err
    save("another-name", gate.url)
    ran = run("submissions", "resume", "--yes")
    assert ran.code == 0
    from wizard.client.credentials import Credentials, Profile

    from .accounts import KEY_ID, KEY_SECRET

    client = Client(Profile("t", sandbox.url, "cn-beijing", Credentials(KEY_ID, KEY_SECRET)))
    assert [each["Id"] for each in client.iter_clusters()] == [ran.text.strip()]


def test_with_another_secret_it_is_not_sent(
    run: Run, gate: Gate, sandbox: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    oss = {"AccessKeyId": "id", "AccessKeySecret": "${env:MY_SECRET}"}
    file = request_file(Configs={"Mounts": {"OSS": oss}})
    monkeypatch.setenv("MY_SECRET", "very-secret")
    # A reference is one only in a preset: in a bare request it is literal, and the journal keeps a reference.
    tree = json.loads(file.read_text())
    file.write_text(json.dumps({"preset": {"title": "T"}, "request": tree}))
    killed(gate, file, "--endpoint", gate.url)
    gate.open.set()
    monkeypatch.delenv("MY_SECRET")
    ran = run("submissions", "resume", "--yes")
    assert ran.code == 2
    assert "MY_SECRET" in ran.err
    monkeypatch.setenv("MY_SECRET", "another")
    ran = run("submissions", "resume", "--yes")
    assert ran.code == 2
    assert "the request body would differ" in ran.err
    assert len(gate.seen) == 1
    monkeypatch.setenv("MY_SECRET", "very-secret")
    assert run("submissions", "resume", "--yes").code == 0
    assert names(sandbox) == ["a-cluster"]


def test_when_nobody_answers_it_stays_unsettled(run: Run, gate: Gate, request_file: Write) -> None:
    killed(gate, request_file(), "--endpoint", gate.url)
    gate.close()
    ran = run("submissions", "resume", "--yes", "--endpoint", gate.url, "--timeout", "0.3")
    assert ran.code == 4
    assert "may or may not exist" in ran.err
    assert len(unsettled()) == 1
