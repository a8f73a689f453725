"""The programs that are measured, and the environment they run in."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS_TO_INSTALL = 300


class Tools:
    """Tools for comparison, installed when one is first asked for; ``None`` where one cannot be installed.

    Args:
        folder: Where the environments are made; what is there already is used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.not_available: list[str] = []

    @cached_property
    def bcs(self) -> Path | None:
        """The vendor's command-line client, whose ``setup.py`` needs an old setuptools."""
        return self._install(
            "bcs",
            "setuptools<58 wheel packaging",
            "--no-build-isolation batchcompute==2.1.7 batchcompute-cli==1.7.7 oss2 terminal==0.4.0"
            " blessings==1.7 drawille==0.2.0",
        )

    @cached_property
    def check_jsonschema(self) -> Path | None:
        """A validator for JSON Schema, written in Python."""
        return self._install("check-jsonschema", "check-jsonschema")

    @cached_property
    def ajv(self) -> Path | None:
        """A validator for JSON Schema, written in JavaScript."""
        folder = self.folder / "ajv"
        program = folder / "node_modules" / ".bin" / "ajv"
        if not program.exists() and (npm := shutil.which("npm")):
            folder.mkdir(parents=True, exist_ok=True)
            self._run(npm, "install", "--silent", "--prefix", str(folder), "ajv-cli@5")
        return self._found("ajv-cli", program)

    def _install(self, name: str, *packages: str) -> Path | None:
        folder = self.folder / name
        program = folder / "bin" / name
        if not program.exists():
            venv.create(folder, with_pip=True, clear=True)
            for group in packages:
                if not self._run(str(folder / "bin" / "pip"), "install", "--quiet", *group.split()):
                    break
        return self._found(name, program)

    def _run(self, *command: str) -> bool:
        report(f"installing: {' '.join(command[1:])}")
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS_TO_INSTALL)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def _found(self, name: str, program: Path) -> Path | None:
        if program.exists():
            return program
        self.not_available.append(name)
        return None


@dataclass
class Bench:
    """What the parts of a benchmark share.

    Attributes:
        folder: A temporary folder; the home directory is in it.
        files: Request files by name.
        tools: Tools for comparison.
        quick: Whether to make fewer runs.
    """

    folder: Path
    files: dict[str, Path]
    tools: Tools
    quick: bool
    environ: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        home = self.folder / "home"
        home.mkdir()
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.environ = {**kept, **terminal, "HOME": str(home), "PYTHONPATH": str(ROOT)}

    def bcw(self, *arguments: str) -> list[str]:
        """Return the command line of `bcw`, started as its console script starts it."""
        start = "import sys; from wizard.cli.main import main; sys.exit(main())"
        return [sys.executable, "-c", start, *arguments]

    def bare(self) -> list[str]:
        """Return the command line of the bare Textual app."""
        return [sys.executable, str(Path(__file__).with_name("bare.py"))]


def report(text: str) -> None:
    """Print progress on stderr."""
    print(text, file=sys.stderr, flush=True)
