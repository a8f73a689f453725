"""What pydantic's core says of a request's shape: its validators, made of the nodes.

The core alone: pydantic's models of the same attributes say the same, but need 13 MB more, and as long
to import as all else that `bcw check` does.
"""

from functools import cache
from typing import Any

from pydantic_core import SchemaValidator, ValidationError, core_schema

from wizard.request.schema import Limits, Node, Path, by_pattern, collections, root

KEY = "[key]"
"""What pydantic puts at the end of the place of a key of a map."""

Problem = tuple[str, Path]
"""Pydantic's word for what is wrong (``string_too_long``), and the place. After the key of a map, ``[key]``
says that the key itself is wrong."""


def _schema(node: Node, *, entries: bool = True) -> core_schema.CoreSchema:
    """What the core is told of a node; without entries, nothing of those of the collections."""
    limits = node.limits
    lengths: dict[str, Any] = {"min_length": limits.min_length, "max_length": limits.max_length}
    bounds: dict[str, Any] = {"ge": limits.minimum, "le": limits.maximum}
    item = None
    if node.item is not None and (entries or node.pattern not in collections()):
        item = _schema(node.item, entries=entries)
    match node.kind:
        case "object":
            fields = {
                name: core_schema.typed_dict_field(_schema(below, entries=entries), required=below.required)
                for name, below in node.fields.items()
            }
            return core_schema.typed_dict_schema(fields, extra_behavior="allow")
        case "map":
            return core_schema.dict_schema(_text(node.key) if item else None, item, **lengths)
        case "list":
            return core_schema.list_schema(item, **lengths)
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
def _whole() -> SchemaValidator:
    return SchemaValidator(_schema(root()))


@cache
def _outline() -> SchemaValidator:
    return SchemaValidator(_schema(root(), entries=False))


@cache
def _entry(collection: tuple[str, ...]) -> tuple[SchemaValidator, SchemaValidator]:
    node = by_pattern()[collection]
    assert node.item is not None
    return SchemaValidator(_text(node.key)), SchemaValidator(_schema(node.item))


def _found(validator: SchemaValidator, value: Any) -> list[Problem]:
    try:
        validator.validate_python(value, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return [(each["type"], each["loc"]) for each in found]
    return []


def problems(tree: Any) -> list[Problem]:
    """What is wrong with the shape of a request."""
    return _found(_whole(), tree)


def outline_problems(tree: Any) -> list[Problem]:
    """What is wrong with the shape of a request, apart from the entries of its collections."""
    return _found(_outline(), tree)


def entry_problems(path: Path, value: Any) -> list[Problem]:
    """What is wrong with the shape of an entry of a collection, which stands at a path, and of its key."""
    of_key, of_value = _entry(tuple(map(str, path[:-1])))
    found = _found(of_value, value)
    if isinstance(path[-1], str):
        found = [*((word, (KEY,)) for word, _ in _found(of_key, path[-1])), *found]
    return [(word, (*path, *place)) for word, place in found]
