"""`bcw sandbox`: the local service in the foreground."""

import signal
import sys
from pathlib import Path

import click

from wizard.cli import exits, output, params
from wizard.client.credentials import SANDBOX_KEY
from wizard.i18n import _
from wizard.storage import locations
from wizard.storage.files import check_folder
from wizard.text import format_path


@params.command(
    _("Run the local service in the foreground, for official clients and tests, until interrupted."),
    _(
        "It prints its address when it is ready. Key pair: sandbox / sandbox. Quotas: MaxClusterCount, "
        "MaxClusterGroupCount, MaxClusterGroupDesiredVMCount."
    ),
    ("bcw sandbox", _("on a free port, with the wizard's own clusters")),
    ("bcw sandbox --port 8080 --data /tmp/clusters.sqlite3 --verbose", _("with clusters of its own")),
    ("bcw sandbox --quota MaxClusterCount=3", _("with a low quota")),
    ("bcw sandbox --speed inf", _("instances start and stop at once")),
)
@click.option("--port", metavar="N", type=int, default=0, help=_("Port; 0, the default, picks a free one."))
@click.option(
    "--data",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("File of the clusters. Default: the wizard's own."),
)
@click.option("--quota", metavar="NAME=VALUE", multiple=True, help=_("Set a quota. Can be repeated."))
@click.option(
    "--speed",
    metavar="X",
    default="1",
    help=_("How fast instances start: 10 is ten times as fast, inf at once. Default: 1."),
)
@click.option("--verbose", is_flag=True, help=_("Log every request to standard error."))
def sandbox(options: params.Options) -> int:
    from wizard.sandbox import Quotas, RunningSandbox, serve

    def print_ready(sandbox: RunningSandbox) -> None:
        output.echo(sandbox.url)
        if output.is_terminal(sys.stderr):
            message = _("Sandbox at {url}. Key pair: {key} / {key}. Data: {file}. Ctrl+C stops it.")
            file = format_path(sandbox.data_file)
            output.info(message, url=sandbox.url, key=SANDBOX_KEY, file=file)

    file = options.data or locations.sandbox_file()
    check_folder(file)
    ended_by = serve(
        file,
        ready=print_ready,
        port=options.port,
        quotas=Quotas().with_settings(options.quota),
        verbose=options.verbose,
        speed=options.speed,
    )
    return exits.INTERRUPTED if ended_by == signal.SIGINT else exits.DONE
