"""`bcw presets diff`: what is different between two presets or files."""

from typing import Any

import click

from wizard.cli import exits, output
from wizard.cli.options import Options, complete_source, format_examples, format_option
from wizard.cli.presets_import import not_json
from wizard.cli.sources import read_request
from wizard.cli.texts import text
from wizard.core.actions.library import compare_presets
from wizard.document.presets import FileContent
from wizard.document.secrets import find_secrets
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Difference, to_pointer
from wizard.i18n import _


@click.command(
    help=_("Show the differences between two presets or files.")
    + "\n\n"
    + _("+ is only in the second, - only in the first, ~ has another value. 1 and 1.0 are different values."),
    epilog=format_examples(
        ("bcw presets diff smallest my-farm", _("two presets")),
        ("bcw presets diff my-farm ./request.json", _("a preset and a file")),
    ),
)
@click.argument("a", metavar="A", shell_complete=complete_source)
@click.argument("b", metavar="B", shell_complete=complete_source)
@format_option("text", "json")
def diff(**values: Any) -> int:
    """Print the differences; secrets are shown as references."""
    options = Options(**values)
    sides: list[FileContent] = []
    for name in (options.a, options.b):
        source, reading, opened = read_request(name)
        if reading.problem is not None:
            return not_json(source)
        sides.append(opened)
    found = compare_presets(*sides)
    if any(find_secrets(each.request) for each in sides):
        output.say(text("diff.secrets"))
    if options.format == "json":
        output.put_json([_object(each) for each in found])
        return exits.DONE
    for each in found:
        shown = {name: _shown(getattr(each, name)) for name in ("before", "after")}
        output.put(text(f"diff.{each.kind}", path=output.visible(to_pointer(each.path)), **shown))
    if not found:
        output.say(text("diff.same"))
    return exits.DONE


def _object(difference: Difference) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": difference.kind, "path": to_pointer(difference.path)}
    if difference.kind != "moved":
        for name in ("before", "after"):
            if (value := getattr(difference, name)) is not MISSING:
                made[name] = value
    return made


def _shown(value: Any) -> str:
    return "" if value is MISSING else output.visible(to_compact_text(value))
