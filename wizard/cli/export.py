"""`bcw export`: the request for another tool."""

import sys

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.parsing import Parser
from wizard.cli.sources import read_request
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.core.actions.exporting import said_of
from wizard.core.actions.filling import Settled, needed, settle
from wizard.core.actions.sources import Source, Unreadable
from wizard.core.wording import near
from wizard.document.presets import PresetFile
from wizard.export import FORMATS, Place, export


def parser() -> Parser:
    """The parser of `bcw export`."""
    parser = Parser("export")
    parser.add_argument("source", metavar="P|FILE", help=ARGUMENTS["source-or-stdin"])
    about = ARGUMENTS["as"].format(names=", ".join(FORMATS))
    parser.add_argument("--as", metavar="FORMAT", dest="format", default="json", help=about)
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help=ARGUMENTS["set"])
    parser.add_argument("--endpoint", metavar="URL", help=ARGUMENTS["export-endpoint"])
    parser.add_argument("--region", metavar="ID", help=ARGUMENTS["export-region"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print the request in a format; where a secret was left out, say so."""
    options = parser().read(arguments)
    if options.format not in FORMATS:
        parts = [text("export.format", name=output.visible(options.format), names=", ".join(FORMATS))]
        if close := near(options.format, [*FORMATS]):
            parts.append(text("verb.close", names=text("or").join(close)))
        raise Stop(exits.USAGE, " ".join(parts))
    place = _place(options.endpoint, options.region)
    if place != Place() and options.format in ("json", "bcs"):
        output.say(text("export.place", name=options.format))
    source, reading, opened = read_request(options.source)
    if reading.problem is not None:
        return _not_json(source)
    settled = _settled(source, opened, options.set)
    if settled.missing and FORMATS[options.format].runs:
        missing = needed([*settled.missing])
        raise Stop(exits.USAGE, text("parameter.needed", file=output.visible(source.name), options=missing))
    exported = export(settled.tree, options.format, place)
    output.put_bytes(exported.data)
    output.flush()
    for remark in said_of(exported):
        output.say(remark)
    if settled.missing:
        missing = needed([*settled.missing])
        output.say(text("parameter.needed", file=output.visible(source.name), options=missing))
    return exits.DONE


def _settled(source: Source, opened: PresetFile, settings: list[str]) -> Settled:
    try:
        return settle(opened, settings)
    except Unreadable as error:
        raise Stop(exits.USAGE, str(error)) from error


def _place(endpoint: str | None, region: str | None) -> Place:
    """Where the scripts send the request; the region of an official address goes with it."""
    if endpoint is None and region is None:
        return Place()
    from wizard.client.endpoints import check_region, parse_endpoint, region_of_host
    from wizard.client.errors import TargetError

    try:
        found = None if endpoint is None else parse_endpoint(endpoint)
        of_host = None if found is None else region_of_host(found.host)
        known = check_region(region) if region is not None else of_host or ""
    except TargetError as error:
        raise Stop(exits.USAGE, str(error)) from error
    return Place("" if found is None else found.url, known)


def _not_json(source: Source) -> int:
    """Say why a text is no request, as `bcw check` does, but as talk."""
    from wizard.cli.findings import judged, to_text
    from wizard.validation import Context

    report = judged(source, Context())
    output.say(to_text(source.name, report, report.findings, stream=sys.stderr), is_escaped=True)
    return exits.FINDINGS
