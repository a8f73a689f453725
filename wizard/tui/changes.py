"""Differences as rows of a table."""

from typing import Any

from wizard.core.steps import describe_path
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Difference

SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}
"""What stands before each kind of difference."""


def make_row(difference: Difference, place: str | None = None) -> tuple[str, str, str, str]:
    """A difference as a row: its sign, its place, what stood there, and what stands there now.

    Args:
        difference: The difference.
        place: Its place in words, where it is none of a request.
    """
    where = describe_path(difference.path) if place is None else place
    return SIGNS[difference.kind], where, format_cell(difference.before), format_cell(difference.after)


def format_cell(value: Any) -> str:
    """A value as a cell of the table."""
    return "" if value is MISSING else to_compact_text(value)
