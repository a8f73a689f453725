"""Nothing that only POSIX has is needed to import the package and to run its commands.

Windows is not tested; a POSIX system without its own modules and signals is the nearest to it.
"""

import subprocess
import sys
from pathlib import Path

import wizard

PACKAGE = Path(wizard.__file__).parent
EXAMPLE = Path(__file__).parent / "cli" / "example.json"
DRIVER = "wizard.tui.driver"
"""Decodes the input of POSIX terminals; Textual has a driver of its own for Windows."""

WITHOUT_POSIX = """
import asyncio, builtins, os, selectors, shutil, signal, socketserver, subprocess, sys, tempfile
import textual.app  # libraries have guards of their own

real_import = builtins.__import__

def import_portable(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {}).get("__name__", "")
    if importer.startswith("wizard") and name in {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}:
        raise ModuleNotFoundError(f"{importer} imports {name}", name=name)
    return real_import(name, globals, locals, fromlist, level)

builtins.__import__ = import_portable
for name in ("SIGHUP", "SIGTSTP", "SIGCONT", "SIGPIPE", "SIGWINCH", "SIGKILL", "SIGUSR1", "SIGUSR2"):
    delattr(signal, name)
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_POSIX + code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_module_but_the_driver_is_imported() -> None:
    paths = [path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py")]
    names = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    code = "import importlib\nfor name in sys.argv[1:]: importlib.import_module(name)"
    ran = run(code, *sorted(names - {DRIVER}))
    assert ran.returncode == 0, ran.stderr


def test_commands_that_need_no_terminal_run() -> None:
    """They print their results, write a preset and create a cluster in the sandbox."""
    commands = [
        "--help",
        "check smallest --format json",
        "export smallest --as curl",
        "explain Name",
        "schema",
        f"presets import {EXAMPLE} --name mine",
        "presets list",
        "submit smallest --yes",
    ]
    code = "from wizard.cli.main import main; sys.exit(max(main(line.split()) for line in sys.argv[1:]))"
    ran = run(code, *commands)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1].startswith("cls-")
