"""`bcw clusters`: what has been created, so that none is forgotten and goes on costing."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from wizard.cli import exits, output
from wizard.cli.app import CommandGroup
from wizard.cli.confirming import confirmed
from wizard.cli.exits import Stop
from wizard.cli.interruption import interruptible
from wizard.cli.options import (
    Options,
    format_examples,
    format_option,
    profile_options,
    timeout_option,
    yes_option,
)
from wizard.cli.tables import put_table
from wizard.cli.targeting import of_options
from wizard.cli.texts import counted, text
from wizard.client.api import Client
from wizard.client.errors import NoResponse, Refused, ServiceError
from wizard.core.actions.clusters import (
    ClusterStatus,
    list_statuses,
    locate,
    parse_state,
    parse_status,
    resize_groups,
)
from wizard.core.actions.context import ProfileContext, title_of
from wizard.core.confirmation import list_added_instances, make_confirmation
from wizard.i18n import _

_RESIZE = re.compile(r"(?P<group>.*)=(?P<count>[0-9]{1,9})", re.DOTALL)
_LARGEST_GROUP = 65536


@contextmanager
def _profile(options: Options) -> Iterator[ProfileContext]:
    """Yield where a command goes."""
    destination = of_options(options, os.environ)
    try:
        yield destination
    finally:
        destination.close()


@click.group(
    cls=CommandGroup,
    help=_("List, watch, resize and delete clusters. They are billed until deleted."),
    epilog=format_examples(
        ("bcw clusters list", _("the clusters created on this computer")),
        ("bcw clusters watch cls-6ki3sg6sqlno7nt8fu0007", _("follow its instances")),
        ("bcw clusters resize cls-6ki3sg6sqlno7nt8fu0007 workers=12", _("change the number of instances")),
        ("bcw clusters delete cls-6ki3sg6sqlno7nt8fu0007", _("delete it with all its instances")),
    ),
)
def clusters() -> None:
    """Group the commands."""


_cluster_argument = click.argument("cluster", metavar="ID")


@clusters.command(
    "list",
    help=_("List the clusters created on this computer: state, instances, age and profile.")
    + "\n\n"
    + _("Each is looked up with the profile it was created with. --all lists all clusters of one profile."),
    epilog=format_examples(
        ("bcw clusters list", _("clusters created here that still exist")),
        ("bcw clusters list --all --profile prod", _("all clusters of the account")),
        ("bcw clusters list --format json", _("for a program")),
    ),
)
@click.option("--all", is_flag=True, help=_("List all clusters of the profile, whoever created them."))
@format_option("text", "json")
@profile_options
def list_clusters(**values: Any) -> int:
    """Print the clusters."""
    options = Options(**values)
    with _profile(options) as destination:
        return _list(options, destination)


@clusters.command(
    help=_("Print a cluster as the service describes it, as JSON."),
    epilog=format_examples(
        ("bcw clusters show cls-6ki3sg6sqlno7nt8fu0007", _("everything about it")),
        ("bcw clusters show cls-6ki3sg6sqlno7nt8fu0007 --as-request > again.json", _("as a request")),
    ),
)
@_cluster_argument
@click.option("--as-request", is_flag=True, help=_("Print the request that would create such a cluster."))
@profile_options
def show(**values: Any) -> int:
    """Print a cluster."""
    options = Options(**values)
    with _profile(options) as destination:
        return _show(options, destination)


@clusters.command(
    help=_("Print a line for every change, until all instances are running.")
    + "\n\n"
    + _("Exit codes: 0 all running, 3 the cluster is gone or being deleted, 4 no response or time is over."),
    epilog=format_examples(
        ("bcw clusters watch cls-6ki3sg6sqlno7nt8fu0007 --timeout 600", _("for up to ten minutes")),
    ),
)
@_cluster_argument
@timeout_option(_("Seconds to watch. Default: until all instances are running."), float("inf"))
@profile_options
def watch(**values: Any) -> int:
    """Follow the instances of a cluster."""
    options = Options(**values)
    with _profile(options) as destination:
        return _watch(options, destination)


@clusters.command(
    help=_("Change the number of instances of one or more groups."),
    epilog=format_examples(
        ("bcw clusters resize cls-6ki3sg6sqlno7nt8fu0007 workers=12 spot=40", _("two groups at once")),
    ),
)
@_cluster_argument
@click.argument("groups", metavar="GROUP=N...", nargs=-1, required=True)
@yes_option(_("Add instances without asking."))
@profile_options
def resize(**values: Any) -> int:
    """Change the number of instances, after a confirmation if instances are added."""
    options = Options(**values)
    with _profile(options) as destination:
        return _resize(options, destination)


@clusters.command(
    help=_("Delete clusters with all their instances."),
    epilog=format_examples(("bcw clusters delete cls-6ki3sg6sqlno7nt8fu0007", _("delete it"))),
)
@click.argument("clusters", metavar="ID...", nargs=-1, required=True)
@yes_option(_("Delete without asking."))
@profile_options
def delete(**values: Any) -> int:
    """Delete clusters, after a question."""
    options = Options(**values)
    with _profile(options) as destination:
        return _delete(options, destination)


def _given(options: Options) -> bool:
    """Whether the person said which target is meant."""
    return any((options.target, options.endpoint, options.region))


def _list(options: Options, destination: ProfileContext) -> int:
    if options.all:
        target = destination.target()
        place = title_of(target)
        found = [parse_status(each, place) for each in Client(target).iter_clusters()]
    else:
        found = _own(options, destination)
    if options.format == "json":
        output.put_json([_object(each) for each in found])
        return exits.DONE
    put_table([_row(each) for each in found])
    for each in found:
        if each.trouble:
            output.say(text("clusters.trouble", id=each.id, trouble=output.visible(each.trouble)))
    if not found:
        output.say(text("clusters.none.all" if options.all else "clusters.none"))
    return exits.DONE


def _own(options: Options, destination: ProfileContext) -> list[ClusterStatus]:
    """What this user created and may still be there; where a target is named, what is there of it."""
    from wizard.core.actions.journal import created_clusters

    entries = [entry for entry in created_clusters() if not entry.gone]
    if _given(options):
        key = destination.target().key
        known = destination.known
        entries = [
            entry
            for entry in entries
            if (entry.is_sandbox and (known is None or known.is_sandbox))
            or tuple(entry.target.get(part) or "" for part in ("endpoint", "region", "access_key_id")) == key
        ]
    found = list_statuses(entries, destination)
    gone = sum(each.state == "Gone" for each in found)
    if gone:
        output.say(text("clusters.gone", clusters=counted(gone, "cluster")))
    return [each for each in found if each.state != "Gone"]


def _row(each: ClusterStatus) -> tuple[str, ...]:
    machines = text("clusters.machines", running=f"{each.running:,}", desired=f"{each.desired:,}")
    state = each.state or text("clusters.unknown")
    return (
        output.visible(each.id),
        output.visible(each.name),
        output.visible(state),
        machines if each.state else "",
        each.age,
        output.visible(each.place),
    )


def _object(each: ClusterStatus) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "target": each.place,
        "state": each.state or None,
        "created": None if each.created is None else each.created.isoformat(),
        "running": each.running if each.state else None,
        "desired": each.desired if each.state else None,
        "problem": each.trouble or None,
    }


def _show(options: Options, destination: ProfileContext) -> int:
    from wizard.core.actions.reopening import describe_missing_secrets, make_request
    from wizard.document.secrets import insert_references
    from wizard.document.serializer import to_text

    target, body = locate(options.cluster, destination, given=_given(options))
    if options.as_request:
        body = make_request(body)
        for line in describe_missing_secrets(body):
            output.say(line)
    else:
        output.say(text("submit.target", target=target.title))
    output.put(to_text(insert_references(body)))
    return exits.DONE


def _watch(options: Options, destination: ProfileContext) -> int:
    from wizard.cli.watching import watch as follow

    with interruptible(signal.SIGINT, signal.SIGTERM) as interruption:
        target, _body = locate(options.cluster, destination, given=_given(options))
        return follow(
            options.cluster, target, interruption, tell=_line, details=True, seconds=options.timeout
        )


def _line(line: str) -> None:
    output.put(line)
    output.flush()


def _resize(options: Options, destination: ProfileContext) -> int:
    wanted = dict(_resized(each) for each in options.groups)
    target, body = locate(options.cluster, destination, given=_given(options))
    groups = body.get("Groups")
    known: dict[str, Any] = groups if isinstance(groups, dict) else {}
    for name in wanted:
        if name not in known:
            names = ", ".join(output.visible(each) for each in known)
            raise Stop(exits.USAGE, text("clusters.group", group=output.visible(name), names=names))
    added = list_added_instances(parse_state(body), wanted)
    if added and not options.yes:
        place = title_of(target)
        shown = make_confirmation(added, place, is_free=target.is_sandbox, action="add")
        if not confirmed(shown, refusal=text("clusters.resize.confirm")):
            output.say(text("clusters.resize.kept", id=options.cluster))
            return exits.INTERRUPTED
    resize_groups(target, options.cluster, wanted)
    for name, count in wanted.items():
        before = known[name].get("DesiredVMCount") if isinstance(known[name], dict) else "?"
        output.say(text("clusters.resized", group=output.visible(name), before=before, count=f"{count:,}"))
    return exits.DONE


def _resized(given: str) -> tuple[str, int]:
    """The group and the number of machines that `GROUP=N` says; a group's name may hold a ``=``."""
    found = _RESIZE.fullmatch(given)
    count = int(found["count"]) if found else 0
    if found is None or count > _LARGEST_GROUP:
        raise Stop(exits.USAGE, text("clusters.resize", given=output.visible(given), most=_LARGEST_GROUP))
    return found["group"], count


def _delete(options: Options, destination: ProfileContext) -> int:
    if not (options.yes or output.can_ask()):
        raise Stop(exits.USAGE, text("clusters.confirm"))
    code = exits.DONE
    for cluster_id in dict.fromkeys(options.clusters):
        try:
            target, body = locate(cluster_id, destination, given=_given(options))
            each = parse_status(body, target.title)
            if not options.yes and not _may_delete(cluster_id, each):
                output.say(text("clusters.kept", id=cluster_id))
                code = code or exits.INTERRUPTED
                continue
            Client(target).delete_cluster(cluster_id)
        except (Refused, NoResponse) as error:
            if len(options.clusters) == 1:
                raise
            output.complain(text("clusters.undeleted", id=cluster_id, error=output.visible(str(error))))
            code = max(code, _code(error))
            continue
        output.say(text("clusters.deleted", id=cluster_id))
    return code


def _may_delete(cluster_id: str, each: ClusterStatus) -> bool:
    question = text(
        "clusters.question",
        id=cluster_id,
        name=output.visible(each.name),
        running=f"{each.running:,}",
        place=each.place,
        age=each.age,
    )
    return output.ask(question)


def _code(error: ServiceError) -> int:
    return exits.REFUSED if isinstance(error, Refused) else exits.NO_ANSWER
