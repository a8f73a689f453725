"""Showing the latest state of the sitting, once after each refresh and only where it is in sight."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from wizard.core.actions.profiles import ProfileView
from wizard.core.formatting import counted
from wizard.core.steps import STEPS, Step, is_empty
from wizard.core.suggestions import format_bytes
from wizard.core.totals import totals
from wizard.document.secrets import mask_pair, mask_secrets
from wizard.document.serializer import LARGEST_INDENTED, strip_schema
from wizard.document.tree import Path, diff
from wizard.i18n import _
from wizard.tui import changes
from wizard.tui.escaping import fill
from wizard.tui.texts import say
from wizard.tui.widgets.bars import HeaderBar
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.form import StepForm
from wizard.tui.widgets.preview import Preview
from wizard.tui.widgets.review import ReviewView
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.step_list import StepList

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


class Display:
    """Who shows the latest state: to the form, the steps, the header and the preview.

    Attributes:
        preview: The request as it would be sent.
        changes: What is different from the request that it is compared with, in place of the preview.
    """

    def __init__(self, controller: "WizardController") -> None:
        self._controller = controller
        self._screen = controller.screen
        self.preview = Preview(id="preview")
        titles = (_("Where"), _("Before"), _("Now"))
        columns = [Column("", 1), *map(Column, titles)]
        self.changes = RowTable(columns, empty=_("No difference."), id="changes")
        self.changes.display = False
        self._compared: str | None = None
        """What the request is compared with: ``opened`` or ``submitted``; ``None``: the request is shown."""
        self._title = ""

    # -- everything

    def show(self) -> None:
        """Show the latest state."""
        controller, session = self._controller, self._controller.session
        result, tree = session.result, session.document.tree
        pane = self._screen.pane(self._screen.step)
        if isinstance(pane, StepForm):
            pane.update(tree, controller.visible)
        elif isinstance(pane, ReviewView):
            submissions = self._screen.application.submissions
            sums = totals(session.request, session.context.catalog)
            pane.update(
                result, sums, self._target(), controller.token, submissions.token_problem(controller.token)
            )
        self._screen.query_one(StepList).show({step.id: self._state(step) for step in STEPS})
        self._show_header()
        if self._screen.shows_preview:
            self._show_beside(tree)

    def _target(self) -> ProfileView:
        """Where the request goes, and how old what is known of the account there is."""
        target, when = self._screen.application.profiles.current, self._controller.shelf.when
        return (
            replace(target, lines=(*target.lines, fill(_("Lists of the account: fetched {when}"), when=when)))
            if when
            else target
        )

    def _show_beside(self, tree: Any) -> None:
        if self._compared is not None:
            self._show_changes(tree)
            return
        marks: dict[Path, str] = {}
        for finding in reversed(self._controller.touched.of(self._controller.session.result)):
            marks[finding.path] = str(finding.severity)
        self.show_request(
            mask_secrets(strip_schema(tree)), marks, is_preset=bool(self._controller.session.parameters)
        )

    def _show_header(self) -> None:
        session = self._controller.session
        header = self._screen.query_one(HeaderBar)
        name = session.document.get(("Name",))
        title = say(f"header.{session.origin.kind}", name=session.origin.name)
        header.request = visible(f"{name} · {title}" if isinstance(name, str) and name else title)
        header.modified = session.document.is_modified
        header.target = visible(self._screen.application.profiles.current.title)

    def _state(self, step: Step) -> tuple[str, int]:
        result, visited = self._controller.session.result, self._controller.visited
        found = result.of_step(step)
        if step.id == "review":
            found = list(result.findings) if step.id in visited else []
        seen = [finding for finding in found if self._controller.touched.sees(finding.path)]
        if seen and seen[0].severity != "note":
            worst = seen[0].severity
            return str(worst), sum(finding.severity == worst for finding in seen)
        tree = self._controller.session.document.tree
        if step.id not in visited and (step.part is None or is_empty(tree, step)):
            return "untouched", 0
        return "fine", 0

    # -- beside the form

    def show_request(self, tree: Any, marks: dict[Path, str], *, is_preset: bool = False) -> None:
        """Show a request in the preview.

        Args:
            tree: The request, its secrets masked.
            marks: The severity of the worst finding of each path.
            is_preset: Whether it is that of a preset, into which values are filled before it is sent.
        """
        self.preview.show(tree, marks)
        size = self.preview.size_in_bytes
        text = "preview.compact" if size > LARGEST_INDENTED else "preview.title"
        text = "preview.preset" if is_preset else text
        self._entitle(say(text, size=format_bytes(size)))

    def _entitle(self, text: str) -> None:
        if text != self._title:
            self._title = text
            self._screen.query_one("#preview-title", Static).update(text, layout=False)

    def compare(self) -> None:
        """Show the difference to what was opened, then to what was submitted last, then the request again."""
        submission = self._screen.submission
        submitted = submission is not None and submission.tree is not None
        order = [None, "opened", *(["submitted"] if submitted else [])]
        self._compared = order[(order.index(self._compared) + 1) % len(order)]
        self.changes.display = self._compared is not None
        self.preview.display = self._compared is None
        self._screen.schedule()

    def _show_changes(self, tree: Any) -> None:
        before = self._controller.session.document.opened
        if self._compared == "submitted" and self._screen.submission is not None:
            before = self._screen.submission.tree
        rows = [changes.row(each) for each in diff(*mask_pair(before, tree))]
        self.changes.show(rows)
        count = counted(len(rows), _("difference"), _("differences"))
        self._entitle(say(f"changes.{self._compared}", count=count))
