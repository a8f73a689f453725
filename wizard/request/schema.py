"""The shape of the request as plain data, derived from the models: what forms, rules and help walk along."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wizard.request.cluster import ClusterDescription

Kind = Literal["object", "map", "list", "string", "integer", "number", "boolean"]
Path = tuple[str | int, ...]

ANY = "*"
"""Stands in a pattern for the key of a map and for the index of a list."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a value has to keep to; ``None`` where there is no limit.

    Lengths count code points of a string and entries of a map or list.
    """

    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    values: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the request: an attribute, an entry of a map, an item of a list.

    Attributes:
        pattern: Its path, with ``*`` for keys of maps and indexes of lists.
        kind: Its type in JSON.
        title: What a person calls it.
        help: What it means and takes.
        example: A value as one would write it, or ``None``.
        unit: What its number counts, or ``None``.
        source: Where the statements about it come from.
        choices: The catalogue's list that knows values for it, or ``None``.
        secret: The variable that stands for it in files, where it is a secret.
        multiline: Whether its text usually has several lines.
        advanced: Whether few people need it.
        required: Whether the service refuses a request without it.
        limits: What it has to keep to.
        fields: The attributes of an object, in the reference's order.
        item: What every entry of a map or list is.
        key: What every key of a map has to keep to.
    """

    pattern: tuple[str, ...]
    kind: Kind
    title: str = ""
    help: str = ""
    example: Any = None
    unit: str | None = None
    source: str = ""
    choices: str | None = None
    secret: str | None = None
    multiline: bool = False
    advanced: bool = False
    required: bool = False
    limits: Limits = Limits()
    fields: dict[str, "Node"] = field(default_factory=dict)
    item: "Node | None" = None
    key: Limits = Limits()

    @property
    def name(self) -> str:
        """The API's name of it, ``""`` for the whole request."""
        return self.pattern[-1] if self.pattern else ""

    def child(self, key: str | int) -> "Node | None":
        """The node below this one at a key or an index; ``None`` where no model knows it."""
        if self.kind == "object":
            return self.fields.get(str(key))
        return self.item

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the reference's order."""
        yield self
        for child in self.fields.values():
            yield from child.walk()
        if self.item is not None:
            yield from self.item.walk()


_SCALARS: dict[type, Kind] = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _limits(metadata: list[Any], values: tuple[str, ...] | None = None) -> Limits:
    found: dict[str, Any] = {"values": values}
    for entry in metadata:
        match entry:
            case annotated_types.Ge(ge=bound):
                found["minimum"] = bound
            case annotated_types.Le(le=bound):
                found["maximum"] = bound
            case annotated_types.MinLen(min_length=length):
                found["min_length"] = length
            case annotated_types.MaxLen(max_length=length):
                found["max_length"] = length
            case FieldInfo():
                inner = _limits(entry.metadata)
                found |= {
                    name: getattr(inner, name)
                    for name in Limits.__slots__
                    if getattr(inner, name) is not None
                }
            case _ if pattern := getattr(entry, "pattern", None):
                found["pattern"] = pattern
    return Limits(**found)


def _node(annotation: Any, metadata: list[Any], pattern: tuple[str, ...], about: dict[str, Any]) -> Node:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _node(arguments[0], [*metadata, *arguments[1:]], pattern, about)
    if origin is Literal:
        return Node(pattern, "string", limits=_limits(metadata, arguments), **about)
    limits = _limits(metadata)
    if origin is list:
        item = _node(arguments[0], [], (*pattern, ANY), {})
        return Node(pattern, "list", limits=limits, item=item, **about)
    if origin is dict:
        key = _limits(list(get_args(arguments[0])[1:]))
        item = _node(arguments[1], [], (*pattern, ANY), {})
        return Node(pattern, "map", limits=limits, item=item, key=key, **about)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {name: _of_field(info, (*pattern, name)) for name, info in annotation.model_fields.items()}
        return Node(pattern, "object", limits=limits, fields=fields, **about)
    return Node(pattern, _SCALARS[annotation], limits=limits, **about)


def _of_field(info: FieldInfo, pattern: tuple[str, ...]) -> Node:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    about: dict[str, Any] = {str(name).removeprefix("x-"): value for name, value in extra.items()}
    about |= {
        "title": info.title or "",
        "help": info.description or "",
        "example": info.examples[0] if info.examples else None,
        "required": info.is_required(),
    }
    return _node(info.annotation or NoneType, info.metadata, pattern, about)


@cache
def root() -> Node:
    """The whole request."""
    return _node(ClusterDescription, [], (), {"title": "Request", "help": "The body of CreateCluster."})


def node_at(path: Path) -> Node | None:
    """The node of a path, or ``None`` where no model knows the path."""
    node: Node | None = root()
    for key in path:
        if node is None:
            return None
        node = node.child(key)
    return node


@cache
def by_pattern() -> dict[tuple[str, ...], Node]:
    """Every node by its pattern."""
    return {node.pattern: node for node in root().walk()}
