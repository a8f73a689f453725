"""`--set`: parameters filled in and fields changed on the way to an export or a submission."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.core.application import ExitResult
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.sandbox import RunningSandbox

from .driver import TREE, Run


@pytest.fixture
def preset(tmp_path: Path) -> Path:
    """A preset that asks for a number of machines, and for a name with a default."""
    about = {
        "format": 1,
        "parameters": {"count": {"title": "Machines", "type": "integer"}, "who": {"default": "me"}},
    }
    request = {**TREE, "Name": "farm-of-${who}", "Bootstrap": "cd ${HOME}"}
    request["Groups"] = {"g": {"DesiredVMCount": "${count}", "ResourceType": "OnDemand"}}
    file = tmp_path / "farm.json"
    file.write_text(json.dumps({"preset": about, "request": request}))
    return file


def test_export_fills_in(run: Run, preset: Path) -> None:
    ran = run("export", preset, "--set", "count=5", "--set", "/EnvVars/a.b=x=y")
    assert (ran.code, ran.err) == (0, "")
    made = json.loads(ran.out)
    assert made["Name"] == "farm-of-me"
    assert made["Bootstrap"] == "cd ${HOME}"
    assert made["Groups"]["g"]["DesiredVMCount"] == 5
    assert made["EnvVars"] == {"a.b": "x=y"}


def test_as_json_what_is_missing_stays_and_is_said(run: Run, preset: Path) -> None:
    ran = run("export", preset)
    assert ran.code == 0
    assert json.loads(ran.out)["Groups"]["g"]["DesiredVMCount"] == "${count}"
    assert "--set count=" in ran.err


@pytest.mark.parametrize("format_", ["curl", "bcs", "python", "requests"])
def test_what_is_missing_blocks_an_export_that_runs(run: Run, preset: Path, format_: str) -> None:
    ran = run("export", preset, "--as", format_)
    assert (ran.code, ran.out) == (2, b"")
    assert "--set count=" in ran.err
    ran = run("export", preset, "--as", format_, "--set", "count=7")
    assert ran.code == 0
    assert b"farm-of-me" in ran.out


def test_what_is_missing_blocks_a_submission(run: Run, preset: Path, sandbox: RunningSandbox) -> None:
    ran = run("submit", preset, "--yes", "--endpoint", sandbox.url)
    assert (ran.code, ran.out) == (2, b"")
    assert "--set count=" in ran.err
    ran = run("submit", preset, "--yes", "--endpoint", sandbox.url, "--set", "count=2", "--set", "who=you")
    assert ran.code == 0
    assert ran.text.startswith("cls-")
    dry = run(
        "submit", preset, "--dry-run", "--endpoint", sandbox.url, "--set", "count=2", "--set", "who=you"
    )
    assert json.loads(dry.out)["Name"] == "farm-of-you"


def test_a_bare_request_is_literal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bare.json"
    file.write_text(json.dumps({**TREE, "Bootstrap": "echo ${who}"}))
    assert json.loads(run("export", file).out)["Bootstrap"] == "echo ${who}"
    made = json.loads(run("export", file, "--set", "Bootstrap=${who}").out)
    assert made["Bootstrap"] == "${who}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as", "curl", "--endpoint", "http://example.com"], "HTTP"),
        (["--as", "curl", "--region", "Beijing!"], "cn-hangzhou"),
    ],
)
def test_where_no_script_may_send_it(run: Run, arguments: list[str], words: str) -> None:
    ran = run("export", "smallest", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert words in ran.err


def test_the_region_of_an_official_address_goes_with_it(run: Run) -> None:
    address = "https://batchcompute.cn-beijing.aliyuncs.com"
    text = run("export", "smallest", "--as", "curl", "--endpoint", address).text
    assert "region=${ALIBABA_CLOUD_REGION_ID:-cn-beijing}" in text
    assert f"endpoint=${{BATCHCOMPUTE_ENDPOINT:-{address}}}" in text
    ran = run("export", "smallest", "--as", "json", "--endpoint", address)
    assert "have no effect" in ran.err


@pytest.fixture
def opened(run: Run, preset: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., OpenedDocument]:
    """Start the wizard with values for the preset, and return what it opens."""
    documents: list[OpenedDocument] = []

    def run_questions(app: object, *, loaded: OpenedDocument) -> ExitResult:
        documents.append(loaded)
        return ExitResult(0)

    def open_copy(*settings: str) -> OpenedDocument:
        options = [part for setting in settings for part in ("--set", setting)]
        assert run("new", "--plain", "--preset", preset, *options).code == 0
        return documents.pop()

    monkeypatch.setattr("wizard.prompts.app.run", run_questions)
    return open_copy


def test_a_wizard_begins_with_the_values_that_are_given(opened: Callable[..., OpenedDocument]) -> None:
    loaded = opened("count=3", "Description=by hand")
    assert loaded.origin == DocumentSource()
    assert loaded.tree["Groups"]["g"]["DesiredVMCount"] == 3
    assert (loaded.tree["Name"], loaded.tree["Description"]) == ("farm-of-${who}", "by hand")
    assert {name: each.default for name, each in loaded.parameters.items()} == {"who": "me"}
    assert loaded.remarks == ()


def test_a_wizard_asks_for_what_was_not_given(opened: Callable[..., OpenedDocument]) -> None:
    loaded = opened()
    assert loaded.tree["Groups"]["g"]["DesiredVMCount"] == "${count}"
    assert list(loaded.parameters) == ["count", "who"] and loaded.remarks == ()
    everything = opened("count=3", "who=you")
    assert everything.tree["Name"] == "farm-of-you" and not everything.parameters


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("Groups.g.SpotPriceLimit=NaN", "number"),
        ("Groups.g.SpotPriceLimit=1e999", "number"),
        ("Groups.g.DesiredVMCount=" + "9" * 5000, "an integer"),
        ('UserData={"a": NaN}', "NaN is not a JSON number"),
        ('UserData={"a": 1e999}', "too large for a number"),
        ('UserData={"a": "\\ud83d"}', "surrogate"),
        ("UserData=" + "[" * 100_000, "200 deep"),
        ("UserData=" + '{"a":' * 200 + "1" + "}" * 200, "200 deep"),
        ('UserData={"a": "1", "a": "2"}', "occurs twice"),
        ("Configs.Mounts.Entries.first.Source=x", "first is no index"),
        ("Notification.Topic.Events.OnClusterDeleted=x", "OnClusterDeleted is no index"),
        ("count=1e999", "an integer"),
    ],
    ids=lambda text: text[:40],
)
@pytest.mark.parametrize("command", ["check", "export", "submit"])
def test_a_value_that_no_file_can_hold_is_a_usage_error(
    run: Run, preset: Path, command: str, setting: str, said: str
) -> None:
    ran = run(command, preset, "--set", setting, *(["--dry-run"] if command == "submit" else []))
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err
    assert len(ran.err) < 1000
