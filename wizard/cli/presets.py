"""`bcw presets`: the library."""

import json
import os

from wizard.cli import exits, output, verbs
from wizard.cli.exits import Stop
from wizard.cli.parsing import Parser
from wizard.cli.sources import library, no_preset
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.store.errors import NotThere, StoreError, readable
from wizard.store.presets import BrokenPreset


def run(verb: str, arguments: list[str]) -> int:
    """Run one of the verbs below `presets`."""
    if arguments[:1] in (["-h"], ["--help"]):
        Parser("presets").print_help()
        return exits.DONE
    below = {"list": _list, "show": _show, "delete": _delete}
    name, rest = verbs.choose("presets", tuple(below), arguments)
    try:
        return below[name](rest)
    except StoreError as error:
        raise Stop(exits.USAGE, str(error)) from error


def parser_of_list() -> Parser:
    """The parser of `bcw presets list`."""
    parser = Parser("presets list")
    parser.add_argument("--format", choices=("text", "json"), default="text", help=ARGUMENTS["list-format"])
    return parser


def parser_of_show() -> Parser:
    """The parser of `bcw presets show`."""
    parser = Parser("presets show")
    parser.add_argument("preset", metavar="P", help=ARGUMENTS["preset"])
    return parser


def parser_of_delete() -> Parser:
    """The parser of `bcw presets delete`."""
    parser = Parser("presets delete")
    parser.add_argument("preset", metavar="P", help=ARGUMENTS["preset"])
    parser.add_argument("--yes", action="store_true", help=ARGUMENTS["delete-yes"])
    return parser


def _list(arguments: list[str]) -> int:
    options = parser_of_list().read(arguments)
    found = library().list()
    if options.format == "json":
        objects = [
            {
                "name": output.visible(each.name),
                "origin": each.origin,
                "path": readable(each.path),
                "title": "" if isinstance(each, BrokenPreset) else each.title,
                "description": "" if isinstance(each, BrokenPreset) else each.description,
                "tags": [] if isinstance(each, BrokenPreset) else [*each.tags],
                "problem": each.reason if isinstance(each, BrokenPreset) else None,
            }
            for each in found
        ]
        output.put(json.dumps(objects, indent=2))
        return exits.DONE
    rows = []
    for each in found:
        about = text("presets.broken", reason=each.reason) if isinstance(each, BrokenPreset) else each.title
        whose = text("presets.own" if each.origin == "user" else "presets.shipped")
        rows.append((output.visible(each.name), whose, output.visible(about)))
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for name, whose, about in rows:
        output.put(f"{name:<{widths[0]}}  {whose:<{widths[1]}}  {about}".rstrip())
    if not rows:
        output.say(text("presets.none"))
    return exits.DONE


def _show(arguments: list[str]) -> int:
    from wizard.document.envelope import wrap
    from wizard.document.secrets import with_references
    from wizard.export.as_json import as_json

    options = parser_of_show().read(arguments)
    try:
        preset = library().load(options.preset)
    except NotThere as error:
        raise Stop(exits.USAGE, no_preset(options.preset, or_file=False)) from error
    # A preset that was written by hand may hold a secret itself.
    output.put_bytes(as_json(wrap(with_references(preset.request), dict(preset.meta))))
    return exits.DONE


def _delete(arguments: list[str]) -> int:
    options = parser_of_delete().read(arguments)
    name, presets = options.preset, library()
    path = presets.user_folder / f"{name}.json"
    if output.can_ask() and not options.yes and os.path.lexists(path):
        question = text("presets.question", name=output.visible(name), path=readable(path))
        if not output.ask(question):
            output.say(text("presets.kept"))
            return exits.INTERRUPTED
    try:
        presets.delete(name)
    except (NotThere, OSError) as error:  # a name that is too long for any file
        raise Stop(exits.USAGE, no_preset(name, or_file=False)) from error
    output.say(text("presets.deleted", path=readable(path)))
    if any(each.name == name for each in presets.list()):
        output.say(text("presets.uncovered"))
    return exits.DONE
