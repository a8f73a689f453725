"""Submitting: what is asked before it, following it, and what comes after."""

from typing import TYPE_CHECKING, Any

from wizard.core.actions.journal import describe_profile
from wizard.core.confirmation import Confirmation, confirm_pending
from wizard.core.formatting import counted
from wizard.core.session import ValidationResult
from wizard.i18n import _
from wizard.tui.accounts import awaited
from wizard.tui.escaping import fill
from wizard.tui.screens.asking import ask_values
from wizard.tui.screens.confirming import ConfirmDialog
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
        """Whether there is a cluster of the request as it stands."""
        submission = self._screen.submission
        if submission is None or submission.outcome is None or submission.outcome.kind != "created":
            return False
        return submission.document is self._controller.session.document.tree

    async def submit(self) -> None:
        """Submit the request after what has to be asked, or follow the submission that is under way."""
        submission = self._screen.submission
        if submission is not None and submission.is_running:
            await self._follow(submission)
            return
        controller, submissions = self._controller, self._application.submissions
        await controller.go("review")
        document = controller.session.document.tree
        made = await self._what_is_sent()
        if made is None:
            return
        tree, result = made
        if problem := submissions.token_problem(controller.token):
            self._screen.notify(problem, severity="error", markup=False)
            return
        if await self._is_confirmed(tree, result):
            submission = Submission(self._application, tree, controller.token, document=document)
            self._screen.submission = submission
            submission.start()
            await self._follow(submission)

    async def _what_is_sent(self) -> tuple[Any, ValidationResult] | None:
        """The request to be sent, and what the rules say of it; ``None`` where it cannot be sent yet."""
        session = self._controller.session
        if not session.parameters:
            result = session.result
            if not result.has_errors:
                return session.document.tree, result
            count = counted(result.count(Severity.ERROR), "error")
            self._screen.notify(
                fill(
                    _("The service would refuse this request: {count}. They are listed on the review."),
                    count=count,
                ),
                severity="error",
                markup=False,
            )
            return None
        if not await ask_values(self._controller, "submit"):
            return None
        tree = session.filled(session.values).tree
        return tree, session.validate(tree)

    async def _is_confirmed(self, tree: Any, result: ValidationResult) -> bool:
        """Ask the one question before a cluster is created; what was sent before is part of it."""
        session, created = self._controller.session, self._created
        id_ = created.outcome.cluster_id if created is not None and created.outcome is not None else ""
        profile, submissions = self._application.profiles.current, self._application.submissions
        asked = await awaited(lambda: submissions.confirm(session, tree, result, profile, created=id_))
        others = []
        if asked.pending is not None:
            others.append(("other", _("Create another")))
        elif asked.is_token_used:
            others.append(("find", _("Find out")))
        elif asked.created:
            others.append(("look", _("Look at it")))
        answer = await self._confirm(asked.confirmation, *others)
        if answer == "find":
            await self.take_up(str(session.token))
        elif answer == "look" and created is not None:
            await self._follow(created)
        elif answer in ("yes", "other"):
            asked.accept(session, another=answer == "other")
        return answer in ("yes", "other")

    async def _confirm(self, shown: Confirmation, *others: tuple[str, str]) -> str | None:
        return await self._screen.app.push_screen_wait(ConfirmDialog(shown, *others))

    @property
    def _created(self) -> Submission | None:
        """The submission of this wizard that has created a cluster."""
        submission = self._screen.submission
        if submission is None or submission.tree is None or submission.outcome is None:
            return None
        return submission if submission.outcome.kind == "created" else None

    async def _follow(self, submission: Submission) -> None:
        from wizard.tui.screens.submission import SubmissionScreen

        screen = SubmissionScreen(submission, self._application.submissions)
        answer = await self._screen.app.push_screen_wait(screen)
        outcome = submission.outcome
        is_ours = submission.tree is not None
        if outcome is not None and outcome.kind == "created" and is_ours:
            self._controller.session.token = None  # the next submission is another cluster
        if outcome is not None and outcome.kind == "refused" and is_ours and outcome.is_of_request:
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
                    _("The next submission goes out under a new token, as another cluster."), markup=False
                )
            case "again" if not is_ours:
                await self.take_up(submission.token)
            case "again":
                self._screen.submission = None
                await self.submit()
            case "quit":
                self._flows.quit()
        self._screen.schedule()

    async def take_up(self, token: str) -> None:
        """Find out what came of a submission that an earlier wizard left unsettled."""
        under_way = self._screen.submission
        if under_way is not None and under_way.is_running:
            self._screen.notify(
                _("Another submission is under way; wait for what comes of it."), markup=False
            )
            await self._follow(under_way)
            return
        left = {each.token: each for each in self._application.submissions.pending()}
        if token not in left:
            self._screen.notify(_("This submission has got a response meanwhile."), markup=False)
        elif await self._confirm(confirm_pending(left[token])) is not None:
            await self._take_up(token, describe_profile(left[token]))
        self._flows.show_beginnings()

    async def _take_up(self, token: str, place: str) -> None:
        resume = self._application.submissions.resume
        submission = Submission(self._application, None, token, send=resume, place=place)
        self._screen.submission = submission
        submission.start()
        await self._follow(submission)
