"""The preview beside the form: the bytes to be sent, at the field in focus, and a way to each field."""

from typing import Any

from wizard.document.serializer import to_text

from .person import wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {
        f"g{number}": {"DesiredVMCount": number, "ResourceType": "OnDemand"} for number in range(1, 40)
    },
    "Configs": {"Disks": {"SystemDisk": {"Type": "cloud_ssd", "Size": 50}}},
}


async def test_a_key_swaps_form_and_preview_where_there_is_no_room_for_both() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("ImageId",))
        assert '"ImageId"' not in person.screen
        await person.press("f2")
        assert '"ImageId": "img-ubuntu-vpc"' in person.screen and "Instance type" not in person.screen
        await person.press("f2")
        assert '"ImageId"' not in person.screen and person.in_focus == ("ImageId",)
        await person.press("f2", "end", "up", "up", "up", "up", "enter")
        assert person.step == "disks" and person.in_focus == ("Configs", "Disks", "SystemDisk", "Size")
        assert '"Size"' not in person.screen, "the form is shown again"
        await person.pilot.resize_terminal(120, 36)
        await person.settle()
        assert '"Size": 50' in person.previewed and "System disk" in person.screen
        await person.press("f2")
        assert person.app.focused is person.preview
        await person.press("f2")
        assert person.app.focused is not person.preview
        await person.pilot.resize_terminal(80, 24)
        await person.settle()
        assert '"Size"' not in person.screen


async def test_it_shows_the_bytes_to_be_sent_while_typing() -> None:
    async with wizard({"Name": "a"}, size=(128, 36)) as person:
        await person.type_into(("Description",), 'quote " 名前 [/]')
        shown = "".join(line.lstrip("▌▸✗!i 0123456789") for line in person.previewed.split("\n"))
        expected = "".join(line.strip() for line in to_text(person.document).split("\n"))
        assert shown.replace(" ", "") == expected.replace(" ", "")


async def test_it_follows_the_field_in_focus_and_a_click_goes_to_a_field() -> None:
    async with wizard(REQUEST, size=(120, 36)) as person:
        await person.click_text('"ImageId"')
        assert person.in_focus == ("ImageId",)
        await person.go("disks")
        await person.enter(("Configs", "Disks", "SystemDisk", "Size"))
        assert '"Size": 50' in person.previewed
        await person.go("groups")
        await person.choose_row(20)
        assert '"g21"' in person.previewed and '"Size": 50' not in person.previewed
        place = next(i for i, line in enumerate(person.previewed.split("\n")) if '"g21"' in line)
        await person.click(person.preview, (12, place + 2))  # the border is a line of its own
        assert person.in_focus == ("Groups", "g21", "DesiredVMCount")
        await person.go("basics")
        await person.enter(("Name",))
        assert '"Name": "first"' in person.previewed


async def test_it_marks_the_problems_that_the_form_shows() -> None:
    async with wizard(size=(120, 36)) as person:
        await person.press("down")
        first = person.previewed
        assert '"Groups"' in first and person.step == "start", "a preset, before it is opened"
        await person.press("down")
        assert person.previewed != first
        await person.begin("New cluster")
        await person.until(lambda: person.step == "basics")
        assert "✗" not in person.previewed
        await person.type("1bad")
        await person.press("f9")
        [line] = [line for line in person.previewed.split("\n") if '"Name"' in line]
        assert line.startswith("✗")
        await person.go("basics")
        await person.enter(("Name",))
        await person.press("f6")
        [line] = [line for line in person.previewed.split("\n") if '"Name"' in line]
        assert not line.startswith("✗")


async def test_every_line_leads_somewhere() -> None:
    """Those of keys that no form knows, too."""
    request = {"Groups": {"[/]": {"x": [None]}}, "Unknown": [[]], "Configs": {"Mounts": 5}}
    async with wizard(request) as person:
        for line in range(to_text(request).count("\n") + 1):
            await person.press("f2")
            person.preview.cursor_line = line
            await person.press("enter")
            assert person.app.focused is not None and person.app.focused is not person.preview
        assert person.document == request
