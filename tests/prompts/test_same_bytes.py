"""The same answers make the same bytes, whether they are given to plain questions or on the full screen."""

from typing import Any

import pytest
from tui.person import Person, wizard

from wizard.document.pointer import Path
from wizard.steps.defaults import new_request
from wizard.steps.ports import Loaded, Origin

from .talk import SMALL, ByTopic, talk

MOUNTS: Path = ("Configs", "Mounts")
VPC: Path = ("Configs", "Networks", "VPC")
TOPIC: Path = ("Notification", "Topic")
DISKS: Path = ("Configs", "Disks")

# Who types it, where and under which question: the step, the field's path, the question, what is typed.
TYPED: list[tuple[str, Path, str, str]] = [
    ("basics", ("Name",), "Name (", "my-cluster"),
    ("basics", ("Description",), "Description (", "  “[/]” 日本語 \U0001f980, with blanks  "),
    ("basics", ("InstanceType",), "Instance type (", "ecs.sn1ne.large"),
    ("basics", ("ImageId",), "Image (", "m-of-my-own"),
    ("basics", ("ScheduleType",), "Scheduling (", "Carrier Pigeon"),
    ("groups", ("Groups", "group1", "DesiredVMCount"), "group1: Machines (", "3x"),
    ("groups", ("Groups", "group1", "InstanceType"), "group1: Instance type (", "ecs.c5.large"),
    ("groups", ("Groups", "group1", "HostnamePrefix"), "group1: Host name prefix (", "007"),
    ("disks", (*DISKS, "SystemDisk", "Type"), "System disk: Disk type (", "cloud_ssd"),
    ("disks", (*DISKS, "SystemDisk", "Size"), "System disk: Size (", " 50 "),
    ("disks", (*DISKS, "DataDisk", "Size"), "Data disk: Size (", "5e2"),
    ("disks", (*DISKS, "DataDisk", "MountPoint"), "Data disk: Mount point (", "/home/my data"),
    ("mounts", (*MOUNTS, "CacheBlockSize"), "Options: Cache block (", "256 kb"),
    ("mounts", (*MOUNTS, "CacheTotalSize"), "Options: Cache size (", "0512"),
    ("mounts", (*MOUNTS, "RefreshTimeOut"), "Options: Refresh time-out (", "-1.5"),
    ("mounts", (*MOUNTS, "OSS", "AccessKeyId"), "OSS account: Access key id (", "LTAI4F"),
    ("mounts", (*MOUNTS, "OSS", "AccessKeySecret"), "OSS account: Access key secret (", "?s3cr3t"),
    ("networks", (*VPC, "CidrBlock"), "VPC: CIDR block (", "192.168.0.0/16"),
    ("networks", (*VPC, "OppositeRegionId"), "VPC: Opposite region (", "cn-hangzhou"),
    ("notifications", (*TOPIC, "Name"), "Topic (", "test-topic"),
    ("notifications", (*TOPIC, "UserData"), "User data (text", "a=b"),
]


async def on_the_screen(typed: list[tuple[str, Path, str, str]], request: Any) -> bytes:
    """Type all of it on the full screen."""
    loaded = Loaded(request, Origin("file", "request.json"))
    async with wizard(loaded=loaded, size=(120, 40)) as person:
        for step, path, _, text in typed:
            if person.step != step:
                await person.go(step)
            await person.enter(path)
            await person.clear()
            await person.type(text)
            if person.step != "start":
                await person.press("escape", "tab")
        return person.bytes


def as_questions(typed: list[tuple[str, Path, str, str]], request: Any) -> bytes:
    """Answer all of it."""
    script = ByTopic({question: text for _, _, question, text in typed})
    found = talk(script=script, request=request)
    assert script.unused == []
    return found.bytes


@pytest.mark.parametrize("step", ["basics", "groups", "disks", "mounts", "networks", "notifications"])
async def test_each_step(step: str) -> None:
    typed = [each for each in TYPED if each[0] == step]
    screen = await on_the_screen(typed, new_request())
    assert as_questions(typed, new_request()) == screen


async def test_all_steps_together() -> None:
    assert as_questions(TYPED, new_request()) == await on_the_screen(TYPED, new_request())


async def test_into_a_request_that_was_opened() -> None:
    """Keys in an order of their own, keys that nobody knows, blank fields, integers and floats."""
    opened = {
        "Zebra": [1, 1.0, True, None],
        "Configs": {"Networks": {"VPC": {"CidrBlock": "", "VpcId": ""}}, "Disks": {}},
        "Groups": {"group1": {"ResourceType": "OnDemand", "x": 1e3, "DesiredVMCount": 2}},
        "Description": "",
        "Name": "before",
    }
    typed = [each for each in TYPED if each[0] in ("basics", "groups", "disks", "networks")]
    assert as_questions(typed, opened) == await on_the_screen(typed, opened)


async def test_emptying_what_was_there() -> None:
    typed = [
        ("basics", ("Name",), "Name (", "first"),
        ("networks", (*VPC, "CidrBlock"), "VPC: CIDR block (", "10.0.0.0/16"),
    ]
    async with wizard(SMALL) as person:
        await _empty(person, typed)
        screen = person.bytes
    script = ByTopic({question: "-" for _, _, question, _ in typed})
    assert talk(script=script, request=SMALL).bytes == screen


async def _empty(person: Person, typed: list[tuple[str, Path, str, str]]) -> None:
    for step, path, _, _ in typed:
        await person.go(step)
        await person.enter(path)
        await person.clear()


async def test_groups_that_are_added_renamed_duplicated_moved_and_deleted() -> None:
    async with wizard(new_request(), size=(120, 40)) as person:
        await person.go("groups")
        person.table.focus()
        await person.press("insert")
        await person.clear()
        await person.type("workers")
        await person.push("Duplicate")
        await person.choose_row(0)
        await person.push("Delete")
        await person.push("Down")
        screen = person.bytes
    answers = ["<", "add", "workers", *[""] * 4, "duplicate 2", "<", "delete 1", "move 1 2"]
    found = talk(":groups", *answers, request=new_request())
    assert found.bytes.decode() == screen.decode()


async def test_mounts_that_are_added_moved_and_deleted() -> None:
    async with wizard(new_request(), size=(120, 40)) as person:
        await person.go("mounts")
        for name in ("a", "b", "c"):
            person.table.focus()
            await person.press("insert")
            await person.type(f"oss://bucket/{name}/")
            await person.press("tab")
            await person.type(f"/{name}/")
        await person.choose_row(2)
        await person.push("Up")
        await person.choose_row(0)
        await person.push("Delete")
        screen = person.bytes
    answers = ["y"]
    for name in ("a", "b", "c"):
        answers += ["add", f"oss://bucket/{name}/", f"/{name}/", ""]
    answers += ["move 3 2", "delete 1"]
    found = talk(":mounts", *answers, request=new_request())
    assert found.bytes.decode() == screen.decode()


async def test_maps_lists_and_texts_of_several_lines() -> None:
    async with wizard(new_request(), size=(120, 40)) as person:
        await person.enter(("Bootstrap",))
        await person.paste("#!/bin/sh\n\necho -\n.hidden\n")
        for path, block in (("UserData", "b=1\na='two words'\n"), ("EnvVars", '{"LANG": "C.UTF-8", "N": 1}')):
            await person.enter((path,))
            await person.paste(block)
        await person.go("networks")
        await person.enter(("Configs", "Networks", "Classic", "AllowIpAddress"))
        await person.paste("10.1.1.1\n10.1.1.2")
        await person.go("notifications")
        await person.enter((*TOPIC, "Events"))
        await person.press("down", "space", "up", "space")
        screen = person.bytes
    script = ByTopic(
        {
            "Bootstrap (": "#!/bin/sh",
            "Line 2": "",
            "Line 3": "echo -",
            "Line 4": ".hidden",
            "Line 5": "",
            "Line 6": ".",
            "User data, KEY=VALUE": ["b=1", "a='two words'"],
            "Environment, KEY=VALUE": ['{"LANG": "C.UTF-8", "N": 1}'],
            "Classic network: Addresses in": ["10.1.1.1", "10.1.1.2"],
            "Events (": "2, 1",
        }
    )
    found = talk(script=script, request=new_request())
    assert script.unused == []
    assert found.bytes == screen
