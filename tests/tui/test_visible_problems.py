"""Every problem is visible on its step, wherever in the document it is, and its cause can be removed."""

from typing import Any

from wizard.core.steps import STEPS
from wizard.document.tree import Path, remove_in, set_in

from .application import REQUEST
from .person import wizard

CONFIGS = ("Configs",)

WRONG: list[tuple[str, Path, Any]] = [
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
    ("networks", (*CONFIGS, "Networks", "VPN"), {}),
    ("networks", (*CONFIGS, "Networks", "VPC", "Id"), "x"),
    ("notifications", ("Notification", "Topics"), {}),
    ("notifications", ("Notification", "Topic"), "x"),
    ("notifications", ("Notification", "Topic", "Events"), {"a": 1}),
]


async def test_a_problem_is_visible_on_its_step() -> None:
    assert {step for step, _path, _value in WRONG} == {step.id for step in STEPS} - {"start", "review"}
    async with wizard(size=(120, 36)) as person:
        for step, path, value in WRONG:
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
                await person.open(set_in(REQUEST, path, {"a": 1}))
                await person.controller.go_to(path)
                await person.settle()
                await person.press("enter")
                assert person.document == remove_in(set_in(REQUEST, path, {"a": 1}), path)
                await person.press("ctrl+z")
                assert person.document == set_in(REQUEST, path, {"a": 1})


async def test_a_secret_under_an_unknown_key_is_not_shown() -> None:
    """A misspelt key can hold a secret."""
    mounts = {
        "OSS": {"AccessKeyId": "id", "AccesKeySecret": "SECRET-VALUE"},
        "Old": {"SecretKey": "SECRET-VALUE"},
    }
    async with wizard({**REQUEST, "Configs": {"Mounts": mounts}}, size=(120, 60)) as person:
        for step in STEPS:
            await person.go(step.id)
            assert "SECRET" not in person.screen, step.id
