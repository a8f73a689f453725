"""Aligned columns that are only read: facts with labels, and groups. Nothing is cut, long values wrap."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from wizard.text import escape_lines, escape_text

_LABEL = 11
"""The least width of the labels in cells."""


def make_facts(rows: Iterable[tuple[str, str]]) -> Table:
    """Return rows of a label and a value, escaped, as something that a `Static` shows."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(min_width=_LABEL, no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in rows:
        table.add_row(label, Text(escape_lines(value)))
    return table


def make_group_table(rows: Iterable[tuple[str, str, str, str]], titles: tuple[str, ...] = ()) -> Table:
    """Return groups, each with a count and two more columns; long names continue on the next line."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for index in range(4):
        table.add_column(justify="right" if index == 1 else "left", no_wrap=index == 1, overflow="fold")
    if titles:
        table.add_row(*titles, style="bold")
    for row in rows:
        table.add_row(*(Text(escape_text(cell)) for cell in row))
    return table
