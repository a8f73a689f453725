"""The editors of fields, one for each type of value.

An editor shows a JSON value and reports changes by the user. The document stores the value.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.binding import Binding
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, TextArea

from wizard.core.values import (
    SuggestionSource,
    describe_choice,
    format_answer,
    matches_instance_type,
    parse_answer,
)
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING
from wizard.i18n import N_, _
from wizard.models.fields import FieldSpec
from wizard.text import format_escaped
from wizard.tui.widgets.choice import Checklist, Choice, Option
from wizard.tui.widgets.suggest import Matcher, SuggestInput, Suggestion, match_words
from wizard.tui.widgets.text_area import PlainTextArea
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    _Mixin = Widget
else:  # a class with two widgets as bases loses the style sheet of the first one
    _Mixin = object

LONGEST_PLACEHOLDER = 32
"""The cells of the longest example that is shown in an empty field."""

_LABELS: Final = {
    "OnDemand": N_("Pay-as-you-go"),
    "Spot": N_("Spot"),
    "SpotWithPriceLimit": N_("Set maximum price"),
    "SpotAsPriceGo": N_("Automatic bid"),
}


class Editor(_Mixin):
    """The base of all editors, mixed into the widget that edits the value."""

    current: Any = MISSING
    """The JSON value that is shown, or ``MISSING``."""
    pending_changes: int = 0
    """The number of changes that are reported but not in the document yet. Until then its value is outdated."""
    report: Callable[[Any], object]
    """Called with a value that the user entered; ``MISSING`` is a blank field."""
    focus_next_field: Callable[[], object]
    """Moves the focus to the next field."""

    def show(self, value: Any) -> None:
        """Show a value without posting a message."""
        self.current = value
        self.display_value(value)

    @abstractmethod
    def display_value(self, value: Any) -> None:
        """Display a value."""

    def change(self, value: Any) -> None:
        """Report a value that the user entered."""
        self.current = value
        self.pending_changes += 1
        self.report(value)

    def handle_enter(self) -> bool:
        """Handle Enter in an input; return ``False`` to move to the next field."""
        return False


class _LineEditor(Editor, TextInput):
    """The base of the single-line editors."""

    spec: FieldSpec
    _is_presenting = False

    def display_value(self, value: Any) -> None:
        self._is_presenting = True
        self.set_text(format_answer(value))
        self._is_presenting = False

    def watch_value(self, value: str) -> None:
        """Report the value immediately: when a message arrives, another field may have the focus."""
        if self.is_mounted and not self._is_presenting:
            self.change(parse_answer(value, self.spec))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Stop the message: the change is already reported."""
        event.stop()


class TextEditor(_LineEditor):
    """A string or a number on one line."""

    def __init__(self, spec: FieldSpec) -> None:
        TextInput.__init__(
            self,
            placeholder=get_placeholder(spec),
            secret=spec.secret is not None,
            numbers=spec.kind in ("integer", "number"),
        )
        self.spec = spec


class SuggestEditor(SuggestInput, _LineEditor):
    """A string with known values; other values can be typed."""

    def __init__(
        self, spec: FieldSpec, suggestions: Callable[[], list[Suggestion]], matcher: Matcher
    ) -> None:
        self.spec = spec
        SuggestInput.__init__(
            self, suggestions=suggestions, matcher=matcher, placeholder=get_placeholder(spec)
        )


class ChoiceEditor(Editor, Choice):
    """One of a few values. Delete and Backspace clear the field, Enter moves to the next one."""

    BINDINGS = [
        Binding("delete,backspace", "clear", "Leave blank", show=False, id="choice.clear"),
        Binding("enter", "next_field", "Next field", show=False, id="choice.go-on"),
    ]

    def __init__(self, options: Iterable[Option]) -> None:
        Choice.__init__(self, options)

    def display_value(self, value: Any) -> None:
        self.set_value(value)

    def action_clear(self) -> None:
        self.display_value(MISSING)
        self.change(MISSING)

    def action_next_field(self) -> None:
        self.focus_next_field()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self.change(event.value)


class BlockEditor(Editor, PlainTextArea):
    """A text of several lines. Enter moves to the next field, Ctrl+J inserts a new line."""

    BINDINGS = [Binding("ctrl+j,shift+enter", "new_line", "New line", show=False, id="block.new_line")]
    DEFAULT_CSS = """
    BlockEditor {
        height: auto;
        max-height: 6;
        min-height: 1;
        padding: 0;
        &.-textual-compact {
            border-left: vkey $foreground 60% !important;
            border-right: vkey $foreground 60% !important;
        }
        background-tint: $foreground 6%;
        &:focus {
            background-tint: $accent 20%;
            border-left: outer $accent !important;
            border-right: outer $accent !important;
        }
    }
    """

    def __init__(self) -> None:
        PlainTextArea.__init__(self, compact=True, tab_behavior="focus", highlight_cursor_line=False)

    def display_value(self, value: Any) -> None:
        text = format_answer(value)
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.load_text(text)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.change(self._parse_text())

    def _parse_text(self) -> Any:
        return self.text or MISSING

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.focus_next_field()

    def action_new_line(self) -> None:
        self.replace("\n", *self.selection)


class LinesEditor(BlockEditor):
    """A list of strings, one per line. Enter inserts a new line; on an empty line it moves to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self._other: dict[str, Any] = {}
        """Items that are not single-line strings, by the text that is shown for them."""

    def display_value(self, value: Any) -> None:
        items = value if isinstance(value, list) else [] if value is MISSING else [value]
        self._other = {to_compact_text(item): item for item in items if not _is_line(item)}
        shown = [item if _is_line(item) else to_compact_text(item) for item in items]
        if shown != self._get_lines():
            with self.prevent(TextArea.Changed):
                self.load_text("\n".join(shown))

    def _get_lines(self) -> list[str]:
        return [line for line in self.text.split("\n") if line]

    def _parse_text(self) -> Any:
        return [self._other.get(line, line) for line in self._get_lines()] or MISSING

    def on_key(self, event: events.Key) -> None:
        """Insert a new line with Enter, unless the line is empty."""
        row, _column = self.cursor_location
        if event.key == "enter" and self.document.get_line(row):
            event.stop()
            event.prevent_default()
            self.action_new_line()


def _is_line(item: Any) -> bool:
    return isinstance(item, str) and item != "" and "\n" not in item and "\r" not in item


class ChecklistEditor(Editor, Vertical):
    """A list of strings with known values: a checklist, and an input for other values."""

    DEFAULT_CSS = """
    ChecklistEditor { height: auto; }
    """

    def __init__(self, options: Iterable[Option]) -> None:
        self._checklist = Checklist(options)
        self._other = TextInput(placeholder=_("Another value"))
        Vertical.__init__(self, self._checklist, self._other)

    def display_value(self, value: Any) -> None:
        self._other.set_text("")
        self._checklist.set_values(value if isinstance(value, list) else [] if value is MISSING else [value])

    @property
    def _values(self) -> list[Any]:
        """The selected values, and the one that is being typed."""
        return [*self._checklist.values, *filter(None, [self._other.value.strip()])]

    def on_checklist_changed(self, event: Checklist.Changed) -> None:
        event.stop()
        self.change(self._values or MISSING)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.change(self._values or MISSING)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self.handle_enter()

    def handle_enter(self) -> bool:
        """Show the typed value, if any, in the checklist."""
        is_typed = bool(self._other.value.strip())
        if is_typed:
            self.display_value(self._values)
        return is_typed


def create_editor(spec: FieldSpec, source: SuggestionSource) -> Editor:
    """Return an editor for a field."""
    known = getattr(source.catalog, spec.choices) if spec.choices else {}
    unset = Option(MISSING, _("Not set"))
    match spec.kind:
        case "boolean":
            return ChoiceEditor([unset, Option(True, _("Yes")), Option(False, _("No"))])
        case "string" if spec.values:
            options = [Option(value, get_label(value)) for value in spec.values if value]
            return ChoiceEditor(options if spec.required else [unset, *options])
        case "string" if known:
            return SuggestEditor(spec, lambda: _list_suggestions(spec, source), _get_matcher(spec, source))
        case "string" if spec.multiline:
            return BlockEditor()
        case "list" if known:
            return ChecklistEditor([Option(value, value) for value in known])
        case "list":
            return LinesEditor()
        case "map":
            from wizard.tui.widgets.map_editor import MapEditor

            return MapEditor()
    return TextEditor(spec)


def _list_suggestions(spec: FieldSpec, source: SuggestionSource) -> list[Suggestion]:
    choices, catalog = spec.choices or "", source.catalog
    notes = source.notes if choices == "instance_types" else {}
    known = ((value, describe_choice(choices, value, catalog)) for value in getattr(catalog, choices))
    return [
        Suggestion(value, f"{title}, {notes[value]}" if value in notes else title) for value, title in known
    ]


def _get_matcher(spec: FieldSpec, source: SuggestionSource) -> Matcher:
    if spec.choices == "instance_types":
        return lambda text, item: matches_instance_type(text, item.value, item.title, source.catalog)
    return match_words


def get_placeholder(spec: FieldSpec) -> str:
    """Return the example for an empty field, or ``""`` if it is too long or secret."""
    if spec.example is None or spec.secret or len(str(spec.example)) > LONGEST_PLACEHOLDER:
        return ""
    return format_escaped(_("e.g. {example}"), example=spec.example)


def get_label(value: str) -> str:
    """Return the label of a value to choose."""
    return _(_LABELS[value]) if value in _LABELS else value


def get_unit(spec: FieldSpec) -> str:
    """Return the unit of a field, or ``""`` if there is none or its title says it."""
    return _(spec.unit) if spec.unit and spec.unit != "instances" else ""
