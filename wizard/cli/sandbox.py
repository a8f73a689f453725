"""`bcw sandbox`: the local service in the foreground."""

import signal
import sys
from pathlib import Path

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.cli.parsing import Parser
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.client.credentials import SANDBOX_KEY
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.files import check_folder
from wizard.text import format_path


def parser() -> Parser:
    """The parser of `bcw sandbox`."""
    parser = Parser("sandbox")
    parser.add_argument("--port", metavar="N", type=int, default=0, help=ARGUMENTS["port"])
    parser.add_argument("--data", metavar="FILE", type=Path, help=ARGUMENTS["data"])
    parser.add_argument("--quota", metavar="NAME=VALUE", action="append", default=[], help=ARGUMENTS["quota"])
    parser.add_argument("--speed", metavar="X", default="1", help=ARGUMENTS["speed"])
    parser.add_argument("--verbose", action="store_true", help=ARGUMENTS["verbose"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Serve until a signal ends it. Standard output gets the address, and nothing else."""
    from wizard.sandbox import Quotas, RunningSandbox, SandboxError, parse_speed, serve

    options = parser().read(arguments)

    def ready(sandbox: RunningSandbox) -> None:
        output.put(sandbox.url)
        output.flush()
        if output.is_terminal(sys.stderr):
            file = format_path(sandbox.data_file)
            output.say(text("sandbox.talk", url=sandbox.url, key=SANDBOX_KEY, file=file))

    file = options.data or locations.sandbox_file()
    try:
        check_folder(file)
        ended_by = serve(
            file,
            ready=ready,
            port=options.port,
            quotas=Quotas().with_settings(options.quota),
            verbose=options.verbose,
            speed=parse_speed(options.speed),
        )
    except (SandboxError, StorageError) as error:
        raise Stop(exits.USAGE, str(error)) from error
    return exits.INTERRUPTED if ended_by == signal.SIGINT else exits.DONE
