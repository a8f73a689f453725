"""The first step: a new cluster, presets, files and pasted JSON."""

import asyncio
import json
from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from wizard.core.actions.opening import InvalidJsonError
from wizard.core.application import Application
from wizard.tui.app import WizardApp
from wizard.tui.controller import WizardController
from wizard.tui.screens.dialogs import complete_path

from .application import PRESETS, REQUEST
from .person import Person, wizard

BROKEN = '{\n  "Name": "first",\n  "ImageId" "img-ubuntu-vpc"\n}'


async def test_every_preset_opens_as_it_is() -> None:
    async with wizard() as person:
        for path in sorted(PRESETS.glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            await person.begin(content["preset"]["title"])
            await person.until(lambda: person.step == "basics")
            assert "● unsaved" not in person.screen
            await person.press("f9")
            assert json.dumps(person.document) == json.dumps(content["request"])
            await person.go("start")


async def test_placeholders_are_named_on_start_and_on_review() -> None:
    async with wizard(size=(100, 36)) as person:
        await person.type("several groups")
        await person.until(lambda: person.shows("MNS topic, MNS endpoint, VPC ID"))
        await person.press("escape")
        await person.begin("Several groups in a VPC")
        await person.until(lambda: person.step == "basics")
        await person.press("f9")
        assert person.shows("placeholder")


async def test_a_file_is_opened_and_a_missing_one_asked_for_again() -> None:
    Path("my.json").write_text(json.dumps(REQUEST))
    async with wizard() as person:
        for title in ("Open a file…", "Paste JSON…"):
            await person.begin(title)
            await person.until(lambda: person.asked)
            await person.press("escape")
            assert not person.asked and person.step == "start"
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
        await person.press("f4")
        assert person.asked and person.shows("Line 3, column")
        assert person.shows('"ImageId" "img-ubuntu-vpc"')
        await person.type(":")  # the cursor is where the problem is
        await person.press("f4")
        await person.until(lambda: person.step == "basics")
        assert person.document == {"Name": "first", "ImageId": "img-ubuntu-vpc"}
        assert person.shows("pasted request")


async def test_a_second_request_starts_afresh() -> None:
    """Nothing of the first one is shown, undone or validated in the second; it was saved, so nothing is asked."""
    async with wizard({**REQUEST, "Name": "1bad", "UserData": {"k": "v"}}) as person:
        await person.enter(("UserData",))
        await person.press("f9")
        await person.go("groups")
        await person.choose_row(0)
        await person.go("start")
        await person.begin("New cluster")
        await person.until(lambda: person.step == "basics")
        assert "✗" not in person.screen and "1bad" not in person.screen and "▸  k" not in person.screen
        await person.press("ctrl+z")
        assert "There is nothing to undo." in person.told
        await person.press("f4")
        assert person.shows("group1")


@pytest.mark.parametrize(
    ("size", "wanted"), [((80, 24), "-narrow"), ((109, 24), "-narrow"), ((110, 24), "-wide")]
)
async def test_the_first_frame_is_laid_out_for_the_terminal(
    size: tuple[int, int], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[set[str]] = []
    monkeypatch.setattr(WizardApp, "post_display_hook", lambda app: frames.append({*app.wizard.classes}))
    app = WizardApp(Application({}))
    async with app.run_test(size=size) as pilot:
        await Person(app, pilot).until(lambda: app.wizard.controller is not None)
        assert frames[0] == {wanted, "-high"}


@pytest.mark.parametrize("how", ["bcw edit", "Open a file…"])
async def test_a_file_that_is_not_valid_json_is_corrected_in_place(how: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text(BROKEN, encoding="utf-8")
    application = Application({})
    loaded = None
    if how == "bcw edit":
        with pytest.raises(InvalidJsonError) as raised:
            application.library.open_file(str(file))
        loaded = raised.value.document
    async with wizard(application=application, loaded=loaded) as person:
        if loaded is None:
            await person.begin(how)
            await person.fill_in(str(file))
        await person.until(lambda: person.shows("Not valid JSON: "))
        assert person.shows("Line 3, column 13") and person.shows('"img-ubuntu-vpc"')
        if loaded is None:
            await person.press("escape")
            assert person.step == "start" and not person.controller.is_open
            await person.begin(how)
            await person.fill_in(str(file))
        await person.press("f4")
        assert person.shows("Not valid JSON: "), "nothing is opened before it is valid"
        await person.type(":")
        await person.press("f4")
        await person.until(lambda: person.step == "basics")
        assert person.document == {"Name": "first", "ImageId": "img-ubuntu-vpc"}
        assert "● unsaved" in person.screen and file.read_text(encoding="utf-8") == BROKEN
        await person.press("ctrl+s")
        assert not person.asked and json.loads(file.read_text(encoding="utf-8")) == person.document


async def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "farm.json").touch()
    (tmp_path / ".hidden").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    for typed, completed in (
        ("~", "~/"),
        ("~/", "~/requests/"),
        ("~/requests/f", "~/requests/farm.json"),
        (f"{tmp_path}/.h", f"{tmp_path}/.hidden"),
        (f"{tmp_path}/nothing", None),
        ("\0", None),
    ):
        assert complete_path(typed) == completed
    async with wizard() as person:
        await person.begin("Open a file…")
        await person.type("~/requests/fa")
        await person.until(lambda: person.shows("~/requests/farm.json"))
        await person.press("right")
        assert person.app.focused.value == "~/requests/farm.json"  # type: ignore[union-attr]


async def test_what_fails_before_the_first_document_ends_the_wizard(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("no controller")

    monkeypatch.setattr(WizardController, "__init__", fail)
    app = WizardApp(Application({}))
    with pytest.raises(WorkerFailed, match="no controller"):
        async with app.run_test():
            async with asyncio.timeout(10):
                while app.is_running and app.return_code is None:
                    await asyncio.sleep(0.01)
