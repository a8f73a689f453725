"""An account for the tests: a sandbox that knows another key than its own, and so passes for a real one."""

import io
import os
import pty
import select
import signal
import sys
from pathlib import Path

import pytest

from wizard.models.profile import SavedProfile, Secret
from wizard.sandbox.app import KEYS
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

KEY_ID, KEY_SECRET = "LTAI-prod", "very-secret-key"


def let_in(monkeypatch: pytest.MonkeyPatch, key: str = KEY_ID, secret: str = KEY_SECRET) -> None:
    """Have sandboxes know the account's key."""
    monkeypatch.setitem(KEYS, key, secret)


def save(name: str, endpoint: str, *, region: str = "cn-beijing", key: str = KEY_ID) -> ProfileStore:
    """Save a target."""
    file = ProfileStore(locations.profiles_file())
    file.set_secret(name, Secret(secret=KEY_SECRET))
    file.add(SavedProfile(name=name, region=region, endpoint=endpoint, access_key_id=key, keep="file"))
    return file


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Have standard input hold lines."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def talk(
    arguments: list[str], answers: list[tuple[str, str]], cwd: Path, enter: str = "\n"
) -> tuple[int, str]:
    """Run `bcw` on a terminal of its own.

    Args:
        arguments: Those of `bcw`.
        answers: What to wait for on the terminal, and what to type then.
        cwd: Where.
        enter: Typed after each.

    Returns:
        The exit code, and all that was to be seen.
    """
    command: list[str] = [sys.executable, "-m", "wizard.cli.main", *arguments]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execvp(command[0], command)
    seen = ""
    waiting = list(answers)
    while True:
        if not select.select([terminal], [], [], 60)[0]:
            os.kill(child, signal.SIGKILL)  # it waits for something else
        try:
            data = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            data = b""
        if not data:
            break
        seen += data.decode(errors="replace")
        if waiting and waiting[0][0] in seen[-400:]:
            os.write(terminal, f"{waiting.pop(0)[1]}{enter}".encode())
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), seen


def everything_below(folder: Path) -> dict[Path, bytes]:
    """The content of all files below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
