"""Guides of the documentation."""

from typing import Any

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from wizard.core.guides import Guide, find_topic, list_guides, read_guide
from wizard.i18n import _
from wizard.tui.screens.dialogs import Dialog
from wizard.tui.screens.listing import PickDialog
from wizard.tui.widgets.row_table import Column


class GuideScreen(Dialog[None]):
    """A guide; the arrow keys scroll it."""

    BOX = VerticalScroll

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide.title)
        self._guide = guide

    def compose_content(self) -> ComposeResult:
        yield Markdown(self._guide.text.partition("\n")[2], open_links=False)

    def on_mount(self) -> None:
        self.query_one(".box").focus()

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Open another guide; other links are not opened."""
        event.stop()
        if (topic := find_topic(event.href)) is not None:
            self.app.switch_screen(GuideScreen(read_guide(topic)))


def choose_guide(app: App[Any]) -> None:
    """Ask for a guide and show it."""

    def show(guide: Guide | None) -> None:
        if guide is not None:
            app.push_screen(GuideScreen(guide))

    columns = [Column(_("Guide")), Column(_("Contents"))]
    dialog = PickDialog(
        _("Guides"), columns, list_guides(), lambda each: (each.title, each.summary), label=_("Open")
    )
    app.push_screen(dialog, show)
