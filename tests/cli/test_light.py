"""What the verbs for scripts bring in: nothing that they do not need."""

import subprocess
import sys

import pytest

from .driver import EXAMPLE

HEAVY = {"textual", "rich", "questionary", "prompt_toolkit", "requests", "tenacity", "werkzeug", "sqlite3"}
REPORT = """
import sys
from wizard.cli.main import main
code = main(sys.argv[1:])
print(code, *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--format", "junit", str(EXAMPLE)],
        ["check", "--format", "github", str(EXAMPLE), "--set", "Name=x"],
        ["export", str(EXAMPLE), "--as", "curl"],
        ["export", str(EXAMPLE), "--as", "bcs"],
        ["export", str(EXAMPLE), "--as", "requests", "--region", "cn-beijing"],
        ["explain", "DesiredVMCount"],
        ["schema"],
        ["presets", "diff", "smallest", "spot-farm"],
    ],
)
def test_a_verb_imports_only_what_it_needs(arguments: list[str]) -> None:
    command = [sys.executable, "-c", REPORT, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    code, *modules = ran.stderr.splitlines()[-1].split()
    assert code == "0"
    assert set(modules) & HEAVY == set()


def test_help_imports_no_command_and_no_model() -> None:
    program = (
        "import sys; from wizard.cli.main import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = {name for name in ran.stderr.split() if name.startswith("wizard.")}
    allowed = {"app", "exits", "language", "main", "output", "params"}
    assert {name for name in modules if name.startswith("wizard.cli.")} == {
        f"wizard.cli.{each}" for each in allowed
    }
    assert not modules & {"wizard.models", "wizard.core", "wizard.storage"}
    assert not {"pydantic", "platformdirs", "json"} & set(ran.stderr.split())
