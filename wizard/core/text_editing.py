"""Edit a request as text, here or in the user's editor; secrets are references there."""

import os
import shlex
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from wizard.document.parser import parse
from wizard.document.secrets import find_secrets, insert_references
from wizard.document.serializer import to_text
from wizard.document.tree import get, set_in


def to_editable_text(tree: Any) -> str:
    """Return the text of a request, with references in place of secrets."""
    return to_text(insert_references(tree))


def parse_edited_text(text: str, before: Any) -> Any:
    """Return the request of a valid text; references that were not edited become the secrets again."""
    tree = parse(text).tree
    for path, variable in find_secrets(before):
        if get(tree, path) == f"${{env:{variable}}}":
            tree = set_in(tree, path, get(before, path))
    return tree


def editor_command() -> str:
    """Return the command of the user's editor: ``VISUAL``, else ``EDITOR``, else ``vi``."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"


def run_editor(text: str) -> str | None:
    """Return a text after the user edited it in their editor, ``None`` if the editor failed.

    The file is in a temporary folder that only the user can read. Ctrl-C belongs to the editor meanwhile.
    Raises OSError, or ValueError for a quote in its command that does not end: the editor cannot be run.
    """
    with tempfile.TemporaryDirectory(prefix="bcw-") as folder:
        file = Path(folder) / "request.json"
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        before = signal.signal(signal.SIGINT, lambda number, frame: None)  # the editor would inherit SIG_IGN
        try:
            has_failed = subprocess.call([*shlex.split(editor_command()), str(file)]) != 0
        finally:
            signal.signal(signal.SIGINT, before)
        return None if has_failed else file.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
