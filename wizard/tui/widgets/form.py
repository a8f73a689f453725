"""The forms of objects and of whole steps."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import AwaitMount, Widget
from textual.widgets import Button, Static

from wizard.core.steps import (
    Section,
    Step,
    describe_path,
    find_step,
    is_shown,
    is_shown_for_value,
    list_sections,
)
from wizard.core.values import SuggestionSource
from wizard.document.secrets import mask_secrets
from wizard.document.tree import MISSING, Path, get, has
from wizard.i18n import _, join_label
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.text import format_escaped
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.cells import SYMBOLS
from wizard.tui.widgets.field import FieldRow, Note, NoteHolder, TitledRow, UnknownRow, show_findings
from wizard.validation import Finding

if TYPE_CHECKING:
    from wizard.tui.widgets.collection import CollectionForm

GetFindings = Callable[[Path, bool], Sequence[Finding]]
"""Returns the findings to show at a path and, if the second argument is true, below it."""

MAX_UNKNOWN = 20
"""The most unknown keys of an object that are shown; the command Remove lists all."""
MAX_PROBLEMS = 3
"""The most problems that are shown below the heading of a step."""


class Refresh(Message):
    """Posted when a form must be updated."""


@dataclass
class Remove(Message):
    """Posted to remove an object or an unknown value."""

    form: "SectionForm | StepForm"
    path: Path


class SectionForm(NoteHolder):
    """The form of an object. Its advanced fields are created when they are opened or have a value.

    A widget takes 25 KB; `Collapsible` needs three more for each object and creates its contents immediately.
    """

    DEFAULT_CSS = """
    SectionForm {
        & > .heading { margin: 1 0 0 0; }
        & > Button { width: auto; min-width: 0; background: transparent; color: $foreground 80%; }
    }
    """

    entry: Path | None = None
    """Always ``None``; for a collection, the path of the visible entry."""

    def __init__(
        self,
        section: Section,
        path: Path,
        source: SuggestionSource,
        *,
        heading: bool = True,
        removable: bool = False,
    ) -> None:
        """Create the form of an object; ``heading`` shows its title, ``removable`` a button that removes it."""
        super().__init__()
        self.section = section
        self.path = path
        self._source = source
        self.has_heading = heading
        self._advanced_fields = [spec for spec in section.fields if spec.advanced or section.spec.advanced]
        plain_fields = [spec for spec in section.fields if spec not in self._advanced_fields]
        self._plain_rows = [self._make_row(spec) for spec in plain_fields]
        self._advanced_rows: list[FieldRow] = []
        """The rows of the advanced fields; empty until they are created."""
        self._unknown: list[UnknownRow] = []
        self.note_place = 1 if heading else 0
        self._advanced_button = Button("", compact=True, classes="more") if self._advanced_fields else None
        self._remove_button: Button | None = None
        """Created when there is something to remove."""
        self._is_removable = removable
        self._is_open = False
        self._retained: set[Path] = set()
        """Inapplicable fields that stay visible until the step is left, because they had a value."""

    def _make_row(self, spec: FieldSpec) -> FieldRow:
        return FieldRow((*self.path, spec.name), spec, self._source)

    @property
    def rows(self) -> list[FieldRow]:
        """The rows of the fields that are created."""
        return [*self._plain_rows, *self._advanced_rows]

    def _list_rows(self) -> list[FieldRow | UnknownRow]:
        return [*self.rows, *self._unknown]

    def compose(self) -> ComposeResult:
        if self.has_heading:
            explanation = self.section.spec.description
            about = ((f"\n{explanation}", "$foreground 70%"),) if explanation else ()
            yield Static(Content.assemble((self.section.title, "bold $primary"), *about), classes="heading")
        if self.note is not None:
            yield self.note
        yield from self._plain_rows
        if self._advanced_button is not None:
            yield self._advanced_button
        yield from self._advanced_rows
        yield from self._unknown
        if self._remove_button is not None:
            yield self._remove_button

    def _create_advanced_rows(self) -> AwaitMount | None:
        """Create the rows of the advanced fields if they are open; return the mounting to wait for."""
        if self._advanced_rows or not self._is_open:
            return None
        self._advanced_rows = [self._make_row(spec) for spec in self._advanced_fields]
        return self.mount(*self._advanced_rows, after=self._advanced_button) if self.is_mounted else None

    def rebind(self, path: Path) -> None:
        """Edit another object of the same type."""
        if path != self.path:
            self.path = path
            for row in self.rows:
                row.path = (*path, row.spec.name)

    def follow_rename(self, path: Path) -> None:
        """Keep the visible fields of the object, which got a new path."""
        self._retained |= {(*path, held[-1]) for held in self._retained if held[:-1] == self.path}
        self.rebind(path)

    def reset_visibility(self) -> None:
        """Hide inapplicable and advanced fields that are empty; called when the step is left."""
        self._retained.clear()
        self._is_open = False

    def update(self, tree: Any, get_findings: GetFindings) -> None:
        """Show the document."""
        value = get(tree, self.path, MISSING)
        is_object = value is MISSING or isinstance(value, dict)
        for spec in self.section.fields:
            path = (*self.path, spec.name)
            if is_shown_for_value(tree, path, spec) or (self.section.spec.advanced and has(tree, path)):
                self._retained.add(path)
        if any((*self.path, spec.name) in self._retained for spec in self._advanced_fields):
            self._is_open = True
        self._create_advanced_rows()
        for row in self._plain_rows:
            self._update_row(row, is_object, tree, get_findings)
        for row in self._advanced_rows:
            self._update_row(row, is_object and self._is_open, tree, get_findings)
        self._update_unknown(value, tree, get_findings)
        show_findings(self, get_findings(self.path, False), MAX_PROBLEMS)
        if self._advanced_button is not None:
            self._advanced_button.display = is_object
            arrow = "▾" if self._is_open else "▸"
            label = _("Advanced ({count})").format(count=len(self._advanced_fields))
            self._advanced_button.label = Content(f"{arrow} {label}")
        is_visible = value is not MISSING and (self._is_removable or not is_object)
        if self._remove_button is None and is_visible:
            self._remove_button = _make_remove_button(self.section.title)
            if self.is_mounted:
                self.mount(self._remove_button)
        elif self._remove_button is not None:
            self._remove_button.display = is_visible

    def _update_row(self, row: FieldRow, is_visible: bool, tree: Any, get_findings: GetFindings) -> None:
        is_applicable = row.path in self._retained or is_shown(tree, row.path, row.spec)
        row.display = row.has_focus_within or (is_visible and is_applicable)
        if row.display:
            row.update(tree, get_findings(row.path, row.spec.kind in ("map", "list")))

    def _update_unknown(self, value: Any, tree: Any, get_findings: GetFindings) -> None:
        known = {spec.name for spec in self.section.fields}
        spec = find_spec(self.path)
        if spec is not None:
            known |= set(spec.fields)
        keys = [key for key in value if key not in known] if isinstance(value, dict) else []
        paths = [(*self.path, key) for key in keys[:MAX_UNKNOWN]]
        if [row.path for row in self._unknown] != paths:
            for row in self._unknown:
                row.remove()
            self._unknown = [UnknownRow(path) for path in paths]
            if self._unknown and self.is_mounted:
                self.mount(*self._unknown, before=self._remove_button)
        masked = mask_secrets(tree) if self._unknown else tree  # a misspelt key can hold a secret
        for row in self._unknown:
            row.update(get(masked, row.path), get_findings(row.path, True))

    def shows(self, path: Path) -> bool:
        """Return whether findings at a path are visible here."""
        depth = len(self.path)
        if path == self.path:
            return True
        if path[:depth] != self.path:
            return False
        row = next((row for row in self._list_rows() if row.path == path[: depth + 1]), None)
        if row is None or not row.display:
            return False
        is_deep = not isinstance(row, FieldRow) or row.spec.kind in ("map", "list")
        return is_deep or len(path) == depth + 1

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button is self._advanced_button:
            self.open(not self._is_open)
        elif event.button is self._remove_button:
            self.post_message(Remove(self, self.path))
        else:
            row = next(row for row in self._unknown if row.editor is event.button)
            self.post_message(Remove(self, row.path))

    def focus_first(self) -> None:
        row = next((row for row in self._list_rows() if row.display), None)
        if row is not None:
            row.focus_editor()
        elif self._advanced_button is not None:
            self._advanced_button.focus()

    def open(self, is_open: bool = True) -> AwaitMount | None:
        """Open or close the advanced fields; return the mounting to wait for."""
        self._is_open = is_open
        if not is_open:
            self._retained -= {(*self.path, spec.name) for spec in self._advanced_fields}
        mounting = self._create_advanced_rows()
        for row in self._advanced_rows:
            row.display = is_open
        self.post_message(Refresh())
        return mounting

    async def open_row(self, path: Path) -> TitledRow | None:
        """Return the row that edits a path, ready to be focused."""
        depth = len(self.path)
        if path[:depth] != self.path or len(path) <= depth:
            return None
        is_closed = any(spec.name == path[depth] for spec in self._advanced_fields) and not self._is_open
        if is_closed and (mounting := self.open()) is not None:
            await mounting
        rows = [row for row in self._list_rows() if row.path[-1] == path[depth]]
        for row in rows:
            if isinstance(row, FieldRow):
                row.display = True
                self._retained.add(row.path)
        return rows[0] if rows else None


class StepForm(VerticalScroll, can_focus=False):
    """The form of a step."""

    BINDINGS = ARROWS
    DEFAULT_CSS = """
    StepForm {
        padding: 0 0 0 1;
        /* Always reserve space for the scrollbar: a form that needs it would otherwise be drawn twice. */
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        & > .step { margin: 0 0 1 0; color: $foreground 80%; }
        & > .step.-above-heading { margin: 0; }
        & > Note { margin: 0 0 1 0; }
        & > Button { width: auto; min-width: 0; margin: 1 0 0 0; background: transparent; color: $foreground 80%; }
    }
    """

    def __init__(self, step: Step, source: SuggestionSource) -> None:
        super().__init__()
        self.step = step
        self._note = Note()
        part = find_spec(step.part) if step.part else None
        self._remove_button: Button | None = None
        if part is not None and part.kind == "object":
            self._remove_button = _make_remove_button(part.title)
        found = list_sections(step)
        # Objects without fields have no section, but may have unknown keys.
        bare = [part] if part is not None and all(section.path != part.path for section in found) else []
        if not step.part and (configs := find_spec(("Configs",))) is not None:
            bare.append(configs)
        self._blocks = [
            *(_make_block(section, source, heading=len(found) > 1) for section in found),
            *(SectionForm(Section(spec, ()), spec.path, source, heading=False) for spec in bare),
        ]

    def compose(self) -> ComposeResult:
        is_above_heading = isinstance(self._blocks[0], SectionForm) and self._blocks[0].has_heading
        classes = "step -above-heading" if is_above_heading else "step"
        yield Static(self.step.help, classes=classes, markup=False)
        yield self._note
        yield from self._blocks
        if self._remove_button is not None:
            yield self._remove_button

    def update(self, tree: Any, get_findings: GetFindings) -> None:
        """Show the document, and above the sections the findings that no section shows."""
        for block in self._blocks:
            block.update(tree, get_findings)
        part = self.step.part or ()
        if self._remove_button is not None:
            self._remove_button.display = has(tree, part)
        found = [
            finding
            for finding in get_findings(part, True)
            if (find_step(finding.path) == self.step or (not finding.path and not part))
            and not any(block.shows(finding.path) for block in self._blocks)
        ]
        self._note.show(
            "\n".join(f"{SYMBOLS[each.severity]} {describe_finding(each)}" for each in found[:MAX_PROBLEMS]),
            str(found[0].severity) if found else "hint",
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(Remove(self, self.step.part or ()))

    def focus_first(self) -> None:
        """Move the focus to the first focusable widget."""
        first = self.find_first()
        if first is not None:
            self.screen.set_focus(first)  # immediately, to draw it together with the form

    def reset_visibility(self) -> None:
        """Hide inapplicable and advanced fields that are empty; called when the step is left."""
        for form in self.query(SectionForm):
            form.reset_visibility()

    def list_rows(self) -> Iterator[FieldRow]:
        """Yield the visible fields from top to bottom."""
        return (row for row in self.query(FieldRow) if row.display)

    async def open_row(self, path: Path) -> TitledRow | None:
        """Return the row that edits a path, ready to be focused."""
        for block in self._blocks:
            if (row := await block.open_row(path)) is not None:
                return row
        return None

    def get_shown_entry(self) -> Path | None:
        """Return the path of the entry whose form is visible, if the step has a collection."""
        return next((block.entry for block in self._blocks if block.entry is not None), None)

    def find_first(self) -> Widget | None:
        """Return the first focusable widget."""
        return next((each for each in self.query("*") if each.focusable and each.display), None)


def _make_block(
    section: Section, source: SuggestionSource, *, heading: bool
) -> "SectionForm | CollectionForm":
    if section.is_collection:
        from wizard.tui.widgets.collection import CollectionForm

        return CollectionForm(section, source)
    return SectionForm(section, section.path, source, heading=heading, removable=not section.is_part)


def _make_remove_button(title: str) -> Button:
    is_word = title[1:2].islower()  # as opposed to an abbreviation
    label = format_escaped(_("Remove {title}"), title=title[0].lower() + title[1:] if is_word else title)
    return Button(label, compact=True, classes="remove")


def describe_finding(finding: Finding) -> str:
    """Return a finding with its place."""
    return join_label(describe_path(finding.path), finding.summary) if finding.path else finding.summary
