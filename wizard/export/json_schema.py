"""JSON Schema of requests and of preset files, for editors: completion, hover texts, errors while typing.

It refuses what the rules refuse by shape and form, with one exception that JSON Schema cannot express: to it,
`3.0` is an integer. What concerns several fields (a type of instance for every group), and which blocks of
addresses are private, is left to the rules.
"""

import re
from typing import Any

from wizard.document.presets import FORMAT, PARAMETER_NAME, PLACEHOLDER
from wizard.export.texts import text
from wizard.models.cluster import request_spec
from wizard.models.fields import FieldSpec

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = ("request", "preset")
"""What there is a schema of."""

_TYPES = {"map": "object", "list": "array"}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema, of draft 2020-12, of a request or of a preset file.

    Args:
        kind: ``request`` or ``preset``.
    """
    if kind == "preset":
        return _of_preset()
    return {"$schema": DIALECT, **_of_node(request_spec(), filled_in=True)}


def _of_preset() -> dict[str, Any]:
    default = {
        "anyOf": [
            {
                "properties": {"type": {"const": name}, "default": {"type": name}},
                **({"required": ["type"]} if name != "string" else {}),
            }
            for name in ("string", "integer", "number", "boolean")
        ]
    }
    parameter = {
        "type": "object",
        "description": text("schema.parameter"),
        "properties": {
            "title": {"type": "string", "description": text("schema.parameter.title")},
            "type": {
                "enum": ["string", "integer", "number", "boolean"],
                "description": text("schema.parameter.type"),
            },
            "default": {"description": text("schema.parameter.default")},
        },
        **default,
    }
    about = {
        "type": "object",
        "description": text("schema.preset"),
        "properties": {
            "name": {"type": "string", "description": text("schema.preset.name")},
            "title": {"type": "string", "description": text("schema.preset.title")},
            "description": {"type": "string", "description": text("schema.preset.description")},
            "tags": {
                "type": "array",
                "items": {"type": "string"},
                "description": text("schema.preset.tags"),
            },
            "parameters": {
                "type": "object",
                "description": text("schema.preset.parameters"),
                "propertyNames": {"pattern": _whole(PARAMETER_NAME.pattern)},
                "additionalProperties": parameter,
            },
            "format": {"const": FORMAT, "description": text("schema.preset.format")},
        },
    }
    return {
        "$schema": DIALECT,
        "title": text("schema.preset.file"),
        "type": "object",
        "required": ["preset", "request"],
        "properties": {"preset": about, "request": _of_node(request_spec(), filled_in=False)},
    }


def _of_node(node: FieldSpec, *, filled_in: bool) -> dict[str, Any]:
    """The schema of a place.

    Args:
        node: The place.
        filled_in: Whether values stand there themselves; in a preset a text may hold parameters instead.
    """
    shape = _shape(node, filled_in=filled_in)
    if not filled_in and node.kind not in ("object", "map", "list") and node.secret is None:
        either = {"anyOf": [shape, {"type": "string", "pattern": PLACEHOLDER.pattern}]}
        if node.kind != "string":
            either["anyOf"][1] = {"type": "string", "pattern": _whole(PLACEHOLDER.pattern)}
        limited = _limits(node, "Length") or node.values or node.pattern or node.editor_pattern
        shape = either if node.kind != "string" or limited else shape
    return {**_about(node), **shape}


def _about(node: FieldSpec) -> dict[str, Any]:
    words = [node.description]
    if node.unit:
        words.append(text("schema.unit", unit=node.unit))
    if node.source:
        words.append(text("schema.source", source=node.source))
    found: dict[str, Any] = {}
    if node.title:
        found["title"] = node.title
    if node.description:
        found["description"] = " ".join(words)
    if node.example is not None:
        found["examples"] = [node.example]
    return found


def _shape(node: FieldSpec, *, filled_in: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": _TYPES.get(node.kind, node.kind)}
    limits = node
    match node.kind:
        case "object":
            shape["properties"] = {
                name: _of_node(below, filled_in=filled_in) for name, below in node.fields.items()
            }
            if required := [name for name, below in node.fields.items() if below.required]:
                shape["required"] = required
        case "map" if node.item is not None:
            shape["additionalProperties"] = _of_node(node.item, filled_in=filled_in)
            if names := _limits(node.key or FieldSpec(), "Length"):
                shape["propertyNames"] = names
            shape |= _limits(limits, "Properties")
        case "list" if node.item is not None:
            shape["items"] = _of_node(node.item, filled_in=filled_in)
            shape |= _limits(limits, "Items")
        case "string":
            if limits.values is not None:
                return {"enum": [*limits.values]}
            shape |= _limits(limits, "Length")
            if pattern := limits.pattern or node.editor_pattern:
                shape["pattern"] = _to_the_end(pattern)
        case _:
            if limits.minimum is not None:
                shape["minimum"] = limits.minimum
            if limits.maximum is not None:
                shape["maximum"] = limits.maximum
    return shape


def _limits(limits: FieldSpec, of: str) -> dict[str, int]:
    found = {}
    if limits.min_length is not None:
        found[f"min{of}"] = limits.min_length
    if limits.max_length is not None:
        found[f"max{of}"] = limits.max_length
    return found


def _whole(pattern: str) -> str:
    """A pattern that the whole text has to match."""
    return _to_the_end(f"^(?:{pattern})$")


def _to_the_end(pattern: str) -> str:
    """A pattern whose end is that of the text: to some dialects `$` also is before a last newline."""
    return re.sub(r"\$$", r"(?![\\s\\S])", pattern)
