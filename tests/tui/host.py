"""Widgets in an app of their own, and what they post."""

from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from wizard.tui.widgets.choice import Checklist, Choice


class Host(App[None]):
    """Widgets below each other, and the messages that they posted."""

    CSS = "Container { height: auto; }"

    def __init__(self, *widgets: Widget, width: int = 60) -> None:
        super().__init__()
        self.widgets = widgets
        self.width = width
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        with Container() as box:
            box.styles.width = self.width
            yield from self.widgets

    @on(Choice.Changed)
    @on(Checklist.Changed)
    @on(Input.Changed)
    @on(Input.Submitted)
    def record(self, message: Message) -> None:
        self.posted.append(message)

    def values(self, kind: type[Message], name: str = "value") -> list[Any]:
        """An attribute of each message of some type."""
        return [getattr(each, name) for each in self.posted if isinstance(each, kind)]


def lines(widget: Widget) -> list[str]:
    """What is visible of a widget, line by line."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]
