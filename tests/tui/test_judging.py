"""When problems are shown and how they are fixed; the preview beside the form; free navigation."""

import re

import pytest

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import make_request
from wizard.core.steps import STEPS
from wizard.document.serializer import to_text

from .application import REQUEST
from .person import wizard

NAME = ("Name",)
COUNT = ("Groups", "g", "DesiredVMCount")


async def test_a_field_is_validated_when_it_is_left_and_cleared_while_it_is_typed_in() -> None:
    async with wizard(loaded=OpenedDocument(make_request(), DocumentSource())) as person:
        assert not person.is_red(NAME) and "✗" not in person.screen, "nothing was touched"
        await person.type("1bad")
        assert not person.is_red(NAME)
        await person.press("tab")
        assert person.is_red(NAME) and person.shows("✗ Basics")
        await person.press("shift+tab", "home")
        assert person.is_red(NAME), "moving the cursor is no typing"
        await person.type("a")
        assert not person.is_red(NAME) and "✗" not in person.screen
        await person.press("tab", "shift+tab")
        await person.clear()
        await person.press("tab")
        assert person.is_red(NAME) and not person.is_red(("ImageId",))


async def test_a_problem_of_a_name_is_explained_and_fixed_by_one_key() -> None:
    async with wizard({**REQUEST, "Name": "1 bad/name"}) as person:
        assert person.is_red(NAME) and person.shows("✗ Basics"), "what is opened is validated at once"
        assert "F6" in person.note(NAME) and "✗" in person.note(NAME)
        await person.enter(NAME, "f1", shows="InvalidName")
        await person.press("escape", "f6", shows="c1-bad-name")
        assert person.document["Name"] == "c1-bad-name" and not person.is_red(NAME)
        await person.press("f6")
        assert "No fix is available here." in person.told
        await person.press("ctrl+z")
        assert person.document["Name"] == "1 bad/name"
        await person.press("tab", "tab")
        assert person.in_focus == ("InstanceType",) and "F6" in person.note(NAME)
        await person.press("f6")
        assert person.document["Name"] == "c1-bad-name", "the field that was left before"
        assert not person.is_red(NAME) and person.in_focus == ("InstanceType",)


async def test_the_nearest_problem_above_is_fixed_first() -> None:
    group = {"DesiredVMCount": "3", "ResourceType": "OnDemand", "SpotPriceLimit": "0.5"}
    async with wizard({**REQUEST, "Groups": {"g": group}}) as person:
        await person.enter(("Groups", "g", "ResourceType"))
        assert person.note(COUNT).startswith("✗ ") and "\nF6 " in person.note(COUNT)
        await person.press("f6")
        assert person.document["Groups"]["g"] == {**group, "DesiredVMCount": 3} and not person.note(COUNT)
        await person.click_text("F6 ")
        assert person.document["Groups"]["g"]["SpotPriceLimit"] == 0.5


async def test_f1_explains_the_field_in_focus_and_leads_to_the_guides() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("ImageId",), "f1")
        assert person.shows("1 to 256 characters") and person.shows("help.aliyun.com")
        await person.push("Guides…", shows="Keys and terminals")
        await person.type("scripts", "enter", shows="Every command works without a terminal")
        await person.press("escape", "f8")
        assert not person.asked and person.in_focus == ("ImageId",) and "No problems found." in person.told


async def test_f8_goes_from_problem_to_problem_over_all_steps_and_round() -> None:
    groups = {name: {"DesiredVMCount": 0, "ResourceType": "OnDemand"} for name in ("a", "b")}
    request = {**REQUEST, "Name": "1bad", "Groups": groups, "Configs": {"Disks": {"SystemDisk": {"Size": 0}}}}
    async with wizard(request) as person:
        seen = []
        for _ in range(12):
            await person.press("shift+tab", "f8")
            seen.append(person.in_focus)
            if person.step == "groups":  # other groups have the same fields
                name = f" ▏{person.controller.current_path[-1]} "
                person.expect("━ 2/7 Groups ━", name, "InvalidDesiredVMCount: ")
        assert seen[0] == NAME and NAME in seen[1:]
        assert {("Groups", "b", "DesiredVMCount"), ("Configs", "Disks", "SystemDisk", "Size")} < set(seen)
        await person.press("f8", ":previous-problem")
        assert person.in_focus == seen[-1]


@pytest.mark.parametrize("keys", [["f8"], ["f9", "enter"]])
async def test_asking_for_problems_shows_all_of_a_new_request(keys: list[str]) -> None:
    async with wizard() as person:
        await person.begin("New cluster")
        await person.press(*keys[:-1])
        assert keys == ["f8"] or (person.shows("Fix ") and person.shows("MissingName"))
        await person.press(keys[-1])
        assert person.step == "basics" and person.in_focus == NAME
        assert person.is_red(NAME) and person.is_red(("ImageId",))


async def test_navigation_is_free_whatever_is_wrong() -> None:
    ids = [step.id for step in STEPS]
    async with wizard() as person:
        for key in ("f9", "f10", "f5", "f8", "f6", "ctrl+z", "f3", "f2", "f2", "f7"):
            await person.press(key)
        assert person.step == "start" and not person.asked, "nothing is open yet"
        assert "Open a preset or a file first" in person.told
        await person.open({"Name": 5, "Groups": []})
        for step in (*ids[2:], "review"):  # there is nothing behind the last step
            await person.press("f4")
            assert person.step == step
        for step in ids[-2::-1]:
            await person.press("f3")
            assert person.step == step
        for step in ("mounts", "basics", "notifications", "review"):
            await person.go(step)
        steps = person.app.wizard.query_one("#steps")
        steps.focus()
        await person.press("up", "up")
        assert person.step == "networks"
        await person.press("down", "enter")
        assert person.step == "notifications" and person.app.focused is not steps


async def test_the_steps_show_their_state() -> None:
    async with wizard() as person:
        assert "○ Disks" in person.screen
        await person.press("enter", "f4", "f4", "f4")
        assert "– Disks" in person.screen and "○ Networks" in person.screen
        assert re.search("✗ Basics +2", person.screen), "it was left without a name and an image"
        await person.click(person.app.wizard.query_one("#steps"), (18, 2))
        assert person.in_focus == NAME
        await person.type("first")
        assert re.search("✗ Basics +1", person.screen)
        await person.type_into(("ImageId",), "img-ubuntu-vpc")
        assert "✓ Basics" in person.screen
        assert person.shows("1 group") and person.shows("1 instance")


async def test_a_terminal_of_any_size_loses_nothing() -> None:
    async with wizard(REQUEST) as person:
        await person.type_into(("Description",), "kept")
        for size in ((60, 20), (79, 24), (80, 23), (1, 1), (20, 60)):
            await person.enter(("Description",))
            await person.pilot.resize_terminal(*size)
            await person.settle()
            assert "img-ubuntu" not in person.screen
            assert size[0] < 60 or person.shows(f"This terminal is {size[0]}×{size[1]}")
            await person.press("f4", "f9")
            await person.pilot.resize_terminal(80, 24)
            await person.settle()
            assert person.step == "review" and person.shows("Total")
        await person.type_into(("Description",), "!")
        assert person.document["Description"] == "kept!"


LONG = {
    **REQUEST,
    "Groups": {f"g{number}": {**REQUEST["Groups"]["g"], "DesiredVMCount": number} for number in range(1, 40)},
    "Configs": {"Disks": {"SystemDisk": {"Type": "cloud_ssd", "Size": 50}}},
}


async def test_a_key_swaps_form_and_preview_where_there_is_no_room_for_both() -> None:
    async with wizard(LONG) as person:
        await person.enter(("ImageId",))
        assert '"ImageId"' not in person.screen
        await person.press("f2")
        assert '"ImageId": "img-ubuntu-vpc"' in person.screen and "Instance type" not in person.screen
        await person.press("f2")
        assert '"ImageId"' not in person.screen and person.in_focus == ("ImageId",)
        await person.press("f2")
        for key, line in (("home", "▸{"), ("pagedown", "17▸"), ("end", "▸}")):
            await person.press(key)
            assert line in person.previewed, "the cursor is a symbol"
        await person.press("up", "up", "up", "up", "enter")
        assert person.step == "disks" and person.in_focus == ("Configs", "Disks", "SystemDisk", "Size")
        assert '"Size"' not in person.screen, "the form is shown again"
        await person.pilot.resize_terminal(120, 36)
        await person.settle()
        assert '"Size": 50' in person.previewed and "System disk" in person.screen
        await person.press("f2")
        assert person.app.focused is person.preview
        await person.press("f2")
        assert person.app.focused is not person.preview
        for width in (110, 109):
            await person.pilot.resize_terminal(width, 24)
            await person.settle()
            assert ('"Size"' in person.screen) == (width == 110)


async def test_the_preview_follows_the_field_in_focus_and_a_click_goes_to_a_field() -> None:
    async with wizard(LONG, size=(120, 36)) as person:
        await person.click_text('"ImageId"')
        assert person.in_focus == ("ImageId",)
        await person.enter(("Configs", "Disks", "SystemDisk", "Size"))
        assert '"Size": 50' in person.previewed
        await person.choose_row(20, "groups")
        assert '"Size": 50' not in person.previewed
        followed = [line for line in person.previewed.split("\n") if "▌" in line]
        assert len(followed) == 4 and '"g21": {' in followed[0], "the whole group"
        place = next(i for i, line in enumerate(person.previewed.split("\n")) if '"g21"' in line)
        await person.click(person.preview, (12, place + 2))  # the border is a line of its own
        assert person.in_focus == ("Groups", "g21", "DesiredVMCount")
        await person.enter(("Name",))
        assert '"Name": "first"' in person.previewed


async def test_the_preview_has_the_bytes_to_be_sent_and_the_problems_that_the_form_shows() -> None:
    async with wizard(size=(128, 36)) as person:
        await person.press("down")
        first = person.previewed
        assert '"Groups"' in first and person.step == "start", "a preset, before it is opened"
        await person.press("down")
        assert person.previewed != first
        await person.begin("New cluster")
        assert "✗" not in person.previewed
        await person.type("1bad")
        await person.type_into(("Description",), 'quote " 名前 [/]')
        shown = "".join(line.lstrip("▌▸✗!i 0123456789") for line in person.previewed.split("\n"))
        expected = "".join(line.strip() for line in to_text(person.document).split("\n"))
        assert shown.replace(" ", "") == expected.replace(" ", "")
        await person.press("f9")
        [line] = [line for line in person.previewed.split("\n") if '"Name"' in line]
        assert line.startswith("✗")
        await person.enter(NAME, "f6")
        [line] = [line for line in person.previewed.split("\n") if '"Name"' in line]
        assert not line.startswith("✗")


async def test_a_group_on_review_opens_its_form() -> None:
    async with wizard(LONG) as person:
        await person.choose_row(1, "review")
        await person.press("enter")
        assert person.step == "groups" and person.table.cursor == 1


async def test_every_line_of_the_preview_leads_somewhere_also_of_unknown_keys() -> None:
    request = {"Groups": {"[/]": {"x": [None]}}, "Unknown": [[]], "Configs": {"Mounts": 5}}
    async with wizard(request) as person:
        for line in range(to_text(request).count("\n") + 1):
            await person.press("f2")
            person.preview.cursor_line = line
            await person.press("enter")
            assert person.app.focused is not None and person.app.focused is not person.preview
        assert person.document == request


async def test_the_summary_below_the_steps_is_not_cut() -> None:
    groups = {"g": {"DesiredVMCount": 900, "ResourceType": "OnDemand"}}
    async with wizard({**REQUEST, "Groups": groups}) as person:
        for line in ("900 instances", "1,800 vCPU", "3,600 GB"):
            assert person.shows(f"│ {line} "), line
