"""`bcw export --as json`: the same keys, order and values."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .driver import EXAMPLE, SECRET, Run


def _pairs(data: bytes | str) -> object:
    return json.loads(data, object_pairs_hook=list)


def test_the_example_comes_out_as_it_went_in_but_for_its_placeholder(run: Run) -> None:
    ran = run("export", EXAMPLE, "--as", "json")
    assert ran.code == 0
    assert _pairs(ran.out) == _pairs(EXAMPLE.read_text())
    assert ran.err == ""
    assert run("export", EXAMPLE).out == ran.out


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    tree=st.dictionaries(st.sampled_from(["Name", "Groups", "Configs", "zz", "a"]), JSON),
    ascii_=st.booleans(),
)
def test_any_document_comes_out_as_it_went_in(
    run: Run, tmp_path: Path, tree: dict[str, object], ascii_: bool
) -> None:
    file = tmp_path / "any.json"
    file.write_text(json.dumps(tree, ensure_ascii=ascii_), encoding="utf-8")
    ran = run("export", file)
    assert ran.code == 0
    # repr tells 1 from 1.0 and true, and shows the order of keys
    assert repr(json.loads(ran.out)) == repr(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("field", "variable"),
    [("AccessKeySecret", "OSS_ACCESS_KEY_SECRET"), ("SecurityToken", "OSS_SECURITY_TOKEN")],
)
def test_a_secret_becomes_its_reference_and_that_is_said(
    run: Run, tmp_path: Path, field: str, variable: str
) -> None:
    request = json.loads(EXAMPLE.read_text())
    request["Configs"]["Mounts"]["OSS"][field] = SECRET
    file = tmp_path / "secret.json"
    file.write_text(json.dumps(request))
    ran = run("export", file, "--as", "json")
    assert ran.code == 0
    assert SECRET not in ran.text + ran.err
    assert json.loads(ran.out)["Configs"]["Mounts"]["OSS"][field] == f"${{env:{variable}}}"
    assert f"/Configs/Mounts/OSS/{field}" in ran.err
    assert f"${{env:{variable}}}" in ran.err


def test_a_preset_gives_its_bare_request(run: Run) -> None:
    exported = json.loads(run("export", "smallest").out)
    shown = json.loads(run("presets", "show", "smallest").out)
    assert exported == shown["request"]


def test_what_is_exported_can_be_checked(real: Run) -> None:
    exported = real("export", "smallest")
    assert real("check", "-", data=exported.out).code == 0
    assert real("export", "-", data=exported.out).out == exported.out


def test_text_that_is_no_json_is_not_exported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{,}")
    ran = run("export", file)
    assert ran.code == 1
    assert ran.out == b""
    assert "InvalidJsonFormat" in ran.err


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.json", ["gone.json does not exist"]),
        ("./gone", ["gone does not exist"]),
        ("smalest", ["no preset named smalest", "smallest"]),
        ("No Preset", ["no preset named No Preset"]),
    ],
)
def test_what_is_not_there(run: Run, name: str, words: list[str]) -> None:
    ran = run("export", name)
    assert (ran.code, ran.out) == (2, b"")
    for word in words:
        assert word in ran.err


def test_a_name_without_slash_or_ending_is_a_preset_even_beside_a_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "smallest").write_text("{}")
    (tmp_path / "mine").write_text("{}")
    assert json.loads(run("export", "smallest").out)["Name"] == "first-cluster"
    assert json.loads(run("export", "./smallest").out) == {}
    assert "./mine" in run("export", "mine").err
