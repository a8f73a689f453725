"""Secrets: hidden on the screen, in memory only."""

import json

from wizard.document.serializer import to_text
from wizard.storage import locations
from wizard.validation import check

from .application import REQUEST
from .person import Person, wizard

PATH = ("Configs", "Mounts", "OSS", "AccessKeySecret")
TOKEN = ("Configs", "Mounts", "OSS", "SecurityToken")
SECRET = "hunter2[/]秘密"


async def type_it(person: Person) -> None:
    await person.go("mounts")
    await person.type_into(PATH, SECRET)


async def test_a_secret_is_masked_until_it_is_revealed() -> None:
    async with wizard(REQUEST, size=(120, 36)) as person:
        await person.enter(("Name",))
        await person.press("f7")
        assert "holds no secret" in person.told
        await type_it(person)
        assert person.document["Configs"]["Mounts"]["OSS"]["AccessKeySecret"] == SECRET
        assert SECRET not in person.screen and "hunter" not in person.screen
        assert "•" * len(SECRET) in person.screen
        assert '"AccessKeySecret": "••' in person.previewed
        assert person.shows("Kept in memory only")
        assert "hunter" not in person.app.export_screenshot()
        await person.press("f7")
        assert SECRET in person.screen and SECRET not in person.previewed
        await person.press("f7")
        assert SECRET not in person.screen
        await person.press("f7", "tab")
        assert SECRET not in person.screen, "leaving the field hides it"
        await person.press("f7", "f7", "tab", "f7")
        assert SECRET not in person.screen


async def test_another_secret_is_a_difference_that_does_not_show_it() -> None:
    mounts = {"OSS": {"AccessKeyId": "LTAI", "AccessKeySecret": "opened-with"}}
    async with wizard({**REQUEST, "Configs": {"Mounts": mounts}}, size=(140, 36)) as person:
        await person.press(":compare")
        assert person.shows("0 changes since opened")
        await type_it(person)
        assert person.shows("1 change since opened")
        assert "opened-with" not in person.screen and SECRET not in person.screen


async def test_a_reference_is_explained() -> None:
    oss = {"AccessKeyId": "LTAI", "AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"}
    request = {**REQUEST, "Configs": {"Mounts": {"OSS": oss}}}
    async with wizard(request, size=(128, 36)) as person:
        await person.go("mounts")
        await person.enter(PATH)
        assert person.shows("Read from the variable OSS_ACCESS_KEY_SECRET")
        assert '"AccessKeySecret": "${env:' in person.previewed
        assert person.document == request


async def test_a_mask_never_enters_the_document() -> None:
    oss = {"AccessKeyId": "LTAI", "AccessKeySecret": SECRET, "SecurityToken": SECRET}
    request = {**REQUEST, "Configs": {"Mounts": {"OSS": oss}}}
    async with wizard(request) as person:
        await person.go("mounts")
        for path in (PATH, TOKEN):
            await person.enter(path)
            await person.press("f7", "end", "home", "f7", "tab")
        await person.press("f9", "f3")
        assert to_text(person.document) == to_text(request)
        await person.go("mounts")
        await person.enter(PATH)
        await person.press("end")
        await person.type("!")
        assert person.document["Configs"]["Mounts"]["OSS"]["AccessKeySecret"] == SECRET + "!"


async def test_problems_of_a_secret_do_not_quote_it() -> None:
    request = {
        **REQUEST,
        "Configs": {"Mounts": {"OSS": {"AccessKeySecret": 12345678901, "SecurityToken": [SECRET]}}},
    }
    for finding in check(request):
        assert "12345678901" not in json.dumps(finding.fix.label if finding.fix else "")
    async with wizard(request, size=(120, 36)) as person:
        await person.go("mounts")
        await person.enter(PATH)
        await person.press("f9")
        for _ in range(8):
            assert "12345678901" not in person.screen and "hunter" not in person.screen, person.screen
            await person.press("f8")
        assert "hunter" not in person.told


async def test_start_shows_no_secret_of_the_request_or_of_a_preset() -> None:
    mounts = {"OSS": {"AccessKeyId": "LTAI", "AccessKeySecret": SECRET}}
    request = {**REQUEST, "Configs": {"Mounts": mounts}}
    folder = locations.presets_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mine.json").write_text(json.dumps({"preset": {"title": "Mine"}, "request": request}))
    async with wizard(request, size=(140, 40)) as person:
        await person.go("start")
        for key in ("home", *["down"] * 12):
            await person.press(key)
            assert "hunter" not in person.previewed and "hunter" not in person.screen
        assert '"AccessKeySecret": "••' in person.previewed
        await person.type("mine")
        await person.until(lambda: person.shows("Mine"))
        assert "hunter" not in person.previewed and '"AccessKeySecret": "••' in person.previewed
