"""What is different between two requests, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wizard.document.pointer import Path
from wizard.document.tree import MISSING


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two documents differ.

    Attributes:
        kind: ``added``, ``removed`` or ``changed``; ``moved`` where only the order of keys differs.
        path: The place.
        before: What stood there, or ``MISSING``.
        after: What stands there now, or ``MISSING``.
    """

    kind: Literal["added", "removed", "changed", "moved"]
    path: Path
    before: Any
    after: Any


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[Difference]:
    """The differences of two documents, in the order of the newer one, removed places last in their object.

    Objects are compared key by key and lists item by item; what one of them lacks is named as a whole.
    ``1``, ``1.0`` and ``true`` are different values. Subtrees that are the same object are passed over.
    """
    if before is after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        shared = min(len(before), len(after))
        for index in range(shared):
            yield from differences(before[index], after[index], (*path, index))
        for index in range(shared, len(after)):
            yield Difference("added", (*path, index), MISSING, after[index])
        for index in range(shared, len(before)):
            yield Difference("removed", (*path, index), before[index], MISSING)
    elif type(before) is not type(after) or before != after:
        yield Difference("changed", path, before, after)


def _of_objects(before: dict[str, Any], after: dict[str, Any], path: Path) -> Iterator[Difference]:
    for key, value in after.items():
        if key in before:
            yield from differences(before[key], value, (*path, key))
        else:
            yield Difference("added", (*path, key), MISSING, value)
    for key, value in before.items():
        if key not in after:
            yield Difference("removed", (*path, key), value, MISSING)
    common = [key for key in before if key in after]
    if common != [key for key in after if key in before]:
        yield Difference("moved", path, before, after)
