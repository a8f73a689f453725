"""The first step: what to start from. Shown before slow imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from wizard.core.formatting import format_moment
from wizard.i18n import _, join_names, join_sentences
from wizard.text import escape_text, format_escaped
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from textual.widgets import Button

    from wizard.models.journal import JournalEntry
    from wizard.storage.drafts import RecoverableDraft
    from wizard.storage.presets import Preset


@dataclass(frozen=True, slots=True)
class StartOption:
    """An option of the first step.

    Attributes:
        kind: ``continue``, ``draft``, ``pending``, ``blank``, ``preset``, ``recent``, ``file``,
            ``paste`` or ``presets``.
        title: Its title in the list.
        help: The text to show when it is highlighted.
        about: The text of the right column.
        name: The name of a preset, the path of a file, the token of a submission, or pasted text.
        draft: The draft, if it is one.
        problem: Whether it cannot be opened.
    """

    kind: str
    title: str
    help: str
    about: str = ""
    name: str = ""
    draft: "RecoverableDraft | None" = None
    problem: bool = False

    def matches(self, words: Sequence[str]) -> bool:
        """Return whether the option contains all words, which are casefolded."""
        text = f"{self.title} {self.name} {self.about} {self.help}".casefold()
        return all(word in text for word in words)


class StartView(Vertical):
    """The list of options to start from, filtered by typing."""

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
        padding: 0 1;
        & > RowTable { min-height: 4; }
        & > .about { max-height: 6; padding: 1 0 0 0; color: $foreground 85%; }
        & > Button { margin: 1 0 0 0; }
    }
    """

    @dataclass
    class Chosen(Message):
        """Posted to start from an option."""

        option: StartOption

    @dataclass
    class Discarded(Message):
        """Posted to discard a draft."""

        draft: "RecoverableDraft"

    @dataclass
    class Highlighted(Message):
        """Posted when another option is highlighted."""

        option: StartOption

    def __init__(self) -> None:
        self._all: list[StartOption] = []
        self._shown: list[StartOption] = []
        self._search = TextInput(placeholder=_("Type to search"), take_paste=self._open_pasted)
        self._table = RowTable([Column(_("Start from")), Column("")], empty=_("No match."))
        self._about = Static(classes="about", markup=False)
        super().__init__(self._search, self._table, self._about)

    def on_mount(self) -> None:
        """Show the options that need no files to be read."""
        self.show([], [], [], [], "")

    def show(
        self,
        presets: "Sequence[Preset]",
        drafts: "Sequence[RecoverableDraft]",
        pending: "Sequence[JournalEntry]",
        recent: Sequence[str],
        current: str,
    ) -> None:
        """Show the options; ``current`` is the name of the open configuration, or ``""``."""
        index, before = self._table.cursor, self.highlighted
        help_ = format_escaped(_("Continue with {title}."), title=current)
        open_ = StartOption("continue", _("Continue"), help_)
        self._all = [
            *([open_] if current else []),
            *map(_make_draft_option, drafts),
            StartOption("blank", _("New cluster"), _("One group with one instance.")),
            *map(_make_pending_option, pending),  # never first, as Enter chooses the first option
            *map(_make_preset_option, presets),
            *(StartOption("recent", path, _("Opened recently."), _("file"), path) for path in recent),
            StartOption("file", _("Open a file…"), _("A request body or a preset, in JSON.")),
            StartOption("paste", _("Paste JSON…"), _("Paste or type a request body or a preset.")),
            StartOption("presets", _("All presets…"), _("Rename, describe, compare, delete, import.")),
        ]
        self._filter()
        if drafts and not self.query_children("Button"):
            from textual.widgets import Button  # not needed for the first frame

            button = Button(_("Discard draft…"), compact=True)
            button.display = self._draft is not None
            self.mount(button)
        if index:  # keep the cursor on the same option
            self._table.cursor = self._shown.index(before) if before in self._shown else 0
            self._describe()

    def _filter(self) -> None:
        words = self._search.value.casefold().split()
        self._shown = [each for each in self._all if each.matches(words)]
        rows = [(each.title, each.about) for each in self._shown]
        self._table.show(rows, {i: "error" for i, each in enumerate(self._shown) if each.problem})
        self._table.styles.max_height = max(len(rows), 1) + 1
        self._describe()

    def _describe(self, more: str = "") -> None:
        option = self.highlighted
        lines = [option.help if option is not None else "", more]
        self._about.update("\n".join(escape_text(line) for line in lines if line))
        for button in self.query_children("Button"):
            button.display = self._draft is not None

    @property
    def highlighted(self) -> StartOption | None:
        """The option under the cursor; ``None`` if nothing matches."""
        index = self._table.cursor
        return None if index is None or index >= len(self._shown) else self._shown[index]

    @property
    def _draft(self) -> "RecoverableDraft | None":
        return None if self.highlighted is None else self.highlighted.draft

    def show_more(self, option: StartOption, more: str) -> None:
        """Show more about an option, if it is still highlighted."""
        if option == self.highlighted:
            self._describe(more)

    def focus_first(self) -> None:
        """Focus the search input; the arrow keys move through the list."""
        self._search.focus()

    # -- actions

    def action_move(self, by: int) -> None:
        """Move the cursor of the list; the search input keeps the focus."""
        self._table.action_move(by)

    def action_clear(self) -> None:
        self._search.value = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Reserve Delete for editing and enable Escape for clearing while the search input contains text."""
        if action == "clear":
            return bool(self._search.value)
        if action == "move" and self.screen.focused is not self._search:
            return False
        return action != "discard" or (self._draft is not None and not self._search.value)

    def action_discard(self) -> None:
        if self._draft is not None:
            self.post_message(self.Discarded(self._draft))

    def on_button_pressed(self, event: "Button.Pressed") -> None:
        event.stop()
        self.action_discard()

    def on_row_table_action_requested(self, event: RowTable.ActionRequested) -> None:
        event.stop()
        if event.action == "remove":
            self.action_discard()

    def _highlight(self) -> None:
        self._describe()
        if self.highlighted is not None:
            self.post_message(self.Highlighted(self.highlighted))

    def _choose(self) -> None:
        if self.highlighted is not None:
            self.post_message(self.Chosen(self.highlighted))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._filter()
        self._table.cursor = 0
        self._highlight()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose()

    def _open_pasted(self, text: str) -> bool:
        """Open pasted text if it is JSON; return whether it is."""
        is_json = text.lstrip().startswith("{")
        if is_json:
            self.post_message(self.Chosen(StartOption("paste", _("Paste JSON…"), "", name=text)))
        return is_json

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        event.stop()
        self._highlight()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        event.stop()
        self._choose()


def describe_preset_source(preset: "Preset") -> str:
    """Return whether a preset is built-in or custom, for display."""
    return _("built-in") if preset.is_builtin else _("custom")


def _make_preset_option(preset: "Preset") -> StartOption:
    if preset.problem:
        problem = format_escaped(_("Cannot be opened: {problem}"), problem=preset.problem)
        return StartOption("preset", preset.name, problem, _("invalid file"), preset.name, problem=True)
    text = preset.description
    if preset.tags:
        text = join_sentences(text, format_escaped(_("Tags: {tags}"), tags=join_names(preset.tags)))
    source = describe_preset_source(preset)
    return StartOption("preset", preset.title or preset.name, text, source, preset.name)


def _make_draft_option(draft: "RecoverableDraft") -> StartOption:
    title = format_escaped(_("Unsaved draft: {name}"), name=draft.name or _("new cluster"))
    when, name = format_moment(draft.draft.written_at), draft.draft.origin.name
    text = _("Kept {when}. Secrets must be entered again.")
    if name:
        text = _("Unsaved changes of {name}, kept {when}. Secrets must be entered again.")
    text = format_escaped(text, when=when, name=name)
    return StartOption("draft", title, text, _("draft"), draft.path.name, draft)


def _make_pending_option(entry: "JournalEntry") -> StartOption:
    from wizard.core.actions.journal import describe_profile  # not needed for the first frame

    text = _("Sent {when} to {place}, no response: the cluster may or may not exist.")
    return StartOption(
        "pending",
        format_escaped(_("Unconfirmed: {name}"), name=entry.name or entry.token),
        format_escaped(text, place=describe_profile(entry), when=format_moment(entry.started_at)),
        _("retry…"),
        entry.token,
    )
