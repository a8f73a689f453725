"""The steps of the wizard, and which fields stand on each: derived from the models of the request.

A field that is added to a model appears on the step of its part by itself; an object that no step
claims appears on the first step that has fields.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from wizard.core.order import STEPS, Step
from wizard.document.tree import Path, get, has
from wizard.models.cluster import fields_by_path
from wizard.models.fields import WILDCARD, FieldSpec

OPTIONS = "Options"
"""The heading of the fields that belong to no object below a step's part."""


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand together on a step.

    Attributes:
        path: The path of their object; of a collection, that of the map or list.
        title: What it is called.
        help: What it is about.
        fields: The fields; of a collection, those of an entry.
        collection: Whether there can be many: a map or a list of objects.
        advanced: Whether few people need it.
    """

    path: Path
    title: str
    help: str
    fields: tuple[FieldSpec, ...]
    collection: bool = False
    advanced: bool = False


@cache
def sections(step: Step) -> tuple[Section, ...]:
    """The sections of a step: collections first, then the fields of its own, then those of objects below."""
    if step.part is None:
        return ()
    node = fields_by_path()[tuple(map(str, step.part))]
    found = list(_sections(node, step))
    return tuple(sorted(found, key=lambda section: not section.collection))


def _sections(node: FieldSpec, step: Step) -> Iterator[Section]:
    if _is_collection(node):
        item = node.item
        assert item is not None
        yield Section(
            node.path, node.title, node.description, tuple(item.fields.values()), True, node.advanced
        )
        return
    own = tuple(field for field in node.fields.values() if not _is_nested(field))
    if own:
        title = OPTIONS if node.path == step.part else node.title
        yield Section(node.path, title, node.description, own, advanced=node.advanced)
    claimed = {each.part for each in STEPS if each.part} - {step.part}
    for field in node.fields.values():
        if _is_nested(field) and field.path not in claimed:
            yield from _sections(field, step)


def _is_collection(node: FieldSpec) -> bool:
    return node.kind in ("map", "list") and node.item is not None and node.item.kind == "object"


def _is_nested(node: FieldSpec) -> bool:
    return node.kind == "object" or _is_collection(node)


def step_of(path: Path) -> Step:
    """The step on which a path is edited; of the whole request, the review."""
    if not path:
        return STEPS[-1]
    candidates = [step for step in STEPS if step.part and path[: len(step.part)] == step.part]
    return max(candidates, key=lambda step: len(step.part or ()), default=STEPS[1])


# Fields that mean something only beside others: shown then, or when they hold a value.
_SHOWN_WHEN: dict[tuple[str, ...], tuple[str, str]] = {
    ("Groups", WILDCARD, "SpotStrategy"): ("ResourceType", "Spot"),
    ("Groups", WILDCARD, "SpotPriceLimit"): ("SpotStrategy", "SpotWithPriceLimit"),
}


def is_shown(tree: Any, path: Path, node: FieldSpec) -> bool:
    """Whether a field is shown as the request stands; one that holds a value always is."""
    return get(tree, path, "") != "" or is_of_use(tree, path, node)


def is_of_use(tree: Any, path: Path, node: FieldSpec) -> bool:
    """Whether a field means something beside the others, whatever it holds."""
    if (condition := _SHOWN_WHEN.get(node.path)) is None:
        return True
    name, value = condition
    return bool(get(tree, (*path[:-1], name)) == value)


def is_held(tree: Any, path: Path, node: FieldSpec) -> bool:
    """Whether a field is in sight only because it holds a value: emptied, it stays until its step is left."""
    return has(tree, path) and (node.advanced or not is_of_use(tree, path, node))


def is_empty(tree: Any, step: Step) -> bool:
    """Whether a step's part of the request holds nothing yet."""
    if step.part is None:
        return False
    if step.part:
        return not has(tree, step.part)
    return not any(has(tree, (field.name,)) for section in sections(step) for field in section.fields)
