"""The formats of an export."""

import json
from pathlib import Path

import pytest

from wizard.export import FORMATS, Place, UnknownFormat, export

from .conftest import KEY, Script


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


EVIL = [
    'http://[::1%""";import os;os.system("touch pwned");"""]:9',
    "http://h'\"$(touch pwned)`touch pwned`",
    "x}; touch pwned; : ${y:-\n touch pwned\n",
    "'''\nimport os;os.system('touch pwned')\n\"\"\"\nimport os;os.system('touch pwned')\n\\",
    "\u2028touch pwned\rtouch pwned\x85",
]


@pytest.mark.parametrize("format_", ["curl", "bcs", "requests", "python"])
@pytest.mark.parametrize("text", EVIL)
def test_nothing_that_a_script_is_given_runs(tmp_path: Path, script: Script, format_: str, text: str) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "bcs").write_text("#!/bin/sh\ncat > /dev/null\n")
    (tmp_path / "bin" / "bcs").chmod(0o755)
    request = {"Name": text, "Groups": {text: {text: text}}, "EnvVars": {text: text}, text: text}
    language = "py" if format_ in ("requests", "python") else "sh"
    for place in (Place(text, "cn-beijing"), Place("", text)):
        ran = script(export(request, format_, place).data, language, **KEY)
        assert ran.returncode == (0 if format_ == "bcs" else 2), ran.stderr
        assert b"SyntaxError" not in ran.stderr
        assert not (tmp_path / "pwned").exists()
