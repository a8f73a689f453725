"""The formats of an export."""

import json
from pathlib import Path

import pytest

from wizard.export import FORMATS, Place, export

from .conftest import RunScript


def test_json_keeps_keys_order_and_values() -> None:
    tree = {"b": 1, "a": [1.0, True, None, {"z": "中😀", "y": {}}], "Name": ""}
    data = export(tree, "json").data
    assert repr(json.loads(data)) == repr(tree)
    assert "中😀" in data.decode("utf-8")
    assert data.endswith(b"}\n")


@pytest.mark.parametrize("name", ["json", "curl", "bcs", "python", "requests"])
def test_references_replace_literal_secrets(name: str) -> None:
    oss = {"AccessKeyId": "id", "AccessKeySecret": "hidden", "SecurityToken": "hidden too"}
    exported = export({"Configs": {"Mounts": {"OSS": oss}}}, name)
    assert b"hidden" not in exported.data
    assert [(path[-1], variable) for path, variable in exported.references] == [
        ("AccessKeySecret", "OSS_ACCESS_KEY_SECRET"),
        ("SecurityToken", "OSS_SECURITY_TOKEN"),
    ]
    for _, variable in exported.references:
        assert (f"${{env:{variable}}}" if name == "json" else variable) in exported.data.decode()


@pytest.mark.parametrize("tree", [None, [], [1], 3, "text", {"Configs": None}, {"$schema": "s"}])
def test_any_document_can_be_exported(tree: object) -> None:
    assert json.loads(export(tree, "json").data) == ({} if tree == {"$schema": "s"} else tree)
    for name in FORMATS:
        assert export(tree, name).data


HOSTILE = [
    'http://[::1%""";import os;os.system("touch pwned");"""]:9',
    "http://h'\"$(touch pwned)`touch pwned`",
    "x}; touch pwned; : ${y:-\n touch pwned\n",
    "'''\nimport os;os.system('touch pwned')\n\"\"\"\nimport os;os.system('touch pwned')\n\\",
    "\u2028touch pwned\rtouch pwned\x85",
]


@pytest.mark.parametrize("format_", ["curl", "bcs", "requests", "python"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_part_of_a_request_or_address_is_run(
    tmp_path: Path, run_script: RunScript, format_: str, text: str
) -> None:
    (tmp_path / "bin" / "bcs").write_text("#!/bin/sh\ncat > /dev/null\n")
    (tmp_path / "bin" / "bcs").chmod(0o755)
    request = {"Name": text, "Groups": {text: {text: text}}, "EnvVars": {text: text}, text: text}
    for place in (Place(text, "cn-beijing"), Place("", text)):
        ran = run_script(format_, request, place)
        assert ran.returncode == (0 if format_ == "bcs" else 2), ran.stderr
        assert b"SyntaxError" not in ran.stderr
        assert not (tmp_path / "pwned").exists()
