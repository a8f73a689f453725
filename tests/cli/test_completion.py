"""`bcw completion`: the scripts, asked in the real shells where there are any."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.cli import usage
from wizard.cli.completion import SHELLS, whole
from wizard.cli.sending import prepared
from wizard.service.targets import sandbox_target
from wizard.store import locations
from wizard.store.presets import PresetLibrary

from .accounts import save
from .driver import TREE, Run

ASKED = [
    ("bcw expl", {"explain"}),
    ("bcw presets re", {"rename", "restore"}),
    ("bcw export smal", {"smallest"}),
    ("bcw export x --as cu", {"curl"}),
    ("bcw presets show geno", {"genomics"}),
    ("bcw presets delete s", {"sun-farm"}),
    ("bcw presets restore s", {"sea-farm"}),
    ("bcw check --silence disk-types", {"disk-types-differ"}),
    ("bcw targets use pr", {"prod"}),
    ("bcw submit x --target pr", {"prod"}),
    ("bcw submissions resume left", {"left0behind"}),
    ("bcw explain Groups.NAME.Desired", {"Groups.NAME.DesiredVMCount"}),
    ("bcw explain DesiredVM", {"DesiredVMCount"}),
    ("bcw explain InvalidDesired", {"InvalidDesiredVMCount"}),
    ("bcw check --form", {"--format"}),
    ("bcw check --format gi", {"github"}),
    ("bcw export x --set Groups.NAME.DesiredV", {"Groups.NAME.DesiredVMCount="}),
]

BASH = """
source "$1"
read -ra COMP_WORDS <<< "$2"
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
words=$(complete -p bcw)
function=${words#*-F }
${function%% *} bcw "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""

ZSH = r"""
zmodload zsh/zpty
zpty shell "zsh -f -i"
zpty -w shell "PROMPT=; fpath=(${(q)1} \$fpath); source ${(q)1}/setup"
zpty -r -m shell said '*all-set*'
for line in ${@:2}; do
  print -r -- "line:$line"
  zpty -n -w shell "$line"$'\t'
  while zpty -r shell said; do
    [[ $said == hit:* ]] && print -r -- "${${said#hit:}%%[[:cntrl:]]*}"
    [[ $said == done-with-it* ]] && break
  done
done
true
"""
"""Types lines, each with Tab, into a zsh of its own, and prints the words that it tells of."""
ZSH_SETUP = r"""
autoload -Uz compinit
compinit -u -D
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -A hits "$@"
  (( $#hits )) && print -rl -- "" "hit:"$^hits
}
ask() { zle complete-word; BUFFER=; print -rl -- "" done-with-it }
zle -N ask
bindkey '^I' ask
print -r -- all-'set'
"""
"""Has that zsh tell the words that it would offer."""


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `bcw` on the path, in an empty folder; a preset of one's own, and one that was deleted."""
    library = PresetLibrary(locations.presets_folder(), tmp_path)
    for name in ("sun-farm", "sea-farm"):
        library.save(name, {"title": name}, {})
    library.delete("sea-farm")
    save("prod", "https://example.com")
    prepared(TREE, sandbox_target("http://127.0.0.1:1"), {}, token="left0behind")
    program = tmp_path / "bin" / "bcw"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m wizard.cli.main "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(program.parent)
    return tmp_path


def asked(*command: str | Path) -> set[str]:
    """The words that a shell offers."""
    ran = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, check=True)
    return {line.split("\t")[0].rstrip() for line in ran.stdout.splitlines() if line}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one(run: Run, tmp_path: Path, shell: str) -> None:
    ran = run("completion", shell)
    assert ran.code == 0
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_bytes(ran.out)
        assert subprocess.run([shell, "-n", script], capture_output=True, check=True).stderr == b""


def test_bash(run: Run, on_path: Path) -> None:
    script = on_path / "script"
    script.write_bytes(run("completion", "bash").out)
    for line, words in ASKED:
        assert asked("bash", "-c", BASH, "bash", script, line) == words, line


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish")
def test_fish(run: Run, on_path: Path) -> None:
    script = on_path / "script.fish"
    script.write_bytes(run("completion", "fish").out)
    for line, words in ASKED:
        assert asked("fish", "-c", f'source {script}; complete -C "{line}"') == words, line


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh")
def test_zsh(run: Run, on_path: Path) -> None:
    folder = on_path / "functions"
    folder.mkdir()
    (folder / "_bcw").write_bytes(run("completion", "zsh").out)
    (folder / "setup").write_text(ZSH_SETUP)
    lines = [line for line, _ in ASKED]
    ran = subprocess.run(
        ["zsh", "-f", "-c", ZSH, "zsh", folder, *lines],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told = dict(part.split("\n", 1) for part in ran.stdout.split("line:")[1:])
    assert {line: {*words.split()} for line, words in told.items()} == dict(ASKED)


def test_a_file_is_offered_beside_presets(run: Run, on_path: Path) -> None:
    script = on_path / "script"
    script.write_bytes(run("completion", "bash").out)
    Path("small.json").write_text("{}")
    Path("small.txt").write_text("")
    Path("small folder").mkdir()
    offered = asked("bash", "-c", BASH, "bash", script, "bcw check smal")
    assert offered == {"smallest", "small.json", "small folder"}


def test_every_verb_and_option_is_known() -> None:
    text = whole().format_help()
    for verb in usage.VERBS:
        assert verb in text


def test_a_shell_that_is_none(run: Run) -> None:
    ran = run("completion", "tcsh")
    assert ran.code == 2
    assert "bash" in ran.err
