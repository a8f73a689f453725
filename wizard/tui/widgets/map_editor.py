"""The editor of a map of texts: a table of its entries, and two fields for the one at hand."""

from typing import Any

from textual import events
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from wizard.core.answers import parse_block
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING
from wizard.i18n import _
from wizard.tui.escaping import fill
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.editors import Editor
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput

MOST_ROWS = 6
"""How many entries are in sight at once; the table scrolls through the others."""


class KeyInput(TextInput):
    """The key of an entry; a pasted block of several entries goes to the editor as a whole."""

    class Block(Message):
        """A block of entries was pasted."""

        def __init__(self, entries: dict[str, str]) -> None:
            super().__init__()
            self.entries = entries

    def on_paste(self, event: events.Paste) -> None:
        """Tell of a block of entries."""
        entries = parse_block(event.text) if "=" in event.text or "{" in event.text else None
        if entries is not None:
            event.prevent_default()
            event.stop()
            self.post_message(self.Block(entries))


class MapEditor(Editor, Vertical):
    """Keys and values. What is typed goes into the request at once; Enter begins the next entry."""

    DEFAULT_CSS = """
    MapEditor {
        height: auto;
        & > RowTable { height: auto; display: none; }
        & > .entry {
            height: 1;
            & > KeyInput { width: 2fr; }
            & > Static { width: 3; content-align: center middle; color: $foreground 60%; }
            & > .value { width: 3fr; }
        }
        & > .note { height: auto; color: $text-error; display: none; }
    }
    """

    def __init__(self) -> None:
        self._table = RowTable([Column(_("key")), Column(_("value"))], empty=_("none"))
        self._key = KeyInput(placeholder=_("key"))
        self._value = TextInput(placeholder=_("value"), classes="value")
        self._note = Static(classes="note", markup=False)
        entry = Horizontal(self._key, Static("=", markup=False), self._value, classes="entry")
        Vertical.__init__(self, self._table, entry, self._note)
        self._at: str | None = None
        """The key of the entry that the two fields edit; ``None`` while a new one is typed."""
        self._place: int | None = None
        """Where the entry stood whose key was emptied, to stand there again under another one."""

    # -- showing

    @property
    def _entries(self) -> dict[str, Any]:
        return self.current if isinstance(self.current, dict) else {}

    def present(self, value: Any) -> None:
        """Put a value on the screen."""
        entries = self._entries
        rows = [
            (key, below if isinstance(below, str) else to_compact_text(below))
            for key, below in entries.items()
        ]
        self._table.show(rows)
        self._table.display = bool(rows)
        self._table.styles.height = min(len(rows), MOST_ROWS) + 1
        if self._at is not None and self._at not in entries:
            self._at = None
            self._key.set_text("")
            self._value.set_text("")
        elif self._at is not None:
            self._table.cursor = list(entries).index(self._at)
            shown = entries[self._at]
            self._value.set_text(shown if isinstance(shown, str) else to_compact_text(shown))
            if not self._key.has_focus:
                self._key.set_text(self._at)
        unreadable = value is not MISSING and not isinstance(value, dict)
        self._say(
            fill(
                _("This is {found}, not an object of texts; it is kept as it is."),
                found=to_compact_text(value),
            )
            if unreadable
            else ""
        )

    def _say(self, text: str) -> None:
        self._note.update(visible(text))
        self._note.display = bool(text)

    def _put(self, entries: dict[str, Any]) -> None:
        value = entries or MISSING
        self.edited(value)
        self.present(value)

    # -- typing

    def on_input_changed(self, event: Input.Changed) -> None:
        """A person typed a key or a value."""
        event.stop()
        if event.input is self._key:
            self._key_typed(event.value)
        elif self._at is not None:
            self._put({**self._entries, self._at: self._value.value})  # newer, perhaps, than the message

    def _key_typed(self, key: str) -> None:
        entries = self._entries
        self._say("")
        if key == self._at:
            return
        if key in entries:
            self._say(
                fill(_("“{name}” is there already; the value goes in when the key is another one."), name=key)
            )
        elif key == "":
            if self._at is not None:
                at, self._at = self._at, None
                self._place = list(entries).index(at)
                self._put({name: value for name, value in entries.items() if name != at})
        elif self._at is None:
            pairs = list(entries.items())
            pairs.insert(len(pairs) if self._place is None else self._place, (key, self._value.value))
            self._at, self._place = key, None
            self._put(dict(pairs))
        else:
            at, self._at = self._at, key
            self._put({key if name == at else name: value for name, value in entries.items()})

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from the key to the value, and from the value to the next entry."""
        if event.input is self._key:
            if self._key.value == "" and self._value.value == "":
                return  # nothing typed: Enter goes on to the next field
            event.stop()
            block = parse_block(self._key.value) if "=" in self._key.value and not self._value.value else None
            if block is not None:
                self._take(block)
            else:
                self._value.focus()
        else:
            event.stop()
            self._next_entry()

    def _take(self, block: dict[str, str]) -> None:
        entries = {name: value for name, value in self._entries.items() if name != self._at}
        self._at = self._place = None
        self._key.set_text("")
        self._value.set_text("")
        self._put({**entries, **block})

    def on_key_input_block(self, event: KeyInput.Block) -> None:
        """Take a pasted block of entries."""
        event.stop()
        self._take(event.entries)

    def _next_entry(self) -> None:
        if self._key.value in self._entries and self._key.value != self._at:
            self._key.focus()
            return
        self._at = self._place = None
        self._key.set_text("")
        self._value.set_text("")
        self._say("")
        self._key.focus()

    # -- the table

    def _edit(self, index: int) -> None:
        self._at, self._place = list(self._entries)[index], None
        shown = self._entries[self._at]
        self._key.set_text(self._at)
        self._value.set_text(shown if isinstance(shown, str) else to_compact_text(shown))

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """The fields show the entry under the cursor."""
        event.stop()
        self._edit(event.index)

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Go and edit the entry."""
        event.stop()
        self._edit(event.index)
        self._value.focus()

    def on_row_table_add_requested(self, event: RowTable.AddRequested) -> None:
        """Begin a new entry."""
        event.stop()
        self._next_entry()

    def on_row_table_delete_requested(self, event: RowTable.DeleteRequested) -> None:
        """Take an entry out; undo brings it back."""
        event.stop()
        gone = list(self._entries)[event.index]
        if gone == self._at:
            self._at = None
            self._key.set_text("")
            self._value.set_text("")
        self._put({name: value for name, value in self._entries.items() if name != gone})

    def on_row_table_duplicate_requested(self, event: RowTable.DuplicateRequested) -> None:
        """Entries have one key each; there is nothing to duplicate."""
        event.stop()

    def on_row_table_move_requested(self, event: RowTable.MoveRequested) -> None:
        """Move an entry up or down."""
        event.stop()
        pairs = list(self._entries.items())
        pairs.insert(event.index + event.by, pairs.pop(event.index))
        self._table.cursor = event.index + event.by
        self._put(dict(pairs))
