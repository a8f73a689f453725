"""Preset files and their parameters; setting a field by its name and a text."""

import re
from typing import Any

import pytest

from wizard.document.assignment import AssignmentError, UnknownFieldError, set_by_name
from wizard.document.presets import (
    FileContent,
    fill_parameters,
    find_broken_parameters,
    read_parameters,
    unwrap_preset,
    wrap_preset,
)
from wizard.document.tree import from_pointer, get
from wizard.models.preset import Parameter
from wizard.validation import check_text

from .trees import example

NAME = Parameter(name="name", default="farm")
COUNT = Parameter(name="count", type="integer")
PRICE = Parameter(name="price", type="number", default=0.5)
LOCK = Parameter(name="lock", type="boolean", default=True)
ALL = {each.name: each for each in (NAME, COUNT, PRICE, LOCK)}


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("${name}", {}, "farm"),
        ("${name}", {"name": ""}, ""),
        ("${count}", {"count": 3}, 3),
        ("${price}", {}, 0.5),
        ("${lock}", {}, True),
        ("a-${name}-${name}", {"name": "x"}, "a-x-x"),
        ("${count} of ${price}, ${lock}", {"count": 3}, "3 of 0.5, true"),
        ("${HOME} ${unknown} $name {name} ${ name }", {}, "${HOME} ${unknown} $name {name} ${ name }"),
        ("${env:name}", {}, "${env:name}"),
        ("${name}", {"name": "${count}"}, "${count}"),
        ("$${name}", {}, "$farm"),
    ],
)
def test_parameters_are_filled_in(text: str, values: dict[str, Any], expected: Any) -> None:
    made = fill_parameters({"a": [text]}, ALL, values)
    assert repr(made.tree) == repr({"a": [expected]})
    assert made.missing == {}


def test_parameters_without_a_value_are_reported_and_keys_and_secrets_are_literal() -> None:
    groups = {"g": {"DesiredVMCount": "${count}"}}
    request = {"Name": "a-${count}", "Groups": groups, "Description": "${name}"}
    made = fill_parameters(request, ALL, {})
    assert made.tree == {**request, "Description": "farm"}
    assert made.missing == {"count": (("Name",), ("Groups", "g", "DesiredVMCount"))}
    oss = {"AccessKeySecret": "${name}", "AccessKeyId": "${name}"}
    made = fill_parameters({"${name}": 1, "Configs": {"Mounts": {"OSS": oss}}}, ALL, {}).tree
    assert made == {"${name}": 1, "Configs": {"Mounts": {"OSS": {**oss, "AccessKeyId": "farm"}}}}


def test_declared_parameters() -> None:
    preset = {
        "parameters": {
            "count": {"title": "Machines", "type": "integer", "default": 2},
            "name": {},
            "2nd": {},
            "list": {"type": "list"},
            "wrong": {"type": "integer", "default": "2"},
            "whole": {"type": "number", "default": 2},
            "truth": {"type": "integer", "default": True},
            "text": "x",
            "title": {"title": 3},
        }
    }
    assert read_parameters(preset) == {
        "count": Parameter(name="count", title="Machines", type="integer", default=2),
        "name": Parameter(name="name"),
        "whole": Parameter(name="whole", type="number", default=2),
    }
    problems = dict(find_broken_parameters(preset))
    wrong = ("2nd", "list/type", "wrong/default", "truth/default", "text", "title/title")
    assert [*problems] == [("parameters", *each.split("/")) for each in wrong]
    assert all(path[1] in message for path, message in problems.items())
    assert read_parameters({"parameters": []}) == {}


HEADER = {"name": "p", "title": "P", "description": "", "tags": [], "parameters": {}}


def test_a_preset_file_is_a_header_with_a_format_number_and_a_request() -> None:
    for request in (example(), None, [], "x", {}):
        assert unwrap_preset(wrap_preset(request, HEADER)) == FileContent(request, {**HEADER, "format": 1})
    assert wrap_preset({}, {"format": 7})["preset"] == {"format": 7}
    for tree in (
        *(example(), {}, [], None, "preset", {"preset": HEADER}, {"request": {}}),
        *({"preset": header, "request": {}} for header in ("p", None)),
        *([{"preset": HEADER, "request": {}}], {"Configs": {"preset": HEADER, "request": {}}}),
    ):
        assert unwrap_preset(tree) == FileContent(tree), "anything else is a bare request"


def test_findings_in_a_preset_file_have_their_positions_in_the_file() -> None:
    text = '{\n "preset": {"Name": 1},\n "request": {\n  "Name": 3, "X": {"a": 1, "a": 2}}\n}'
    assert {"MissingName", "unknown-key"} <= {each.rule for each in check_text(text).findings}
    report = check_text(text, presets=True)
    found = {finding.rule: report.get_position(finding) for finding in report.findings}
    assert (found["InvalidName"].line, found["InvalidName"].column) == (4, 3)
    assert (found["duplicate-key"].line, found["duplicate-key"].column) == (4, 28)
    assert (found["MissingImageId"].line, found["MissingImageId"].column) == (3, 2)


# -- setting a field by its name and a text

TREE: dict[str, Any] = {
    "Name": "a",
    "Groups": {"g": {"DesiredVMCount": 1}, "a.b": {"DesiredVMCount": 1}},
    "Configs": {"Mounts": {"Entries": [{"Source": "oss://a/"}]}},
    "Own": {"x": "1", "y": 2},
}


SECRET = "Configs.Mounts.OSS.AccessKeySecret"


@pytest.mark.parametrize(
    ("name", "text", "pointer", "value"),
    [
        ("Name", "b", "/Name", "b"),
        ("Name", "", "/Name", ""),
        ("Description", "3", "/Description", "3"),
        ("Groups.new.DesiredVMCount", "5", "/Groups/new/DesiredVMCount", 5),
        ("Groups.g.DesiredVMCount", " -3 ", "/Groups/g/DesiredVMCount", -3),
        *(
            ("Groups.g.SpotPriceLimit", text, "/Groups/g/SpotPriceLimit", value)
            for text, value in {"0.25": 0.25, "1e3": 1000.0, "3": 3}.items()
        ),
        ("/UserData/a~1b.c", "x=y", "/UserData/a~1b.c", "x=y"),
        ("EnvVars.PATH", "1", "/EnvVars/PATH", "1"),
        ("PasswordInherit", "True", "/PasswordInherit", True),
        ("PasswordInherit", "false", "/PasswordInherit", False),
        ("Configs.Mounts.Entries.0.Source", "nas://x:/", "/Configs/Mounts/Entries/0/Source", "nas://x:/"),
        ("Configs.Mounts.Entries.1", '{"Source": "b"}', "/Configs/Mounts/Entries/1", {"Source": "b"}),
        ("Notification.Topic.Events", '["a"]', "/Notification/Topic/Events", ["a"]),
        ("Notification.Topic.Events.0", "x", "/Notification/Topic/Events/0", "x"),
        ("Notification.Topic.Events.-", "x", "/Notification/Topic/Events/0", "x"),
        ("/Configs/Mounts/Entries/-/Source", "x", "/Configs/Mounts/Entries/1/Source", "x"),
        ("Own.x", "3", "/Own/x", "3"),
        ("Own.y", "3", "/Own/y", 3),
        (SECRET, "${env:X}", "/Configs/Mounts/OSS/AccessKeySecret", "${env:X}"),
    ],
)
def test_a_field_is_changed(name: str, text: str, pointer: str, value: Any) -> None:
    made, path = set_by_name(TREE, name, text)
    assert path == from_pointer(pointer, made)
    assert repr(get(made, path)) == repr(value)
    assert TREE["Name"] == "a"


INVALID: dict[str, list[tuple[str, str]]] = {
    "no such field": [("Nam", "x"), ("", "x"), ("/a~b", "x"), ("Name.x", "y")],
    "must be an integer": [("Groups.g.DesiredVMCount", text) for text in ("many", "5.0", "", "٣")],
    "must be a number": [("Groups.g.SpotPriceLimit", "NaN"), ("Groups.g.SpotPriceLimit", "9" * 300 + "e99")],
    "must be true or false": [("PasswordInherit", "yes"), ("PasswordInherit", "1")],
    "must be a list": [("Notification.Topic.Events", "OnClusterDeleted")],
    "must be an object": [("UserData", "[]"), ("Configs", "3")],
    "past the end of a list": [("Configs.Mounts.Entries.5.Source", "x")],
    "Notification.Topic.Events is a list, and first is no index": [("Notification.Topic.Events.first", "x")],
    "01 is no index": [("/Notification/Topic/Events/01", "x")],
    "must be JSON. NaN is not a JSON number": [("Own.y", "NaN")],
    'key "a" occurs twice': [("UserData", '{"a": "1", "a": "2"}')],
    "half of a surrogate pair": [("UserData", '{"a": "\\ud800"}')],
    "nested more than 200 deep": [("Configs", '{"a": ' * 200 + "1" + "}" * 200)],
    "this is a secret": [(SECRET, "hidden"), ("Configs", '{"Mounts": {"OSS": {"SecurityToken": "hidden"}}}')],
    "OSS.AccessKeySecret=${env:NAME}": [("Configs.Mounts.OSS", '{"AccessKeySecret": "hidden"}')],
}


@pytest.mark.parametrize(
    ("name", "text", "words"), [(*each, words) for words, cases in INVALID.items() for each in cases]
)
def test_invalid_assignments(name: str, text: str, words: str) -> None:
    with pytest.raises(AssignmentError, match=re.escape(words)):
        set_by_name(TREE, name, text)


def test_a_document_that_is_a_list() -> None:
    with pytest.raises(AssignmentError, match="the whole request is a list, and Name is no index"):
        set_by_name([], "Name", "x")


def test_similar_fields_are_suggested() -> None:
    for name, similar in {
        "Groups.g.DesiredVmCont": "Groups.NAME.DesiredVMCount",
        "Desc": "Description",
        "UserData.a.b": "/UserData/a.b",
        "EnvVars.a.b/c.d": "/EnvVars/a.b~1c.d",
    }.items():
        with pytest.raises(UnknownFieldError) as raised:
            set_by_name(TREE, name, "5")
        assert similar in raised.value.similar
