"""`bcw presets`: the library."""

import os
from collections.abc import Iterable
from shlex import quote
from typing import Any

import click
from click.shell_completion import CompletionItem

from wizard.cli import exits, output
from wizard.cli.app import CommandGroup
from wizard.cli.exits import Stop
from wizard.cli.options import (
    Options,
    complete_presets,
    format_examples,
    format_option,
    iter_valid_names,
    preset_argument,
    yes_option,
)
from wizard.cli.presets_diff import diff
from wizard.cli.presets_import import import_file
from wizard.cli.texts import text
from wizard.core.actions.opening import describe_missing, preset_library
from wizard.core.formatting import find_similar
from wizard.errors import AlreadyExistsError, NotFoundError
from wizard.i18n import _
from wizard.text import format_path


class PresetGroup(CommandGroup):
    """The group of commands; where a name is taken, it names the option that overwrites."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except AlreadyExistsError as error:
            raise Stop(exits.USAGE, f"{error} {text('presets.replace')}") from error


@click.group(
    cls=PresetGroup,
    help=_("Manage the preset library."),
    epilog=format_examples(
        ("bcw presets list", _("all presets: yours and the built-in ones")),
        ("bcw presets show smallest", _("one of them as JSON")),
        ("bcw presets import ./request.json --name my-farm", _("save a file as your preset")),
        ("bcw presets set my-farm --title 'My farm' --tag night", _("change its title and tags")),
        ("bcw presets diff my-farm spot-farm", _("compare two presets")),
        ("bcw presets delete my-farm", _("delete yours; 'restore' brings it back")),
    ),
)
def presets() -> None:
    """Group the commands."""


def complete_deleted(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the deleted presets that an incomplete name can become."""
    found = iter_valid_names(preset_library().list_deleted())
    return [CompletionItem(name) for name in found if name.startswith(incomplete)]


_replace_option = click.option(
    "--replace", is_flag=True, help=_("Replace your preset of that name, if there is one.")
)


@presets.command(
    "list",
    help=_("List all presets, yours first."),
    epilog=format_examples(
        ("bcw presets list", _("name, origin and title")),
        ("bcw presets list --format json", _("everything about them, for a program")),
        ("bcw presets list --tag spot", _("those with a tag")),
        ("bcw presets list --deleted", _("those that 'bcw presets restore' brings back")),
    ),
)
@format_option("text", "json", "names")
@click.option("--own", is_flag=True, help=_("Only yours."))
@click.option("--deleted", is_flag=True, help=_("Deleted presets that can be restored."))
@click.option("--tag", metavar="TAG", help=_("Only presets with this tag."))
def list_presets(**values: Any) -> int:
    """Print all presets."""
    options = Options(**values)
    if options.deleted and options.own:
        raise Stop(exits.USAGE, _("--own and --deleted exclude each other."))
    if options.deleted:
        if options.tag is not None:
            raise Stop(exits.USAGE, text("presets.deleted.tag"))
        return _list_deleted(options.format)
    found = [
        each
        for each in preset_library().list_all()
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
                "description": each.description,
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
    for name in iter_valid_names(names):
        output.put(name)


def _list_deleted(form: str) -> int:
    """List what `restore` brings back."""
    folder = preset_library()
    found = folder.list_deleted()
    if form == "json":
        objects = [{"name": each, "path": format_path(folder.find_deleted(each))} for each in found]
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


@presets.command(
    help=_("Print a preset as JSON: its header and its request."),
    epilog=format_examples(("bcw presets show smallest > ./mine.json", _("a copy to edit"))),
)
@click.argument("preset", metavar="P", shell_complete=complete_presets)
def show(**values: Any) -> int:
    """Print a preset."""
    from wizard.document.presets import remove_secret_defaults, wrap_preset
    from wizard.document.secrets import insert_references
    from wizard.document.serializer import to_text

    options = Options(**values)
    try:
        preset = preset_library().load(options.preset)
    except NotFoundError as error:
        raise Stop(exits.USAGE, describe_missing(options.preset, or_file=False)) from error
    # A preset that was written by hand may hold a secret itself.
    request, meta = insert_references(preset.request), remove_secret_defaults(preset.meta, preset.request)
    output.put_bytes(f"{to_text(wrap_preset(request, meta))}\n".encode())
    return exits.DONE


@presets.command(
    help=_("Rename one of your presets."),
    epilog=format_examples(("bcw presets rename my-farm night-farm", _("rename my-farm to night-farm"))),
)
@preset_argument
@click.argument("new", metavar="NEW")
@_replace_option
def rename(**values: Any) -> int:
    """Rename a preset."""
    options = Options(**values)
    try:
        path = preset_library().rename(options.preset, options.new, overwrite=options.replace)
    except NotFoundError as error:
        raise Stop(exits.USAGE, describe_missing(options.preset, or_file=False)) from error
    output.say(text("presets.renamed", name=options.new, path=format_path(path)))
    return exits.DONE


@presets.command(
    "set",
    help=_("Change title, description or tags of one of your presets."),
    epilog=format_examples(
        ("bcw presets set my-farm --title 'My farm'", _("change the title")),
        ("bcw presets set my-farm --tag night --no-tag draft", _("add a tag, remove another")),
    ),
)
@preset_argument
@click.option("--title", metavar="TEXT", help=_("The new title."))
@click.option("--description", metavar="TEXT", help=_("The new description."))
@click.option("--tag", metavar="TAG", multiple=True, help=_("Add a tag. Can be repeated."))
@click.option("--no-tag", metavar="TAG", multiple=True, help=_("Remove a tag. Can be repeated."))
def set_header(**values: Any) -> int:
    """Change the header of a preset."""
    options = Options(**values)
    given = {"title": options.title, "description": options.description}
    members: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if not members and not options.tag and not options.no_tag:
        raise Stop(exits.USAGE, text("presets.nothing"))
    try:
        path = preset_library().describe(
            options.preset, add_tags=options.tag, drop_tags=options.no_tag, **members
        )
    except NotFoundError as error:
        raise Stop(exits.USAGE, describe_missing(options.preset, or_file=False)) from error
    output.say(text("presets.changed", path=format_path(path)))
    return exits.DONE


@presets.command(
    help=_("Delete one of your presets. 'bcw presets restore' brings it back."),
    epilog=format_examples(("bcw presets delete my-farm", _("delete my-farm"))),
)
@preset_argument
@yes_option(_("Delete it without asking."))
def delete(**values: Any) -> int:
    """Delete a preset, after a question on a terminal."""
    options = Options(**values)
    name, folder = options.preset, preset_library()
    path = folder.user_folder / f"{name}.json"
    if output.can_ask() and not options.yes and os.path.lexists(path):
        question = text("presets.question", name=output.visible(name), path=format_path(path))
        if not output.ask(question):
            output.say(text("presets.kept"))
            return exits.INTERRUPTED
    try:
        kept = folder.delete(name)
    except (NotFoundError, OSError) as error:  # a name that is too long for any file
        raise Stop(exits.USAGE, describe_missing(name, or_file=False)) from error
    output.say(text("presets.deleted", path=format_path(path)))
    output.say(text("presets.trashed", path=format_path(kept), name=quote(output.visible(name))))
    if any(each.name == name for each in folder.list_all()):
        output.say(text("presets.uncovered"))
    return exits.DONE


@presets.command(
    help=_("Restore the preset of a name that was deleted last."),
    epilog=format_examples(("bcw presets restore my-farm", _("restore my-farm"))),
)
@click.argument("preset", metavar="P", shell_complete=complete_deleted)
@_replace_option
def restore(**values: Any) -> int:
    """Bring back a deleted preset."""
    options = Options(**values)
    folder = preset_library()
    try:
        path = folder.restore(options.preset, overwrite=options.replace)
    except NotFoundError as error:
        close = find_similar(options.preset, folder.list_deleted())
        hint = text("verb.close", names=text("or").join(close)) if close else ""
        raise Stop(exits.USAGE, f"{error} {hint}".rstrip()) from error
    output.say(text("presets.restored", path=format_path(path)))
    return exits.DONE


presets.add_command(import_file)
presets.add_command(diff)
