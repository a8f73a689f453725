"""`bcw`, `bcw new`, `bcw edit` and `bcw open`: the wizard."""

import os
import sys

from wizard.cli import exits, output
from wizard.cli.exits import USAGE, Stop
from wizard.cli.parsing import Parser
from wizard.cli.sources import STDIN, is_file, no_preset
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.steps.ports import Loaded, Origin, Ports, WizardError


def parser(verb: str) -> Parser:
    """The parser of one of the verbs that open the wizard."""
    parser = Parser(verb)
    if verb == "new":
        parser.add_argument("--preset", metavar="P", help=ARGUMENTS["new-preset"])
    elif verb:
        parser.add_argument("source", metavar="P|FILE", help=ARGUMENTS["source"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Open what is to be opened, then the wizard."""
    options = parser(verb).read(arguments)
    from wizard.cli.wiring import ports, theme_folders

    handed = ports()
    loaded = None
    if verb == "new":
        loaded = _blank() if options.preset is None else _copy(handed, options.preset)
    elif verb:
        if options.source == STDIN:
            raise Stop(USAGE, text("source.no-stdin", verb=f"bcw {verb}"))
        loaded = _opened(handed, options.source)
    _want_terminal()
    from wizard.tui.app import run as run_wizard

    farewell = run_wizard(handed, loaded=loaded, themes=theme_folders())
    for line in farewell.lines:
        output.say(line)
    for problem in getattr(handed.settings, "problems", ()):
        output.complain(problem)
    return farewell.code


def _opened(handed: Ports, name: str) -> Loaded:
    try:
        return handed.library.open_file(name) if is_file(name) else _preset(handed, name)
    except WizardError as error:
        hint = text("source.missing") if is_file(name) and not os.path.lexists(name) else ""
        raise Stop(USAGE, f"{error} {hint}".rstrip()) from error


def _blank() -> Loaded:
    from wizard.steps.defaults import new_request

    return Loaded(new_request(), Origin())


def _copy(handed: Ports, name: str) -> Loaded:
    """A preset as the beginning of something new: saving must not go back to it unasked."""
    try:
        loaded = handed.library.open_file(name) if is_file(name) else _preset(handed, name)
    except WizardError as error:
        raise Stop(USAGE, str(error)) from error
    return Loaded(loaded.tree, Origin(), loaded.remarks)


def _preset(handed: Ports, name: str) -> Loaded:
    """Open a preset; where there is none, say which may be meant."""
    if any(each.name == name for each in handed.library.presets()):
        return handed.library.open_preset(name)
    raise WizardError(no_preset(name))


def _want_terminal() -> None:
    """The wizard draws on standard error and reads standard input: both must be a terminal that can.

    Raises:
        Stop: They are not.
    """
    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        raise Stop(exits.USAGE, text("wizard.terminal"))
    if os.environ.get("TERM") == "dumb":
        raise Stop(exits.USAGE, text("wizard.dumb", term="dumb"))
