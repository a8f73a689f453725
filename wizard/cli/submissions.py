"""`bcw submissions`: what was sent and never answered, to be found out about or forgotten."""

import os
import signal
from collections.abc import Callable
from typing import Any

from wizard.cli import exits, output, verbs
from wizard.cli.exits import Stop
from wizard.cli.interruption import interruptible
from wizard.cli.parsing import Parser, seconds
from wizard.cli.tables import put_table
from wizard.cli.targeting import add_options, of_options
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.core.actions.created import Entry, journal, unsettled
from wizard.core.actions.destination import NoSandbox
from wizard.core.actions.standing import age
from wizard.errors import NotFoundError, StorageError


def run(verb: str, arguments: list[str]) -> int:
    """Run one of the verbs below `submissions`."""
    if arguments[:1] in (["-h"], ["--help"]):
        Parser("submissions").print_help()
        return exits.DONE
    below = {"list": _list, "resume": _resume, "forget": _forget}
    name, rest = verbs.choose("submissions", tuple(below), arguments)
    try:
        return below[name](rest)
    except StorageError as error:
        raise Stop(exits.USAGE, str(error)) from error


def parser_of_list() -> Parser:
    """The parser of `bcw submissions list`."""
    parser = Parser("submissions list")
    parser.add_argument(
        "--format", choices=("text", "json", "tokens"), default="text", help=ARGUMENTS["tokens-format"]
    )
    return parser


def parser_of_resume() -> Parser:
    """The parser of `bcw submissions resume`."""
    parser = Parser("submissions resume")
    parser.add_argument("token", metavar="TOKEN", nargs="?", help=ARGUMENTS["submission"])
    parser.add_argument("--yes", action="store_true", help=ARGUMENTS["resume-yes"])
    add_options(parser)
    parser.add_argument("--timeout", metavar="S", type=seconds, default=60.0, help=ARGUMENTS["timeout"])
    return parser


def parser_of_forget() -> Parser:
    """The parser of `bcw submissions forget`."""
    parser = Parser("submissions forget")
    parser.add_argument("token", metavar="TOKEN", help=ARGUMENTS["submission"])
    parser.add_argument("--yes", action="store_true", help=ARGUMENTS["forget-yes"])
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {
    "list": parser_of_list,
    "resume": parser_of_resume,
    "forget": parser_of_forget,
}
"""The parsers of the verbs below `submissions`."""


def _list(arguments: list[str]) -> int:
    options = parser_of_list().read(arguments)
    found = unsettled()
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
                text("submissions.since", age=age(entry.started)),
                output.visible(entry.place),
            )
            for entry in found
        ]
    )
    output.say(text("submissions.how" if found else "submissions.none"))
    for path in journal().broken():
        output.say(text("submissions.broken", path=output.visible(str(path))))
    return exits.DONE


def _object(entry: Entry) -> dict[str, Any]:
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


def _chosen(token: str | None) -> Entry:
    """The submission that is meant.

    Raises:
        Stop: There is none, or it is not clear which.
    """
    from wizard.core.actions.resuming import find_pending

    known = unsettled()
    if token is None:
        if len(known) == 1:
            return known[0]
        if not known:
            raise Stop(exits.USAGE, text("submissions.none"))
        raise Stop(exits.USAGE, text("submissions.which", tokens=", ".join(entry.token for entry in known)))
    found = find_pending(token)
    if found is None:
        raise Stop(exits.USAGE, text("submissions.unknown", token=output.visible(token)))
    return found


def _resume(arguments: list[str]) -> int:
    from wizard.cli.confirming import confirmed
    from wizard.cli.submit import ended, told
    from wizard.client.errors import ServiceError
    from wizard.core.actions.resuming import confirmation_of, missing_secret, resume
    from wizard.document.secrets import MissingVariable

    options = parser_of_resume().read(arguments)
    entry = _chosen(options.token)
    if not options.yes and not confirmed(confirmation_of(entry), refusal=text("submissions.resume.confirm")):
        output.say(text("submit.declined"))
        return exits.INTERRUPTED
    destination = of_options(options, os.environ)
    output.say(text("submissions.resuming", name=output.visible(entry.name) or "–", token=entry.token))
    output.say(text("submit.target", target=output.visible(entry.place)))
    try:
        with interruptible(signal.SIGINT, signal.SIGTERM, tell=_interrupting) as interruption:
            outcome, _ = resume(
                entry,
                destination,
                os.environ,
                timeout=options.timeout,
                tell=told,
                stop=interruption.stop,
            )
        return ended(outcome, entry.record.get("request"), interruption)
    except MissingVariable as error:
        raise Stop(exits.USAGE, missing_secret(error)) from error
    except NoSandbox as error:
        raise Stop(exits.NO_ANSWER, str(error)) from error
    except ServiceError as error:
        raise Stop(exits.USAGE, output.visible(str(error))) from error
    finally:
        destination.close()


def _interrupting() -> None:
    output.say(text("submit.interrupting"))


def _forget(arguments: list[str]) -> int:
    from wizard.core.actions.resuming import described

    options = parser_of_forget().read(arguments)
    entry = _chosen(options.token)
    if not options.yes:
        if not output.can_ask():
            raise Stop(exits.USAGE, text("submissions.confirm"))
        question = text("submissions.question", what=output.visible(described(entry)))
        if not output.ask(question):
            output.say(text("submissions.kept"))
            return exits.INTERRUPTED
    try:
        journal().finish(entry.token, {"outcome": "forgotten"}, target=dict(entry.target))
    except NotFoundError:  # it was settled meanwhile
        output.say(text("submissions.settled"))
        return exits.DONE
    output.say(text("submissions.forgotten", place=output.visible(entry.place)))
    return exits.DONE
