"""Escaping of external text on the screen."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from wizard.text import escape_text

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SURROGATES = re.compile("[\ud800-\udfff]")
_SYMBOL_FOR_NULL = 0x2400
_SYMBOLS = {"\n": "↵", "\r": "␍", "\t": "⇥", "\x7f": "␡", "\u2028": "↵", "\u2029": "↵"}


def to_symbols(text: str) -> str:
    """Return text in which a symbol replaces each character that a terminal obeys or hides.

    Unlike `escape_text` this keeps the number of characters: line ends become ``↵``, tabs ``⇥``, control
    characters their pictures, unusual spaces ``␣``, and other invisible characters ``�``.
    """
    return text if text.isprintable() else "".join(map(_get_symbol, text))


@lru_cache(maxsize=512)
def _get_symbol(character: str) -> str:
    if character.isprintable():
        return character
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if character < " ":
        return chr(_SYMBOL_FOR_NULL + ord(character))
    return "\N{OPEN BOX}" if character.isspace() and character > "\x9f" else _REPLACEMENT


class OutputFilter(LineFilter):
    """Removes characters that a terminal obeys or hides.

    Our widgets escape external text so that it is visible; this also covers library widgets and omissions. The
    characters take no cells, so the line keeps its width.

    Args:
        others: The filters to apply afterwards. They are not filters of the app because Textual stores a copy
            of every line for each of those.
    """

    def __init__(self, others: Sequence[LineFilter] = ()) -> None:
        super().__init__()
        self.others = others

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line without hidden characters."""
        if not all(segment.text.isprintable() for segment in segments):
            segments = [Segment(_remove_hidden(text), style, control) for text, style, control in segments]
        for each in self.others:
            segments = each.apply(segments, background)
        return segments


def _remove_hidden(text: str) -> str:
    if text.isprintable():
        return text
    # A lone surrogate takes a cell, and no terminal can show it.
    text = _SURROGATES.sub(_REPLACEMENT, text)
    return "".join(char for char in text if escape_text(char) == char)
