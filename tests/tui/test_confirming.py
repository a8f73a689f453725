"""Creating a cluster needs one confirmation; where it is billed, Enter cancels."""

import json
from itertools import cycle
from pathlib import Path

import pytest
from terminal import Terminal
from textual.widgets import Button

from wizard.core.steps import STEPS
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.journal import Journal
from wizard.tui.screens.dialogs import ConfirmDialog

from .application import REQUEST, Service, client
from .person import Person, wizard
from .test_submitting import UNKNOWN, create

LARGE = {
    **REQUEST,
    "Groups": {
        "workers": {"DesiredVMCount": 1200, "ResourceType": "OnDemand"},
        "cheap": {
            "DesiredVMCount": 20,
            "InstanceType": "ecs.sn2ne.large",
            "ResourceType": "Spot",
            "SpotStrategy": "SpotWithPriceLimit",
            "SpotPriceLimit": 0.25,
        },
    },
}
NAMED = (
    "Create cluster “first”?",
    "workers 1,200 × ecs.sn1ne.large Pay-as-you-go",
    "cheap 20 × ecs.sn2ne.large Spot, at most CNY 0.25",
    "Total 1,220 instances, 2,440 vCPU",
    "Account prod · cn-beijing",
    "Billed until deleted.",
    "Create 1,220 instances",
)


pytestmark = pytest.mark.usefixtures("account")


def asks(person: Person) -> bool:
    return isinstance(person.app.screen, ConfirmDialog)


async def test_everything_that_is_billed_is_named_before_it_is_sent() -> None:
    async with wizard(LARGE) as person:
        await create(person)
        for named in NAMED:
            assert named in " ".join(person.screen.split()) or person.shows(named), named
        assert str(person.app.focused.label) == "Cancel"  # type: ignore[union-attr]
        await person.press("tab", "enter")
        await person.until(lambda: person.shows("cls-prod0001"))
        assert person.service.sent == [(LARGE, "token1")]


async def test_on_any_step_create_opens_the_review_and_asks() -> None:
    async with wizard(REQUEST) as person:
        for step, key in zip(STEPS, cycle(["enter", "space", "escape"]), strict=False):
            await person.go(step.id)
            await create(person)
            assert person.step == "review"
            await person.press(key)
            assert not person.asked
        await person.click_text("Create cluster…")
        await person.until(lambda: asks(person))
        assert person.service.sent == []


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_one_key_pressed_again_and_again_never_creates(key: str) -> None:
    async with wizard(REQUEST, service=Service(UNKNOWN)) as person:
        await person.press("f9", key)
        await person.until(lambda: asks(person))
        for _ in range(7):
            await person.press(key)
            assert person.service.sent == []
        if not asks(person):
            await create(person)
        await person.press("tab", "enter")
        await person.until(lambda: person.shows("may or may not exist"))
        await person.press(*[key] * 6)
        assert len(person.service.sent) == 1


async def test_all_groups_can_be_read_on_a_small_screen() -> None:
    groups = {f"group{number}": {"DesiredVMCount": 2, "ResourceType": "OnDemand"} for number in range(64)}
    groups["x" * 64] = {"DesiredVMCount": 2, "ResourceType": "OnDemand"}
    async with wizard({**REQUEST, "Groups": groups}) as person:
        await create(person)
        assert person.shows("130 instances") and person.shows("Billed until deleted.")
        assert all(button.region.height for button in person.app.screen.query(Button))
        assert person.shows("group0 ") and not person.shows("group63")
        await person.press("shift+tab", "end")
        await person.until(lambda: person.shows("group63 ") and person.screen.count("x") >= 64)


F9, F10, CTRL_Q = "\x1b[20~", "\x1b[21~", "\x11"
SHIFT_F10_OF_MACOS = "\x1b[32~"
"""Textual decodes it as a space, which presses a button; here it does nothing."""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"{F10}\r", "Create 1 instance"),
        (f"{F9}  ", "Create 1 instance"),
        (f"{F9}{SHIFT_F10_OF_MACOS}{SHIFT_F10_OF_MACOS}", "Details"),
    ],
)
def test_keys_typed_by_accident_create_nothing_on_a_billed_account(
    typed: str, shown: str, account: RunningSandbox
) -> None:
    request = {**REQUEST, "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}}}
    Path("request.json").write_text(json.dumps(request))
    with Terminal("edit", "request.json") as terminal:
        terminal.wait_for("Description")
        terminal.type(typed)
        terminal.wait_for(shown)
        terminal.type(CTRL_Q)
        terminal.wait_for_end()
    assert Journal(locations.journal_folder()).all() == []
    assert [*client(account.url).iter_clusters()] == []
