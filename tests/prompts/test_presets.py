"""The library of presets, the parameters of a preset, and exports, by questions."""

import json
from typing import Any

import pytest
from tui.ports import MemoryExports

from wizard.core.parameters import to_use
from wizard.core.ports import Loaded, Origin, PresetTitle, WizardError
from wizard.document.presets import read_parameters

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


def presets(*answers: str, request: Any = SMALL, **own: Any) -> Any:
    library = MemoryLibrary(saved=own or {"mine": dict(OWN), "other": {**OWN, "title": "Other"}})
    library.files["there.json"] = {**SMALL, "Name": "there"}
    return talk(":presets", *answers, request=request, library=library)


def saved(found: Any) -> dict[str, Any]:
    return found.ports.library.saved  # type: ignore[no-any-return]


def test_presets_are_listed_and_said_more_of() -> None:
    found = presets("show 1", "show smallest")
    assert "  1  mine: Mine; tags a, b; yours" in found.script.lines
    assert any(
        line.endswith("smallest: Smallest possible; tags linux, beginner; came with the wizard")
        for line in found.script.lines
    )
    assert "For me." in found.script.lines
    assert "It adds up to 1 machine in 1 group: 2 vCPU, 4 GB memory." in found.script.lines


def test_a_preset_that_stands_over_a_shipped_one_says_so() -> None:
    lines = presets(smallest=dict(OWN)).script.lines
    assert "  1  smallest: Mine; tags a, b; yours, in place of the one that came with the wizard" in lines


def test_what_can_be_done_is_said_once_and_then_on_request() -> None:
    found = presets("show 1", "?")
    asked = [each for each in found.script.questions if each.startswith("Presets (")]
    assert "rename N" in asked[0]
    assert asked[1] == asked[2] == "Presets (? says what can be done; Enter goes back): "
    assert "  rename 2    gives number 2 another name" in found.script.lines


@pytest.mark.parametrize("answer", ["1", "use 1", "mine", "edit mine"])
def test_a_preset_is_begun_with(answer: str) -> None:
    found = presets(answer, "changed", request=None)
    assert found.tree == {**SMALL, "Name": "changed"}
    assert found.asked[-1] == "Description"


def test_what_is_not_saved_is_not_dropped_unasked() -> None:
    library = MemoryLibrary(saved={"mine": {**OWN, "request": {**SMALL, "Name": "theirs"}}})
    found = talk("typed", ":presets", "mine", "n", "", request=SMALL, library=library)
    assert found.tree["Name"] == "typed"


def test_a_preset_is_renamed_and_what_is_wrong_with_a_name_is_said() -> None:
    found = presets("rename 1", "no good", "better")
    assert sorted(saved(found)) == ["better", "other"]
    assert "  Error: 'no good' cannot be the name of a preset." in found.script.lines
    assert "mine is called better now." in found.script.lines


@pytest.mark.parametrize("answer", ["rename 1 night", "rename mine night"])
def test_a_new_name_that_is_typed_at_once_is_asked_for(answer: str) -> None:
    found = presets(answer)
    assert f"as in {' '.join(answer.split()[:2])}. It asks for the rest." in found.text
    assert set(saved(found)) == {"mine", "other"}


def test_another_preset_is_replaced_only_when_that_is_meant() -> None:
    kept = presets("rename 1", "other", "n", "third")
    assert sorted(saved(kept)) == ["other", "third"]
    assert saved(kept)["other"]["title"] == "Other"
    assert saved(presets("rename 1", "other", "y")) == {"other": OWN}


def test_a_preset_that_is_open_is_saved_under_its_new_name() -> None:
    library = MemoryLibrary(saved={"mine": dict(OWN)})
    answers = ("edit mine", "changed", ":presets", "rename mine", "better", "", ":save", "y")
    talk(":presets", *answers, library=library)
    assert list(library.saved) == ["better"]
    assert library.saved["better"]["request"]["Name"] == "changed"


def test_title_description_and_tags_are_changed_and_the_rest_stays() -> None:
    found = presets("describe 1", "New", "-", "x, y z ,")
    assert saved(found)["mine"] == {"title": "New", "description": "", "tags": ["x", "y z"], "request": SMALL}
    assert saved(presets("describe 1", "", "", ""))["mine"] == OWN


def test_a_deleted_preset_is_brought_back() -> None:
    gone = presets("delete mine")
    assert list(saved(gone)) == ["other"]
    assert "mine is deleted. restore mine brings it back." in gone.script.lines
    for answers in (["restore mine"], ["restore", "1"], ["restore", "mine"]):
        assert saved(presets("delete mine", *answers))["mine"] == OWN
    assert "There is no deleted preset to bring back." in presets("restore").script.lines
    assert "No deleted preset is called x. There are: mine." in presets("delete 1", "restore x").script.lines


def test_what_came_with_the_wizard_is_not_changed() -> None:
    for verb in ("delete", "rename"):
        found = presets(f"{verb} smallest", "new-name", "<")
        assert "There is no preset named smallest." in found.text
        assert len(saved(found)) == 2


def test_a_file_becomes_a_preset() -> None:
    assert saved(presets("import", "there.json", ""))["there"]["request"]["Name"] == "there"
    found = presets("import nowhere.json", "", "", "there.json", "mine", "y")
    assert "  Error: There is no file nowhere.json." in found.script.lines
    assert saved(found)["mine"]["request"]["Name"] == "there"


@pytest.mark.parametrize(
    "answers", [["diff 1 there.json"], ["diff", "mine", "there.json"], ["diff mine", "", "there.json"]]
)
def test_two_are_compared(answers: list[str]) -> None:
    found = presets(*answers)
    place = found.script.lines.index("From mine to there.json:")
    assert found.script.lines[place + 1] == '  changed  Name: "first" became "there"'


def test_places_are_said_with_commas_and_a_part_by_its_name() -> None:
    bare = {**OWN, "request": {key: value for key, value in SMALL.items() if key != "Configs"}}
    more = {**OWN, "request": {**SMALL, "Groups": {"g": {**SMALL["Groups"]["g"], "DesiredVMCount": 3}}}}
    found = presets("diff a b", "diff b b", a=bare, b=more)
    assert any(line.startswith('  added    Configs: {"Networks"') for line in found.script.lines)
    assert "  changed  Groups, g, Instances: 1 became 3" in found.script.lines
    assert "They say the same, secrets aside." in found.script.lines


def test_a_broken_preset_is_named_and_can_be_deleted() -> None:
    class Library(MemoryLibrary):
        def presets(self) -> list[PresetTitle]:
            return [PresetTitle("mine", "mine", problem="It is no JSON.")] if "mine" in self.saved else []

    library = Library(saved={"mine": OWN})
    found = talk(":presets", "use 1", "delete 1", library=library)
    assert "  1  Preset mine, which cannot be opened: It is no JSON." in found.script.lines
    assert "It is no JSON." in found.script.lines
    assert library.saved == {}


# -- parameters


def test_a_preset_that_is_used_asks_for_its_parameters() -> None:
    found = talk("Asking", "5", "moon", "", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert [each for each in found.script.questions if each.startswith(("Machines", "Project"))] == [
        "Machines (a whole number; Enter keeps 2): ",
        "Project (a text; an answer is needed): ",
    ]
    assert found.asked[-1] == "Description"
    assert found.tree is None or found.tree["Name"] == "farm-moon"
    used = talk("Asking", "5", "moon", "", "d", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert used.tree["Name"] == "farm-moon"
    assert used.tree["Groups"]["g"]["DesiredVMCount"] == 5


def test_a_wrong_value_is_repeated_with_its_reason() -> None:
    found = talk("Asking", "many", "5.5", "", "", "moon", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert found.script.lines.count("  Error: The value has to be a whole number.") == 2
    assert "  Error: an answer is needed here. Type one, or < to go back." in found.script.lines


def test_going_back_opens_nothing() -> None:
    found = talk("Asking", "5", "<", "<", library=MemoryLibrary(saved={"Asking": ASKING}))
    assert found.asked[-1].startswith("Number, name of a preset")
    assert found.tree is None


def test_the_wizard_begins_with_the_parameters_where_it_was_opened_with_them() -> None:
    loaded = to_use(Loaded(TEMPLATE, Origin("preset", "Asking", {"parameters": PARAMETERS})))
    found = talk("", "moon", "", "d", loaded=loaded)
    assert found.tree["Groups"]["g"]["DesiredVMCount"] == 2
    assert found.tree["Name"] == "farm-moon"
    back = talk("<", "blank", loaded=loaded)
    assert back.asked[-1].startswith("Number, name of a preset")


def edited(*answers: str, **parts: Any) -> Any:
    loaded = Loaded(TEMPLATE, Origin("preset", "Asking", {"parameters": PARAMETERS}))
    return talk(*answers, loaded=loaded, **parts)


def test_a_preset_that_is_edited_keeps_its_places_and_asks_when_it_is_submitted() -> None:
    found = edited(":submit", "7", "moon", "y")
    [(sent, _)] = found.ports.service.sent
    assert sent["Name"] == "farm-moon"
    assert sent["Groups"]["g"]["DesiredVMCount"] == 7
    assert "Adds up to 2 machines in 1 group: 4 vCPU, 8 GB memory." in found.script.lines


def test_a_value_that_the_service_would_refuse_is_asked_for_again() -> None:
    found = edited(":submit", "0", "the moon", "3", "moon", "y")
    wrong = [
        line for line in found.script.lines if line.startswith(("  Error: Machines: ", "  Error: Project: "))
    ]
    assert {line.rpartition("[")[2] for line in wrong} == {"InvalidName]", "InvalidDesiredVMCount]"}
    assert [sent["Name"] for sent, _ in found.ports.service.sent] == ["farm-moon"]


def test_going_back_from_the_parameters_sends_nothing() -> None:
    found = edited(":submit", "<")
    assert "Nothing was sent." in found.script.lines
    assert found.ports.service.sent == []
    assert read_parameters({"parameters": PARAMETERS})["machines"].default == 2


# -- exports


def export(*answers: str, exports: MemoryExports | None = None, **parts: Any) -> Any:
    return talk(*answers, request=SMALL, exports=exports or MemoryExports(), **parts)


@pytest.mark.parametrize(
    "answers", [[":export", "2"], [":export", "curl"], [":export curl"], [":review", "export", "2"]]
)
def test_the_request_is_exported_into_a_file(answers: list[str]) -> None:
    found = export(*answers, "create.sh")
    exports = found.ports.exports
    assert exports.asked == [(SMALL, "curl")]
    assert list(exports.files) == ["create.sh"]
    assert "Saved: create.sh" in found.script.lines
    assert "/Secret: ${env:SECRET} stands for it." in found.script.lines
    assert "  2  curl: a bash script" in found.script.lines or answers == [":export curl"]


def test_or_it_is_printed() -> None:
    found = export(":export json", "")
    place = found.script.lines.index("json [/] 名前")
    printed = "\n".join(found.script.lines[place + 1 :])
    assert printed.startswith(json.dumps(SMALL, indent=2))
    assert found.ports.exports.files == {}


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
            raise WizardError("Half a character.")

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
    return talk(":parameters", *answers, loaded=Loaded(request, Origin("preset", "mine", about)))


def declared_in(found: Any) -> Any:
    """What the draft says that the preset declares."""
    return found.ports.drafts.written[-1][1].preset["parameters"]


def test_a_parameter_is_declared_put_to_use_and_saved_with_the_preset() -> None:
    library = MemoryLibrary(saved={"mine": dict(OWN)})
    declared_ = (":parameters", "add", "size", "How many", "integer", "yes", "3", "")
    used = (":find instances", "${size}", ":save")
    found = talk(":presets", "edit mine", *declared_, *used, library=library)
    assert library.saved["mine"]["parameters"] == {
        "size": {"title": "How many", "type": "integer", "default": 3}
    }
    assert library.saved["mine"]["request"]["Groups"]["g"]["DesiredVMCount"] == "${size}"
    assert library.saved["mine"]["tags"] == ["a", "b"]
    said = "  1  size: How many; integer; by itself 3; stands nowhere yet: type ${size} into a field"
    assert said in found.script.lines
    assert "Error" not in found.text


def test_what_is_wrong_with_a_declaration_is_said_at_its_question() -> None:
    wrong = ("add", "9 lives", "there", "size", "", "whole", "integer", "perhaps", "y", "many", "4")
    found = declaring(*wrong, there={"title": "There"})
    errors = [line for line in found.script.lines if line.startswith("  Error: ")]
    assert len(errors) == 5
    assert "  Error: whole is none of string, integer, number and boolean." in errors
    assert declared_in(found) == {"there": {"title": "There"}, "size": {"type": "integer", "default": 4}}


def test_a_parameter_is_renamed_where_it_stands_and_keeps_its_place() -> None:
    request = {**SMALL, "Name": "a-${one}-${two}"}
    found = declaring("1", "first", "", "", "", request=request, one={"x": 1}, two={"title": "Two"})
    assert list(declared_in(found)) == ["first", "two"]
    assert declared_in(found)["first"] == {"x": 1}
    assert found.tree["Name"] == "a-${first}-${two}"
    back = declaring("1", "first", "", "", "", "", request=request, one={})
    assert "Enter keeps a-${first}-${two}" in back.script.questions[-1]


def test_one_that_is_declared_no_more_is_but_a_text() -> None:
    found = declaring("remove one", request={**SMALL, "Name": "a-${one}"}, one={})
    assert declared_in(found) == {}
    assert "one is declared no more; ${one} is but a text now, in Name." in found.script.lines


def test_a_default_can_be_an_empty_text_or_none_at_all() -> None:
    empty = declaring("add", "a", "", "", "yes", "")
    assert declared_in(empty) == {"a": {"default": ""}}
    none = declaring("1", "", "", "", "no", a={"default": "x"})
    assert declared_in(none) == {"a": {}}


def test_values_that_were_answered_are_in_the_draft() -> None:
    found = talk("Asking", "5", "moon", library=MemoryLibrary(saved={"Asking": ASKING}))
    [(tree, origin, _)] = found.ports.drafts.written
    assert tree["Name"] == "farm-moon"
    assert origin.kind == "blank"


def test_what_is_exported_may_be_wrong() -> None:
    exports = MemoryExports()
    edited(":export json", "0", "the moon", "a.json", exports=exports)
    assert exports.asked[0][0]["Name"] == "farm-the moon"
