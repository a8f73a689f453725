"""Presets with parameters: used for a new request, and edited themselves."""

from typing import Any

from cli.driver import TREE as REQUEST

from wizard.core.documents import DocumentSource, OpenedDocument, as_file, as_preset, get_tags
from wizard.core.session import EditSession
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


def test_the_header_of_a_preset_is_kept_with_its_request() -> None:
    origin, own = loaded().origin, DocumentSource("file", "a.json", {"title": "T"})
    copy = as_preset(origin, "other", title="O")
    assert (copy.kind, copy.name, (copy.preset or {})["own"]) == ("preset", "other", 1)
    assert as_file(origin, "a.json").preset == origin.preset
    assert as_file(DocumentSource("preset", "p", {"title": "T"}), "a.json").preset is None
    assert as_file(own, "./a.json").preset == own.preset, "another name of the same file"
    for tags, read in ((["a", 1, "b"], ["a", "b"]), ("a", []), (None, [])):
        assert get_tags(DocumentSource("preset", "p", {"tags": tags})) == read
