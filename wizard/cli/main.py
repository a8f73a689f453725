"""`bcw`: picks the verb, runs it, and turns whatever happens into an exit code.

Nothing but the standard library's smallest parts is imported before the verb is known.
"""

import os
import sys
from collections.abc import Sequence

from wizard.cli import exits, output
from wizard.cli.exits import Stop


def main(argv: Sequence[str] | None = None) -> int:
    """Run `bcw`.

    Args:
        argv: The arguments behind the name of the program; by default those of the process.

    Returns:
        The exit code, one of :mod:`wizard.cli.exits`.
    """
    try:
        output.prepare()
        if sys.stdout is None:  # closed, as by `>&-`: before anything is done whose answer would be lost
            raise Stop(exits.UNWRITABLE, _text("output.closed"))
        code = _run([*(sys.argv[1:] if argv is None else argv)])
        output.flush()
    except SystemExit as ended:  # argparse after --help
        code = _flushed(ended.code if isinstance(ended.code, int) else exits.DONE)
    except Stop as stopped:
        output.complain(stopped.message)
        code = _flushed(stopped.code)
    except KeyboardInterrupt:
        output.complain(_text("interrupted"))
        code = _flushed(exits.INTERRUPTED)
    except BrokenPipeError:
        output.abandon("stdout")
        code = exits.UNWRITABLE
    except Exception as error:
        code = _unexpected(error)
    return code


def _run(argv: list[str]) -> int:
    if argv[:1] in (["--version"], ["-V"]):
        from wizard import __version__

        output.put(f"bcw {__version__}")
        return exits.DONE
    if argv[:1] in (["--help"], ["-h"]):
        from wizard.cli.usage import overview

        output.put(overview())
        return exits.DONE
    from wizard.cli import verbs

    if argv and not argv[0].startswith("-"):
        return verbs.run(argv[0], argv[1:])
    return verbs.run("", argv)


def _flushed(code: int) -> int:
    """The code, unless what is left of the output cannot be written."""
    try:
        output.flush()
    except BrokenPipeError:
        output.abandon("stdout")
        return exits.UNWRITABLE
    except OSError as error:
        return _unwritable(error)
    return code


def _unwritable(error: OSError) -> int:
    output.abandon("stdout")
    output.complain(_text("output.unwritable", reason=error.strerror or str(error)))
    return exits.UNWRITABLE


def _unexpected(error: Exception) -> int:
    """Say where it happened, and nothing that the request may have brought with it: it may hold a secret."""
    if isinstance(error, OSError) and _is_ours(error):
        return _unwritable(error)
    from wizard.errors import StorageError

    if isinstance(error, StorageError):
        output.complain(output.visible(str(error)))
        return _flushed(exits.USAGE)
    if os.environ.get("BCW_DEBUG"):
        import traceback

        output.say("".join(traceback.format_exception(error)).rstrip())
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = "?" if place is None else f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
    output.complain(_text("unexpected", kind=type(error).__name__, at=at))
    return _flushed(exits.BROKEN)


def _is_ours(error: OSError) -> bool:
    """Whether it was standard output that could not be written."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return place is not None and place.tb_frame.f_code.co_filename == output.__file__


def _text(name: str, /, **values: object) -> str:
    from wizard.cli.texts import text

    return text(name, **values)


if __name__ == "__main__":
    sys.exit(main())
