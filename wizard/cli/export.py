"""`bcw export`: exports the request for another tool."""

import sys
from typing import Any

import click

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.options import Options, complete_regions, format_examples, set_option, source_argument
from wizard.cli.sources import read_request
from wizard.core.actions.check import apply_overrides, options_for
from wizard.core.actions.export import describe_references
from wizard.core.actions.opening import Source
from wizard.export import FORMATS, Place
from wizard.export import export as export_request
from wizard.i18n import _


@click.command(
    help=_("Export a request for another tool.")
    + "\n\n"
    + _(
        "json is the bare request, for 'bcs cc NAME -f FILE' and version control; curl a bash script "
        "that signs "
        "and sends it; bcs the command of the official bcs, or what that would lose; python a script "
        "with the "
        "official SDK; requests one without. Scripts read credentials, region, endpoint, token and "
        "secrets from "
        "environment variables when they run; exports contain no secrets."
    ),
    epilog=format_examples(
        ("bcw export smallest --as json", _("the bare request, as the API takes it")),
        ("bcw export my-farm > request.json", _("the same into a file")),
        ("bcw export my-farm --as curl --region cn-beijing > create.sh", _("a script for a CI job")),
        ("bcw export my-farm --as bcs", _("the command of bcs")),
        ("bcw export my-farm --as requests --set machines=20 > create.py", _("with a parameter")),
    ),
)
@source_argument
@click.option(
    "--as",
    "format",
    type=click.Choice([*FORMATS]),
    default="json",
    show_default=True,
    help=_("Format of the export."),
)
@set_option
@click.option(
    "--endpoint", metavar="URL", help=_("Address of the service, unless BATCHCOMPUTE_ENDPOINT is set later.")
)
@click.option(
    "--region",
    metavar="ID",
    shell_complete=complete_regions,
    help=_("Region, unless ALIBABA_CLOUD_REGION_ID is set later."),
)
def export(**values: Any) -> int:
    """Print the request in a format; where a secret was left out, say so."""
    options = Options(**values)
    place = _find_place(options.endpoint, options.region)
    if place != Place() and options.format in ("json", "bcs"):
        output.say(
            _("--endpoint and --region have no effect on the format {name}.").format(name=options.format)
        )
    source, reading, opened = read_request(options.source)
    if reading.problem is not None:
        return _print_problem(source)
    settled = apply_overrides(opened, options.set)
    missing = ""
    if settled.missing:
        missing = _("{file} has parameters without a value. Add {options}.").format(
            file=output.visible(source.name), options=options_for([*settled.missing])
        )
        if FORMATS[options.format].runs:
            raise Stop(exits.USAGE, missing)
    exported = export_request(settled.tree, options.format, place)
    output.put_bytes(exported.data)
    output.flush()
    for message in [*describe_references(exported), *([missing] if missing else [])]:
        output.say(message)
    return exits.DONE


def _find_place(endpoint: str | None, region: str | None) -> Place:
    """Return where scripts send the request; without ``--region``, in the region of an official endpoint."""
    if endpoint is None and region is None:
        return Place()
    from wizard.client.endpoints import check_region, parse_endpoint, region_of_host

    found = None if endpoint is None else parse_endpoint(endpoint)
    of_host = None if found is None else region_of_host(found.host)
    known = check_region(region) if region is not None else of_host or ""
    return Place("" if found is None else found.url, known)


def _print_problem(source: Source) -> int:
    """Print why a text is not JSON, as `bcw check` does, but on stderr."""
    from wizard.cli.findings import to_text
    from wizard.core.actions.check import check_source
    from wizard.validation import Context

    report = check_source(source, Context())
    output.say(to_text(source.name, report, report.findings, stream=sys.stderr), is_escaped=True)
    return exits.FINDINGS
