"""`bcw targets`: accounts, regions, endpoints."""

import os
import re
from argparse import Namespace
from collections.abc import Callable
from typing import Any, get_args

from wizard.cli import exits, output, verbs
from wizard.cli.exits import Stop
from wizard.cli.parsing import Parser
from wizard.cli.tables import put_table
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.client.credentials import SANDBOX, Profile
from wizard.client.errors import NoResponse, ProfileError, Refused
from wizard.client.profiles import (
    ENVIRONMENT,
    Candidate,
    ProfileQuery,
    ResolvedProfile,
    candidates,
    find_profile,
)
from wizard.core.actions.choosing import is_environment_set, targets_file
from wizard.errors import StorageError
from wizard.models.profile import SecretPlace

_PLAIN = re.compile(r"\w[\w.:@+-]*")
"""A name that a shell is told: profiles of `aliyun` may have any other as well."""


def run(verb: str, arguments: list[str]) -> int:
    """Run one of the verbs below `targets`."""
    if arguments[:1] in (["-h"], ["--help"]):
        Parser("targets").print_help()
        return exits.DONE
    below = {"list": _list, "add": _add, "use": _use, "test": _test, "remove": _remove}
    name, rest = verbs.choose("targets", tuple(below), arguments)
    try:
        return below[name](PARSERS[name]().read(rest))
    except (ProfileError, StorageError) as error:
        raise Stop(exits.USAGE, output.visible(str(error))) from error


def parser_of_list() -> Parser:
    """The parser of `bcw targets list`."""
    parser = Parser("targets list")
    parser.add_argument(
        "--format", choices=("text", "json", "names"), default="text", help=ARGUMENTS["names-format"]
    )
    return parser


def parser_of_add() -> Parser:
    """The parser of `bcw targets add`. It takes no secret: arguments can be seen by everybody."""
    parser = Parser("targets add")
    parser.add_argument("name", metavar="NAME", nargs="?", help=ARGUMENTS["target-name"])
    parser.add_argument("--region", metavar="ID", help=ARGUMENTS["target-region"])
    where = parser.add_mutually_exclusive_group()
    parser.arguments += [
        where.add_argument("--endpoint", metavar="URL", help=ARGUMENTS["target-endpoint"]),
        where.add_argument("--vpc", action="store_true", help=ARGUMENTS["vpc"]),
    ]
    parser.add_argument("--key-id", metavar="ID", help=ARGUMENTS["key-id"])
    parser.add_argument("--sts", action="store_true", help=ARGUMENTS["sts"])
    parser.add_argument("--keep", choices=get_args(SecretPlace), help=ARGUMENTS["keep"])
    parser.add_argument("--replace", action="store_true", help=ARGUMENTS["replace"])
    parser.add_argument("--use", action="store_true", help=ARGUMENTS["use"])
    return parser


def parser_of_use() -> Parser:
    """The parser of `bcw targets use`."""
    parser = Parser("targets use")
    parser.add_argument("name", metavar="NAME", help=ARGUMENTS["target"])
    return parser


def parser_of_test() -> Parser:
    """The parser of `bcw targets test`."""
    parser = Parser("targets test")
    parser.add_argument("target", metavar="NAME", nargs="?", help=ARGUMENTS["target-which"])
    parser.add_argument("--endpoint", metavar="URL", help=ARGUMENTS["endpoint"])
    parser.add_argument("--region", metavar="ID", help=ARGUMENTS["region"])
    return parser


def parser_of_remove() -> Parser:
    """The parser of `bcw targets remove`."""
    parser = Parser("targets remove")
    parser.add_argument("name", metavar="NAME", help=ARGUMENTS["target"])
    parser.add_argument("--yes", action="store_true", help=ARGUMENTS["forget-yes"])
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {
    "list": parser_of_list,
    "add": parser_of_add,
    "use": parser_of_use,
    "test": parser_of_test,
    "remove": parser_of_remove,
}
"""The parsers of the verbs below `targets`."""


def _list(options: Namespace) -> int:
    found = [*candidates(ProfileQuery(os.environ))]
    if options.format == "names":
        for each in dict.fromkeys([*(place.name for place in found), SANDBOX]):
            if _PLAIN.fullmatch(each):
                output.put(each)
        return exits.DONE
    used, problem = _in_use()
    name = None if used is None else used.name
    if options.format == "json":
        objects = [_object(each, name) for each in found]
        output.put_json([*objects, _sandbox_object(name)])
    else:
        sandbox = (_mark(name == SANDBOX), SANDBOX, "", "", text("targets.sandbox"))
        put_table([*(_row(each, name) for each in found), sandbox])
    remarks = dict.fromkeys(note for each in found for note in each.notes)
    for remark in remarks:
        output.say(output.visible(remark))
    if problem is not None:
        output.complain(text("targets.broken", problem=output.visible(str(problem))))
    return exits.DONE


def _in_use() -> tuple[ResolvedProfile | None, ProfileError | None]:
    """The target that is used where none is named, or why there is none."""
    try:
        return find_profile(ProfileQuery(os.environ)), None
    except ProfileError as error:
        return None, error


def _mark(used: bool) -> str:
    return text("targets.chosen") if used else ""


def _row(place: Candidate, used: str | None) -> tuple[str, ...]:
    target, source = place.profile, place.source
    about = source if place.problem is None else text("targets.unusable", problem=place.problem)
    return (
        _mark(bool(place.name) and place.name == used),
        output.visible(place.name) or "?",
        "" if target is None else f"{target.region or '–'} · {target.host}",
        "" if target is None else output.visible(target.credentials.access_key_id),
        output.visible(about),
    )


def _object(place: Candidate, used: str | None) -> dict[str, Any]:
    target = place.profile
    return {
        "name": place.name or None,
        "in_use": bool(place.name) and place.name == used,
        "region": None if target is None else target.region,
        "endpoint": None if target is None else target.endpoint,
        "access_key_id": None if target is None else target.credentials.access_key_id,
        "source": place.source,
        "problem": None if place.problem is None else str(place.problem),
        "remarks": [*place.notes],
    }


def _sandbox_object(used: str | None) -> dict[str, Any]:
    return {
        "name": SANDBOX,
        "in_use": used == SANDBOX,
        "region": None,
        "endpoint": None,
        "access_key_id": SANDBOX,
        "source": text("targets.sandbox"),
        "problem": None,
        "remarks": [],
    }


def _add(options: Namespace) -> int:
    from wizard.cli.adding import added

    file = targets_file()
    was_first = not file.all() and file.current() is None
    target = added(options, file)
    output.say(text("targets.added", target=_shown(target.name)))
    if options.use:
        file.choose(target.name)
    if options.use or was_first:
        output.say(text("targets.first"))
        _say_environment()
    elif file.current() != target.name:
        output.say(text("targets.not-used", name=target.name))
    return exits.DONE


def _use(options: Namespace) -> int:
    if options.name == ENVIRONMENT:
        raise Stop(exits.USAGE, text("targets.not-environment"))
    found = find_profile(ProfileQuery(os.environ, name=options.name))
    targets_file().choose(found.name)
    output.say(text("targets.now", target=_title(found.profile)))
    _say_environment()
    return exits.DONE


def _say_environment() -> None:
    if is_environment_set(os.environ):
        output.say(text("targets.environment"))


def _test(options: Namespace) -> int:
    from wizard.cli.targeting import of_options
    from wizard.core.actions.destination import NoSandbox
    from wizard.core.actions.trying import tried

    destination = of_options(options, os.environ)
    try:
        target = destination.target()
        for remark in destination.remarks:
            output.say(output.visible(remark))
        for line in tried(target):
            output.put(output.visible(line))
    except NoSandbox as error:
        raise Stop(exits.NO_ANSWER, str(error)) from error
    except Refused as error:
        raise Stop(exits.REFUSED, output.visible(str(error))) from error
    except NoResponse as error:
        raise Stop(exits.NO_ANSWER, output.visible(str(error))) from error
    finally:
        destination.close()
    if target.notice:
        output.say(target.notice)
    return exits.DONE


def _remove(options: Namespace) -> int:
    from wizard.client.secret_store import SecretStore

    file, name = targets_file(), options.name
    known = file.all()
    if name not in known:
        for place in candidates(ProfileQuery(os.environ)):
            if place.name == name:
                raise Stop(exits.USAGE, text("targets.foreign", name=name, source=place.source))
    elif output.can_ask() and not options.yes and not output.ask(text("targets.question", name=_shown(name))):
        output.say(text("targets.kept"))
        return exits.INTERRUPTED
    chosen = file.current()
    removed = file.remove(name)
    if left := SecretStore(file).delete(removed):
        output.say(left)
    output.say(text("targets.removed", name=_shown(name)))
    if chosen == name and len(known) > 2:
        output.say(text("targets.none-chosen"))
    return exits.DONE


def _shown(name: str) -> str:
    return output.visible(name)


def _title(target: Profile | None) -> str:
    return text("target.sandbox") if target is None or target.is_sandbox else output.visible(target.title)
