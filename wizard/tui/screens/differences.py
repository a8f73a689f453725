"""The differences of two presets or files, as a list; the one under the cursor in full."""

from collections.abc import Sequence

from wizard.core.steps import describe_path
from wizard.document.tree import Difference
from wizard.i18n import N_, _, ngettext
from wizard.tui import changes
from wizard.tui.escaping import fill
from wizard.tui.screens.listing import ListScreen
from wizard.tui.widgets.row_table import Column

_KEYS = {
    "title": N_("title"),
    "description": N_("description"),
    "tags": N_("tags"),
    "parameters": N_("parameters"),
}


class DifferencesScreen(ListScreen[None]):
    """The differences from one document to another."""

    def __init__(self, one: str, other: str, differences: Sequence[Difference]) -> None:
        """Create the screen.

        Args:
            one: The name of the first.
            other: The name of the second.
            differences: The differences; paths may begin with ``request`` or ``preset``.
        """
        count = ngettext("{count} difference", "{count} differences", len(differences))
        title = f"{one} → {other}: {count.format(count=f'{len(differences):,}')}"
        columns = [Column("", 1), Column(_("Where")), Column(one), Column(other)]
        super().__init__(title, columns, empty=_("No differences, secrets aside."))
        self._one, self._other, self._differences = one, other, differences

    def load(self) -> Sequence[Difference]:
        return self._differences

    def row(self, item: Difference) -> tuple[str, str, str, str]:
        return changes.row(item, position_of(item))

    def about(self, item: Difference) -> Sequence[str]:
        if item.kind == "moved":
            return [position_of(item), _("The keys are in another order.")]
        before, after = (changes.cell(value) or "–" for value in (item.before, item.after))
        return [position_of(item), f"{self._one}: {before}", f"{self._other}: {after}"]


def position_of(difference: Difference) -> str:
    """Return the place of a difference in words."""
    path = difference.path
    if path[:1] == ("preset",):
        keys = [_(_KEYS[key]) if key in _KEYS else str(key) for key in path[1:2]]
        keys += [str(key + 1) if isinstance(key, int) else key for key in path[2:]]
        return fill(_("preset › {field}"), field=" › ".join(keys))
    inner = path[1:] if path[:1] == ("request",) else path
    return describe_path(inner) or _("the whole request")
