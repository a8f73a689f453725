"""The library of presets, the parameters of a preset, and exports, by questions."""

import json
from typing import Any

import pytest
from tui.application import MemoryExports

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.parameters import use_preset
from wizard.document.presets import read_parameters
from wizard.errors import BcwError

from .talk import SMALL, MemoryLibrary, talk

OWN = {"title": "Mine", "description": "For me.", "tags": ["a", "b"], "request": SMALL}
PARAMETERS = {
    "machines": {"title": "Machines", "type": "integer", "default": 2},
    "project": {"title": "Project"},
}
TEMPLATE: dict[str, Any] = {
    **SMALL,
    "Name": "farm-${project}",
    "Groups": {"g": {"DesiredVMCount": "${machines}", "ResourceType": "OnDemand"}},
}
ASKING = {"title": "Asking", "description": "", "parameters": PARAMETERS, "request": TEMPLATE}


def saved(found: Any) -> dict[str, Any]:
    return found.app.library.saved  # type: ignore[no-any-return]


# -- parameters


def test_a_preset_that_is_used_asks_for_its_parameters() -> None:
    found = talk("Asking", "5", "moon", "", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert [each for each in found.script.questions if each.startswith(("Machines", "Project"))] == [
        "Machines (an integer) [2]: ",
        "Project *: ",
    ]
    assert found.asked[-1] == "Description"
    assert found.tree is None or found.tree["Name"] == "farm-moon"
    used = talk("Asking", "5", "moon", "", "d", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert used.tree["Name"] == "farm-moon"
    assert used.tree["Groups"]["g"]["DesiredVMCount"] == 5


def test_a_wrong_value_is_repeated_with_its_reason() -> None:
    found = talk("Asking", "many", "5.5", "", "", "moon", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert found.script.lines.count("  Error: The value must be an integer.") == 2
    assert "  Error: required. Type a value, or < to go back." in found.script.lines


def test_going_back_opens_nothing() -> None:
    found = talk("Asking", "5", "<", "<", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert found.asked[-1] == "Start from"
    assert found.tree is None


def test_the_wizard_begins_with_the_parameters_where_it_was_opened_with_them() -> None:
    loaded = use_preset(
        OpenedDocument(TEMPLATE, DocumentSource("preset", "Asking", {"parameters": PARAMETERS}))
    )
    found = talk("", "moon", "", "d", loaded=loaded)
    assert found.tree["Groups"]["g"]["DesiredVMCount"] == 2
    assert found.tree["Name"] == "farm-moon"
    back = talk("<", "blank", loaded=loaded)
    assert back.asked[-1] == "Start from"


def edited(*answers: str, **parts: Any) -> Any:
    loaded = OpenedDocument(TEMPLATE, DocumentSource("preset", "Asking", {"parameters": PARAMETERS}))
    return talk(*answers, loaded=loaded, **parts)


def test_a_preset_that_is_edited_keeps_its_places_and_asks_when_it_is_submitted() -> None:
    found = edited(":submit", "7", "moon", "y")
    [(sent, _)] = found.app.submissions.sent
    assert sent["Name"] == "farm-moon"
    assert sent["Groups"]["g"]["DesiredVMCount"] == 7
    assert "Total: 2 instances in 1 group: 4 vCPU, 8 GB memory" in found.script.lines


def test_a_value_that_the_service_would_refuse_is_asked_for_again() -> None:
    found = edited(":submit", "0", "the moon", "3", "moon", "y")
    wrong = [
        line for line in found.script.lines if line.startswith(("  Error: Machines: ", "  Error: Project: "))
    ]
    assert {line.rpartition("[")[2] for line in wrong} == {"InvalidName]", "InvalidDesiredVMCount]"}
    assert [sent["Name"] for sent, _ in found.app.submissions.sent] == ["farm-moon"]


def test_going_back_from_the_parameters_sends_nothing() -> None:
    found = edited(":submit", "<")
    assert "Nothing was sent." in found.script.lines
    assert found.app.submissions.sent == []
    assert read_parameters({"parameters": PARAMETERS})["machines"].default == 2


# -- exports


def export(*answers: str, exports: MemoryExports | None = None, **parts: Any) -> Any:
    return talk(*answers, request=SMALL, exports=exports or MemoryExports(), **parts)


@pytest.mark.parametrize(
    "answers", [[":export", "2"], [":export", "curl"], [":export curl"], [":review", "export", "2"]]
)
def test_the_request_is_exported_into_a_file(answers: list[str]) -> None:
    found = export(*answers, "create.sh")
    exports = found.app.exports
    assert exports.asked == [(SMALL, "curl")]
    assert list(exports.files) == ["create.sh"]
    assert "Saved: create.sh" in found.script.lines
    assert "/Secret: ${env:SECRET} stands for it." in found.script.lines
    assert "  2  curl: a bash script" in found.script.lines or answers == [":export curl"]


def test_an_export_is_printed_without_a_path() -> None:
    found = export(":export json", "")
    place = found.script.lines.index("json [/] 名前")
    printed = "\n".join(found.script.lines[place + 1 :])
    assert printed.startswith(json.dumps(SMALL, indent=2))
    assert found.app.exports.files == {}


def test_a_file_that_is_there_is_replaced_only_when_that_is_meant() -> None:
    exports = MemoryExports()
    export(":export json", "a.json", ":export curl", "a.json", "n", "b.sh", exports=exports)
    assert [each.format.name for each in exports.files.values()] == ["json", "curl"]
    export(":export curl", "a.json", "y", exports=exports)
    assert exports.files["a.json"].format.name == "curl"


def test_a_file_that_cannot_be_written_says_why_and_is_asked_for_again() -> None:
    found = export(":export json", "missing/a.json", "<")
    assert "The folder of missing/a.json does not exist." in found.script.lines
    assert "Nothing was exported." in found.script.lines
    assert found.asked[-1] == "Name"


def test_what_cannot_be_exported_is_said() -> None:
    class Broken(MemoryExports):
        def export(self, tree: Any, name: str) -> Any:
            raise BcwError("Half a character.")

    assert "Half a character." in export(":export json", exports=Broken()).script.lines


def test_the_parameters_of_a_preset_that_is_edited_are_asked_for_before_it_is_exported() -> None:
    exports = MemoryExports()
    edited(":export json", "", "moon", "a.json", exports=exports)
    [(tree, _)] = exports.asked
    assert tree["Name"] == "farm-moon"
    assert tree["Groups"]["g"]["DesiredVMCount"] == 2


# -- declaring parameters


def declaring(*answers: str, request: Any = SMALL, **parameters: Any) -> Any:
    about = {"title": "Mine", "parameters": parameters, "x-of-others": 1}
    return talk(
        ":parameters", *answers, loaded=OpenedDocument(request, DocumentSource("preset", "mine", about))
    )


def declared_in(found: Any) -> Any:
    """What the draft says that the preset declares."""
    return found.app.drafts.written[-1][1].preset["parameters"]


def test_a_parameter_is_declared_put_to_use_and_saved_with_the_preset() -> None:
    library = MemoryLibrary(saved={"mine": dict(OWN)})
    mine = library.open_preset("mine")
    answers = (":parameters", "add", "size", "How many", "integer", "yes", "3", "")
    found = talk(*answers, ":find instances", "${size}", ":save", loaded=mine, library=library)
    assert library.saved["mine"]["parameters"] == {
        "size": {"title": "How many", "type": "integer", "default": 3}
    }
    assert library.saved["mine"]["request"]["Groups"]["g"]["DesiredVMCount"] == "${size}"
    assert library.saved["mine"]["tags"] == ["a", "b"]
    said = "  1  size: How many; integer; default 3"
    assert said in found.script.lines
    assert "Error" not in found.text


def test_what_is_wrong_with_a_declaration_is_said_at_its_question() -> None:
    wrong = ("add", "9 lives", "there", "size", "", "whole", "integer", "perhaps", "y", "many", "4")
    found = declaring(*wrong, there={"title": "There"})
    errors = [line for line in found.script.lines if line.startswith("  Error: ")]
    assert len(errors) == 5
    assert "  Error: Type string, integer, number or boolean." in errors
    assert declared_in(found) == {"there": {"title": "There"}, "size": {"type": "integer", "default": 4}}


def test_a_parameter_is_renamed_where_it_stands_and_keeps_its_place() -> None:
    request = {**SMALL, "Name": "a-${one}-${two}"}
    found = declaring("1", "first", "", "", "", request=request, one={"x": 1}, two={"title": "Two"})
    assert list(declared_in(found)) == ["first", "two"]
    assert declared_in(found)["first"] == {"x": 1}
    assert found.tree["Name"] == "a-${first}-${two}"
    back = declaring("1", "first", "", "", "", "", request=request, one={})
    assert "[a-${first}-${two}]: " in back.script.questions[-1]


def test_a_deleted_parameter_becomes_literal_text() -> None:
    found = declaring("delete one", request={**SMALL, "Name": "a-${one}"}, one={})
    assert declared_in(found) == {}
    assert "one deleted. ${one} is literal text from now on." in found.script.lines


def test_a_default_can_be_an_empty_text_or_none_at_all() -> None:
    empty = declaring("add", "a", "", "", "yes", "")
    assert declared_in(empty) == {"a": {"default": ""}}
    none = declaring("1", "", "", "", "no", a={"default": "x"})
    assert declared_in(none) == {"a": {}}


def test_values_that_were_answered_are_in_the_draft() -> None:
    found = talk("Asking", "5", "moon", library=MemoryLibrary(saved={"Asking": ASKING}))
    [(tree, origin, _)] = found.app.drafts.written
    assert tree["Name"] == "farm-moon"
    assert origin.kind == "blank"


def test_what_is_exported_may_be_wrong() -> None:
    exports = MemoryExports()
    edited(":export json", "0", "the moon", "a.json", exports=exports)
    assert exports.asked[0][0]["Name"] == "farm-the moon"
