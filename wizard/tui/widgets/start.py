"""The first step: what to begin with. Drawn before anything heavy is imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from wizard.core.actions.journal import describe_profile
from wizard.core.formatting import format_moment
from wizard.i18n import _
from wizard.models.journal import JournalEntry
from wizard.storage.drafts import RecoverableDraft
from wizard.storage.preset_files import Preset
from wizard.tui.escaping import fill
from wizard.tui.texts import say
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput


@dataclass(frozen=True, slots=True)
class StartOption:
    """Something to begin with.

    Attributes:
        kind: ``continue``, ``draft``, ``unsettled``, ``blank``, ``preset``, ``recent``, ``file``,
            ``paste`` or ``presets``.
        title: What the list calls it.
        help: What is said about it when it is under the cursor.
        about: A word at the right.
        name: The name of a preset, the path of a file, the text that was pasted.
        draft: The draft, where it is one.
        problem: Whether it cannot be opened.
    """

    kind: str
    title: str
    help: str
    about: str = ""
    name: str = ""
    draft: RecoverableDraft | None = None
    problem: bool = False

    @property
    def searched(self) -> str:
        """All that it can be found by, in lower case."""
        return f"{self.title} {self.name} {self.about} {self.help}".casefold()


class SearchInput(TextInput):
    """The search of the first step; pasted JSON is no search, but something to begin with."""

    @dataclass
    class Pasted(Message):
        """JSON was pasted."""

        text: str

    def on_paste(self, event: events.Paste) -> None:
        """Tell of JSON."""
        if event.text.lstrip().startswith("{"):
            event.prevent_default()
            event.stop()
            self.post_message(self.Pasted(event.text))


class StartView(Vertical):
    """The list of what to begin with, and a line that narrows it while one types."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", priority=True, show=False, id="start.up"),
        Binding("down", "move(1)", "Down", priority=True, show=False, id="start.down"),
        Binding("pageup", "move(-8)", "Page up", priority=True, show=False, id="start.page-up"),
        Binding("pagedown", "move(8)", "Page down", priority=True, show=False, id="start.page-down"),
        Binding("escape", "clear", "All", show=False, id="start.clear"),
        Binding("delete", "discard", "Discard", priority=True, show=False, id="start.discard"),
    ]
    DEFAULT_CSS = """
    StartView {
        padding: 0 1 0 2;
        & > .step { text-style: bold; height: 1; }
        & > .step-help { color: $foreground 65%; height: auto; margin: 0 0 1 0; }
        & > RowTable { height: 1fr; min-height: 4; }
        & > .about { height: auto; max-height: 7; padding: 1 0 0 0; color: $foreground 85%; }
    }
    """

    @dataclass
    class Chosen(Message):
        """A person wants to begin with something."""

        beginning: StartOption

    @dataclass
    class Discarded(Message):
        """A person wants a draft that was left behind to be deleted."""

        draft: RecoverableDraft

    @dataclass
    class Highlighted(Message):
        """The cursor is on something."""

        beginning: StartOption

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._all: list[StartOption] = list(FIXED)
        self._shown: list[StartOption] = list(FIXED)
        self._search = SearchInput(placeholder=_("type to search"))
        columns = [Column(_("Begin with")), Column(_("For"), 26)]
        self._table = RowTable(columns, empty=_("Nothing fits."))
        self._about = Static(classes="about", markup=False)

    def compose(self) -> ComposeResult:
        """Heading, search, list, and a few words about what is under the cursor."""
        yield Static(_("What do you want to begin with?"), classes="step", markup=False)
        yield Static(
            _("Up and down choose, Enter opens. Nothing is sent before you say so on the last step."),
            classes="step-help",
            markup=False,
        )
        yield self._search
        yield self._table
        yield self._about

    def on_mount(self) -> None:
        """Show what needs no file to be read."""
        self.show([], [], [], [], "")

    def show(
        self,
        presets: Sequence[Preset],
        drafts: Sequence[RecoverableDraft],
        unsettled: Sequence[JournalEntry],
        recent: Sequence[str],
        current: str,
    ) -> None:
        """Show what there is to begin with.

        Args:
            presets: The presets.
            drafts: The drafts that were left behind.
            unsettled: The submissions of which nobody knows what came.
            recent: The files that were opened last.
            current: The name of the request that is open, ``""`` where none is.
        """
        at, before = self._table.cursor, self.highlighted
        going_on = [
            StartOption(
                "continue",
                _("Continue"),
                fill(_("Go on with the request that is open: {title}."), title=current),
            )
        ]
        blank, *others = FIXED
        self._all = [
            *(going_on if current else []),
            *map(_of_draft, drafts),
            blank,
            *map(_of_unsettled, unsettled),  # never the first: Enter would send it
            *(_of_preset(preset) for preset in presets),
            *(_of_file(path) for path in recent),
            *others,
        ]
        self._narrow()
        if at:  # another row may have come to that place meanwhile
            self._table.cursor = self._shown.index(before) if before in self._shown else 0
            self._tell()

    def _narrow(self) -> None:
        words = self._search.value.casefold().split()
        self._shown = [each for each in self._all if all(word in each.searched for word in words)]
        rows = [(each.title, each.about) for each in self._shown]
        self._table.show(rows, {i: "error" for i, each in enumerate(self._shown) if each.problem})
        self._table.styles.max_height = max(len(rows), 1) + 1
        self._tell()

    def _tell(self, more: str = "") -> None:
        beginning = self.highlighted
        text = "" if beginning is None else visible(beginning.help)
        self._about.update(text + (f"\n{visible(more)}" if more else ""))

    @property
    def highlighted(self) -> StartOption | None:
        """What is under the cursor; ``None`` where nothing fits what is searched for."""
        at = self._table.cursor
        return None if at is None else self._shown[at]

    def tell_more(self, beginning: StartOption, more: str) -> None:
        """Say more about what is under the cursor, if it still is."""
        if beginning == self.highlighted:
            self._tell(more)

    def focus_first(self) -> None:
        """Put the cursor on the search; the arrow keys go through the list."""
        self._search.focus()

    def action_move(self, by: int) -> None:
        """Move through the list while the search keeps the focus."""
        at = self._table.cursor
        if at is not None:
            self._table.cursor = min(max(at + by, 0), self._table.row_count - 1)
            self._highlight()

    def action_clear(self) -> None:
        """Show everything again."""
        self._search.value = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Delete is a key of the search while something is typed there, and of drafts otherwise; Escape
        clears the search, and opens the menu otherwise."""
        if action == "clear":
            return bool(self._search.value)
        return action != "discard" or (self._draft is not None and not self._search.value)

    @property
    def _draft(self) -> RecoverableDraft | None:
        """The draft under the cursor."""
        return None if self.highlighted is None else self.highlighted.draft

    def action_discard(self) -> None:
        """Discard the draft under the cursor."""
        if self._draft is not None:
            self.post_message(self.Discarded(self._draft))

    def on_row_table_delete_requested(self, event: RowTable.DeleteRequested) -> None:
        """Discard the draft under the cursor."""
        event.stop()
        self.action_discard()

    def _highlight(self) -> None:
        self._tell()
        if self.highlighted is not None:
            self.post_message(self.Highlighted(self.highlighted))

    def _take(self) -> None:
        if self.highlighted is not None:
            self.post_message(self.Chosen(self.highlighted))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._narrow()
        self._table.cursor = 0
        self._highlight()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Begin with what is under the cursor."""
        event.stop()
        self._take()

    def on_search_input_pasted(self, event: SearchInput.Pasted) -> None:
        """Begin with what was pasted."""
        event.stop()
        pasted = StartOption(
            "paste",
            _("Paste JSON…"),
            _("Paste a request into a text field, or type it there."),
            name=event.text,
        )
        self.post_message(self.Chosen(pasted))

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Say what is under the cursor."""
        event.stop()
        self._highlight()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Begin with it."""
        event.stop()
        self._take()


def _of_preset(preset: Preset) -> StartOption:
    if preset.problem:
        help_ = fill(_("cannot be opened: {problem}"), problem=preset.problem)
        return StartOption("preset", preset.name, help_, _("broken file"), preset.name, problem=True)
    about = ", ".join(preset.tags) or (_("shipped") if preset.is_builtin else _("yours"))
    return StartOption("preset", preset.title or preset.name, preset.description, about, preset.name)


def _of_draft(draft: RecoverableDraft) -> StartOption:
    title = fill(_("Draft: {name}"), name=draft.name or _("new request"))
    origin = say(f"header.{draft.draft.origin.kind}", name=draft.draft.origin.name)
    about = fill(_("left behind {when}"), when=format_moment(draft.draft.written_at))
    return StartOption(
        "draft",
        title,
        fill(
            _(
                "What a wizard had in hand when it ended ({origin}). Secrets are to be typed again. Delete discards it."
            ),
            origin=origin,
        ),
        about,
        draft.path.name,
        draft,
    )


def _of_unsettled(unsettled: JournalEntry) -> StartOption:
    title = fill(_("Unsettled: {name}"), name=unsettled.name or unsettled.token)
    about = fill(_("sent {when}"), when=format_moment(unsettled.started_at))
    return StartOption(
        "unsettled",
        title,
        fill(
            _(
                "No response (sent to {place}): the cluster may or may not exist. Enter asks before it sends the same request and token again."
            ),
            place=describe_profile(unsettled),
        ),
        about,
        unsettled.token,
    )


def _of_file(path: str) -> StartOption:
    return StartOption("recent", path, fill(_("Open {path} again."), path=path), _("file"), path)


FIXED = (
    StartOption(
        "blank",
        _("New cluster"),
        _("One group of one machine. Each field is explained, each mistake shown at its place."),
    ),
    StartOption(
        "file",
        _("Open a file…"),
        _("A request or a preset: JSON, as the API takes it or as this wizard saves it."),
    ),
    StartOption("paste", _("Paste JSON…"), _("Paste a request into a text field, or type it there.")),
    StartOption(
        "presets",
        _("All presets…"),
        _("Look through them, rename, describe, compare, delete, restore, import."),
    ),
)
"""What can always be begun with."""
