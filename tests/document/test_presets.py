"""Preset files: distinguished from bare requests; parameters, and requests with their values."""

from typing import Any

import pytest

from wizard.document.presets import (
    FileContent,
    fill_parameters,
    find_broken_parameters,
    is_preset,
    parse_value,
    read_parameters,
    unwrap_preset,
    wrap_preset,
)
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


def test_parameters_without_a_value_are_reported() -> None:
    groups = {"g": {"DesiredVMCount": "${count}"}}
    request = {"Name": "a-${count}", "Groups": groups, "Description": "${name}"}
    made = fill_parameters(request, ALL, {})
    assert made.tree == {**request, "Description": "farm"}
    assert made.missing == {"count": (("Name",), ("Groups", "g", "DesiredVMCount"))}


def test_keys_secrets_and_bare_requests_are_literal() -> None:
    oss = {"AccessKeySecret": "${name}", "AccessKeyId": "${name}"}
    made = fill_parameters({"${name}": 1, "Configs": {"Mounts": {"OSS": oss}}}, ALL, {}).tree
    assert made == {"${name}": 1, "Configs": {"Mounts": {"OSS": {**oss, "AccessKeyId": "farm"}}}}
    request = {"Bootstrap": "cd ${HOME} && ${name}"}
    assert fill_parameters(request, read_parameters(None), {"name": "x"}).tree is request


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
    assert [*problems] == [
        ("parameters", "2nd"),
        ("parameters", "list", "type"),
        ("parameters", "wrong", "default"),
        ("parameters", "truth", "default"),
        ("parameters", "text"),
        ("parameters", "title", "title"),
    ]
    assert all(path[1] in message for path, message in problems.items())
    assert read_parameters({"parameters": []}) == {}


def test_the_values_of_parameters_are_parsed_strictly() -> None:
    valid: list[tuple[str, Any, Any]] = [
        *(("", "string", ""), ("3", "string", "3"), (" 3 ", "integer", 3), ("-3", "integer", -3)),
        *(("3", "number", 3), ("0.50", "number", 0.5), ("1e3", "number", 1000.0)),
        *(("True", "boolean", True), ("false", "boolean", False)),
    ]
    for text, kind, expected in valid:
        assert repr(parse_value(text, kind)) == repr(expected)
    integer, number, boolean = "an integer", "a number", "true or false"
    invalid: list[tuple[str, Any, str]] = [
        *((text, "integer", integer) for text in ("x", "3.0", "", "٣")),
        *(("nan", "number", number), ("1", "boolean", boolean)),
    ]
    for text, kind, words in invalid:
        with pytest.raises(ValueError, match=words):
            parse_value(text, kind)


HEADER = {"name": "p", "title": "P", "description": "", "tags": [], "parameters": {}}


def test_a_preset_file_is_a_header_with_a_format_number_and_a_request() -> None:
    for request in (example(), None, [], "x", {}):
        content = unwrap_preset(wrap_preset(request, HEADER))
        assert content == FileContent(request, {**HEADER, "format": 1}, ("request",))
        assert content.request is request
    assert wrap_preset({}, {"format": 7})["preset"] == {"format": 7}


@pytest.mark.parametrize(
    "tree",
    [
        *(example(), {}, [], None, "preset", {"preset": HEADER}, {"request": {}}),
        *({"preset": header, "request": {}} for header in ("p", None)),
        [{"preset": HEADER, "request": {}}],
        {"Configs": {"preset": HEADER, "request": {}}},
    ],
)
def test_anything_else_is_a_bare_request(tree: Any) -> None:
    assert not is_preset(tree)
    assert unwrap_preset(tree) == FileContent(tree, None, ())


def test_findings_in_a_preset_file_have_their_positions_in_the_file() -> None:
    text = '{\n "preset": {"Name": 1},\n "request": {\n  "Name": 3, "X": {"a": 1, "a": 2}}\n}'
    assert {"MissingName", "unknown-key"} <= {each.rule for each in check_text(text).findings}
    report = check_text(text, presets=True)
    found = {finding.rule: report.position_of(finding) for finding in report.findings}
    assert (found["InvalidName"].line, found["InvalidName"].column) == (4, 3)
    assert (found["duplicate-key"].line, found["duplicate-key"].column) == (4, 28)
    assert (found["MissingImageId"].line, found["MissingImageId"].column) == (3, 2)
