"""Rows as people read them: columns as wide as they have to be."""

from collections.abc import Sequence

from wizard.cli import output


def put_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of cells; every cell is fit to be shown already."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        output.put("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
