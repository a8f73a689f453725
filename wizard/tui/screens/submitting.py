"""Submitting: what is asked before it, following it, and what comes after."""

from typing import TYPE_CHECKING, Any

from wizard.rules import Severity
from wizard.steps.session import Verdict
from wizard.steps.wording import counted
from wizard.tui.accounts import awaited
from wizard.tui.screens.asking import ask_values
from wizard.tui.submission import Submission
from wizard.tui.texts import say

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
        if not await self._is_second_meant() or not await self._is_meant(verdict):
            return
        if not await self._is_settled(tree):
            return
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

    async def _is_settled(self, tree: Any) -> bool:
        """Whether to go on, where this very request was sent before and nobody knows what came of it."""
        session, accounts = self._desk.session, self._ports.accounts
        pending = await awaited(lambda: accounts.pending(tree))
        if pending is not None and pending.token == session.token:
            return True
        if any(each.token == session.token for each in accounts.unsettled()):
            return await self._is_another_meant()
        if pending is None:
            return True
        answer = await self._flows.ask(
            say("submit.pending.title"),
            say("submit.pending", when=pending.when, place=pending.place),
            ("same", say("submit.pending.same")),
            ("no", say("dialog.cancel")),
            ("other", say("submit.pending.other")),
        )
        if answer == "same":
            session.token = pending.token
        return answer in ("same", "other")

    async def _is_another_meant(self) -> bool:
        """Whether to go on under a new token, where the old one was sent with what stood there before."""
        session = self._desk.session
        answer = await self._flows.ask(
            say("submit.changed.title"),
            say("submit.changed", token=session.token),
            ("find", say("unsettled.resume")),
            ("no", say("dialog.cancel")),
            ("other", say("submit.pending.other")),
        )
        if answer == "find":
            await self.take_up(str(session.token))
        elif answer == "other":
            session.token = None
        return answer == "other"

    async def _is_second_meant(self) -> bool:
        """Whether another cluster is meant, where this wizard has already created one."""
        submission = self._screen.submission
        outcome = submission.outcome if submission is not None else None
        if submission is None or submission.tree is None or outcome is None or outcome.kind != "created":
            return True
        answer = await self._flows.ask(
            say("submit.second.title"),
            say("submit.second", id=outcome.cluster_id),
            ("no", say("dialog.cancel")),
            ("another", say("submit.second.yes")),
            ("look", say("submit.second.look")),
        )
        if answer == "look":
            await self._follow(submission)
        return answer == "another"

    async def _is_meant(self, verdict: Verdict) -> bool:
        warnings = verdict.count(Severity.WARNING)
        if not warnings:
            return True
        told = []
        if verdict.answer is not None:
            told.append(say("submit.answered", code=verdict.answer.rule))
            warnings -= 1
        if warnings:
            told.append(say("submit.warnings", count=counted(warnings, "warning")))
        answer = await self._flows.ask(
            say("submit.warnings.title"),
            "\n".join(told),
            ("no", say("dialog.cancel")),
            ("submit", say("dialog.submit")),
        )
        return answer == "submit"

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
                await self._take_up(submission.token, submission.place)
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
        left = {each.token: each.place for each in self._ports.accounts.unsettled()}
        await self._take_up(token, left.get(token, ""))
        self._flows.show_beginnings()

    async def _take_up(self, token: str, place: str) -> None:
        service, accounts = self._ports.service, self._ports.accounts
        submission = Submission(service, None, token, send=accounts.resume, place=place)
        self._screen.submission = submission
        submission.start()
        await self._follow(submission)
