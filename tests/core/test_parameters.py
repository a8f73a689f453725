"""Presets with parameters: used for a new request, and edited themselves."""

from typing import Any

import pytest
from cli.driver import TREE as REQUEST

from wizard.core.actions.library import ConfirmOverwrite, Library, save
from wizard.core.documents import DocumentSource, OpenedDocument, as_file, as_preset, get_tags
from wizard.core.parameters import (
    fill_in_document,
    find_blamed_parameters,
    format_initial_value,
    parse_parameter,
    use_preset,
)
from wizard.core.session import EditSession
from wizard.document.presets import read_parameters
from wizard.validation import Context

GROUP = {**REQUEST["Groups"]["g"], "DesiredVMCount": "${count}"}
TREE: dict[str, Any] = {**REQUEST, "Name": "farm-${project}", "Groups": {"g": GROUP}}
COUNT = ("Groups", "g", "DesiredVMCount")
PARAMETERS: dict[str, Any] = {
    "count": {"title": "Machines", "type": "integer", "default": 3},
    "project": {"title": "Project"},
    "unused": {"default": "x"},
}


def loaded(tree: Any = TREE, **parameters: Any) -> OpenedDocument:
    preset = {"title": "T", "own": 1, "parameters": parameters or PARAMETERS}
    return OpenedDocument(tree, DocumentSource("preset", "mine", preset))


def test_using_a_preset_asks_for_its_parameters_and_makes_a_new_request() -> None:
    used = use_preset(loaded())
    assert list(used.parameters) == ["count", "project"], "a parameter that is not used is not asked for"
    assert used.origin == DocumentSource() and used.tree == TREE
    filled = fill_in_document(used, {"count": 7, "project": "moon"})
    assert filled.tree["Name"] == "farm-moon" and filled.tree["Groups"]["g"]["DesiredVMCount"] == 7
    assert filled.origin == DocumentSource() and not filled.parameters
    filled = fill_in_document(used, {})
    assert filled.tree["Groups"]["g"]["DesiredVMCount"] == 3 and filled.tree["Name"] == "farm-${project}"
    assert any("project" in each and "count" not in each for each in filled.remarks)
    bare = OpenedDocument(TREE, DocumentSource("preset", "mine", {"title": "T"}))
    assert use_preset(bare) is bare and fill_in_document(bare, {"count": 1}) is bare


def test_a_preset_is_validated_with_its_defaults() -> None:
    session = EditSession(loaded())
    assert session.document.tree == TREE, "and is not changed"
    assert not session.result.has_errors
    [note] = session.result.at(("Name",))
    assert (note.rule, note.severity) == ("parameter-missing", "note")
    assert session.result.at(COUNT) == []
    ignoring = EditSession(loaded(), Context(ignored=frozenset({"parameter-missing"})))
    assert ignoring.result.at(("Name",)) == []
    bare = EditSession(OpenedDocument(TREE, DocumentSource("file", "a.json")))
    assert bare.result.has_errors and bare.request is TREE, "in a bare request everything is literal"
    session = EditSession(loaded(count={"type": "integer", "default": -1}, project={"default": "x"}))
    assert [each.rule for each in session.result.at(COUNT)] == ["InvalidDesiredVMCount"]
    literal = {**TREE, "Name": "my a b", "Description": "x"}
    session = EditSession(loaded({**literal, "Name": "my ${project}"}, project={"default": "a b"}))
    for found, has_fix in ((session, False), (EditSession(OpenedDocument(literal, DocumentSource())), True)):
        fixes = [each.fix for each in found.result.at(("Name",))]
        assert fixes and any(fixes) is has_fix, "no fix replaces a parameter by its default"


def test_declaring_a_parameter_changes_the_result() -> None:
    session = EditSession(loaded(count=PARAMETERS["count"]))
    assert session.result.has_errors, "${project} is a text"
    preset = {**(session.origin.preset or {}), "parameters": PARAMETERS}
    session.origin = DocumentSource("preset", "mine", preset)
    assert not session.result.has_errors and list(session.parameters) == ["count", "project"]


def test_the_request_sent_has_the_values() -> None:
    session = EditSession(loaded())
    made = session.filled({"project": "moon", "count": 4})
    assert not made.missing and made.tree["Name"] == "farm-moon"
    assert made.tree["Groups"]["g"]["DesiredVMCount"] == 4
    assert not session.validate(made.tree).has_errors and session.document.tree == TREE
    made = session.filled({"project": "m/n", "count": -1})
    found = find_blamed_parameters(
        session.validate(made.tree).findings, session.document.tree, session.parameters
    )
    assert {name: each.path for name, each in found.items()} == {"count": COUNT, "project": ("Name",)}


def test_answers_are_parsed_by_the_type_of_their_parameter() -> None:
    def declare(**fields: Any) -> Any:
        return read_parameters({"parameters": {"p": fields}})["p"]

    for kind, answer, value in (("string", " a ", " a "), ("integer", " 12 ", 12), ("boolean", "TRUE", True)):
        parameter = declare(type=kind)
        assert parse_parameter(parameter, answer) == value
        assert parse_parameter(parameter, format_initial_value(parameter, {"p": value})) == value
    for kind, answer, words in (
        ("integer", "1.5", "an integer"),
        ("integer", "[/]", "an integer"),
        ("integer", " ", "Required"),
        ("string", "", "Required"),
    ):
        with pytest.raises(match=words):
            parse_parameter(declare(type=kind), answer)
    parameter = declare(type="integer", default=4)
    assert format_initial_value(parameter) == "4" and parse_parameter(parameter, "") == 4
    assert format_initial_value(parameter, {"p": 5}) == "5", "the previous answer is shown again"


def test_the_header_of_a_preset_is_kept_with_its_request() -> None:
    origin = loaded().origin
    blank = as_preset(DocumentSource(), "mine", title="x")
    assert blank.preset == {"name": "mine", "parameters": {}, "title": "x"}
    copy = as_preset(origin, "other", title="O")
    assert (copy.kind, copy.name, (copy.preset or {})["own"]) == ("preset", "other", 1)
    assert as_file(origin, "a.json").preset == origin.preset
    assert as_file(DocumentSource("preset", "p", {"title": "T"}), "a.json") == DocumentSource(
        "file", "a.json"
    )
    own = DocumentSource("file", "a.json", {"title": "T"})
    assert as_file(own, "a.json") == own
    assert as_file(own, "./a.json").preset == own.preset, "another name of the same file"
    for tags, read in ((["a", 1, "b"], ["a", "b"]), ("a", []), (None, [])):
        assert get_tags(DocumentSource("preset", "p", {"tags": tags})) == read


def test_saving_replaces_only_the_opened_preset() -> None:
    library = Library()
    library.save_preset("mine", {}, {}, overwrite=False)
    for origin, name, is_asked in (
        (DocumentSource(), "mine", True),
        (DocumentSource("preset", "other", {}), "mine", True),
        (DocumentSource("file", "mine"), "mine", True),
        (DocumentSource("preset", "mine", {}), "mine", False),
        (DocumentSource(), "smallest", False),  # a custom one overrides a built-in one
        (DocumentSource(), "new", False),
    ):
        done = save(EditSession(OpenedDocument({}, origin)), library, as_preset(origin, name))
        assert isinstance(done, ConfirmOverwrite) == is_asked
