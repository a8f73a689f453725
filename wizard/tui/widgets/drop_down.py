"""The list of suggestions that hangs below, or stands above, the field in which somebody types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.tui.widgets.cells import cropped, fitted, ink, visible


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that a field may take, and what it means: ``ecs.sn1ne.large``, ``2 vCPU, 4 GB``."""

    value: str
    title: str = ""


class DropDown(ScrollView, can_focus=False):
    """A list over everything else on the screen; the focus stays in the field."""

    ALLOW_SELECT = False
    TALLEST: ClassVar[int] = 8
    """The most rows that are shown at once."""
    GAP: ClassVar[int] = 3
    """Cells between a value and what it means."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"drop-down--title", "drop-down--cursor"}
    """
    | Class | Description |
    | :- | :- |
    | `drop-down--title` | What a value means. |
    | `drop-down--cursor` | The suggestion that a key would take. |
    """

    DEFAULT_CSS = """
    DropDown {
        position: absolute;
        overlay: screen;
        display: none;
        background: $panel;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .drop-down--title { color: $text-muted; }
        & > .drop-down--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """

    def __init__(self, take: Callable[[int], None]) -> None:
        """Create an empty list.

        Args:
            take: Called with the index of a suggestion that is clicked.
        """
        super().__init__()
        self._take = take
        self._items: Sequence[Suggestion] = ()
        self._at: int | None = None
        self._place: tuple[Region, Size] | None = None
        self._value_width = 0

    @property
    def items(self) -> Sequence[Suggestion]:
        """What is suggested."""
        return self._items

    @property
    def at(self) -> int | None:
        """The index of the suggestion under the cursor; ``None`` while the cursor is still in the field."""
        return self._at

    @at.setter
    def at(self, index: int | None) -> None:
        self._at = index
        height = min(len(self._items), self.TALLEST) if self._place is None else self._height
        top = self.scroll_offset.y
        if index is not None and index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index is not None and index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False, force=True)
        self.refresh()

    def show(self, items: Sequence[Suggestion], at: int | None, field: Region) -> None:
        """Suggest something at a field, which takes the given region of the screen."""
        self._items = items
        self._value_width = max(cell_len(visible(item.value)) for item in items)
        self._place = None
        self.virtual_size = Size(0, len(items))
        self.scroll_to(y=0, animate=False, force=True)
        self.place(field)
        self.display = True
        self.at = at

    def place(self, field: Region) -> None:
        """Stand below the field or, where there is more room, above it; never over it."""
        screen = self.screen.size
        if self._place == (field, screen):
            return
        self._place = (field, screen)
        title_width = max(cell_len(visible(item.title)) for item in self._items)
        wanted = 2 + self._value_width + (self.GAP + title_width if title_width else 0) + 1
        width = min(max(wanted, field.width), screen.width)
        rows = min(len(self._items), self.TALLEST)
        below, above = screen.height - field.bottom, field.y
        self._height = min(rows, below if below >= rows or below >= above else above)
        y = field.bottom if below >= rows or below >= above else field.y - self._height
        offset = Offset(min(field.x, screen.width - width), y)
        if offset != self.absolute_offset or (width, self._height) != self.outer_size:
            self.styles.width, self.styles.height = width, self._height
            self.absolute_offset = offset
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        """A suggestion: its value, and what it means."""
        width = self.scrollable_content_region.width
        index = self.scroll_offset.y + y
        if index >= len(self._items):
            return Strip.blank(width, self.rich_style)
        item, base = self._items[index], self.rich_style
        title = ink(self.get_component_rich_style("drop-down--title"))
        if index == self._at:
            base = title = self.get_component_rich_style("drop-down--cursor")
        value_width = min(self._value_width, width - 2)
        segments = [
            Segment("▸" if index == self._at else " "),
            Segment(fitted(item.value, value_width)),
            Segment(" " * self.GAP),
            Segment(cropped(item.title, width - 1 - value_width - self.GAP), title),
        ]
        return Strip(segments).adjust_cell_length(width).apply_style(base)

    def on_click(self, event: Click) -> None:
        """Take the suggestion that is clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        index = -1 if offset is None else self.scroll_offset.y + offset.y
        if 0 <= index < len(self._items):
            self._take(index)
