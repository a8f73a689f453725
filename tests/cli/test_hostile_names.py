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
check . --format text
check . --format github
check . --format junit
export NAME --as curl
export NAME.json --as curl
export NAME.json --as bcs
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
presets delete NAME --yes
presets list
presets list --format names
presets list --deleted
presets show NAME
profiles remove NAME --yes
profiles add NAME
clusters show NAME
clusters delete NAME --yes
submissions forget NAME --yes
explain NAME
help NAME
sandbox --quota MaxClusterCount=NAME
sandbox --data a.json/NAME/file
edit cluster:NAME
new --plain --preset smallest --set NAME=1
"""


@pytest.fixture
def folder(request_file: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory; it and the library have files with hostile names and contents."""
    folder = request_file("a.json").parent / HOSTILE
    folder.mkdir()
    monkeypatch.chdir(folder)
    tree = {**TREE, "Name": HOSTILE, "Description": HOSTILE, HOSTILE: 1, "Groups": {HOSTILE: {HOSTILE: "x"}}}
    preset = {"title": HOSTILE, "description": HOSTILE, "tags": [HOSTILE], "format": 1}
    text = json.dumps({"preset": preset, "request": TREE})
    library = locations.presets_folder()
    for file, content in {
        Path("a.json"): json.dumps(TREE),
        Path(f"{HOSTILE}.json"): json.dumps(tree),
        Path(f"b{HOSTILE}.json"): "{" + HOSTILE,
        library / "a.json": text,
        library / f"{HOSTILE}.json": text,
        library / f"b{HOSTILE}.json": HOSTILE,
        library / "trash" / HOSTILE / "1.json": HOSTILE,
    }.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    Path(f"c{HOSTILE}.json").symlink_to("nowhere")
    return folder


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_no_command_controls_the_terminal(line: str, run: Run, folder: Path) -> None:
    ran = run(*(word.replace("NAME", HOSTILE) for word in line.split()))
    shown = printed(ran)
    assert ran.code != 70, shown
    if line.startswith("check ."):
        assert "x1b[31m" in shown


def test_names_are_shown_in_one_line_and_are_given_to_programs(run: Run, folder: Path) -> None:
    ran = run("check", folder, "--format", "json")
    printed(ran)
    assert [each["file"] for each in ran.json][1:] == [
        f"{folder}/{at}{HOSTILE}.json" for at in ("b", "c", "")
    ]
    ran = run("check", f"{HOSTILE}\nbcw: no problems.json")
    assert SHOWN + r"\nbcw: no problems.json" in printed(ran)
    assert len(ran.err.splitlines()) == 1
    assert json.loads(run("presets", "show", "a").out)["preset"]["title"] == HOSTILE


def test_environment_variables(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        *("ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
        *("BATCHCOMPUTE_ENDPOINT", "ALIBABA_CLOUD_PROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, HOSTILE)
            for line in ("submit smallest --yes --timeout 1", "profiles list", "clusters list"):
                printed(run(*line.split()))


def test_a_traceback_never_controls_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(HOSTILE)

    monkeypatch.setattr("wizard.cli.app.bcw.invoke", broken)
    monkeypatch.setenv("BCW_DEBUG", "1")
    assert r"RuntimeError: no\x1b[31m" in printed(run("schema").fails(70))
