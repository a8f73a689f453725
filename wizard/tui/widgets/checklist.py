"""Several of a few known values; values that nobody knows stay in sight and in the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message

from wizard.tui.widgets.options import Offering, Option, same, with_unknown

__all__ = ["Checklist", "Option"]


class Checklist(Offering):
    """Several of a few values, one on a line: ``[✓] OnClusterDeleted``.

    The list keeps its order: what is checked anew comes last. :class:`Changed` is posted when a person
    checks or unchecks, never when the program does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="checklist.up"),
        Binding("down", "move(1)", "Down", show=False, id="checklist.down"),
        Binding("home", "first", "First", show=False, id="checklist.first"),
        Binding("end", "last", "Last", show=False, id="checklist.last"),
        Binding("space,enter", "check", "Check", show=False, id="checklist.check"),
    ]
    """
    | Key(s) | Description |
    | :- | :- |
    | up, down | Go to the option above or below. |
    | home, end | Go to the first or the last option. |
    | space, enter | Check or uncheck the option. |
    | a letter | Go to the next option that begins with it. |
    """

    columns = False

    @dataclass
    class Changed(Message):
        """Posted when a person checked or unchecked a value."""

        checklist: "Checklist"
        values: list[Any]
        """What is checked, in the order of the list."""

        @property
        def control(self) -> "Checklist":
            """The widget that sent it."""
            return self.checklist

    def __init__(
        self,
        options: Iterable[Option],
        values: Sequence[Any] = (),
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Create a checklist.

        Args:
            options: What can be checked.
            values: What is checked at first; unknown values become further options.
            name: The name of the widget.
            id: The id of the widget.
            classes: The CSS classes of the widget.
            disabled: Whether it is disabled.
        """
        super().__init__(options, name=name, id=id, classes=classes, disabled=disabled)
        self._values: list[Any] = []
        self._at = 0
        self.set_values(values)

    @property
    def values(self) -> list[Any]:
        """What is checked, in the order of the list."""
        return list(self._values)

    def set_values(self, values: Sequence[Any]) -> None:
        """Check from the program; posts nothing. Values that no option has become further options."""
        if same(list(values), self._values):
            return
        self._values = list(values)
        self._offer(with_unknown(self._known, self._values))
        self._at = min(self._at, max(len(self._offered) - 1, 0))

    def set_options(self, options: Iterable[Option]) -> None:
        """Offer other options; what is checked stays checked."""
        self._known = list(options)
        self._offer(with_unknown(self._known, self._values))
        self._at = min(self._at, max(len(self._offered) - 1, 0))

    def _is_checked(self, index: int) -> bool:
        return any(same(self._offered[index].value, value) for value in self._values)

    def _is_at(self, index: int) -> bool:
        return index == self._at

    def _symbol(self, index: int) -> str:
        return "[✓]" if self._is_checked(index) else "[ ]"

    def _go(self, index: int) -> None:
        self._at = min(max(index, 0), max(len(self._offered) - 1, 0))
        self.refresh()
        if self._offered:
            self._reveal(self._at)

    def _choose(self, index: int) -> None:
        self._go(index)
        value = self._offered[index].value
        if self._is_checked(index):
            self._values = [own for own in self._values if not same(own, value)]
        else:
            self._values = [*self._values, value]
        self.post_message(self.Changed(self, self.values))

    def action_move(self, by: int) -> None:
        """Go up or down; past the first and the last option the key is somebody else's."""
        if not 0 <= self._at + by < len(self._offered):
            raise SkipAction
        self._go(self._at + by)

    def action_first(self) -> None:
        """Go to the first option."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last option."""
        self._go(len(self._offered) - 1)

    def action_check(self) -> None:
        """Check the option under the cursor, or uncheck it."""
        if self._offered:
            self._choose(self._at)

    def on_key(self, event: Key) -> None:
        if event.is_printable and event.character is not None and not event.character.isspace():
            index = self._starting_with(event.character, self._at)
            if index is not None:
                event.stop()
                event.prevent_default()
                self._go(index)
