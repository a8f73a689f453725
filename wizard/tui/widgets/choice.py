"""Widgets to choose one or several of a few values; other values in the document stay selectable."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.style import Style
from textual.widget import Widget
from textual.widgets import OptionList

from wizard.document.document import is_same
from wizard.document.tree import MISSING
from wizard.text import escape_text


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose: any JSON value, or ``MISSING``."""

    value: Any
    label: str


def _make_other_option(value: Any) -> Option:
    return Option(value, json.dumps(value, ensure_ascii=False))


class Choice(Widget, can_focus=True):
    """A choice of one value: ``(•) Pay-as-you-go  ( ) Spot``.

    `RadioSet` needs two keys to choose and a widget for each value, marks the choice by color alone, cannot be set
    by the program or cleared, and supports no values other than those of its buttons.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Previous", show=False, id="choice.previous"),
        Binding("right", "choose(1)", "Next", show=False, id="choice.next"),
        Binding("space", "cycle", "Next", show=False, id="choice.cycle"),
        Binding("home", "choose(-99)", "First", show=False, id="choice.first"),
        Binding("end", "choose(99)", "Last", show=False, id="choice.last"),
    ]
    DEFAULT_CSS = """
    Choice { width: 1fr; height: auto; padding: 0 1; }
    """
    GAP: ClassVar = 2
    """Cells between two options on one line."""

    @dataclass
    class Changed(Message):
        """Posted when the user chose another value."""

        value: Any
        """The value, or ``MISSING``."""

    def __init__(self, options: Iterable[Option], value: Any = MISSING) -> None:
        """Create a choice; an unknown value becomes an additional option."""
        super().__init__()
        self._known = list(options)
        self.options: Sequence[Option] = self._known
        """The known options and, last, the unknown value."""
        self._value: Any = MISSING
        self.set_value(value)

    @property
    def value(self) -> Any:
        """The chosen value, or ``MISSING``."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Set the value without posting a message. An unknown value is an option until the next call."""
        is_known = value is MISSING or any(is_same(option.value, value) for option in self._known)
        self.options = self._known if is_known else [*self._known, _make_other_option(value)]
        self._value = value
        self.refresh(layout=True)

    def render(self) -> Content:
        """Return the options on one line, or one per line if there is no room."""
        chosen = self._index
        shown = []
        for index, option in enumerate(self.options):
            style = "bold $foreground" if index == chosen else "$foreground 80%"
            if self.has_focus and index == (chosen or 0):
                style = "bold $block-cursor-foreground on $block-cursor-background"
            mark = Content("(•) " if index == chosen else "( ) ")
            shown.append(
                Content.assemble(mark, (escape_text(option.label), style)).stylize(
                    Style.from_meta({"option": index})
                )
            )
        return Content("\n" if self._is_stacked(self.content_size.width) else " " * self.GAP).join(shown)

    def _is_stacked(self, width: int) -> bool:
        cells = sum(cell_len(f"( ) {escape_text(option.label)}") + self.GAP for option in self.options)
        return cells - self.GAP > width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(self.options) if self._is_stacked(width) else 1

    @property
    def _index(self) -> int | None:
        chosen = (index for index, each in enumerate(self.options) if is_same(each.value, self._value))
        return next(chosen, None)

    def _choose(self, index: int) -> None:
        value = self.options[index].value
        if not is_same(value, self._value):
            self._value = value
            self.refresh()
            self.post_message(self.Changed(value))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = event.style.meta.get("option")
        if index is not None:
            self._choose(index)

    def action_choose(self, by: int) -> None:
        last = len(self.options) - 1
        start = (-1 if by > 0 else last + 1) if self._index is None else self._index
        self._choose(min(max(start + by, 0), last))

    def action_cycle(self) -> None:
        self._choose(0 if self._index is None else (self._index + 1) % len(self.options))

    def on_key(self, event: events.Key) -> None:
        """Choose the next option that begins with the typed character."""
        if not event.is_printable or event.character is None or event.character.isspace():
            return
        start = -1 if self._index is None else self._index
        for step in range(1, len(self.options) + 1):
            index = (start + step) % len(self.options)
            label = self.options[index].label.lstrip('"').casefold()
            if label.startswith(event.character.casefold()):
                event.stop()
                self._choose(index)
                return


class Checklist(OptionList):
    """A choice of several values, one per line: ``[✓] Cluster deleted``. The values keep their order.

    `SelectionList` marks the selected values by color alone, and supports only hashable values.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Select", show=False, id="checklist.check")
    ]
    DEFAULT_CSS = """
    Checklist {
        max-height: 12;
        &.-textual-compact { padding: 0 1; background: transparent; }
    }
    """

    @dataclass
    class Changed(Message):
        """Posted when the user selected or deselected a value."""

        values: list[Any]
        """The selected values."""

    def __init__(self, options: Iterable[Option], values: Sequence[Any] = ()) -> None:
        self._known = list(options)
        self._values: list[Any] = []
        super().__init__(compact=True)
        self.set_values(values)
        self.highlighted = 0

    @property
    def values(self) -> list[Any]:
        """The selected values; new ones are last."""
        return list(self._values)

    def set_values(self, values: Sequence[Any]) -> None:
        """Set the values without posting a message. Unknown values become options."""
        self._values = list(values)
        self._options_shown = list(self._known)
        for value in values:
            if not any(is_same(option.value, value) for option in self._options_shown):
                self._options_shown.append(_make_other_option(value))
        highlighted = self.highlighted
        self.set_options([self._make_prompt(option) for option in self._options_shown])
        self.highlighted = highlighted

    def _is_selected(self, option: Option) -> bool:
        return any(is_same(value, option.value) for value in self._values)

    def _make_prompt(self, option: Option) -> Content:
        return Content(f"{'[✓]' if self._is_selected(option) else '[ ]'} {escape_text(option.label)}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        option = self._options_shown[event.option_index]
        if self._is_selected(option):
            self._values = [value for value in self._values if not is_same(value, option.value)]
        else:
            self._values.append(option.value)
        self.replace_option_prompt_at_index(event.option_index, self._make_prompt(option))
        self.post_message(self.Changed(self.values))

    def action_cursor_up(self) -> None:
        """Move up; on the first value, the form handles the key."""
        if not self.highlighted:
            raise SkipAction
        super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Move down; on the last value, the form handles the key."""
        if self.highlighted == len(self._options_shown) - 1:
            raise SkipAction
        super().action_cursor_down()
