"""Any JSON document is shown and can be edited; nothing of it is lost, and nothing of it stops the wizard."""

from typing import Any

import pytest

from wizard.core.steps import STEPS
from wizard.document.serializer import to_text
from wizard.document.tree import set_in
from wizard.models.cluster import request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.text import escape_lines
from wizard.tui.widgets.field import FieldRow
from wizard.tui.widgets.form import StepForm

from .person import Person, wizard

WRONG: list[Any] = [None, 5, "te[/]xt 名前", [1, {"a": [None]}], {"k": {"[/]": 2.5}}]
"""Values of every type; most of them are wrong everywhere."""


async def walk(person: Person, request: Any, *, turn: int = 0) -> None:
    """Open a request, look at every step, type something on one of them, and undo it.

    ``turn`` chooses the step, and the field of it, that is typed in.
    """
    before = to_text(request)
    await person.open(request)
    for place, step in enumerate(STEPS[1:]):
        await person.controller.go(step.id)
        await person.settle()
        assert escape_lines(person.screen) == person.screen, "nothing that the terminal obeys or hides"
        assert to_text(person.document) == before, f"looking at {step.id} is no change"
        if isinstance(person.pane, StepForm) and place == turn % (len(STEPS) - 2):
            rows = [row for row in person.pane.query(FieldRow) if row.display and row.parent.display]  # type: ignore[union-attr]
            if not rows:
                continue
            rows[turn % len(rows)].focus_editor()
            await person.settle()
            assert to_text(person.document) == before, "entering a field is no change"
            await person.type("x")
            await person.press("tab")
            await person.undo_all()
            assert to_text(person.document) == before, f"undo brings back what was on {step.id}"
    assert not person.controller.session.document.is_modified


def leaves(node: FieldSpec) -> list[FieldSpec]:
    """The fields below a node that have an editor of their own."""
    children = [*node.fields.values(), *([node.item] if node.item is not None else [])]
    if node.kind == "object" or (node.item is not None and node.item.kind == "object"):
        return [leaf for child in children for leaf in leaves(child)]
    return [node]


def everywhere(value: Any) -> Any:
    """A request that has a value in every field."""
    tree: Any = {}
    for leaf in leaves(request_spec()):
        entry = 0 if "Entries" in leaf.path else "g"
        tree = set_in(tree, tuple(entry if key == WILDCARD else key for key in leaf.path), value)
    return tree


async def test_a_value_of_any_type_in_every_field() -> None:
    async with wizard() as person:
        for value in WRONG:
            await walk(person, everywhere(value), turn=6 + len(repr(value)))


def in_place_of_objects(value: Any) -> list[Any]:
    """Requests that have a value in the place of objects, of lists of objects, and of their items."""
    return [
        value,
        {"Name": "n", "Groups": value, "Configs": value, "Notification": value},
        {
            "Groups": {"a": value, "b": {"DesiredVMCount": 1}, "c": value},
            "Configs": {"Disks": value, "Mounts": value, "Networks": value},
            "Notification": {"Topic": value},
        },
        {
            "Groups": [value, {"DesiredVMCount": 1}],
            "Configs": {
                "Disks": {"SystemDisk": value, "DataDisk": value},
                "Mounts": {"Entries": [value, {"Source": "s"}, value], "OSS": value, "NAS": value},
                "Networks": {"VPC": value, "Classic": value},
            },
        },
        {
            "Configs": {"Mounts": {"Entries": value}, "Other": value},
            value if isinstance(value, str) else "": value,
        },
    ]


@pytest.mark.parametrize("value", [None, "te[/]xt 名前", [1, {"a": [None]}]], ids=repr)
async def test_a_value_of_any_type_in_the_place_of_an_object(value: Any) -> None:
    async with wizard() as person:
        for turn, request in enumerate(in_place_of_objects(value)):
            await walk(person, request, turn=turn + 1)


async def test_a_group_can_be_added_to_anything() -> None:
    async with wizard() as person:
        for groups in (None, 5, "text", [], {}, [{"DesiredVMCount": 1}], {"a": 5, "b": None}):
            await person.open({"Name": "n", "Groups": groups})
            await person.go("groups")
            await person.click_text("a add")
            assert {"DesiredVMCount": 1, "ResourceType": "OnDemand"} in person.document["Groups"].values()
            if isinstance(groups, dict):
                assert groups.items() <= person.document["Groups"].items()
            await person.press("ctrl+z")
            assert to_text(person.document["Groups"]) == to_text(groups)


async def test_a_very_large_request() -> None:
    group = {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "OnDemand"}
    entry = {"Source": "oss://bucket/folder/", "Destination": "/mnt/x", "WriteSupport": False}
    request = {
        "Name": "large",
        "ImageId": "img-ubuntu-vpc",
        "UserData": {f"k{number}": "v" * 1024 for number in range(64)},
        "Groups": {f"g{number:03}": group for number in range(300)},
        "Configs": {"Mounts": {"Entries": [entry] * 1000}},
    }
    async with wizard(size=(120, 36)) as person:
        await walk(person, request)
