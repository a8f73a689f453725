"""Every problem is visible on its step, wherever in the document it is, and what causes it can be removed."""

from typing import Any

import pytest

from wizard.core.steps import STEPS
from wizard.document.tree import Path, remove_in, set_in

from .person import wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
CONFIGS = ("Configs",)

WRONG: list[tuple[str, Path, Any]] = [
    ("basics", ("Nme",), "x"),
    ("basics", CONFIGS, 3),
    ("basics", (*CONFIGS, "Disk"), {}),
    ("basics", ("UserData",), "x"),
    ("groups", ("Groups",), [1]),
    ("groups", ("Groups", "g"), "x"),
    ("groups", ("Groups", "g", "Count"), 3),
    ("disks", (*CONFIGS, "Disks"), "x"),
    ("disks", (*CONFIGS, "Disks", "Third"), {}),
    ("disks", (*CONFIGS, "Disks", "DataDisk"), [1]),
    ("mounts", (*CONFIGS, "Mounts", "Entries"), {"a": 1}),
    ("mounts", (*CONFIGS, "Mounts", "Entries"), [{}, 3]),
    ("networks", (*CONFIGS, "Networks", "VPN"), {}),
    ("networks", (*CONFIGS, "Networks", "VPC", "Id"), "x"),
    ("notifications", ("Notification", "Topics"), {}),
    ("notifications", ("Notification", "Topic"), "x"),
    ("notifications", ("Notification", "Topic", "Events"), {"a": 1}),
]


@pytest.mark.parametrize(("step", "path", "value"), WRONG)
async def test_a_problem_is_visible_on_its_step(step: str, path: Path, value: Any) -> None:
    async with wizard(set_in(REQUEST, path, value), size=(140, 50)) as person:
        await person.go(step)
        found = person.controller.session.result.by_step[step]
        assert found
        for finding in found:
            await person.controller.go_to(finding.path)
            await person.settle()
            text = finding.message if finding.row == 0 else finding.why
            assert person.shows(text.split(". ")[0]), (finding, person.screen)


@pytest.mark.parametrize(
    ("step", "path"),
    [(step, path) for step, path, value in WRONG if isinstance(path[-1], str) and value == {}],
)
async def test_an_unknown_key_is_removed_by_its_button(step: str, path: Path) -> None:
    request = set_in(REQUEST, path, {"a": 1})
    async with wizard(request, size=(140, 50)) as person:
        await person.go(step)
        await person.controller.go_to(path)
        await person.settle()
        await person.press("enter")
        assert person.document == remove_in(request, path)
        await person.press("ctrl+z")
        assert person.document == request


async def test_all_steps_are_covered() -> None:
    assert {step for step, _path, _value in WRONG} == {step.id for step in STEPS} - {"start", "review"}


async def test_a_secret_under_an_unknown_key_is_not_shown() -> None:
    """A misspelt key can hold a secret."""
    mounts = {
        "OSS": {"AccessKeyId": "id", "AccesKeySecret": "SECRET-VALUE"},
        "Old": {"SecretKey": "SECRET-VALUE"},
    }
    async with wizard({**REQUEST, "Configs": {"Mounts": mounts}}, size=(140, 60)) as person:
        for step in STEPS:
            await person.go(step.id)
            assert not person.shows("SECRET"), step.id
