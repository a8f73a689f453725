"""`bcw`, `bcw new`, `bcw edit` and `bcw open`: the wizard."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from wizard.cli import exits, output
from wizard.cli.exits import USAGE, Stop
from wizard.cli.options import (
    Options,
    complete_presets,
    format_examples,
    plain_option,
    set_option,
    source_argument,
)
from wizard.cli.texts import text
from wizard.core.actions.opening import STDIN, describe_missing, is_file
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.i18n import _

if TYPE_CHECKING:
    from wizard.core.application import Application, ExitResult

CLUSTER = "cluster:"
"""What stands before the id of a cluster that is to be opened as a new request."""


@click.command(
    help=_("Open the wizard with an empty request, or with a copy of a preset.")
    + "\n\n"
    + _("The preset is not changed; saving asks for a name."),
    epilog=format_examples(
        ("bcw new", _("an empty request")),
        ("bcw new --preset smallest", _("a copy of the preset smallest")),
        ("bcw new --preset my-farm --set machines=20", _("with a value for a parameter")),
        ("bcw new --plain", _("plain questions, for screen readers and simple terminals")),
    ),
)
@click.option(
    "--preset",
    metavar="P",
    shell_complete=complete_presets,
    help=_("Start with a copy of this preset or file."),
)
@set_option
@plain_option
def new(**values: Any) -> int:
    """Open the wizard with a new request."""
    from wizard.core.application import Application

    options, handed = Options(**values), Application()
    loaded = _blank() if options.preset is None else _copy(handed, options.preset, options.set)
    if options.preset is None and options.set:
        loaded = _with_settings(loaded, options.set)
    return _open(handed, loaded, options)


@click.command(
    help=_("Edit a preset, a file or a cluster's configuration; saving writes it back.")
    + "\n\n"
    + _("What contains a / or ends in .json is a file, cluster:ID a cluster, anything else a preset."),
    epilog=format_examples(
        ("bcw edit request.json", _("a request or a preset in a file")),
        ("bcw edit my-farm", _("the preset my-farm")),
        ("bcw edit cluster:cls-6ki3sg6sqlno7nt8fu0007", _("a new request like that cluster")),
    ),
)
@source_argument
@plain_option
def edit(**values: Any) -> int:
    """Open the wizard with a preset, a file or a cluster."""
    from wizard.core.application import Application

    options, handed = Options(**values), Application()
    if options.source == STDIN:
        raise Stop(USAGE, text("source.no-stdin", verb="bcw edit"))
    return _open(handed, _opened(handed, options.source), options)


def open_wizard(options: Options) -> int:
    """Open the wizard at its first step."""
    from wizard.core.application import Application

    return _open(Application(), None, options)


def _open(handed: "Application", loaded: OpenedDocument | None, options: Options) -> int:
    code, lines = _plain(handed, loaded) if _wants_plain(options.plain) else _full(handed, loaded)
    for line in lines:
        output.say(line)
    for problem in getattr(handed.settings, "problems", ()):
        output.complain(problem)
    return code


def _full(handed: "Application", loaded: OpenedDocument | None) -> tuple[int, tuple[str, ...]]:
    """The wizard on the whole screen: its exit code, and what is to be said behind it."""
    from wizard.core.application import theme_folders
    from wizard.tui.app import run as run_wizard

    return _ended(run_wizard(handed, loaded=loaded, themes=theme_folders()))


def _plain(handed: "Application", loaded: OpenedDocument | None) -> tuple[int, tuple[str, ...]]:
    """The wizard as plain questions."""
    from wizard.prompts.app import run as run_questions

    return _ended(run_questions(handed, loaded=loaded))


def _ended(exit_messages: "ExitResult") -> tuple[int, tuple[str, ...]]:
    """The exit code of a wizard, and what is to be said behind it; a mistake in it goes on to `main`."""
    if exit_messages.mistake is not None:
        for line in exit_messages.lines:
            output.say(line)
        raise exit_messages.mistake
    return exit_messages.code, exit_messages.lines


def _opened(handed: "Application", name: str) -> OpenedDocument:
    try:
        if name.startswith(CLUSTER):
            return handed.clusters.open(name.removeprefix(CLUSTER))
        return handed.library.open_file(name, wait=True) if is_file(name) else _preset(handed, name)
    except BcwError as error:
        hint = text("source.missing") if is_file(name) and not os.path.lexists(name) else ""
        raise Stop(USAGE, f"{error} {hint}".rstrip()) from error


def _blank() -> OpenedDocument:
    from wizard.core.entries import new_request

    return OpenedDocument(new_request(), DocumentSource())


def _copy(handed: "Application", name: str, settings: Sequence[str]) -> OpenedDocument:
    """A preset as the beginning of something new: saving must not go back to it unasked."""
    loaded = handed.library.open_file(name, wait=True) if is_file(name) else _preset(handed, name)
    return _with_settings(loaded, settings)


def _with_settings(loaded: OpenedDocument, settings: Sequence[str]) -> OpenedDocument:
    """A request with no place to go back to; the parameters that were not given are asked for."""
    from wizard.core.actions.check import apply_overrides
    from wizard.core.parameters import describe_parameters
    from wizard.document.presets import FileContent, read_parameters

    preset = None if loaded.origin.preset is None else dict(loaded.origin.preset)
    settled = apply_overrides(FileContent(loaded.tree, preset), settings, defaults=False)
    asked = {name: each for name, each in read_parameters(preset).items() if name in settled.missing}
    known = describe_parameters(preset)
    remarks = tuple(each for each in loaded.remarks if each != known)
    return OpenedDocument(settled.tree, DocumentSource(), remarks, asked)


def _preset(handed: "Application", name: str) -> OpenedDocument:
    """Open a preset; where there is none, say which may be meant."""
    if any(each.name == name for each in handed.library.presets()):
        return handed.library.open_preset(name)
    raise BcwError(describe_missing(name))


def _wants_plain(asked: bool) -> bool:
    """Whether the wizard comes as plain questions: asked for, or by itself where nothing can be drawn.

    The wizard draws on standard error and reads standard input. Plain questions that were asked for need
    no terminal: their answers may come out of a file.

    Raises:
        Stop: There is no terminal, and plain questions were not asked for.
    """
    if asked:
        if sys.stdin is None or sys.stderr is None:
            raise Stop(exits.USAGE, text("wizard.closed"))
        return True
    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stderr)):
        raise Stop(exits.USAGE, text("wizard.terminal"))
    from wizard.prompts.prompter import prefers_plain

    return prefers_plain(os.environ)
