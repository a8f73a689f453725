"""The panel at the right: the request body, or its differences to an earlier state."""

from collections.abc import Mapping
from typing import Any

from textual.containers import Vertical

from wizard.core.suggestions import format_bytes
from wizard.document.secrets import mask_pair
from wizard.document.serializer import LARGEST_INDENTED
from wizard.document.tree import Path, diff
from wizard.i18n import _, ngettext
from wizard.tui import changes
from wizard.tui.escaping import fill
from wizard.tui.widgets.preview import Preview
from wizard.tui.widgets.row_table import Column, RowTable


class PreviewPanel(Vertical):
    """The preview, and a table of differences in its place while there is something to compare with.

    Attributes:
        preview: The request body as it would be sent.
        compared: What the request is compared with, ``opened`` or ``submitted``; ``None``: it is shown itself.
    """

    DEFAULT_CSS = "PreviewPanel > RowTable { height: 1fr; }"

    def __init__(self) -> None:
        self.preview = Preview(id="preview")
        columns = [Column("", 1), Column(_("Where")), Column(_("Before")), Column(_("Now"))]
        self._changes = RowTable(columns, empty=_("No differences."), id="changes")
        self._changes.display = False
        self.compared: str | None = None
        self._title = ""
        super().__init__(self.preview, self._changes)

    def compare(self, compared: str | None) -> None:
        """Show the differences to an earlier state, or the request body again."""
        self.compared = compared
        self._changes.display = compared is not None
        self.preview.display = compared is None

    def show_request(self, tree: Any, marks: Mapping[Path, str], *, is_preset: bool = False) -> None:
        """Show a request body.

        Args:
            tree: The request, its secrets masked.
            marks: The severity of the worst finding of each path.
            is_preset: Whether values for parameters are filled in before it is sent.
        """
        self.preview.show(tree, marks)
        size = format_bytes(self.preview.size_in_bytes)
        if is_preset:
            title = fill(_("Preset, {size} (with its parameters)"), size=size)
        elif self.preview.size_in_bytes > LARGEST_INDENTED:
            title = fill(_("Request body, {size}, sent without indentation"), size=size)
        else:
            title = fill(_("Request body, {size}"), size=size)
        self._set_title(title)

    def show_changes(self, before: Any, tree: Any) -> None:
        """Show what is different from an earlier state."""
        rows = [changes.row(each) for each in diff(*mask_pair(before, tree))]
        self._changes.show(rows)
        if self.compared == "opened":
            title = ngettext("{count} change since opened", "{count} changes since opened", len(rows))
        else:
            title = ngettext(
                "{count} change since the last submission",
                "{count} changes since the last submission",
                len(rows),
            )
        self._set_title(title.format(count=f"{len(rows):,}"))

    def _set_title(self, title: str) -> None:
        assert self.parent is not None
        if title != self._title:  # setting it draws the panel anew
            self._title = self.parent.border_title = title  # type: ignore[attr-defined]
