"""Presets that ask for values: used, edited themselves, submitted, and declared."""

from typing import Any

from wizard.core.actions.submissions import SubmissionResult
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.presets import read_parameters
from wizard.document.tree import get
from wizard.tui.screens.declaring import ParameterDialog, ParametersScreen
from wizard.tui.screens.dialogs import ConfirmDialog
from wizard.tui.screens.values import ValuesDialog

from .application import Service, drafts, saved_presets, write_preset
from .person import Person, wizard

GROUP = {"DesiredVMCount": "${count}", "InstanceType": "ecs.sn1ne.large", "ResourceType": "OnDemand"}
TREE: dict[str, Any] = {
    "Name": "farm-${project}",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": GROUP},
    "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}},
}
PARAMETERS: dict[str, Any] = {
    "count": {"title": "Machines", "type": "integer", "default": 3},
    "project": {"title": "Project [/] 名前"},
}
COUNT = ("Groups", "g", "DesiredVMCount")


def save_farm(tree: Any = TREE, *, name: str = "farm", title: str = "Night farm") -> None:
    write_preset(name, {"preset": {"title": title, "parameters": PARAMETERS}, "request": tree})


def problem(person: Person, name: str) -> str:
    """The problem at the row of a parameter, or ``""``."""
    assert isinstance(person.app.screen, ValuesDialog)
    shown = person.app.screen.rows[name].query_one(".problem")
    return str(shown.render()) if shown.display else ""


# -- using a preset


async def test_a_preset_is_used_with_the_typed_values() -> None:
    save_farm()
    async with wizard() as person:
        await person.begin("Night farm")
        await person.press("escape")
        assert person.step == "start" and not person.controller.is_open
        await person.begin("Night farm")
        assert isinstance(person.app.screen, ValuesDialog)
        assert person.shows("Machines (${count}) · an integer") and person.shows("Project [/] 名前")
        await person.retype("3.5")
        assert problem(person, "count") == "", "a value is validated when its row is left"
        await person.press("tab")
        assert "an integer" in problem(person, "count")
        await person.press("shift+tab", "backspace")
        assert problem(person, "count") == "", "typing clears it"
        await person.press("f4")
        assert "an integer" in problem(person, "count") and "Required" in problem(person, "project")
        assert person.asked
        await person.press("backspace", "down")
        await person.fill_in("moon")
        assert person.step == "basics"
        assert person.document["Name"] == "farm-moon" and get(person.document, COUNT) == 3
        assert person.controller.session.origin == DocumentSource(), "it is a new request"
        assert "● unsaved" in person.screen
        await person.until(drafts)
        assert drafts()[-1]["request"] == person.document
        assert saved_presets()["farm"]["request"] == TREE


async def test_a_preset_of_any_title_is_used_with_any_value() -> None:
    cases = [("[/]", "${count}"), ("名前 🦀", "a\nb\t"), ("\\[b]x", "[/] 名前"), ("x" * 300, "x" * 2000)]
    for at, (title, _) in enumerate(cases):
        save_farm(name=f"p{at}", title=title)
    async with wizard() as person:
        for title, text in cases:
            await person.begin(title)
            if isinstance(person.app.screen, ConfirmDialog):
                await person.push("Discard changes")
            assert person.shows(f"New cluster from “{title[:40]}")
            await person.press("down")
            await person.paste(text)
            await person.press("f4")
            assert person.document["Name"] == f"farm-{text}" and get(person.document, COUNT) == 3
            await person.press("f9")
            await person.go("start")


async def test_values_of_the_command_line_are_not_requested_again() -> None:
    asked = {"project": read_parameters({"parameters": PARAMETERS})["project"]}
    loaded = OpenedDocument({**TREE, "Name": "a-${project}"}, DocumentSource(), (), asked)
    async with wizard(loaded=loaded) as person:
        assert person.shows("Project [/] 名前") and not person.shows("Machines (")
        await person.fill_in("moon")
        assert person.document["Name"] == "a-moon"


# -- editing a preset


async def edit(person: Person) -> None:
    """Edit the preset itself."""
    await person.begin("Night farm")
    await person.push("Edit the preset itself")


async def test_a_preset_is_edited_validated_with_its_defaults_and_saved() -> None:
    save_farm()
    async with wizard(size=(140, 40)) as person:
        await edit(person)
        assert person.document == TREE and person.controller.session.origin.name == "farm"
        assert not person.is_red(("Name",)) and "has no value" in person.note(("Name",))
        assert person.shows("Preset, ") and "${project}" in person.previewed
        await person.press("f9")
        assert person.shows("3 instances"), "the totals use the defaults, too"
        await person.go("basics")
        await person.enter(("Name",))
        await person.press("end")
        await person.type("-x")
        await person.press("f5")
        saved = saved_presets()["farm"]
        assert saved["request"] == {**TREE, "Name": "farm-${project}-x"}
        assert saved["preset"]["parameters"] == PARAMETERS


async def test_submitting_a_preset_asks_for_its_values_and_sends_them() -> None:
    save_farm()
    refusal = SubmissionResult("refused", "No.", code="QuotaExhausted.X", path=COUNT)
    async with wizard(service=Service(refusal)) as person:
        await edit(person)
        await person.press("f10")
        assert isinstance(person.app.screen, ValuesDialog) and person.service.sent == []
        await person.retype("-1", "enter")
        await person.type("m/n")
        await person.press("f4")
        assert "DesiredVMCount" in problem(person, "count") and "Name" in problem(person, "project")
        assert person.service.sent == []
        await person.retype("3", "enter")
        await person.retype("moon", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("Go to field"))
        await person.push("Go to field")
        assert person.in_focus == COUNT and "No." in person.note(COUNT), "it is a field of the preset"
        person.service.result = None
        await person.press("f10")
        assert isinstance(person.app.screen, ValuesDialog)
        assert person.shows("moon"), "the values of the last time"
        await person.press("f4")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))
        sent = [(tree["Name"], get(tree, COUNT)) for tree, _ in person.service.sent]
        assert sent == [("farm-moon", 3)] * 2 and person.document == TREE
        await person.press("escape", "f10", "f4")
        await person.until(lambda: person.shows("creates a second cluster"))


async def test_an_error_besides_the_values_is_reported() -> None:
    save_farm({**TREE, "ImageId": 3})
    async with wizard() as person:
        await edit(person)
        await person.press("f10", "enter")
        await person.fill_in("moon")
        assert person.shows("The preset has another error. Image")
        assert person.service.sent == []


# -- declaring


def declared(person: Person) -> dict[str, Any]:
    """The parameters of the preset that is open."""
    return (person.controller.session.origin.preset or {})["parameters"]


async def test_parameters_are_declared_changed_and_removed() -> None:
    async with wizard(loaded=OpenedDocument({**TREE, "Name": "farm-${team}"}, DocumentSource())) as person:
        assert person.controller.session.result.has_errors, "an undeclared parameter is plain text"
        await person.press(":parameters")
        assert isinstance(person.app.screen, ParametersScreen)
        await person.press("insert")
        assert isinstance(person.app.screen, ParameterDialog)
        await person.fill_in("team")
        await person.type("Team")
        await person.press("f4")
        assert person.shows("${team} is used in: Name")
        await person.press("insert")
        await person.type("count")
        await person.press("enter", "enter", "right", "enter", "enter")
        await person.fill_in("x")
        assert person.shows("The value must be an integer")
        await person.press("backspace")
        await person.fill_in("2")
        assert not isinstance(person.app.screen, ParameterDialog)
        assert declared(person) == {"team": {"title": "Team"}, "count": {"type": "integer", "default": 2}}
        assert not person.controller.session.result.has_errors
        await person.press("home", "enter", "end")
        await person.type("s")
        await person.press("f4")
        assert person.document["Name"] == "farm-${teams}", "it is renamed where it is used"
        await person.press("delete")
        assert person.shows("is now plain text")
        assert list(declared(person)) == ["count"]
        await person.press("escape")
        assert "● unsaved" in person.screen
        await person.press("f5")
        await person.retype("mine", "enter", "enter", "enter", "enter")
        assert saved_presets()["mine"]["preset"]["parameters"] == {"count": {"type": "integer", "default": 2}}


async def test_an_invalid_name_of_a_parameter_is_rejected_and_unknown_keys_are_kept() -> None:
    parameters = {"count": {"type": "integer", "unit": "pcs"}, "bad": 3, "taken": {}}
    preset = {"own": 1, "parameters": parameters}
    async with wizard(loaded=OpenedDocument(TREE, DocumentSource("preset", "farm", preset))) as person:
        await person.press(":parameters")
        assert person.shows("invalid")
        await person.press("enter", "f4", "insert")
        for name in ("", "9", "名前", "[/]", "a b", "taken", "x" * 2000 + "!"):
            await person.clear()
            await person.paste(name)
            await person.press("f4")
            assert isinstance(person.app.screen, ParameterDialog)
            assert person.shows("Use letters, digits") or person.shows("already exists")
        await person.press("escape", "escape")
        assert person.controller.session.origin.preset == preset
