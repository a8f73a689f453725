"""Sending the request: one confirmation where it is needed, the progress in lines, how it ended."""

import queue
import threading
from typing import Any

from wizard.prompts import leaving, replies
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back, ToField, ToStep
from wizard.prompts.texts import say
from wizard.rules import Severity
from wizard.steps.ports import ClusterState, Outcome, Progress, WizardError
from wizard.steps.wording import counted, log_line

LINES = 8
"""Groups that are said one by one."""
LOG_LINES = 3
"""Lines of the operation log that are said."""


def submit(desk: Desk) -> None:
    """Send the request, if nothing stands against it and the person means it.

    Raises:
        Move: The person goes somewhere else from there.
    """
    verdict, service = desk.session.verdict, desk.ports.service
    if verdict.has_errors:
        desk.say("submit.errors", count=counted(verdict.count(Severity.ERROR), "error"))
        return
    if problem := service.token_problem(desk.token):
        desk.say("review.token.problem", problem=problem)
        return
    if not _is_meant(desk):
        desk.say("submit.no")
        return
    outcome = _send(desk)
    desk.outcome = outcome
    _tell(desk, outcome)
    if outcome.kind == "created":
        desk.session.token = ""  # the next submission is another cluster
        _after(desk, outcome.cluster_id)
    elif outcome.path:
        raise ToField(outcome.path)


def _is_meant(desk: Desk) -> bool:
    """Whether the person wants it all the same: a second cluster, and what the rules warn of."""
    last = desk.outcome
    try:
        if last is not None and last.kind == "created":
            desk.say("submit.second", id=last.cluster_id)
            if not desk.confirm(say("submit.second.question")):
                return False
        warnings = desk.session.verdict.count(Severity.WARNING)
        if not warnings:
            return True
        desk.say("submit.warnings", count=counted(warnings, "warning"))
        return desk.confirm(say("submit.warnings.question"))
    except Back:
        return False


def _send(desk: Desk) -> Outcome:
    """Send it in a thread that nobody waits for, and say what happens.

    Raises:
        KeyboardInterrupt: The person leaves; the token of what is then unsettled is kept.
    """
    service, tree, token = desk.ports.service, desk.tree, desk.token
    news: queue.SimpleQueue[Progress | Outcome | BaseException] = queue.SimpleQueue()
    stop = threading.Event()

    def run() -> None:
        try:
            news.put(service.submit(tree, token, tell=news.put, stop=stop))
        except BaseException as error:  # raised again below, where it is seen
            news.put(error)

    desk.say("submit.sending", target=service.target.title)
    desk.pending = token
    threading.Thread(target=run, daemon=True, name="submission").start()
    try:
        while True:
            match news.get():
                case Progress(text=text):
                    desk.say("submit.step", text=text)
                case Outcome() as outcome:
                    desk.pending = ""
                    return outcome
                case error:
                    raise error
    except KeyboardInterrupt:
        stop.set()
        raise


def words(outcome: Outcome) -> list[str]:
    """How a submission ended, in lines."""
    found: list[tuple[str, Any]] = [("id", outcome.cluster_id), ("code", outcome.code)]
    lines = [say(f"submit.{name}", **{name: value}) for name, value in found if value]
    lines += [text for text in (outcome.text, outcome.advice) if text]
    if outcome.request_id:
        lines.append(say("submit.request", id=outcome.request_id))
    return lines


def _tell(desk: Desk, outcome: Outcome) -> None:
    desk.say(f"submit.{outcome.kind}")
    for line in words(outcome):
        desk.tell(line)


def _after(desk: Desk, cluster_id: str) -> None:
    """Ask what to do when the cluster is created."""
    _look(desk, cluster_id)
    while True:
        try:
            reply = desk.ask(say("submit.next"), explain=lambda part: desk.say("submit.next.help"))
        except Back:
            raise ToStep("review") from None
        choice = 0 if reply.kind == "keep" else replies.number(reply.text, 3)
        match choice:
            case 0:
                leaving.quit_(desk)
            case 1:
                _look(desk, cluster_id)
            case 2:
                raise ToStep("review")
            case _:
                desk.say("rows.number", answer=reply.text, count=3)


def _look(desk: Desk, cluster_id: str) -> None:
    """Say how the machines stand."""
    try:
        cluster = desk.ports.service.cluster(cluster_id)
    except WizardError as error:
        desk.say("submit.watch", why=error)
    else:
        _tell_cluster(desk, cluster)


def _tell_cluster(desk: Desk, cluster: ClusterState) -> None:
    if cluster.state == "Active":
        desired = sum(group.desired for group in cluster.groups)
        desk.say("submit.machines", running=cluster.running, desired=desired, starting=cluster.starting)
    else:
        desk.say("submit.deleting")
    for group in cluster.groups[:LINES]:
        desk.say("submit.group", name=group.name, actual=group.actual, desired=group.desired)
    for line in cluster.log[-LOG_LINES:]:
        desk.say("submit.log", line=log_line(line))
