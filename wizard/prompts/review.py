"""The last step: everything that was found, what it adds up to, where it goes, and the way to send it."""

from wizard.core.formatting import counted
from wizard.core.totals import describe_totals, totals
from wizard.prompts import commands, exports, leaving, remarks, replies, saving, submission
from wizard.prompts.desk import Desk, Explain
from wizard.prompts.moves import ToField
from wizard.prompts.replies import Reply
from wizard.prompts.texts import say
from wizard.validation import Severity


def ask(desk: Desk, *, submits: bool = False) -> None:
    """Show the review and ask what to do, until the person goes somewhere else.

    Args:
        desk: What to work with.
        submits: Whether the request is to be submitted at once.

    Raises:
        Move: The person goes somewhere else.
    """
    desk.sees_all = True
    show(desk)
    if submits:
        submission.submit(desk)
    while True:
        numbers = say("review.numbers") if desk.session.result.findings else ""
        reply = desk.ask(say("review.question", numbers=numbers), explain=_explain(desk))
        if _act(desk, reply):
            show(desk)


def _explain(desk: Desk) -> Explain:
    def explain(part: str) -> None:
        findings = desk.session.result.findings
        place = replies.number(part, len(findings))
        if place is None:
            desk.say("review.help")
        else:
            each = findings[place]
            desk.say("why", message=each.message, why=each.why, rule=each.rule)

    return explain


def _act(desk: Desk, reply: Reply) -> bool:
    """Do what was answered; the answer is whether the review is to be shown anew."""
    findings = desk.session.result.findings
    if reply.kind == "keep":
        return True
    if reply.kind == "fix":
        return _mend(desk, reply.text)
    if reply.kind == "value":
        word = reply.text.strip().lower()
        place = replies.number(word, len(findings))
        if place is not None:
            raise ToField(findings[place].path)
        match word:
            case "submit":
                submission.submit(desk)
                return False
            case "save":
                saving.save(desk)
                return False
            case "file":
                saving.save_file(desk)
                return False
            case "export":
                exports.export(desk)
                return False
            case "token":
                _ask_token(desk)
                return True
            case "json":
                commands.show_json(desk)
                return False
            case "quit":
                leaving.quit_(desk)
                return False
    desk.say("review.what", answer=reply.text or "-")
    return False


def _mend(desk: Desk, text: str) -> bool:
    """Apply the fix of a finding, by its number in the review."""
    findings = desk.session.result.findings
    place = replies.number(text, len(findings))
    if place is None:
        desk.say("finding.no-fix")
        return False
    return remarks.mend(desk, findings[place : place + 1], "1")


def show(desk: Desk) -> None:
    """Say how things stand."""
    result, target = desk.session.result, desk.ports.profiles.current
    if result.findings:
        desk.say("review.found", counts=desk.counts())
    else:
        desk.say("review.clean")
    for number, finding in enumerate(result.findings, 1):
        desk.say(
            "review.row",
            number=number,
            severity=say(f"review.{finding.severity}"),
            place=remarks.where(finding.path),
            text=remarks.about(finding),
            rule=finding.rule,
        )
        if finding.fix is not None:
            desk.say("review.fix", number=number, label=finding.fix.label)
    desk.say(
        "review.totals", totals=describe_totals(totals(desk.session.request, desk.session.context.catalog))
    )
    desk.say("review.target", target=target.title)
    for line in target.lines:
        desk.say("field.shown", line=line)
    desk.say("review.line", token=desk.token)
    if problem := desk.ports.submissions.token_problem(desk.token):
        desk.say("review.token.problem", problem=problem)
    errors = result.count(Severity.ERROR)
    if errors:
        desk.say("review.blocked", count=counted(errors, "error"))
    else:
        desk.say("review.ready")


def _ask_token(desk: Desk) -> None:
    """Ask for another idempotent token."""
    submissions = desk.ports.submissions
    while True:
        reply = desk.ask(say("token.question", token=desk.token), explain=lambda part: desk.say("token.help"))
        if reply.kind == "keep":
            return
        if reply.kind == "value":
            typed = reply.text.strip()
            wanted = submissions.new_token() if typed == "new" and not reply.is_literal else typed
            problem = submissions.token_problem(wanted)
            if not problem:
                desk.session.token = wanted
                return
            desk.say("token.problem", problem=problem)
