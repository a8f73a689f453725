"""The formats of an export."""

import json

import pytest

from wizard.export import FORMATS, UnknownFormat, export


def test_json_keeps_keys_order_and_values() -> None:
    tree = {"b": 1, "a": [1.0, True, None, {"z": "中😀", "y": {}}], "Name": ""}
    data = export(tree, "json").data
    assert repr(json.loads(data)) == repr(tree)
    assert "中😀" in data.decode("utf-8")
    assert data.endswith(b"}\n")


def test_a_secret_never_goes_with_it() -> None:
    oss = {"AccessKeyId": "id", "AccessKeySecret": "hidden", "SecurityToken": "hidden too"}
    exported = export({"Configs": {"Mounts": {"OSS": oss}}}, "json")
    assert b"hidden" not in exported.data
    found = json.loads(exported.data)["Configs"]["Mounts"]["OSS"]
    assert found["AccessKeySecret"] == "${env:OSS_ACCESS_KEY_SECRET}"
    assert found["SecurityToken"] == "${env:OSS_SECURITY_TOKEN}"
    assert [path[-1] for path, _ in exported.references] == ["AccessKeySecret", "SecurityToken"]


@pytest.mark.parametrize("tree", [None, [], 3, "text", {"Configs": None}])
def test_anything_can_be_exported(tree: object) -> None:
    assert json.loads(export(tree, "json").data) == tree


def test_a_format_that_does_not_exist() -> None:
    assert list(FORMATS) == ["json", "curl", "bcs", "python", "requests"]
    with pytest.raises(UnknownFormat) as raised:
        export({}, "yaml")
    assert raised.value.name == "yaml"
