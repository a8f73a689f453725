"""One of a few known values; a value that nobody knows stays in sight and can be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message

from wizard.tui.widgets.options import UNSET, Offering, Option, same, with_unknown

__all__ = ["UNSET", "Choice", "Option"]


class Choice(Offering):
    """One of a few values: ``(•) OnDemand  ( ) Spot``.

    :class:`Changed` is posted when a person chooses, never when the program does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "previous", "Previous", show=False, id="choice.previous"),
        Binding("right", "next", "Next", show=False, id="choice.next"),
        Binding("space", "cycle", "Choose the next", show=False, id="choice.cycle"),
        Binding("home", "first", "First", show=False, id="choice.first"),
        Binding("end", "last", "Last", show=False, id="choice.last"),
    ]
    """
    | Key(s) | Description |
    | :- | :- |
    | left, right | Choose the option before or behind. |
    | space | Choose the next option, after the last the first. |
    | home, end | Choose the first or the last option. |
    | a letter | Choose the next option that begins with it. |
    """

    @dataclass
    class Changed(Message):
        """Posted when a person chose another value."""

        choice: "Choice"
        value: Any
        """The value, or :data:`UNSET`."""

        @property
        def control(self) -> "Choice":
            """The widget that sent it."""
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
            options: What can be chosen.
            value: What is chosen at first; an unknown value becomes one more option.
            name: The name of the widget.
            id: The id of the widget.
            classes: The CSS classes of the widget.
            disabled: Whether it is disabled.
        """
        super().__init__(options, name=name, id=id, classes=classes, disabled=disabled)
        self._value: Any = UNSET
        self.set_value(value)

    @property
    def value(self) -> Any:
        """What is chosen: a value of JSON, or :data:`UNSET`."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Choose from the program; posts nothing.

        A value that no option has becomes one more option. It stays, so that a person can come back to it,
        until another value is set here.
        """
        if same(value, self._value) and self._selected is not None:
            return
        self._value = value
        self._offer(with_unknown(self._known, [value]))

    def set_options(self, options: Iterable[Option]) -> None:
        """Offer other options; what is chosen stays chosen."""
        self._known = list(options)
        self._offer(with_unknown(self._known, [self._value]))

    @property
    def _selected(self) -> int | None:
        return next((i for i, option in enumerate(self._offered) if same(option.value, self._value)), None)

    def _is_checked(self, index: int) -> bool:
        return same(self._offered[index].value, self._value)

    def _is_at(self, index: int) -> bool:
        selected = self._selected
        return index == (0 if selected is None else selected)

    def _symbol(self, index: int) -> str:
        return "(•)" if self._is_checked(index) else "( )"

    def _choose(self, index: int) -> None:
        value = self._offered[index].value
        if same(value, self._value):
            return
        self._value = value
        self.refresh()
        self._reveal(index)
        self.post_message(self.Changed(self, value))

    def _move(self, by: int) -> None:
        selected, last = self._selected, len(self._offered) - 1
        if last >= 0:
            self._choose((0 if by > 0 else last) if selected is None else min(max(selected + by, 0), last))

    def action_previous(self) -> None:
        """Choose the option before."""
        self._move(-1)

    def action_next(self) -> None:
        """Choose the option behind."""
        self._move(1)

    def action_cycle(self) -> None:
        """Choose the option behind, after the last the first."""
        selected = self._selected
        if self._offered:
            self._choose(0 if selected is None else (selected + 1) % len(self._offered))

    def action_first(self) -> None:
        """Choose the first option."""
        self._move(-len(self._offered) if self._selected is not None else 1)

    def action_last(self) -> None:
        """Choose the last option."""
        self._move(len(self._offered) if self._selected is not None else -1)

    def on_key(self, event: Key) -> None:
        if event.is_printable and event.character is not None and not event.character.isspace():
            selected = self._selected
            index = self._starting_with(event.character, -1 if selected is None else selected)
            if index is not None:
                event.stop()
                event.prevent_default()
                self._choose(index)
