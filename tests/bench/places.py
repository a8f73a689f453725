"""Where the programs that are measured run: a home folder of their own, and how each is started."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_BCW = "import sys; from wizard.cli.main import main; sys.exit(main())"


@dataclass(frozen=True)
class Place:
    """A folder with a home folder in it, and the documents.

    Attributes:
        folder: The folder.
        files: The documents, by name.
    """

    folder: Path
    files: dict[str, Path]

    @property
    def environ(self) -> dict[str, str]:
        """The environment variables of every program: with byte code, without what the developer has set."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
        home = str(self.folder / "home")
        return kept | {
            "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/.config",
            "XDG_DATA_HOME": f"{home}/.local/share",
            "XDG_STATE_HOME": f"{home}/.local/state",
            "XDG_CACHE_HOME": f"{home}/.cache",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPATH": str(ROOT),
        }


def bcw(*arguments: str) -> list[str]:
    """The command line of `bcw`, started as its console script starts it."""
    return [sys.executable, "-c", _BCW, *arguments]


def bare() -> list[str]:
    """The command line of the bare application."""
    return [sys.executable, str(Path(__file__).with_name("bare.py"))]


def nothing() -> list[str]:
    """The command line of a Python that does nothing."""
    return [sys.executable, "-c", "pass"]
