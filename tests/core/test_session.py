"""The editing state: validated once for each state, fixes are one step of undo, contents of a new request."""

from collections.abc import Iterator
from typing import Any

import pytest

from wizard.core import parameters as module
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import new_entry, new_request
from wizard.core.parameters import fill_in_document, use_preset
from wizard.core.session import EditSession
from wizard.core.steps import STEPS, step_of
from wizard.document.serializer import to_bytes
from wizard.validation import Context, Finding, Severity, check

NAMED: dict[str, Any] = {
    "Name": "a-cluster",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
"""A small valid request."""
WRONG: dict[str, Any] = {
    "Name": "9 lives",
    "Zone": 1,
    "ImageId": "img-ubuntu-vpc",
    "Groups": {
        "a": {"DesiredVMCount": "3", "ResourceType": "OnDemand", "InstanceType": "ecs.sn1ne.large"},
        "b": {},
    },
    "Configs": {"Disks": {"SystemDisk": {"Size": "x"}}, "Mounts": {"Lock": "true"}},
    "Notification": {"Topic": {"Events": ["OnJobFailed"]}},
}


def opened(tree: Any, **ignored: frozenset[str]) -> EditSession:
    return EditSession(OpenedDocument(tree, DocumentSource("file", "a.json")), Context(**ignored))


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every tree that was checked."""
    trees: list[Any] = []

    def counting(tree: Any, context: Context) -> list[Finding]:
        trees.append(tree)
        return check(tree, context)

    monkeypatch.setattr(module, "check", counting)
    yield trees


def test_a_session_ignores_the_rules_that_its_preset_ignores() -> None:
    header = {"ignore": ["disk-types-differ", "InvalidName"], "parameters": {"n": {"default": "a b"}}}
    disks = {"SystemDisk": {"Type": "cloud_ssd"}, "DataDisk": {"Type": "cloud_efficiency"}}
    tree = {**NAMED, "Name": "${n}", "Configs": {"Disks": disks}}
    plain, ignoring = (
        EditSession(OpenedDocument(tree, DocumentSource("preset", "p", each)))
        for each in ({**header, "ignore": []}, header)
    )
    assert {"disk-types-differ", "InvalidName"} <= {each.rule for each in plain.result.findings}
    for found in (ignoring.result, ignoring.validate(ignoring.filled({}).tree)):
        rules = {each.rule for each in found.findings}
        assert "disk-types-differ" not in rules and "InvalidName" in rules
    started = EditSession(fill_in_document(use_preset(OpenedDocument(tree, ignoring.origin)), {}))
    assert "disk-types-differ" not in {each.rule for each in started.result.findings}


def test_each_state_is_validated_once_and_only_on_demand(checked: list[Any]) -> None:
    session = opened(NAMED)
    assert checked == []
    first = session.result
    assert session.result is first
    session.document.set(("Name",), NAMED["Name"])
    assert session.result is first
    session.document.set(("Name",), "b")
    session.document.set(("Name",), "bc")
    assert len(checked) == 1
    assert session.result is session.result is not first
    assert len(checked) == 2
    assert checked[-1] is session.document.tree
    assert not session.result.has_errors
    session.document.set(("Groups", "group1", "DesiredVMCount"), True)
    assert session.result.has_errors, "True is equal to 1 only in Python"
    session.document.undo()
    assert not session.result.has_errors
    session.document.redo()
    assert session.result.has_errors


def test_another_document_is_validated_and_has_no_history() -> None:
    session = opened(NAMED)
    session.document.set(("Name",), "b")
    session.token = "used"
    assert not session.result.has_errors
    session.open(OpenedDocument(WRONG, DocumentSource("preset", "p")))
    assert session.result.has_errors
    assert session.origin == DocumentSource("preset", "p")
    assert not session.token
    assert session.document.undoable is None
    assert not session.document.is_modified


def test_a_session_ignores_the_rules_of_its_context() -> None:
    assert [each.rule for each in opened({**NAMED, "Zone": 1}).result.findings] == ["unknown-key"]
    ignoring = opened({**NAMED, "Zone": 1}, ignored=frozenset(["unknown-key"]))
    assert ignoring.result.findings == () and not ignoring.result.has_errors


def test_findings_by_step_and_path_the_worst_first() -> None:
    result = opened(WRONG).result
    assert list(result.findings) == result.below(()) == check(WRONG)
    assert sum(map(result.count, Severity)) == len(result.findings)
    assert set(result.by_step) == {step.id for step in STEPS}
    assert sum(map(len, result.by_step.values())) == len(result.findings)
    for step in STEPS:
        assert all(step_of(finding.path) is step for finding in result.of_step(step))
    rules = {name: [finding.rule for finding in found] for name, found in result.by_step.items()}
    assert rules["start"] == []
    assert rules["basics"][0] == "InvalidName" and "unknown-key" in rules["basics"]
    assert {"InvalidDesiredVMCount", "MissingDesiredVMCount", "MissingResourceType"} <= set(rules["groups"])
    assert rules["disks"][0] == "InvalidConfigs.Disks.SystemDisk.Size"
    assert rules["mounts"][0] == "InvalidConfigs.Mounts.Lock"
    assert rules["notifications"] != []
    assert [finding.rule for finding in opened([]).result.by_step["review"]] == ["InvalidHttpBody"]
    assert result.at(("Name",)) == [each for each in result.findings if each.path == ("Name",)]
    assert result.at(("Description",)) == []
    group = result.below(("Groups", "b"))
    assert {finding.path[:2] for finding in group} == {("Groups", "b")}
    for found in (*result.by_path.values(), *result.by_step.values(), group):
        ranks = [list(Severity).index(finding.severity) for finding in found]
        assert ranks == sorted(ranks)


# -- fixes


def test_a_fix_is_one_step_of_undo_and_none_is_left_after_all() -> None:
    session = opened(WRONG)
    [finding] = [each for each in session.result.findings if each.path == ("Groups", "a", "DesiredVMCount")]
    change = session.apply_fix(finding)
    assert change is not None and (change.kind, change.path) == ("patch", finding.path)
    assert session.document.get(finding.path) == 3
    assert session.result.at(finding.path) == []
    session.document.undo()
    assert session.document.undoable is None
    for _ in range(50):
        if not (fixable := [each for each in session.result.findings if each.fix is not None]):
            break
        session.apply_fix(fixable[0])
    assert all(each.fix is None for each in session.result.findings)
    assert session.apply_fix(session.result.findings[0]) is None
    while session.document.undo():
        pass
    assert to_bytes(session.document.tree) == to_bytes(WRONG)


# -- new documents, groups and mounts


def test_a_new_request_lacks_only_name_image_and_instance_type() -> None:
    first = new_request()
    findings = opened(first).result.findings
    assert {finding.rule for finding in findings} == {"MissingName", "MissingImageId", "MissingInstanceType"}
    answers = {"Name": "my-cluster", "ImageId": "img-ubuntu-vpc", "InstanceType": "ecs.sn1ne.large"}
    assert check({**first, **answers}) == []
    first["Groups"]["group1"]["DesiredVMCount"] = 99
    assert new_request()["Groups"]["group1"] == {"DesiredVMCount": 1, "ResourceType": "OnDemand"}


def test_new_entries_have_the_values_that_the_service_requires() -> None:
    name, value = new_entry(("Groups",))
    assert value["ResourceType"] == "OnDemand"
    assert check({**NAMED, "Groups": {name: value}}) == []
    value.clear()
    assert new_entry(("Groups",))[1] != {}
    assert new_entry(("Configs", "Mounts", "Entries"))[1] == {"WriteSupport": False}
