"""The request as a text that a person edits: what stands for its secrets, what is wrong with it, and back."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.document.parser import Position, parse
from wizard.document.secrets import find_secrets, insert_references
from wizard.document.serializer import to_text
from wizard.document.tree import get, set_in


def to_editable_text(tree: Any) -> str:
    """The text of a request; of a secret, the reference to its variable."""
    return to_text(insert_references(tree))


def find_syntax_problem(text: str) -> tuple[str, Position] | None:
    """What is wrong with a text, and where; ``None`` where it can be taken over."""
    problem = parse(text).problem
    if problem is None:
        return None
    return problem.message, problem.place


def parse_edited_text(text: str, before: Any) -> Any:
    """The request that a text means, with the secrets that were typed before where their references stand.

    Args:
        text: A text that nothing is wrong with.
        before: The request before it was edited.
    """
    tree = parse(text).tree
    for path, variable in find_secrets(before):
        if get(tree, path) == f"${{env:{variable}}}":
            tree = set_in(tree, path, get(before, path))
    return tree


def editor_command() -> str:
    """The command of the person's own editor: ``VISUAL``, else ``EDITOR``, else ``vi``."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"


def run_editor(text: str) -> str | None:
    """A text after the person's own editor was run on it; ``None`` where that ended without success.

    The file lies in a folder that only the person can read, and is gone afterwards. Ctrl-C is the editor's
    while it runs.

    Raises:
        OSError: The editor cannot be run.
        ValueError: Its command has a quote that does not end.
    """
    with _interrupted_alone(), tempfile.TemporaryDirectory(prefix="bcw-") as folder:
        file = Path(folder) / "request.json"
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        if subprocess.call([*shlex.split(editor_command()), str(file)]) != 0:
            return None
        return file.read_text(encoding="utf-8", errors="replace").removesuffix("\n")


@contextmanager
def _interrupted_alone() -> Iterator[None]:
    """Leave Ctrl-C to the program that runs; it goes to all that hold the terminal."""
    try:
        before = signal.signal(
            signal.SIGINT, lambda number, frame: None
        )  # what is ignored, a program inherits
    except ValueError:  # outside the main thread no signal arrives
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
