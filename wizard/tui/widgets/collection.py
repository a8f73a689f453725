"""The form of a collection, such as the groups: a table, and the form of the entry under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from wizard.core.confirmation import describe_billing
from wizard.core.entries import is_map, list_keys
from wizard.core.steps import Section
from wizard.core.values import SuggestionSource, format_answer
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import _
from wizard.models.fields import FieldSpec
from wizard.text import format_escaped
from wizard.tui.commands import TABLE_COMMANDS, Command
from wizard.tui.screens.listing import PickDialog
from wizard.tui.widgets.cells import crop, get_worse
from wizard.tui.widgets.field import NoteHolder, TitledRow, show_findings
from wizard.tui.widgets.form import MAX_PROBLEMS, GetFindings, SectionForm
from wizard.tui.widgets.row_table import Column, EntryTable, RowTable
from wizard.tui.widgets.text_input import TextInput

MAX_ROWS = 6
MAX_COLUMNS = 3
GROUPS: Path = ("Groups",)


class Hint(Static):
    """The keys of the table, which can also be clicked."""

    DEFAULT_CSS = """
    Hint {
        margin: 0 0 1 0;
        padding: 0 1;
        color: $foreground 70%;
        link-color: $foreground;
        link-style: none;
    }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def on_mount(self) -> None:
        """Show the keys of the user's keymap."""
        labels = {
            "add": _("add"),
            "duplicate": _("copy"),
            "remove": _("remove"),
            "move-down": "",
            "move-up": _("move"),
            "apply": _("apply to all"),
        }
        parts = []
        for command in self._commands:
            label = labels[command.id]
            markup = f"[@click=ask('{command.id}')][bold]$key[/]{' $label' if label else ''}[/]"
            content = Content.from_markup(markup, key=command.key, label=label)
            parts += [content, Content("  " if label else "/")]
        self.update(Content("").join(parts[:-1]))

    def action_ask(self, action: str) -> None:
        self.post_message(EntryTable.ActionRequested(action))


class CollectionForm(NoteHolder):
    """A table of entries, its keys, and the form of the entry under the cursor."""

    DEFAULT_CSS = """
    CollectionForm {
        & > EntryTable { height: auto; }
    }
    """

    @dataclass
    class ActionRequested(Message):
        """Posted to change the entries or to show another one.

        Attributes:
            form: The form; its ``key`` is that of the entry.
            action: ``add``, ``duplicate``, ``remove``, ``move-up``, ``move-down``, ``rename``, ``apply`` or ``show``.
            name: The new name, or the field whose value is copied to all entries.
        """

        form: "CollectionForm"
        action: str
        name: str = ""

    def __init__(self, section: Section, source: SuggestionSource) -> None:
        self.section = section
        self.path: Path = section.path
        self.is_map = is_map(section.path)
        self.key: str | int | None = None
        """The key or index of the entry whose form is visible."""
        self._columns = [field for field in section.fields if not field.advanced][:MAX_COLUMNS]
        self._table = EntryTable(self._make_columns(), empty=_("None yet."), max_rows=MAX_ROWS)
        self.commands = [each for each in TABLE_COMMANDS if self.is_map or each.id != "apply"]
        self._hint = Hint(self.commands)
        self._name_input = TextInput()
        self._name_row = TitledRow(_("Name"), self._name_input, required=True)
        self._form = SectionForm(section, (*section.path, ""), source, heading=False)
        super().__init__()
        self._keys: list[str | int] = []
        self._tree: Any = None
        self._rows: dict[str | int, tuple[Any, Any, tuple[str, ...]]] = {}
        """For each entry the values that its cells depend on, which are never changed in place, and the cells."""

    def _make_columns(self) -> list[Column]:
        if self.path == GROUPS:
            return [
                Column(_("Name")),
                Column(_("Count"), align="right"),
                Column(_("Instance type")),
                Column(_("Billing")),
            ]
        return [
            *([Column(_("Name"))] if self.is_map else []),
            *(Column(field.title, narrowest=20) for field in self._columns),  # no column has priority
        ]

    def compose(self) -> ComposeResult:
        if self.note is not None:
            yield self.note
        yield self._table
        yield self._hint
        yield self._name_row
        yield self._form

    # -- display

    def _get_cells(self, key: str | int, tree: Any) -> tuple[str, ...]:
        entry, inherited = get(tree, (*self.path, key)), get(tree, ("InstanceType",))
        known = self._rows.get(key)
        if known is None or known[0] is not entry or known[1] != inherited:
            known = self._rows[key] = (entry, inherited, self._make_cells(key, entry, inherited))
        return known[2]

    def _make_cells(self, key: str | int, entry: Any, inherited: Any) -> tuple[str, ...]:
        name = (str(key),) if self.is_map else ()
        if not isinstance(entry, dict):
            texts = [crop(format_answer(entry), 40), "", "", ""]
        elif self.path == GROUPS:
            texts = _make_group_cells(entry, inherited)
        else:
            values = [get(entry, (field.name,), MISSING) for field in self._columns]
            texts = [
                (_("Yes") if value else _("No")) if isinstance(value, bool) else format_answer(value)
                for value in values
            ]
        return (*name, *texts)[: len(self._table.titles)]

    def update(self, tree: Any, get_findings: GetFindings) -> None:
        self._tree = tree
        before, self._keys = self._keys, list_keys(get(tree, self.path), objects_only=False)
        self._choose_key(before)
        places = {key: index for index, key in enumerate(self._keys)}
        marks: dict[int, str] = {}
        for finding in get_findings(self.path, True):
            place = places.get(finding.path[len(self.path)]) if len(finding.path) > len(self.path) else None
            if place is not None:
                marks[place] = get_worse(marks.get(place), str(finding.severity))
        self._table.show([self._get_cells(key, tree) for key in self._keys], marks)
        show_findings(self, get_findings(self.path, False), MAX_PROBLEMS)
        self._name_row.display = self.key is not None and self.is_map
        self._form.display = self.key is not None
        if self.key is not None:
            self._table.cursor = places[self.key]
            self._show_entry(self.key)
            if self.is_map and self._name_input.value == self.key:
                self._name_row.show_note("")
            self._form.update(tree, get_findings)

    def _show_entry(self, key: str | int) -> None:
        """Show an entry in the form, and its name unless the user is editing it."""
        path = (*self.path, key)
        if self.is_map and (path != self._form.path or not self._name_input.has_focus):
            self._name_input.set_text(str(key))
        self._form.rebind(path)

    def _choose_key(self, before: list[str | int]) -> None:
        """Keep the current entry; if it was removed, choose the one in its place."""
        if self.key not in self._keys:
            place = before.index(self.key) if self.key in before else 0
            self.key = self._keys[min(place, len(self._keys) - 1)] if self._keys else None

    def shows(self, path: Path) -> bool:
        """Return whether findings at a path are visible, in the form or as marks in the table."""
        depth = len(self.path)
        if path[:depth] != self.path:
            return False
        is_other = len(path) > depth and path[depth] != self.key and path[depth] in self._keys
        return path == self.path or is_other or self._form.shows(path)

    @property
    def entry(self) -> Path | None:
        """The path of the entry whose form is visible."""
        return None if self.key is None else (*self.path, self.key)

    def follow_rename(self, name: str) -> None:
        """Show the entry under its new name."""
        self._form.follow_rename((*self.path, name))
        self.key = name

    async def open_row(self, path: Path) -> TitledRow | None:
        depth = len(self.path)
        if path[:depth] != self.path or len(path) <= depth or path[depth] not in self._keys:
            return None
        self.key = path[depth]
        self._show_entry(self.key)
        if len(path) == depth + 1:
            return self._get_first_row()
        return await self._form.open_row(path) or self._get_first_row()

    def _get_first_row(self) -> TitledRow:
        return self._name_row if self.is_map else self._form.rows[0]

    def focus_first(self, *, select: bool = False) -> None:
        """Move the focus to the first field of the entry, or to the table if there is no entry.

        Args:
            select: Whether to select the name, so that typing replaces it.
        """
        if self.key is None:
            self._table.focus()
            return
        self._get_first_row().focus_editor()
        if select and self.is_map:
            self._name_input.action_select_all()

    # -- actions

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        event.stop()
        self.key = self._keys[event.index]
        self.post_message(self.ActionRequested(self, "show"))

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        event.stop()
        self.key = self._keys[event.index]
        self.post_message(self.ActionRequested(self, "show"))
        self.focus_first()

    def on_row_table_action_requested(self, event: RowTable.ActionRequested) -> None:
        """Post the action for the entry under the cursor; for ``apply``, ask for the field first."""
        event.stop()
        if event.action != "apply":
            self.post_message(self.ActionRequested(self, event.action))
        elif isinstance(self.key, str) and isinstance(entry := get(self._tree, (*self.path, self.key)), dict):
            fields = [field for field in self.section.fields if field.name in entry]
            picker = PickDialog(
                format_escaped(_("Apply to all: which value of {name}?"), name=str(self.key)),
                [Column(_("Field")), Column(_("Value"))],
                fields,
                lambda field: (field.title, format_answer(entry[field.name])),
                label=_("Apply"),
            )
            self.app.push_screen(picker, self._apply)

    def _apply(self, field: FieldSpec | None) -> None:
        if field is not None:
            self.post_message(self.ActionRequested(self, "apply", name=field.name))
        self._table.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Rename the entry, unless the name is taken or empty."""
        event.stop()
        name, problem = event.value, ""
        if self.key is None or name == self.key:
            pass
        elif name in self._keys:
            problem = _("{name} is already used. The name remains {old}.")
        elif name == "":
            problem = _("A name is required. The name remains {old}.")
        else:
            self.post_message(self.ActionRequested(self, "rename", name=name))
        self._name_row.show_note(format_escaped(problem, name=name, old=str(self.key)))


def _make_group_cells(group: dict[str, Any], inherited: Any) -> list[str]:
    kind = get(group, ("InstanceType",))
    if kind in (None, "") and isinstance(inherited, str) and inherited:
        kind = f"{inherited} ⟵"
    count, billing = get(group, ("DesiredVMCount",), MISSING), get(group, ("ResourceType",), MISSING)
    is_named = isinstance(billing, str) and billing
    return [
        f"{count:,}" if type(count) is int else format_answer(count),
        format_answer(MISSING if kind is None else kind),
        describe_billing(group, short=True) if is_named else format_answer(billing),
    ]
