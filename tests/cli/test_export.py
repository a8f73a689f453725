"""`bcw export --as json`: the same keys, order and values."""

import json
from pathlib import Path

import pytest

from .driver import EXAMPLE, SECRET, Run, with_secret


def test_the_example_of_the_reference_is_exported_unchanged(run: Run) -> None:
    ran = run("export", EXAMPLE, "--as", "json")
    assert (ran.code, ran.err) == (0, "")
    # repr tells 1 from 1.0, and shows the order of keys
    assert repr(json.loads(ran.out)) == repr(json.loads(EXAMPLE.read_text()))
    assert run("export", EXAMPLE).out == ran.out
    assert run("export", "-", data=ran.out).out == ran.out


def test_a_secret_is_replaced_by_its_reference_with_a_message(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "secret.json"
    file.write_text(json.dumps(with_secret(SECRET)))
    ran = run("export", file).ends(0, "/Configs/Mounts/OSS/AccessKeySecret", "${env:OSS_ACCESS_KEY_SECRET}")
    assert SECRET not in ran.text + ran.err
    assert json.loads(ran.out) == with_secret("${env:OSS_ACCESS_KEY_SECRET}")


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("./broken.json", 1, "InvalidJsonFormat"),
        ("gone.json", 2, "gone.json does not exist"),
        ("./gone", 2, "gone does not exist"),
        ("No Preset", 2, "no preset named No Preset"),
        ("mine", 2, "./mine"),
    ],
)
def test_what_cannot_be_exported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for file, content in (("broken.json", "{,}"), ("mine", "{}"), ("smallest", "{}")):
        Path(file).write_text(content)
    run("export", name).fails(code, words)
    assert run("export", "smallest").json["Name"] == "first-cluster", "presets take precedence over files"
    assert run("export", "./smallest").json == {}
