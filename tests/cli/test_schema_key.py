"""A top-level `$schema` is for editors: it stays in the file, is no finding, and is not sent."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.sandbox import RunningSandbox

from .driver import TREE, Run

Write = Callable[..., Path]
SCHEMA = {"$schema": "./request.schema.json"}


@pytest.fixture
def plain(request_file: Write) -> Path:
    return request_file("plain.json")


@pytest.fixture
def marked(plain: Path) -> Path:
    """The same request with a `$schema` before everything else."""
    file = plain.with_name("marked.json")
    file.write_text(json.dumps({**SCHEMA, **json.loads(plain.read_text())}), encoding="utf-8")
    return file


def test_it_is_no_finding_at_the_top_and_an_unknown_key_elsewhere(
    run: Run, marked: Path, tmp_path: Path
) -> None:
    preset, nested = tmp_path / "preset.json", tmp_path / "nested.json"
    about = {"name": "p", "title": "P", "description": "", "tags": [], "parameters": {}, "format": 1}
    preset.write_text(json.dumps({**SCHEMA, "preset": about, "request": json.loads(marked.read_text())}))
    nested.write_text(json.dumps({**TREE, "Configs": SCHEMA}))
    *fine, checked = run("check", marked, preset, nested, "--format", "json").json
    assert fine == [{"file": str(marked), "findings": []}, {"file": str(preset), "findings": []}]
    found = [(each["rule"], each["path"]) for each in checked["findings"]]
    assert ("unknown-key", "/Configs/$schema") in found


def test_it_is_neither_exported_nor_sent(
    run: Run, plain: Path, marked: Path, sandbox: RunningSandbox
) -> None:
    for name in ("json", "curl", "bcs", "python", "requests"):
        ran = run("export", marked, "--as", name).ends(0)
        assert ran.out == run("export", plain, "--as", name).out
    assert run("submit", marked, "--dry-run").out == run("submit", plain, "--dry-run").out
    options = ("--yes", "--endpoint", sandbox.url, "--token", "one_and_the_same")
    made = run("submit", marked, *options)
    again = run("submit", plain, *options)  # other bytes would be rejected under this token
    assert (made.code, again.code) == (0, 0)
    assert made.out == again.out


def test_it_stays_in_the_file(run: Run, marked: Path) -> None:
    assert run("presets", "import", marked, "--name", "mine").code == 0
    shown = run("presets", "show", "mine")
    assert next(iter(json.loads(shown.out)["request"])) == "$schema"
