"""The shape of the request as plain data, derived from the models: what forms, rules and help walk along."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from wizard.request.cluster import ClusterDescription
from wizard.request.fields import UNLIMITED, Field, Limits, Part

__all__ = ["ANY", "Kind", "Limits", "Node", "Path", "by_pattern", "collections", "node_at", "root"]

Kind = Literal["object", "map", "list", "string", "integer", "number", "boolean"]
Path = tuple[str | int, ...]

ANY = "*"
"""Stands in a pattern for the key of a map and for the index of a list."""


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
        form: A pattern of what it takes that the rules judge by themselves, or ``None``.
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
    form: str | None = None
    required: bool = False
    limits: Limits = UNLIMITED
    fields: dict[str, "Node"] = field(default_factory=dict)
    item: "Node | None" = None
    key: Limits = UNLIMITED

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


def _node(annotation: Any, pattern: tuple[str, ...], about: Field) -> Node:
    known: dict[str, Any] = {name: getattr(about, name) for name in Field.__slots__}
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _node(arguments[0], pattern, replace(about, limits=arguments[1]))
    if origin is Literal:
        return Node(pattern, "string", **known | {"limits": replace(about.limits, values=arguments)})
    if origin is list:
        return Node(pattern, "list", item=_node(arguments[0], (*pattern, ANY), Field()), **known)
    if origin is dict:
        key = _node(arguments[0], (), Field()).limits
        return Node(pattern, "map", item=_node(arguments[1], (*pattern, ANY), Field()), key=key, **known)
    if issubclass(annotation, Part):
        fields = {
            name: _node(kind, (*pattern, name), own) for name, (kind, own) in annotation.declared().items()
        }
        return Node(pattern, "object", fields=fields, **known)
    return Node(pattern, _SCALARS[annotation], **known)


@cache
def root() -> Node:
    """The whole request."""
    return _node(ClusterDescription, (), Field("Request", "The body of CreateCluster."))


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


@cache
def collections() -> tuple[tuple[str, ...], ...]:
    """The maps and lists of objects: there may be thousands of groups and mounts."""
    return tuple(
        pattern
        for pattern, node in by_pattern().items()
        if node.item is not None and node.item.kind == "object" and ANY not in pattern
    )
