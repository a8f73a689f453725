"""An input that suggests known values and accepts any text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Blur, Click, Unmount
from textual.geometry import Offset
from textual.widgets import Input, OptionList

from wizard.core.values import matches
from wizard.text import escape_text
from wizard.tui.widgets.cells import fit
from wizard.tui.widgets.text_input import TextInput

MAX_HEIGHT = 8
"""The most suggestions that are visible at once."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value and its meaning: ``ecs.sn1ne.large``, ``2 vCPU, 4 GB``."""

    value: str
    title: str = ""


Matcher = Callable[[str, Suggestion], bool]
"""Returns whether a suggestion matches a typed text (never an empty one)."""


def match_words(text: str, suggestion: Suggestion) -> bool:
    """Return whether every typed word occurs in the value or in its meaning."""
    return matches(text, suggestion.value, suggestion.title)


class DropDown(OptionList, can_focus=False):
    """The list of suggestions, below or above its input, which keeps the focus."""

    DEFAULT_CSS = """
    DropDown {
        overlay: screen;
        position: absolute;
        display: none;
        &.-textual-compact {
            background: $panel;
            & > .option-list--option { padding: 0 1; }
        }
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: bold;
        }
    }
    """

    def __init__(self, field: "SuggestInput") -> None:
        super().__init__(compact=True, markup=False)
        self.field = field
        self.items: Sequence[Suggestion] = ()
        self._width = 0

    def show(self, items: Sequence[Suggestion], index: int | None) -> None:
        """Show suggestions; ``index`` is that of the highlighted one."""
        self.items = items
        width = max(cell_len(escape_text(item.value)) for item in items)
        titles = [f"   {escape_text(item.title)}" if item.title else "" for item in items]
        rows = [(fit(item.value, width), (title, "dim")) for item, title in zip(items, titles, strict=True)]
        self.set_options(Content.assemble(*row) for row in rows)
        self._width = width + max(map(cell_len, titles)) + 4
        self.align()
        self.highlighted = index
        self.display = True

    def align(self) -> None:
        """Move the list below the input, or above it if there is more room."""
        field, screen = self.field.region, self.screen.size
        below, above = screen.height - field.bottom, field.y
        height = min(len(self.items), MAX_HEIGHT)
        goes_below = below >= min(height, above)
        height = min(height, below if goes_below else above)
        width = min(max(self._width, field.width), screen.width)
        y = field.bottom if goes_below else field.y - height
        offset = Offset(min(field.x, screen.width - width), y)
        self.styles.width, self.styles.max_height = width, height
        if offset != self.absolute_offset:
            self.absolute_offset = offset
            self.refresh(layout=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.field.accept(event.option_index)


class SuggestInput(TextInput):
    """An input with a list of suggestions, which opens while typing, with Down, or by a click on ``▾``.

    `Select` accepts no other values, and a `Suggester` offers a single continuation of the typed text. The text is
    only replaced by a suggestion that the user highlighted or clicked, or that differs in case only.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "suggest(1)", "Suggestions", show=False, id="suggest.next"),
        Binding("up", "suggest(-1)", "Previous suggestion", show=False, id="suggest.previous"),
        Binding("pagedown", "suggest(8)", "Next suggestions", show=False, id="suggest.page-down"),
        Binding("pageup", "suggest(-8)", "Previous suggestions", show=False, id="suggest.page-up"),
        Binding("escape", "close", "Close the suggestions", show=False, id="suggest.close"),
        Binding("tab", "accept_and_leave", "Accept and go on", show=False, id="suggest.take"),
    ]

    def __init__(
        self,
        text: str = "",
        *,
        suggestions: Iterable[Suggestion] | Callable[[], Iterable[Suggestion]] = (),
        matcher: Matcher = match_words,
        **options: Any,
    ) -> None:
        """Create an input.

        Args:
            text: The initial text; posts no message.
            suggestions: The suggestions, or a function that returns them when the list opens.
            matcher: Returns whether a suggestion matches the typed text.
            options: As for `TextInput`.
        """
        self._list: DropDown | None = None
        self._suggestions, self._matcher = suggestions, matcher
        self._suppressed_value = text
        super().__init__(text, **options)
        self.show_meaning("")

    def show_meaning(self, text: str) -> None:
        """Show the meaning of the value at the right end."""
        self.suffix = f"▾ {text}".rstrip()

    @property
    def is_open(self) -> bool:
        """Whether the list is visible."""
        return self._list is not None and self._list.display

    def _list_suggestions(self) -> list[Suggestion]:
        return list(self._suggestions() if callable(self._suggestions) else self._suggestions)

    def _find_matching(self, offered: Sequence[Suggestion]) -> list[Suggestion]:
        text = self.value.strip()
        if not text:
            return list(offered)
        begins = text.casefold()
        matching = [item for item in offered if self._matcher(text, item)]
        return sorted(matching, key=lambda item: not item.value.casefold().startswith(begins))

    def _open(self, items: Sequence[Suggestion], index: int | None) -> None:
        if not items or not self.is_attached:
            self.close()
            return
        if self._list is None:
            self._list = DropDown(self)
            self.screen.mount(self._list)
            self.screen.screen_layout_refresh_signal.subscribe(self, self._realign)
        self._list.show(items, index)

    def _realign(self, _screen: object) -> None:
        """Keep the list at the input; close it when the input is scrolled out of view."""
        if self._list is not None and self.is_open:
            if self.is_on_screen and self.screen.find_widget(self).visible_region:
                self._list.align()
            else:
                self.close()

    def open(self) -> bool:
        """Open the list, with all suggestions if the value is complete or nothing matches.

        Returns:
            Whether there are suggestions.
        """
        offered = self._list_suggestions()
        values = [item.value for item in offered]
        matching = self._find_matching(offered)
        if self.value in values or not matching:
            self._open(offered, values.index(self.value) if self.value in values else None)
        else:
            self._open(matching, None)
        return self.is_open

    def close(self) -> None:
        """Close the list."""
        if self._list is not None:
            self._list.display = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Open the list, or filter it by the typed text."""
        if event.value == self._suppressed_value or event.value != self.value or not self.has_focus:
            return
        self._suppressed_value = event.value
        matching = self._find_matching(self._list_suggestions()) if self.value.strip() else []
        if len(matching) == 1 and matching[0].value == self.value:
            matching = []
        typed = self.value.strip().casefold()
        equal = [index for index, item in enumerate(matching) if item.value.casefold() == typed]
        is_obvious = len(equal) == 1 and matching[equal[0]].value != self.value
        self._open(matching, equal[0] if is_obvious else None)

    def set_text(self, text: str) -> None:
        """Set the text without posting a message; close the list if the text changes."""
        if text != self.value:
            self._suppressed_value = text
            self.close()
        super().set_text(text)

    def accept(self, index: int) -> None:
        """Replace the text by a suggestion."""
        assert self._list is not None
        self._suppressed_value = value = self._list.items[index].value
        self.close()
        self.value = value
        self.cursor_position = len(value)

    def accept_highlighted(self) -> bool:
        """Replace the text by the highlighted suggestion, if any; return whether there was one."""
        index = self._list.highlighted if self._list is not None and self._list.display else None
        if index is not None:
            self.accept(index)
        self.close()
        return index is not None

    def action_suggest(self, by: int) -> None:
        """Open the list or move to another suggestion; without suggestions, the form handles the key."""
        if self._list is None or not self.is_open:
            if by != 1 or not self.open():
                raise SkipAction
            return
        index, last = self._list.highlighted, len(self._list.items) - 1
        if index is None:
            self._list.highlighted = min(by - 1, last) if by > 0 else None
        else:
            self._list.highlighted = None if index == 0 and by < 0 else min(max(index + by, 0), last)

    def action_close(self) -> None:
        """Close the list; if it is closed, the screen handles the key."""
        if not self.is_open:
            raise SkipAction
        self.close()

    async def action_submit(self) -> None:
        """Accept the highlighted suggestion; if there is none, submit the text."""
        if not self.accept_highlighted():
            await super().action_submit()

    def action_accept_and_leave(self) -> None:
        """Accept the highlighted suggestion; then the screen handles the key."""
        self.accept_highlighted()
        raise SkipAction

    def on_blur(self, event: Blur) -> None:
        self.close()

    def on_unmount(self, event: Unmount) -> None:
        if self._list is not None and self._list.is_attached:
            self._list.remove()

    def on_click(self, event: Click) -> None:
        """Open or close the list by a click on the arrow."""
        if event.get_content_offset_capture(self).x >= self.scrollable_content_region.width:
            if self.is_open:
                self.close()
            else:
                self.open()
