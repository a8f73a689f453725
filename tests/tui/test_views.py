"""Finding a field, editing as text, and comparing with what was opened."""

import json
from typing import Any

import pytest
from textual.widgets import TextArea

from wizard.core.actions.opening import run_editor

from .application import REQUEST
from .person import Person, wizard

SECRET = "hush-hush-0123"
WITH_SECRET = {
    **REQUEST,
    "Configs": {"Mounts": {"OSS": {"AccessKeyId": "LTAI", "AccessKeySecret": SECRET}}},
}


def pretty(value: Any) -> str:
    """A request in the indentation that is sent."""
    return json.dumps(value, indent=2, ensure_ascii=False)


GROUP = ("Groups", "g")
FOUND = [
    ("instances", (*GROUP, "DesiredVMCount")),
    ("desiredvm", (*GROUP, "DesiredVMCount")),
    ("point of the leased", ("Configs", "Networks", "VPC", "OppositeAccessPointId")),
    ("envvars", ("EnvVars",)),
    ("OSS secret", ("Configs", "Mounts", "OSS", "AccessKeySecret")),
    ("Configs.Mounts.Locale", ("Configs", "Mounts", "Locale")),
    ("/Groups/g/ImageId", (*GROUP, "ImageId")),
    ("InvalidDesiredVMCount", (*GROUP, "DesiredVMCount")),
]


async def test_a_field_is_found_by_its_title_key_path_help_or_error_code() -> None:
    def is_in_sight() -> bool:
        assert person.app.focused is not None
        return person.pane.region.contains_region(person.app.focused.region)

    async with wizard(REQUEST) as person:
        for words, path in FOUND:
            await person.press("f11")
            await person.fill_in(words)
            await person.until(lambda path=path: person.in_focus == path and is_in_sight())  # type: ignore[misc]
        await person.press("f11")
        await person.type("SpotPriceLimit")
        assert person.shows("Maximum price is hidden. Set Bid to “Set maximum price” to show it.")
        await person.press("enter")
        await person.until(lambda: person.in_focus == (*GROUP, "ResourceType"))
        assert "Bid is hidden. Set Billing method to “Spot” to show it." in person.told
        await person.press("f11")
        await person.type("no such field [/]")
        assert person.shows("No match.")
        await person.press("enter", "escape")
        assert not person.asked and person.document == REQUEST


async def replace_text(person: Person, text: str) -> None:
    """Put another text into the text area."""
    await person.press(":edit-text")
    await person.press("ctrl+home")
    person.app.screen.query_one(TextArea).select_all()
    await person.paste(text)


async def test_a_text_replaces_the_document_as_one_change_and_a_broken_one_is_kept() -> None:
    async with wizard(REQUEST) as person:
        await replace_text(person, pretty({**REQUEST, "Name": "second", "Unknown": 1.0}))
        await person.press("f4")
        assert person.document == {**REQUEST, "Name": "second", "Unknown": 1.0} and person.shows("second")
        await person.press("ctrl+z")
        assert person.document == REQUEST
        await replace_text(person, '{\n  "Name": "x",\n}')
        assert person.shows("Line 2, column 14: Not JSON: there is a comma too many.")
        await person.press("f4")
        assert person.asked, "it is no JSON"
        await person.press("escape")
        assert person.document == REQUEST
        await person.press(":edit-text")
        assert person.app.screen.query_one(TextArea).text == '{\n  "Name": "x",\n}'


async def test_a_secret_is_not_in_the_text_and_is_kept() -> None:
    async with wizard(WITH_SECRET) as person:
        await person.press(":edit-text")
        text = person.app.screen.query_one(TextArea).text
        assert SECRET not in text and "${env:OSS_ACCESS_KEY_SECRET}" in text
        await replace_text(person, text.replace('"first"', '"second"'))
        await person.press("f4")
        assert person.document == {**WITH_SECRET, "Name": "second"}


def test_an_editor_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.delenv("VISUAL", raising=False)
    assert run_editor("x") is None


async def test_the_changes_since_it_was_opened_are_shown_in_place_of_the_preview() -> None:
    async with wizard(REQUEST, size=(140, 40)) as person:
        await person.type_into(("Description",), "new")
        await person.press(":compare")
        assert person.shows("1 change") and person.shows("Description")
        await person.press(":compare")
        assert person.shows('"Description": "new"')
