"""The JSON Schema accepts the same documents as the models."""

import json
import pathlib
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from validation.cases import EXAMPLE, FULL

from wizard.document.tree import Path, get, remove_in, set_in, to_pointer, walk
from wizard.export.json_schema import make_json_schema
from wizard.models.cluster import fields_by_path
from wizard.models.fields import WILDCARD
from wizard.storage.locations import builtin_folder
from wizard.validation import check
from wizard.validation.schema import validate

REQUEST = Draft202012Validator(make_json_schema("request"))
PRESET = Draft202012Validator(make_json_schema("preset"))
FORBIDDEN = "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType"
ODD: list[Any] = [
    *["ecs.sn1ne.large", "ecs.sn1ne", "bcs.a2.large", "ecs.a.b\n", "ecs.A.b", "xcs.a.b", "ecs.a..b"],
    *["VRouter", "VBR", "vbr", "VBR\n"],
    *[None, True, False, 0, 1, -1, 65536, 65537, 10**30, 0.5, -0.5, 1e-300],
    *["", "a", "1a", "a b", "a\n", "é", "x" * 64, "x" * 65, "x" * 256, "x" * 257, "x" * 1024, "x" * 1025],
    *["😀" * 1024, "😀" * 1025, "OnDemand", "Spot", "SpotAsPriceGo", "ondemand", "${env:X}"],
    *[[], [1], ["a"], [{}], [None], {}, {"a": "b"}, {"a": 1}, {"": "x"}, {"k" * 128: "v"}, {"k" * 129: "v"}],
    *[{str(number): "" for number in range(64)}, {str(number): "" for number in range(65)}],
    *[{"a": {}}, {"a": {"DesiredVMCount": 1, "ResourceType": "Spot"}}, {"x" * 65: {}}],
]


def is_accepted(tree: Any) -> bool:
    """Return whether the shape is valid, and the instance and router types that an editor pattern checks."""
    if list(validate(tree)):
        return False
    return not {"InvalidInstanceType", FORBIDDEN} & {finding.rule for finding in check(tree)}


def _preset(request: Any = EXAMPLE, **about: Any) -> dict[str, Any]:
    return {"preset": about, "request": request}


def assert_same(tree: Any) -> None:
    """Both agree on a request, also inside a preset without parameters."""
    is_valid = is_accepted(tree)
    assert REQUEST.is_valid(tree) is is_valid
    if "${" not in json.dumps(tree):
        assert PRESET.is_valid(_preset(tree, format=1)) is is_valid


def kind(value: Any) -> type:
    return float if type(value) is int else type(value)


@pytest.mark.parametrize("path", [path for path, _ in walk(FULL)], ids=to_pointer)
def test_values_of_the_same_type_and_one_of_each_other_type(path: Path) -> None:
    one_of_each = {kind(value): value for value in ODD}
    own = kind(get(FULL, path))
    for value in [*one_of_each.values(), *(value for value in ODD if kind(value) is own)]:
        assert_same(set_in(FULL, path, value))


def test_missing_and_unknown_keys_anywhere() -> None:
    assert_same(EXAMPLE)
    for path, value in walk(FULL):
        assert_same(remove_in(FULL, path))
        if isinstance(value, dict):
            assert_same(set_in(FULL, (*path, "Strange"), {"a": [1, None]}))


def test_a_whole_decimal_number_is_an_integer_to_json_schema_only() -> None:
    tree = set_in(EXAMPLE, ("Groups", "group1", "DesiredVMCount"), 3.0)
    assert REQUEST.is_valid(tree)
    assert not is_accepted(tree)


@pytest.mark.parametrize("file", sorted(builtin_folder("presets").glob("*.json")), ids=lambda path: path.stem)
def test_the_built_in_presets_are_valid(file: pathlib.Path) -> None:
    Draft202012Validator.check_schema(PRESET.schema)
    assert [*PRESET.iter_errors(json.loads(file.read_text(encoding="utf-8")))] == []


VALID: list[dict[str, Any]] = [{}, {"format": 1, "other": 1}, {"tags": ["a"]}, {"parameters": {}}]
INVALID = [{"format": 2}, {"tags": [1]}, {"tags": "a"}, {"ignore": "a"}, {"title": None}]
INVALID += [{"parameters": each} for each in ([], {"2n": {}}, {"n\n": {}})]
VALID_PARAMETERS = [
    {},
    {"default": "3", "title": "N"},
    *({"type": kind, "default": 3} for kind in ("integer", "number")),
]
INVALID_PARAMETERS = [3, {"type": "list"}, {"title": 3}, {"type": "integer", "default": "3"}]
INVALID_PARAMETERS += [{"type": "boolean", "default": 1}, {"default": 3}]
VALID += [{"parameters": {"n": each}} for each in VALID_PARAMETERS]
INVALID += [{"parameters": {"n": each}} for each in INVALID_PARAMETERS]


def test_the_description_of_a_preset() -> None:
    for about in VALID:
        assert PRESET.is_valid(_preset(**about)), about
    for about in INVALID:
        assert not PRESET.is_valid(_preset(**about)), about
    for preset in ({"preset": {}}, {"preset": {}, "request": None}, {"preset": [], "request": EXAMPLE}):
        assert not PRESET.is_valid(preset)


def test_parameters_replace_values_in_presets() -> None:
    for path, value in walk(EXAMPLE):
        if isinstance(value, str | int | float):
            assert PRESET.is_valid(_preset(set_in(EXAMPLE, path, "${any}"))), path
    count, kind = ("Groups", "group1", "DesiredVMCount"), ("InstanceType",)
    for path, text, is_valid in [
        (("Name",), "1 ${any}", True),
        (kind, "ecs.${family}.large", True),
        (kind, "large", False),
        (count, "a ${any}", False),
    ]:
        assert PRESET.is_valid(_preset(set_in(EXAMPLE, path, text))) is is_valid
        assert not REQUEST.is_valid(set_in(EXAMPLE, path, text))


def test_every_field_has_its_title_description_and_example() -> None:
    schema = make_json_schema("request")
    for pattern, node in fields_by_path().items():
        part: Any = schema
        for depth, key in enumerate(pattern):
            if fields_by_path()[pattern[:depth]].kind == "list":
                part = part["items"]
            else:
                part = part["additionalProperties"] if key == WILDCARD else part["properties"][key]
        if node.title:
            assert part["title"] == node.title
            assert node.description in part["description"]
            assert part.get("examples", [None]) == [node.example]
