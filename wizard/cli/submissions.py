"""`bcw submissions`: submissions without a response."""

from typing import Any

import click

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError, fill
from wizard.cli.interruption import interruptible, say_interrupting
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import (
    describe_profile,
    find_pending,
    pending_submissions,
    stop_tracking,
    user_journal,
)
from wizard.core.formatting import format_age
from wizard.document.secrets import MissingVariable
from wizard.errors import NotFoundError
from wizard.i18n import N_, _
from wizard.models.journal import JournalEntry

_NONE = N_("There are no unconfirmed submissions.")

submissions = params.group(
    "submissions",
    _("List, retry or stop tracking submissions without a response."),
    _("A retry sends the same request with the same token: it never creates a second cluster."),
    ("bcw submissions list", _("submissions without a response")),
    ("bcw submissions resume", _("retry, if there is only one")),
)


@submissions.subcommand(
    _("List the submissions without a response."),
    ("bcw submissions list", _("token, name, age and profile")),
    name="list",
)
@params.format_option("text", "json", "tokens")
def list_submissions(options: params.Options) -> None:
    found = pending_submissions()
    sent = _("{age} ago")
    rows = [
        (each.token, each.name or "–", sent.format(age=format_age(each.started_at)), describe_profile(each))
        for each in found
    ]
    headers, tokens = [_("Token"), _("Name"), _("Sent"), _("Profile")], [each.token for each in found]
    output.echo_list(options.format, [*map(_to_object, found)], rows, headers, names=tokens)
    if options.format != "text":
        return
    if found:
        message = _(
            "bcw submissions resume TOKEN sends the same request and token: it returns the existing "
            "cluster, or creates it."
        )
        output.info(message)
    else:
        output.info(_(_NONE))
    for path in user_journal().broken():
        output.info(_("{path} is not a readable journal entry and was ignored."), path=str(path))


def _to_object(entry: JournalEntry) -> dict[str, Any]:
    return {
        "token": entry.token,
        "name": entry.name,
        "started": None if entry.started_at is None else entry.started_at.isoformat(),
        "target": describe_profile(entry),
        "endpoint": entry.target.get("endpoint"),
        "region": entry.target.get("region"),
        "access_key_id": entry.target.get("access_key_id"),
        "sha256": entry.sha256,
    }


def _find(token: str | None) -> JournalEntry:
    """Return the submission of a token, or the only one."""
    if token is not None:
        return find_pending(token)
    known = pending_submissions()
    if not known:
        raise CliError(exits.USAGE, _(_NONE))
    if len(known) > 1:
        message = _("There are several unconfirmed submissions. Add a token: {tokens}")
        tokens = ", ".join(entry.token for entry in known)
        raise CliError(exits.USAGE, message, tokens=tokens)
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
    from wizard.cli.submit import print_event, print_outcome
    from wizard.core.actions.submissions import describe_variable
    from wizard.core.actions.submit import resume as resume_submission
    from wizard.core.confirmation import confirm_pending

    entry = _find(options.token)
    if not options.yes:
        shown = confirm_pending(entry)
        refusal = _("Nothing was sent: this can create the cluster. Add --yes to confirm.")
        if not output.confirm(shown.question, refusal, lines=shown.text, default=shown.is_yes_by_default):
            output.info(_("Nothing was sent."))
            return exits.INTERRUPTED
    message = _("Sending {name} again with the same token, {token}.")
    output.info(message, name=entry.name or "–", token=entry.token)
    output.info(_("Account and region: {place}"), place=describe_profile(entry))
    try:
        with interruptible(on_signal=say_interrupting) as interruption:
            outcome = resume_submission(
                entry, context, timeout=options.timeout, tell=print_event, stop=interruption.stop
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
def forget(options: params.Options) -> int:
    entry = _find(options.token)
    if not options.yes:
        refusal = _("The submission is still tracked. Add --yes to confirm: there is no terminal to ask on.")
        question = _(
            "Stop tracking {name} ({place}, token {token})? Its cluster may exist, and is billed until "
            "deleted."
        )
        question = fill(question, name=entry.name or "–", place=describe_profile(entry), token=entry.token)
        if not output.confirm(question, refusal):
            output.info(_("The submission is still tracked."))
            return exits.INTERRUPTED
    try:
        stop_tracking(entry)
    except NotFoundError:
        output.info(_("The submission was confirmed in the meantime."))
        return exits.DONE
    message = _(
        "The submission is no longer tracked. Its cluster may exist: bcw clusters list --all lists all "
        "clusters of {place}."
    )
    output.info(message, place=describe_profile(entry))
    return exits.DONE
