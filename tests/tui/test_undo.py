"""Undo and redo, over all steps, with what is undone named."""

from .person import wizard

REQUEST = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}


async def test_what_was_typed_in_a_field_is_undone_at_once_and_named() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Description",))
        await person.type("some words")
        await person.press("ctrl+z")
        assert person.document == REQUEST
        assert "Undid the change: Description" in person.told
        assert person.in_focus == ("Description",)
        await person.press("ctrl+y")
        assert person.document["Description"] == "some words" and person.shows("some words")
        assert "Redid the change: Description" in person.told


async def test_coming_back_to_a_field_is_a_change_of_its_own() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Description",))
        await person.type("one")
        await person.press("tab", "shift+tab")
        await person.type(" two")
        await person.press("ctrl+z")
        assert person.document["Description"] == "one"
        await person.press("ctrl+z")
        assert person.document == REQUEST


async def test_undo_goes_to_the_step_on_which_something_changes() -> None:
    async with wizard(REQUEST) as person:
        states = [person.bytes]
        await person.enter(("Description",))
        await person.type("words")
        states.append(person.bytes)
        await person.go("groups")
        await person.choose_row(0)
        await person.press("ctrl+d")
        states.append(person.bytes)
        await person.go("disks")
        await person.enter(("Configs", "Disks", "SystemDisk", "Size"))
        await person.type("40")
        states.append(person.bytes)
        await person.go("notifications")
        await person.enter(("Notification", "Topic", "Events"))
        await person.press("space")
        states.append(person.bytes)
        steps = []
        for state in states[-2::-1]:
            await person.press("ctrl+z")
            assert person.bytes == state
            steps.append(person.step)
        assert steps == ["notifications", "disks", "groups", "basics"]
        for state in states[1:]:
            await person.press("ctrl+y")
            assert person.bytes == state
        assert person.step == "notifications"


async def test_there_is_an_end_to_undo_and_to_redo() -> None:
    async with wizard(REQUEST) as person:
        await person.press("ctrl+z")
        assert "There is nothing to undo." in person.told
        await person.press("ctrl+y")
        assert "There is nothing to redo." in person.told


async def test_a_new_change_forgets_what_was_undone() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Description",))
        await person.type("a")
        await person.press("ctrl+z")
        await person.type("b")
        await person.press("ctrl+y")
        assert person.document["Description"] == "b"


async def test_undo_works_in_a_field_of_several_lines() -> None:
    """A text area has an undo of its own: this is the wizard's."""
    async with wizard(REQUEST) as person:
        await person.enter(("Bootstrap",))
        await person.type("one")
        await person.press("ctrl+j")
        await person.type("two")
        assert person.document["Bootstrap"] == "one\ntwo"
        await person.press("tab")
        await person.enter(("Description",))
        await person.type("words")
        await person.press("tab")
        await person.enter(("Bootstrap",))
        await person.press("ctrl+z")
        assert person.document["Bootstrap"] == "one\ntwo" and "Description" not in person.document
        await person.press("ctrl+z")
        assert person.document == REQUEST


async def test_undo_in_a_secret_says_nothing_of_it() -> None:
    async with wizard(REQUEST) as person:
        await person.go("mounts")
        await person.enter(("Configs", "Mounts", "OSS", "AccessKeySecret"))
        await person.type("hunter2")
        await person.press("ctrl+z")
        assert "hunter2" not in person.told and "hunter2" not in person.screen
        assert person.document == REQUEST


async def test_the_palette_names_what_would_be_undone_and_done_again() -> None:
    async with wizard({"Name": "a"}) as person:
        await person.enter(("Description",))
        await person.type("words")
        await person.press("f12")
        await person.type("undo")
        await person.until(lambda: person.shows("Change: Description"))
        await person.press("escape", "ctrl+z", "f12")
        await person.type("redo")
        await person.until(lambda: person.shows("Change: Description"))
