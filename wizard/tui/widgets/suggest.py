"""A field that suggests known values while somebody types, says what they mean, and takes any other."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.events import Blur, Click, Unmount
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from wizard.core.suggestions import matches
from wizard.tui.widgets.drop_down import DropDown, Suggestion
from wizard.tui.widgets.text_input import TextInput

__all__ = ["Matcher", "SuggestInput", "Suggestion", "by_words"]

Matcher = Callable[[str, Suggestion], bool]
"""Tells whether a suggestion fits what was typed (never an empty text)."""


def by_words(text: str, suggestion: Suggestion) -> bool:
    """Whether every word that was typed occurs in the value or in what it means."""
    return matches(text, suggestion.value, suggestion.title)


class SuggestInput(TextInput):
    """A field with a list of suggestions.

    The list opens when somebody types, with the key down, or by a click on ``▾``. What was typed is
    only ever replaced by a suggestion that somebody went to or clicked, or that differs from it in
    nothing but upper and lower case. The list comes into being when it is first opened.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,alt+down", "suggest(1)", "Suggestions", show=False, id="suggest.next"),
        Binding("up,alt+up", "suggest(-1)", "Previous suggestion", show=False, id="suggest.previous"),
        Binding("pagedown", "suggest_page(1)", "Next suggestions", show=False, id="suggest.page-down"),
        Binding("pageup", "suggest_page(-1)", "Previous suggestions", show=False, id="suggest.page-up"),
        Binding("escape", "close", "Close the suggestions", show=False, id="suggest.close"),
        Binding("tab", "take_and_leave", "Take and go on", show=False, id="suggest.take"),
    ]
    """
    | Key(s) | Description |
    | :- | :- |
    | down, alt+down | Open the list; go to the next suggestion. |
    | up, alt+up | Go to the suggestion before; from the first, back to the field. |
    | pagedown, pageup | Go on or back by the height of the list. |
    | enter | Take the suggestion under the cursor. |
    | tab | Take the suggestion under the cursor and go to the next field. |
    | escape | Close the list. |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"suggest-input--arrow"}
    """
    | Class | Description |
    | :- | :- |
    | `suggest-input--arrow` | The arrow at the end of the field. |
    """

    DEFAULT_CSS = """
    SuggestInput > .suggest-input--arrow { color: $text-muted; }
    """

    ARROW: ClassVar[str] = " ▾"

    def __init__(
        self,
        text: str = "",
        *,
        suggestions: Iterable[Suggestion] | Callable[[], Iterable[Suggestion]] = (),
        matcher: Matcher = by_words,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Create a field.

        Args:
            text: What it holds at first; that posts no message.
            suggestions: What is suggested, or what gives it; asked each time the list opens.
            matcher: Tells which suggestions fit what was typed.
            placeholder: What is shown, dim, while it is empty.
            name: The name of the widget.
            id: The id of the widget.
            classes: The CSS classes of the widget.
            disabled: Whether it is disabled.
        """
        self._list: DropDown | None = None
        super().__init__(text, placeholder=placeholder, name=name, id=id, classes=classes, disabled=disabled)
        self.suggestions = suggestions
        """What is suggested, or what gives it."""
        self.matcher = matcher
        """Tells which suggestions fit what was typed."""
        self._quiet_about = text

    @property
    def is_open(self) -> bool:
        """Whether the list of suggestions is in sight."""
        return self._list is not None and self._list.display

    def _all(self) -> Sequence[Suggestion]:
        return list(self.suggestions() if callable(self.suggestions) else self.suggestions)

    def _fitting(self, offered: Sequence[Suggestion]) -> list[Suggestion]:
        """The suggestions that fit what was typed, those that begin with it first."""
        text = self.value.strip()
        if not text:
            return list(offered)
        begins = text.casefold()
        fitting = [item for item in offered if self.matcher(text, item)]
        return sorted(fitting, key=lambda item: not item.value.casefold().startswith(begins))

    def _open(self, items: Sequence[Suggestion], at: int | None) -> None:
        if not items or not self.is_attached:
            self.close()
            return
        if self._list is None:
            self._list = DropDown(self._take)
            self.screen.mount(self._list)
        if not self.is_open:
            self.screen.screen_layout_refresh_signal.subscribe(self, self._stay_at_the_field)
        self._list.show(items, at, self.region)

    def _stay_at_the_field(self, _: Any) -> None:
        if self._list is None or not self.is_open:
            return
        if self._region_in_sight():
            self._list.place(self.region)
        else:
            self.close()

    def _region_in_sight(self) -> Region:
        return self.screen.find_widget(self).visible_region if self.is_on_screen else Region()

    def open(self) -> bool:
        """Open the list: of what fits or, where what is there is complete or nothing fits, of everything.

        Returns:
            Whether there is anything to suggest.
        """
        offered = self._all()
        values = [item.value for item in offered]
        fitting = self._fitting(offered)
        if self.value in values or not fitting:
            self._open(offered, values.index(self.value) if self.value in values else None)
        else:
            self._open(fitting, None)
        return self.is_open

    def close(self) -> None:
        """Close the list."""
        if self._list is not None and self.is_open:
            self._list.display = False
            self.screen.screen_layout_refresh_signal.unsubscribe(self)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what was typed, and open it if it is closed."""
        if event.value == self._quiet_about or event.value != self.value or not self.has_focus:
            return
        self._quiet_about = event.value
        fitting = self._fitting(self._all()) if self.value.strip() else []
        if len(fitting) == 1 and fitting[0].value == self.value:
            fitting = []
        self._open(fitting, self._obvious(fitting))

    def _obvious(self, fitting: Sequence[Suggestion]) -> int | None:
        """The only suggestion that is what was typed, upper and lower case apart."""
        typed = self.value.strip().casefold()
        equal = [index for index, item in enumerate(fitting) if item.value.casefold() == typed]
        return equal[0] if len(equal) == 1 and fitting[equal[0]].value != self.value else None

    def set_text(self, text: str) -> None:
        """Fill the field from the program: nothing is posted, and the list closes if that is a change."""
        if text != self.value:
            self._quiet_about = text
            self.close()
        super().set_text(text)

    def _take(self, index: int) -> None:
        assert self._list is not None
        self._quiet_about = value = self._list.items[index].value
        self.close()
        self.value = value
        self.cursor_position = len(value)

    def _take_highlighted(self) -> bool:
        if self._list is not None and self.is_open and self._list.at is not None:
            self._take(self._list.at)
            return True
        return False

    def action_suggest(self, by: int) -> None:
        """Open the list, or go to another suggestion; the key is somebody else's where there is none."""
        if self._list is None or not self.is_open:
            if by < 0 or not self.open():
                raise SkipAction
            return
        at = self._list.at
        if by > 0:
            self._list.at = 0 if at is None else min(at + by, len(self._list.items) - 1)
        else:
            self._list.at = None if not at else max(at + by, 0)

    def action_suggest_page(self, by: int) -> None:
        """Go on or back by the height of the list."""
        if self._list is None or not self.is_open:
            raise SkipAction
        at = (self._list.at or 0) + by * self._list.TALLEST
        self._list.at = min(max(at, 0), len(self._list.items) - 1)

    def action_close(self) -> None:
        """Close the list; the key is somebody else's when it is closed."""
        if not self.is_open:
            raise SkipAction
        self.close()

    async def action_submit(self) -> None:
        """Take the suggestion under the cursor; where there is none, submit what was typed."""
        if not self._take_highlighted():
            self.close()
            await super().action_submit()

    def action_take_and_leave(self) -> None:
        """Take the suggestion under the cursor; going to the next field is left to the screen."""
        self._take_highlighted()
        raise SkipAction

    def on_blur(self, event: Blur) -> None:
        """Close the list."""
        self.close()

    def on_unmount(self, event: Unmount) -> None:
        """Take the list along."""
        if self._list is not None and self._list.is_attached:
            self._list.remove()

    def on_click(self, event: Click) -> None:
        """Open or close the list at the arrow."""
        if event.get_content_offset_capture(self).x >= self.scrollable_content_region.width:
            if self.is_open:
                self.close()
            else:
                self.open()

    # Room for the arrow: what Input takes for the region of its text is narrower by it.

    @property
    def scrollable_content_region(self) -> Region:
        """The region of the text: all but the arrow."""
        x, y, width, height = super().scrollable_content_region
        return Region(x, y, max(width - len(self.ARROW), 0), height)

    @property
    def content_width(self) -> int:
        """The width to scroll over, with the room for the arrow."""
        return super().content_width + len(self.ARROW)

    def render_line(self, y: int) -> Strip:
        """The text and the arrow."""
        strip = super().render_line(y)
        arrow = Strip([Segment(self.ARROW, self.get_component_rich_style("suggest-input--arrow"))])
        return Strip.join(
            [strip.adjust_cell_length(self.scrollable_content_region.width, self.rich_style), arrow]
        )
