"""Shells on a terminal, into which a test types lines and presses Tab."""

import os
import pty
import select
import shutil
import signal
from pathlib import Path

import pytest

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


class Shell:
    """A shell that has read a completion script; its files are in a new folder."""

    def __init__(self, name: str, script: bytes, folder: Path, first: str = "") -> None:
        if not shutil.which(name):
            pytest.skip(f"there is no {name}")
        self.name = name
        folder.mkdir()
        (folder / "_bcw").write_bytes(script)
        start = folder / {"zsh": ".zshrc"}.get(name, "start")
        start.write_text(f"{first}\n{STARTS[name]}")
        command = {
            "bash": ["bash", "--noprofile", "--rcfile", str(start), "-i"],
            "zsh": ["zsh", "-d", "-i"],
            "fish": ["fish", "--no-config", "-i", "-C", f"source {start}"],
        }[name]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ |= {
                "FOLDER": str(folder),
                "ZDOTDIR": str(folder),
                "TERM": "xterm" if name == "fish" else "dumb",
            }
            os.execvp(command[0], command)
        self._read(READY, 1)

    def typed(self, line: str) -> tuple[str, str]:
        """Type the start of a line and press Tab; return the line then, and what the terminal showed."""
        # zsh omits the list when more keys have arrived: ^D lists again
        keys = "\t\x04\x07" if self.name == "zsh" else "\t\x07"
        os.write(self.terminal, f"{line}{keys}".encode())
        shown, after, _ = self._read(MARK, 2).split(MARK)
        os.write(self.terminal, b"\x15\x07")  # delete the line
        self._read(MARK, 2)
        return after.decode(), shown.decode()

    def close(self) -> None:
        """End the shell."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)

    def _read(self, mark: bytes, times: int) -> bytes:
        """Return what it writes until it has written a mark so many times."""
        written = b""
        while written.count(mark) < times:
            if not select.select([self.terminal], [], [], 60)[0]:
                raise AssertionError(f"the shell is silent after {written!r}")
            written += os.read(self.terminal, 65536)
        return written
