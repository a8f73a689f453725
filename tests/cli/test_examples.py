"""The examples in the help of the commands work."""

import glob
import json
import shlex
from pathlib import Path

import pytest

from .driver import TREE, Run, examples, iter_commands

NAMES = ("check", "export", "presets", "explain", "schema", "completion", "submit")
"""Commands that need no account."""

EXAMPLES = {
    line.removeprefix("id=$(").removesuffix(")")
    for name, command in iter_commands()
    if name.split(" ")[0] in NAMES
    for line in examples(command)
    # These neither ask nor wait for instances.
    if "--wait" not in line and (" submit " not in line or "--yes" in line or "--dry-run" in line)
}
REQUEST = {**TREE, "Name": "a-cluster"}
PRESET = {
    "preset": {"parameters": {"machines": {"type": "integer", "default": 1}}, "format": 1},
    "request": {
        **REQUEST,
        "Groups": {"workers": {"DesiredVMCount": "${machines}", "ResourceType": "OnDemand"}},
    },
}


@pytest.mark.parametrize("line", sorted(EXAMPLES))
def test_an_example_of_the_help(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_home: Path, line: str
) -> None:
    """Run a line as a shell does, in a folder with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    for name in ("request.json", "other.json", "a.json", "presets/a.json", "colleague.json"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(json.dumps(REQUEST))
    for name in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        (empty_home / name).mkdir(parents=True)
    if "presets import" not in line:
        Path("mine.json").write_text(json.dumps(PRESET))
        run("presets", "import", "mine.json", "--name", "my-farm").ends(0)
    if "restore" in line:
        run("presets", "delete", "my-farm").ends(0)
    commands, _, file = line.partition(" > ")
    out = b""
    for command in commands.split(" | "):
        name, *words = shlex.split(command)
        assert name == "bcw"
        arguments = [each for word in words for each in (sorted(glob.glob(word)) if "*" in word else [word])]
        ran = run(*arguments, data=out).ends(0)
        out = ran.out
    if file:
        assert out
        Path(file).expanduser().write_bytes(out)
