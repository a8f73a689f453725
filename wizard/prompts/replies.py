"""What was typed in answer to a question: a value, or one of the wizard's own words."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Kind = Literal["keep", "value", "back", "explain", "clear", "fix", "command"]

_COMMAND = re.compile(r":([a-z][a-z-]*)(?:\s+(.*))?", re.IGNORECASE)
_FIX = re.compile(r"!\s*([0-9]{0,6})")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        kind: What it is: ``keep`` for an empty line, ``value`` for whatever is none of the wizard's words.
        text: The value; the name of a command, in lower case; the part of a word behind ``?``; the number of
            a fix.
        rest: What stands behind a command.
        is_literal: Whether a value was typed with a backslash before it, and is no number of a list.
    """

    kind: Kind
    text: str = ""
    rest: str = ""
    is_literal: bool = False


def read(line: str) -> Reply:
    """Understand what was typed.

    A backslash before what would be one of the wizard's words, a number, or nothing at all makes it a value;
    before anything else it is part of the value, so that nothing typed is ever altered unasked. What has
    several lines is a value.
    """
    if line.startswith("\\") and _is_special(line[1:]):
        return Reply("value", line[1:], is_literal=True)
    return _word(line) or Reply("value", line)


def read_secret(line: str, commands: Collection[str]) -> Reply:
    """Understand what was typed unseen: all but the shortest words and known commands is the secret.

    Args:
        line: What was typed.
        commands: The names of all commands.
    """

    def is_word(text: str) -> bool:
        match_ = _COMMAND.fullmatch(text)
        return text in ("", "<", "?", "-") or (match_ is not None and match_[1].lower() in commands)

    if line.startswith("\\") and is_word(line[1:]):
        return Reply("value", line[1:], is_literal=True)
    return (_word(line) if is_word(line) else None) or Reply("value", line)


def _is_special(text: str) -> bool:
    """Whether a text would not be taken as it stands."""
    return (
        _word(text) is not None
        or _NUMBER.fullmatch(text) is not None
        or text == "."
        or (text.startswith("\\") and _is_special(text[1:]))
    )


def _word(line: str) -> Reply | None:
    if "\n" in line:
        return None
    text = line.strip()
    match text:
        case "":
            return Reply("keep")
        case "<":
            return Reply("back")
        case "-":
            return Reply("clear")
    if text.startswith("?"):
        return Reply("explain", text[1:].strip())
    if match_ := _FIX.fullmatch(text):
        return Reply("fix", match_[1])
    if match_ := _COMMAND.fullmatch(text):
        return Reply("command", match_[1].lower(), (match_[2] or "").strip())
    return None


def yes_or_no(text: str) -> bool | None:
    """What a text means as yes or no; ``None`` where it is neither."""
    word = text.strip().lower()
    if word in ("y", "yes", "true"):
        return True
    return False if word in ("n", "no", "false") else None


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that is probably meant; ``""`` where none is near."""
    from difflib import get_close_matches

    lower = {each.casefold(): each for each in known}
    close = get_close_matches(word.strip().casefold(), lower, n=1, cutoff=0.7)
    return lower[close[0]] if close else ""


def number(text: str, count: int) -> int | None:
    """The place, from 0, that a text names by its number from 1 in a list of so many, or ``None``."""
    text = text.strip()
    if _NUMBER.fullmatch(text) and 1 <= int(text) <= count:
        return int(text) - 1
    return None
