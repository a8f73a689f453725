"""`bcw clusters`: what has been created, so that none is forgotten and goes on costing."""

import json
import os
import re
import signal
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from wizard.cli import exits, output, verbs
from wizard.cli.confirming import confirmed
from wizard.cli.exits import Stop
from wizard.cli.interruption import interruptible
from wizard.cli.parsing import Parser, seconds
from wizard.cli.tables import put_table
from wizard.cli.targeting import add_options, of_options
from wizard.cli.texts import counted, text
from wizard.cli.usage import ARGUMENTS
from wizard.client.api import Client
from wizard.client.errors import InvalidArgument, NoResponse, ProfileError, Refused, ServiceError
from wizard.core.actions.destination import Destination, NoSandbox
from wizard.core.actions.standing import Standing, age, reached, standing_of, standings
from wizard.core.actions.states import state_of
from wizard.core.confirming import additions_to, confirmation
from wizard.errors import StorageError

_RESIZE = re.compile(r"(?P<group>.*)=(?P<count>[0-9]{1,9})", re.DOTALL)
_LARGEST_GROUP = 65536


def run(verb: str, arguments: list[str]) -> int:
    """Run one of the verbs below `clusters`."""
    if arguments[:1] in (["-h"], ["--help"]):
        Parser("clusters").print_help()
        return exits.DONE
    below = {"list": _list, "show": _show, "watch": _watch, "resize": _resize, "delete": _delete}
    name, rest = verbs.choose("clusters", tuple(below), arguments)
    options = PARSERS[name]().read(rest)
    destination = of_options(options, os.environ)
    try:
        return below[name](options, destination)
    except (ProfileError, InvalidArgument, StorageError, NoSandbox) as error:
        code = exits.NO_ANSWER if isinstance(error, NoSandbox) else exits.USAGE
        raise Stop(code, output.visible(str(error))) from error
    except Refused as error:
        raise Stop(exits.REFUSED, output.visible(str(error))) from error
    except NoResponse as error:
        raise Stop(exits.NO_ANSWER, output.visible(str(error))) from error
    finally:
        destination.close()


def _parser(verb: str) -> Parser:
    parser = Parser(f"clusters {verb}")
    add_options(parser)
    return parser


def parser_of_list() -> Parser:
    """The parser of `bcw clusters list`."""
    parser = _parser("list")
    parser.add_argument("--all", action="store_true", help=ARGUMENTS["clusters-all"])
    parser.add_argument("--format", choices=("text", "json"), default="text", help=ARGUMENTS["list-format"])
    return parser


def parser_of_show() -> Parser:
    """The parser of `bcw clusters show`."""
    parser = _parser("show")
    parser.add_argument("cluster", metavar="ID", help=ARGUMENTS["cluster"])
    parser.add_argument("--as-request", action="store_true", help=ARGUMENTS["as-request"])
    return parser


def parser_of_watch() -> Parser:
    """The parser of `bcw clusters watch`."""
    parser = _parser("watch")
    parser.add_argument("cluster", metavar="ID", help=ARGUMENTS["cluster"])
    parser.add_argument(
        "--timeout", metavar="S", type=seconds, default=float("inf"), help=ARGUMENTS["watch-timeout"]
    )
    return parser


def parser_of_resize() -> Parser:
    """The parser of `bcw clusters resize`."""
    parser = _parser("resize")
    parser.add_argument("cluster", metavar="ID", help=ARGUMENTS["cluster"])
    parser.add_argument("groups", metavar="GROUP=N", nargs="+", help=ARGUMENTS["resize"])
    parser.add_argument("--yes", action="store_true", help=ARGUMENTS["resize-yes"])
    return parser


def parser_of_delete() -> Parser:
    """The parser of `bcw clusters delete`."""
    parser = _parser("delete")
    parser.add_argument("clusters", metavar="ID", nargs="+", help=ARGUMENTS["cluster"])
    parser.add_argument("--yes", action="store_true", help=ARGUMENTS["delete-yes"])
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {
    "list": parser_of_list,
    "show": parser_of_show,
    "watch": parser_of_watch,
    "resize": parser_of_resize,
    "delete": parser_of_delete,
}
"""The parsers of the verbs below `clusters`."""


def _given(options: Namespace) -> bool:
    """Whether the person said which target is meant."""
    return any((options.target, options.endpoint, options.region))


def _list(options: Namespace, destination: Destination) -> int:
    if options.all:
        target = destination.target()
        place = text("target.sandbox") if target.is_sandbox else target.title
        found = [standing_of(each, place) for each in Client(target).iter_clusters()]
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


def _own(options: Namespace, destination: Destination) -> list[Standing]:
    """What this user created and may still be there; where a target is named, what is there of it."""
    from wizard.core.actions.created import created

    entries = [entry for entry in created() if not entry.gone]
    if _given(options):
        key = destination.target().key
        known = destination.known
        entries = [
            entry
            for entry in entries
            if (entry.is_sandbox and (known is None or known.is_sandbox))
            or tuple(entry.target.get(part) or "" for part in ("endpoint", "region", "access_key_id")) == key
        ]
    found = standings(entries, destination)
    gone = sum(each.state == "Gone" for each in found)
    if gone:
        output.say(text("clusters.gone", clusters=counted(gone, "cluster")))
    return [each for each in found if each.state != "Gone"]


def _row(each: Standing) -> tuple[str, ...]:
    machines = text("clusters.machines", running=f"{each.running:,}", desired=f"{each.desired:,}")
    state = each.state or text("clusters.unknown")
    return (
        output.visible(each.id),
        output.visible(each.name),
        output.visible(state),
        machines if each.state else "",
        age(each.since),
        output.visible(each.place),
    )


def _object(each: Standing) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "target": each.place,
        "state": each.state or None,
        "created": None if each.since is None else each.since.isoformat(),
        "running": each.running if each.state else None,
        "desired": each.desired if each.state else None,
        "problem": each.trouble or None,
    }


def _show(options: Namespace, destination: Destination) -> int:
    from wizard.core.actions.reopening import as_request, secrets_missing
    from wizard.document.secrets import insert_references
    from wizard.document.serializer import to_text
    from wizard.document.tree import to_pointer

    target, body = reached(options.cluster, destination, given=_given(options))
    if options.as_request:
        body = as_request(body)
        for path in secrets_missing(body):
            output.say(text("clusters.secret", path=to_pointer(path)))
    else:
        output.say(text("submit.target", target=target.title))
    output.put(to_text(insert_references(body)))
    return exits.DONE


def _watch(options: Namespace, destination: Destination) -> int:
    from wizard.cli.watching import watch

    with interruptible(signal.SIGINT, signal.SIGTERM) as interruption:
        target, _ = reached(options.cluster, destination, given=_given(options))
        return watch(options.cluster, target, interruption, tell=_line, details=True, seconds=options.timeout)


def _line(line: str) -> None:
    output.put(line)
    output.flush()


def _resize(options: Namespace, destination: Destination) -> int:
    wanted = dict(_resized(each) for each in options.groups)
    target, body = reached(options.cluster, destination, given=_given(options))
    groups = body.get("Groups")
    known: dict[str, Any] = groups if isinstance(groups, dict) else {}
    for name in wanted:
        if name not in known:
            names = ", ".join(output.visible(each) for each in known)
            raise Stop(exits.USAGE, text("clusters.group", group=output.visible(name), names=names))
    added = additions_to(state_of(body), wanted)
    if added and not options.yes:
        place = text("target.sandbox") if target.is_sandbox else target.title
        shown = confirmation(added, place, is_free=target.is_sandbox, action="add")
        if not confirmed(shown, refusal=text("clusters.resize.confirm")):
            output.say(text("clusters.resize.kept", id=options.cluster))
            return exits.INTERRUPTED
    change = {"Groups": {name: {"DesiredVMCount": count} for name, count in wanted.items()}}
    Client(target).modify_cluster(options.cluster, json.dumps(change).encode())
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


def _delete(options: Namespace, destination: Destination) -> int:
    if not (options.yes or output.can_ask()):
        raise Stop(exits.USAGE, text("clusters.confirm"))
    code = exits.DONE
    for cluster_id in dict.fromkeys(options.clusters):
        try:
            target, body = reached(cluster_id, destination, given=_given(options))
            each = standing_of(body, target.title)
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


def _may_delete(cluster_id: str, each: Standing) -> bool:
    question = text(
        "clusters.question",
        id=cluster_id,
        name=output.visible(each.name),
        running=f"{each.running:,}",
        place=each.place,
        age=age(each.since),
    )
    return output.ask(question)


def _code(error: ServiceError) -> int:
    return exits.REFUSED if isinstance(error, Refused) else exits.NO_ANSWER
