"""`bcw presets import`: a file, or what another program writes, as a preset of the user's own."""

import sys
from typing import Any

import click

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.options import Options, complete_source, format_examples
from wizard.cli.sources import read_stdin
from wizard.cli.texts import text
from wizard.core.actions.opening import (
    STDIN,
    Source,
    preset_library,
    read_file,
    read_import,
    suggest_name,
)
from wizard.document.parser import parse
from wizard.document.presets import FileContent
from wizard.document.tree import to_pointer
from wizard.i18n import _
from wizard.text import format_path


@click.command(
    "import",
    help=_("Save a request or a preset file as one of your presets; '-' is standard input.")
    + "\n\n"
    + _(
        "Without --name, the name is the one in the preset's header, or that of the file. A secret in it is "
        "replaced by a reference to a variable."
    ),
    epilog=format_examples(
        ("bcw presets import ./request.json --name my-farm", _("save a request as your preset")),
        ("bcw presets import colleague.json", _("save a preset that somebody gave you")),
        ("bcw presets show spot-farm | bcw presets import - --name my-farm", _("copy a preset")),
    ),
)
@click.argument("file", metavar="FILE", shell_complete=complete_source)
@click.option("--name", metavar="N", help=_("Name of the preset."))
@click.option("--replace", is_flag=True, help=_("Replace your preset of that name, if there is one."))
def import_file(**values: Any) -> int:
    """Read the file and save what is in it."""
    options = Options(**values)
    is_stdin = options.file == STDIN
    source = Source(STDIN, read_stdin()) if is_stdin else read_file(options.file)
    reading = parse(source.data)
    if reading.problem is not None:
        return not_json(source)
    opened = read_import(source, reading)
    if not isinstance(opened.request, dict):
        return not_json(source)
    name = _name(source, opened) if options.name is None else options.name
    path = preset_library().save(name, opened.preset or {}, opened.request, overwrite=options.replace)
    output.say(text("presets.imported", name=name, path=format_path(path)))
    _say_secrets(opened)
    return exits.DONE


def _name(source: Source, opened: FileContent) -> str:
    """The name that the preset says of itself, or that of its file.

    Raises:
        Stop: Neither can be the name of a preset.
    """
    name, fits = suggest_name(source, opened)
    if not fits:
        raise Stop(exits.USAGE, text("presets.name", given=output.visible(name)))
    return name


def _say_secrets(opened: FileContent) -> None:
    from wizard.document.secrets import find_secrets

    for path, variable in find_secrets(opened.request):
        output.say(text("presets.secret", path=to_pointer(path), reference=f"${{env:{variable}}}"))


def not_json(source: Source) -> int:
    from wizard.cli.findings import to_text
    from wizard.core.actions.check import check_source
    from wizard.validation import Context

    report = check_source(source, Context())
    output.say(to_text(source.name, report, report.findings[:1], stream=sys.stderr), is_escaped=True)
    return exits.FINDINGS
