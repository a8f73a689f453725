"""A field of one line that keeps whatever is pasted into it, and a secret to itself."""

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.events import Blur, Paste
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from wizard.core.wording import visible


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

    HIDDEN: ClassVar[str] = "•"
    """What each character of a hidden secret is shown as."""

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

    # What is shown has as many characters as the value, so that positions are the same in both.

    @property
    def _shown(self) -> str:
        return self.HIDDEN * len(self.value) if self.password else visible(self.value)

    @property
    def _value(self) -> Text:
        return Text(self._shown, no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(self._shown[:position])

    def _cell_offset_to_index(self, offset: int) -> int:
        cells = 0
        offset += self.scroll_offset.x
        for index, character in enumerate(self._shown):
            cells += cell_len(character)
            if offset < cells:
                return index
        return len(self.value)

    def _insert_whole(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace(
            "\r", "\n"
        )  # terminals paste a line end as a carriage return
        if self.numbers:
            text = text.strip()
        if text:
            self.replace(text, *self.selection)

    def _on_paste(self, event: Paste) -> None:
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

    def _on_blur(self, event: Blur) -> None:
        if self.secret:
            self.password = True
