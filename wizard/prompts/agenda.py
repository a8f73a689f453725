"""Which questions a step has, and in what order, as the request stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wizard.core.steps import Section, Step, is_shown, sections
from wizard.document.tree import Path, has
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.prompts.desk import Desk
from wizard.prompts.texts import say

Kind = Literal["step", "section", "more", "rows", "name", "field"]


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a step, or of an entry of a collection.

    Attributes:
        kind: Whether the fields of an empty ``step`` or ``section``, or those that few people need
            (``more``), are to be gone through; the ``rows`` of a collection; the ``name`` of an entry;
            a ``field``.
        path: What it is about.
        title: What to call it.
        node: The field.
        section: The section that it belongs to.
        fields: The fields that a question about several of them speaks of.
    """

    kind: Kind
    path: Path
    title: str
    node: FieldSpec | None = None
    section: Section | None = None
    fields: tuple[FieldSpec, ...] = ()

    def key(self, entry: Path | None) -> tuple[str, Path]:
        """What makes it the same question in an agenda made anew; an entry may have another name by then."""
        return self.kind, self.path[len(entry or ()) :]


def of_step(desk: Desk, step: Step) -> list[Item]:
    """The questions of a step."""
    return list(_of_step(desk, step))


def _of_step(desk: Desk, step: Step) -> Iterator[Item]:
    found = sections(step)
    if step.part and not is_needed(step.part):
        if has(desk.tree, step.part):
            desk.unfolded.add(step.part)
        else:
            fields = tuple(node for section in found for node in section.fields)
            yield Item("step", step.part, step.title, fields=fields)
            if step.part not in desk.unfolded:
                return
    for section in found:
        if section.collection:
            yield Item("rows", section.path, section.title, section=section)
            continue
        folds = len(found) > 1
        if folds:
            if any(_is_filled(desk, (*section.path, node.name)) for node in section.fields):
                desk.unfolded.add((*section.path, ""))
            else:
                yield Item("section", section.path, section.title, section=section, fields=section.fields)
                if (*section.path, "") not in desk.unfolded:
                    continue
        yield from _fields(desk, section, section.path, section.title if folds else "")


def of_entry(desk: Desk, section: Section, entry: Path) -> list[Item]:
    """The questions of an entry of a collection."""
    called = entry_title(section, entry)
    name = [] if isinstance(entry[-1], int) else [Item("name", entry, called, section=section)]
    return [*name, *_fields(desk, section, entry, called)]


def entry_title(section: Section, entry: Path) -> str:
    """What an entry of a collection is called."""
    key = entry[-1]
    return key if isinstance(key, str) else f"{section.title} {key + 1}"


def _fields(desk: Desk, section: Section, path: Path, called: str) -> Iterator[Item]:
    """The fields of an object: first those that most people need, then the others where they are wanted."""
    plain = [node for node in section.fields if not node.advanced]
    others = [node for node in section.fields if node.advanced]
    for node in plain:
        yield from _field(desk, path, node, called)
    unwanted = tuple(node for node in others if not _is_filled(desk, (*path, node.name)))
    if unwanted:
        yield Item("more", path, called, section=section, fields=unwanted)
    for node in others:
        if node not in unwanted or path in desk.unfolded_more:
            yield from _field(desk, path, node, called)


def _is_filled(desk: Desk, path: Path) -> bool:
    """Whether a field holds a value, or held one when it was asked for on this step."""
    return path in desk.held or has(desk.tree, path)


def _field(desk: Desk, path: Path, node: FieldSpec, called: str) -> Iterator[Item]:
    place = (*path, node.name)
    if place in desk.held or is_shown(desk.tree, place, node):
        title = say("field.section", section=called, title=node.title) if called else node.title
        yield Item("field", place, title, node)


def is_needed(path: Path) -> bool:
    """Whether a request cannot do without what stands at a path."""
    node = find_spec(path)
    return node is not None and node.required
