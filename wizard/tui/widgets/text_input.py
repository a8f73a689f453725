"""A single-line input that keeps multi-line pastes, keeps secrets off the clipboard, and has a suffix."""

from collections.abc import Callable
from itertools import accumulate, takewhile
from typing import Any

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.segment import Segment
from rich.text import Text
from textual.events import Blur, Click, Paste
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from wizard.tui.escaping import to_symbols
from wizard.tui.widgets.cells import crop


class Symbols(Highlighter):
    """Shows a symbol for each invisible character, so that positions in the text stay the same."""

    def __call__(self, text: str | Text) -> Text:
        """Return a text with its invisible characters replaced."""
        return Text(to_symbols(str(text)), no_wrap=True, overflow="ignore", end="")

    def highlight(self, text: Text) -> None:
        """Style nothing."""


class TextInput(Input):
    """A compact single-line input.

    `Input` keeps only the first line of a paste, copies secrets, places the cursor by the width of the value rather
    than of the displayed symbols, and has no suffix, such as a unit.
    """

    DEFAULT_CSS = """
    TextInput {
        height: 1;
        padding: 0;
        border: none;
        border-left: vkey $foreground 60%;
        border-right: vkey $foreground 60%;
        background-tint: $foreground 6%;
        &:focus {
            border: none;
            border-left: outer $accent;
            border-right: outer $accent;
            background-tint: $accent 20%;
        }
    }
    """

    # The size is fixed: typing needs no layout.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(
        self,
        text: str = "",
        *,
        secret: bool = False,
        numbers: bool = False,
        take_paste: Callable[[str], bool] = lambda text: False,
        **options: Any,
    ) -> None:
        """Create an input.

        Args:
            text: The initial text; posts no message.
            secret: Whether the text is masked and kept off the clipboard.
            numbers: Whether pasted text is stripped.
            take_paste: Called with pasted text; returns whether it handled it, so that it is not inserted.
            options: As for `Input`.
        """
        self._suffix = ""
        super().__init__(password=secret, highlighter=Symbols(), select_on_focus=False, **options)
        self._secret, self._numbers, self._take_paste = secret, numbers, take_paste
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Set the text without posting a message.

        The cursor moves to the end, unless the user is typing before it.
        """
        if text == self.value:
            return
        is_at_end = self.cursor_at_end or not self.has_focus
        with self.prevent(Input.Changed):
            self.value = text
        if is_at_end:
            self.cursor_position = len(text)

    def toggle_reveal(self) -> bool:
        """Show or mask a secret until the input loses the focus; return whether the text is a secret."""
        if self._secret:
            self.password = not self.password
        return self._secret

    # -- the suffix

    @property
    def suffix(self) -> str:
        """The text at the right end, cropped if the value needs the room."""
        return self._suffix

    @suffix.setter
    def suffix(self, text: str) -> None:
        # Not a reactive, which is slower to read: a key press reads the suffix many times.
        if text != self._suffix:
            self._suffix = text
            self.refresh()

    def _get_shown_suffix(self) -> str:
        width = super().scrollable_content_region.width
        shown = self._get_shown_text()  # needs one more cell for the cursor
        needed = max(cell_len(shown) + 1 if shown else cell_len(self.placeholder), width // 3)
        text = crop(self._suffix, max(width - needed, min(cell_len(self._suffix), 1)))
        return f" {text}" if text else ""

    @property
    def scrollable_content_region(self) -> Region:
        """The region of the text, without the suffix."""
        x, y, width, height = super().scrollable_content_region
        return Region(x, y, max(width - cell_len(self._get_shown_suffix()), 0), height)

    @property
    def content_width(self) -> int:
        """The width of the text and the suffix."""
        return super().content_width + cell_len(self._get_shown_suffix())

    def render_line(self, y: int) -> Strip:
        strip, suffix = super().render_line(y), self._get_shown_suffix()
        if not suffix:
            return strip
        style = self.get_component_rich_style("input--placeholder")
        text = strip.adjust_cell_length(self.scrollable_content_region.width, self.rich_style)
        return Strip.join([text, Strip([Segment(suffix, style)])])

    # -- the cursor

    def _get_shown_text(self, end: int | None = None) -> str:
        return "•" * len(self.value[:end]) if self.password else to_symbols(self.value[:end])

    def watch_selection(self) -> None:
        """Keep the cursor visible."""
        cells = cell_len(self._get_shown_text(self.cursor_position))
        if cells != cell_len(self.value[: self.cursor_position]):
            self.scroll_to_region(Region(cells, 0, 2, 1), force=True, animate=False, immediate=True)

    def on_click(self, event: Click) -> None:
        """Move the cursor to the clicked character."""
        if self.selection.is_empty:
            left = event.get_content_offset_capture(self).x + self.scroll_offset.x
            ends = accumulate(map(cell_len, self._get_shown_text()))
            self.cursor_position = sum(1 for _ in takewhile(lambda end: end <= left, ends))

    # -- the clipboard

    def _insert_text(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # terminals send a line end as CR
        if self._numbers:
            text = text.strip()
        if text:
            self.replace(text, *self.selection)

    def on_paste(self, event: Paste) -> None:
        """Insert all lines."""
        event.prevent_default()
        event.stop()
        if not self._take_paste(event.text):
            self._insert_text(event.text)

    def action_paste(self) -> None:
        self._insert_text(self.app.clipboard)

    def action_copy(self) -> None:
        if self._secret:
            self.app.bell()
        else:
            super().action_copy()

    def action_cut(self) -> None:
        if self._secret:
            self.app.bell()
        else:
            super().action_cut()

    def on_blur(self, event: Blur) -> None:
        if self._secret:
            self.password = True
