"""The arrow keys go from field to field and from button to button, where they have nothing else to do."""

from .person import wizard

MINIMAL = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}


async def test_up_and_down_go_through_the_fields() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(("Name",))
        await person.press("down")
        assert person.in_focus == ("Description",)
        await person.press("down")
        assert person.in_focus == ("InstanceType",)
        await person.press("up", "up")
        assert person.in_focus == ("Name",)
        await person.press("left", "left", "x")
        assert person.document["Name"] == "firxst", "in a text, left and right move its cursor"


async def test_down_opens_the_suggestions_of_a_field_that_has_some_and_up_leaves_it() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(("ImageId",))
        await person.press("down")
        assert person.in_focus == ("ImageId",) and "img-centos" in person.screen
        await person.press("escape", "up")
        assert person.in_focus == ("InstanceType",)


async def test_space_pushes_the_button_in_focus_and_is_a_blank_in_a_text() -> None:
    async with wizard(MINIMAL) as person:
        await person.go("groups")
        await person.enter(("Groups", "g", "ResourceType"))
        await person.press("down", "space")
        assert person.shows("Hostname prefix")
        await person.go("basics")
        await person.enter(("Description",))
        await person.press("a", "space", "b")
        assert person.document["Description"] == "a b"
        await person.press("ctrl+q")
        assert person.asked
        await person.press("space")
        assert not person.app.is_running, "the answer in focus is to leave"


async def test_the_answers_of_a_question_are_reached_with_the_arrows() -> None:
    async with wizard(MINIMAL) as person:
        await person.enter(("Description",))
        await person.type("x")
        await person.press("ctrl+q")
        assert person.asked
        await person.press("right", "right", "right", "enter")
        assert not person.asked and person.app.is_running, "the last of the four stays"
        await person.press("ctrl+q", "right", "left", "enter")
        assert not person.app.is_running
