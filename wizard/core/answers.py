"""Convert between the JSON values of a request and the text of a field."""

import re
from contextlib import suppress
from typing import Any

from wizard.document.parser import parse
from wizard.document.presets import format_value, parse_value
from wizard.document.tree import MISSING
from wizard.i18n import _, ngettext
from wizard.models.fields import FieldSpec

_BYTES = re.compile(r"([0-9]{1,12})\s*([kmgt])i?b?", re.ASCII | re.IGNORECASE)
_SCALE = {"k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}
_LINE_END = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"\s*(?:export\s+)?([^=\s][^=]*?)\s*=(.*)")


def format_answer(value: Any) -> str:
    """Return a JSON value as the text of a field."""
    return "" if value is MISSING else format_value(value)


def parse_answer(text: str, node: FieldSpec) -> Any:
    """Return the JSON value of the text of a field; text that is not of its type stays text."""
    if text == "":
        return MISSING
    if node.kind in ("integer", "number"):
        with suppress(ValueError):
            return parse_value(text, "number")
        if node.unit == "bytes" and (match := _BYTES.fullmatch(text.strip())):
            return int(match[1]) * _SCALE[match[2].lower()]
    return text


def parse_block(text: str) -> dict[str, str] | None:
    """Return the entries of pasted ``KEY=VALUE`` lines or of a pasted JSON object, ``None`` of other text.

    Comments and ``export`` are allowed.
    """
    value = parse(text).tree
    if isinstance(value, dict):
        return {key: format_value(each) for key, each in value.items()}
    found: dict[str, str] = {}
    for line in _LINE_END.split(text):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        entry = match[2].strip()
        is_quoted = len(entry) >= 2 and entry[0] == entry[-1] and entry[0] in "\"'"
        found[match[1]] = entry[1:-1] if is_quoted else entry
    return found or None


def describe_limits(node: FieldSpec) -> str:
    """Return the limits of a field in words, or ``""``."""
    parts = []
    if node.values:
        parts.append(", ".join(value for value in node.values if value))
    if node.minimum is not None:
        text = _("{minimum} or more") if node.maximum is None else _("{minimum} to {maximum}")
        limits = {"minimum": f"{node.minimum:,}", "maximum": f"{node.maximum or 0:,}"}
        parts.append(f"{text.format(**limits)} {node.unit or ''}".rstrip())
    if node.max_length is not None:
        if node.kind in ("map", "list"):
            text = ngettext("{minimum} to {maximum} entry", "{minimum} to {maximum} entries", node.max_length)
        else:
            text = ngettext(
                "{minimum} to {maximum} character", "{minimum} to {maximum} characters", node.max_length
            )
        parts.append(text.format(minimum=node.min_length or 0, maximum=f"{node.max_length:,}"))
    return "; ".join(parts)
