"""The controller of the wizard: edits the document and updates the screen."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from wizard.core.actions.drafts import DraftAutosaver
from wizard.core.documents import OpenedDocument
from wizard.core.session import EditSession
from wizard.core.steps import STEPS, Step, describe_path, find_step
from wizard.core.values import SuggestionSource
from wizard.document.document import Change
from wizard.document.tree import MISSING, Path
from wizard.i18n import _, join_label, join_sentences, use_language
from wizard.text import escape_text, format_escaped
from wizard.tui import accounts, display
from wizard.tui.commands import get_key
from wizard.tui.screens.explain import ExplainScreen
from wizard.tui.screens.flows import Flows
from wizard.tui.widgets.field import FieldRow, TitledRow, find_row
from wizard.tui.widgets.form import StepForm
from wizard.tui.widgets.preview import Preview
from wizard.tui.widgets.review import ReviewView
from wizard.tui.widgets.row_table import RowTable
from wizard.tui.widgets.text_input import TextInput
from wizard.tui.widgets.touched import TouchedFields
from wizard.validation import Context, Finding

if TYPE_CHECKING:
    from wizard.tui.screens.wizard import WizardScreen

PREPARE_AFTER = 0.2
"""Seconds after which the form of the next step is created."""
_BY_ID: dict[str, Step] = {step.id: step for step in STEPS}
_STEP_IDS = list(_BY_ID)


class WizardController:
    """Edits the document and shows its latest state.

    Attributes:
        is_open: Whether a document is open; until then, only the first step can be shown.
        compared: What the request is compared with, ``opened`` or ``submitted``; ``None`` shows the request body.
        unfinished_text: Invalid JSON that was edited as text.
        exported_as: The format of the last export.
        differences: The table of differences that replaces the preview; created on first use.
        profile: The profile that the document is validated for.
        shown_remarks: The remarks on profiles that were already shown.
    """

    update_screen = display.update_screen
    preview_option = display.preview_option

    def __init__(self, screen: "WizardScreen") -> None:
        self.screen: WizardScreen = screen
        region = screen.application.profiles.current.region
        context = Context(region=region, ignored=frozenset(screen.application.settings.ignore))
        self.session = EditSession(context=context)
        self.suggestions = SuggestionSource(context.catalog)
        self.preview = Preview().add_class("preview")
        self.differences: RowTable | None = None
        self.compared: str | None = None
        warn = partial(screen.app.notify, severity="warning", timeout=10, markup=False)
        self.autosaver = DraftAutosaver(screen.application.drafts, warn)
        self.flows: Flows = Flows(self)
        self.touched = TouchedFields()
        self.is_open = False
        self.unfinished_text: str | None = None
        self.exported_as = ""
        self.visited: set[str] = {"start"}
        self._row: FieldRow | None = None
        self._problem = -1
        self._help = ""
        """The message of the problem to go to, shown when its field gets the focus."""
        self.profile = screen.application.profiles.current
        self.shown_remarks: set[str] = set()
        accounts.show_remarks(self)
        screen.run_worker(accounts.warn_of_old_clusters(self), group="account")
        accounts.refresh_account(self)

    # -- opening

    def open(
        self, loaded: OpenedDocument, *, step: str = "basics", is_touched: bool = True, is_draft: bool = False
    ) -> None:
        """Open a document; the draft of the previous one is deleted.

        Args:
            loaded: The document.
            step: The step to show.
            is_touched: Whether all findings are shown immediately.
            is_draft: Whether the document is a draft, which must not be deleted.
        """
        if not is_draft:
            self.autosaver.discard()
        self.session.open(loaded)
        self.session.document.on_change = self._on_document_changed
        self.touched = TouchedFields(all_fields=is_touched)
        self.is_open = True
        self.unfinished_text = None
        self.visited, self._row = {"start"}, None
        for each in STEPS:
            self._reset_visibility(each.id)
        for remark in loaded.remarks:
            self.screen.notify(remark, severity="warning", timeout=10)
        if self.session.document.is_modified:
            self.update_draft()  # pasted text is stored nowhere else
        self.screen.app.call_later(self.go, step if step in _BY_ID and step != "start" else "basics")

    @property
    def is_unsaved(self) -> bool:
        """Whether the open document has unsaved changes or an unfinished text."""
        return self.is_open and (self.session.document.is_modified or self.unfinished_text is not None)

    # -- editing

    def _on_document_changed(self, change: Change) -> None:
        self.update_draft()
        self.screen.schedule_update()

    def update_draft(self) -> None:
        """Autosave the document as a draft."""
        self.autosaver.update(self.session.document.tree, self.session.origin, self.screen.step)

    def change_field(self, row: FieldRow, value: Any, path: Path) -> None:
        """Store the value that the user entered into a field."""
        row.editor.pending_changes -= 1
        self.touched.edited_path = path
        if value is MISSING:
            self.session.document.clear(path, run=path)
        else:
            self.session.document.set(path, value, run=path)
        self.screen.schedule_update()

    def show_field(self, widget: Widget) -> None:
        """Show the help of the field that contains the focused widget, and its lines in the preview."""
        row = find_row(widget, FieldRow)
        if row is None or not self._is_on_step(row):
            return  # no field, or a field of a step that is being hidden
        self._row = row
        self.preview.follow(row.path)
        self.screen.show_help(self._help or row.spec.description)
        self._help = ""

    def leave_field(self, widget: Widget) -> None:
        """Show the findings of the field that contains the widget which lost the focus."""
        self.session.document.end_run()
        if (row := find_row(widget, FieldRow)) is not None:
            self.touched.touch(row.path)
            if self._is_on_step(row):  # otherwise `go` has updated the screen
                self.screen.schedule_update()

    def _is_on_step(self, row: FieldRow) -> bool:
        return self.screen.current_pane in row.ancestors

    # -- display

    def get_findings(self, path: Path, deep: bool) -> Sequence[Finding]:
        """Return the findings to show at a path and, if ``deep``, below it."""
        return self.touched.select_at(self.session.result, path, deep=deep)

    async def compare(self) -> None:
        """Show in turn the changes since the document was opened, since the last submission, and the request body."""
        submission = self.screen.submission
        is_submitted = submission is not None and submission.tree is not None
        order = [None, "opened", *(["submitted"] if is_submitted else [])]
        self.compared = order[(order.index(self.compared) + 1) % len(order)]
        if self.differences is None:
            self.differences = display.make_differences()
            await self.screen.mount(self.differences, after=self.preview)
        # `None` rather than "block": the style sheet decides whether there is room for it.
        self.differences.styles.display = None if self.compared else "none"
        self.preview.styles.display = "none" if self.compared else None
        self.screen.schedule_update()

    @property
    def shown_preview(self) -> Preview | RowTable:
        """The preview, or the table of differences that replaces it."""
        return self.differences if self.compared and self.differences is not None else self.preview

    async def use_language(self, language: str) -> None:
        """Show the wizard in another language, at the same step and field."""
        self.screen.application.remember(language=language)
        use_language(language)
        self.session.set_context(self.session.context)  # translates the findings
        path = self._row.path if self._row is not None and self._row.has_focus_within else None
        self._row, self.preview = None, Preview().add_class("preview")
        self.differences, self.compared = None, None
        await self.screen.rebuild(self.preview)
        self.flows.show_start_options()
        if path is None:
            await self.go(self.screen.step)
        else:
            await self.go_to(path)

    @property
    def token(self) -> str:
        """The idempotency token of the next submission; created on first use."""
        if self.session.token is None:
            self.session.token = self.screen.application.submissions.new_token()
        return self.session.token

    # -- navigation

    async def go(self, step: str, *, focus: bool = True) -> None:
        """Show a step."""
        if not self.is_open and step != "start":
            self.screen.notify(_("Open a preset or a file first, or create a new cluster."))
            return
        self._touch_fields()
        if step != self.screen.step:
            self._reset_visibility(self.screen.step)
        self.visited.add(step)
        if step == "review":
            self.touched.touch_all()
        with self.screen.app.batch_update():  # a single layout
            pane = await self.screen.show_pane(step, lambda: self._create_pane(step), focus=focus)
            if step == "start":
                self.flows.show_start_options()
            self.update_screen()
            first = pane.find_first() if focus and isinstance(pane, StepForm) else None
            if first is not None and find_row(first, FieldRow) is not None:
                self.show_field(first)  # before the focus event, to draw once
            else:
                self.screen.show_help(_BY_ID[step].help)
                self._follow_entry(pane)
            if focus:
                pane.focus_first()
        self.screen.set_timer(PREPARE_AFTER, lambda: self.screen.app.call_later(self._prepare_next))

    async def _prepare_next(self) -> None:
        """Create the form of the next step in advance."""
        following = _STEP_IDS[_STEP_IDS.index(self.screen.step) + 1 :]
        if following:
            pane = await self.screen.prepare_pane(following[0], lambda: self._create_pane(following[0]))
            if isinstance(pane, ReviewView):
                display.update_review(self, pane)

    def _follow_entry(self, pane: Widget) -> None:
        """Scroll the preview to the part of the request that a form edits."""
        if isinstance(pane, StepForm) and pane.step.part:
            self.preview.follow(pane.get_shown_entry() or pane.step.part)

    def _touch_fields(self) -> None:
        pane = self.screen.current_pane
        if isinstance(pane, StepForm) and pane.step.part is not None:
            for row in pane.list_rows():
                self.touched.touch(row.path)
            if pane.step.part:
                self.touched.touch(pane.step.part)
        self.session.document.end_run()

    def _reset_visibility(self, step: str) -> None:
        pane = self.screen.get_pane(step)
        if isinstance(pane, StepForm):
            pane.reset_visibility()

    def _create_pane(self, step: str) -> StepForm | ReviewView:
        if step == "review":
            return ReviewView()
        form = StepForm(_BY_ID[step], self.suggestions)
        form.update(self.session.document.tree, self.get_findings)
        return form

    def focus_back(self) -> None:
        """Move the focus back to the last field of the form."""
        row = self._row
        self._focus(row if row is not None and row.display and self._is_on_step(row) else None)

    def _focus(self, row: TitledRow | None) -> None:
        """Focus a row, or the first widget of the step if it is ``None``."""
        pane = self.screen.current_pane
        if row is not None:
            row.focus_editor()
        elif pane is not None:
            pane.focus_first()

    async def go_by(self, by: int) -> None:
        """Go to the previous or next step; from Start, choose the highlighted option."""
        number = _STEP_IDS.index(self.screen.step) + by
        if not self.is_open and by > 0 and self.screen.start.highlighted is not None:
            self.flows.start(self.screen.start.highlighted)
        elif 0 <= number < len(_STEP_IDS):
            await self.go(_STEP_IDS[number])

    async def go_to(self, path: Path) -> None:
        """Go to the field that edits a path."""
        step = find_step(path)
        if step.id == "review" and path:
            step = STEPS[1]
        await self.go(step.id, focus=False)
        pane = self.screen.get_pane(step.id)
        row = await pane.open_row(path) if isinstance(pane, StepForm) else None
        self.update_screen()
        self.screen.set_focus(None)  # the field in focus may be that of another entry now
        self._focus(row)

    async def go_to_problem(self, by: int) -> None:
        """Go to the next or previous finding."""
        found = sorted(self.session.result.findings, key=lambda each: STEPS.index(find_step(each.path)))
        if not found:
            self.screen.notify(_("No problems found."))
            return
        self._problem = (self._problem + by) % len(found) if self._problem >= 0 else (0 if by > 0 else -1)
        await self._go_to_finding(found[self._problem])

    async def go_to_first_problem(self, step: str) -> None:
        """Go to the most severe finding of a step; Review shows all findings itself."""
        found = self.session.result.of_step(_BY_ID[step]) if step != "review" else []
        if found:
            await self._go_to_finding(found[0])
        else:
            await self.go(step)

    async def _go_to_finding(self, finding: Finding) -> None:
        self.touched.touch_all()
        self._help = escape_text(join_label(finding.rule, join_sentences(finding.message, finding.why)))
        await self.go_to(finding.path)

    @property
    def current_path(self) -> Path:
        """The path of the object, entry or field that was focused last on the visible step."""
        pane = self.screen.current_pane
        if self._row is not None and self._is_on_step(self._row):
            return self._row.path[:-1] or self._row.path
        return (pane.get_shown_entry() or pane.step.part or ()) if isinstance(pane, StepForm) else ()

    def remove(self, path: Path) -> None:
        """Remove an object, list entry or field from the request."""
        self.touched.new_entry = None
        self._reset_visibility(self.screen.step)
        self.session.document.remove(path)
        what, message = escape_text(describe_path(path)), _("Removed {what}. Undo: {key}.")
        self.screen.notify(format_escaped(message, what=what, key=get_key("undo")))

    # -- acting on the focused field

    def apply_fix(self) -> None:
        """Apply the fix of the focused finding, or of the nearest one that is visible."""
        pane = self.screen.current_pane
        candidates: list[Finding] = []
        if isinstance(pane, ReviewView):
            candidates = [pane.highlighted] if pane.highlighted else []
        elif isinstance(pane, StepForm):
            if self._row is not None:
                self.touched.touch(self._row.path)
            paths = self._list_nearest_fields(pane)
            candidates = [each for path in paths for each in self.get_findings(path, True)]
        finding = next((each for each in candidates if each.fix is not None), None)
        if finding is None or finding.fix is None:
            self.screen.notify(_("No fix is available here."))
            return
        self.session.apply_fix(finding)
        self.screen.show_help(self._row.spec.description if self._row is not None else "")
        text = _("Fixed: {label}. Undo: {key}.") if get_key("undo") else _("Fixed: {label}.")
        self.screen.notify(format_escaped(text, label=finding.fix.label, key=get_key("undo")))

    def _list_nearest_fields(self, pane: StepForm) -> Sequence[Path]:
        """Return the fields of a form: the focused one, then those above it, nearest first, then those below it.

        Those above come first because a field is validated when the next one gets the focus.
        """
        rows = list(pane.list_rows())
        end = rows.index(self._row) + 1 if self._row in rows else 0
        return [row.path for row in (*reversed(rows[:end]), *rows[end:])]

    async def undo(self) -> None:
        """Undo the last change, and go to its place."""
        change = self.session.document.undo()
        await self._go_to_change(change, _("Undid the change: {what}"), _("There is nothing to undo."))

    async def redo(self) -> None:
        """Redo the last undone change, and go to its place."""
        change = self.session.document.redo()
        await self._go_to_change(change, _("Redid the change: {what}"), _("There is nothing to redo."))

    async def _go_to_change(self, change: Change | None, done: str, nothing: str) -> None:
        if change is None:
            self.screen.notify(nothing)
            return
        self.touched.edited_path = None
        self.screen.notify(format_escaped(done, what=display.describe_change(change)))
        if change.path and self.screen.step != "review":
            await self.go_to(change.path)
        self.screen.schedule_update()

    def reveal(self) -> None:
        """Show or hide the secret in the focused field."""
        focused = self.screen.focused
        if not isinstance(focused, TextInput) or not focused.toggle_reveal():
            self.screen.notify(_("The focused field holds no secret."))

    def explain(self) -> None:
        """Explain the focused field, or the step."""
        row, focused = self._row, self.screen.focused
        if row is not None and focused is not None and row in focused.ancestors_with_self:
            self.screen.app.push_screen(ExplainScreen(row.spec, self.get_findings(row.path, True)))
        else:
            self.screen.app.push_screen(ExplainScreen(about=_BY_ID[self.screen.step].help))

    def show_keys(self) -> None:
        """List all commands and their keys."""
        self.screen.app.push_screen(ExplainScreen())
