"""Secrets: hidden on the screen, in memory only, and after a session nowhere."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli.accounts import KEY_ID, KEY_SECRET, everything_below, let_in
from terminal import Terminal
from textual.widgets import TextArea

from wizard.core.steps import STEPS
from wizard.document.serializer import to_text
from wizard.document.tree import get
from wizard.export import FORMATS
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .application import REQUEST, drafts, write_preset
from .person import Person, wizard

OSS = ("Configs", "Mounts", "OSS")
PATH = (*OSS, "AccessKeySecret")
SECRET = "hunter2[/]秘密"


def with_oss(**oss: Any) -> dict[str, Any]:
    return {**REQUEST, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "LTAI", **oss}}}}


async def test_a_secret_is_masked_until_it_is_revealed_and_a_reference_is_explained() -> None:
    async with wizard(REQUEST, size=(128, 36)) as person:
        await person.enter(("Name",), "f7")
        assert "holds no secret" in person.told
        await person.type_into(PATH, SECRET)
        assert get(person.document, PATH) == SECRET
        assert "hunter" not in person.screen + person.app.export_screenshot()
        assert "•" * len(SECRET) in person.screen and '"AccessKeySecret": "••' in person.previewed
        assert person.shows("Kept in memory only")
        await person.press("f7")
        assert SECRET in person.screen and SECRET not in person.previewed
        for keys in (["f7"], ["f7", "tab"], ["f7", "f7", "tab", "f7"]):  # leaving the field hides it, too
            await person.press(*keys)
            assert SECRET not in person.screen
        await person.enter(PATH)
        await person.retype("${env:X}", shows="Read from the variable X")
        assert '"AccessKeySecret": "${env:' in person.previewed


async def test_no_mask_enters_the_document_and_differences_and_text_show_no_secret() -> None:
    request = with_oss(AccessKeySecret=SECRET, SecurityToken=SECRET)
    async with wizard(request, size=(140, 36)) as person:
        await person.go("mounts")
        for path in (PATH, (*OSS, "SecurityToken")):
            await person.enter(path, "f7", "end", "home", "f7", "tab")
        await person.press("f9", "f3")
        assert to_text(person.document) == to_text(request)
        await person.press(":compare", shows="0 changes since opened")
        await person.type_into(PATH, "!")
        assert get(person.document, PATH) == SECRET + "!"
        assert person.shows("1 change since opened") and "hunter" not in person.screen
        await person.press(":compare")
        assert '"AccessKeySecret": "••' in person.previewed
        before = person.document
        await person.press(":edit-text")
        area = person.app.screen.query_one(TextArea)
        text = area.text
        assert "hunter" not in text and "${env:OSS_ACCESS_KEY_SECRET}" in text
        area.select_all()
        await person.paste(text.replace('"first"', '"second"'))
        await person.press("f4")
        assert person.document == {**before, "Name": "second"}


async def test_problems_of_a_secret_and_of_its_misspelt_key_do_not_quote_it() -> None:
    request = with_oss(AccessKeySecret=12345678901, SecurityToken=[SECRET], AccesKeySecret=SECRET)
    request["Configs"]["Mounts"]["Old"] = {"SecretKey": SECRET}
    async with wizard(request, size=(120, 60)) as person:
        for key in [*["f4"] * len(STEPS), *["f8"] * 9]:
            await person.press(key)
            assert "12345678901" not in person.screen and "hunter" not in person.screen, person.screen
        assert "hunter" not in person.told


async def test_start_shows_no_secret_of_the_request_or_of_a_preset() -> None:
    request = with_oss(AccessKeySecret=SECRET)
    write_preset("mine", {"preset": {"title": "Mine"}, "request": request})
    async with wizard(request, size=(140, 40)) as person:
        await person.go("start")
        for key in ("home", *["down"] * 12):
            await person.press(key)
            assert "hunter" not in person.previewed and "hunter" not in person.screen
        assert '"AccessKeySecret": "••' in person.previewed
        await person.type("mine", shows="Mine")
        assert "hunter" not in person.previewed and '"AccessKeySecret": "••' in person.previewed


# -- a session in which secrets are typed and much fails

STORED, TOKEN = "Typed-OSS-Secret-2", "Typed-Security-Token-3"
SECRETS = (KEY_SECRET, STORED, TOKEN)

CRASH = """
import sys
from wizard.cli.main import main
from wizard.tui.controller import WizardController
from wizard.tui.screens import views
def crash(controller):
    tree = controller.session.document.tree
    raise RuntimeError(repr(tree))
async def crash_later(controller):
    crash(controller)
WizardController.explain = crash
views.find_field = crash_later
sys.exit(main(sys.argv[1:]))
"""
"""A wizard with two mistakes: F1 ends in the thread of the screens, F11 in a worker."""


def watch(person: Person) -> set[str]:
    """Return a set to which everything on the screen is added."""
    seen: set[str] = set()
    settle = person.settle

    async def settle_and_look() -> None:
        await settle()
        if person.app.is_running:
            seen.update([person.screen, person.told, person.app.clipboard])

    person.settle = settle_and_look  # type: ignore[method-assign]
    return seen


async def test_a_session_leaves_no_secret(
    account: RunningSandbox, tmp_path: Path, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = ProfileStore(locations.profiles_file())
    profiles.remove("prod")  # it is typed below
    async with wizard(size=(120, 36)) as person:
        seen = watch(person)
        # A profile whose secret is typed, tried out and used.
        await person.press(":profiles", "insert")
        for line in ("prod", "cn-beijing", account.url, KEY_ID, KEY_SECRET, ""):
            await person.retype(line, "enter")
        await person.see("Added prod.")
        await person.push("Test", shows="accepts AccessKey")
        seen.add(person.app.export_screenshot())
        await person.push("Use now", shows="prod · cn-beijing")

        # A request whose secrets are typed.
        await person.begin("New cluster")
        person.controller.session.document.replace({**REQUEST, "Name": "watched"})
        await person.go("mounts")
        for name, value in (("AccessKeyId", "id"), ("AccessKeySecret", STORED), ("SecurityToken", TOKEN)):
            await person.type_into((*OSS, name), value)
        assert get(person.document, PATH) == STORED
        seen.add(person.app.export_screenshot())
        await person.press("f2", "f2", "f1", "escape", ":compare", ":compare", "f9", "f8", "ctrl+z", "ctrl+y")

        # Created; refused, by a service that repeats what it signed.
        await person.create("cls-")
        assert get(person.service.sent[0][0], PATH) == STORED
        listed = subprocess.run(["ps", "-ef", "ww"], capture_output=True, text=True, check=True).stdout
        assert "pytest" in listed
        seen.add(listed)
        await person.press("enter")
        let_in(monkeypatch, secret="changed")
        await person.create("The service rejected the request")
        seen.add(person.app.export_screenshot())
        await person.press("escape")

        # Saved as a preset and as a file; exported; the lists of profiles, clusters, submissions.
        await person.press(":save-as")
        await person.retype("kept", "enter", "enter", "enter", "enter")  # name, title, description, tags
        assert (locations.presets_folder() / "kept.json").exists()
        await person.press("f9", ":save-file")
        await person.retype("kept-file.json", "enter")
        assert Path("kept-file.json").exists() and "OSS_ACCESS_KEY_SECRET" in person.told
        exports = person.app.application.exports
        for format_ in FORMATS.values():
            exported = exports.export(person.document, format_.name)
            seen.add(repr(exported))
            exports.write(f"exported-{format_.name}", exported)
        for key in (":profiles", ":clusters", ":submissions", ":edit-text", "f11", "f12"):
            await person.press(key)
            while len(person.app.screen_stack) > 1:  # Escape would open the menu where nothing is open
                await person.press("escape")
        seen.update(map(repr, person.app.application.profiles.choices()))

        # Left in the middle: the draft is written.
        await person.type_into(("Description",), "unsaved", "ctrl+q")
        await person.push("Keep draft")
        seen.update(person.app.wizard.exit_messages())

    for secret in SECRETS:
        assert not [text for text in seen if secret in re.sub("&#160;|\xa0", " ", text)], secret
    kept = profiles.credentials
    files = everything_below(empty_home)
    assert any(b"unsaved" in data for data in files.values()), "there is a draft"
    assert any(b"watched" in data for path, data in files.items() if "journal" in str(path))
    for secret in SECRETS:
        holding = [path for path, data in files.items() if secret.encode() in data]
        assert holding == ([kept] if secret == SECRETS[0] else []), (
            "the one place that was said, closed to others"
        )
    assert kept.stat().st_mode & 0o077 == 0
    database = b"".join(everything_below(tmp_path).values())
    assert b"watched" in database and not [secret for secret in SECRETS if secret.encode() in database]


@pytest.mark.parametrize("key", ["\x1bOP", "\x1b[23~"], ids=["in the screens", "in a worker"])
def test_a_mistake_in_the_wizard_shows_no_value(key: str, tmp_path: Path, empty_home: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(with_oss(AccessKeySecret=STORED)))
    with Terminal("edit", str(file), program=(sys.executable, "-c", CRASH)) as terminal:
        terminal.wait_for("Description")
        terminal.type("unsaved")
        terminal.wait_for("firstunsaved")
        terminal.type(key)
        assert terminal.wait_for_end() == 70
        terminal.assert_restored()
        assert b"Internal error: RuntimeError" in terminal.shown and b"draft is kept" in terminal.shown
        assert STORED.encode() not in terminal.shown
        assert ["unsaved" in draft["request"]["Name"] for draft in drafts()] == [True]
        assert not [path for path, data in everything_below(empty_home).items() if STORED.encode() in data]
