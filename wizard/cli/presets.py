"""`bcw presets`: the preset library."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from shlex import quote

import click

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.cli.request import exit_for_invalid, read_request, read_stdin
from wizard.core.actions import opening
from wizard.core.actions.opening import STDIN, InvalidJsonError, Source, describe_missing, open_library
from wizard.core.formatting import suggest_similar
from wizard.document.presets import remove_secret_defaults, wrap_preset
from wizard.document.secrets import find_secrets, insert_references
from wizard.document.serializer import to_compact_text, to_text
from wizard.document.tree import MISSING, to_pointer
from wizard.errors import AlreadyExistsError, NotFoundError
from wizard.i18n import _, join_sentences
from wizard.text import escape_text, format_escaped, format_path

presets = params.group(
    "presets",
    _("Manage the preset library."),
    ("bcw presets list", _("all presets: yours and the built-in ones")),
    ("bcw presets show smallest", _("one of them as JSON")),
    ("bcw presets import ./request.json --name my-farm", _("save a file as your preset")),
    ("bcw presets set my-farm --title 'My farm' --tag night", _("change its title and tags")),
    ("bcw presets diff my-farm spot-farm", _("compare two presets")),
    ("bcw presets delete my-farm", _("delete yours; 'restore' brings it back")),
)


_replace_option = click.option(
    "--replace", is_flag=True, help=_("Replace your preset of that name, if there is one.")
)


@contextmanager
def _explain_errors(name: str = "") -> Iterator[None]:
    """Add to errors the presets with a name like one that is missing, or the option that replaces one."""
    try:
        yield
    except NotFoundError as error:
        raise CliError(exits.USAGE, describe_missing(name, or_file=False)) from error
    except AlreadyExistsError as error:
        raise CliError(exits.USAGE, join_sentences(str(error), _("Add --replace to replace it."))) from error


@presets.subcommand(
    _("List all presets, yours first."),
    ("bcw presets list", _("name, origin and title")),
    ("bcw presets list --format json", _("everything about them, for a program")),
    ("bcw presets list --tag spot", _("those with a tag")),
    ("bcw presets list --deleted", _("those that 'bcw presets restore' brings back")),
    name="list",
)
@params.format_option("text", "json", "names")
@click.option("--own", is_flag=True, help=_("Only yours."))
@click.option("--deleted", is_flag=True, help=_("Deleted presets that can be restored."))
@click.option("--tag", metavar="TAG", help=_("Only presets with this tag."))
def list_presets(options: params.Options) -> None:
    if options.deleted and options.own:
        raise CliError(exits.USAGE, _("--own and --deleted exclude each other."))
    if options.deleted:
        if options.tag is not None:
            raise CliError(exits.USAGE, _("--tag and --deleted exclude each other."))
        _list_deleted(options.format)
        return
    found = [
        each
        for each in open_library().list_all()
        if options.tag is None or options.tag in each.header.tags
        if each.origin == "user" or not options.own
    ]
    objects = [
        {
            "name": each.name,
            "origin": each.origin,
            "path": format_path(each.path),
            "title": "" if each.problem else each.title,
            "description": each.description,
            "tags": each.header.tags,
            "problem": each.problem or None,
        }
        for each in found
    ]
    unusable = _("unusable: {reason}")
    rows = [
        (
            each.name,
            _("custom") if each.origin == "user" else _("built-in"),
            unusable.format(reason=each.problem) if each.problem else each.title,
        )
        for each in found
    ]
    headers = [_("Name"), _("Origin"), _("Title")]
    names = params.iter_valid_names(each.name for each in found)
    output.echo_list(options.format, objects, rows, headers, ["bold", "dim"], names=names)
    if options.format == "text" and not found:
        nothing = _("There are no presets.") if options.tag is None else _("No preset has the tag {tag}.")
        output.info(nothing, tag=options.tag)


def _list_deleted(form: str) -> None:
    library = open_library()
    found = library.list_deleted()
    objects = [{"name": each, "path": format_path(library.find_deleted(each))} for each in found]
    rows = [[each] for each in found]
    output.echo_list(form, objects, rows, [_("Name")], names=params.iter_valid_names(found))
    if form == "text" and not found:
        output.info(_("There are no deleted presets."))


@presets.subcommand(
    _("Print a preset as JSON: its header and its request."),
    ("bcw presets show smallest > ./mine.json", _("a copy to edit")),
)
@click.argument("preset", metavar="P", shell_complete=params.complete_presets)
def show(options: params.Options) -> None:
    with _explain_errors(options.preset):
        document = open_library().load(options.preset).document
    # A preset that was written by hand may hold a secret itself.
    meta = remove_secret_defaults(document["preset"], document["request"])
    shown = wrap_preset(insert_references(document["request"]), meta)
    output.echo_bytes(f"{to_text(shown)}\n".encode())


@presets.subcommand(
    _("Rename one of your presets."),
    ("bcw presets rename my-farm night-farm", _("rename my-farm to night-farm")),
)
@params.preset_argument
@click.argument("new", metavar="NEW")
@_replace_option
def rename(options: params.Options) -> None:
    with _explain_errors(options.preset):
        path = open_library().rename(options.preset, options.new, overwrite=options.replace)
    output.info(_("Renamed to {name}: {path}"), name=options.new, path=format_path(path))


@presets.subcommand(
    _("Change title, description or tags of one of your presets."),
    ("bcw presets set my-farm --title 'My farm'", _("change the title")),
    ("bcw presets set my-farm --tag night --no-tag draft", _("add a tag, remove another")),
    name="set",
)
@params.preset_argument
@click.option("--title", metavar="TEXT", help=_("The new title."))
@click.option("--description", metavar="TEXT", help=_("The new description."))
@click.option("--tag", metavar="TAG", multiple=True, help=_("Add a tag. Can be repeated."))
@click.option("--no-tag", metavar="TAG", multiple=True, help=_("Remove a tag. Can be repeated."))
def set_header(options: params.Options) -> None:
    given = {"title": options.title, "description": options.description}
    members: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if not members and not options.tag and not options.no_tag:
        raise CliError(exits.USAGE, _("Nothing to change. Add --title, --description, --tag or --no-tag."))
    with _explain_errors(options.preset):
        path = open_library().describe(
            options.preset, add_tags=options.tag, drop_tags=options.no_tag, **members
        )
    output.info(_("Changed: {path}"), path=format_path(path))


@presets.subcommand(
    _("Delete one of your presets. 'bcw presets restore' brings it back."),
    ("bcw presets delete my-farm", _("delete my-farm")),
)
@params.preset_argument
@params.yes_option(_("Delete it without asking."))
def delete(options: params.Options) -> int:
    name, library = options.preset, open_library()
    path = library.user_folder / f"{name}.json"
    if output.can_ask() and not options.yes and os.path.lexists(path):
        question = _("Delete the preset {name} ({path})?")
        if not output.ask(format_escaped(question, name=name, path=format_path(path))):
            output.info(_("Nothing was deleted."))
            return exits.INTERRUPTED
    try:
        kept = library.delete(name)
    except (NotFoundError, OSError) as error:  # a name that is too long for any file
        raise CliError(exits.USAGE, describe_missing(name, or_file=False)) from error
    output.info(_("Deleted: {path}"), path=format_path(path))
    message = _("A copy is kept in {path}. To restore it: bcw presets restore {name}")
    output.info(message, path=format_path(kept), name=quote(escape_text(name)))
    if any(each.name == name for each in library.list_all()):
        output.info(_("The built-in preset of this name is used again."))
    return exits.DONE


@presets.subcommand(
    _("Restore the preset of a name that was deleted last."),
    ("bcw presets restore my-farm", _("restore my-farm")),
)
@click.argument(
    "preset",
    metavar="P",
    shell_complete=params.completes(lambda: params.iter_valid_names(open_library().list_deleted())),
)
@_replace_option
def restore(options: params.Options) -> None:
    library = open_library()
    with _explain_errors():
        try:
            path = library.restore(options.preset, overwrite=options.replace)
        except NotFoundError as error:
            hint = suggest_similar(options.preset, library.list_deleted())
            raise CliError(exits.USAGE, join_sentences(str(error), hint)) from error
    output.info(_("Restored: {path}"), path=format_path(path))


@presets.subcommand(
    _("Save a file as one of your presets."),
    _(
        "A FILE is a request or a preset; '-' is standard input. Without --name, the name is the one in the "
        "preset's header, or that of the file. A secret in it is replaced by a reference to a variable."
    ),
    ("bcw presets import ./request.json --name my-farm", _("save a request as your preset")),
    ("bcw presets import colleague.json", _("save a preset that somebody gave you")),
    ("bcw presets show spot-farm | bcw presets import - --name my-farm", _("copy a preset")),
    name="import",
)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--name", metavar="N", help=_("Name of the preset."))
@_replace_option
def import_file(options: params.Options) -> None:
    source = Source(STDIN, read_stdin()) if options.file == STDIN else opening.read_file(options.file)
    try:
        opened = opening.read_import(source)
    except InvalidJsonError:
        exit_for_invalid(source)
    name = options.name
    if name is None:
        name, is_valid = opening.suggest_name(source, opened)
        if not is_valid:
            message = _("A preset cannot be named {name}. Choose a name with --name.")
            raise CliError(exits.USAGE, message, name=name)
    with _explain_errors():
        path = open_library().save(name, opened.origin.preset or {}, opened.tree, overwrite=options.replace)
    output.info(_("Imported as {name}: {path}"), name=name, path=format_path(path))
    for place, variable in find_secrets(opened.tree):
        message = _("{path}: the secret was replaced by the reference {reference}.")
        output.info(message, path=to_pointer(place), reference=f"${{env:{variable}}}")


@presets.subcommand(
    _("Show the differences between two presets or files."),
    _("+ is only in the second, - only in the first, ~ has another value. 1 and 1.0 are different values."),
    ("bcw presets diff smallest my-farm", _("two presets")),
    ("bcw presets diff my-farm ./request.json", _("a preset and a file")),
)
@click.argument("a", metavar="A", shell_complete=params.complete_source)
@click.argument("b", metavar="B", shell_complete=params.complete_source)
@params.format_option("text", "json")
def diff(options: params.Options) -> None:
    from wizard.core.actions.library import compare_presets

    one, other = read_request(options.a), read_request(options.b)
    found = compare_presets(one, other)
    if find_secrets(one.tree) or find_secrets(other.tree):
        output.info(_("Secrets are not compared: references are shown instead."))
    objects = []
    for each in found:
        values = {} if each.kind == "moved" else {"before": each.before, "after": each.after}
        values = {name: value for name, value in values.items() if value is not MISSING}
        objects.append({"kind": each.kind, "path": to_pointer(each.path), **values})
        shown = " -> ".join(to_compact_text(value) for value in values.values())
        if each.kind == "moved":
            shown = _("the order of the keys is different")
        if options.format == "text":
            sign = {"added": "+", "removed": "-"}.get(each.kind, "~")
            output.echo(f"{sign} {escape_text(f'{to_pointer(each.path)}: {shown}')}")
    if options.format == "json":
        output.echo_json(objects)
    elif not found:
        output.info(_("There are no differences."))
