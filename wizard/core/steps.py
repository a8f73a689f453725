"""The steps of the wizard and the fields of each, derived from the models of the request.

A field added to a model appears on the step of its part; an object that no step claims appears on the first
step that has fields.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from wizard.document.tree import Path, get, has
from wizard.i18n import N_, _
from wizard.models.fields import WILDCARD, FieldSpec

if TYPE_CHECKING:
    from wizard.validation import Finding

StepId = Literal["start", "basics", "groups", "disks", "mounts", "networks", "notifications", "review"]

_SHORTEST_CODE = 4
"""The fewest characters of a text that is searched for in error codes."""
_MAX_ENTRIES = 50
"""The number of entries of a collection whose fields are searched."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the wizard."""

    id: StepId
    label: str  # its title in English
    description: str
    part: Path | None = None  # the path of the part of the request that it edits, or ``None``

    @property
    def title(self) -> str:
        return _(self.label)

    @property
    def help(self) -> str:
        return _(self.description)


STEPS: tuple[Step, ...] = (
    Step("start", N_("Start"), N_("Start with an empty configuration, a preset, a file or pasted text.")),
    Step("basics", N_("Basics"), N_("Name, instance type and image."), ()),
    Step("groups", N_("Groups"), N_("How many instances of each type. At least one group."), ("Groups",)),
    Step("disks", N_("Disks"), N_("System and data disks of each instance. Optional."), ("Configs", "Disks")),
    Step(
        "mounts", N_("Mounts"), N_("Mount OSS buckets and NAS file systems. Optional."), ("Configs", "Mounts")
    ),
    Step("networks", N_("Networks"), N_("The network of the instances. Optional."), ("Configs", "Networks")),
    Step(
        "notifications",
        N_("Notifications"),
        N_("Send events of the cluster to an MNS topic. Optional."),
        ("Notification",),
    ),
    Step("review", N_("Review"), N_("Check everything, then create the cluster.")),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that are shown together on a step."""

    spec: FieldSpec  # the object that has the fields; of a collection, the map or list
    fields: tuple[FieldSpec, ...]
    is_collection: bool = False
    is_part: bool = False  # whether it is the part that the step edits, not an object below it

    @property
    def path(self) -> Path:
        return self.spec.path

    @property
    def title(self) -> str:
        return _("Options") if self.is_part else self.spec.title


@cache
def list_sections(step: Step) -> tuple[Section, ...]:
    """Return the sections of a step: collections, then its own fields, then those of objects below."""
    if step.part is None:
        return ()
    from wizard.models.cluster import fields_by_path  # not needed for the first frame of the screens

    spec = fields_by_path()[tuple(map(str, step.part))]
    return tuple(sorted(_iter_sections(spec, step), key=lambda section: not section.is_collection))


def _iter_sections(spec: FieldSpec, step: Step) -> Iterator[Section]:
    if _is_collection(spec):
        item = spec.item
        assert item is not None
        yield Section(spec, tuple(item.fields.values()), is_collection=True)
        return
    own = tuple(field for field in spec.fields.values() if not _is_nested(field))
    if own:
        yield Section(spec, own, is_part=spec.path == step.part)
    claimed = {each.part for each in STEPS if each.part} - {step.part}
    for field in spec.fields.values():
        if _is_nested(field) and field.path not in claimed:
            yield from _iter_sections(field, step)


def _is_collection(spec: FieldSpec) -> bool:
    return spec.kind in ("map", "list") and spec.item is not None and spec.item.kind == "object"


def _is_nested(spec: FieldSpec) -> bool:
    return spec.kind == "object" or _is_collection(spec)


def find_step(path: Path) -> Step:
    """Return the step on which a path is edited; the review for the whole request."""
    if not path:
        return STEPS[-1]
    candidates = [step for step in STEPS if step.part and path[: len(step.part)] == step.part]
    return max(candidates, key=lambda step: len(step.part or ()), default=STEPS[1])


CONDITIONS: dict[tuple[str, ...], tuple[str, str]] = {
    ("Groups", WILDCARD, "SpotStrategy"): ("ResourceType", "Spot"),
    ("Groups", WILDCARD, "SpotPriceLimit"): ("SpotStrategy", "SpotWithPriceLimit"),
}
"""Fields that apply only if the one beside them has a certain value: shown then, or while they have a value."""


def is_shown(tree: Any, path: Path, spec: FieldSpec) -> bool:
    """Return whether a field is shown; one that has a value always is."""
    return get(tree, path, "") != "" or is_applicable(tree, path, spec)


def is_applicable(tree: Any, path: Path, spec: FieldSpec) -> bool:
    """Return whether a field applies, given the values of the others."""
    condition = CONDITIONS.get(spec.path)
    return condition is None or bool(get(tree, (*path[:-1], condition[0])) == condition[1])


def is_shown_for_value(tree: Any, path: Path, spec: FieldSpec) -> bool:
    """Return whether a field is shown only because it has a value; emptied, it stays until the step ends."""
    return has(tree, path) and (spec.advanced or not is_applicable(tree, path, spec))


def is_empty(tree: Any, step: Step) -> bool:
    if step.part is None:
        return False
    if step.part:
        return not has(tree, step.part)
    return not any(has(tree, (field.name,)) for section in list_sections(step) for field in section.fields)


def describe_path(path: Path, separator: str = " › ") -> str:
    """Return a path in words: titles of fields and names of entries, such as ``Mounts › 1 › Source``.

    The path of the whole request is ``""``.
    """
    from wizard.models.cluster import find_spec  # not needed for the first frame of the screens

    words: list[str] = []
    for depth, key in enumerate(path, 1):
        spec = find_spec(path[:depth])
        if isinstance(key, int):
            words.append(str(key + 1))
        elif spec is not None and spec.title and spec.name == key:
            words.append(spec.title)
        else:
            words.append(key)
    if path[:1] == ("Configs",) and words[1:]:
        del words[0]  # adds nothing to the title of the part below it
    return separator.join(word for word, before in zip(words, ["", *words], strict=False) if word != before)


def describe_location(path: Path) -> str:
    """Return a path in words, as `describe_path` does, also the path of the whole request."""
    return describe_path(path) or _("the whole request")


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field that was found."""

    path: Path
    spec: FieldSpec
    step: Step
    entry: str = ""  # the name or number of the collection's entry that it belongs to, or ``""``

    @property
    def dotted_path(self) -> str:
        """The path with dots, such as ``Configs.Mounts.Locale``."""
        return ".".join(map(str, self.path))

    def contains(self, words: list[str]) -> bool:
        """Return whether each of some casefolded words occurs in its titles, path, entry or help."""
        parts = (self.spec.title, self.step.title, self.entry, self.spec.description, self.dotted_path)
        text = " ".join(parts).casefold()
        return all(word in text for word in words)


def find_fields(words: str, tree: Any, findings: "Iterable[Finding]" = ()) -> list[FoundField]:
    """Return the fields whose titles, keys, paths, help or error codes match words, the best match first."""
    wanted = words.casefold().split()
    everything = [
        FoundField((*path, spec.name), spec, step, entry)
        for step in STEPS
        for section in list_sections(step)
        for path, entry in _iter_objects(section, tree)
        for spec in section.fields
    ]
    if not wanted:
        return everything
    first, whole = wanted[0], " ".join(wanted).replace("/", ".").strip(".")

    def rank(field: FoundField) -> int:
        title, name = field.spec.title.casefold(), field.spec.name.casefold()
        if whole in (title, name, field.dotted_path.casefold()):
            return 0
        if title.startswith(first) or name.startswith(first):
            return 1
        return 2 if first in title or first in name else 3

    found = [field for field in everything if field.contains(wanted) or field.contains([whole])]
    return sorted(found, key=rank) + _find_by_code(
        whole, [each for each in everything if each not in found], findings
    )


def _find_by_code(code: str, fields: list[FoundField], findings: "Iterable[Finding]") -> list[FoundField]:
    if len(code) < _SHORTEST_CODE:
        return []
    from wizard.validation.schema import list_error_codes  # not needed for the first frame

    paths = {each.path for each in findings if code in each.rule.casefold() and each.path}
    # A finding about an object concerns all of its fields.
    return [
        field
        for field in fields
        if any(field.path[: len(path)] == path for path in paths)
        or any(code in each.casefold() for each in list_error_codes(field.spec))
    ]


def _iter_objects(section: Section, tree: Any) -> Iterator[tuple[Path, str]]:
    if not section.is_collection:
        yield section.path, ""
        return
    entries = get(tree, section.path)
    if isinstance(entries, dict):
        yield from (((*section.path, key), key) for key in [*entries][:_MAX_ENTRIES])
    elif isinstance(entries, list):
        yield from (((*section.path, at), str(at + 1)) for at in range(len(entries[:_MAX_ENTRIES])))
