"""The editor of a map of strings: two inputs for one entry, and a table of all entries."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from wizard.core.values import format_answer, parse_block
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING
from wizard.i18n import _
from wizard.text import format_escaped
from wizard.tui.widgets.editors import Editor
from wizard.tui.widgets.field import NoteHolder
from wizard.tui.widgets.row_table import Column, EntryTable, RowTable
from wizard.tui.widgets.text_input import TextInput

MAX_ROWS = 6
"""The most entries that are visible at once."""


class MapEditor(Editor, NoteHolder):
    """Keys and values. Typing changes the entry immediately; Enter starts the next one."""

    DEFAULT_CSS = """
    MapEditor {
        & > RowTable { height: auto; display: none; }
        & > .entry {
            height: 1;
            & > .key { width: 2fr; }
            & > .value { width: 3fr; margin: 0 0 0 1; }
        }
    }
    """
    note_place = 1

    def __init__(self) -> None:
        self._table = EntryTable([Column(_("Key")), Column(_("Value"))], max_rows=MAX_ROWS)
        self._key = TextInput(placeholder=_("key"), classes="key", take_paste=self._store_block)
        self._value = TextInput(placeholder=_("value"), classes="value")
        NoteHolder.__init__(self)
        self._current_key: str | None = None
        """The key of the entry in the two inputs; ``None`` for a new entry."""
        self._is_new = True
        """Whether the entry was not there before: until its key is unused, it is not stored."""
        self._freed: tuple[int, Any] | None = None
        """The index and value of the entry whose key was cleared, which it keeps under a new key."""

    def compose(self) -> ComposeResult:
        yield Horizontal(self._key, self._value, classes="entry")
        if self.note is not None:
            yield self.note
        yield self._table

    # -- display

    @property
    def _entries(self) -> dict[str, Any]:
        return self.current if isinstance(self.current, dict) else {}

    def display_value(self, value: Any) -> None:
        entries = self._entries
        self._table.show([(key, format_answer(below)) for key, below in entries.items()])
        self._table.display = bool(entries)
        if self._current_key is not None and self._current_key not in entries:
            self._edit(None)
        elif self._current_key is not None:
            self._table.cursor = list(entries).index(self._current_key)
            self._value.set_text(format_answer(entries[self._current_key]))
            if not self._key.has_focus:
                self._key.set_text(self._current_key)
        is_readable = value is MISSING or isinstance(value, dict)
        message = _("The value is {json}, not an object. Typing replaces it.")
        self.show_note("" if is_readable else format_escaped(message, json=to_compact_text(value)))

    def _store(self, entries: dict[str, Any]) -> None:
        value = entries or MISSING
        self.change(value)
        self.display_value(value)

    def _edit(self, key: str | None) -> None:
        """Show an entry in the two inputs, or clear them for a new one."""
        self._current_key, self._is_new, self._freed = key, key is None, None
        self._key.set_text(key or "")
        self._value.set_text("" if key is None else format_answer(self._entries[key]))

    # -- editing

    def on_mount(self) -> None:
        """Store what is typed immediately: a message would arrive after the text is seen."""
        self.watch(self._key, "value", self._store_key, init=False)
        self.watch(self._value, "value", self._store_value, init=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Stop the message: the change is already stored."""
        event.stop()

    def _store_value(self, text: str) -> None:
        key = self._current_key
        if key is not None and format_answer(self._entries[key]) != text:
            self._store({**self._entries, key: text})

    def _store_key(self, key: str) -> None:
        entries = self._entries
        self.show_note("")
        if key == self._current_key:
            return
        is_used = key != "" and key in entries
        if key == "" or (is_used and self._is_new):
            if self._current_key is not None:
                old, self._current_key = self._current_key, None
                self._freed = (list(entries).index(old), entries[old])
                self._store({name: value for name, value in entries.items() if name != old})
        elif is_used:
            pass
        elif self._current_key is None:
            pairs = list(entries.items())
            index, value = self._freed or (len(pairs), "")
            text = self._value.value
            pairs.insert(index, (key, value if format_answer(value) == text else text))
            self._current_key, self._freed = key, None
            self._store(dict(pairs))
        else:
            old, self._current_key = self._current_key, key
            self._store({key if name == old else name: value for name, value in entries.items()})
        if is_used:
            self.show_note(format_escaped(_("{name} is already used. Type another key."), name=key))

    def handle_enter(self) -> bool:
        """Move from the key to the value, then to the next entry; from empty inputs, to the next field."""
        key, value = self._key.value, self._value.value
        if not self._key.has_focus:
            if key not in self._entries or key == self._current_key:
                self._edit(None)
                self.show_note("")
            self.screen.set_focus(self._key)
            return True
        is_block = "=" in key and not value and self._store_block(key)
        if not is_block and (key or value):
            self.screen.set_focus(self._value)
        return bool(key or value)

    def _store_block(self, text: str) -> bool:
        """Add the entries of a text with several entries; return whether it is one."""
        block = parse_block(text)
        if block is None:
            return False
        entries = {name: value for name, value in self._entries.items() if name != self._current_key}
        self._edit(None)
        self._store({**entries, **block})
        return True

    # -- the table

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        event.stop()
        self._edit(list(self._entries)[event.index])

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        event.stop()
        self._edit(list(self._entries)[event.index])
        self._value.focus()

    def on_row_table_action_requested(self, event: RowTable.ActionRequested) -> None:
        """Start a new entry, or remove or move the one under the cursor."""
        event.stop()
        pairs, index = list(self._entries.items()), self._table.cursor
        if event.action == "add":
            self._edit(None)
            self._key.focus()
        elif index is not None and event.action == "remove":
            if pairs[index][0] == self._current_key:
                self._edit(None)
            self._store(dict([*pairs[:index], *pairs[index + 1 :]]))
        elif index is not None and event.action in ("move-up", "move-down"):
            new_index = min(max(index + (1 if event.action == "move-down" else -1), 0), len(pairs) - 1)
            pairs.insert(new_index, pairs.pop(index))
            self._store(dict(pairs))
            self._table.cursor = new_index
