"""The header, action bar, help line and key bar."""

from rich.cells import cell_len
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Static

from wizard.core.documents import DocumentSource
from wizard.i18n import _
from wizard.text import format_escaped
from wizard.tui.commands import BY_ID, KEY_BAR, KEY_BAR_WIDE
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.cells import crop

WIDE = 110
"""The width from which the key bar shows all its entries."""
NAME_WIDTH = 12
"""Cells of the header that the name of the cluster has even if the profile needs them."""


def describe_source(source: DocumentSource) -> str:
    """Return a short description of the source of a document."""
    match source.kind:
        case "preset":
            return format_escaped(_("preset {name}"), name=source.name)
        case "file":
            return source.name
        case "paste":
            return _("pasted request")
    return _("new cluster")


class HeaderBar(Widget):
    """Shows the document, whether it is saved, the profile and the menu; the latter two can be clicked."""

    DEFAULT_CSS = """
    HeaderBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """
    auto_links = False

    request = reactive("", layout=False)
    """The name of the cluster."""
    source = reactive("", layout=False)
    """The source of the document."""
    modified = reactive(False, layout=False)
    """Whether the document has unsaved changes."""
    profile = reactive("", layout=False)
    """The account and region."""
    activity = reactive("", layout=False)
    """The activity in the background: a submission."""

    def render(self) -> Content:
        """Return the line; without room, the source is omitted, and the profile and name are cropped."""
        marker = " ● " + _("unsaved") if self.modified else ""
        activity, menu = self.activity, f"≡ {_('Menu')}"
        taken = cell_len(f"bcw  {marker} {activity}  {menu}{'  ' if activity else ''}")
        spare = self.size.width - taken - min(cell_len(self.request), NAME_WIDTH)
        right = Content.assemble(
            Content.from_markup("[$warning @click=screen.command('create')]$text[/]  ", text=activity)
            if activity
            else "",
            Content.from_markup(
                "[$accent @click=screen.command('profiles')]$text[/]", text=crop(self.profile, spare)
            ),
            Content.from_markup("  [bold $primary @click=screen.command('menu')]$text[/]", text=menu),
        )
        room = self.size.width - right.cell_length - 1

        def make_left(text: str) -> Content:
            return Content.assemble(("bcw  ", "bold $primary"), (text, "bold"), (marker, "$warning"))

        shown = make_left(" · ".join(filter(None, (self.request, self.source))))
        if shown.cell_length > room:
            spare = max(room - make_left("").cell_length, 1)
            shown = make_left(Content(self.request or self.source).truncate(spare, ellipsis=True).plain)
        gap = max(self.size.width - shown.cell_length - right.cell_length, 1)
        return Content.assemble(shown, " " * gap, right)


class ActionBar(Horizontal):
    """The buttons of the current step: back, next and review; on Review save, export and create."""

    DEFAULT_CSS = """
    ActionBar {
        height: 1;
        align-horizontal: right;
        background: $background;
        & > Button { width: auto; min-width: 6; margin: 0 0 0 1; }
    }
    """

    BINDINGS = ARROWS

    def create_buttons(self, step: str) -> None:
        """Create the buttons after the first frame, and show those of a step."""
        labels = {
            "back": _("‹ Back"),
            "next": _("Next ›"),
            "review": _("Review"),
            "save-as": _("Save as preset…"),
            "export": _("Export…"),
            "create": _("Create cluster…"),
        }
        self.mount(
            *(Button(label, compact=True, name=name, id=f"action-{name}") for name, label in labels.items())
        )
        self.show(step)

    def show(self, step: str) -> None:
        shown = {"review": ("back", "save-as", "export", "create"), "start": ("next",)}
        for button in self.query(Button):
            button.display = button.name in shown.get(step, ("back", "next", "review"))

    @on(Button.Pressed)
    async def _run(self, event: Button.Pressed) -> None:
        event.stop()
        await self.screen.run_action(f"command('{event.button.name}')")


class HelpLine(Static):
    """The help of the focused field."""

    DEFAULT_CSS = """
    HelpLine { height: 2; padding: 0 1; background: $background; color: $foreground 85%; }
    """


class KeyBar(Widget):
    """The most important keys; clicking one runs its command.

    `Footer` recomposes whenever the focus moves, and cannot choose entries by the width.
    """

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """
    auto_links = False

    def render(self) -> Content:
        """Return the entries that fit on one line."""
        shown = Content()
        for name in KEY_BAR:
            command = BY_ID[name]
            if not command.key or (name in KEY_BAR_WIDE and self.app.size.width < WIDE):
                continue
            entry = Content.from_markup(
                f"[@click=screen.{command.action}][bold $accent]$key[/] $label[/]  ",
                key=command.key.replace("Ctrl+", "^"),
                label=_(command.label),
            )
            if shown.cell_length + entry.cell_length - 2 > self.size.width:
                break
            shown += entry
        return shown
