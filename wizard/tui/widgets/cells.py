"""Text of the user in cells of the terminal: what cannot be seen escaped, what is too long cropped."""

from functools import lru_cache
from typing import Final, Literal

from rich.cells import cell_len, set_cell_size
from rich.style import Style

from wizard.text import escape_text

Mark = Literal["error", "warning", "note"]
"""What a row or a line is marked with; the names of the severities of findings."""

SYMBOLS: Final[dict[str, str]] = {"error": "✗", "warning": "!", "note": "i"}
"""The symbol of each mark, the worst first, so that none is told by its colour alone."""

ELLIPSIS: Final = "…"


def crop(text: str, width: int) -> str:
    """A text escaped, of at most a number of cells; it ends in ``…`` where something is left out."""
    if width <= 0:
        return ""
    head = text[: 4 * width]
    shown = escape_text(head)
    if len(head) == len(text) and cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip() + ELLIPSIS


def fit(text: str, width: int, *, right: bool = False) -> str:
    """A text escaped, of exactly a number of cells, padded at the right or (``right``) at the left."""
    shown = crop(text, width)
    padding = " " * (width - cell_len(shown))
    return padding + shown if right else shown + padding


def format_bar(part: float, width: int = 20) -> str:
    """A bar that shows how much of something is there.

    Args:
        part: From 0 to 1; what lies beyond is shown as the end it lies beyond.
        width: Its width in cells.
    """
    full = round(min(max(part, 0.0), 1.0) * width)
    return "█" * full + "░" * (width - full)


def get_worse(first: str | None, second: str) -> str:
    """The worse of two marks."""
    order = list(SYMBOLS)
    if first not in order:
        return second
    return first if second not in order or order.index(first) <= order.index(second) else second


@lru_cache(maxsize=512)
def remove_background(style: Style) -> Style:
    """A style without its background, for text on a line that has a background of its own."""
    return Style(
        color=style.color,
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
    )
