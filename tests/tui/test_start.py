"""The first step: a blank request, presets, files, a paste."""

import json
from pathlib import Path
from typing import Any

import pytest

from wizard.core.actions.opening import InvalidJsonError
from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.storage.preset_files import Preset
from wizard.tui.app import WizardApp
from wizard.tui.screens.dialogs import complete_path

from .application import PRESETS, MemoryLibrary, make_preset, memory_application
from .person import Person, wizard

REQUEST = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.large", "ResourceType": "OnDemand"}},
}


def titles() -> list[Any]:
    found = []
    for path in sorted(PRESETS.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        found.append(pytest.param(content["preset"]["title"], content["request"], id=path.stem))
    return found


@pytest.mark.parametrize(("title", "request_"), titles())
async def test_every_preset_opens_as_it_is(title: str, request_: Any) -> None:
    async with wizard() as person:
        await person.begin(title)
        assert person.step == "basics"
        assert person.document == request_ and list(person.document) == list(request_)
        assert "● unsaved" not in person.screen
        await person.press("f9")
        assert person.document == request_


async def test_placeholders_are_named_on_start_and_on_review() -> None:
    async with wizard(size=(100, 36)) as person:
        await person.type("several groups")
        await person.until(lambda: person.shows("MNS topic, MNS endpoint, VPC ID"))
        await person.press("escape")
        await person.begin("Several groups in a VPC")
        await person.press("f9")
        assert person.shows("[your-topic]") or person.shows("placeholder")


async def test_a_preset_that_is_broken_is_listed_and_said_to_be() -> None:
    class Broken(MemoryLibrary):
        def presets(self) -> list[Preset]:
            return [make_preset("mine", problem="line 3 is [/] no JSON"), *super().presets()]

        def open_preset(self, name: str) -> OpenedDocument:
            if name == "mine":
                raise BcwError("it is broken")
            return super().open_preset(name)

    async with wizard(library=Broken()) as person:
        await person.press("down")
        assert person.shows("line 3 is [/] no JSON")
        await person.press("enter")
        assert person.step == "start" and "line 3 is [/] no JSON" in person.told


async def test_a_file_is_opened() -> None:
    async with wizard(library=MemoryLibrary(files={"/tmp/my.json": REQUEST})) as person:
        await person.begin("Open a file…")
        await person.type("/tmp/my.json")
        await person.press("enter")
        assert person.step == "basics" and person.document == REQUEST
        assert person.shows("my.json")


async def test_a_file_that_is_not_there_is_told_and_asked_for_again() -> None:
    async with wizard(library=MemoryLibrary(files={"/tmp/my.json": REQUEST})) as person:
        await person.begin("Open a file…")
        await person.type("/tmp/mx.json")
        await person.press("enter")
        assert person.shows("There is no file /tmp/mx.json") and not person.told
        assert person.asked and person.screen.count("/tmp/mx.json") == 2
        await person.press("end", *["backspace"] * 6)
        await person.type("y.json")
        await person.press("enter")
        assert person.document == REQUEST


async def test_escape_opens_nothing() -> None:
    async with wizard() as person:
        for title in ("Open a file…", "Paste JSON…"):
            await person.begin(title)
            assert person.asked
            await person.press("escape")
            assert not person.asked and person.step == "start"


async def test_pasted_json_is_opened() -> None:
    async with wizard() as person:
        await person.begin("Paste JSON…")
        await person.paste(json.dumps(REQUEST, indent=2))
        await person.press("f4")
        assert person.step == "basics" and person.document == REQUEST
        assert person.shows("pasted request")


async def test_pasted_text_that_is_broken_is_kept_and_explained() -> None:
    async with wizard() as person:
        await person.begin("Paste JSON…")
        broken = '{\n  "Name": "first",\n  "ImageId" "img-ubuntu-vpc"\n}'
        await person.paste(broken)
        await person.press("f4")
        assert person.asked and person.shows("Line 3, column")
        assert person.shows('"ImageId" "img-ubuntu-vpc"')
        await person.type(":")  # the cursor is where the problem is
        await person.press("f4")
        assert person.document == {"Name": "first", "ImageId": "img-ubuntu-vpc"}


@pytest.mark.parametrize("text", ["", "null", "5", '"text"', "[]", "[/]", "{", "\x00", "名前", "🦀" * 500])
async def test_anything_can_be_pasted_as_a_request(text: str) -> None:
    async with wizard() as person:
        await person.begin("Paste JSON…")
        await person.paste(text)
        await person.press("f4")
        assert person.asked or person.step == "basics"
        await person.press("escape", "f4", "f9")


async def test_leaving_a_request_that_is_not_saved_asks() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Description",))
        await person.type("mine")
        await person.go("start")
        await person.begin("New cluster")
        await person.until(lambda: person.shows("Discard unsaved changes?"))
        await person.press("enter")
        assert person.document["Description"] == "mine", "staying is the first answer"
        await person.go("start")
        await person.begin("New cluster")
        await person.until(lambda: person.asked)
        await person.press("escape")
        await person.until(lambda: not person.asked)
        assert person.document["Description"] == "mine"
        await person.begin("New cluster")
        await person.until(lambda: person.asked)
        await person.press("tab", "enter")
        await person.until(lambda: person.step == "basics")
        assert "Name" not in person.document


async def test_a_request_that_is_saved_is_left_without_a_question() -> None:
    async with wizard(REQUEST) as person:
        await person.go("start")
        await person.begin("New cluster")
        assert not person.asked and "Name" not in person.document


async def test_continue_goes_on_with_what_is_open() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Description",))
        await person.type("mine")
        await person.go("start")
        await person.begin("Continue")
        assert person.step == "basics" and person.document["Description"] == "mine"


async def test_what_an_import_has_to_say_is_told() -> None:
    loaded = OpenedDocument(REQUEST, DocumentSource("file", "x.json"), ("The key [/] stands there twice.",))
    async with wizard(loaded=loaded) as person:
        assert "The key [/] stands there twice." in person.told


async def test_a_second_request_starts_afresh() -> None:
    """Nothing of the first one is shown, undone or validated in the second."""
    async with wizard({**REQUEST, "Name": "1bad", "UserData": {"k": "v"}}) as person:
        await person.enter(("UserData",))
        await person.press("f9")
        await person.go("groups")
        await person.choose_row(0)
        await person.go("start")
        await person.begin("New cluster")
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
    app = WizardApp(memory_application())
    async with app.run_test(size=size) as pilot:
        await Person(app, pilot).until(lambda: app.wizard.controller is not None)
        assert frames[0] == {wanted, "-high"}


BROKEN = '{\n  "Name": "first",\n  "ImageId" "img-ubuntu-vpc"\n}'


@pytest.mark.parametrize("how", ["bcw edit", "Open a file…"])
async def test_a_file_that_is_not_valid_json_is_corrected_in_place(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
            await person.type(str(file))
            await person.press("enter")
        await person.until(lambda: person.shows("Not valid JSON: "))
        assert person.shows("Line 3, column 13") and person.shows('"img-ubuntu-vpc"')
        await person.press("f4")
        assert person.shows("Not valid JSON: "), "nothing is opened before it is valid"
        await person.type(":")
        await person.press("f4")
        await person.until(lambda: person.step == "basics")
        assert person.document == {"Name": "first", "ImageId": "img-ubuntu-vpc"}
        assert "● unsaved" in person.screen and file.read_text(encoding="utf-8") == BROKEN
        await person.press("ctrl+s")
        assert not person.asked and json.loads(file.read_text(encoding="utf-8")) == person.document


async def test_cancelling_the_correction_opens_nothing() -> None:
    loaded = OpenedDocument({}, DocumentSource("file", "x.json"), invalid_text="{")
    async with wizard(loaded=loaded) as person:
        assert person.shows("Not valid JSON: x.json")
        await person.press("escape")
        assert person.step == "start" and not person.controller.is_open


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
