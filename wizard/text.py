"""External text made safe to show. Every command loads it, so it imports little."""

import os
from pathlib import Path
from unicodedata import category

_JOINERS = "\u200c\u200d"
"""Format characters that are part of words and emoji, and change nothing else."""

_QUOTATION_MARKS = "\"'`“”‘’„«»"


class _Escapes(dict[int, str | int]):
    """The text that each character is shown as, added when a character first occurs."""

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        self[code] = ascii(char)[1:-1] if _is_hidden(char) else code
        return self[code]


class _JsonEscapes(dict[int, str | int]):
    """The text of each character inside a JSON string, added when a character first occurs."""

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        is_kept = category(char) == "Cs" or not _is_hidden(char)
        self[code] = code if is_kept else _escape_utf16(char)
        return self[code]


_ESCAPES = _Escapes()
_JSON_ESCAPES = _JsonEscapes()


def escape_text(text: str) -> str:
    r"""Return text on one line, with an escape for each character that a terminal obeys or hides.

    Control characters (line ends and tabs among them), DEL, C1 controls, line separators, bidirectional
    overrides and other format characters, and lone surrogates become escapes such as ``\x1b`` or ``\u202e``.
    Everything else stays, including joined emoji and wide spaces. Escaping twice changes nothing.
    """
    return text if text.isprintable() else text.translate(_ESCAPES)


def escape_lines(text: str) -> str:
    """Return text escaped like `escape_text`, its line ends and tabs kept."""
    return "\n".join("\t".join(map(escape_text, line.split("\t"))) for line in text.split("\n"))


def format_escaped(message: str, /, **values: object) -> str:
    """Return a message with its placeholders replaced by escaped values; without values, as it is."""
    if not values:
        return message
    escaped = {
        name: value if isinstance(value, int | float) else escape_text(str(value))
        for name, value in values.items()
    }
    return message.format(**escaped)


def escape_json(text: str) -> str:
    r"""Return JSON with ``\uXXXX`` for each character inside its strings that a terminal obeys or hides.

    Lone surrogates stay: encoding the text reports them.
    """
    lines = text.split("\n")
    return "\n".join(line if line.isprintable() else line.translate(_JSON_ESCAPES) for line in lines)


def parse_digits(text: str) -> int | None:
    """Return the number of a text of 1 to 15 ASCII digits, ``None`` for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def is_quoted(text: str) -> bool:
    """Return whether text begins and ends with a quotation mark, as values copied from an env file may."""
    return len(text) > 1 and text[0] in _QUOTATION_MARKS and text[-1] in _QUOTATION_MARKS


def _is_hidden(char: str) -> bool:
    if char.isprintable() or char in _JOINERS:
        return False
    # The last two code points of each plane are not characters: XML does not allow them.
    return category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") or ord(char) & 0xFFFE == 0xFFFE


def _escape_utf16(char: str) -> str:
    units = char.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def format_path(path: Path | str) -> str:
    """Return a path as valid text: bytes that are not UTF-8 become ``�``."""
    return os.fsencode(path).decode(errors="replace")
