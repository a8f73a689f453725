"""Finding a field by its name, its key or its help, on whatever step it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wizard.core.order import STEPS, Step
from wizard.core.steps import Section, sections
from wizard.document.tree import Path, get
from wizard.models.fields import FieldSpec

MOST_ENTRIES = 50
"""Entries of a collection whose fields are offered one by one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A field that was found.

    Attributes:
        path: Where it is edited.
        node: The field.
        step: The step that it stands on.
        entry: The entry of a collection that it belongs to, as a person calls it, or ``""``.
    """

    path: Path
    node: FieldSpec
    step: Step
    entry: str = ""

    @property
    def searched(self) -> str:
        """All that it can be found by, in lower case."""
        node = self.node
        return f"{node.title} {node.name} {self.step.title} {self.entry} {node.description}".casefold()


def fields(tree: Any) -> Iterator[Found]:
    """Every field of every step; of collections those of each entry, or of one to come when there is none."""
    for step in STEPS:
        for section in sections(step):
            for path, entry in _objects(section, tree):
                for node in section.fields:
                    yield Found((*path, node.name), node, step, entry)


def _objects(section: Section, tree: Any) -> Iterator[tuple[Path, str]]:
    if not section.collection:
        yield section.path, ""
        return
    match get(tree, section.path):
        case dict() as entries:
            for key in list(entries)[:MOST_ENTRIES]:
                yield (*section.path, key), key
        case list() as items:
            for index in range(min(len(items), MOST_ENTRIES)):
                yield (*section.path, index), str(index + 1)


def find(words: str, tree: Any) -> list[Found]:
    """The fields that hold every word, those first whose title or key begins with the first of them."""
    wanted = words.casefold().split()
    found = [field for field in fields(tree) if all(word in field.searched for word in wanted)]
    if not wanted:
        return found
    first = wanted[0]

    def rank(field: Found) -> int:
        title, name = field.node.title.casefold(), field.node.name.casefold()
        if title == words.casefold() or name == words.casefold():
            return 0
        if title.startswith(first) or name.startswith(first):
            return 1
        return 2 if first in title or first in name else 3

    return sorted(found, key=rank)
