"""`bcw schema`: prints the JSON Schema of requests or presets, for editors."""

from wizard.cli import exits, output
from wizard.cli.parsing import Parser
from wizard.cli.usage import ARGUMENTS
from wizard.export.json_schema import KINDS, json_schema


def parser() -> Parser:
    """Return the parser of `bcw schema`."""
    parser = Parser("schema")
    parser.add_argument(
        "kind", metavar="|".join(KINDS), nargs="?", choices=KINDS, default=KINDS[0], help=ARGUMENTS["schema"]
    )
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print the JSON Schema."""
    options = parser().read(arguments)
    output.put_json(json_schema(options.kind))
    return exits.DONE
