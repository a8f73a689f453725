"""`bcw schema`: JSON Schema of requests and presets, for editors."""

import click

from wizard.cli import exits, output
from wizard.cli.options import Options, format_examples
from wizard.export.json_schema import KINDS, json_schema
from wizard.i18n import _


@click.command(
    help=_("Print the JSON Schema of a request or of a preset file, for editors.")
    + "\n\n"
    + _("It rejects what 'bcw check' rejects by shape; errors across fields are left to 'bcw check'."),
    epilog=format_examples(
        ("bcw schema > request.schema.json", _("of a request")),
        ("bcw schema preset > preset.schema.json", _("of a preset file")),
    ),
)
@click.argument("kind", type=click.Choice(KINDS), default=KINDS[0])
def schema(**values: str) -> int:
    """Print the schema."""
    output.put_json(json_schema(Options(**values).kind))
    return exits.DONE
