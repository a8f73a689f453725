"""When findings are shown, how they are mended, and that going anywhere is always free."""

import re

import pytest

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import new_request
from wizard.core.steps import STEPS

from .person import wizard

NAME = ("Name",)
MINIMAL = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}


async def test_an_untouched_field_is_never_red() -> None:
    async with wizard() as person:
        await person.press("enter")
        assert not person.is_red(NAME) and not person.is_red(("ImageId",))
        assert "✗" not in person.screen
        await person.press("tab", "tab")
        assert person.is_red(NAME) and not person.is_red(("ImageId",))


async def test_a_field_is_judged_on_leaving_and_let_off_while_it_is_typed_in() -> None:
    async with wizard() as person:
        await person.press("enter")
        await person.type("1bad")
        assert not person.is_red(NAME)
        await person.press("tab")
        assert person.is_red(NAME) and person.shows("✗ Basics")
        await person.press("shift+tab", "home")
        assert person.is_red(NAME), "moving the cursor is no typing"
        await person.type("a")
        assert not person.is_red(NAME) and "✗" not in person.screen
        await person.press("tab")
        assert not person.is_red(NAME)


async def test_a_bad_name_says_what_is_wrong_and_one_key_mends_it() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(NAME)
        await person.clear()
        await person.type("1 bad/name")
        await person.press("tab")
        assert "F6" in person.note(NAME) and "✗" in person.note(NAME)
        await person.press("shift+tab", "f1")
        assert person.shows("InvalidName")
        await person.press("escape", "f6")
        name = person.document["Name"]
        assert name != "1 bad/name" and name[0] not in "0123456789" and "/" not in name and " " not in name
        assert not person.is_red(NAME) and name in person.screen
        await person.press("ctrl+z")
        assert person.document["Name"] == "1 bad/name"


async def test_f6_mends_the_field_that_was_just_left() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(NAME)
        await person.clear()
        await person.type("1 bad/name")
        await person.press("tab", "tab")
        assert person.in_focus == ("InstanceType",) and "F6" in person.note(NAME)
        await person.press("f6")
        assert person.document["Name"] == "c1-bad-name" and not person.is_red(NAME)
        assert person.in_focus == ("InstanceType",)


async def test_f6_mends_the_nearest_above_first_then_what_is_below() -> None:
    group = {"DesiredVMCount": "3", "ResourceType": "OnDemand", "SpotPriceLimit": "0.5"}
    async with wizard({**MINIMAL, "Groups": {"g": group}}) as person:
        await person.go("groups")
        await person.enter(("Groups", "g", "ResourceType"))
        await person.press("f6")
        assert person.document["Groups"]["g"] == {**group, "DesiredVMCount": 3}
        await person.press("f6")
        assert person.document["Groups"]["g"]["SpotPriceLimit"] == 0.5


async def test_f1_explains_the_field_in_focus() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(("ImageId",))
        await person.press("f1")
        assert person.shows("1 to 256 characters") and person.shows("help.aliyun.com")
        await person.press("escape")
        assert person.in_focus == ("ImageId",)


async def test_f6_where_nothing_is_wrong_says_so() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(NAME)
        await person.press("f6")
        assert "No fix is available here." in person.told
        assert person.document == MINIMAL


async def test_an_opened_request_is_judged_at_once() -> None:
    async with wizard({**MINIMAL, "Name": "1 bad/name"}) as person:
        assert person.is_red(NAME) and person.shows("✗ Basics")


async def test_f8_goes_from_finding_to_finding_over_all_steps_and_round() -> None:
    request = {
        **MINIMAL,
        "Name": "1bad",
        "Groups": {
            "a": {"DesiredVMCount": 1, "ResourceType": "OnDemand"},
            "b": {"DesiredVMCount": 0, "ResourceType": "OnDemand"},
        },
        "Configs": {"Disks": {"SystemDisk": {"Size": 0}}},
    }
    async with wizard(request) as person:
        seen = []
        for _ in range(3):
            await person.press("f8")
            seen.append(person.in_focus)
        assert seen[0] == NAME
        assert ("Groups", "b", "DesiredVMCount") in seen
        forwards = []
        for _ in range(12):
            await person.press("f8")
            forwards.append(person.in_focus)
        assert {("Configs", "Disks", "SystemDisk", "Size"), NAME} <= set(forwards)
        here = forwards[-1]
        await person.press("f8")
        there = person.in_focus
        await person.press(":previous-problem")
        assert person.in_focus == here and there != here


async def test_f8_on_a_blank_request_goes_to_what_is_missing() -> None:
    async with wizard() as person:
        await person.press("enter", "f8")
        assert person.in_focus == NAME and person.is_red(NAME)
        assert person.is_red(("ImageId",)), "whoever asks what is wrong wants to see all of it"


async def test_f8_where_nothing_is_wrong_says_so() -> None:
    async with wizard(MINIMAL) as person:
        await person.press("f8")
        assert "No problems found." in person.told


async def test_review_shows_everything_and_enter_goes_to_the_field() -> None:
    async with wizard() as person:
        await person.press("enter", "f9")
        assert person.shows("Fix ")
        assert person.shows("MissingName") or person.shows("Name")
        where = person.table.cursor
        assert where == 0
        await person.press("enter")
        assert person.step == "basics" and person.in_focus == NAME
        assert person.is_red(NAME) and person.is_red(("ImageId",))


@pytest.mark.parametrize("request_", [{"Name": 5, "Groups": []}, None])
async def test_back_next_and_jump_are_free_whatever_is_wrong(request_: object) -> None:
    ids = [step.id for step in STEPS]
    async with wizard(request_) as person:
        await person.go("start") if request_ is None else None
        if request_ is None:
            await person.press("enter")
        for step in ids[2:]:
            await person.press("f4")
            assert person.step == step
        await person.press("f4")
        assert person.step == "review", "there is nothing behind the last step"
        for step in ids[-2::-1]:
            await person.press("f3")
            assert person.step == step
        for step in ("mounts", "basics", "review", "notifications"):
            await person.go(step)
        await person.press("f9")
        assert person.step == "review"


async def test_nothing_but_start_is_there_before_a_request_is_open() -> None:
    async with wizard() as person:
        for key in ("f9", "f10", "f5", "f8", "f6", "ctrl+z", "f3", "f2", "f2", "f7"):
            await person.press(key)
        assert person.step == "start" and not person.asked
        assert "Open a preset or a file first" in person.told


async def test_the_steps_say_how_they_stand() -> None:
    async with wizard() as person:
        assert "○ Disks" in person.screen
        await person.press("enter", "f4", "f4", "f4")
        assert "– Disks" in person.screen and "○ Networks" in person.screen
        assert re.search("✗ Basics +2", person.screen), "it was left without a name and an image"
        await person.click(person.app.wizard.query_one("#steps"), (18, 2))
        assert person.in_focus == NAME
        await person.type("first")
        assert re.search("✗ Basics +1", person.screen)
        await person.enter(("ImageId",))
        await person.type("img-ubuntu-vpc")
        assert "✓ Basics" in person.screen
        assert person.shows("1 group") and person.shows("1 instance")


async def test_the_arrows_walk_through_the_list_of_steps() -> None:
    async with wizard(MINIMAL) as person:
        person.app.wizard.query_one("#steps").focus()
        await person.press("down", "down")
        assert person.step == "disks"
        await person.press("up", "enter")
        assert person.step == "groups"
        assert person.app.focused is not person.app.wizard.query_one("#steps")


async def test_too_small_is_told_and_nothing_is_lost() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(("Description",))
        await person.type("kept")
        await person.pilot.resize_terminal(60, 20)
        await person.settle()
        assert person.shows("This terminal is 60×20") and person.shows("80×24")
        assert "img-ubuntu" not in person.screen
        await person.pilot.resize_terminal(80, 24)
        await person.settle()
        assert person.shows("kept") and "The wizard needs" not in person.screen
        await person.type("!")
        assert person.document["Description"] == "kept!"


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (1, 1), (20, 60)])
async def test_any_size_is_survived(size: tuple[int, int]) -> None:
    async with wizard(MINIMAL) as person:
        await person.pilot.resize_terminal(*size)
        await person.press("f4", "f9")
        await person.pilot.resize_terminal(120, 36)
        await person.settle()
        assert person.step == "review" and person.shows("Total")


async def test_a_new_request_that_the_wizard_was_started_with_is_not_red_either() -> None:
    async with wizard(loaded=OpenedDocument(new_request(), DocumentSource())) as person:
        await person.type("a")
        await person.press("tab")
        assert not person.is_red(("ImageId",))
        assert not person.shows("✗")
