"""Parse the line that answers a question: a value, or one of the wizard's own words."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from wizard.i18n import _

Kind = Literal["keep", "value", "back", "explain", "remove", "fix", "command"]

_WORDS: dict[str, Kind] = {"": "keep", "<": "back", "-": "remove"}
_COMMAND = re.compile(r":([a-z][a-z-]*)(?:\s+(.*))?", re.IGNORECASE)
_FIX = re.compile(r"!\s*([0-9]{0,6})")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """An answer."""

    kind: Kind  # ``keep`` for an empty line, ``value`` for whatever is none of the wizard's own words
    text: str = ""  # the value; the command's name in lower case; what follows ``?``; the number of a fix
    arguments: str = ""  # what follows the name of a command
    # whether a backslash marked the value: it is not a number of a list, for example
    is_literal: bool = False


def parse_line(line: str) -> ParsedAnswer:
    r"""Parse a line.

    A backslash before one of the wizard's words, a number or nothing marks a value (``\-``). Elsewhere it is
    part of the value: what was typed is never altered. Text of several lines is a value.
    """
    return _parse(line, _is_special)


def parse_secret_line(line: str, commands: Collection[str]) -> ParsedAnswer:
    """Parse a line that was typed unseen: only exact words and known commands are not the secret."""

    def is_word(text: str) -> bool:
        match_ = _COMMAND.fullmatch(text)
        return text in ("", "<", "?", "-") or (match_ is not None and match_[1].lower() in commands)

    return _parse(line, is_word)


def _parse(line: str, is_special: Callable[[str], bool]) -> ParsedAnswer:
    if line.startswith("\\") and is_special(line[1:]):
        return ParsedAnswer("value", line[1:], is_literal=True)
    return (_parse_word(line) if is_special(line) else None) or ParsedAnswer("value", line)


def _is_special(text: str) -> bool:
    is_escaped = text.startswith("\\") and _is_special(text[1:])
    return _parse_word(text) is not None or _NUMBER.fullmatch(text) is not None or text == "." or is_escaped


def _parse_word(line: str) -> ParsedAnswer | None:
    if "\n" in line:
        return None
    text = line.strip()
    if text in _WORDS:
        return ParsedAnswer(_WORDS[text])
    if text.startswith("?"):
        return ParsedAnswer("explain", text[1:].strip())
    if match_ := _FIX.fullmatch(text):
        return ParsedAnswer("fix", match_[1])
    if match_ := _COMMAND.fullmatch(text):
        return ParsedAnswer("command", match_[1].lower(), (match_[2] or "").strip())
    return None


def parse_yes_no(text: str) -> bool | None:
    """Return whether text means yes or no; ``None`` for anything else."""
    word = text.strip().lower()
    if word in ("y", "yes", "true", _("yes")):
        return True
    return False if word in ("n", "no", "false", _("no")) else None


def parse_number(text: str, count: int) -> int | None:
    """Return the index that a number from 1 to ``count`` means; ``None`` for anything else."""
    text = text.strip()
    return int(text) - 1 if _NUMBER.fullmatch(text) and 1 <= int(text) <= count else None
