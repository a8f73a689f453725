"""Terminal input for questionary: invalid bytes become U+FFFD, unknown escape sequences are dropped."""

import re
import sys
from typing import Final

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.posix_utils import PosixStdinReader
from prompt_toolkit.input.vt100 import Vt100Input

from wizard.prompts.prompter import ESCAPE_SEQUENCE

_ALT_KEYS: Final = "bcdfltuwy.<>_"  # keys that prompt_toolkit's line editor uses together with Alt
_PASTE_OR_SEQUENCE: Final = re.compile(
    rf"\x1b\[200~.*?(?:\x1b\[201~|\Z)|{ESCAPE_SEQUENCE.pattern}", re.DOTALL | re.VERBOSE
)
_INCOMPLETE: Final = re.compile(r"\x1b(?:\[[0-?]+|O[0-9;]+|(?:\][0-9]|P[0-9>!]|_G)[^\x07\x1b]*\x1b?)\Z")


class TerminalInput(Vt100Input):
    """The standard input; prompt_toolkit's own types the bytes of sequences that it does not know."""

    def __init__(self) -> None:
        super().__init__(sys.stdin)
        self.stdin_reader = _Reader(self.fileno(), errors="replace", encoding=sys.stdin.encoding)


class _Reader(PosixStdinReader):
    _rest = ""

    def read(self, count: int = 1024) -> str:
        text = self._rest + super().read(count)
        incomplete = _INCOMPLETE.search(text)
        self._rest = text[incomplete.start() :] if incomplete else ""
        return _PASTE_OR_SEQUENCE.sub(_drop_unknown, text[: incomplete.start()] if incomplete else text)


def _drop_unknown(match: re.Match[str]) -> str:
    sequence = match[0]
    is_known = sequence in ANSI_SEQUENCES or sequence.startswith(("\x1b[200~", "\x1b[201~"))
    return sequence if is_known or (len(sequence) == 2 and sequence[1] in _ALT_KEYS) else ""
