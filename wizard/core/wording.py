"""Texts that come from elsewhere, and numbers, as a person reads them. Needs nothing, so that the first
frame can be drawn with it."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

UNSHOWABLE: Final = "\N{REPLACEMENT CHARACTER}"
_OPEN_BOX: Final = "\N{OPEN BOX}"
_SYMBOL_FOR_NULL: Final = 0x2400
_NAMED: Final = {"\n": "↵", "\r": "␍", "\t": "⇥", "\x7f": "␡", "\u2028": "↵", "\u2029": "↵"}
_LOG: Final = re.compile(r"\[[0-9-]+T([0-9:]{8})[^\]]*\]\[([^\]]*)\]\[[^\]]*\](.*)", re.DOTALL)


@lru_cache(maxsize=512)
def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if character in _NAMED:
        return _NAMED[character]
    if character < " ":
        return chr(_SYMBOL_FOR_NULL + ord(character))
    return _OPEN_BOX if character.isspace() and character > "\x9f" else UNSHOWABLE


def visible(text: str) -> str:
    """A text with a symbol for every character that a terminal would obey or swallow, one for one.

    Line ends become ``↵``, tabs ``⇥``, control characters their pictures, unusual spaces ``␣``; zero-width
    and direction characters, unpaired surrogates and the like the replacement character.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 error``, ``1,000 machines``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def log_line(line: str) -> str:
    """A line of the operation log, ``[time][group][instance]text``, as a person reads it."""
    match = _LOG.fullmatch(line)
    return " ".join(part for part in match.groups() if part) if match else line


def near(name: str, known: "tuple[str, ...] | list[str]", *, most: int = 2) -> list[str]:
    """The known names that a misspelt one is close to, the closest first."""
    from difflib import get_close_matches

    begun = [each for each in known if len(name) > 1 and each.startswith(name.lower())]
    found = [*begun, *get_close_matches(name.lower(), known, n=most, cutoff=0.6)]
    return [*dict.fromkeys(found)][:most]


def did_you_mean(name: str, known: "list[str]", others: Iterable[str] = ()) -> str:
    """Say which names a misspelt one may stand for; ``""`` where there is none."""
    from wizard.i18n import _
    from wizard.text import escape_text

    close = [*map(escape_text, [*near(name, known), *others])]
    return _("Is {names} meant?").format(names=_(" or ").join(close)) if close else ""
