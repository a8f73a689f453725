"""The body of a request as a shell takes it literally."""

from collections.abc import Sequence

from wizard.export.body import Variable


def assembled(pieces: Sequence[str | Variable]) -> str:
    """The pieces of a body as one word of bash; each variable goes through the script's `json_string`."""
    return "".join(
        f'"$(json_string "${each.name}")"' if isinstance(each, Variable) else _in_quotes(each)
        for each in pieces
    )


def _in_quotes(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
