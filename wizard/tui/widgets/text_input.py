"""A field of one line that keeps whatever is pasted into it, and a secret to itself."""

from itertools import accumulate, takewhile

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual.events import Blur, Click, Paste
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.widgets import Input

from wizard.core.formatting import visible


class Symbols(Highlighter):
    """Shows a symbol for each character that cannot be seen, so that positions in the text stay the same."""

    def __call__(self, text: str | Text) -> Text:
        """Return what is shown for a text."""
        return Text(visible(str(text)), no_wrap=True, overflow="ignore", end="")

    def highlight(self, text: Text) -> None:
        """Style nothing."""


class TextInput(Input):
    """A compact input of one line.

    A paste is kept whole: line ends, tabs and control characters are shown as symbols and stay what they
    are in the value. What a secret field holds never reaches the clipboard.
    """

    DEFAULT_CSS = """
    TextInput {
        &.-textual-compact {
            padding: 0 1;
            background: $surface;
            &:focus {
                background: $surface;
                background-tint: $foreground 10%;
            }
        }
        &:disabled {
            color: $text-disabled;
        }
    }
    """

    # One line, as wide as it is given: what is typed moves nothing else, and the screen is not laid out anew.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        secret: bool = False,
        numbers: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Create a field.

        Args:
            text: What it holds at first; that posts no message.
            placeholder: What is shown, dim, while it is empty.
            secret: Whether what it holds is hidden and kept off the clipboard.
            numbers: Whether it is meant for numbers: the blanks around what is pasted are left out.
            name: The name of the widget.
            id: The id of the widget.
            classes: The CSS classes of the widget.
            disabled: Whether it is disabled.
        """
        super().__init__(
            placeholder=placeholder,
            password=secret,
            highlighter=Symbols(),
            select_on_focus=False,
            compact=True,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self.secret = secret
        """Whether what it holds is a secret, be it hidden or revealed."""
        self.numbers = numbers
        """Whether the blanks around what is pasted are left out."""
        self.set_text(text)

    @property
    def text(self) -> str:
        """What the field holds."""
        return self.value

    def set_text(self, text: str) -> None:
        """Fill the field from the program: no :class:`Changed` is posted.

        The cursor goes to the end, unless somebody is at work further in front.
        """
        if text == self.value:
            return
        is_at_end = self.cursor_at_end or not self.has_focus
        with self.prevent(Input.Changed):
            self.value = text
        if is_at_end:
            self.cursor_position = len(text)

    def toggle_reveal(self) -> bool:
        """Show a hidden secret, or hide it again; it also hides when the field is left.

        Returns:
            Whether the secret is now in sight.
        """
        if self.secret:
            self.password = not self.password
        return not self.password

    # Input places the cursor by the widths of the value, which are not those of what is shown for it.

    def _shown(self, end: int | None = None) -> str:
        return "•" * len(self.value[:end]) if self.password else visible(self.value[:end])

    def watch_selection(self) -> None:
        """Keep the cursor in sight."""
        cells = cell_len(self._shown(self.cursor_position))
        if cells != cell_len(self.value[: self.cursor_position]):
            self.scroll_to_region(Region(cells, 0, 2, 1), force=True, animate=False, immediate=True)

    def on_click(self, event: Click) -> None:
        """Put the cursor where it is seen to be."""
        if self.selection.is_empty:
            left = event.get_content_offset_capture(self).x + self.scroll_offset.x
            ends = accumulate(map(cell_len, self._shown()))
            self.cursor_position = sum(1 for _ in takewhile(lambda end: end <= left, ends))

    def _insert_whole(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace(
            "\r", "\n"
        )  # terminals paste a line end as a carriage return
        if self.numbers:
            text = text.strip()
        if text:
            self.replace(text, *self.selection)

    def on_paste(self, event: Paste) -> None:
        """Insert all that is pasted."""
        event.prevent_default()
        event.stop()
        self._insert_whole(event.text)

    def action_paste(self) -> None:
        """Paste from the clipboard of the app."""
        self._insert_whole(self.app.clipboard)

    def action_copy(self) -> None:
        """Copy what is selected, unless it is a secret."""
        if self.secret:
            self.app.bell()
        else:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected, unless it is a secret."""
        if self.secret:
            self.app.bell()
        else:
            super().action_cut()

    def on_blur(self, event: Blur) -> None:
        """Hide a secret."""
        if self.secret:
            self.password = True
