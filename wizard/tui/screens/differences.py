"""The differences of two presets or files, as a list; the one under the cursor whole."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from wizard.core.formatting import counted
from wizard.core.steps import describe_path
from wizard.document.tree import Difference
from wizard.i18n import _
from wizard.tui import changes
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog
from wizard.tui.texts import TEXTS, say
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.row_table import Column, RowTable

WHERE = 27
"""Width of the places in cells: a field of a group whose name is no longer than ``workers`` is told whole."""


class DifferencesScreen(Dialog[None]):
    """What is different from one to another."""

    CSS_PATH = "differences.tcss"

    def __init__(self, one: str, other: str, differences: Sequence[Difference]) -> None:
        """Create the screen.

        Args:
            one: What the first is called.
            other: What the second is called.
            differences: What is different; paths may begin with ``request`` or ``preset``.
        """
        super().__init__()
        self._one, self._other, self._differences = one, other, differences
        columns = [Column("", 1), Column(_("Where"), WHERE), Column(one), Column(other)]
        self._table = RowTable(columns, empty=_("They say the same, secrets aside."))
        self._about = Static(classes="about", markup=False)

    def compose(self) -> ComposeResult:
        """The list above the values of one row."""
        count = counted(len(self._differences), _("difference"), _("differences"))
        with Vertical(classes="box") as box:
            title = fill(_("{one} → {other}: {count}"), one=self._one, other=self._other, count=count)
            box.border_title = Content(visible(title))
            yield self._table
            yield VerticalScroll(self._about)
            yield Horizontal(Button(_("Close"), compact=True, name="close"), classes="buttons")

    def on_mount(self) -> None:
        """The list has the focus."""
        self._table.show([changes.row(each, position_of(each)) for each in self._differences])
        self._table.focus()
        self._tell()

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Show the values of another row."""
        event.stop()
        self._tell()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """There is nowhere to go from a row; its values are in sight."""
        event.stop()

    def _tell(self) -> None:
        at = self._table.cursor
        if at is None:
            return
        each = self._differences[at]
        lines = [position_of(each)]
        if each.kind == "moved":
            lines.append(_("The keys stand in another order."))
        else:
            sides = ((self._one, each.before), (self._other, each.after))
            lines += [
                f"{say('differences.side', name=name)} {changes.cell(value) or '–'}" for name, value in sides
            ]
        self._about.update("\n".join(map(visible, lines)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close."""
        event.stop()
        self.dismiss(None)


def position_of(difference: Difference) -> str:
    """The place of a difference in words."""
    path = difference.path
    if path[:1] == ("preset",):
        name = f"differences.key.{path[1]}" if len(path) > 1 else ""
        known = say(name) if name in TEXTS else "".join(str(each) for each in path[1:2])
        rest = [str(key + 1) if isinstance(key, int) else key for key in path[2:]]
        return fill(_("preset › {field}"), field=" › ".join([known, *rest]))
    inner = path[1:] if path[:1] == ("request",) else path
    return describe_path(inner) or _("the whole request")
