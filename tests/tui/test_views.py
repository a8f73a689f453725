"""Finding a field, editing as text, seeing the difference; drafts, targets and what was left unsettled."""

import json
from pathlib import Path as FilePath
from typing import Any

import pytest

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.models.draft import DraftSource

from .application import MemoryDrafts, left_draft
from .person import Person, pretty, wizard

REQUEST = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
SECRET = "hush-hush-0123"


def with_secret() -> dict[str, Any]:
    return {**REQUEST, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "LTAI", "AccessKeySecret": SECRET}}}}


# -- finding


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("instances", ("Groups", "group1", "DesiredVMCount")),
        ("desiredvm", ("Groups", "group1", "DesiredVMCount")),
        ("point of the leased", ("Configs", "Networks", "VPC", "OppositeAccessPointId")),
        ("cidr", ("Configs", "Networks", "VPC", "CidrBlock")),
        ("envvars", ("EnvVars",)),
        ("OSS secret", ("Configs", "Mounts", "OSS", "AccessKeySecret")),
        ("Configs.Mounts.Locale", ("Configs", "Mounts", "Locale")),
        ("/Groups/group1/ImageId", ("Groups", "group1", "ImageId")),
        ("InvalidDesiredVMCount", ("Groups", "group1", "DesiredVMCount")),
    ],
)
async def test_a_field_is_found_by_its_title_its_key_or_its_help(words: str, path: tuple[str, ...]) -> None:
    async with wizard(REQUEST) as person:
        await person.press("f11")
        await person.type(words)
        await person.press("enter")
        await person.until(lambda: person.in_focus == path)
        await person.until(lambda: is_in_sight(person))


async def test_a_hidden_field_leads_to_the_field_that_hides_it() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f11")
        await person.type("SpotPriceLimit")
        assert person.shows("Maximum price is hidden. Set Bid to SpotWithPriceLimit to show it.")
        await person.press("enter")
        await person.until(lambda: person.in_focus == ("Groups", "group1", "ResourceType"))
        assert "Bid is hidden. Set Billing method to Spot to show it." in person.told


def is_in_sight(person: Person) -> bool:
    """Whether the field in focus is where it can be seen."""
    field = person.app.focused
    assert field is not None
    return person.pane.region.contains_region(field.region)


async def test_what_is_nowhere_is_said_to_be_nowhere_and_escape_changes_nothing() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f11")
        await person.type("no such field [/]")
        assert person.shows("No match.")
        await person.press("enter", "escape")
        assert not person.asked and person.document == REQUEST


# -- as text


async def replace_text(person: Person, text: str) -> None:
    """Put another text into the text area."""
    await person.press(":edit-text")
    await person.press("ctrl+home")
    area = person.app.screen.query_one("TextArea")
    area.select_all()  # type: ignore[attr-defined]
    await person.paste(text)


async def test_what_is_edited_as_text_goes_back_into_the_form_as_one_step_of_undo() -> None:
    async with wizard(REQUEST) as person:
        await replace_text(person, pretty({**REQUEST, "Name": "second", "Unknown": 1.0}))
        await person.press("f4")
        assert person.document == {**REQUEST, "Name": "second", "Unknown": 1.0}
        assert person.shows("second")
        await person.press("ctrl+z")
        assert person.document == REQUEST


async def test_a_broken_text_is_explained_and_kept() -> None:
    async with wizard(REQUEST) as person:
        await replace_text(person, '{\n  "Name": "x",\n}')
        assert person.shows("Line 2, column 14: Not JSON: there is a comma too many.")
        await person.press("f4")
        assert person.asked, "what is no JSON cannot be taken over"
        await person.press("escape")
        assert person.document == REQUEST
        await person.press(":edit-text")
        assert person.app.screen.query_one("TextArea").text == '{\n  "Name": "x",\n}'  # type: ignore[attr-defined]


async def test_a_secret_is_not_in_the_text_and_stays_what_it_was() -> None:
    async with wizard(with_secret()) as person:
        await person.press(":edit-text")
        text = person.app.screen.query_one("TextArea").text  # type: ignore[attr-defined]
        assert SECRET not in text and "${env:OSS_ACCESS_KEY_SECRET}" in text
        await replace_text(person, text.replace('"first"', '"second"'))
        await person.press("f4")
        assert person.document == {**with_secret(), "Name": "second"}


async def test_the_own_editor_changes_the_text(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.core.text_editing import run_editor

    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i.old s/first/second/ "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    assert json.loads(run_editor(pretty(REQUEST)) or "") == {**REQUEST, "Name": "second"}
    monkeypatch.setenv("EDITOR", "false")
    assert run_editor("x") is None, "an editor that fails changes nothing"


# -- the difference


async def test_the_difference_to_what_was_opened_stands_in_place_of_the_preview() -> None:
    async with wizard(REQUEST, size=(140, 40)) as person:
        await person.enter(("Description",))
        await person.type("new")
        await person.press(":compare")
        assert person.shows("1 change")
        assert person.shows("Description")
        await person.press(":compare")
        assert person.shows('"Description": "new"')


# -- drafts


async def test_a_draft_that_was_left_behind_is_offered_first_and_taken_up() -> None:
    left = left_draft("half-done", DraftSource(kind="file", name="farm.json"))
    contents = {left.path.name: OpenedDocument({"Name": "half-done"}, DocumentSource("file", "farm.json"))}
    async with wizard(drafts=MemoryDrafts(leftovers=[left], contents=contents)) as person:
        assert person.shows("Unsaved draft: half-done") and person.shows("2026-03-01")
        await person.press("enter")
        await person.until(lambda: person.step == "basics")
        assert person.document == {"Name": "half-done"}
        await person.press("ctrl+q")
        assert person.asked, "a draft is saved nowhere"
