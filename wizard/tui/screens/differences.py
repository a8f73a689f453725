"""The differences of two presets or files, as a list; the one under the cursor in full."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from wizard.core.steps import describe_path
from wizard.document.tree import Difference
from wizard.i18n import N_, _, ngettext
from wizard.text import escape_lines
from wizard.tui import changes
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog, button
from wizard.tui.widgets.row_table import Column, RowTable

_KEYS = {
    "title": N_("title"),
    "description": N_("description"),
    "tags": N_("tags"),
    "parameters": N_("parameters"),
}


class DifferencesScreen(Dialog[None]):
    """The differences from one document to another."""

    def __init__(self, one: str, other: str, differences: Sequence[Difference]) -> None:
        """Create the screen.

        Args:
            one: The name of the first.
            other: The name of the second.
            differences: The differences; paths may begin with ``request`` or ``preset``.
        """
        count = ngettext("{count} difference", "{count} differences", len(differences))
        count = count.format(count=f"{len(differences):,}")
        super().__init__(f"{one} → {other}: {count}", [button("close", _("Close"))])
        self._one, self._other, self._differences = one, other, differences
        columns = [Column("", 1), Column(_("Where")), Column(one), Column(other)]
        self._table = RowTable(columns, empty=_("No differences, secrets aside."))
        self._about = Static(classes="about", markup=False)

    def content(self) -> ComposeResult:
        yield self._table
        yield VerticalScroll(self._about)

    def on_mount(self) -> None:
        self._table.show([changes.row(each, position_of(each)) for each in self._differences])
        self._table.focus()
        self._describe()

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        event.stop()
        self._describe()

    def _describe(self) -> None:
        index = self._table.cursor
        if index is None:
            return
        each = self._differences[index]
        lines = [position_of(each)]
        if each.kind == "moved":
            lines.append(_("The keys are in another order."))
        else:
            lines += [
                f"{name}: {changes.cell(value) or '–'}"
                for name, value in ((self._one, each.before), (self._other, each.after))
            ]
        self._about.update(escape_lines("\n".join(lines)))


def position_of(difference: Difference) -> str:
    """Return the place of a difference in words."""
    path = difference.path
    if path[:1] == ("preset",):
        keys = [_(_KEYS[key]) if key in _KEYS else str(key) for key in path[1:2]]
        keys += [str(key + 1) if isinstance(key, int) else key for key in path[2:]]
        return fill(_("preset › {field}"), field=" › ".join(keys))
    inner = path[1:] if path[:1] == ("request",) else path
    return describe_path(inner) or _("the whole request")
