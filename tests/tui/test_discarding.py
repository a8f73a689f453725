"""Drafts are continued, kept and discarded: when quitting, on the first step, by the menu."""

import shutil

import pytest

from wizard.core.application import Application
from wizard.storage import locations

from .application import REQUEST, drafts, leave_draft
from .person import Person, wizard


@pytest.fixture
def application() -> Application:
    """The application, with two drafts that earlier wizards left."""
    leave_draft("two")
    leave_draft("one", minute=1)
    return Application({})


async def change(person: Person) -> None:
    await person.enter(("Name",))
    await person.press("end")
    await person.type("!")


def names() -> list[str]:
    """The names in all drafts on the disk."""
    return sorted(draft["request"]["Name"] for draft in drafts())


async def test_a_draft_is_offered_first_continued_and_can_be_discarded(application: Application) -> None:
    async with wizard(application=application) as person:
        assert person.shows("Unsaved draft: one") and person.shows("2026-03-01")
        await person.press("enter")
        await person.until(lambda: person.step == "basics")
        assert person.document == {**REQUEST, "Name": "one"}
        await person.press("ctrl+q")
        assert person.asked, "it is saved nowhere else"
        await person.press("escape")
        await change(person)
        await person.until(lambda: names() == ["one!", "two"])
        await person.press("ctrl+q")
        for label in ("Keep draft", "Save…", "Discard changes", "Cancel"):
            assert person.shows(label), person.screen
        await person.push("Discard changes")
        assert not person.app.is_running and person.app.return_value == 0
        assert names() == ["two"]
        assert not any("draft" in line for line in person.app.wizard.exit_messages())


async def test_delete_on_the_first_step_discards_a_draft_after_a_confirmation(
    application: Application,
) -> None:
    async with wizard(application=application) as person:
        await person.until(lambda: person.shows("Unsaved draft: two"))
        await person.type("zone")
        await person.press("home", "delete")
        assert not person.asked and person.shows("Unsaved draft: one"), "it deletes a letter of the search"
        assert not person.shows("Unsaved draft: two")
        await person.press("delete", "delete", "delete", "down", "down", "delete")
        assert not person.asked, "what is there is no draft"
        await person.press("up", "up")
        assert person.shows("Discard draft…"), person.screen
        await person.press("delete")
        assert person.shows("Discard this draft?") and person.shows("one, 2026-03-01, 10:01.")
        await person.press("enter")
        assert person.shows("Unsaved draft: one"), "Cancel is the default"
        await person.press("down", "delete", "tab", "enter")
        assert names() == ["one"] and "Discarded draft two." in person.told
        assert person.shows("Unsaved draft: one") and not person.shows("Unsaved draft: two")
        shutil.rmtree(locations.drafts_folder())  # as if another wizard had taken it
        await person.press("up", "up", "up", "delete", "tab", "enter")
        assert "This draft is gone" in person.told and not person.shows("Unsaved draft: one")


async def test_a_draft_is_discarded_by_the_menu_from_any_step(application: Application) -> None:
    async with wizard(REQUEST, application=application) as person:
        for name in ("two", "one"):
            await person.press(":discard-draft")
            await person.type(name)
            await person.press("enter", "tab", "enter")
            assert f"Discarded draft {name}." in person.told
        assert names() == []
        await person.press(":discard-draft")
        assert not person.asked and "There are no drafts." in person.told
        assert person.document == REQUEST


async def test_the_draft_of_a_request_that_is_replaced_goes_with_it(application: Application) -> None:
    async with wizard(REQUEST, application=application) as person:
        await change(person)
        await person.until(lambda: names() == ["first!", "one", "two"])
        await person.go("start")
        for key in ("enter", "escape"):
            await person.begin("New cluster")
            assert person.shows("Discard unsaved changes?")
            await person.press(key)
            assert not person.asked and person.document["Name"] == "first!", "Cancel is the default"
        assert names() == ["first!", "one", "two"]
        await person.begin("Continue")
        await person.until(lambda: person.step == "basics")
        await change(person)  # and the draft may not have been written yet
        await person.go("start")
        await person.begin("Unsaved draft: two")
        await person.press("tab", "enter")
        await person.until(lambda: person.step == "basics")
        assert person.document["Name"] == "two"
        await person.press("ctrl+c")
        assert names() == ["one", "two"]


# -- a text that is edited


async def text_view(person: Person) -> None:
    """Open the request as text."""
    await person.press(":edit-text")
    await person.until(lambda: person.asked)


@pytest.mark.parametrize("leaves_first", [False, True])
async def test_an_unfinished_text_is_asked_about_before_it_is_lost(leaves_first: bool) -> None:
    async with wizard(REQUEST) as person:
        await text_view(person)
        await person.type("half of")
        await person.press(*["escape"] * leaves_first, "ctrl+q")
        assert person.app.is_running and person.shows("The edited text is not valid JSON yet.")
        await person.press("enter")
        assert person.app.is_running, "Cancel is the default"
        for _ in range(2):
            await text_view(person)
            assert person.shows("half of{"), "looking at it loses nothing"
            await person.press("escape")
        await person.go("start")
        await person.begin("New cluster")
        assert person.shows("Discard unsaved changes?")
        await person.push("Discard changes")
        await person.until(lambda: person.step == "basics")
        await text_view(person)
        assert not person.shows("half of"), "it belonged to the other request"
        await person.type("x")
        await person.press("backspace", "ctrl+q")
        assert not person.app.is_running, "nothing has changed"
