"""F1: everything there is to know about a field."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from wizard.core.answers import describe_limits
from wizard.i18n import _
from wizard.models.fields import FieldSpec
from wizard.text import escape_lines
from wizard.tui.commands import COMMANDS
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog
from wizard.tui.texts import say
from wizard.validation import Finding
from wizard.validation.schema import error_codes_of

KEY_WIDTH = 12


class ExplainScreen(Dialog[None]):
    """A field explained: meaning, limits, example, source, and what is wrong with it now; then the keys."""

    BINDINGS = [("f1,enter,space", "cancel", "Close")]
    DEFAULT_CSS = """
    ExplainScreen > .box { max-height: 90%; height: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(
        self, node: FieldSpec | None, findings: Sequence[Finding], about: str, keymap: Mapping[str, str]
    ) -> None:
        """Create the explanation.

        Args:
            node: The field; ``None`` to explain the step.
            findings: What is wrong with it now.
            about: What is said of the step.
            keymap: The keys that the user has put in place of ours, by the id of the command.
        """
        super().__init__()
        self._node = node
        self._findings = findings
        self._about = about
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The field, then the keys."""
        with VerticalScroll(classes="box") as box:
            box.border_title = self._node.title if self._node else _("Keys")
            box.border_subtitle = _("Escape closes this.")
            if self._node is not None:
                yield from (Static(line, classes="text") for line in self._lines(self._node))
            else:
                yield Static(escape_lines(self._about), classes="text", markup=False)
            yield Static(Content.styled(_("Keys"), "bold $primary"))
            yield Static(Content("\n").join(self._keys()))

    def _lines(self, node: FieldSpec) -> list[Content]:
        lines = [Content(node.description)]
        if limits := describe_limits(node):
            lines.append(Content(fill(_("Takes {limits}."), limits=limits)))
        if node.example is not None and node.secret is None:
            lines.append(Content(fill(_("For example: {example}"), example=node.example)))
        lines.append(
            Content(fill(_("What the service may answer: {codes}"), codes=", ".join(error_codes_of(node))))
        )
        for finding in self._findings:
            lines.append(
                Content.styled(
                    escape_lines(f"{finding.rule}: {finding.message}\n{finding.why}"), "$text-error"
                )
            )
        name = fill(_("API name: {name}"), name=".".join(node.path))
        lines.append(
            Content.styled(f"{name}\n{say('explain.source', source=node.source)}", "$foreground 65%")
        )
        return lines

    def _keys(self) -> list[Content]:
        return [
            Content.assemble((command.first_key(self._keymap).ljust(KEY_WIDTH), "bold $accent"), command.help)
            for command in COMMANDS
        ]

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(".box").focus()
