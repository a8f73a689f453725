"""Undo and redo, over all steps, with the change named."""

from .application import REQUEST
from .person import wizard


async def test_the_changes_of_a_field_are_undone_and_redone_and_named() -> None:
    async with wizard(REQUEST) as person:
        await person.press("ctrl+z", "ctrl+y")
        assert "There is nothing to undo." in person.told and "There is nothing to redo." in person.told
        await person.type_into(("Description",), "one")
        await person.press("tab", "shift+tab")
        await person.type(" two")
        await person.press("ctrl+z")
        assert person.document["Description"] == "one", "entering the field again begins another change"
        await person.press("ctrl+z")
        assert person.document == REQUEST and person.in_focus == ("Description",)
        assert "Undid the change: Description" in person.told
        await person.press("ctrl+y")
        assert person.document["Description"] == "one" and person.shows("one")
        assert "Redid the change: Description" in person.told
        for words in ("undo", "redo"):
            await person.press("f12")
            await person.type(words)
            await person.until(lambda: person.shows("Change: Description"))
            await person.press("escape", "ctrl+z")
        await person.type("b")
        await person.press("ctrl+y")
        assert person.document["Description"] == "b", "a new change drops those to be redone"


async def test_undo_goes_to_the_step_on_which_something_changes() -> None:
    async with wizard(REQUEST) as person:
        states = [person.bytes]
        await person.type_into(("Description",), "words")
        states.append(person.bytes)
        await person.go("groups")
        await person.choose_row(0)
        await person.press("ctrl+d")
        states.append(person.bytes)
        await person.go("disks")
        await person.type_into(("Configs", "Disks", "SystemDisk", "Size"), "40")
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


async def test_undo_works_in_a_field_of_several_lines() -> None:
    """Textual's text area has an undo of its own: this is the wizard's."""
    async with wizard(REQUEST) as person:
        await person.type_into(("Bootstrap",), "one")
        await person.press("ctrl+j")
        await person.type("two")
        assert person.document["Bootstrap"] == "one\ntwo"
        await person.press("tab")
        await person.type_into(("Description",), "words")
        await person.press("tab")
        await person.enter(("Bootstrap",))
        await person.press("ctrl+z")
        assert person.document["Bootstrap"] == "one\ntwo" and "Description" not in person.document
        await person.press("ctrl+z")
        assert person.document == REQUEST
