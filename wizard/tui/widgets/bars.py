"""The lines at the edges of the screen: header, explanation and keys."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from wizard.i18n import _
from wizard.tui.commands import COMMANDS
from wizard.tui.escaping import fill
from wizard.tui.texts import say


class HeaderBar(Widget):
    """What is being edited, whether it is saved, and where it would go."""

    DEFAULT_CSS = """
    HeaderBar {
        height: 1;
        background: $panel;
        color: $foreground;
        padding: 0 1;
    }
    """

    request = reactive("", layout=False)
    """The name of what is being edited."""
    modified = reactive(False, layout=False)
    """Whether it has changes that are not saved."""
    target = reactive("", layout=False)
    """Where the request would go."""

    def render(self) -> Content:
        """One line: the request at the left, the target at the right."""
        left = Content.assemble(
            (f"{say('header.title')}  ", "bold $primary"),
            (f"{self.request} ", "bold"),
            (f"● {say('header.modified')}" if self.modified else "", "$warning"),
        )
        right = Content.assemble(
            (fill(_("→ {target}"), target=self.target) if self.target else "", "$accent")
        )
        room = self.size.width - right.cell_length - 2
        if left.cell_length > room:
            left = left.truncate(max(room, 8), ellipsis=True)
        return left + Content(" " * max(self.size.width - left.cell_length - right.cell_length, 1)) + right


class ExplanationBar(Static):
    """Two lines about the field in focus."""

    DEFAULT_CSS = """
    ExplanationBar {
        height: 2;
        padding: 0 1;
        background: $surface;
        color: $foreground 85%;
    }
    """


@dataclass(frozen=True, slots=True)
class _Key:
    """A key in the bar: what it does, and where it stands."""

    action: str
    start: int
    end: int


class KeyBar(Widget):
    """The keys that matter; a click does what the key does."""

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        background: $panel;
        color: $foreground;
        padding: 0 1;
    }
    """

    @dataclass
    class Pressed(Message):
        """A key of the bar was clicked."""

        action: str

    def __init__(self, keymap: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002
        """Create the bar.

        Args:
            keymap: The keys that the user has put in place of ours, by the id of the command.
            id: The id of the widget.
        """
        super().__init__(id=id)
        self._keymap = keymap
        self._keys: list[_Key] = []

    def render(self) -> Content:
        """The keys that fit on one line."""
        parts: list[tuple[str, str]] = []
        at, self._keys = 0, []
        for command in COMMANDS:
            if not command.bar:
                continue
            key = command.first_key(self._keymap)
            width = cell_len(key) + 1 + cell_len(command.label)
            if at + width > self.size.width:
                break
            self._keys.append(_Key(command.action, at, at + width))
            parts += [(f"{key} ", "bold $accent"), (f"{command.label} ", "")]
            at += width + 1
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        at = event.get_content_offset_capture(self).x
        for key in self._keys:
            if key.start <= at < key.end:
                self.post_message(self.Pressed(key.action))
