"""The last step: review the configuration, create the cluster, and see the result."""

import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Any

from wizard.client.threads import start_in_thread
from wizard.core.actions.clusters import ClusterStatus
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.confirmation import compute_totals, confirm_pending, describe_totals
from wizard.core.formatting import format_log_line
from wizard.errors import BcwError
from wizard.i18n import _, ngettext
from wizard.prompts import commands, saving
from wizard.prompts.fields import apply_fix, count_findings, format_finding, format_location, print_reason
from wizard.prompts.forms import ask_request
from wizard.prompts.prompter import Choice, Prompt, parse_number
from wizard.prompts.session import GoBack, GoToField, GoToStep, PromptSession
from wizard.validation import Severity

MOST_GROUPS = 8  # groups whose instances are listed
MOST_LOG_LINES = 3


def ask(session: PromptSession) -> None:
    """Show the review and ask what to do, until the user goes elsewhere. Raises `Navigation`."""
    session.shows_all_findings = True
    show(session)
    if session.is_creating:
        session.is_creating = False
        create(session)
    while True:
        choices = [
            Choice("create", _("Create cluster…")),
            Choice("save", _("Save")),
            Choice("save-file", _("Save as a file…")),
            Choice("export", _("Export…")),
            Choice("token", _("Change the idempotency token…")),
            Choice("json", _("Show the JSON")),
            Choice("quit", _("Quit")),
        ]
        if session.edit.result.findings:
            choices.insert(0, Choice("1", _("Open the field of problem 1")))
        default = "1" if session.edit.result.has_errors else "create"
        prompt = Prompt(f"{_('Next')} [{default}]: ", choices, default)
        answer = session.ask(prompt, explain=partial(_explain, session))
        findings = session.edit.result.findings
        match answer.kind:
            case "fix":
                index = parse_number(answer.text, len(findings))
                if apply_fix(session, () if index is None else [findings[index]], ""):
                    show(session)
            case "keep":
                _run(session, default)
            case _:
                _run(session, answer.text.strip().lower() or "-")


def _explain(session: PromptSession, part: str) -> None:
    findings = session.edit.result.findings
    index = parse_number(part, len(findings))
    if index is not None:
        print_reason(session, findings[index])
        return
    session.print(
        _(
            "  create     asks for a confirmation, then creates the cluster\n"
            "  save       saves a preset, or the file that was opened\n"
            "  save-file  saves a file\n"
            "  export     writes the configuration for another tool\n"
            "  token      changes the token; the same token never creates a second cluster\n"
            "  json       shows the request body\n"
            "  quit       leaves the wizard\n"
            "  2          opens the field of problem 2; !2 applies its fix, ?2 explains it"
        )
    )


def _run(session: PromptSession, word: str) -> None:
    findings = session.edit.result.findings
    index = parse_number(word, len(findings))
    if index is not None:
        raise GoToField(findings[index].path)
    match word:
        case "create" | "submit":
            create(session)
        case "token":
            _ask_token(session)
            show(session)
        case "save" | "save-file" | "export" | "json" | "quit":
            commands.run(session, word)
        case "file":
            saving.save_file(session)
        case _:
            session.print(_("  Error: {answer} is not a command. Type ? for a list."), answer=word)


def show(session: PromptSession) -> None:
    """Print the totals, the account and region, and all findings."""
    edit, profile = session.edit, session.app.profiles.current
    totals = compute_totals(edit.request, edit.context.catalog)
    session.print(_("Total: {totals}"), totals=describe_totals(totals))
    session.print(_("Account and region: {profile}"), profile=profile.title)
    for line in profile.lines:
        session.print("    {line}", line=line)
    session.print("POST /clusters?IdempotentToken={token}", token=session.token)
    _check_token(session)
    findings = edit.result.findings
    for number, finding in enumerate(findings, 1):
        text = format_finding(finding, format_location(finding.path))
        session.print("  {number}  {text}", number=number, text=text)
        if finding.fix is not None:
            session.print("     !{number} {label}", number=number, label=finding.fix.label)
    session.print(count_findings(findings) or _("No problems found."))


def _check_token(session: PromptSession) -> bool:
    """Print what is wrong with the token; return whether it is valid."""
    problem = session.app.submissions.find_token_problem(session.token)
    if problem:
        session.print(_("  Error: {problem} Type token to change it."), problem=problem)
    return not problem


def _ask_token(session: PromptSession) -> None:
    submissions = session.app.submissions
    while True:
        answer = session.ask(
            _("Idempotency token (new makes one) [{token}]: ").format(token=session.token),
            explain=_("  1 to 64 letters, digits and _. The same token never creates a second cluster."),
        )
        if answer.kind == "keep":
            return
        if answer.kind == "value":
            typed = answer.text.strip()
            token = submissions.new_token() if typed == "new" and not answer.is_literal else typed
            problem = submissions.find_token_problem(token)
            if not problem:
                session.edit.token = token
                return
            session.print(_("  Error: {problem}"), problem=problem)


def create(session: PromptSession) -> None:
    """Create the cluster if there are no errors and the user confirms. Raises `Navigation`."""
    submissions, before = session.app.submissions, session.tree
    try:
        tree, result = ask_request(session, is_sent=True)
        if count := result.count(Severity.ERROR):
            message = ngettext("Fix {count} error first.", "Fix {count} errors first.", count)
            session.print(message, count=f"{count:,}")
            return
        if not _check_token(session):
            return
        if not _confirm(session, tree, result):
            raise GoBack
    except GoBack:
        session.print(_("Nothing was sent."))
        return
    token = session.token
    session.submitted = before
    profile, seconds = session.app.profiles.current.title, f"{submissions.timeout:g}"
    message = _("Sending to {profile} for up to {seconds} s. Ctrl+C interrupts.")
    session.print(message, profile=profile, seconds=seconds)
    outcome = send(session, token, partial(submissions.submit, tree, token))
    session.result = outcome
    if outcome.kind == "created":
        session.edit.token = None  # the next submission creates another cluster
        _after_creating(session, outcome.cluster_id)
    elif outcome.is_of_the_token:
        if session.confirm_or_back(_("Make a new token, for another cluster?"), default=True):
            session.edit.token = None
            message = _("The next submission creates another cluster, with token {token}.")
            session.print(message, token=session.token)
    elif outcome.kind == "refused" and outcome.is_of_request:
        session.edit.record_service_error(outcome, before)
    if outcome.path:
        raise GoToField(outcome.path)


def _confirm(session: PromptSession, tree: Any, result: Any) -> bool:
    """Ask for the one confirmation; what was sent earlier is part of it."""
    submissions, edit, last = session.app.submissions, session.edit, session.result
    created = last.cluster_id if last is not None and last.kind == "created" else ""
    profile = session.app.profiles.current
    confirm = partial(submissions.confirm, edit, tree, result, profile, created=created)
    asked = start_in_thread(confirm, name="confirmation").result()
    if asked.pending is None and not asked.is_token_used:
        return session.confirm_billable(asked.confirmation)
    session.print("\n".join(asked.confirmation.text))
    retry = _("Retry (same token)") if asked.pending is not None else _("Retry the earlier request")
    choice = session.choose(
        _("Next"),
        [retry, _("Create another cluster"), _("Cancel")],
        default=2,
        explain=_("Retry sends the same request and token: it returns the existing cluster, or creates it."),
    )
    if choice == 0 and asked.pending is None:
        resume_pending(session, session.token)
        return False
    if choice in (0, 1):
        asked.accept(edit, another=choice == 1)
    return choice in (0, 1)


def resume_pending(session: PromptSession, token: str) -> None:
    """Send a pending submission again after a confirmation, and print the result."""
    submissions = session.app.submissions
    pending = {each.token: each for each in submissions.pending()}.get(token)  # the last one, as is sent
    if pending is None:
        session.print(_("This submission already has a response."))
    elif not session.confirm_billable(confirm_pending(pending)):
        session.print(_("Nothing was sent."))
    else:
        session.print(_("Sending with token {token}. Ctrl+C interrupts."), token=token)
        send(session, token, partial(submissions.resume, token))


def send(session: PromptSession, token: str, work: Callable[..., SubmissionResult]) -> SubmissionResult:
    """Send a submission; print its progress and its result.

    Args:
        work: Sends it. Is passed ``on_progress``, a function that reports progress, and ``stop``, an event.

    Raises:
        KeyboardInterrupt: The user interrupted; ``session.pending_token`` is the token then.
    """
    stop = threading.Event()
    progress: SimpleQueue[str | None] = SimpleQueue()  # ends with ``None``

    def run() -> SubmissionResult:
        try:
            return work(on_progress=progress.put, stop=stop)
        except Exception as error:  # the message of a bug may contain a secret, its type does not
            text = _("An internal error ended the submission ({type}). Please report it.")
            advice = _("Create the cluster again to find out: the token stays the same.")
            return SubmissionResult("unknown", text.format(type=type(error).__name__), advice)

    session.pending_token = token
    try:
        sending = start_in_thread(run, name="submission")
        sending.add_done_callback(lambda _sent: progress.put(None))
        for text in iter(progress.get, None):
            session.print("  {text}", text=text)
        outcome = sending.result()
    except KeyboardInterrupt:
        stop.set()
        raise
    if outcome.kind != "unknown":
        session.pending_token = ""
    if outcome.kind == "refused":
        session.print(_("The service rejected the request."))
    lines = [
        (_("ID: {text}"), outcome.cluster_id),
        (_("Code: {text}"), outcome.code),
        ("{text}", outcome.text),
        ("{text}", outcome.advice),
        (_("Request ID: {text}"), outcome.request_id),
    ]
    for line, text in lines:
        if text:
            session.print(line, text=text)
    return outcome


def _after_creating(session: PromptSession, cluster_id: str) -> None:
    """Show the instances, and ask what to do next. Raises `Navigation`."""
    while True:
        try:
            get_state = partial(session.app.clusters.state, cluster_id)
            _print_state(session, start_in_thread(get_state, name="cluster").result())
        except BcwError as error:
            session.print(_("Cannot get the state of the cluster: {reason}"), reason=error)
        choice = session.choose(_("Next"), [_("Quit"), _("Refresh"), _("Back to the review")], default=0)
        if choice == 0:
            saving.quit_wizard(session)
        elif choice != 1:
            raise GoToStep("review")


def _print_state(session: PromptSession, cluster: ClusterStatus) -> None:
    if not cluster.is_ending:
        message = _("Instances: {running} of {desired} running, {starting} starting.")
        session.print(message, running=cluster.running, desired=cluster.desired, starting=cluster.starting)
    else:
        session.print(_("The cluster is being deleted."))
    for group in cluster.groups[:MOST_GROUPS]:
        line = _("  {name}: {running} of {desired}")
        session.print(line, name=group.name, running=group.running, desired=group.desired)
    if len(cluster.groups) > MOST_GROUPS:
        session.print(_("  and {count} more"), count=len(cluster.groups) - MOST_GROUPS)
    for text in cluster.log[-MOST_LOG_LINES:]:
        session.print("  {text}", text=format_log_line(text))
