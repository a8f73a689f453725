"""Every field of the request is on exactly one step."""

from collections import Counter
from collections.abc import Iterator

import pytest

from wizard.core.answers import parse_block
from wizard.core.steps import STEPS, Step, sections, step_of
from wizard.document.tree import Path
from wizard.models.cluster import fields_by_path, request_spec
from wizard.models.fields import WILDCARD, FieldSpec


def step(name: str) -> Step:
    return next(each for each in STEPS if each.id == name)


def leaves() -> set[tuple[str, ...]]:
    """The patterns of all fields to fill in: plain values, and lists and maps of plain values."""

    def found(node: FieldSpec) -> Iterator[FieldSpec]:
        below = [*node.fields.values(), *([node.item] if node.item is not None and node.item.fields else [])]
        if not below:
            yield node
        for each in below:
            yield from found(each)

    return {node.path for node in found(request_spec())}


def test_the_steps_and_their_order() -> None:
    ids = [each.id for each in STEPS]
    assert ids == ["start", "basics", "groups", "disks", "mounts", "networks", "notifications", "review"]
    assert all(each.title and each.help for each in STEPS)
    assert sections(step("start")) == sections(step("review")) == ()


def test_every_field_is_on_one_step() -> None:
    shown = Counter(field.path for each in STEPS for part in sections(each) for field in part.fields)
    assert shown == dict.fromkeys(leaves(), 1)


def test_groups_and_mounts_are_collections_and_come_first() -> None:
    collections = {each.id: [part.path for part in sections(each) if part.collection] for each in STEPS}
    assert {name: found for name, found in collections.items() if found} == {
        "groups": [("Groups",)],
        "mounts": [("Configs", "Mounts", "Entries")],
    }
    assert sections(step("mounts"))[0].collection


@pytest.mark.parametrize("each", STEPS, ids=lambda each: each.id)
def test_fields_are_in_the_order_of_the_reference(each: Step) -> None:
    order = list(fields_by_path())
    for part in sections(each):
        places = [order.index(field.path) for field in part.fields]
        assert places == sorted(places)
        assert part.fields and part.title and part.help
    own = [order.index(tuple(map(str, part.path))) for part in sections(each) if not part.collection]
    assert own == sorted(own)


@pytest.mark.parametrize("each", STEPS, ids=lambda each: each.id)
def test_the_path_of_a_field_leads_to_its_step(each: Step) -> None:
    for part in sections(each):
        assert part.path == () or step_of(part.path) is each
        for node in part.fields:
            path: Path = tuple(
                0 if key == WILDCARD and part.path[-1:] == ("Entries",) else key for key in node.path
            )
            assert step_of(path) is each
            assert step_of((*path, "below")) is each


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "review"),
        (("Name",), "basics"),
        (("UserData", "k"), "basics"),
        (("Zone",), "basics"),
        (("Zone", 0, "deep"), "basics"),
        (("Configs",), "basics"),
        (("Configs", "Zone"), "basics"),
        (("Groups",), "groups"),
        (("Groups", "Configs", "ImageId"), "groups"),
        (("Configs", "Disks"), "disks"),
        (("Configs", "Disks", "SystemDisk", "Size"), "disks"),
        (("Configs", "Mounts", "Entries", 3, "Source"), "mounts"),
        (("Configs", "Networks", "VPC", "Zone"), "networks"),
        (("Notification",), "notifications"),
        (("Notification", "Topic", "Events", 0), "notifications"),
    ],
)
def test_every_path_has_a_step(path: Path, name: str) -> None:
    assert step_of(path).id == name


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": 1e999}', '{"a": "\\ud800"}', "[" * 100_000])
def test_text_that_is_not_json_is_not_pasted_as_a_block(text: str) -> None:
    assert parse_block(text) is None
