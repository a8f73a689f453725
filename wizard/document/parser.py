"""Parses JSON strictly: the value, why a text is none, duplicate keys, and the position of each value.

:mod:`json` makes the values. Positions come from a scan of the text, made only when one is asked for.
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from math import isinf
from typing import Any, Literal

from wizard.document.tree import Path

ProblemKind = Literal[
    "bytes", "mark", "empty", "syntax", "constant", "overflow", "surrogate", "depth", "trailing"
]

DEEPEST = 200
"""Levels of objects and lists that are accepted; a request needs six."""

_LONGEST_INTEGER = 308
"""Digits up to which every integer is smaller than the largest double, on which JSON parsers agree."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TOKEN = re.compile(r'(?P<string>"(?:[^"\\]|\\.)*+"?)(?P<colon>\s*:)?|[{}\[\]]|[^\s{}\[\]:,"]+', re.DOTALL)
"""A token of JSON; of a key with its colon. An unclosed string is a token too, to be scanned only once."""
_HABITS = re.compile(
    r"(?P<comment>//|/\*|\#)|(?P<word>(?:True|False|None|undefined)\b)|(?P<quotes>['‘’“”„`])"
)
"""What other languages allow and JSON does not: comments, other words for constants, other quotes."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a text: line and column, both from 1, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """Why a text is not a document; ``wizard.validation.syntax`` has the sentence for it.

    Attributes:
        kind: What is wrong.
        place: Where.
        values: What the sentence names.
    """

    kind: ProblemKind
    place: Position
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that occurs more than once in an object; the last one counts."""

    path: Path
    places: tuple[Position, ...]


class ParsedText:
    """The result of :func:`parse`.

    Attributes:
        text: The text, ``""`` if the bytes are not UTF-8.
        tree: The document; ``None`` if there is a problem.
        problem: Why there is no document, or ``None``.
    """

    def __init__(self, text: str, tree: Any, problem: ParseProblem | None, *, repeats: bool = False) -> None:
        self.text = text
        self.tree = tree
        self.problem = problem
        self._repeats = repeats

    @cached_property
    def _scanned(self) -> "tuple[_Spot, list[tuple[Path, list[int]]]]":
        return _scan(self.text) if self.problem is None else (_Spot(0), [])

    @property
    def duplicates(self) -> list[DuplicateKey]:
        """The keys that occur more than once in an object, in the order of the text."""
        if not self._repeats:
            return []
        return [DuplicateKey(path, tuple(map(self._position, offsets))) for path, offsets in self._scanned[1]]

    def position_of(self, path: Path) -> Position:
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


def position_at(text: str, offset: int) -> Position:
    """Return the position of an offset into a text."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class _RefusedNumber(ValueError):
    """A number or constant that the service rejects."""

    def __init__(self, kind: ProblemKind, text: str) -> None:
        super().__init__(text)
        self.kind: ProblemKind = kind
        self.text = text


def parse(data: bytes | str) -> ParsedText:
    """Parse a document. Never raises: what is wrong with it is a problem of the result."""
    if isinstance(data, bytes):
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            before = data[: error.start].decode()
            values = {"byte": f"0x{data[error.start]:02X}"}
            return ParsedText("", None, ParseProblem("bytes", position_at(before, len(before)), values))
    else:
        text = data
    if text.startswith("\ufeff"):
        return _fail(text, "mark", 0)
    if not text.strip(" \t\r\n"):
        return _fail(text, "empty", 0)
    if (offset := _find_too_deep(text)) is not None:
        return _fail(text, "depth", offset, deepest=DEEPEST)
    return _decode(text)


def _fail(text: str, kind: ProblemKind, offset: int, **values: Any) -> ParsedText:
    return ParsedText(text, None, ParseProblem(kind, position_at(text, offset), values))


def _decode(text: str) -> ParsedText:
    repeats = False

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeats
        result = dict(found)
        if len(result) < len(found):
            repeats = True
        return result

    try:
        tree = json.loads(
            text, object_pairs_hook=pairs, parse_int=_integer, parse_float=_float, parse_constant=_constant
        )
    except _RefusedNumber as error:
        # In a broken text something may cling to the number.
        tokens = _TOKEN.finditer(text)
        at = next((match.start() for match in tokens if match.group().startswith(error.text)), 0)
        return _fail(text, error.kind, at, found=error.text[:20] + "…" * (len(error.text) > 20))
    except json.JSONDecodeError as error:
        kind: ProblemKind = "trailing" if error.msg == "Extra data" else "syntax"
        habit, at = _find_habit(text, error)
        return _fail(text, kind, at, expected=habit or error.msg)
    except RecursionError:  # a broken text may hide its depth from the scan
        return _fail(text, "depth", 0, deepest=DEEPEST)
    if ("\\u" in text or _SURROGATE.search(text)) and (offset := _find_surrogate(text)) is not None:
        return _fail(text, "surrogate", offset)
    return ParsedText(text, tree, None, repeats=repeats)


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER and isinf(float(text)):
        raise _RefusedNumber("overflow", text)
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise _RefusedNumber("overflow", text)
    return value


def _constant(text: str) -> Any:
    raise _RefusedNumber("constant", text)


def _find_habit(text: str, error: json.JSONDecodeError) -> tuple[str | None, int]:
    """The habit of other languages that is probably behind a syntax error, and where it is.

    Before Python 3.13 the error about a trailing comma is about what follows it.
    """
    offset = error.pos
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
    """The offset of the first string that contains half of a surrogate pair."""
    for match in _TOKEN.finditer(text):
        if match["string"] and _SURROGATE.search(_unquote(match["string"])):
            return match.start()
    return None


def _unquote(token: str) -> str:
    return str(json.loads(token, strict=False)) if "\\" in token else token[1:-1]


def _find_too_deep(text: str) -> int | None:
    """The offset of the first bracket that is deeper than :data:`DEEPEST`."""
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


class _Spot:
    """Where a value begins, an attribute at its key, and the spots of the values inside it."""

    __slots__ = ("below", "offset")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.below: dict[str | int, _Spot] = {}


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
