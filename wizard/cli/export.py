"""`bcw export` and `bcw schema`: a request for other tools, and its JSON Schema for editors."""

import click

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.cli.request import describe_missing_parameters, read_request
from wizard.client.endpoints import check_region, find_region, parse_endpoint
from wizard.core.actions.check import apply_overrides
from wizard.export import FORMATS, Destination
from wizard.export import export as export_request
from wizard.i18n import _


@params.command(
    _("Export a configuration for another tool."),
    _(
        "json is the bare request body, for 'bcs cc NAME -f FILE' and version control; curl a bash script "
        "that signs and sends it; bcs the command of the official client, or what that would lose; python a "
        "script with the official SDK; requests one without. Scripts read credentials, region, endpoint, "
        "token and secrets from environment variables when they run. Exports contain no secrets."
    ),
    ("bcw export smallest --as json", _("the bare request, as the API takes it")),
    ("bcw export my-farm > request.json", _("the same into a file")),
    ("bcw export my-farm --as curl --region cn-beijing > create.sh", _("a script for a CI job")),
    ("bcw export my-farm --as bcs", _("the command of bcs")),
    ("bcw export my-farm --as requests --set machines=20 > create.py", _("with a parameter")),
)
@params.source_argument
@click.option(
    "--as",
    "format",
    type=click.Choice([*FORMATS]),
    default="json",
    show_default=True,
    help=_("Format of the export."),
)
@params.set_option
@click.option(
    "--endpoint", metavar="URL", help=_("Address of the service, unless BATCHCOMPUTE_ENDPOINT is set later.")
)
@click.option(
    "--region",
    metavar="ID",
    shell_complete=params.complete_regions,
    help=_("Region, unless ALIBABA_CLOUD_REGION_ID is set later."),
)
def export(options: params.Options) -> None:
    address = None if options.endpoint is None else parse_endpoint(options.endpoint)
    region = None if options.region is None else check_region(options.region)
    if address is not None and region is None:  # the region of an official endpoint
        region = find_region(address.host)
    destination = Destination("" if address is None else address.url, region or "")
    if destination != Destination() and options.format in ("json", "bcs"):
        output.info(_("--endpoint and --region have no effect on the format {name}."), name=options.format)
    opened = read_request(options.source)
    resolved = apply_overrides(opened.tree, opened.origin.preset, options.set)
    missing = describe_missing_parameters(opened.origin.name, resolved.missing) if resolved.missing else ""
    if missing and FORMATS[options.format].is_script:
        raise CliError(exits.USAGE, missing)
    exported = export_request(resolved.tree, options.format, destination)
    output.echo_bytes(exported.data)
    for message in filter(None, [*exported.remarks, missing]):
        output.info(message)


@params.command(
    _("Print the JSON Schema of a request or of a preset file, for editors."),
    _("It rejects what 'bcw check' rejects by shape. Errors across fields are left to 'bcw check'."),
    ("bcw schema > request.schema.json", _("of a request")),
    ("bcw schema preset > preset.schema.json", _("of a preset file")),
)
@click.argument("kind", type=click.Choice(["request", "preset"]), default="request")
def schema(options: params.Options) -> None:
    from wizard.export.json_schema import make_json_schema

    output.echo_json(make_json_schema(options.kind))
