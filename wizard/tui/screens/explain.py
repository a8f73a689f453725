"""The help of a field or a step, and the list of keys."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from wizard.core.values import describe_limits
from wizard.i18n import _, join_label, join_names
from wizard.models.fields import FieldSpec
from wizard.text import escape_lines, format_escaped
from wizard.tui.commands import COMMANDS, TABLE_COMMANDS, format_key
from wizard.tui.screens.dialogs import Dialog, Line, make_button
from wizard.tui.widgets.cells import fit
from wizard.validation import Finding
from wizard.validation.schema import list_error_codes


class ExplainScreen(Dialog[None]):
    """The description, limits, example, source and problems of a field; or all commands."""

    BOX = VerticalScroll
    BINDINGS = [("f1", "dismiss", "Close")]

    def __init__(
        self, spec: FieldSpec | None = None, findings: Sequence[Finding] = (), about: str = ""
    ) -> None:
        """Create the screen of a field and its findings, or of the commands and a text above them."""
        buttons = [make_button("guides", _("Guides…")), make_button("dismiss", _("Close"))]
        super().__init__(spec.title if spec is not None else _("Keyboard"), buttons)
        self._spec = spec
        self._findings = findings
        self._about = about

    def compose_content(self) -> ComposeResult:
        if self._spec is not None:
            yield from (Static(line, classes="text") for line in self._make_lines(self._spec))
        else:
            yield Line("text", self._about)
            yield Static(Content("\n").join(self._list_commands()))

    def _make_lines(self, spec: FieldSpec) -> list[Content]:
        lines = [Content(spec.description)]
        if limits := describe_limits(spec):
            lines.append(Content(format_escaped(_("Allowed: {limits}."), limits=limits)))
        if spec.example is not None and spec.secret is None:
            lines.append(Content(format_escaped(_("Example: {example}"), example=spec.example)))
        codes = join_names(list_error_codes(spec))
        lines.append(Content(format_escaped(_("Error codes: {codes}"), codes=codes)))
        for finding in self._findings:
            text = escape_lines(join_label(finding.rule, f"{finding.message}\n{finding.why}"))
            lines.append(Content.styled(text, "$text-error"))
        about = _("API name: {name}\nSource: {source}")
        about = format_escaped(about, name=".".join(spec.path), source=spec.source)
        return [*lines, Content.styled(about, "$foreground 75%")]

    def _list_commands(self) -> list[Content]:
        lines, last = [], ""
        for command in (*COMMANDS, *TABLE_COMMANDS):
            group = _(command.group)
            if group != last:
                lines.append(Content.styled(f"\n{group}" if last else group, "bold $primary"))
            last = group
            keys = join_names(map(format_key, command.all_keys))
            lines.append(Content.assemble((fit(keys, 14), "bold $accent"), _(command.label)))
        return lines

    def on_mount(self) -> None:
        """Focus Close, so that Enter closes; Page Up and Page Down scroll."""
        self.query("Button").last().focus(scroll_visible=False)

    def action_guides(self) -> None:
        from wizard.tui.screens.guide import choose_guide  # Markdown takes 3 MB

        self.dismiss()
        self.app.call_later(choose_guide, self.app)
