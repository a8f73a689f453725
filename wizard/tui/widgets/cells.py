"""Text of the user in cells of the terminal: what cannot be seen made visible, what is too long cropped."""

from functools import lru_cache
from typing import Final, Literal

from rich.cells import cell_len, set_cell_size
from rich.style import Style

Mark = Literal["error", "warning", "note"]
"""What a row or a line is marked with; the names of the severities of findings."""

SYMBOLS: Final[dict[str, str]] = {"error": "✗", "warning": "!", "note": "i"}
"""The symbol of each mark, the worst first, so that none is told by its colour alone."""

ELLIPSIS: Final = "…"
UNSHOWABLE: Final = "\N{REPLACEMENT CHARACTER}"
_OPEN_BOX: Final = "\N{OPEN BOX}"
_SYMBOL_FOR_NULL: Final = 0x2400
_NAMED: Final = {"\n": "↵", "\r": "␍", "\t": "⇥", "\x7f": "␡", "\u2028": "↵", "\u2029": "↵"}


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


def cropped(text: str, width: int) -> str:
    """A text made visible, of at most a number of cells; it ends in ``…`` where something is left out."""
    if width <= 0:
        return ""
    head = text[: 4 * width]
    shown = visible(head)
    if len(head) == len(text) and cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip() + ELLIPSIS


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """A text made visible, of exactly a number of cells, padded at the right or (``right``) at the left."""
    shown = cropped(text, width)
    padding = " " * (width - cell_len(shown))
    return padding + shown if right else shown + padding


def worst(first: str | None, second: str) -> str:
    """The worse of two marks."""
    order = list(SYMBOLS)
    if first not in order:
        return second
    return first if second not in order or order.index(first) <= order.index(second) else second


@lru_cache(maxsize=512)
def ink(style: Style) -> Style:
    """A style without its background, for text on a line that has a background of its own."""
    return Style(
        color=style.color,
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
    )
