"""The request that a command works on: its source, and what it is validated with."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import click

from wizard.cli import exits, output
from wizard.cli.exits import CliError
from wizard.cli.params import Options
from wizard.core.actions.opening import STDIN, InvalidJsonError, Source, check_size, open_document
from wizard.core.actions.opening import read_source as read_named
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.formatting import suggest_similar
from wizard.errors import BcwError
from wizard.i18n import _, join_sentences
from wizard.storage import locations
from wizard.storage.files import LARGEST
from wizard.text import format_escaped

if TYPE_CHECKING:
    from wizard.core.actions.context import ProfileContext
    from wizard.validation import Context

_ERRORS = ("Invalid", "Missing", "QuotaExhausted", "body-too-large", "preset-broken", "parameter-secret")
"""Prefixes of the names of errors, which cannot be ignored."""


def read_source(name: str, *, wait: bool = True, any_file: bool = False) -> Source:
    """Read a preset, a file or, as ``-``, standard input; otherwise as `opening.read_source`."""
    if name == STDIN:
        return Source(STDIN, read_stdin())
    return read_named(name, wait=wait, any_file=any_file)


def read_stdin() -> bytes:
    """Return all of standard input. Raises BcwError: it is closed."""
    closed = _("Standard input is closed, so there is nothing to read.")
    if sys.stdin is None:
        raise BcwError(closed)
    if output.is_terminal(sys.stdin):
        output.info(_("Reading standard input until Ctrl+D."))
    try:
        data = sys.stdin.buffer.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise BcwError(closed) from error
    return check_size(data, STDIN)


def read_request(name: str) -> OpenedDocument:
    """Read a source; the command ends if it is not JSON. Raises BcwError: it cannot be read."""
    source = read_source(name)
    try:
        return open_document(source.data, source.name, DocumentSource(name=source.name))
    except InvalidJsonError:
        exit_for_invalid(source)


def exit_for_invalid(source: Source) -> NoReturn:
    """Print why a source is not a request, as ``bcw check`` does, to standard error, and end the command."""
    from wizard.cli.reports import format_findings
    from wizard.core.actions.check import check_source
    from wizard.validation import Context

    report = check_source(source, Context())
    output.info(format_findings(source.name, report, report.findings[:1], stream=sys.stderr), is_escaped=True)
    raise click.exceptions.Exit(exits.FINDINGS)


def find_ignored_rules(options: Iterable[str]) -> frozenset[str]:
    """Return the rules that ``--ignore`` and the settings ignore; an option may name several."""
    from wizard.cli.reports import IGNORABLE
    from wizard.storage.settings import SettingsFile
    from wizard.validation.rule import RULES

    rules = [name.strip() for option in options for name in option.split(",") if name.strip()]
    for name in rules:
        if name in IGNORABLE:
            continue
        if name in RULES or name.startswith(_ERRORS):
            message = _("--ignore {rule}: the service rejects such a request. Errors cannot be ignored.")
            raise CliError(exits.USAGE, message, rule=name)
        message = format_escaped(_("--ignore {rule}: no warning or note has this name."), rule=name)
        raise CliError(exits.USAGE, f"{message} {suggest_similar(name, IGNORABLE)}".rstrip())
    settings, problems = SettingsFile(locations.settings_file()).load()
    for problem in problems:
        output.error(problem)
    return frozenset([*rules, *settings.ignore])


def make_context(context: "ProfileContext", options: Options) -> "Context":
    """Return the context in which a request for a profile is validated, from ``--ignore`` and ``--refresh``.

    The account's lists are those of an earlier run, or the built-in ones; only ``--refresh`` fetches them.
    Raises ProfileError: there is no usable profile.
    """
    from wizard.client.errors import NoResponse, Refused
    from wizard.core.actions.profiles import Profiles
    from wizard.core.actions.profiles import make_context as make_validation_context

    ignored, profiles = find_ignored_rules(options.ignore), Profiles(context)
    message = _("Nothing was checked: the account's lists cannot be fetched. {reason}")
    try:
        lists = profiles.refresh_account() if options.refresh else profiles.account()
    except Refused as error:
        raise CliError(exits.REJECTED, message, reason=error) from error
    except NoResponse as error:
        hint = _("Without --refresh, the lists of an earlier run or the built-in ones are used.")
        said = format_escaped(message, reason=error)
        raise CliError(exits.NO_RESPONSE, join_sentences(said, hint)) from error
    return make_validation_context(context.profile.region, lists, ignored)


def describe_missing_parameters(name: str, missing: Iterable[str]) -> str:
    from wizard.core.actions.check import format_options

    message = _("{file} has parameters without a value. Add {options}.")
    return format_escaped(message, file=name, options=format_options(missing))
