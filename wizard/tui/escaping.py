"""External text in messages and on the screen."""

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from wizard.text import escape_lines, escape_text

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SYMBOL_FOR_NULL = 0x2400
_SYMBOLS = {"\n": "↵", "\r": "␍", "\t": "⇥", "\x7f": "␡", "\u2028": "↵", "\u2029": "↵"}


def format_escaped(message: str, /, **values: object) -> str:
    """Return a message with its placeholders filled in; text is escaped, as it may be external."""
    return message.format(
        **{name: escape_lines(value) if isinstance(value, str) else value for name, value in values.items()}
    )


def to_symbols(text: str) -> str:
    """Return text with one symbol for each character that a terminal obeys or hides.

    Unlike `escape_text` this keeps the number of characters: line ends become ``↵``, tabs ``⇥``, control
    characters their pictures, unusual spaces ``␣``, and other invisible characters ``�``.
    """
    return text if text.isprintable() else "".join(map(_symbol, text))


@lru_cache(maxsize=512)
def _symbol(character: str) -> str:
    if character.isprintable():
        return character
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if character < " ":
        return chr(_SYMBOL_FOR_NULL + ord(character))
    return "\N{OPEN BOX}" if character.isspace() and character > "\x9f" else _REPLACEMENT


class OutputFilter(LineFilter):
    """Takes out what a terminal would obey or hide, wherever a widget has left it in what it shows.

    Widgets escape external text so that it can be seen; a library's widget, or one that forgets, is safe too.
    The characters take no cells, so the line keeps its width.

    Args:
        others: The filters to apply afterwards; each filter of an app keeps a copy of every line.
    """

    def __init__(self, others: Sequence[LineFilter] = ()) -> None:
        super().__init__()
        self.others = others

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line without such characters."""
        if not all(segment.text.isprintable() for segment in segments):
            segments = [Segment(_cleaned(text), style, control) for text, style, control in segments]
        for each in self.others:
            segments = each.apply(segments, background)
        return segments


def _cleaned(text: str) -> str:
    if text.isprintable():
        return text
    # Half a character takes a cell, and no terminal can show it.
    return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text if _is_shown(each))


def _is_shown(char: str) -> bool:
    return "\ud800" <= char <= "\udfff" or escape_text(char) == char
