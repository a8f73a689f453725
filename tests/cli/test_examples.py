"""The examples of the help do what is said of them."""

import glob
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .driver import TREE, Ran, Run, examples, iter_commands

VERBS = ("check", "export", "presets", "explain", "schema", "completion", "submit")
"""Those that ask nothing and need no account."""
EXAMPLES = [
    line.removeprefix("id=$(").removesuffix(")")
    for name, command in iter_commands()
    if name.split(" ")[0] in VERBS
    for line in examples(command)
]

Shell = Callable[[str], Ran]


REQUEST = {**TREE, "Name": "a-cluster"}


def preset(**parameters: Any) -> dict[str, Any]:
    """A preset that asks for values, the first one as the number of its machines."""
    [name, *_] = parameters
    groups = {"workers": {"DesiredVMCount": f"${{{name}}}", "ResourceType": "OnDemand"}}
    return {"preset": {"parameters": parameters, "format": 1}, "request": {**REQUEST, "Groups": groups}}


@pytest.fixture
def shell(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> Shell:
    """Run a line as a shell would, in a folder with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    for name in ("request.json", "other.json", "a.json", "presets/a.json", "colleague.json"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(json.dumps(REQUEST))
    for name in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        (empty_home / name).mkdir(parents=True)

    def part(words: list[str], data: bytes) -> Ran:
        assert words.pop(0) == "bcw"
        found = [each for word in words for each in (sorted(glob.glob(word)) if "*" in word else [word])]
        return run(*found, data=data)

    def call(line: str) -> Ran:
        words, _, file = line.partition(" > ")
        ran = Ran(0, b"", "")
        for command in words.split(" | "):
            ran = part(shlex.split(command), ran.out)
            assert ran.code == 0, ran.err
        if file:
            Path(file).expanduser().write_bytes(ran.out)
        return ran

    return call


def is_quick(line: str) -> bool:
    """Whether a line neither asks nor waits for machines."""
    return "--wait" not in line and (" submit " not in line or "--yes" in line or "--dry-run" in line)


@pytest.mark.parametrize("line", [*dict.fromkeys(filter(is_quick, EXAMPLES))])
def test_an_example_of_the_help(shell: Shell, tmp_path: Path, line: str) -> None:
    if "presets import" not in line:
        Path("mine.json").write_text(json.dumps(preset(machines={"type": "integer", "default": 1})))
        shell("bcw presets import mine.json --name my-farm")
    if "restore" in line:
        shell("bcw presets delete my-farm")
    shell(line)
    if " > " in line:
        assert Path(line.partition(" > ")[2]).expanduser().stat().st_size
