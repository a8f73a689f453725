"""Texts as a shell takes them literally."""

from collections.abc import Sequence

from wizard.export.body import Variable

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")


def quoted(text: str) -> str:
    """A text as one word of any shell: between single quotes, unless it needs none."""
    if text and _PLAIN.issuperset(text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"


def assembled(pieces: Sequence[str | Variable]) -> str:
    """The pieces of a body as one word of bash; each variable goes through the script's `json_string`."""
    return "".join(
        f'"$(json_string "${each.name}")"' if isinstance(each, Variable) else _in_quotes(each)
        for each in pieces
    )


def _in_quotes(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
