"""Every field of the request stands on one step, also one that is declared tomorrow."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from wizard.document.pointer import Path
from wizard.request import schema
from wizard.request.cluster import ClusterDescription, ConfigsDescription
from wizard.request.disks import DisksDescription, SystemDiskDescription
from wizard.request.fields import Part, field
from wizard.request.groups import GroupDescription
from wizard.request.networks import NetworksDescription
from wizard.request.schema import ANY, Node, by_pattern, root
from wizard.steps.answers import parse_block
from wizard.steps.order import STEPS, Step
from wizard.steps.steps import sections, step_of


def step(name: str) -> Step:
    return next(each for each in STEPS if each.id == name)


def leaves() -> set[tuple[str, ...]]:
    """The patterns of all that a person fills in: plain values, and lists and maps of plain values."""

    def found(node: Node) -> Iterator[Node]:
        below = [*node.fields.values(), *([node.item] if node.item is not None and node.item.fields else [])]
        if not below:
            yield node
        for each in below:
            yield from found(each)

    return {node.pattern for node in found(root())}


def shown() -> Counter[tuple[str, ...]]:
    """How often each field stands on a step."""
    return Counter(field.pattern for each in STEPS for part in sections(each) for field in part.fields)


def test_the_steps_and_their_order() -> None:
    ids = [each.id for each in STEPS]
    assert ids == ["start", "basics", "groups", "disks", "mounts", "networks", "notifications", "review"]
    assert all(each.title and each.help for each in STEPS)


def test_no_field_is_lost_and_none_stands_twice() -> None:
    assert shown() == dict.fromkeys(leaves(), 1)


def test_start_and_review_have_no_fields() -> None:
    assert sections(step("start")) == sections(step("review")) == ()


def test_groups_and_mounts_are_collections_and_come_first() -> None:
    collections = {each.id: [part.path for part in sections(each) if part.collection] for each in STEPS}
    assert {name: found for name, found in collections.items() if found} == {
        "groups": [("Groups",)],
        "mounts": [("Configs", "Mounts", "Entries")],
    }
    assert sections(step("mounts"))[0].collection


@pytest.mark.parametrize("each", STEPS, ids=lambda each: each.id)
def test_fields_stand_in_the_order_of_the_reference(each: Step) -> None:
    order = list(by_pattern())
    for part in sections(each):
        places = [order.index(field.pattern) for field in part.fields]
        assert places == sorted(places)
        assert part.fields
        assert part.title
        assert part.help
    own = [order.index(tuple(map(str, part.path))) for part in sections(each) if not part.collection]
    assert own == sorted(own)


@pytest.mark.parametrize("each", STEPS, ids=lambda each: each.id)
def test_a_field_s_path_leads_to_the_step_that_it_stands_on(each: Step) -> None:
    for part in sections(each):
        assert part.path == () or step_of(part.path) is each
        for node in part.fields:
            path: Path = tuple(
                0 if key == ANY and part.path[-1:] == ("Entries",) else key for key in node.pattern
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


# -- models of tomorrow


def text(name: str) -> object:
    return field(name, f"What {name} is.", source="a test")


class Door(Part):
    """An object that no version of the service has."""

    Lock: str = text("Lock")  # type: ignore[assignment]
    Width: int = text("Width")  # type: ignore[assignment]


def more(base: type[Part], **fields: tuple[Any, object]) -> type[Part]:
    """A model with some more fields, each a type and what is said of it."""
    kinds = {name: kind for name, (kind, _) in fields.items()}
    said = {name: about for name, (_, about) in fields.items()}
    return type("More", (base,), {"__annotations__": kinds, **said})


def cluster(**fields: tuple[Any, object]) -> type[Part]:
    """The cluster with some more fields."""
    return more(ClusterDescription, **fields)


def configs(**fields: tuple[Any, object]) -> type[Part]:
    """The cluster with some more fields in its Configs."""
    return cluster(Configs=(more(ConfigsDescription, **fields), text("Configs")))


MORE_OF_A_GROUP = more(GroupDescription, Door=(str, text("Door")))
MORE_OF_A_DISK = more(SystemDiskDescription, Door=(str, text("Door")))
MORE_DISKS = more(DisksDescription, SystemDisk=(MORE_OF_A_DISK, text("System")), Door=(Door, text("Door")))
MORE_NETWORKS = more(NetworksDescription, Doors=(list[Door], text("Doors")))

# what is new: (model, pattern of the new fields, step, section)
TOMORROW: dict[str, tuple[type[Part], list[str], str, Path]] = {
    "a field of the cluster": (cluster(Door=(str, text("Door"))), ["Door"], "basics", ()),
    "a map of the cluster": (cluster(Doors=(dict[str, str], text("Doors"))), ["Doors"], "basics", ()),
    "an object of the cluster": (
        cluster(Door=(Door, text("Door"))),
        ["Door.Lock", "Door.Width"],
        "basics",
        ("Door",),
    ),
    "a map of objects": (
        cluster(Doors=(dict[str, Door], text("Doors"))),
        ["Doors.*.Lock", "Doors.*.Width"],
        "basics",
        ("Doors",),
    ),
    "a field of a group": (
        cluster(Groups=(dict[str, MORE_OF_A_GROUP], text("Groups"))),
        ["Groups.*.Door"],
        "groups",
        ("Groups",),
    ),
    "a field of Configs": (configs(Door=(str, text("Door"))), ["Configs.Door"], "basics", ("Configs",)),
    "an object of Configs": (
        configs(Door=(Door, text("Door"))),
        ["Configs.Door.Lock", "Configs.Door.Width"],
        "basics",
        ("Configs", "Door"),
    ),
    "a field of a disk": (
        configs(Disks=(MORE_DISKS, text("Disks"))),
        ["Configs.Disks.SystemDisk.Door"],
        "disks",
        ("Configs", "Disks", "SystemDisk"),
    ),
    "another disk": (
        configs(Disks=(MORE_DISKS, text("Disks"))),
        ["Configs.Disks.Door.Lock", "Configs.Disks.Door.Width"],
        "disks",
        ("Configs", "Disks", "Door"),
    ),
    "a list of objects of the networks": (
        configs(Networks=(MORE_NETWORKS, text("Networks"))),
        ["Configs.Networks.Doors.*.Lock", "Configs.Networks.Doors.*.Width"],
        "networks",
        ("Configs", "Networks", "Doors"),
    ),
}


@pytest.fixture
def tomorrow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The steps of a request that has some more fields."""
    caches = (root, by_pattern, sections)
    monkeypatch.setattr(schema, "ClusterDescription", request.param)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize(
    ("tomorrow", "patterns", "name", "path"), TOMORROW.values(), ids=TOMORROW.keys(), indirect=["tomorrow"]
)
@pytest.mark.usefixtures("tomorrow")
def test_a_new_field_appears_on_its_step_by_itself(patterns: list[str], name: str, path: Path) -> None:
    (part,) = [part for part in sections(step(name)) if part.path == path]
    found = [".".join(field.pattern) for field in part.fields]
    assert [pattern for pattern in found if pattern in patterns] == patterns
    assert shown() == dict.fromkeys(leaves(), 1)
    for pattern in patterns:
        assert step_of(tuple(pattern.split("."))).id == name


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": 1e999}', '{"a": "\\ud800"}', "[" * 100_000])
def test_what_is_no_json_is_no_block_to_paste(text: str) -> None:
    assert parse_block(text) is None
