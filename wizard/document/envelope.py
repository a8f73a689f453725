"""Telling a preset file from a bare request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

FORMAT = 1
"""The number of the preset format that this version writes and reads."""

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""For each earlier format the step from a file of it to one of the next; there is none before the first."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that was opened.

    Attributes:
        request: The request.
        preset: What the file says about the preset (name, title, description, tags, parameters, format),
            or ``None`` for a bare request.
        prefix: The path of the request inside the file: ``("request",)`` in a preset file, else ``()``.
    """

    request: Any
    preset: dict[str, Any] | None = None
    prefix: tuple[str, ...] = field(default=())


def is_preset(tree: Any) -> bool:
    """Whether a document is a preset file: an object with the objects ``preset`` and ``request``.

    Neither is an attribute of CreateCluster, so no request is mistaken for one.
    """
    return isinstance(tree, dict) and isinstance(tree.get("preset"), dict) and "request" in tree


def upgraded(tree: Any) -> Any:
    """A preset file of an earlier format as one of this version's; anything else as it is."""
    for _ in range(FORMAT):
        number = tree["preset"].get("format", FORMAT) if is_preset(tree) else FORMAT
        step = UPGRADES.get(number) if type(number) is int and number < FORMAT else None
        if step is None:
            return tree
        tree = step(tree)
    return tree


def unwrap(tree: Any) -> Opened:
    """The request of a document, and what its file says about the preset, in this version's format."""
    tree = upgraded(tree)
    if is_preset(tree):
        return Opened(tree["request"], tree["preset"], ("request",))
    return Opened(tree)


def wrap(request: Any, preset: dict[str, Any]) -> dict[str, Any]:
    """A preset file of a request; the format number is filled in."""
    return {"preset": {**preset, "format": preset.get("format", FORMAT)}, "request": request}
