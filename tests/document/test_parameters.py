"""Parameters of a preset, and the request that comes of filling them in."""

from typing import Any

import pytest

from wizard.document.presets import (
    Parameter,
    fill_parameters,
    find_broken_parameters,
    parse_value,
    read_parameters,
)
from wizard.document.tree import MISSING

NAME = Parameter("name", default="farm")
COUNT = Parameter("count", type="integer")
PRICE = Parameter("price", type="number", default=0.5)
LOCK = Parameter("lock", type="boolean", default=True)
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
def test_a_text_is_filled_in(text: str, values: dict[str, Any], expected: Any) -> None:
    made = fill_parameters({"a": [text]}, ALL, values)
    assert repr(made.tree) == repr({"a": [expected]})
    assert made.missing == {}


def test_what_has_no_value_stays_and_is_named() -> None:
    request = {
        "Name": "a-${count}",
        "Groups": {"g": {"DesiredVMCount": "${count}"}},
        "Description": "${name}",
    }
    made = fill_parameters(request, ALL, {})
    assert made.tree == {**request, "Description": "farm"}
    assert made.missing == {"count": (("Name",), ("Groups", "g", "DesiredVMCount"))}


def test_keys_and_secrets_are_literal() -> None:
    request = {
        "${name}": 1,
        "Configs": {"Mounts": {"OSS": {"AccessKeySecret": "${name}", "AccessKeyId": "${name}"}}},
    }
    made = fill_parameters(request, ALL, {}).tree
    assert "${name}" in made
    assert made["Configs"]["Mounts"]["OSS"] == {"AccessKeySecret": "${name}", "AccessKeyId": "farm"}


def test_a_bare_request_is_literal() -> None:
    request = {"Bootstrap": "cd ${HOME} && ${name}"}
    assert fill_parameters(request, read_parameters(None), {"name": "x"}).tree is request


def test_what_a_preset_declares() -> None:
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
        "count": Parameter("count", "Machines", "integer", 2),
        "name": Parameter("name", "", "string", MISSING),
        "whole": Parameter("whole", "", "number", 2),
    }
    assert [(each.name, each.kind) for each in find_broken_parameters(preset)] == [
        ("2nd", "name"),
        ("list", "type"),
        ("wrong", "default"),
        ("truth", "default"),
        ("text", "object"),
        ("title", "title"),
    ]
    assert read_parameters({"parameters": []}) == {}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("", "string", ""),
        ("3", "string", "3"),
        (" 3 ", "integer", 3),
        ("-3", "integer", -3),
        ("3", "number", 3),
        ("0.50", "number", 0.5),
        ("1e3", "number", 1000.0),
        ("True", "boolean", True),
        ("false", "boolean", False),
    ],
)
def test_a_text_as_a_value(text: str, kind: Any, expected: Any) -> None:
    assert repr(parse_value(text, kind)) == repr(expected)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x", "integer"),
        ("3.0", "integer"),
        ("", "integer"),
        ("٣", "integer"),
        ("nan", "number"),
        ("1", "boolean"),
    ],
)
def test_a_text_that_is_no_value(text: str, kind: Any) -> None:
    with pytest.raises(ValueError):
        parse_value(text, kind)
