"""`bcw export`: the request for another tool."""

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.parsing import Parser
from wizard.cli.sources import Source, read_request
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.document.pointer import to_pointer
from wizard.export import FORMATS, export


def parser() -> Parser:
    """The parser of `bcw export`."""
    parser = Parser("export")
    parser.add_argument("source", metavar="P|FILE", help=ARGUMENTS["source-or-stdin"])
    about = ARGUMENTS["as"].format(names=", ".join(FORMATS))
    parser.add_argument("--as", metavar="FORMAT", dest="format", default="json", help=about)
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print the request in a format; where a secret was left out, say so."""
    options = parser().read(arguments)
    if options.format not in FORMATS:
        raise Stop(
            exits.USAGE,
            text("export.format", name=output.visible(options.format), names=", ".join(FORMATS)),
        )
    source, reading, opened = read_request(options.source)
    if reading.problem is not None:
        return _not_json(source)
    exported = export(opened.request, options.format)
    output.put_bytes(exported.data)
    output.flush()
    for path, variable in exported.references:
        output.say(text("export.secret", path=to_pointer(path), reference=f"${{env:{variable}}}"))
    return exits.DONE


def _not_json(source: Source) -> int:
    """Say why a text is no request, as `bcw check` does, but as talk."""
    import sys

    from wizard.cli.findings import judged, to_text
    from wizard.rules import Context

    report = judged(source, Context())
    output.say(to_text(source.name, report, report.findings, stream=sys.stderr))
    return exits.FINDINGS
