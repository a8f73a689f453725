"""Creating the cluster: the confirmation, following the submission, and what comes after it."""

from typing import TYPE_CHECKING, Any

from wizard.core.actions.journal import describe_profile
from wizard.core.confirmation import Confirmation, confirm_pending
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.formatting import format_moment
from wizard.core.session import ValidationResult
from wizard.i18n import _, ngettext
from wizard.models.journal import JournalEntry
from wizard.tui.accounts import awaited
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import ConfirmDialog
from wizard.tui.screens.values import ask_values
from wizard.tui.submission import Submission
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController
    from wizard.tui.screens.flows import Flows


class Submitting:
    """Submits the request, at most once at a time."""

    def __init__(self, flows: "Flows", controller: "WizardController") -> None:
        self._flows = flows
        self._controller = controller
        self._screen = controller.screen
        self._application = controller.screen.application

    @property
    def is_created(self) -> bool:
        """Whether there is a cluster of the request as it is now."""
        submission = self._screen.submission
        return (
            submission is not None
            and submission.is_created
            and submission.document is self._controller.session.document.tree
        )

    async def submit(self) -> None:
        """Submit the request after a confirmation, or follow the submission that is running."""
        submission = self._screen.submission
        if submission is not None and submission.is_running:
            await self._follow(submission)
            return
        controller, submissions = self._controller, self._application.submissions
        await controller.go("review")
        document = controller.session.document.tree
        checked = await self._request_to_send()
        if checked is None:
            return
        tree, result = checked
        if problem := submissions.token_problem(controller.token):
            self._screen.notify(problem, severity="error", markup=False)
            return
        if await self._is_confirmed(tree, result):
            submission = Submission(self._application, tree, controller.token, document=document)
            self._screen.submission = submission
            submission.start()
            await self._follow(submission)

    async def _request_to_send(self) -> tuple[Any, ValidationResult] | None:
        """Return the request and its validation result; ``None`` if it cannot be sent yet."""
        session = self._controller.session
        if not session.parameters:
            result = session.result
            if not result.has_errors:
                return session.document.tree, result
            count = result.count(Severity.ERROR)
            said = ngettext("Fix {count} error first.", "Fix {count} errors first.", count)
            self._screen.notify(said.format(count=f"{count:,}"), severity="error", markup=False)
            return None
        if not await ask_values(self._controller, "submit"):
            return None
        tree = session.filled(session.values).tree
        return tree, session.validate(tree)

    async def _is_confirmed(self, tree: Any, result: ValidationResult) -> bool:
        """Ask the one question before a cluster is created; earlier submissions are part of it."""
        session, created = self._controller.session, self._created
        id_ = created.outcome.cluster_id if created is not None and created.outcome is not None else ""
        profile, submissions = self._application.profiles.current, self._application.submissions
        asked = await awaited(lambda: submissions.confirm(session, tree, result, profile, created=id_))
        others, title = [], ""
        if asked.pending is not None:
            others.append(("other", _("Create another")))
        else:
            title = fill(_("Create cluster “{name}”?"), name=str(tree.get("Name", "")))
            if asked.is_token_used:
                others.append(("find", _("Retry the earlier one")))
            elif asked.created:
                others.append(("look", _("Show the cluster")))
        answer = await self._confirm(asked.confirmation, *others, title=title)
        if answer == "find":
            await self.resume(str(session.token))
        elif answer == "look" and created is not None:
            await self._follow(created)
        elif answer in ("yes", "other"):
            asked.accept(session, another=answer == "other")
        return answer in ("yes", "other")

    async def _confirm(self, shown: Confirmation, *others: tuple[str, str], title: str = "") -> str | None:
        return await self._screen.app.push_screen_wait(
            ConfirmDialog.for_billable(shown, *others, title=title)
        )

    @property
    def _created(self) -> Submission | None:
        """The submission of this wizard that has created a cluster."""
        submission = self._screen.submission
        if submission is None or submission.tree is None or not submission.is_created:
            return None
        return submission

    async def _follow(self, submission: Submission) -> None:
        from wizard.tui.screens.submission import SubmissionDialog

        dialog = SubmissionDialog(submission, self._application.submissions.timeout)
        answer = await self._screen.app.push_screen_wait(dialog)
        outcome = submission.outcome
        is_ours = submission.tree is not None
        if outcome is not None and is_ours:
            if outcome.kind == "created":
                self._controller.session.token = None  # the next submission creates another cluster
            elif outcome.kind == "refused" and outcome.is_of_request:
                self._controller.session.record_service_error(outcome, submission.document)
        match answer:
            case "field" if outcome is not None:
                await self._controller.go_to(outcome.path)
                if not outcome.is_of_request:  # what is of the request stands at its field
                    self._screen.notify(outcome.text, severity="error", timeout=10, markup=False)
            case "token":
                self._controller.session.token = None
                await self._controller.go("review")
                self._screen.notify(
                    _("A new token is set. The request creates another cluster."), markup=False
                )
            case "again" if not is_ours:
                await self.resume(submission.token)
            case "again":
                self._screen.submission = None
                await self.submit()
            case "clusters":
                self._flows.view("clusters:list_clusters", always=True)
            case "quit":
                self._flows.quit()
        self._screen.schedule()

    async def resume(self, token: str) -> None:
        """Send an unconfirmed submission again under its token, after a confirmation."""
        running = self._screen.submission
        if running is not None and running.is_running:
            self._screen.notify(_("Another submission is running. Wait until it ends."), markup=False)
            await self._follow(running)
            return
        pending = {each.token: each for each in self._application.submissions.pending()}
        if token not in pending:
            self._screen.notify(_("This submission was confirmed in the meantime."), markup=False)
            self._flows.show_beginnings()
            return
        entry = pending[token]
        others = [("other", _("Create another…"))] if isinstance(entry.request, dict) else []
        answer = await self._confirm(confirm_pending(entry), *others, ("forget", _("Stop tracking…")))
        if answer == "yes":
            submission = Submission(self._application, None, token, place=describe_profile(entry))
            self._screen.submission = submission
            submission.start()
            await self._follow(submission)
        elif answer == "forget" and (said := await self.stop_tracking(entry)):
            self._screen.notify(said, markup=False)
        self._flows.show_beginnings()
        if answer == "other":
            self._flows.offer(OpenedDocument(entry.request, DocumentSource()))

    async def stop_tracking(self, entry: JournalEntry) -> str:
        """Stop tracking an unconfirmed submission after a confirmation; return what was done, or ``""``."""
        text = fill(
            _("{name}, sent {when} to {place}. Its cluster may exist and be billed."),
            name=entry.name or entry.token,
            when=format_moment(entry.started_at),
            place=describe_profile(entry),
        )
        dialog = ConfirmDialog(_("Stop tracking this submission?"), text, ("yes", _("Stop tracking")))
        if await self._screen.app.push_screen_wait(dialog) != "yes":
            return ""
        self._application.submissions.stop_tracking(entry.token)
        return fill(_("No longer tracked. Check {place} for the cluster."), place=describe_profile(entry))
