"""Export: shown, copied and saved in a file."""

from typing import Any

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.export import Export
from wizard.tui.screens.exporting import ExportScreen

from .application import REQUEST, MemoryExports, fill_in, open_document, retype
from .person import wizard


async def test_a_request_is_exported_and_copied() -> None:
    exports = MemoryExports()
    async with wizard(REQUEST, exports=exports) as person:
        await person.press(":export")
        assert isinstance(person.app.screen, ExportScreen)
        assert person.shows("json [/] 名前") and person.shows('"Name": "first"')
        assert person.shows("${env:SECRET} instead of the secret."), "what to know about secrets"
        await person.press("right")
        assert person.shows("a bash script") and person.shows("curl [/] 名前")
        await person.push("Copy")
        assert person.app.clipboard == exports.export(REQUEST, "curl").text
        assert person.shows("Copied") and person.shows("if the terminal allows it")
        await person.press("escape", ":export")
        assert person.shows("curl [/] 名前"), "the format is the one of the last time"


async def test_an_export_is_saved_and_replaces_a_file_only_after_a_confirmation() -> None:
    exports = MemoryExports()
    async with wizard(REQUEST, exports=exports) as person:
        await person.press("f9")
        await person.push("Export…")
        await person.push("Save as file…")
        assert person.shows("first.json")
        await person.press("enter")
        before = exports.files["first.json"]
        assert person.shows("Saved: first.json") and before.format.name == "json"
        await person.click_text("( ) curl")
        await person.press("f5")
        assert person.shows("first.sh")
        await fill_in(person, "missing/x.sh")
        assert person.shows("does not exist") and person.shows("missing/x.sh") and not person.told
        await fill_in(person, "first.json")
        assert person.shows("first.json already exists. Replace it?")
        await person.press("enter")
        assert exports.files["first.json"] is before, "Cancel is the default"
        await person.press("enter", "tab", "enter")
        assert exports.files["first.json"].format.name == "curl"
        assert person.shows("Saved executable script: first.json")
        await person.push("Close")
        assert not person.asked


async def test_a_preset_is_exported_with_the_typed_values() -> None:
    exports = MemoryExports()
    preset = {"parameters": {"n": {"default": "x"}}}
    loaded = OpenedDocument({**REQUEST, "Name": "a-${n}"}, DocumentSource("preset", "p", preset))
    async with wizard(loaded=loaded, exports=exports) as person:
        await person.press(":export")
        assert person.shows("Values for this export") and exports.asked == []
        await retype(person, "moon", "enter")
        assert exports.asked[-1][0]["Name"] == "a-moon" and person.document["Name"] == "a-${n}"
        await person.press("escape", ":export", "escape")
        assert not person.asked


async def test_problems_of_the_request_and_of_the_export_are_shown() -> None:
    class Unable(MemoryExports):
        def export(self, tree: Any, name: str) -> Export:
            if name == "curl":
                raise BcwError("half a [/] character")
            return super().export(tree, name)

    async with wizard(exports=Unable()) as person:
        await person.press(":export")
        assert not person.asked and "first" in person.told, "something has to be open"
        await open_document(person, {"Name": "9 [/]"})
        await person.press(":export")
        assert person.shows("It is exported unchanged.") and person.shows('"Name": "9 [/]"')
        await person.press("right")
        assert person.shows("half a [/] character")
        await person.push("Copy")
        await person.press("f5")
        assert isinstance(person.app.screen, ExportScreen)
