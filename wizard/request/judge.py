"""What pydantic's core says of a request's shape: its validators, made of the nodes.

The core alone: pydantic's models of the same attributes say the same, but need 13 MB more, and as long
to import as all else that `bcw check` does.
"""

from functools import cache
from typing import Any

from pydantic_core import SchemaValidator, ValidationError, core_schema

from wizard.request.schema import Limits, Node, by_pattern


def _schema(node: Node) -> core_schema.CoreSchema:
    limits = node.limits
    lengths: dict[str, Any] = {"min_length": limits.min_length, "max_length": limits.max_length}
    bounds: dict[str, Any] = {"ge": limits.minimum, "le": limits.maximum}
    match node.kind:
        case "object":
            fields = {
                name: core_schema.typed_dict_field(_schema(below), required=below.required)
                for name, below in node.fields.items()
            }
            return core_schema.typed_dict_schema(fields, extra_behavior="allow")
        case "map":
            assert node.item is not None
            return core_schema.dict_schema(_text(node.key), _schema(node.item), **lengths)
        case "list":
            assert node.item is not None
            return core_schema.list_schema(_schema(node.item), **lengths)
        case "integer":
            return core_schema.int_schema(**bounds)
        case "number":  # JSON knows no other than finite ones
            return core_schema.float_schema(allow_inf_nan=False, **bounds)
        case "boolean":
            return core_schema.bool_schema()
    return core_schema.literal_schema([*limits.values]) if limits.values else _text(limits)


def _text(limits: Limits) -> core_schema.CoreSchema:
    return core_schema.str_schema(
        min_length=limits.min_length, max_length=limits.max_length, pattern=limits.pattern
    )


@cache
def validator(pattern: tuple[str, ...] = ()) -> SchemaValidator:
    """The validator of what stands at a pattern: of the whole request, of a group, of a mount."""
    return SchemaValidator(_schema(by_pattern()[pattern]))


def problems(value: Any, pattern: tuple[str, ...] = ()) -> list[tuple[str, tuple[str | int, ...]]]:
    """What is wrong with the shape of a value.

    Args:
        value: What stands at the pattern.
        pattern: Of the whole request, unless something below is meant.

    Returns:
        For each problem pydantic's word for it (``string_too_long``) and its place below the value. After the
        key of a map, ``[key]`` says that the key itself is wrong.
    """
    try:
        validator(pattern).validate_python(value, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return [(each["type"], each["loc"]) for each in found]
    return []
