"""`bcw`: runs a command and turns whatever happens into an exit code."""

import os
import sys
from collections.abc import Sequence

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.i18n import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run `bcw`.

    Args:
        argv: The arguments behind the name of the program; by default those of the process.

    Returns:
        The exit code, one of :mod:`wizard.cli.exits`.
    """
    try:
        output.prepare()
        if sys.stdout is None:  # closed by `>&-`: stop before doing anything whose result would be lost
            raise Stop(exits.UNWRITABLE, _("Standard output is closed. Nothing was done."))
        code = _run([*(sys.argv[1:] if argv is None else argv)])
        output.flush()
    except SystemExit as ended:  # after a completion
        code = _flush(ended.code if isinstance(ended.code, int) else exits.DONE)
    except Stop as stopped:
        output.complain(stopped.message)
        code = _flush(stopped.code)
    except KeyboardInterrupt:
        output.complain(_("Interrupted."))
        code = _flush(exits.INTERRUPTED)
    except BrokenPipeError:
        output.abandon("stdout")
        code = exits.UNWRITABLE
    except Exception as error:
        code = _report(error)
    return code


def _run(argv: list[str]) -> int:
    import click

    from wizard.cli.app import Interrupted, bcw

    if "_BCW_COMPLETE" in os.environ:
        from wizard.cli.completion import register

        register()
    try:
        code = bcw.main(argv, prog_name="bcw", standalone_mode=False)
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except Interrupted as error:
        raise error.cause from None
    except click.exceptions.NoArgsIsHelpError as error:
        output.say(error.format_message())
        return exits.USAGE
    except click.UsageError as error:
        if error.ctx is not None:
            output.say(error.ctx.get_usage())
            output.say(_("Try '{command} --help' for help.").format(command=error.ctx.command_path))
        raise Stop(exits.USAGE, error.format_message()) from error
    except click.ClickException as error:
        raise Stop(exits.USAGE, error.format_message()) from error
    return code if isinstance(code, int) else exits.DONE


def _code_of(error: Exception) -> int:
    from wizard.client.errors import NoResponse, Refused
    from wizard.core.actions.context import SandboxUnavailable

    if isinstance(error, Refused):
        return exits.REFUSED
    return exits.NO_ANSWER if isinstance(error, NoResponse | SandboxUnavailable) else exits.USAGE


def _flush(code: int) -> int:
    """Return the code, unless the rest of the output cannot be written."""
    try:
        output.flush()
    except BrokenPipeError:
        output.abandon("stdout")
        return exits.UNWRITABLE
    except OSError as error:
        return _report_output(error)
    return code


def _report_output(error: OSError) -> int:
    output.abandon("stdout")
    reason = error.strerror or str(error)
    output.complain(_("Standard output could not be written: {reason}.").format(reason=reason))
    return exits.UNWRITABLE


def _report(error: Exception) -> int:
    """Report an unexpected error without anything of the request, which may contain a secret."""
    if isinstance(error, OSError) and _is_of_output(error):
        return _report_output(error)
    from wizard.errors import BcwError

    if isinstance(error, BcwError):
        output.complain(output.visible(str(error)))
        return _flush(_code_of(error))
    if os.environ.get("BCW_DEBUG"):
        import traceback

        output.say("".join(traceback.format_exception(error)).rstrip())
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = "?" if place is None else f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
    message = _("Internal error: {kind} at {place}. BCW_DEBUG=1 shows more. Please report it.")
    output.complain(message.format(kind=type(error).__name__, place=at))
    return _flush(exits.BROKEN)


def _is_of_output(error: OSError) -> bool:
    """Return whether standard output could not be written."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return place is not None and place.tb_frame.f_code.co_filename == output.__file__


if __name__ == "__main__":
    sys.exit(main())
