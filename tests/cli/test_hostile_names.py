"""Names from outside in what `bcw` prints: none of them controls the terminal."""

import json
import re
from pathlib import Path

import pytest

from wizard.storage import locations

from .driver import TREE, Ran, Run, Write

HOSTILE = "no\x1b[31m\x07\x9b2J\x7f\r\u202e\u2066\u2028\ufeffe"
"""An escape sequence, a bell, C1, DEL, a carriage return, bidirectional controls, a line's end, a mark."""
SHOWN = r"no\x1b[31m\x07\x9b2J\x7f\r\u202e\u2066\u2028\ufeffe"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def printed(ran: Ran) -> str:
    """Return all that was printed; nothing in it controls a terminal."""
    text = ran.text + ran.err
    assert CONTROLS.findall(text) == []
    return text


LINES = """
NAME
NAME.json
check NAME.json
check a.json --ignore NAME
check a.json --set NAME=1
check a.json --set Name=NAME
check a.json --NAME
export NAME --as curl
export a.json --as python --endpoint http://NAME
submit a.json --yes --token NAME
submit a.json --yes --timeout NAME
submit a.json --dry-run --set Description=NAME
presets NAME
presets import NAME.json
presets import a.json --name NAME
presets rename smallest NAME
presets diff NAME smallest
presets restore NAME
profiles remove NAME --yes
profiles add NAME
clusters show NAME
clusters delete NAME --yes
submissions forget NAME --yes
explain NAME
sandbox --quota MaxClusterCount=NAME
sandbox --data a.json/NAME/file
edit cluster:NAME
new --plain --preset smallest --set NAME=1
"""


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_arguments(line: str, run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(request_file("a.json").parent)
    ran = run(*(word.replace("NAME", HOSTILE) for word in line.split()))
    shown = printed(ran)
    assert ran.code != 70, shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a request, a file without JSON and a broken link, all with hostile names."""
    found = tmp_path / HOSTILE
    found.mkdir()
    tree = {**TREE, "Name": HOSTILE, "Description": HOSTILE, HOSTILE: 1, "Groups": {HOSTILE: {HOSTILE: "x"}}}
    (found / f"{HOSTILE}.json").write_text(json.dumps(tree))
    (found / f"a{HOSTILE}.json").write_text("{" + HOSTILE)
    (found / f"b{HOSTILE}.json").symlink_to("nowhere")
    return found


def test_checks_and_exports_of_files_never_control_the_terminal(run: Run, folder: Path) -> None:
    for form in ("text", "github", "junit"):
        assert "x1b[31m" in printed(run("check", folder, "--format", form))
    ran = run("check", folder, "--format", "json")
    printed(ran)
    names = [f"{folder}/{start}{HOSTILE}.json" for start in ("", "a", "b")]
    assert {each["file"] for each in ran.json} == {*names}
    for form in ("json", "curl", "bcs", "python", "requests"):
        ran = run("export", names[0], "--as", form)
        printed(ran)
        assert ran.code == 0
    ran = run("check", f"{HOSTILE}\nbcw: no problems.json")
    assert SHOWN + r"\nbcw: no problems.json" in printed(ran)
    assert len(ran.err.splitlines()) == 1


def test_the_header_of_a_preset_never_controls_the_terminal(run: Run) -> None:
    preset = {"title": HOSTILE, "description": HOSTILE, "tags": [HOSTILE], "format": 1}
    folder = locations.presets_folder()
    folder.mkdir(parents=True)
    for name in ("a", HOSTILE):
        (folder / f"{name}.json").write_text(json.dumps({"preset": preset, "request": TREE}))
    (folder / f"b{HOSTILE}.json").write_text(HOSTILE)
    for line in (
        *("list", "list --format json", "list --format names", "show a", "show NAME", "delete NAME --yes"),
        *("list --deleted", "restore NAME", "diff a smallest", "rename NAME c"),
    ):
        printed(run("presets", *(word.replace("NAME", HOSTILE) for word in line.split())))
    assert json.loads(run("presets", "show", "a").out)["preset"]["title"] == HOSTILE


def test_environment_variables(run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    file = request_file("a.json")
    for name in (
        "ALIBABA_CLOUD_REGION_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "BATCHCOMPUTE_ENDPOINT",
        "ALIBABA_CLOUD_PROFILE",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, HOSTILE)
            for arguments in (["submit", str(file), "--yes", "--timeout", "1"], ["profiles"], ["clusters"]):
                printed(run(*arguments))


def test_a_traceback_never_controls_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(HOSTILE)

    monkeypatch.setattr("wizard.cli.app.bcw.invoke", broken)
    monkeypatch.setenv("BCW_DEBUG", "1")
    ran = run("schema").fails(70)
    assert r"RuntimeError: no\x1b[31m" in printed(ran)
