"""Sending the request: one confirmation before it, the progress in lines, how it ended."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from wizard.core.actions.clusters import ClusterState
from wizard.core.actions.submissions import Progress, SubmissionResult
from wizard.core.confirmation import Confirmation
from wizard.core.formatting import counted, format_log_line
from wizard.core.session import ValidationResult
from wizard.errors import BcwError
from wizard.prompts import leaving, parameters, replies
from wizard.prompts.confirming import confirm, show
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back, ToField, ToStep
from wizard.prompts.texts import say
from wizard.prompts.waiting import wait
from wizard.validation import Severity

LINES = 8
"""Groups that are said one by one."""
LOG_LINES = 3
"""Lines of the operation log that are said."""

Send = Callable[[Callable[[Progress], None], threading.Event], SubmissionResult]
"""Sends something: handed how to say what it does, and the event that stops it."""


def submit(desk: Desk) -> None:
    """Send the request, if nothing stands against it and the person means it.

    Raises:
        Move: The person goes somewhere else from there.
    """
    submissions = desk.ports.submissions
    try:
        tree, result = parameters.settled(desk, is_sent=True)
    except Back:
        desk.say("submit.no")
        return
    if result.has_errors:
        desk.say("submit.errors", count=counted(result.count(Severity.ERROR), "error"))
        return
    if problem := submissions.token_problem(desk.token):
        desk.say("review.token.problem", problem=problem)
        return
    before = desk.tree
    if not _is_confirmed(desk, tree, result):
        desk.say("submit.no")
        return
    token = desk.token
    desk.submitted = before
    desk.say("submit.sending", target=desk.ports.profiles.current.title, seconds=f"{submissions.timeout:g}")
    outcome = follow(desk, token, lambda tell, stop: submissions.submit(tree, token, tell=tell, stop=stop))
    desk.outcome = outcome
    if outcome.kind == "created":
        desk.session.token = None  # the next submission is another cluster
        _after(desk, outcome.cluster_id)
    elif outcome.is_of_the_token:
        if _agrees(desk, say("submit.token.question"), default=True):
            desk.session.token = None
            desk.say("submit.token.new", token=desk.token)
    elif outcome.path:
        if outcome.kind == "refused":
            desk.session.record_service_error(outcome, before)
        raise ToField(outcome.path)


def _agrees(desk: Desk, question: str, *, default: bool = False) -> bool:
    """Ask a question that is answered with yes or no; going back is no."""
    try:
        return desk.confirm(question, default=default)
    except Back:
        return False


def _choose(desk: Desk, name: str, count: int, *, default: int = 0) -> int | None:
    """Ask which of a few ways to go; the answer is its place, ``None`` for back."""
    while True:
        try:
            reply = desk.ask(say(name), explain=lambda part: desk.say(f"{name}.help"))
        except Back:
            return None
        choice = default if reply.kind == "keep" else replies.number(reply.text, count)
        if choice is not None:
            return choice
        desk.say("rows.number", answer=reply.text or "-", count=count)


def _is_confirmed(desk: Desk, tree: Any, result: ValidationResult) -> bool:
    """Ask the one question before a cluster is created; what was sent before is part of it."""
    from wizard.prompts import submissions as earlier

    session, last = desk.session, desk.outcome
    created = last.cluster_id if last is not None and last.kind == "created" else ""
    profile, submissions = desk.ports.profiles.current, desk.ports.submissions
    asked = wait(lambda: submissions.confirm(session, tree, result, profile, created=created), name="account")
    if asked.pending is None and not asked.is_token_used:
        return confirm(desk, asked.confirmation)
    question = "submit.pending.question" if asked.pending is not None else "submit.changed.question"
    choice = _choose_after(desk, asked.confirmation, question)
    if choice == 0 and asked.pending is None:
        earlier.resume(desk, desk.token)
        return False
    if choice in (0, 1):
        asked.accept(session, another=choice == 1)
    return choice in (0, 1)


def _choose_after(desk: Desk, shown: Confirmation, question: str) -> int | None:
    """Show a confirmation and ask which of three ways to go; by default the last, which sends nothing."""
    show(desk, shown)
    return _choose(desk, question, 3, default=2)


def follow(desk: Desk, token: str, send: Send) -> SubmissionResult:
    """Send something in a thread that nobody waits for, and say what happens and how it ended.

    Args:
        desk: What to work with.
        token: The token under which it is sent.
        send: Sends it.

    Raises:
        KeyboardInterrupt: The person leaves; the token of what is then unsettled is kept.
    """
    news: queue.SimpleQueue[Progress | SubmissionResult | BaseException] = queue.SimpleQueue()
    stop = threading.Event()

    def run() -> None:
        try:
            news.put(send(news.put, stop))
        except Exception as error:  # a mistake of ours: what it says may hold a secret, where it was does not
            mistake = say("submit.mistake", kind=type(error).__name__)
            news.put(SubmissionResult("unknown", mistake, say("submit.mistake.how")))
        except BaseException as error:  # raised again below, where it is seen
            news.put(error)

    desk.pending = token
    threading.Thread(target=run, daemon=True, name="submission").start()
    try:
        while True:
            match news.get():
                case Progress(text=text):
                    desk.say("submit.step", text=text)
                case SubmissionResult() as outcome:
                    desk.pending = ""
                    _tell(desk, outcome)
                    return outcome
                case error:
                    raise error
    except KeyboardInterrupt:
        stop.set()
        raise


def words(outcome: SubmissionResult) -> list[str]:
    """How a submission ended, in lines."""
    found: list[tuple[str, Any]] = [("id", outcome.cluster_id), ("code", outcome.code)]
    lines = [say(f"submit.{name}", **{name: value}) for name, value in found if value]
    lines += [text for text in (outcome.text, outcome.advice) if text]
    if outcome.request_id:
        lines.append(say("submit.request", id=outcome.request_id))
    return lines


def _tell(desk: Desk, outcome: SubmissionResult) -> None:
    desk.say(f"submit.{outcome.kind}")
    for line in words(outcome):
        desk.tell(line)


def _after(desk: Desk, cluster_id: str) -> None:
    """Ask what to do when the cluster is created."""
    tell_cluster(desk, lambda: desk.ports.clusters.state(cluster_id))
    while True:
        match _choose(desk, "submit.next", 3):
            case 0:
                leaving.quit_(desk)
            case 1:
                tell_cluster(desk, lambda: desk.ports.clusters.state(cluster_id))
            case _:
                raise ToStep("review")


def tell_cluster(desk: Desk, look: Callable[[], ClusterState]) -> None:
    """Say how a cluster stands, or why that is not known.

    Args:
        desk: What to work with.
        look: Asks the service; blocks.
    """
    try:
        cluster = wait(look, name="account")
    except BcwError as error:
        desk.say("submit.watch", why=error)
        return
    if cluster.state == "Active":
        desired = sum(group.desired for group in cluster.groups)
        desk.say("submit.machines", running=cluster.running, desired=desired, starting=cluster.starting)
    else:
        desk.say("submit.deleting")
    for group in cluster.groups[:LINES]:
        desk.say("submit.group", name=group.name, actual=group.actual, desired=group.desired)
    if len(cluster.groups) > LINES:
        desk.say("submit.groups.more", count=counted(len(cluster.groups) - LINES, "group"))
    for line in cluster.log[-LOG_LINES:]:
        desk.say("submit.log", line=format_log_line(line))
