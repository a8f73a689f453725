"""An account that is named or configured but cannot be used: said, and nothing else is used in its place."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile
from wizard.core.application import Application
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.journal import Journal

from .driver import Run

Write = Callable[..., Path]
PROFILE = {
    "name": "default",
    "mode": "AK",
    "access_key_id": "LTAI-aliyun",
    "access_key_secret": "very-secret",
    "region_id": "cn-hangzhou",
}
VARIABLES = ("ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE")
NOT_NAMED = [
    json.dumps({"current": "default", "profiles": [{**PROFILE, "mode": "RamRoleArn"}]}),
    json.dumps({"current": "default", "profiles": [{**PROFILE, "mode": "EcsRamRole"}]}),
    json.dumps({"current": "gone", "profiles": [PROFILE]}),
    "{",
]


def configure(home: Path, content: str) -> None:
    """Have the aliyun command's configuration hold a text."""
    (home / ".aliyun").mkdir()
    (home / ".aliyun/config.json").write_text(content)


@pytest.fixture(params=[*VARIABLES, *NOT_NAMED])
def unusable(request: pytest.FixtureRequest, empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that cannot be used: named by a variable, or configured."""
    if request.param in VARIABLES:
        monkeypatch.setenv(request.param, "nosuch")
    else:
        configure(empty_home, request.param)


def never_sent() -> bool:
    return Journal(locations.journal_folder()).all() == [] and not locations.sandbox_file().exists()


@pytest.mark.usefixtures("unusable")
@pytest.mark.parametrize("more", ["--yes", "--dry-run"])
def test_nothing_is_created_elsewhere(run: Run, more: str) -> None:
    ran = run("submit", "smallest", more)
    assert (ran.code, ran.out) == (2, b"")
    assert "cannot be used" in ran.err
    assert "--profile sandbox" in ran.err
    assert never_sent()


@pytest.mark.usefixtures("unusable")
def test_the_sandbox_can_be_chosen_and_its_clusters_are_seen(run: Run) -> None:
    ran = run("submit", "smallest", "--yes", "--profile", "sandbox")
    assert ran.code == 0
    assert ran.text.startswith("cls-")
    [listed] = run("clusters", "list", "--format", "json").json
    assert (listed["id"], listed["state"]) == (ran.text.strip(), "Active")
    assert run("clusters", "show", ran.text.strip()).code == 0
    assert run("profiles", "use", "sandbox").code == 0


@pytest.mark.usefixtures("unusable")
def test_what_needs_no_account_works(run: Run, request_file: Write) -> None:
    assert run("check", request_file()).code == 0
    assert run("export", "smallest", "--as", "curl").code == 0
    assert run("presets", "list").code == 0
    assert run("explain", "Name").code == 0
    assert run("clusters", "list").code == 0
    assert run("submissions", "list").code == 0
    ran = run("profiles", "list")
    assert ran.code == 0
    assert "cannot be used" in ran.text + ran.err


@pytest.mark.usefixtures("unusable")
def test_a_wizard_opens_and_lets_one_choose_another() -> None:
    wizard = Application(os.environ)
    assert wizard.profiles.current.title == "no usable profile"
    assert not wizard.profiles.current.is_sandbox
    assert "cannot be used" in " ".join(wizard.profiles.current.lines)
    assert wizard.profiles.account() is None
    assert wizard.exports.export({"Name": "a"}, "curl").text
    assert [each.name for each in wizard.profiles.choices()][-1] == "sandbox"
    assert wizard.profiles.use("sandbox").is_sandbox
    assert wizard.profiles.current.is_sandbox


def test_a_profile_can_be_ignored(run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(empty_home, "{")
    monkeypatch.setenv("ALIBABA_CLOUD_PROFILE", "nosuch")
    monkeypatch.setenv("ALIBABA_CLOUD_IGNORE_PROFILE", "TRUE")
    ran = run("submit", "smallest", "--yes")
    assert ran.code == 0
    assert "sandbox" in ran.err


def test_the_endpoint_of_the_environment_is_where_it_goes(
    run: Run, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BATCHCOMPUTE_ENDPOINT", sandbox.url)
    ran = run("submit", "smallest", "--yes")
    assert ran.code == 0
    [cluster] = Client(sandbox_profile(sandbox.url)).iter_clusters()
    assert cluster["Id"] == ran.text.strip()
    assert not locations.sandbox_file().exists()
    monkeypatch.setenv("BATCHCOMPUTE_ENDPOINT", "http://example.com")
    ran = run("submit", "smallest", "--yes")
    assert (ran.code, ran.out) == (2, b"")
    assert "BATCHCOMPUTE_ENDPOINT" in ran.err


def test_a_dry_run_shows_what_a_real_one_would(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(empty_home, json.dumps({"current": "default", "profiles": [PROFILE]}))
    (empty_home / ".aliyun/config.json").chmod(0o644)
    ran = run("submit", "smallest", "--dry-run")
    assert ran.code == 0
    assert "chmod 600" in ran.err
    assert "deprecated" in ran.err
    monkeypatch.setenv("ALIBABA_CLOUD_PROFILE", "default")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI-env")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "very-secret-too")
    ran = run("submit", "smallest", "--dry-run", "--region", "cn-beijing")
    assert "ALIBABA_CLOUD_PROFILE selects the profile 'default', but environment" in ran.err
    assert "very-secret" not in ran.err


def test_a_dry_run_tells_of_an_unsettled_submission_and_writes_nothing(
    run: Run, sandbox: RunningSandbox, request_file: Write
) -> None:
    file = request_file()
    arguments = ["submit", file, "--endpoint", sandbox.url]
    assert run(*arguments, "--yes", "--token", "t1").code == 0
    journal = Journal(locations.journal_folder())
    [entry] = journal.all()
    journal.start(entry.model_copy(update={"outcome": None}))
    before = sorted(locations.journal_folder().iterdir())
    ran = run(*arguments, "--dry-run")
    assert ran.code == 0
    assert "same token, t1" in ran.err
    assert "IdempotentToken=t1" in ran.err
    assert "with the token t1, and got no response" in run(*arguments, "--dry-run", "--new").err
    assert sorted(locations.journal_folder().iterdir()) == before
