"""Parameters of presets, and exports."""

import json
from pathlib import Path
from typing import Any

import pytest
from tui.application import saved_presets, write_preset

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.parameters import use_preset

from .talk import SMALL, Talk, talk, with_secret

PARAMETERS = {
    "machines": {"title": "Machines", "type": "integer", "default": 2},
    "project": {"title": "Project"},
    "unused": {"title": "Not asked for"},
}
TEMPLATE: dict[str, Any] = {
    **SMALL,
    "Name": "farm-${project}",
    "Groups": {"g": {"DesiredVMCount": "${machines}", "ResourceType": "OnDemand"}},
}
ASKING = {"preset": {"title": "Asking", "parameters": PARAMETERS}, "request": TEMPLATE}
EDITED = OpenedDocument(TEMPLATE, DocumentSource("preset", "Asking", {"parameters": PARAMETERS}))


def use(*answers: str) -> Talk:
    """Use the preset that has parameters."""
    write_preset("asking", ASKING)
    return talk("asking", *answers)


def values(tree: Any) -> tuple[str, int]:
    """The values that the parameters fill in."""
    return tree["Name"], tree["Groups"]["g"]["DesiredVMCount"]


# -- parameters


def test_a_preset_that_is_used_asks_for_its_parameters() -> None:
    found = use("5", "moon", "")
    assert found.script.questions[1:3] == ["Machines (an integer) [2]: ", "Project *: "]
    assert found.asked[-1] == "Description"
    assert values(found.tree) == ("farm-moon", 5), "the values are in the draft"
    [(_, source, _)] = found.written
    assert source.kind == "blank"
    wrong = use("many", "5.5", "", "", "moon")
    assert wrong.lines.count("  Error: The value must be an integer.") == 2
    assert "  Error: required. Type a value, or < to go back." in wrong.lines
    assert values(wrong.tree) == ("farm-moon", 2)
    assert values(use("-", "moon").tree) == ("farm-moon", 2), "the default"
    back = use("5", "<", "<")
    assert (back.asked[-1], back.tree) == ("Start from", None)


def test_the_wizard_begins_with_the_parameters_of_the_preset_it_was_started_with() -> None:
    assert values(talk("", "moon", "", "d", loaded=use_preset(EDITED)).tree) == ("farm-moon", 2)
    assert talk("<", "blank", loaded=use_preset(EDITED)).asked[-1] == "Start from"


def test_a_preset_that_is_edited_asks_for_its_parameters_when_it_is_submitted() -> None:
    found = talk(":submit", "0", "the moon", "7", "moon", "y", loaded=EDITED)
    assert [values(tree) for tree, _ in found.sent] == [("farm-moon", 7)]
    assert "Total: 2 instances in 1 group: 4 vCPU, 8 GB memory" in found.lines
    wrong = [line for line in found.lines if line.startswith(("  Error: Machines: ", "  Error: Project: "))]
    assert {line.rpartition("[")[2] for line in wrong} == {"InvalidName]", "InvalidDesiredVMCount]"}
    back = talk(":submit", "<", loaded=EDITED)
    assert "Nothing was sent." in back.lines
    assert back.sent == []


def test_a_preset_that_is_edited_asks_for_its_parameters_when_it_is_exported() -> None:
    for number, project, expected in (
        ("", "moon", ("farm-moon", 2)),
        ("0", "the moon", ("farm-the moon", 0)),
    ):
        path = f"{project}.json"
        assert talk(":export json", number, project, path, loaded=EDITED).result.code == 130
        assert values(json.loads(Path(path).read_text())) == expected, "also with errors"


# -- exports


@pytest.mark.parametrize(
    "answers", [[":export", "2"], [":export", "curl"], [":export curl"], [":review", "export", "2"]]
)
def test_the_request_is_exported_to_a_file(answers: list[str]) -> None:
    found = talk(*answers, "create.sh", request=with_secret("s3"))
    script = Path("create.sh").read_text()
    assert script.startswith("#!/") and "s3" not in script
    assert "Saved: create.sh" in found.lines
    assert "${env:OSS_ACCESS_KEY_SECRET} instead of the secret." in found.text
    assert "  2  curl: " in found.text or answers == [":export curl"]


def test_an_export_without_a_path_is_printed() -> None:
    found = talk(":export json", "", request=SMALL)
    assert json.dumps(SMALL, indent=2) in found.text


def test_an_export_that_fails_prints_the_reason() -> None:
    found = talk(":export json", request={**SMALL, "Name": "half \ud800"})
    assert "half of a surrogate pair" in found.text
    found = talk(":export json", "missing/a.json", "<", request=SMALL)
    assert "missing" in found.text
    assert "Nothing was exported." in found.lines
    assert found.asked[-1] == "Name"


# -- declaring parameters


def declare(*answers: str, request: Any = SMALL, **parameters: Any) -> tuple[Talk, dict[str, Any]]:
    """Answer about the parameters of a preset; return also those that its draft declares then."""
    about = {"title": "Mine", "parameters": parameters, "x-of-others": 1}
    loaded = OpenedDocument(request, DocumentSource("preset", "mine", about))
    found = talk(":parameters", *answers, loaded=loaded)
    return found, found.written[-1][1].preset["parameters"]


def test_a_parameter_is_declared_used_and_saved_with_the_preset() -> None:
    about = {"title": "Mine", "description": "For me.", "tags": ["a", "b"]}
    write_preset("mine", {"preset": about, "request": SMALL})
    app = Application({})
    answers = [":parameters", "add", "size", "How many", "integer", "yes", "3", ""]
    answers += [":find instances", "${size}", ":save"]
    found = talk(*answers, loaded=app.library.open_preset("mine"), app=app)
    saved = saved_presets()["mine"]
    size = {"title": "How many", "type": "integer", "default": 3}
    assert saved["preset"] == {**about, "parameters": {"size": size}}
    assert saved["request"]["Groups"]["g"]["DesiredVMCount"] == "${size}"
    assert "  1  size: How many; integer; default 3" in found.lines
    assert "Error" not in found.text


def test_errors_in_a_declaration_are_printed_at_its_questions() -> None:
    wrong = ("add", "9 lives", "there", "size", "", "whole", "integer", "perhaps", "y", "many", "4")
    found, declared = declare(*wrong, there={"title": "There"})
    errors = [line for line in found.lines if line.startswith("  Error: ")]
    assert len(errors) == 5
    assert "  Error: Type string, integer, number or boolean." in errors
    assert declared == {"there": {"title": "There"}, "size": {"type": "integer", "default": 4}}


def test_a_renamed_parameter_keeps_its_position_and_its_uses() -> None:
    request = {**SMALL, "Name": "a-${one}-${two}"}
    answers = ("1", "first", "", "", "", "", "", ":undo")
    found, declared = declare(*answers, request=request, one={"x": 1}, two={"title": "Two"})
    assert list(declared.items()) == [("first", {"x": 1}), ("two", {"title": "Two"})]
    assert found.tree["Name"] == "a-${first}-${two}"
    assert any("[a-${first}-${two}]: " in question for question in found.script.questions)


def test_a_parameter_is_deleted_and_a_default_can_be_empty_or_absent() -> None:
    found, declared = declare("delete one", request={**SMALL, "Name": "a-${one}"}, one={})
    assert declared == {}
    assert "one deleted. ${one} is literal text from now on." in found.lines
    assert "  1  broken: not a valid declaration" in declare("delete 1", broken=3)[0].lines
    assert declare("add", "a", "", "", "yes", "")[1] == {"a": {"default": ""}}
    assert declare("1", "", "", "", "no", a={"default": "x"})[1] == {"a": {}}
