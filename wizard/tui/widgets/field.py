"""A field of a form: its title, its editor, and its problems and hints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from wizard.core.values import SuggestionSource, describe_choice, describe_value, get_inherited_value
from wizard.document.document import is_same
from wizard.document.secrets import REFERENCE
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import _
from wizard.models.fields import FieldSpec
from wizard.text import escape_text, format_escaped
from wizard.tui.commands import BY_ID, get_key
from wizard.tui.widgets.cells import SYMBOLS, crop
from wizard.tui.widgets.editors import Editor, create_editor, get_placeholder, get_unit
from wizard.tui.widgets.suggest import SuggestInput
from wizard.tui.widgets.text_input import TextInput
from wizard.validation import Finding

KINDS = ("error", "warning", "note", "hint")


class Note(Static):
    """The text below a field or heading: problems or a hint, and a command that can be clicked.

    `Static` supports neither severities nor the current key of a command.
    """

    DEFAULT_CSS = """
    Note {
        display: none;
        link-color: $foreground;
        link-style: underline;
        &.-error { color: $text-error; }
        &.-warning { color: $text-warning; }
        &.-note, &.-hint { color: $text-muted; }
    }
    """

    def __init__(self, *, classes: str = "note") -> None:
        super().__init__(classes=classes, markup=False)
        self._status = ("", "", "", "")

    def show(self, text: str, kind: str = "error", label: str = "", command: str = "") -> None:
        """Show a text, and below it a command with its key. An empty text hides the note.

        Args:
            text: The text.
            kind: ``error``, ``warning``, ``note`` or ``hint``.
            label: The label of the command.
            command: The id of the command.
        """
        if (text, kind, label, command) != self._status:
            self._status = (text, kind, label, command)
            if self.is_attached:
                self._show()

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        text, kind, label, command = self._status
        self.update_classes({f"-{name}": name == kind for name in KINDS})
        self.display = bool(text)
        content = Content("\n".join(map(escape_text, text.split("\n"))))
        if label:
            shown = escape_text(f"{get_key(command)} {label}".strip())
            link = Content.from_markup("[@click=run]$label[/]", label=shown)
            content = Content("\n").join([content, link])
        self.update(content)

    async def action_run(self) -> None:
        """Focus the field of the note and run the command."""
        if (row := find_row(self, TitledRow)) is not None:
            row.focus_editor()
        self.call_after_refresh(self._run)

    async def _run(self) -> None:
        await self.screen.run_action(BY_ID[self._status[-1]].action)


class NoteHolder(Vertical):
    """A widget with a note, which is created on first use: each widget takes 25 KB.

    Attributes:
        note: The note, if it is created; `compose` must yield it then.
        note_place: Its index among the children.
    """

    DEFAULT_CSS = """
    NoteHolder {
        height: auto;
        & > Note { padding: 0 1; }
    }
    """
    note: Note | None = None
    note_place = 0

    def show_note(self, text: str, kind: str = "error", label: str = "", command: str = "") -> None:
        """Show a note as `Note.show` does."""
        if self.note is None and text:
            self.note = Note()
            if self.is_mounted:
                is_last = self.note_place >= len(self.children)
                self.mount(self.note, before=None if is_last else self.note_place)
        if self.note is not None:
            self.note.show(text, kind, label, command)


class TitledRow(NoteHolder):
    """A title, an editor beside it, and a note below it. The row draws the title itself.

    In a single-line input, Tab, Shift+Tab and Enter move the focus synchronously, before the next key is handled.
    """

    TITLE_WIDTH: ClassVar[int] = 19
    """Cells for the title, including the space after it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_field", "Next field", show=False, priority=True, id="field.next"),
        Binding("tab", "leave(1)", "Next", show=False, priority=True, id="field.leave"),
        Binding("shift+tab", "leave(-1)", "Previous", show=False, priority=True, id="field.leave-back"),
    ]
    DEFAULT_CSS = """
    TitledRow {
        & > * { margin: 0 0 0 19; }
    }
    """
    note_place = 1

    def __init__(self, title: str, editor: Widget, *, required: bool = False) -> None:
        """Create a row; ``*`` marks the title of a required field."""
        super().__init__()
        title = crop(title, self.TITLE_WIDTH - (3 if required else 1))
        self.title = Content.assemble(title, *((" ", ("*", "$accent")) if required else ()))
        self.editor = editor

    def compose(self) -> ComposeResult:
        yield self.editor
        if self.note is not None:
            yield self.note

    def render(self) -> Content:
        has_focus = self.is_mounted and self.has_focus_within
        return self.title.stylize_before("bold $accent" if has_focus else "$foreground 85%")

    def show_note(self, text: str, kind: str = "error", label: str = "", command: str = "") -> None:
        """Show a note as `Note.show` does, and mark the row if it is an error."""
        super().show_note(text, kind, label, command)
        self.set_class(kind == "error" and bool(text), "-error")

    @on(DescendantFocus)
    @on(DescendantBlur)
    def _refresh_title(self) -> None:
        self.refresh(Region(0, 0, self.TITLE_WIDTH, 1))

    def focus_editor(self) -> None:
        """Move the focus into the row."""
        candidates = [self.editor, *self.editor.query("*")]
        target = next((each for each in candidates if each.focusable and each.display), self.editor)
        self.screen.set_focus(target)
        target.call_after_refresh(target.scroll_visible, animate=False)  # a new step has no layout yet

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable the keys of the row in single-line inputs only."""
        return action not in ("next_field", "leave") or isinstance(self.screen.focused, TextInput)

    def action_next_field(self) -> None:
        """Accept the highlighted suggestion; if there is none, go to the next field."""
        focused = self.screen.focused
        if isinstance(focused, SuggestInput) and focused.accept_highlighted():
            return
        if not (isinstance(self.editor, Editor) and self.editor.handle_enter()):
            self.focus_next_field()

    def focus_next_field(self) -> None:
        """Move the focus to the next field, or from the last one to the button of the next step."""
        form = next(each for each in self.ancestors if isinstance(each, VerticalScroll))
        rows = [row for row in form.query(TitledRow) if all(each.display for each in row.ancestors_with_self)]
        following = rows[rows.index(self) + 1 :]
        if following:
            following[0].focus_editor()
        else:
            self.screen.query("#action-next").focus()

    def action_leave(self, by: int) -> None:
        """Accept the highlighted suggestion, and go to the next or previous widget."""
        if isinstance(self.screen.focused, SuggestInput):
            self.screen.focused.accept_highlighted()
        if by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()


Row = TypeVar("Row", bound=TitledRow)


def find_row(widget: Widget, kind: type[Row]) -> Row | None:
    """Return the row of a given class that contains a widget."""
    return next((each for each in widget.ancestors if isinstance(each, kind)), None)


def set_label(button: Button, text: str) -> None:
    """Change the label of a button, which keeps the width of its first label otherwise."""
    button.label = Content(text)
    button.refresh(layout=True)


class UnknownRow(TitledRow):
    """The value of an unknown key, which can only be removed."""

    DEFAULT_CSS = """
    UnknownRow > Button { width: auto; max-width: 100%; background: transparent; }
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path[-1]), Button("", compact=True))
        self.path = path

    def update(self, value: Any, findings: Sequence[Finding]) -> None:
        """Show the value and its problems."""
        button = self.editor
        assert isinstance(button, Button)
        set_label(button, format_escaped(_("{value} · Remove"), value=crop(to_compact_text(value), 24)))
        show_findings(self, findings)


def show_findings(holder: NoteHolder, findings: Sequence[Finding], limit: int = 1) -> None:
    """Show the first findings up to a limit, and the fix of the first that has one."""
    shown = findings[:limit]
    fix = next((each.fix for each in shown if each.fix is not None), None)
    text = "\n".join(f"{SYMBOLS[each.severity]} {each.summary}" for each in shown)
    kind = str(shown[0].severity) if shown else "hint"
    holder.show_note(text, kind, fix.label if fix else "", "fix")


class FieldRow(TitledRow):
    """A field of the request: shows the value in the document, and posts changes by the user."""

    @dataclass
    class Changed(Message):
        """Posted when the user changed the value; ``MISSING`` is a blank field."""

        row: "FieldRow"
        value: Any
        path: Path

    editor: Editor

    def __init__(self, path: Path, spec: FieldSpec, source: SuggestionSource) -> None:
        super().__init__(spec.title, create_editor(spec, source), required=spec.required)
        self.editor.report = lambda value: self.post_message(self.Changed(self, value, self.path))
        self.editor.focus_next_field = self.focus_next_field
        self.path = path
        self.spec = spec
        self._source = source

    def update(self, tree: Any, findings: Sequence[Finding]) -> None:
        """Show the value in the document, and its most severe finding or a hint."""
        value = get(tree, self.path, MISSING)
        is_outdated = self.editor.pending_changes > 0
        if not is_outdated and (not self.is_mounted or not is_same(self.editor.current, value)):
            self.editor.show(value)
        self._describe(tree, value)
        if findings:
            show_findings(self, findings)
        elif self.spec.secret is not None and isinstance(value, str) and value:
            match = REFERENCE.fullmatch(value)
            if match:
                message = _("Read from the variable {name} when the request is sent.")
                self.show_note(format_escaped(message, name=match[1]), "hint")
            else:
                self.show_note(_("Kept in memory only."), "hint", _("Reveal"), "reveal")
        elif self.spec.kind == "string" and value is not MISSING and not isinstance(value, str):
            message = _("The value is {json}, not a string. Typing replaces it.")
            self.show_note(format_escaped(message, json=to_compact_text(value)), "hint")
        else:
            self.show_note("", "hint")

    def _describe(self, tree: Any, value: Any) -> None:
        """Show the unit, meaning or inherited value of the field in its input."""
        editor, spec, catalog = self.editor, self.spec, self._source.catalog
        meaning = describe_value(tree, self.path, spec, catalog)
        if isinstance(editor, SuggestInput):
            inherited = get_inherited_value(tree, self.path, spec)
            if inherited:
                meaning = describe_choice(spec.choices or "", inherited, catalog)
                editor.placeholder = escape_text(f"{inherited} ⟵")
            elif editor.placeholder != get_placeholder(spec):
                editor.placeholder = get_placeholder(spec)
            editor.show_meaning(meaning)
        elif isinstance(editor, TextInput) and spec.unit == "bytes" and meaning:
            is_number = editor.value.strip().isdigit()
            editor.suffix = (
                f"= {meaning}" if is_number else format_escaped(_("= {count} bytes"), count=f"{value:,}")
            )
        elif isinstance(editor, TextInput):
            editor.suffix = meaning or get_unit(spec)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Stop the message: the binding of the row has handled Enter."""
        event.stop()
