"""Presets that ask for values: used, edited themselves, submitted, and declared."""

from typing import Any

from wizard.core.actions.submissions import SubmissionResult
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.tree import get
from wizard.tui.screens.declaring import ParameterDialog, ParametersScreen
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


def save_farm(tree: Any = TREE) -> None:
    about = {"title": "Night [/] 名前", "parameters": PARAMETERS}
    write_preset("farm", {"preset": about, "request": tree})


def problem(person: Person, name: str) -> str:
    """The problem at the row of a parameter, or ``""``."""
    assert isinstance(person.app.screen, ValuesDialog)
    shown = person.app.screen.rows[name].query_one(".problem")
    return str(shown.render()) if shown.display else ""


# -- using a preset


async def test_a_preset_of_any_title_is_used_with_any_typed_value() -> None:
    save_farm()
    async with wizard() as person:
        await person.begin("Night [/] 名前")
        await person.press("escape")
        assert person.step == "start" and not person.controller.is_open
        await person.begin("Night [/] 名前")
        assert isinstance(person.app.screen, ValuesDialog) and person.shows(
            "New cluster from “Night [/] 名前”"
        )
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
        await person.paste(text := "${count} [/] 名前\n" + "x" * 2000)
        await person.press("enter")
        assert person.step == "basics"
        assert person.document["Name"] == f"farm-{text}" and get(person.document, COUNT) == 3
        assert person.controller.session.origin == DocumentSource(), "it is a new request"
        assert "● unsaved" in person.screen
        await person.until(drafts)
        assert drafts()[-1]["request"] == person.document
        assert saved_presets()["farm"]["request"] == TREE


# -- editing a preset


async def edit(person: Person) -> None:
    """Edit the preset itself."""
    await person.begin("Night [/] 名前")
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
        await person.type_into(("Name",), "-x", "f5")
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
        await person.type("m/n", "f4")
        assert "DesiredVMCount" in problem(person, "count") and "Name" in problem(person, "project")
        assert person.service.sent == []
        await person.retype("3", "enter")
        await person.retype("moon", "enter")
        await person.confirm(shows="Go to field")
        await person.push("Go to field")
        assert person.in_focus == COUNT and "No." in person.note(COUNT), "it is a field of the preset"
        person.service.result = None
        await person.press("f10")
        assert isinstance(person.app.screen, ValuesDialog)
        assert person.shows("moon"), "the values of the last time"
        await person.press("f4")
        await person.confirm(shows="cls-test0001")
        sent = [(tree["Name"], get(tree, COUNT)) for tree, _ in person.service.sent]
        assert sent == [("farm-moon", 3)] * 2 and person.document == TREE
        await person.press("escape", "f10", "f4", shows="creates a second cluster")


async def test_an_error_besides_the_values_is_reported() -> None:
    save_farm({**TREE, "ImageId": 3})
    async with wizard() as person:
        await edit(person)
        await person.press("f10", "enter")
        await person.fill_in("moon", shows="The preset has another error. Image")
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
        await person.type("Team", "f4", shows="${team} is used in: Name")
        await person.press("insert")
        await person.type("count", "enter", "enter", "right", "enter", "enter")
        await person.fill_in("x", shows="The value must be an integer")
        await person.press("backspace")
        await person.fill_in("2")
        assert not isinstance(person.app.screen, ParameterDialog)
        assert declared(person) == {"team": {"title": "Team"}, "count": {"type": "integer", "default": 2}}
        assert not person.controller.session.result.has_errors
        await person.press("home", "enter", "end")
        await person.type("s", "f4")
        assert person.document["Name"] == "farm-${teams}", "it is renamed where it is used"
        await person.press("delete", shows="is now plain text")
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
        await person.press(":parameters", shows="invalid")
        await person.press("enter", "f4", "insert")
        for name in ("", "9", "名前", "[/]", "a b", "taken", "x" * 2000 + "!"):
            await person.clear()
            await person.paste(name)
            await person.press("f4")
            assert isinstance(person.app.screen, ParameterDialog)
            assert person.shows("Use letters, digits") or person.shows("already exists")
        await person.press("escape", "escape")
        assert person.controller.session.origin.preset == preset
