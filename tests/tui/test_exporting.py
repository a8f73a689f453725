"""Export: shown, copied and saved in a file."""

import json
from pathlib import Path

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.tui.screens.exporting import ExportScreen

from .application import REQUEST
from .person import wizard

SECRET = {
    **REQUEST,
    "Name": "[/]",
    "Configs": {"Mounts": {"OSS": {"AccessKeyId": "i", "AccessKeySecret": "s3"}}},
}


async def test_a_request_is_exported_and_copied() -> None:
    async with wizard(SECRET) as person:
        await person.press(":export")
        assert person.shows('"Name": "[/]"') and not person.shows("s3")
        assert person.shows("${env:OSS_ACCESS_KEY_SECRET} instead of the secret.")
        await person.press("right")
        assert person.shows("#!/")
        await person.push("Copy")
        assert person.app.clipboard == person.app.application.exports.export(SECRET, "curl").data.decode()
        assert person.shows("Copied") and person.shows("if the terminal allows it")
        await person.press("escape", ":export")
        assert person.shows("#!/"), "the format is the one of the last time"


async def test_an_export_is_saved_and_replaces_a_file_only_after_a_confirmation() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f9")
        await person.push("Export…")
        await person.push("Save as file…")
        assert person.shows("first.json")
        await person.press("enter")
        assert person.shows("Saved: first.json") and json.loads(Path("first.json").read_text()) == REQUEST
        await person.click_text("( ) curl")
        await person.press("f5")
        assert person.shows("first.sh")
        await person.fill_in("missing/x.sh")
        assert person.shows("missing/x.sh") and person.asked and not person.told
        await person.retype("first.json", "enter")
        assert person.shows("already exists. Replace it?")
        await person.press("enter")
        assert json.loads(Path("first.json").read_text()) == REQUEST, "Cancel is the default"
        await person.press("enter", "tab", "enter")
        assert Path("first.json").read_text().startswith("#!/")
        assert person.shows("Saved executable script: first.json")
        await person.push("Close")
        assert not person.asked


async def test_a_preset_is_exported_with_the_typed_values() -> None:
    preset = {"parameters": {"n": {"default": "x"}}}
    loaded = OpenedDocument({**REQUEST, "Name": "a-${n}"}, DocumentSource("preset", "p", preset))
    async with wizard(loaded=loaded) as person:
        await person.press(":export")
        assert person.shows("Values for this export")
        await person.retype("moon", "enter")
        assert person.shows('"Name": "a-moon"') and person.document["Name"] == "a-${n}"
        await person.press("escape", ":export", "escape")
        assert not person.asked


async def test_problems_of_the_request_and_of_the_export_are_shown() -> None:
    async with wizard() as person:
        await person.press(":export")
        assert not person.asked and "first" in person.told, "something has to be open"
        await person.open({"Name": "9 [/]"})
        await person.press(":export")
        assert person.shows("It is exported unchanged.") and person.shows('"Name": "9 [/]"')
        await person.press("escape")
        await person.open({"Name": "half \ud800"})
        await person.press(":export")
        assert person.shows("half of a surrogate pair")
        await person.push("Copy")
        await person.press("f5")
        assert isinstance(person.app.screen, ExportScreen)
