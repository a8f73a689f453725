"""`bcw export --as json`: the same keys, order and values."""

import json
from pathlib import Path

import pytest

from wizard.sandbox import RunningSandbox

from .driver import EXAMPLE, SECRET, Run, Write, with_secret


def test_the_example_of_the_reference_is_exported_unchanged(run: Run) -> None:
    ran = run("export", EXAMPLE, "--as", "json")
    assert (ran.code, ran.err) == (0, "")
    # repr tells 1 from 1.0, and shows the order of keys
    assert repr(json.loads(ran.out)) == repr(json.loads(EXAMPLE.read_text()))
    assert run("export", "-", data=ran.out).out == ran.out
    secret = json.dumps(with_secret(SECRET)).encode()
    ran = run("export", "-", data=secret).ends(0, "/Configs/Mounts/OSS/AccessKeySecret")
    assert "${env:OSS_ACCESS_KEY_SECRET}" in ran.err and SECRET not in ran.err
    assert json.loads(ran.out) == with_secret("${env:OSS_ACCESS_KEY_SECRET}")


def test_the_region_and_endpoint_of_an_export(run: Run) -> None:
    address = "https://batchcompute.cn-beijing.aliyuncs.com"
    text = run("export", "smallest", "--as", "curl", "--endpoint", address).text
    assert "region=${ALIBABA_CLOUD_REGION_ID:-cn-beijing}" in text
    assert f"endpoint=${{BATCHCOMPUTE_ENDPOINT:-{address}}}" in text
    run("export", "smallest", "--as", "json", "--endpoint", address).ends(0, "have no effect")


def test_presets_take_precedence_over_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("smallest").write_text("{}")
    assert run("export", "smallest").json["Name"] == "first-cluster"
    assert run("export", "./smallest").json == {}
    Path("broken.json").write_text("{,}")
    run("export", "broken.json").fails(1, "InvalidJsonFormat")


SCHEMA = {"$schema": "./request.schema.json"}


def test_a_schema_key_at_the_top_is_for_editors_and_is_not_sent(
    run: Run, request_file: Write, tmp_path: Path, sandbox: RunningSandbox
) -> None:
    plain = request_file("plain.json")
    request = json.loads(plain.read_text())
    marked, preset, nested = (tmp_path / f"{name}.json" for name in ("marked", "preset", "nested"))
    marked.write_text(json.dumps({**SCHEMA, **request}))
    preset.write_text(json.dumps({**SCHEMA, "preset": {"format": 1}, "request": {**SCHEMA, **request}}))
    nested.write_text(json.dumps({**request, "Configs": SCHEMA}))
    *fine, unknown = run("check", marked, preset, nested, "--format", "json").json
    assert fine == [{"file": str(marked), "findings": []}, {"file": str(preset), "findings": []}]
    found = [(each["rule"], each["path"]) for each in unknown["findings"]]
    assert ("unknown-key", "/Configs/$schema") in found, "it is known at the top only"

    exports = [["export", "--as", name] for name in ("json", "curl", "bcs", "python", "requests")]
    # Under one token, other bytes would be rejected.
    submit = ["submit", "--yes", "--endpoint", sandbox.url, "--token", "one_and_the_same"]
    for command in (*exports, ["submit", "--dry-run"], submit):
        assert run(*command, marked).ends(0).out == run(*command, plain).ends(0).out

    run("presets", "import", marked, "--name", "mine").ends(0)
    assert next(iter(json.loads(run("presets", "show", "mine").out)["request"])) == "$schema"
