"""Between the JSON values of a request and what a person types and reads in answer to a field."""

import re
from math import isfinite
from typing import Any

from wizard.core.formatting import counted
from wizard.document.parser import parse
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING
from wizard.models.fields import FieldSpec

_INTEGER = re.compile(r"[+-]?[0-9]{1,300}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", re.ASCII)
_BYTES = re.compile(r"([0-9]{1,12})\s*([kmgt])i?b?", re.ASCII | re.IGNORECASE)
_SCALE = {"k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}
_LINE_END = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"\s*(?:export\s+)?([^=\s][^=]*?)\s*=(.*)")


def format_answer(value: Any) -> str:
    """A JSON value as a text field shows it."""
    if value is MISSING:
        return ""
    return value if isinstance(value, str) else to_compact_text(value)


def parse_answer(text: str, node: FieldSpec) -> Any:
    """What a person means by a text in a field of some type.

    A text that is no number stays a text: nothing typed is lost, and the rules say what is wrong with it.
    """
    if text == "":
        return MISSING
    plain = text.strip()
    if node.kind in ("integer", "number"):
        if _INTEGER.fullmatch(plain):
            return int(plain)
        if _NUMBER.fullmatch(plain) and isfinite(float(plain)):
            return float(plain)
        if node.unit == "bytes" and (match := _BYTES.fullmatch(plain)):
            return int(match[1]) * _SCALE[match[2].lower()]
    return text


def parse_block(text: str) -> dict[str, str] | None:
    """The entries of a pasted block; ``None`` where it is none.

    A block is lines of ``KEY=VALUE`` (comments and ``export`` are allowed), or a JSON object.
    """
    value = parse(text).tree
    if isinstance(value, dict):
        return {
            key: below if isinstance(below, str) else to_compact_text(below) for key, below in value.items()
        }
    found: dict[str, str] = {}
    for line in _LINE_END.split(text):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        found[match[1]] = _unquoted(match[2].strip())
    return found or None


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def describe_limits(node: FieldSpec) -> str:
    """What a field keeps to, in words; ``""`` where there is no limit."""
    words = []
    if node.values:
        words.append(", ".join(value for value in node.values if value))
    if node.minimum is not None:
        unit = f" {node.unit}" if node.unit else ""
        upper = f" to {node.maximum:,}" if node.maximum is not None else " or more"
        words.append(f"{node.minimum:,}{upper}{unit}")
    if node.max_length is not None:
        noun = "entry" if node.kind in ("map", "list") else "character"
        many = "entries" if noun == "entry" else "characters"
        words.append(f"{node.min_length or 0} to {counted(node.max_length, noun, many)}")
    return "; ".join(words)
