"""`bcw submit` and `bcw submissions`: create the cluster and print its ID; submissions without a response."""

import os
import sys
from typing import Any

import click

from wizard.catalog import load_builtin
from wizard.cli import exits, output, params
from wizard.cli.exits import CliError, Interruption, catch_signals
from wizard.cli.reports import format_findings
from wizard.cli.request import describe_missing_parameters, make_context, read_source
from wizard.client.errors import Refused
from wizard.client.sending import Created, Event
from wizard.client.submission import Submission, is_token
from wizard.core import confirmation
from wizard.core.actions import journal
from wizard.core.actions.check import check_source
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.submissions import describe_variable, describe_warning_count, find_refused_field
from wizard.core.formatting import format_age
from wizard.document.secrets import MissingVariable, insert_references, resolve_references
from wizard.document.serializer import strip_schema, to_bytes
from wizard.document.tree import to_pointer
from wizard.errors import NotFoundError
from wizard.i18n import N_, _, join_names
from wizard.models.journal import JournalEntry
from wizard.text import escape_text, format_escaped
from wizard.validation import Report, Severity

_NONE = N_("There are no unconfirmed submissions.")

submissions = params.group(
    "submissions",
    _("List, retry or stop tracking submissions without a response."),
    _("A retry sends the same request with the same token: it never creates a second cluster."),
    ("bcw submissions list", _("submissions without a response")),
    ("bcw submissions resume", _("retry, if there is only one")),
)


@params.command(
    _("Create a cluster. Standard output gets its ID and nothing else."),
    _(
        "The request is sent with the profile that 'bcw profiles list' marks, or with --profile; without any "
        "credentials, to the sandbox (local, free). Exit codes: 0 created, 1 errors found, 2 wrong usage, "
        "3 rejected by the service, 4 no response, 130 interrupted."
    ),
    ("bcw submit request.json", _("show what will be created, ask, and create it")),
    ("bcw submit smallest --yes --wait", _("create it without asking, and wait for its instances")),
    ("bcw submit request.json --dry-run", _("print what would be sent")),
    ("bcw submit my-farm --set machines=20 --yes", _("a preset with a value for its parameter")),
    ("id=$(bcw submit request.json --yes)", _("in a script")),
)
@params.source_argument
@params.yes_option(_("Create the cluster without asking."))
@click.option("--wait", is_flag=True, help=_("Wait until all instances are running."))
@click.option("--dry-run", is_flag=True, help=_("Print what would be sent, and send nothing."))
@click.option(
    "--new", is_flag=True, help=_("Create another cluster even if the same request has no response yet.")
)
@params.profile_options
@params.refresh_option
@click.option(
    "--token",
    metavar="T",
    help=_("Idempotency token: with the same request it never creates a second cluster."),
)
@params.timeout_option(_("Seconds for the whole submission. Default: 60."))
@params.ignore_option
@params.set_option
@params.pass_profile
def submit(options: params.Options, context: ProfileContext) -> int:
    if options.token is not None and not is_token(options.token):
        message = _(
            "Nothing was sent: {token} is not an idempotency token. Use 1 to 64 letters, digits and "
            "underscores, or omit --token."
        )
        raise CliError(exits.USAGE, message, token=ascii(options.token[:80]))
    refusal = _("Nothing was sent. Add --yes to confirm, or --dry-run to see what would be sent.")
    try:
        validation = make_context(context, options)
        source = read_source(options.source)
        report = check_source(source, validation, options.set, sending=True)
        if report.findings:
            shown = format_findings(source.name, report, report.findings, stream=sys.stderr)
            output.info(shown, is_escaped=True)
        if not (options.yes or options.dry_run or output.can_ask()):
            raise CliError(exits.USAGE, refusal)
        if report.has_errors:
            output.error(_("Nothing was sent. Fix the errors first: the service would reject the request."))
            return exits.FINDINGS
        if report.missing:
            raise CliError(exits.USAGE, describe_missing_parameters(source.name, report.missing))
        if options.dry_run:
            return _print_dry_run(report.tree, options, context)
        if not options.yes:
            _confirm(report, options, context, refusal)
        return _send(report.tree, options, context)
    except MissingVariable as error:
        raise CliError(exits.USAGE, describe_variable(error)) from error


def _print_dry_run(tree: Any, options: params.Options, context: ProfileContext) -> int:
    output.echo_bytes(to_bytes(insert_references(strip_schema(tree))))
    output.info("")
    output.info(_("Dry run: nothing was sent. Account and region: {place}"), place=context.profile.title)
    _print_notices(context)
    token = options.token or "…"
    try:
        submission = journal.prepare_submission(
            tree, context.profile, os.environ, token=options.token, new=options.new
        )
        if submission.is_resumed:
            token = submission.token
        _print_earlier(submission)
    except MissingVariable as error:
        missing = _("{path}: the variable {name} is not set. Set it before you send the request.")
        missing = format_escaped(missing, path=to_pointer(error.path), name=error.name)
        output.info(describe_variable(error) if error.problem else missing)
    if not context.is_own_sandbox:
        output.info(f"POST {context.profile.endpoint}/clusters?IdempotentToken={token}")
    return exits.DONE


def _print_notices(context: ProfileContext) -> None:
    for remark in context.found.notes:
        output.info(remark)
    if context.profile.notice:
        output.info(context.profile.notice)


def _print_earlier(submission: Submission) -> None:
    """Print that the same request was submitted before without a response."""
    if submission.may_be_sent:
        message = _(
            "You sent this {age} ago and got no response. It is sent again with the same token, {token}: "
            "that returns the existing cluster, or creates it. --new creates another one."
        )
    elif submission.is_resumed:
        message = _(
            "An attempt {age} ago did not reach the service. The request is sent with the same token, "
            "{token}."
        )
    elif submission.other_token:
        message = _(
            "You sent the same request before, with the token {token}, and got no response: its cluster may "
            "exist. This creates another one."
        )
    else:
        return
    earlier = submission.journaled
    age = format_age(earlier.started_at if earlier is not None else None)
    output.info(message, age=age, token=submission.token if submission.is_resumed else submission.other_token)


def _confirm(report: Report, options: params.Options, context: ProfileContext, refusal: str) -> None:
    tree = report.tree
    submission = journal.prepare_submission(
        tree, context.profile, os.environ, token=options.token, new=options.new
    )
    pending = submission.journaled if submission.may_be_sent else None
    _print_notices(context)
    output.info(confirmation.describe_totals(confirmation.compute_totals(tree, load_builtin())))
    notes = describe_warning_count(sum(each.severity is Severity.WARNING for each in report.findings))
    shown = confirmation.make_confirmation(
        confirmation.list_groups(tree), context.profile.title, is_free=context.profile.is_sandbox, notes=notes
    )
    if pending is not None:
        shown = confirmation.confirm_pending(pending, notes)
    output.confirm(shown, refusal, _("Nothing was sent."))


def _send(tree: Any, options: params.Options, context: ProfileContext) -> int:
    resolve_references(tree, os.environ)  # fails before a sandbox is started
    with catch_signals(on_signal=_say_interrupting) as interruption:
        profile = context.ready_profile()
        submission = journal.begin_submission(
            tree, profile, os.environ, token=options.token, new=options.new, timeout=options.timeout
        )
        _print_earlier(submission)
        if options.yes:
            _print_notices(context)
        output.info(_("Account and region: {place}"), place=profile.title)
        output.info(f"POST {profile.endpoint}/clusters?IdempotentToken={submission.token}")
        outcome = journal.send(submission, timeout=options.timeout, on_event=print_event, stop=interruption)
        code = print_outcome(outcome, tree, interruption)
        if options.wait and isinstance(outcome, Created):
            from wizard.cli.clusters import watch_cluster

            return watch_cluster(outcome.id, profile, interruption)
        return code


def _say_interrupting() -> None:
    output.info(_("Interrupted. Stopping … Press Ctrl+C again to stop at once."))


def print_event(event: Event) -> None:
    """Print what happens during a submission; the ID of the cluster alone on standard output.

    The ID is printed before the journal records the submission as finished. If the process is killed before
    that, it stays pending, and the same request finds the same cluster.
    """
    if isinstance(created := event.outcome, Created):
        # Messages first: they contain the ID as well, in case standard output cannot be written.
        message = _("Created cluster {id}. Account and region: {place}")
        output.info(message, id=created.id, place=created.profile.title)
        output.info(confirmation.describe_cost(is_free=created.profile.is_sandbox))
        output.echo(created.id)
    elif event.kind != "answered" and (event.kind, event.attempt) != ("started", 1):
        output.info(escape_text(event.message))


def print_outcome(outcome: Any, tree: Any, interruption: Interruption) -> int:
    """Print how a submission ended, unless `print_event` did, and return the exit code.

    A rejection is about a field of the request; an interruption may be what ended the submission.
    """
    if isinstance(outcome, Created):
        return exits.DONE
    output.error("{outcome}", outcome=outcome)
    if isinstance(outcome, Refused):
        if path := find_refused_field(outcome.code, tree):
            output.info(_("Field: {path}"), path=to_pointer(path))
        return exits.REJECTED
    return interruption.code if outcome.is_cancelled else exits.NO_RESPONSE


@submissions.subcommand(
    _("List the submissions without a response."),
    ("bcw submissions list", _("token, name, age and profile")),
    name="list",
)
@params.format_option("text", "json", "tokens")
def list_submissions(options: params.Options) -> None:
    found = journal.list_pending()
    sent = _("{age} ago")
    rows = [
        (
            each.token,
            each.name or "–",
            sent.format(age=format_age(each.started_at)),
            journal.describe_profile(each),
        )
        for each in found
    ]
    headers, tokens = [_("Token"), _("Name"), _("Sent"), _("Profile")], [each.token for each in found]
    output.echo_list(options.format, [*map(_to_object, found)], rows, headers, names=tokens)
    if options.format != "text":
        return
    message = _(
        "bcw submissions resume TOKEN sends the same request and token: it returns the existing "
        "cluster, or creates it."
    )
    output.info(message if found else _(_NONE))
    for path in journal.open_journal().broken():
        output.info(_("{path} is not a readable journal entry and was ignored."), path=str(path))


def _to_object(entry: JournalEntry) -> dict[str, Any]:
    return {
        "token": entry.token,
        "name": entry.name,
        "started": None if entry.started_at is None else entry.started_at.isoformat(),
        "target": journal.describe_profile(entry),
        "endpoint": entry.target.get("endpoint"),
        "region": entry.target.get("region"),
        "access_key_id": entry.target.get("access_key_id"),
        "sha256": entry.sha256,
    }


def _find_only() -> JournalEntry:
    known = journal.list_pending()
    if not known:
        raise CliError(exits.USAGE, _(_NONE))
    if len(known) > 1:
        message = _("There are several unconfirmed submissions. Add a token: {tokens}")
        raise CliError(exits.USAGE, message, tokens=join_names(entry.token for entry in known))
    return known[0]


@submissions.subcommand(
    _("Retry a submission with the same token."),
    _(
        "Standard output gets the cluster's ID, as with 'bcw submit'. The token can be shortened, and omitted if there is only one such submission."
    ),
    ("bcw submissions resume vU7xaM9Y", _("retry that one")),
)
@click.argument("token", metavar="[TOKEN]", required=False, shell_complete=params.complete_tokens)
@params.yes_option(_("Send it again without asking."))
@params.profile_options
@params.timeout_option(_("Seconds for the whole submission. Default: 60."))
@params.pass_profile
def resume(options: params.Options, context: ProfileContext) -> int:
    entry = _find_only() if options.token is None else journal.find_by_token(options.token)
    if not options.yes:
        refusal = _("Nothing was sent: this can create the cluster. Add --yes to confirm.")
        output.confirm(confirmation.confirm_pending(entry), refusal, _("Nothing was sent."))
    message = _("Sending {name} again with the same token, {token}.")
    output.info(message, name=entry.name or "–", token=entry.token)
    output.info(_("Account and region: {place}"), place=journal.describe_profile(entry))
    try:
        with catch_signals(on_signal=_say_interrupting) as interruption:
            outcome = journal.resend(
                entry, context, timeout=options.timeout, on_event=print_event, stop=interruption
            )
        return print_outcome(outcome, entry.request, interruption)
    except MissingVariable as error:
        raise CliError(exits.USAGE, describe_variable(error, resuming=True)) from error


@submissions.subcommand(
    _("Stop tracking a submission. Its cluster may exist."),
    ("bcw submissions forget vU7xaM9Y", _("stop tracking that one")),
)
@click.argument("token", metavar="TOKEN", shell_complete=params.complete_tokens)
@params.yes_option(_("Stop tracking without asking."))
def forget(options: params.Options) -> None:
    entry = journal.find_by_token(options.token)
    if not options.yes:
        refusal = _("The submission is still tracked. Add --yes to confirm: there is no terminal to ask on.")
        question = _(
            "Stop tracking {name} ({place}, token {token})? Its cluster may exist, and is billed until "
            "deleted."
        )
        question = format_escaped(
            question, name=entry.name or "–", place=journal.describe_profile(entry), token=entry.token
        )
        output.confirm(question, refusal, _("The submission is still tracked."))
    try:
        journal.stop_tracking(entry)
    except NotFoundError:
        output.info(_("The submission was confirmed in the meantime."))
        return
    message = _(
        "The submission is no longer tracked. Its cluster may exist: bcw clusters list --all lists all "
        "clusters of {place}."
    )
    output.info(message, place=journal.describe_profile(entry))
