"""Drafts are discarded on purpose: when quitting, on the first step, by the menu."""

from typing import Any

import pytest

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.storage.drafts import RecoverableDraft

from .application import MemoryDrafts, MemoryLibrary, left_draft
from .person import Person, wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "OnDemand"}},
}
ONE = left_draft("one")
TWO = left_draft("two")


def left() -> MemoryDrafts:
    """Two drafts that were left behind."""
    contents = {
        each.path.name: OpenedDocument({**REQUEST, "Name": each.name}, DocumentSource("draft"))
        for each in (ONE, TWO)
    }
    return MemoryDrafts(leftovers=[ONE, TWO], contents=contents)


async def change(person: Person) -> None:
    await person.enter(("Name",))
    await person.press("end")
    await person.type("!")


async def test_quitting_can_discard_the_draft() -> None:
    async with wizard(REQUEST) as person:
        await change(person)
        await person.until(lambda: person.drafts.written)
        await person.press("ctrl+q")
        for label in ("Keep draft", "Save…", "Discard changes", "Cancel"):
            assert person.shows(label), person.screen
        await person.push("Discard changes")
        assert not person.app.is_running and person.app.return_value == 0
        assert person.drafts.written == []
        assert not any("draft" in line for line in person.app.wizard.exit_messages())


async def test_a_draft_that_was_gone_on_with_can_be_discarded_when_quitting() -> None:
    async with wizard(drafts=left()) as person:
        await person.begin("Unsaved draft: one")
        assert person.document["Name"] == "one"
        await person.press("ctrl+q")
        await person.push("Discard changes")
        assert not person.app.is_running
        assert not any("draft" in line for line in person.app.wizard.exit_messages())


async def test_delete_on_the_first_step_discards_a_draft_after_a_question() -> None:
    async with wizard(drafts=left()) as person:
        await person.until(lambda: person.shows("Unsaved draft: two"))
        assert person.shows("Discard draft…"), person.screen
        await person.press("delete")
        assert person.shows("Discard this draft?") and person.shows("one, 2026-03-01, 10:00.")
        await person.press("enter")
        assert person.shows("Unsaved draft: one"), "Cancel is the first answer"
        await person.press("down", "delete", "tab", "enter")
        assert person.drafts.leftovers == [ONE]
        assert person.shows("Unsaved draft: one") and not person.shows("Unsaved draft: two")
        assert "Discarded draft two." in person.told


async def test_delete_in_the_search_deletes_a_letter() -> None:
    async with wizard(drafts=left()) as person:
        await person.until(lambda: person.shows("Unsaved draft: two"))
        await person.type("zone")
        await person.press("home", "delete")
        assert (
            not person.asked and person.shows("Unsaved draft: one") and not person.shows("Unsaved draft: two")
        )
        await person.press("delete", "delete", "delete")
        assert not person.asked and person.drafts.leftovers == [ONE, TWO]


async def test_delete_discards_nothing_but_drafts() -> None:
    async with wizard(drafts=left()) as person:
        await person.until(lambda: person.shows("Unsaved draft: two"))
        await person.press("down", "down", "delete")
        assert not person.asked
        assert person.drafts.leftovers == [ONE, TWO]


async def test_a_draft_is_discarded_by_the_menu_from_any_step() -> None:
    async with wizard(REQUEST, drafts=left()) as person:
        for name in ("two", "one"):
            await menu(person)
            await person.type(name)
            await person.press("enter", "tab", "enter")
            assert f"Discarded draft {name}." in person.told
        assert person.drafts.leftovers == []
        await menu(person)
        assert not person.asked and "There are no drafts." in person.told
        assert person.document == REQUEST


async def menu(person: Person) -> None:
    """Choose Discard draft in the menu."""
    await person.press("f12")
    await person.type("discard")
    await person.press("enter")


async def test_a_draft_that_another_wizard_took_meanwhile_is_told() -> None:
    class Taken(MemoryDrafts):
        def delete(self, draft: RecoverableDraft) -> None:
            self.leftovers.remove(draft)
            raise BcwError("This draft is gone.")

    async with wizard(drafts=Taken(leftovers=[ONE])) as person:
        await person.until(lambda: person.shows("Unsaved draft: one"))
        await person.press("delete", "tab", "enter")
        assert "This draft is gone." in person.told and not person.shows("Unsaved draft: one")


async def test_a_request_that_is_dropped_for_another_one_leaves_no_draft() -> None:
    library = MemoryLibrary(files={"other.json": {"Name": "other"}})
    async with wizard(REQUEST, library=library) as person:
        await change(person)
        await person.until(lambda: person.drafts.written)
        await person.go("start")
        await person.begin("New cluster")
        assert person.shows("Discard unsaved changes?")
        await person.push("Cancel")
        assert person.drafts.written, "it is still open"
        await person.begin("New cluster")
        await person.push("Discard changes")
        await person.until(lambda: person.step == "basics")
        assert person.drafts.written == []
        await person.press("ctrl+q")
        assert not person.app.is_running


async def test_what_is_dropped_for_a_draft_never_takes_its_place() -> None:
    """Even if it was typed so lately that it is not written yet."""
    async with wizard(REQUEST, drafts=left()) as person:
        await person.go("start")
        await person.begin("Continue")
        await change(person)
        await person.go("start")
        await person.begin("Unsaved draft: two")
        await person.push("Discard changes")
        await person.until(lambda: person.step == "basics")
        person.drafts.written.clear()
        await person.press("ctrl+c")
        assert all(tree["Name"] == "two" for tree, _, _ in person.drafts.written)


# -- what is edited as text


async def text_view(person: Person) -> None:
    """Open the request as text."""
    await person.press("f12")
    await person.type("edit as text")
    await person.press("enter")
    await person.until(lambda: person.asked)


@pytest.mark.parametrize("leaves_first", [False, True])
async def test_a_text_that_was_not_taken_over_is_asked_about_when_quitting(leaves_first: bool) -> None:
    async with wizard(REQUEST) as person:
        await text_view(person)
        await person.type("half of")
        await person.press(*["escape"] * leaves_first, "ctrl+q")
        assert person.app.is_running and person.shows("The edited text is not valid JSON yet.")
        await person.press("enter")
        assert person.app.is_running, "Stay is the first answer"
        await text_view(person)
        assert person.shows("half of{")
        await person.press("escape")
        await text_view(person)
        assert person.shows("half of{"), "looking at it loses nothing"
        await person.press("ctrl+q")
        await person.push("Discard changes")
        assert not person.app.is_running


async def test_a_text_that_was_not_taken_over_is_asked_about_before_another_request_is_opened() -> None:
    async with wizard(REQUEST) as person:
        await text_view(person)
        await person.type("half of")
        await person.press("escape")
        await person.go("start")
        await person.begin("New cluster")
        assert person.shows("Discard unsaved changes?")
        await person.push("Discard changes")
        await person.until(lambda: person.step == "basics")
        await text_view(person)
        assert not person.shows("half of"), "it belonged to the other request"


async def test_a_text_that_was_put_back_as_it_was_is_left_without_a_question() -> None:
    async with wizard(REQUEST) as person:
        await text_view(person)
        await person.type("x")
        await person.press("backspace", "ctrl+q")
        assert not person.app.is_running
