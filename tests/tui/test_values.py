"""Presets that ask for values: used, edited themselves, submitted, and declared."""

from typing import Any

import pytest

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.presets import read_parameters
from wizard.tui.screens.declaring import ParameterDialog, ParametersScreen
from wizard.tui.screens.values import ValueRow, ValuesDialog

from .application import MemoryLibrary, MemoryService
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


def library(tree: Any = TREE, *, title: str = "Night farm", **parameters: Any) -> MemoryLibrary:
    about = {"title": title, "description": "", "parameters": parameters or PARAMETERS}
    return MemoryLibrary(saved={"farm": {**about, "request": tree}})


def problem(person: Person, name: str) -> str:
    """What stands at the row of a parameter; ``""`` when nothing does."""
    row = next(each for each in person.app.screen.query(ValueRow) if each.parameter.name == name)
    shown = row.query_one(".problem")
    return str(shown.render()) if shown.display else ""


# -- using a preset


async def test_a_preset_is_used_with_the_values_that_are_typed() -> None:
    async with wizard(library=library()) as person:
        await person.begin("Night farm")
        assert isinstance(person.app.screen, ValuesDialog)
        assert person.shows("Machines (${count}) · an integer") and person.shows("Project [/] 名前")
        await person.press("enter")
        await person.type("moon")
        await person.press("enter")
        assert person.step == "basics"
        assert person.document["Name"] == "farm-moon"
        assert person.document["Groups"]["g"]["DesiredVMCount"] == 3, "the default stood there"
        assert person.controller.session.origin == DocumentSource(), "it is a new request"
        assert "● unsaved" in person.screen
        await person.until(lambda: person.drafts.written)
        assert person.drafts.written[-1][0] == person.document
        assert person.library.saved["farm"]["request"] == TREE


@pytest.mark.parametrize("title", ["[/]", "[b]x", "名前 🦀", "\\[/]", "x" * 300])
async def test_a_preset_of_any_title_is_used(title: str) -> None:
    async with wizard(library=library(title=title)) as person:
        await person.begin(title)
        assert isinstance(person.app.screen, ValuesDialog) and person.shows(f"New cluster from “{title[:40]}")


async def test_escape_uses_nothing() -> None:
    async with wizard(library=library()) as person:
        await person.begin("Night farm")
        await person.press("escape")
        assert person.step == "start" and not person.controller.is_open


async def test_what_is_wrong_is_said_at_its_row_when_it_is_left() -> None:
    async with wizard(library=library()) as person:
        await person.begin("Night farm")
        await person.clear()
        await person.type("3.5")
        assert problem(person, "count") == "", "what is typed is not validated"
        await person.press("tab")
        assert "an integer" in problem(person, "count")
        await person.press("shift+tab", "backspace")
        assert problem(person, "count") == "", "typing clears it"
        await person.press("f4")
        assert "an integer" in problem(person, "count") and "Required" in problem(person, "project")
        assert person.asked, "all are said, and nothing is begun"
        await person.press("backspace")
        await person.press("down")
        await person.type("moon")
        await person.press("f4")
        assert person.document["Groups"]["g"]["DesiredVMCount"] == 3


async def test_an_own_preset_can_be_edited_itself_instead() -> None:
    async with wizard(library=library()) as person:
        await person.begin("Night farm")
        await person.push("Edit the preset itself")
        assert person.document == TREE and person.controller.session.origin.name == "farm"
        await person.enter(("Name",))
        await person.press("end")
        await person.type("-x")
        await person.press("f5")
        saved = person.library.saved["farm"]
        assert saved["request"]["Name"] == "farm-${project}-x" and saved["parameters"] == PARAMETERS


async def test_what_was_given_on_the_command_line_is_not_asked_for_again() -> None:
    asked = {"project": read_parameters({"parameters": PARAMETERS})["project"]}
    async with wizard(
        loaded=OpenedDocument({**TREE, "Name": "a-${project}"}, DocumentSource(), (), asked)
    ) as person:
        assert person.shows("Project [/] 名前") and not person.shows("Machines (")
        await person.type("moon")
        await person.press("enter")
        assert person.document["Name"] == "a-moon"


@pytest.mark.parametrize("text", ["", "[/]", "名前", "🦀" * 20, "x" * 2000, "${count}", "a\nb\t"])
async def test_anything_can_be_typed_as_a_value(text: str) -> None:
    async with wizard(library=library()) as person:
        await person.begin("Night farm")
        await person.press("down")
        await person.paste(text)
        await person.press("f4")
        if text:
            assert person.document["Name"] == f"farm-{text}"
            await person.press("f9")
        else:
            assert "Required" in problem(person, "project")


# -- editing a preset


async def test_a_preset_that_is_edited_is_judged_with_its_defaults() -> None:
    async with wizard(library=library(), size=(140, 40)) as person:
        await person.begin("Night farm")
        await person.push("Edit the preset itself")
        assert not person.is_red(("Name",)) and "has no value" in person.note(("Name",))
        assert person.shows("Preset, ") and "${project}" in person.previewed
        await person.press("f9")
        assert person.shows("3 instances"), "the defaults add up, too"
        assert person.document == TREE


async def test_submitting_a_preset_asks_for_its_values_and_sends_them() -> None:
    async with wizard(library=library()) as person:
        await person.begin("Night farm")
        await person.push("Edit the preset itself")
        await person.press("f10")
        assert isinstance(person.app.screen, ValuesDialog) and person.service.sent == []
        await person.press("enter")
        await person.type("moon")
        await person.press("enter")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))
        [(sent, _)] = person.service.sent
        assert sent["Name"] == "farm-moon" and sent["Groups"]["g"]["DesiredVMCount"] == 3
        assert person.document == TREE
        await person.press("escape", "f10")
        assert isinstance(person.app.screen, ValuesDialog)
        assert person.shows("moon"), "what was given stands there the next time"
        await person.press("f4")
        await person.until(lambda: person.shows("creates a second cluster"))


async def test_a_value_that_the_service_would_refuse_is_said_at_its_row() -> None:
    async with wizard(library=library()) as person:
        await person.begin("Night farm")
        await person.push("Edit the preset itself")
        await person.press("f10")
        await person.clear()
        await person.type("-1")
        await person.press("enter")
        await person.type("m/n")
        await person.press("f4")
        assert "DesiredVMCount" in problem(person, "count") and "Name" in problem(person, "project")
        assert person.service.sent == []


async def test_what_is_wrong_besides_the_values_is_said_too() -> None:
    async with wizard(library=library({**TREE, "ImageId": 3})) as person:
        await person.begin("Night farm")
        await person.push("Edit the preset itself")
        await person.press("f10", "enter")
        await person.type("moon")
        await person.press("enter")
        assert person.shows("The preset has another error. Image")
        assert person.service.sent == []


async def test_a_refusal_stands_at_the_field_of_the_preset() -> None:
    from wizard.core.actions.submissions import SubmissionResult

    refusal = SubmissionResult("refused", "No.", code="QuotaExhausted.X", path=COUNT)
    async with wizard(library=library(), service=MemoryService(outcome=refusal)) as person:
        await person.begin("Night farm")
        await person.push("Edit the preset itself")
        await person.press("f10", "enter")
        await person.type("moon")
        await person.press("enter")
        await person.confirm()
        await person.until(lambda: person.shows("Go to field"))
        await person.push("Go to field")
        assert "No." in person.note(COUNT) or "QuotaExhausted" in person.note(COUNT)


# -- declaring


async def test_parameters_are_declared_changed_and_removed() -> None:
    async with wizard(loaded=OpenedDocument({**TREE, "Name": "farm-${team}"}, DocumentSource())) as person:
        assert person.controller.session.result.has_errors, "it is but a text"
        await person.press(":parameters")
        assert isinstance(person.app.screen, ParametersScreen)
        await person.press("insert")
        assert isinstance(person.app.screen, ParameterDialog)
        await person.type("team")
        await person.press("enter")
        await person.type("Team")
        await person.press("f4")
        assert person.shows("${team} is used in: Name")
        await person.press("insert")
        await person.type("count")
        await person.press("enter", "enter", "right", "enter", "enter")
        await person.type("x")
        await person.press("enter")
        assert person.shows("The value must be an integer")
        await person.press("backspace")
        await person.type("2")
        await person.press("enter")
        assert not isinstance(person.app.screen, ParameterDialog)
        parameters = (person.controller.session.origin.preset or {})["parameters"]
        assert parameters == {"team": {"title": "Team"}, "count": {"type": "integer", "default": 2}}
        assert not person.controller.session.result.has_errors
        await person.press("home", "enter", "end")
        await person.type("s")
        await person.press("f4")
        assert person.document["Name"] == "farm-${teams}", "it is renamed where it stands"
        await person.press("delete")
        assert person.shows("is now plain text")
        assert list((person.controller.session.origin.preset or {})["parameters"]) == ["count"]
        await person.press("escape")
        assert "● unsaved" in person.screen
        await person.press("f5")
        await person.clear()
        await person.type("mine")
        await person.press("enter", "enter", "enter", "enter")
        saved = person.library.saved["mine"]
        assert saved["parameters"] == {"count": {"type": "integer", "default": 2}}


@pytest.mark.parametrize("name", ["", "9", "名前", "[/]", "a b", "taken", "x" * 2000 + "!"])
async def test_a_name_that_no_parameter_can_have(name: str) -> None:
    preset = {"parameters": {"taken": {}}}
    async with wizard(loaded=OpenedDocument(TREE, DocumentSource("preset", "farm", preset))) as person:
        await person.press(":parameters", "insert")
        if name:
            await person.paste(name)
        await person.press("f4")
        assert isinstance(person.app.screen, ParameterDialog)
        assert person.shows("Use letters, digits") or person.shows("already exists")
        await person.press("escape", "escape")
        assert person.controller.session.origin.preset == preset


async def test_what_a_declaration_says_besides_stays() -> None:
    preset = {"own": 1, "parameters": {"count": {"type": "integer", "unit": "pcs"}, "bad": 3}}
    async with wizard(loaded=OpenedDocument(TREE, DocumentSource("preset", "farm", preset))) as person:
        await person.press(":parameters")
        assert person.shows("invalid")
        await person.press("enter", "f4", "escape")
        assert person.controller.session.origin.preset == preset
