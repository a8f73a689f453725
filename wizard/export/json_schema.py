"""JSON Schema of request bodies and preset files, for editors.

It accepts what the models accept, with one exception: to JSON Schema, ``3.0`` is an integer.
"""

import re
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from wizard.document.presets import PARAMETER_NAME, PLACEHOLDER
from wizard.i18n import _, join_sentences
from wizard.models.cluster import ClusterDescription, request_spec
from wizard.models.fields import FieldSpec
from wizard.models.stored import FORMAT

_TYPES = ("string", "integer", "number", "boolean")
_REPLACED = ("$ref", "title", "description", "examples", "default")
"""Keys of pydantic's schemas that are not copied. Nothing reads the models' defaults."""
_END = r"(?![\s\S])"  # the end of the text; in some dialects ``$`` also matches before a final line break


def make_json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a ``request`` or a ``preset`` file."""
    schema = ClusterDescription.model_json_schema()
    models = schema.pop("$defs")
    is_preset = kind == "preset"
    request = _adapt(schema, request_spec(), models, allow_parameters=is_preset)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **(_make_preset_schema(request) if is_preset else request),
    }


def _adapt(
    schema: dict[str, Any], spec: FieldSpec, models: dict[str, Any], *, allow_parameters: bool
) -> dict[str, Any]:
    """Return pydantic's schema of a field with its model inlined, translated texts and strict patterns."""

    def adapt(below: dict[str, Any], field: FieldSpec) -> dict[str, Any]:
        return _adapt(below, field, models, allow_parameters=allow_parameters)

    schema = {**models.get(schema.get("$ref", "").rpartition("/")[2], {}), **schema}
    shape = {key: schema[key] for key in schema if key not in _REPLACED}
    if spec.fields:
        shape["properties"] = {
            name: adapt(shape["properties"][name], spec.fields[name]) for name in spec.fields
        }
    if spec.item is not None:
        entries = "items" if spec.kind == "list" else "additionalProperties"
        shape[entries] = adapt(shape[entries], spec.item)
    if pattern := spec.pattern or spec.editor_pattern:
        shape["pattern"] = re.sub(r"\$$", lambda _end: _END, pattern)
    if allow_parameters and spec.kind in _TYPES and spec.secret is None and shape != {"type": "string"}:
        is_text = spec.kind == "string"
        placeholder = PLACEHOLDER.pattern if is_text else f"^{PLACEHOLDER.pattern}{_END}"
        shape = {"anyOf": [shape, {"type": "string", "pattern": placeholder}]}
    return {**_describe(spec), **shape}


def _describe(spec: FieldSpec) -> dict[str, Any]:
    sentences = [spec.description]
    if spec.unit:
        sentences.append(_("Unit: {unit}.").format(unit=_(spec.unit)))
    if spec.source:
        sentences.append(_("Source: {source}.").format(source=spec.source))
    texts: dict[str, Any] = (
        {"title": spec.title, "description": join_sentences(*sentences)} if spec.title else {}
    )
    return texts | ({"examples": [spec.example]} if spec.example is not None else {})


def _make_preset_schema(request: dict[str, Any]) -> dict[str, Any]:
    def make_text(description: str) -> dict[str, Any]:
        return {"type": "string", "description": description}

    def make_list(description: str) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}, "description": description}

    parameter = {
        "type": "object",
        "description": _("A value that you enter when you use the preset."),
        "properties": {
            "title": make_text(_("The title that is shown.")),
            "type": {"enum": [*_TYPES], "description": _("The type, by default string.")},
            "default": {"description": _("The value if you enter none. Without it, a value is required.")},
        },
        "anyOf": [
            {
                "properties": {"type": {"const": name}, "default": {"type": name}},
                "required": [] if name == "string" else ["type"],
            }
            for name in _TYPES
        ],
    }
    about = {
        "type": "object",
        "description": _("The description of the preset."),
        "properties": {
            "name": make_text(_("The name. The name of the file takes precedence.")),
            "title": make_text(_("The title that is shown.")),
            "description": make_text(_("The purpose of the preset, in one or two sentences.")),
            "tags": make_list(_("Words to find the preset by.")),
            "ignore": make_list(_("Rules whose warnings and notes are not shown.")),
            "parameters": {
                "type": "object",
                "description": _(
                    "Parameters by name. ${{name}} in the request is replaced by the value."
                ).format(),
                "propertyNames": {"pattern": f"^{PARAMETER_NAME.pattern}{_END}"},
                "additionalProperties": parameter,
            },
            "format": {"const": FORMAT, "description": _("The version of the file format.")},
        },
    }
    return {
        "title": _("A preset of batchcompute-wizard"),
        "type": "object",
        "required": ["preset", "request"],
        "properties": {"preset": about, "request": request},
    }
