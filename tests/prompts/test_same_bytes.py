"""The same answers to the plain questions and in the TUI produce the same bytes."""

from collections.abc import Sequence
from typing import Any

import pytest
from tui.person import wizard
from tui.test_fields import FORMS, REQUEST, fields, put, take_away

from wizard.core.entries import make_request
from wizard.core.steps import Step, describe_path, find_step
from wizard.document.tree import MISSING, Path, get
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec

from .talk import SMALL, Script, talk

START: dict[str, Any] = {
    "Zebra": [1, 1.0, True, None],
    "Configs": {"Networks": {"VPC": {"CidrBlock": "", "VpcId": ""}}, **REQUEST["Configs"], "Disks": {}},
    "Groups": {"g": {"ResourceType": "OnDemand", "x": 1e3, "DesiredVMCount": 2}},
    "Description": "",
    "Name": "before",
}
"""Keys in another order, unknown keys, blank fields, integers and floats."""
DISKS: Path = ("Configs", "Disks")
MOUNTS: Path = ("Configs", "Mounts")
TYPED: dict[Path, str] = {
    ("Description",): "  “[/]” 日本語 \U0001f980, with blanks  ",
    ("ScheduleType",): "Carrier Pigeon",
    ("Groups", "g", "DesiredVMCount"): "3x",
    ("Groups", "g", "HostnamePrefix"): "007",
    (*DISKS, "SystemDisk", "Size"): " 50 ",
    (*DISKS, "DataDisk", "Size"): "5e2",
    (*MOUNTS, "CacheBlockSize"): "256 kb",
    (*MOUNTS, "CacheTotalSize"): "0512",
    (*MOUNTS, "RefreshTimeOut"): "-1.5",
    (*MOUNTS, "OSS", "AccessKeySecret"): "?s3cr3t",
}
"""Texts that are hard to parse."""

Task = tuple[Path, FieldSpec | None, list[str]]
"""A field and the answers there."""


class Finder(Script):
    """Goes to one field after another with `:find` and answers there."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        super().__init__([])
        self.tasks = list(tasks)
        self.place = ""

    def answer(self, question: str) -> str | BaseException:
        if question.startswith("Field: "):
            ends = f"  {self.place}"
            line = next(line for line in reversed(self.lines) if line.endswith(ends))
            return line.removesuffix(ends)
        if self.answers:
            return self.answers.pop(0)
        if not self.tasks:
            return EOFError()
        path, node, answers = self.tasks.pop(0)
        self.answers = [*answers]
        self.place = describe_path(path, ", ")
        return f":find {node.name}"


def typed_for(value: Any, node: FieldSpec) -> list[str]:
    """The answers that set a field to a value."""
    match value:
        case dict():
            return [*(f"{key}={text}" for key, text in value.items()), ""]
        case list():
            return [*value, ""]
        case bool():
            return ["yes" if value else "no"]
    text = str(value)
    if node.multiline:
        return [*text.split("\n"), "."]
    return [f"\\{text}" if node.kind == "string" and node.secret is None and text.isdigit() else text]


async def test_texts_that_are_hard_to_parse() -> None:
    async with wizard(START) as person:
        for path, text in TYPED.items():
            if person.step != find_step(path).id:
                await person.go(find_step(path).id)
            await person.enter(path)
            await person.clear()
            await person.type(text)
            await person.press("tab")
        screen = person.bytes
    script = Finder([(path, find_spec(path), [text]) for path, text in TYPED.items()])
    assert talk(script=script, request=START).bytes.decode() == screen.decode()
    assert script.tasks == []


@pytest.mark.parametrize("step", FORMS)
async def test_every_field_of_a_step(step: Step) -> None:
    """Fill in each field in the TUI, then remove those that were blank; the questions do the same."""
    given: list[Task] = []
    taken: list[Task] = []
    async with wizard(START) as person:
        await person.go(step.id)
        for path, node in fields(step):
            if path[-1] == "SpotPriceLimit":
                await person.enter((*path[:-1], "SpotStrategy"))
                await person.press("home", "right")
            await put(person, path, node, "7")
            given.append((path, node, typed_for(get(person.document, path), node)))
        filled = person.bytes
        for path, node in reversed([*fields(step)]):
            if get(START, path, MISSING) is MISSING and path[-1] != "SpotStrategy":
                await take_away(person, path, node)
                taken.append((path, node, ["-", ""]))
        emptied = person.bytes
    for answers, screen in ((given, filled), ([*given, *taken], emptied)):
        script = Finder(answers)
        assert talk(script=script, request=START).bytes.decode() == screen.decode()
        assert script.tasks == []


async def test_groups_and_mounts_that_are_added_renamed_duplicated_moved_and_deleted() -> None:
    async with wizard(make_request(), size=(120, 40)) as person:
        await person.go("groups")
        person.table.focus()
        await person.press("a")
        await person.clear()
        await person.type("workers")
        await person.press("tab")
        await person.choose_row(1)
        await person.press("d")
        await person.choose_row(0)
        await person.press("x", "J")
        await person.go("mounts")
        for name in ("a", "b", "c"):
            person.table.focus()
            await person.press("a")
            await person.type(f"oss://bucket/{name}/")
            await person.press("tab")
            await person.type(f"/{name}/")
        await person.choose_row(2)
        await person.press("K")
        await person.choose_row(0)
        await person.press("x")
        screen = person.bytes
    answers = ["<", "add", "workers", *[""] * 4, "duplicate 2", "<", "delete 1", "move 1 2", ":mounts", "y"]
    for name in ("a", "b", "c"):
        answers += ["add", f"oss://bucket/{name}/", f"/{name}/", ""]
    found = talk(":groups", *answers, "move 3 2", "delete 1", request=make_request())
    assert found.bytes.decode() == screen.decode()


async def test_maps_and_lists_that_are_changed_and_values_that_are_removed() -> None:
    opened = {
        **SMALL,
        "UserData": {"a": "1", "b": "2", "c": "3"},
        "Notification": {"Topic": {"Events": ["OnMoon", "OnInstanceActive"]}},
    }
    async with wizard(opened, size=(120, 40)) as person:
        table = person.row(("UserData",)).query_one("RowTable")
        table.focus()
        await person.press("home", "down", "enter")
        await person.clear()
        await person.type("two")
        await person.press("shift+tab")
        await person.clear()
        await person.type("B")
        table.focus()
        await person.press("home", "delete")
        await person.go("notifications")
        await person.enter(("Notification", "Topic", "Events"))
        await person.press("home", "space")
        for path in (("Name",), ("Configs", "Networks", "VPC", "CidrBlock")):
            await person.go(find_step(path).id)
            await person.enter(path)
            await person.clear()
        screen = person.bytes
    answers = [":find UserData", "1", ":edit 2", "B=two", ":delete 1", ":find Events", "OnClusterDeleted", ""]
    found = talk(*answers, ":basics", "-", ":find cidr block", "-", request=opened)
    assert found.bytes.decode() == screen.decode()
