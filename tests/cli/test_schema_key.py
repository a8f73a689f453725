"""A top-level `$schema` is for editors: it stays in the file, is no finding, and is not sent."""

import json
from pathlib import Path

from wizard.sandbox import RunningSandbox

from .driver import Run, Write

SCHEMA = {"$schema": "./request.schema.json"}


def test_a_schema_key(run: Run, request_file: Write, tmp_path: Path, sandbox: RunningSandbox) -> None:
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
