"""What a command is to work on: the name of a preset, a file, or standard input."""

import sys
from typing import TYPE_CHECKING

from wizard.cli.output import is_terminal, say
from wizard.cli.texts import text
from wizard.core.actions.opening import STDIN, Source, SourceError, check_format, check_size
from wizard.core.actions.opening import read_source as read_named
from wizard.document.presets import FileContent
from wizard.storage.files import LARGEST

if TYPE_CHECKING:
    from wizard.document.parser import ParsedText


def read_source(name: str, *, wait: bool = True) -> Source:
    """Read a preset, a file or, as ``-``, standard input; `wait` as for a file.

    Raises:
        SourceError: It cannot be read, or there is none.
    """
    return Source(STDIN, read_stdin()) if name == STDIN else read_named(name, wait=wait)


def read_any_file(name: str, *, wait: bool = True) -> Source:
    """Read what is meant as a file, whatever its name, or else a preset; as ``-``, standard input.

    Raises:
        SourceError: It cannot be read, or there is none.
    """
    return Source(STDIN, read_stdin()) if name == STDIN else read_named(name, wait=wait, any_file=True)


def read_stdin() -> bytes:
    """All of standard input.

    Raises:
        SourceError: It is closed.
    """
    if sys.stdin is None:
        raise SourceError(text("source.stdin"))
    if is_terminal(sys.stdin):
        say(text("source.reading"))
    try:
        data = sys.stdin.buffer.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise SourceError(text("source.stdin")) from error
    return check_size(data, STDIN)


def read_request(name: str) -> tuple[Source, "ParsedText", FileContent]:
    """Read a source that is to be JSON.

    Raises:
        SourceError: It cannot be read; where it is no JSON, the reading says so.
    """
    from wizard.document.parser import parse
    from wizard.document.presets import unwrap_preset

    source = read_source(name)
    reading = parse(source.data)
    opened = unwrap_preset(reading.tree)
    check_format(source.name, opened)
    return source, reading, opened
