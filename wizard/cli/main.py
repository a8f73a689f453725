"""`bcw`: finds the language, runs a command and maps its outcome to an exit code."""

import gettext
import os
import sys
from collections.abc import Sequence

from wizard import i18n
from wizard.cli import exits, output
from wizard.cli.exits import CliError
from wizard.i18n import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run `bcw` with arguments, by default those of the process; return one of `wizard.cli.exits`."""
    try:
        code = _run(argv)
        output.flush()
    except OSError as error:
        output.abandon("stdout")
        if not isinstance(error, BrokenPipeError):
            reason = error.strerror or str(error)
            output.error(_("Standard output could not be written: {reason}.").format(reason=reason))
        code = exits.UNWRITABLE
    return code


def _run(argv: Sequence[str] | None) -> int:
    """Run a command, report what goes wrong, and return the exit code. Raises OSError: as `main` reports."""
    try:
        output.prepare()
        arguments = choose_language(sys.argv[1:] if argv is None else argv)
        if sys.stdout is None:  # closed by `>&-`: stop before doing anything whose result would be lost
            raise CliError(exits.UNWRITABLE, _("Standard output is closed. Nothing was done."))
        code = _invoke(arguments)
        output.flush()
    except CliError as error:
        output.error(error.message)
        return error.code
    except (KeyboardInterrupt, EOFError):
        output.error(_("Interrupted."))
        return exits.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        return _report(error)
    return code


def _invoke(argv: list[str]) -> int:
    import click

    from wizard.cli.app import bcw

    if instruction := os.environ.get("_BCW_COMPLETE"):
        from wizard.cli.help import complete

        return complete(instruction)
    try:  # unlike `bcw.main`, this leaves interruptions and closed pipes to `main`
        with bcw.make_context("bcw", argv) as context:
            code = bcw.invoke(context)
    except click.exceptions.Exit as error:  # after --help or --version
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        output.info(error.format_message())
        return exits.USAGE
    except click.ClickException as error:
        if isinstance(error, click.NoSuchOption) and error.ctx is not None and error.possibilities:
            hidden = {
                name for each in error.ctx.command.params if getattr(each, "hidden", 0) for name in each.opts
            }
            error.possibilities[:] = [name for name in error.possibilities if name not in hidden]
        if isinstance(error, click.UsageError) and error.ctx is not None:
            output.info(error.ctx.get_usage())
            output.info(_("Try '{command} --help' for help.").format(command=error.ctx.command_path))
        raise CliError(exits.USAGE, error.format_message()) from error
    return code if isinstance(code, int) else exits.DONE


def _report(error: Exception) -> int:
    """Report an error, an unexpected one without anything of the request, which may contain a secret."""
    import traceback

    import click

    place = traceback.extract_tb(error.__traceback__)[-1]
    if isinstance(error, OSError) and place.filename in (output.__file__, click.utils.__file__):
        raise error  # click writes the help
    from wizard.errors import BcwError

    if isinstance(error, BcwError):
        from wizard.client.errors import NoResponse, Refused
        from wizard.core.actions.context import SandboxUnavailable

        output.error("{error}", error=error)
        if isinstance(error, Refused):
            return exits.REJECTED
        return exits.NO_RESPONSE if isinstance(error, NoResponse | SandboxUnavailable) else exits.USAGE
    if os.environ.get("BCW_DEBUG"):
        output.info("".join(traceback.format_exception(error)).rstrip())
    message = _("Internal error: {kind} at {place}. BCW_DEBUG=1 shows more. Please report it.")
    output.error(message.format(kind=type(error).__name__, place=f"{place.filename}:{place.lineno}"))
    return exits.INTERNAL_ERROR


def choose_language(argv: Sequence[str]) -> list[str]:
    """Use the language of ``--lang``, the settings or the locale; return the arguments, ``--lang`` first."""
    rest, given = [*argv], None
    for at, argument in enumerate(rest):
        if argument == "--":
            break
        if argument == "--lang" and at + 1 < len(rest):
            given = rest[at + 1]
            rest[at : at + 2] = []
            break
        if argument.startswith("--lang="):
            given = argument.partition("=")[2]
            del rest[at]
            break
    language = i18n.find_language(given or "") or _read_setting() or i18n.detect_language(os.environ)
    i18n.use_language(language)
    if language != "en":  # click's messages are those of the global domain, in the environment's language
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain(i18n.DOMAIN, str(i18n.LOCALE_DIR))
        gettext.textdomain(i18n.DOMAIN)
    return rest if given is None else [f"--lang={i18n.find_language(given) or given}", *rest]


def _read_setting() -> str:
    """Return the language of the settings, or ``""``.

    Reads the file without its model and, on Linux, without platformdirs: both take longer than ``--help``.
    """
    if sys.platform == "linux":
        folder = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        path = os.path.join(folder, "batchcompute-wizard", "settings.json")
    else:
        from wizard.storage import locations

        path = str(locations.settings_file())
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as file:
            data = file.read(1 << 20)
        if b'"language"' not in data:
            return ""
        import json

        settings = json.loads(data)
    except (OSError, ValueError, RecursionError):  # reported where all settings are read
        return ""
    value = settings.get("language") if isinstance(settings, dict) else None
    return i18n.find_language(value) if isinstance(value, str) else ""


if __name__ == "__main__":
    sys.exit(main())
