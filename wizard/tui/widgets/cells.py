"""Text and marks in terminal cells."""

from functools import lru_cache
from typing import Final, Literal

from rich.cells import cell_len, set_cell_size
from rich.style import Style

from wizard.text import escape_text

Mark = Literal["error", "warning", "note"]
"""The mark of a row or a line: the name of a severity."""

SYMBOLS: Final[dict[str, str]] = {"error": "✗", "warning": "!", "note": "i"}
"""The symbol of each mark, the most severe first. Marks are not distinguished by color alone."""

ELLIPSIS: Final = "…"


def crop(text: str, width: int) -> str:
    """Return a text escaped and cropped to a number of cells, with ``…`` at the end if it is cropped."""
    if width <= 0:
        return ""
    head = text[: 4 * width]
    shown = escape_text(head)
    if len(head) == len(text) and cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip() + ELLIPSIS


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text escaped, and cropped or padded to a number of cells; ``right`` aligns it to the right."""
    shown = crop(text, width)
    padding = " " * (width - cell_len(shown))
    return padding + shown if right else shown + padding


def format_bar(count: int, total: int, width: int = 20) -> str:
    """Return a progress bar, ``width`` cells wide; it is full if the total is 0."""
    full = round(min(count / total, 1.0) * width) if total else width
    return "█" * full + "░" * (width - full)


def get_worse(first: str | None, second: str) -> str:
    """Return the more severe of two marks."""
    order = list(SYMBOLS)
    return second if first is None or order.index(second) < order.index(first) else first


@lru_cache(maxsize=512)
def remove_background(style: Style) -> Style:
    """Return a style without its background."""
    return Style(
        color=style.color,
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
    )
