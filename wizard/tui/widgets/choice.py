"""One, or several, of a few known values; other values stay visible and selectable."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Final

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, RadioButton, RadioSet

from wizard.document.document import is_same
from wizard.tui.widgets.cells import visible

__all__ = ["UNSET", "Checklist", "Choice", "Option"]


class Unset(Enum):
    """The value of a field that is absent; ``None`` is a JSON value."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose from: any JSON value, or :data:`UNSET`."""

    value: Any
    label: str


def _other(value: Any) -> Option:
    return Option(value, json.dumps(value, ensure_ascii=False))


class _Button(RadioButton):
    """A radio button that shows its state without color too."""

    BUTTON_LEFT = BUTTON_RIGHT = ""
    BUTTON_INNER = "( )"

    def watch_value(self) -> None:
        """Show the state."""
        self.BUTTON_INNER = "(•)" if self.value else "( )"
        super().watch_value()


class Choice(RadioSet, inherit_bindings=False):
    """One of a few values: ``(•) Pay-as-you-go  ( ) Spot``.

    `RadioSet` needs two keys to choose, marks the choice by color alone, cannot be set by the program or left
    without a choice, and knows no value besides those of its buttons.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Previous", show=False, id="choice.previous"),
        Binding("right", "choose(1)", "Next", show=False, id="choice.next"),
        Binding("space", "cycle", "Next", show=False, id="choice.cycle"),
        Binding("home", "choose(-99)", "First", show=False, id="choice.first"),
        Binding("end", "choose(99)", "Last", show=False, id="choice.last"),
    ]
    DEFAULT_CSS = """
    Choice {
        width: 1fr;
        height: auto;
        layout: horizontal;
        &.-textual-compact { border: none; padding: 0 1; }
        &.-stacked { layout: vertical; }
        & > RadioButton {
            width: auto;
            padding: 0;
            margin: 0 1 0 0;
            border: none;
            & > .toggle--button { background: transparent; color: $foreground; }
            & > .toggle--label { color: $foreground 80%; }
            &.-on > .toggle--label { color: $foreground; text-style: bold; }
        }
        &:focus { border: none; background-tint: $foreground 0%; }
        &:focus > RadioButton.-selected > .toggle--label { background: transparent; color: $foreground 80%; }
        &:blur > RadioButton.-selected > .toggle--label { background: transparent; }
        &:focus > RadioButton.-on > .toggle--label,
        &.-empty:focus > RadioButton.-first > .toggle--label {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """

    @dataclass
    class Changed(Message):
        """Posted when the user chose another value."""

        choice: "Choice"
        value: Any
        """The value, or :data:`UNSET`."""

        @property
        def control(self) -> "Choice":
            """The widget that sent the message."""
            return self.choice

    def __init__(
        self,
        options: Iterable[Option],
        value: Any = UNSET,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Create a choice.

        Args:
            options: The options.
            value: The initial value; an unknown one becomes one more option.
            name: The name of the widget.
            id: The id of the widget.
            classes: The CSS classes of the widget.
            disabled: Whether it is disabled.
        """
        self._known = list(options)
        self._options = list(self._known)
        self._value: Any = UNSET
        labels = [Content(visible(option.label)) for option in self._known]
        self._buttons = [_Button(label, compact=True) for label in (*labels, Content(""))]
        self._buttons[0].add_class("-first")
        super().__init__(*self._buttons, compact=True, name=name, id=id, classes=classes, disabled=disabled)
        self.set_value(value)

    @property
    def value(self) -> Any:
        """The chosen value, or :data:`UNSET`."""
        return self._value

    @property
    def options(self) -> Sequence[Option]:
        """The known options and, last, the unknown value."""
        return self._options

    def set_value(self, value: Any) -> None:
        """Set the value without posting a message. An unknown value remains an option until the next call."""
        self._options = list(self._known)
        if value is not UNSET and not any(is_same(option.value, value) for option in self._known):
            self._options.append(_other(value))
            self._buttons[-1].label = Content(visible(self._options[-1].label))
        self._buttons[-1].display = len(self._options) > len(self._known)
        self._select(value)

    def _select(self, value: Any) -> None:
        self._value = value
        at = self._index
        with self.prevent(RadioButton.Changed):
            for index, button in enumerate(self._buttons):
                button.value = index == at
        self.set_class(at is None, "-empty")
        self._fit()

    @property
    def _index(self) -> int | None:
        return next((at for at, each in enumerate(self._options) if is_same(each.value, self._value)), None)

    def _choose(self, index: int) -> None:
        value = self._options[index].value
        is_other = not is_same(value, self._value)
        self._select(value)
        if is_other:
            self.post_message(self.Changed(self, value))

    def _fit(self) -> None:
        needed = sum(button.label.cell_length + 6 for button in self._buttons if button.display)
        self.set_class(bool(self.size.width) and needed > self.size.width, "-stacked")

    def on_resize(self) -> None:
        """Put the options below each other where there is no room side by side."""
        self._fit()

    def on_radio_button_changed(self, event: RadioButton.Changed) -> None:
        """Choose the clicked button."""
        event.stop()
        event.prevent_default()
        self._choose(self._buttons.index(event.radio_button))  # type: ignore[arg-type]

    def action_choose(self, by: int) -> None:
        """Choose another option, at most the first or last one."""
        last = len(self._options) - 1
        start = (-1 if by > 0 else last + 1) if self._index is None else self._index
        self._choose(min(max(start + by, 0), last))

    def action_cycle(self) -> None:
        """Choose the next option, after the last the first."""
        self._choose(0 if self._index is None else (self._index + 1) % len(self._options))

    def on_key(self, event: events.Key) -> None:
        """Choose the next option that begins with a typed letter."""
        if not event.is_printable or event.character is None or event.character.isspace():
            return
        start = -1 if self._index is None else self._index
        for step in range(1, len(self._options) + 1):
            index = (start + step) % len(self._options)
            label = self._options[index].label.lstrip('"').casefold()
            if label.startswith(event.character.casefold()):
                event.stop()
                self._choose(index)
                return


class Checklist(OptionList):
    """Several of a few values, one per line: ``[✓] Cluster deleted``. The values keep their order.

    `SelectionList` marks the selected values by color alone, and cannot hold values that are not hashable.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Select", show=False, id="checklist.check")
    ]
    DEFAULT_CSS = """
    Checklist {
        height: auto;
        max-height: 12;
        &.-textual-compact { border: none; padding: 0 1; background: transparent; }
    }
    """

    @dataclass
    class Changed(Message):
        """Posted when the user selected or deselected a value."""

        checklist: "Checklist"
        values: list[Any]
        """The selected values."""

        @property
        def control(self) -> "Checklist":
            """The widget that sent the message."""
            return self.checklist

    def __init__(self, options: Iterable[Option], values: Sequence[Any] = ()) -> None:
        self._known = list(options)
        self._values: list[Any] = []
        super().__init__(compact=True)
        self._show(values)
        self.highlighted = 0

    @property
    def values(self) -> list[Any]:
        """The selected values; new ones come last."""
        return list(self._values)

    def set_values(self, values: Sequence[Any]) -> None:
        """Set the values without posting a message. Unknown ones become options."""
        if not is_same(list(values), self._values):
            self._show(values)

    def _show(self, values: Sequence[Any]) -> None:
        self._values = list(values)
        self._options_shown = list(self._known)
        for value in values:
            if not any(is_same(option.value, value) for option in self._options_shown):
                self._options_shown.append(_other(value))
        at = self.highlighted
        self.set_options([self._prompt(option) for option in self._options_shown])
        self.highlighted = at

    def _is_selected(self, option: Option) -> bool:
        return any(is_same(value, option.value) for value in self._values)

    def _prompt(self, option: Option) -> Content:
        return Content(f"{'[✓]' if self._is_selected(option) else '[ ]'} {visible(option.label)}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Select or deselect a value."""
        event.stop()
        option = self._options_shown[event.option_index]
        if self._is_selected(option):
            self._values = [value for value in self._values if not is_same(value, option.value)]
        else:
            self._values.append(option.value)
        self.replace_option_prompt_at_index(event.option_index, self._prompt(option))
        self.post_message(self.Changed(self, self.values))

    def action_cursor_up(self) -> None:
        """Go up; from the first value, the key is left to the form."""
        if not self.highlighted:
            raise SkipAction
        super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Go down; from the last value, the key is left to the form."""
        if self.highlighted == len(self._options_shown) - 1:
            raise SkipAction
        super().action_cursor_down()
