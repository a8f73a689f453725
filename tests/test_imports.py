"""What is imported, and above all what is not, before it is needed or without POSIX."""

import subprocess
import sys
from pathlib import Path

import wizard

PACKAGE = Path(wizard.__file__).parent
EXAMPLE = Path(__file__).parent / "cli" / "example.json"
SCREEN = {"textual", "rich", "questionary", "prompt_toolkit"}
NETWORK = {"requests", "urllib3", "tenacity", "werkzeug", "sqlite3"}

COMMANDS = """
import sys
from wizard.cli.main import main

def report(code=0):
    print("loaded", code, *{name.split(".")[0] for name in sys.modules}, file=sys.stderr)

for line in sys.argv[1:]:
    report(main(line.split()))
"""
"""Runs commands one after the other and prints the top-level modules that are loaded after each."""

APPLICATION = """
import wizard.sandbox
from wizard.core.application import Application, list_theme_folders
application = Application()
application.library.presets(), application.submissions.new_token(), application.settings.theme
application.profiles.current, application.clusters.created(), list_theme_folders()
report()
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    ran = subprocess.run(
        command, cwd=EXAMPLE.parent, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert ran.returncode == 0, ran.stderr
    return ran


def check_imports(script: str, *lines: str, unwanted: set[str], reports: int = 0) -> None:
    ran = run(script, *lines)
    loaded = [line.split()[1:] for line in ran.stderr.splitlines() if line.startswith("loaded ")]
    assert len(loaded) == len(lines) + reports
    for code, *modules in loaded:
        assert code == "0", ran.stderr
        assert unwanted & set(modules) == set(), ran.args


def test_version_and_help_import_no_models() -> None:
    unwanted = SCREEN | NETWORK | {"pydantic", "platformdirs", "json"}
    check_imports(COMMANDS, "--version", "--help", unwanted=unwanted)


def test_commands_for_scripts_and_the_application_import_neither_screens_nor_the_network() -> None:
    lines = [
        "check example.json --format json",
        "check example.json --format junit",
        "check example.json --format github --set Name=x",
        "export example.json",
        "export example.json --as curl",
        "export example.json --as bcs",
        "export example.json --as requests --region cn-beijing",
        "explain Name",
        "schema",
        "presets list",
        "presets diff smallest spot-farm",
        "profiles list",
        "submit smallest --dry-run",
    ]
    check_imports(COMMANDS + APPLICATION, *lines, unwanted=SCREEN | NETWORK, reports=1)


def test_commands_that_need_the_network_import_no_screens() -> None:
    check_imports(COMMANDS, "clusters list", "submit smallest --yes", "clusters list", unwanted=SCREEN)


def test_the_first_frame_needs_nothing_that_is_slow_to_import() -> None:
    """The controller is the first import behind the first frame: what is loaded by then came before."""
    script = """
import asyncio, os, sys

class FirstBehindTheFrame:
    def find_spec(self, name, path=None, target=None):
        if name == "wizard.tui.controller":
            assert app.screen.is_running and app.wizard.start.is_mounted
            print("loaded 0", *{each.split(".")[0] for each in sys.modules}, file=sys.stderr, flush=True)
            os._exit(0)

sys.meta_path.insert(0, FirstBehindTheFrame())
from wizard.core.application import Application, list_theme_folders
from wizard.tui.app import WizardApp

app = WizardApp(Application({}), themes=list_theme_folders())

async def open_it():
    async with app.run_test() as pilot:
        while True:
            await pilot.pause()

asyncio.run(open_it())
"""
    check_imports(script, unwanted=NETWORK | {"questionary", "prompt_toolkit"}, reports=1)


# -- nothing that only POSIX has is needed to import the package and to run its commands

# Windows is not tested; a POSIX system without its own modules and signals is the nearest to it. On Windows,
# Textual uses a driver of its own.
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


def test_every_module_but_the_driver_is_imported() -> None:
    paths = [path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py")]
    names = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    code = "import importlib\nfor name in sys.argv[1:]: importlib.import_module(name)"
    run(WITHOUT_POSIX + code, *sorted(names - {"wizard.tui.driver"}))


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
    ran = run(WITHOUT_POSIX + code, *commands)
    assert ran.stdout.splitlines()[-1].startswith("cls-")
