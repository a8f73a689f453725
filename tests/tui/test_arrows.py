"""The arrow keys move between fields and buttons, where they have nothing else to do."""

from .application import REQUEST
from .person import wizard


async def test_up_and_down_move_between_fields_and_space_presses_a_button() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Name",))
        await person.press("down")
        assert person.in_focus == ("Description",)
        await person.press("down")
        assert person.in_focus == ("InstanceType",)
        await person.press("up", "up")
        assert person.in_focus == ("Name",)
        await person.press("left", "left", "x")
        assert person.document["Name"] == "firxst", "in a text, left and right move its cursor"
        await person.enter(("ImageId",))
        await person.press("down")
        assert person.in_focus == ("ImageId",) and "img-centos" in person.screen, "suggestions come first"
        await person.press("escape", "up")
        assert person.in_focus == ("InstanceType",)
        await person.press("up", "a", "space", "b")
        assert person.document["Description"] == "a b"
        await person.go("groups")
        await person.enter(("Groups", "g", "ResourceType"))
        await person.press("down", "space")
        assert person.shows("Hostname prefix")


async def test_the_answers_of_a_question_are_reached_with_the_arrows() -> None:
    async with wizard(REQUEST) as person:
        await person.type_into(("Description",), "x")
        await person.press("ctrl+q")
        assert person.asked
        await person.press("right", "right", "right", "enter")
        assert not person.asked and person.app.is_running, "the last of the four is Cancel"
        await person.press("ctrl+q", "right", "left", "space")
        assert not person.app.is_running
