"""The fields of a section, and the forms of whole steps."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import AwaitMount, Widget
from textual.widgets import Button, Static

from wizard.core.formatting import counted
from wizard.core.steps import Section, Step, is_shown, is_shown_for_value, sections
from wizard.core.suggestions import SuggestionSource
from wizard.document.tree import Path, has
from wizard.i18n import _
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.tui.escaping import fill
from wizard.tui.texts import say
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.field import FieldRow
from wizard.validation import Finding

Visible = Callable[[Path, bool], Sequence[Finding]]
"""The findings to be seen at a path, with those below it where the second argument is true."""


class Refresh(Message):
    """The form wants to be shown anew."""


@dataclass
class Remove(Message):
    """The object of a form is to be removed as a whole."""

    form: "SectionForm | StepForm"
    path: Path


class RemoveButton(Button):
    """Removes an object as a whole; in sight while the request has it."""

    def __init__(self, title: str) -> None:
        is_word = title[1:2].islower()  # an abbreviation stays as it is
        what = title[0].lower() + title[1:] if is_word else title
        super().__init__(fill(_("Remove {what}"), what=what), compact=True, classes="remove")
        self.display = False


class Block(Protocol):
    """A part of a step's form."""

    def update(self, tree: Any, visible: Visible) -> None:
        """Show the document as it stands."""

    async def row_for(self, path: Path) -> FieldRow | None:
        """The row that a path is edited in, made ready to be focused."""

    def entry(self) -> Path | None:
        """The path of the entry of a collection whose form is shown."""


class SectionForm(Vertical):
    """The fields of one object; those that few people need on request, or when they hold a value.

    Until then, these are not made: a widget takes 25 KB and more, and most forms are never opened so far.
    """

    DEFAULT_CSS = """
    SectionForm {
        height: auto;
        & > .heading { margin: 1 0 0 0; height: auto; }
        & > Button { min-width: 10; width: auto; margin: 0; background: transparent; color: $foreground 70%; }
        & > Button:focus { color: $accent; text-style: bold; }
    }
    """

    def __init__(
        self,
        section: Section,
        path: Path,
        shelf: SuggestionSource,
        *,
        heading: bool = True,
        is_removable: bool = False,
    ) -> None:
        """Make the form of an object.

        Args:
            section: Its fields.
            path: Where it is.
            shelf: What can be chosen.
            heading: Whether its title is shown.
            is_removable: Whether there is a button that removes it.
        """
        super().__init__()
        self.section = section
        self.path = path
        """Where the object stands."""
        self._shelf = shelf
        self._heading = heading
        self._advanced = [node for node in section.fields if node.advanced or section.advanced]
        self._plain = [self._row(node) for node in section.fields if node not in self._advanced]
        self._rest: list[FieldRow] = []
        """The rows of the fields that few people need, once they are made."""
        self._more: Button | None = None
        """What shows and hides them, once there is something to be shown."""
        self._remover = RemoveButton(section.title) if is_removable else None
        self._open = False
        self._is_composed = False
        self._held: set[Path] = set()
        """Fields that were in sight only because they held a value: they stay until the step is left."""

    def _row(self, node: FieldSpec) -> FieldRow:
        return FieldRow((*self.path, node.name), node, self._shelf)

    @property
    def rows(self) -> list[FieldRow]:
        """The rows that were made so far, from the top down."""
        return [*self._plain, *self._rest]

    def compose(self) -> ComposeResult:
        """Heading, fields, and the way to the rest of them."""
        if self._heading:
            yield heading(self.section.title, self.section.help, "bold $primary", classes="heading")
        yield from self._plain
        if self._more is not None:
            yield self._more
        yield from self._rest
        if self._remover is not None:
            yield self._remover
        self._is_composed = True

    def _complete(self) -> AwaitMount | None:
        """Make the fields that few people need, if they are not; what is to be waited for, if anything."""
        if self._rest or not self._advanced:
            return None
        self._rest = [self._row(node) for node in self._advanced]
        return self.mount(*self._rest, before=self._remover) if self._is_composed else None

    def rebind(self, path: Path) -> None:
        """Edit another object of the same shape."""
        self.path = path
        for row in self.rows:
            row.path = (*path, row.node.name)

    def renamed(self, old: Path, new: Path) -> None:
        """The object has another path now."""
        self._held |= {(*new, held[-1]) for held in self._held if held[:-1] == old}

    def settle(self) -> None:
        """The step was left: a field that is empty now is shown like any other."""
        self._held.clear()

    def update(self, tree: Any, visible: Visible) -> None:
        """Show the document as it stands."""
        for node in self.section.fields:
            path = (*self.path, node.name)
            if is_shown_for_value(tree, path, node) or (self.section.advanced and has(tree, path)):
                self._held.add(path)
        filled = [node for node in self._advanced if (*self.path, node.name) in self._held]
        if filled:
            self._complete()
        for row in self._plain:
            self._show(row, True, tree, visible)
        for row in self._rest:
            self._show(row, self._open or row.node in filled, tree, visible)
        if self._remover is not None:
            self._remover.display = has(tree, self.path)
        hidden = len(self._advanced) - len(filled)
        self._show_more(hidden, "more" if self._plain or filled else "all")

    def _show(self, row: FieldRow, is_wanted: bool, tree: Any, visible: Visible) -> None:
        is_of_use = row.path in self._held or is_shown(tree, row.path, row.node)
        row.display = row.has_focus_within or (is_wanted and is_of_use)
        if row.display:
            row.update(tree, visible(row.path, _is_deep(row.node)))

    def _show_more(self, hidden: int, which: str) -> None:
        """Offer to show or hide so many fields, ``more`` than there are or ``all`` there are."""
        fields = counted(hidden, say(f"form.{which}.one"), say(f"form.{which}.many"))
        label = _("▾ Fewer fields") if self._open else fill(_("▸ {fields}"), fields=fields)
        if self._more is None and hidden:
            self._more = Button(label, compact=True)
            if self._is_composed:
                self.mount(self._more, before=self._rest[0] if self._rest else self._remover)
        elif self._more is not None:
            self._more.display = hidden > 0
            if str(self._more.label) != label:
                self._more.label = label
                self._more.refresh(layout=True)  # a button stays as wide as it was

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show or hide the fields that few people need, or remove the object."""
        event.stop()
        if event.button is self._remover:
            self.post_message(Remove(self, self.path))
        else:
            self.open(not self._open)

    def focus_first(self) -> None:
        """Put the cursor into the first field, else on what shows the others."""
        row = next((row for row in self.rows if row.display), None)
        if row is not None:
            row.focus_editor()
        elif self._more is not None:
            self._more.focus()

    def open(self, is_open: bool = True) -> AwaitMount | None:
        """Show or hide the fields that few people need; what is to be waited for, if anything."""
        self._open = is_open
        if not is_open:  # on request, those that were emptied are hidden as well
            self._held -= {(*self.path, node.name) for node in self._advanced}
        mounting = self._complete()
        for row in self._rest:
            row.display = is_open
        self.post_message(Refresh())
        return mounting

    def entry(self) -> Path | None:
        """A section is no collection."""
        return None

    async def row_for(self, path: Path) -> FieldRow | None:
        """The row that a path is edited in, made ready to be focused."""
        depth = len(self.path)
        name = path[depth] if path[:depth] == self.path and len(path) > depth else None
        if any(node.name == name for node in self._advanced):
            row = next((row for row in self._rest if row.node.name == name), None)
            mounting = self.open() if row is None or not row.display else None
            if mounting is not None:
                await mounting
        return next((row for row in self.rows if row.node.name == name), None)


def heading(title: str, text: str, style: str, *, classes: str) -> Static:
    """A title and, below it, what it is about."""
    about = (text, "$foreground 65%")
    return Static(Content.assemble((title, style), *(("\n", about) if text else ())), classes=classes)


def _is_deep(node: FieldSpec) -> bool:
    return node.kind in ("map", "list")


class StepForm(VerticalScroll, can_focus=False):
    """The form of a step."""

    BINDINGS = ARROWS
    DEFAULT_CSS = """
    StepForm {
        padding: 0 0 0 2;
        /* Room for the bar is always there: a form that turns out to need it would be drawn twice. */
        overflow-y: scroll;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-size-vertical: 1;
        & > .step { height: auto; margin: 0 0 1 0; }
        & > Button { width: auto; margin: 1 0 0 0; background: transparent; color: $foreground 70%; }
        & > Button:focus { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, step: Step, shelf: SuggestionSource) -> None:
        """Make the form of a step.

        Args:
            step: The step.
            shelf: What can be chosen.
        """
        super().__init__()
        self.step = step
        self._blocks: list[Block] = []
        part = find_spec(step.part) if step.part else None
        self._remover = RemoveButton(step.title) if part is not None and part.kind == "object" else None
        found = sections(step)
        for section in found:
            if section.collection:
                from wizard.tui.widgets.collection import CollectionForm

                self._blocks.append(CollectionForm(section, shelf))
            else:
                is_part = section.path == step.part
                form = SectionForm(
                    section, section.path, shelf, heading=len(found) > 1, is_removable=not is_part
                )
                self._blocks.append(form)

    def compose(self) -> ComposeResult:
        """Title, then the sections."""
        yield heading(self.step.title, self.step.help, "bold", classes="step")
        yield from (block for block in self._blocks if isinstance(block, Widget))
        if self._remover is not None:
            yield self._remover

    def update(self, tree: Any, visible: Visible) -> None:
        """Show the document as it stands."""
        for block in self._blocks:
            block.update(tree, visible)
        if self._remover is not None:
            self._remover.display = has(tree, self.step.part or ())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Remove all that the step is about."""
        event.stop()
        self.post_message(Remove(self, self.step.part or ()))

    def focus_first(self) -> None:
        """Put the cursor where it is when the step is entered."""
        first = self.first()
        if first is not None:
            first.focus()

    def settle(self) -> None:
        """The step was left: a field that is empty now is shown like any other."""
        for form in self.query(SectionForm):
            form.settle()

    def rows(self) -> Iterator[FieldRow]:
        """All rows that are shown, from the top down."""
        return (row for row in self.query(FieldRow) if row.display)

    async def row_for(self, path: Path) -> FieldRow | None:
        """The row that a path is edited in, made ready to be focused."""
        for block in self._blocks:
            if (row := await block.row_for(path)) is not None:
                return row
        return None

    def shown_entry(self) -> Path | None:
        """The path of the entry whose form is shown, where the step has a collection."""
        return next((path for block in self._blocks if (path := block.entry()) is not None), None)

    def first(self) -> Widget | None:
        """What the focus goes to when the step is entered."""
        return next((each for each in self.query("*") if each.focusable and each.display), None)

    def first_row(self) -> FieldRow | None:
        """The field that the focus goes to when the step is entered, unless it goes to something else."""
        first = self.first()
        return next((each for each in first.ancestors if isinstance(each, FieldRow)), None) if first else None
