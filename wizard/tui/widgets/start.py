"""The first step: what to begin with. Drawn before anything heavy is imported."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from wizard.steps.ports import PresetTitle
from wizard.tui.texts import say
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.row_table import Column, RowTable


@dataclass(frozen=True, slots=True)
class Beginning:
    """Something to begin with.

    Attributes:
        kind: ``continue``, ``draft``, ``blank``, ``preset``, ``file`` or ``paste``.
        title: What the list calls it.
        help: What is said about it when it is under the cursor.
        about: A word at the right.
        name: The name of a preset or of a draft.
        problem: Whether it cannot be opened.
    """

    kind: str
    title: str
    help: str
    about: str = ""
    name: str = ""
    problem: bool = False


class StartPane(Vertical):
    """The list of what to begin with."""

    DEFAULT_CSS = """
    StartPane {
        padding: 0 1 0 2;
        & > .step { text-style: bold; height: 1; }
        & > .step-help { color: $foreground 65%; height: auto; margin: 0 0 1 0; }
        & > RowTable { height: auto; max-height: 1fr; }
        & > .about { height: auto; max-height: 8; margin: 1 0 0 0; color: $foreground 85%; }
    }
    """

    @dataclass
    class Chosen(Message):
        """A person wants to begin with something."""

        beginning: Beginning

    @dataclass
    class Highlighted(Message):
        """The cursor is on something."""

        beginning: Beginning

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._fixed = [
            Beginning("blank", say("start.blank"), say("start.blank.help")),
            Beginning("file", say("start.file"), say("start.file.help")),
            Beginning("paste", say("start.paste"), say("start.paste.help")),
        ]
        self._list: list[Beginning] = list(self._fixed)
        self._table = RowTable([Column(say("start.column")), Column(say("start.column.about"), 26)])
        self._about = Static(classes="about", markup=False)

    def compose(self) -> ComposeResult:
        """Heading, list, and a few words about what is under the cursor."""
        yield Static(say("start.heading"), classes="step", markup=False)
        yield Static(say("start.keys"), classes="step-help", markup=False)
        yield self._table
        yield self._about

    def on_mount(self) -> None:
        """Show what needs no file to be read."""
        self.show([], [], "")

    def show(self, presets: Sequence[PresetTitle], drafts: Sequence[Beginning], current: str) -> None:
        """Show the presets, the drafts that were left, and the request that is open, if one is."""
        going_on = [Beginning("continue", say("start.continue"), say("start.continue.help", title=current))]
        blank, *others = self._fixed
        self._list = [
            *(going_on if current else []),
            *drafts,
            blank,
            *(_of_preset(preset) for preset in presets),
            *others,
        ]
        rows = [(each.title, each.about) for each in self._list]
        self._table.show(rows, {i: "error" for i, each in enumerate(self._list) if each.problem})
        self._table.styles.height = len(rows) + 1
        self._tell()

    def _tell(self, more: str = "") -> None:
        beginning = self.highlighted
        self._about.update(visible(beginning.help) + (f"\n{visible(more)}" if more else ""))

    @property
    def highlighted(self) -> Beginning:
        """What is under the cursor."""
        return self._list[self._table.cursor or 0]

    def tell_more(self, beginning: Beginning, more: str) -> None:
        """Say more about what is under the cursor, if it still is."""
        if beginning == self.highlighted:
            self._tell(more)

    def focus_first(self) -> None:
        """Put the cursor on the list."""
        self._table.focus()

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Say what is under the cursor."""
        event.stop()
        self._tell()
        self.post_message(self.Highlighted(self.highlighted))

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Begin with it."""
        event.stop()
        self.post_message(self.Chosen(self._list[event.index]))

    def on_row_table_add_requested(self, event: RowTable.AddRequested) -> None:
        """Nothing can be added here."""
        event.stop()

    on_row_table_delete_requested = on_row_table_add_requested


def _of_preset(preset: PresetTitle) -> Beginning:
    if preset.problem:
        return Beginning(
            "preset",
            preset.name,
            say("start.broken", problem=preset.problem),
            say("start.preset.broken"),
            preset.name,
            True,
        )
    about = ", ".join(preset.tags) or say("start.shipped" if preset.shipped else "start.yours")
    return Beginning("preset", preset.title or preset.name, preset.description, about, preset.name)
