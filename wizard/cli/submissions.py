"""`bcw submissions`: what was sent and never answered, to be found out about or forgotten."""

import os
import signal
from typing import Any

import click

from wizard.cli import exits, output
from wizard.cli.app import CommandGroup
from wizard.cli.exits import Stop
from wizard.cli.interruption import interruptible
from wizard.cli.options import (
    Options,
    complete_tokens,
    format_examples,
    format_option,
    profile_options,
    timeout_option,
    yes_option,
)
from wizard.cli.tables import put_table
from wizard.cli.targeting import of_options
from wizard.cli.texts import text
from wizard.core.actions.journal import JournalEntry, pending_submissions, user_journal
from wizard.core.formatting import format_age
from wizard.errors import NotFoundError
from wizard.i18n import _


@click.group(
    cls=CommandGroup,
    help=_("List, retry or stop tracking submissions without a response.")
    + "\n\n"
    + _("A retry sends the same request with the same token: it never creates a second cluster."),
    epilog=format_examples(
        ("bcw submissions list", _("submissions without a response")),
        ("bcw submissions resume", _("retry, if there is only one")),
    ),
)
def submissions() -> None:
    """Group the commands."""


_token_argument = click.argument("token", metavar="TOKEN", shell_complete=complete_tokens)


@submissions.command(
    "list",
    help=_("List the submissions without a response."),
    epilog=format_examples(("bcw submissions list", _("token, name, age and profile"))),
)
@format_option("text", "json", "tokens")
def list_submissions(**values: Any) -> int:
    """Print the submissions."""
    options = Options(**values)
    found = pending_submissions()
    if options.format == "json":
        output.put_json([_object(entry) for entry in found])
        return exits.DONE
    if options.format == "tokens":
        for entry in found:
            output.put(entry.token)
        return exits.DONE
    put_table(
        [
            (
                entry.token,
                output.visible(entry.name) or "–",
                text("submissions.since", age=format_age(entry.started)),
                output.visible(entry.place),
            )
            for entry in found
        ]
    )
    output.say(text("submissions.how" if found else "submissions.none"))
    for path in user_journal().broken():
        output.say(text("submissions.broken", path=output.visible(str(path))))
    return exits.DONE


def _object(entry: JournalEntry) -> dict[str, Any]:
    return {
        "token": entry.token,
        "name": entry.name,
        "started": None if entry.started is None else entry.started.isoformat(),
        "target": entry.place,
        "endpoint": entry.target.get("endpoint"),
        "region": entry.target.get("region"),
        "access_key_id": entry.target.get("access_key_id"),
        "sha256": entry.record.get("sha256"),
    }


def _chosen(token: str | None) -> JournalEntry:
    """The submission that is meant.

    Raises:
        Stop: There is none, or it is not clear which.
    """
    from wizard.core.actions.journal import find_pending
    from wizard.core.actions.submissions import describe_unknown

    known = pending_submissions()
    if token is None:
        if len(known) == 1:
            return known[0]
        if not known:
            raise Stop(exits.USAGE, text("submissions.none"))
        raise Stop(exits.USAGE, text("submissions.which", tokens=", ".join(entry.token for entry in known)))
    found = find_pending(token)
    if found is None:
        raise Stop(exits.USAGE, describe_unknown(token))
    return found


@submissions.command(
    help=_("Retry a submission with the same token, and print the cluster's ID like 'bcw submit'.")
    + "\n\n"
    + _("The token can be shortened, and omitted if there is only one such submission."),
    epilog=format_examples(("bcw submissions resume vU7xaM9Y", _("retry that one"))),
)
@click.argument("token", metavar="[TOKEN]", required=False, shell_complete=complete_tokens)
@yes_option(_("Send it again without asking."))
@profile_options
@timeout_option(_("Seconds for the whole submission. Default: 60."))
def resume(**values: Any) -> int:
    """Send a submission again, after a confirmation."""
    from wizard.cli.confirming import confirmed
    from wizard.cli.submit import ended, told
    from wizard.core.actions.submissions import describe_variable
    from wizard.core.actions.submit import resume as resume_submission
    from wizard.core.confirmation import confirm_pending
    from wizard.document.secrets import MissingVariable

    options = Options(**values)
    entry = _chosen(options.token)
    if not options.yes and not confirmed(confirm_pending(entry), refusal=text("submissions.resume.confirm")):
        output.say(text("submit.declined"))
        return exits.INTERRUPTED
    destination = of_options(options, os.environ)
    output.say(text("submissions.resuming", name=output.visible(entry.name) or "–", token=entry.token))
    output.say(text("submit.target", target=output.visible(entry.place)))
    try:
        with interruptible(signal.SIGINT, signal.SIGTERM, tell=_interrupting) as interruption:
            outcome, _target = resume_submission(
                entry,
                destination,
                timeout=options.timeout,
                tell=told,
                stop=interruption.stop,
            )
        return ended(outcome, entry.record.get("request"), interruption)
    except MissingVariable as error:
        raise Stop(exits.USAGE, describe_variable(error, resuming=True)) from error
    finally:
        destination.close()


def _interrupting() -> None:
    output.say(text("submit.interrupting"))


@submissions.command(
    help=_("Stop tracking a submission. Its cluster may exist."),
    epilog=format_examples(("bcw submissions forget vU7xaM9Y", _("stop tracking that one"))),
)
@_token_argument
@yes_option(_("Stop tracking without asking."))
def forget(**values: Any) -> int:
    """Stop tracking a submission, after a question."""
    options = Options(**values)
    entry = _chosen(options.token)
    if not options.yes:
        if not output.can_ask():
            raise Stop(exits.USAGE, text("submissions.confirm"))
        what = text("submissions.line", name=entry.name or "–", place=entry.place, token=entry.token)
        question = text("submissions.question", what=what)
        if not output.ask(question):
            output.say(text("submissions.kept"))
            return exits.INTERRUPTED
    try:
        user_journal().finish(entry.token, {"outcome": "forgotten"}, target=dict(entry.target))
    except NotFoundError:  # it was settled meanwhile
        output.say(text("submissions.settled"))
        return exits.DONE
    output.say(text("submissions.forgotten", place=output.visible(entry.place)))
    return exits.DONE
