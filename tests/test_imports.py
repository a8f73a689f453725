"""What is imported, and above all what is not, before it is needed."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent / "cli" / "example.json"

SCREEN = {"textual", "rich", "questionary", "prompt_toolkit"}
NETWORK = {"requests", "urllib3", "tenacity", "werkzeug", "sqlite3"}

_REPORT = """
import sys
from wizard.cli.main import main
code = main(sys.argv[1:])
print("code", code, *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded(script: str, *arguments: str) -> tuple[set[str], subprocess.CompletedProcess[str]]:
    """The top-level modules that are there at the end of a script, which says them on standard error."""
    command = [sys.executable, "-c", script, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    return set(ran.stderr.splitlines()[-1].split()), ran


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], SCREEN | NETWORK | {"pydantic"}),
        (["--help"], SCREEN | NETWORK | {"pydantic"}),
        (["chek"], SCREEN | NETWORK),
        (["check", str(EXAMPLE)], SCREEN | NETWORK),
        (["export", str(EXAMPLE)], SCREEN | NETWORK),
        (["explain", "Name"], SCREEN | NETWORK),
        (["targets", "list"], SCREEN | NETWORK),
        (["clusters", "list"], SCREEN),
        (["presets", "list"], SCREEN | NETWORK),
        (["submit", "smallest", "--dry-run"], SCREEN | NETWORK),
        (["submit", "smallest", "--yes"], SCREEN),
    ],
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], unwanted: set[str]) -> None:
    modules, _ = loaded(_REPORT, *arguments)
    assert "code" in modules
    assert modules & unwanted == set()


def test_the_application_imports_nothing_heavy() -> None:
    script = """
import sys
from wizard.core.application import Application, theme_folders
handed = Application()
handed.library.presets(), handed.profiles.current, handed.submissions.new_token(), handed.settings.theme
handed.clusters.created()  # asked behind the first frame; here there are none
theme_folders()
print(*sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""
    modules, _ = loaded(script)
    assert modules & (SCREEN | NETWORK) == set()


def test_the_first_frame_needs_nothing_that_is_slow_to_import() -> None:
    """The first import behind the first frame is that of the controller: what is there by then came before."""
    script = """
import asyncio, os, sys

class FirstBehindTheFrame:
    def find_spec(self, name, path=None, target=None):
        if name == "wizard.tui.controller":
            print(*sorted({each.split(".")[0] for each in sys.modules}), file=sys.stderr, flush=True)
            os._exit(0 if app.screen.is_running and app.wizard.start.is_mounted else 1)

sys.meta_path.insert(0, FirstBehindTheFrame())
from wizard.core.application import Application, theme_folders
from wizard.tui.app import WizardApp

app = WizardApp(Application({}), themes=theme_folders())

async def open_it():
    async with app.run_test() as pilot:
        while True:
            await pilot.pause()

asyncio.run(open_it())
"""
    modules, _ = loaded(script)
    assert "textual" in modules
    assert modules & (NETWORK | {"questionary", "prompt_toolkit"}) == set()


def test_the_packages_themselves_are_light() -> None:
    packages = [
        "models",
        "document",
        "catalog",
        "validation",
        "core",
        "storage",
        "client",
        "sandbox",
        "export",
        "cli",
    ]
    names = ", ".join(f"wizard.{each}" for each in packages)
    modules, _ = loaded(f"import sys, {names}\nprint(*sys.modules, file=sys.stderr)")
    assert modules & (SCREEN | NETWORK) == set()
