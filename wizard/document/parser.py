"""Parse JSON strictly: the value or the problem, duplicate keys, and the position of each value.

:mod:`json` makes the values. Positions come from a scan of the text, made only when one is asked for.
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from math import isinf
from typing import Any

from wizard.document.tree import Path
from wizard.i18n import N_, _

DEEPEST = 200
"""Levels of objects and lists that are accepted; a request needs six."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TOKEN = re.compile(r'(?P<string>"(?:[^"\\]|\\.)*+"?)(?P<colon>\s*:)?|[{}\[\]]|[^\s{}\[\]:,"]+', re.DOTALL)
"""A token of JSON; of a key with its colon. An unclosed string is a token too, to be scanned only once."""
_HABITS = re.compile(
    r"(?P<comment>//|/\*|\#)|(?P<word>(?:True|False|None|undefined)\b)|(?P<quotes>['‘’“”„`])"
)
"""Syntax of other languages that JSON does not have: comments, other constants, other quotation marks."""

_CONSTANT = N_("{found} is not a JSON number.")
_OVERFLOW = N_("{found} is too large for a number.")
_SYNTAX = {
    "comma": N_("Not JSON: there is a comma too many."),
    "zero": N_("Not JSON: a number has no leading 0."),
    "comment": N_("Not JSON: comments are not allowed. Remove it."),
    "word": N_("Not JSON: this word must be true, false or null."),
    "quotes": N_("Not JSON: names and strings need straight double quotes."),
    "Extra data": N_("The JSON ends before this. Remove what follows."),
    "Expecting value": N_("Not JSON: a value is expected here."),
    "Expecting property name enclosed in double quotes": N_(
        "Not JSON: a name in double quotes is expected here."
    ),
    "Expecting ':' delimiter": N_("Not JSON: a colon is expected here."),
    "Expecting ',' delimiter": N_("Not JSON: a comma or the closing bracket is expected here."),
    "Unterminated string starting at": N_("Not JSON: the string that starts here has no closing quote."),
    "Invalid control character at": N_(
        "Not JSON: a string contains a line break or another control character. Write \\n."
    ),
    "Invalid \\escape": N_("Not JSON: write a backslash in a string as \\\\."),
    "Invalid \\uXXXX escape": N_("Not JSON: \\u needs four hexadecimal digits."),
}
"""The messages about common mistakes, and about those that Python's parser reports."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a text: line and column, both from 1, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """Why a text is not a document, and where: cause and remedy, in the user's language."""

    position: Position
    message: str


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that occurs more than once in an object; the last one counts."""

    path: Path
    positions: tuple[Position, ...]


@dataclass(eq=False, repr=False)
class ParsedText:
    """The result of :func:`parse`.

    Attributes:
        text: The text, ``""`` if the bytes are not UTF-8.
        tree: The document; ``None`` if there is a problem.
        problem: Why there is no document, or ``None``.
        has_duplicate_keys: Whether an object has a key more than once.
    """

    text: str
    tree: Any
    problem: ParseProblem | None
    has_duplicate_keys: bool = False

    @cached_property
    def _scanned(self) -> "tuple[_Spot, list[tuple[Path, list[int]]]]":
        return _scan(self.text) if self.problem is None else (_Spot(0), [])

    @property
    def duplicates(self) -> list[DuplicateKey]:
        """The keys that occur more than once in an object, in the order of the text."""
        if not self.has_duplicate_keys:
            return []
        return [DuplicateKey(path, tuple(map(self._position, offsets))) for path, offsets in self._scanned[1]]

    def get_position(self, path: Path) -> Position:
        """Return where a path's key (in a list: its value) begins; for something missing, its parent's."""
        spot = self._scanned[0]
        for key in path:
            below = spot.below.get(key)
            if below is None:
                break
            spot = below
        return self._position(spot.offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)


def compute_position(text: str, offset: int) -> Position:
    """Return the position of an offset into a text."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class _RefusedNumber(ValueError):
    """A number or constant that the service rejects: the message and the text."""


def parse(data: bytes | str) -> ParsedText:
    """Parse a document. Never raises: what is wrong with it is a problem of the result."""
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        message = _("Byte {byte} is not UTF-8. Save the file as UTF-8 without a byte order mark.")
        message = message.format(byte=f"0x{error.object[error.start]:02X}")
        return ParsedText("", None, ParseProblem(compute_position(before, len(before)), message))
    if text.startswith("\ufeff"):
        return _fail(text, 0, _("Starts with a byte order mark. Save the file as UTF-8 without one."))
    if not text.strip(" \t\r\n"):
        return _fail(text, 0, _("Empty. A request is a JSON object: {{ … }}").format())
    if (offset := _find_too_deep(text)) is not None:
        return _fail_at_depth(text, offset)
    return _decode(text)


def _fail(text: str, offset: int, message: str) -> ParsedText:
    return ParsedText(text, None, ParseProblem(compute_position(text, offset), message))


def _fail_at_depth(text: str, offset: int) -> ParsedText:
    message = _("Objects and lists are nested more than {deepest} deep.")
    return _fail(text, offset, message.format(deepest=DEEPEST))


def _decode(text: str) -> ParsedText:
    repeats = False

    def build(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeats
        result = dict(found)
        if len(result) < len(found):
            repeats = True
        return result

    try:
        tree = json.loads(
            text,
            object_pairs_hook=build,
            parse_int=_parse_int,
            parse_float=_parse_float,
            parse_constant=_refuse,
        )
    except _RefusedNumber as error:
        # In an invalid text, other characters may follow the number without a separator.
        message, refused = error.args
        tokens = _TOKEN.finditer(text)
        at = next((match.start() for match in tokens if match.group().startswith(refused)), 0)
        found = refused[:20] + "…" * (len(refused) > 20)
        return _fail(text, at, _(message).format(found=found))
    except json.JSONDecodeError as error:
        habit, at = _find_habit(text, error)
        message = next(
            (each for start, each in _SYNTAX.items() if (habit or error.msg).startswith(start)), ""
        )
        return _fail(text, at, _(message) or _("Not JSON: {reason}.").format(reason=error.msg))
    except RecursionError:  # a broken text may hide its depth from the scan
        return _fail_at_depth(text, 0)
    if ("\\u" in text or _SURROGATE.search(text)) and (offset := _find_surrogate(text)) is not None:
        message = _(
            "A string contains half of a surrogate pair (\\ud800 to \\udfff), which is not a character."
        )
        return _fail(text, offset, message)
    return ParsedText(text, tree, None, repeats)


def _parse_int(text: str) -> int:
    _parse_float(text)  # JSON parsers agree only on integers up to the largest double
    return int(text)


def _parse_float(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise _RefusedNumber(_OVERFLOW, text)
    return value


def _refuse(text: str) -> Any:
    raise _RefusedNumber(_CONSTANT, text)


def _find_habit(text: str, error: json.JSONDecodeError) -> tuple[str | None, int]:
    """Return the habit of other languages that probably caused a syntax error, and where it is.

    Before Python 3.13 the error about a trailing comma is about what follows it.
    """
    offset = error.pos
    if error.msg == "Extra data":
        return None, offset
    if error.msg.startswith("Illegal trailing comma"):
        return "comma", offset
    before = text[:offset].rstrip(" \t\r\n")
    if before.endswith(",") and text[offset : offset + 1] in ("}", "]"):
        return "comma", len(before) - 1
    if before.endswith("0") and text[offset - 1] == "0" and text[offset : offset + 1].isdigit():
        return "zero", offset
    match = _HABITS.match(text, offset)
    return None if match is None else match.lastgroup, offset


def _find_surrogate(text: str) -> int | None:
    """Return the offset of the first string that contains half of a surrogate pair."""
    for match in _TOKEN.finditer(text):
        if match["string"] and _SURROGATE.search(_unquote(match["string"])):
            return match.start()
    return None


def _unquote(token: str) -> str:
    return str(json.loads(token, strict=False)) if "\\" in token else token[1:-1]


def _find_too_deep(text: str) -> int | None:
    """Return the offset of the first bracket that is deeper than :data:`DEEPEST`."""
    if text.count("{") + text.count("[") <= DEEPEST:
        return None
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "{[":
            depth += 1
            if depth > DEEPEST:
                return match.start()
        elif token in "}]":
            depth -= 1
    return None


@dataclass(slots=True)
class _Spot:
    """Where a value begins, an attribute at its key, and the spots of the values inside it."""

    offset: int
    below: "dict[str | int, _Spot]" = field(default_factory=dict)


def _scan(text: str) -> tuple[_Spot, list[tuple[Path, list[int]]]]:
    """Return where every value of a valid text begins, and all the places of duplicate keys.

    Of a duplicate key, the last one is the value's spot.
    """
    top = value = _Spot(0)
    parents: list[tuple[_Spot, bool]] = []
    """The objects and lists that are open, each with whether it is a list."""
    seen: list[dict[str, list[int]]] = []
    """For each of them the offsets of its keys."""
    path: list[str | int] = []
    duplicates: list[tuple[Path, list[int]]] = []
    is_list = False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if match["colon"]:
            parent, at = parents[-1][0], match.start()
            key = _unquote(match["string"])
            path[-1] = key
            if key in parent.below:
                offsets = seen[-1].setdefault(key, [parent.below[key].offset])
                offsets.append(at)
                if len(offsets) == 2:
                    duplicates.append((tuple(path), offsets))
            value = parent.below[key] = _Spot(at)
            continue
        if token in ("}", "]"):
            parents.pop()
            seen.pop()
            path.pop()
            is_list = bool(parents) and parents[-1][1]
            continue
        if is_list:
            parent = parents[-1][0]
            path[-1] = index = len(parent.below)
            value = parent.below[index] = _Spot(match.start())
        elif not parents:
            top.offset = match.start()
        if token in ("{", "["):
            is_list = token == "["
            parents.append((value, is_list))
            seen.append({})
            path.append("")
    return top, sorted(duplicates, key=lambda duplicate: duplicate[1][0])
