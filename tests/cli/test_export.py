"""`bcw export --as json`: the same keys, order and values."""

import json
from pathlib import Path

import pytest
from document.trees import TREES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .driver import EXAMPLE, SECRET, Run, with_secret


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    tree=st.dictionaries(st.sampled_from(["Name", "Groups", "Configs", "a"]), TREES),
    ascii_=st.booleans(),
)
def test_any_document(run: Run, tmp_path: Path, tree: dict[str, object], ascii_: bool) -> None:
    file = tmp_path / "any.json"
    file.write_text(json.dumps(tree, ensure_ascii=ascii_), encoding="utf-8")
    ran = run("export", file).ends(0)
    assert repr(json.loads(ran.out)) == repr(json.loads(file.read_text(encoding="utf-8")))


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
        ("./broken.json", 1, ["InvalidJsonFormat"]),
        ("gone.json", 2, ["gone.json does not exist"]),
        ("./gone", 2, ["gone does not exist"]),
        ("smalest", 2, ["no preset named smalest", "smallest"]),
        ("No Preset", 2, ["no preset named No Preset"]),
        ("mine", 2, ["./mine"]),
    ],
)
def test_what_cannot_be_exported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text("{,}")
    Path("mine").write_text("{}")
    run("export", name).fails(code, *words)


def test_presets_take_precedence_over_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("smallest").write_text("{}")
    exported = json.loads(run("export", "smallest").out)
    assert exported["Name"] == "first-cluster"
    assert exported == json.loads(run("presets", "show", "smallest").out)["request"]
    assert json.loads(run("export", "./smallest").out) == {}
