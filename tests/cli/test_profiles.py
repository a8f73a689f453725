"""`bcw profiles`: add, choose, test and remove profiles; those that cannot be used."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from terminal import converse

from wizard.core.application import Application
from wizard.models.profile import Secret
from wizard.sandbox import RunningSandbox, start
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import KEY_SECRET, let_in, save, save_aliyun
from .driver import Run, Write

ALIYUN = {
    "name": "default",
    "mode": "AK",
    "access_key_id": "LTAI-aliyun",
    "access_key_secret": "very-secret",
    "region_id": "cn-hangzhou",
}
ENVIRON = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-env",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "very-secret-env",
    "ALIBABA_CLOUD_REGION_ID": "cn-shanghai",
}


def in_use(run: Run) -> str:
    [name] = [each["name"] for each in run("profiles", "list", "--format", "json").json if each["in_use"]]
    return str(name)


# -- list


def test_profiles_of_other_programs_are_listed_and_left_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_aliyun(ALIYUN, {**ALIYUN, "name": "sso", "mode": "CloudSSO"}).chmod(0o644)
    ran = run("profiles", "list").ends(0, "chmod 600")
    first, second, _sandbox = ran.text.splitlines()
    assert first.startswith("*  aliyun:default") and "CloudSSO" in second
    assert "very-secret" not in ran.text + ran.err
    run("profiles", "remove", "aliyun:default").fails(2, "another program")
    run("profiles", "use", "aliyun:sso").ends(2)
    run("submit", "smallest", "--dry-run").ends(0, "chmod 600", "deprecated")
    monkeypatch.setenv("ALIBABA_CLOUD_PROFILE", "default")
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    ran = run("submit", "smallest", "--dry-run").ends(
        0, "ALIBABA_CLOUD_PROFILE selects the profile 'default', but environment"
    )
    assert "very-secret" not in ran.err


# -- add


def test_a_profile_is_added_by_a_script(run: Run) -> None:
    add = ["profiles", "add", "prod", "--region", "cn-beijing", "--key-id", "LTAI-prod"]
    store = ProfileStore(locations.profiles_file())
    assert run("profiles", "list").ends(0).text.startswith("*  sandbox")
    assert not store.path.exists()
    ran = run(*add, data=b"very-secret\n").ends(
        0, "no usable keyring", str(store.credentials), "default from now on"
    )
    assert "very-secret" not in ran.err + ran.text + store.path.read_text()
    line = run("profiles", "list").text.splitlines()[0]
    for words in ("*  prod", "batchcompute.cn-beijing.aliyuncs.com", "LTAI-prod", "targets.json"):
        assert words in line
    options = ["--region", "cn-beijing", "--vpc", "--key-id", "LTAI-x", "--sts"]
    run("profiles", "add", "inside", *options, data=b"very-secret-2\nsts-token\n").ends(0)
    assert store.get_secret("inside") == Secret(secret="very-secret-2", token="sts-token")
    assert store.all()["inside"].endpoint == "https://batchcompute-vpc.cn-beijing.aliyuncs.com"
    assert in_use(run) == "prod"
    add[-1] = "LTAI-other"
    run(*add, data=b"another\n").fails(2, "--replace")
    assert store.all()["prod"].access_key_id == "LTAI-prod"
    run(*add, "--replace", data=b"another\n").ends(0)
    assert store.all()["prod"].access_key_id == "LTAI-other"


def test_what_cannot_be_added(run: Run) -> None:
    for arguments, data, words in (
        ("--key-id k --keep keyring", b"very-secret\n", "no usable keyring"),
        ("--key-id STS.k", b"very-secret\n", "STS token in a second line"),
        ("--key-id k", b"\n", "standard input"),
    ):
        add = ["profiles", "add", "prod", "--region", "cn-a", *arguments.split()]
        assert "very-secret" not in run(*add, data=data).fails(2, words).err
    run("profiles", "add", "prod", answer="").fails(130, "Nothing was added")
    assert not locations.profiles_file().exists()


def test_a_secret_typed_on_a_terminal_is_not_shown() -> None:
    answers = [
        ("Name of the profile", "sandbox"),
        ("cannot be the name", "prod"),
        ("Region", "Nowhere!"),
        ("not a region id", "cn-somewhere-new"),
        ("Endpoint", "vpc"),
        ("AccessKey ID", "STS.typed"),
        ("AccessKey secret", "very-secret-typed"),
        ("STS token", "very-secret-token"),
    ]
    code, seen = converse(["profiles", "add"], *((text, f"{answer}\n") for text, answer in answers))
    assert code == 0, seen
    assert "very-secret" not in seen
    assert "not a known region" in seen  # and is used
    store = ProfileStore(locations.profiles_file())
    assert store.all()["prod"].endpoint == "https://batchcompute-vpc.cn-somewhere-new.aliyuncs.com"
    assert store.get_secret("prod") == Secret(secret="very-secret-typed", token="very-secret-token")


# -- test, use, remove


def test_a_profile_is_tested(
    run: Run, account: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("profiles", "test").ends(0, "deprecated")
    assert "responds and accepts AccessKey LTAI-prod" in ran.text
    let_in(monkeypatch, secret="changed")
    assert KEY_SECRET not in run("profiles", "test", "prod").fails(3, "SignatureDoesNotMatch").err
    run("profiles", "test", "sandbox").ends(0)
    account.stop()
    run("profiles", "test").fails(4, "Cannot reach")
    let_in(monkeypatch)
    with start(tmp_path / "a.sqlite3", clock=lambda: datetime.now(UTC) + timedelta(minutes=20)) as ahead:
        for command in (["profiles", "test"], ["submit", "smallest", "--yes"]):
            run(*command, "--endpoint", ahead.url).fails(3, "set the clock")


def test_the_default_profile_is_chosen_and_removed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    save("prod", "")
    store = save("test", "", region="us-west-1")
    assert in_use(run) == "prod"
    run("profiles", "use", "test").ends(0, "us-west-1")
    assert in_use(run) == "test"
    run("profiles", "use", "sandbox").ends(0)
    assert in_use(run) == "sandbox"
    with monkeypatch.context() as patch:
        for name, value in ENVIRON.items():
            patch.setenv(name, value)
        assert in_use(run) == "environment"
        run("profiles", "use", "prod").ends(0, "takes precedence")
    run("profiles", "remove", "prod", answer="\n").ends(130)
    run("profiles", "remove", "prod", "--yes").ends(0)
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
        run("submit", "smallest", option).fails(2, problem, "--profile sandbox")
    assert not locations.journal_folder().exists() and not locations.sandbox_file().exists()
    for line in (
        *(f"check {request_file()}", "export smallest --as curl", "presets list", "explain Name"),
        *("clusters list", "submissions list"),
    ):
        assert run(*line.split()).code == 0, line
    ran = run("profiles", "list").ends(0)
    assert problem in ran.text + ran.err
    made = run("submit", "smallest", "--yes", "--profile", "sandbox").ends(0).text.strip()
    [listed] = run("clusters", "list", "--format", "json").json
    assert (listed["id"], listed["state"]) == (made, "Active")
    run("clusters", "show", made).ends(0)
    application = Application(os.environ)
    current = application.profiles.current
    assert (current.title, current.is_sandbox) == ("no usable profile", False)
    assert problem in " ".join(current.lines)
    assert application.profiles.account() is None
    assert application.exports.export({"Name": "a"}, "curl").text
    assert [each.name for each in application.profiles.choices()][-1] == "sandbox"
    application.profiles.use("sandbox")
    assert application.profiles.current.is_sandbox


# -- endpoints that hold more than a host and a port


INVALID = [
    'http://[::1%""";import os;os.system("touch pwned");"""]:9',
    "https://user:secret@example.com",
    "http://127.0.0.1:9\nx",
]


def test_an_invalid_endpoint_is_refused_without_being_repeated(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_refused(line: str, words: str = "endpoint", *options: str) -> None:
        ran = run(*line.split(), *options).fails(2, words)
        assert "secret" not in ran.err and ran.err.removesuffix("\n").isprintable()

    file = locations.profiles_file()
    file.parent.mkdir(parents=True)
    for address in INVALID:
        for line in (
            *(f"export smallest --as {name}" for name in ("json", "curl", "bcs", "python", "requests")),
            *("submit smallest --yes", "submit smallest --dry-run", "check smallest"),
            *("clusters list", "clusters show cls-x", "profiles add mine --region cn-beijing --key-id x"),
        ):
            check_refused(line, "endpoint", "--endpoint", address)
        profile = {"region": "cn-beijing", "endpoint": address, "access_key_id": "x", "keep": "file"}
        file.write_text(json.dumps({"targets": {"mine": profile}}))
        check_refused("submit smallest --yes --profile mine")
        file.unlink()
        with monkeypatch.context() as patch:
            patch.setenv("BATCHCOMPUTE_ENDPOINT", address)
            check_refused("submit smallest --yes", "BATCHCOMPUTE_ENDPOINT")
