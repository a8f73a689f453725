"""Creating the cluster: the confirmation, the submission, and submissions without a response."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from wizard.core.actions.journal import describe_profile
from wizard.core.confirmation import confirm_pending, describe_entry
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.formatting import format_moment
from wizard.core.session import ValidationResult
from wizard.errors import NotFoundError
from wizard.i18n import N_, _, ngettext
from wizard.models.journal import JournalEntry
from wizard.text import format_escaped
from wizard.tui.accounts import run_in_thread
from wizard.tui.screens.dialogs import BillableDialog, confirm
from wizard.tui.screens.listing import Action, ListScreen, make_bindings
from wizard.tui.screens.submission import Submission, SubmissionDialog
from wizard.tui.screens.values import ask_values, find_problems
from wizard.tui.widgets.row_table import Column
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def submit(controller: "WizardController") -> None:
    """Submit the request after a confirmation, or show the submission that is already running."""
    screen, session = controller.screen, controller.session
    if screen.submission is not None and screen.submission.is_running:
        await show_submission(controller, screen.submission)
        return
    await controller.go("review")
    document = session.document.tree
    tree, result = document, session.result
    if session.parameters:
        title, label = _("Values for this cluster"), _("Create cluster…")
        text = _(
            "The open configuration is a preset. The cluster gets these values; the preset stays unchanged."
        )
        if not await ask_values(controller, title, text, label, partial(find_problems, controller)):
            return
        tree = session.fill_parameters(session.values)
        result = session.validate(tree)
    elif count := result.count(Severity.ERROR):
        message = ngettext("Fix {count} error first.", "Fix {count} errors first.", count)
        screen.notify(message.format(count=f"{count:,}"), severity="error")
        return
    if problem := screen.application.submissions.find_token_problem(controller.token):
        screen.notify(problem, severity="error")
    elif await _confirm(controller, tree, result):
        await _start(controller, Submission(screen, tree, controller.token, document=document))


async def _confirm(controller: "WizardController", tree: Any, result: ValidationResult) -> bool:
    """Return whether the user confirms the creation of the cluster; mention earlier submissions."""
    session, screen = controller.session, controller.screen
    submissions, profile = screen.application.submissions, screen.application.profiles.current
    last = screen.submission
    id_ = last.cluster_id if last is not None and last.tree is not None else ""
    asked = await run_in_thread(lambda: submissions.confirm(session, tree, result, profile, created=id_))
    others, title = [], ""
    if asked.pending is not None:
        others.append(("other", _("Create another")))
    else:
        title = format_escaped(_("Create cluster “{name}”?"), name=str(tree.get("Name", "")))
        if asked.is_token_used:
            others.append(("find", _("Retry the earlier one")))
        elif id_:
            others.append(("look", _("Show the cluster")))
    dialog = BillableDialog(asked.confirmation, *others, title=title)
    answer = await screen.app.push_screen_wait(dialog)
    if answer == "find":
        await resume(controller, str(session.token))
    elif answer == "look" and last is not None:
        await show_submission(controller, last)
    elif answer in ("yes", "other") and screen.application.profiles.current != profile:
        await submit(controller)  # for the account that is used by now
        return False
    elif answer in ("yes", "other"):
        asked.accept(session, another=answer == "other")
    return answer in ("yes", "other")


async def _start(controller: "WizardController", submission: Submission) -> None:
    screen = controller.screen
    screen.submission = submission
    submission.changed.subscribe(screen, lambda _: _on_changed(controller, submission))
    await show_submission(controller, submission)


def _on_changed(controller: "WizardController", submission: Submission) -> None:
    """Update the session when the submission has ended, unless its request, account or token is not used any more."""
    session, outcome = controller.session, submission.outcome
    if outcome is not None and session.token == submission.token:
        if outcome.kind == "created":
            session.token = None  # the next submission is for another cluster
        elif outcome.kind == "refused" and outcome.is_of_request and submission.tree is not None:
            session.record_service_error(outcome, submission.document)
    controller.screen.schedule_update()


async def show_submission(controller: "WizardController", submission: Submission) -> None:
    """Show a submission, and run the action that the user chooses next."""
    screen, session = controller.screen, controller.session
    dialog = SubmissionDialog(submission, screen.application.submissions.timeout)
    answer = await screen.app.push_screen_wait(dialog)
    outcome = submission.outcome
    match answer:
        case "field" if outcome is not None:
            await controller.go_to(outcome.path)
            if not outcome.is_of_request:  # errors of the request are shown at their fields
                screen.notify(outcome.text, severity="error", timeout=10)
        case "token":
            session.token = None
            await controller.go("review")
            screen.notify(_("A new token is set. The request creates another cluster."))
        case "again" if submission.tree is None:
            await resume(controller, submission.token)
        case "again":
            screen.submission = None
            await submit(controller)
        case "clusters":
            controller.flows.run_flow("clusters:list_clusters", always=True)
        case "quit":
            controller.flows.quit()
    screen.schedule_update()


async def resume(controller: "WizardController", token: str) -> None:
    """Send an unconfirmed submission again with the same token, after a confirmation."""
    screen, running = controller.screen, controller.screen.submission
    if running is not None and running.is_running:
        screen.notify(_("Another submission is running. Wait until it ends."))
        await show_submission(controller, running)
        return
    pending = {each.token: each for each in screen.application.submissions.pending()}
    if token not in pending:
        screen.notify(_("This submission was confirmed in the meantime."))
        controller.flows.show_start_options()
        return
    entry = pending[token]
    others = [("other", _("Create another…"))] if isinstance(entry.request, dict) else []
    dialog = BillableDialog(confirm_pending(entry), *others, ("forget", _("Stop tracking…")))
    answer = await screen.app.push_screen_wait(dialog)
    if answer == "yes":
        await _start(controller, Submission(screen, None, token, place=describe_profile(entry)))
    elif answer == "forget" and (message := await stop_tracking(controller, entry)):
        screen.notify(message)
    controller.flows.show_start_options()
    if answer == "other":
        await controller.flows.open_confirmed(OpenedDocument(entry.request, DocumentSource()))


async def stop_tracking(controller: "WizardController", entry: JournalEntry) -> str:
    """Stop tracking an unconfirmed submission after a confirmation; return a message, or ``""`` on Cancel."""
    place, when = describe_profile(entry), format_moment(entry.started_at)
    text = _("{name}, sent {when} to {place}. Its cluster may exist and be billed.")
    text = format_escaped(text, name=entry.name or entry.token, when=when, place=place)
    title = _("Stop tracking this submission?")
    if not await confirm(controller.screen.app, title, text, _("Stop tracking")):
        return ""
    try:
        controller.screen.application.submissions.stop_tracking(entry)
    except NotFoundError:
        return _("This submission was confirmed in the meantime.")
    return format_escaped(_("No longer tracked. Check {place} for the cluster."), place=place)


async def list_pending(controller: "WizardController") -> None:
    """Show the unconfirmed submissions; retry the chosen one."""
    token = await controller.screen.app.push_screen_wait(PendingScreen(controller))
    controller.flows.show_start_options()
    if token is not None:
        await resume(controller, token)


class PendingScreen(ListScreen[str]):
    """The unconfirmed submissions, the oldest first; the answer is the token of the one to retry."""

    ACTIONS = (
        Action("resume", N_("Retry (same token)…"), "enter"),
        Action("delete", N_("Stop tracking…"), "delete"),
    )
    BINDINGS = make_bindings("pending", ACTIONS)

    def __init__(self, controller: "WizardController") -> None:
        columns = [Column(_("Name")), Column(_("Sent")), Column(_("Profile"))]
        super().__init__(_("Unconfirmed submissions"), columns, empty=_("No unconfirmed submissions."))
        self._controller = controller

    def load(self) -> Sequence[JournalEntry]:
        return self._controller.screen.application.submissions.pending()

    def get_heading(self) -> str:
        if not self.items:
            return ""
        return _(
            "No response: these clusters may or may not exist. Retry sends the same request and token: it "
            "returns the existing cluster, or creates it."
        )

    def get_row(self, item: JournalEntry) -> tuple[str, str, str]:
        return item.name or item.token, format_moment(item.started_at), describe_profile(item)

    def get_details(self, item: JournalEntry) -> Sequence[str]:
        return describe_entry(item)

    def do_resume(self, entry: JournalEntry) -> None:
        self.dismiss(entry.token)

    async def do_delete(self, entry: JournalEntry) -> None:
        message = await stop_tracking(self._controller, entry)
        self.show()
        self.show_status(message)
