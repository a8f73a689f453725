"""The form of a collection, such as the groups: a table, and the form of the row under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, overload

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input

from wizard.core.entries import list_keys
from wizard.core.steps import Section
from wizard.core.suggestions import SuggestionSource
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import _
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.tui.escaping import fill
from wizard.tui.texts import say
from wizard.tui.widgets.cells import worst
from wizard.tui.widgets.editors import format_answer
from wizard.tui.widgets.field import FieldRow
from wizard.tui.widgets.form import SectionForm, Visible
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput
from wizard.tui.widgets.titled import TitledRow

MOST_ROWS = 6
MOST_COLUMNS = 3


class _Rows(Sequence[Sequence[str]]):
    """The cells of the entries, made when they come into sight."""

    def __init__(self, keys: list[str | int], entries: Any, fields: Sequence[FieldSpec]) -> None:
        self._keys = keys
        self._entries = entries
        self._fields = fields

    def __len__(self) -> int:
        return len(self._keys)

    def __eq__(self, other: object) -> bool:
        """Whether the entries are the same objects, as these are never changed in place."""
        return isinstance(other, _Rows) and self._entries is other._entries and self._fields is other._fields

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        key = self._keys[index]
        entry = self._entries[key]
        name = [key] if isinstance(key, str) else []
        return [*name, *(_cell(get(entry, (field.name,), MISSING), field) for field in self._fields)]


def _cell(value: Any, node: FieldSpec) -> str:
    if node.kind == "boolean" and isinstance(value, bool):
        return _("yes") if value else _("no")
    return format_answer(value)


class NameRow(TitledRow):
    """The name of an entry of a map."""

    @dataclass
    class Typed(Message):
        """A person typed a name."""

        name: str

    @dataclass
    class Finished(Message):
        """Enter was pressed: on to the next field."""

        row: "NameRow"

    editor: TextInput

    def __init__(self) -> None:
        super().__init__(Content(f"{say('form.name')} {say('form.required')}"), TextInput())

    def on_input_changed(self, event: Input.Changed) -> None:
        """A person typed."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Finished(self))


class CollectionForm(Vertical):
    """A table of the entries, what can be done with them, and the form of the one under the cursor.

    Insert adds an entry from anywhere in it, so that many can be typed in one go.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("insert,ctrl+n", "add", "Add", show=False, id="collection.add"),
    ]

    DEFAULT_CSS = """
    CollectionForm {
        height: auto;
        & > RowTable { height: 3; }
        & > .buttons {
            height: 1;
            margin: 0 0 1 0;
            & > Button { min-width: 6; width: auto; margin: 0 1 0 0; }
        }
    }
    """

    @dataclass
    class Act(Message):
        """Something is to be done: ``add``, ``duplicate``, ``delete``, ``move``, ``rename``, ``show``."""

        form: "CollectionForm"
        act: str
        by: int = 0
        name: str = ""

    def __init__(self, section: Section, shelf: SuggestionSource) -> None:
        super().__init__()
        self.section = section
        self.path: Path = section.path
        node = find_spec(section.path)
        self.is_map = node is not None and node.kind == "map"
        self.key: str | int | None = None
        """The key or index of the entry whose form is shown."""
        self._columns = [field for field in section.fields if not field.advanced][:MOST_COLUMNS]
        self._table = RowTable(self._titles(), empty=_("Nothing here yet. Enter adds one."))
        self._buttons = {
            act: Button(say(f"rows.{act}"), compact=True, name=act)
            for act in ("add", "duplicate", "delete", "up", "down")
        }
        self._name_row = NameRow()
        self._form = SectionForm(section, (*section.path, ""), shelf, heading=False)
        self._keys: list[str | int] = []

    def _titles(self) -> list[Column]:
        name = [Column(_("Name"))] if self.is_map else []
        numbers = ("integer", "number")
        return [
            *name,
            *(
                Column(field.title, 11, "right") if field.kind in numbers else Column(field.title)
                for field in self._columns
            ),
        ]

    def compose(self) -> ComposeResult:
        """Table, buttons, form."""
        yield self._table
        yield Horizontal(*self._buttons.values(), classes="buttons")
        yield self._name_row
        yield self._form

    # -- showing

    def update(self, tree: Any, visible_at: Visible) -> None:
        """Show the document as it stands."""
        entries = get(tree, self.path)
        before = self._keys
        self._keys = list_keys(entries)
        self._choose_key(before)
        marks: dict[int, str] = {}
        places = {key: index for index, key in enumerate(self._keys)}
        for finding in visible_at(self.path, True):
            place = places.get(finding.path[len(self.path)]) if len(finding.path) > len(self.path) else None
            if place is not None:
                marks[place] = worst(marks.get(place), str(finding.severity))
        self._table.show(_Rows(self._keys, entries, self._columns), marks)
        self._table.styles.height = max(min(len(self._keys), MOST_ROWS), 1) + 1
        has_entry = self.key is not None
        self._name_row.display = has_entry and self.is_map
        self._form.display = has_entry
        for act, button in self._buttons.items():
            button.disabled = act != "add" and not has_entry
        if self.key is not None:
            self._table.cursor = self._keys.index(self.key)
            if self.is_map and not self._name_row.editor.has_focus:
                self._name_row.editor.set_text(str(self.key))
                self._name_row.tell("")
            self._form.rebind((*self.path, self.key))
            self._form.update(tree, visible_at)
            own = [f for f in visible_at((*self.path, self.key), False) if f.path == (*self.path, self.key)]
            if own:
                self._name_row.tell(own[0].why)

    def _choose_key(self, before: list[str | int]) -> None:
        """Stay on the entry; when it is gone, go to what stands in its place now."""
        if self.key in self._keys:
            return
        if not self._keys:
            self.key = None
            return
        place = before.index(self.key) if self.key in before else 0
        self.key = self._keys[min(place, len(self._keys) - 1)]

    def entry(self) -> Path | None:
        """The path of the entry whose form is shown."""
        return None if self.key is None else (*self.path, self.key)

    def select(self, key: str | int) -> None:
        """Show the form of an entry."""
        self.key = key

    def renamed(self, name: str) -> None:
        """The entry whose form is shown has another name now."""
        self._form.renamed((*self.path, self.key or ""), (*self.path, name))
        self.key = name

    async def row_for(self, path: Path) -> FieldRow | None:
        """The row that a path is edited in, made ready to be focused."""
        depth = len(self.path)
        if path[:depth] != self.path or len(path) <= depth or path[depth] not in self._keys:
            return None
        self.key = path[depth]
        self._form.rebind((*self.path, self.key))
        return await self._form.row_for(path) or (self._form.rows[0] if len(path) == depth + 1 else None)

    def focus_first(self) -> None:
        """Put the cursor into the first field of the entry."""
        if self.is_map:
            self._name_row.editor.focus()
        else:
            self._form.rows[0].focus_editor()

    # -- acting

    def _act(self, act: str, by: int = 0) -> None:
        self.post_message(self.Act(self, act, by))

    def action_add(self) -> None:
        """Add an entry."""
        self._act("add")

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Show the form of the row under the cursor."""
        event.stop()
        self.key = self._keys[event.index]
        self.post_message(self.Act(self, "show"))

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Go into the form."""
        event.stop()
        self.key = self._keys[event.index]
        self.post_message(self.Act(self, "show"))
        self.focus_first()

    def on_row_table_add_requested(self, event: RowTable.AddRequested) -> None:
        """Add an entry."""
        event.stop()
        self._act("add")

    def on_row_table_delete_requested(self, event: RowTable.DeleteRequested) -> None:
        """Delete the entry; undo brings it back."""
        event.stop()
        self._act("delete")

    def on_row_table_duplicate_requested(self, event: RowTable.DuplicateRequested) -> None:
        """Add a copy of the entry."""
        event.stop()
        self._act("duplicate")

    def on_row_table_move_requested(self, event: RowTable.MoveRequested) -> None:
        """Move the entry."""
        event.stop()
        self._act("move", event.by)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        match event.button.name:
            case "up":
                self._act("move", -1)
            case "down":
                self._act("move", 1)
            case str() as act:
                self._act(act)

    def on_name_row_typed(self, event: NameRow.Typed) -> None:
        """Rename the entry, unless the name is taken or empty."""
        event.stop()
        if self.key is None or event.name == self.key:
            self._name_row.tell("")
        elif event.name in self._keys:
            self._name_row.tell(
                fill(
                    _("“{name}” is taken by another one; the name stays “{old}” until this one is free."),
                    name=event.name,
                    old=self.key,
                )
            )
        elif event.name == "":
            self._name_row.tell(
                fill(_("A name is needed; it stays “{old}” until there is one."), old=self.key)
            )
        else:
            self._name_row.tell("")
            self.post_message(self.Act(self, "rename", name=event.name))

    def on_name_row_finished(self, event: NameRow.Finished) -> None:
        """Enter goes on to the first field."""
        event.stop()
        self._form.rows[0].focus_editor()
