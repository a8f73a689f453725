"""The fields of a section, and the forms of whole steps."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import AwaitMount, Widget
from textual.widgets import Button, Static

from wizard.document.pointer import Path
from wizard.document.tree import has
from wizard.request.schema import Node
from wizard.rules import Finding
from wizard.steps.known import Shelf
from wizard.steps.order import Step
from wizard.steps.steps import Section, is_shown, sections
from wizard.tui.texts import say
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.field import FieldRow

Visible = Callable[[Path, bool], Sequence[Finding]]
"""The findings to be seen at a path, with those below it where the second argument is true."""


class Refresh(Message):
    """The form wants to be shown anew."""


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

    Until then, these are not mounted: a widget takes about 20 KB, and most forms are never opened so far.
    """

    DEFAULT_CSS = """
    SectionForm {
        height: auto;
        & > .heading { color: $primary; text-style: bold; margin: 1 0 0 0; height: 1; }
        & > .about { color: $foreground 65%; height: auto; margin: 0 0 0 0; }
        & > Button { min-width: 10; width: auto; margin: 0; background: transparent; color: $foreground 70%; }
        & > Button:focus { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, section: Section, path: Path, shelf: Shelf, *, heading: bool = True) -> None:
        super().__init__()
        self.section = section
        self._heading = heading
        self.rows = [FieldRow((*path, node.name), node, shelf) for node in section.fields]
        self._all_advanced = section.advanced
        self._open = False
        self._more = Button("", compact=True)
        self._is_whole = False
        self._is_composed = False

    def compose(self) -> ComposeResult:
        """Heading, fields, and the way to the rest of them."""
        if self._heading:
            yield Static(self.section.title, classes="heading", markup=False)
            yield Static(self.section.help, classes="about", markup=False)
        yield from (row for row in self.rows if not self._is_advanced(row))
        yield self._more
        if self._is_whole:
            yield from self._advanced()
        self._is_composed = True

    def _is_advanced(self, row: FieldRow) -> bool:
        return row.node.advanced or self._all_advanced

    def _advanced(self) -> Iterator[FieldRow]:
        return (row for row in self.rows if self._is_advanced(row))

    def _complete(self) -> AwaitMount | None:
        """Mount the fields that few people need, if they are not; what is to be waited for, if anything."""
        if self._is_whole:
            return None
        self._is_whole = True
        return self.mount(*self._advanced()) if self._is_composed else None

    def rebind(self, path: Path) -> None:
        """Edit another object of the same shape."""
        for row in self.rows:
            row.path = (*path, row.node.name)

    def update(self, tree: Any, visible: Visible) -> None:
        """Show the document as it stands."""
        hidden = 0
        for row in self.rows:
            shown = is_shown(tree, row.path, row.node)
            if self._is_advanced(row):
                if not has(tree, row.path):
                    hidden += 1
                    shown = shown and self._open
                if shown:
                    self._complete()
            row.display = shown
            if shown:
                row.update(tree, visible(row.path, _is_deep(row.node)))
        self._more.display = hidden > 0
        self._more.label = say("form.less") if self._open else say("form.more", count=hidden)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show or hide the fields that few people need."""
        event.stop()
        self.open(not self._open)

    def open(self, is_open: bool = True) -> AwaitMount | None:
        """Show or hide the fields that few people need; what is to be waited for, if anything."""
        self._open = is_open
        for row in self._advanced():
            row.display = is_open
        self._more.label = say("form.less") if is_open else self._more.label
        self.post_message(Refresh())
        return self._complete()

    def entry(self) -> Path | None:
        """A section is no collection."""
        return None

    async def row_for(self, path: Path) -> FieldRow | None:
        """The row that a path is edited in, made ready to be focused."""
        row = next((row for row in self.rows if path[: len(row.path)] == row.path), None)
        if row is not None and self._is_advanced(row):
            mounting = self._complete() if row.display else self.open()
            if mounting is not None:
                await mounting
        return row


def _is_deep(node: Node) -> bool:
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
        & > .step { text-style: bold; height: 1; }
        & > .step-help { color: $foreground 65%; height: auto; margin: 0 0 1 0; }
    }
    """

    def __init__(self, step: Step, shelf: Shelf, *, empty: bool = False) -> None:
        """Make the form of a step.

        Args:
            step: The step.
            shelf: What can be chosen.
            empty: Whether its blocks are left to :meth:`mount_more`.
        """
        super().__init__()
        self.step = step
        self._blocks: list[Block] = []
        self._is_empty = empty
        found = sections(step)
        for section in found:
            if section.collection:
                from wizard.tui.widgets.collection import CollectionForm

                self._blocks.append(CollectionForm(section, shelf))
            else:
                heading = len(found) > 1
                self._blocks.append(SectionForm(section, section.path, shelf, heading=heading))
        # Each is given out once, so that a wizard that is being left, which mounts nothing, comes to an end.
        self._missing = (block for block in self._blocks if isinstance(block, Widget))

    def compose(self) -> ComposeResult:
        """Title, then the sections."""
        yield Static(self.step.title, classes="step", markup=False)
        yield Static(self.step.help, classes="step-help", markup=False)
        if not self._is_empty:
            yield from self._missing

    async def mount_more(self) -> bool:
        """Mount the next block that is missing; whether there was one."""
        block = next(self._missing, None)
        if block is not None:
            await self.mount(block)
        return block is not None

    def update(self, tree: Any, visible: Visible) -> None:
        """Show the document as it stands."""
        for block in self._blocks:
            block.update(tree, visible)

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
