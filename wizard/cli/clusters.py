"""`bcw clusters`: list, watch, resize and delete clusters."""

import sys
import time
from collections.abc import Callable
from typing import Any

import click

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError, Interruption, catch_signals
from wizard.client.api import Client
from wizard.client.credentials import Profile
from wizard.client.errors import NoResponse, Refused, ServiceError
from wizard.client.submission import is_same_profile
from wizard.core.actions import clusters as actions
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import list_created
from wizard.core.confirmation import list_groups, list_grown_groups, make_confirmation
from wizard.document.secrets import insert_references
from wizard.document.serializer import to_text
from wizard.i18n import _, join_names, ngettext
from wizard.models.groups import MOST_INSTANCES
from wizard.text import escape_text, format_escaped, parse_digits

POLL_INTERVAL = 2.0  # seconds between two requests for the state of the instances
MOST_FAILURES = 15  # failed requests in a row after which watching ends

clusters = params.group(
    "clusters",
    _("List, watch, resize and delete clusters. They are billed until deleted."),
    ("bcw clusters list", _("the clusters created on this computer")),
    ("bcw clusters watch cls-6ki3sg6sqlno7nt8fu0007", _("follow its instances")),
    ("bcw clusters resize cls-6ki3sg6sqlno7nt8fu0007 workers=12", _("change the number of instances")),
    ("bcw clusters delete cls-6ki3sg6sqlno7nt8fu0007", _("delete it with all its instances")),
)


_cluster_argument = click.argument("cluster", metavar="ID")


@clusters.subcommand(
    _("List the clusters created on this computer."),
    _("Each is looked up with the profile it was created with. --all lists all clusters of one profile."),
    ("bcw clusters list", _("clusters created here that still exist")),
    ("bcw clusters list --all --profile prod", _("all clusters of the account")),
    ("bcw clusters list --format json", _("for a program")),
    name="list",
)
@click.option("--all", is_flag=True, help=_("List all clusters of the profile, whoever created them."))
@params.format_option("text", "json")
@params.profile_options
@params.pass_profile
def list_clusters(options: params.Options, context: ProfileContext) -> None:
    if options.all:
        profile = context.ready_profile()
        found = [actions.parse_status(each, profile) for each in Client(profile).iter_clusters()]
    else:
        found = _list_created(context)
    headers = [_("ID"), _("Name"), _("State"), _("Instances"), _("Age"), _("Profile")]
    output.echo_list(options.format, [*map(_to_object, found)], map(_to_row, found), headers)
    if options.format == "json":
        return
    for each in found:
        if each.problem:
            output.info(_("The state of {id} is unknown: {reason}"), id=each.id, reason=each.problem)
    if not found and options.all:
        output.info(_("The account has no clusters in this region."))
    elif not found:
        output.info(_("No cluster created on this computer exists. --all lists all clusters of the profile."))


def _list_created(context: ProfileContext) -> list[actions.ClusterStatus]:
    """Return the clusters created here; with a profile in the options, only those there."""
    entries = list_created()
    if context.is_given:
        profile = context.ready_profile()
        entries = [entry for entry in entries if is_same_profile(entry, profile)]
    found = actions.list_statuses(entries, context)
    existing = [each for each in found if each.state != "Gone"]
    if gone := len(found) - len(existing):
        message = ngettext(
            "{count} cluster no longer exists and is not listed.",
            "{count} clusters no longer exist and are not listed.",
            gone,
        )
        output.info(message, count=f"{gone:,}")
    return existing


def _to_row(each: actions.ClusterStatus) -> tuple[str, ...]:
    running = f"{each.running:,}/{each.desired:,}"
    if not output.is_terminal(sys.stdout):  # the noun is in the header there
        running = _("{running} instances").format(running=running)
    state = each.state or _("unknown")
    return (each.id, each.name, state, running if each.state else "", each.age, each.place)


def _to_object(each: actions.ClusterStatus) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "target": each.place,
        "state": each.state or None,
        "created": None if each.created is None else each.created.isoformat(),
        "running": each.running if each.state else None,
        "desired": each.desired if each.state else None,
        "problem": each.problem or None,
    }


@clusters.subcommand(
    _("Print a cluster as the service describes it, as JSON."),
    ("bcw clusters show cls-6ki3sg6sqlno7nt8fu0007", _("everything about it")),
    ("bcw clusters show cls-6ki3sg6sqlno7nt8fu0007 --as-request > again.json", _("as a request")),
)
@_cluster_argument
@click.option("--as-request", is_flag=True, help=_("Print the request that would create such a cluster."))
@params.profile_options
@params.pass_profile
def show(options: params.Options, context: ProfileContext) -> None:
    profile, body = actions.Clusters(context).locate(options.cluster)
    if options.as_request:
        body = actions.to_request(body)
        for line in actions.describe_missing_secrets(body):
            output.info(line)
    else:
        output.info(_("Account and region: {place}"), place=profile.title)
    output.echo(to_text(insert_references(body)))


@clusters.subcommand(
    _("Print a line for every change, until all instances are running."),
    _("Exit codes: 0 all running, 3 the cluster is gone or being deleted, 4 no response or timeout."),
    ("bcw clusters watch cls-6ki3sg6sqlno7nt8fu0007 --timeout 600", _("for up to ten minutes")),
)
@_cluster_argument
@params.timeout_option(_("Seconds to watch. Default: until all instances are running."), float("inf"))
@params.profile_options
@params.pass_profile
def watch(options: params.Options, context: ProfileContext) -> int:
    with catch_signals() as interruption:
        profile, _body = actions.Clusters(context).locate(options.cluster)
        return watch_cluster(
            options.cluster, profile, interruption, show=output.echo, details=True, timeout=options.timeout
        )


def watch_cluster(
    cluster_id: str,
    profile: Profile,
    interruption: Interruption,
    *,
    show: Callable[[str], None] = output.info,
    details: bool = False,
    timeout: float = float("inf"),
) -> int:
    """Wait until all instances of a cluster are running, or an interruption; return an exit code.

    A line for every change is shown; the details are those of each group, and the operation log. The timeout
    is in seconds.
    """
    client = Client(profile)
    last, logged, failures, end = "", set[str](), 0, time.monotonic() + timeout
    unknown = _("The state of the cluster {id} is unknown: {error}")
    while not interruption.is_set():
        try:
            cluster = actions.parse_status(client.get_cluster(cluster_id), profile)
        except NoResponse as error:
            failures += 1
            if failures >= MOST_FAILURES:
                output.error(unknown, id=cluster_id, error=error)
                return exits.NO_RESPONSE
            line = format_escaped(_("{error} Trying again."), error=error)
        except ServiceError as error:
            output.error(unknown, id=cluster_id, error=error)
            return exits.REJECTED
        else:
            failures = 0
            for entry in cluster.log if details else ():
                if entry not in logged:
                    logged.add(entry)
                    show(escape_text(entry))
            if cluster.is_complete:
                show(_("All instances are running."))
                return exits.DONE
            if cluster.is_ending:
                output.error(_("The cluster {id} is being deleted."), id=cluster_id)
                return exits.REJECTED
            line = _("{running} of {desired} instances are running.").format(
                running=f"{cluster.running:,}", desired=f"{cluster.desired:,}"
            )
            if details and len(cluster.groups) > 1:
                groups = [f"{escape_text(e.name)} {e.running:,}/{e.desired:,}" for e in cluster.groups]
                line += f" ({', '.join(groups)})"
        if line != last:
            show(line)
            last = line
        if time.monotonic() >= end:
            message = _("Timeout: not all instances are running yet. The cluster {id} continues to start.")
            output.error(message, id=cluster_id)
            return exits.NO_RESPONSE
        interruption.wait(min(POLL_INTERVAL, max(end - time.monotonic(), 0.0)))
    return interruption.code


@clusters.subcommand(
    _("Change the number of instances of one or more groups."),
    ("bcw clusters resize cls-6ki3sg6sqlno7nt8fu0007 workers=12 spot=40", _("two groups at once")),
)
@_cluster_argument
@click.argument("groups", metavar="GROUP=N...", nargs=-1, required=True)
@params.yes_option(_("Add instances without asking."))
@params.profile_options
@params.pass_profile
def resize(options: params.Options, context: ProfileContext) -> None:
    sizes = dict(map(_parse_size, options.groups))
    located = actions.Clusters(context)
    profile, body = located.locate(options.cluster)
    known = {each.name: each for each in list_groups(body)}
    for name in sizes:
        if name not in known:
            message = _("The cluster has no group {group}. Its groups: {names}.")
            raise CliError(exits.USAGE, message, group=name, names=join_names(known))
    added = list_grown_groups([*known.values()], sizes)
    if added and not options.yes:
        shown = make_confirmation(added, profile.title, is_free=profile.is_sandbox, action="add")
        refusal = _("Nothing was changed: this adds instances. Add --yes to confirm.")
        output.confirm(shown, refusal, _("Nothing was changed."))
    located.resize(options.cluster, sizes)
    for name, count in sizes.items():
        message = _("{group}: {before} → {count} instances. This takes a few minutes.")
        output.info(message, group=name, before=f"{known[name].desired:,}", count=f"{count:,}")


def _parse_size(given: str) -> tuple[str, int]:
    """Return the group and the number of ``GROUP=N``; a group's name may contain a ``=``."""
    group, equals, text = given.rpartition("=")
    count = parse_digits(text)
    if not equals or count is None or count > MOST_INSTANCES:
        message = _("{given} is not a new size. Use GROUP=N with N from 0 to {most}, for example workers=12.")
        raise CliError(exits.USAGE, message, given=given, most=f"{MOST_INSTANCES:,}")
    return group, count


@clusters.subcommand(
    _("Delete clusters with all their instances."),
    ("bcw clusters delete cls-6ki3sg6sqlno7nt8fu0007", _("delete it")),
)
@click.argument("clusters", metavar="ID...", nargs=-1, required=True)
@params.yes_option(_("Delete without asking."))
@params.profile_options
@params.pass_profile
def delete(options: params.Options, context: ProfileContext) -> int:
    if not (options.yes or output.can_ask()):
        message = _("Nothing was deleted. Add --yes to confirm: there is no terminal to ask on.")
        raise CliError(exits.USAGE, message)
    code, known = exits.DONE, actions.Clusters(context)
    for cluster_id in dict.fromkeys(options.clusters):
        try:
            profile, body = known.locate(cluster_id)
            question = _describe_deletion(actions.parse_status(body, profile))
            if not options.yes and not output.ask(question):
                output.info(_("{id} was not deleted."), id=cluster_id)
                code = code or exits.INTERRUPTED
                continue
            known.delete(cluster_id)
        except (Refused, NoResponse) as error:
            if len(options.clusters) == 1:
                raise
            output.error(_("{id} was not deleted: {reason}"), id=cluster_id, reason=error)
            code = max(code, exits.REJECTED if isinstance(error, Refused) else exits.NO_RESPONSE)
            continue
        output.info(_("{id} is being deleted with all its instances."), id=cluster_id)
    return code


def _describe_deletion(each: actions.ClusterStatus) -> str:
    question = ngettext(
        "Delete cluster {id} ({name}; {running} instance running; {place}; created {age} ago)?",
        "Delete cluster {id} ({name}; {running} instances running; {place}; created {age} ago)?",
        each.running,
    )
    running = f"{each.running:,}"
    return format_escaped(
        question, id=each.id, name=each.name, running=running, place=each.place, age=each.age
    )
