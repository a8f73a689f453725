"""`bcw presets`: the library."""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from shlex import quote

from wizard.cli import exits, output, verbs
from wizard.cli.exits import Stop
from wizard.cli.parsing import Parser
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.core.actions.sources import library, no_preset
from wizard.core.wording import near
from wizard.errors import AlreadyExistsError, NotFoundError, StorageError
from wizard.storage.presets import check_name
from wizard.text import format_path


def run(verb: str, arguments: list[str]) -> int:
    """Run one of the verbs below `presets`."""
    if arguments[:1] in (["-h"], ["--help"]):
        Parser("presets").print_help()
        return exits.DONE
    below: Mapping[str, Callable[[list[str]], int]] = {
        "list": _list,
        "show": _show,
        "import": _import,
        "rename": _rename,
        "set": _set,
        "diff": _diff,
        "delete": _delete,
        "restore": _restore,
    }
    name, rest = verbs.choose("presets", tuple(below), arguments)
    try:
        return below[name](rest)
    except AlreadyExistsError as error:
        raise Stop(exits.USAGE, f"{error} {text('presets.replace')}") from error
    except StorageError as error:
        raise Stop(exits.USAGE, str(error)) from error


def _import(arguments: list[str]) -> int:
    from wizard.cli.presets_import import run as run_import

    return run_import(arguments)


def _diff(arguments: list[str]) -> int:
    from wizard.cli.presets_diff import run as run_diff

    return run_diff(arguments)


def _list(arguments: list[str]) -> int:
    parser = Parser("presets list")
    parser.add_argument(
        "--format", choices=("text", "json", "names"), default="text", help=ARGUMENTS["names-format"]
    )
    which = parser.add_mutually_exclusive_group()
    parser.arguments += [
        which.add_argument("--own", action="store_true", help=ARGUMENTS["filter-own"]),
        which.add_argument("--deleted", action="store_true", help=ARGUMENTS["filter-deleted"]),
    ]
    parser.add_argument("--tag", metavar="TAG", help=ARGUMENTS["filter-tag"])
    options = parser.read(arguments)
    if options.deleted:
        if options.tag is not None:
            raise Stop(exits.USAGE, text("presets.deleted.tag"))
        return _list_deleted(options.format)
    found = [
        each
        for each in library().list_all()
        if options.tag is None or options.tag in each.header.tags
        if each.origin == "user" or not options.own
    ]
    if options.format == "names":
        _put_names(each.name for each in found)
        return exits.DONE
    if options.format == "json":
        objects = [
            {
                "name": each.name,
                "origin": each.origin,
                "path": format_path(each.path),
                "title": "" if each.problem else each.title,
                "description": each.header.description,
                "tags": each.header.tags,
                "problem": each.problem or None,
            }
            for each in found
        ]
        output.put_json(objects)
        return exits.DONE
    rows = []
    for each in found:
        about = text("presets.broken", reason=each.problem) if each.problem else each.title
        whose = text("presets.own" if each.origin == "user" else "presets.shipped")
        rows.append((output.visible(each.name), whose, output.visible(about)))
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for name, whose, about in rows:
        output.put(f"{name:<{widths[0]}}  {whose:<{widths[1]}}  {about}".rstrip())
    if not rows and options.tag is not None:
        output.say(text("presets.untagged", tag=output.visible(options.tag)))
    elif not rows:
        output.say(text("presets.none"))
    return exits.DONE


def _put_names(names: Iterable[str]) -> None:
    """Print the names for a shell: a file may have one that is none, which no shell has to see."""
    for name in names:
        with suppress(StorageError):
            check_name(name)
            output.put(name)


def _list_deleted(form: str) -> int:
    """List what `restore` brings back."""
    presets = library()
    found = presets.list_deleted()
    if form == "json":
        objects = [{"name": each, "path": format_path(presets.find_deleted(each))} for each in found]
        output.put_json(objects)
        return exits.DONE
    if form == "names":
        _put_names(found)
        return exits.DONE
    for each in found:
        output.put(output.visible(each))
    if not found:
        output.say(text("presets.deleted.none"))
    return exits.DONE


def _show(arguments: list[str]) -> int:
    from wizard.document.presets import remove_secret_defaults, wrap_preset
    from wizard.document.secrets import insert_references
    from wizard.document.serializer import to_text

    parser = Parser("presets show")
    parser.add_argument("preset", metavar="P", help=ARGUMENTS["preset"])
    options = parser.read(arguments)
    try:
        preset = library().load(options.preset)
    except NotFoundError as error:
        raise Stop(exits.USAGE, no_preset(options.preset, or_file=False)) from error
    # A preset that was written by hand may hold a secret itself.
    request, meta = insert_references(preset.request), remove_secret_defaults(preset.meta, preset.request)
    output.put_bytes(f"{to_text(wrap_preset(request, meta))}\n".encode())
    return exits.DONE


def _rename(arguments: list[str]) -> int:
    parser = Parser("presets rename")
    parser.add_argument("preset", metavar="P", help=ARGUMENTS["preset"])
    parser.add_argument("new", metavar="NEW", help=ARGUMENTS["new-name"])
    parser.add_argument("--replace", action="store_true", help=ARGUMENTS["import-replace"])
    options = parser.read(arguments)
    try:
        path = library().rename(options.preset, options.new, overwrite=options.replace)
    except NotFoundError as error:
        raise Stop(exits.USAGE, no_preset(options.preset, or_file=False)) from error
    output.say(text("presets.renamed", name=options.new, path=format_path(path)))
    return exits.DONE


def _set(arguments: list[str]) -> int:
    parser = Parser("presets set")
    parser.add_argument("preset", metavar="P", help=ARGUMENTS["preset"])
    parser.add_argument("--title", metavar="TEXT", help=ARGUMENTS["title"])
    parser.add_argument("--description", metavar="TEXT", help=ARGUMENTS["description"])
    parser.add_argument("--tag", metavar="TAG", action="append", default=[], help=ARGUMENTS["tag"])
    parser.add_argument("--no-tag", metavar="TAG", action="append", default=[], help=ARGUMENTS["no-tag"])
    options = parser.read(arguments)
    given = {"title": options.title, "description": options.description}
    members: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if not members and not options.tag and not options.no_tag:
        raise Stop(exits.USAGE, text("presets.nothing"))
    try:
        path = library().describe(options.preset, add_tags=options.tag, drop_tags=options.no_tag, **members)
    except NotFoundError as error:
        raise Stop(exits.USAGE, no_preset(options.preset, or_file=False)) from error
    output.say(text("presets.changed", path=format_path(path)))
    return exits.DONE


def _delete(arguments: list[str]) -> int:
    parser = Parser("presets delete")
    parser.add_argument("preset", metavar="P", help=ARGUMENTS["preset"])
    parser.add_argument("--yes", action="store_true", help=ARGUMENTS["delete-yes"])
    options = parser.read(arguments)
    name, presets = options.preset, library()
    path = presets.user_folder / f"{name}.json"
    if output.can_ask() and not options.yes and os.path.lexists(path):
        question = text("presets.question", name=output.visible(name), path=format_path(path))
        if not output.ask(question):
            output.say(text("presets.kept"))
            return exits.INTERRUPTED
    try:
        kept = presets.delete(name)
    except (NotFoundError, OSError) as error:  # a name that is too long for any file
        raise Stop(exits.USAGE, no_preset(name, or_file=False)) from error
    output.say(text("presets.deleted", path=format_path(path)))
    output.say(text("presets.trashed", path=format_path(kept), name=quote(output.visible(name))))
    if any(each.name == name for each in presets.list_all()):
        output.say(text("presets.uncovered"))
    return exits.DONE


def _restore(arguments: list[str]) -> int:
    parser = Parser("presets restore")
    parser.add_argument("preset", metavar="P", help=ARGUMENTS["preset"])
    parser.add_argument("--replace", action="store_true", help=ARGUMENTS["import-replace"])
    options = parser.read(arguments)
    presets = library()
    try:
        path = presets.restore(options.preset, overwrite=options.replace)
    except NotFoundError as error:
        close = near(options.preset, presets.list_deleted())
        hint = text("verb.close", names=text("or").join(close)) if close else ""
        raise Stop(exits.USAGE, f"{error} {hint}".rstrip()) from error
    output.say(text("presets.restored", path=format_path(path)))
    return exits.DONE
