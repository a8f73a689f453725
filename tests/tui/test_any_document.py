"""Any JSON document is shown, its problems, too; nothing of it is lost, stops the wizard, or steers the terminal."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from wizard.core.actions.clusters import Clusters, ClusterStatus
from wizard.core.confirmation import GroupState
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.steps import STEPS
from wizard.document.serializer import to_text
from wizard.document.tree import Path, remove_in, set_in
from wizard.models.cluster import request_spec
from wizard.models.fields import WILDCARD
from wizard.text import escape_lines
from wizard.tui.widgets.field import FieldRow
from wizard.tui.widgets.form import StepForm

from .application import REQUEST, ago
from .person import Person, wizard


async def walk(person: Person, request: Any, turn: int = 0) -> None:
    """Open a request and look at every step; type in a field of one of them, chosen by ``turn``, and undo it."""
    before = to_text(request)
    await person.open(request)
    for place, step in enumerate(STEPS[1:]):
        await person.controller.go(step.id)
        await person.settle()
        assert escape_lines(person.screen) == person.screen, "nothing that the terminal obeys or hides"
        assert to_text(person.document) == before, f"looking at {step.id} is no change"
        if isinstance(person.pane, StepForm) and place == turn % (len(STEPS) - 2):
            rows = [row for row in person.pane.query(FieldRow) if row.display and row.parent.display]  # type: ignore[union-attr]
            if rows:
                rows[turn % len(rows)].focus_editor()
                await person.settle()
                assert to_text(person.document) == before, "entering a field is no change"
                await person.type("x", "tab")
                await person.undo_all()
                assert to_text(person.document) == before, f"undo brings back what was on {step.id}"
    assert not person.controller.session.document.is_modified


def requests_with(value: Any) -> Iterator[Any]:
    """Requests that have a value in the place of everything, of objects, lists, entries and fields, by depth."""
    for depth in range(1, 6):
        tree: Any = {"Groups": {"a": value, "b": {"DesiredVMCount": 1}}, str(value): value}
        for node in request_spec().walk():
            if len(node.path) == depth:
                entry = "g" if node.path[0] in ("Groups", "UserData", "EnvVars") else 0
                tree = set_in(tree, tuple(entry if key == WILDCARD else key for key in node.path), value)
        yield tree
    yield value


@pytest.mark.parametrize(
    "value", [None, 5, "te[/]xt 名前\t\u202e", [1, {"a": [None]}], {"k": {"[/]": 2.5}}], ids=repr
)
async def test_a_value_of_any_type_in_the_place_of_everything(value: Any) -> None:
    async with wizard() as person:
        for turn, request in enumerate(requests_with(value)):
            await walk(person, request, turn=turn + 1 + (len(repr(value)) if turn > 2 else 0))


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
    groups = {f"g{number:03}": group for number in range(300)}
    request = {"Name": "large", "Groups": groups, "Configs": {"Mounts": {"Entries": [entry] * 1000}}}
    async with wizard(size=(120, 36)) as person:
        await walk(person, request)


CONFIGS = ("Configs",)

PROBLEMS: list[tuple[str, Path, Any]] = [
    ("basics", ("Nme",), "x"),
    ("basics", CONFIGS, 3),
    ("basics", (*CONFIGS, "Disk"), {}),
    ("basics", ("UserData",), "x"),
    ("groups", ("Groups",), [1]),
    ("groups", ("Groups",), []),
    ("groups", ("Groups", "g"), "x"),
    ("groups", ("Groups", "g", "Count"), 3),
    ("disks", (*CONFIGS, "Disks"), "x"),
    ("disks", (*CONFIGS, "Disks", "Third"), {}),
    ("disks", (*CONFIGS, "Disks", "DataDisk"), [1]),
    ("mounts", (*CONFIGS, "Mounts", "Entries"), {"a": 1}),
    ("mounts", (*CONFIGS, "Mounts", "Entries"), [{}, 3]),
    ("networks", (*CONFIGS, "Networks", "VPC", "Id"), "x"),
    ("notifications", ("Notification", "Topic"), "x"),
    ("notifications", ("Notification", "Topic", "Events"), {"a": 1}),
]


async def test_a_problem_is_visible_on_its_step() -> None:
    assert {step for step, *_ in PROBLEMS} == {step.id for step in STEPS} - {"start", "review"}
    async with wizard(size=(120, 36)) as person:
        for step, path, value in PROBLEMS:
            await person.open(set_in(REQUEST, path, value))
            found = person.controller.session.result.by_step[step]
            assert found, path
            for finding in found:
                await person.controller.go_to(finding.path)
                await person.settle()
                text = finding.message if finding.row == 0 else finding.why
                assert person.step == step
                assert person.shows(text.split(". ")[0]), (finding, person.screen)
            if value == {} and isinstance(path[-1], str):  # an unknown key is removed by its button
                request = set_in(REQUEST, path, {"a": 1})
                await person.open(request)
                await person.controller.go_to(path)
                await person.settle()
                await person.press("enter")
                assert person.document == remove_in(request, path)
                await person.press("ctrl+z")
                assert person.document == request


HOSTILE = "no\x1b]52;c;eA==\x07\x9b2J\x7f\u202e\u2066\u2028e"
SHOWN = r"no\x1b]52;c;eA==\x07\x9b2J\x7f\u202e\u2066\u2028e"
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def expect_sent(person: Person, *texts: str) -> None:
    """Check that texts are sent to the terminal, and nothing that steers it."""
    person.expect(*texts)
    assert STEERS.findall(person.screen) == []


async def test_hostile_names_of_clusters_and_their_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = ClusterStatus("cls-1", HOSTILE, f"{HOSTILE} · cn-beijing", ago(minutes=1))
    groups = (GroupState(HOSTILE, 2, 1),)
    state = replace(cluster, state="Active", running=1, groups=groups, log=(HOSTILE,))
    monkeypatch.setattr(Clusters, "created", lambda _clusters: [cluster])
    monkeypatch.setattr(Clusters, "statuses", lambda _clusters: [cluster])
    monkeypatch.setattr(Clusters, "state", lambda _clusters, _id: state)
    async with wizard(size=(160, 40)) as person:
        await person.press(":clusters", shows="1 of 2")
        expect_sent(person, SHOWN)
        await person.push("Resize…", shows="Resize no")
        expect_sent(person, rf"Resize {SHOWN}")


async def test_hostile_texts_of_a_request_in_every_view() -> None:
    tree = {**REQUEST, "Name": HOSTILE, "Description": HOSTILE, HOSTILE: HOSTILE}
    loaded = OpenedDocument(tree, DocumentSource("file", f"/{HOSTILE}.json"), (HOSTILE,))
    async with wizard(loaded=loaded, toasts=True, size=(160, 40)) as person:
        expect_sent(person, r"no\x1b]52")  # the header and the remark
        person.app.notify(HOSTILE, title=HOSTILE)
        for keys in (["f9"], ["f1"], ["escape", "f2"], ["f12"], ["escape", "ctrl+f"]):
            await person.press(*keys)
            expect_sent(person)
