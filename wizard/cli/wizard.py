"""`bcw`, `bcw new` and `bcw edit`: the wizard."""

import codecs
import os
import sys
from typing import TYPE_CHECKING

import click

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.i18n import _, join_sentences

if TYPE_CHECKING:
    from wizard.core.application import Application

CLUSTER = "cluster:"  # the prefix of a cluster's ID that tells it from a preset


@params.command(
    _("Open the wizard with an empty configuration, or with a copy of a preset."),
    _("The preset is not changed; saving asks for a name."),
    ("bcw new", _("an empty configuration")),
    ("bcw new --preset smallest", _("a copy of the preset smallest")),
    ("bcw new --preset my-farm --set machines=20", _("with a value for a parameter")),
    ("bcw new --plain", _("plain questions, for screen readers and simple terminals")),
)
@click.option(
    "--preset",
    metavar="P",
    shell_complete=params.complete_presets,
    help=_("Start with a copy of this preset or file."),
)
@params.set_option
@params.plain_option
@params.tui_option
def new(options: params.Options) -> int:
    from wizard.core.application import Application
    from wizard.core.entries import make_request

    app = Application()
    opened = OpenedDocument(make_request(), DocumentSource())
    if options.preset is not None:
        opened = _open_source(app, options.preset)
    if options.preset is not None or options.set:  # else what that imports is not needed
        from wizard.core.actions.check import apply_overrides
        from wizard.core.parameters import copy_preset
        from wizard.document.presets import read_parameters

        preset = opened.origin.preset
        resolved = apply_overrides(opened.tree, preset, options.set, defaults=False)
        asked = {name: each for name, each in read_parameters(preset).items() if name in resolved.missing}
        opened = copy_preset(opened, resolved.tree, asked)  # saving asks for a name
    return open_wizard(options, app, opened)


@params.command(
    _("Edit a preset, a file or a cluster's configuration; saving writes it back."),
    _("A name with a / or ending in .json is a file, cluster:ID a cluster, anything else a preset."),
    ("bcw edit request.json", _("a request or a preset in a file")),
    ("bcw edit my-farm", _("the preset my-farm")),
    ("bcw edit cluster:cls-6ki3sg6sqlno7nt8fu0007", _("a new configuration like that cluster")),
)
@params.source_argument
@params.plain_option
@params.tui_option
def edit(options: params.Options) -> int:
    from wizard.core.actions.opening import STDIN, InvalidJsonError, is_file
    from wizard.core.application import Application

    app, name = Application(), options.source
    if name == STDIN:
        raise CliError(exits.USAGE, _("bcw edit cannot write to standard input. Name a preset or a file."))
    try:
        if name.startswith(CLUSTER):
            opened = app.clusters.open(name.removeprefix(CLUSTER))
        else:
            opened = _open_source(app, name)
    except InvalidJsonError as error:
        if not _has_screens(options):
            raise
        opened = error.document  # to be corrected in the wizard
    except BcwError as error:
        hint = ""
        if is_file(name) and not os.path.lexists(name):
            hint = _("To start with an empty configuration: bcw new")
        raise CliError(exits.USAGE, join_sentences(str(error), hint)) from error
    return open_wizard(options, app, opened)


def _has_screens(options: params.Options) -> bool:
    try:
        return not _is_plain_wanted(options)
    except CliError:
        return False


def open_wizard(
    options: params.Options, app: "Application | None" = None, opened: OpenedDocument | None = None
) -> int:
    """Run the wizard, by default from its first step, and print its last messages."""
    from wizard.core.application import Application, list_theme_folders

    app = app or Application()
    if _is_plain_wanted(options):
        from wizard.prompts.app import run as run_questions

        result = run_questions(app, loaded=opened)
    else:
        from wizard.tui.app import run as run_wizard

        result = run_wizard(app, loaded=opened, themes=list_theme_folders())
    for line in result.lines:
        output.info(line)
    if result.error is not None:
        raise result.error
    for problem in app.problems:
        output.error(problem)
    return result.code


def _open_source(app: "Application", name: str) -> OpenedDocument:
    """Open a preset or a file; for an unknown preset, the error names similar ones."""
    from wizard.core.actions.opening import describe_missing, is_file

    if is_file(name):
        return app.library.open_file(name, wait=True)
    if any(each.name == name for each in app.library.presets()):
        return app.library.open_preset(name)
    raise BcwError(describe_missing(name))


def _is_plain_wanted(options: params.Options) -> bool:
    """Return whether to ask plain questions: with ``--plain``, or where the screens cannot be drawn.

    The screens are drawn on standard error and read standard input. Plain questions that were asked for need
    no terminal: their answers can come from a file. Raises CliError: there is no terminal.
    """
    if options.plain:
        if sys.stdin is None or sys.stderr is None:
            message = _("Plain questions need standard input and standard error. One of them is closed.")
            raise CliError(exits.USAGE, message)
        return True
    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        message = _(
            "The wizard needs a terminal. Without one, use bcw check, bcw export or bcw submit (bcw --help "
            "lists all commands), or bcw new --plain, which reads the answers from standard input."
        )
        raise CliError(exits.USAGE, message)
    if options.tui:
        return False
    from wizard.prompts.prompter import prefers_plain

    if prefers_plain(os.environ):
        return True
    encoding = getattr(sys.stdin, "encoding", "utf-8")
    if codecs.lookup(encoding).name == "utf-8":
        return False
    message = _(
        "The encoding of the terminal is {encoding}. The screens need UTF-8, so these are plain questions. "
        "To open the screens anyway: --tui"
    )
    output.info(message.format(encoding=encoding))
    return True
