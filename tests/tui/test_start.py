"""The first step, and the export: presets, files and pasted JSON in, files and scripts out."""

import json
from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from wizard.core.actions.opening import InvalidJsonError
from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.tui.controller import WizardController
from wizard.tui.screens.exporting import ExportScreen

from .application import PRESETS, REQUEST
from .person import wizard

BROKEN = '{\n  "Name": "first",\n  "ImageId" "img-ubuntu-vpc"\n}'


async def test_every_preset_opens_as_it_is_and_its_placeholders_are_named() -> None:
    async with wizard(size=(100, 36)) as person:
        await person.type("several groups", shows="MNS topic, MNS endpoint, VPC ID")
        await person.press("escape")
        for path in sorted(PRESETS.glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            await person.begin(content["preset"]["title"])
            assert "● unsaved" not in person.screen
            await person.press("f9")
            assert json.dumps(person.document) == json.dumps(content["request"])
            assert path.stem != "several-groups" or person.shows("placeholder")
            await person.go("start")


async def test_a_file_is_opened_and_a_missing_or_broken_one_asked_for_again() -> None:
    Path("my.json").write_text(json.dumps(REQUEST))
    Path("mb.json").write_text(BROKEN)
    async with wizard() as person:
        for title in ("Open a file…", "Paste JSON…"):
            await person.begin(title)
            await person.press("escape")
            assert not person.asked and person.step == "start"
        await person.begin("Open a file…")
        await person.fill_in("./mb.json", shows="Not valid JSON: ")
        await person.press("escape")
        assert person.step == "start" and not person.controller.is_open
        await person.begin("Open a file…")
        await person.fill_in("./mx.json")
        await person.until(lambda: person.screen.count("mx.json") == 2)
        assert person.asked and not person.told
        await person.press("end", *["backspace"] * 6)
        await person.fill_in("y.json")
        await person.until(lambda: person.step == "basics")
        assert person.document == REQUEST and person.shows("my.json")


async def test_pasted_json_is_opened_and_a_broken_text_is_kept_and_explained() -> None:
    async with wizard() as person:
        await person.begin("Paste JSON…")
        await person.paste(BROKEN)
        await person.press("f4", shows="Line 3, column")
        assert person.asked and person.shows('"ImageId" "img-ubuntu-vpc"')
        await person.type(":", "f4", shows="pasted request")  # the cursor is where the problem is
        assert person.document == {"Name": "first", "ImageId": "img-ubuntu-vpc"}


async def test_a_second_request_starts_afresh() -> None:
    """It was saved, so nothing is asked."""
    async with wizard({**REQUEST, "Name": "1bad", "UserData": {"k": "v"}}) as person:
        await person.enter(("UserData",), "f9")
        await person.choose_row(0, "groups")
        await person.begin("New cluster")
        assert "✗" not in person.screen and "1bad" not in person.screen and "▸  k" not in person.screen
        await person.press("ctrl+z")
        assert "There is nothing to undo." in person.told
        await person.press("f4", shows="group1")


async def test_a_file_that_is_not_valid_json_is_corrected_in_place() -> None:
    Path("broken.json").write_text(BROKEN)
    application = Application({})
    with pytest.raises(InvalidJsonError) as raised:  # as `bcw edit` opens it
        application.library.open_file("broken.json")
    async with wizard(application=application, loaded=raised.value.document) as person:
        await person.see("Not valid JSON: ")
        person.expect("Line 3, column 13", '"img-ubuntu-vpc"')
        await person.press("f4")
        assert person.shows("Not valid JSON: "), "nothing is opened before it is valid"
        await person.type(":", "f4")
        await person.until(lambda: person.step == "basics")
        assert person.document == {"Name": "first", "ImageId": "img-ubuntu-vpc"}
        assert "● unsaved" in person.screen and Path("broken.json").read_text() == BROKEN
        await person.press("ctrl+s")
        assert not person.asked and json.loads(Path("broken.json").read_text()) == person.document


async def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "farm.json").touch()
    (tmp_path / ".hidden").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    async with wizard() as person:
        await person.begin("Open a file…")
        for typed, completed in (
            ("~", "~/"),
            ("~/", "~/requests/"),
            ("~/requests/f", "~/requests/farm.json"),
            ("~/.h", "~/.hidden"),
            ("~/nothing", "~/nothing"),
        ):
            await person.retype(typed, shows=completed)
            await person.press("right")
            assert person.app.focused.value == completed  # type: ignore[union-attr]


async def test_what_fails_before_the_first_document_ends_the_wizard(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("no controller")

    monkeypatch.setattr(WizardController, "__init__", fail)
    with pytest.raises(WorkerFailed, match="no controller"):
        async with wizard():
            pass


async def test_a_request_is_exported_and_copied() -> None:
    oss = {"AccessKeyId": "i", "AccessKeySecret": "s3"}
    request = {**REQUEST, "Name": "[/]", "Configs": {"Mounts": {"OSS": oss}}}
    async with wizard(request) as person:
        await person.press(":export")
        person.expect('"Name": "[/]"', "${env:OSS_ACCESS_KEY_SECRET} instead of the secret.")
        assert not person.shows("s3")
        await person.press("right", shows="#!/")
        await person.push("Copy", shows="if the terminal allows it")
        assert person.app.clipboard == person.app.application.exports.export(request, "curl").data.decode()
        await person.press("escape", ":export", shows="#!/")  # the format is the one of the last time


async def test_an_export_is_saved_and_replaces_a_file_only_after_a_confirmation() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f9")
        await person.push("Export…")
        await person.push("Save as file…", shows="first.json")
        await person.press("enter", shows="Saved: first.json")
        assert json.loads(Path("first.json").read_text()) == REQUEST
        await person.click_text("( ) curl")
        await person.press("f5", shows="first.sh")
        await person.fill_in("missing/x.sh", shows="missing/x.sh")
        assert person.asked and not person.told
        await person.retype("first.json", "enter", shows="already exists. Replace it?")
        await person.press("enter")
        assert json.loads(Path("first.json").read_text()) == REQUEST, "Cancel is the default"
        await person.press("enter", "tab", "enter", shows="Saved executable script: first.json")
        assert Path("first.json").read_text().startswith("#!/")
        await person.push("Close")
        assert not person.asked


async def test_a_preset_is_exported_with_the_typed_values() -> None:
    preset = {"parameters": {"n": {"default": "x"}}}
    loaded = OpenedDocument({**REQUEST, "Name": "a-${n}"}, DocumentSource("preset", "p", preset))
    async with wizard(loaded=loaded) as person:
        await person.press(":export", shows="Values for this export")
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
        await person.press(":export", shows="half of a surrogate pair")
        await person.push("Copy", "f5")
        assert isinstance(person.app.screen, ExportScreen)
