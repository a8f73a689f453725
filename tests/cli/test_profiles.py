"""`bcw profiles`: add, choose, test and remove profiles; those that cannot be used; and `bcw sandbox`."""

import os
import re
import signal
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from terminal import converse

from wizard.client.api import Client
from wizard.client.credentials import make_sandbox_profile
from wizard.core.application import Application
from wizard.errors import StorageError
from wizard.models.profile import Secret
from wizard.sandbox import RunningSandbox, start
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import KEY_SECRET, let_in, save, save_aliyun
from .driver import EXAMPLE, Run, Write, closed_pipe, end, process

ENVIRON = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-env",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "very-secret-env",
    "ALIBABA_CLOUD_REGION_ID": "cn-shanghai",
}


def in_use(run: Run) -> str:
    [name] = [each["name"] for each in run("profiles list --format json").json if each["in_use"]]
    return str(name)


def test_profiles_of_other_programs_are_left_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    save_aliyun({}, {"name": "sso", "mode": "CloudSSO"}).chmod(0o644)
    ran = run("profiles list").ends(0, "chmod 600")
    first, second, _sandbox = ran.text.splitlines()
    assert first.startswith("*  aliyun:default") and "CloudSSO" in second
    assert "very-secret" not in ran.text + ran.err
    run("profiles remove aliyun:default").fails(2, "another program")
    run("profiles use aliyun:sso").ends(2)
    for name, value in {"ALIBABA_CLOUD_PROFILE": "default", **ENVIRON}.items():
        monkeypatch.setenv(name, value)
    note = "ALIBABA_CLOUD_PROFILE selects the profile 'default', but environment"
    assert "very-secret" not in run("submit smallest --dry-run").ends(0, note).err


def test_a_profile_is_added_by_a_script(run: Run) -> None:
    add, store = "profiles add prod --region cn-beijing --key-id", ProfileStore(locations.profiles_file())
    assert run("profiles list").ends(0).text.startswith("*  sandbox")
    assert not store.path.exists()
    words = "no usable keyring", str(store.credentials), "default from now on"
    ran = run(f"{add} LTAI-prod", data=b"very-secret\n").ends(0, *words)
    assert "very-secret" not in ran.err + ran.text + store.path.read_text()
    line = run("profiles list").text.splitlines()[0]
    assert re.match(r"\*  prod .*batchcompute\.cn-beijing\.aliyuncs\.com .*LTAI-prod .*targets\.json", line)
    sts = "profiles add inside --region cn-beijing --vpc --key-id LTAI-x --sts"
    run(sts, data=b"very-secret-2\nsts-token\n").ends(0)
    assert store.get_secret("inside") == Secret(secret="very-secret-2", token="sts-token")
    assert store.all()["inside"].endpoint == "https://batchcompute-vpc.cn-beijing.aliyuncs.com"
    assert in_use(run) == "prod"
    run(f"{add} LTAI-other", data=b"another\n").fails(2, "--replace")
    with patch.object(ProfileStore, "add", side_effect=StorageError("The disk is full.")):
        run(f"{add} LTAI-other --replace", data=b"another\n").fails(2, "disk is full")
    assert store.all()["prod"].access_key_id == "LTAI-prod"
    assert store.get_secret("prod") == Secret(secret="very-secret")
    run(f"{add} LTAI-other --replace", data=b"another\n").ends(0)
    assert store.all()["prod"].access_key_id == "LTAI-other"


def test_what_cannot_be_added(run: Run) -> None:
    for options, data, words in (
        ("--key-id k --keep keyring", b"very-secret\n", "no usable keyring"),
        ("--key-id STS.k", b"very-secret\n", "STS token in a second line"),
        ("--key-id k", b"\n", "standard input"),
    ):
        ran = run(f"profiles add prod --region cn-a {options}", data=data).fails(2, words)
        assert "very-secret" not in ran.err
    run("profiles add prod", answer="").fails(130, "Nothing was added")
    assert not locations.profiles_file().exists()


def test_a_secret_typed_on_a_terminal_is_not_shown() -> None:
    answers = {
        "Name of the profile": "sandbox",
        "cannot be the name": "prod",
        "Region": "Nowhere!",
        "not a region ID": "cn-somewhere-new",
        "Endpoint": "vpc",
        "AccessKey ID": "STS.typed",
        "AccessKey secret": "very-secret-typed",
        "STS token": "very-secret-token",
    }
    code, seen = converse(["profiles", "add"], *((text, f"{typed}\n") for text, typed in answers.items()))
    assert code == 0, seen
    assert "very-secret" not in seen
    assert "not a known region" in seen  # and is used
    store = ProfileStore(locations.profiles_file())
    assert store.all()["prod"].endpoint == "https://batchcompute-vpc.cn-somewhere-new.aliyuncs.com"
    assert store.get_secret("prod") == Secret(secret="very-secret-typed", token="very-secret-token")


def test_a_profile_is_tested(run: Run, account: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "responds and accepts AccessKey LTAI-prod" in run("profiles test").ends(0, "deprecated").text
    run("profiles test sandbox").ends(0)
    data_file = account.data_file.with_name("ahead.sqlite3")
    with start(data_file, clock=lambda: datetime.now(UTC) + timedelta(minutes=20)) as ahead:
        for line in ("profiles test", "submit smallest --yes"):
            run(f"{line} --endpoint {ahead.url}").fails(3, "set the clock")
    let_in(monkeypatch, secret="changed")
    assert KEY_SECRET not in run("profiles test prod").fails(3, "SignatureDoesNotMatch").err
    account.stop()
    run("profiles test").fails(4, "Cannot reach")


def test_the_default_profile_is_chosen_and_removed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    save("prod")
    store = save("test", region="us-west-1")
    assert in_use(run) == "prod"
    for name, words in {"test": "us-west-1", "sandbox": ""}.items():
        run(f"profiles use {name}").ends(0, words)
        assert in_use(run) == name
    with monkeypatch.context() as patch:
        for name, value in ENVIRON.items():
            patch.setenv(name, value)
        assert in_use(run) == "environment"
        run("profiles use prod").ends(0, "takes precedence")
    run("profiles remove prod", answer="\n").ends(130)
    run("profiles remove prod --yes").ends(0)
    assert list(store.all()) == ["test"] and in_use(run) == "test"


@pytest.mark.parametrize("problem", ["cannot be used", "targets.json is not valid JSON"])
def test_in_place_of_an_unusable_profile_no_other_is_used_unless_named(
    run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    if problem == "cannot be used":
        monkeypatch.setenv("ALIBABA_CLOUD_PROFILE", "nosuch")
    else:
        locations.profiles_file().parent.mkdir(parents=True)
        locations.profiles_file().write_text("{")
    for option in ("--yes", "--dry-run"):
        run(f"submit smallest {option}").fails(2, problem, "--profile sandbox")
    assert not locations.journal_folder().exists() and not locations.sandbox_file().exists()
    for line in (
        *(f"check {request_file()}", "export smallest --as curl", "presets list", "explain Name"),
        *("clusters list", "submissions list"),
    ):
        run(line).ends(0)
    ran = run("profiles list").ends(0)
    assert problem in ran.text + ran.err
    made = run("submit smallest --yes --profile sandbox").ends(0).text.strip()
    [listed] = run("clusters list --format json").json
    assert (listed["id"], listed["state"]) == (made, "Active")
    run("clusters show", made).ends(0)
    application = Application(os.environ)
    current = application.profiles.current
    assert (current.title, current.is_sandbox) == ("no usable profile", False)
    assert problem in " ".join(current.lines)
    assert application.profiles.account() is None
    assert application.exports.export({"Name": "a"}, "curl").text
    application.profiles.use("sandbox")
    assert application.profiles.current.is_sandbox


@pytest.mark.parametrize(
    "address",
    [
        'http://[::1%""";import os;os.system("touch pwned");"""]:9',
        "https://user:secret@example.com",
        "http://127.0.0.1:9\nx",
    ],
)
def test_an_invalid_endpoint_is_not_repeated(run: Run, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def check_refused(line: str, *options: str, words: str = "endpoint") -> None:
        ran = run(line, *options).fails(2, words)
        assert "secret" not in ran.err and ran.err.removesuffix("\n").isprintable()

    for line in (
        *(f"export smallest --as {name}" for name in ("json", "curl", "bcs", "python", "requests")),
        *("submit smallest --yes", "submit smallest --dry-run", "check smallest"),
        *("clusters list", "clusters show cls-x", "profiles add mine --region cn-beijing --key-id x"),
    ):
        check_refused(line, "--endpoint", address)
    save("mine", address)
    check_refused("submit smallest --yes --profile mine")
    monkeypatch.setenv("BATCHCOMPUTE_ENDPOINT", address)
    check_refused("submit smallest --yes --profile sandbox", words="BATCHCOMPUTE_ENDPOINT")


def ids_of(started: Any) -> list[str]:
    """Read the address that a sandbox prints, and list its clusters."""
    line = started.stdout.readline().decode()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+\n", line)
    return [each["Id"] for each in Client(make_sandbox_profile(line.strip())).iter_clusters()]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, 130)])
def test_it_prints_its_address_and_ends_cleanly(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with process("sandbox --port 0 --data", tmp_path / "s.sqlite3") as started:
        assert ids_of(started) == []
        assert end(started, number) == (code, b"", b"")


def test_options(run: Run, tmp_path: Path) -> None:
    options = "--verbose --speed inf --quota MaxClusterCount=1"
    with process(f"sandbox --data {tmp_path}/s.sqlite3 {options}") as started:
        submit = f"submit {EXAMPLE} --yes --endpoint {started.stdout.readline().decode()}"
        run(f"{submit} --wait").ends(0, "All instances are running.")
        run(submit).fails(3, "QuotaExhausted.MaxClusterCount")
        code, out, err = end(started)
    assert (code, out, b"/clusters" in err) == (0, b"", True)


def test_a_closed_log_is_no_reason_not_to_answer(tmp_path: Path) -> None:
    with closed_pipe() as closed, process(f"sandbox --verbose --data {tmp_path}/a", stderr=closed) as started:
        assert ids_of(started) == []
        assert end(started)[0] in (0, 120)  # 120: Python's own, as the log could not be flushed


def test_without_a_file_it_is_the_sandbox_of_the_wizard(run: Run) -> None:
    created = run("submit smallest --yes").text.split()
    with process("sandbox") as started:
        assert ids_of(started) == created
        end(started)


def test_a_port_and_a_file_of_another_program(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run(f"sandbox --data {tmp_path}/s --port {port}").fails(2, f"Port {port} is in use", "or 0")
    file = tmp_path / "novel.txt"
    file.write_text("It was a dark and stormy night." * 100)
    run("sandbox --data", file).fails(2, str(file))
