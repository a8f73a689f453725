"""Submitting: what is asked before it, following it, and what comes after."""

from typing import TYPE_CHECKING, Any

from wizard.core.confirming import Confirmation, additions_of, confirmation, of_pending
from wizard.core.session import Verdict
from wizard.core.wording import counted
from wizard.tui.accounts import awaited
from wizard.tui.screens.asking import ask_values
from wizard.tui.screens.confirming import ConfirmDialog
from wizard.tui.submission import Submission
from wizard.tui.texts import say
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.desk import Desk
    from wizard.tui.screens.flows import Flows


class Submitting:
    """Submits the request, at most once at a time."""

    def __init__(self, flows: "Flows", desk: "Desk") -> None:
        self._flows = flows
        self._desk = desk
        self._screen = desk.screen
        self._ports = desk.screen.ports

    @property
    def is_created(self) -> bool:
        """Whether there is a cluster of the request as it stands."""
        submission = self._screen.submission
        if submission is None or submission.outcome is None or submission.outcome.kind != "created":
            return False
        return submission.document is self._desk.session.document.tree

    async def submit(self) -> None:
        """Submit the request after what has to be asked, or follow the submission that is under way."""
        submission = self._screen.submission
        if submission is not None and submission.is_running:
            await self._follow(submission)
            return
        desk, service = self._desk, self._ports.service
        await desk.go("review")
        document = desk.session.document.tree
        made = await self._what_is_sent()
        if made is None:
            return
        tree, verdict = made
        if problem := service.token_problem(desk.token):
            self._screen.notify(problem, severity="error", markup=False)
            return
        if await self._is_confirmed(tree, verdict):
            submission = Submission(service, tree, desk.token, document=document)
            self._screen.submission = submission
            submission.start()
            await self._follow(submission)

    async def _what_is_sent(self) -> tuple[Any, Verdict] | None:
        """The request to be sent, and what the rules say of it; ``None`` where it cannot be sent yet."""
        session = self._desk.session
        if not session.parameters:
            verdict = session.verdict
            if not verdict.has_errors:
                return session.document.tree, verdict
            count = counted(verdict.count(Severity.ERROR), "error")
            self._screen.notify(say("submit.errors", count=count), severity="error", markup=False)
            return None
        if not await ask_values(self._desk, "submit"):
            return None
        tree = session.filled(session.values).tree
        return tree, session.judge(tree)

    async def _is_confirmed(self, tree: Any, verdict: Verdict) -> bool:
        """Ask the one question before a cluster is created; what was sent before is part of it."""
        session, target, accounts = self._desk.session, self._ports.service.target, self._ports.accounts
        pending = await awaited(lambda: accounts.pending(tree))
        is_used = any(each.token == session.token for each in accounts.unsettled())
        created, warnings = self._created, _warnings(verdict)
        if pending is not None:
            answer = await self._confirm(
                of_pending(pending, warnings), ("other", say("submit.pending.other"))
            )
            if answer == "yes":
                session.token = pending.token
            elif answer == "other" and session.token == pending.token:
                session.token = None
            return answer is not None
        others, notes = [], warnings
        if is_used:
            others.append(("find", say("unsettled.resume")))
            notes = [say("submit.changed", token=session.token), *warnings]
        elif created is not None and created.outcome is not None:
            others.append(("look", say("submit.second.look")))
            notes = [say("submit.second", id=created.outcome.cluster_id), *warnings]
        shown = confirmation(additions_of(tree), target.title, is_free=target.is_sandbox, notes=notes)
        answer = await self._confirm(shown, *others)
        if answer == "find":
            await self.take_up(str(session.token))
        elif answer == "look" and created is not None:
            await self._follow(created)
        elif answer == "yes" and is_used:
            session.token = None
        return answer == "yes"

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

        screen = SubmissionScreen(submission, self._ports.service)
        answer = await self._screen.app.push_screen_wait(screen)
        outcome = submission.outcome
        is_ours = submission.tree is not None
        if outcome is not None and outcome.kind == "created" and is_ours:
            self._desk.session.token = None  # the next submission is another cluster
        if outcome is not None and outcome.kind == "refused" and is_ours and outcome.is_of_request:
            self._desk.session.answered(outcome, submission.document)
        match answer:
            case "field" if outcome is not None:
                await self._desk.go_to(outcome.path)
                if not outcome.is_of_request:  # what is of the request stands at its field
                    self._screen.notify(outcome.text, severity="error", timeout=10, markup=False)
            case "token":
                self._desk.session.token = None
                await self._desk.go("review")
                self._screen.notify(say("submit.token.new"), markup=False)
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
            self._screen.notify(say("submit.busy"), markup=False)
            await self._follow(under_way)
            return
        left = {each.token: each for each in self._ports.accounts.unsettled()}
        if token not in left:
            self._screen.notify(say("submit.settled"), markup=False)
        elif await self._confirm(of_pending(left[token])) is not None:
            await self._take_up(token, left[token].place)
        self._flows.show_beginnings()

    async def _take_up(self, token: str, place: str) -> None:
        service, accounts = self._ports.service, self._ports.accounts
        submission = Submission(service, None, token, send=accounts.resume, place=place)
        self._screen.submission = submission
        submission.start()
        await self._follow(submission)


def _warnings(verdict: Verdict) -> list[str]:
    """What the rules warn of, in words."""
    warnings, told = verdict.count(Severity.WARNING), []
    if verdict.answer is not None:
        told.append(say("submit.answered", code=verdict.answer.rule))
        warnings -= 1
    if warnings > 0:
        told.append(say("submit.warnings", count=counted(warnings, "warning")))
    return told
