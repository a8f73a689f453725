"""`bcw export`: exports the request for another tool."""

import sys

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.parsing import Parser
from wizard.cli.sources import read_request
from wizard.cli.usage import ARGUMENTS
from wizard.core.actions.exporting import said_of
from wizard.core.actions.filling import needed, settle
from wizard.core.actions.sources import Source, Unreadable
from wizard.core.wording import near
from wizard.export import FORMATS, Place, export
from wizard.i18n import _


def parser() -> Parser:
    """Return the parser of `bcw export`."""
    parser = Parser("export")
    parser.add_argument("source", metavar="P|FILE", help=ARGUMENTS["source-or-stdin"])
    about = ARGUMENTS["as"].format(names=", ".join(FORMATS))
    parser.add_argument("--as", metavar="FORMAT", dest="format", default="json", help=about)
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help=ARGUMENTS["set"])
    parser.add_argument("--endpoint", metavar="URL", help=ARGUMENTS["export-endpoint"])
    parser.add_argument("--region", metavar="ID", help=ARGUMENTS["export-region"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print the exported request, and on stderr the references that replace secrets."""
    options = parser().read(arguments)
    if options.format not in FORMATS:
        raise Stop(exits.USAGE, _explain_format(options.format))
    place = _find_place(options.endpoint, options.region)
    if place != Place() and options.format in ("json", "bcs"):
        output.say(
            _("--endpoint and --region have no effect on the format {name}.").format(name=options.format)
        )
    source, reading, opened = read_request(options.source)
    if reading.problem is not None:
        return _print_problem(source)
    try:
        settled = settle(opened, options.set)
    except Unreadable as error:
        raise Stop(exits.USAGE, str(error)) from error
    missing = ""
    if settled.missing:
        missing = _("{file} has parameters without a value. Add {options}.").format(
            file=output.visible(source.name), options=needed([*settled.missing])
        )
        if FORMATS[options.format].runs:
            raise Stop(exits.USAGE, missing)
    exported = export(settled.tree, options.format, place)
    output.put_bytes(exported.data)
    output.flush()
    for message in [*said_of(exported), *([missing] if missing else [])]:
        output.say(message)
    return exits.DONE


def _explain_format(name: str) -> str:
    message = _('Unknown format "{name}". Formats: {names}.').format(
        name=output.visible(name), names=", ".join(FORMATS)
    )
    if similar := near(name, [*FORMATS]):
        message += " " + _("Did you mean: {names}?").format(names=", ".join(similar))
    return message


def _find_place(endpoint: str | None, region: str | None) -> Place:
    """Return where scripts send the request; without ``--region``, in the region of an official endpoint."""
    if endpoint is None and region is None:
        return Place()
    from wizard.client.endpoints import check_region, parse_endpoint, region_of_host
    from wizard.client.errors import ProfileError

    try:
        found = None if endpoint is None else parse_endpoint(endpoint)
        of_host = None if found is None else region_of_host(found.host)
        known = check_region(region) if region is not None else of_host or ""
    except ProfileError as error:
        raise Stop(exits.USAGE, str(error)) from error
    return Place("" if found is None else found.url, known)


def _print_problem(source: Source) -> int:
    """Print why a text is not JSON, as `bcw check` does, but on stderr."""
    from wizard.cli.findings import judged, to_text
    from wizard.validation import Context

    report = judged(source, Context())
    output.say(to_text(source.name, report, report.findings, stream=sys.stderr), is_escaped=True)
    return exits.FINDINGS
