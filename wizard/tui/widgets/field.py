"""A field of a form: its title, its editor, and what there is to say about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from wizard.core.suggestions import SuggestionSource, describe_value
from wizard.document.secrets import REFERENCE
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import _
from wizard.models.fields import FieldSpec
from wizard.tui.escaping import fill
from wizard.tui.widgets.cells import SYMBOLS
from wizard.tui.widgets.editors import BlockEditor, Edited, Editor, editor_for
from wizard.tui.widgets.titled import Kind, TitledRow
from wizard.validation import Finding


def json_equal(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON, types included."""
    if one is other:
        return True
    if one is MISSING or other is MISSING or type(one) is not type(other):
        return False
    return to_compact_text(one) == to_compact_text(other)


class FieldRow(TitledRow):
    """A field of the request.

    It shows what the document holds at its path and tells what a person does there; it knows neither the
    document nor the other fields.
    """

    DEFAULT_CSS = """
    FieldRow {
        & > ChoiceEditor { padding: 0 1; }
        & > ChecklistEditor { padding: 0 0 0 1; }
    }
    """

    @dataclass
    class Changed(Message):
        """A person changed the value; ``MISSING`` is a field left blank."""

        row: "FieldRow"
        value: Any

    @dataclass
    class Focused(Message):
        """The field was entered."""

        row: "FieldRow"

    @dataclass
    class Left(Message):
        """The field was left."""

        row: "FieldRow"

    @dataclass
    class Finished(Message):
        """Enter was pressed: on to the next field."""

        row: "FieldRow"

    editor: Editor

    def __init__(self, path: Path, node: FieldSpec, shelf: SuggestionSource) -> None:
        super().__init__(self._titled(node), editor_for(node, shelf))
        self.path = path
        self.node = node
        self._shelf = shelf

    def _titled(self, node: FieldSpec) -> Content:
        required = _("*") if node.required else ""
        unit = node.unit or ""
        if unit == node.title.lower() or len(node.title) + len(unit) > self.TITLE_WIDTH - 4:
            unit = ""
        return Content.assemble(f"{node.title} ", (required, "$accent"), (unit, "$foreground 60%"))

    def update(self, tree: Any, findings: Sequence[Finding]) -> None:
        """Show the document's value, and the worst finding, else a hint."""
        value = get(tree, self.path, MISSING)
        is_old = self.editor.under_way > 0
        if not is_old and (not json_equal(self.editor.current, value) or not self.is_mounted):
            self.editor.show(value)
        if findings:
            worst = findings[0]
            parts = [f"{SYMBOLS[worst.severity]} {worst.message if worst.row == 0 else worst.why}"]
            if worst.fix is not None:
                parts.append(fill(_("F6 {label}"), label=worst.fix.label))
            self.tell("\n".join(parts), cast(Kind, str(worst.severity)))
        else:
            self.tell(self._hint(tree, value), "hint")

    def _hint(self, tree: Any, value: Any) -> str:
        if self.node.secret is not None and isinstance(value, str) and value:
            match = REFERENCE.fullmatch(value)
            return (
                fill(_("Taken from the variable {name} when the request is sent."), name=match[1])
                if match
                else _("Kept in memory only. F7 shows it.")
            )
        textual = self.node.kind == "string"
        if textual and value is not MISSING and not isinstance(value, str):
            return fill(
                _("This holds {json}, which is no text. Typing replaces it."), json=to_compact_text(value)
            )
        if self.node.values:
            return ""  # the choice says it all
        return describe_value(tree, self.path, self.node, self._shelf.catalog)

    def focus_editor(self) -> None:
        """Put the cursor into the field."""
        target = next(
            (each for each in self.editor.query("*") if each.focusable and each.display), self.editor
        )
        target.focus()
        # On a step that has only now been mounted nothing has a place yet to which the focus could scroll.
        target.call_after_refresh(target.scroll_visible, animate=False)

    def on_edited(self, event: Edited) -> None:
        """Tell what a person typed."""
        event.stop()
        self.post_message(self.Changed(self, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Finished(self))

    def on_block_editor_submitted(self, event: BlockEditor.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Finished(self))

    def on_descendant_focus(self) -> None:
        """The field was entered."""
        self.post_message(self.Focused(self))

    def on_descendant_blur(self) -> None:
        """The field was left."""
        self.post_message(self.Left(self))
