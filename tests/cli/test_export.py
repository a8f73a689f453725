"""`bcw export --as json`: the same keys, order and values; and `--set`: values of parameters and fields."""

import json
from pathlib import Path
from unittest.mock import Mock

import pytest

from wizard.core.application import ExitResult
from wizard.core.documents import DocumentSource

from .driver import EXAMPLE, SECRET, TREE, Run, Write, with_secret


def test_the_example_of_the_reference_is_exported_unchanged(run: Run) -> None:
    ran = run("export", EXAMPLE, "--as", "json")
    assert (ran.code, ran.err) == (0, "")
    # repr tells 1 from 1.0, and shows the order of keys
    assert repr(json.loads(ran.out)) == repr(json.loads(EXAMPLE.read_text()))
    assert run("export -", data=ran.out).out == ran.out
    secret = json.dumps(with_secret(SECRET)).encode()
    ran = run("export -", data=secret).ends(0, "/Configs/Mounts/OSS/AccessKeySecret")
    assert "${env:OSS_ACCESS_KEY_SECRET}" in ran.err and SECRET not in ran.err
    assert json.loads(ran.out) == with_secret("${env:OSS_ACCESS_KEY_SECRET}")


def test_the_region_and_endpoint_of_an_export(run: Run) -> None:
    address = "https://batchcompute.cn-beijing.aliyuncs.com"
    text = run("export smallest --as curl --endpoint", address).text
    assert "region=${ALIBABA_CLOUD_REGION_ID:-cn-beijing}" in text
    assert f"endpoint=${{BATCHCOMPUTE_ENDPOINT:-{address}}}" in text
    run("export smallest --as json --endpoint", address).ends(0, "have no effect")


def test_presets_come_before_files(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("smallest").write_text("{}")
    assert run("export smallest").json["Name"] == "first-cluster"
    assert run("export ./smallest").json == {}
    Path("broken.json").write_text("{,}")
    run("export broken.json").fails(1, "InvalidJsonFormat")


def test_a_schema_key_on_top_is_not_sent(run: Run, send: Run, request_file: Write, tmp_path: Path) -> None:
    plain, schema = request_file("plain.json"), {"$schema": "./request.schema.json"}
    request = json.loads(plain.read_text())
    marked, preset, nested = (tmp_path / f"{name}.json" for name in ("marked", "preset", "nested"))
    marked.write_text(json.dumps({**schema, **request}))
    preset.write_text(json.dumps({**schema, "preset": {"format": 1}, "request": {**schema, **request}}))
    nested.write_text(json.dumps({**request, "Configs": schema}))
    *fine, unknown = run("check", marked, preset, nested, "--format", "json").json
    assert [each["findings"] for each in fine] == [[], []]
    found = [(each["rule"], each["path"]) for each in unknown["findings"]]
    assert ("unknown-key", "/Configs/$schema") in found, "it is known at the top only"
    exports = [["export", "--as", name] for name in ("json", "curl", "bcs", "python", "requests")]
    for command in (*exports, ["submit", "--dry-run"]):
        assert run(*command, marked).ends(0).out == run(*command, plain).ends(0).out
    # Under one token, other bytes would be rejected.
    assert send(marked, "--token", "same").ends(0).out == send(plain, "--token", "same").ends(0).out
    run("presets import", marked, "--name", "mine").ends(0)
    assert next(iter(json.loads(run("presets show mine").out)["request"])) == "$schema"


@pytest.fixture
def preset(tmp_path: Path) -> Path:
    """A preset that asks for a number of machines, and for a name with a default."""
    about = {
        "format": 1,
        "ignore": ["name-short"],
        "parameters": {"count": {"title": "Machines", "type": "integer"}, "who": {"default": "me"}},
    }
    request = {**TREE, "Name": "farm-of-${who}", "Bootstrap": "cd ${HOME}"}
    request["Groups"] = {"g": {"DesiredVMCount": "${count}", "ResourceType": "OnDemand"}}
    file = tmp_path / "farm.json"
    file.write_text(json.dumps({"preset": about, "request": request}))
    return file


def test_an_export_has_the_given_values(run: Run, preset: Path, tmp_path: Path) -> None:
    ran = run("export", preset, "--set", "count=5", "--set", "/EnvVars/a.b=x=y")
    made = ran.json
    assert (made["Name"], made["Bootstrap"], made["EnvVars"]) == ("farm-of-me", "cd ${HOME}", {"a.b": "x=y"})
    assert made["Groups"]["g"]["DesiredVMCount"] == 5 and ran.err == ""
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps({**TREE, "Bootstrap": "echo ${who}"}))  # a bare request is literal
    assert run("export", bare).json["Bootstrap"] == "echo ${who}"
    assert run("export", bare, "--set", "Bootstrap=${who}").json["Bootstrap"] == "${who}"


def test_missing_values(run: Run, send: Run, preset: Path) -> None:
    ran = run("export", preset).ends(0, "--set count=")
    assert ran.json["Groups"]["g"]["DesiredVMCount"] == "${count}"
    for form in ("curl", "bcs", "python", "requests"):
        run("export", preset, "--as", form).fails(2, "--set count=")
        run("export", preset, "--as", form, "--set", "count=7").ends(0)
    send(preset).fails(2, "--set count=")
    send(preset, "--set", "count=7").ends(0)
    submit = ["submit", preset, "--dry-run", "--set", "count=2", "--set", "who=you"]
    assert run(*submit).json["Name"] == "farm-of-you"


def test_a_wizard_has_the_given_values(run: Run, preset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = Mock(return_value=ExitResult(0))
    monkeypatch.setattr("wizard.prompts.app.run", questions)
    for settings in ([], ["count=3", "Description=by hand"], ["count=3", "who=you"]):
        options = [part for setting in settings for part in ("--set", setting)]
        run("new --plain --preset", preset, *options).ends(0)
    plain, some, everything = (each.kwargs["loaded"] for each in questions.call_args_list)
    assert plain.tree["Groups"]["g"]["DesiredVMCount"] == "${count}"
    assert list(plain.parameters) == ["count", "who"]
    assert some.tree["Groups"]["g"]["DesiredVMCount"] == 3
    assert (some.tree["Name"], some.tree["Description"]) == ("farm-of-${who}", "by hand")
    assert {name: each.default for name, each in some.parameters.items()} == {"who": "me"}
    assert everything.tree["Name"] == "farm-of-you" and not everything.parameters
    new = DocumentSource(preset={"ignore": ["name-short"]})  # of the preset, only what it ignores is kept
    assert [(each.origin, each.remarks) for each in (some, everything)] == [(new, ())] * 2


def test_an_invalid_value_is_a_usage_error(run: Run, preset: Path) -> None:
    commands = (
        ["check", preset],
        ["export", preset],
        ["submit", preset, "--yes"],
        ["new", "--preset", preset],
    )
    for setting, words in {
        "count": "NAME=VALUE",
        "count=many": "an integer",
        "cout=3": "Did you mean: count",
        "Groups.group1.DesiredVMCnt=3": "Groups.NAME.DesiredVMCount",
        "Groups.g.DesiredVMCount=" + "9" * 5000: "an integer",
        "UserData=" + "[" * 100_000: "200 deep",
        "Configs.Mounts.OSS.AccessKeySecret=hidden": "secret",
        "Name=\udcff": "not valid UTF-8",
    }.items():
        for command in commands:
            ran = run(*command, "--set", setting).fails(2, words)
            assert "hidden" not in ran.err and len(ran.err) < 1000
