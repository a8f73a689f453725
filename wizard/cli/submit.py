"""`bcw submit`: creates the cluster, and prints its id."""

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from wizard.cli import exits, output
from wizard.cli.asking import context_of
from wizard.cli.exits import Stop
from wizard.cli.findings import silenced, to_text
from wizard.cli.interruption import Interruption, interruptible
from wizard.cli.options import (
    Options,
    format_examples,
    ignore_option,
    profile_options,
    refresh_option,
    set_option,
    source_argument,
    timeout_option,
    yes_option,
)
from wizard.cli.sources import read_source
from wizard.cli.targeting import of_options
from wizard.cli.texts import text
from wizard.client.submission import is_token
from wizard.core.actions.check import check_source, list_missing, options_for
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.opening import Source
from wizard.core.actions.submissions import describe_cost, describe_variable, describe_warning_count
from wizard.document.secrets import MissingVariable, insert_references, resolve_references
from wizard.document.serializer import strip_schema, to_bytes
from wizard.document.tree import to_pointer
from wizard.i18n import _
from wizard.validation import Report, Severity

if TYPE_CHECKING:
    from wizard.core.actions.submit import Prepared


@click.command(
    help=_("Create a cluster. Standard output gets its ID and nothing else.")
    + "\n\n"
    + _(
        "The request is sent with the profile that 'bcw profiles list' marks, or with --profile; without any "
        "credentials, to the local sandbox (free). Exit codes: 0 created, 1 problems found, 2 wrong usage, "
        "3 rejected by the service, 4 no response, 130 interrupted."
    ),
    epilog=format_examples(
        ("bcw submit request.json", _("show what will be created, ask, and create it")),
        ("bcw submit smallest --yes --wait", _("create it without asking, and wait for its instances")),
        ("bcw submit request.json --dry-run", _("print what would be sent")),
        ("bcw submit my-farm --set machines=20 --yes", _("a preset with a value for its parameter")),
        ("id=$(bcw submit request.json --yes)", _("in a script")),
    ),
)
@source_argument
@yes_option(_("Create the cluster without asking."))
@click.option("--wait", is_flag=True, help=_("Wait until all instances are running."))
@click.option("--dry-run", is_flag=True, help=_("Print what would be sent, and send nothing."))
@click.option(
    "--new", is_flag=True, help=_("Create another cluster even if the same request has no response yet.")
)
@profile_options
@refresh_option
@click.option(
    "--token",
    metavar="T",
    help=_("Idempotency token: with the same request it never creates a second cluster."),
)
@timeout_option(_("Seconds for the whole submission. Default: 60."))
@ignore_option
@set_option
def submit(**values: Any) -> int:
    """Validate the request, ask where there is somebody to ask, and send it."""
    options = Options(**values)
    if options.token is not None and not is_token(options.token):
        raise Stop(exits.USAGE, text("submit.token", token=ascii(options.token[:80])))
    if not (options.yes or options.dry_run or output.can_ask()):
        raise Stop(exits.USAGE, text("submit.confirm"))
    destination = of_options(options, os.environ)
    try:
        source, report = _judged(options, destination)
        if report.findings:
            output.say(to_text(source.name, report, report.findings, stream=sys.stderr), is_escaped=True)
        if report.has_errors:
            output.complain(text("submit.blocked"))
            return exits.FINDINGS
        if names := list_missing(report):
            raise Stop(
                exits.USAGE,
                text("parameter.needed", file=output.visible(source.name), options=options_for(names)),
            )
        if options.dry_run:
            return _dry_run(report.tree, options, destination)
        if not options.yes and not _confirmed(report, options, destination):
            return exits.INTERRUPTED
        return _send(report.tree, options, destination)
    except MissingVariable as error:
        raise Stop(exits.USAGE, describe_variable(error)) from error
    finally:
        destination.close()


def _judged(options: Options, destination: ProfileContext) -> tuple[Source, Report]:
    from wizard.cli.preferences import silenced_by_settings

    wanted = silenced(options.silence)
    context = context_of(destination, silenced=wanted | silenced_by_settings(), refresh=options.refresh)
    source = read_source(options.source)
    return source, check_source(source, context, options.set, sending=True)


def _dry_run(tree: Any, options: Options, destination: ProfileContext) -> int:
    """Print the bytes that would be sent, a reference in place of each secret, and every remark."""
    from wizard.core.actions.submit import prepare_submission

    output.put_bytes(to_bytes(insert_references(strip_schema(tree))))
    output.flush()
    output.say("")
    output.say(text("submit.dry", target=destination.title))
    _notice(destination)
    token = options.token or "…"
    try:
        ready = prepare_submission(
            tree, destination.shown(), os.environ, token=options.token, new=options.new
        )
        if ready.is_resumed:
            token = ready.submission.token
        _tell_earlier(ready)
    except MissingVariable as error:
        said = text("submit.dry.variable", path=to_pointer(error.path), name=error.name)
        output.say(describe_variable(error) if error.problem else said)
    if destination.known is not None:
        output.say(text("submit.line", endpoint=destination.known.endpoint, token=token))
    return exits.DONE


def _tell_earlier(ready: "Prepared") -> None:
    """Say what became of earlier submissions of the same request."""
    from wizard.core.formatting import format_age

    if ready.is_resumed:
        said = "submit.resumed" if ready.submission.may_be_sent else "submit.unsent"
        output.say(text(said, age=format_age(ready.started), token=ready.submission.token))
    elif ready.other_token:
        output.say(text("submit.other-token", token=ready.other_token))


def _confirmed(report: Report, options: Options, destination: ProfileContext) -> bool:
    """Show what it comes to, and ask."""
    from wizard.cli.confirming import confirmed
    from wizard.core.actions.journal import find_pending
    from wizard.core.actions.submit import prepare_submission
    from wizard.core.confirmation import confirm_pending, list_additions, make_confirmation

    tree = report.tree
    ready = prepare_submission(tree, destination.shown(), os.environ, token=options.token, new=options.new)
    is_again = ready.is_resumed and ready.submission.may_be_sent
    pending = find_pending(ready.submission.token) if is_again else None
    _notice(destination)
    output.say(_totals(tree))
    warnings = sum(each.severity is Severity.WARNING for each in report.findings)
    notes = describe_warning_count(warnings)
    if pending is None:
        free = destination.is_sandbox
        shown = make_confirmation(list_additions(tree), destination.title, is_free=free, notes=notes)
    else:
        shown = confirm_pending(pending, notes)
    if confirmed(shown, refusal=text("submit.confirm")):
        return True
    output.say(text("submit.declined"))
    return False


def _notice(destination: ProfileContext) -> None:
    for remark in destination.remarks:
        output.say(remark)
    if destination.known is not None and destination.known.notice:
        output.say(destination.known.notice)


def _totals(tree: Any) -> str:
    from wizard.catalog import load_builtin
    from wizard.core.totals import describe_totals, totals

    return describe_totals(totals(tree, load_builtin()))


def _send(tree: Any, options: Options, destination: ProfileContext) -> int:
    from wizard.client.outcome import Created
    from wizard.core.actions.submit import begin_submission, send

    resolve_references(tree, os.environ)  # before a sandbox is started for nothing
    with interruptible(signal.SIGINT, signal.SIGTERM, tell=_interrupting) as interruption:
        target = destination.target()
        ready = begin_submission(
            tree, target, os.environ, token=options.token, new=options.new, timeout=options.timeout
        )
        token = ready.submission.token
        _tell_earlier(ready)
        if options.yes:
            _notice(destination)
        output.say(text("submit.target", target=target.title))
        output.say(text("submit.line", endpoint=target.endpoint, token=token))
        outcome = send(ready.submission, timeout=options.timeout, tell=told, stop=interruption.stop)
        code = ended(outcome, tree, interruption)
        if options.wait and isinstance(outcome, Created):
            from wizard.cli.watching import watch

            return watch(outcome.id, target, interruption)
        return code


def _interrupting() -> None:
    output.say(text("submit.interrupting"))


def told(event: Any) -> None:
    """What happens on the way, and the id as soon as there is one: on standard output, alone.

    The id is handed over before the journal takes the submission as settled. A process that is killed before
    somebody has the id leaves it open, and the same request finds the same cluster.
    """
    from wizard.client.outcome import Answered, AttemptStarted, Created

    if isinstance(event, Answered) and isinstance(event.outcome, Created):
        # Messages first: they contain the id as well, in case standard output cannot be written.
        output.say(text("submit.created", id=event.outcome.id, target=event.profile.title))
        output.say(describe_cost(free=event.profile.is_sandbox))
        output.put(event.outcome.id)
        output.flush()  # at once: what comes now may take long, or be interrupted
    silent = isinstance(event, Answered)
    if not silent and not (isinstance(event, AttemptStarted) and event.number == 1):
        output.say(output.visible(event.message))


def ended(outcome: Any, tree: Any, interruption: Interruption) -> int:
    """Say how a submission ended, where that was not said on the way.

    Args:
        outcome: How it ended.
        tree: The request, to find the field that a refusal is about.
        interruption: Which signal ended it, if one did.

    Returns:
        The exit code.
    """
    from wizard.client.outcome import Created, Rejected
    from wizard.core.actions.service_errors import find_refused_field

    if isinstance(outcome, Created):
        return exits.DONE
    output.complain(output.visible(outcome.message))
    if isinstance(outcome, Rejected):
        if path := find_refused_field(outcome.error.code, tree):
            output.say(text("submit.field", path=to_pointer(path)))
        return exits.REFUSED
    if outcome.cancelled:
        return exits.TERMINATED if interruption.number == signal.SIGTERM else exits.INTERRUPTED
    return exits.NO_ANSWER
