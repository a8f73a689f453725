"""The options that choose the target of a command."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from wizard.cli.usage import ARGUMENTS
from wizard.core.actions.destination import Destination


def add_options(parser: ArgumentParser) -> None:
    """Let a verb take `--target`, `--endpoint` and `--region`."""
    parser.add_argument("--target", metavar="NAME", help=ARGUMENTS["target"])
    parser.add_argument("--endpoint", metavar="URL", help=ARGUMENTS["endpoint"])
    parser.add_argument("--region", metavar="ID", help=ARGUMENTS["region"])


def of_options(options: Namespace, environ: Mapping[str, str]) -> Destination:
    """The destination that the options of a verb ask for."""
    return Destination(environ, endpoint=options.endpoint, region=options.region, name=options.target)
