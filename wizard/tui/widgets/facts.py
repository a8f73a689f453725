"""Read-only tables of facts and of groups. Long values wrap."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from wizard.text import escape_lines, escape_text

_LABEL = 11
"""The minimum width of the labels in cells."""
_FITTING = 48
"""The width in cells that is always available."""


def make_facts(rows: Iterable[tuple[str, str]]) -> Table:
    """Return a table of labels and values, which are escaped."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(min_width=_LABEL, no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in rows:
        table.add_row(label, Text(escape_lines(value)))
    return table


def make_group_table(rows: Iterable[tuple[str, str, str, str]]) -> Table:
    """Return a table of groups: the name, the count and two more columns."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for index in range(4):
        table.add_column(justify="right" if index == 1 else "left", no_wrap=index == 1, overflow="fold")
    cells = [tuple(map(escape_text, row)) for row in rows]
    columns = [*zip(*cells, strict=True)]
    if cells and sum(max(map(cell_len, column)) + 2 for column in columns) <= _FITTING:
        cells = [tuple(map("\n".join, columns))]  # nothing wraps, and one row is faster than hundreds
    for row in cells:
        table.add_row(*map(Text, row))
    return table
