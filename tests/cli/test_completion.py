"""`bcw completion`: what Tab does in the shells that are installed."""

import json
import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from wizard.cli.help import SHELLS
from wizard.client.credentials import make_sandbox_profile
from wizard.core.actions.journal import begin_submission
from wizard.storage import locations
from wizard.storage.presets import PresetLibrary

from .accounts import save, save_aliyun
from .driver import TREE, Run

READY, MARK = b"\x1d", b"\x1e"
STARTS = {
    "bash": """
source "$FOLDER/_bcw"
show() { printf '\\036%s\\036' "$READLINE_LINE"; }
bind -x '"\\C-g": show'
bind 'set bell-style none'
bind 'set show-all-if-ambiguous on'
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set enable-bracketed-paste off'
PS1=$'\\035'
""",
    "zsh": """
fpath=("$FOLDER" $fpath)
autoload -Uz compinit
compinit -u -D
show() { print -rn -- $'\\036'"$BUFFER"$'\\036' }
zle -N show
bindkey '^G' show
unsetopt prompt_sp prompt_cr beep list_beep list_ambiguous
LISTMAX=10000
PROMPT=$'\\035'
""",
    "fish": """
source $FOLDER/_bcw
function fish_prompt; printf '\\035'; end
bind \\cg 'printf "\\036%s\\036" (commandline)'
bind \\cu 'commandline ""'
set fish_greeting
""",
}
"""What each reads first: Ctrl-G writes the line, between marks."""


class Shell(Terminal):
    """A shell that has read a completion script; its files are in a new folder."""

    def __init__(self, name: str, script: bytes, folder: Path, first: str = "") -> None:
        if not shutil.which(name):
            pytest.skip(f"there is no {name}")
        self.name = name
        folder.mkdir()
        (folder / "_bcw").write_bytes(script)
        start = folder / {"zsh": ".zshrc"}.get(name, "start")
        start.write_text(f"{first}\n{STARTS[name]}")
        program = {
            "bash": ["bash", "--noprofile", "--rcfile", str(start), "-i"],
            "zsh": ["zsh", "-d", "-i"],
            "fish": ["fish", "--no-config", "-i", "-C", f"source {start}"],
        }[name]
        term = "xterm" if name == "fish" else "dumb"
        environ = {**os.environ, "FOLDER": str(folder), "ZDOTDIR": str(folder), "TERM": term}
        super().__init__(program=program, size=(0, 0), environ=environ)
        self.wait_for(READY)

    def typed(self, line: str) -> tuple[str, str]:
        """Type the start of a line and press Tab; return the line then, and what the terminal showed."""
        # zsh omits the list when more keys have arrived: ^D lists again
        shown, after, _ = self._press(f"{line}\t\x04\x07" if self.name == "zsh" else f"{line}\t\x07")
        self._press("\x15\x07")  # delete the line
        return after, shown

    def _press(self, keys: str) -> list[str]:
        """Press keys, the last of which is ^G; return what was shown before, between and after its marks."""
        start = len(self.shown)
        self.type(keys)
        self.until(lambda: self.shown.count(MARK, start) == 2)
        return self.shown[start:].decode().split(MARK.decode())


WORDS = {
    "bcw presets re": "rename restore",
    "bcw export smal": "smallest",
    "bcw presets delete s": "sun-farm",
    "bcw presets restore s": "sea-farm",
    "bcw submit x --profile pr": "prod",
    "bcw submissions resume left": "left0behind",
    "bcw explain Groups.NAME.Desired": "Groups.NAME.DesiredVMCount",
    "bcw check --form": "--format",
    "bcw export x --set Groups.NAME.DesiredV": "Groups.NAME.DesiredVMCount=",
}
IN_BASH = {
    "bcw profiles use aliyun:me@c": "aliyun:me@corp",
    "bcw submit x --profile=aliyun:pr": "--profile=aliyun:prod",
    "bcw check --format=github --ignore=disk-types": "--ignore=disk-types-differ",
    "bcw export x --set=Groups.NAME.DesiredV": "--set=Groups.NAME.DesiredVMCount=",
    "bcw export x --set 'Name=a b' --as=cu": "--as=curl",
    "bcw export x --endpoint http://127.0.0.1:9 --as cu": "curl",
    "bcw check x 2>/dev/null --format=gi": "--format=github",
}
"""Lines whose words bash splits at : = @ before anything is completed."""

EVIL = (
    *("$(touch PWNED)", "`touch PWNED`", "s;touch PWNED;", "s\n$(touch PWNED)", "touch PWNED"),
    *("-touch PWNED", "$touch", "touch'\"\\", "*touch"),
)
"""Names that a shell would take for something else."""


@pytest.fixture
def on_path(tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `bcw` on the path, in an empty folder; a custom preset, and one that was deleted."""
    library = PresetLibrary(locations.presets_folder(), tmp_path)
    for name in ("sun-farm", "sea-farm"):
        library.save(name, {"title": name}, {})
    library.delete("sea-farm")
    save("prod", "https://example.com")
    begin_submission(TREE, make_sandbox_profile("http://127.0.0.1:1"), {}, token="left0behind")
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return tmp_path


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, run: Run, on_path: Path) -> Iterator[Shell]:
    """Each shell, with its script."""
    ran = run("completion", request.param).ends(0)
    with Shell(request.param, ran.out, on_path / "shell") as shell:
        yield shell


def test_tab_completes_words(shell: Shell) -> None:
    save_aliyun({"name": "prod"}, {"name": "渲染集群"})
    lines = dict(WORDS) if shell.name == "bash" else dict([*WORDS.items()][::4])  # the same in all shells
    lines |= {f"bcw submit x --profile aliyun:{each[:-2]}": f"aliyun:{each}" for each in ("prod", "渲染集群")}
    for line, words in lines.items():
        after, shown = shell.typed(line)
        if " " not in words:
            assert after.rstrip() == f"{line.rpartition(' ')[0]} {words}", line
        assert all(word in shown + after for word in words.split()), (line, after, shown)
    if shell.name == "fish":
        assert "an error code or a rule" in "".join(shell.typed("bcw ex")), "all of an explanation is shown"


@pytest.mark.parametrize("breaks", ["", "COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:@]/}"])
def test_bash_completes_split_words(run: Run, on_path: Path, breaks: str) -> None:
    save_aliyun({"name": "prod"}, {"name": "me@corp"})
    with Shell("bash", run("completion bash").out, on_path / "shell", breaks) as shell:
        for line, word in IN_BASH.items():
            assert shell.typed(line)[0].rstrip() == f"{line.rpartition(' ')[0]} {word}", line


def test_names_are_data(shell: Shell, on_path: Path, empty_home: Path) -> None:
    names = EVIL[:1] if shell.name == "zsh" else EVIL  # a single one is put into the line
    for name in names:
        for folder in (locations.presets_folder(), locations.presets_folder() / "trash" / name, Path()):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.json").write_text("{}")
        (locations.presets_folder() / "trash" / name / "1.json").write_text("{}")
    saved = json.loads(locations.profiles_file().read_text())
    saved["targets"] |= dict.fromkeys(names, saved["targets"]["prod"])
    locations.profiles_file().write_text(json.dumps(saved))
    save_aliyun(*({"name": name} for name in names))
    for start in ("presets show ", "presets restore ", "profiles use ", "submit x --profile aliyun:"):
        assert "touch" not in "".join(shell.typed(f"bcw {start}"))
    assert "touch" not in "".join(shell.typed("bcw submissions resume "))
    for start in ("bcw export ", "bcw submit $"):
        shell.typed(start)  # files are offered as well, or where there is no such preset
    assert list(on_path.rglob("PWNED")) == list(empty_home.rglob("PWNED")) == []


def test_files_are_offered_beside_presets_and_quoted(shell: Shell) -> None:
    Path("small.json").write_text("{}")
    Path("small.txt").write_text("")
    Path("small folder").mkdir()
    after, shown = shell.typed("bcw check smal")
    assert all(word in shown + after for word in ("smallest", "small.json", "folder")), (after, shown)
    assert shell.name == "fish" or "small.txt" not in shown + after  # fish lists other files after these
    assert "smallest" not in "".join(shell.typed("bcw presets import smal")), "it reads files only"
    Path("xx$(touch PWNED) `y`.json").write_text("{}")
    assert shlex.split(shell.typed("bcw check xx")[0]) == ["bcw", "check", "xx$(touch PWNED) `y`.json"]
