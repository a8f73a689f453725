"""What choosing one and choosing several of a few values have in common: options and their layout."""

import json
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.events import Click
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from wizard.tui.widgets.cells import cropped, visible


class Unset(Enum):
    """What stands for a field that is absent, as ``None`` is a value of JSON."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""The value of an option that leaves the field out of the request."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values to choose from: any value of JSON, or :data:`UNSET`."""

    value: Any
    label: str


def same(first: Any, second: Any) -> bool:
    """Whether two values are the same value of JSON: ``1``, ``1.0`` and ``true`` are three."""
    return type(first) is type(second) and bool(first == second)


def _extra(value: Any) -> Option:
    return Option(value, json.dumps(value, ensure_ascii=False))


def with_unknown(options: Iterable[Option], values: Iterable[Any]) -> list[Option]:
    """Options, and one more for each value that is not among them."""
    result = list(options)
    for value in values:
        if value is not UNSET and not any(same(option.value, value) for option in result):
            result.append(_extra(value))
    return result


class Offering(Widget, can_focus=True):
    """Options on as many lines as they need, one of them under the cursor."""

    ALLOW_SELECT = False
    GAP: ClassVar[int] = 2
    """Cells between two options on a line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--checked", "choice--cursor", "choice--blurred"}
    """
    | Class | Description |
    | :- | :- |
    | `choice--checked` | An option that is chosen. |
    | `choice--cursor` | The option under the cursor. |
    | `choice--blurred` | An option that is neither. |
    """

    DEFAULT_CSS = """
    Offering {
        width: 1fr;
        height: auto;
        color: $foreground;
        & > .choice--blurred { color: $text-muted; }
        & > .choice--checked { color: $foreground; text-style: bold; }
        & > .choice--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: bold;
        }
        &:disabled > .choice--checked { color: $text-disabled; }
        &:disabled > .choice--blurred { color: $text-disabled; }
    }
    """

    columns: ClassVar[bool] = True
    """Whether several options stand on a line."""

    def __init__(
        self,
        options: Iterable[Option],
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._known = list(options)
        self._offered = list(self._known)

    @property
    def options(self) -> Sequence[Option]:
        """What is offered: the known options, then the unknown values."""
        return self._offered

    @abstractmethod
    def _is_checked(self, index: int) -> bool:
        """Whether an option is chosen."""

    @abstractmethod
    def _is_at(self, index: int) -> bool:
        """Whether the cursor is on an option."""

    @abstractmethod
    def _choose(self, index: int) -> None:
        """Do what a person does to an option."""

    @abstractmethod
    def _symbol(self, index: int) -> str:
        """What stands before an option."""

    def _texts(self, width: int) -> list[str]:
        return [cropped(f"{self._symbol(i)} {option.label}", width) for i, option in enumerate(self._offered)]

    def _places(self, width: int) -> list[tuple[int, int, str]]:
        """The column, line and text of each option."""
        places: list[tuple[int, int, str]] = []
        x = y = 0
        for text in self._texts(width):
            length = cell_len(text)
            if places and (not self.columns or x + length > width):
                x, y = 0, y + 1
            places.append((x, y, text))
            x += length + self.GAP
        return places

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the options need."""
        places = self._places(width)
        return places[-1][1] + 1 if places else 1

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as all options side by side, or as the widest one."""
        places = self._places(container.width)
        return max((x + cell_len(text) for x, _, text in places), default=1)

    def render_line(self, y: int) -> Strip:
        """A line of options."""
        width = self.content_size.width
        segments: list[Segment] = []
        end = 0
        for index, (x, line, text) in enumerate(self._places(width)):
            if line != y:
                continue
            segments.append(Segment(" " * (x - end)))
            segments.append(Segment(text, self.get_component_rich_style(self._class(index))))
            end = x + cell_len(text)
        return Strip(segments, end).adjust_cell_length(width).apply_style(self.rich_style)

    def _class(self, index: int) -> str:
        if self.has_focus and self._is_at(index):
            return "choice--cursor"
        return "choice--checked" if self._is_checked(index) else "choice--blurred"

    def _offer(self, options: list[Option]) -> None:
        relabelled = options != self._offered
        self._offered = options
        self.refresh(layout=relabelled)

    def _reveal(self, index: int) -> None:
        """Scroll whatever holds the widget so that an option is in sight."""
        holder = next(
            (node for node in self.ancestors if isinstance(node, Widget) and node.allow_vertical_scroll), None
        )
        if holder is not None:
            y = self._places(self.content_size.width)[index][1]
            line = Region(self.content_region.x, self.content_region.y + y, 1, 1)
            line = line.translate(holder.scroll_offset - holder.content_region.offset)
            holder.scroll_to_region(line, animate=False, x_axis=False)

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self.disabled:
            return
        for index, (x, y, text) in enumerate(self._places(self.content_size.width)):
            if y == offset.y and x <= offset.x < x + (cell_len(text) if self.columns else self.size.width):
                event.stop()
                self._choose(index)

    def _starting_with(self, character: str, after: int) -> int | None:
        """The next option, round about, whose label begins with a character."""
        count = len(self._offered)
        for step in range(1, count + 1):
            index = (after + step) % count
            if visible(self._offered[index].label).lstrip('"').casefold().startswith(character.casefold()):
                return index
        return None
