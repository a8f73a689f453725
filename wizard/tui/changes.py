"""Table rows for differences between documents."""

from typing import Any

from wizard.core.steps import describe_path
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Difference

SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}
"""The sign of each kind of difference."""


def make_row(difference: Difference, place: str | None = None) -> tuple[str, str, str, str]:
    """Return the row of a difference: its sign, its place, and the values before and after.

    Args:
        difference: The difference.
        place: Its place; by default the description of its path in a request.
    """
    where = describe_path(difference.path) if place is None else place
    return SIGNS[difference.kind], where, format_cell(difference.before), format_cell(difference.after)


def format_cell(value: Any) -> str:
    """Return the table cell of a value."""
    return "" if value is MISSING else to_compact_text(value)
