"""`bcw targets`: adding, choosing, testing and forgetting accounts."""

import json
import stat
from pathlib import Path

import pytest

from wizard.sandbox import RunningSandbox, start
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import KEY_ID, KEY_SECRET, let_in, save, talk, type_in
from .driver import Run

ENVIRON = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-env",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "very-secret-env",
    "ALIBABA_CLOUD_REGION_ID": "cn-shanghai",
}


@pytest.fixture
def account(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> str:
    """The endpoint of an account."""
    let_in(monkeypatch)
    return sandbox.url


def in_use(run: Run) -> str:
    [name] = [each["name"] for each in run("profiles", "list", "--format", "json").json if each["in_use"]]
    return str(name)


def test_on_a_fresh_machine_there_is_the_sandbox(run: Run) -> None:
    ran = run("profiles", "list")
    assert ran.code == 0
    assert ran.text.startswith("*  sandbox")
    [only] = run("profiles", "list", "--format", "json").json
    assert (only["name"], only["in_use"], only["problem"]) == ("sandbox", True, None)
    assert not locations.config_folder().exists()


def test_a_target_is_added_by_a_script(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "very-secret")
    ran = run("profiles", "add", "prod", "--region", "cn-beijing", "--key-id", "LTAI-prod")
    assert ran.code == 0
    file = ProfileStore(locations.profiles_file())
    assert str(file.credentials) in ran.err
    assert "no usable keyring" in ran.err
    assert "default from now on" in ran.err
    assert stat.S_IMODE(file.credentials.stat().st_mode) == 0o600
    assert "very-secret" not in ran.err + ran.text + file.path.read_text()
    listed = run("profiles", "list")
    line = listed.text.splitlines()[0]
    assert line.startswith("*  prod")
    assert "batchcompute.cn-beijing.aliyuncs.com" in line and "LTAI-prod" in line and "targets.json" in line
    assert in_use(run) == "prod"
    type_in(monkeypatch, "very-secret-2", "very-secret-token")
    options = ["--region", "cn-beijing", "--vpc", "--key-id", "STS.x", "--sts"]
    assert run("profiles", "add", "inside", *options).code == 0
    secret = file.get_secret("inside")
    assert secret is not None
    assert (secret.secret, secret.token) == ("very-secret-2", "very-secret-token")
    assert file.all()["inside"].endpoint == "https://batchcompute-vpc.cn-beijing.aliyuncs.com"
    assert in_use(run) == "prod"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--region", "cn-beijing", "--key-id", "k"], "NAME is missing"),
        (["prod", "--key-id", "k"], "--region is missing"),
        (["prod", "--region", "cn-beijing"], "--key-id is missing"),
        (["sandbox", "--region", "cn-beijing", "--key-id", "k"], "cannot be the name"),
        (["prod", "--region", "Nowhere!", "--key-id", "k"], "not a region id"),
        (["prod", "--region", "cn-a", "--endpoint", "http://example.com", "--key-id", "k"], "plain HTTP"),
        (
            ["prod", "--region", "cn-a", "--endpoint", "https://a.b", "--vpc", "--key-id", "k"],
            "exclude each other",
        ),
        (["prod", "--region", "cn-a", "--key-id", "a b"], "AccessKey ID"),
        (["prod", "--region", "cn-a", "--key-id", "k", "--secret", "s"], "--secret"),
        (["prod", "--region", "cn-a", "--key-id", "k", "--keep", "keyring"], "no usable keyring"),
        (["prod", "--region", "cn-a", "--key-id", "k", "--sts"], "one line"),
        (["prod", "--region", "cn-a", "--key-id", "STS.k"], "STS token in a second line"),
    ],
)
def test_what_cannot_be_added(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    type_in(monkeypatch, "very-secret")
    ran = run("profiles", "add", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "very-secret" not in ran.err
    assert not locations.profiles_file().exists()


def test_without_a_secret_nothing_is_added(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for lines in ([], [""]):
        type_in(monkeypatch, *lines)
        ran = run("profiles", "add", "prod", "--region", "cn-a", "--key-id", "k")
        assert ran.code == 2
        assert "standard input" in ran.err
    assert not locations.profiles_file().exists()


def test_one_of_the_same_name_is_replaced_when_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    add = ["profiles", "add", "prod", "--region", "cn-beijing", "--key-id"]
    type_in(monkeypatch, "first", "second", "third")
    assert run(*add, "k1").code == 0
    ran = run(*add, "k2")
    assert ran.code == 2
    assert "--replace" in ran.err
    assert ProfileStore(locations.profiles_file()).all()["prod"].access_key_id == "k1"
    assert run(*add, "k3", "--replace").code == 0
    assert ProfileStore(locations.profiles_file()).all()["prod"].access_key_id == "k3"


def test_typed_on_a_terminal_the_secret_is_not_to_be_seen(tmp_path: Path, run: Run) -> None:
    answers = [
        ("Name of the profile", "sandbox"),  # asked again
        ("cannot be the name", "prod"),
        ("Region", "Nowhere!"),
        ("not a region id", "cn-somewhere-new"),
        ("Endpoint", "vpc"),
        ("AccessKey ID", "STS.typed"),
        ("AccessKey secret", "very-secret-typed"),
        ("STS token", "very-secret-token"),
    ]
    code, seen = talk(["profiles", "add"], answers, tmp_path)
    assert code == 0, seen
    assert "very-secret" not in seen
    assert "not a known region" in seen  # and used
    file = ProfileStore(locations.profiles_file())
    assert file.all()["prod"].endpoint == "https://batchcompute-vpc.cn-somewhere-new.aliyuncs.com"
    secret = file.get_secret("prod")
    assert secret is not None
    assert (secret.secret, secret.token) == ("very-secret-typed", "very-secret-token")


@pytest.mark.parametrize("typed", ["\x04", "\x03"])
def test_a_person_who_thinks_better_of_it(tmp_path: Path, typed: str) -> None:
    code, _ = talk(["profiles", "add", "prod"], [("Region", "cn-beijing"), ("Endpoint", typed)], tmp_path)
    assert code == 130
    assert not locations.profiles_file().exists()


def test_a_target_is_tested(run: Run, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    save("prod", account)
    ran = run("profiles", "test")
    assert ran.code == 0
    assert "responds and accepts AccessKey LTAI-prod" in ran.text
    assert "deprecated" in ran.err
    let_in(monkeypatch, secret="changed")
    ran = run("profiles", "test", "prod")
    assert ran.code == 3
    assert "SignatureDoesNotMatch" in ran.err
    assert KEY_SECRET not in ran.err
    assert run("profiles", "test", "sandbox").code == 0
    assert run("profiles", "test", "nobody").code == 2


def test_one_that_does_not_answer(run: Run, account: str, sandbox: RunningSandbox) -> None:
    save("prod", account)
    sandbox.stop()
    ran = run("profiles", "test")
    assert ran.code == 4
    assert "Cannot reach" in ran.err


def test_a_clock_that_is_off_is_recognised(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, timedelta

    let_in(monkeypatch)
    ahead = start(tmp_path / "s.sqlite3", clock=lambda: datetime.now(UTC) + timedelta(minutes=20))
    with ahead as running:
        save("prod", running.url)
        ran = run("profiles", "test")
        assert ran.code == 3
        assert "set the clock" in ran.err
        ran = run("submit", "smallest", "--yes", "--profile", "prod")
        assert ran.code == 3
        assert "set the clock" in ran.err


def test_another_target_is_used(run: Run, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    save("prod", account)
    save("test", account, region="us-west-1")
    assert in_use(run) == "prod"
    ran = run("profiles", "use", "test")
    assert ran.code == 0
    assert "us-west-1" in ran.err
    assert in_use(run) == "test"
    assert run("profiles", "use", "sandbox").code == 0
    assert in_use(run) == "sandbox"
    ran = run("profiles", "use", "nobody")
    assert ran.code == 2
    assert "prod, test" in ran.err
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    assert in_use(run) == "environment"
    ran = run("profiles", "use", "prod")
    assert "takes precedence" in ran.err
    assert run("profiles", "use", "environment").code == 2


def test_a_target_is_forgotten(run: Run, account: str) -> None:
    save("prod", account)
    file = save("test", account)
    assert run("profiles", "remove", "prod", "--yes").code == 0
    assert list(file.all()) == ["test"]
    assert in_use(run) == "test"
    ran = run("profiles", "remove", "prod")
    assert ran.code == 2
    assert "bcw profiles list" in ran.err


def test_keys_of_other_programs_are_listed_and_left_to_them(run: Run, empty_home: Path) -> None:
    (empty_home / ".aliyun").mkdir()
    profile = {"name": "default", "mode": "AK", "access_key_id": "LTAI-aliyun",
               "access_key_secret": "very-secret", "region_id": "cn-hangzhou"}  # fmt: skip
    other = {**profile, "name": "sso", "mode": "CloudSSO"}
    file = empty_home / ".aliyun/config.json"
    file.write_text(json.dumps({"current": "default", "profiles": [profile, other]}))
    file.chmod(0o644)
    ran = run("profiles", "list")
    assert ran.text.splitlines()[0].startswith("*  aliyun:default")
    assert "CloudSSO" in ran.text.splitlines()[1]
    assert "chmod 600" in ran.err
    assert "very-secret" not in ran.text + ran.err
    ran = run("profiles", "remove", "aliyun:default")
    assert ran.code == 2
    assert "another program" in ran.err
    assert run("profiles", "use", "aliyun:sso").code == 2


def test_a_broken_file_of_targets_is_said(run: Run) -> None:
    locations.profiles_file().parent.mkdir(parents=True)
    locations.profiles_file().write_text("{")
    ran = run("profiles", "list")
    assert ran.code == 0
    assert "targets.json" in ran.text
    assert "No profile can be used" in ran.err
    ran = run("submit", "smallest", "--yes")
    assert ran.code == 2
    assert "--profile sandbox" in ran.err
    assert run("submit", "smallest", "--yes", "--profile", "sandbox").code == 0


def test_submitting_to_a_target_by_its_name(run: Run, account: str) -> None:
    save("prod", account)
    save("other", "https://batchcompute.cn-beijing.aliyuncs.com")
    ran = run("submit", "smallest", "--yes", "--profile", "prod")
    assert ran.code == 0
    assert ran.text.startswith("cls-")
    assert "deprecated" in ran.err
    assert "Billed until deleted" in ran.err
    assert f"prod · cn-beijing · {account.removeprefix('http://')}" in ran.err
    assert KEY_SECRET not in ran.err and KEY_ID not in ran.text
    ran = run("submit", "smallest", "--yes", "--profile", "prd")
    assert ran.code == 2
    assert "sandbox, prod, other" in ran.err
