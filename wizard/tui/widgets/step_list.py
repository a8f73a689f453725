"""The list of steps: where one is, and how each step stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wizard.core.steps import STEPS

SYMBOLS = {"untouched": "·", "fine": "✓", "note": "✓", "warning": "!", "error": "✗"}
"""What stands before a step: a shape for each state, so that no colour is needed."""
_STYLES = {
    "untouched": "$foreground 50%",
    "fine": "$success",
    "note": "$success",
    "warning": "$warning",
    "error": "$error",
}


class StepList(Widget, can_focus=True):
    """All steps with their state; the one that is shown is marked.

    Up and down, or a click, go to a step at once: going anywhere is always free.
    """

    BINDINGS = [
        Binding("up", "move(-1)", "Step before", show=False, id="steps.up"),
        Binding("down", "move(1)", "Next step", show=False, id="steps.down"),
        Binding("enter,right", "enter", "Into the step", show=False, id="steps.enter"),
    ]
    DEFAULT_CSS = """
    StepList {
        width: 20;
        height: 1fr;
        padding: 1 0 0 0;
        background: $surface;
        border-right: vkey $panel;
        &:focus {
            border-right: vkey $accent;
        }
    }
    """

    current = reactive("start")
    """The id of the step that is shown."""

    @dataclass
    class Chosen(Message):
        """A step was chosen; ``enter`` when the person wants to be in its form."""

        step: str
        enter: bool = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._states: dict[str, tuple[str, int]] = {}

    def show(self, states: Mapping[str, tuple[str, int]]) -> None:
        """Show each step's state, one of :data:`SYMBOLS`, and how many findings make it so."""
        if states != self._states:
            self._states = dict(states)
            self.refresh()

    def render(self) -> Content:
        """One line for each step."""
        lines = []
        for step in STEPS:
            state, count = self._states.get(step.id, ("untouched", 0))
            is_current = step.id == self.current
            cursor = "▌" if is_current else " "
            number = f" {count}" if count else ""
            title = f"{step.title}"
            room = self.size.width - 4 - len(number)
            style = "bold $foreground" if is_current else "$foreground 85%"
            lines.append(
                Content.assemble(
                    (cursor, "$accent"),
                    (f"{SYMBOLS[state]} ", _STYLES[state]),
                    (title.ljust(room)[:room], style),
                    (number, _STYLES[state]),
                )
            )
        return Content("\n").join(lines)

    def action_move(self, by: int) -> None:
        """Go to the step before or after."""
        ids = [step.id for step in STEPS]
        place = ids.index(self.current) + by  # type: ignore[arg-type]
        if 0 <= place < len(ids):
            self.post_message(self.Chosen(ids[place]))

    def action_enter(self) -> None:
        """Go into the form of the step."""
        self.post_message(self.Chosen(self.current, enter=True))

    def on_click(self, event: events.Click) -> None:
        """Go to the step that was clicked."""
        line = event.get_content_offset_capture(self).y
        if 0 <= line < len(STEPS):
            self.post_message(self.Chosen(STEPS[line].id, enter=True))
