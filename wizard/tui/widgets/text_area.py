"""A text area that preserves all characters of its text."""

from typing import Any

from rich.text import Text
from textual.events import Paste
from textual.widgets import TextArea
from textual.widgets.text_area import Document, DocumentNavigator, EditResult, Location, WrappedDocument

from wizard.tui.escaping import to_symbols


class LineFeedDocument(Document):
    """A document whose lines are separated by line feeds only.

    The base class also splits at ``\\r``, form feeds, U+0085 or U+2028, and joins all lines with the same separator.
    """

    def __init__(self, text: str) -> None:
        super().__init__("")
        self.lines[:] = text.split("\n")

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace the text in a range."""
        (top, left), (bottom, right) = sorted((start, end))
        replaced = self.get_text_range(start, end)
        before = self.lines[top][:left] if top < self.line_count else ""
        after = self.lines[bottom][right:] if bottom < self.line_count else ""
        inserted = (before + text).split("\n")
        self.lines[top : bottom + 1] = [*inserted[:-1], inserted[-1] + after]
        return EditResult((top + len(inserted) - 1, len(inserted[-1])), replaced)


class PlainTextArea(TextArea):
    """A text area that preserves every character, and shows symbols for invisible ones.

    `TextArea` converts all line separators of a text to the same one.
    """

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__(**options)
        with self.prevent(TextArea.Changed):
            self.load_text(text)

    def load_text(self, text: str) -> None:
        """Replace the text and clear the undo history."""
        super().load_text("")
        self.document = LineFeedDocument("")
        self.wrapped_document = WrappedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.replace(text, (0, 0), (0, 0))
        self.history.clear()
        self.move_cursor((0, 0))

    def get_line(self, line_index: int) -> Text:
        """Return a line for display, with a symbol for each invisible character."""
        line = self.document.get_line(line_index)  # a Text drops some control characters
        return Text("\t".join(map(to_symbols, line.split("\t"))), end="", no_wrap=True)

    def on_paste(self, event: Paste) -> None:
        """Insert pasted text; terminals send a line end as a carriage return."""
        event.prevent_default()
        event.stop()
        self._insert(event.text)

    def action_paste(self) -> None:
        self._insert(self.app.clipboard)

    def _insert(self, text: str) -> None:
        if text and not self.read_only:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            self.replace(text, *self.selection, maintain_selection_offset=False)
