"""The last step: the cluster to create, the problems, and the details of the request."""

from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Collapsible, Input, Static

from wizard.core.actions.profiles import ProfileView
from wizard.core.confirmation import Totals, describe_size, list_groups
from wizard.core.formatting import format_instances
from wizard.core.session import EditSession
from wizard.core.steps import describe_location
from wizard.document.tree import to_pointer
from wizard.i18n import _, join_items, join_sentences, ngettext
from wizard.text import escape_lines, format_escaped
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.facts import make_facts
from wizard.tui.widgets.field import Note, set_label
from wizard.tui.widgets.preview import GoTo
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput
from wizard.validation import Finding, Severity

_MOST_ROWS = 8


class ReviewView(VerticalScroll, can_focus=False):
    """The groups with their total and account, the problems, and details such as the token."""

    BINDINGS = ARROWS
    DEFAULT_CSS = """
    ReviewView {
        padding: 0 0 0 1;
        scrollbar-size-vertical: 1;
        & > .state { margin: 0 0 1 0; }
        & > .state.-error { color: $text-error; }
        & > .state.-warning { color: $text-warning; }
        & > .state.-fine { color: $text-success; }
        & > RowTable { height: auto; }
        & > .facts { margin: 0 0 1 0; padding: 0 0 0 3; }
        & > .detail { max-height: 8; color: $foreground 85%; padding: 0 0 0 3; }
        & > .detail-buttons { height: auto; margin: 0 0 1 0; padding: 0 0 0 3; }
        & > Collapsible {
            padding: 0;
            margin: 0;
            border: none;
            background: $background;
            & CollapsibleTitle { padding: 0; }
            & Contents { padding: 0 0 0 3; }
            & .line { height: 1; }
            & .title { width: 12; color: $foreground 65%; }
            & TextInput { width: 1fr; }
            & Button { margin: 0 0 1 12; }
        }
    }
    """

    @dataclass
    class TokenChanged(Message):
        """Posted when another token was typed, or a new one requested (``None``)."""

        token: str | None

    def __init__(self) -> None:
        super().__init__()
        self._findings: tuple[Finding, ...] = ()
        self._state = Static(classes="state", markup=False)
        self._groups = RowTable(
            [
                Column(_("Group")),
                Column(_("Count"), align="right"),
                Column(_("Instance type")),
                Column(_("Billing")),
            ],
            max_rows=_MOST_ROWS,
        )
        self._shown: tuple[Any, ...] = ()
        """The displayed groups, facts, details, problems and problem of the token."""
        self._facts = Static(classes="facts", markup=False)
        self._table = RowTable(
            [Column(_("Problem")), Column(_("Where"), narrowest=16, keeps_end=True)], max_rows=_MOST_ROWS
        )
        self._detail = Static(classes="detail", markup=False)
        self._fix = Button("", compact=True)
        self._token = TextInput()
        self._problem = Note(classes="problem")
        self._request = Static(classes="text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._state
        yield self._groups
        yield self._facts
        yield self._table
        yield self._detail
        yield Horizontal(self._fix, classes="detail-buttons")
        with Collapsible(title=_("Details: token, request line, files")):
            yield Horizontal(Static(_("Token"), classes="title", markup=False), self._token, classes="line")
            yield self._problem
            yield Button(_("New token"), compact=True, name="new-token")
            yield self._request

    # -- display

    def update(
        self, session: EditSession, totals: Totals, profile: ProfileView, token: str, token_problem: str
    ) -> None:
        """Show the latest state."""
        if not self._token.has_focus:  # otherwise the typed text is newer
            self._token.set_text(token)
        rows = [
            (each.name, f"{each.desired:,}", each.instance_type, each.short_billing)
            for each in list_groups(session.request)
        ]
        total = join_items(filter(None, (format_instances(totals.instances), describe_size(totals))))
        remarks = [("", f"! {remark}") for remark in profile.remarks]
        facts = [(_("Total"), total), (_("Account"), profile.title), *remarks]
        request = format_escaped(_("POST /clusters?IdempotentToken={token}"), token=token)
        details = [(_("Request"), request), *(("", line) for line in profile.lines)]
        if session.origin.kind in ("file", "preset"):
            details.append((_("Opened from"), session.origin.name))
        shown = (rows, facts, details, session.result.findings, token_problem)
        if shown == self._shown:
            return
        self._shown = shown
        self._groups.show(rows)
        self._facts.update(make_facts(facts))
        self._request.update(make_facts(details))
        self._show_state(session)
        self._show_problems(session)
        self._problem.show(f"✗ {token_problem}" if token_problem else "")
        if token_problem:
            self.query_one(Collapsible).collapsed = False

    def _show_state(self, session: EditSession) -> None:
        errors, warnings = (session.result.count(each) for each in (Severity.ERROR, Severity.WARNING))
        if errors:
            text = ngettext(
                "Fix {count} error first. Select a problem to open its field.",
                "Fix {count} errors first. Select a problem to open its field.",
                errors,
            ).format(count=f"{errors:,}")
        elif warnings:
            text = ngettext(
                "Ready to create. {count} warning.", "Ready to create. {count} warnings.", warnings
            ).format(count=f"{warnings:,}")
        else:
            text = _("Ready to create. No problems found.")
        self._state.set_classes(f"state -{'error' if errors else 'warning' if warnings else 'fine'}")
        self._state.update(text)

    def _show_problems(self, session: EditSession) -> None:
        self._findings = session.result.findings
        rows = [(each.summary, describe_location(each.path)) for each in self._findings]
        self._table.show(rows, {index: str(each.severity) for index, each in enumerate(self._findings)})
        self._table.display = bool(rows)
        self._describe()

    @property
    def highlighted(self) -> Finding | None:
        """The problem under the cursor."""
        index = self._table.cursor
        return None if index is None or index >= len(self._findings) else self._findings[index]

    def _describe(self) -> None:
        finding = self.highlighted
        self._detail.display = finding is not None
        self._fix.display = finding is not None and finding.fix is not None
        if finding is None:
            return
        # The message of a code of the API's error table adds nothing to the summary.
        about = finding.why if finding.row else join_sentences(finding.message, finding.why)
        self._detail.update(escape_lines(f"{about}\n{finding.rule} {to_pointer(finding.path)}"))
        if finding.fix is not None:
            set_label(self._fix, format_escaped(_("Fix: {label}"), label=finding.fix.label))

    def focus_first(self) -> None:
        """Focus the problems, or the button that creates the cluster."""
        if self._findings:
            self._table.focus()
        else:
            self.screen.query("#action-create").focus()

    # -- actions

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        event.stop()
        self._describe()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        event.stop()
        if event.table is self._groups:
            self.post_message(GoTo(("Groups", self._shown[0][event.index][0])))
        else:
            self.post_message(GoTo(self._findings[event.index].path))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Use the typed token, or a new one if the input is empty."""
        event.stop()
        self.post_message(self.TokenChanged(event.value or None))

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Show the new token if the input is empty."""
        event.stop()
        if not event.value:
            self.post_message(self.TokenChanged(None))

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.name == "new-token":
            self.post_message(self.TokenChanged(None))
        else:
            await self.screen.run_action("command('fix')")
