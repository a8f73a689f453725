"""The list of steps with their states, and the summary of the configuration below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wizard.core.steps import STEPS
from wizard.i18n import _, join_items
from wizard.tui.widgets.cells import fit

State = Literal["unvisited", "empty", "complete", "warning", "error"]

LOOKS: dict[State, tuple[str, str]] = {
    "unvisited": ("○", "$foreground 60%"),
    "empty": ("–", "$foreground 60%"),
    "complete": ("✓", "$text-success"),
    "warning": ("!", "$text-warning"),
    "error": ("✗", "$text-error"),
}
"""Symbol and style of each state."""


class StepList(Widget, can_focus=True):
    """All steps with their states; Up, Down or a click goes to a step immediately.

    An `OptionList` only highlights the step on Up and Down, and does not report clicks on the number of problems.
    """

    BINDINGS = [
        Binding("up", "move(-1)", "Previous step", show=False, id="steps.up"),
        Binding("down", "move(1)", "Next step", show=False, id="steps.down"),
        Binding("enter,right", "enter", "Into the form", show=False, id="steps.enter"),
    ]

    current = reactive("start")
    """The id of the step that is shown."""
    states: reactive[Mapping[str, tuple[State, int]]] = reactive(dict)
    """The state and the number of problems of each step."""
    summary: reactive[Sequence[Sequence[str]]] = reactive(tuple)
    """The items of each line below the steps; items that do not fit on one line get a line each."""

    @dataclass
    class Chosen(Message):
        """Posted to go to a step.

        Attributes:
            step: The id of the step.
            enter: Whether to focus its form.
            problem: Whether to go to its first problem.
        """

        step: str
        enter: bool = False
        problem: bool = False

    def on_mount(self) -> None:
        self.border_title = _("Steps")

    def render(self) -> Content:
        """Return a line per step, then the summary."""
        width = self.size.width
        lines = []
        for step in STEPS:
            state, count = self.states.get(step.id, ("unvisited", 0))
            symbol, style = LOOKS[state]
            is_current = step.id == self.current
            number = f" {count}" if count else ""
            lines.append(
                Content.assemble(
                    ("▸" if is_current else " ", "bold $accent"),
                    (f"{symbol} ", style),
                    (fit(step.title, width - 3 - len(number)), "bold" if is_current else ""),
                    (number, f"{style} underline" if count else ""),
                )
            )
        lines.append(Content())
        for items in self.summary:
            line = join_items(items)
            for each in [line] if cell_len(line) < width else items:
                lines.append(Content.styled(f" {fit(each, width - 1)}", "$foreground 80%"))
        return Content("\n").join(lines[: max(self.size.height, len(STEPS))])

    def action_move(self, by: int) -> None:
        ids: list[str] = [step.id for step in STEPS]
        place = ids.index(self.current) + by
        if 0 <= place < len(ids):
            self.post_message(self.Chosen(ids[place]))

    def action_enter(self) -> None:
        self.post_message(self.Chosen(self.current, enter=True))

    def on_click(self, event: events.Click) -> None:
        """Go to the step that was clicked, or to its first problem."""
        offset = event.get_content_offset_capture(self)
        if 0 <= offset.y < len(STEPS):
            step = STEPS[offset.y].id
            count = self.states.get(step, ("unvisited", 0))[1]
            is_number = count > 0 and offset.x >= self.size.width - len(f" {count}")
            self.post_message(self.Chosen(step, enter=True, problem=is_number))
