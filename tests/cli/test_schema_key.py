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


def test_it_is_no_finding(run: Run, marked: Path, tmp_path: Path) -> None:
    preset = tmp_path / "preset.json"
    about = {"name": "p", "title": "P", "description": "", "tags": [], "parameters": {}, "format": 1}
    preset.write_text(json.dumps({**SCHEMA, "preset": about, "request": json.loads(marked.read_text())}))
    assert run("check", marked, preset, "--strict", "--format", "json").json == [
        {"file": str(marked), "findings": []},
        {"file": str(preset), "findings": []},
    ]


def test_elsewhere_it_is_an_unknown_key(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "nested.json"
    file.write_text(json.dumps({**TREE, "Configs": SCHEMA}))
    [checked] = run("check", file, "--format", "json").json
    assert ("unknown-key", "/Configs/$schema") in [
        (each["rule"], each["path"]) for each in checked["findings"]
    ]


@pytest.mark.parametrize("name", ["json", "curl", "bcs", "python", "requests"])
def test_it_is_in_no_export(run: Run, plain: Path, marked: Path, name: str) -> None:
    ran = run("export", marked, "--as", name)
    assert ran.code == 0
    assert ran.out == run("export", plain, "--as", name).out


def test_it_is_not_sent(run: Run, plain: Path, marked: Path, sandbox: RunningSandbox) -> None:
    assert run("submit", marked, "--dry-run").out == run("submit", plain, "--dry-run").out
    here = ("--yes", "--endpoint", sandbox.url, "--token", "one_and_the_same")
    made = run("submit", marked, *here)
    again = run("submit", plain, *here)  # other bytes would be refused under this token
    assert (made.code, again.code) == (0, 0)
    assert made.out == again.out


def test_it_stays_in_the_file(run: Run, marked: Path) -> None:
    assert run("presets", "import", marked, "--name", "mine").code == 0
    shown = run("presets", "show", "mine")
    assert next(iter(json.loads(shown.out)["request"])) == "$schema"
