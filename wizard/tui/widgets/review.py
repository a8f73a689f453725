"""The last step: everything that was found, what it adds up to, where it goes, and the way to send it."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Input, Static

from wizard.core.actions.profiles import ProfileView
from wizard.core.formatting import counted
from wizard.core.session import ValidationResult
from wizard.core.steps import describe_path
from wizard.core.totals import Totals, describe_totals
from wizard.document.tree import Path, to_pointer
from wizard.i18n import _
from wizard.text import escape_lines
from wizard.tui.escaping import fill
from wizard.tui.texts import say
from wizard.tui.widgets.arrows import ARROWS
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.text_input import TextInput
from wizard.validation import Finding, Severity

MOST_ROWS = 8


def counts(result: ValidationResult) -> str:
    """How many errors, warnings and notes there are, in words."""
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    found = [counted(result.count(each), name) for each, name in names.items() if result.count(each)]
    return ", ".join(found) or _("Nothing to complain about.")


class ReviewView(VerticalScroll, can_focus=False):
    """Findings, totals, target, token, and the buttons."""

    BINDINGS = ARROWS
    DEFAULT_CSS = """
    ReviewView {
        padding: 0 1 0 2;
        scrollbar-size-vertical: 1;
        & > .step { text-style: bold; height: 1; }
        & > .state { height: auto; margin: 0 0 1 0; }
        & > .state.-error { color: $text-error; }
        & > .state.-warning { color: $text-warning; }
        & > .state.-fine { color: $text-success; }
        & > RowTable { height: auto; margin: 0 0 1 0; }
        & > .detail { height: auto; max-height: 10; color: $foreground 85%; margin: 0 0 1 0; }
        & > .line {
            height: auto;
            & > .title { width: 12; color: $foreground 65%; }
            & > .text { width: 1fr; height: auto; }
            & > TextInput { width: 1fr; padding: 0; }
            & > Button { margin: 0 0 0 1; min-width: 11; }
        }
        & > .problem { color: $text-error; height: auto; padding: 0 0 0 12; display: none; }
        & > .buttons { height: 1; margin: 1 0 0 0; & > Button { margin: 0 1 0 0; min-width: 8; } }
    }
    """

    @dataclass
    class GoTo(Message):
        """A person wants to go to the field of a finding."""

        path: Path

    @dataclass
    class Act(Message):
        """A button was pressed: ``submit``, ``save-as``, ``save-file`` or ``export``."""

        act: str

    @dataclass
    class TokenChanged(Message):
        """Another token was typed, or a new one is wanted (``None``)."""

        token: str | None

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._findings: Sequence[Finding] = ()
        self._state = Static(classes="state", markup=False)
        columns = [Column(_("Where"), 24), Column(_("What"))]
        self._table = RowTable(columns, empty=_("Nothing to complain about."))
        self._detail = Static(classes="detail", markup=False)
        self._totals = Static(classes="text", markup=False)
        self._target = Static(classes="text", markup=False)
        self._request = Static(classes="text", markup=False)
        self._token = TextInput()
        self._new = Button(_("New token"), compact=True, name="new")
        self._problem = Static(classes="problem", markup=False)
        self._submit = Button(_("Submit"), compact=True, variant="primary", name="submit")

    def compose(self) -> ComposeResult:
        """From the findings down to the buttons."""
        yield Static(_("Review"), classes="step", markup=False)
        yield self._state
        yield self._table
        yield self._detail
        for title, *widgets in (
            (_("Adds up to"), self._totals),
            (_("Goes to"), self._target),
            (_("Request"), self._request),
            (_("Token"), self._token, self._new),
        ):
            yield Horizontal(Static(title, classes="title", markup=False), *widgets, classes="line")
        yield self._problem
        yield Horizontal(
            self._submit,
            Button(_("Save as preset…"), compact=True, name="save-as"),
            Button(_("Save as file…"), compact=True, name="save-file"),
            Button(_("Export…"), compact=True, name="export"),
            classes="buttons",
        )

    # -- showing

    def update(
        self, result: ValidationResult, totals: Totals, target: ProfileView, token: str, token_problem: str
    ) -> None:
        """Show how things stand."""
        self._findings = result.findings
        errors = result.count(Severity.ERROR)
        kind = "error" if errors else "warning" if result.count(Severity.WARNING) else "fine"
        self._state.set_classes(f"state -{kind}")
        blocked = fill(
            _("The service would refuse this: {count} left. Enter on a line goes to its field."),
            count=counted(errors, "error"),
        )
        self._state.update(blocked if errors else f"{say('review.ready')} {counts(result)}")
        rows = [
            (describe_path(each.path) or _("the whole request"), each.message if each.row == 0 else each.why)
            for each in self._findings
        ]
        self._table.show(rows, {i: str(each.severity) for i, each in enumerate(self._findings)})
        self._table.display = bool(rows)
        self._table.styles.height = min(len(rows), MOST_ROWS) + 1
        self._tell()
        self._totals.update(escape_lines(describe_totals(totals)))
        self._target.update("\n".join(map(visible, (target.title, *target.lines))))
        self._request.update(visible(fill(_("POST /clusters?IdempotentToken={token}"), token=token)))
        if not self._token.has_focus:  # there, what is being typed is newer
            self._token.set_text(token)
        self._problem.update(escape_lines(token_problem))
        self._problem.display = bool(token_problem)

    @property
    def highlighted(self) -> Finding | None:
        """The finding under the cursor."""
        index = self._table.cursor
        return None if index is None else self._findings[index]

    def _tell(self) -> None:
        finding = self.highlighted
        self._detail.display = finding is not None
        if finding is not None:
            fix = f"\n{say('form.fix', label=finding.fix.label)}" if finding.fix else ""
            # The table has room for the beginning of one of them.
            about = " ".join(part for part in (finding.message, finding.why) if part)
            text = f"{finding.rule} {to_pointer(finding.path)}\n{about}{fix}"
            self._detail.update("\n".join(map(visible, text.split("\n"))))

    def focus_first(self) -> None:
        """Put the cursor on the findings, or on the button when there are none."""
        (self._table if self._findings else self._submit).focus()

    # -- acting

    def on_row_table_highlighted(self, event: RowTable.Highlighted) -> None:
        """Say more about the finding."""
        event.stop()
        self._tell()

    def on_row_table_chosen(self, event: RowTable.Chosen) -> None:
        """Go to the field."""
        event.stop()
        self.post_message(self.GoTo(self._findings[event.index].path))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A token was typed."""
        event.stop()
        self.post_message(self.TokenChanged(event.value))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        if event.button.name == "new":
            self.post_message(self.TokenChanged(None))
        elif event.button.name:
            self.post_message(self.Act(event.button.name))
