"""Reading the terminal for questionary, so that no bytes are typed that nobody typed."""

import re
import sys
from typing import Final

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.posix_utils import PosixStdinReader
from prompt_toolkit.input.vt100 import Vt100Input

from wizard.prompts.prompter import SEQUENCE

_EDITING: Final = "bcdfltuwy.<>_"
"""What prompt_toolkit does something with when Alt is held."""
_PASTE_OR_SEQUENCE: Final = re.compile(
    rf"\x1b\[200~.*?(?:\x1b\[201~|\Z)|{SEQUENCE.pattern}", re.DOTALL | re.VERBOSE
)
_BEGUN: Final = re.compile(r"\x1b(?:\[[0-?]+|O[0-9;]+|(?:\][0-9]|P[0-9>!]|_G)[^\x07\x1b]*\x1b?)\Z")


class TerminalInput(Vt100Input):
    """The standard input; invalid UTF-8 becomes U+FFFD, and unknown escape sequences are dropped."""

    def __init__(self) -> None:
        super().__init__(sys.stdin)
        self.stdin_reader = _Reader(self.fileno(), errors="replace")


class _Reader(PosixStdinReader):
    _begun = ""

    def read(self, count: int = 1024) -> str:
        text = self._begun + super().read(count)
        begun = _BEGUN.search(text)
        self._begun = text[begun.start() :] if begun else ""
        return _PASTE_OR_SEQUENCE.sub(_known, text[: begun.start()] if begun else text)


def _known(match: re.Match[str]) -> str:
    sequence = match[0]
    is_known = sequence in ANSI_SEQUENCES or sequence.startswith("\x1b[200~")
    return sequence if is_known or (len(sequence) == 2 and sequence[1] in _EDITING) else ""
