"""The profile that the options of a command ask for."""

from collections.abc import Mapping

from wizard.cli.options import Options
from wizard.core.actions.context import ProfileContext


def of_options(options: Options, environ: Mapping[str, str]) -> ProfileContext:
    """Return where a command with the options of a profile goes."""
    return ProfileContext(environ, endpoint=options.endpoint, region=options.region, name=options.target)
