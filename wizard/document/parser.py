"""Reading a request: what it says, what is wrong with it and where, and which keys occur twice.

The values come from :mod:`json`. A scanner of our own only tells where they stand: it runs over text
that is known to be JSON, and only when somebody asks for a position.
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
"""How deep objects and lists may stand in one another; a request needs six."""

_LONGEST_INTEGER = 308
"""Digits up to which an integer is smaller than the largest double, on which JSON's readers agree."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
"""A token of JSON. A string that is never closed is one as well, so that looking for its end is done once."""
_HABITS = re.compile(
    r"(?P<comment>//|/\*|\#)|(?P<word>(?:True|False|None|undefined)\b)|(?P<quotes>['‘’“”„`])"
)
"""What other languages have, and JSON does not: comments, words for its words, other quotes."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a text: line and column, both from 1, the column in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """Why a text is no request at all.

    Attributes:
        kind: What is wrong; the sentence for it is the rules' business.
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


class _Refused(ValueError):
    """A number or constant that the service does not take; carries its text."""

    def __init__(self, kind: ProblemKind, text: str) -> None:
        super().__init__(text)
        self.kind: ProblemKind = kind
        self.text = text


class ParsedText:
    """What was read.

    Attributes:
        text: The text, ``""`` where the bytes are no UTF-8.
        tree: The document; ``None`` where there is a problem.
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
        """The keys that occur more than once in one object, in the order of the text."""
        if not self._repeats:
            return []
        return [DuplicateKey(path, tuple(map(self._place, offsets))) for path, offsets in self._scanned[1]]

    def position_of(self, path: Path) -> Position:
        """Where a path's key (of an item of a list: its value) begins; of something missing, its parent's."""
        spot = self._scanned[0]
        for key in path:
            below = spot.below.get(key)
            if below is None:
                break
            spot = below
        return self._place(spot.offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def _place(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)


def position_at(text: str, offset: int) -> Position:
    """The line and column of an offset into a text."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def parse(data: bytes | str) -> ParsedText:
    """Read a document. Never raises: what cannot be read is a problem of the reading."""
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
        return _problem(text, "mark", 0)
    if not text.strip(" \t\r\n"):
        return _problem(text, "empty", 0)
    if (offset := _too_deep(text)) is not None:
        return _problem(text, "depth", offset, deepest=DEEPEST)
    return _decoded(text)


def _decoded(text: str) -> ParsedText:
    repeats = False

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeats
        result = dict(found)
        repeats = repeats or len(result) < len(found)
        return result

    try:
        tree = json.loads(
            text, object_pairs_hook=pairs, parse_int=_integer, parse_float=_float, parse_constant=_constant
        )
    except _Refused as error:
        at = _offset_of(text, error.text)
        return _problem(text, error.kind, at, found=error.text[:20] + "…" * (len(error.text) > 20))
    except json.JSONDecodeError as error:
        kind: ProblemKind = "trailing" if error.msg == "Extra data" else "syntax"
        habit, at = _habit(text, error)
        return _problem(text, kind, at, expected=habit or error.msg)
    except RecursionError:  # a broken text may hide its depth from the scanner
        return _problem(text, "depth", 0, deepest=DEEPEST)
    reading = ParsedText(text, tree, None, repeats=repeats)
    if (_SURROGATE.search(text) or "\\u" in text) and (offset := _surrogate(text)) is not None:
        return _problem(text, "surrogate", offset)
    return reading


def _habit(text: str, error: json.JSONDecodeError) -> tuple[str | None, int]:
    """What habit probably wrote where JSON has something else, as the rules' sentences name it, and where.

    Of a comma too many Python tells where it stands from 3.13 on, and before that what stands behind it.
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


def _problem(text: str, kind: ProblemKind, offset: int, **values: Any) -> ParsedText:
    return ParsedText(text, None, ParseProblem(kind, position_at(text, offset), values))


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER and isinf(float(text)):
        raise _Refused("overflow", text)
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise _Refused("overflow", text)
    return value


def _constant(text: str) -> Any:
    raise _Refused("constant", text)


def _offset_of(text: str, token: str) -> int:
    """Where a token stands for the first time outside strings; in a broken text something may cling to it."""
    return next((match.start() for match in _TOKEN.finditer(text) if match.group().startswith(token)), 0)


def _surrogate(text: str) -> int | None:
    """The offset of the first string with half of a surrogate pair."""
    for match in _TOKEN.finditer(text):
        if match.group().startswith('"') and _SURROGATE.search(json.loads(match.group(), strict=False)):
            return match.start()
    return None


def _too_deep(text: str) -> int | None:
    """The offset of the first bracket that goes deeper than :data:`DEEPEST`."""
    if text.count("{") + text.count("[") <= DEEPEST:
        return None
    depth = 0
    for match in _TOKEN.finditer(text):
        if match.group() in "{[":
            depth += 1
            if depth > DEEPEST:
                return match.start()
        elif match.group() in "}]":
            depth -= 1
    return None


class _Spot:
    """Where a value begins, an attribute at its key, and the spots of what stands below it."""

    __slots__ = ("below", "offset")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.below: dict[str | int, _Spot] = {}


def _scan(text: str) -> tuple[_Spot, list[tuple[Path, list[int]]]]:
    """Where every value of a well-formed text begins, and all the places of keys that occur twice.

    Of a key that occurs twice, the last one is the value's spot.
    """
    top = spot = _Spot(0)
    holders: list[_Spot] = []
    path: list[str | int] = []
    seen: list[dict[str, list[int]] | None] = []
    """For each open object its keys; for a list ``None``."""
    duplicates: list[tuple[Path, list[int]]] = []
    expects_key = False
    for match in _TOKEN.finditer(text):
        token, at = match.group(), match.start()
        if token in (":", ","):
            keys = seen[-1]
            if token == "," and keys is None:
                path[-1] += 1  # type: ignore[operator]
            expects_key = token == "," and keys is not None
            continue
        if token in ("}", "]"):
            seen.pop()
            path.pop()
            holders.pop()
            expects_key = False
            continue
        if expects_key and (keys := seen[-1]) is not None:
            path[-1] = key = json.loads(token, strict=False)
            spot = holders[-1].below[key] = _Spot(at)
            places = keys.setdefault(key, [])
            places.append(at)
            if len(places) == 2:
                duplicates.append((tuple(path), places))
            expects_key = False
            continue
        if not seen:
            top.offset = at
        elif seen[-1] is None:
            spot = holders[-1].below[path[-1]] = _Spot(at)
        if token in ("{", "["):
            holders.append(spot)
            seen.append({} if token == "{" else None)
            path.append("" if token == "{" else 0)
            expects_key = token == "{"
    return top, sorted(duplicates, key=lambda duplicate: duplicate[1][0])
