"""The editors of fields: what a person types in, for each type of the request.

An editor shows a JSON value and posts :class:`Edited` when a person changes it; the document is the
truth, an editor never keeps anything of its own beside the text that is being typed.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from wizard.core.answers import format_answer as format_answer  # others take it from here
from wizard.core.answers import parse_answer
from wizard.core.suggestions import SuggestionSource, describe_choice, matches_instance_type
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING
from wizard.i18n import _
from wizard.models.fields import FieldSpec
from wizard.tui.escaping import fill
from wizard.tui.widgets.checklist import Checklist
from wizard.tui.widgets.choice import Choice
from wizard.tui.widgets.options import UNSET, Option
from wizard.tui.widgets.suggest import Matcher, SuggestInput, Suggestion, by_words
from wizard.tui.widgets.text_area import PlainTextArea
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    _Mixed = Widget
else:  # a second widget among the bases would take the place of the first one's style sheet
    _Mixed = object


@dataclass
class Edited(Message):
    """A person changed a value."""

    editor: "Editor"
    value: Any
    """The JSON value, or ``MISSING`` where the field was left blank."""


class Editor(_Mixed):
    """What all editors have in common; it is mixed into the widget that a person types in."""

    current: Any = MISSING
    """The JSON value that is shown, or ``MISSING``."""

    under_way: int = 0
    """Changes that were told and have not reached the document yet: until then its value is an old one."""

    def show(self, value: Any) -> None:
        """Show a value; posts nothing."""
        self.current = value
        self.present(value)

    @abstractmethod
    def present(self, value: Any) -> None:
        """Put a value on the screen."""

    def edited(self, value: Any) -> None:
        """Tell that a person changed the value."""
        self.current = value
        self.under_way += 1
        self.post_message(Edited(self, value))

    def toggle_reveal(self) -> bool:
        """Show or hide a secret; the answer is whether the editor holds one."""
        return False


class TextEditor(Editor, TextInput):
    """A text or a number on one line."""

    def __init__(self, node: FieldSpec, *, placeholder: str = "") -> None:
        TextInput.__init__(
            self,
            placeholder=placeholder,
            secret=node.secret is not None,
            numbers=node.kind in ("integer", "number"),
        )
        self.node = node

    def present(self, value: Any) -> None:
        """Put a value on the screen."""
        self.set_text(format_answer(value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A person typed."""
        event.stop()
        self.edited(parse_answer(event.value, self.node))

    def toggle_reveal(self) -> bool:
        """Show or hide a secret; the answer is whether the editor holds one."""
        if self.node.secret is None:
            return False
        TextInput.toggle_reveal(self)
        return True


class SuggestEditor(Editor, SuggestInput):
    """A text with values that are known for it; any other can be typed."""

    def __init__(
        self,
        node: FieldSpec,
        suggestions: Callable[[], list[Suggestion]],
        matcher: Matcher,
        *,
        placeholder: str = "",
    ) -> None:
        SuggestInput.__init__(self, suggestions=suggestions, matcher=matcher, placeholder=placeholder)
        self.node = node

    def present(self, value: Any) -> None:
        """Put a value on the screen."""
        self.set_text(format_answer(value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A person typed, or took a suggestion."""
        event.stop()
        self.edited(parse_answer(event.value, self.node))


class ChoiceEditor(Editor, Choice):
    """One of a few values; Delete or Backspace leaves the field blank, Enter goes on to the next field."""

    BINDINGS = [
        Binding("delete,backspace", "clear", "Leave blank", show=False, id="choice.clear"),
        Binding("enter", "go_on", "Next field", show=False, id="choice.go-on"),
    ]

    def __init__(self, options: Iterable[Option]) -> None:
        self._named = list(options)
        Choice.__init__(self, self._named)

    def present(self, value: Any) -> None:
        """Put a value on the screen; a blank text is a value too."""
        self.set_options([*self._named, Option("", _("(empty)"))] if value == "" else self._named)
        self.set_value(UNSET if value is MISSING else value)

    def action_clear(self) -> None:
        """Leave the field blank."""
        self.present(MISSING)
        self.edited(MISSING)

    def action_go_on(self) -> None:
        """Go on to the next field."""
        self.post_message(BlockEditor.Submitted())

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A person chose."""
        event.stop()
        self.edited(MISSING if event.value is UNSET else event.value)


class BlockEditor(Editor, PlainTextArea):
    """A text of several lines. Enter goes on to the next field, Ctrl+J begins a new line."""

    BINDINGS = [
        Binding("ctrl+j,shift+enter,alt+enter", "new_line", "New line", show=False, id="block.new_line")
    ]
    DEFAULT_CSS = """
    BlockEditor {
        height: auto;
        max-height: 6;
        min-height: 1;
        padding: 0 1;
        border: none;
        background: $surface;
        &:focus {
            border: none;
            background-tint: $foreground 10%;
        }
    }
    """

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self) -> None:
        PlainTextArea.__init__(self, compact=True, tab_behavior="focus", highlight_cursor_line=False)

    def present(self, value: Any) -> None:
        """Put a value on the screen."""
        text = format_answer(value)
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.load_text(text)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A person typed."""
        event.stop()
        self.edited(self._typed())

    def _typed(self) -> Any:
        return self.text or MISSING

    def on_key(self, event: events.Key) -> None:
        """Go on with Enter."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted())

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.replace("\n", *self.selection)


class LinesEditor(BlockEditor):
    """A list of texts, one a line. Enter begins the next; on an empty line it goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, Any] = {}
        """Items that are no plain texts, by what is shown for them."""

    def present(self, value: Any) -> None:
        """Put a value on the screen."""
        items = value if isinstance(value, list) else [] if value is MISSING else [value]
        self._kept = {to_compact_text(item): item for item in items if not _is_line(item)}
        shown = [item if _is_line(item) else to_compact_text(item) for item in items]
        if shown != self._lines():
            with self.prevent(TextArea.Changed):
                self.load_text("\n".join(shown))

    def _lines(self) -> list[str]:
        return [line for line in self.text.split("\n") if line]

    def _typed(self) -> Any:
        return [self._kept.get(line, line) for line in self._lines()] or MISSING

    def on_key(self, event: events.Key) -> None:
        """Begin a new line with Enter, unless the line is empty."""
        row, _ = self.cursor_location
        if event.key == "enter" and self.document.get_line(row):
            event.stop()
            event.prevent_default()
            self.action_new_line()


def _is_line(item: Any) -> bool:
    return isinstance(item, str) and item != "" and "\n" not in item and "\r" not in item


class ChecklistEditor(Editor, Vertical):
    """A list of texts of which some are known: those to check, and a line for any other."""

    DEFAULT_CSS = """
    ChecklistEditor {
        height: auto;
    }
    """

    def __init__(self, options: Iterable[Option]) -> None:
        self._checklist = Checklist(options)
        self._other = TextInput(placeholder=_("another value, Enter adds it"))
        Vertical.__init__(self, self._checklist, self._other)

    def present(self, value: Any) -> None:
        """Put a value on the screen."""
        items = value if isinstance(value, list) else [] if value is MISSING else [value]
        self._checklist.set_values(items)

    def on_checklist_changed(self, event: Checklist.Changed) -> None:
        """A person checked or unchecked."""
        event.stop()
        self.edited(event.values or MISSING)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed is added on Enter, or when the field is left."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add what was typed; with nothing typed, Enter goes on."""
        if self._other.value.strip():
            event.stop()
            self._add()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Nothing typed is lost."""
        event.stop()
        self._add()

    def _add(self) -> None:
        value = self._other.value.strip()
        if value:
            self._other.set_text("")
            self._checklist.set_values([*self._checklist.values, value])
            self.edited(self._checklist.values)


def editor_for(node: FieldSpec, shelf: SuggestionSource) -> Editor:
    """The editor of a field, by its type."""
    known = getattr(shelf.catalog, node.choices) if node.choices else {}
    match node.kind:
        case "boolean":
            return ChoiceEditor(
                [
                    Option(UNSET, _("not set")),
                    Option(True, _("yes")),
                    Option(False, _("no")),
                ]
            )
        case "string" if node.values:
            unset = [] if node.required else [Option(UNSET, _("not set"))]
            return ChoiceEditor([*unset, *(Option(value, value) for value in node.values if value)])
        case "string" if known:
            offered = _offered(node, shelf)
            matcher = _matcher(node, shelf)
            return SuggestEditor(node, offered, matcher, placeholder=_placeholder(node))
        case "string" if node.multiline:
            return BlockEditor()
        case "list" if known:
            return ChecklistEditor([Option(value, value) for value in known])
        case "list":
            return LinesEditor()
        case "map":
            from wizard.tui.widgets.map_editor import MapEditor

            return MapEditor()
    return TextEditor(node, placeholder=_placeholder(node))


def _offered(node: FieldSpec, shelf: SuggestionSource) -> Callable[[], list[Suggestion]]:
    """What gives the values that are known for a field when its list is opened."""
    choices = node.choices or ""

    def offered() -> list[Suggestion]:
        catalog = shelf.catalog
        notes = shelf.notes if choices == "instance_types" else {}
        known = ((value, describe_choice(choices, value, catalog)) for value in getattr(catalog, choices))
        return [
            Suggestion(value, f"{title}, {notes[value]}" if value in notes else title)
            for value, title in known
        ]

    return offered


def _matcher(node: FieldSpec, shelf: SuggestionSource) -> Matcher:
    if node.choices == "instance_types":
        return lambda text, item: matches_instance_type(text, item.value, item.title, shelf.catalog)
    return by_words


def _placeholder(node: FieldSpec) -> str:
    return "" if node.example is None or node.secret else fill(_("e.g. {example}"), example=node.example)
